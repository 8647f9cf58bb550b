"""What Today shows of the plan: the stage, what the numbers mean, the exercises."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from rehab.content.catalogue import catalogue
from rehab.programme.lines import LineState, Status
from rehab.programme.log import Item, Session
from rehab.programme.measures import PainProfile
from rehab.programme.response import STOP, Firing
from rehab.programme.state import PlanState
from rehab.programme.today import Due
from tracker.load_tests import LOAD_TESTS
from tracker.numbers import page_of
from tracker.overview import hold_words, plan_words
from tracker.overview.hold_words import Holding
from tracker.overview.plan import PlanNow
from tracker.overview.session_words import (
    pain_words,
    stands_for,
    told_words,
    whole_pain_words,
)

STRENGTH = frozenset({"strength", "eccentric", "lengthening", "isometric"})
STAGE_BACK_AND_SEE = "stage_back_and_see_professional"


@dataclass(frozen=True, slots=True)
class Strip:
    """The bib's day and the stage it belongs to."""

    day: int
    top: str
    title: str
    below: str


@dataclass(frozen=True, slots=True)
class Meaning:
    """What the numbers of today mean for today: one sentence, and what it rests on."""

    first: str
    then: str = ""
    asks: bool = False


@dataclass(frozen=True, slots=True)
class ExerciseRow:
    """One exercise due today, or done today though it was not due.

    `told` is what was done of it, `warns` what its pain asks; "" when nothing was told.
    """

    id: str
    name: str
    dose: str
    note: str
    is_done: bool
    is_option: bool = False
    told: str = ""
    warns: str = ""


@dataclass(frozen=True, slots=True)
class Exercises:
    """Today's exercises. `why` and `lifts` say what holds them back, "" when nothing does.

    `has_timer` offers to work through them, `is_signs_first` asks to look at the signs.
    `before` is the day before this one, None before the plan began. `pain` (NRS 0-10) and
    `sharp_stop` are what was told of today's session, None when nothing was.
    """

    on: date
    kind: str
    title: str
    rows: tuple[ExerciseRow, ...]
    why: str = ""
    lifts: str = ""
    left_out: str = ""
    pain_rule: str = ""
    asks_pain: bool = False
    is_signs_first: bool = False
    pain: int | None = None
    pain_says: str = ""
    sharp_stop: bool | None = None
    is_today: bool = True
    before: date | None = None
    has_timer: bool = True

    @property
    def counted(self) -> list[ExerciseRow]:
        """What "done" is told of: the core; a choice counts only where there is nothing else."""
        return [row for row in self.rows if not row.is_option] or list(self.rows)

    @property
    def count_words(self) -> str:
        """ "1 of 4 done"."""
        done = sum(row.is_done for row in self.counted)
        return _("%(done)s of %(all)s done") % {"done": done, "all": len(self.counted)}

    @property
    def offers_all(self) -> bool:
        """Whether "All done" says what it does: it ticks the whole core, left out or not."""
        is_core = any(not row.is_option for row in self.rows)
        return is_core and not self.left_out and not all(row.is_done for row in self.counted)

    def row(self, exercise: str) -> ExerciseRow | None:
        return next((row for row in self.rows if row.id == exercise), None)


def strip(now: PlanNow) -> Strip | None:
    """The day of the plan, for a fresh injury of the injury; None for an own plan."""
    state, programme = now.state, now.programme
    if state is None or programme is None:
        return None
    clock, progress = state.clock, state.progress
    since = now.log.stay.started_on if now.log else clock.started_on
    top = _("Stage %(n)s of %(all)s, since %(day)s") % {
        "n": now.number,
        "all": len(programme.stages),
        "day": date_format(since, "j M" if since.year == now.today.year else "j M Y"),
    }
    return Strip(
        day=clock.plan_day if clock.injury_day is None else clock.injury_day,
        top=top,
        title=_(progress.stage.name),
        below=_below(now, state),
    )


def _below(now: PlanNow, state: PlanState) -> str:
    held = {
        "stopped": _("Be seen first"),
        "care": _("Stopped until you have been seen"),
        "gentle": _("Loading is paused"),
        "rest": _("Loading rests"),
    }
    if state.today.kind in held:
        return held[state.today.kind]
    required = [line for line in state.progress.lines if line.is_required]
    words = ngettext("%(met)s of %(n)s goal met", "%(met)s of %(n)s goals met", len(required))
    return words % {"met": state.progress.met, "n": len(required)}


