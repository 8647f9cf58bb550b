"""A person who follows a plan day by day, through the actions that the pages use.

What the body does comes from a `Course`; what the person does comes from the plan: the
tests it asks for, the running step it opens, the exercises it names, the next stage
when it says that it is ready. Each day is written at eight in the evening.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from uuid import uuid4

from rehab.content.catalogue import catalogue
from rehab.programme.state import PlanState, plan_state
from rehab.signs.moment import clock_start
from rehab.vocabulary import Tier
from tests.tracker.plan.people import answer_health
from tracker.actions.follow_plan import advance_stage, answer_gap, end_plan, start_plan
from tracker.actions.record_day import record_day
from tracker.actions.record_readings import record_readings
from tracker.actions.record_session import rate_session, tick_all
from tracker.clock import PersonNow, person_now
from tracker.diary_reader import with_context
from tracker.models import Injury, Notice, Run
from tracker.overview.progress import progress_page
from tracker.overview.signs import signs_page
from tracker.plan_reader import read_for_plan, read_plan
from tracker.regions import REGIONS

EVENING = time(20, 0)
PRESSING = (Tier.EMERGENCY.value, Tier.URGENT.value, Tier.SOON.value)
SLOW = ("r_plateau", "r_overdue", "r_worsening", "r_treatment_no_response")
CONFIRMED = frozenset({"spot", "nerve", "groin"})


@dataclass(frozen=True, slots=True)
class Course:
    """What the body does. `n` counts from 0 on the first day of the plan.

    `pains` gives NRS 0-10 per context, `ability` the value of a self-test, `run_pain`
    the worst NRS of a run. `logs` tells whether the person opens the app that evening.
    """

    pains: Callable[[int], dict[str, int]]
    ability: Callable[[str, int], float]
    run_pain: Callable[[int], int]
    session_pain: Callable[[int], int]
    logs: Callable[[int], bool]
    runs: Callable[[int], bool]
    limps: Callable[[int], bool] = lambda _n: False
    sits: Callable[[int], int | None] = lambda _n: None
    places: tuple[str, ...] = ("mid_thigh",)


@dataclass(slots=True)
class Follower:
    """One injury with a plan, its course, and the story so far."""

    injury: Injury
    course: Course
    began: date
    lines: list[str] = field(default_factory=list)
    told: dict[str, date] = field(default_factory=dict)
    stages: dict[str, int] = field(default_factory=dict)
    verdicts: dict[int, str] = field(default_factory=dict)
    disagreements: list[str] = field(default_factory=list)
    logged: int = 0

    def begin(self, programme: str, stage: str) -> None:
        answer_health(self.injury, on=self.began - timedelta(days=1))
        start_plan(
            injury=self._row(),
            programme=programme,
            stage=stage,
            at=self.at(0),
            key=uuid4(),
            attested=CONFIRMED,
        )
        self.stages[stage] = 0
        self._say(0, f"begins {programme} in stage {stage}")

    def at(self, n: int) -> PersonNow:
        on = self.began + timedelta(days=n)
        return person_now(self.injury.owner, datetime.combine(on, EVENING, tzinfo=UTC))

    def live(self, days: int) -> None:
        """Live so many days, or until the plan has nothing more to give."""
        for n in range(days):
            if read_plan(self.injury, today=self.at(n).today) is None:
                return
            if self.course.logs(n):
                self._log(n)
            self._look(n)

    def state(self, n: int) -> PlanState:
        today = self.at(n).today
        row = self._row()
        plan = read_plan(row, today=today)
        assert plan is not None
        assert plan.log is not None
        diary = read_for_plan(row, plan, today=today)
        return plan_state(diary, plan.log, today=today, content=catalogue())

    def _log(self, n: int) -> None:
        at, state, course = self.at(n), self.state(n), self.course
        self.logged += 1
        ran = self._run(n, state) if course.runs(n) else None
        side = self.injury.side
        entry: dict[str, object] = {
            **course.pains(n),
            "running": ran,
            "no_run": True if ran is None else None,
            "limp": course.limps(n),
            "places": [[place, side] for place in course.places],
            "qualities": ["ache"],
            "signs": {"swelling": False, "bruising": False, "numbness": False, "weakness": False},
            "sit_minutes": course.sits(n),
            "seat": None if course.sits(n) is None else "desk",
        }
        record_day(injury=self._row(), on=at.today, entry=entry, at=at, key=uuid4())
        due = [test.metric for test in state.tests]
        if due:
            values = {metric: course.ability(metric, n) for metric in due}
            record_readings(injury=self.injury, on=at.today, values=values, at=at)
        if state.today.kind == "session" and state.today.core:
            tick_all(injury=self._row(), on=at.today, at=at)
            pain = course.session_pain(n)
            rate_session(injury=self._row(), on=at.today, pain=pain, sharp_stop=False, at=at)
        self._say(n, self._words(entry, due, state))

    def _run(self, n: int, state: PlanState) -> int | None:
        """Run the step that the plan opens today, none when it opens none."""
        at = self.at(n)
        for ladder in state.ladders:
            if ladder.is_open and ladder.next_step and ladder.next_on == at.today:
                return self._run_step(n, ladder.ladder, ladder.next_step)
        if self._wants_full_training(state):
            return self._run_step(n, "", "", full_training=True)
        return None

    def _wants_full_training(self, state: PlanState) -> bool:
        lines = [inner for line in state.progress.lines for inner in line.lines or (line,)]
        waits = any(s.line.metric == "full_sessions" and s.status != "met" for s in lines)
        return waits and all(ladder.is_done for ladder in state.ladders) and not state.response.open

    def _run_step(self, n: int, ladder: str, step: str, *, full_training: bool = False) -> int:
        at, pain = self.at(n), self.course.run_pain(n)
        Run.objects.create(
            injury=self.injury,
            on=at.today,
            minutes=30,
            pain=pain,
            sharp_stop=False,
            ladder=ladder,
            step=step,
            full_training=full_training or None,
            logged_at=at.now,
        )
        self._say(n, f"runs {step or 'full training'} at pain {pain}")
        return pain

    def _look(self, n: int) -> None:
        """Open Plan, Progress and Signs; go on when the plan says ready."""
        at, state = self.at(n), self.state(n)
        for notice in Notice.objects.filter(injury=self.injury, told_on=at.today):
            for part in notice.parts:
                if part["rule"] not in self.told:
                    self.told[part["rule"]] = at.today
                    self._say(n, f"is told ({notice.tier}): {part['rule']}")
        if state.response.verdict not in (None, "go"):
            self.verdicts[n] = str(state.response.verdict)
            rules = ", ".join(firing.rule.id for firing in state.response.open)
            self._say(n, f"plan says {state.response.verdict} ({rules})")
        self.disagreements += [f"day {n}: {words}" for words in self._disagree(n, state)]
        if state.response.gap_to_ask:
            answer_gap(
                injury=self.injury, gap_days=state.response.gap_to_ask, kept_training="yes", at=at
            )
        if not state.progress.is_ready:
            return
        following = state.progress.next_stage
        if following is None:
            end_plan(injury=self._row(), at=at, key=uuid4())
            self._say(n, "has every goal of the last stage: the plan ends")
        else:
            advance_stage(injury=self._row(), to_stage=following, at=at, key=uuid4())
            self.stages[following] = n
            self._say(n, f"confirms stage {following}")

    def _disagree(self, n: int, state: PlanState) -> Iterator[str]:
        """Where Plan, Progress and Signs say different things about status or clock."""
        today, row = self.at(n).today, self._row()
        shown = progress_page(row, user=row.owner, chosen="6w", today=today)
        signs = signs_page(row, today=today, region=REGIONS["gb"])
        open_now = {
            str(notice.uuid): {part["rule"] for part in notice.parts}
            for notice in Notice.objects.filter(injury=self.injury, closed_on=None)
        }
        stage = state.progress.stage
        if shown.stages.name != stage.name:
            yield f"Progress shows stage {shown.stages.name}, Plan {stage.name}"
        if shown.stage_day != state.progress.day:
            yield f"Progress counts stage day {shown.stage_day}, Plan {state.progress.day}"
        diary = read_for_plan(row, read_plan(row, today=today), today=today)
        first = diary.first_logged_on
        rules_clock = clock_start(
            diary.injury,
            today.toordinal(),
            clock="slow",
            first_logged=first.toordinal() if first else None,
        )
        if rules_clock != state.clock.started_on.toordinal():
            yield f"Signs count from {rules_clock}, Plan from {state.clock.started_on}"
        if shown.corridor and shown.corridor.expected.start != state.clock.started_on:
            yield "Progress draws the corridor from another day than Plan counts"
        shown_cards = {str(card.uuid) for card in (*signs.cards, *signs.put_aside)}
        rules = {rule for uuid in shown_cards for rule in open_now.get(uuid, ())}
        pressing = [card for card in signs.cards if card.tier in PRESSING]
        if pressing and state.progress.is_ready:
            yield f"Plan says ready while {rules} are open"
        blocked = {block.what for block in state.progress.blocks if block.kind == "sign"}
        if blocked - rules:
            yield f"Plan waits for {blocked - rules}, which Signs does not show"
        late = [rule for rule in rules if rule.startswith("r_overdue")]
        if late and state.clock.standing == "early":
            yield f"Signs say {late}, Plan says early"
        slow = [rule for rule in rules if rule.startswith(SLOW)]
        if slow and shown.corridor and shown.corridor.course.standing == "ahead":
            yield f"Signs say {slow}, Progress says ahead"

    def _words(self, entry: dict[str, object], due: list[str], state: PlanState) -> str:
        shown = [f"{name} {entry[name]}" for name in ("morning", "sitting", "walking", "running")
                 if entry.get(name) is not None]  # fmt: skip
        tests = f"; tests {', '.join(due)}" if due else ""
        goals = f"{state.progress.met} of {len(state.progress.lines)} goals"
        return f"logs {', '.join(shown)}{tests}; {state.today.kind}; {goals}"

    def _say(self, n: int, words: str) -> None:
        self.lines.append(f"  day {n:3d}: {words}")

    def _row(self) -> Injury:
        return with_context(Injury.objects.filter(pk=self.injury.pk)).get()

    def print(self, title: str) -> None:
        print("\n".join(["", title, *self.lines]))  # noqa: T201
