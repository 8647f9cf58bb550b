"""The pages of bringing something in: choose a file, and what it would change."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from tracker.actions.bring_in import Compared, compare, names_of
from tracker.carried import CHOICES, SETTINGS, Carried
from tracker.exchange.reading import Remark
from tracker.forms.bring_in import KEEP, TAKE, BringFileForm, BringInForm, field_of
from tracker.models import Injury
from tracker.overview.injuries import injury_rows
from tracker.photos import Picture
from tracker.views.current import NoInjury, current_injury, frame, now_of

MOST_SHOWN = 30
KIND_WORDS = {
    "injuries": gettext_lazy("Injuries"),
    "days": gettext_lazy("Days"),
    "moments": gettext_lazy("Moments"),
    "runs": gettext_lazy("Runs"),
    "falls": gettext_lazy("Falls and slips"),
    "answers": gettext_lazy("Answers to safety questions"),
    "tests": gettext_lazy("Self-tests and other numbers"),
    "plans": gettext_lazy("Plans"),
    "plan_items": gettext_lazy("Exercises of an own plan"),
    "moves": gettext_lazy("Moves between stages"),
    "sessions": gettext_lazy("Exercise days"),
    "session_items": gettext_lazy("Exercises done"),
    "care": gettext_lazy("Already had"),
    "setbacks": gettext_lazy("Flare-ups and re-injuries"),
    "clearances": gettext_lazy("Clearances"),
    "pauses": gettext_lazy("Pauses"),
    "gap_answers": gettext_lazy("Answers after a gap"),
    "own_activities": gettext_lazy("Own activities"),
    "told": gettext_lazy("What a professional said"),
    "changes": gettext_lazy("Changes tried"),
    "photos": gettext_lazy("Photos"),
    "report": gettext_lazy("Choices for the report"),
    "findings": gettext_lazy("Signs found"),
    "notices": gettext_lazy("What you were told"),
    "actions": gettext_lazy("What you did with it"),
    "visits": gettext_lazy("Visits"),
    "sign_reports": gettext_lazy("Reports about signs"),
}
LEFT_WORDS = {
    "photos": gettext_lazy("photos whose pictures are not in the file"),
    "tokens": gettext_lazy("tokens for shortcuts: make new ones here"),
    "share_links": gettext_lazy("links that were shared: they do not open this diary"),
    "consents": gettext_lazy("consents: yours here is the one that counts"),
    "reminders": gettext_lazy("reminders that were sent"),
    "reminder_choices": gettext_lazy("how you want to be reminded: yours here counts"),
    "push_devices": gettext_lazy("phones that get messages: switch them on there again"),
    "calendar_feeds": gettext_lazy("the calendar address: make a new one here"),
    "history": gettext_lazy("earlier versions of entries: they stay in the file"),
}


@dataclass(frozen=True, slots=True)
class Line:
    """One row of the preview."""

    name: str
    new: int
    equal: int
    different: int


def look(
    request: HttpRequest,
    carried: Carried,
    *,
    pictures: Callable[[str], Picture],
    form: BringInForm | None = None,
    matched: Sequence[tuple[str, str]] = (),
) -> HttpResponse:
    """What would change: counted by kind, with the days. `matched` is what a table's columns are.

    Raises CannotStand.
    """
    found = compare(owner=request.user, carried=carried, at=now_of(request), pictures=pictures)
    status = 422 if form is not None else 200
    is_empty = not Injury.objects.of(request.user).exists()
    if form is None:
        initial = dict.fromkeys(map(field_of, CHOICES), TAKE if is_empty else KEEP)
        form = BringInForm(owner=request.user, initial=initial)
    context = frame_of(request) | {
        "form": form,
        "found": found,
        "asked": _asked(found, form),
        "matched": matched,
        "lines": _lines(found, only=["days"] if matched else None),
        "new_days": _days(found.new_days),
        "left_out": [(n, LEFT_WORDS[kind]) for kind, n in carried.left_out.items()],
        "warnings": carried.warnings[:MOST_SHOWN],
        "more_warnings": max(0, len(carried.warnings) - MOST_SHOWN),
    }
    return render(request, "carried/look.html", context, status=status)


def _lines(found: Compared, *, only: Sequence[str] | None = None) -> list[Line]:
    return [
        Line(str(KIND_WORDS[k]), found.new[k], found.equal[k], found.different[k])
        for k in names_of([*found.new, *found.equal, *found.different])
        if only is None or k in only
    ]


def _asked(found: Compared, form: BringInForm) -> list[dict[str, object]]:
    """Of each kind that differs: the question which of the two stays, and the days."""
    words = KIND_WORDS | {SETTINGS: gettext_lazy("Your settings")}
    different = _("%(what)s: %(n)s different")
    told = _("Such as time zone, place or what is asked.")
    return [
        {
            "field": form.ask(choice, different % {"what": words[choice], "n": n}),
            "hint": _days_words(found.others.get(choice, ())) if choice != SETTINGS else told,
        }
        for choice, n in found.asked.items()
    ]


def _days(days: list[date]) -> dict[str, object]:
    """The first days, how many more, and the last."""
    ordered = sorted(days)
    return {"shown": ordered[:MOST_SHOWN], "more": max(0, len(ordered) - MOST_SHOWN)}


def _days_words(days: Iterable[date]) -> str:
    """ "1 Nov 2026, 3 Nov 2026 and 4 more"; "" without a day."""
    ordered = sorted(days)
    shown = ", ".join(date_format(on, "j M Y") for on in ordered[:MOST_SHOWN])
    more = len(ordered) - MOST_SHOWN
    if more <= 0:
        return shown
    return f"{shown} {ngettext('and %(n)s more', 'and %(n)s more', more) % {'n': more}}"


def choose(request: HttpRequest, faults: list[Remark]) -> HttpResponse:
    """The page where a file is chosen, with what is wrong with the one that was sent."""
    is_plain = len(faults) == 1 and not faults[0].path
    refused = _("This file cannot be brought in. Nothing was changed")
    context = frame_of(request) | {
        "form": BringFileForm(error=_whole(faults[0].message) if is_plain else refused),
        "faults": [] if is_plain else faults,
    }
    return render(request, "carried/data.html", context, status=422)


def _whole(message: str) -> str:
    """What is wrong with a file as a whole: a sentence, or what "the file" is or holds."""
    if not message[:1].islower():
        return message
    return _("The file %(what)s. Nothing was changed") % {"what": message}


def frame_of(request: HttpRequest) -> dict[str, object]:
    """The frame of the page, also for who has no injury yet."""
    try:
        injury = current_injury(request)
        rows = injury_rows(request.user, now=injury)
        return frame(request, injury, section="more") | {"injuries": rows}
    except NoInjury:
        return {"section": "more"}


def refuse_demo(request: HttpRequest) -> None:
    """A made-up diary takes nothing in: nobody is known, and it is gone in a day."""
    if request.user.is_demo:
        raise Http404
