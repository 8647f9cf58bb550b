"""The landing page: what it says, what it offers, what it costs; the example page."""

import re
from dataclasses import fields
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.test import Client

from tests.tracker.demo.conftest import DAYS, NOW
from tests.tracker.queries import counting
from tracker.clock import person_now
from tracker.demo.people import make_demo
from tracker.demo.sheet import robins_sheet
from tracker.diary_reader import with_context
from tracker.models import Injury, ReportChoice
from tracker.report.build import build_report
from tracker.report.values import FirstPage

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
    page = sheet.page
    assert page.reasons[1].startswith("Sitting pain 3 or more on 13 of 13 days with a number")
    assert "(desk): 20 → 35 min" in page.reasons[2]
    assert [row[1] for row in page.weeks.rows] == ["20", "20", "25", "27.5", "30", "35"]
    assert [row[-1] for row in page.weeks.rows] == ["6/7", "6/7", "7/7", "6/7", "6/7", "5/5"]
    assert len(page.charts[0].plot.marks) == 36
    assert len(page.charts[0].plot.slashes) == 4


def test_the_example_is_the_page_that_robin_would_get(django_assert_num_queries) -> None:
    """The report of the stored story says word for word what the example says."""
    with time_machine.travel(NOW, tick=False):
        user = make_demo(who="robin", now=NOW, zone="UTC")
        injury = with_context(Injury.objects.filter(owner=user)).get()
        choice = ReportChoice.objects.get(injury=injury)
        choice.period, choice.last_on = "own", NOW.date() - timedelta(days=1)
        stored = build_report(injury, choice=choice, at=person_now(user, NOW)).first

    with django_assert_num_queries(0):
        example = robins_sheet(NOW.date()).page

    for part in fields(FirstPage):
        if part.name != "charts":
            assert getattr(example, part.name) == getattr(stored, part.name), part.name
    assert [chart.plot for chart in example.charts] == [chart.plot for chart in stored.charts]


@pytest.mark.parametrize("day", DAYS, ids=str)
def test_the_example_can_be_drawn_on_any_day(day) -> None:
    sheet = robins_sheet(day)

    assert sheet.made_on == day
    assert all(line.end for line in sheet.page.safety)
