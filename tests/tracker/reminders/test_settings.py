"""What a person chooses: every switch, times as people type them, and what is not possible."""

from datetime import date, time, timedelta

import pytest
import time_machine
from allauth.account.models import EmailAddress
from allauth.account.signals import email_changed
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from tests.tracker.make import NOON, TODAY, make_injury, make_user
from tracker.actions.choose_reminders import is_quiet
from tracker.forms.reminders import read_time
from tracker.models import Injury, ReminderChoice, User

pytestmark = pytest.mark.django_db
PAGE = "/reminders/"
SWITCHES = (
    "daily", "exercises", "check_weekly", "self_tests", "after_return", "visits", "signs",
    "urgent_in_quiet",
)  # fmt: skip
TIMES = {"daily_at": "20:00", "quiet_from": "22:00", "quiet_until": "07:00", "pause": "none"}


@pytest.fixture
def own(client: Client) -> Injury:
    injury = make_injury(make_user(email="robin@example.org"))
    client.force_login(injury.owner)
    return injury


def chosen() -> ReminderChoice:
    return ReminderChoice.objects.get()


def test_looking_stores_nothing_and_shows_the_defaults(client: Client, own: Injury) -> None:
    page = client.get(PAGE)

    assert page.status_code == 200 and not ReminderChoice.objects.exists()
    form = page.context["form"]
    assert form["daily"].value() is True and form["exercises"].value() is False


@pytest.mark.parametrize("name", SWITCHES)
def test_every_choice_can_be_switched_on_and_off(client: Client, own: Injury, name: str) -> None:
    assert client.post(PAGE, TIMES | {name: "on"}).status_code == 303
    assert [each for each in SWITCHES if getattr(chosen(), each)] == [name]

    client.post(PAGE, TIMES)
    assert not any(getattr(chosen(), each) for each in SWITCHES)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("20:00", time(20)), ("8pm", time(20)), ("8 PM", time(20)), ("20.00", time(20)),
        ("2030", time(20, 30)), ("8:30 p.m.", time(20, 30)), ("7", time(7)), ("20h", time(20)),
        ("20h15", time(20, 15)), ("12am", time(0)), ("12pm", time(12)), (" 9.05am ", time(9, 5)),
        ("0:00", time(0)), ("23:59", time(23, 59)),
    ],
)  # fmt: skip
def test_a_time_is_taken_as_people_type_it(typed: str, meant: time) -> None:
    assert read_time(typed) == meant


@pytest.mark.parametrize(
    "typed",
    ["24:00", "8:60", "25", "13pm", "0am", "evening", "-1", "８pm", "20:0", "1e1", "::", ""],
)
def test_what_is_no_time_is_none(typed: str) -> None:
    assert read_time(typed) is None


@given(st.text(max_size=12))
def test_any_text_is_a_time_or_none(typed: str) -> None:
    at = read_time(typed)

    assert at is None or at.second == 0


@given(st.times())
def test_every_written_time_is_read_back(at: time) -> None:
    at = at.replace(second=0, microsecond=0)

    assert read_time(f"{at:%H:%M}") == read_time(f"{at:%H.%M}") == at
    assert read_time(f"{at:%I:%M %p}") == at


@given(st.times(), st.times(), st.times())
def test_quiet_hours_agree_with_a_walk_round_the_clock(at: time, start: time, end: time) -> None:
    def minutes(clock: time) -> int:
        return clock.hour * 60 + clock.minute

    at, start, end = (clock.replace(second=0, microsecond=0) for clock in (at, start, end))
    length = (minutes(end) - minutes(start)) % 1440
    expected = (minutes(at) - minutes(start)) % 1440 < length

    assert is_quiet(at, quiet_from=start, quiet_until=end) is expected


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("daily_at", "Enter when to remind you, like 20:00"),
        ("quiet_from", "Enter when quiet hours begin, like 22:00"),
        ("quiet_until", "Enter when quiet hours end, like 07:00"),
    ],
)
@pytest.mark.parametrize("typed", ["", "evening", "25:00"])
def test_what_is_no_time_is_said_beside_its_field_in_words_of_its_own(
    client: Client, own: Injury, name: str, said: str, typed: str
) -> None:
    page = client.post(PAGE, TIMES | {name: typed, "visits": "on"})

    assert page.status_code == 422 and not ReminderChoice.objects.exists()
    assert page.context["form"].errors == {name: [said]}
    assert page.context["form"]["visits"].value() is True


