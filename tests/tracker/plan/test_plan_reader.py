from datetime import timedelta

import pytest

from rehab.programme.log import Item, Pause, Reading, Session
from rehab.vocabulary import Tier
from tests.tracker.make import NOON, TODAY, make_notice
from tests.tracker.plan.people import on_plan, ready_sit_bone
from tests.tracker.queries import counting
from tracker.models import (
    Clearance,
    ExerciseSession,
    Finding,
    GapAnswer,
    LoadPause,
    SessionItem,
    StageMove,
    Visit,
)
from tracker.models import Reading as ReadingRow
from tracker.plan_reader import read_plan

pytestmark = pytest.mark.django_db
WEEK_AGO = TODAY - timedelta(days=7)


def open_finding(injury, rule="r_numb_weak", tier="soon", on=TODAY):
    return Finding.objects.create(
        injury=injury, rule=rule, topic="nerve", tier=tier, content_version="1",
        opened_on=on, last_true_on=on,
    )  # fmt: skip


def signs_of(injury):
    return {s.rule: (s.tier, s.since) for s in read_plan(injury, today=TODAY).log.signs}


def test_without_a_plan_there_is_none():
    assert read_plan(ready_sit_bone(), today=TODAY) is None


def test_everything_logged_for_a_plan_is_read_in_one_query():
    injury = ready_sit_bone()
    plan = on_plan(injury, today=WEEK_AGO)
    session = ExerciseSession.objects.create(
        plan=plan, on=TODAY, pain=3, sharp_stop=False, done_pct=50
    )
    SessionItem.objects.create(session=session, exercise="pull_hold", done=True, pain=2)
    SessionItem.objects.create(session=session, exercise="sit_break", done=False)
    ReadingRow.objects.create(injury=injury, on=TODAY, metric="t_load_a_pain", value=3)
    Clearance.objects.create(injury=injury, by="physio", on=WEEK_AGO, programme="pht")
    Visit.objects.create(owner=injury.owner, injury=injury, state="booked", on=TODAY)
    LoadPause.objects.create(
        injury=injury, rule="r_numb_weak", accepted=True, started_on=WEEK_AGO,
        ended_on=TODAY, ended_by="person",
    )  # fmt: skip
    LoadPause.objects.create(injury=injury, accepted=False, started_on=TODAY)
    GapAnswer.objects.create(injury=injury, on=TODAY, gap_days=9, kept_training="a_little")

    with counting() as counted:
        found = read_plan(injury, today=TODAY)

    assert counted.number == 1
    log = found.log
    assert (found.uuid, found.programme, found.started_on) == (str(plan.uuid), "pht", WEEK_AGO)
    assert log.stay.stage == "calm"
    assert log.attested == {"spot", "nerve", "groin"}
    assert log.sessions == (
        Session(TODAY, pain=3, sharp_stop=False, done_pct=50,
                items=(Item("pull_hold", True, 2),)),
    )  # fmt: skip
    assert log.readings == (Reading(TODAY, "t_load_a_pain", 3.0),)
    assert [c.by for c in log.clearances] == ["physio"]
    assert [(v.on, v.is_booked, v.has_result) for v in log.visits] == [(TODAY, True, False)]
    assert log.pauses == (Pause(WEEK_AGO, "r_numb_weak", TODAY),)
    assert [(g.gap_days, g.kept_training) for g in log.gap_answers] == [(9, False)]


def test_a_sign_counts_only_once_it_was_told_and_until_a_visit_settled_it():
    injury = ready_sit_bone()
    on_plan(injury, today=WEEK_AGO)
    open_finding(injury)
    assert "r_numb_weak" not in signs_of(injury)

    notice = make_notice(injury, parts=[{"rule": "r_numb_weak"}])
    assert signs_of(injury)["r_numb_weak"] == (Tier.SOON, TODAY)

    notice.closed_on, notice.closed_because = TODAY, "visit"
    notice.save()
    assert "r_numb_weak" not in signs_of(injury)


def test_moves_stand_in_the_order_they_were_made():
    injury = ready_sit_bone()
    plan = on_plan(injury, today=WEEK_AGO)
    for stage, reason in (("neutral", "goals_met"), ("calm", "chosen")):
        StageMove.objects.create(plan=plan, on=TODAY, to_stage=stage, reason=reason, at=NOON)

    stays = read_plan(injury, today=TODAY).log.stays

    assert [s.stage for s in stays] == ["calm", "neutral", "calm"]


def test_nothing_of_another_injury_or_an_ended_plan_is_read():
    injury, other = ready_sit_bone(), ready_sit_bone()
    ended = on_plan(injury, today=WEEK_AGO)
    ExerciseSession.objects.create(plan=ended, on=WEEK_AGO, pain=9)
    ended.ended_on = WEEK_AGO
    ended.save()
    on_plan(other)
    ReadingRow.objects.create(injury=other, on=TODAY, metric="t_sit_min", value=9)
    on_plan(injury)

    log = read_plan(injury, today=TODAY).log

    assert (log.sessions, log.readings, len(log.stays)) == ((), (), 1)
