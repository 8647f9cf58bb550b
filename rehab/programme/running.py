"""Steps back to running and build-ups of one exercise over weeks."""

from typing import Annotated

from pydantic import Field

from rehab.content.entry import Entry, Id, Nrs, Text
from rehab.programme.measures import MetricTest, Sources
from rehab.vocabulary import Location

Step = Annotated[str, Field(pattern=r"^[SE]\d{1,2}b?$")]


class StepPart(Entry):
    """A stretch of a session, `times` over, each followed by `then`.

    Without seconds it is measured in metres or left open: done when the person says so.
    `is_drills`: these are the drills of the ladder.
    """

    what: Text
    seconds: int | None = Field(default=None, ge=5, le=7200)
    is_running: bool
    is_drills: bool = False
    times: int = Field(default=1, ge=1, le=20)
    then: Text | None = None
    then_s: int | None = Field(default=None, ge=5, le=1800)


class LadderStep(Entry):
    """One running session. `max_speed_pct` is percent of the own best sprint.

    `parts` are the same session for the timer.
    """

    step: Step
    session: Text
    running_min: float | None = Field(default=None, ge=0, le=120)
    max_speed_pct: int = Field(ge=10, le=100)
    min_hours_before_next: int = Field(ge=12, le=120)
    passes_needed: int = Field(default=1, ge=1, le=3)
    note: Text | None = None
    parts: tuple[StepPart, ...] = Field(min_length=1)


class PassRule(Entry):
    """When a step counts, beside the profile's go limit: the rise of the next morning (NRS)."""

    morning_rise_max: Nrs


class Ladder(Entry):
    """Steps back to running."""

    label: Text
    gate: tuple[MetricTest, ...]
    gate_not_with_locations: tuple[Location, ...] = ()
    gate_not_if: tuple[Id, ...] = ()
    pass_rule: PassRule
    skip_text: Text | None = None
    skip_steps: tuple[Step, ...] = ()
    skip_for: tuple[Id, ...] = ()
    runs_per_week_until: Step | None = None
    runs_per_week: int | None = Field(default=None, ge=1, le=7)
    drills: tuple[Id, ...] = ()
    steps: tuple[LadderStep, ...] = Field(min_length=2)
    sources: Sources


class PlanWeek(Entry):
    """A week, or a run of weeks, of a build-up."""

    week: Text
    sessions: int = Field(ge=1, le=7)
    sets: int = Field(ge=1, le=6)
    reps: Text


class BuildPlan(Entry):
    """A build-up of one exercise over weeks."""

    label: Text
    exercise: Id
    note: Text | None = None
    weeks: tuple[PlanWeek, ...] = Field(min_length=1)
    sources: Sources
