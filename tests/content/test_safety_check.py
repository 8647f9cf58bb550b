"""The safety check: what a tick answers, and what an open follow-up counts as."""

import pytest

from rehab.content.catalogue import Catalogue
from rehab.vocabulary import AnswerValue, Tier

YES, NO, NOT_SURE = AnswerValue.YES, AnswerValue.NO, AnswerValue.NOT_SURE


def test_none_of_these_answers_no_to_every_line(content: Catalogue) -> None:
    answers = content.safety_check.answers([])

    assert set(answers.values()) == {NO}
    assert {"q_saddle_numb", "q_cant_walk", "q_dark_urine"} <= set(answers)


def test_a_tick_answers_its_own_question_only(content: Catalogue) -> None:
    answers = content.safety_check.answers(["saddle"])

    assert [q for q, value in answers.items() if value is not NO] == ["q_saddle_numb"]


@pytest.mark.parametrize("option", ["numb", "weak", "shooting"])
def test_both_legs_with_a_nerve_sign_is_yes(content: Catalogue, option: str) -> None:
    answers = content.safety_check.answers(["both_legs"], {"both_legs": [option]})

    assert answers["q_both_legs"] is YES


def test_two_sore_legs_after_a_run_do_not_stop_anyone(content: Catalogue) -> None:
    answers = content.safety_check.answers(["both_legs"], {"both_legs": ["none"]})

    assert set(answers.values()) == {NO}


@pytest.mark.parametrize(
    ("line", "question", "value"),
    [
        ("both_legs", "q_both_legs", NOT_SURE),
        ("fever", "q_fever", YES),
        ("tense_thigh", "q_tense_thigh", NOT_SURE),
        ("cant_walk", "q_cant_walk", YES),
    ],
)
def test_an_open_follow_up_counts_as_at_least_urgent(
    content: Catalogue, line: str, question: str, value: AnswerValue
) -> None:
    answers = content.safety_check.answers([line])

    assert answers[question] is value
    asked = content.questions[question]
    assert asked.unsure == "advice_line" or asked.tier_if_yes in (Tier.URGENT, Tier.EMERGENCY)


def test_fever_with_a_hot_place_gives_both_answers(content: Catalogue) -> None:
    answers = content.safety_check.answers(["fever"], {"fever": ["yes"]})

    assert (answers["q_fever"], answers["q_hot_swollen"]) == (YES, YES)


def test_four_steps_as_usual_is_no_alarm(content: Catalogue) -> None:
    answers = content.safety_check.answers(["cant_walk"], {"cant_walk": ["no"]})

    assert answers["q_cant_walk"] is NO


def test_the_more_dangerous_of_two_options_stands(content: Catalogue) -> None:
    answers = content.safety_check.answers(["both_legs"], {"both_legs": ["none", "weak"]})

    assert answers["q_both_legs"] is YES


def test_an_unknown_line_is_refused(content: Catalogue) -> None:
    with pytest.raises(KeyError):
        content.safety_check.answers(["toothache"])


def test_lines_that_are_not_enough_alone_have_their_one_missing_question(
    content: Catalogue,
) -> None:
    with_more = {line.id for line in content.safety_check.lines if line.follow_up}

    assert with_more == {"both_legs", "fever", "tense_thigh", "cant_walk"}


def test_every_emergency_question_of_the_intake_has_a_line(content: Catalogue) -> None:
    asked = {question for line in content.safety_check.lines for question in line.asks}
    needed = {q.id for q in content.emergency_questions if "intake" in q.asked_when}

    assert needed <= asked
