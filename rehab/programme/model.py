"""What a programme is made of: stages, exercises, doses, criteria, ladders, gates.

Frozen values parsed from `rehab/content`. All pain is the NRS 0-10; days in a
programme count from its start unless a field says otherwise.
"""

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from rehab.content.entry import Days, Entry, Id, Message, Nrs, RegionText, Reviewed, Text
from rehab.vocabulary import Goal, InjuryType, Location, Mechanism, Onset, Tier

Op = Literal["<=", "<", ">=", ">", "==", "!="]
Step = Annotated[str, Field(pattern=r"^[SE]\d{1,2}b?$")]
ProfileLimit = Literal[
    "profile.during_go_max",
    "profile.during_hold_max",
    "profile.morning_hold_rise",
    "profile.morning_back_rise_min",
    "profile.morning_back_abs_min",
]
Sources = Annotated[tuple[Id, ...], Field(min_length=1)]


class Metric(Entry):
    """One thing that is measured; `home` is where its value is kept.

    `derived` is computed by `formula`, all others are entered by the person.
    `answers_from` names the questions that feed it, `test_order` its place in a
    sitting, `own_day` that it is not done on a day with other tests. A value
    taken within `hours_after_painkiller` does not count towards an exit.
    """

    label: Text
    kind: Literal[
        "nrs", "bool", "count", "percent", "degrees", "cm", "minutes", "nrs_change", "days", "step"
    ]
    scope: Literal["daily", "session", "test", "attest", "derived"]
    home: Literal[
        "day", "run", "session", "reading", "answer", "fall", "visit", "clearance", "derived"
    ]
    question: Text | None = None
    formula: str | None = None
    answers_from: tuple[Id, ...] = ()
    test_order: int | None = Field(default=None, ge=1, le=40)
    own_day: bool = False
    hours_after_painkiller: int | None = Field(default=None, ge=1, le=48)
    not_if: tuple[Id, ...] = ()
    not_with_locations: tuple[Location, ...] = ()

    @model_validator(mode="after")
    def _check_words(self) -> Self:
        if (self.scope == "derived") != bool(self.formula):
            raise ValueError("a derived metric has a formula, others have none")
        if self.scope != "derived" and not self.question:
            raise ValueError("a metric that is entered needs its question")
        return self


class PainProfile(Entry):
    """Pain limits during and after loading; carry on, hold, step back."""

    during_go_max: Nrs
    during_hold_max: Nrs
    after_settle_hours: int = Field(ge=1, le=72)
    morning_go_rise_max: Nrs
    morning_hold_rise: Nrs
    morning_back_rise_min: Nrs
    morning_back_abs_min: Nrs
    text: Text
    sources: Sources

    @model_validator(mode="after")
    def _check_order(self) -> Self:
        if not self.during_go_max < self.during_hold_max:
            raise ValueError("the hold limit must lie above the go limit")
        if not self.morning_go_rise_max < self.morning_hold_rise < self.morning_back_rise_min:
            raise ValueError("morning limits must rise from go to hold to back")
        return self


class MetricTest(Entry):
    """A comparison with the newest value of one metric; a missing value is unknown."""

    metric: Id
    op: Op
    value: int | bool | str


class ResponseRule(Entry):
    """What a logged day or session does to the plan; the first that matches wins.

    `any` are tests on the newest day and session; a value `profile.x` is read
    from the stage's profile. A gap in the log decides nothing by itself: with
    `only_if_not_trained` the person is asked first whether they kept training.
    """

    id: Id
    outcome: Literal[
        "stop_and_seek_help",
        "stage_back_and_see_professional",
        "stage_back",
        "step_back",
        "hold",
        "hold_and_ask",
        "go",
    ]
    any: tuple[MetricTest, ...] = ()
    not_before_day: int | None = Field(default=None, ge=0)
    new_after_recorded_no_days: int | None = Field(default=None, ge=1, le=28)
    open_finding_topics: tuple[Id, ...] = ()
    open_finding_tiers: tuple[Tier, ...] = ()
    step_backs_min: int | None = Field(default=None, ge=1)
    window_days: int | None = Field(default=None, ge=1)
    restarts_after_firing: bool = False
    log_gap_days_min: int | None = Field(default=None, ge=1)
    log_gap_days_max: int | None = Field(default=None, ge=1)
    only_if_not_trained: bool = False
    stage_not_in: tuple[Id, ...] = ()
    asks: tuple[Id, ...] = ()
    starts_rule: Id | None = None
    ends_when: Text | None = None
    otherwise: bool = False
    text: RegionText
    sources: Sources

    @model_validator(mode="after")
    def _has_a_cause(self) -> Self:
        causes = (self.any, self.open_finding_topics, self.step_backs_min, self.log_gap_days_min)
        if self.otherwise == any(bool(c) for c in causes):
            raise ValueError("needs a cause, or `otherwise` alone")
        return self


