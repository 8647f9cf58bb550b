"""Every row of the programmes draft, section 2: what leads to it, and what it gets."""

from dataclasses import dataclass, field, replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rehab.content.catalogue import Catalogue, catalogue
from rehab.told import Told, current, told_grade
from rehab.triage import IntakeAnswers, TriageResult, triage
from rehab.vocabulary import (
    AnswerValue,
    Goal,
    Location,
    Mechanism,
    Onset,
    Side,
    Tier,
    ToldKind,
    Walking,
)
from tests.content.test_triage import NO, NOT_SURE, SIT_BONE, SPRINT, TODAY, YES, ago

L = Location
AT_BONE = frozenset({L.SIT_BONE})
SLOW_THIGH = replace(SPRINT, onset=Onset.GRADUAL, onset_on=ago(60), walking=None)
LARGE = {"pop": YES, "big_bruise": YES, "bruise": YES}


def said(kind: str, on: date = TODAY, **details: object) -> Told:
    return Told(ToldKind(kind), on, **details)


@dataclass(frozen=True)
class Line:
    """One line of the table: the answers, and what follows from them."""

    row: str
    answers: IntakeAnswers
    programme: str | None
    grade: int | None = None
    tier: Tier | None = None
    why: tuple[str, ...] = ()
    kept_back: tuple[str, ...] = field(default=())


def line(row: str, base: IntakeAnswers, changes: dict[str, object], *rest, **more) -> Line:
    return Line(row, replace(base, **changes), *rest, **more)


SEEN_FIRST = {"kept_back": ("see_someone_first",)}
TABLE = [
    # strain_1_sprint
    line("strain_1_sprint", SPRINT, {}, "strain_sprint_g1", 1, why=("mechanism_sprint",)),
    line("strain_1_sprint", SPRINT, {"mechanism": Mechanism.UNKNOWN}, "strain_sprint_g1", 1),
    line(
        "strain_1_sprint",
        SLOW_THIGH,
        {"mechanism": Mechanism.OVERLOAD, "onset_on": ago(21)},
        "strain_sprint_g1",
        1,
    ),
    # strain_2_sprint
    line("strain_2_sprint", SPRINT, {"walking": Walking.LIMP}, "strain_sprint_g2", 2),
    line(
        "strain_2_sprint",
        SPRINT,
        {"bruise": NOT_SURE},
        "strain_sprint_g2",
        2,
        why=("bruise_not_sure",),
    ),
    line(
        "strain_2_sprint",
        SLOW_THIGH,
        {"mechanism": Mechanism.OVERLOAD, "onset_on": ago(5), "swelling": YES},
        "strain_sprint_g2",
        2,
    ),
    # strain_12_stretch
    line("strain_12_stretch", SPRINT, {"mechanism": Mechanism.STRETCH}, "strain_stretch", 1),
    line(
        "strain_12_stretch",
        SPRINT,
        {"mechanism": Mechanism.STRETCH, "bruise": YES},
        "strain_stretch",
        2,
    ),
    # strain_3, and examined and cleared
    line("strain_3", SPRINT, {"gap": YES}, "hold_until_seen", 3, Tier.URGENT, **SEEN_FIRST),
    line(
        "strain_3",
        SPRINT,
        {"gap": YES, "onset_on": ago(60)},
        "hold_until_seen",
        3,
        Tier.SOON,
        **SEEN_FIRST,
    ),
    line(
        "strain_3",
        SLOW_THIGH,
        {"onset_on": ago(4), "gap": YES},
        "hold_until_seen",
        3,
        Tier.URGENT,
        **SEEN_FIRST,
    ),
    line("strain_3_cleared", SPRINT, {"gap": YES, "is_cleared": True}, "strain_g3_cleared", 3),
    # contusion
    line("contusion", SPRINT, {"mechanism": Mechanism.BLOW}, "contusion", why=("mechanism_blow",)),
    line(
        "contusion",
        SPRINT,
        {"mechanism": Mechanism.BLOW, "age": 65},
        None,
        tier=Tier.SOON,
        kept_back=("contusion_needs_a_look",),
    ),
    # cramp
    line("cramp", SPRINT, {"felt": "cramp"}, "cramp", why=("felt_cramp",)),
    # avulsion suspected, and the three ways it goes on
    line(
        "avulsion_suspected",
        SPRINT,
        {"places": AT_BONE, "pop": YES},
        "hold_until_seen",
        3,
        Tier.URGENT,
        **SEEN_FIRST,
    ),
    line(
        "strain_3_cleared",
        SPRINT,
        {"places": AT_BONE, "pop": YES, "is_cleared": True},
        "strain_g3_cleared",
        3,
    ),
    line(
        "avulsion_surgery",
        SPRINT,
        {"clinician": said("surgery")},
        None,
        why=("told",),
        kept_back=("surgery", "no_plan_for_this"),
    ),
    line(
        "avulsion_nonop",
        SPRINT,
        {"clinician": said("torn_off")},
        None,
        3,
        kept_back=("wants_agreement",),
    ),
    line(
        "avulsion_nonop",
        SPRINT,
        {"clinician": said("torn_off"), "is_cleared": True},
        "strain_g3_cleared",
        3,
    ),
    # the sit bone
    line("pht", SIT_BONE, {}, "pht", why=("onset_gradual", "mechanism_sitting")),
    line("ischial_bursitis", SIT_BONE, {"mechanism": Mechanism.FALL}, "pht"),
    line(
        "young_upper",
        SPRINT,
        {"age": 19, "places": AT_BONE},
        "hold_until_seen",
        None,
        Tier.URGENT,
        ("young",),
        **SEEN_FIRST,
    ),
    # tight
    line("tight", SLOW_THIGH, {"felt": "tight"}, "tight", why=("felt_tight",)),
    # something else
    line(
        "referred",
        SIT_BONE,
        {"places": frozenset({L.LOW_BACK})},
        None,
        tier=Tier.ROUTINE,
        kept_back=("no_plan_for_this",),
    ),
    line(
        "mixed",
        SIT_BONE,
        {"places": frozenset({L.SIT_BONE, L.CALF})},
        None,
        tier=Tier.ROUTINE,
        kept_back=("no_plan_for_this",),
    ),
    line(
        "compartment_chronic",
        SLOW_THIGH,
        {"felt": "effort_only"},
        None,
        tier=Tier.ROUTINE,
        why=("felt_effort_only",),
        kept_back=("no_plan_for_this",),
    ),
    line(
        "compartment_acute",
        SPRINT,
        {"health": {"q_tense_thigh": YES}},
        None,
        tier=Tier.EMERGENCY,
        why=("hard_thigh",),
        **SEEN_FIRST,
    ),
    *[
        line(
            "other_serious",
            SLOW_THIGH,
            {"health": {question: YES}},
            None,
            tier=Tier.SOON,
            why=(why,),
            kept_back=("no_plan_for_this",),
        )
        for question, why in (
            ("q_lump", "lump"),
            ("q_lump_growing", "lump_growing"),
            ("q_cold_foot_after_run", "cold_foot"),
        )
    ],
    line("told_other", SPRINT, {"clinician": said("other")}, None, kept_back=("no_plan_for_this",)),
]


