"""From a write to what is told: findings open, refresh and close; notices say it once."""

from datetime import timedelta
from uuid import uuid4

import pytest

from rehab.vocabulary import AnswerValue
from tests.tracker.make import NOON, TODAY, make_injury
from tracker.actions.record_answers import record_answers
from tracker.actions.record_day import record_day
from tracker.clock import PersonNow
from tracker.models import Answer, Finding, Injury, Notice

pytestmark = pytest.mark.django_db


def on_day(days_ago: int) -> PersonNow:
    return PersonNow(
        now=NOON - timedelta(days=days_ago), zone="UTC", today=TODAY - timedelta(days=days_ago)
    )


def log(injury: Injury, days_ago: int, **entry):
    return record_day(
        injury=injury,
        on=TODAY - timedelta(days=days_ago),
        entry=entry,
        at=on_day(days_ago),
        key=uuid4(),
    ).notices


def answer(injury: Injury, days_ago: int = 0, **answers: str):
    return record_answers(
        owner=injury.owner,
        injury=injury,
        answers={q: AnswerValue(v) for q, v in answers.items()},
        at=on_day(days_ago),
        key=uuid4(),
        because="help",
    )


def tingling_calf(injury: Injury, days_ago: int):
    return log(
        injury,
        days_ago,
        sitting=3,
        rest=1,
        places=[["calf", "right"], ["mid_thigh", "right"]],
        qualities=["tingling"],
    )


def test_an_emergency_answer_is_told_at_once_in_words():
    injury = make_injury()

    [notice] = answer(injury, q_saddle_numb="yes")

    assert notice.tier == "emergency"
    assert notice.heading == "Get help now"
    assert "{" not in notice.parts[0]["message"]
    assert Finding.objects.get().evidence == [TODAY.isoformat()]


@pytest.mark.parametrize("value", ["no", "not_sure"])
def test_only_yes_is_an_emergency_and_not_sure_is_urgent(value):
    injury = make_injury()

    notices = answer(injury, q_saddle_numb=value)

    assert [n.tier for n in notices] == ([] if value == "no" else ["urgent"])


def test_a_new_yes_after_being_told_is_told_again():
    injury = make_injury()
    answer(injury, 3, q_saddle_numb="yes")

    [notice] = answer(injury, 0, q_saddle_numb="yes")

    assert notice.tier == "emergency"
    assert Notice.objects.open().count() == 1
    assert Notice.objects.get(closed_on__isnull=False).closed_because == "replaced"


def test_the_same_open_pattern_is_told_once_and_its_evidence_grows():
    injury = make_injury()
    told = [tingling_calf(injury, days_ago) for days_ago in range(8, -1, -1)]

    assert sum(bool(notices) for notices in told) == 1
    finding = Finding.objects.get(rule="r_radiating")
    assert finding.closed_on is None
    assert len(finding.evidence) >= 8
    assert finding.last_true_on == TODAY


def test_a_pattern_whose_days_are_corrected_closes_with_a_trace():
    injury = make_injury()
    for days_ago in range(8, -1, -1):
        tingling_calf(injury, days_ago)
    assert Finding.objects.open().filter(rule="r_radiating").exists()

    for days_ago in range(8, -1, -1):
        record_day(
            injury=injury,
            on=TODAY - timedelta(days=days_ago),
            entry={"places": [["mid_thigh", "right"]], "qualities": ["ache"]},
            at=on_day(0),
            key=uuid4(),
        )

    assert not Finding.objects.open().exists()
    assert set(Finding.objects.values_list("closed_because", flat=True)) == {"edited"}
    assert not Notice.objects.open().exists()


def test_answers_are_only_added_to():
    injury = make_injury()
    answer(injury, 1, q_saddle_numb="no")
    answer(injury, 0, q_saddle_numb="yes")

    assert list(Answer.objects.values_list("value", flat=True)) == ["no", "yes"]


def test_an_answer_of_another_person_changes_nothing_for_me():
    mine, theirs = make_injury(), make_injury()
    answer(theirs, q_saddle_numb="yes")

    assert log(mine, 0, sitting=3) == []
    assert not Finding.objects.filter(injury=mine).exists()


def test_an_answer_without_an_injury_counts_for_each_of_the_person():
    injury = make_injury()
    record_answers(
        owner=injury.owner,
        injury=None,
        answers={"q_bladder": AnswerValue.YES},
        at=on_day(0),
        key=uuid4(),
    )

    [notice] = log(injury, 0, sitting=3)

    assert notice.tier == "emergency"


def test_findings_of_tier_note_are_not_kept():
    injury = make_injury()
    for days_ago in range(5, -1, -1):
        log(injury, days_ago, sitting=2, signs={"swelling": True}, qualities=["numb"])

    assert not Finding.objects.filter(tier="note").exists()
