"""The facts of the two made-up people hold on whatever day they are looked at."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from rehab.content.catalogue import catalogue
from rehab.diary import Diary
from rehab.programme.log import PlanLog
from rehab.programme.state import PlanState, plan_state
from tests.tracker.demo.conftest import DAYS, NOW
from tests.tracker.make import TODAY
from tracker.actions.evaluate_signs import evaluate_signs
from tracker.clock import person_now
from tracker.demo import maya, people, robin
from tracker.demo.people import make_demo
from tracker.diary_reader import read
from tracker.models import Finding, Injury, Notice, NoticeAction, StageMove, User, Visit
from tracker.overview import asking
from tracker.plan_reader import read_for_plan, read_plan

LONDON = ZoneInfo("Europe/London")


def noon(day: date) -> datetime:
    return datetime.combine(day, time(12), tzinfo=LONDON).astimezone(UTC)


def made(who: str, day: date = TODAY) -> User:
    return make_demo(who=who, now=noon(day), zone="Europe/London")


def injury_of(user: User) -> Injury:
    assert user.current_injury is not None
    return user.current_injury


def plan_on(injury: Injury, today: date) -> PlanState:
    plan = read_plan(injury, today=today)
    assert plan is not None and plan.log is not None
    log: PlanLog = plan.log
    diary: Diary = read_for_plan(injury, plan, today=today)
    return plan_state(diary, log, today=today, content=catalogue())


@pytest.mark.parametrize("day", DAYS, ids=str)
def test_robin_is_38_hurts_for_eight_months_and_is_on_day_40_of_the_plan(day: date) -> None:
    story = robin.story(day)

    assert day.year - story.person["birth_year"] == 38
    assert 235 <= (day - story.injury["onset_on"]).days <= 255
    assert story.plan["started_on"] == day - timedelta(days=40)
    assert story.plan["programme"] == "pht"
    assert [move["to_stage"] for move in story.moves] == ["neutral"]
    assert sum(row["kind"] != "scan" and not row.get("is_now") for row in story.care) == 3
    assert [row["outcome"] for row in story.care if row["kind"] == "scan"] == ["clean"]
    assert {run["minutes"] for run in story.runs} == {40}


@pytest.mark.parametrize("day", DAYS, ids=str)
def test_maya_is_34_on_day_37_and_slipped_a_fortnight_ago(day: date) -> None:
    story = maya.story(day)

    assert day.year - story.person["birth_year"] == 34
    assert (day - story.injury["onset_on"]).days == 37
    assert [(day - fall["on"]).days for fall in story.falls] == [14]
    tingling = [(day - row["on"]).days for row in story.days if "tingling" in row["qualities"]]
    assert tingling == [6, 4, 2, 0]
    assert all(
        ["calf", "left"] in row["places"] for row in story.days if "tingling" in row["qualities"]
    )
    assert len(story.setbacks) == 1


@pytest.mark.parametrize("story", [robin.story, maya.story], ids=["robin", "maya"])
@pytest.mark.parametrize("day", DAYS, ids=str)
def test_nine_days_of_ten_are_logged_once_each_and_none_lies_ahead(story, day: date) -> None:
    told = story(day)
    logged = [row["on"] for row in told.days]

    assert logged == sorted(set(logged))
    assert 0.88 <= len(logged) / ((told.last - told.first).days + 1) <= 0.95
    dated = [*told.days, *told.readings, *told.runs, *told.sessions, *told.falls, *told.moves]
    assert all(told.first <= row["on"] <= day for row in dated)
    assert {run["on"] for run in told.runs} <= set(logged)


def test_today_is_left_to_log_for_robin_and_logged_by_maya() -> None:
    assert robin.story(TODAY).last == TODAY - timedelta(days=1)
    assert maya.story(TODAY).last == TODAY


@pytest.mark.django_db
@pytest.mark.parametrize("day", DAYS, ids=str)
@pytest.mark.parametrize("who", ["robin", "maya"])
def test_the_rows_stand_on_the_persons_own_days(who: str, day: date) -> None:
    user = made(who, day)
    injury = injury_of(user)

    for row in injury.days.all():
        assert person_now(user, row.logged_at).today == row.on
        assert row.logged_at <= noon(day)
    assert injury.days.count() == len(people.STORIES[who](day).days)


@pytest.mark.django_db
@pytest.mark.parametrize("day", DAYS, ids=str)
def test_robins_plan_stands_at_stage_2_with_goals_met_and_open(day: date) -> None:
    state = plan_on(injury_of(made("robin", day)), day)
    lines = {each.line.id: each.status.value for each in state.progress.lines}

    assert state.progress.stage.id == "neutral"
    assert state.progress.day == 40
    assert lines == {
        "load": "not_yet",
        "morning": "met",
        "slhb": "not_yet",
        "slhb_reps": "met",
        "sit": "met",
    }
    assert not state.progress.is_ready
    assert state.progress.blocks == ()
    assert all(gate.is_open for gate in state.progress.gates)


@pytest.mark.django_db
@pytest.mark.parametrize("day", DAYS, ids=str)
def test_mayas_plan_stands_at_stage_3_and_asks_to_be_seen(day: date) -> None:
    state = plan_on(injury_of(made("maya", day)), day)

    assert state.progress.stage.id == "lengthen"
    assert state.progress.met == 4
    assert not state.progress.is_ready
    assert state.response.verdict == "stop_and_seek_help"
    assert state.response.back_to is None
    (ladder,) = state.ladders
    assert [run.step for run in ladder.passed] == ["S1", "S2", "S3", "S4", "S5"]


@pytest.mark.django_db
def test_maya_moved_only_when_her_goals_were_met() -> None:
    injury = injury_of(made("maya"))
    moves = list(StageMove.objects.filter(plan__injury=injury).order_by("-on"))

    for move in moves[:-1]:
        move.delete()
        state = plan_on(injury, move.on)
        assert state.progress.is_ready, (move.to_stage, state.progress.blocks)
        assert state.progress.next_stage == move.to_stage


@pytest.mark.django_db
@pytest.mark.parametrize("who", ["robin", "maya"])
def test_what_was_told_is_what_rules_run_every_day_would_have_told(who: str) -> None:
    injury = injury_of(made(who))
    user, story = injury.owner, people.STORIES[who](TODAY)
    stored = told(injury)
    for model in (Visit, NoticeAction, Notice, Finding):
        model.objects.all().delete()

    for row in story.days:
        at = people._evening(user, row["on"], now=NOW)
        evaluate_signs(injury=injury, at=at)
        if row["on"] in story.replies:
            people._reply(injury, story.replies[row["on"]], at=at)

    assert told(injury) == stored


def told(injury: Injury) -> list[tuple[object, ...]]:
    return [
        (each.told_on, each.tier, [part["rule"] for part in each.parts], each.closed_on)
        for each in injury.notices.order_by("told_at")
    ]


@pytest.mark.django_db
@pytest.mark.parametrize("day", DAYS, ids=str)
def test_robin_was_told_that_it_is_long_standing_and_has_a_visit_in_three_days(day) -> None:
    injury = injury_of(made("robin", day))

    (notice,) = injury.notices.all()
    assert [part["rule"] for part in notice.parts] == ["r_long_standing"]
    assert notice.told_on == day - timedelta(days=40)
    visit = Visit.objects.get(injury=injury)
    assert (visit.state, visit.on, visit.notice) == ("booked", day + timedelta(days=3), notice)


@pytest.mark.django_db
@pytest.mark.parametrize("day", DAYS, ids=str)
def test_maya_has_an_open_soon_sign_that_offers_a_pause(day: date) -> None:
    injury = injury_of(made("maya", day))

    newest = injury.notices.order_by("-told_at")[0]
    lead = catalogue().rules[newest.parts[0]["rule"]]
    assert (newest.tier, newest.closed_on) == ("soon", None)
    assert lead.id == "r_tear_with_nerve"
    assert lead.pause_default
    assert newest.told_on == day - timedelta(days=2)


@pytest.mark.django_db
@pytest.mark.parametrize("who", ["robin", "maya"])
@pytest.mark.parametrize("day", DAYS, ids=str)
def test_no_safety_question_waits(who: str, day: date) -> None:
    injury = injury_of(made(who, day))
    waiting = asking.due(read(injury, today=day), injury, today=day)

    assert waiting == []
