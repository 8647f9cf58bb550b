"""A query put together once gives what the queryset gives, to whoever asks."""

from datetime import date, timedelta

import pytest
from django.db.models import F, QuerySet

from tests.tracker.make import TODAY, make_day, make_injury
from tests.tracker.queries import counting
from tracker.models import Day, Injury
from tracker.ready_query import ReadyQuery


def days_of(injury: int, first: date, last: date) -> QuerySet:
    return Day.objects.filter(injury=injury, on__gte=first, on__lte=last).order_by("on")


@ReadyQuery
def days_between(injury: int, first: date, last: date) -> QuerySet:
    return days_of(injury, first, last)


@ReadyQuery
def figures_between(injury: int, first: date, last: date) -> QuerySet:
    one = days_of(injury, first, first).order_by().values_list("on", "sitting", "places")
    return one.union(days_of(injury, last, last).order_by().values_list("on", "sitting", "places"))


@ReadyQuery
def with_its_owner(owner: int, injury: int) -> QuerySet:
    own = Injury.objects.filter(pk=injury, owner_id=owner)
    return own.select_related("owner").annotate(whose=F("owner__email"))


@pytest.fixture
def injury(db: None) -> Injury:
    injury = make_injury()
    for n in range(5):
        day = make_day(injury, TODAY - timedelta(days=n), sitting=n)
        Day.objects.filter(pk=day.pk).update(places=[["sit_bone", "right"]])
    return injury


def test_it_gives_the_rows_of_the_queryset(injury: Injury) -> None:
    for first, last in ((4, 0), (2, 1), (0, 3)):
        between = (TODAY - timedelta(days=first), TODAY - timedelta(days=last))

        found = days_between(injury=injury.pk, first=between[0], last=between[1])

        assert found == list(days_of(injury.pk, *between))


def test_a_union_turns_its_values_into_python_s_own(injury: Injury) -> None:
    found = figures_between(injury=injury.pk, first=TODAY - timedelta(days=4), last=TODAY)

    assert sorted(found) == [
        (TODAY - timedelta(days=4), 4, [["sit_bone", "right"]]),
        (TODAY, 0, [["sit_bone", "right"]]),
    ]


def test_each_asks_for_their_own_whoever_asked_before(injury: Injury) -> None:
    other = make_injury()
    figures_between(injury=injury.pk, first=TODAY, last=TODAY)

    assert with_its_owner(owner=injury.owner_id, injury=injury.pk) == [injury]
    assert with_its_owner(owner=other.owner_id, injury=injury.pk) == []
    assert figures_between(injury=other.pk, first=TODAY, last=TODAY) == []


def test_rows_of_a_model_bring_what_was_asked_along(injury: Injury) -> None:
    with counting() as count:
        (found,) = with_its_owner(owner=injury.owner_id, injury=injury.pk)
        assert found.owner.email == found.whose == injury.owner.email

    assert count.number == 1


def test_the_second_call_puts_nothing_together(injury: Injury) -> None:
    built = []

    @ReadyQuery
    def counted(injury: int, first: date) -> QuerySet:
        built.append(first)
        return Day.objects.filter(injury=injury, on=first)

    assert [day.sitting for day in counted(injury=injury.pk, first=TODAY)] == [0]
    before = TODAY - timedelta(days=3)
    assert [day.sitting for day in counted(injury=injury.pk, first=before)] == [3]
    assert len(built) == 1


def test_an_argument_the_query_does_not_hold_is_refused(injury: Injury) -> None:
    @ReadyQuery
    def careless(injury: int, first: date) -> QuerySet:
        return Day.objects.filter(injury=injury, on__gte=first - timedelta(days=-7))

    with pytest.raises(ValueError, match="does not hold first"):
        careless(injury=injury.pk, first=TODAY)


def test_only_keys_and_days_by_name_are_taken(injury: Injury) -> None:
    def named(injury: int, metric: str) -> QuerySet:
        return Day.objects.filter(injury=injury, note=metric)

    with pytest.raises(TypeError, match="only keys and days"):
        ReadyQuery(named)
    with pytest.raises(TypeError, match="takes injury, first, last"):
        days_between(injury=injury.pk, first=TODAY)
