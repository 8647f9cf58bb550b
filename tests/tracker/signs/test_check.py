"""The safety check: emergencies reach the person on every path, and "no" stays quiet."""

from datetime import timedelta

import pytest
import time_machine
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from rehab.content.catalogue import catalogue
from tests.tracker.make import NOON, TODAY, key, make_answer, make_day, make_injury, make_user
from tracker.actions.sign_history import read_histories
from tracker.models import Answer, Finding, Injury, Notice, User
from tracker.overview import check as overview

HTMX = {"HX-Request": "true"}
BOTH = "You also ticked None. We kept your other ticks."
QUIET = "Nothing here needs help today. That is not an all-clear."


def tick(
    client: Client,
    injury: Injury | None,
    *,
    headers: dict[str, str] | None = None,
    **fields: object,
) -> HttpResponse:
    """Send the screen of lines; without an injury to the public address."""
    url = reverse("check-lines", args=[injury.uuid]) if injury else reverse("check")
    return client.post(url, {"key": key()} | fields, headers=headers or {})


def answer(client: Client, injury: Injury, headers: dict[str, str] | None = None, **given: str):
    url = reverse("check-answers", args=[injury.uuid])
    fields = {"key": key(), "asked": ",".join(given)} | given
    return client.post(url, fields, headers=headers or {})


def test_all_emergency_questions_stand_on_one_screen(signed_in: Client, injury: Injury) -> None:
    text = signed_in.get(reverse("check")).content.decode()

    for question in (*catalogue().weekly_questions, *catalogue().emergency_questions):
        assert f'value="{question.id}"' in text
    assert "None of these" in text
    assert "now or in the last 14 days" in text
    assert " checked" not in text


def test_a_yes_to_an_emergency_is_told_on_the_next_page_and_kept(
    signed_in: Client, injury: Injury
) -> None:
    response = tick(signed_in, injury, yes=["q_saddle_numb"])

    assert response.status_code == 303
    assert response["Location"] == reverse("check-result")
    notice = Notice.objects.get()
    assert notice.tier == "emergency"
    text = signed_in.get(response["Location"]).content.decode()
    assert "Get help now" in text
    assert 'href="tel:' in text
    assert "I have new numbness between my legs." in text
    assert QUIET not in text


def test_a_yes_to_an_emergency_is_in_the_answer_to_htmx(signed_in: Client, injury: Injury) -> None:
    response = tick(signed_in, injury, yes=["q_saddle_numb"], headers=HTMX)

    text = response.content.decode()
    assert response.status_code == 200
    assert "<html" not in text
    assert 'role="alert"' in text
    assert "Get help now" in text
    assert 'href="tel:' in text
    assert Notice.objects.get().tier == "emergency"


def test_a_calmer_second_answer_is_told_that_the_first_one_counts(
    signed_in: Client, injury: Injury
) -> None:
    two_ways = "You answered this in two ways today."
    first = tick(signed_in, injury, yes=["q_saddle_numb"], headers=HTMX).content.decode()
    second = tick(signed_in, injury, yes=["q_fever"], headers=HTMX).content.decode()

    assert two_ways not in first
    assert two_ways in second
    said = second[second.index(two_ways) :]
    assert catalogue().questions["q_saddle_numb"].short in said[: said.index("</p>")]
    assert catalogue().questions["q_fever"].short not in said[: said.index("</p>")]
    assert "Get help now" in second


@pytest.mark.parametrize("question", [q.id for q in catalogue().emergency_questions])
@pytest.mark.parametrize("headers", [{}, HTMX])
def test_every_emergency_question_is_at_least_urgent_on_both_paths(
    signed_in: Client, injury: Injury, question: str, headers: dict[str, str]
) -> None:
    response = tick(signed_in, injury, yes=[question], headers=headers)
    if not headers:
        response = signed_in.get(response["Location"])

    text = response.content.decode()
    assert 'class="sign emergency' in text or 'class="sign urgent' in text
    assert QUIET not in text


@pytest.mark.parametrize("question", [q.id for q in catalogue().emergency_questions])
def test_not_sure_about_an_emergency_question_means_the_advice_line_now(
    signed_in: Client, injury: Injury, question: str
) -> None:
    response = tick(signed_in, injury, not_sure=[question], headers=HTMX)

    text = response.content.decode()
    assert 'class="sign urgent' in text
    assert "Call your doctor or the out-of-hours medical service now and ask" in text
    assert "Be seen today or tomorrow" not in text
    assert Answer.objects.get(question=question).value == "not_sure"
    if question != "q_sexual":  # its rule also wants a place, so the page alone speaks
        assert Notice.objects.get().tier == "urgent"


