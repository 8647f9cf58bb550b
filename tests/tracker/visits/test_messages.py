"""The page behind the bell: what waits, in which order, what is read, and the number beside it."""

import re
from datetime import UTC, datetime, timedelta
from html import unescape
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tests.tracker.make import (
    NOON,
    TODAY,
    key,
    make_answer,
    make_day,
    make_injury,
    make_notice,
    make_user,
    make_visit,
)
from tests.tracker.queries import counting
from tracker.models import Injury, NoticeAction, Outbox, ShareReply

EVENING = datetime(2026, 11, 21, 17, 30, tzinfo=UTC)


def told(of: Injury, kind: str = "daily", *, days_ago: int = 0, **fields: object) -> Outbox:
    on = TODAY - timedelta(days=days_ago)
    sent = {"state": "sent", "sent_at": NOON - timedelta(days=days_ago), "local_day": on}
    return Outbox.objects.create(user=of.owner, kind=kind, **({"injury": of} | sent | fields))


def page(client: Client) -> str:
    text = unescape(client.get(reverse("bell")).content.decode())
    return re.sub(r"\s+", " ", text)


def number(client: Client, name: str = "diary") -> int:
    found = re.search(r'class="badge [a-z]*" aria-hidden="true">(\d+)<', client.get(
        reverse(name)
    ).content.decode())  # fmt: skip
    return int(found[1]) if found else 0


def test_with_nothing_to_say_it_is_said_not_to_be_an_all_clear(
    client: Client, injury: Injury
) -> None:
    text = page(client)

    assert "That is not an all-clear" in text and "No reminders were sent." in text
    assert "Mark all as read" not in text
    assert number(client) == 0


def test_the_gravest_comes_first_and_each_leads_to_its_page(
    client: Client, injury: Injury, clock
) -> None:
    told(injury, "check")
    routine = make_notice(injury, tier="routine", heading="Worth booking")
    soon = make_notice(injury, heading="Within two weeks")
    urgent = make_notice(injury, tier="urgent", heading="Be seen today or tomorrow")
    gravest = make_notice(injury, tier="emergency", heading="Get help now")
    make_visit(injury, who="Anna")
    clock.move_to(EVENING, tick=False)

    text = page(client)

    order = [
        reverse("notice", args=[gravest.uuid]),
        reverse("notice", args=[urgent.uuid]),
        "Did you go?",
        reverse("notice", args=[soon.uuid]),
        reverse("notice", args=[routine.uuid]),
        "The weekly safety questions are open",
    ]
    places = [text.index(each) for each in order]
    assert places == sorted(places)
    assert number(client) == 6


def test_of_one_graveness_the_newest_comes_first(client: Client, injury: Injury) -> None:
    make_notice(injury, heading="The older", told_on=TODAY - timedelta(days=4))
    make_notice(injury, heading="The newer")

    text = page(client)

    assert text.index("The newer") < text.index("The older")


def test_an_answered_sign_waits_no_more(client: Client, injury: Injury) -> None:
    notice = make_notice(injury, heading="Within two weeks")
    NoticeAction.objects.create(
        notice=notice, kind="later", on=TODAY, until=TODAY + timedelta(days=7)
    )

    assert "Within two weeks" not in page(client)
    assert number(client) == 0


def test_a_reply_waits_until_it_is_answered(client: Client, injury: Injury) -> None:
    link = injury.share_links.create(
        token_hash="h", for_whom="Kim", created_at=NOON, ends_at=NOON + timedelta(days=9)
    )
    reply = ShareReply.objects.create(
        link=link, key=uuid4(), name="Kim Rao", role="physio", message="Hi", sent_at=NOON,
        sent_on=TODAY,
    )  # fmt: skip

    assert "Kim Rao, Physio" in page(client)
    ShareReply.objects.filter(pk=reply.pk).update(answered_at=NOON)
    assert "Kim Rao, Physio" not in page(client)


def test_reminders_count_until_all_are_marked_as_read(client: Client, injury: Injury) -> None:
    told(injury, "self_test")
    told(injury, "after_return", injury=None)
    make_notice(injury)
    assert number(client) == 3

    url = reverse("bell-read", args=[injury.uuid])
    for _ in range(2):
        answer = client.post(url, {"key": key()})
        assert (answer.status_code, answer["Location"]) == (303, "/bell/")

    assert number(client) == 1
    assert set(Outbox.objects.values_list("read_at", flat=True)) == {NOON}
    text = page(client)
    assert "A self-test is due" in text and "Mark all as read" not in text


def test_looking_at_the_page_marks_nothing(client: Client, injury: Injury) -> None:
    told(injury, "self_test")

    page(client)

    assert Outbox.objects.get().read_at is None


