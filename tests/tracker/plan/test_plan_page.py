"""The Plan page: what stands there for people with and without a plan."""

import pytest

from tests.tracker.make import TODAY
from tests.tracker.plan.people import on_plan, ready_sit_bone
from tests.tracker.queries import counting
from tracker.diary_reader import with_context
from tracker.models import Injury
from tracker.overview.plan import plan_now

pytestmark = pytest.mark.django_db


def test_the_plan_now_takes_five_queries_and_knows_its_stage():
    injury = ready_sit_bone()
    on_plan(injury)
    known = with_context(Injury.objects.filter(pk=injury.pk)).get()
    with counting() as count:
        now = plan_now(known, today=TODAY)
    assert count.number == 5
    assert now is not None and now.number == 1
    assert now.stage is not None and now.stage.id == "calm"


def test_without_a_plan_there_is_none():
    assert plan_now(ready_sit_bone(), today=TODAY) is None


@pytest.mark.parametrize(
    "path",
    ["/plan/", "/plan/tests/", "/plan/cleared/", "/plan/end/", "/plan/stage/1/",
     "/plan/stage/2/", "/plan/exercise/pull_hold/"],
)  # fmt: skip
def test_pages_of_an_open_plan_open(client, path):
    injury = ready_sit_bone()
    on_plan(injury)
    client.force_login(injury.owner)
    assert client.get(path).status_code == 200


@pytest.mark.parametrize("path", ["/plan/", "/plan/start/", "/plan/tests/", "/plan/stage/1/"])
def test_pages_without_a_plan_open(client, path):
    injury = ready_sit_bone()
    client.force_login(injury.owner)
    assert client.get(path).status_code == 200
