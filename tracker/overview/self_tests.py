"""The page of one self-test: what reads it, why it waits, how it is done, how it went."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from rehab.content.catalogue import catalogue
from rehab.content.entry import Source
from rehab.programme.lines import Status
from rehab.programme.model import Criterion, Stage
from rehab.programme.self_test import SelfTest
from rehab.programme.waiting import Wait, is_dulled, metrics_asked, waits_of
from tracker import words
from tracker.models import Injury
from tracker.numbers import Number, numbers_of_test
from tracker.overview.plan_words import goal_detail, goal_title, state_word
from tracker.overview.self_test_ground import Ground
from tracker.overview.self_test_list import due_words
from tracker.overview.self_test_trend import charts, numbers_table
from tracker.overview.self_test_waits import wait_words
from tracker.overview.trends import TrendChart, TrendTable
from tracker.regions import Region


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
        when=due_words(found, test),
        goals=tuple(_goals(found, test)),
        waits=tuple(dict.fromkeys(wait_words(w, found, test) for w in _waits(found, test))),
        notes=tuple(_notes(found, test, injury)),
        equipment=tuple(_(thing) for thing in test.equipment),
        steps=tuple(words.fill(step, {}, region) for step in test.steps),
        measure=tuple(_(line) for line in test.measure),
        not_when=tuple(_(line) for line in test.not_when),
        limit=_limit(found) if test.loads else "",
        exact=_(test.exact) if test.exact else "",
        figure=test.figure or test.metrics[0],
        numbers=numbers,
        charts=tuple(charts(found, test, numbers)),
        table=numbers_table(found, test, numbers, before),
        change=_change_sentence(test),
        checked_by=test.checked_by,
        sources=tuple(content.sources[key] for key in test.sources),
    )


def _waits(found: Ground, test: SelfTest) -> tuple[Wait, ...]:
    waits = waits_of(found.case, test, found.state, found.response)
    if found.offered is None or test.any_stage or set(test.metrics) & set(found.offered):
        return waits
    return (*waits, Wait("not_asked"))


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
                where = _("Stage %(n)s") % {"n": found.number_of(stage.id)}
                yield GoalRow(title=goal_title(line), detail="", word=where)
                return
        if metrics_asked(found.case, stage) & wanted:
            where = _("Stage %(n)s") % {"n": found.number_of(stage.id)}
            yield GoalRow(title=_("Opens the running steps"), detail="", word=where)
            return


def _lines_of(found: Ground, stage: Stage) -> Iterable[Criterion]:
    for line in stage.exit:
        goal = found.case.log.goal
        asked = [line.checklists.get(goal)] if goal else line.checklists.values()
        lists = list(dict.fromkeys(name for name in asked if name))
        for name in lists:
            yield from catalogue().checklists[name].items
        if not lists:
            yield line


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
