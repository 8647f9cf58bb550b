"""The ladder on a run: which steps to offer, and what a run meant for its step."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from rehab.content.catalogue import catalogue
from rehab.programme.ladder import LadderState, StepRun
from tracker.models import Run
from tracker.overview.plan import PlanNow
from tracker.overview.plan_needs import needs_of

MARK = ":"


@dataclass(frozen=True, slots=True)
class StepChoice:
    """One step a run may be told as. `code` is "ladder:step"."""

    code: str
    name: str


@dataclass(frozen=True, slots=True)
class RunAsks:
    """What the plan asks about a run: its step ("" when no ladder is open), full training.

    `session` is what the next step asks for, in its own words.
    """

    steps: tuple[StepChoice, ...] = ()
    session: str = ""
    asks_training: bool = False


def run_asks(now: PlanNow | None, *, run: Run | None = None) -> RunAsks:
    """The next step of each ladder first, then those passed; what `run` holds is kept."""
    state = now.standing if now else None
    if now is None or state is None:
        return RunAsks(steps=tuple(_held(run, ())), asks_training=_tells_training(run))
    choices: list[StepChoice] = []
    session = ""
    for ladder in state.ladders:
        choices += _of_ladder(ladder)
        if ladder.next_step and ladder.is_open:
            words = {step.step: step.session for step in catalogue().ladders[ladder.ladder].steps}
            told = {"step": ladder.next_step, "session": _(words[ladder.next_step])}
            session = _("%(step)s: %(session)s") % told
    asks = needs_of(now).is_training_asked or _tells_training(run)
    return RunAsks((*choices, *_held(run, choices)), session, asks)


def _of_ladder(ladder: LadderState) -> list[StepChoice]:
    passed = dict.fromkeys(run.step for run in reversed(ladder.passed))
    offered = [ladder.next_step, ladder.skip_to, *passed] if ladder.is_open else [*passed]
    names = {ladder.next_step: _("%(step)s, next"), ladder.skip_to: _("%(step)s instead")}
    return [
        StepChoice(code(ladder.ladder, step), names.get(step, "%(step)s") % {"step": step})
        for step in dict.fromkeys(offered)
        if step
    ]


def _held(run: Run | None, choices: Sequence[StepChoice]) -> list[StepChoice]:
    """The step a stored run holds, when it is not among the choices any more."""
    if run is None or not run.ladder or code(run.ladder, run.step) in {c.code for c in choices}:
        return []
    return [StepChoice(code(run.ladder, run.step), run.step)]


def _tells_training(run: Run | None) -> bool:
    return run is not None and run.full_training is not None


def code(ladder: str, step: str) -> str:
    return f"{ladder}{MARK}{step}"


def step_words(now: PlanNow | None, on: date) -> str:
    """What the newest run of a day meant for its step; "" when it was no step."""
    state = now.standing if now else None
    for ladder in state.ladders if state else ():
        if ladder.last_run is not None and ladder.last_run.on == on:
            return _run_words(ladder, ladder.last_run)
    return ""


def _run_words(ladder: LadderState, run: StepRun) -> str:
    told = {"step": run.step, "n": run.pain, "next": ladder.next_step or ""}
    if run.passed:
        passed = _("Step %(step)s is passed.") % told
        return f"{passed} {_('Next: %(next)s.') % told}" if ladder.next_step else passed
    again = _("One step lower next time.") if run.is_back else _("Same step again next time.")
    match run.why:
        case "over_limit":
            return f"{again} {_('Pain went to %(n)s on that run.') % told}"
        case "sharp":
            return f"{again} {_('A sharp pain ended that run.')}"
        case "next_morning_worse":
            return f"{again} {_('The morning after was worse.')}"
        case "next_morning_missing":
            return _("Step %(step)s is passed when tomorrow's morning is no worse.") % told
        case "painkiller":
            return _("A painkiller dulls pain, so step %(step)s waits for another run.") % told
    return _("Tell the worst pain of that run, and step %(step)s can count.") % told
