"""What a programme is made of: stages, exercises, doses, criteria, ladders, gates.

Frozen values parsed from `rehab/content`. All pain is the NRS 0-10; days in a
programme count from its start unless a field says otherwise.
"""

from typing import Literal, Self

from pydantic import Field, model_validator

from rehab.content.entry import Days, Entry, Id, Nrs, RegionText, Reviewed, Text
from rehab.programme.measures import MetricTest, Op, Sources
from rehab.programme.running import Step
from rehab.vocabulary import Goal, InjuryType, Location, Mechanism, Onset, Tier


class Dose(Entry):
    """How much: sets of repetitions or holds, how often.

    `each_side`: every set is done with one leg, or on one side, and then the other.
    """

    sets: int | None = Field(default=None, ge=1, le=12)
    reps: int | None = Field(default=None, ge=1, le=40)
    hold_s: int | None = Field(default=None, ge=1, le=120)
    hold_s_max: int | None = Field(default=None, ge=1, le=120)
    minutes: int | None = Field(default=None, ge=1, le=90)
    per_day: int | None = Field(default=None, ge=1, le=12)
    days_per_week: int | None = Field(default=None, ge=1, le=7)
    every_n_days: int | None = Field(default=None, ge=1, le=14)
    rest_s: int | None = Field(default=None, ge=0, le=300)
    load: Text | None = None
    each_side: bool = False


class Exercise(Reviewed):
    """One prescribed movement. `regress` is easier, `progress` harder.

    `not_if` are questions whose yes rules it out, `not_from_age` the age from
    which it is not offered, `older_text` what replaces a detail from 65 on or
    after a logged fall.
    """

    name: Text
    group: Literal[
        "care",
        "aerobic",
        "mobility",
        "isometric",
        "trunk",
        "control",
        "agility",
        "strength",
        "eccentric",
        "lengthening",
        "plyometric",
        "running drill",
    ]
    equipment: tuple[Text, ...] = ()
    level: int = Field(ge=1, le=5)
    cue: RegionText
    dose: Dose
    regress: Id | None = None
    progress: Id | None = None
    avoid: Text | None = None
    supervision: Literal["self", "care", "pro"]
    loads_hamstring: bool
    not_if: tuple[Id, ...] = ()
    not_from_age: int | None = Field(default=None, ge=16, le=100)
    older_text: Text | None = None
    sources: Sources


class After(Entry):
    """An easier exercise done `times` times at or under `pain_max` comes first."""

    exercise: Id
    times: int = Field(ge=1, le=10)
    pain_max: Nrs


class StageExercise(Entry):
    """An exercise in a stage. `from_day` and `until_day` count from onset."""

    id: Id
    role: Literal["core", "option"]
    from_day: Days | None = None
    until_day: Days | None = None
    when: tuple[MetricTest, ...] = ()
    after: After | None = None
    no_marks_on: tuple[Location, ...] = ()
    no_marks_days: int | None = Field(default=None, ge=1, le=28)
    needs_clearance: bool = False
    not_if_resting_pain_from: Nrs | None = None
    sets: int | None = Field(default=None, ge=1, le=12)
    reps: int | None = Field(default=None, ge=1, le=40)
    hold_s: int | None = Field(default=None, ge=1, le=120)
    per_day: int | None = Field(default=None, ge=1, le=12)
    days_per_week: int | None = Field(default=None, ge=1, le=7)
    every_n_days: int | None = Field(default=None, ge=1, le=14)
    note: Text | None = None


class RequiredIf(Entry):
    """When a line is required: any of these is true of the person or injury."""

    goals: tuple[Goal, ...] = ()
    grades: tuple[int, ...] = ()
    mechanisms: tuple[Mechanism, ...] = ()
    injuries_12m_min: int | None = Field(default=None, ge=1)


