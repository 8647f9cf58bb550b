"""Intake answers -> what they fit, which plan, or "see someone first".

Never a diagnosis: the result says what the answers fit, why, what else can feel
the same, and what holds a plan back. Pure: `today` and the content come in.
Where answers disagree the higher grade wins; what is not known takes the safer
side. Source: content `triage.toml`; programmes draft section 2; review 3.1, 3.4.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from rehab.content.catalogue import Catalogue
from rehab.programme.intake import TriageRow
from rehab.told import Told, told_grade, told_row
from rehab.vocabulary import (
    AnswerValue,
    Goal,
    InjuryType,
    Location,
    Mechanism,
    Onset,
    OnsetPrecision,
    Side,
    Tier,
    Walking,
)

Kind = Literal["strain", "tendon", "contusion", "mixed", "elsewhere", "see_first"]
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
HIP_OR_GROIN = frozenset({Location.OUTER_HIP, Location.GROIN_INNER_THIGH})
PRESSING = {
    HARD_THIGH: "hard_thigh",
    LUMPS[0]: "lump",
    LUMPS[1]: "lump_growing",
    COLD_FOOT: "cold_foot",
}
# A professional's word names these rows; their plan wants an agreement besides.
AGREED_ROWS = frozenset({"strain_3_cleared", "avulsion_nonop"})
# A yes, or not sure, leaves diary and advice until the one who treats the person agrees.
NEEDS_CLEARANCE = {
    "q_surgery": "surgery",
    "q_pregnant": "pregnancy",
    "q_injection_recent": "injection",
    "q_fluoroquinolone": "antibiotic",
    "q_anticoagulant": "thinners",
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
class TriageResult:
    """What the answers fit and what follows.

    `row` is the content row it rests on. `programme` is None when there is no
    plan to start now; then `diary_only_reasons` says why. `grade_detail` is "0"
    when grade 1 stands for tightness without a moment of injury.
    `see_someone_first` is the tier at which to be examined before any plan.
    `limits` name what a plan must leave out ("no_running_or_hops"). The words for
    all these keys stand in the content (`triage_words`).
    """

    row: str
    kind: Kind
    type: InjuryType
    grade: int | None
    grade_detail: str
    programme: str | None
    working_label: str
    reasons: tuple[Reason, ...]
    also_feels_like: tuple[str, ...]
    see_someone_first: Tier | None
    long_standing: bool
    diary_only_reasons: tuple[str, ...]
    limits: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Case:
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


def triage(answers: IntakeAnswers, *, today: date, content: Catalogue) -> TriageResult:
    """Tell what the answers fit, which plan they open and what holds it back."""
    days = (today - answers.onset_on).days if answers.onset_on else None
    case = _Case(told=answers, days=days, grade=grade_of(answers, content), content=content)
    row = content.triage_rows[_row_of(case)]
    holds_back = _holds_back(case, row)
    grade = _stored_grade(case, row)
    return TriageResult(
        row=row.id,
        kind=row.kind,
        type=row.type,
        grade=max(grade, 1) if grade is not None else None,
        grade_detail="0" if grade == 0 else "",
        programme=_programme(case, row, holds_back),
        working_label=row.id,
        reasons=tuple(_reasons(case)),
        also_feels_like=row.also_feels_like,
        see_someone_first=_tier(case, row),
        long_standing=case.is_long_standing,
        diary_only_reasons=tuple(holds_back),
        limits=("no_running_or_hops",) if _is_possible(answers, "q_bone_risk") else (),
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


def _stored_grade(case: _Case, row: TriageRow) -> int | None:
    """Only a muscle strain has a grade; signs of a large tear make it 3.

    A professional's word comes before both; what tore off from the bone is a 3 too.
    """
    if row.type is not InjuryType.MUSCLE_STRAIN or row.id == "cramp":
        return None
    if row.id == case.told_row and case.told.clinician is not None:
        grade = told_grade(case.told.clinician, case.content)
        return 3 if grade is None else grade
    return 3 if case.is_large_tear_sign else case.grade


def _is_blow(case: _Case) -> bool:
    fell_on_it = case.told.mechanism is Mechanism.FALL and case.told.slid is not True
    return case.may_be_sudden and (case.told.mechanism is Mechanism.BLOW or fell_on_it)


def _is_strain(case: _Case) -> bool:
    """A moment of injury in the hamstring itself, or a cause that fits one.

    A bruise or a pop alone is no cause: a graver sign must not open a plan.
    """
    told = case.told
    if not told.places & HAMSTRING or told.side is Side.BOTH or case.is_gradual:
        return False
    if told.mechanism in (Mechanism.SPRINT, Mechanism.STRETCH, Mechanism.OVERLOAD):
        return True
    return told.onset is not None and not case.reaches_outside


def _is_awareness(case: _Case) -> bool:
    """A fresh heavy feeling of the thigh after training: grade 0."""
    told = case.told
    trained = told.mechanism in (Mechanism.OVERLOAD, Mechanism.SPRINT)
    only_thigh = bool(told.places) and told.places <= THIGH - {Location.UPPER_THIGH}
    alone = not told.other_leg and told.side is not Side.BOTH
    return case.is_gradual and case.is_fresh and trained and only_thigh and alone


def _is_tendon(case: _Case) -> bool:
    """Sit-bone pain that came slowly, or has lasted, and stays there."""
    told = case.told
    slow = case.is_gradual or (told.onset is None and case.is_long_standing)
    at_bone = Location.SIT_BONE in told.places and told.places <= UPPER
    both_sit_bones = told.side is Side.BOTH or not told.other_leg
    tear = told.pop is YES or case.is_large_tear_sign
    return slow and at_bone and both_sit_bones and not tear


def _is_avulsion(case: _Case) -> bool:
    told = case.told
    near = case.may_be_sudden or case.is_fresh or told.pop is YES
    return case.is_large_tear_sign and bool(told.places & UPPER) and near


def _is_large_tear(case: _Case) -> bool:
    near = case.may_be_sudden or case.is_fresh
    return near and (case.is_large_tear_sign or case.grade == 3)


def _is_tight(case: _Case) -> bool:
    """Only tight, in the thigh alone, and no sign of an injury."""
    told = case.told
    only_thigh = bool(told.places) and told.places <= THIGH
    return told.felt == "tight" and only_thigh and not case.has_strain_sign


def _row_of(case: _Case) -> str:
    """An emergency and an age door come first, then a professional's word, then the answers."""
    for row_id, holds in _BEFORE_ANY_WORD:
        if holds(case):
            return row_id
    return case.told_row or next(row_id for row_id, holds in _ROWS if holds(case))