def tests_due(now: PlanNow) -> int:
    """How many self-tests wait on their own page; the load test stands in the log.

    None on a day whose load test says to leave strength out.
    """
    state, case, test = now.state, now.case, _load_test_today(now)
    if state is None or case is None:
        return 0
    if test is not None and test[1] > case.profile_on(now.today).during_hold_max:
        return 0
    asked = (test.metric for test in state.tests if test.metric not in LOAD_TESTS)
    return len({page_of(metric) for metric in asked})


def has_load_test(now: PlanNow) -> bool:
    """Whether the log of today holds one of the self-tests that Plan counts as due."""
    return any(test.metric in LOAD_TESTS for test in now.state.tests) if now.state else False


def meaning(now: PlanNow) -> Meaning | None:
    """What today's numbers mean for today; None when they say nothing yet."""
    state, case = now.state, now.case
    if state is None or case is None or state.today.kind != "session":
        return None
    test = _load_test_today(now)
    limits = case.profile_on(now.today)
    if test is not None and test[1] > limits.during_hold_max:
        return Meaning(_load_words(test[1], limits), _goal_words(state, test[0]))
    held = _held(state)
    if held is not None:
        words = hold_words.holding(held, today=now.today, case=case)
        return Meaning(f"{words.title}.", f"{words.because} {words.lifts}".strip(), words.asks)
    if test is not None:
        return Meaning(_load_words(test[1], limits), _goal_words(state, test[0]))
    if state.response.verdict == "go":
        return Meaning(_("Within your limits, so carry on."))
    return None


def _load_test_today(now: PlanNow) -> tuple[str, float] | None:
    if now.log is None or now.stage is None:
        return None
    read = {line.metric for line in now.stage.exit}
    told = [r for r in now.log.readings if r.on == now.today and r.metric in LOAD_TESTS]
    return next(((r.metric, r.value) for r in told if r.metric in read), None)


def _held(state: PlanState) -> Firing | None:
    """The gravest rule that holds; an open sign only offers a pause and has its own card."""
    return next((f for f in state.response.open if not f.rule.open_finding_topics), None)


def _load_words(value: float, limits: PainProfile) -> str:
    told = {"n": plan_words.number(value)}
    if value <= limits.during_go_max:
        return _("Load test %(n)s, so carry on.") % told
    if value <= limits.during_hold_max:
        return _("Load test %(n)s: same dose, do not add.") % told
    return _("Load test %(n)s: leave strength out today.") % told


def _goal_words(state: PlanState, metric: str) -> str:
    """How far the goal of the load test is."""
    for line in state.progress.lines:
        if line.line.metric == metric and line.line.need == "consecutive_days":
            return _days_words(line)
    return ""


def _days_words(line: LineState) -> str:
    limit = plan_words.number(float(line.line.value))
    if line.status is Status.MET:
        words = _("%(days)s in a row at %(limit)s or less: this goal is met.")
        return words % {"days": plan_words.days_words(line.line.n or 0), "limit": limit}
    if line.missing is None or line.missing.key != "days" or not line.missing.have:
        return ""
    have, need = int(line.missing.have), int(line.missing.need)
    told = ngettext(
        "%(n)s day at %(limit)s or less so far.",
        "%(n)s days in a row at %(limit)s or less.",
        have,
    ) % {"n": have, "limit": limit}
    more = ngettext(
        "%(n)s more meets the goal.", "%(n)s more in a row meet the goal.", need - have
    ) % {"n": need - have}
    return f"{told} {more}"


def exercises(now: PlanNow, *, on_past_day: bool = False) -> Exercises | None:
    """The day's exercises with their ticks; None for a plan that is not ours."""
    state, case = now.state, now.case
    if state is None or case is None:
        return None
    plan, limits = state.today, case.profile_on(now.today)
    test = _load_test_today(now)
    is_over = test is not None and test[1] > limits.during_hold_max and plan.kind == "session"
    due = [d for d in plan.all if not (is_over and d.exercise.loads_hamstring and not d.is_done)]
    out = [d.exercise.id for d in plan.all if d not in due]
    why, lifts = _reason(now, state)
    session = _session(now)
    items = {item.exercise: item for item in session.items} if session else {}
    rows = [_row(each, items.get(each.exercise.id), limits) for each in due]
    rows += [
        _besides(item, limits)
        for item in items.values()
        if item.exercise in catalogue().exercises and item.exercise not in {row.id for row in rows}
    ]
    return Exercises(
        on=now.today,
        kind=plan.kind,
        title=_title(plan.kind, due, is_over=is_over),
        rows=tuple(rows),
        why=why,
        lifts=lifts,
        left_out=plan_words.names_of(out),
        pain_rule=_pain_rule(limits) if plan.kind == "session" else "",
        asks_pain="session_pain" in state.needed and plan.kind in ("session", "rest") and bool(due),
        is_signs_first=plan.kind in ("stopped", "gentle"),
        pain=session.pain if session else None,
        pain_says=whole_pain_words(session.pain, limits) if session else "",
        sharp_stop=session.sharp_stop if session else None,
        is_today=not on_past_day,
        before=_day_before(now),
    )


