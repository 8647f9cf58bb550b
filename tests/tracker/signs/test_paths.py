"""An emergency is told at once, whichever way it comes in: page, mail, phone, file or program.

The pages of the check stand in test_check.py, the steps of the intake in intake/test_stop.py.
"""

import json
import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from rehab.content.catalogue import catalogue
from rehab.vocabulary import Tier
from tests.tracker.make import (
    NOON,
    PASSWORD,
    TODAY,
    key,
    make_answer,
    make_injury,
    make_user,
)
from tests.tracker.reminders.letters import letter
from tracker.actions.bring_in import bring_in, compare
from tracker.actions.tokens import make_token
from tracker.clock import PersonNow
from tracker.exchange.incoming import read_incoming
from tracker.models import Answer, Injury, Notice, User
from tracker.models.reminder import ReminderKind

pytestmark = pytest.mark.django_db
AT = PersonNow(now=NOON, zone="UTC", today=TODAY)
ALONE = [
    question.id
    for question in catalogue().emergency_questions
    if question.tier_if_yes is Tier.EMERGENCY
]
SEVERE = 9


def open_tiers(owner: User) -> list[str]:
    return [notice.tier for notice in Notice.objects.filter(injury__owner=owner).open()]


def test_the_link_of_the_weekly_mail_leads_to_a_yes_that_is_told_at_once(client: Client) -> None:
    """From the mail through the sign-in to the questions and the answer, each at its address."""
    injury = make_injury()
    owner = injury.owner
    mail = letter(ReminderKind.CHECK, injury=injury)
    path = mail.url.removeprefix(settings.PUBLIC_URL)

    door = client.get(path, follow=True)
    assert door.request["PATH_INFO"] == reverse("account_login")
    given = {"login": owner.email, "password": PASSWORD, "next": path}
    page = client.post(reverse("account_login"), given, follow=True)
    assert page.request["PATH_INFO"] == reverse("check")
    [action] = re.findall(r'action="(/i/[^"]+/check/)"', page.content.decode())
    told = client.post(
        action, {"key": key(), "because": "weekly", "yes": ["q_saddle_numb"]}, follow=True
    )

    assert "Get help now" in told.content.decode()
    assert open_tiers(owner) == ["emergency"]
    assert Answer.objects.get(value="yes").because == "weekly"


def fever_since_yesterday(injury: Injury) -> None:
    """Urgent by itself; with strong pain it is an emergency."""
    make_answer(injury, "q_fever", "yes", TODAY - timedelta(days=1))


def test_a_day_that_waited_for_the_network_is_told_at_once(
    signed_in: Client, injury: Injury
) -> None:
    fever_since_yesterday(injury)
    entry = {
        "to": reverse("day-record", args=[injury.uuid, TODAY]),
        "key": key(),
        "wrote_at": NOON.isoformat(),
        "wrote_in": "UTC",
        "walking": SEVERE,
    }

    told = json.loads(signed_in.post("/offline/send/", entry).content)

    assert told == {"state": "sent", "tell": reverse("today")}
    assert "emergency" in open_tiers(injury.owner)
    assert "Get help now" in signed_in.get(told["tell"]).content.decode()


def test_a_day_that_a_program_sends_is_told_in_its_answer(client: Client, injury: Injury) -> None:
    fever_since_yesterday(injury)
    made = make_token(injury=injury, name="Watch", scopes=("log",), at=NOON, key=uuid4())

    told = client.post(
        "/api/v1/log",
        {"key": "a", "walking": SEVERE},
        content_type="application/json",
        headers={"authorization": f"Bearer {made.token}"},
    ).json()

    assert "emergency" in [notice["tier"] for notice in told["notices"]]
    assert open_tiers(injury.owner) != []


@pytest.mark.parametrize("headers", [{}, {"HX-Request": "true"}], ids=["plain", "htmx"])
def test_a_day_on_the_page_is_told_at_once(
    signed_in: Client, injury: Injury, headers: dict[str, str]
) -> None:
    fever_since_yesterday(injury)
    url = reverse("day-record", args=[injury.uuid, TODAY])

    answer = signed_in.post(url, {"key": key(), "walking": SEVERE}, headers=headers, follow=True)

    assert "Get help now" in answer.content.decode()
    assert "emergency" in open_tiers(injury.owner)


@pytest.mark.parametrize("question", ALONE)
def test_each_yes_in_a_file_is_told_at_once(question: str) -> None:
    owner = make_user()
    bring_in_answer(owner, question, days_ago=0)

    assert "emergency" in open_tiers(owner)


@pytest.mark.parametrize(("back", "tiers"), [(13, ["emergency"]), (14, [])])
def test_a_yes_of_days_ago_in_a_file_counts_as_long_as_its_rule_says(
    back: int, tiers: list[str]
) -> None:
    assert catalogue().rules["r_ces"].answer_windows["q_saddle_numb"] == 14
    owner = make_user()
    bring_in_answer(owner, "q_saddle_numb", days_ago=back)

    assert open_tiers(owner) == tiers
    assert Answer.objects.filter(injury__owner=owner).count() == 1


def bring_in_answer(owner: User, question: str, *, days_ago: int) -> None:
    """A small file as another tool would write it, looked at and then taken."""
    given = {"on": str(TODAY - timedelta(days=days_ago)), "question": question, "value": "yes"}
    raw = {
        "format": "hamstring-diary",
        "version": 1,
        "injuries": [{"id": "a", "onset_on": "2026-10-15", "answers": [given]}],
    }
    carried = read_incoming(json.dumps(raw), today=TODAY, pictures=frozenset())
    options = {"owner": owner, "carried": carried, "at": AT, "pictures": no_picture}
    shown = compare(**options)
    bring_in(**options, takes=(), seen=shown.mark, key=uuid4())


def no_picture(name: str) -> object:
    raise AssertionError(name)
