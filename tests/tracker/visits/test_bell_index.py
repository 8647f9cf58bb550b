"""The number beside the bell costs the same however long the diary and its messages are."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.tracker.make import NOON, make_injury, make_notice, make_user
from tracker.clock import person_now
from tracker.models import Injury, NoticeAction, Outbox
from tracker.overview.bell import waiting

pytestmark = pytest.mark.django_db


def plan_of(statement: str) -> str:
    """How the database finds the rows of a statement; its numbers stand in it already."""
    explain = "EXPLAIN QUERY PLAN" if connection.vendor == "sqlite" else "EXPLAIN"
    with connection.cursor() as cursor:
        cursor.execute(f"{explain} {statement}")
        return "\n".join(str(row[-1]) for row in cursor.fetchall())


@pytest.mark.skipif(
    connection.vendor != "sqlite", reason="PostgreSQL reads small tables whole, index or not"
)
def test_both_queries_of_the_bell_find_their_rows_by_an_index() -> None:
    injury = make_injury(make_user())
    notice = make_notice(injury)
    NoticeAction.objects.create(notice=notice, kind="later", on=NOON.date())
    Outbox.objects.create(user=injury.owner, injury=injury, kind="daily", local_day=NOON.date())

    with CaptureQueriesContext(
        connection,
    ) as asked:
        waiting(injury, at=person_now(injury.owner))
        Outbox.objects.of_injury(injury).unsettled().count()
        Injury.objects.open().get(pk=injury.pk)

    plans = [plan_of(each["sql"]) for each in asked.captured_queries]
    assert len(plans) == 3
    for plan in plans:
        read = [line for line in plan.splitlines() if line.startswith(("SCAN ", "SEARCH "))]
        assert read and all("USING" in line for line in read), plan
