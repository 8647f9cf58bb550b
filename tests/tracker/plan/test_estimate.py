"""The estimate of day 7 on Plan and, once, on Today."""

from collections.abc import Iterator
from datetime import timedelta
from html import unescape

import pytest
import time_machine
from django.test import Client

from tests.tracker.make import NOON, TODAY, make_day
from tests.tracker.plan.people import on_plan, ready_sit_bone, ready_sprinter
from tests.tracker.queries import counting
from tracker.models import Injury, Reading

pytestmark = pytest.mark.django_db
ONSET = TODAY - timedelta(days=7)


@pytest.fixture(autouse=True)
def _noon() -> Iterator[None]:
    with time_machine.travel(NOON, tick=False):
        yield


@pytest.fixture
def sam() -> Injury:
    """A mild strain on its seventh day, a plan since the first."""
    injury = ready_sprinter(grade=1, onset_on=ONSET)
    on_plan(injury, "strain_sprint_g1", "protect", today=ONSET)
    return injury


@pytest.fixture
def client(client: Client, sam: Injury) -> Client:
    client.force_login(sam.owner)
    return client


def read(client: Client, path: str) -> str:
    return " ".join(unescape(client.get(path).content.decode()).split())


def gap(injury: Injury, injured: int, other: int = 10, *, days_ago: int = 0) -> None:
    for metric, value in (("t_ake_inj", injured), ("t_ake_oth", other)):
        Reading.objects.create(
            injury=injury, on=TODAY - timedelta(days=days_ago), metric=metric, value=value
        )


def at_noon_in(days: int):
    return time_machine.travel(NOON + timedelta(days=days), tick=False)


def test_it_says_what_it_rests_on_with_dates(client, sam):
    gap(sam, 14)
    make_day(sam, TODAY, walking=0)

    page = read(client, "/plan/")
    assert "Your estimate on day 7" in page
    assert "points to the earlier half of the usual time: 21 to 31 days" in page
    assert "between 5 Dec and 15 Dec." in page
    assert "Knee-straightening gap: 4° today" in page and "Pain walking: 0 today" in page
    assert "Not logged: the raised bridge." in page
    assert "such a gap went with about 1 week." in page and "Malliaropoulos" in page
    assert "An estimate, not a diagnosis" in page
    assert "Your estimate on day 7" in read(client, "/today/")


@pytest.mark.parametrize("path", ["/plan/", "/today/"])
def test_a_test_that_waits_is_not_asked_for(client, path):
    page = read(client, path)

    assert "Not enough logged to say" in page
    assert "do the knee-straightening test" not in page
    assert "Your plan asks for it in stage 2." in page


def test_without_the_test_it_asks_for_it(client, sam):
    plan = sam.plans.get()
    plan.moves.create(on=TODAY, from_stage="protect", to_stage="rebuild", reason="goals_met")
    sam.plans.update(stage="rebuild")
    for path in ("/plan/", "/today/"):
        page = read(client, path)
        assert "Not enough logged to say: do the knee-straightening test." in page
        assert "knee_straightening" in page


def test_graver_facts_are_a_question_and_change_nothing(client, sam):
    gap(sam, 28)
    before = Injury.objects.values().get()

    page = read(client, "/plan/")
    assert "points to the later half" in page
    assert "Could it be a larger one? Have somebody look at it." in page
    assert "/injury/told/" in page
    assert Injury.objects.values().get() == before


def test_before_day_seven_there_is_none(client, sam):
    with at_noon_in(-1):
        client.force_login(sam.owner)
        assert "Your estimate on day 7" not in read(client, "/plan/")
        assert "Your estimate on day 7" not in read(client, "/today/")


def test_today_tells_it_once_and_plan_keeps_it(client, sam):
    gap(sam, 14)
    with at_noon_in(1):
        client.force_login(sam.owner)
        assert "Your estimate on day 7" not in read(client, "/today/")
        assert "Your estimate on day 7" in read(client, "/plan/")
    with at_noon_in(5):
        client.force_login(sam.owner)
        assert "Your estimate on day 7" in read(client, "/plan/")


def test_a_test_done_on_day_eight_makes_it_new_again(client, sam):
    with at_noon_in(1):
        client.force_login(sam.owner)
        gap(sam, 14, days_ago=-1)
        assert "Your estimate on day 7" in read(client, "/today/")


def test_after_the_window_an_unmade_estimate_is_not_asked_for(client, sam):
    with at_noon_in(4):
        client.force_login(sam.owner)
        assert "Your estimate on day 7" not in read(client, "/plan/")


def test_a_tendon_has_none(client):
    robin = ready_sit_bone(onset_on=ONSET, onset_precision="day")
    on_plan(robin)
    client.force_login(robin.owner)

    assert "Your estimate on day 7" not in read(client, "/plan/")


def test_it_costs_no_query(client, sam):
    gap(sam, 14)
    client.get("/plan/")
    with counting() as count:
        assert client.get("/plan/").status_code == 200
    assert count.number <= 10, count.statements
