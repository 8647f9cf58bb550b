"""Everything that stands on the Plan page, as values and words."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from rehab.content.catalogue import catalogue
from rehab.programme.asking import SelfTestDue
from rehab.programme.case import Case
from rehab.programme.lines import LineState, Status
from rehab.programme.log import PlanLog
from rehab.programme.model import Programme
from rehab.programme.progress import Progress
from rehab.programme.response import Response
from rehab.programme.today import TodayPlan, gentle_day
from tracker.charts.oval import Arc, oval
from tracker.models import Injury
from tracker.overview.hold_words import Holding, block_words, holding
from tracker.overview.plan import PlanNow
from tracker.overview.plan_parts import (
    ExerciseRow,
    LadderRows,
    StageRow,
    clock_lines,
    exercise_rows,
    gentle_rows,
    improvement_lines,
    ladder_rows,
    stage_rows,
)
from tracker.overview.plan_pause import PauseOffer, offered_pause
from tracker.overview.plan_words import (
    date_words,
    goal_detail,
    goal_title,
    metric_label,
    state_word,
)

GOALS_SHOWN = 4
CARE = "hold_until_seen"
MILD = ("hold",)


@dataclass(frozen=True, slots=True, kw_only=True)
class GoalRow:
    """A goal, the person's own values under it, and its state as a word."""

    id: str
    title: str
    detail: str
    word: str
    is_met: bool
    is_optional: bool = False


@dataclass(frozen=True, slots=True)
class BackTo:
    """An earlier stage that a rule proposes."""

    number: int
    stage: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanPage:
    """The Plan page of a programme.

    `offer` asks for a pause, `paused` tells of one that lasts. `holds` are the open
    response rules. `ready_for` is the next stage's number and id when it is open, and
    `is_finished` when the end is reached. `if_paused` is what a gentle day would hold while
    a pause is offered. `test` is the button's text, "" without one.
    """

    name: str
    stage_name: str
    stage_goal: str
    number: int
    of: int
    arcs: tuple[Arc, ...]
    is_care: bool
    offer: PauseOffer | None
    paused: str
    holds: tuple[Holding, ...]
    back: BackTo | None
    gap_days: int | None
    heading: str
    summary: str
    goals: tuple[GoalRow, ...]
    blocks: tuple[str, ...]
    ready_for: BackTo | None
    is_finished: bool
    then: str
    test: str
    kind: str
    gentle: tuple[ExerciseRow, ...]
    if_paused: tuple[ExerciseRow, ...]
    exercises: tuple[ExerciseRow, ...]
    notes: tuple[str, ...]
    avoid: tuple[str, ...]
    stages: tuple[StageRow, ...]
    ladders: tuple[LadderRows, ...]
    clock: tuple[str, ...]
    has_return_list: bool = False
    asks_again: bool = False
    stretch_words: str = ""

    @property
    def first_goals(self) -> tuple[GoalRow, ...]:
        """Those that are not met stand before the fold of a long list."""
        if len(self.goals) <= GOALS_SHOWN + 1:
            return self.goals
        return tuple(sorted(self.goals, key=lambda goal: goal.is_met))[:GOALS_SHOWN]

    @property
    def is_long(self) -> bool:
        return len(self.first_goals) < len(self.goals)

    @property
    def is_stopped(self) -> bool:
        return self.kind == "stopped"

    @property
    def is_folded(self) -> bool:
        """Whether the stage's exercises are for later: what stays on such a day stands above."""
        return self.is_stopped or (bool(self.gentle) and not self.is_care)


def plan_page(injury: Injury, now: PlanNow) -> PlanPage | None:
    """The page of a programme; None for an own plan. One query at most."""
    state, log, programme, case = now.state, now.log, now.programme, now.case
    if state is None or log is None or programme is None or case is None:
        return None
    progress, order = state.progress, [stage.id for stage in programme.stages]
    number = order.index(progress.stage.id) + 1
    offer = offered_pause(injury, log, today=now.today)
    goals = tuple(goal_row(line, case) for line in _flat(progress))
    return PlanPage(
        name=_(programme.name),
        stage_name=_(progress.stage.name),
        stage_goal=_(progress.stage.goal),
        number=number,
        of=len(order),
        arcs=oval(len(order), number),
        is_care=programme.id == CARE,
        offer=offer,
        paused=_paused(log),
        holds=tuple(_holds(state.response, case)),
        back=_stage_to(programme, state.response.back_to),
        gap_days=state.response.gap_to_ask,
        heading=_heading(progress, programme),
        summary=_summary(progress, log),
        goals=goals,
        blocks=_blocks(progress),
        ready_for=_stage_to(programme, progress.next_stage) if progress.is_ready else None,
        is_finished=progress.is_ready and progress.is_last,
        then=_then(progress),
        test=test_words(state.tests),
        kind=state.today.kind,
        gentle=gentle_rows(state.today) if state.today.kind in ("gentle", "care") else (),
        if_paused=gentle_rows(gentle_day(case)) if _shows_offer(offer, state.today) else (),
        exercises=exercise_rows(progress.stage, state.today),
        notes=tuple(_(n) for n in (progress.stage.load_note, progress.stage.week_note) if n),
        avoid=tuple(_(line) for line in progress.stage.avoid),
        stages=stage_rows(programme, log.stays),
        ladders=tuple(ladder_rows(ladder, case) for ladder in state.ladders),
        clock=(
            *clock_lines(state.clock, programme, today=now.today),
            *improvement_lines(state.improvement),
        ),
        has_return_list=any(line.need == "computed" for s in programme.stages for line in s.exit),
        asks_again=progress.asks_again,
        stretch_words=_stretch_words(programme, state.today),
    )


