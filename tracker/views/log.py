"""One day of the diary: see it, write it, copy yesterday, delete it."""

from datetime import date, timedelta
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django.views.decorators.http import require_POST, require_safe
from django_htmx.http import HttpResponseClientRedirect

from tracker.actions.blank_days import is_blank
from tracker.actions.errors import ActionError, DayChanged
from tracker.actions.record_day import COPIES_IN_A_ROW, DayRecorded, delete_day, record_day
from tracker.clock import lived_at
from tracker.forms.day import DayForm
from tracker.forms.fields import WritingForm
from tracker.models import Day, Injury
from tracker.overview.diary import day_words, figures, load_tests_of, merged
from tracker.overview.log_lines import chosen_lines, copies_before, left_open
from tracker.overview.moments import moment_lines
from tracker.overview.today import log_page, lot_of_pain
from tracker.views.current import (
    current_injury,
    days_open,
    frame,
    injury_or_404,
    needs_injury,
    now_of,
    refused_day,
    see_other,
)
from tracker.views.kept import keeps_typed, take_typed
from tracker.views.log_form import copied, log_form
from tracker.views.saved import said_ticks_count, said_undo
from tracker.views.today import show_today
from tracker.views.writing import refuse
from tracker.words import day_words as date_words

A_LOT = gettext_noop(
    "That is a lot of pain. If something is new, tap Something new or frightening? below."
)


def _page_of(injury_uuid: UUID, on: date) -> str:
    """The page that shows this day's form."""
    return reverse("day-edit", args=[on])


@require_safe
@needs_injury
def day_edit(request: HttpRequest, on: date) -> HttpResponse:
    """The log of any day since 20 years back."""
    injury = current_injury(request)
    if refusal := refused_day(request, on):
        return refusal
    return _show(request, injury, on, typed=take_typed(request, about=injury.uuid))


@require_safe
@needs_injury
def day_same(request: HttpRequest, on: date) -> HttpResponse:
    """The log with yesterday's pain filled in, to look at and save. A GET writes nothing."""
    injury, today = current_injury(request), now_of(request).today
    if refusal := refused_day(request, on):
        return refusal
    log = log_page(injury, contexts=request.user.contexts, on=on)
    if log.yesterday is None or log.is_logged:
        return redirect("today" if on == today else reverse("day-edit", args=[on]))
    is_third = copies_before(log.earlier, on=on) >= COPIES_IN_A_ROW
    open_line = left_open(log.yesterday, log.asked) if is_third else None
    note = _("Yesterday's numbers. Change what differs, then save.")
    if is_third:
        note = _("You copied two days already. Answer the open line yourself.")
    form = log_form(request, injury, log, same=copied(log, leave_open=open_line))
    if on == today:
        return show_today(request, injury, form=form, note=note)
    return _show(request, injury, on, form=form, note=note)


@require_POST
@keeps_typed(back=_page_of)
@login_required
def day_record(request: HttpRequest, injury_uuid: UUID, on: date) -> HttpResponse:
    """Store the day. Refused: the form again with everything typed (422)."""
    injury = injury_or_404(request, injury_uuid)
    form = DayForm(
        request.POST,
        owner=request.user,
        asked=chosen_lines(request.user.contexts),
        chips=request.user.chips,
        side=injury.side,
        near=injury.places,
    )
    if form.is_valid():
        stored = _stored(injury, on, form)
        there = stored.get(on)
        if there is not None and form.cleaned_data["beside"]:
            entry = form.entry_beside(there)
        else:
            entry = form.entry(there, yesterday=stored.get(_before(on)))
        try:
            result = record_day(
                injury=injury,
                on=on,
                entry=entry,
                at=now_of(request),
                key=form.cleaned_data["key"],
                seen_number=form.cleaned_data["number"],
                readings=form.readings(),
            )
        except DayChanged as changed:
            return _changed(request, injury, on, form, stands=changed.day)
        except ActionError as refusal:
            refuse(form, refusal)
        except Day.DoesNotExist:  # sent before and deleted since: nothing to store again
            return see_other("diary")
        else:
            said_ticks_count(request, has_both=form.has_both)
            return _shown(request, _saved(request, injury, on, result))
    if on == now_of(request).today and request.htmx:
        return show_today(request, injury, form=form, status=422)
    return _show(request, injury, on, form=form, status=422)


def _stored(injury: Injury, on: date, form: DayForm) -> dict[date, Day]:
    """What the form's words rest on. A page opened on an empty day needs nothing of the
    database: if the day exists by now, the action says that it changed."""
    told = form.cleaned_data
    if told["number"] == 0 and not told["copied"] and not told["beside"]:
        return {}
    return {d.on: d for d in Day.objects.filter(injury=injury).between(_before(on), on)}


def _before(on: date) -> date:
    return on - timedelta(days=1) if on > date.min else on