def test_none_of_these_stays_quiet_and_is_stored_as_no(signed_in: Client, injury: Injury) -> None:
    response = tick(signed_in, injury, none="on", because="weekly")

    text = signed_in.get(response["Location"]).content.decode()
    assert QUIET in text
    assert "Come back, or get help at once" in text
    assert set(Answer.objects.values_list("value", "because")) == {("no", "weekly")}
    assert not Notice.objects.exists()


def test_a_line_left_open_beside_a_tick_is_no(signed_in: Client, injury: Injury) -> None:
    tick(signed_in, injury, yes=["q_fever"])

    values = dict(Answer.objects.values_list("question", "value"))
    assert values["q_fever"] == "yes"
    assert values["q_saddle_numb"] == "no"


def test_both_ticks_on_a_line_count_as_yes(signed_in: Client, injury: Injury) -> None:
    tick(signed_in, injury, yes=["q_bladder"], not_sure=["q_bladder"])

    assert Answer.objects.get(question="q_bladder").value == "yes"


@pytest.mark.parametrize("headers", [{}, HTMX])
@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({}, "Tick the signs you have, or tick None of these"),
        ({"yes": ["q_unknown"]}, "Choose from the list"),
        ({"yes": ["\x00"]}, "Choose from the list"),
        ({"not_sure": ["q_lump' --"]}, "Choose from the list"),
        ({"yes": ["x" * 1_000_000]}, "Choose from the list"),
        ({"none": "on", "because": "hacked"}, "Choose from the list"),
        ({"none": "on", "key": "１"}, "This form was not complete. Send it again"),
    ],
)
def test_nonsense_gets_a_sentence_and_stores_nothing(
    signed_in: Client,
    injury: Injury,
    fields: dict[str, object],
    sentence: str,
    headers: dict[str, str],
) -> None:
    response = tick(signed_in, injury, headers=headers, **fields)

    assert response.status_code == 422
    assert sentence in response.content.decode()
    assert not Answer.objects.exists()


@pytest.mark.parametrize("field", ["yes", "not_sure"])
@pytest.mark.parametrize("question", [q.id for q in catalogue().emergency_questions])
@pytest.mark.parametrize("headers", [{}, HTMX])
def test_a_tick_beside_none_of_these_counts_at_once_and_the_page_says_so(
    signed_in: Client, injury: Injury, headers: dict[str, str], question: str, field: str
) -> None:
    response = tick(signed_in, injury, none="on", headers=headers, **{field: [question]})
    if not headers:
        response = signed_in.get(response["Location"])

    text = response.content.decode()
    assert 'class="sign emergency' in text or 'class="sign urgent' in text
    assert text.count(BOTH) == 1
    assert Answer.objects.get(question=question).value == field
    assert BOTH not in signed_in.get(reverse("check-result")).content.decode()


def test_visitors_who_tick_a_sign_and_none_are_told_what_it_means(client: Client, db: None) -> None:
    text = tick(client, None, yes=["q_saddle_numb"], none="on").content.decode()

    assert 'class="sign emergency' in text
    assert BOTH in text


def test_none_of_these_alone_says_nothing_about_other_ticks(
    signed_in: Client, injury: Injury
) -> None:
    response = tick(signed_in, injury, none="on")

    assert BOTH not in signed_in.get(response["Location"]).content.decode()


def test_ticks_are_kept_when_the_form_comes_back(signed_in: Client, injury: Injury) -> None:
    response = tick(signed_in, injury, yes=["q_fever"], none="on", because="hacked")

    assert response.content.decode().count(" checked") == 2


def test_a_replay_stores_once_and_still_shows_the_emergency(
    signed_in: Client, injury: Injury
) -> None:
    same = key()
    for _ in range(2):
        response = tick(signed_in, injury, yes=["q_cold_leg"], key=same, headers=HTMX)

    assert 'class="sign emergency' in response.content.decode()
    assert Answer.objects.filter(question="q_cold_leg").count() == 1
    assert Notice.objects.count() == 1


