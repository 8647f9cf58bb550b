import pytest

from rehab.scales import is_meaningful_drop, is_nrs


@pytest.mark.parametrize(
    ("before", "now", "expected"),
    [
        (2, 1, True),
        (2, 1.5, False),
        (5, 3.5, True),
        (5, 4, False),
        (10, 7, True),
        (10, 7.5, False),
        (0, 0, False),
        (3, 5, False),
    ],
)
def test_a_drop_needs_one_point_and_thirty_percent(before, now, expected):
    assert is_meaningful_drop(before, now) is expected


@pytest.mark.parametrize(("value", "expected"), [(-1, False), (0, True), (10, True), (11, False)])
def test_pain_goes_from_0_to_10(value, expected):
    assert is_nrs(value) is expected
