"""The landing page: what it says, what it offers, what it costs; the example page."""

import re
from datetime import UTC, datetime

import pytest
import time_machine
from django.test import Client

from tests.tracker.demo.conftest import DAYS, NOW
from tests.tracker.queries import counting
from tracker.demo.sheet import robins_sheet

pytestmark = pytest.mark.django_db


def words(response) -> str:
    text = re.sub(r"<[^>]+>", " ", response.content.decode())
    return re.sub(r"\s+", " ", text)


def test_with_demos_two_rows_open_them(demos, client: Client) -> None:
    html = client.get("/").content.decode()

    assert "Look at a made-up diary, no sign-up" in html
    for who in ("robin", "maya"):
        assert f'<form method="post" action="/demo/{who}/"' in html


def test_without_demos_the_rows_are_gone_and_the_example_stays(client: Client) -> None:
    page = client.get("/")

    assert "/demo/" not in page.content.decode()
    assert "Why I am here" in words(page)


@pytest.mark.parametrize("switch", [True, False], ids=["demos", "no demos"])
def test_the_landing_asks_nothing_of_the_database(client: Client, settings, switch) -> None:
    settings.DEMO = switch
    client.get("/")

    with counting() as count:
        client.get("/")

    assert count.statements == []


def test_no_avoided_word_stands_on_it(demos, client: Client) -> None:
    for address in ("/", "/sample-report/"):
        said = words(client.get(address)).replace("No score, no verdict", "")
        assert not re.search(
            r"\b(detect|early warning|analyse|risk|score|you have a)\b", said, re.I
        )


@pytest.mark.parametrize("address", ["/", "/sample-report/"])
def test_the_example_says_that_it_is_made_up(client, address) -> None:
    assert "Robin, made up" in words(client.get(address))


def test_the_example_follows_the_day(client: Client) -> None:
    with time_machine.travel(datetime(2027, 5, 4, 12, tzinfo=UTC), tick=False):
        assert "Made 4 May 2027" in words(client.get("/"))
    with time_machine.travel(datetime(2027, 5, 5, 12, tzinfo=UTC), tick=False):
        assert "Made 5 May 2027" in words(client.get("/"))


def test_the_example_counts_what_the_story_holds() -> None:
    sheet = robins_sheet(NOW.date())

    assert (sheet.logged, sheet.days, sheet.born) == (36, 40, 1988)
    assert sheet.reasons[1].startswith("Sitting pain 3 or more on 13 of 13 logged days in 14")
    assert "desk 20 → 35 min since 12 Oct" in sheet.reasons[2]
    assert [week.values[0] for week in sheet.weeks] == ["20", "20", "25", "27.5", "30", "35"]
    assert [week.days for week in sheet.weeks] == ["6/7", "6/7", "7/7", "6/7", "6/7", "5/5"]
    assert len(sheet.charts[0].plot.marks) == 36
    assert len(sheet.charts[0].plot.slashes) == 4


@pytest.mark.parametrize("day", DAYS, ids=str)
def test_the_example_can_be_drawn_on_any_day(day) -> None:
    sheet = robins_sheet(day)

    assert sheet.made_on == day
    assert all(line.end for line in sheet.safety)
