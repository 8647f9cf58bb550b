"""Today's session to work through: each exercise with its parts, for the timer and to read."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from rehab.content.catalogue import catalogue
from rehab.programme.ladder import LadderState
from rehab.programme.running import LadderStep, StepPart
from rehab.programme.session import Work, run_parts, work_of
from rehab.programme.today import Due
from tracker import words
from tracker.overview.plan import PlanNow
from tracker.overview.plan_parts import ExerciseRow
from tracker.overview.plan_words import dose_words
from tracker.overview.session_words import stands_for
from tracker.overview.today_plan import Exercises, exercises
from tracker.regions import Region

MINUTE = 60


@dataclass(frozen=True, slots=True)
class Part:
    """One stretch of the timer. `seconds` None lasts until "Done"; `counts` for a set.

    `kind`: ready, work, rest.
    """

    kind: str
    seconds: int | None
    says: str
    counts: bool = False


@dataclass(frozen=True, slots=True)
class SessionRow:
    """One exercise or running stretch: its words, and its parts for the timer.

    `title` heads its parts on the timer; "" where each part says all by itself.
    """

    id: str
    title: str
    name: str
    dose: str
    rest: str
    cue: str
    note: str
    sets: int
    parts: tuple[Part, ...]

    @property
    def for_timer(self) -> str:
        """The parts as JSON: [kind, seconds or 0, words, counts]."""
        return json.dumps([[p.kind, p.seconds or 0, p.says, int(p.counts)] for p in self.parts])


@dataclass(frozen=True, slots=True)
class SessionPage:
    """Today's session; `exercises` says what holds it back and the limits of pain."""

    rows: tuple[SessionRow, ...]
    exercises: Exercises

    @property
    def boxes(self) -> list[tuple[str, str, int]]:
        """Exercise, name and planned sets, for the log."""
        return [(row.id, row.name, row.sets) for row in self.rows]


def session_page(now: PlanNow, *, region: Region) -> SessionPage | None:
    """What Today shows, in its order; None for a plan that is not ours."""
    shown = exercises(now)
    if shown is None or now.state is None:
        return None
    due = {each.exercise.id: each for each in now.state.today.all}
    listed = [due[row.id] for row in shown.rows if row.id in due]
    return SessionPage(tuple(_rows(listed, region)), shown)


def _rows(listed: Sequence[Due], region: Region) -> Iterator[SessionRow]:
    rests = catalogue().rests
    works = [work_of(due.exercise, due.dose, rests) for due in listed]
    last = next((work for work in reversed(works) if _is_timed(work)), None)
    for due, work in zip(listed, works, strict=True):
        after = 0 if work is last else rests.between_exercises_s
        notes = [_(due.note) if due.note else "", stands_for(due)]
        yield SessionRow(
            id=due.exercise.id,
            title=_(due.exercise.name),
            name=_(due.exercise.name),
            dose=dose_words(due.dose),
            rest=_rest_words(work),
            cue=_cue(due, region),
            note=". ".join(note for note in notes if note),
            sets=work.sets,
            parts=tuple(_parts(work, after=after)) if _is_timed(work) else (),
        )


def _cue(due: Due, region: Region) -> str:
    """How it is done, and what is safer for who is older or fell."""
    older = due.exercise.older_text
    return f"{words.fill(due.exercise.cue, {}, region)} {_(older) if older else ''}".strip()


def _is_timed(work: Work) -> bool:
    """Not what belongs to the whole day, like a sitting plan: it is read and logged."""
    return work.seconds is not None or work.reps is not None


def _parts(work: Work, *, after: int) -> Iterator[Part]:
    """Get ready, the set, its rest; after the last set the rest before the next exercise.

    A set of each side is two stretches with time to change between; the second one counts.
    """
    ready_s = catalogue().rests.ready_s
    for n in range(1, work.sets + 1):
        if work.seconds is not None and (n == 1 or not work.rest_s):
            yield Part("ready", ready_s, _("Get ready"))
        if work.each_side:
            told = _set_words(work, n)
            yield Part("work", work.seconds, _("%(set)s, one side") % {"set": told})
            if work.seconds is not None:
                yield Part("ready", ready_s, _("Change sides"))
            yield Part("work", work.seconds, _("%(set)s, other side") % {"set": told}, counts=True)
        else:
            yield Part("work", work.seconds, _set_words(work, n), counts=True)
        rest = work.rest_s if n < work.sets else after
        if rest:
            yield Part("rest", rest, _("Rest"))


