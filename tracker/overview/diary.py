"""A day in words, and the list of days: what the diary page and Today show.

Only what was answered gets a word. Not asked prints nothing, never "none" or 0.
"""

from collections.abc import Iterable, Mapping, Sequence
from copy import copy
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from rehab import diary as values
from rehab.vocabulary import (
    FallEffect,
    FallKind,
    InjuryType,
    LandedOn,
    Location,
    PainContext,
    Quality,
    Seat,
    Side,
    Sign,
    Sleep,
    Stress,
    Surface,
    Treatment,
)
from tracker import labels
from tracker.load_tests import LOAD_TESTS
from tracker.models import Day, Fall, Injury, Reading, Run
from tracker.overview.diary_beside import Event, beside, inside
from tracker.overview.diary_ends import ends_of
from tracker.overview.moments import MomentLine, moment_lines

SIT = "sit_minutes"
DAYS_A_PAGE = 35
ADD_WITHIN_DAYS = 14


@dataclass(frozen=True, slots=True)
class Figure:
    """One answered line: its short name and the number or word given."""

    name: str
    value: str


@dataclass(frozen=True, slots=True)
class DiaryRow:
    """One date of the list. `headline` is empty when the day itself was not logged.

    `told` is what the intake heard of a day that was not logged.
    """

    on: date
    headline: str = ""
    words: str = ""
    is_logged: bool = False
    is_copied: bool = False
    can_add: bool = False
    events: tuple[Event, ...] = ()
    note: str = ""
    told: str = ""


@dataclass(frozen=True, slots=True)
class DiaryPage:
    """`months` holds (first of month, rows), newest first. Dates are calendar dates."""

    first: date
    last: date
    months: list[tuple[date, list[DiaryRow]]] = field(default_factory=list)
    earlier: date | None = None
    later: date | None = None
    is_new: bool = False


def diary_page(injury: Injury, *, contexts: Sequence[str], today: date, last: date) -> DiaryPage:
    """Five weeks of the diary ending on `last`, in five queries at most, whatever its length;
    one more on a page without an entry."""
    last = min(last, today)
    first = last - timedelta(days=DAYS_A_PAGE - 1)
    day_after = last + timedelta(days=1)
    days = {d.on: d for d in Day.objects.filter(injury=injury).between(first, day_after)}
    runs = list(Run.objects.filter(injury=injury).between(first, last).order_by("logged_at"))
    falls = list(Fall.objects.filter(owner_id=injury.owner_id).order_by("logged_at"))
    events = events_of(
        runs,
        [f for f in falls if first <= f.on <= last],
        moment_lines(injury, first=first, last=last),
        days,
        beside(injury, narrow=inside(first, last)),
    )
    tests = load_tests_of(injury, first, last) if _may_have_load_tests(injury) else {}
    logged_from: date | None = injury.first_logged_on  # type: ignore[attr-defined]
    begins = min(
        [d for d in (logged_from, injury.onset_on, *(f.on for f in falls)) if d], default=None
    )
    rows = []
    for on in (last - timedelta(days=back) for back in range(DAYS_A_PAGE)):
        row = row_of(on, days.get(on), events.get(on, ()), contexts, tests.get(on, {}).values())
        missed = logged_from is not None and logged_from <= on and on > today - _add_days()
        missed = missed and (injury.closed_on is None or on <= injury.closed_on)
        if row is None and missed:
            row = DiaryRow(on=on, can_add=True)
        if row is not None:
            rows.append(row)
    page = DiaryPage(
        first=first,
        last=last,
        months=by_month(rows),
        earlier=first - timedelta(days=1) if begins and begins < first else None,
        later=min(today, last + timedelta(days=DAYS_A_PAGE)) if last < today else None,
        is_new=logged_from is None and not events and not falls,
    )
    return page if rows or page.is_new else _over_the_gap(page, injury, today=today)


def _over_the_gap(page: DiaryPage, injury: Injury, *, today: date) -> DiaryPage:
    """From a page without an entry straight to the nearest ones, however many weeks away."""
    ends = ends_of(injury, first=page.first, last=page.last)
    later = ends.after + timedelta(days=DAYS_A_PAGE - 1) if ends.after else today
    return replace(
        page, earlier=ends.before, later=min(today, later) if page.last < today else None
    )


def _may_have_load_tests(injury: Injury) -> bool:
    """Only a plan asks them, and only for a tendon; nobody else pays for the query."""
    has_plan = getattr(injury, "plan_started_on", None) is not None
    return has_plan or injury.type == InjuryType.TENDON


def _add_days() -> timedelta:
    return timedelta(days=ADD_WITHIN_DAYS)


def by_month(rows: Iterable[DiaryRow]) -> list[tuple[date, list[DiaryRow]]]:
    months: dict[date, list[DiaryRow]] = {}
    for row in rows:
        months.setdefault(row.on.replace(day=1), []).append(row)
    return list(months.items())


