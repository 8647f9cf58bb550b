"""The nightly review: time alone makes rules true, once a day, in everybody's own day."""

from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from rehab.vocabulary import FallKind
from tests.tracker.hostile.crowd import all_at_once
from tests.tracker.make import NOON, TODAY, make_day, make_days, make_fall, make_injury, make_user
from tests.tracker.queries import counting
from tracker.actions.evaluate_signs import evaluate_signs
from tracker.actions.record_fall import FallEntry, record_fall
from tracker.clock import person_now
from tracker.diary_reader import read, read_all, with_context
from tracker.models import Answer, Finding, Injury, Moment, Notice, Run
from tracker.reminders import review as reviewing
from tracker.reminders.review import review


def slow_tomorrow(**owner: object) -> Injury:
    """A mild strain whose pain stays: nothing is told on TODAY, slow progress is the day after."""
    injury = make_injury(
        make_user(**owner), grade=1, type="muscle_strain", onset_on=TODAY - timedelta(days=20)
    )
    make_days(injury, sitting=[4] * 20)
    return injury


def told(injury: Injury) -> list[tuple[date, list[str]]]:
    rows = Notice.objects.filter(injury=injury).order_by("told_at", "pk")
    return [(row.told_on, [part["rule"] for part in row.parts]) for row in rows]


def nightly(days: int, *, first: datetime = NOON) -> None:
    for night in range(days):
        review(first + timedelta(days=night))


@pytest.mark.django_db
def test_what_only_time_makes_true_is_told_without_a_new_entry():
    injury = slow_tomorrow()
    assert evaluate_signs(injury=injury, at=person_now(injury.owner, NOON)) == []

    nightly(8)

    assert len(told(injury)) == 1
    on, rules = told(injury)[0]
    assert on > TODAY
    assert rules == ["r_slow_progress"]


@pytest.mark.django_db
def test_the_review_tells_what_an_evaluation_on_each_day_would_have_told():
    left, right = slow_tomorrow(), slow_tomorrow()
    for night in range(20):
        at = person_now(left.owner, NOON + timedelta(days=night))
        evaluate_signs(injury=with_context(Injury.objects.filter(pk=left.pk)).get(), at=at)
    Injury.objects.filter(pk=left.pk).update(closed_on=TODAY + timedelta(days=30))

    nightly(20)

    assert told(right) == told(left) != []


@pytest.mark.django_db
def test_each_injury_is_looked_at_once_in_a_day_of_its_own():
    slow_tomorrow()

    assert [review(NOON + timedelta(hours=hour)) for hour in (0, 1, 11)] == [1, 0, 0]
    assert review(NOON + timedelta(hours=16)) == 1  # four in the morning of the next day


@pytest.mark.django_db
def test_the_day_of_each_person_begins_in_their_own_zone():
    slow_tomorrow(time_zone="Pacific/Auckland")
    slow_tomorrow(time_zone="America/Los_Angeles")
    review(NOON)

    # Three in the morning is 14:00 UTC in Auckland, 11:00 UTC in Los Angeles.
    assert review(datetime(2026, 11, 21, 13, 59, tzinfo=UTC)) == 0
    assert review(datetime(2026, 11, 21, 14, 1, tzinfo=UTC)) == 1
    assert review(datetime(2026, 11, 22, 10, 59, tzinfo=UTC)) == 0
    assert review(datetime(2026, 11, 22, 11, 1, tzinfo=UTC)) == 1


@pytest.mark.django_db
def test_a_clock_that_is_set_back_looks_at_nobody_twice():
    injury = slow_tomorrow()
    nightly(8)
    before = told(injury)

    assert review(NOON + timedelta(days=3)) == 0
    assert told(injury) == before


@pytest.mark.django_db
@pytest.mark.parametrize("who", [{"is_active": False}, {"is_demo": True, "demo_ends_at": NOON}])
def test_nobody_is_looked_at_who_may_not_be_told(who):
    slow_tomorrow(**who)

    assert review(NOON) == 0