def _set_words(work: Work, n: int) -> str:
    told = {"n": n, "of": work.sets}
    place = _("Set %(n)s of %(of)s") % told if work.sets > 1 else ""
    match work.kind:
        case "hold":
            what = _("Hold")
        case "time":
            what = _("Go")
        case _:
            reps = work.reps or 1
            what = ngettext("%(n)s repetition", "%(n)s repetitions", reps) % {"n": reps}
    return f"{place}: {what}" if place else what


def _rest_words(work: Work) -> str:
    if work.sets < 2 or not work.rest_s:
        return ""
    return _("Rest %(time)s between sets") % {"time": time_words(work.rest_s)}


def time_words(seconds: int) -> str:
    """ "45 seconds", "2 minutes", "1 min 30 s"."""
    minutes, left = divmod(seconds, MINUTE)
    if not minutes:
        return ngettext("%(n)s second", "%(n)s seconds", left) % {"n": left}
    if not left:
        return ngettext("%(n)s minute", "%(n)s minutes", minutes) % {"n": minutes}
    return _("%(m)s min %(s)s s") % {"m": minutes, "s": left}


def run_rows(step: LadderStep) -> tuple[SessionRow, ...]:
    """A running session, one row for each block of it; the parts carry on from row to row."""
    rows = []
    for index, block in enumerate(step.parts):
        told = [_(block.what)]
        if block.seconds:
            told.append(time_words(block.seconds))
        name = ", ".join(told)
        if block.then:
            then = f", {time_words(block.then_s)}" if block.then_s else ""
            name = _("%(one)s; then %(other)s") % {"one": name, "other": f"{_(block.then)}{then}"}
        rows.append(
            SessionRow(
                id=f"part-{index}",
                title="",
                name=name,
                dose=_("%(n)s times") % {"n": block.times} if block.times > 1 else "",
                rest="",
                cue="",
                note="",
                sets=block.times,
                parts=tuple(_run_parts(step, block)),
            )
        )
    return tuple(rows)


def _run_parts(step: LadderStep, block: StepPart) -> Iterator[Part]:
    """The stretches of one block; the runs of several say which one it is."""
    run = 0
    for part in run_parts(step.model_copy(update={"parts": (block,)})):
        says = _(part.what)
        if part.is_running and block.times > 1:
            run += 1
            says = _("%(what)s, %(n)s of %(of)s") % {"what": says, "n": run, "of": block.times}
        yield Part("work" if part.is_running else "rest", part.seconds, says)


def drill_rows(ladder: str, step: LadderStep) -> tuple[ExerciseRow, ...]:
    """The drills of a running session, each with its page; none where it has none."""
    content = catalogue()
    if not any(part.is_drills for part in step.parts):
        return ()
    known = (content.exercises[each] for each in content.ladders[ladder].drills)
    return tuple(
        ExerciseRow(each.id, _(each.name), dose_words(each.dose)) for each in known if each.enabled
    )


def is_step(ladder: str, step: str) -> bool:
    """Whether there is such a step on any ladder at all."""
    known = catalogue().ladders.get(ladder)
    return known is not None and any(each.step == step for each in known.steps)


def step_of(ladders: Sequence[LadderState], ladder: str, step: str) -> LadderStep | None:
    """A step of one of the stage's ladders; None for one that is not among them."""
    for state in ladders:
        if state.ladder == ladder:
            known = {each.step: each for each in catalogue().ladders[ladder].steps}
            order = list(known)
            last = order.index(state.steps[-1])
            return known[step] if step in order[: last + 1] else None
    return None