def row_of(
    on: date,
    day: Day | None,
    events: Sequence[Event],
    contexts: Sequence[str],
    tests: Iterable[float],
) -> DiaryRow | None:
    if day is None or not is_logged(day):
        told = told_words(day) if day is not None else ""
        return (
            DiaryRow(on, can_add=True, events=tuple(events), told=told) if events or told else None
        )
    return DiaryRow(
        on=on,
        headline=headline(day, contexts),
        words=" ".join([day_words(day, names_absent=False), *map(load_words, tests)]).strip(),
        is_logged=True,
        is_copied=day.copied,
        note=day.note,
        events=tuple(events),
    )


def is_logged(day: Day) -> bool:
    """Whether the person logged the day: a row also holds moments, or what the intake heard."""
    return day.number > 0


def told_words(day: Day) -> str:
    """Places and signs that the intake heard of a day; "" for a row that only holds moments."""
    told = [_join(_places(day)), _signs(day, names_absent=False), _("Limping") if day.limp else ""]
    words = _join([part for part in told if part])
    return (
        _("Told at the start: %(what)s.") % {"what": words[:1].lower() + words[1:]} if words else ""
    )


def events_of(
    runs: Iterable[Run],
    falls: Iterable[Fall],
    moments: Iterable[MomentLine] = (),
    days: Mapping[date, Day] | None = None,
    more: Mapping[date, Sequence[Event]] | None = None,
) -> dict[date, list[Event]]:
    found: dict[date, list[Event]] = {}
    for moment in moments:
        found.setdefault(moment.on, []).append(
            Event("moment", moment.words, _page("moment-edit", moment.uuid), moment.note)
        )
    for fall in falls:
        found.setdefault(fall.on, []).append(
            Event("fall", fall_words(fall), _page("fall-edit", fall.uuid), fall.note)
        )
    for run in runs:
        after = morning_after((days or {}).get(run.on + timedelta(days=1)))
        words = f"{run_words(run)} {after}".strip()
        found.setdefault(run.on, []).append(
            Event("run", words, _page("run-edit", run.uuid), run.note)
        )
    for on, others in (more or {}).items():
        found.setdefault(on, []).extend(others)
    return found


def _page(name: str, uuid: object) -> str:
    return reverse(name, args=[uuid])


def merged(day: Day, entry: Mapping[str, object]) -> Day:
    """The day as it would stand after `entry`: a copy that is never saved."""
    mine = copy(day)
    for name, value in entry.items():
        setattr(mine, name, value)
    return mine


def figures(day: Day, contexts: Sequence[str], load_tests: Iterable[float] = ()) -> list[Figure]:
    """What was answered, in the person's order, then what else was recorded.

    `load_tests` are the day's numbers of the tendon's load test; they stand after sitting.
    """
    order = [*contexts, *(c.value for c in PainContext), SIT]
    found = (_figure(day, name) for name in dict.fromkeys(order))
    shown = [figure for figure in found if figure is not None]
    sat = (_("Sitting"), _("Sat, min"), _("Sat"))
    place = max((at + 1 for at, figure in enumerate(shown) if figure.name in sat), default=0)
    tests = [Figure(_("Load test"), f"{value:g}") for value in load_tests]
    return [*shown[:place], *tests, *shown[place:]]


def load_tests_of(injury: Injury, first: date, last: date) -> dict[date, dict[str, float]]:
    """The tendon's load tests (NRS 0-10) of these days, by metric; one query."""
    rows = Reading.objects.filter(
        injury=injury, metric__in=LOAD_TESTS, on__gte=first, on__lte=last
    ).order_by("metric")
    found: dict[date, dict[str, float]] = {}
    for on, metric, value in rows.values_list("on", "metric", "value"):
        found.setdefault(on, {})[metric] = float(value)
    return found


def _figure(day: Day, name: str) -> Figure | None:
    if name == SIT:
        return _sat(day)
    context = PainContext(name)
    score = getattr(day, context.value)
    short = _short(context)
    if score is not None:
        return Figure(short, str(score))
    if context is PainContext.RUNNING and day.no_run:
        return Figure(short, _("no"))
    if context is PainContext.NIGHT and day.slept_through:
        return Figure(short, _("slept"))
    return None


def _short(context: PainContext) -> str:
    return _("Rest") if context is PainContext.REST else str(labels.label(context))


def _sat(day: Day) -> Figure | None:
    if day.sit_minutes is not None:
        return Figure(_("Sat, min"), str(day.sit_minutes))
    if day.sat_without_pain:
        return Figure(_("Sat"), _("no pain"))
    return None


def load_words(value: float) -> str:
    """ "Load test 3." """
    return _("Load test %(n)s.") % {"n": f"{value:g}"}


def headline(day: Day, contexts: Sequence[str]) -> str:
    """The person's first answered line, with minutes sat and running beside it."""
    told = [f for f in figures(day, contexts) if f.name not in (_("Sat, min"), _("Sat"))]
    if not told:
        return sat_words(day) or _("Logged")
    parts = [f"{told[0].name} {told[0].value}"]
    if sat_words(day):
        parts.append(sat_words(day))
    running = day.running
    if running is not None and told[0].name != labels.label(PainContext.RUNNING):
        parts.append(_("run %(pain)s") % {"pain": running})
    return ", ".join(parts)