def test_an_emergency_answered_by_a_visit_speaks_again_on_a_newer_yes(
    signed_in: Client, injury: Injury
) -> None:
    tick(signed_in, injury, yes=["q_saddle_numb"])
    notice = Notice.objects.get()
    seen = reverse("notice-answer", args=[injury.uuid, notice.uuid, "seen"])
    signed_in.post(seen, {"key": key(), "day": TODAY.isoformat()})

    with time_machine.travel(NOON + timedelta(days=1), tick=False):
        tick(signed_in, injury, yes=["q_saddle_numb"])

    assert Notice.objects.open().get().tier == "emergency"
    assert Notice.objects.count() == 2


def test_a_yes_on_the_day_of_the_visit_is_never_called_quiet(
    signed_in: Client, injury: Injury
) -> None:
    tick(signed_in, injury, yes=["q_saddle_numb"])
    notice = Notice.objects.get()
    seen = reverse("notice-answer", args=[injury.uuid, notice.uuid, "seen"])
    signed_in.post(seen, {"key": key(), "day": TODAY.isoformat()})

    response = tick(signed_in, injury, yes=["q_saddle_numb"], headers=HTMX)

    text = response.content.decode()
    assert QUIET not in text
    assert 'class="sign emergency' in text


def test_seen_silences_a_routine_sign_for_six_weeks(signed_in: Client, injury: Injury) -> None:
    make_answer(injury, "q_lump", "yes")
    tick(signed_in, injury, none="on")
    notice = Notice.objects.get()
    seen = reverse("notice-answer", args=[injury.uuid, notice.uuid, "seen"])
    signed_in.post(seen, {"key": key(), "day": TODAY.isoformat()})

    with time_machine.travel(NOON + timedelta(days=7), tick=False):
        make_answer(injury, "q_lump", "yes", TODAY + timedelta(days=7))
        tick(signed_in, injury, none="on")

    assert Finding.objects.open().filter(rule=notice.parts[0]["rule"]).exists()
    assert not Notice.objects.open().exists()
    history = read_histories({injury.pk: {}}, today=TODAY + timedelta(days=7))[injury.pk]
    assert {done.kind for done in history.done} == {"seen"}


def test_what_a_rule_asks_comes_three_at_a_time(signed_in: Client, injury: Injury) -> None:
    make_day(injury, TODAY, signs={"swelling": True}, rest=2)

    text = signed_in.get(reverse("check-questions")).content.decode()

    assert text.count("<legend>") == 3
    assert 'name="q_breathless"' in text
    assert " checked" not in text


def test_answers_to_a_rule_carry_its_name_and_lead_on(signed_in: Client, injury: Injury) -> None:
    make_day(injury, TODAY, signs={"swelling": True}, rest=2)

    response = answer(signed_in, injury, q_breathless="no", q_leg_swollen="no", q_clot_risk="no")

    assert response.status_code == 303
    assert set(Answer.objects.values_list("because", flat=True)) == {"r_ask_swelling"}


def test_a_swollen_leg_is_told_at_once_through_both_paths(
    signed_in: Client, injury: Injury
) -> None:
    given = {"q_breathless": "no", "q_leg_swollen": "yes", "q_clot_risk": "no"}

    part = answer(signed_in, injury, headers=HTMX, **given).content.decode()
    page = signed_in.get(reverse("check-result")).content.decode()

    for text in (part, page):
        assert 'class="sign urgent' in text
        assert "Be seen today or tomorrow" in text


@pytest.mark.parametrize("value", ["", "maybe", "true", "１", "\x00"])
def test_each_question_wants_one_of_three_answers(
    signed_in: Client, injury: Injury, value: str
) -> None:
    response = answer(signed_in, injury, q_breathless=value)

    assert response.status_code == 422
    assert "Answer each line. Not sure is fine" in response.content.decode()
    assert not Answer.objects.exists()


def test_a_question_we_do_not_ask_is_not_stored(signed_in: Client, injury: Injury) -> None:
    response = answer(signed_in, injury, q_invented="yes")

    assert response.status_code == 303
    assert not Answer.objects.exists()


def test_without_questions_the_weekly_set_and_then_the_result_follow(
    signed_in: Client, injury: Injury
) -> None:
    injury.onset_on = TODAY - timedelta(days=200)
    injury.onset = "gradual"
    injury.save()

    assert signed_in.get(reverse("check-questions"))["Location"] == reverse("check")
    tick(signed_in, injury, none="on")
    assert signed_in.get(reverse("check-questions"))["Location"] == reverse("check-result")


