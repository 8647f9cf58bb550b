"""From the safety check to the second stage of a plan, over HTTP and without a script."""

import re
from datetime import date

import pytest

from tests.journeys.site import Site
from tests.tracker.intake.steps import SIT_BONE, SPRINT
from tracker.models import ExerciseSession, Plan

pytestmark = pytest.mark.django_db
FIRST = date(2026, 11, 21)
DAY = {"places": ["sit_bone:right"], "qualities": ["ache"], "signs": ["none"]}


@pytest.fixture
def site(client):
    with Site(client, FIRST) as site:
        yield site


def names_on(site: Site, path: str, pattern: str) -> list[str]:
    """What the inputs of a page are called, or hold, by a pattern with one group."""
    return list(dict.fromkeys(re.findall(pattern, site.client.get(path).content.decode())))


def open_doors(site: Site) -> None:
    """Answer every question that a door still needs with no."""
    asked = names_on(site, "/plan/start/", r'name="asked" value="([^"]*)"')
    if asked and asked[0]:
        answers = dict.fromkeys(asked[0].split(","), "no")
        site._write(f"/i/{site.injury.uuid}/plan/questions/", {"asked": asked[0], **answers})


def begin(site: Site) -> None:
    open_doors(site)
    confirmed = names_on(site, "/plan/start/", r'name="confirmed" value="([^"]*)"')
    stages = names_on(site, "/plan/start/", r'name="stage" value="([^"]*)"')
    site._write(f"/i/{site.injury.uuid}/plan/start/", {"stage": stages[-1], "confirmed": confirmed})
    site._tell(f"begins {Plan.objects.get()} in {stages[-1]}")


def test_an_evening_a_day_leads_from_the_intake_to_the_second_stage(site):
    site.begin(SIT_BONE)
    begin(site)
    plan = Plan.objects.get()
    assert (plan.programme, plan.stage) == ("pht", "calm")

    for n in range(9):
        site.log(sitting="3", morning="1", rest="0", running="no_run", sit_minutes="25",
                 seat="desk", t_load_a_pain="2", **DAY)  # fmt: skip
        site.answer_all()
        if site.is_weekly_due:
            site.check()
        tests = [t for t in ("t_load_a_pain", "t_sit_min")
                 if f'name="{t}"' in site.client.get("/plan/tests/").content.decode()]  # fmt: skip
        values = {"t_load_a_pain": "2", "t_sit_min": "25"}
        site._write(
            f"/i/{site.injury.uuid}/plan/tests/",
            {"on": "today", **{t: values[t] for t in tests}},
        )
        words = site.read("/plan/")
        if "Ready for stage 2" in words:
            break
        assert n < 8, words
        site.wait(1)
    assert (site.today - FIRST).days >= 7

    site._write(f"/i/{site.injury.uuid}/plan/advance/", {"to_stage": "neutral"})

    plan.refresh_from_db()
    assert plan.stage == "neutral"
    assert "To move to stage 3" in site.read("/plan/")
    assert "Strength, hip nearly straight" in site.read("/progress/")


def test_a_sprinter_begins_on_the_first_evening_and_ticks_what_is_due(site):
    site.begin(SPRINT)
    begin(site)
    site.log(walking="4", morning="3", rest="1", limp="yes",
             places=["mid_thigh:left"], qualities=["ache"], signs=["none"])  # fmt: skip
    site.answer_all()

    paths = names_on(site, "/today/", r'action="(/i/[^"]+/exercise/[^"]+/)"')
    assert len(paths) >= 3
    for path in paths[:2]:
        site._write(path, {"done": "1"})

    assert ExerciseSession.objects.get().items.filter(done=True).count() == 2
    assert "2 of" in site.read("/today/")
