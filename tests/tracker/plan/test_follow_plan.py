from datetime import timedelta
from uuid import uuid4

import pytest

from tests.tracker.make import TODAY, make_answer, make_day, make_notice, make_user
from tests.tracker.plan.people import now_at, on_plan, ready_sit_bone, ready_sprinter
from tests.tracker.plan.test_plan_reader import open_finding
from tracker.actions.errors import ActionError
from tracker.actions.follow_plan import (
    Agreement,
    advance_stage,
    answer_gap,
    clear_stage,
    end_plan,
    start_plan,
    step_back,
)
from tracker.actions.own_plan import begin_own_plan
from tracker.actions.record_readings import record_readings
from tracker.models import Clearance, GapAnswer, Plan, StageMove
from tracker.plan_reader import read_plan

pytestmark = pytest.mark.django_db
YESTERDAY = TODAY - timedelta(days=1)


def moves(plan):
    return list(plan.moves.values_list("from_stage", "to_stage", "reason"))


def log_a_good_week(injury, start, days=8):
    """All three goals of the first tendon stage, day by day."""
    for n in range(days):
        on = start + timedelta(days=n)
        make_day(injury, on, morning=1, rest=0, sitting=2, places=[["sit_bone", "right"]],
                 qualities=["ache"], signs={"numbness": False, "weakness": False})  # fmt: skip
        record_readings(
            injury=injury,
            on=on,
            values={"t_load_a_pain": 2, "t_sit_min": 25},
            at=now_at(injury, on),
        )


def test_a_plan_begins_in_the_first_stage_with_its_reason():
    plan = on_plan(ready_sit_bone())

    assert (plan.programme, plan.stage, plan.started_on) == ("pht", "calm", TODAY)
    assert moves(plan) == [("", "calm", "start")]


def test_a_form_sent_twice_begins_one_plan():
    injury, key = ready_sit_bone(), uuid4()
    for _ in range(2):
        start_plan(
            injury=injury, programme="pht", stage="calm", at=now_at(injury), key=key,
            attested=frozenset({"spot", "nerve", "groin"}),
        )  # fmt: skip

    assert Plan.objects.count() == 1
    assert StageMove.objects.count() == 1


def test_a_second_plan_is_refused_while_one_is_open():
    injury = ready_sit_bone()
    on_plan(injury)

    with pytest.raises(ActionError, match="a plan already"):
        on_plan(injury)
    assert Plan.objects.count() == 1


@pytest.mark.parametrize(
    ("programme", "stage"), [("nonsense", "calm"), ("pht", "nonsense"), ("tight", "calm")]
)
def test_only_plans_that_are_switched_on_begin(programme, stage):
    with pytest.raises(ActionError):
        on_plan(ready_sit_bone(), programme, stage)


def test_a_safety_question_that_was_never_asked_keeps_a_plan_shut():
    injury = ready_sit_bone()
    injury.answers.filter(question="q_fever").delete()

    with pytest.raises(ActionError, match="fever"):
        on_plan(injury)
    assert not Plan.objects.exists()


def test_an_agreement_opens_what_a_professional_may_open_and_nothing_else():
    injury = ready_sit_bone()
    agreed = Agreement(by="Physio, clinic", on=TODAY, words="Start slowly.")

    def begin():
        return start_plan(
            injury=injury, programme="pht", stage="neutral", at=now_at(injury), key=uuid4(),
            attested=frozenset({"spot", "nerve", "groin"}), agreement=agreed,
        )  # fmt: skip

    make_answer(injury, "q_hot_swollen", "yes")
    with pytest.raises(ActionError, match="hot"):
        begin()
    make_answer(injury, "q_hot_swollen", "no", TODAY + timedelta(days=0))
    injury.answers.filter(question="q_hot_swollen", value="yes").delete()
    make_answer(injury, "q_anticoagulant", "yes")

    assert begin().stage == "neutral"
    assert Clearance.objects.get().words == "Start slowly."


def test_a_stage_whose_entry_tests_are_not_met_is_refused():
    with pytest.raises(ActionError, match="entry test"):
        on_plan(ready_sit_bone(), "pht", "neutral")


def test_an_age_nobody_told_keeps_a_plan_shut():
    injury = ready_sprinter()
    injury.owner.birth_year = None
    injury.owner.save()

    with pytest.raises(ActionError, match="16 and over"):
        on_plan(injury, "strain_sprint_g2", "protect")


def test_the_next_stage_opens_only_with_every_goal_and_the_shortest_time():
    injury = ready_sit_bone()
    start = TODAY - timedelta(days=7)
    plan = on_plan(injury, today=start)
    log_a_good_week(injury, start, days=6)
    early = now_at(injury, start + timedelta(days=5))
    with pytest.raises(ActionError, match="Not every goal"):
        advance_stage(injury=injury, to_stage="neutral", at=early, key=uuid4())

    log_a_good_week(injury, start + timedelta(days=6), days=2)
    key = uuid4()
    for _ in range(2):
        advance_stage(injury=injury, to_stage="neutral", at=now_at(injury), key=key)

    plan.refresh_from_db()
    assert plan.stage == "neutral"
    assert moves(plan)[1:] == [("calm", "neutral", "goals_met")]
    evidence = plan.moves.last().evidence["lines"]
    assert {line["id"]: line["met"] for line in evidence} == {
        "load": True, "morning": True, "sit": True,
    }  # fmt: skip


