"""Every response rule through the log to the words on Plan and Today: days and what lifts it.

A sprinter of grade 2 in the second stage, 40 days after onset; the next morning, the
next run or the next visit then lifts what the rule holds.
"""

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from html import unescape

import pytest
import time_machine
from django.test import Client

from rehab.content.catalogue import catalogue
from rehab.programme.state import plan_state
from tests.tracker.make import (
    NOON,
    TODAY,
    key,
    make_answer,
    make_day,
    make_fall,
    make_notice,
    make_part,
    make_run,
    make_visit,
)
from tests.tracker.plan.people import on_plan, ready_sprinter
from tracker.diary_reader import with_context
from tracker.models import ExerciseSession, Finding, GapAnswer, Injury, Plan, StageMove
from tracker.plan_reader import read_for_plan, read_plan

pytestmark = pytest.mark.django_db
Story = Callable[[Injury], object]


def back(days: int) -> date:
    return TODAY - timedelta(days=days)


@pytest.fixture(autouse=True)
def _noon() -> Iterator[None]:
    with time_machine.travel(NOON, tick=False):
        yield


@pytest.fixture
def sprinter() -> Injury:
    injury = ready_sprinter(grade=2, onset_on=back(40))
    on_plan(injury, "strain_sprint_g2", "protect", today=back(39))
    Plan.objects.update(stage="rebuild")
    StageMove.objects.create(
        plan=Plan.objects.get(), on=back(20), from_stage="protect", to_stage="rebuild",
        reason="goals_met",
    )  # fmt: skip
    return injury


@pytest.fixture
def client(client: Client, sprinter: Injury) -> Client:
    client.force_login(sprinter.owner)
    return client


def read(client: Client, path: str) -> str:
    return " ".join(unescape(client.get(path).content.decode()).split())


def session(injury: Injury, days: int, pain: int, **told: object) -> None:
    ExerciseSession.objects.create(plan=Plan.objects.get(), on=back(days), pain=pain, **told)


def mornings(injury: Injury, *scores: int, last: int = 0) -> None:
    """Morning pain of days in a row, the last of them `last` days ago."""
    for n, score in enumerate(reversed(scores)):
        make_day(injury, back(last + n), morning=score)


def bruise(injury: Injury) -> None:
    make_day(injury, back(3), signs={"bruising": False})
    make_day(injury, TODAY, signs={"bruising": True})


def nerve_sign(injury: Injury) -> None:
    rule = catalogue().rules["r_numb_weak"]
    Finding.objects.create(injury=injury, rule=rule.id, topic=rule.topic, tier="soon",
                           opened_on=TODAY, last_true_on=TODAY)  # fmt: skip
    make_notice(injury, parts=[make_part(rule.id, message="You logged it.")])


def tingling(injury: Injury) -> None:
    make_day(injury, TODAY, qualities=["tingling"], places=[["calf", "left"]])


def two_step_backs(injury: Injury) -> None:
    session(injury, 13, 6)
    session(injury, 0, 6)


def limp(injury: Injury) -> None:
    make_day(injury, back(4), limp=False)
    make_day(injury, TODAY, limp=True)


def gap(days: int) -> Story:
    def tell(injury: Injury) -> None:
        GapAnswer.objects.create(injury=injury, on=TODAY, gap_days=days, kept_training="no")

    return tell


