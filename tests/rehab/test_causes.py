"""What a diary leans to: signs with degrees, points added up, nothing from what is unknown."""

from dataclasses import dataclass, field
from datetime import date

import pytest

from rehab.causes import SIGNS, lean, lean_on, signs_at
from rehab.content.catalogue import catalogue
from rehab.diary import Diary, Fall
from rehab.signs.index import DiaryIndex
from rehab.signs.moment import Moment
from rehab.vocabulary import FallKind, InjuryType, LandedOn, Mechanism, Onset
from tests.rehab.builders import TODAY, ago, make_day, make_diary, make_injury


@dataclass(frozen=True)
class Known:
    usual: float = 0.0
    signs: dict[str, float] = field(default_factory=dict)


def shown(diary: Diary, today: date = TODAY) -> dict[str, float]:
    return signs_at(Moment(DiaryIndex(diary), today.toordinal()))


def marked(*places: list[str] | None, **given: object) -> Diary:
    days = [make_day(back, locations=at, **given) for back, at in enumerate(reversed(places))]
    return make_diary(days=days)


def test_a_place_counts_by_its_share_of_the_days_on_which_places_were_told():
    signs = shown(marked(["calf"], ["mid_thigh"], None, ["calf", "mid_thigh"], ["mid_thigh"]))

    assert signs["at_calf"] == 0.5
    assert signs["at_mid_thigh"] == 0.75
    assert signs["only_thigh"] == 0.5
    assert "at_foot" not in signs


def test_marks_older_than_three_weeks_no_longer_count():
    old = make_diary(days=[make_day(21, locations=["calf"]), make_day(0, locations=["buttock"])])
    edge = make_diary(days=[make_day(20, locations=["calf"]), make_day(0, locations=["buttock"])])

    assert "at_calf" not in shown(old)
    assert shown(edge)["at_calf"] == 0.5


def test_places_together_are_told_from_places_on_different_days():
    together = shown(marked(["groin_inner_thigh", "buttock"], ["mid_thigh"]))
    apart = shown(marked(["groin_inner_thigh"], ["buttock"]))

    assert together["groin_and_buttock"] == 0.5
    assert "groin_and_buttock" not in apart


def test_burning_skin_without_back_or_calf_is_the_skin_nerve_pattern():
    skin = shown(marked(["buttock"], ["buttock"], qualities=["burning"]))
    leg = shown(marked(["buttock", "calf"], ["buttock", "calf"], qualities=["burning"]))

    assert skin["nerve_of_skin"] == 1
    assert "nerve_of_skin" not in leg


@pytest.mark.parametrize(
    ("scores", "sign", "is_shown"),
    [
        ({"sitting": [3], "walking": [1]}, "sitting_worst", True),
        ({"sitting": [2], "walking": [1]}, "sitting_worst", False),
        ({"sitting": [5]}, "sitting_worst", False),
        ({"walking": [4], "sitting": [2]}, "walking_worst", True),
        ({"walking": [4], "rest": [2]}, "walking_worst", True),
        ({"walking": [4]}, "walking_worst", False),
        ({"sitting": [1]}, "sitting_easy", True),
        ({"rest": [4]}, "sitting_easy", False),
        ({"rest": [3]}, "rest_hurts", True),
        ({"rest": [2]}, "rest_hurts", False),
        ({"night": [4], "walking": [3]}, "night_worst", True),
        ({"night": [4], "walking": [4]}, "night_worst", False),
        ({"morning": [4], "walking": [2]}, "morning_stiff", True),
        ({"morning": [2], "walking": [0]}, "morning_stiff", False),
        ({"running": [3], "walking": [1]}, "only_running", True),
        ({"running": [3]}, "only_running", False),
        ({"running": [3], "walking": [2]}, "only_running", False),
        ({"rest": [8]}, "extreme", True),
        ({"rest": [7]}, "extreme", False),
    ],
)
def test_pain_in_one_situation_is_held_against_the_others(scores, sign, is_shown):
    assert (sign in shown(make_diary(**scores))) is is_shown


