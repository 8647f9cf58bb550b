"""Several writes on one day, and signs that go and come back, through the app and its database."""

from datetime import timedelta
from uuid import uuid4

import pytest
import time_machine
from django.urls import reverse

from rehab.vocabulary import AnswerValue
from tests.tracker.make import NOON, TODAY, key, make_injury, make_user
from tracker.actions.record_answers import record_answers
from tracker.actions.record_day import record_day
from tracker.clock import PersonNow
from tracker.models import Finding, Injury, Notice

pytestmark = pytest.mark.django_db


def moment(*, days_ago: int = 0, hour: int = 12) -> PersonNow:
    now = NOON.replace(hour=hour) - timedelta(days=days_ago)
    return PersonNow(now=now, zone="UTC", today=TODAY - timedelta(days=days_ago))


def log(injury: Injury, *, days_ago: int, **entry: object) -> list[str]:
    """Save a day; the rules that are newly told."""
    at = moment(days_ago=days_ago)
    saved = record_day(injury=injury, on=at.today, entry=entry, at=at, key=uuid4())
    return [part["rule"] for notice in saved.notices for part in notice.parts]


def answer(injury: Injury, *, days_ago: int = 0, hour: int = 13, **given: str) -> list[str]:
    new = record_answers(
        owner=injury.owner,
        injury=injury,
        answers={question: AnswerValue(value) for question, value in given.items()},
        at=moment(days_ago=days_ago, hour=hour),
        key=uuid4(),
    )
    return [part["rule"] for notice in new for part in notice.parts]


@pytest.mark.parametrize("again", ["q_saddle_numb", "q_bowel"])
def test_a_yes_after_the_visit_of_the_same_day_is_an_emergency_at_once(client, again):
    """Told at eight, seen at two, a yes at three: the visit cannot have known of it."""
    user = make_user()
    injury = make_injury(user)
    client.force_login(user)
    lines = reverse("check-lines", args=[injury.uuid])

    with time_machine.travel(NOON.replace(hour=8), tick=False):
        client.post(lines, {"key": key(), "yes": ["q_saddle_numb"]})
    seen = reverse("notice-answer", args=[injury.uuid, Notice.objects.get().uuid, "seen"])
    with time_machine.travel(NOON.replace(hour=14), tick=False):
        client.post(seen, {"key": key(), "day": TODAY.isoformat()})
        client.post(f"/i/{injury.uuid}/log/{TODAY}/", {"key": key(), "seen": 0, "rest": "2"})
        assert not Notice.objects.open().exists()
    with time_machine.travel(NOON.replace(hour=15), tick=False):
        client.post(lines, {"key": key(), "yes": [again]})
        assert Notice.objects.open().get().tier == "emergency"
        assert "Get help now" in client.get("/today/").content.decode()
    with time_machine.travel(NOON.replace(hour=16), tick=False):
        client.post(lines, {"key": key(), "yes": [again]})

    assert Notice.objects.filter(tier="emergency").count() == 2


def test_a_no_after_the_visit_leaves_the_yes_before_it_quiet():
    injury = make_injury()
    answer(injury, hour=8, q_bladder="yes")
    _seen(Notice.objects.get(), hour=14)

    assert answer(injury, hour=15, q_bladder="no") == []
    assert answer(injury, hour=16, q_bladder="not_sure") != []


def _seen(notice: Notice, *, hour: int) -> None:
    at = moment(hour=hour)
    notice.actions.create(kind="seen", on=at.today, at=at.now)
    notice.closed_on, notice.closed_because = at.today, "visit"
    notice.save()


def test_two_answers_of_one_evening_are_one_card_that_names_both():
    injury = make_injury()

    assert answer(injury, hour=18, q_saddle_numb="yes") == ["r_ces"]
    assert answer(injury, hour=19, q_bladder="yes") == []

    part = Notice.objects.get().parts[0]
    assert "new numbness between the legs" in part["message"]
    assert "new trouble with peeing" in part["message"]
    assert set(part["breadth"]) == {"q_saddle_numb", "q_bladder"}
    assert answer(injury, hour=20, q_breathless="yes") == ["r_pe"]


