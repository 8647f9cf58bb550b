"""A session as it is worked through: sets, holds and rests, and what each exercise needs.

    for work in works(plan.all, content.rests): ...

Seconds throughout. A part without seconds lasts until the person says it is done.
Source: doses of the programmes draft 9; rests are a judgement of ours (`rests.toml`).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from pydantic import Field, model_validator

from rehab.content.entry import Entry, Id, Text
from rehab.programme.measures import Sources
from rehab.programme.model import Dose, Exercise, Programme
from rehab.programme.running import LadderStep

SECONDS = 60
Kind = Literal["hold", "reps", "time"]


class Thing(Entry):
    """Something an exercise may need, that a person may not have."""

    id: Id
    label: Text


class Rests(Entry):
    """Rests between sets by group of exercise, between exercises, and time to get ready.

    What is done up to `rest_day_up_to` days a week has a day of rest after it.
    """

    ready_s: int = Field(ge=0, le=30)
    between_exercises_s: int = Field(ge=0, le=300)
    rest_day_up_to: int = Field(ge=0, le=6)
    between_sets_s: dict[str, int]
    sources: Sources

    @model_validator(mode="after")
    def _check_groups(self) -> "Rests":
        groups = set(Exercise.model_fields["group"].annotation.__args__)  # type: ignore[union-attr]
        if set(self.between_sets_s) != groups:
            wrong = sorted(groups ^ set(self.between_sets_s))
            raise ValueError(f"one rest for each group of exercise; look at {', '.join(wrong)}")
        if not all(0 <= rest <= 300 for rest in self.between_sets_s.values()):
            raise ValueError("a rest is 0 to 300 seconds")
        return self


@dataclass(frozen=True, slots=True)
class Work:
    """One exercise of a session: so many sets of one kind, and the rest after each.

    hold: `seconds` held still, without a number of repetitions or with one; reps: `reps`
    at the person's own pace; time: `seconds` of moving. `each_side`: a set is done when
    both sides have done it.
    """

    exercise: str
    kind: Kind
    sets: int
    reps: int | None
    seconds: int | None
    rest_s: int
    times_a_day: int = 1
    each_side: bool = False


@dataclass(frozen=True, slots=True)
class RunPart:
    """One stretch of a running session; without seconds it lasts until it is done."""

    what: str
    seconds: int | None
    is_running: bool


def work_of(exercise: Exercise, dose: Dose, rests: Rests) -> Work:
    """How an exercise is worked through: what is not given is one set, and no number of reps.

    Holds of several repetitions in one set are counted by the person, not by the clock.
    """
    rest = dose.rest_s if dose.rest_s is not None else rests.between_sets_s[exercise.group]
    kind, reps, seconds = _what(dose)
    sets, times = dose.sets or 1, dose.per_day or 1
    return Work(exercise.id, kind, sets, reps, seconds, rest, times, dose.each_side)


def _what(dose: Dose) -> tuple[Kind, int | None, int | None]:
    if dose.minutes is not None:
        return "time", None, dose.minutes * SECONDS
    if dose.hold_s is not None and (dose.reps or 1) == 1:
        return "hold", None, dose.hold_s
    return "reps", dose.reps, None


def share_done(
    planned: Mapping[str, int],
    done: Mapping[str, int | None],
    easier: Mapping[str, str | None] | None = None,
) -> int | None:
    """How much of the planned session was done, in percent; None where nothing is planned.

    `planned` are the sets of each exercise, `done` those of the exercises that were done;
    without a number an exercise counts whole, and more sets than planned as whole. The
    `easier` neighbour of an exercise counts in its place, unless it is planned itself.
    Source: programmes draft 4, "over the pain limit use its easier neighbour".
    """
    if not planned:
        return None
    shares = 0.0
    for exercise, wanted in planned.items():
        other = (easier or {}).get(exercise)
        stands = exercise if exercise in done or other in planned else other
        if stands is not None and stands in done:
            sets = done[stands]
            shares += 1.0 if sets is None else min(sets / wanted, 1.0)
    return round(100 * shares / len(planned))


def exercises_of(programme: Programme, exercises: Mapping[str, Exercise]) -> frozenset[str]:
    """What can be logged for a programme: its exercises and their easier and harder neighbours."""
    own = {use.id for stage in programme.stages for use in stage.exercises}
    first = {use.after.exercise for stage in programme.stages for use in stage.exercises
             if use.after}  # fmt: skip
    found = own | first
    for each in own | first:
        harder, easier = exercises[each].progress, exercises[each].regress
        found |= {harder} if harder else set()
        chain: set[str] = set()
        while easier is not None and easier not in chain:
            chain.add(easier)
            easier = exercises[easier].regress
        found |= chain
    return frozenset(found)


def needed_things(
    exercise: Exercise, needs: Mapping[str, tuple[str, ...]]
) -> list[tuple[str, ...]]:
    """What an exercise cannot do without: of each group one thing is enough."""
    return [things for word in exercise.equipment if (things := needs[word])]


def lacking(
    exercise: Exercise, needs: Mapping[str, tuple[str, ...]], lacks: Iterable[str]
) -> list[tuple[str, ...]]:
    """The groups of which the person has nothing; empty when they can do it."""
    gone = frozenset(lacks)
    if not gone:
        return []
    return [things for things in needed_things(exercise, needs) if gone.issuperset(things)]


def run_parts(step: LadderStep) -> list[RunPart]:
    """A running session in its order, every repeat written out."""
    parts: list[RunPart] = []
    for block in step.parts:
        for _ in range(block.times):
            parts.append(RunPart(block.what, block.seconds, block.is_running))
            if block.then is not None:
                parts.append(RunPart(block.then, block.then_s, is_running=False))
    return parts
