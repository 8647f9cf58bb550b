"""A person goes through each further programme, through the actions; `-s` prints the stories.

The sprint strain of grade 2 and the sit-bone tendon stand in `test_plans.py`.
"""

from collections.abc import Callable
from datetime import date, timedelta
from uuid import uuid4

import pytest

from rehab.content.catalogue import catalogue
from rehab.vocabulary import AnswerValue
from tests.journeys.follower import Course, Follower
from tests.tracker.make import TODAY, make_answer, make_user, make_visit
from tests.tracker.make import make_injury as new_injury
from tests.tracker.plan.people import answer_health, ready_sprinter
from tracker.actions.follow_plan import Agreement, clear_stage, start_plan
from tracker.actions.record_answers import record_answers
from tracker.models import Injury, Notice, Plan

pytestmark = pytest.mark.django_db


class Patient(Follower):
    """A follower who also answers what the plan asks, and sees somebody where it wants that."""

    def meet(self, n: int) -> None:
        """A professional who agrees to leave the present stage."""
        clear_stage(
            injury=self._row(), agreement=Agreement("the physio", self.at(n).today),
            to_stage="", at=self.at(n), key=uuid4(),
        )  # fmt: skip
        self._say(n, "sees the physio, who agrees to the next step")

    def answer(self, n: int) -> None:
        """Answer the questions of the plan and of a watch week: nothing to report."""
        state = self.state(n)
        watch = state.watch
        asked = list(state.questions) + list(
            catalogue().aftercare.questions if watch and watch.is_due else ()
        )
        if asked:
            record_answers(
                owner=self.injury.owner, injury=self._row(), at=self.at(n), key=uuid4(),
                answers=dict.fromkeys(asked, AnswerValue.NO), because="plan",
            )  # fmt: skip
            self._say(n, f"answers no: {', '.join(asked)}")

    def live_until_end(self, days: int, *, sees: Callable[[int], bool] = lambda _n: False) -> None:
        self.live_from(0, days, sees=sees)

    def live_from(
        self, first: int, last: int, *, sees: Callable[[int], bool] = lambda _n: False
    ) -> None:
        for n in range(first, last):
            if not Plan.objects.filter(injury=self.injury, ended_on=None).exists():
                return
            if self.course.logs(n):
                self.answer(n)
                self._log(n)
            if sees(n):
                self.meet(n)
            if self.course.logs(n) or sees(n):
                self._look(n)


def falling(start: float, per_day: float) -> Callable[[int], int]:
    """Pain that falls in a line and stays at 0 afterwards."""
    return lambda n: max(0, round(start - per_day * n))


def course(days: float, *, worst: int = 6, logs: Callable[[int], bool] = lambda _n: True) -> Course:
    """Somebody who heals in so many days; every test follows the pain."""
    pain = falling(worst, worst / days)

    def ability(metric: str, n: int) -> float:
        bad = max(0.0, worst - worst / days * n)
        told = {
            "t_ake_inj": 20 + 4 * bad, "t_ake_oth": 19, "t_slhb_inj": max(1, 24 - 3 * bad),
            "t_slhb_oth": 24, "t_bridge_floor_reps": max(2, 25 - 3 * bad),
            "t_heelbutt_gap": 1.5 * bad, "confidence": 10 - bad,
        }  # fmt: skip
        return round(told.get(metric, 0.6 * bad))

    return Course(
        pains=lambda n: {"morning": round(pain(n) * 0.6), "rest": round(pain(n) * 0.4),
                         "walking": round(pain(n) * 0.7), "sitting": round(pain(n) * 0.5)},
        ability=ability,
        run_pain=lambda n: min(1, pain(n)),
        session_pain=lambda n: round(pain(n) * 0.5),
        logs=logs,
        runs=lambda n: n % 2 == 0,
        limps=lambda n: pain(n) > 4,
    )  # fmt: skip


def begin(injury: Injury, programme: str, stage: str, told: Course, *,
          attested: frozenset[str] = frozenset(), by: str = "") -> Patient:  # fmt: skip
    first = TODAY
    story = Patient(injury, told, first)
    answer_health(injury, on=first - timedelta(days=1))
    for question in ("q_tense_thigh", "q_foot_drop", "q_dark_urine"):
        make_answer(injury, question, "no", first - timedelta(days=1))
    start_plan(
        injury=story._row(), programme=programme, stage=stage, at=story.at(0), key=uuid4(),
        attested=attested, agreement=Agreement(by, first) if by else None,
    )  # fmt: skip
    story.stages[stage] = 0
    story._say(0, f"begins {programme} in stage {stage}")
    return story


def agrees(story: Patient) -> None:
    """Plan, Progress and Signs said the same all along; nothing pressing was told."""
    assert story.disagreements == []
    assert not set(Notice.objects.values_list("tier", flat=True)) & {"emergency", "urgent", "soon"}


def cramped() -> Injury:
    return new_injury(
        make_user(birth_year=1992), side="left", onset="sudden", onset_on=TODAY,
        type="muscle_strain", mechanism="overload", places=[["mid_thigh", "left"]],
        onset_pop="no", onset_gap="no", onset_bruising="no", onset_walking="normal",
        goal="everyday", working_label="cramp",
    )  # fmt: skip