_BEFORE_ANY_WORD: tuple[tuple[str, Callable[[_Case], bool]], ...] = (
    ("compartment_acute", lambda c: c.told.health.get(HARD_THIGH) is YES),
    ("young_upper", lambda c: c.is_young_upper and not c.told.is_cleared),
)
_ROWS: tuple[tuple[str, Callable[[_Case], bool]], ...] = (
    (
        "strain_3_cleared",
        lambda c: c.told.is_cleared and (_is_avulsion(c) or _is_large_tear(c)),
    ),
    ("avulsion_suspected", _is_avulsion),
    ("strain_3", _is_large_tear),
    (
        "other_serious",
        lambda c: YES in [c.told.health.get(q) for q in (*LUMPS, COLD_FOOT)],
    ),
    ("cramp", lambda c: c.told.felt == "cramp" and c.may_be_sudden and c.grade <= 1),
    ("compartment_chronic", lambda c: c.told.felt == "effort_only" and c.is_gradual),
    ("contusion", lambda c: _is_blow(c) and bool(c.told.places & (HAMSTRING | SIT_BONE_AREA))),
    ("strain_12_stretch", lambda c: c.is_stretch_type and _is_strain(c)),
    ("strain_2_sprint", lambda c: (_is_strain(c) or _is_awareness(c)) and c.grade == 2),
    ("strain_1_sprint", lambda c: _is_strain(c) or _is_awareness(c)),
    ("ischial_bursitis", lambda c: c.told.mechanism is Mechanism.FALL and _is_tendon(c)),
    ("pht", _is_tendon),
    ("tight", _is_tight),
    ("mixed", lambda c: bool(c.told.places & HAMSTRING)),
    ("referred", lambda c: True),
)


