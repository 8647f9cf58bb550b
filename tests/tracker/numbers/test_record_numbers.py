"""What may be kept as a number, and what one undo brings back."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from tests.tracker.make import TODAY, make_injury, make_user
from tests.tracker.plan.people import now_at
from tracker.actions.errors import EntryRefused
from tracker.actions.record_numbers import delete_numbers, record_numbers
from tracker.actions.undo_change import undo_change
from tracker.models import Injury, Reading, Revision

BEGAN = TODAY - timedelta(days=40)
AKE = ("t_ake_inj", "t_ake_oth", "t_ake_pain")


def write(injury: Injury, values: dict[str, float | None], on: date = TODAY) -> Revision | None:
    return record_numbers(injury=injury, on=on, values=values, at=now_at(injury), key=uuid4())


def kept(injury: Injury) -> dict[str, float]:
    rows = Reading.objects.filter(injury=injury, on=TODAY)
    return {metric: float(value) for metric, value in rows.values_list("metric", "value")}


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("values", "on", "field"),
    [
        ({"t_press_pain": float("nan")}, TODAY, "t_press_pain"),
        ({"t_press_pain": 2.5}, TODAY, "t_press_pain"),
        ({"t_ake_inj": 181}, TODAY, "t_ake_inj"),
        ({"lefs": 81}, TODAY, "lefs"),
        ({"tsk11": 10}, TODAY, "tsk11"),
        ({"training_status": 4}, TODAY, "training_status"),
        ({"pain_rest": 3}, TODAY, "pain_rest"),
        ({"own_activities": 3}, TODAY, "own_activities"),
        ({"nonsense": 3}, TODAY, "nonsense"),
        ({"activity_1": 3}, TODAY, "activity_1"),
        ({"t_press_pain": 3}, TODAY + timedelta(days=1), "on"),
        ({"t_press_pain": 3}, BEGAN - timedelta(days=1), "on"),
    ],
)
def test_what_may_not_be_kept_is_refused_with_its_field(values, on, field):
    injury = make_injury(make_user(), onset_on=BEGAN)

    with pytest.raises(EntryRefused) as refused:
        write(injury, values, on)
    assert refused.value.field == field
    assert not Reading.objects.exists()


@pytest.mark.django_db
def test_one_bad_number_keeps_none():
    injury = make_injury(make_user(), onset_on=BEGAN)

    with pytest.raises(EntryRefused):
        write(injury, {"t_ake_inj": 20, "t_ake_oth": 400})
    assert not Reading.objects.exists()


@pytest.mark.django_db
def test_no_other_leg_where_both_are_sore():
    injury = make_injury(make_user(), onset_on=BEGAN, side="both")

    with pytest.raises(EntryRefused) as refused:
        write(injury, {"t_slhb_inj": 12, "t_slhb_oth": 12})
    assert refused.value.field == "t_slhb_oth"


@pytest.mark.django_db
def test_nothing_new_makes_no_history():
    injury = make_injury(make_user(), onset_on=BEGAN)
    assert write(injury, {"t_press_pain": 3}) is not None

    assert write(injury, {"t_press_pain": 3}) is None
    assert Revision.objects.count() == 1


numbers = st.dictionaries(
    st.sampled_from(AKE), st.none() | st.integers(0, 10), min_size=1, max_size=3
)


class OneUndo(TestCase):
    """Whatever stood before a page was saved or a day deleted stands again after its undo."""

    @settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(first=numbers, second=numbers, deletes=st.booleans())
    def test_it_brings_the_whole_page_back(self, first, second, deletes):
        injury = make_injury(make_user(), onset_on=BEGAN)
        write(injury, first)
        before = kept(injury)
        if deletes:
            change = delete_numbers(
                injury=injury, metrics=AKE, on=TODAY, at=now_at(injury), key=uuid4()
            )
        else:
            change = write(injury, second)

        if change is not None:
            undo_change(revision=change, at=now_at(injury))
        assert kept(injury) == before
