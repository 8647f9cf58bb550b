"""Intake answers -> what they fit, which plan, or "see someone first".

Never a diagnosis: the result says what the answers fit, why, what else can feel
the same, and what holds a plan back. Pure: `today` and the content come in.
Where answers disagree the higher grade wins; what is not known takes the safer
side. Source: content `triage.toml`; programmes draft section 2; review 3.1, 3.4.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Literal

from rehab.content.catalogue import Catalogue
from rehab.programme.intake import TriageRow
from rehab.told import told_grade
from rehab.triage_case import (
    COLD_FOOT,
    HAMSTRING,
    HARD_THIGH,
    LUMPS,
    NOT_SURE,
    SIT_BONE_AREA,
    THIGH,
    UPPER,
    YES,
    Case,
    Felt,
    IntakeAnswers,
    Reason,
    grade_of,
    reasons_of,
)
from rehab.vocabulary import (
    InjuryType,
    Location,
    Mechanism,
    Side,
    Tier,
    Walking,
)

__all__ = [
    "COLD_FOOT",
    "HARD_THIGH",
    "LUMPS",
    "NEEDS_CLEARANCE",
    "Felt",
    "IntakeAnswers",
    "Reason",
    "TriageResult",
    "grade_of",
    "triage",
]

Kind = Literal["strain", "tendon", "contusion", "mixed", "elsewhere", "see_first"]
HIP_OR_GROIN = frozenset({Location.OUTER_HIP, Location.GROIN_INNER_THIGH})
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


def triage(answers: IntakeAnswers, *, today: date, content: Catalogue) -> TriageResult:
    """Tell what the answers fit, which plan they open and what holds it back."""
    days = (today - answers.onset_on).days if answers.onset_on else None
    case = Case(told=answers, days=days, grade=grade_of(answers, content), content=content)
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
        reasons=tuple(reasons_of(case)),
        also_feels_like=row.also_feels_like,
        see_someone_first=_tier(case, row),
        long_standing=case.is_long_standing,
        diary_only_reasons=tuple(holds_back),
        limits=("no_running_or_hops",) if _is_possible(answers, "q_bone_risk") else (),
    )


def _stored_grade(case: Case, row: TriageRow) -> int | None:
    """Only a muscle strain has a grade; signs of a large tear make it 3.

    A professional's word comes before both; what tore off from the bone is a 3 too.
    """
    if row.type is not InjuryType.MUSCLE_STRAIN or row.id == "cramp":
        return None
    if row.id == case.told_row and case.told.clinician is not None:
        grade = told_grade(case.told.clinician, case.content)
        return 3 if grade is None else grade
    return 3 if case.is_large_tear_sign else case.grade


def _is_blow(case: Case) -> bool:
    fell_on_it = case.told.mechanism is Mechanism.FALL and case.told.slid is not True
    return case.may_be_sudden and (case.told.mechanism is Mechanism.BLOW or fell_on_it)


def _is_strain(case: Case) -> bool:
    """A moment of injury in the hamstring itself, or a cause that fits one.

    A bruise or a pop alone is no cause: a graver sign must not open a plan.
    """
    told = case.told
    if not told.places & HAMSTRING or told.side is Side.BOTH or case.is_gradual:
        return False
    if told.mechanism in (Mechanism.SPRINT, Mechanism.STRETCH, Mechanism.OVERLOAD):
        return True
    return told.onset is not None and not case.reaches_outside


def _is_awareness(case: Case) -> bool:
    """A fresh heavy feeling of the thigh after training: grade 0."""
    told = case.told
    trained = told.mechanism in (Mechanism.OVERLOAD, Mechanism.SPRINT)
    only_thigh = bool(told.places) and told.places <= THIGH - {Location.UPPER_THIGH}
    alone = not told.other_leg and told.side is not Side.BOTH
    return case.is_gradual and case.is_fresh and trained and only_thigh and alone


def _is_tendon(case: Case) -> bool:
    """Sit-bone pain that came slowly, or has lasted, and stays there."""
    told = case.told
    slow = case.is_gradual or (told.onset is None and case.is_long_standing)
    at_bone = Location.SIT_BONE in told.places and told.places <= UPPER
    both_sit_bones = told.side is Side.BOTH or not told.other_leg
    tear = told.pop is YES or case.is_large_tear_sign
    return slow and at_bone and both_sit_bones and not tear


def _is_avulsion(case: Case) -> bool:
    told = case.told
    near = case.may_be_sudden or case.is_fresh or told.pop is YES
    return case.is_large_tear_sign and bool(told.places & UPPER) and near


def _is_large_tear(case: Case) -> bool:
    near = case.may_be_sudden or case.is_fresh
    return near and (case.is_large_tear_sign or case.grade == 3)


def _is_tight(case: Case) -> bool:
    """Only tight, in the thigh alone, and no sign of an injury."""
    told = case.told
    only_thigh = bool(told.places) and told.places <= THIGH
    return told.felt == "tight" and only_thigh and not case.has_strain_sign


def _row_of(case: Case) -> str:
    """An emergency and an age door come first, then a professional's word, then the answers."""
    for row_id, holds in _BEFORE_ANY_WORD:
        if holds(case):
            return row_id
    return case.told_row or next(row_id for row_id, holds in _ROWS if holds(case))


_BEFORE_ANY_WORD: tuple[tuple[str, Callable[[Case], bool]], ...] = (
    ("compartment_acute", lambda c: c.told.health.get(HARD_THIGH) is YES),
    ("young_upper", lambda c: c.is_young_upper and not c.told.is_cleared),
)
_ROWS: tuple[tuple[str, Callable[[Case], bool]], ...] = (
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


def _tier(case: Case, row: TriageRow) -> Tier | None:
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


def _contusion_needs_a_look(case: Case) -> bool:
    told = case.told
    limit = case.content.triage_numbers.contusion_professional_from_age
    old = told.age is not None and told.age >= limit
    may_have_slid = told.mechanism is Mechanism.FALL and told.slid is None
    at_bone = may_have_slid and bool(told.places & SIT_BONE_AREA)
    hip = bool(told.places & HIP_OR_GROIN)
    return old or hip or at_bone or told.walking is Walking.CANNOT


def _programme(case: Case, row: TriageRow, holds_back: list[str]) -> str | None:
    """The plan that may start now; the care card is open to everyone who waits to be seen."""
    if row.kind == "see_first":
        return row.programme
    return None if holds_back else row.programme


def _holds_back(case: Case, row: TriageRow) -> list[str]:
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


def _wants_agreement(case: Case, row: TriageRow) -> list[str]:
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


def _age_holds_back(case: Case) -> list[str]:
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