@pytest.mark.parametrize("each", TABLE, ids=[f"{n}-{e.row}" for n, e in enumerate(TABLE)])
def test_each_row_is_reached_and_gets_what_the_table_says(each: Line, content: Catalogue) -> None:
    found = triage(each.answers, today=TODAY, content=content)

    assert (found.row, found.programme, found.grade) == (each.row, each.programme, each.grade)
    assert found.see_someone_first is each.tier
    assert found.diary_only_reasons == each.kept_back
    assert set(each.why) <= {reason.key for reason in found.reasons}
    assert {reason.key for reason in found.reasons} <= set(content.triage_words.why)
    assert set(found.diary_only_reasons) <= set(content.triage_words.diary_only)


def test_the_table_has_every_row_of_the_content(content: Catalogue) -> None:
    assert {each.row for each in TABLE} == set(content.triage_rows)


def test_a_programme_that_is_off_is_said_to_be_off(content: Catalogue) -> None:
    off = {key: p.model_copy(update={"enabled": False}) for key, p in content.programmes.items()}
    content = replace(content, programmes=off)

    for each in TABLE:
        found = triage(each.answers, today=TODAY, content=content)
        assert found.row == each.row
        if found.kind != "see_first":
            assert found.programme is None and found.diary_only_reasons


# What a professional said

