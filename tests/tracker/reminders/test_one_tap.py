"""Links in a mail: they ask first, act without signing in, and only make things more quiet."""

from datetime import timedelta

import pytest
import time_machine
from django.core import mail as outbox
from django.core import signing
from django.test import Client
from django.utils import timezone

from tests.tracker.make import NOON, TODAY, make_day, make_user
from tests.tracker.reminders.letters import person
from tracker.models import ReminderChoice, User
from tracker.reminders.one_tap import LASTS, UNSUBSCRIBE_LASTS, Tap, link

pytestmark = pytest.mark.django_db


def path_of(user: User, tap: Tap) -> str:
    return link(user, tap).removeprefix("http://localhost:8000")


def choice(user: User) -> ReminderChoice:
    return ReminderChoice.objects.get(user=user)


@pytest.mark.parametrize("tap", Tap)
def test_opening_a_link_only_asks(client: Client, tap: Tap) -> None:
    user = make_user()

    page = client.get(path_of(user, tap))

    assert page.status_code == 200 and b'method="post"' in page.content
    assert not ReminderChoice.objects.exists()
    assert page["Referrer-Policy"] in ("no-referrer", "same-origin", "origin")


@pytest.mark.parametrize("tap", Tap)
def test_a_page_of_a_link_shows_nothing_of_the_diary(client: Client, tap: Tap) -> None:
    injury = person(email="robin@example.org")
    make_day(injury, sitting=7, note="zanzibar")

    for page in (client.get(path_of(injury.owner, tap)), client.post(path_of(injury.owner, tap))):
        text = page.content.decode()
        assert "zanzibar" not in text and "robin" not in text and "thigh" not in text.lower()


def test_the_links_do_what_they_say(client: Client) -> None:
    user = make_user()
    with time_machine.travel(NOON, tick=False):
        client.post(path_of(user, Tap.TOMORROW))
        assert choice(user).paused_until == TODAY
        client.post(path_of(user, Tap.WEEK))
        assert choice(user).paused_until == TODAY + timedelta(days=6)
        client.post(path_of(user, Tap.TOMORROW))
        assert choice(user).paused_until == TODAY + timedelta(days=6)  # never shorter
        client.post(path_of(user, Tap.STOP_DAILY))
        assert not choice(user).daily and choice(user).visits
        client.post(path_of(user, Tap.STOP_REMINDERS))
        client.post(path_of(user, Tap.STOP_MAIL))

    row = choice(user)
    assert row.signs and not (row.visits or row.check_weekly or row.by_mail)


def test_a_mail_program_unsubscribes_without_a_form_token() -> None:
    user = make_user()
    strict = Client(enforce_csrf_checks=True)

    answer = strict.post(path_of(user, Tap.STOP_MAIL), {"List-Unsubscribe": "One-Click"})

    assert answer.status_code == 200
    assert not choice(user).by_mail


def test_a_second_tap_changes_nothing(client: Client) -> None:
    user = make_user()
    for _ in range(2):
        assert client.post(path_of(user, Tap.STOP_DAILY)).status_code == 200

    assert ReminderChoice.objects.filter(user=user, daily=False).count() == 1


@pytest.mark.parametrize(
    ("tap", "lasts"), [(Tap.STOP_DAILY, LASTS), (Tap.STOP_MAIL, UNSUBSCRIBE_LASTS)]
)
def test_an_old_link_has_ended(client: Client, tap: Tap, lasts: timedelta) -> None:
    user = make_user()
    with time_machine.travel(timezone.now() - lasts + timedelta(minutes=5)):
        young = path_of(user, tap)
    with time_machine.travel(timezone.now() - lasts - timedelta(minutes=5)):
        old = path_of(user, tap)

    assert client.get(young).status_code == 200
    assert client.post(old).status_code == 404
    assert not ReminderChoice.objects.exists()


def test_wrong_old_and_strange_links_look_alike(client: Client) -> None:
    user, demo = make_user(), make_user(is_demo=True, demo_ends_at=NOON)
    gone = make_user()
    gone_path = path_of(gone, Tap.STOP_DAILY)
    gone.delete()
    good = path_of(user, Tap.STOP_DAILY)
    other_salt = signing.dumps([str(user.uuid), "stop_daily"], salt="other")
    unknown = signing.dumps([str(user.uuid), "sing"], salt="tracker.reminders.one-tap")
    paths = [
        gone_path,
        path_of(demo, Tap.STOP_DAILY),
        good[:-3] + ("aa/" if not good.endswith("aa/") else "bb/"),
        f"/reminders/link/{other_salt}/",
        f"/reminders/link/{unknown}/",
        f"/reminders/link/{'x' * 4000}/",
        "/reminders/link/x/",
    ]

    pages = [client.post(path) for path in paths]

    assert {page.status_code for page in pages} == {404}
    assert len({page.content.split(b"<main")[1] for page in pages}) == 1
    assert not ReminderChoice.objects.exists()


def test_who_guesses_often_has_to_wait(client: Client) -> None:
    for n in range(31):
        client.get(f"/reminders/link/wrong{n}/")

    good = path_of(make_user(), Tap.STOP_DAILY)
    assert client.get(good).status_code == 404
    assert client.get(good, REMOTE_ADDR="192.0.2.9").status_code == 200
    assert outbox.outbox == []
