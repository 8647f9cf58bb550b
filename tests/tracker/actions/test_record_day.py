"""One save of a day: what is stored, what is refused, what a replay and a second device do."""

from datetime import date, timedelta
from uuid import uuid4

import pytest

from tests.tracker.make import NOON, TODAY, make_day, make_injury
from tracker.actions import evaluate_signs as signs
from tracker.actions.errors import DayChanged, EntryRefused, TooManyCopies
from tracker.actions.record_day import delete_day, record_day
from tracker.clock import person_now
from tracker.models import Day, Finding, Injury, Revision, SubmissionKey

pytestmark = pytest.mark.django_db


def save(injury: Injury, on: date = TODAY, *, key=None, seen_number=None, **entry):
    return record_day(
        injury=injury,
        on=on,
        entry=entry,
        at=person_now(injury.owner, NOON),
        key=key or uuid4(),
        seen_number=seen_number,
    )


def test_a_day_is_stored_with_its_instant_and_zone():
    injury = make_injury()
    injury.owner.time_zone = "America/Halifax"

    day = save(injury, on=date(2026, 11, 20), sitting=4, rest=0).day

    stored = Day.objects.get(pk=day.pk)
    assert (stored.sitting, stored.rest, stored.night) == (4, 0, None)
    assert (stored.logged_at, stored.zone, stored.number) == (NOON, "America/Halifax", 1)


def test_a_column_that_is_not_given_stays_as_it_was():
    injury = make_injury()
    save(injury, sitting=4, note="long drive")

    save(injury, walking=2)

    day = Day.objects.get()
    assert (day.sitting, day.walking, day.note, day.number) == (4, 2, "long drive", 2)


def test_a_replayed_key_stores_once_and_gives_the_stored_day():
    injury = make_injury()
    key = uuid4()
    first = save(injury, key=key, sitting=4)

    again = save(injury, key=key, sitting=9)

    assert again.day == first.day
    assert Day.objects.get().sitting == 4
    assert Revision.objects.count() == 1


def test_the_same_key_of_another_person_is_another_key():
    key = uuid4()
    mine, theirs = make_injury(), make_injury()

    save(mine, key=key, sitting=4)
    save(theirs, key=key, sitting=5)

    assert Day.objects.count() == 2


def test_a_later_writer_on_another_device_is_stopped_and_sees_what_stands():
    injury = make_injury()
    save(injury, sitting=4, seen_number=0)

    with pytest.raises(DayChanged) as stopped:
        save(injury, sitting=7, seen_number=0)

    assert stopped.value.day.sitting == 4
    assert Day.objects.get().sitting == 4


def test_the_later_writer_may_choose_after_seeing_it():
    injury = make_injury()
    save(injury, sitting=4, seen_number=0)

    save(injury, sitting=7, seen_number=1)

    assert Day.objects.get().sitting == 7


def test_a_refused_save_keeps_no_key_so_the_mended_form_goes_through():
    injury = make_injury()
    save(injury, sitting=4)
    key = uuid4()
    with pytest.raises(DayChanged):
        save(injury, key=key, sitting=5, seen_number=0)

    save(injury, key=key, sitting=5, seen_number=1)

    assert Day.objects.get().sitting == 5


@pytest.mark.parametrize(
    ("entry", "field"),
    [
        ({"sitting": 11}, "sitting"),
        ({"sitting": -1}, "sitting"),
        ({"rest": 3.5}, "rest"),
        ({"rest": True}, "rest"),
        ({"rest": "3"}, "rest"),
        ({"sit_minutes": 961}, "sit_minutes"),
        ({"no_run": True, "running": 0}, "running"),
        ({"slept_through": True, "night": 2}, "night"),
        ({"sat_without_pain": True, "sit_minutes": 20}, "sit_minutes"),
        ({"places": [["sit_bone", "middle"]]}, "places"),
        ({"places": [["other_leg", "left"]]}, "places"),
        ({"places": ["sit_bone"]}, "places"),
        ({"worst": ["knee", "left"]}, "worst"),
        ({"qualities": ["dull"]}, "qualities"),
        ({"qualities": "ache"}, "qualities"),
        ({"treatments": ["surgery"]}, "treatments"),
        ({"signs": {"swelling": "yes"}}, "signs"),
        ({"signs": {"fever": True}}, "signs"),
        ({"seat": "throne"}, "seat"),
        ({"carried": ["night"]}, "carried"),
        ({"note": "a\x00b"}, "note"),
        ({"note": "x" * 2001}, "note"),
        ({"owner": 1}, "owner"),
    ],
)
def test_a_value_outside_the_vocabulary_is_refused_and_nothing_is_stored(entry, field):
    injury = make_injury()

    with pytest.raises(EntryRefused) as refused:
        save(injury, **entry)

    assert refused.value.field == field
    assert not Day.objects.exists()
    assert not SubmissionKey.objects.exists()


@pytest.mark.parametrize("days", [1, 400])
def test_a_day_to_come_is_refused(days):
    with pytest.raises(EntryRefused, match="today or earlier"):
        save(make_injury(), on=TODAY + timedelta(days=days), sitting=1)


def test_a_day_beyond_twenty_years_back_is_refused():
    with pytest.raises(EntryRefused, match="too long ago"):
        save(make_injury(), on=date(2006, 1, 1), sitting=1)


def test_two_days_may_be_copied_in_a_row_but_not_three():
    injury = make_injury()
    save(injury, on=TODAY - timedelta(days=2), sitting=4, copied=True)
    save(injury, on=TODAY - timedelta(days=1), sitting=4, copied=True)

    with pytest.raises(TooManyCopies):
        save(injury, sitting=4, copied=True)


def test_a_copied_day_that_is_answered_later_is_no_copy_any_more():
    injury = make_injury()
    save(injury, sitting=4, copied=True)

    save(injury, sitting=5)

    assert Day.objects.get().copied is False


def test_a_fault_in_the_rules_keeps_nothing_of_the_save(monkeypatch):
    injury = make_injury()

    def fail(*_args, **_kwargs):
        raise RuntimeError("rules broke")

    monkeypatch.setattr(signs.evaluate, "evaluate", fail)
    with pytest.raises(RuntimeError):
        save(injury, sitting=4)

    assert not Day.objects.exists()
    assert not SubmissionKey.objects.exists()
    assert not Finding.objects.exists()


def test_a_deleted_day_is_gone_and_its_revision_holds_it():
    injury = make_injury()
    day = make_day(injury, sitting=4, note="mine")

    revision = delete_day(day=day, at=person_now(injury.owner, NOON), key=uuid4())

    assert not Day.objects.exists()
    assert revision.before["note"] == "mine"
    assert revision.after is None


def test_deleting_twice_with_one_key_gives_the_same_revision():
    injury = make_injury()
    day = make_day(injury, sitting=4)
    key = uuid4()
    first = delete_day(day=day, at=person_now(injury.owner, NOON), key=key)

    day.pk = None
    again = delete_day(day=day, at=person_now(injury.owner, NOON), key=key)

    assert again == first