WORDS = [
    (said("strain_1"), "strain_1_sprint", 1, ""),
    (said("strain_2"), "strain_2_sprint", 2, ""),
    (said("strain_3"), "strain_3_cleared", 3, ""),
    (said("strain_1", is_grade_0=True), "strain_1_sprint", 1, "0"),
    (said("strain_1", bamic="0b"), "strain_1_sprint", 1, "0"),
    (said("strain_1", munich="2"), "strain_1_sprint", 1, "0"),
    (said("strain_1", bamic="0a", munich="3A"), "strain_1_sprint", 1, ""),
    (said("strain_1", bamic="2c"), "strain_2_sprint", 2, ""),
    (said("strain_2", bamic="1a", is_grade_0=True), "strain_2_sprint", 2, ""),
    (said("strain_2", munich="4"), "strain_3_cleared", 3, ""),
    (said("strain_1", bamic="3c"), "strain_3_cleared", 3, ""),
    (said("tendon"), "pht", None, ""),
    (said("bruise"), "contusion", None, ""),
    (said("torn_off"), "avulsion_nonop", 3, ""),
    (said("surgery"), "avulsion_surgery", None, ""),
    (said("other"), "told_other", None, ""),
]


@pytest.mark.parametrize(("word", "row", "grade", "detail"), WORDS)
def test_a_word_comes_before_the_answers(
    word: Told, row: str, grade: int | None, detail: str, content: Catalogue
) -> None:
    for answers in (SPRINT, SIT_BONE, replace(SPRINT, **LARGE)):
        found = triage(replace(answers, clinician=word), today=TODAY, content=content)

        assert (found.row, found.grade, found.grade_detail) == (row, grade, detail)
        assert found.see_someone_first is None
        assert found.reasons[0].key == "told"


def test_not_sure_yet_leaves_it_to_the_answers(content: Catalogue) -> None:
    for answers in (SPRINT, SIT_BONE, replace(SPRINT, **LARGE)):
        told = replace(answers, clinician=said("not_sure"))

        assert triage(told, today=TODAY, content=content) == triage(
            answers, today=TODAY, content=content
        )


@pytest.mark.parametrize("how", [{"mechanism": Mechanism.STRETCH},
                                 {"mechanism": Mechanism.FALL, "slid": True}])  # fmt: skip
@pytest.mark.parametrize("kind", ["strain_1", "strain_2"])
def test_a_told_strain_of_a_stretch_gets_the_slow_plan(how, kind, content: Catalogue) -> None:
    found = triage(replace(SPRINT, clinician=said(kind), **how), today=TODAY, content=content)

    assert (found.row, found.grade) == ("strain_12_stretch", int(kind[-1]))


@pytest.mark.parametrize(
    ("changes", "row", "reason"),
    [
        ({"health": {"q_tense_thigh": YES}}, "compartment_acute", "see_someone_first"),
        ({"age": 17, "places": AT_BONE}, "young_upper", "see_someone_first"),
        ({"age": 15}, "strain_1_sprint", "young_diary_only"),
        ({"health": {"q_surgery": YES}}, "strain_1_sprint", "surgery"),
        ({"health": {"q_anticoagulant": NOT_SURE}}, "strain_1_sprint", "thinners"),
        ({"gap": YES}, "strain_1_sprint", "wants_agreement"),
        ({"pop": YES, "places": AT_BONE}, "strain_1_sprint", "wants_agreement"),
    ],
)
def test_a_word_opens_no_door(changes, row: str, reason: str, content: Catalogue) -> None:
    told = replace(SPRINT, clinician=said("strain_1"), **changes)
    found = triage(told, today=TODAY, content=content)

    assert found.row == row
    assert reason in found.diary_only_reasons
    assert found.programme in (None, "hold_until_seen")


def test_the_last_word_counts_and_one_from_before_a_re_injury_does_not() -> None:
    first, second, third = (
        said("strain_1", ago(9)),
        said("strain_2", ago(2)),
        said("tendon", ago(2)),
    )

    assert current([first, second, third], since=None) == third
    assert current([second, third, first], since=None) == third
    assert current([third, second], since=None) == second
    assert current([first, second], since=ago(5)) == second
    assert current([first], since=ago(5)) is None
    assert current([], since=None) is None


def test_every_letter_and_type_belongs_to_a_grade(content: Catalogue) -> None:
    letters = "0a 0b 1a 1b 2a 2b 2c 3a 3b 3c 4 4c".split()
    types = [told_grade(said("strain_1", munich=n), content) for n in ("1", "2", "3A", "3B", "4")]

    assert {told_grade(said("strain_1", bamic=name), content) for name in letters} == {0, 1, 2, 3}
    assert types == [0, 0, 1, 2, 3]


