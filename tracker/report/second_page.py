"""Page 2: care, places, runs, tests, exercises, what the diary told, falls, notes."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, timedelta

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from rehab.content.catalogue import catalogue
from rehab.programme.own import OwnItem
from rehab.programme.self_test import SelfTest
from rehab.vocabulary import (
    CareKind,
    CareOutcome,
    FallEffect,
    FallKind,
    LandedOn,
    NoticeActionKind,
    PainContext,
    Tier,
)
from rehab.windows import DAYS_PER_WEEK
from tracker import labels, words
from tracker.models import Fall, Notice, PlanItem, ReportChoice, SessionItem, Visit
from tracker.numbers import Number, number_of, numbers_of_test
from tracker.overview.care import when_of
from tracker.overview.plan_words import dose_words
from tracker.overview.progress_maps import maps
from tracker.overview.sign_words import RESULT_WORDS
from tracker.overview.visit_past import ADVICE_WORDS, tests_words
from tracker.report.reading import Read
from tracker.report.values import Grid, Line, SecondPage, grid
from tracker.report.words import amount, day, lower, median, shares

ROWS_AT_MOST = 12
RUN_WEEKS_AT_MOST = 12
NOTES_AT_MOST = 20
ANSWERED = {
    NoticeActionKind.BOOKED.value,
    NoticeActionKind.SEEN.value,
    NoticeActionKind.NOT_FOR_ME.value,
    NoticeActionKind.ARRANGED.value,
}


def second_page(read: Read, *, choice: ReportChoice) -> SecondPage:
    """The parts that were chosen; one that has nothing to tell is left out."""
    makers: Mapping[str, Callable[[Read], object]] = {
        "care": _care,
        "maps": lambda each: maps(each.rows),
        "runs": _runs,
        "tests": _tests,
        "exercises": _exercises,
        "told": lambda each: tuple(_told(each)),
        "notes": lambda each: tuple(_notes(each)),
    }
    chosen = {name: make(read) for name, make in makers.items() if name in choice.parts}
    return SecondPage(**chosen, falls=tuple(map(_fall, read.falls)))  # type: ignore[arg-type]


def _care(read: Read) -> Grid | None:
    rows = [
        (
            care.name or str(labels.label(CareKind(care.kind))),
            care.who,
            when_of(care),
            care.said,
            lower(labels.label(CareOutcome(care.outcome))) if care.outcome else "",
        )
        for care in read.care
    ]
    said = [
        (line.what, line.who, line.when, line.quote, _("told me"))
        for line in read.told
        if not line.is_taken_back
    ]
    seen = [_visit(visit) for visit in read.visits[-ROWS_AT_MOST:]]
    head = (_("What"), _("Who"), _("When"), _("What they said, in my words"), _("Result"))
    return grid(head, [*rows, *seen, *said])


def _visit(visit: Visit) -> tuple[str, str, str, str, str]:
    """A visit that took place: with whom, when, what was examined, what came of it."""
    role = str(labels.ROLES.get(visit.role, ""))
    parts = [tests_words(visit.tests)] if visit.tests is not None else []
    parts += [visit.words] if visit.words else []
    came_of_it = [_(RESULT_WORDS[visit.result])] if visit.result else []
    came_of_it += [_(ADVICE_WORDS[visit.advice])] if visit.advice else []
    what = _("Visit, %(role)s") % {"role": lower(role)} if role else _("Visit")
    on = date_format(visit.on, "j M Y") if visit.on else ""
    return what, visit.who, on, " ".join(parts), " ".join(came_of_it)


def _runs(read: Read) -> Grid | None:
    """Each week with a run, the newest twelve: runs, minutes, km, worst pain, next mornings."""
    morning = {p.on: p.value for p in read.rows.points(PainContext.MORNING.value)}
    rows = []
    first = read.span.first
    while first <= read.span.last:
        last = min(first + timedelta(days=DAYS_PER_WEEK - 1), read.span.last)
        runs = [run for run in read.runs if first <= run.on <= last]
        if runs:
            pains = [run.pain for run in runs if run.pain is not None]
            rows.append(
                (
                    f"{day(first)} – {day(last)}",
                    str(len(runs)),
                    amount(_sum(run.minutes for run in runs)),
                    amount(_sum(run.km for run in runs)),
                    str(max(pains)) if pains else "",
                    _rises({run.on for run in runs}, morning),
                )
            )
        first = last + timedelta(days=1)
    head = (
        _("Week"), _("Runs"), _("Minutes"), _("km"), _("Worst pain"), _("Next morning"),
    )  # fmt: skip
    return grid(head, rows[-RUN_WEEKS_AT_MOST:])


def _sum(values: Iterator[float | None]) -> float | None:
    told = [value for value in values if value is not None]
    return round(sum(told), 1) if told else None


def _rises(days: set[date], morning: Mapping[date, float]) -> str:
    """How much the next morning was above that of the run; "" where one of them is missing."""
    pairs = {
        on: morning[on + timedelta(days=1)] - morning[on]
        for on in sorted(days)
        if on in morning and on + timedelta(days=1) in morning
    }
    if not pairs:
        return ""
    rises = [(on, rise) for on, rise in pairs.items() if rise > 0]
    if not rises:
        return _("no rise")
    return ", ".join(
        _("+%(n)s after %(day)s") % {"n": amount(rise), "day": day(on)} for on, rise in rises
    )


def _tests(read: Read) -> Grid | None:
    """Each self-test and measure with its first and its latest values, in the person's words."""
    rows: list[tuple[str, str, str]] = []
    left = dict(read.readings)
    for test in _tests_known():
        numbers = numbers_of_test(test, side=read.injury.side)
        told = {n.metric: dict(left.pop(n.metric)) for n in numbers if n.metric in left}
        if told:
            rows.append((_named(_(test.name), numbers), *_ends(numbers, told)))
    for metric, values in left.items():
        number = number_of(metric)
        if number is not None:
            name = _named(_name_of(number, read), [number])
            rows.append((name, *_ends([number], {metric: dict(values)})))
    head = (_("Self-measured"), _("First"), _("Latest"))
    return grid(head, rows[:ROWS_AT_MOST])