def _shows_offer(offer: PauseOffer | None, today: TodayPlan) -> bool:
    """Whether the offer says what a gentle day is; not beside stop words or the care card."""
    return offer is not None and today.kind in ("session", "rest")


def _stretch_words(programme: Programme, today: TodayPlan) -> str:
    """Why stretching stops, where the plan has such a check and it holds."""
    stops = any(out.why == "stretching" for out in today.left_out)
    return _(programme.stretch_check.text) if stops and programme.stretch_check else ""


def test_words(tests: tuple[SelfTestDue, ...]) -> str:
    """The button that leads to the self-tests due today; "" when none is."""
    if not tests:
        return ""
    known = catalogue().test_of
    pages = list(dict.fromkeys(known[test.metric].id for test in tests if test.metric in known))
    if len(tests) == 1:
        return _("Do the test: %(test)s") % {"test": metric_label(tests[0].metric)}
    if len(pages) == 1:
        return _("Do the test: %(test)s") % {"test": _(known[tests[0].metric].name)}
    return ngettext("Do the %(n)s test of today", "Do the %(n)s tests of today", len(pages)) % {
        "n": len(pages)
    }


def _flat(progress: Progress) -> list[LineState]:
    """A list that stands for another shows the lines of that one, what the stage asks too once."""
    own = {(state.line.metric, state.line.need) for state in progress.lines}
    return [
        state
        for line in progress.lines
        for state in (line.lines or (line,))
        if state is line or (state.line.metric, state.line.need) not in own
    ]


def goal_row(state: LineState, case: Case) -> GoalRow:
    """A goal with the person's own values and its state as a word."""
    return GoalRow(
        id=state.line.id,
        title=goal_title(state.line),
        detail=goal_detail(state, today=case.today, case=case),
        word=state_word(state),
        is_met=state.status is Status.MET,
        is_optional=not state.is_required,
    )


def _blocks(progress: Progress) -> tuple[str, ...]:
    """What keeps the stage closed, each sentence once."""
    told = (block_words(block, progress) for block in progress.blocks)
    return tuple(dict.fromkeys(words for words in told if words))


def _paused(log: PlanLog) -> str:
    """Since when loading is paused and for which sign; "" without a pause."""
    if log.pause is None:
        return ""
    rule = catalogue().rules.get(log.pause.rule)
    since = _("Paused since %(day)s.") % {"day": date_words(log.pause.started_on)}
    return f"{since} {_(rule.name)}." if rule else since


def _holds(response: Response, case: Case) -> list[Holding]:
    """Each open rule but the one that only offers a pause.

    Of one day the gravest is said; what it makes milder adds nothing.
    """
    told = [f for f in response.open if not f.rule.open_finding_topics and f.outcome != "go"]
    graver = {firing.on for firing in told if firing.outcome not in MILD}
    return [
        holding(firing, today=case.today, case=case)
        for firing in told
        if firing.outcome not in MILD or firing.on not in graver
    ]


def _stage_to(programme: Programme, stage: str | None) -> BackTo | None:
    for number, known in enumerate(programme.stages, start=1):
        if known.id == stage:
            return BackTo(number, known.id, _(known.name))
    return None


def _heading(progress: Progress, programme: Programme) -> str:
    following = _stage_to(programme, progress.next_stage)
    if following is not None:
        return _("To move to stage %(n)s") % {"n": following.number}
    if programme.id == CARE:
        return _("Until you have been seen")
    return _("To finish this plan")


def _summary(progress: Progress, log: PlanLog) -> str:
    required = [line for line in _flat(progress) if line.is_required]
    met = sum(1 for line in required if line.status is Status.MET)
    told = ngettext("%(met)s of %(n)s goal met.", "%(met)s of %(n)s goals met.", len(required))
    words = told % {"met": met, "n": len(required)}
    if log.pause is not None:
        return f"{words} {_('Tests wait while you are paused.')}"
    return f"{words} {_('They come from your log and tests.')}"


def _then(progress: Progress) -> str:
    """The programme that follows this one, if it is switched on."""
    following = catalogue().enabled_programmes.get(progress.then or "")
    return _(following.name) if following else ""