class Criterion(Entry):
    """One line that must be met: to enter or leave a stage, or to return.

    `need`: `latest` value not older than `max_age_days` (any age without it),
    `consecutive_days` = the n latest logged days, gaps of at most 2 days,
    `passes` = n passes of the ladder step, `mean_over` = mean of n days,
    `attested` = recorded with who, when and words, `computed` = another list.
    `goals` limits the line to people with these goals. `advised` is the better
    value that is not required. `other_leg_min` makes a side-to-side share
    unknown below that count on the other leg. `pain_max` is the pain up to which
    a full training session counts. `per_stage` wants an agreement of its own for
    this stage: the one that led into it says nothing about leaving it.
    """

    id: Id
    metric: Id
    op: Op
    value: int | bool | str
    need: Literal["latest", "consecutive_days", "passes", "mean_over", "attested", "computed"]
    n: int | None = Field(default=None, ge=1, le=100)
    max_age_days: int | None = Field(default=None, ge=0, le=365)
    ladder: Id | None = None
    goals: tuple[Goal, ...] = ()
    required: bool = True
    required_if: RequiredIf | None = None
    advised: int | None = None
    other_leg_min: int | None = Field(default=None, ge=1, le=40)
    pain_max: Nrs | None = None
    or_metric: MetricTest | None = None
    per_stage: bool = False
    checklists: dict[Goal, Id] = Field(default_factory=dict)
    text: Text
    sources: Sources

    @model_validator(mode="after")
    def _check_need(self) -> Self:
        if self.need in ("consecutive_days", "passes", "mean_over") and self.n is None:
            raise ValueError(f"need {self.need} wants `n`")
        if (self.need == "passes") != (self.ladder is not None):
            raise ValueError("need passes and `ladder` go together")
        if (self.need == "computed") != bool(self.checklists):
            raise ValueError("need computed and `checklists` go together")
        if self.per_stage and self.need != "attested":
            raise ValueError("`per_stage` is for need attested")
        return self


class Gate(Entry):
    """A door that must be open at entry, at each stage and after each check.

    `kind` is from a closed set; `unless_cleared` lets a recorded clearance of
    at most `clearance_max_age_days` open it. `blocks` says what stays shut.
    """

    id: Id
    text: RegionText
    kind: Literal[
        "no_open_sign",
        "min_age",
        "not_young_with_upper_pain",
        "not_old",
        "not_at_onset",
        "answers_no",
        "no_marks",
        "pain_at_most",
        "grade_below",
        "cleared",
        "attest",
    ]
    tiers: tuple[Tier, ...] = ()
    age: int | None = Field(default=None, ge=10, le=100)
    questions: tuple[Id, ...] = ()
    signs: tuple[
        Literal["pop", "gap", "bruising", "swelling", "cannot_walk", "pop_at_sit_bone"], ...
    ] = ()
    locations: tuple[Location, ...] = ()
    nerve_words: bool = False
    metric: Id | None = None
    value: int | None = Field(default=None, ge=0, le=90)
    days: int | None = Field(default=None, ge=1, le=60)
    at_least_days: int | None = Field(default=None, ge=1, le=60)
    unless_cleared: bool = False
    blocks: Literal["programme", "running_and_hops"] = "programme"


class LadderUse(Entry):
    """The part of a running ladder that belongs to a stage.

    Distance runners go to `endurance_goal_to` instead, and from there on the
    endurance ladder from `endurance_goal_then` to its end.
    """

    id: Id
    first: Step = Field(alias="from")
    last: Step = Field(alias="to")
    endurance_goal_to: Step | None = None
    endurance_goal_then: Step | None = None


class Session(Entry):
    """How a session is put together."""

    options_per_session: int = Field(ge=0, le=5)
    max_items: int = Field(ge=1, le=12)
    minutes: Text