@pytest.mark.parametrize(
    ("age", "expected"),
    [
        (16, {"child", "teen", "under_25", "under_45"}),
        (17, {"teen", "under_25", "under_45"}),
        (24, {"under_25", "under_45"}),
        (25, {"over_25", "under_45"}),
        (65, {"over_25", "over_40", "over_45", "over_50", "over_60", "over_65"}),
        (None, set()),
    ],
)
def test_age_shows_only_when_it_was_told(age, expected):
    ages = {"child", "teen", "under_25", "under_45", "over_25", "over_40", "over_45", "over_50",
            "over_60", "over_65"}  # fmt: skip

    assert set(shown(make_diary(rest=[1], injury=make_injury(age=age)))) & ages == expected


def test_a_fall_counts_for_ten_weeks_and_where_one_landed_is_told_apart():
    def after(days_ago: int, landed: LandedOn | None) -> set[str]:
        fall = Fall(ago(days_ago), FallKind.SLIP, landed_on=landed)
        return set(shown(Diary(injury=make_injury(), days=(make_day(0, rest=1),), falls=(fall,))))

    assert {"fell_lately", "fell_on_buttock"} <= after(70, LandedOn.BUTTOCK)
    assert "fell_lately" in after(3, LandedOn.HAND)
    assert "fell_on_buttock" not in after(3, LandedOn.HAND)
    assert "fell_lately" not in after(71, LandedOn.BUTTOCK)


def test_a_yes_shows_for_a_month_and_a_fact_for_years():
    answers = [(29, "q_lump", "yes"), (30, "q_fever", "yes"), (900, "q_cancer_history", "yes"),
               (2, "q_limp", "no"), (1, "q_bladder", "not_sure")]  # fmt: skip
    signs = shown(make_diary(rest=[1], answers=answers))

    assert {"q_lump", "q_cancer_history", "cauda_unsure"} <= set(signs)
    assert not {"q_fever", "q_limp", "q_bladder"} & set(signs)


def test_points_add_up_by_degree_on_top_of_how_usual_it_is():
    causes = {"a": Known(1.0, {"at_calf": 4.0, "sudden": -1.0}), "b": Known(0.5, {"at_foot": 9.0})}
    diary = marked(["calf"], ["mid_thigh"])
    sudden = Diary(injury=make_injury(onset=Onset.SUDDEN), days=diary.days)

    assert lean_on(causes, diary, TODAY) == {"a": 3.0, "b": 0.5}
    assert lean_on(causes, sudden, TODAY) == {"a": 2.0, "b": 0.5}


def test_nothing_recorded_shows_nothing():
    empty = Moment(DiaryIndex(make_diary(injury=make_injury(day=None))), TODAY.toordinal())

    assert signs_at(empty) == {}
    assert lean({"a": Known(-1.0, {"at_calf": 3.0})}, empty) == {"a": -1.0}


def test_every_sign_that_is_worked_out_is_named():
    diary = make_diary(
        rest=[9] * 5,
        sitting=[1] * 5,
        running=[5] * 5,
        injury=make_injury(
            day=400, age=15, onset=Onset.GRADUAL, type=InjuryType.TENDON, mechanism=Mechanism.SPRINT
        ),
        days=[make_day(9, locations=["calf", "back_knee"], qualities=["numb"], swelling=True)],
    )

    assert set(shown(diary)) <= SIGNS


def test_ordinary_muscle_and_tendon_stay_in_front_when_nothing_else_fits():
    causes = catalogue().causes
    sprint = Diary(
        injury=make_injury(day=12, onset=Onset.SUDDEN, mechanism=Mechanism.SPRINT, age=30),
        days=tuple(make_day(back, walking=3, locations=["mid_thigh"]) for back in range(9, -1, -1)),
    )
    seat = Diary(
        injury=make_injury(day=200, onset=Onset.GRADUAL, age=45),
        days=tuple(make_day(back, sitting=5, locations=["sit_bone"]) for back in range(9, -1, -1)),
    )

    for diary, expected in (
        (sprint, "hamstring_strain"),
        (seat, "proximal_hamstring_tendinopathy"),
    ):
        points = lean_on(causes, diary, TODAY)
        assert max(points, key=lambda name: points[name]) == expected