# Rule, what is logged, the heading, the days it rests on, what lifts it.
RULES: list[tuple[str, Story, str, str, str]] = [
    ("stop_pop", lambda i: make_answer(i, "q_pop", "yes"), "Stop the programme and be seen",
     "New pop or sudden sharp pain today.",
     "It ends when you have been seen and the result is noted."),
    ("stop_bruise", bruise, "Stop the programme and be seen", "New bruise or swelling today.",
     "It ends when you have been seen and the result is noted."),
    ("stop_nerve", nerve_sign, "Pause loading until you are seen?", "You logged it.",
     "Yes, pause (suggested)"),
    ("stop_lump", lambda i: make_answer(i, "q_lump_growing", "yes"),
     "Stop the programme and be seen", "Growing hard lump today.",
     "It ends when you have been seen and the result is noted."),
    ("hold_nerve", tingling, "Leave some out, and answer a few questions",
     "Tingling, numbness or spreading pain today.",
     "It ends after 3 days logged without it. 0 of 3 so far."),
    ("back_twice", two_step_backs, "Go back a stage, and see someone", "8 Nov and today.",
     "It ends when you go back a stage or have been seen, or else on Sat 5 Dec."),
    ("back_session", lambda i: session(i, 0, 5), "One step down for now",
     "Pain during exercises: 5 today.", "Load and running again from Mon 23 Nov."),
    ("back_morning_level", lambda i: mornings(i, 4, 4, 4, 5), "One step down for now",
     "Morning pain: 5 today.", "It ends with a logged morning back to usual."),
    ("back_morning", lambda i: mornings(i, 1, 1, 1, 4), "One step down for now",
     "3 above usual today.", "It ends with a logged morning back to usual."),
    ("back_limp", limp, "Go back a stage?", "Limp today.",
     "It ends after 2 days logged without it. 0 of 2 so far."),
    ("back_gap", gap(15), "Go back a stage?", "No log for 15 days, with less training or none.",
     "It ends when you go back a stage or have been seen, or else on Sat 5 Dec."),
    ("hold_session", lambda i: session(i, 0, 4), "Same again next time",
     "Pain during exercises: 4 today.", "It ends with the next session or run within the limit."),
    ("hold_morning", lambda i: mornings(i, 1, 1, 1, 3), "Same again next time",
     "2 above usual today.", "It ends with a logged morning back to usual."),
    ("hold_fall", lambda i: make_fall(i.owner, TODAY, injury=i), "Same again next time",
     "today.", "Load and running again from Mon 23 Nov."),
    ("hold_gap", gap(8), "Same again next time", "No log for 8 days, with less training or none.",
     "It ends with the next session or run within the limit."),
]  # fmt: skip


def open_rules(injury: Injury, today: date = TODAY) -> list[str]:
    row = with_context(Injury.objects.filter(pk=injury.pk)).get()
    plan = read_plan(row, today=today)
    assert plan is not None and plan.log is not None
    diary = read_for_plan(row, plan, today=today)
    state = plan_state(diary, plan.log, today=today, content=catalogue())
    return [firing.rule.id for firing in state.response.open]


def test_the_table_stands_for_every_rule_in_its_order() -> None:
    assert [row[0] for row in RULES] == [r.id for r in catalogue().response_rules if r.id != "go"]


@pytest.mark.parametrize(("rule", "story", "heading", "days", "lifts"), RULES)
def test_a_rule_reaches_the_plan_with_its_days_and_what_lifts_it(
    client, sprinter, rule, story, heading, days, lifts
):
    story(sprinter)
    words = read(client, "/plan/")

    assert rule in open_rules(sprinter)
    assert heading in words
    assert days in words
    assert lifts in words


@pytest.mark.parametrize(("rule", "story"), [row[:2] for row in RULES if row[0] != "stop_nerve"])
def test_a_rule_says_on_today_what_the_day_means(client, sprinter, rule, story):
    """In the words of the gravest rule; a day without a log has the plan's part alone."""
    story(sprinter)
    if not sprinter.days.filter(on=TODAY, number__gt=0).exists():
        day = sprinter.days.filter(on=TODAY).first() or make_day(sprinter, TODAY)
        day.number = 1
        day.save()
    words = read(client, "/today/")
    heading = next(row[2] for row in RULES if row[0] == open_rules(sprinter)[0])

    assert heading.rstrip("?") in words


def test_within_every_limit_today_says_carry_on(client, sprinter):
    session(sprinter, 1, 2)
    mornings(sprinter, 1, 1, 1, 1)

    assert open_rules(sprinter) == []
    assert "Within your limits, so carry on." in read(client, "/today/")


def test_the_gravest_of_a_day_is_said_first(client, sprinter):
    make_answer(sprinter, "q_pop", "yes")
    session(sprinter, 0, 6)
    limp(sprinter)
    words = read(client, "/plan/")

    assert words.index("Stop the programme") < words.index("One step down") < words.index(
        "Go back a stage?"
    )  # fmt: skip
    assert open_rules(sprinter) == ["stop_pop", "back_session", "back_limp", "hold_session"]


