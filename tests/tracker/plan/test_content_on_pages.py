"""What the content says reaches a page: help with an exercise, drills, a fall in pain."""

from collections.abc import Iterator
from datetime import timedelta
from html import unescape

import pytest
import time_machine
from django.test import Client

from rehab.content.catalogue import catalogue
from tests.tracker.make import NOON, TODAY, make_day, make_fall, make_injury, make_user
from tests.tracker.plan.people import on_plan, ready_sit_bone, ready_sprinter
from tracker.models import Injury
from tracker.overview.injuries import happened_often
from tracker.overview.plan_proposal import _fitting
from tracker.overview.rules import RULE_ID, rule_page
from tracker.regions import region_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _noon() -> Iterator[None]:
    with time_machine.travel(NOON, tick=False):
        yield


def read(client: Client, path: str) -> str:
    return " ".join(unescape(client.get(path).content.decode()).split())


def sprinter(client: Client, *, days: int = 20, stage: str = "protect") -> Injury:
    began = TODAY - timedelta(days=days)
    injury = ready_sprinter(onset_on=began)
    on_plan(injury, "strain_sprint_g2", "protect", today=began)
    injury.plans.update(stage=stage)
    client.force_login(injury.owner)
    return injury


def worst(injury: Injury, first: int, last: int, *, days: int) -> None:
    for back in range(days + 1):
        make_day(injury, TODAY - timedelta(days=back), walking=last if back < 8 else first)


@pytest.mark.parametrize(
    ("last", "words"),
    [(3, "That is more than chance."), (5, "That is no clear fall. Ask a professional")],
)
def test_the_plan_says_whether_pain_fell_as_much_as_it_looks_for(client, last, words):
    injury = sprinter(client)
    worst(injury, 6, last, days=20)

    told = f"Worst pain of a day: usually 6 in the first 7 days, {last} in the last. {words}"
    assert told in read(client, "/plan/")


def test_with_too_few_days_the_plan_says_which(client):
    injury = sprinter(client)
    make_day(injury, TODAY, walking=2)

    assert (
        "Not enough days to say whether pain fell: 3 of the first 7 and 3 of the last 7, you "
        "logged 0 and 1."
    ) in read(client, "/plan/")


def test_before_that_day_the_plan_says_nothing_of_it(client):
    injury = sprinter(client, days=13)
    worst(injury, 6, 3, days=13)

    assert "Worst pain of a day" not in read(client, "/plan/")


def test_a_fall_on_the_plan_leads_to_its_questions(client):
    injury = sprinter(client)
    assert "Answer a few questions" not in read(client, "/plan/")

    make_fall(injury.owner, TODAY, injury=injury)

    assert "Answer a few questions" in read(client, "/plan/")


@pytest.mark.parametrize(
    ("exercise", "is_said"), [("nordic", True), ("slider_1leg", True), ("bridge_2leg", False)]
)
def test_a_demanding_exercise_says_so(client, exercise, is_said):
    sprinter(client)

    assert ("Take care with this one" in read(client, f"/plan/exercise/{exercise}/")) is is_said


def test_a_session_with_drills_leads_to_them(client):
    injury = sprinter(client, days=60)
    injury.plans.get().moves.create(
        on=TODAY - timedelta(days=5), from_stage="protect", to_stage="lengthen",
        reason="goals_met", at=NOON,
    )  # fmt: skip
    injury.plans.update(stage="lengthen")

    assert "/plan/exercise/a_march/" in read(client, "/plan/running/speed/S4/")
    assert "/plan/exercise/a_march/" not in read(client, "/plan/running/speed/S3/")


@pytest.mark.parametrize(("plan", "is_said"), [("strain_sprint_g1", True), ("pht", False)])
def test_where_a_step_may_be_left_out_the_ladder_says_when(client, plan, is_said):
    injury = ready_sprinter(grade=1, onset_on=TODAY - timedelta(days=9))
    if plan == "pht":
        injury = ready_sit_bone()
    stage = catalogue().programmes[plan].stages[2 if plan == "pht" else 1].id
    on_plan(injury, plan, catalogue().programmes[plan].stages[0].id, today=TODAY)
    plan_row = injury.plans.get()
    plan_row.moves.create(
        on=TODAY, from_stage=plan_row.stage, to_stage=stage, reason="goals_met", at=NOON
    )
    injury.plans.update(stage=stage)
    client.force_login(injury.owner)

    assert ("S2 may be left out" in read(client, "/plan/running/")) is is_said


def test_a_plan_for_a_finer_name_is_not_meant_for_another():
    injury = make_injury(make_user(), type="unsure", working_label="tight", onset="gradual")
    other = make_injury(make_user(), type="unsure", working_label="", onset="gradual")

    assert _fitting(other) not in ("cramp", "tight")
    assert _fitting(injury) in (None, "tight")


class TestAgainAndAgain:
    def row(self, days: list[int]) -> Injury:
        """Injuries of one person that followed each other, the last of them returned."""
        owner, before = make_user(), None
        for back in days:
            before = make_injury(
                owner, onset="sudden", onset_on=TODAY - timedelta(days=back), previous=before
            )
        assert before is not None
        return before

    @pytest.mark.parametrize(
        ("days", "before", "after"),
        [
            ([200], False, False),
            ([200, 60], True, False),
            ([200, 91], False, False),
            ([200, 90], True, False),
            ([200, 60, 10], True, True),
            ([200, 100, 10], True, False),
        ],
    )
    def test_twice_in_ninety_days_somebody_should_look(self, days, before, after):
        injury = self.row(days)

        assert bool(happened_often(injury, today=TODAY, is_about_to=True)) is before
        assert bool(happened_often(injury, today=TODAY)) is after

    def test_the_page_says_how_often_and_whom_to_see(self, client):
        injury = self.row([200, 60])
        client.force_login(injury.owner)
        injury.owner.current_injury = injury
        injury.owner.save()
        words = read(client, "/again/")

        assert "It came back 2 times in 90 days." in words
        assert "/see/fresh_tear/" in words

    def test_an_injury_without_an_earlier_one_costs_no_query(self, django_assert_num_queries):
        injury = self.row([20])

        with django_assert_num_queries(0):
            assert happened_often(injury, today=TODAY, is_about_to=True) == ""


def test_the_page_of_a_rule_names_where_another_speaks(client):
    words = read(client, "/how-rules-work/r_night_pain/")
    assert "Where it stays quiet, or another speaks" in words
    assert "After surgery: off for 6 weeks." in words

    assert "With a pop or a gap: “" in read(client, "/how-rules-work/r_reinjury/")


def test_no_page_of_a_rule_shows_an_id_of_another(client):
    region = region_of(make_user())
    for rule in catalogue().rules.values():
        for line in rule_page(rule, region).quiet:
            assert not RULE_ID.search(line), (rule.id, line)


def test_the_rules_page_says_how_often_they_may_be_wrong(client):
    words = read(client, "/how-rules-work/")

    assert "A sign to have checked soon: 3" in words
    assert "An urgent sign or an emergency: 1" in words


def test_a_reading_is_still_the_middle_of_three_tries():
    steps = " ".join(catalogue().self_tests["knee_straightening"].steps)

    assert "Three tries; keep the middle one" in steps
