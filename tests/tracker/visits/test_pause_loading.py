"""A pause begins when the person agrees, lasts once, and ends for one of three reasons."""

from dataclasses import replace
from datetime import timedelta

import pytest

from tests.tracker.make import TODAY, make_days, make_visit
from tracker.actions.evaluate_signs import evaluate_signs
from tracker.actions.pause_loading import end_pause, start_pause
from tracker.clock import PersonNow, person_now
from tracker.models import Injury, LoadPause


@pytest.fixture
def at(injury: Injury) -> PersonNow:
    return person_now(injury.owner)


def test_a_pause_begins_today_and_has_no_end(injury: Injury, at: PersonNow) -> None:
    pause = start_pause(injury=injury, rule="r_night_pain", accepted=True, at=at)

    assert (pause.rule, pause.accepted, pause.started_on) == ("r_night_pain", True, TODAY)
    assert pause.ended_on is None


def test_a_second_yes_is_the_pause_that_lasts(injury: Injury, at: PersonNow) -> None:
    first = start_pause(injury=injury, rule="r_night_pain", accepted=True, at=at)
    second = start_pause(injury=injury, rule="r_lump", accepted=True, at=at)

    assert second == first
    assert LoadPause.objects.count() == 1


def test_a_no_is_kept_once_a_day_and_pauses_nothing(injury: Injury, at: PersonNow) -> None:
    refusal = start_pause(injury=injury, rule="r_night_pain", accepted=False, at=at)
    again = start_pause(injury=injury, rule="r_night_pain", accepted=False, at=at)

    assert again == refusal
    assert (refusal.accepted, refusal.ended_on) == (False, TODAY)
    assert end_pause(injury=injury, by="person", at=at) is None


def test_a_no_does_not_end_the_pause_that_lasts(injury: Injury, at: PersonNow) -> None:
    pause = start_pause(injury=injury, rule="r_night_pain", accepted=True, at=at)
    start_pause(injury=injury, rule="r_lump", accepted=False, at=at)

    pause.refresh_from_db()
    assert pause.ended_on is None


@pytest.mark.parametrize("by", ["person", "visit", "finding"])
def test_a_pause_ends_once_and_says_why(injury: Injury, at: PersonNow, by: str) -> None:
    start_pause(injury=injury, rule="", accepted=True, at=at)

    ended = end_pause(injury=injury, by=by, at=at)

    assert ended is not None
    assert (ended.ended_on, ended.ended_by) == (TODAY, by)
    assert end_pause(injury=injury, by=by, at=at) is None


def test_a_day_that_lies_before_the_start_is_not_the_end(injury: Injury, at: PersonNow) -> None:
    start_pause(injury=injury, rule="", accepted=True, at=at)
    yesterday = replace(at, today=TODAY - timedelta(days=1))

    ended = end_pause(injury=injury, by="person", at=yesterday)

    assert ended is not None
    assert ended.ended_on == TODAY


def test_after_one_pause_another_may_begin(injury: Injury, at: PersonNow) -> None:
    first = start_pause(injury=injury, rule="", accepted=True, at=at)
    end_pause(injury=injury, by="person", at=at)

    assert start_pause(injury=injury, rule="", accepted=True, at=at) != first


@pytest.fixture
def nights(injury: Injury, at: PersonNow) -> Injury:
    """Night pain that was found and is over: a pause was offered for it and taken."""
    injury.onset_on = TODAY - timedelta(days=60)
    injury.save()
    rows = make_days(injury, night=[5] * 25)
    evaluate_signs(injury=injury, at=at)
    start_pause(injury=injury, rule="r_night_pain", accepted=True, at=at)
    for row in rows:
        row.night = 0
        row.save()
    return injury


def test_a_pause_ends_with_the_finding_that_offered_it(nights: Injury, at: PersonNow) -> None:
    evaluate_signs(injury=nights, at=at, edited=True)

    pause = LoadPause.objects.get()
    assert (pause.ended_on, pause.ended_by) == (TODAY, "finding")


def test_a_pause_for_another_reason_goes_on(nights: Injury, at: PersonNow) -> None:
    LoadPause.objects.update(rule="r_lump_any")

    evaluate_signs(injury=nights, at=at, edited=True)

    assert LoadPause.objects.get().ended_on is None


def test_what_a_professional_paused_no_finding_lifts(nights: Injury, at: PersonNow) -> None:
    make_visit(nights, state="result", result="hamstring", advice="pause")

    evaluate_signs(injury=nights, at=at, edited=True)

    assert LoadPause.objects.get().ended_on is None