class Dose(Entry):
    """How much: sets of repetitions or holds, how often."""

    sets: int | None = Field(default=None, ge=1, le=12)
    reps: int | None = Field(default=None, ge=1, le=40)
    hold_s: int | None = Field(default=None, ge=1, le=120)
    hold_s_max: int | None = Field(default=None, ge=1, le=120)
    minutes: int | None = Field(default=None, ge=1, le=90)
    per_day: int | None = Field(default=None, ge=1, le=12)
    days_per_week: int | None = Field(default=None, ge=1, le=7)
    every_n_days: int | None = Field(default=None, ge=1, le=14)
    load: Text | None = None


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
    unknown below that count on the other leg.
    """

    id: Id
    metric: Id
    op: Op
    value: int | bool | str
    need: Literal["latest", "consecutive_days", "passes", "mean_over", "attested", "computed"]
    n: int | None = Field(default=None, ge=1, le=100)
    max_age_days: int | None = Field(default=None, ge=0, le=365)
    ladder: Id | None = None
    median_of: int | None = Field(default=None, ge=2, le=5)
    goals: tuple[Goal, ...] = ()
    required: bool = True
    required_if: RequiredIf | None = None
    advised: int | None = None
    other_leg_min: int | None = Field(default=None, ge=1, le=40)
    or_metric: MetricTest | None = None
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
    """The part of a running ladder that belongs to a stage."""

    id: Id
    first: Step = Field(alias="from")
    last: Step = Field(alias="to")
    endurance_goal_to: Step | None = None


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
    """Worst pain must fall by points or percent within the window."""

    metric: Id
    days: int = Field(ge=1, le=90)
    min_change_points: int = Field(ge=1, le=5)
    or_min_change_pct: int = Field(ge=10, le=90)
    skip_if_below: Nrs
    see_professional_day: Days | None = None
    sources: Sources


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


class LadderStep(Entry):
    """One running session. `max_speed_pct` is percent of the own best sprint."""

    step: Step
    session: Text
    running_min: float | None = Field(default=None, ge=0, le=120)
    max_speed_pct: int = Field(ge=10, le=100)
    min_hours_before_next: int = Field(ge=12, le=120)
    passes_needed: int = Field(default=1, ge=1, le=3)
    note: Text | None = None


class PassRule(Entry):
    """When a step counts: at or under the profile's go limit, settled next day."""

    pain_limit: Literal["profile.during_go_max"]
    after_24h_back_to_usual: bool
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


class Checklist(Entry):
    """Lines that are computed from the diary; none of them can be ticked but the attested."""

    label: Text
    goals: tuple[Goal, ...] = Field(min_length=1)
    cooling_days: Days
    items: tuple[Criterion, ...] = Field(min_length=1, alias="item")


class Grade(Entry):
    """A grade by signs a person can see. Grade 0 is stored as 1 with its label as detail."""

    grade: int = Field(ge=0, le=3)
    label: Text
    words: Text
    signs: tuple[Text, ...]
    bamic: tuple[str, ...]
    munich: tuple[str, ...]
    ake_gap_deg: tuple[int, int]
    usual_days: tuple[int, int]
    programme: Id
    sources: Sources


class TriageRow(Entry):
    """What one kind of trouble gets. `kind` is the answer of `rehab.triage`."""

    id: Id
    label: Text
    kind: Literal["strain", "tendon", "contusion", "mixed", "elsewhere", "see_first"]
    type: InjuryType
    onset: Onset | None = None
    programme: Id | None = None
    note: RegionText
    also_feels_like: tuple[Id, ...] = ()
    sources: Sources


class TriageNumbers(Entry):
    """The limits that `rehab.triage` uses; ages in years, times in days."""

    self_directed_from_age: int = Field(ge=13, le=21)
    diary_from_age: int = Field(ge=10, le=18)
    upper_pain_cleared_under_age: int = Field(ge=16, le=30)
    contusion_professional_from_age: int = Field(ge=40, le=90)
    long_standing_days: int = Field(ge=28, le=365)
    fresh_days: int = Field(ge=7, le=60)
    avulsion_days: int = Field(ge=14, le=90)
    big_bruise_grade: int = Field(ge=1, le=3)


class TriageWords(Entry):
    """The words for what `rehab.triage` answers in keys."""

    why: dict[Id, Message]
    diary_only: dict[Id, RegionText]
    limits: dict[Id, RegionText]


class OutcomeMeasure(Entry):
    """A self-report measure and whether we may build it in."""

    label: Text
    build_in: Literal["yes", "total_only", "no"]
    build_in_note: str = ""
    range: tuple[int, int] | None = None
    better: Text
    important_change: Text | None = None
    licence: Text
    sources: Sources
