"""Undo: a change is put back for seven days, but never over a later change."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from rehab.vocabulary import FallKind
from tests.tracker.make import NOON, TODAY, make_injury
from tracker.actions.errors import ActionError
from tracker.actions.history import RESTORE_DAYS, snapshot, undo
from tracker.actions.record_day import delete_day, record_day
from tracker.actions.record_fall import FallEntry, delete_fall, record_fall
from tracker.clock import person_now
from tracker.models import Day, Fall

pytestmark = pytest.mark.django_db


def save(injury, **entry):
    return record_day(
        injury=injury, on=TODAY, entry=entry, at=person_now(injury.owner, NOON), key=uuid4()
    )


def test_undoing_a_delete_brings_the_day_back_as_it_was():
    injury = make_injury()
    day = save(injury, sitting=4, places=[["calf", "left"]], note="mine").day
    before = snapshot(day)
    revision = delete_day(day=day, at=person_now(injury.owner, NOON), key=uuid4())

    restored = undo(revision=revision)

    assert snapshot(restored) == before
    assert restored.uuid == day.uuid


def test_undoing_a_change_brings_the_earlier_numbers_back():
    injury = make_injury()
    save(injury, sitting=4)
    revision = save(injury, sitting=9).revision

    undo(revision=revision)

    assert Day.objects.get().sitting == 4


def test_undoing_a_first_save_takes_the_day_away():
    revision = save(make_injury(), sitting=4).revision

    assert undo(revision=revision) is None
    assert not Day.objects.exists()


def test_undoing_twice_changes_nothing_more():
    injury = make_injury()
    revision = save(injury, sitting=4).revision
    undo(revision=revision)
    save(injury, sitting=6)

    undo(revision=revision)

    assert Day.objects.get().sitting == 6


def test_a_later_change_is_never_undone_away():
    injury = make_injury()
    revision = save(injury, sitting=4).revision
    save(injury, sitting=6)

    with pytest.raises(ActionError, match="changed since"):
        undo(revision=revision)

    assert Day.objects.get().sitting == 6


@pytest.mark.parametrize(("days", "works"), [(RESTORE_DAYS - 1, True), (RESTORE_DAYS + 1, False)])
def test_restore_works_for_seven_days(days, works):
    revision = save(make_injury(), sitting=4).revision
    revision.at = timezone.now() - timedelta(days=days)
    revision.save()

    if works:
        undo(revision=revision)
        assert not Day.objects.exists()
    else:
        with pytest.raises(ActionError, match="too late"):
            undo(revision=revision)


def test_a_deleted_fall_comes_back():
    injury = make_injury()
    at = person_now(injury.owner, NOON)
    fall = record_fall(
        owner=injury.owner,
        injury=injury,
        entry=FallEntry(on=TODAY, kind=FallKind.SLIP),
        at=at,
        key=uuid4(),
    ).fall
    revision = delete_fall(fall=fall, at=at, key=uuid4())
    assert not Fall.objects.exists()

    undo(revision=revision)

    assert Fall.objects.get().uuid == fall.uuid