def sat_words(day: Day) -> str:
    """ "desk 35 min", "desk, no pain", or nothing."""
    seat = str(labels.label(Seat(day.seat))).lower() if day.seat else _("sat")
    if day.sit_minutes is not None:
        return _("%(seat)s %(minutes)s min") % {"seat": seat, "minutes": day.sit_minutes}
    if day.sat_without_pain:
        return _("%(seat)s, no pain") % {"seat": seat}
    return ""


def day_words(day: Day, *, with_seat: bool = False, names_absent: bool = True) -> str:
    """Seat, places, words, signs and treatments as short sentences.

    `names_absent` also says what was asked and not there ("Swelling, bruise: none"). What
    was carried over untouched stands apart, because no rule counts it.
    """
    own, carried = _felt(day)
    sentences = [
        _seat_words(day) if with_seat else "",
        _join(own),
        _("%(list)s: carried over, not counted") % {"list": _join(carried)} if carried else "",
        _signs(day, names_absent=names_absent),
        _("Limping") if day.limp else "",
        _treatments(day, names_absent=names_absent),
        *chip_words(day),
    ]
    return " ".join(f"{s}." for s in sentences if s)


def chip_words(day: Day) -> list[str]:
    """ "Slept badly", "Stress: some": only what was logged."""
    words = []
    if day.sleep:
        slept = str(labels.label(Sleep(day.sleep))).lower()
        words.append(_("Slept %(how)s") % {"how": slept})
    if day.stress:
        stress = str(labels.label(Stress(day.stress))).lower()
        words.append(_("Stress: %(how)s") % {"how": stress})
    return words


def _seat_words(day: Day) -> str:
    return str(labels.label(Seat(day.seat))) if day.seat else ""


def _felt(day: Day) -> tuple[list[str], list[str]]:
    """Places and words told of this day, and those carried over from an earlier one."""
    rows = {"places": _places(day), "qualities": labels.labels(day.qualities or [], Quality)}
    untouched = set(rows) if day.copied else set(day.carried or ())
    own = [word for name, words in rows.items() if name not in untouched for word in words]
    carried = [word for name, words in rows.items() if name in untouched for word in words]
    return own, carried


def _places(day: Day) -> list[str]:
    named = [
        _worst_spot(words) if [code, side] == day.worst and len(day.places or []) > 1 else words
        for code, side in day.places or []
        for words in [str(labels.place(Location(code), Side(side)))]
    ]
    return [named[0], *(n[:1].lower() + n[1:] for n in named[1:])] if named else []


def _worst_spot(place: str) -> str:
    return _("%(place)s (hurts most)") % {"place": place}


def _signs(day: Day, *, names_absent: bool) -> str:
    if not day.signs:
        return ""
    seen = labels.labels([code for code, is_seen in day.signs.items() if is_seen], Sign)
    if seen:
        return _join(seen)
    if not names_absent:
        return ""
    asked = labels.labels(day.signs, Sign)
    return _("%(signs)s: none") % {"signs": _join(asked)}


def _treatments(day: Day, *, names_absent: bool) -> str:
    if day.treatments is None:
        return ""
    done = labels.labels(day.treatments, Treatment)
    if not done and names_absent:
        return _("Nothing done for it")
    return _join(done)


def _join(words: Sequence[str]) -> str:
    if not words:
        return ""
    return ", ".join([words[0], *(w[:1].lower() + w[1:] for w in words[1:])])


def fall_words(fall: Fall | values.Fall) -> str:
    """ "Slip, did not fall. Landed on: bottom. Much worse." """
    sentences = [str(labels.label(FallKind(fall.kind)))]
    if fall.landed_on and fall.landed_on != LandedOn.NONE:
        where = str(labels.label(LandedOn(fall.landed_on))).lower()
        sentences.append(_("Landed on: %(where)s") % {"where": where})
    if fall.effect and fall.effect != FallEffect.NONE:
        sentences.append(str(labels.label(FallEffect(fall.effect))))
    return " ".join(f"{s}." for s in sentences)


def morning_after(day: Day | None) -> str:
    """ "Morning after 4." of the day that follows a run; "" when it was not told."""
    if day is None or day.morning is None:
        return ""
    return _("Morning after %(n)s.") % {"n": day.morning}


def run_words(run: Run | values.Run) -> str:
    """ "Run, 40 minutes, 6.5 km, pain 3." Only what was told."""
    parts = [_("Run")]
    if run.minutes is not None:
        minutes = f"{float(run.minutes):g}"
        count = int(float(run.minutes)) if float(run.minutes).is_integer() else 2
        parts.append(ngettext("%(n)s minute", "%(n)s minutes", count) % {"n": minutes})
    if run.km is not None:
        parts.append(_("%(km)s km") % {"km": f"{float(run.km):g}"})
    if surface := getattr(run, "surface", None):
        parts.append(str(labels.label(Surface(surface))).lower())
    if run.effort is not None:
        parts.append(_("effort %(n)s") % {"n": run.effort})
    if run.pain is not None:
        parts.append(_("pain %(n)s") % {"n": run.pain})
    return ", ".join(parts) + "."