@pytest.mark.parametrize(
    ("start", "end"),
    [("19:00", "21:00"), ("20:00", "20:01"), ("19:00", "07:00"), ("21:00", "20:30")],
)
def test_a_log_time_in_the_quiet_hours_is_refused(
    client: Client, own: Injury, start: str, end: str
) -> None:
    page = client.post(PAGE, TIMES | {"quiet_from": start, "quiet_until": end})

    assert page.status_code == 422 and not ReminderChoice.objects.exists()
    said = {"daily_at": ["Quiet hours cover your log time. Move one of them"]}
    assert page.context["form"].errors == said


@pytest.mark.parametrize(
    ("start", "end"), [("20:01", "07:00"), ("07:00", "20:00"), ("20:00", "20:00")]
)
def test_the_edges_of_quiet_hours_are_taken(
    client: Client, own: Injury, start: str, end: str
) -> None:
    sent = client.post(PAGE, TIMES | {"quiet_from": start, "quiet_until": end})

    assert sent.status_code == 303
    assert chosen().quiet_from == time.fromisoformat(start)


@pytest.mark.parametrize(("pause", "last"), [("7", 6), ("14", 13), ("28", 27)])
def test_reminders_can_rest_for_a_while(client: Client, own: Injury, pause: str, last: int) -> None:
    with time_machine.travel(NOON):
        client.post(PAGE, TIMES | {"pause": pause})
        assert chosen().paused_until == TODAY + timedelta(days=last)

        assert "Paused until" in client.get(PAGE).content.decode()
        client.post(PAGE, TIMES | {"pause": "keep"})
        assert chosen().paused_until == TODAY + timedelta(days=last)
        client.post(PAGE, TIMES | {"pause": "none"})
        assert chosen().paused_until is None


def test_a_pause_that_is_over_is_not_offered_to_be_kept(client: Client, own: Injury) -> None:
    ReminderChoice.objects.create(user=own.owner, paused_until=date(2020, 1, 1))

    page = client.get(PAGE)

    assert "Paused until" not in page.content.decode()
    assert client.post(PAGE, TIMES | {"pause": "keep"}).status_code == 422


def test_without_a_mail_server_the_page_says_so_and_keeps_the_choice(
    client: Client, own: Injury
) -> None:
    page = client.get(PAGE)

    assert "this server sends none" in page.content.decode()
    client.post(PAGE, TIMES)
    assert chosen().by_mail is True


def test_an_address_that_is_not_confirmed_is_said(client: Client, own: Injury, settings) -> None:
    settings.HAS_MAIL = True
    assert "not confirmed yet" in client.get(PAGE).content.decode()

    EmailAddress.objects.create(user=own.owner, email="robin@example.org", verified=True)
    page = client.get(PAGE).content.decode()
    assert "not confirmed yet" not in page and "robin@example.org" in page

    client.post(PAGE, TIMES)
    assert chosen().by_mail is False


def test_a_refused_address_is_said_and_can_be_tried_again(
    client: Client, own: Injury, settings
) -> None:
    settings.HAS_MAIL = True
    ReminderChoice.objects.create(user=own.owner, mail_refused_at=NOON, daily=False)

    page = client.get(PAGE).content.decode()
    assert "Your address was refused" in page and "On 21 Nov" in page and "Try again" in page

    assert client.post("/reminders/mail-again/").status_code == 303
    assert chosen().mail_refused_at is None and chosen().daily is False
    assert "was refused" not in client.get(PAGE).content.decode()


def test_a_new_address_is_not_taken_for_the_refused_one(client: Client, own: Injury) -> None:
    ReminderChoice.objects.create(user=own.owner, mail_refused_at=NOON)

    email_changed.send(sender=User, request=None, user=own.owner)

    assert chosen().mail_refused_at is None


def test_choices_outlive_the_page_and_belong_to_one_person(client: Client, own: Injury) -> None:
    other = ReminderChoice.objects.create(user=make_user())
    client.post(PAGE, TIMES | {"daily": "on", "daily_at": "8pm"})

    other.refresh_from_db()
    assert other.exercises is False and other.daily_at == time(20)
    assert ReminderChoice.objects.get(user=own.owner).daily_at == time(20)


def test_somebody_without_an_injury_can_choose(client: Client) -> None:
    client.force_login(make_user())

    assert client.get(PAGE).status_code == 200
    assert client.post(PAGE, TIMES).status_code == 303


def test_a_stranger_is_asked_to_sign_in(client: Client) -> None:
    assert client.get(PAGE).url.startswith("/accounts/login/")


def test_the_page_is_linked_from_where_it_is_looked_for(client: Client, own: Injury) -> None:
    for page in ("/account/", "/more/", "/visits/"):
        assert f'href="{PAGE}"' in client.get(page, follow=True).content.decode(), page