@pytest.mark.django_db
def test_a_closed_injury_rests():
    Injury.objects.filter(pk=slow_tomorrow().pk).update(closed_on=TODAY)

    assert review(NOON) == 0


@pytest.mark.django_db
def test_it_goes_on_where_it_was_stopped(monkeypatch):
    injuries = [slow_tomorrow() for _ in range(5)]
    monkeypatch.setattr(reviewing, "BATCH", 2)

    assert review(NOON, at_most=3) == 3
    assert Injury.objects.filter(reviewed_on=TODAY).count() == 3
    assert review(NOON) == 2
    assert {row.reviewed_on for row in Injury.objects.filter(pk__in=[i.pk for i in injuries])} == {
        TODAY
    }


@pytest.mark.django_db
def test_a_review_that_dies_in_a_batch_marks_nobody_of_it(monkeypatch):
    slow_tomorrow()

    def die(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(reviewing.evaluate, "evaluate", die)
        with pytest.raises(KeyboardInterrupt):
            review(NOON)

    assert review(NOON) == 1


@pytest.mark.django_db
def test_more_calm_diaries_cost_no_more_queries():
    def calm(number: int) -> int:
        for _ in range(number):
            make_days(make_injury(onset_on=TODAY - timedelta(days=5)), sitting=[3, 2, 2])
        with counting() as count:
            assert review(NOON) == number
        return count.number

    assert calm(2) == calm(12)


@pytest.mark.django_db
def test_what_is_no_longer_true_ends_without_an_entry():
    injury = slow_tomorrow()
    nightly(8)
    open_rules = Finding.objects.filter(injury=injury).open()
    assert open_rules.exists()

    review(NOON + timedelta(days=200))

    assert not open_rules.exists()


class Together(TestCase):
    """Many diaries read at once are the diaries read alone."""

    @given(st.data())
    def test_reading_many_equals_reading_each(self, data: st.DataObject) -> None:
        back = st.integers(0, 400)
        owner = make_user()
        rows = []
        for _ in range(data.draw(st.integers(1, 4))):
            whose = owner if data.draw(st.booleans()) else make_user()
            onset = data.draw(st.sampled_from(["sudden", "gradual"]))
            kind = {"onset": onset, "type": "tendon" if onset == "gradual" else "muscle_strain"}
            injury = make_injury(whose, onset_on=TODAY - timedelta(days=data.draw(back)), **kind)
            for ago in data.draw(st.sets(back, max_size=6)):
                day = make_day(injury, TODAY - timedelta(days=ago), sitting=3, places=[])
                if data.draw(st.booleans()):
                    at = NOON - timedelta(days=ago)
                    Moment.objects.create(day=day, at=at, zone="UTC", context="rest", nrs=6)
            for ago in data.draw(st.sets(back, max_size=3)):
                Run.objects.create(injury=injury, on=TODAY - timedelta(days=ago), minutes=20)
                for about in (injury, None):
                    on = TODAY - timedelta(days=ago)
                    said = data.draw(st.sampled_from(["yes", "no", "not_sure"]))
                    Answer.objects.create(
                        owner=whose, injury=about, on=on, question="q_fever", value=said
                    )
                make_fall(whose, TODAY - timedelta(days=ago), injury=injury)
            rows.append(injury)
        asked = list(with_context(Injury.objects.filter(pk__in=[row.pk for row in rows])))

        together = read_all(asked, today=TODAY)

        assert together == {row.pk: read(row, today=TODAY) for row in asked}


def found(injury: Injury) -> list[tuple[object, ...]]:
    columns = ("rule", "tier", "opened_on", "last_true_on", "closed_on", "closed_because")
    rows = Finding.objects.filter(injury=injury).order_by("rule", "opened_on")
    return list(rows.values_list(*columns, "evidence", "values"))


class Nightly(TestCase):
    """Short ways of the review lead where the way of every entry leads."""

    @settings(max_examples=15)
    @given(st.data())
    def test_review_and_evaluation_agree_night_by_night(self, data: st.DataObject) -> None:
        since = TODAY - timedelta(days=data.draw(st.integers(14, 60)))
        onset = data.draw(st.sampled_from(["sudden", "gradual"]))
        kind = {"onset": onset, "type": "tendon" if onset == "gradual" else "muscle_strain"}
        level = data.draw(st.integers(2, 6))
        pair = [make_injury(onset_on=since, grade=1, **kind) for _ in range(2)]
        for injury in pair:
            make_days(injury, sitting=[level] * data.draw(st.just(14)), rest=[level - 2] * 14)
        left, right = pair
        Injury.objects.filter(pk=left.pk).update(closed_on=TODAY + timedelta(days=99))
        for night in range(1, 12):
            now = NOON + timedelta(days=night)
            if data.draw(st.booleans()):
                scores = {"sitting": data.draw(st.integers(0, 9)), "limp": data.draw(st.booleans())}
                for injury in pair:
                    make_day(injury, TODAY + timedelta(days=night), **scores)
            row = with_context(Injury.objects.filter(pk=left.pk)).get()
            evaluate_signs(injury=row, at=person_now(left.owner, now))

            review(now)

            assert told(right) == told(left)
            assert found(right) == found(left)


@pytest.mark.django_db
def test_a_night_on_which_all_stands_writes_evidence_and_tells_nothing(monkeypatch):
    injury = slow_tomorrow()
    review(NOON + timedelta(days=1))
    before = told(injury)
    assert len(before) == 1

    def never(*_: object, **__: object) -> None:
        raise AssertionError("the long way was taken")

    monkeypatch.setattr(reviewing, "evaluate_signs", never)
    review(NOON + timedelta(days=2))

    row = Finding.objects.get(injury=injury, closed_on=None)
    assert row.last_true_on == TODAY + timedelta(days=2)
    assert told(injury) == before


@pytest.mark.django_db(transaction=True)
def test_an_entry_and_the_review_at_the_same_moment_tell_each_sign_once():
    injury = slow_tomorrow()
    nightly(4)
    later = NOON + timedelta(days=7)

    def fall() -> None:
        whole = with_context(Injury.objects.filter(pk=injury.pk)).get()
        at = person_now(whole.owner, later)
        entry = FallEntry(on=at.today, kind=FallKind.SLIP)
        record_fall(owner=whole.owner, injury=whole, entry=entry, at=at, key=uuid4())

    all_at_once([fall, lambda: review(later), fall, lambda: review(later)])

    rules = [part["rule"] for row in Notice.objects.filter(injury=injury) for part in row.parts]
    assert len(rules) == len(set(rules)) > 0


@pytest.mark.django_db
def test_a_second_worker_begins_at_the_other_end(monkeypatch):
    keys = [slow_tomorrow().pk for _ in range(3)]
    monkeypatch.setattr(reviewing, "BATCH", 1)

    assert [review(NOON, at_most=1), review(NOON, at_most=1, from_the_end=True)] == [1, 1]

    seen = Injury.objects.filter(reviewed_on=TODAY).order_by("pk").values_list("pk", flat=True)
    assert list(seen) == [keys[0], keys[-1]]
    assert review(NOON, from_the_end=True) == 1


@pytest.mark.django_db(transaction=True)
def test_two_reviews_and_entries_at_once_tell_everybody_each_sign_once(monkeypatch):
    monkeypatch.setattr(reviewing, "BATCH", 3)
    injuries = [slow_tomorrow() for _ in range(8)]
    later = NOON + timedelta(days=7)

    def fall() -> None:
        for each in (injuries[0], injuries[4], injuries[-1]):
            whole = with_context(Injury.objects.filter(pk=each.pk)).get()
            at = person_now(whole.owner, later)
            entry = FallEntry(on=at.today, kind=FallKind.SLIP)
            record_fall(owner=whole.owner, injury=whole, entry=entry, at=at, key=uuid4())

    all_at_once([lambda: review(later), lambda: review(later, from_the_end=True), fall])

    for injury in injuries:
        rules = [rule for _, parts in told(injury) for rule in parts]
        assert rules.count("r_slow_progress") == 1
        assert len(rules) == len(set(rules))
    assert not Injury.objects.filter(reviewed_on=None).exists()
