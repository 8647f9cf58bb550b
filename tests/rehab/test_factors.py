"""Does it fit? Three poles, and slow things that fit a tendon never point away."""

from dataclasses import dataclass, field

import pytest

from rehab.signs.factors import look
from rehab.vocabulary import InjuryType, Onset
from tests.rehab.builders import TODAY, ago, make_day, make_diary, make_injury

ROBIN = make_injury(day=240, onset=Onset.GRADUAL, plan_started_on=ago(40))
MAYA = make_injury(day=37, onset=Onset.SUDDEN, grade=2, type=InjuryType.MUSCLE_STRAIN)


@dataclass(frozen=True)
class Factor:
    id: str
    window_days: int = 14
    min_days: int = 5
    acute_allowance_days: dict = field(
        default_factory=lambda: {"grade_1": 5, "grade_2": 10, "grade_3": 21, "gradual": 7}
    )
    overdue_day: dict = field(
        default_factory=lambda: {"grade_1": 35, "grade_2": 63, "unknown": 56, "tendon": 126}
    )


def fit(name, diary, **given):
    (found,) = look([Factor(name, **given)], diary, TODAY)
    return found


def words(name, diary, **given):
    return [str(word) for word in fit(name, diary, **given).words]


def marked(*places, days=8, injury=MAYA, **given):
    rows = [make_day(back, sitting=4, locations=places, **given) for back in range(days)]
    return make_diary(days=rows, injury=injury)


@pytest.mark.parametrize(
    ("places", "expected"),
    [
        (["sit_bone"], ["fits_tendon"]),
        (["mid_thigh"], ["fits_muscle"]),
        (["upper_thigh"], ["fits_muscle", "fits_tendon"]),
        (["low_back"], ["not_clear"]),
        (["mid_thigh", "buttock", "calf"], ["points_elsewhere"]),
    ],
)
def test_one_clear_sore_spot(places, expected):
    assert words("f_focal", marked(*places)) == expected


def test_a_factor_without_enough_days_says_how_many_there_are():
    found = fit("f_focal", marked("sit_bone", days=3), min_days=6)

    assert [str(word) for word in found.words] == ["not_enough_days"]
    assert (found.logged, found.needed) == (3, 6)


def spread(days, injury=MAYA):
    rows = [
        make_day(back, locations=["calf" if back < days else "mid_thigh"], qualities=["ache"])
        for back in range(8)
    ]
    return make_diary(days=rows, injury=injury)


@pytest.mark.parametrize(
    ("days", "expected"),
    [
        (0, ["fits_muscle", "fits_tendon"]),
        (1, ["fits_muscle", "fits_tendon"]),
        (2, ["not_clear"]),
        (3, ["not_clear"]),
        (4, ["points_elsewhere"]),
    ],
)
def test_pain_that_spreads(days, expected):
    assert words("f_radiating", spread(days), window_days=10) == expected


def test_a_fresh_tear_may_spread_by_itself_and_the_words_can_say_so():
    assert fit("f_radiating", spread(5)).values["tear_can_do_this"] == 1
    assert fit("f_radiating", spread(5, ROBIN)).values["tear_can_do_this"] == 0


def test_a_bruise_in_the_first_days_fits_a_muscle_and_none_says_little():
    bruised = make_diary(
        days=[make_day(back, bruising=back > 30, swelling=False) for back in range(38)],
        injury=MAYA,
    )
    none = make_diary(
        days=[make_day(back, bruising=False, swelling=False) for back in range(38)], injury=MAYA
    )
    at_onset = make_diary(injury=make_injury(day=37, onset=Onset.SUDDEN, bruising=True))

    assert words("f_swelling_bruising", bruised) == ["fits_muscle"]
    assert words("f_swelling_bruising", none) == ["not_clear"]
    assert words("f_swelling_bruising", at_onset) == ["fits_muscle"]
    assert words("f_swelling_bruising", make_diary(injury=MAYA)) == ["not_enough_days"]


@pytest.mark.parametrize(
    ("rest", "sitting", "injury", "expected"),
    [
        (1, 1, MAYA, ["fits_muscle"]),
        (1, 4, MAYA, ["fits_tendon"]),
        (4, 1, MAYA, ["points_elsewhere"]),
        (4, 4, MAYA, ["fits_tendon", "points_elsewhere"]),
        (4, 4, make_injury(day=5, grade=2, onset=Onset.SUDDEN), ["not_clear"]),
        (1, 5, ROBIN, ["fits_tendon"]),
    ],
)
def test_pain_at_rest_and_when_sitting(rest, sitting, injury, expected):
    diary = make_diary(rest=[rest] * 7, night=[0] * 7, sitting=[sitting] * 7, injury=injury)

    assert words("f_rest_pain", diary, window_days=7) == expected


def cared(before, now, injury, care=10):
    rows = [
        make_day(
            back,
            rest=now if back < 7 else before,
            treatments=["strengthening"] if back < care else [],
        )
        for back in range(28)
    ]
    return make_diary(days=rows, injury=injury)


@pytest.mark.parametrize(
    ("before", "now", "injury", "care", "expected"),
    [
        (6, 3, MAYA, 10, ["fits_muscle"]),
        (6, 3, ROBIN, 10, ["fits_muscle", "fits_tendon"]),
        (5, 5, MAYA, 10, ["points_elsewhere"]),
        (5, 5, MAYA, 7, ["not_clear"]),
        (5, 5, ROBIN, 10, ["fits_tendon"]),
        (5, 5, make_injury(day=240, onset=Onset.GRADUAL, plan_started_on=ago(90)), 10,
         ["not_clear"]),
    ],
)  # fmt: skip
def test_what_care_did(before, now, injury, care, expected):
    assert words("f_response", cared(before, now, injury, care), window_days=28) == expected


@pytest.mark.parametrize(
    ("level", "injury", "expected"),
    [
        (1, MAYA, ["fits_muscle"]),
        (3, MAYA, ["not_clear"]),
        (3, make_injury(day=63, grade=2, onset=Onset.SUDDEN), ["points_elsewhere"]),
        (3, ROBIN, ["fits_tendon"]),
        (3, make_injury(day=400, onset=Onset.GRADUAL, plan_started_on=ago(130)), ["not_clear"]),
    ],
)
def test_time(level, injury, expected):
    diary = make_diary(rest=[level] * 14, injury=injury, first_logged=60)

    assert words("f_healing_time", diary) == expected


def test_sitting_and_slow_change_alone_never_point_elsewhere():
    rows = [
        make_day(back, sitting=5, rest=1, night=0, locations=["sit_bone"], qualities=["ache"],
                 treatments=["strengthening"], swelling=False, bruising=False)
        for back in range(60)
    ]  # fmt: skip
    names = ["f_focal", "f_radiating", "f_swelling_bruising", "f_rest_pain", "f_response",
             "f_healing_time"]  # fmt: skip

    found = look([Factor(name) for name in names], make_diary(days=rows, injury=ROBIN), TODAY)

    assert len(found) == 6
    assert not any(word == "points_elsewhere" for one in found for word in one.words)
