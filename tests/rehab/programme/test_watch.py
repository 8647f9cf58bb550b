"""The watch weeks: when they ask, what an answer says, and that silence says nothing."""

from datetime import timedelta

import pytest

from rehab.programme.log import StageStay
from rehab.programme.watch import WatchState, watch_state
from tests.rehab.builders import TODAY, ago
from tests.rehab.programme.builders import content, make_case

NO = dict.fromkeys(content().aftercare.questions, "no")


def watch(back: int, answers: dict[int, dict[str, str]] | None = None) -> WatchState:
    """`back` days after the return, with the answers of so many days ago."""
    case = make_case(
        stage="watch",
        in_stage=back,
        in_plan=back + 60,
        log={"returned_on": ago(back)},
        answers=[
            (days, question, value)
            for days, told in (answers or {}).items()
            for question, value in told.items()
        ],
    )
    found = watch_state(case)
    assert found is not None
    return found


def test_other_stages_have_no_watch_weeks() -> None:
    assert watch_state(make_case(stage="speed")) is None


@pytest.mark.parametrize(("back", "week", "is_due"), [(0, 1, False), (6, 1, False), (7, 2, True),
                                                      (55, 8, True), (70, 8, True)])  # fmt: skip
def test_the_first_questions_come_after_a_week(back: int, week: int, is_due: bool) -> None:
    found = watch(back)

    assert (found.week, found.of, found.is_due) == (week, 8, is_due)
    assert found.ends_on == ago(back) + timedelta(days=56)
    assert found.next_on == (TODAY if is_due else ago(back) + timedelta(days=7))


@pytest.mark.parametrize(("answered", "is_due"), [(0, False), (6, False), (7, True), (20, True)])
def test_answers_put_the_questions_off_for_a_week(answered: int, is_due: bool) -> None:
    assert watch(30, {answered: NO}).is_due is is_due


def test_a_yes_to_something_new_alone_is_no_week_answered() -> None:
    """The rule about a jump of pain asks that question too."""
    assert watch(30, {1: {"q_new_injury": "no"}}).is_due


def test_answers_from_before_the_return_do_not_count() -> None:
    assert watch(5, {10: {**NO, "q_watch_tight": "yes"}}).advice == ()


def test_a_week_of_noes_says_nothing() -> None:
    assert watch(20, {2: NO}).advice == ()


@pytest.mark.parametrize("value", ["yes", "not_sure"])
@pytest.mark.parametrize("question", content().aftercare.questions)
def test_each_yes_says_what_it_means_for_the_week(question: str, value: str) -> None:
    told = watch(20, {2: {**NO, question: value}}).advice

    assert [(each.question, each.kind) for each in told] == [(question, "once")]


def test_two_weeks_in_a_row_say_more_than_one() -> None:
    late = {**NO, "q_watch_no_strength": "yes"}

    assert [a.kind for a in watch(30, {1: late, 8: late}).advice] == ["again"]
    assert [a.kind for a in watch(30, {1: late, 8: NO}).advice] == ["once"]


def test_two_answers_with_weeks_between_are_not_in_a_row() -> None:
    late = {**NO, "q_watch_tight": "yes"}

    assert [a.kind for a in watch(40, {1: late, 22: late}).advice] == ["once"]


def test_advice_ends_with_its_week() -> None:
    assert watch(40, {6: {**NO, "q_watch_jump": "yes"}}).advice
    assert not watch(40, {7: {**NO, "q_watch_jump": "yes"}}).advice


def test_without_a_noted_return_the_weeks_count_from_the_stage() -> None:
    case = make_case(stage="watch", stays=(StageStay("watch", ago(9), "cleared"),))
    found = watch_state(case)

    assert found is not None
    assert (found.began_on, found.week, found.is_due) == (ago(9), 2, True)