def _tests_known() -> list[SelfTest]:
    """The self-tests that are switched on, each once, in the order of the content."""
    return list({test.id: test for test in catalogue().test_of.values()}.values())


def _named(name: str, numbers: Sequence[Number]) -> str:
    """The name of a test and what its figures count: repetitions, degrees, points of a scale."""
    counts = dict.fromkeys(lower(n.hint or n.scale) for n in numbers if n.hint or n.scale)
    return f"{name} ({', '.join(counts)})" if counts else name


def _name_of(number: Number, read: Read) -> str:
    own = {each.metric: each.name for each in read.injury.own_activities.all()}
    return own.get(number.metric, str(number.label))


def _ends(numbers: Sequence[Number], told: Mapping[str, Mapping[date, float]]) -> tuple[str, str]:
    days = sorted({on for values in told.values() for on in values})
    ends = [_on(days[0], numbers, told)]
    ends.append(_on(days[-1], numbers, told) if len(days) > 1 else "")
    return ends[0], ends[1]


def _on(on: date, numbers: Sequence[Number], told: Mapping[str, Mapping[date, float]]) -> str:
    parts = []
    for number in numbers:
        value = told.get(number.metric, {}).get(on)
        if value is None:
            continue
        words_of = (
            number.answers[round(value)]
            if number.answers and 0 <= round(value) < len(number.answers)
            else amount(value)
        )
        short = str(number.short) if len(numbers) > 1 and number.short else ""
        if number.is_pain and not short:
            short = _("pain")
        parts.append(f"{short} {words_of}".strip())
    return f"{', '.join(parts)} ({day(on)})"


