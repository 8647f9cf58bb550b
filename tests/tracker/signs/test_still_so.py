"""A yes for an earlier day, told later: told at once, then asked about now."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from rehab.content.catalogue import catalogue
from rehab.signs.asking import BACKFILLED
from rehab.vocabulary import AnswerValue
from tests.tracker.make import TODAY, key, make_answer
from tracker.actions.record_answers import record_answers
from tracker.clock import person_now
from tracker.models import Answer, Injury, Notice
from tracker.words import day_words

OVER = "Even if that is over"
STILL = "Is this still so now?"


def fill_in(injury: Injury, back: int = 2, **given: str) -> list[Notice]:
    at = person_now(injury.owner)
    return record_answers(
        owner=injury.owner,
        injury=injury,
        answers={question: AnswerValue(value) for question, value in given.items()},
        at=at,
        key=key(),
        on=at.today - timedelta(days=back),
    )


def asked_page(client: Client) -> str:
    return client.get(reverse("check-questions"), follow=True).content.decode()


def reply(client: Client, injury: Injury, value: str) -> str:
    fields = {"key": key(), "asked": "q_saddle_numb", "q_saddle_numb": value}
    url = reverse("check-answers", args=[injury.uuid])
    return client.post(url, fields, follow=True).content.decode()


def test_a_yes_for_an_earlier_day_is_told_at_once_and_asked_about_now(
    signed_in: Client, injury: Injury
) -> None:
    [notice] = fill_in(injury, q_saddle_numb="yes")

    text = asked_page(signed_in)

    assert notice.tier == "emergency"
    assert f"{STILL} For {day_words(TODAY - timedelta(days=2))} you told us:" in text
    assert "New numbness between my legs" in text or "numbness between my legs" in text
    assert "now or the last 14 days" not in text


def test_still_so_is_an_emergency_of_today(signed_in: Client, injury: Injury) -> None:
    fill_in(injury, q_saddle_numb="yes")

    text = reply(signed_in, injury, "yes")

    newest = Answer.objects.order_by("pk").last()
    assert newest is not None
    assert (newest.on, newest.value, newest.because) == (TODAY, "yes", BACKFILLED)
    assert "Get help now" in text
    assert OVER not in text
    assert STILL not in asked_page(signed_in)


def test_what_is_over_is_still_worth_a_call_and_is_not_asked_again(
    signed_in: Client, injury: Injury
) -> None:
    fill_in(injury, q_saddle_numb="yes")

    text = reply(signed_in, injury, "no")

    assert OVER in text
    assert "That is not an all-clear" not in text
    assert STILL not in asked_page(signed_in)


def test_not_sure_whether_it_is_still_so_is_not_a_no(signed_in: Client, injury: Injury) -> None:
    fill_in(injury, q_saddle_numb="yes")

    text = reply(signed_in, injury, "not_sure")

    assert OVER not in text
    assert "Nothing here needs help today" not in text
    assert Notice.objects.open().filter(tier__in=["urgent", "emergency"]).exists()


def test_a_question_left_open_stands_again_in_the_same_words(
    signed_in: Client, injury: Injury
) -> None:
    fill_in(injury, q_saddle_numb="yes")
    url = reverse("check-answers", args=[injury.uuid])

    response = signed_in.post(url, {"key": key(), "asked": "q_saddle_numb"})

    assert response.status_code == 422
    assert STILL in response.content.decode()


@pytest.mark.parametrize(
    ("question", "value", "back"),
    [
        ("q_saddle_numb", "no", 2),
        ("q_new_injury", "yes", 2),
        ("q_saddle_numb", "yes", 8),
        ("q_saddle_numb", "yes", 0),
    ],
)
def test_a_no_something_mild_an_old_yes_and_one_of_today_are_not_asked_again(
    signed_in: Client, injury: Injury, question: str, value: str, back: int
) -> None:
    fill_in(injury, back, **{question: value})

    assert STILL not in asked_page(signed_in)


def test_a_yes_given_on_its_own_day_is_not_asked_again(signed_in: Client, injury: Injury) -> None:
    make_answer(injury, "q_saddle_numb", "yes", on=TODAY - timedelta(days=2))

    assert STILL not in asked_page(signed_in)


def test_the_days_of_asking_are_those_of_the_policy(signed_in: Client, injury: Injury) -> None:
    fill_in(injury, catalogue().policy.backfilled_yes_days, q_saddle_numb="yes")

    assert STILL in asked_page(signed_in)
