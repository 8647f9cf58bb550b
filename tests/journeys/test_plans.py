"""Whole stories with a plan: from the first day to the last stage; `-s` prints them."""

from datetime import timedelta

import pytest

from tests.journeys.follower import Course, Follower
from tests.tracker.make import TODAY
from tests.tracker.plan.people import BEFORE, ready_sit_bone, ready_sprinter
from tracker.models import Notice

pytestmark = pytest.mark.django_db
FLARE_ON = 30


def falling(n: int, start: int, per_day: float) -> int:
    """Pain that falls in a line and stays at 0 afterwards."""
    return max(0, round(start - per_day * n))


def rising(n: int, first: float, per_day: float, most: float) -> float:
    return min(most, round(first + per_day * n))


def sprinter_pains(n: int) -> dict[str, int]:
    """A grade 2 strain over seven weeks with one flare of three days."""
    worse = {FLARE_ON + 1: 3, FLARE_ON + 2: 3, FLARE_ON + 3: 1}.get(n, 0)
    return {
        "morning": falling(n, 4, 0.2) + worse,
        "rest": falling(n, 3, 0.3),
        "walking": falling(n, 5, 0.25) + worse // 2,
        "sitting": falling(n, 3, 0.2),
    }


def sprinter_ability(metric: str, n: int) -> float:
    match metric:
        case "t_bridge_floor_reps":
            return rising(n, 4, 1, 25)
        case "t_ake_inj":
            return max(22, 55 - n)
        case "t_ake_oth":
            return 20
        case "t_slhb_inj":
            return rising(n, 2, 0.7, 25)
        case "t_slhb_oth":
            return 26
        case "confidence":
            return rising(n, 2, 0.2, 10)
        case _:
            return falling(n, 5, 0.2)


def sprinter() -> Follower:
    """Logs on six of ten days; runs only when the next morning will be logged too."""
    injury = ready_sprinter(grade=2, onset_on=TODAY)
    course = Course(
        pains=sprinter_pains,
        ability=sprinter_ability,
        run_pain=lambda n: 4 if n == FLARE_ON else 1,
        session_pain=lambda n: falling(n, 3, 0.15),
        logs=lambda n: n % 10 in (0, 1, 3, 4, 6, 7),
        runs=lambda n: n % 10 in (0, 3, 6),
        limps=lambda n: n < 4,
    )
    return Follower(injury, course, TODAY)


def sit_bone_pains(n: int) -> dict[str, int]:
    return {
        "morning": falling(n, 3, 0.02),
        "rest": 1 if n < 40 else 0,
        "sitting": falling(n, 5, 0.035) + (n % 4 == 1),
    }


def sit_bone_ability(metric: str, n: int) -> float:
    match metric:
        case "t_sit_min":
            return rising(n, 15, 0.6, 90)
        case "t_slhb_inj":
            return rising(n, 8, 0.2, 25)
        case "t_slhb_oth":
            return 20
        case "t_walk30_pain" | "t_hop10_pain":
            return 1
        case _:
            return falling(n, 5, 0.06)


def sit_bone() -> Follower:
    """Eight months of sitting pain, a plan for fourteen weeks, nine of ten days logged."""
    injury = ready_sit_bone()
    injury.owner.contexts = ["sitting", "sit_minutes", "morning", "running", "rest"]
    injury.owner.save()
    course = Course(
        pains=sit_bone_pains,
        ability=sit_bone_ability,
        run_pain=lambda n: 2,
        session_pain=lambda n: falling(n, 4, 0.03),
        logs=lambda n: n % 10 != 7,
        runs=lambda n: n % 2 == 0,
        sits=lambda n: int(rising(n, 15, 0.5, 60)),
        places=("sit_bone",),
    )
    return Follower(injury, course, BEFORE + timedelta(days=2))


def test_a_grade_2_sprinter_is_back_after_a_flare_with_six_of_ten_days_logged():
    story = sprinter()
    story.begin("strain_sprint_g2", "protect")
    story.live(110)
    story.print("A sprint, grade 2, one flare, 60 % of days logged")

    assert story.disagreements == []
    assert list(story.stages) == ["protect", "rebuild", "lengthen", "speed", "watch"]
    assert 35 <= story.stages["watch"] <= 84
    assert any(FLARE_ON <= n <= FLARE_ON + 7 for n in story.verdicts)
    assert not set(Notice.objects.values_list("tier", flat=True)) & {"emergency", "urgent", "soon"}


def test_eight_months_at_the_sit_bone_over_fourteen_weeks():
    story = sit_bone()
    story.begin("pht", "calm")
    story.live(98)
    story.print("Eight months at the sit bone, fourteen weeks of the plan")

    assert story.disagreements == []
    assert list(story.stages)[:3] == ["calm", "neutral", "flexed"]
    assert "r_long_standing" in story.told
    assert not any(rule.startswith(("r_plateau", "r_overdue")) for rule in story.told)
    assert not set(Notice.objects.values_list("tier", flat=True)) & {"emergency", "urgent", "soon"}