# Whatever is answered

SIGNS = ("pop", "bruise", "big_bruise", "swelling", "gap")
HEALTH = ("q_surgery", "q_pregnant", "q_injection_recent", "q_fluoroquinolone", "q_anticoagulant",
          "q_bone_risk", "q_tense_thigh", "q_lump", "q_lump_growing",
          "q_cold_foot_after_run")  # fmt: skip
ANSWER = st.sampled_from([None, YES, NO, NOT_SURE])
PLACES = st.frozensets(st.sampled_from(list(Location)), max_size=4)
GRAVER = {Walking.NORMAL: Walking.LIMP, Walking.LIMP: Walking.CANNOT, None: Walking.LIMP}
TOLD = st.builds(
    Told,
    kind=st.sampled_from(list(ToldKind)),
    on=st.just(TODAY),
    is_grade_0=st.booleans(),
    bamic=st.sampled_from(["", "0a", "1b", "2c", "3c", "4"]),
    munich=st.sampled_from(["", "1", "3A", "3B", "4"]),
)
ANSWERS = st.builds(
    IntakeAnswers,
    side=st.sampled_from(list(Side)),
    onset=st.sampled_from([None, *Onset]),
    onset_on=st.sampled_from([None, TODAY, ago(3), ago(21), ago(22), ago(43), ago(84), ago(300)]),
    mechanism=st.sampled_from(list(Mechanism)),
    slid=st.sampled_from([None, True, False]),
    felt=st.sampled_from([None, "cramp", "tight", "effort_only"]),
    places=PLACES,
    other_leg=PLACES,
    walking=st.sampled_from([None, *Walking]),
    age=st.sampled_from([None, 5, 12, 13, 15, 16, 19, 20, 35, 64, 65, 100]),
    is_16_or_over=st.sampled_from([None, True, False]),
    goal=st.sampled_from([None, *Goal]),
    health=st.dictionaries(st.sampled_from(HEALTH), st.sampled_from(list(AnswerValue)), max_size=3),
    is_cleared=st.booleans(),
    clinician=st.none() | TOLD,
    **dict.fromkeys(SIGNS, ANSWER),
)
ON = catalogue()


def of(answers: IntakeAnswers) -> TriageResult:
    return triage(answers, today=TODAY, content=ON)


def is_open(found: TriageResult) -> bool:
    """Whether a plan that loads the leg may start."""
    return found.programme not in (None, "hold_until_seen")


@given(ANSWERS)
@settings(max_examples=400)
def test_no_combination_of_answers_raises(answers: IntakeAnswers) -> None:
    found = of(answers)

    assert found.row in ON.triage_rows
    assert found.programme in (None, ON.triage_rows[found.row].programme)
    assert found.grade in (None, 1, 2, 3)
    assert {reason.key for reason in found.reasons} <= set(ON.triage_words.why)
    assert set(found.diary_only_reasons) <= set(ON.triage_words.diary_only)
    if found.diary_only_reasons and found.kind != "see_first":
        assert found.programme is None


@given(ANSWERS, st.sampled_from([*SIGNS, "walking"]))
@settings(max_examples=600)
def test_a_graver_sign_never_lowers_the_grade_or_opens_a_plan(
    answers: IntakeAnswers, sign: str
) -> None:
    graver = (
        replace(answers, walking=GRAVER.get(answers.walking, Walking.CANNOT))
        if sign == "walking"
        else replace(answers, **{sign: YES})
    )
    before, after = of(answers), of(graver)

    if before.grade is not None and after.grade is not None:
        assert after.grade >= before.grade
    if is_open(after) and not is_open(before):
        # Only who was cleared gets further, and then into the professional's plan alone.
        assert answers.is_cleared and after.programme == "strain_g3_cleared"


@given(ANSWERS, st.sampled_from(HEALTH))
@settings(max_examples=300)
def test_no_health_answer_opens_a_plan(answers: IntakeAnswers, question: str) -> None:
    more = replace(answers, health={**answers.health, question: YES})

    assert not is_open(of(more)) or is_open(of(answers))


@given(ANSWERS)
@settings(max_examples=300)
def test_under_twenty_with_upper_pain_has_no_plan_until_cleared(answers: IntakeAnswers) -> None:
    young = replace(answers, age=17, places=answers.places | AT_BONE, is_cleared=False)

    assert not is_open(of(young))
