"""A diary day by day: only what was known by then, told and asked once."""

from dataclasses import dataclass, field, replace
from datetime import date, timedelta

import pytest

from rehab.diary import Answer
from rehab.signs.evaluate import evaluate
from rehab.signs.history import Done
from rehab.signs.policy import Reason
from rehab.signs.replay import replay
from rehab.vocabulary import AnswerValue, NoticeActionKind, Tier
from tests.rehab.builders import TODAY, ago, make_diary, make_injury, make_rule
from tests.rehab.test_asking import Question
from tests.rehab.test_policy import POLICY

RESTING = make_rule(
    {"count_days": {"where": {"field": "rest", "op": ">=", "value": 3}, "within": 7,
                    "at_least": 4, "min_logged": 5}},
    id="r_rest", suggests=("sij",),
)  # fmt: skip
ASKING = make_rule(
    {"count_days": {"where": {"field": "rest", "op": ">=", "value": 5}, "within": 3,
                    "at_least": 1}},
    id="r_ask", tier=Tier.NOTE, asks=("q_lump",), ask_again_days=7, weight=0,
)  # fmt: skip


@dataclass(frozen=True)
class Content:
    enabled_rules: tuple = (RESTING, ASKING)
    questions: dict = None
    policy: object = POLICY
    causes: dict = field(default_factory=dict)


CONTENT = Content(questions={"q_lump": Question("q_lump")})


def reports(diary, **given):
    return list(replay(CONTENT, diary, **given))


def test_every_calendar_day_from_the_first_record_is_reported():
    days = reports(make_diary(rest=[1, None, None, 1], injury=make_injury(day=10)))

    assert [each.on for each in days] == [ago(back) for back in (3, 2, 1, 0)]
    assert [each.day for each in days] == [7, 8, 9, 10]
    assert all(each.is_quiet for each in days)


def test_it_begins_with_the_onset_when_records_are_older():
    diary = make_diary(rest=[1], falls=[30], injury=make_injury(day=10))

    assert reports(diary)[0].on == ago(10)


def test_an_unknown_onset_has_no_day_and_an_empty_diary_no_report():
    diary = make_diary(rest=[1, 1], injury=make_injury(day=None))

    assert [each.day for each in reports(diary)] == [None, None]
    assert reports(make_diary()) == []


def test_until_ends_it_earlier_or_later():
    diary = make_diary(rest=[1] * 5)

    assert reports(diary, until=ago(2))[-1].on == ago(2)
    assert reports(diary, until=TODAY + timedelta(days=3))[-1].on == TODAY + timedelta(days=3)


def test_each_day_sees_only_what_was_known_by_then():
    diary = make_diary(rest=[4, 4, 4, 4, 4, 1, 1, 1, 1, 1, 1, 5])

    for each in reports(diary):
        then = evaluate(CONTENT.enabled_rules, diary.until(each.on), each.on)
        assert list(each.findings) == then


def test_what_is_true_for_days_is_told_once():
    days = reports(make_diary(rest=[4] * 20))

    told = [(each.on, telling.lead.rule_id) for each in days for telling in each.told]
    assert told == [(ago(15), "r_rest")]
    assert sum(1 for each in days if each.findings) == 16
    assert [p.condition for p in days[-1].conditions] == ["sij"]


def test_left_alone_it_is_told_again_as_soon_after_four_weeks():
    days = reports(make_diary(rest=[4] * 60))

    told = [(each.on, telling.reasons[0]) for each in days for telling in each.told]
    assert told == [(ago(55), Reason.NEW), (ago(27), Reason.ESCALATED)]


@pytest.mark.parametrize("days_off", [1, 5])
def test_what_goes_and_comes_back_within_its_days_is_the_same_episode(days_off):
    """Routine ends after 14 days that were not true; a flicker of a few is nothing new."""
    rest = [4] * 6 + [1] * (days_off + 3) + [4] * 8
    days = reports(make_diary(rest=rest, injury=make_injury(day=90)))

    assert any(not each.findings for each in days[6:])
    assert days[-1].findings
    assert [each.on for each in days if each.told] == [days[4].on]


def test_an_urgent_flicker_is_not_told_as_new_again_and_again():
    content = Content(
        enabled_rules=(
            make_rule(
                {"count_days": {"where": {"field": "rest", "op": ">=", "value": 7}, "within": 4,
                                "at_least": 2}},
                id="r_severe", tier=Tier.URGENT,
            ),
        ),
        questions={},
    )  # fmt: skip
    diary = make_diary(rest=[7, 3, 7, 3, 3, 3, 7, 7, 3, 3, 7, 3, 7])

    told = [each.on for each in replay(content, diary) if each.told]

    assert told == [ago(10), ago(9), ago(2)]


def test_what_the_person_did_is_part_of_the_history():
    seen = Done("r_rest", NoticeActionKind.SEEN, ago(50))

    days = reports(make_diary(rest=[4] * 60), done=[seen])

    told = [each.on for each in days if each.told]
    assert told == [ago(55), ago(8)]


def test_questions_are_asked_when_their_trigger_comes_and_only_on_recorded_days():
    diary = make_diary(rest=[1, 1, 5, None, 1, 1, 1])

    asked = {each.on: [due.question for due in each.asked] for each in reports(diary)}

    assert asked[ago(4)] == ["q_lump"]
    assert sum(1 for found in asked.values() if found) == 1


def test_a_long_true_trigger_repeats_after_its_days():
    asked = [each.on for each in reports(make_diary(rest=[6] * 15)) if each.asked]

    assert asked == [ago(14), ago(7), ago(0)]


def test_midnight_of_a_leap_year_is_an_ordinary_day():
    diary = make_diary(rest=[4] * 6, today=date(2028, 3, 2), injury=make_injury(day=None))

    assert [each.on.day for each in reports(diary)] == [26, 27, 28, 29, 1, 2]


def test_a_reply_counts_on_its_day_and_opens_at_once_what_follows():
    content = Content(
        enabled_rules=(
            ASKING,
            make_rule(
                {"answer": {"id": "q_lump_growing", "within": 7}}, id="r_growing", suggests=("sij",)
            ),
        ),
        questions={
            "q_lump": Question("q_lump"),
            "q_lump_growing": Question("q_lump_growing", asked_after=("q_lump",)),
        },
    )

    def yes(on, due):
        return [Answer(on, each.question, AnswerValue.YES) for each in due]

    diary = make_diary(rest=[1, 6, 1])
    quiet, day, after = replay(content, diary, reply=yes)

    assert not quiet.asked and not quiet.findings
    assert [due.question for due in day.asked] == ["q_lump", "q_lump_growing"]
    assert [finding.rule_id for finding in day.findings if finding.rule_id == "r_growing"]
    assert not after.asked
    assert [due.question for due in list(replay(content, diary))[1].asked] == ["q_lump"]


def test_the_replies_put_into_the_diary_tell_the_same_when_it_is_replayed():
    said = []

    def unsure(on, due):
        answers = [Answer(on, each.question, AnswerValue.NOT_SURE) for each in due]
        said.extend(answers)
        return answers

    diary = make_diary(rest=[1, 6, 6, 5, 6, 5, 6, 6, 6, 1])
    live = list(replay(CONTENT, diary, reply=unsure))
    later = reports(replace(diary, answers=tuple(said)))

    assert said
    assert [(d.findings, d.told) for d in live] == [(d.findings, d.told) for d in later]
