"""What intake answers fit: every row, every door, and the safer side of what is not known."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from rehab.content.catalogue import Catalogue
from rehab.triage import NEEDS_CLEARANCE, IntakeAnswers, TriageResult, grade_of, triage
from rehab.vocabulary import (
    AnswerValue,
    InjuryType,
    Location,
    Mechanism,
    Onset,
    Side,
    Tier,
    Walking,
)

TODAY = date(2026, 11, 21)
YES, NO, NOT_SURE = AnswerValue.YES, AnswerValue.NO, AnswerValue.NOT_SURE
L = Location


def ago(days: int) -> date:
    return TODAY - timedelta(days=days)


SPRINT = IntakeAnswers(
    side=Side.LEFT,
    onset=Onset.SUDDEN,
    onset_on=ago(3),
    mechanism=Mechanism.SPRINT,
    places=frozenset({L.MID_THIGH}),
    pop=NO,
    bruise=NO,
    big_bruise=NO,
    swelling=NO,
    gap=NO,
    walking=Walking.NORMAL,
    age=35,
)
SIT_BONE = replace(
    SPRINT,
    onset=Onset.GRADUAL,
    onset_on=ago(240),
    mechanism=Mechanism.SITTING,
    places=frozenset({L.SIT_BONE}),
    walking=None,
)
AT_SIT_BONE = frozenset({L.SIT_BONE})
AVULSION = replace(
    SPRINT, mechanism=Mechanism.FALL, slid=True, pop=YES, places=frozenset({L.SIT_BONE})
)


@pytest.fixture
def result(content: Catalogue):
    def run(answers: IntakeAnswers, **changes: object) -> TriageResult:
        return triage(replace(answers, **changes), today=TODAY, content=content)

    return run


def test_a_twinge_in_a_sprint_opens_the_mild_plan(result) -> None:
    found = result(SPRINT)

    assert (found.kind, found.type, found.grade) == ("strain", InjuryType.MUSCLE_STRAIN, 1)
    assert found.programme == "strain_sprint_g1"
    assert found.see_someone_first is None
    assert found.diary_only_reasons == ()
    assert {r.key for r in found.reasons} >= {"onset_sudden", "mechanism_sprint", "walking_normal"}


def test_a_large_bruise_is_named_once(result) -> None:
    keys = [r.key for r in result(SPRINT, bruise=YES, big_bruise=YES).reasons]

    assert "big_bruise" in keys and "bruise" not in keys


@pytest.mark.parametrize(
    "change",
    [
        {"walking": Walking.LIMP},
        {"bruise": YES},
        {"swelling": YES},
        {"pop": YES},
        {"bruise": NOT_SURE},
        {"big_bruise": NOT_SURE},
    ],
)
def test_one_stronger_answer_makes_it_moderate(result, change: dict[str, object]) -> None:
    found = result(SPRINT, **change)

    assert (found.grade, found.programme) == (2, "strain_sprint_g2")


@pytest.mark.parametrize(
    "change",
    [{"gap": YES}, {"walking": Walking.CANNOT}, {"big_bruise": YES}, {"bruise": YES, "gap": YES}],
)
def test_the_highest_answer_wins_and_a_large_tear_is_seen_first(
    result, change: dict[str, object]
) -> None:
    found = result(SPRINT, **change)

    assert (found.kind, found.grade) == ("see_first", 3)
    assert found.programme == "hold_until_seen"
    assert found.see_someone_first is Tier.URGENT
    assert "see_someone_first" in found.diary_only_reasons


def test_a_large_tear_that_was_cleared_has_its_plan(result) -> None:
    found = result(SPRINT, gap=YES, is_cleared=True)

    assert (found.row, found.grade) == ("strain_3_cleared", 3)
    assert (found.programme, found.diary_only_reasons) == ("strain_g3_cleared", ())


@pytest.mark.parametrize(
    "how", [{"mechanism": Mechanism.STRETCH}, {"mechanism": Mechanism.FALL, "slid": True}]
)
def test_a_stretch_or_a_slid_foot_opens_the_slow_plan(result, how: dict[str, object]) -> None:
    found = result(SPRINT, places=frozenset({L.UPPER_THIGH}), **how)

    assert (found.row, found.programme) == ("strain_12_stretch", "strain_stretch")


@pytest.mark.parametrize("how", [{"mechanism": Mechanism.BLOW}, {"mechanism": Mechanism.FALL}])
def test_a_blow_is_a_bruise_with_a_plan_of_its_own(result, how: dict[str, object]) -> None:
    found = result(SPRINT, **how)

    assert (found.kind, found.type, found.grade) == ("contusion", InjuryType.CONTUSION, None)
    assert (found.programme, found.diary_only_reasons) == ("contusion", ())


@pytest.mark.parametrize(
    "change",
    [{"age": 65}, {"places": frozenset({L.MID_THIGH, L.GROIN_INNER_THIGH})}],
)
def test_a_blow_with_more_risk_is_looked_at(result, change: dict[str, object]) -> None:
    found = result(SPRINT, mechanism=Mechanism.BLOW, **change)

    assert found.see_someone_first is Tier.SOON
    assert "contusion_needs_a_look" in found.diary_only_reasons


@pytest.mark.parametrize("slid", [None, False, True])
def test_a_fall_on_the_sit_bone_is_looked_at_until_the_slide_is_ruled_out(
    result, slid: bool | None
) -> None:
    found = result(SPRINT, mechanism=Mechanism.FALL, slid=slid, places=AT_SIT_BONE)

    assert found.row == ("strain_12_stretch" if slid else "contusion")
    assert found.see_someone_first is (Tier.SOON if slid is None else None)


def test_a_fall_with_a_pop_at_the_sit_bone_is_no_bruise(result) -> None:
    found = result(AVULSION, slid=False)

    assert found.row == "avulsion_suspected"


def test_a_cramp_has_no_grade_and_no_tendon(result) -> None:
    found = result(SPRINT, felt="cramp", mechanism=Mechanism.OVERLOAD)

    assert (found.row, found.grade, found.programme) == ("cramp", None, "cramp")


@pytest.mark.parametrize("sign", [{"bruise": YES}, {"bruise": NOT_SURE}, {"walking": Walking.LIMP}])
def test_a_cramp_with_a_stronger_sign_is_a_strain(result, sign: dict[str, object]) -> None:
    found = result(SPRINT, felt="cramp", **sign)

    assert (found.kind, found.grade) == ("strain", 2)


def test_tight_muscles_with_a_sign_of_an_injury_are_not_just_tight(result) -> None:
    tight = replace(SPRINT, onset=Onset.GRADUAL, onset_on=ago(60), felt="tight")

    assert (result(tight).row, result(tight, swelling=YES).row) == ("tight", "mixed")


def test_a_pop_at_the_sit_bone_is_urgent_even_with_a_normal_walk(result) -> None:
    found = result(AVULSION)

    assert (found.row, found.kind) == ("avulsion_suspected", "see_first")
    assert found.see_someone_first is Tier.URGENT
    assert found.programme == "hold_until_seen"
    assert found.also_feels_like[0] == "proximal_avulsion"


def test_the_same_with_onset_not_sure_is_not_missed(result) -> None:
    assert result(AVULSION, onset=None, onset_on=None).see_someone_first is Tier.URGENT


def test_a_pop_eight_months_ago_is_seen_within_weeks(result) -> None:
    assert result(AVULSION, onset_on=ago(240)).see_someone_first is Tier.SOON


def test_two_of_three_signs_are_a_large_tear_anywhere(result) -> None:
    found = result(SPRINT, pop=YES, big_bruise=YES)

    assert (found.row, found.grade) == ("strain_3", 3)


@pytest.mark.parametrize("age", [13, 16, 19])
@pytest.mark.parametrize("place", [L.SIT_BONE, L.BUTTOCK, L.UPPER_THIGH])
def test_under_twenty_with_upper_pain_is_seen_first(result, age: int, place: Location) -> None:
    found = result(SPRINT, age=age, places=frozenset({place}))

    assert (found.row, found.see_someone_first) == ("young_upper", Tier.URGENT)
    assert found.programme == "hold_until_seen"


def test_slow_upper_pain_under_twenty_is_seen_soon(result) -> None:
    assert result(SIT_BONE, age=17).see_someone_first is Tier.SOON


def test_twenty_opens_the_door(result) -> None:
    assert result(SIT_BONE, age=20).programme == "pht"


def test_months_of_sit_bone_pain_is_the_tendon_and_nobody_is_late(result) -> None:
    found = result(SIT_BONE)

    assert (found.kind, found.type, found.grade) == ("tendon", InjuryType.TENDON, None)
    assert (found.programme, found.long_standing) == ("pht", True)
    assert "long_standing" in {r.key for r in found.reasons}


@pytest.mark.parametrize("place", [L.BUTTOCK, L.UPPER_THIGH])
def test_the_sit_bone_with_its_neighbours_is_still_the_tendon(result, place: Location) -> None:
    assert result(SIT_BONE, places=frozenset({L.SIT_BONE, place})).kind == "tendon"


@pytest.mark.parametrize("place", [L.LOW_BACK, L.CALF, L.FOOT, L.GROIN_INNER_THIGH, L.MID_THIGH])
def test_the_sit_bone_with_places_beyond_is_more_than_one_thing(result, place: Location) -> None:
    found = result(SIT_BONE, places=frozenset({L.SIT_BONE, place}))

    assert (found.kind, found.programme) == ("mixed", None)
    assert found.see_someone_first is Tier.ROUTINE


def test_both_sit_bones_are_the_tendon(result) -> None:
    assert result(SIT_BONE, side=Side.BOTH).kind == "tendon"


def test_a_fall_and_slow_sit_bone_pain_may_be_the_cushion(result) -> None:
    found = result(SIT_BONE, mechanism=Mechanism.FALL)

    assert (found.row, found.programme) == ("ischial_bursitis", "pht")


def test_long_sit_bone_pain_with_onset_not_sure_is_the_tendon(result) -> None:
    assert result(SIT_BONE, onset=None).kind == "tendon"


def test_fresh_sit_bone_pain_with_onset_not_sure_is_not_called_tendon(result) -> None:
    assert result(SIT_BONE, onset=None, onset_on=ago(10)).kind == "mixed"


def test_a_heavy_thigh_after_training_is_grade_nought_stored_as_one(result) -> None:
    found = result(
        SPRINT, onset=Onset.GRADUAL, mechanism=Mechanism.OVERLOAD, onset_on=ago(5), walking=None
    )

    assert (found.grade, found.grade_detail) == (1, "0")
    assert found.programme == "strain_sprint_g1"


def test_a_slow_thigh_pain_for_months_is_not_called_a_strain(result) -> None:
    found = result(SPRINT, onset=Onset.GRADUAL, onset_on=ago(100))

    assert found.kind == "mixed"


def test_both_hamstrings_sore_from_running_are_more_than_one_thing(result) -> None:
    found = result(SPRINT, side=Side.BOTH, onset=Onset.GRADUAL, onset_on=ago(60))

    assert (found.kind, found.programme) == ("mixed", None)


def test_tight_muscles_have_a_plan(result) -> None:
    found = result(SPRINT, onset=Onset.GRADUAL, onset_on=ago(60), felt="tight")

    assert (found.row, found.programme) == ("tight", "tight")


def test_effort_only_pain_goes_to_the_sports_doctor(result) -> None:
    found = result(SPRINT, onset=Onset.GRADUAL, onset_on=ago(60), felt="effort_only")

    assert (found.row, found.kind) == ("compartment_chronic", "elsewhere")


@pytest.mark.parametrize("place", [L.LOW_BACK, L.BUTTOCK, L.CALF, L.BACK_KNEE, L.OUTER_HIP])
def test_pain_elsewhere_gets_diary_and_a_visit(result, place: Location) -> None:
    found = result(SIT_BONE, places=frozenset({place}))

    assert (found.kind, found.programme) == ("elsewhere", None)
    assert found.diary_only_reasons == ("no_plan_for_this",)
    assert found.also_feels_like


def test_no_answers_at_all_open_no_plan(result) -> None:
    found = result(IntakeAnswers(side=Side.LEFT))

    assert (found.kind, found.programme) == ("elsewhere", None)
    assert "age_unknown" in found.diary_only_reasons


@pytest.mark.parametrize(
    ("age", "reason"),
    [(12, "under_minimum_age"), (13, "young_diary_only"), (15, "young_diary_only")],
)
def test_the_young_keep_a_diary_only(result, age: int, reason: str) -> None:
    found = result(SPRINT, age=age)

    assert found.programme is None
    assert reason in found.diary_only_reasons


def test_sixteen_may_start_alone(result) -> None:
    assert result(SPRINT, age=16).programme == "strain_sprint_g1"


def test_an_age_not_told_takes_the_safer_side(result) -> None:
    assert result(SPRINT, age=None).diary_only_reasons == ("age_unknown",)
    assert result(SPRINT, age=None, is_16_or_over=True).programme == "strain_sprint_g1"
    assert result(SIT_BONE, age=None, is_16_or_over=True).diary_only_reasons == (
        "age_unknown_upper",
    )


@pytest.mark.parametrize("given", [YES, NOT_SURE])
@pytest.mark.parametrize(("question", "reason"), NEEDS_CLEARANCE.items())
def test_health_that_needs_clearance_leaves_diary_and_advice(
    result, question: str, reason: str, given: AnswerValue
) -> None:
    found = result(SPRINT, health={question: given})

    assert (found.programme, found.diary_only_reasons) == (None, (reason,))


@pytest.mark.parametrize("question", NEEDS_CLEARANCE)
def test_clearance_opens_that_door(result, question: str) -> None:
    found = result(SPRINT, health={question: YES}, is_cleared=True)

    assert found.programme == "strain_sprint_g1"


def test_a_risk_for_the_bones_limits_running_only(result) -> None:
    found = result(SPRINT, health={"q_bone_risk": YES})

    assert (found.programme, found.limits) == ("strain_sprint_g1", ("no_running_or_hops",))


def test_long_standing_begins_after_twelve_weeks(result) -> None:
    assert not result(SIT_BONE, onset_on=ago(84)).long_standing
    assert result(SIT_BONE, onset_on=ago(85)).long_standing
    assert not result(SIT_BONE, onset_on=None).long_standing


def test_signs_never_lower_the_grade(content: Catalogue) -> None:
    plain = grade_of(SPRINT, content)

    for name in ("pop", "bruise", "big_bruise", "swelling", "gap"):
        assert grade_of(replace(SPRINT, **{name: YES}), content) >= plain


def test_every_answer_key_has_its_words(content: Catalogue, result) -> None:
    cases = [SPRINT, SIT_BONE, AVULSION, IntakeAnswers(side=Side.BOTH), replace(SPRINT, age=12)]
    cases += [replace(SPRINT, health={q: YES}) for q in NEEDS_CLEARANCE]
    cases += [replace(SPRINT, mechanism=mechanism) for mechanism in Mechanism]
    cases += [
        replace(SPRINT, walking=walking, gap=YES, other_leg=frozenset({L.CALF}))
        for walking in Walking
    ]
    cases += [replace(SPRINT, age=None), replace(SIT_BONE, age=None), replace(SPRINT, age=14)]
    cases += [replace(SPRINT, mechanism=Mechanism.BLOW, age=80)]
    words = content.triage_words

    for case in cases:
        found = result(case)
        assert {reason.key for reason in found.reasons} <= set(words.why)
        assert set(found.diary_only_reasons) <= set(words.diary_only)
        assert set(found.limits) <= set(words.limits)


def test_every_row_triage_can_answer_stands_in_the_content(content: Catalogue) -> None:
    from rehab.triage import _BEFORE_ANY_WORD, _ROWS

    assert {row_id for row_id, _ in (*_BEFORE_ANY_WORD, *_ROWS)} <= set(content.triage_rows)
