"""Self-tests: the list of what is due and when next, and one page for each test."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from rehab.content.catalogue import catalogue
from rehab.content.entry import Source
from rehab.programme.asking import self_tests_ahead
from rehab.programme.case import Case
from rehab.programme.entry import start_offer
from rehab.programme.lines import LineState, Status
from rehab.programme.model import Criterion, Stage
from rehab.programme.response import Response
from rehab.programme.self_test import SelfTest
from rehab.programme.state import PlanState
from rehab.programme.waiting import Wait, is_dulled, metrics_asked, waits_of
from tracker import labels, words
from tracker.models import Injury
from tracker.numbers import Number, numbers_of_test
from tracker.overview.plan import PlanNow
from tracker.overview.plan_needs import plan_of
from tracker.overview.plan_start import CARE, proposal
from tracker.overview.plan_words import day_of, goal_detail, goal_title, state_word, value_words
from tracker.overview.trends import Column, TrendChart, TrendTable, by_day, chart, column_of, table
from tracker.plan_reader import new_log, read_for_plan
from tracker.regions import Region


@dataclass(frozen=True, slots=True)
class Ground:
    """What every test of a person is held against, on one day.

    `offered` are the numbers to enter before a plan begins; None once one is open.
    """

    case: Case
    now: PlanNow | None
    offered: tuple[str, ...] | None = None

    @property
    def state(self) -> PlanState | None:
        return self.now.state if self.now else None

    @property
    def response(self) -> Response | None:
        """What holds the plan, ours or their own."""
        if self.state is not None:
            return self.state.response
        return self.now.own.response if self.now and self.now.own else None

    @property
    def today(self) -> date:
        return self.case.today

    @property
    def lines(self) -> tuple[LineState, ...]:
        """The goals of the open stage, each list of goals written out."""
        if self.state is None:
            return ()
        found: list[LineState] = []
        for line in self.state.progress.lines:
            found += line.lines or (line,)
        return tuple(found)


@dataclass(frozen=True, slots=True, kw_only=True)
class TestRow:
    """One test of the list: when it is next, and its newest numbers."""

    id: str
    name: str
    when: str
    last: str
    is_due: bool = False


@dataclass(frozen=True, slots=True)
class TestList:
    """Due now, later for the open stage, and what may be done any time or was done before."""

    due: tuple[TestRow, ...]
    later: tuple[TestRow, ...]
    others: tuple[TestRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class GoalRow:
    """What reads the number, and how it stands."""

    title: str
    detail: str
    word: str = ""
    is_met: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class TestPage:
    """One self-test. `waits` say why not today, `notes` what else to know about today."""

    id: str
    name: str
    tells: str
    when: str
    goals: tuple[GoalRow, ...]
    waits: tuple[str, ...]
    notes: tuple[str, ...]
    equipment: tuple[str, ...]
    steps: tuple[str, ...]
    measure: tuple[str, ...]
    not_when: tuple[str, ...]
    limit: str
    exact: str
    figure: str
    numbers: tuple[Number, ...]
    charts: tuple[TrendChart, ...]
    table: TrendTable
    change: str
    checked_by: str
    sources: tuple[Source, ...]


def ground(injury: Injury, *, today: date, region: Region) -> Ground:
    """The plan, or what a plan would begin with, or the diary alone; at most six queries."""
    now = plan_of(injury, today=today)
    if now is not None and now.case is not None:
        return Ground(now.case, now)
    programme = None if now else proposal(injury, region=region).programme
    if programme is not None and programme.enabled:
        diary = read_for_plan(injury, None, today=today)
        case = Case(
            diary, new_log(injury, programme.id, today=today), today=today, content=catalogue()
        )
        offer = start_offer(case)
        known = catalogue().metrics
        offered = tuple(m for m in offer.tests if known[m].home == "reading")
        return Ground(case, None, offered)
    diary = now.diary if now else read_for_plan(injury, None, today=today)
    log = now.plan.own_log if now else None
    log = log or new_log(injury, CARE, today=today)
    case = Case(diary, replace(log, programme="", stays=()), today=today, content=catalogue())
    return Ground(case, now, None if now else ())


def test_list(found: Ground) -> TestList:
    """Every test the open stage reads, when it is next, and the others with a number."""
    rows: dict[str, tuple[date | None, bool]] = {}
    if found.state is not None:
        due = {test.metric for test in found.state.tests}
        ahead = self_tests_ahead(found.case, found.state.progress, found.state.ladders)
        for each in ahead:
            test = catalogue().test_of.get(each.metric)
            if test is not None:
                day, is_due = rows.get(test.id, (None, False))
                days = [d for d in (day, each.on) if d is not None]
                rows[test.id] = (min(days, default=None), is_due or each.metric in due)
    for metric in found.offered or ():
        if metric in catalogue().test_of:
            rows[catalogue().test_of[metric].id] = (found.today, True)
    asked = [(catalogue().self_tests[name], *when) for name, when in rows.items()]
    others = [test for test in _in_order(_extra(found)) if test.id not in rows]
    return TestList(
        tuple(_row(found, test, day, is_due=True) for test, day, is_due in asked if is_due),
        tuple(_row(found, test, day) for test, day, is_due in asked if not is_due),
        tuple(_row(found, test, None) for test in others),
    )


def _extra(found: Ground) -> list[SelfTest]:
    """Tests with a number of before, and those that do no harm at any time."""
    enabled = (test for test in catalogue().self_tests.values() if test.enabled)
    return [
        test
        for test in enabled
        if test.any_stage or any(found.case.readings.get(metric) for metric in test.metrics)
    ]


def _in_order(tests: Iterable[SelfTest]) -> list[SelfTest]:
    metrics = catalogue().metrics
    return sorted(tests, key=lambda test: (metrics[test.metrics[0]].test_order or 99, test.id))


def _row(found: Ground, test: SelfTest, on: date | None, *, is_due: bool = False) -> TestRow:
    waits = (
        waits_of(found.case, test, found.state, found.response)
        if on is not None and not is_due
        else ()
    )
    return TestRow(
        id=test.id,
        name=_(test.name),
        when=_when(found, on, is_due=is_due, waits=waits),
        last=_last(found, test),
        is_due=is_due,
    )


def _when(found: Ground, on: date | None, *, is_due: bool, waits: Sequence[Wait]) -> str:
    if is_due:
        return _("due")
    if on is None:
        return ""
    later = max((wait.until for wait in waits if wait.until), default=found.today)
    if any(wait.until is None for wait in waits):
        return _("waits")
    if max(on, later) <= found.today:
        return _("waits") if waits else _("next time")
    return date_format(max(on, later), "D j M")


def _last(found: Ground, test: SelfTest) -> str:
    """The newest day with its numbers: "24° against 10° on 18 Nov"."""
    days = [row.on for metric in test.metrics for row in found.case.readings.get(metric, ())]
    if not days:
        return _("Not done yet")
    on = max(days)
    values = [
        value_words(metric, row.value)
        for metric in test.metrics
        for row in found.case.readings.get(metric, ())
        if row.on == on
    ]
    told = _("%(value)s %(day)s")
    if test.other_leg and len(values) > 1:
        pair = _("%(own)s against %(other)s") % {"own": values[0], "other": values[1]}
        return told % {"value": pair, "day": day_of(on, found.today)}
    return told % {"value": ", ".join(values), "day": day_of(on, found.today)}


def test_page(
    found: Ground, test: SelfTest, *, injury: Injury, region: Region, before: date | None = None
) -> TestPage:
    """Everything on the page of one test."""
    content = catalogue()
    numbers = numbers_of_test(test, side=injury.side)
    return TestPage(
        id=test.id,
        name=_(test.name),
        tells=_(test.tells),
        when=_due_words(found, test),
        goals=tuple(_goals(found, test)),
        waits=tuple(dict.fromkeys(_wait_words(w, found, test) for w in _waits(found, test))),
        notes=tuple(_notes(found, test, injury)),
        equipment=tuple(_(thing) for thing in test.equipment),
        steps=tuple(words.fill(step, {}, region) for step in test.steps),
        measure=tuple(_(line) for line in test.measure),
        not_when=tuple(_(line) for line in test.not_when),
        limit=_limit(found) if test.loads else "",
        exact=_(test.exact) if test.exact else "",
        figure=test.figure or test.metrics[0],
        numbers=numbers,
        charts=tuple(_charts(found, test, numbers)),
        table=_table(found, test, numbers, before),
        change=_change_sentence(test),
        checked_by=test.checked_by,
        sources=tuple(content.sources[key] for key in test.sources),
    )


def _waits(found: Ground, test: SelfTest) -> tuple[Wait, ...]:
    waits = waits_of(found.case, test, found.state, found.response)
    if found.offered is None or test.any_stage or set(test.metrics) & set(found.offered):
        return waits
    return (*waits, Wait("not_asked"))


def _wait_words(wait: Wait, found: Ground, test: SelfTest) -> str:
    """Why not today, in a sentence."""
    day = day_of(wait.on, found.today) if wait.on else ""
    until = date_format(wait.until, "D j M") if wait.until else ""
    match wait.key:
        case "seen_first":
            return _(
                "A sign that presses is open. Tests that load the leg wait for a professional."
            )
        case "paused":
            return _("Loading is paused. Tests that load the leg wait.")
        case "held":
            return _("Tests wait until what stands on your plan has lifted.")
        case "answer":
            short = _(catalogue().questions[wait.what].short)
            text = _("You told us of %(what)s %(day)s. That has to be looked at first.")
            return text % {"what": short, "day": day}
        case "places":
            return _("You marked %(places)s in the last days (%(day)s). That waits for a look.") % {
                "places": _places(found, test), "day": day,
            }  # fmt: skip
        case "over_limit":
            return _("Pain is %(n)s today, over your limit. Wait for a calmer day.") % {
                "n": wait.value
            }
        case "other_tests":
            return _("You did other tests today. This one tires: it has a day of its own.")
        case "own_day":
            return _("You did the raised bridge today. It tires: other tests wait for tomorrow.")
        case "weekly":
            return _("Done %(day)s. Once a week is enough: next on %(until)s.") % {
                "day": day, "until": until,
            }  # fmt: skip
        case "later_stage":
            return _(
                "Your plan asks for it in stage %(n)s. It loads more than this stage does."
            ) % {"n": _stage_number(found, wait.what)}
        case "others_first":
            return _("It comes last, when every other goal of the list is met.")
        case "not_asked":
            return _("No stage of your plan asks for this test.")


def _places(found: Ground, test: SelfTest) -> str:
    """The marked places that speak against the test, each once."""
    metrics = catalogue().metrics
    asked = {place for m in test.metrics for place in metrics[m].not_with_locations}
    marked = [
        place
        for day in found.case.recent_days[-7:]
        for place in sorted(day.locations or ())
        if place in asked
    ]
    return ", ".join(str(labels.label(place)).lower() for place in dict.fromkeys(marked))


def _stage_number(found: Ground, stage_id: str) -> int:
    return [stage.id for stage in found.case.programme.stages].index(stage_id) + 1


def _due_words(found: Ground, test: SelfTest) -> str:
    """When it is next, as a sentence; "" where nothing asks for it."""
    rows = test_list(found)
    if any(row.id == test.id for row in rows.due):
        return _("Due today.")
    row = next((row for row in rows.later if row.id == test.id), None)
    if row is None or not row.when:
        return ""
    if row.when == _("waits"):
        return _("It waits for now.")
    return _("Next: %(when)s.") % {"when": row.when}


def _goals(found: Ground, test: SelfTest) -> Iterable[GoalRow]:
    """The goals that read it: of the open stage with their state, else of the next that asks."""
    if found.state is None:
        return
    wanted = {*test.metrics, test.derived}
    shown = False
    for state in found.lines:
        if state.line.metric in wanted:
            shown = True
            yield GoalRow(
                title=goal_title(state.line),
                detail=goal_detail(state, today=found.today, case=found.case),
                word=state_word(state),
                is_met=state.status is Status.MET,
            )
    for ladder in found.state.ladders:
        for held in ladder.gate:
            if held.test.metric in wanted:
                shown = True
                yield GoalRow(
                    title=_("Opens the running steps at %(n)s or less") % {"n": held.test.value},
                    detail="",
                    word=_("met") if held.holds else _("not yet"),
                    is_met=bool(held.holds),
                )
    if not shown:
        yield from _later_goal(found, wanted)


def _later_goal(found: Ground, wanted: set[str | None]) -> Iterable[GoalRow]:
    for stage in found.case.programme.stages[found.case.stage_index + 1 :]:
        for line in _lines_of(found, stage):
            if line.metric in wanted:
                where = _("Stage %(n)s") % {"n": _stage_number(found, stage.id)}
                yield GoalRow(title=goal_title(line), detail="", word=where)
                return
        if metrics_asked(found.case, stage) & wanted:
            where = _("Stage %(n)s") % {"n": _stage_number(found, stage.id)}
            yield GoalRow(title=_("Opens the running steps"), detail="", word=where)
            return


def _lines_of(found: Ground, stage: Stage) -> Iterable[Criterion]:
    for line in stage.exit:
        listed = line.checklists.get(found.case.log.goal) if found.case.log.goal else None
        yield from catalogue().checklists[listed].items if listed else (line,)


def _notes(found: Ground, test: SelfTest, injury: Injury) -> Iterable[str]:
    if is_dulled(found.case, test):
        yield _("You logged a painkiller today. A number from today is kept and decides nothing.")
    if injury.side == "both" and test.other_leg:
        yield _(
            "Both legs are sore, so there is no well leg to compare with. "
            "A goal that compares the legs needs a professional's word."
        )


def _limit(found: Ground) -> str:
    """What stops a test: the pain limits of the open stage."""
    case = found.case
    if not case.log.stays:
        return ""
    return _("Stop when pain passes %(n)s, and leave the other tests for today.") % {
        "n": case.profile_on(found.today).during_hold_max
    }


def _change_sentence(test: SelfTest) -> str:
    """What change is more than chance, for pain from 0 to 10."""
    content = catalogue()
    if content.metrics[test.metrics[0]].kind != "nrs" or test.id == "confidence":
        return ""
    return _(content.outcome_measures["nrs"].change_text or "")


def _values(found: Ground, metric: str) -> dict[date, float]:
    return by_day((row.on, row.value) for row in found.case.readings.get(metric, ()))


def _derived(found: Ground, test: SelfTest) -> dict[date, float]:
    if test.derived is None:
        return {}
    return by_day((e.on, float(e.value)) for e in found.case.entries(test.derived))


def _charts(found: Ground, test: SelfTest, numbers: Sequence[Number]) -> Iterable[TrendChart]:
    """What the legs differ by first, then each leg, then the pain of it."""
    content = catalogue()
    change = content.outcome_measures["nrs"].change
    columns = [
        column_of(
            each,
            _values(found, each.metric),
            better=test.better if not each.is_pain else "lower",
            goal=_goal(found, each.metric),
            change=change if each.is_pain else None,
        )
        for each in numbers
    ]
    legs = [c for c, each in zip(columns, numbers, strict=True) if not each.is_pain]
    if test.derived is not None:
        derived = content.metrics[test.derived]
        percent = derived.kind == "percent"
        between = Column(
            id=test.derived,
            label=_(derived.label),
            values=_derived(found, test),
            unit="%" if percent else "°",
            better=test.better,
            goal=_goal(found, test.derived),
        )
        yield from _one([between], found, title=_(derived.label))
        legs = [replace(leg, goal=None) for leg in legs]
    if legs:
        title = _("Each leg") if len(legs) > 1 else str(legs[0].label)
        yield from _one(legs, found, title=title if test.derived else _(test.name))
    for column, each in zip(columns, numbers, strict=True):
        if each.is_pain:
            title = str(each.label) if len(numbers) > 1 else _(test.name)
            yield from _one([column], found, title=title, unit=_("0 to 10"))


def _one(
    columns: Sequence[Column], found: Ground, *, title: str, unit: str = ""
) -> Iterable[TrendChart]:
    drawn = chart(columns, title=title, today=found.today, unit=unit)
    if drawn is not None:
        yield drawn


def _goal(found: Ground, metric: str) -> float | None:
    """What the open stage asks of a number, or else the gate of its ladder."""
    asked = [state.line for state in found.lines if state.line.metric == metric]
    values = [line.value for line in asked if isinstance(line.value, int)]
    if not values and found.state is not None:
        values = [
            held.test.value
            for ladder in found.state.ladders
            for held in ladder.gate
            if held.test.metric == metric and isinstance(held.test.value, int)
        ]
    return float(values[0]) if values else None


def _table(
    found: Ground, test: SelfTest, numbers: Sequence[Number], before: date | None
) -> TrendTable:
    columns = [column_of(each, _values(found, each.metric), better=test.better) for each in numbers]
    dulled: Mapping[date, str] = {}
    if any(catalogue().metrics[m].hours_after_painkiller for m in test.metrics):
        dulled = dict.fromkeys(found.case.painkiller_dates, _("with a painkiller"))
    return table(columns, notes=dulled, before=before)
