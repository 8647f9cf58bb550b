"""Whole stories over HTTP: from the safety check to the day on which the person is told."""

from datetime import date

import pytest

from tests.journeys.site import Site
from tests.tracker.intake.steps import SIT_BONE, SPRINT
from tracker.models import Fall, Finding, Notice

pytestmark = pytest.mark.django_db
FIRST = date(2026, 11, 21)
SITTING_DAY = {"places": ["sit_bone:right"], "qualities": ["ache"], "signs": ["none"]}
STRAIN_DAY = {"places": ["mid_thigh:left"], "qualities": ["ache"], "signs": ["none"]}


@pytest.fixture
def site(client):
    with Site(client, FIRST) as site:
        yield site


def test_eight_months_of_sitting_pain_and_a_fall_on_ice(site):
    result = site.begin(SIT_BONE)
    assert "tendon at the sit bone" in result

    site.log(sitting="5", morning="3", sit_minutes="20", seat="desk", **SITTING_DAY)
    assert site.told()["r_long_standing"] == [FIRST]
    assert "Worth one good examination" in site.read("/signs/")

    for _ in range(3):
        site.wait(2)
        site.log(sitting="4", morning="3", running="no_run", **SITTING_DAY)
    site.wait(1)
    site.check()
    site.answer_all()
    site.fall(landed_on="buttock", effect="none", kind="fall")
    fall = Fall.objects.get()
    asked = site.answer_all()
    assert {"q_cant_walk", "q_head_hit"} <= set(asked)
    assert site.told().keys() == {"r_long_standing"}

    for day in range(10):
        site.wait(2)
        site.log(sitting=str(6 + day % 2), morning="4", running="no_run", **SITTING_DAY)
        if site.is_weekly_due:
            site.check()
        site.answer_all()

    told = site.told()
    assert told["r_long_standing"] == [FIRST]
    assert "r_fall_link" in told
    assert 7 <= (told["r_fall_link"][0] - fall.on).days <= 14
    assert not {"emergency", "urgent"} & set(Notice.objects.values_list("tier", flat=True))
    assert "You logged a fall or slip on" in site.read("/signs/")


def test_a_sprint_heals_quietly_and_a_swollen_calf_is_heard(site):
    site.begin(SPRINT)
    levels = [4, 3, 3, 2, 2, 1, 1]
    for level in levels:
        site.log(walking=str(level), morning=str(level), **STRAIN_DAY)
        site.answer_all()
        if site.is_weekly_due:
            site.check()
        site.wait(2)
    assert site.told() == {}

    site.log(
        walking="5",
        morning="4",
        places=["calf:left"],
        qualities=["ache"],
        signs=["swelling"],
    )
    asked = site.answer_all(q_leg_swollen="yes", q_clot_risk="not_sure")

    assert "q_leg_swollen" in asked
    # The log alone is urgent already; the answer of the same evening takes its place.
    (by_log,) = Notice.objects.filter(tier="urgent").exclude(closed_on=None)
    assert by_log.parts[0]["rule"] == "r_dvt_logged"
    notice = Notice.objects.open().get(tier="urgent")
    assert notice.parts[0]["rule"] == "r_dvt"
    assert notice.told_on == site.today
    today = site.read("/today/")
    assert "Do not massage" in today
    assert "Do not massage" in site.read("/signs/")


def test_numbness_between_the_legs_fills_the_page_on_the_day_it_is_told(site):
    site.begin(SPRINT)
    site.log(walking="4", morning="3", **STRAIN_DAY)
    site.answer_all()
    site.wait(5)

    page = site.check(yes=("q_saddle_numb",))

    assert "Get help now" in page
    assert "squeezed nerves" in page
    assert "numbness between my legs" in page
    assert Finding.objects.get(rule="r_ces").opened_on == site.today
    assert "Get help now" in site.read("/today/")

    site.wait(1)
    assert "Get help now" in site.read("/today/")
