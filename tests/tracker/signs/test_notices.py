"""The Signs page, one notice, and every answer a person can give to it."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
import time_machine
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from rehab.vocabulary import AnswerValue
from tests.tracker.make import NOON, TODAY, key, make_days, make_injury, make_notice, make_user
from tracker.actions.record_answers import record_answers
from tracker.clock import person_now
from tracker.models import Injury, Notice, NoticeAction, User, Visit
from tracker.overview.bell import waiting_signs

TOMORROW = (TODAY + timedelta(days=1)).isoformat()


def answer(client: Client, notice: Notice, kind: str, **fields: str) -> HttpResponse:
    headers = fields.pop("headers", {})
    url = reverse("notice-answer", args=[notice.injury.uuid, notice.uuid, kind])
    return client.post(url, {"key": key()} | fields, headers=headers)


def page(client: Client) -> str:
    return client.get(reverse("signs")).content.decode()


def test_nothing_raised_is_said_not_to_be_an_all_clear(signed_in: Client, injury: Injury) -> None:
    text = page(signed_in)

    assert "Nothing raised. That is not an all-clear. If you are worried, get help." in text
    assert reverse("help-now") in text


def test_a_card_shows_words_days_possibilities_and_what_to_do(
    signed_in: Client, injury: Injury
) -> None:
    make_notice(injury)

    text = page(signed_in)

    assert "Your log shows night pain on several days." in text
    assert 'href="/log/2026-11-21/"' in text
    assert "It can come from" in text
    assert "It may also be nothing serious." in text
    assert "A diary cannot tell them apart." in text
    assert "See a GP within 2 weeks." in text
    assert "Go now, do not wait," in text


PARTS = ("What we saw", "What it could be", "What to do", "Go now, do not wait,", "I have booked")


def test_a_calm_card_says_what_we_saw_before_what_to_do(signed_in: Client, injury: Injury) -> None:
    make_notice(injury)

    text = page(signed_in)

    places = [text.index(part) for part in PARTS]
    assert places == sorted(places)
    message = text.index("Your log shows night pain on several days.")
    assert text.index("What to do") < message < text.index("Go now, do not wait,")


@pytest.mark.parametrize("tier", ["urgent", "emergency"])
def test_a_pressing_card_says_first_what_to_do(
    signed_in: Client, injury: Injury, tier: str
) -> None:
    make_notice(injury, tier=tier)

    text = page(signed_in)

    assert text.index("Your log shows night pain on several days.") < text.index("What we saw")


def test_the_most_urgent_card_comes_first(signed_in: Client, injury: Injury) -> None:
    for tier, heading in (("routine", "Third"), ("emergency", "First"), ("soon", "Second")):
        make_notice(injury, tier=tier, heading=heading)

    text = page(signed_in)

    assert text.index("First") < text.index("Second") < text.index("Third")


@pytest.mark.parametrize(
    ("tier", "offered", "not_offered"),
    [
        ("emergency", ["seen"], ["booked", "later", "not_for_me", "arranged"]),
        ("urgent", ["arranged", "seen"], ["booked", "later", "not_for_me"]),
        ("soon", ["booked", "later", "seen"], ["arranged", "not_for_me"]),
        ("routine", ["booked", "later", "seen", "not_for_me"], ["arranged"]),
    ],
)
def test_each_tier_offers_its_own_answers_and_refuses_the_others(
    signed_in: Client, injury: Injury, tier: str, offered: list[str], not_offered: list[str]
) -> None:
    notice = make_notice(injury, tier=tier)
    url = reverse("signs")

    text = signed_in.get(url).content.decode()

    for kind in offered:
        assert f"/signs/{notice.uuid}/{kind}/" in text
    for kind in not_offered:
        assert f"/signs/{notice.uuid}/{kind}/" not in text
        response = answer(signed_in, notice, kind, reason="No", day=TODAY.isoformat())
        assert response.status_code == 422
        assert "This answer does not fit a sign of this kind" in response.content.decode()
    assert not NoticeAction.objects.exists()


def test_an_emergency_offers_the_call_and_no_way_to_put_it_off(
    signed_in: Client, injury: Injury
) -> None:
    make_notice(injury, tier="emergency", heading="Get help now")

    text = page(signed_in)

    assert 'href="tel:' in text
    assert "Remind me" not in text


def test_booked_with_a_day_keeps_a_visit_and_quietens_the_bell(
    signed_in: Client, injury: Injury
) -> None:
    notice = make_notice(injury)

    response = answer(signed_in, notice, "booked", day=TOMORROW, role="physio", who="Anna")

    assert response.status_code == 303
    assert response["Location"] == reverse("signs")
    visit = Visit.objects.get()
    assert (visit.state, visit.on, visit.who, visit.role) == (
        "booked",
        date(2026, 11, 22),
        "Anna",
        "physio",
    )
    assert "Booked: physio, Anna, Sun 22 Nov." in page(signed_in)
    assert waiting_signs(injury, today=TODAY) == 0


def test_booked_without_a_day_keeps_a_visit_that_is_still_due(
    signed_in: Client, injury: Injury
) -> None:
    notice = make_notice(injury)

    answer(signed_in, notice, "booked")

    assert Visit.objects.get().state == "due"
    assert waiting_signs(injury, today=TODAY + timedelta(days=13)) == 0
    assert waiting_signs(injury, today=TODAY + timedelta(days=14)) == 1


def test_the_day_after_the_visit_the_card_asks_again(signed_in: Client, injury: Injury) -> None:
    notice = make_notice(injury)

    answer(signed_in, notice, "booked", day=TOMORROW)

    assert waiting_signs(injury, today=TODAY + timedelta(days=1)) == 0
    assert waiting_signs(injury, today=TODAY + timedelta(days=2)) == 1


def test_booking_again_changes_the_visit_and_keeps_both_answers(
    signed_in: Client, injury: Injury
) -> None:
    notice = make_notice(injury)

    answer(signed_in, notice, "booked", day=TOMORROW)
    answer(signed_in, notice, "booked", day="2026-11-24")

    assert Visit.objects.get().on == date(2026, 11, 24)
    assert notice.actions.count() == 2
    text = page(signed_in)
    assert "Tue 24 Nov" in text
    assert "<summary>Change</summary>" in text


@pytest.mark.parametrize(("tier", "days"), [("soon", 7), ("routine", 14)])
def test_later_rests_as_long_as_the_tier_allows(
    signed_in: Client, injury: Injury, tier: str, days: int
) -> None:
    notice = make_notice(injury, tier=tier)

    answer(signed_in, notice, "later")

    assert NoticeAction.objects.get().until == TODAY + timedelta(days=days)
    assert waiting_signs(injury, today=TODAY + timedelta(days=days - 1)) == 0
    assert waiting_signs(injury, today=TODAY + timedelta(days=days)) == 1


def test_the_card_says_until_when_it_is_put_off_and_later_that_it_was(
    signed_in: Client, injury: Injury
) -> None:
    notice = make_notice(injury, tier="soon")
    answer(signed_in, notice, "later")

    assert "We will remind you on Sat 28 Nov." in page(signed_in)
    with time_machine.travel(NOON + timedelta(days=8), tick=False):
        text = page(signed_in)
    assert "We will remind you" not in text and "You put this off until Sat 28 Nov." in text


def test_the_card_of_arranged_help_asks_on_its_day(signed_in: Client, injury: Injury) -> None:
    notice = make_notice(injury, tier="urgent")
    answer(signed_in, notice, "arranged", day=TODAY.isoformat())

    assert "We ask again on Sun 22 Nov." in page(signed_in)
    with time_machine.travel(NOON + timedelta(days=2), tick=False):
        text = page(signed_in)
    assert "We ask again" not in text and "Were you seen?" in text


def test_arranged_help_is_asked_about_the_next_day(signed_in: Client, injury: Injury) -> None:
    notice = make_notice(injury, tier="urgent")

    answer(signed_in, notice, "arranged", day=TODAY.isoformat())

    assert waiting_signs(injury, today=TODAY) == 0
    assert waiting_signs(injury, today=TODAY + timedelta(days=1)) == 1
    assert Visit.objects.get().state == "booked"


@pytest.mark.parametrize("reason", ["", "   ", "\n"])
def test_not_for_me_needs_a_reason(signed_in: Client, injury: Injury, reason: str) -> None:
    notice = make_notice(injury, tier="routine")

    response = answer(signed_in, notice, "not_for_me", reason=reason)

    assert response.status_code == 422
    assert "Say in a few words why this is not for you" in response.content.decode()
    assert not NoticeAction.objects.exists()


def test_what_is_not_for_me_is_put_aside_with_its_reason(signed_in: Client, injury: Injury) -> None:
    notice = make_notice(injury, tier="routine")

    answer(signed_in, notice, "not_for_me", reason="I slept on a sofa")

    text = page(signed_in)
    assert "Put aside" in text
    assert "I slept on a sofa" in text
    assert f'id="notice-{notice.uuid}"' not in text
    assert NoticeAction.objects.get().until == TODAY + timedelta(days=28)


def test_seen_closes_the_sign_and_keeps_what_they_said(signed_in: Client, injury: Injury) -> None:
    notice = make_notice(injury)

    answer(
        signed_in,
        notice,
        "seen",
        day=TODAY.isoformat(),
        role="gp",
        result="not_sure",
        words="Wait two weeks",
        advice="carry_on",
    )

    notice.refresh_from_db()
    assert (notice.closed_on, notice.closed_because) == (TODAY, "visit")
    visit = Visit.objects.get()
    assert (visit.state, visit.result, visit.advice) == ("result", "not_sure", "carry_on")
    text = page(signed_in)
    assert "Nothing raised" in text
    assert "You were seen: GP, Sat 21 Nov. They said: not sure yet. “Wait two weeks”" in text


def test_seen_fills_the_visit_that_was_booked(signed_in: Client, injury: Injury) -> None:
    notice = make_notice(injury)

    answer(signed_in, notice, "booked", day=TODAY.isoformat(), who="Anna")
    answer(signed_in, notice, "seen", day=TODAY.isoformat())

    visit = Visit.objects.get()
    assert (visit.state, visit.who) == ("seen", "Anna")


def test_a_visit_before_an_urgent_sign_does_not_answer_it(
    signed_in: Client, injury: Injury
) -> None:
    notice = make_notice(injury, tier="urgent")

    response = answer(signed_in, notice, "seen", day="2026-11-20")

    assert response.status_code == 422
    assert "This sign came after that day" in response.content.decode()


@pytest.mark.parametrize(
    ("kind", "fields", "sentence"),
    [
        ("booked", {"day": "2026-11-20"}, "The day of the visit must be today or later"),
        ("booked", {"day": "2028-01-01"}, "This day is too far ahead"),
        ("booked", {"day": "tomorrow"}, "Enter the day of the visit"),
        ("booked", {"day": "２０２６-11-24"}, "Enter the day of the visit"),
        ("booked", {"day": "\x00"}, "Enter the day of the visit"),
        ("booked", {"who": "A\x00nna"}, "Write this note in plain text"),
        ("booked", {"who": "A" * 81}, "Keep the name under 80 characters"),
        ("booked", {"role": "wizard"}, "Choose from the list"),
        ("booked", {"key": "no"}, "This form was not complete. Send it again"),
        ("booked", {"key": ""}, "This form was not complete. Send it again"),
        ("seen", {"day": "2026-11-22"}, "The day must be today or earlier"),
        ("seen", {"day": "1999-01-01"}, "This day is too long ago"),
        ("seen", {}, "Enter the day you were seen"),
        ("seen", {"day": "2026-11-21", "result": "tumour"}, "Choose from the list"),
        ("seen", {"day": "2026-11-21", "words": "x" * 1_000_000}, "under 2,000 characters"),
        ("not_for_me", {"reason": "x" * 501}, "Keep this under 500 characters"),
    ],
)
@pytest.mark.parametrize("htmx", [False, True])
def test_nonsense_gets_a_sentence_and_stores_nothing(
    signed_in: Client,
    injury: Injury,
    kind: str,
    fields: dict[str, str],
    sentence: str,
    htmx: bool,
) -> None:
    notice = make_notice(injury, tier="routine")
    url = reverse("notice-answer", args=[injury.uuid, notice.uuid, kind])

    response = signed_in.post(
        url, {"key": key()} | fields, headers={"HX-Request": "true"} if htmx else {}
    )

    assert response.status_code == 422
    text = response.content.decode()
    assert sentence in text
    assert ("<html" in text) is not htmx
    assert not NoticeAction.objects.exists()
    assert not Visit.objects.exists()


def test_what_was_typed_is_kept_beside_the_error(signed_in: Client, injury: Injury) -> None:
    notice = make_notice(injury)

    response = answer(signed_in, notice, "booked", day="2026-11-20", who="Anna of Hill Road")

    assert "Anna of Hill Road" in response.content.decode()


def test_htmx_gets_the_card_alone(signed_in: Client, injury: Injury) -> None:
    notice = make_notice(injury)

    response = answer(signed_in, notice, "later", headers={"HX-Request": "true"})

    text = response.content.decode()
    assert response.status_code == 200
    assert "<html" not in text
    assert f'id="notice-{notice.uuid}"' in text
    assert "We will remind you on Sat 28 Nov." in text


def test_a_replayed_key_answers_once(signed_in: Client, injury: Injury) -> None:
    notice = make_notice(injury)
    same = key()

    for _ in range(2):
        assert answer(signed_in, notice, "later", key=same).status_code == 303

    assert NoticeAction.objects.count() == 1


def test_a_replayed_seen_stays_answered_once(signed_in: Client, injury: Injury) -> None:
    notice = make_notice(injury)
    same = key()

    for _ in range(2):
        assert answer(signed_in, notice, "seen", key=same, day="2026-11-21").status_code == 303

    assert NoticeAction.objects.count() == 1
    assert Visit.objects.count() == 1


def test_an_ended_sign_takes_no_answer(signed_in: Client, injury: Injury) -> None:
    notice = make_notice(injury, closed_on=TODAY, closed_because="passed")

    response = answer(signed_in, notice, "later")

    assert response.status_code == 422
    assert "This sign has ended already" in response.content.decode()


def test_strangers_and_wrong_injuries_get_404(client: Client, injury: Injury) -> None:
    notice = make_notice(injury)
    stranger = make_user()
    other = make_injury(stranger)
    client.force_login(stranger)

    assert answer(client, notice, "later").status_code == 404
    assert client.get(reverse("notice", args=[notice.uuid])).status_code == 404
    mixed = reverse("notice-answer", args=[other.uuid, notice.uuid, "later"])
    assert client.post(mixed, {"key": key()}).status_code == 404
    assert not NoticeAction.objects.exists()


def test_an_unknown_notice_or_answer_is_404(signed_in: Client, injury: Injury) -> None:
    notice = make_notice(injury)

    assert answer(signed_in, notice, "ignore").status_code == 404
    assert signed_in.get(reverse("notice", args=[uuid4()])).status_code == 404


def test_anonymous_people_are_sent_to_sign_in(client: Client, injury: Injury) -> None:
    notice = make_notice(injury)

    for response in (
        client.get(reverse("signs")),
        client.get(reverse("notice", args=[notice.uuid])),
        answer(client, notice, "later"),
    ):
        assert response.status_code == 302
        assert "/accounts/login/" in response["Location"]


def test_wrong_methods_are_405(signed_in: Client, injury: Injury) -> None:
    notice = make_notice(injury)
    url = reverse("notice-answer", args=[injury.uuid, notice.uuid, "later"])

    assert signed_in.get(url).status_code == 405
    assert signed_in.post(reverse("signs")).status_code == 405


def test_a_notice_names_its_rule_its_sources_and_that_nobody_reviewed_it(
    signed_in: Client, injury: Injury
) -> None:
    notice = make_notice(injury)

    text = signed_in.get(reverse("notice", args=[notice.uuid])).content.decode()

    assert "Your log shows night pain on several days." in text
    assert "Night pain that goes on" in text
    assert "Not yet reviewed by a clinician." in text
    assert "Finucane" in text


def test_a_notice_of_a_rule_that_is_gone_still_shows_its_words(
    signed_in: Client, injury: Injury
) -> None:
    part = {"rule": "r_gone", "name": "Gone", "message": "Old words.", "evidence": ["nonsense"]}
    notice = make_notice(injury, parts=[part])

    assert "Old words." in page(signed_in)
    assert "Old words." in signed_in.get(reverse("notice", args=[notice.uuid])).content.decode()


def test_earlier_signs_say_how_they_ended(signed_in: Client, injury: Injury) -> None:
    for how in ("passed", "edited", "replaced"):
        make_notice(injury, closed_on=TODAY, closed_because=how, heading=f"Was {how}")

    text = page(signed_in)

    assert "What you told later no longer shows it." in text
    assert "You changed the days it rested on." in text
    assert "A newer sign took its place." in text


@pytest.mark.parametrize(("days", "notices"), [(30, 0), (30, 20), (3000, 0), (3000, 20)])
def test_the_page_costs_ten_queries_whatever_the_diary_holds(
    signed_in: Client,
    injury: Injury,
    days: int,
    notices: int,
    django_assert_max_num_queries: object,
) -> None:
    make_days(injury, sitting=[3] * days, rest=[2] * days)
    for i in range(notices):
        ended = {"closed_on": TODAY, "closed_because": "passed"} if i % 2 else {}
        notice = make_notice(injury, tier="routine", **ended)
        NoticeAction.objects.create(notice=notice, kind="later", on=TODAY, until=TODAY)

    with django_assert_max_num_queries(10):
        assert signed_in.get(reverse("signs")).status_code == 200


def test_a_person_without_an_injury_is_sent_to_the_intake(client: Client, user: User) -> None:
    client.force_login(user)

    assert client.get(reverse("signs"))["Location"] == "/start/safety/"


def test_made_parts_hold_what_real_ones_hold(injury: Injury) -> None:
    answers = {"q_saddle_numb": AnswerValue.YES}
    at = person_now(injury.owner)
    [real] = record_answers(
        owner=injury.owner, injury=injury, answers=answers, at=at, key=uuid4(), because="help"
    )

    made = make_notice(injury, parts=[{"rule": "r_ces", "breadth": ["q_saddle_numb"]}])

    assert set(made.parts[0]) == set(real.parts[0])
    for name in ("rule", "bundle", "topic", "name", "breadth"):
        assert made.parts[0][name] == real.parts[0][name]


@pytest.mark.parametrize("page", ["/signs/", "/today/", "/diary/"])
@pytest.mark.parametrize(
    ("tier", "badge", "said"),
    [
        ("emergency", "badge emergency", "2 open signs, emergency"),
        ("urgent", "badge urgent", "2 open signs, urgent"),
        ("soon", "badge ", "2 open signs<"),
    ],
)
def test_the_number_beside_the_bell_has_the_weight_of_the_gravest_sign(
    signed_in: Client, injury: Injury, page: str, tier: str, badge: str, said: str
) -> None:
    make_notice(injury, tier=tier)
    make_notice(injury, tier="routine", parts=[{"rule": "r_plateau_g2"}])

    text = signed_in.get(page).content.decode()

    # In the head, beside Signs and, on wide screens, beside Messages.
    assert text.count(f'class="{badge}" aria-hidden="true">2<') == 3
    assert text.count(said) == 2


@pytest.mark.parametrize("where", ["notice", "signs"])
def test_a_card_on_its_own_page_leads_to_the_why_below_not_to_itself(
    signed_in: Client, injury: Injury, where: str
) -> None:
    notice = make_notice(injury)
    own = reverse("notice", args=[notice.uuid])
    path = own if where == "notice" else reverse("signs")

    whole = signed_in.get(path).content.decode()
    part = signed_in.post(
        reverse("notice-answer", args=[injury.uuid, notice.uuid, "later"]),
        {"key": str(uuid4())},
        headers={"HX-Request": "true", "HX-Current-URL": f"http://testserver{path}"},
    ).content.decode()

    for text in (whole, part):
        assert ('href="#why"' in text) is (where == "notice")
        assert (f'href="{own}"' in text) is (where == "signs")