def _day_before(now: PlanNow) -> date | None:
    """The day before, while it belongs to the plan."""
    before = now.today - timedelta(days=1)
    return before if now.log is not None and before >= now.log.started_on else None


def _session(now: PlanNow) -> Session | None:
    told = now.log.sessions if now.log else ()
    return next((session for session in told if session.on == now.today), None)


def _row(due: Due, item: Item | None, limits: PainProfile) -> ExerciseRow:
    notes = [_(due.note) if due.note else "", stands_for(due)]
    return ExerciseRow(
        id=due.exercise.id,
        name=_(due.exercise.name),
        dose=plan_words.dose_words(due.dose),
        note=". ".join(note for note in notes if note),
        is_done=due.is_done,
        is_option=due.role == "option",
        told=told_words(item) if item else "",
        warns=pain_words(due.exercise.id, item.pain, limits) if item else "",
    )


def _besides(item: Item, limits: PainProfile) -> ExerciseRow:
    """An exercise that was done though it was not due: extra, like a choice."""
    exercise = catalogue().exercises[item.exercise]
    return ExerciseRow(
        id=exercise.id,
        name=_(exercise.name),
        dose=plan_words.dose_words(exercise.dose),
        note="",
        is_done=item.done,
        is_option=True,
        told=told_words(item),
        warns=pain_words(exercise.id, item.pain, limits),
    )


def _title(kind: str, due: list[Due], *, is_over: bool) -> str:
    match kind:
        case "stopped" | "care":
            return _("Until you have been seen")
        case "gentle":
            return _("Gentle exercises")
        case "rest":
            return _("Easy day")
    if is_over:
        return _("Easy day")
    if any(d.exercise.group in STRENGTH and d.exercise.loads_hamstring for d in due):
        return _("Strength day")
    return _("Today's exercises")


def _reason(now: PlanNow, state: PlanState) -> tuple[str, str]:
    """What holds the exercises back, and what lifts that."""
    match state.today.kind:
        case "stopped":
            told = _("A sign says to be seen first: %(signs)s.")
            return told % {"signs": signs_words(state.today.because)}, _(
                "Exercises wait until then."
            )
        case "gentle":
            lifts = _("It lasts until you end it on your plan or a professional says carry on.")
            return _paused(state), lifts
        case "care" | "rest":
            held = next(_holdings(now, state), None)
            if held is not None:
                return f"{held.title}. {held.because}".strip(), held.lifts
    return "", ""


def _paused(state: PlanState) -> str:
    if not state.today.because:
        return _("Loading is paused.")
    return _("Loading is paused because of a sign: %(signs)s.") % {
        "signs": signs_words(state.today.because)
    }


def signs_words(because: Iterable[str]) -> str:
    """The names of the rules behind a stop or a pause."""
    rules = catalogue().rules
    names = [_(rules[r].name) for r in because if r in rules]
    return ", ".join(dict.fromkeys(names)) or _("see Signs")


def _holdings(now: PlanNow, state: PlanState) -> Iterator[Holding]:
    wanted = {STOP} if state.today.kind == "care" else {STAGE_BACK_AND_SEE, "step_back"}
    for firing in state.response.open:
        if firing.outcome in wanted and not firing.rule.open_finding_topics:
            yield hold_words.holding(firing, today=now.today, case=now.case)


def _pain_rule(limits: PainProfile) -> str:
    """The limits of pain during exercises (NRS), in the words of the numbers."""
    go, hold = limits.during_go_max, limits.during_hold_max
    between = [str(n) for n in range(go + 1, hold + 1)]
    told = {"go": go, "between": _(" or ").join(between), "stop": hold + 1}
    return (
        _("Pain 0 to %(go)s, carry on. %(between)s, do not add more. %(stop)s or over, stop.")
        % told
    )