def _exercises(read: Read) -> Grid | None:
    """What was done of each exercise: dose asked, on how many days, pain, the next mornings."""
    done: dict[str, list[SessionItem]] = {}
    for item in read.items:
        done.setdefault(item.exercise, []).append(item)
    if not done:
        return None
    known = catalogue().exercises
    own = {
        str(row.uuid): OwnItem(
            id=str(row.uuid), name=row.name, exercise=row.exercise, dose=row.dose, note=row.note,
            weekdays=frozenset(row.weekdays), go_to=row.go_to, stop_at=row.stop_at,
            ended_on=row.ended_on,
        )
        for row in PlanItem.objects.filter(plan__injury=read.injury)
    }  # fmt: skip
    morning = {p.on: p.value for p in read.rows.points(PainContext.MORNING.value)}
    rows = []
    for exercise, items in sorted(done.items(), key=lambda pair: -len(pair[1])):
        if exercise in known:
            name, dose = _(known[exercise].name), dose_words(known[exercise].dose)
        elif exercise in own:
            name, dose = own[exercise].name, own[exercise].dose
        else:
            continue
        pains = [p for item in items if (p := _pain_of(item)) is not None]
        loads = [float(item.load_kg) for item in items if item.load_kg is not None]
        rows.append(
            (
                name,
                dose,
                str(len({item.session.on for item in items})),
                _load(loads),
                median(pains),
                _calm({item.session.on for item in items}, morning),
            )
        )
    head = (
        _("Exercise"), _("Dose asked"), _("Days done"), _("kg"), _("Usual pain during"),
        _("No rise next morning"),
    )  # fmt: skip
    return grid(head, rows[:ROWS_AT_MOST])


def _pain_of(item: SessionItem) -> int | None:
    return item.pain if item.pain is not None else item.session.pain


def _load(loads: Sequence[float]) -> str:
    if not loads:
        return ""
    first, last = loads[0], loads[-1]
    return amount(last) if first == last else f"{amount(first)} → {amount(last)}"


def _calm(days: set[date], morning: Mapping[date, float]) -> str:
    pairs = [
        morning[on + timedelta(days=1)] <= morning[on]
        for on in days
        if on in morning and on + timedelta(days=1) in morning
    ]
    return shares(sum(pairs), len(pairs)) if pairs else ""


def _told(read: Read) -> Iterator[Line]:
    """What the diary told the person, on its day, and what they did about it."""
    for notice in read.notices:
        names = "; ".join(_name(part) for part in notice.parts)
        tier = lower(words.tier_word(Tier(notice.tier)))
        yield Line(day(notice.told_on), f"{names} ({tier})", _answer(notice))


def _name(part: Mapping[str, object]) -> str:
    rule = str(part.get("rule", ""))
    return words.rule_name(rule) if rule in catalogue().rules else str(part.get("name", ""))


def _answer(notice: Notice) -> str:
    answers = [action for action in notice.actions.all() if action.kind in ANSWERED]
    if not answers:
        return ""
    last = answers[-1]
    return f"{lower(labels.label(NoticeActionKind(last.kind)))}, {day(last.on)}"


def _fall(fall: Fall) -> Line:
    told = [str(labels.label(FallKind(fall.kind)))]
    if fall.landed_on and fall.landed_on != LandedOn.NONE:
        told.append(
            _("landed on: %(where)s") % {"where": lower(labels.label(LandedOn(fall.landed_on)))}
        )
    if fall.effect:
        told.append(
            _("pain after it: %(effect)s")
            % {"effect": lower(labels.label(FallEffect(fall.effect)))}
        )
    return Line(day(fall.on), ", ".join(told))


def _notes(read: Read) -> Iterator[Line]:
    shared = [each for each in read.days if each.note]
    for each in shared[-NOTES_AT_MOST:]:
        yield Line(day(each.on), each.note)