def _show(
    request: HttpRequest,
    injury: Injury,
    on: date,
    *,
    form: DayForm | None = None,
    typed: QueryDict | None = None,
    note: str = "",
    status: int = 200,
) -> HttpResponse:
    first, today = days_open(request)
    log = log_page(injury, contexts=request.user.contexts, on=max(first, min(on, today)))
    if form is None:
        form = log_form(request, injury, log, data=typed)
    form.ask(log.lines)
    context = frame(request, injury, section="diary") | {
        "log": log,
        "moments": moment_lines(injury, first=on, last=on),
        "on": on,
        "today": today,
        "form": form,
        "note": note,
        "is_given_back": typed is not None,
    }
    return render(request, "log.html", context, status=status)


def _saved(request: HttpRequest, injury: Injury, on: date, result: DayRecorded) -> HttpResponse:
    """Where to go next: what is newly told first, then the run that belongs to its pain.

    Whoever has caught up on yesterday comes to today, while that is open.
    """
    today = now_of(request).today
    is_today = on == today
    text = _("Today is saved.") if is_today else _("%(day)s is saved.") % {"day": date_words(on)}
    said_undo(request, text, result.revision)
    if not is_today and lot_of_pain(result.day):
        messages.info(request, _(A_LOT))
    if result.notices:
        return see_other("today")
    if _has_new_running(result):
        target = reverse("run-new", args=[on]) + "?after=pain"
        return HttpResponseClientRedirect(target) if request.htmx else see_other(target)
    days = Day.objects.filter(injury=injury, on=today, number__gt=0)
    leads_on = on == today - timedelta(days=1) and not days.exists()
    return see_other("today" if is_today or leads_on else "diary")


def _shown(request: HttpRequest, answer: HttpResponse) -> HttpResponse:
    """For htmx Today itself instead of the way to it, which would be a second round trip.

    Going back sends nothing twice: htmx never leaves the page.
    """
    is_to_today = answer.status_code == 303 and answer["Location"] == reverse("today")
    return show_today(request, current_injury(request)) if is_to_today and request.htmx else answer


def _has_new_running(result: DayRecorded) -> bool:
    if result.revision is None or result.day.running is None:
        return False
    return (result.revision.before or {}).get("running") != result.day.running


def _changed(
    request: HttpRequest,
    injury: Injury,
    on: date,
    form: DayForm,
    *,
    stands: Day,
) -> HttpResponse:
    """Both versions side by side. Nothing was written; the person chooses."""
    mine = merged(stands, form.entry_beside(stands))
    contexts = request.user.contexts
    their_tests = load_tests_of(injury, on, on).get(on, {})
    my_tests = {**their_tests, **form.readings()}
    pairs = [
        (name, value)
        for name, values in request.POST.lists()
        if name not in ("csrfmiddlewaretoken", "number", "beside")
        for value in values
    ]
    context = frame(request, injury, section="today") | {
        "on": on,
        "stands": stands,
        "their_figures": figures(stands, contexts, their_tests.values()),
        "their_words": day_words(stands, with_seat=True),
        "my_figures": figures(
            mine, contexts, [value for value in my_tests.values() if value is not None]
        ),
        "my_words": day_words(mine, with_seat=True),
        "mine": mine,
        "pairs": pairs,
        "key": form.cleaned_data["key"],
        "saved_at": lived_at(stands.logged_at, zone=stands.zone),
        "back": reverse("today") if on == now_of(request).today else _page_of(injury.uuid, on),
    }
    if request.htmx:
        return render(request, "log/_changed.html", context, status=422)
    return render(request, "log_changed.html", context, status=409)


@require_safe
@needs_injury
def day_delete(request: HttpRequest, on: date) -> HttpResponse:
    """Ask before a day is deleted."""
    injury = current_injury(request)
    day = _day_or_404(injury, on)
    context = frame(request, injury, section="diary") | {
        "on": on,
        "figures": figures(
            day, request.user.contexts, load_tests_of(injury, on, on).get(on, {}).values()
        ),
        "words": day_words(day, with_seat=True),
        "note": day.note,
        "form": WritingForm(owner=request.user),
    }
    return render(request, "log_delete.html", context)


@require_POST
@keeps_typed(back=lambda injury_uuid, on: reverse("day-delete", args=[on]))
@login_required
def day_remove(request: HttpRequest, injury_uuid: UUID, on: date) -> HttpResponse:
    """Delete the day; the toast that says so can bring it back."""
    injury = injury_or_404(request, injury_uuid)
    form = WritingForm(request.POST, owner=request.user)
    if not form.is_valid():
        messages.error(request, _("This form was not complete. Send it again"))
        return see_other("day-delete", on)
    day = Day.objects.filter(injury=injury, on=on).first()
    if day is None or (day.number == 0 and is_blank(day)):
        return see_other("diary")  # gone already; its moments may have stayed
    revision = delete_day(day=day, at=now_of(request), key=form.cleaned_data["key"])
    said_undo(request, _("%(day)s is deleted.") % {"day": date_words(on)}, revision)
    return see_other("diary")


def _day_or_404(injury: Injury, on: date) -> Day:
    day = Day.objects.filter(injury=injury, on=on).first()
    if day is None:
        raise Http404
    return day
