"""What is measured, and what a measured day does to a plan.

All pain is the NRS 0-10.
"""

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from rehab.content.entry import Entry, Id, Nrs, RegionText, Text
from rehab.vocabulary import Location, Tier

Op = Literal["<=", "<", ">=", ">", "==", "!="]
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
    """Pain limits during and after loading; carry on, hold, step back.

    `own_runs_least` runs outside the ladder in `own_runs_days`, all within the limits, are
    left as they are; None where such runs are not looked at.
    """

    during_go_max: Nrs
    during_hold_max: Nrs
    morning_go_rise_max: Nrs
    morning_hold_rise: Nrs
    morning_back_rise_min: Nrs
    morning_back_abs_min: Nrs
    own_runs_days: int | None = Field(default=None, ge=1, le=60)
    own_runs_least: int | None = Field(default=None, ge=1, le=14)
    text: Text
    sources: Sources

    @model_validator(mode="after")
    def _check_order(self) -> Self:
        if (self.own_runs_days is None) != (self.own_runs_least is None):
            raise ValueError("own runs need their days and their number, or neither")
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


class LiftRule(Entry):
    """What ends a rule that fired. `stops_running` leaves out running as well while it is open.

    visit: a visit with its result; finding_closed: the sign is settled; rest: `days` after the
    day it fired; clear_days: `days` logged days without `metric`, one with it starts the count
    again; usual_morning: a logged morning back to usual; within_limits: the next load within the
    go limit; gone_back: a stage back or a visit, or `days` without either.
    """

    kind: Literal[
        "visit",
        "finding_closed",
        "rest",
        "clear_days",
        "usual_morning",
        "within_limits",
        "gone_back",
    ]
    days: int | None = Field(default=None, ge=1, le=28)
    metric: Id | None = None
    stops_running: bool = False

    @model_validator(mode="after")
    def _check_kind(self) -> Self:
        if (self.kind in ("rest", "clear_days", "gone_back")) != (self.days is not None):
            raise ValueError("rest, clear_days and gone_back have `days`, nothing else has")
        if (self.kind == "clear_days") != (self.metric is not None):
            raise ValueError("clear_days and `metric` go together")
        return self


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
    lift: LiftRule | None = None
    otherwise: bool = False
    text: RegionText
    sources: Sources

    @model_validator(mode="after")
    def _has_a_cause(self) -> Self:
        causes = (self.any, self.open_finding_topics, self.step_backs_min, self.log_gap_days_min)
        if self.otherwise == any(bool(c) for c in causes):
            raise ValueError("needs a cause, or `otherwise` alone")
        if self.otherwise != (self.lift is None):
            raise ValueError("what stops or holds says in `lift` what ends it")
        return self


class OutcomeMeasure(Entry):
    """A self-report measure and whether we may build it in.

    `total_only`: the person types in the total of a paper form; its items are not ours
    to show. `metric` is the self-test that asks the same, `answers` are the answers of
    one question in words, from value 0 up. `change` is the smallest difference that is
    more than measuring error or matters, None where no source gives one;
    `change_is_unconfirmed` when its source was not read.
    """

    label: Text
    about: Text | None = None
    question: Text | None = None
    metric: Id | None = None
    answers: tuple[Text, ...] = ()
    change: float | None = Field(default=None, gt=0)
    change_is_unconfirmed: bool = False
    change_text: Text | None = None
    build_in: Literal["yes", "total_only", "no"]
    range: tuple[int, int] | None = None
    better: Text
    sources: Sources
