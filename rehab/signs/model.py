"""What a warning sign is made of: rules, questions, conditions, factors, policy.

Frozen values parsed from `rehab/content`. Nothing here decides anything about a
diary; `nodes` and `evaluate` do.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, Literal, Self

from pydantic import Field, model_validator

from rehab.content.entry import Days, Entry, Id, Message, Note, RegionText, Reviewed, Text
from rehab.signs.cases import Example
from rehab.vocabulary import (
    AnswerValue,
    InjuryType,
    Onset,
    Tier,
)

DEFAULT_RANK_WEIGHTS: Mapping[Tier, float] = {
    Tier.EMERGENCY: 9.0,
    Tier.URGENT: 6.0,
    Tier.SOON: 3.0,
    Tier.ROUTINE: 1.0,
    Tier.NOTE: 0.0,
}
DEFAULT_REPEAT_DAYS = 7

Action = Literal[
    "go_to_emergency",
    "call_emergency",
    "call_advice_line_now",
    "be_seen_today",
    "stop_running_be_seen_today",
    "call_prescriber_today",
    "not_alone_for_a_day",
    "gp_within_2_weeks",
    "physio_or_gp_1_2_weeks",
    "doctor_1_2_weeks",
    "stop_running_see_doctor",
    "book_physio",
    "book_sports_doctor",
    "gp_routine",
    "restart_stage_and_check",
    "show_on_chart",
    "ask",
    "point",
]


class Persist(Entry):
    """The condition must hold at `evaluations` checks, `spacing` days apart."""

    evaluations: int = Field(ge=2, le=5)
    spacing: int = Field(ge=1, le=28)


class Rule(Reviewed):
    """A warning sign, or a rule that asks, or a pointer.

    `clock` says what `since_onset` counts from: "onset" (or a later confirmed
    re-injury), or "slow" (the start of the present plan, before one the first
    log, when onset is older than that by more than three weeks).
    `condition` is the parsed node. `window_days` is how far back the condition
    reads days, persistence included; `answer_windows` does so per question.
    `once` rules are told once per injury. Rules of one `bundle` make one card. While
    it is true, routine rules on a topic in `covers` are not told.
    `heading` stands on its card instead of its tier's own, as long as the card has that tier.
    `pause_default` is what "Pause loading until I am seen?" proposes.
    """

    name: Text
    topic: Id
    tier: Tier
    clock: Literal["onset", "slow"] = "onset"
    within_days: int | None = Field(default=None, ge=0, le=90)
    rank_weight: float | None = Field(default=None, ge=0, le=10)
    repeat_days: int | None = Field(default=None, ge=1, le=90)
    asks: tuple[Id, ...] = ()
    action: Action
    suggests: tuple[Id, ...]
    sources: tuple[Id, ...] = Field(min_length=1)
    summary: Text
    heading: RegionText | None = None
    message: Message
    meaning: RegionText | None = None
    exceptions: tuple[Note, ...] = ()
    persist: Persist | None = None
    once: bool = False
    bundle: Id | None = None
    covers: tuple[Id, ...] = ()
    pause_default: bool = False
    condition: Any
    window_days: Days
    answer_windows: dict[str, int] = Field(default_factory=dict)
    examples: tuple[Example, ...] = Field(default=(), alias="example")

    @property
    def weight(self) -> float:
        """How much this rule counts when its conditions are ranked."""
        if self.rank_weight is not None:
            return self.rank_weight
        return DEFAULT_RANK_WEIGHTS[self.tier]

    @property
    def ask_again_days(self) -> int:
        """After how many days an asking rule that is still true asks again."""
        return self.repeat_days or DEFAULT_REPEAT_DAYS

    @model_validator(mode="after")
    def _check_tier(self) -> Self:
        if self.tier in (Tier.EMERGENCY, Tier.URGENT) and self.persist:
            raise ValueError("an emergency or urgent rule must not wait for persistence")
        if self.tier is Tier.EMERGENCY and not self.meaning:
            raise ValueError("an emergency rule needs `meaning` for the stop page")
        if (self.action == "ask") != bool(self.asks):
            raise ValueError("`asks` and action 'ask' go together")
        if self.asks and self.tier is not Tier.NOTE:
            raise ValueError("a rule that asks has tier note")
        return self


class Question(Reviewed):
    """A safety question, answered yes, no or not sure. Yes always means danger.

    `short` completes "You told us about ...", `tell` is what the person can
    read out to a professional. `baseline_text` is asked instead when the person
    said the trouble is long-standing and known, `baseline_tell` is the same as a
    statement to tick. `unsure` = "advice_line": not
    sure means calling the advice line now. `asked_after` names the questions
    whose yes opens this one at once. `multiple` questions tick parts. A clear answer to
    a question about the person stands `stands_days`: no trigger asks it again meanwhile.
    """

    text: Text
    short: Text
    tell: Text
    help: Text | None = None
    baseline_text: Text | None = None
    baseline_tell: Text | None = None
    input: Literal["yes_no_not_sure", "ticks"] = "yes_no_not_sure"
    parts: dict[str, str] = Field(default_factory=dict)
    asked_when: tuple[str, ...] = Field(min_length=1)
    asked_after: tuple[Id, ...] = ()
    tier_if_yes: Tier | None = None
    emergency: bool = False
    unsure: Literal["advice_line", "noted"] = "noted"
    weekly: bool = False
    danger_order: int = Field(ge=1, le=99)
    stands_days: int | None = Field(default=None, ge=1, le=3650)
    sources: tuple[Id, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _check_input(self) -> Self:
        if (self.input == "ticks") != bool(self.parts):
            raise ValueError("`parts` and input 'ticks' go together")
        if self.weekly != ("weekly" in self.asked_when):
            raise ValueError("`weekly` and asked_when 'weekly' go together")
        if self.emergency and self.unsure != "advice_line":
            raise ValueError("not sure about an emergency question means the advice line")
        return self


Sets = dict[Id, AnswerValue]


class FollowUpOption(Entry):
    """One tick below a safety line; `sets` are the answers it gives."""

    id: Id
    text: Text
    sets: Sets


class FollowUp(Entry):
    """The one question that is missing when a line alone does not decide."""

    text: Text
    hint: Text | None = None
    error: Text
    kind: Literal["ticks", "one_of"]
    options: tuple[FollowUpOption, ...] = Field(min_length=2)
    unanswered: Sets = Field(min_length=1)


class SafetyLine(Entry):
    """One line of the safety check. A tick gives the answers in `sets`."""

    id: Id
    text: Text
    asks: tuple[Id, ...] = Field(min_length=1)
    sets: Sets = Field(default_factory=dict)
    follow_up: FollowUp | None = None


_SEVERITY = {AnswerValue.NO: 0, AnswerValue.NOT_SURE: 1, AnswerValue.YES: 2}


class SafetyCheck(Entry):
    """The check that stands before the diary: what is ticked becomes answers."""

    title: Text
    intro: Text
    none_text: Text
    hint: Text
    lines: tuple[SafetyLine, ...] = Field(min_length=1, alias="line")

    def line(self, line_id: str) -> SafetyLine:
        """One line by its id. KeyError when there is none."""
        for line in self.lines:
            if line.id == line_id:
                return line
        raise KeyError(line_id)

    def answers(
        self, ticked: Iterable[str], chosen: Mapping[str, Iterable[str]] | None = None
    ) -> dict[str, AnswerValue]:
        """Turn ticks into one answer per question of the check.

        `chosen` holds, per ticked line, the ids of its follow-up options. A
        line left unticked answers no to its questions. A follow-up left open
        gives its `unanswered` values, which are at least urgent. Where two
        lines speak about one question the more dangerous answer stands.
        KeyError for an unknown line or option.
        """
        answers = {q: AnswerValue.NO for line in self.lines for q in line.asks}
        for line_id in ticked:
            for sets in self._given(self.line(line_id), tuple((chosen or {}).get(line_id, ()))):
                for question, value in sets.items():
                    if _SEVERITY[value] > _SEVERITY[answers.get(question, AnswerValue.NO)]:
                        answers[question] = value
        return answers

    @staticmethod
    def _given(line: SafetyLine, chosen: tuple[str, ...]) -> list[Sets]:
        if line.follow_up is None:
            return [line.sets]
        if not chosen:
            return [line.sets, line.follow_up.unanswered]
        by_id = {option.id: option.sets for option in line.follow_up.options}
        return [line.sets, *(by_id[option] for option in chosen)]


class ConditionCard(Reviewed):
    """Something else it could be: mentioned, never concluded.

    `named` completes "It can come from ...". `is_rare` is named last, and for a routine
    sign only where the rule is about it. `where`, `feels`, `worse` and `eases` are what its
    own page tells.
    """

    label: Text
    named: Text
    is_rare: bool = False
    plain: Text
    where: Text
    feels: Text
    worse: Text
    eases: Text | None = None
    who: RegionText
    how_fast: Tier
    programme: Id | None = None
    sources: tuple[Id, ...] = Field(min_length=1)


class CauseSigns(Entry):
    """What a condition is known by: how usual it is here, and points for each sign.

    The signs are those of `rehab.causes`; the points order possibilities and are no
    likelihoods.
    """

    usual: float = Field(ge=-5, le=3)
    signs: dict[Id, float] = Field(min_length=1)
    sources: tuple[Id, ...] = Field(min_length=1)


class Factor(Entry):
    """One row of "Does it fit?": what fits muscle, what fits the sit-bone tendon, what does not.

    `overdue_day` and `acute_allowance_days` are days by grade or type.
    """

    id: Id
    label: Text
    general: Text
    fits_muscle: Text
    fits_tendon: Text | None = None
    points_elsewhere: Text
    exceptions: Text | None = None
    window_days: int = Field(ge=1, le=90)
    min_days: int = Field(ge=1, le=90)
    weight: float = Field(gt=0, le=3)
    rules: tuple[Id, ...]
    acute_allowance_days: dict[str, int] = Field(default_factory=dict)
    overdue_day: dict[str, int] = Field(default_factory=dict)
    sources: tuple[Id, ...] = Field(min_length=1)


class CorridorPoint(Entry):
    """Expected everyday pain in one week, in percent of the first week's median."""

    week: int = Field(ge=1, le=104)
    middle: int = Field(ge=0, le=150)
    upper: int = Field(ge=0, le=150)

    @property
    def lower(self) -> int:
        """Mirror of the upper edge, never below 0 (judgement)."""
        return max(0, 2 * self.middle - self.upper)