# One day under the edge: nothing is held.
@pytest.mark.parametrize("story", [
    lambda i: make_answer(i, "q_pop", "not_sure"),
    lambda i: make_day(i, TODAY, signs={"bruising": True}),
    lambda i: make_answer(i, "q_lump_growing", "no"),
    lambda i: make_day(i, TODAY, qualities=["ache"], places=[["calf", "left"]]),
    lambda i: session(i, 0, 3),
    lambda i: make_run(i, TODAY, pain=2),
    lambda i: mornings(i, 1, 1, 1, 2),
    lambda i: make_day(i, TODAY, limp=True),
    lambda i: make_fall(i.owner, TODAY, injury=i, kind="near_fall"),
    gap(7),
], ids=["pop not sure", "bruise of no known day", "lump no", "sore calf", "exercises 3", "run 2",
        "morning 1 up", "limp of no known day", "near fall", "gap of 7 days"])  # fmt: skip
def test_below_its_edge_nothing_is_held(client, sprinter, story):
    story(sprinter)

    assert open_rules(sprinter) == []
    assert "What your log does to the plan" not in read(client, "/plan/")


def test_step_backs_fourteen_days_apart_are_two_single_ones(sprinter):
    session(sprinter, 14, 6)
    session(sprinter, 0, 6)

    assert open_rules(sprinter) == ["back_session", "hold_session"]


@pytest.mark.parametrize(("days", "rule"), [(8, "hold_gap"), (14, "hold_gap"), (15, "back_gap")])
def test_a_gap_is_asked_and_only_a_no_holds(client, sprinter, days, rule):
    """Asked on Plan; "I kept training" goes on as before."""
    make_day(sprinter, back(days + 1), morning=1)
    assert "Did you keep training?" in read(client, "/plan/")
    sent = {"gap_days": str(days), "kept_training": "yes", "key": key()}
    assert client.post(f"/i/{sprinter.uuid}/plan/gap/", sent).status_code == 303
    assert open_rules(sprinter) == []

    client.post(f"/i/{sprinter.uuid}/plan/gap/", sent | {"kept_training": "no", "key": key()})
    assert open_rules(sprinter) == [rule]


TOMORROW = TODAY + timedelta(days=1)
LATER = TODAY + timedelta(days=2)


# What lifts each, on the day it lifts and not the day before.
@pytest.mark.parametrize(("story", "lifted", "on"), [
    (lambda i: make_answer(i, "q_pop", "yes"),
     lambda i: make_visit(i, on=TOMORROW, state="result"), TOMORROW),
    (bruise, lambda i: make_visit(i, on=TOMORROW, state="result"), TOMORROW),
    (lambda i: make_run(i, TODAY, pain=0, sharp_stop=True), lambda _i: None, LATER),
    (lambda i: make_fall(i.owner, TODAY, injury=i), lambda _i: None, LATER),
    (lambda i: mornings(i, 1, 1, 1, 4), lambda i: make_day(i, TOMORROW, morning=1), TOMORROW),
    (lambda i: mornings(i, 1, 1, 1, 3), lambda i: make_day(i, TOMORROW, morning=2), TOMORROW),
    (lambda i: session(i, 0, 4),
     lambda i: ExerciseSession.objects.create(plan=Plan.objects.get(), on=TOMORROW, pain=3),
     TOMORROW),
    (limp, lambda i: [make_day(i, day, limp=False) for day in (TOMORROW, LATER)], LATER),
], ids=["visit ends a pop", "visit ends a bruise", "two days after a sharp stop",
        "two days after a fall", "usual morning", "morning near usual", "session within the limit",
        "two days without a limp"])  # fmt: skip
def test_it_lifts_when_it_says(sprinter, story, lifted, on):
    story(sprinter)
    lifted(sprinter)

    assert open_rules(sprinter, on - timedelta(days=1)) != []
    assert open_rules(sprinter, on) == []