def test_several_evenings_without_a_log_are_one_thing_to_read(
    client: Client, injury: Injury
) -> None:
    for days in range(3):
        told(injury, days_ago=days)

    assert number(client) == 1
    assert page(client).count('<span class="tag">New</span>') == 1


@pytest.mark.parametrize("kind", ["daily", "exercises", "goodbye"])
def test_a_logged_day_settles_what_asked_for_one(client: Client, injury: Injury, kind: str) -> None:
    told(injury, kind, days_ago=1)
    make_day(injury, TODAY - timedelta(days=2), rest=1)
    assert number(client) == 1

    make_day(injury, rest=1)

    assert number(client) == 0


def test_an_answer_settles_the_weekly_questions(client: Client, injury: Injury) -> None:
    told(injury, "check", days_ago=1)
    assert number(client) == 1

    make_answer(injury, "q_saddle_numb", "no")

    assert number(client) == 0


def test_a_coming_visit_is_settled_once_we_asked_about_it(client: Client, injury: Injury) -> None:
    visit = make_visit(injury, state="seen", who="Anna", on=TODAY - timedelta(days=1))
    told(injury, "visit", days_ago=2, about=visit.uuid)
    assert number(client) == 1
    assert "Physio, Anna, Fri 20 Nov" in page(client)

    told(injury, "did_you_go", days_ago=1, about=visit.uuid)

    assert number(client) == 0


def test_what_is_over_tells_how_it_came_and_goes_after_30_days(
    client: Client, injury: Injury
) -> None:
    notice = make_notice(injury, heading="Be seen today or tomorrow", tier="urgent")
    NoticeAction.objects.create(
        notice=notice, kind="arranged", on=TODAY, until=TODAY + timedelta(days=1)
    )
    told(injury, "sign_urgent", about=notice.uuid, mailed_at=NOON, pushed_at=NOON)
    told(injury, days_ago=29, mailed_at=NOON, read_at=NOON)
    told(injury, days_ago=31, read_at=NOON)
    told(injury, "check", state="waiting", sent_at=None)
    told(injury, "see_due", state="dropped", sent_at=None, because="late")

    text = page(client)

    assert "Be seen today or tomorrow" in text and "by e-mail and push" in text
    assert "Fri 23 Oct, by e-mail" in text
    assert "Wed 21 Oct" not in text
    assert "weekly safety questions" not in text and "still due" not in text


def test_another_injury_s_signs_are_named_apart(client: Client, injury: Injury) -> None:
    other = make_injury(injury.owner, is_current=False, side="left", places=[["sit_bone", "left"]])
    make_notice(other, heading="Elsewhere")

    text = page(client)

    assert "Left sit bone:</strong> 1 open sign" in text
    assert number(client) == 0


def test_nobody_sees_or_marks_a_stranger_s(client: Client, injury: Injury) -> None:
    stranger = make_injury(make_user())
    row = told(stranger, "self_test")

    assert "A self-test is due" not in page(client)
    assert client.post(reverse("bell-read", args=[stranger.uuid])).status_code == 404
    row.refresh_from_db()
    assert row.read_at is None


def test_the_number_costs_no_page_a_question_more(client: Client, injury: Injury) -> None:
    client.get(reverse("diary"))
    with counting() as before:
        client.get(reverse("diary"))
    for days in range(40):
        told(injury, "self_test", days_ago=days)

    with counting() as after:
        client.get(reverse("diary"))

    assert after.number == before.number


def test_the_page_asks_the_database_the_same_number_of_times(
    client: Client, injury: Injury
) -> None:
    told(injury, "self_test")
    make_notice(injury)
    page(client)
    with counting() as few:
        page(client)
    for days in range(1, 60):
        told(injury, days_ago=days)
        make_visit(injury, on=TODAY + timedelta(days=days))
        make_notice(injury, heading=f"Sign {days}")

    with counting() as many:
        page(client)

    assert many.number == few.number <= 12


def test_today_says_in_one_line_what_presses_most(client: Client, injury: Injury) -> None:
    told(injury, "check")
    assert "The weekly safety questions are open." in client.get(reverse("today")).content.decode()

    told(injury, "goodbye")
    text = client.get(reverse("today")).content.decode()
    assert "We stopped reminding you. Your diary stays." in text
    assert "The weekly safety questions are open." not in text

    make_visit(injury, on=timezone.localdate() + timedelta(days=1))
    assert "We stopped reminding you" not in client.get(reverse("today")).content.decode()


def test_on_a_wide_screen_the_rail_leads_there_with_the_number(
    client: Client, injury: Injury
) -> None:
    told(injury, "self_test")
    make_notice(injury)

    text = re.sub(r"\s+", " ", client.get(reverse("bell")).content.decode())

    (rail,) = re.findall(r'<nav class="nav".*?</nav>', text)
    assert 'href="/bell/" aria-current="page"' in rail
    assert "2 waiting" in rail and "1 open sign" in rail