class Corridor(Entry):
    """The expected course for one kind of injury; judgement. `onset` None fits any onset."""

    id: Id
    label: Text
    type: InjuryType
    grade: int | None = Field(default=None, ge=1, le=3)
    onset: Onset | None = None
    stretch: bool = False
    time_factor: float = Field(default=1.0, ge=1, le=4)
    points: tuple[CorridorPoint, ...] = Field(min_length=2)
    sources: tuple[Id, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _check_order(self) -> Self:
        weeks = [p.week for p in self.points]
        if weeks != sorted(set(weeks)):
            raise ValueError("weeks must rise")
        if any(p.upper < p.middle for p in self.points):
            raise ValueError("the upper edge lies below the middle")
        return self


class TierText(Entry):
    """How a tier is spoken of: heading, stop words and how it may be put off.

    A finding that was not true for less than `episode_ends_after_days` and comes back is
    the same episode; 0 means that every return is a new one.
    """

    heading: RegionText
    stop_words: RegionText | None = None
    cooldown_days: int = Field(ge=0, le=90)
    snooze_days: int | None = Field(default=None, ge=1, le=90)
    max_new_in_7_days: int | None = Field(default=None, ge=1, le=7)
    episode_ends_after_days: int = Field(default=0, ge=0, le=90)


class Policy(Entry):
    """What is told when several things are true, and how often.

    `max_new_in_7_days` of a tier counts within that tier: a lower tier never
    holds back a higher one. `seen_silence_days` quietens routine and soon
    rules after a visit; for emergency and urgent only the answers given before
    the visit are quiet, any newer yes speaks at once. For `emergency_holds_days` from the
    day on which an emergency was told, while it lasts and nobody was seen, soon and
    routine wait. The night row of the log shows after pain of `night_row_from` in the last
    `night_row_looks_back` logged days, and in the first `night_row_first_days`. The safety check
    is offered beside a day of `lot_of_pain_from`. "Usual" is the median of `usual_days` calendar
    days, not said under `usual_min_logged` scores.
    """

    tiers: dict[Tier, TierText]
    questions_per_screen: int = Field(ge=1, le=9)
    weekly_every_days: int = Field(ge=1, le=14)
    long_answer_days: int = Field(ge=30)
    seen_silence_days: int = Field(ge=1, le=90)
    not_for_me_days: int = Field(ge=1, le=90)
    escalate_routine_after_days: int = Field(ge=7, le=90)
    repeat_soon_after_days: int = Field(ge=7, le=90)
    emergency_holds_days: int = Field(default=1, ge=1, le=14)
    backfilled_yes_days: int = Field(ge=1, le=14)
    night_row_every_days: int = Field(ge=1, le=7)
    night_row_first_days: int = Field(ge=1, le=90)
    night_row_from: int = Field(ge=1, le=10)
    night_row_looks_back: int = Field(ge=1, le=28)
    lot_of_pain_from: int = Field(ge=1, le=10)
    usual_days: int = Field(ge=3, le=28)
    usual_min_logged: int = Field(ge=2, le=28)
    resets_for_review: int = Field(ge=2, le=5)
    resets_window_days: int = Field(ge=30, le=365)
    max_alarms_on_ordinary_healing_pct: dict[str, float]

    @model_validator(mode="after")
    def _check_tiers(self) -> Self:
        missing = set(Tier) - set(self.tiers)
        if missing:
            raise ValueError(f"no text for tier {', '.join(sorted(missing))}")
        if self.tiers[Tier.EMERGENCY].snooze_days is not None:
            raise ValueError("an emergency cannot be put off")
        return self


def is_due_for_review(entry: Reviewed, today: date) -> bool:
    """Whether the date by which the entry should be checked again has passed."""
    return entry.review_by < today