def test_a_large_tear_is_told_once_on_the_evening_it_is_logged_and_asked_about():
    injury = make_injury(onset="sudden", onset_on=TODAY, onset_pop="yes")

    assert "r_severe_onset" in log(
        injury, days_ago=0, sitting=5, places=[["sit_bone", "right"]], qualities=["sharp"]
    )
    assert answer(injury, q_pop="yes", q_big_bruise="yes") == []
    assert Notice.objects.filter(tier="urgent").count() == 1


def test_an_urgent_sign_that_goes_and_comes_back_keeps_its_card_and_is_not_told_as_new():
    injury = make_injury()
    told = {
        days_ago: log(injury, days_ago=days_ago, rest=rest)
        for days_ago, rest in zip(range(9, -1, -1), [7, 7, 3, 3, 3, 3, 7, 7, 3, 3], strict=True)
    }

    assert [day for day, rules in told.items() if "r_severe_unsettled" in rules] == [8, 7, 0]
    finding = Finding.objects.get(rule="r_severe_unsettled")
    assert finding.opened_on == TODAY - timedelta(days=8)
    assert [n.tier for n in Notice.objects.open().filter(tier="urgent")] == ["urgent"]


def test_a_card_that_passed_is_shown_again_when_its_sign_comes_back():
    injury = make_injury()
    rests = [7, 7, 3, 3, 3]
    for days_ago, rest in zip(range(7, 2, -1), rests, strict=True):
        log(injury, days_ago=days_ago, rest=rest)
    assert not Notice.objects.open().filter(tier="urgent").exists()

    log(injury, days_ago=2, rest=7)
    assert "r_severe_unsettled" not in log(injury, days_ago=1, rest=7)

    assert Notice.objects.open().filter(tier="urgent").exists()


def test_a_soon_sign_on_a_new_cause_joins_the_open_card_of_the_week():
    injury = make_injury(make_user(birth_year=1980), onset="gradual")
    assert answer(injury, days_ago=2, q_pain_never_eases="yes") == ["r_constant_pain"]

    assert answer(injury, q_lump="yes", q_lump_growing="yes")[:1] == ["r_lump_growing"]

    card = Notice.objects.open().get()
    assert [part["rule"] for part in card.parts] == ["r_lump_growing", "r_constant_pain"]
    assert card.parts[1]["on"] == (TODAY - timedelta(days=2)).isoformat()
    assert Notice.objects.get(closed_on__isnull=False).closed_because == "replaced"


def test_what_the_person_has_answered_already_stays_a_card_of_its_own():
    injury = make_injury(make_user(birth_year=1980), onset="gradual")
    answer(injury, days_ago=2, q_pain_never_eases="yes")
    at = moment(days_ago=1)
    Notice.objects.get().actions.create(kind="booked", on=at.today, at=at.now)

    answer(injury, q_lump="yes", q_lump_growing="yes")

    cards = Notice.objects.open().order_by("told_at")
    assert [[part["rule"] for part in card.parts] for card in cards] == [
        ["r_constant_pain"],
        ["r_lump_growing"],
    ]


def test_an_emergency_takes_the_place_of_the_urgent_card_about_the_same_cause():
    """Fever first, the strong pain logged an hour later: one card, and one thing to do."""
    injury = make_injury()
    assert answer(injury, hour=9, q_fever="yes") == ["r_fever_pain"]

    assert "r_infection" in log(injury, days_ago=0, walking=7)

    assert [card.tier for card in Notice.objects.open()] == ["emergency"]
    assert Finding.objects.open().filter(rule="r_fever_pain").exists()


def test_a_change_during_sex_is_an_emergency_without_any_place_logged():
    injury = make_injury(onset="gradual", places=[])

    assert answer(injury, q_sexual="yes") == ["r_ces"]
    assert answer(make_injury(), q_sexual="not_sure") == ["r_emergency_unsure"]