def test_a_cramp_goes_and_four_weeks_make_it_less_likely():
    story = begin(cramped(), "cramp", "now", course(2, worst=3))
    story.live_until_end(45)
    story.print("A cramp")

    agrees(story)
    assert list(story.stages) == ["now", "settle", "build"]
    assert story.stages["build"] <= 6
    assert 28 <= _ended(story) <= 40


def test_a_blow_heals_in_three_to_five_weeks_with_a_look_for_a_lump_each_week():
    injury = ready_sprinter(type="contusion", grade=None, mechanism="blow", onset_bruising="yes")
    story = begin(injury, "contusion", "settle", course(12), attested=frozenset({"hip"}))
    story.live_until_end(60)
    story.print("A blow to the thigh")

    agrees(story)
    assert list(story.stages) == ["settle", "restore", "speed"]
    asked = [line for line in story.lines if "answers no: q_lump" in line]
    assert len(asked) >= 4
    assert 14 <= _ended(story) <= 45


def test_tight_muscles_take_six_weeks_of_stretch_and_strength():
    injury = ready_sprinter(onset="gradual", onset_on=TODAY - timedelta(days=90), type="unsure",
                            grade=None, mechanism="other", working_label="tight",
                            goal="everyday")  # fmt: skip
    told = course(20, worst=2, logs=lambda n: n % 2 == 0)
    ticked = frozenset({"injury", "side", "nerve", "rest", "sit", "marks"})
    story = begin(injury, "tight", "base", told, attested=ticked)
    story.live_until_end(70)
    story.print("Tight hamstrings, every second day logged")

    agrees(story)
    assert list(story.stages) == ["base", "build"]
    assert 42 <= _ended(story) <= 60


def test_a_mild_sprint_strain_is_back_and_watched_for_eight_weeks():
    injury = ready_sprinter(grade=1)
    story = begin(injury, "strain_sprint_g1", "protect", course(14))
    story.live_until_end(130)
    story.print("A sprint, grade 1, to the end of the watch weeks")

    agrees(story)
    assert list(story.stages) == ["protect", "rebuild", "lengthen", "speed", "watch"]
    weeks = [line for line in story.lines if "q_watch_tight" in line]
    assert 7 <= len(weeks) <= 8
    assert _ended(story) - story.stages["watch"] >= 56
    assert Injury.objects.get().returned_on == story.began + timedelta(days=story.stages["watch"])


def test_a_stretch_type_strain_waits_for_the_visit_and_takes_its_months():
    injury = ready_sprinter(grade=2, mechanism="stretch")
    make_visit(injury, on=TODAY + timedelta(days=8))
    story = begin(injury, "strain_stretch", "protect",
                  course(85, logs=lambda n: n % 4 < 2))  # fmt: skip
    story.live_until_end(220, sees=lambda n: n in (21, 95, 110, 130))
    story.print("A stretch-type strain, half of the days logged")

    agrees(story)
    assert list(story.stages)[:4] == ["protect", "rebuild", "lengthen", "speed"]
    assert story.stages["lengthen"] >= 21
    assert story.stages["speed"] >= 47


def test_a_large_tear_moves_on_only_with_the_physio_each_time():
    injury = ready_sprinter(grade=3)
    told = course(70, logs=lambda n: n % 4 < 2)
    story = begin(injury, "strain_g3_cleared", "protect", told, by="the surgeon")
    story.live_until_end(60)
    assert list(story.stages) == ["protect"]

    story.live_from(60, 200, sees=lambda n: n % 20 == 0)
    story.print("A large tear, examined, half of the days logged")

    agrees(story)
    assert list(story.stages)[:4] == ["protect", "rebuild", "lengthen", "speed"]
    assert story.stages["rebuild"] >= 60


def test_the_stay_strong_plan_builds_for_ten_weeks_and_then_keeps():
    injury = ready_sprinter(grade=2, onset_on=TODAY - timedelta(days=120))
    Injury.objects.filter(pk=injury.pk).update(returned_on=TODAY - timedelta(days=56))
    told = course(1, worst=0, logs=lambda n: n % 3 == 0)
    story = begin(injury, "maintenance", "build", told, attested=frozenset({"settled"}))
    story.live_until_end(85)
    story.print("Stay strong, every third day logged")

    agrees(story)
    assert list(story.stages) == ["build", "keep"]
    assert 70 <= story.stages["keep"] <= 75


def _ended(story: Patient) -> int:
    ended_on: date | None = Plan.objects.get(injury=story.injury).ended_on
    assert ended_on is not None, story.lines[-3:]
    return (ended_on - story.began).days


def test_the_table_of_stories_stands_for_every_programme():
    """Each one is told here or in `test_plans.py`, but the care card, which only waits."""
    told = {"cramp", "contusion", "tight", "strain_sprint_g1", "strain_stretch",
            "strain_g3_cleared", "maintenance", "strain_sprint_g2", "pht"}  # fmt: skip

    assert told | {"hold_until_seen"} == set(catalogue().enabled_programmes)