class Stage(Entry):
    """One step of a programme: what to do, what to avoid, when to leave."""

    id: Id
    name: Text
    goal: Text
    min_days: Days
    late_after_days: Days | None = None
    profile: Id
    run_profile: Id | None = None
    ladder: LadderUse | None = None
    plan: Id | None = None
    exercises: tuple[StageExercise, ...] = Field(min_length=1)
    avoid: tuple[Text, ...] = ()
    exit: tuple[Criterion, ...] = Field(min_length=1)
    cooling_days: Days = 0
    then: Id | None = None
    on_late: Literal["retriage_as_strain"] | None = None
    optional_for_goals: tuple[Goal, ...] = ()
    load_note: Text | None = None
    week_note: Text | None = None
    hard_days_per_week: int | None = Field(default=None, ge=1, le=7)
    runs_per_week: int | None = Field(default=None, ge=1, le=7)
    session: Session
    sources: Sources

    @model_validator(mode="after")
    def _check_days(self) -> Self:
        if self.late_after_days is not None and self.late_after_days < self.min_days:
            raise ValueError("late before it may be left")
        return self


class AppliesTo(Entry):
    """For whom a programme is meant."""

    onset: Onset | None = None
    types: tuple[InjuryType, ...] = ()
    grades: tuple[int, ...] = ()
    mechanisms: tuple[Mechanism, ...] = ()
    working_labels: tuple[Id, ...] = ()


class ExpectedDays(Entry):
    """The plan's own range in days, counted from its start."""

    first: Days = Field(alias="from")
    last: Days | None = Field(default=None, alias="to")
    sources: Sources


class ImprovementCheck(Entry):
    """Pain is looked at from day `days` on: it should have fallen by points or percent.

    The median of the first `over_days` days is held against that of the newest; with fewer than
    `min_logged` values on either side, or a first one below `skip_if_below`, nothing is said. A
    look by a professional is named from `see_professional_day` on, else from `days` on.
    """

    metric: Id
    days: int = Field(ge=1, le=90)
    over_days: int = Field(ge=3, le=14)
    min_logged: int = Field(ge=2, le=14)
    min_change_points: int = Field(ge=1, le=5)
    or_min_change_pct: int = Field(ge=10, le=90)
    skip_if_below: Nrs
    see_professional_day: Days | None = None
    sources: Sources

    @model_validator(mode="after")
    def _check_spans(self) -> Self:
        if self.days < 2 * self.over_days - 1:
            raise ValueError("the first days and the newest ones must not overlap")
        if self.min_logged > self.over_days:
            raise ValueError("more values than days")
        return self


class StretchCheck(Entry):
    """When stretching stops: a place marked on days of a window, or sitting pain."""

    locations: tuple[Location, ...]
    days: int = Field(ge=1, le=28)
    at_least_days: int = Field(ge=1, le=28)
    sitting_from: Nrs
    stops: tuple[Id, ...]
    text: Text


class Programme(Reviewed):
    """A staged plan. `shared_gate` adds the gates every programme has."""

    name: Text
    summary: Text
    applies_to: AppliesTo
    supervision: Literal["self", "pro"]
    shared_gate: bool
    gates: tuple[Gate, ...] = ()
    clearance_max_age_days: int = Field(default=21, ge=1, le=90)
    expected_days: ExpectedDays
    range_text: Text
    see_professional_by_day: Days | None = None
    improvement_check: ImprovementCheck | None = None
    stretch_check: StretchCheck | None = None
    loads_hamstring: bool = True
    stages: tuple[Stage, ...] = Field(min_length=1)

    def stage(self, stage_id: str) -> Stage:
        """One stage by its id. KeyError when there is none."""
        for stage in self.stages:
            if stage.id == stage_id:
                return stage
        raise KeyError(stage_id)


class Checklist(Entry):
    """Lines that are computed from the diary; none of them can be ticked but the attested."""

    label: Text
    goals: tuple[Goal, ...] = Field(min_length=1)
    cooling_days: Days
    items: tuple[Criterion, ...] = Field(min_length=1, alias="item")
