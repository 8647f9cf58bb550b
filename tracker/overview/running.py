"""The running ladders of the open stage: every step, who passed it when, what moves it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from rehab.content.catalogue import catalogue
from rehab.programme.case import Case
from rehab.programme.ladder import LadderState, StepRun, runs_of, uses_of
from tracker.overview.plan import PlanNow
from tracker.overview.plan_parts import ladder_lines, next_words
from tracker.overview.plan_words import back_why, day_of, run_words
from tracker.overview.run_steps import code

RUNS_SHOWN = 3


@dataclass(frozen=True, slots=True)
class LadderStepRow:
    """One step: what is run, its word, the runs of it in words, newest last.

    `code` is "ladder:step" for the log of a run.
    """

    ladder: str
    step: str
    session: str
    note: str
    word: str
    runs: tuple[str, ...]
    is_next: bool
    is_passed: bool

    @property
    def code(self) -> str:
        return code(self.ladder, self.step)


@dataclass(frozen=True, slots=True)
class LadderPage:
    """One ladder as the stage uses it. `next` is the step to run; None when it may not be run.

    `lines` say when, what keeps it shut and how the last run went; `rules` what pain means.
    `is_waiting`: something on Plan must be lifted before any run.
    """

    label: str
    rows: tuple[LadderStepRow, ...]
    lines: tuple[str, ...]
    rules: tuple[str, ...]
    next: LadderStepRow | None
    is_today: bool
    is_waiting: bool


@dataclass(frozen=True, slots=True)
class RunningPage:
    """The ladders of this stage. `later` names those that follow, `begins` the first stage
    with running where this one has none; "" where nothing is to be said."""

    ladders: tuple[LadderPage, ...]
    later: tuple[str, ...]
    begins: str


def running_page(now: PlanNow) -> RunningPage | None:
    """None where the plan is not known any more."""
    state, case = now.standing, now.own.case if now.own is not None else now.case
    if state is None or case is None:
        return None
    uses = uses_of(case.stage, case.log.goal, dict(case.content.ladders))
    shown = {ladder.ladder for ladder in state.ladders}
    return RunningPage(
        ladders=tuple(_ladder(ladder, case) for ladder in state.ladders),
        later=tuple(
            _later(use.ladder, use.first, use.last) for use in uses if use.ladder not in shown
        ),
        begins="" if uses else _begins(now),
    )


def _ladder(state: LadderState, case: Case) -> LadderPage:
    rows = tuple(_steps(state, case))
    nearest = next((row for row in rows if row.is_next), None)
    is_today = state.is_open and state.next_on is not None and state.next_on <= case.today
    waits = next_words(None, case.today)
    return LadderPage(
        label=_(catalogue().ladders[state.ladder].label),
        rows=rows,
        lines=tuple(line for line in ladder_lines(state, case) if line and line != waits),
        rules=tuple(_rules(case, state)),
        next=nearest if state.is_open else None,
        is_today=is_today,
        is_waiting=state.is_open and not state.is_done and state.next_on is None,
    )


def _steps(state: LadderState, case: Case) -> Iterator[LadderStepRow]:
    """From the foot of the ladder to the last step of this stage."""
    steps = catalogue().ladders[state.ladder].steps
    last = [step.step for step in steps].index(state.steps[-1])
    runs = runs_of(case, state.ladder)
    passed = {run.step: run.on for run in state.passed}
    for step in steps[: last + 1]:
        is_next = step.step == state.next_step
        own = [run for run in runs if run.step == step.step]
        yield LadderStepRow(
            ladder=state.ladder,
            step=step.step,
            session=_(step.session),
            note=_(step.note) if step.note else "",
            word=_word(step.step, passed, today=case.today, is_next=is_next),
            runs=tuple(
                _run_words(run, case.today, is_foot=step is steps[0]) for run in own[-RUNS_SHOWN:]
            ),
            is_next=is_next,
            is_passed=step.step in passed,
        )


def _word(step: str, passed: dict[str, date], *, today: date, is_next: bool) -> str:
    if is_next:
        return _("next")
    if step in passed:
        return _("passed %(day)s") % {"day": day_of(passed[step], today)}
    return ""


def _run_words(run: StepRun, today: date, *, is_foot: bool) -> str:
    """ "12 Nov, pain 2: passed", or why it did not count; below the foot there is no step."""
    on = date_format(run.on, "j M" if run.on.year == today.year else "j M Y")
    head = _("%(day)s, pain %(n)s") % {"day": on, "n": run.pain} if run.pain is not None else on
    if run.passed:
        return _("%(run)s: passed.") % {"run": head}
    told = {"run": head, "why": back_why(run)}
    if run.is_back and is_foot:
        return _("%(run)s: same step again. %(why)s") % told
    if run.is_back:
        return _("%(run)s: one step lower. %(why)s") % told
    return _("%(run)s: %(why)s") % {"run": head, "why": run_words(run.why)}


def _rules(case: Case, state: LadderState) -> Iterator[str]:
    """Go, hold and back as the ladder judges a run, with the numbers of this stage."""
    limits = case.run_profile_on(case.today)
    ladder = catalogue().ladders[state.ladder]
    rise = ladder.pass_rule.morning_rise_max
    go, hold = limits.during_go_max, limits.during_hold_max
    yield _(
        "Next step: pain 0 to %(go)s on the run, and the next morning no more than %(rise)s above "
        "your usual."
    ) % {"go": go, "rise": rise}
    between = _("%(first)s to %(last)s") % {"first": go + 1, "last": hold}
    yield _("Same step again: pain %(between)s, or a morning %(rise)s above your usual.") % {
        "between": hold if hold == go + 1 else between,
        "rise": rise + 1,
    }
    yield _(
        "One step lower: pain %(stop)s or more, a sharp pain that ends the run, or a morning "
        "%(rise)s or more above your usual."
    ) % {"stop": hold + 1, "rise": limits.morning_back_rise_min}
    if ladder.skip_text and case.programme.id in ladder.skip_for:
        yield _(ladder.skip_text)
    yield _("On the run: stop at a sharp or grabbing pain, or when you begin to limp.")


def _later(ladder: str, first: str, last: str) -> str:
    told = {"label": _(catalogue().ladders[ladder].label), "first": first, "last": last}
    return _("%(label)s: %(first)s to %(last)s") % told


def _begins(now: PlanNow) -> str:
    stages = now.programme.stages if now.programme else ()
    number = now.number or 0
    for place, stage in enumerate(stages, start=1):
        if stage.ladder is not None and place > number:
            return _("Running steps begin in stage %(n)s, %(name)s.") % {
                "n": place,
                "name": _(stage.name),
            }
    return _("This plan has no running steps.")