def _tier(case: _Case, row: TriageRow) -> Tier | None:
    """How soon to be examined before any plan, None when a plan may start."""
    numbers = case.content.triage_numbers
    fresh = case.days is None or case.days <= numbers.avulsion_days
    if row.id == "compartment_acute":
        return Tier.EMERGENCY
    if row.id == "other_serious":
        return Tier.SOON
    if row.id == case.told_row:
        return None  # whoever said so has seen the person
    if row.kind == "see_first":
        if row.id == "young_upper" and case.is_gradual:
            return Tier.SOON
        return Tier.URGENT if fresh else Tier.SOON
    if row.kind == "contusion" and _contusion_needs_a_look(case):
        return Tier.SOON
    if row.kind in ("mixed", "elsewhere") and row.id not in ("cramp", "tight"):
        return Tier.ROUTINE
    return None


def _contusion_needs_a_look(case: _Case) -> bool:
    told = case.told
    limit = case.content.triage_numbers.contusion_professional_from_age
    old = told.age is not None and told.age >= limit
    may_have_slid = told.mechanism is Mechanism.FALL and told.slid is None
    at_bone = may_have_slid and bool(told.places & SIT_BONE_AREA)
    hip = bool(told.places & HIP_OR_GROIN)
    return old or hip or at_bone or told.walking is Walking.CANNOT


def _programme(case: _Case, row: TriageRow, holds_back: list[str]) -> str | None:
    """The plan that may start now; the care card is open to everyone who waits to be seen."""
    if row.kind == "see_first":
        return row.programme
    return None if holds_back else row.programme


def _holds_back(case: _Case, row: TriageRow) -> list[str]:
    """Why there is a diary and advice, but no plan of ours to start now."""
    told = case.told
    reasons = _age_holds_back(case)
    if not told.is_cleared:
        reasons += [why for q, why in NEEDS_CLEARANCE.items() if _is_possible(told, q)]
        reasons += _wants_agreement(case, row)
    if row.kind == "see_first":
        reasons.append("see_someone_first")
    elif row.programme is None:
        reasons.append("no_plan_for_this")
    elif row.programme not in case.content.enabled_programmes:
        reasons.append("plan_not_ready")
    return reasons


def _wants_agreement(case: _Case, row: TriageRow) -> list[str]:
    """What an examined person may begin once the one who examined them agrees."""
    if row.id == case.told_row:
        told = case.told
        pop_at_bone = told.pop is YES and bool(told.places & SIT_BONE_AREA)
        if row.programme in case.content.enabled_programmes and (
            row.id in AGREED_ROWS or told.gap is YES or pop_at_bone
        ):
            return ["wants_agreement"]
        return ["surgery"] if row.id == "avulsion_surgery" else []
    if row.kind == "contusion" and _contusion_needs_a_look(case):
        return ["contusion_needs_a_look"]
    return []


def _age_holds_back(case: _Case) -> list[str]:
    told, numbers = case.told, case.content.triage_numbers
    if told.age is None:
        if told.places & UPPER and not told.is_cleared:
            return ["age_unknown_upper"]
        return [] if told.is_16_or_over else ["age_unknown"]
    if told.age < numbers.diary_from_age:
        return ["under_minimum_age"]
    if told.age < numbers.self_directed_from_age:
        return ["young_diary_only"]
    return []


def _is_possible(told: IntakeAnswers, question: str) -> bool:
    """Yes and not sure count alike here: the safer side."""
    return told.health.get(question) in (YES, NOT_SURE)


def _reasons(case: _Case) -> list[Reason]:
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
        if getattr(told, name) is YES:
            reasons.append(Reason(name))
    if NOT_SURE in (told.bruise, told.big_bruise):
        reasons.append(Reason("bruise_not_sure"))
    if told.walking is not None:
        reasons.append(Reason(f"walking_{told.walking.value}"))
    if case.is_long_standing:
        reasons.append(Reason("long_standing"))
    return reasons


def _pressing(case: _Case) -> list[Reason]:
    """What stands before everything else: an alarm, an age, a professional's word."""
    told = case.told
    keys = [name for question, name in PRESSING.items() if told.health.get(question) is YES]
    if case.is_young_upper:
        keys.append("young")
    if case.told_row is not None:
        keys.append("told")
    return [Reason(key) for key in keys]
