"""Parts of the Plan page: the stages, the running steps, the exercises, the clock."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from rehab.content.catalogue import catalogue
from rehab.programme.case import Case
from rehab.programme.clock import PlanClock
from rehab.programme.compare import Held
from rehab.programme.improvement import Improvement
from rehab.programme.ladder import LadderState, StepRun
from rehab.programme.log import StageStay
from rehab.programme.model import Programme, Stage
from rehab.programme.own_runs import own_runs
from rehab.programme.today import CARE_CARD, TodayPlan, dose_of
from tracker.overview.plan_words import (
    back_why,
    date_words,
    day_of,
    days_words,
    dose_words,
    left_out_words,
    metric_label,
    number,
    run_words,
    value_words,
)

STEPS_AROUND = 2
WEEK = 7
OPS = {"<=": "≤", ">=": "≥", "==": "", "<": "<", ">": ">"}


@dataclass(frozen=True, slots=True)
class ExerciseRow:
    """One exercise with its dose; `why_not` says why it is not for today."""

    id: str
    name: str
    dose: str
    note: str = ""
    why_not: str = ""
    is_option: bool = False


@dataclass(frozen=True, slots=True)
class StageRow:
    """One stage in the list of all: its dates in words; `is_now` marks the present one."""

    number: int
    name: str
    words: str
    is_now: bool = False


@dataclass(frozen=True, slots=True)
class StepRow:
    """A running step: what is run and the word at its right edge."""

    step: str
    session: str
    word: str
    is_next: bool = False
    is_passed: bool = False


@dataclass(frozen=True, slots=True)
class LadderRows:
    """The steps around the open one; `lines` say when, what keeps it shut, how the last went."""

    label: str
    steps: tuple[StepRow, ...]
    lines: tuple[str, ...]
    is_open: bool


def exercise_rows(stage: Stage, today: TodayPlan | None = None) -> tuple[ExerciseRow, ...]:
    """A stage's exercises in their order; with today's plan what is left out says why."""
    left = {out.exercise: out.why for out in today.left_out} if today else {}
    known = catalogue().exercises
    return tuple(
        ExerciseRow(
            id=use.id,
            name=_(known[use.id].name),
            dose=dose_words(dose_of(known[use.id], use)),
            note=_(use.note) if use.note else "",
            why_not=left_out_words(left[use.id]) if use.id in left else "",
            is_option=use.role == "option",
        )
        for use in stage.exercises
    )


def gentle_rows(today: TodayPlan) -> tuple[ExerciseRow, ...]:
    """What stays on a day without load: pause, care, rest."""
    return tuple(
        ExerciseRow(
            due.exercise.id, _(due.exercise.name), dose_words(due.dose), note=due.note or ""
        )
        for due in today.all
    )


def stage_rows(programme: Programme, stays: tuple[StageStay, ...]) -> tuple[StageRow, ...]:
    """All stages with their dates."""
    order = [stage.id for stage in programme.stages]
    now = order.index(stays[-1].stage)
    return tuple(
        StageRow(n + 1, _(stage.name), _stage_words(n, now, stage.id, stays), is_now=n == now)
        for n, stage in enumerate(programme.stages)
    )


def _stage_words(n: int, now: int, stage: str, stays: tuple[StageStay, ...]) -> str:
    began = [stay.started_on for stay in stays if stay.stage == stage]
    if n == now:
        return _("now, since %(day)s") % {"day": date_format(stays[-1].started_on, "j M")}
    if not began:
        return _("skipped, goals already met") if n < now else ""
    last = began[-1]
    ends = [stay.started_on for stay in stays if stay.started_on >= last and stay.stage != stage]
    until = date_format(min(ends), "j M") if ends else ""
    return _("%(first)s to %(last)s") % {"first": date_format(last, "j M"), "last": until}


def ladder_rows(state: LadderState, case: Case) -> LadderRows:
    """The steps around the next one, with their passes; what the next run waits for."""
    ladder = catalogue().ladders[state.ladder]
    order = [step.step for step in ladder.steps]
    at = order.index(state.next_step) if state.next_step else order.index(state.steps[-1])
    first = max(0, at - STEPS_AROUND)
    last = min(len(order), at + STEPS_AROUND + 1)
    passed = {run.step: run.on for run in state.passed}
    rows = []
    for step in ladder.steps[first:last]:
        is_next = step.step == state.next_step
        word = _("next") if is_next else ""
        if step.step in passed and not is_next:
            word = _("passed %(day)s") % {"day": day_of(passed[step.step], case.today)}
        rows.append(StepRow(step.step, _(step.session), word, is_next, step.step in passed))
    return LadderRows(
        label=_(ladder.label),
        steps=tuple(rows),
        lines=tuple(line for line in ladder_lines(state, case) if line),
        is_open=state.is_open,
    )


def ladder_lines(state: LadderState, case: Case) -> Iterator[str]:
    yield from _shut_lines(state, case)
    yield from _own_runs_lines(state, case)
    if state.is_open and state.next_step:
        yield next_words(state.next_on, case.today)
    last = state.last_run
    if last is not None and run_words(last.why):
        pain = _(", pain %(n)s") % {"n": last.pain} if last.pain is not None else ""
        yield _("%(step)s %(day)s%(pain)s. %(why)s") % {
            "step": last.step,
            "day": day_of(last.on, case.today),
            "pain": pain,
            "why": _last_why(last, is_lower=last.step != state.next_step),
        }
    if state.skip_to:
        yield _("You may go on with %(step)s instead: the last run was without pain.") % {
            "step": state.skip_to
        }
    if state.is_done:
        yield _("Every step of this stage is passed.")
    limit = case.run_profile_on(case.today).during_go_max
    yield _("A step passes at pain %(n)s or less, and no worse the next morning.") % {"n": limit}


def _own_runs_lines(state: LadderState, case: Case) -> Iterator[str]:
    """With a tendon, runs outside the ladder within the limit go on (silbernagel2007)."""
    found = own_runs(case, state)
    if found is not None:
        words = _(
            "Your %(n)s runs of the last %(days)s days stayed at pain %(limit)s or less: that is "
            "within your limit, so keep such easy runs as they are. The steps are for building up."
        )
        yield words % {"n": found.count, "days": found.days, "limit": found.limit}


def _last_why(run: StepRun, *, is_lower: bool) -> str:
    if not run.is_back:
        return run_words(run.why)
    again = _("One step lower next time.") if is_lower else _("Same step again.")
    return f"{back_why(run)} {again}"


def next_words(next_on: date | None, today: date) -> str:
    if next_on is None:
        return _("Running waits for what stands above.")
    if next_on <= today:
        return _("The next step can be run today.")
    return _("The next run is open from %(day)s.") % {"day": date_words(next_on)}


def _shut_lines(state: LadderState, case: Case) -> Iterator[str]:
    if "gate" in state.shut_by:
        wanted = "; ".join(_held_words(held, case.today) for held in state.gate if not held.holds)
        yield _("Running opens with: %(tests)s.") % {"tests": wanted}
    if "places" in state.shut_by:
        yield _("No running while it hurts in a place that needs a look first.")
    if "bone_risk" in state.shut_by:
        yield _("No running steps before a professional agrees: a risk for the bones.")


def _held_words(held: Held, today: date) -> str:
    label = metric_label(held.test.metric)
    limit = held.test.value
    if isinstance(limit, bool):
        wanted = value_words(held.test.metric, limit)
    else:
        wanted = f"{label} {OPS.get(held.test.op, held.test.op)} {limit}"
    if held.entry is None:
        return _("%(wanted)s (not known)") % {"wanted": wanted}
    return _("%(wanted)s (%(value)s %(day)s)") % {
        "wanted": wanted,
        "value": value_words(held.test.metric, held.entry.value),
        "day": day_of(held.entry.on, today),
    }


def clock_lines(clock: PlanClock, programme: Programme, *, today: date) -> tuple[str, ...]:
    """The day of the plan, its usual range, whether this is the time to judge. No message."""
    lines = [_("Day %(n)s of the plan.") % {"n": clock.plan_day}]
    if clock.injury_day == clock.plan_day:
        lines = [_("Day %(n)s of the plan and since it began.") % {"n": clock.plan_day}]
    elif clock.injury_day is not None:
        lines.append(_("Day %(n)s since it began.") % {"n": clock.injury_day})
    elif clock.is_own_clock:
        lines.append(_("We count from the day you started, not from when it began."))
    if programme.supervision == "pro" and programme.id != CARE_CARD:
        lines.append(_("This plan goes only with a professional who follows it."))
    if not clock.is_back:
        lines.append(_(programme.range_text))
        lines += _range_lines(clock)
    if clock.stage_late_since:
        lines.append(
            _("This stage has taken %(days)s, longer than it does for most. That is only a line.")
            % {"days": days_words(clock.stage_day)}
        )
    if clock.professional_since:
        lines.append(_("By now one look by a professional is part of this plan."))
    return tuple(lines)


def improvement_lines(found: Improvement | None) -> tuple[str, ...]:
    """Whether pain fell as much as the plan looks for; nothing while it was low from the start."""
    if found is None or found.standing == "was_low":
        return ()
    if found.before is None or found.now is None:
        return (
            _(
                "Not enough days to say whether pain fell: %(need)s of the first %(of)s and "
                "%(need)s of the last %(of)s, you logged %(first)s and %(last)s."
            )
            % {
                "need": found.need,
                "of": found.over_days,
                "first": found.first_days,
                "last": found.last_days,
            },
        )
    told = _(
        "Worst pain of a day: usually %(before)s in the first %(of)s days, %(now)s in the last."
    ) % {
        "of": found.over_days,
        "before": number(found.before),
        "now": number(found.now),
    }
    if found.standing == "enough":
        return (told, _("That is more than chance."))
    if found.is_due:
        return (told, _("That is no clear fall. Ask a professional how to go on."))
    return (told, _("That is no clear fall yet."))


def _range_lines(clock: PlanClock) -> list[str]:
    if clock.standing == "late":
        return [_("That is longer than usual. Have it looked at once more.")]
    if clock.standing == "usual" and clock.usual_from:
        return [_("You are inside the usual time.")]
    if not clock.is_fair_to_judge:
        return [_("Too early to judge before %(day)s.") % {"day": date_words(clock.fair_on)}]
    if clock.usual_from <= clock.day:
        return []
    on = clock.started_on + timedelta(days=clock.usual_from)
    weeks = clock.usual_from // WEEK
    text = ngettext("%(n)s week is %(day)s.", "%(n)s weeks is %(day)s.", weeks)
    return [text % {"n": number(weeks), "day": date_format(on, "j F")}]
