"""The answers of the intake, what can be read off them, and why: for `rehab.triage`."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from rehab.content.catalogue import Catalogue
from rehab.told import Told, told_row
from rehab.vocabulary import (
    AnswerValue,
    Goal,
    Location,
    Mechanism,
    Onset,
    OnsetPrecision,
    Side,
    Walking,
)

Felt = Literal["cramp", "tight", "effort_only"]
YES, NOT_SURE = AnswerValue.YES, AnswerValue.NOT_SURE

THIGH = frozenset({Location.UPPER_THIGH, Location.MID_THIGH, Location.LOWER_THIGH})
SIT_BONE_AREA = frozenset({Location.SIT_BONE, Location.BUTTOCK})
# What only a doctor can sort out, told in a question of its own.
HARD_THIGH = "q_tense_thigh"
LUMPS = ("q_lump", "q_lump_growing")
COLD_FOOT = "q_cold_foot_after_run"
UPPER = SIT_BONE_AREA | {Location.UPPER_THIGH}
HAMSTRING = THIGH | {Location.SIT_BONE}
OUTSIDE = frozenset(Location) - HAMSTRING - {Location.BUTTOCK}
PRESSING = {
    HARD_THIGH: "hard_thigh",
    LUMPS[0]: "lump",
    LUMPS[1]: "lump_growing",
    COLD_FOOT: "cold_foot",
}


@dataclass(frozen=True, slots=True)
class IntakeAnswers:
    """What the intake was told. None always means "not answered".

    `places` are those on the injured side or in the middle, `other_leg` those on
    the other. `slid` tells a fall in which the foot slid away (True) from one
    that landed on the thigh (False). `age` is in whole years. `is_16_or_over` may be told
    without a birth year. `health` holds the answers to the health and safety questions.
    `is_cleared` means a professional has examined this injury and agreed. `clinician` is
    what one said it is: it comes before the person's own answers and opens no door.
    """

    side: Side
    onset: Onset | None = None
    onset_on: date | None = None
    precision: OnsetPrecision = OnsetPrecision.DAY
    mechanism: Mechanism = Mechanism.UNKNOWN
    slid: bool | None = None
    felt: Felt | None = None
    places: frozenset[Location] = frozenset()
    other_leg: frozenset[Location] = frozenset()
    pop: AnswerValue | None = None
    bruise: AnswerValue | None = None
    big_bruise: AnswerValue | None = None
    swelling: AnswerValue | None = None
    gap: AnswerValue | None = None
    walking: Walking | None = None
    age: int | None = None
    is_16_or_over: bool | None = None
    goal: Goal | None = None
    health: Mapping[str, AnswerValue] = field(default_factory=dict)
    is_cleared: bool = False
    clinician: Told | None = None


@dataclass(frozen=True, slots=True)
class Reason:
    """Why: a key of the content's `why` words and its values, from the person's own answers."""

    key: str
    values: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Case:
    """The answers with what can be read off them."""

    told: IntakeAnswers
    days: int | None
    grade: int
    content: Catalogue

    @property
    def is_gradual(self) -> bool:
        return self.told.onset is Onset.GRADUAL

    @property
    def may_be_sudden(self) -> bool:
        return self.told.onset is not Onset.GRADUAL

    @property
    def is_long_standing(self) -> bool:
        numbers = self.content.triage_numbers
        return self.days is not None and self.days > numbers.long_standing_days

    @property
    def is_fresh(self) -> bool:
        return self.days is not None and self.days <= self.content.triage_numbers.fresh_days

    @property
    def told_row(self) -> str | None:
        """The row of a professional's word; None without one that says what it is."""
        if self.told.clinician is None:
            return None
        return told_row(
            self.told.clinician, is_stretch_type=self.is_stretch_type, content=self.content
        )

    @property
    def has_strain_sign(self) -> bool:
        told = self.told
        return YES in (told.pop, told.bruise, told.big_bruise, told.gap, told.swelling)

    @property
    def reaches_outside(self) -> bool:
        return bool(self.told.places & OUTSIDE or self.told.other_leg)

    @property
    def is_young_upper(self) -> bool:
        limit = self.content.triage_numbers.upper_pain_cleared_under_age
        young = self.told.age is not None and self.told.age < limit
        return young and bool(self.told.places & UPPER)

    @property
    def is_large_tear_sign(self) -> bool:
        """A gap, a pop or palm-sized bruise at the sit bone, or two of three signs."""
        told = self.told
        at_bone = bool(told.places & SIT_BONE_AREA)
        signs = [told.pop is YES, told.big_bruise is YES, told.walking is Walking.CANNOT]
        return (
            told.gap is YES
            or (at_bone and (told.pop is YES or told.big_bruise is YES))
            or sum(signs) >= 2
        )

    @property
    def is_stretch_type(self) -> bool:
        told = self.told
        return told.mechanism is Mechanism.STRETCH or (
            told.mechanism is Mechanism.FALL and told.slid is True
        )


def grade_of(answers: IntakeAnswers, content: Catalogue) -> int:
    """The highest grade any single answer speaks for, 0 to 3.

    0 means no moment of injury and no sign. A sign the person is not sure about
    counts for nothing, a bruise they are not sure about for grade 2.
    """
    told = answers
    grades = [0 if told.onset is not Onset.SUDDEN else 1]
    if told.walking is Walking.LIMP or YES in (told.pop, told.bruise, told.swelling):
        grades.append(2)
    if NOT_SURE in (told.bruise, told.big_bruise):
        grades.append(2)
    if told.big_bruise is YES:
        grades.append(content.triage_numbers.big_bruise_grade)
    if told.gap is YES or told.walking is Walking.CANNOT:
        grades.append(3)
    return max(grades)


def reasons_of(case: Case) -> list[Reason]:
    """The person's own answers, in the order in which they count."""
    told = case.told
    reasons = _pressing(case)
    reasons += [Reason(f"onset_{told.onset.value if told.onset else 'not_sure'}")]
    if told.mechanism is not Mechanism.UNKNOWN:
        reasons.append(Reason(f"mechanism_{told.mechanism.value}"))
    if told.felt is not None:
        reasons.append(Reason(f"felt_{told.felt}"))
    if told.places:
        codes = ",".join(sorted(place.value for place in told.places))
        reasons.append(Reason("places", {"places": codes}))
    if told.side is Side.BOTH:
        reasons.append(Reason("side_both"))
    if told.other_leg:
        reasons.append(Reason("other_leg"))
    for name in ("pop", "big_bruise", "bruise", "gap", "swelling"):
        if getattr(told, name) is YES and not (name == "bruise" and told.big_bruise is YES):
            reasons.append(Reason(name))
    if NOT_SURE in (told.bruise, told.big_bruise):
        reasons.append(Reason("bruise_not_sure"))
    if told.walking is not None:
        reasons.append(Reason(f"walking_{told.walking.value}"))
    if case.is_long_standing:
        reasons.append(Reason("long_standing"))
    return reasons


def _pressing(case: Case) -> list[Reason]:
    """What stands before everything else: an alarm, an age, a professional's word."""
    told = case.told
    keys = [name for question, name in PRESSING.items() if told.health.get(question) is YES]
    if case.is_young_upper:
        keys.append("young")
    if case.told_row is not None:
        keys.append("told")
    return [Reason(key) for key in keys]