def test_a_stage_cannot_be_jumped():
    injury = ready_sit_bone()
    on_plan(injury)

    with pytest.raises(ActionError, match="not the next"):
        advance_stage(injury=injury, to_stage="flexed", at=now_at(injury), key=uuid4())


def test_a_clinicians_word_moves_on_without_the_goals_and_is_kept():
    injury = ready_sit_bone()
    plan = on_plan(injury)
    agreed = Agreement(by="Sports doctor", on=TODAY)

    clear_stage(injury=injury, agreement=agreed, to_stage="neutral", at=now_at(injury),
                key=uuid4())  # fmt: skip

    plan.refresh_from_db()
    assert moves(plan)[-1] == ("calm", "neutral", "cleared")
    assert Clearance.objects.get().by == "Sports doctor"


def test_an_agreement_older_than_an_open_sign_does_not_move_on():
    injury = ready_sit_bone()
    plan = on_plan(injury)
    open_finding(injury)
    make_notice(injury, parts=[{"rule": "r_numb_weak"}])
    agreed = Agreement(by="Physio", on=TODAY - timedelta(days=3))

    with pytest.raises(ActionError, match="warning sign"):
        clear_stage(injury=injury, agreement=agreed, to_stage="neutral", at=now_at(injury),
                    key=uuid4())  # fmt: skip

    plan.refresh_from_db()
    assert plan.stage == "calm"
    assert not Clearance.objects.exists()


@pytest.mark.parametrize(
    ("by", "days_ago", "field"),
    [("", 0, "by"), ("x" * 81, 0, "by"), ("Physio", -1, "on"), ("Physio", 200, "on")],
)
def test_an_agreement_needs_a_name_and_a_recent_day(by, days_ago, field):
    injury = ready_sit_bone()
    on_plan(injury)
    agreed = Agreement(by=by, on=TODAY - timedelta(days=days_ago))

    with pytest.raises(ActionError) as refused:
        clear_stage(injury=injury, agreement=agreed, to_stage="", at=now_at(injury), key=uuid4())
    assert refused.value.field == field


def test_a_person_may_go_back_by_choice_but_not_forward():
    injury = ready_sit_bone()
    plan = on_plan(injury)
    clear_stage(injury=injury, agreement=Agreement("Physio", TODAY), to_stage="neutral",
                at=now_at(injury), key=uuid4())  # fmt: skip

    with pytest.raises(ActionError, match="earlier stage"):
        step_back(injury=injury, to_stage="flexed", at=now_at(injury), key=uuid4())
    step_back(injury=injury, to_stage="calm", at=now_at(injury), key=uuid4())

    plan.refresh_from_db()
    assert moves(plan)[-1] == ("neutral", "calm", "chosen")


def test_a_plan_ends_and_another_may_begin():
    injury = ready_sit_bone()
    on_plan(injury)

    end_plan(injury=injury, at=now_at(injury), key=uuid4())
    on_plan(injury)

    assert Plan.objects.filter(ended_on=TODAY).count() == 1
    assert Plan.objects.open().count() == 1
    injury.refresh_from_db()
    assert injury.returned_on is None


class TestWhoTravelsWest:
    """Their day may lie before the one on which the plan began or moved."""

    def test_a_plan_of_that_day_ends(self):
        injury = ready_sit_bone()
        plan = on_plan(injury)

        end_plan(injury=injury, at=now_at(injury, YESTERDAY), key=uuid4())

        plan.refresh_from_db()
        assert plan.ended_on == TODAY

    def test_it_gives_way_to_an_own_plan(self):
        injury = ready_sit_bone()
        plan = on_plan(injury)

        begin_own_plan(injury=injury, made_by="Kim", at=now_at(injury, YESTERDAY), key=uuid4())

        plan.refresh_from_db()
        assert plan.ended_on == TODAY
        assert Plan.objects.open().get().kind == "own"

    def test_a_move_never_stands_before_the_one_it_follows(self):
        injury = ready_sit_bone()
        plan = on_plan(injury, today=TODAY - timedelta(days=9))
        StageMove.objects.create(
            plan=plan, on=TODAY, from_stage="calm", to_stage="neutral", reason="cleared"
        )
        Plan.objects.update(stage="neutral")

        step_back(injury=injury, to_stage="calm", at=now_at(injury, YESTERDAY), key=uuid4())

        stays = read_plan(injury, today=TODAY).log.stays
        assert [stay.stage for stay in stays] == ["calm", "neutral", "calm"]


def test_the_answer_after_a_gap_is_kept_once_a_day():
    injury = ready_sit_bone()
    for said in ("yes", "no"):
        answer_gap(injury=injury, gap_days=9, kept_training=said, at=now_at(injury))

    assert GapAnswer.objects.get().kept_training == "no"
    with pytest.raises(ActionError):
        answer_gap(injury=injury, gap_days=9, kept_training="maybe", at=now_at(injury))


def test_a_stranger_sees_no_plan():
    plan = on_plan(ready_sit_bone())

    assert list(Plan.objects.of(plan.injury.owner)) == [plan]
    assert not Plan.objects.of(make_user()).exists()