@pytest.mark.django_db
@pytest.mark.parametrize("headers", [{}, HTMX])
def test_without_an_account_an_emergency_is_shown_and_nothing_is_stored(
    client: Client, headers: dict[str, str]
) -> None:
    response = tick(client, None, yes=["q_saddle_numb"], headers=headers)

    text = response.content.decode()
    assert response.status_code == 200
    assert 'class="sign emergency' in text
    assert 'href="tel:' in text
    assert not Answer.objects.exists()
    assert not Notice.objects.exists()


@pytest.mark.django_db
def test_without_an_account_no_stays_quiet_and_says_it_was_not_kept(client: Client) -> None:
    text = tick(client, None, none="on").content.decode()

    assert QUIET in text
    assert "You are not signed in, so these answers were not kept." in text


@pytest.mark.django_db
def test_without_an_account_fever_asks_what_is_missing(client: Client) -> None:
    first = tick(client, None, yes=["q_fever"]).content.decode()
    second = tick(
        client,
        None,
        yes=["q_fever"],
        asked="q_hot_swollen,q_cant_walk",
        q_hot_swollen="yes",
        q_cant_walk="no",
    ).content.decode()

    assert 'class="sign urgent' in first
    assert 'name="q_hot_swollen"' in first
    assert 'class="sign emergency' in second


@pytest.mark.django_db
def test_an_open_follow_up_keeps_what_is_known(client: Client) -> None:
    response = tick(client, None, yes=["q_fever"], asked="q_hot_swollen")

    text = response.content.decode()
    assert response.status_code == 422
    assert 'class="sign urgent' in text
    assert "Answer each line. Not sure is fine" in text


def test_a_session_that_ended_still_tells_what_the_answers_mean(
    client: Client, injury: Injury
) -> None:
    lines = tick(client, injury, yes=["q_saddle_numb"]).content.decode()
    questions = answer(client, injury, q_breathless="yes").content.decode()

    assert 'class="sign emergency' in lines
    assert 'class="sign emergency' in questions
    assert not Answer.objects.exists()


def test_a_person_without_an_injury_is_told_and_the_answers_are_kept(
    client: Client, user: User
) -> None:
    client.force_login(user)

    text = tick(client, None, yes=["q_saddle_numb"]).content.decode()

    assert 'class="sign emergency' in text
    assert Answer.objects.get(question="q_saddle_numb").injury is None


def test_strangers_get_404(client: Client, injury: Injury) -> None:
    stranger = make_user()
    make_injury(stranger)
    client.force_login(stranger)

    assert tick(client, injury, none="on").status_code == 404
    assert answer(client, injury, q_breathless="no").status_code == 404
    assert not Answer.objects.exists()


def test_wrong_methods_are_405_and_pages_about_me_want_me(client: Client, injury: Injury) -> None:
    assert client.get(reverse("check-lines", args=[injury.uuid])).status_code == 405
    assert client.get(reverse("check-answers", args=[injury.uuid])).status_code == 405
    assert "/accounts/login/" in client.get(reverse("check-result"))["Location"]
    assert "/accounts/login/" in client.get(reverse("check-questions"))["Location"]


def test_the_bell_of_the_next_page_counts_the_emergency(signed_in: Client, injury: Injury) -> None:
    tick(signed_in, injury, yes=["q_saddle_numb"])

    assert "1 open sign" in signed_in.get(reverse("signs")).content.decode()


def test_long_standing_known_trouble_is_asked_whether_it_is_worse(
    signed_in: Client, injury: Injury
) -> None:
    injury.triage = {"baseline": ["bladder_or_bowel"]}
    injury.save()

    text = signed_in.get(reverse("check")).content.decode()

    assert "My trouble with peeing is worse or different in the last 2 weeks" in text
    assert "New trouble peeing, or leaking" not in text
    assert "New numbness between my legs" in text


def test_every_line_of_the_check_is_a_statement_to_tick() -> None:
    lines = overview.lines(catalogue(), known=list(overview.BASELINE_PARTS))
    plain = overview.lines(catalogue())

    assert not [line for line in [*lines.values(), *plain.values()] if line.endswith(("?", "."))]
    assert plain["q_saddle_numb"] == (
        "New numbness between my legs, or around my private parts or bottom"
    )
    assert set(lines) == set(plain) == {q.id for q in overview.line_questions(catalogue())}


def test_the_check_does_not_point_to_itself(client) -> None:
    html = client.get(reverse("check")).content.decode()

    assert "Something new or frightening?" not in html
    assert reverse("help-now") in html
