"""Safety questions: all asked, all answerable, not sure never counts as no."""

from datetime import date, timedelta

import pytest

from rehab.content.catalogue import Catalogue, catalogue
from rehab.diary import Answer, Diary, Injury
from rehab.signs.evaluate import answers_for
from rehab.signs.moment import Tri
from rehab.signs.nodes import questions_read
from rehab.vocabulary import AnswerValue, Side, Tier

TODAY = date(2026, 11, 21)


def diary(question: str, value: AnswerValue, *, onset_ago: int | None = 40) -> Diary:
    onset_on = None if onset_ago is None else TODAY - timedelta(days=onset_ago)
    return Diary(
        injury=Injury(id="i", side=Side.LEFT, onset_on=onset_on),
        answers=(Answer(on=TODAY, question=question, value=value),),
    )


def test_every_question_a_rule_reads_exists_and_has_an_input(content: Catalogue) -> None:
    read = {q for rule in content.rules.values() for q in questions_read(rule.condition)}

    assert read <= set(content.questions)
    assert {content.questions[q].input for q in read} == {"yes_no_not_sure"}


def test_every_question_that_is_asked_by_a_rule_is_read_by_one_or_opens_another(
    content: Catalogue,
) -> None:
    read = {q for rule in content.rules.values() for q in questions_read(rule.condition)}
    asked = {q for rule in content.rules.values() for q in rule.asks}

    assert asked - read == set()


@pytest.mark.parametrize("question", [q.id for q in catalogue().emergency_questions])
def test_not_sure_about_an_emergency_question_means_the_advice_line(question: str) -> None:
    rule = catalogue().rules["r_emergency_unsure"]

    assert question in questions_read(rule.condition)
    if question != "q_sexual":
        answer = answers_for([rule], diary(question, AnswerValue.NOT_SURE), TODAY)
        assert answer[rule.id] is Tri.TRUE


ALONE = ("q_saddle_numb", "q_bladder", "q_bowel", "q_both_legs", "q_breathless", "q_cold_leg",
         "q_tense_thigh", "q_dark_urine")  # fmt: skip


@pytest.mark.parametrize("onset_ago", [0, 21, 300, None])
@pytest.mark.parametrize("question", ALONE)
def test_a_yes_that_is_enough_alone_is_an_emergency_on_any_day(
    question: str, onset_ago: int | None
) -> None:
    rules = [r for r in catalogue().enabled_rules if r.tier is Tier.EMERGENCY]
    given = diary(question, AnswerValue.YES, onset_ago=onset_ago)

    answers = answers_for(rules, given, TODAY)

    assert Tri.TRUE in answers.values()


@pytest.mark.parametrize("question", ALONE)
def test_a_no_to_it_is_no_emergency(question: str) -> None:
    rules = [r for r in catalogue().enabled_rules if r.tier.rank >= Tier.URGENT.rank]

    answers = answers_for(rules, diary(question, AnswerValue.NO), TODAY)

    assert Tri.TRUE not in answers.values()


def test_fever_alone_is_urgent_and_no_emergency() -> None:
    answers = answers_for(catalogue().enabled_rules, diary("q_fever", AnswerValue.YES), TODAY)

    tiers = {catalogue().rules[key].tier for key, value in answers.items() if value is Tri.TRUE}
    assert Tier.URGENT in tiers
    assert Tier.EMERGENCY not in tiers


def test_the_words_fit_their_places(content: Catalogue) -> None:
    for question in content.questions.values():
        assert question.text.endswith((".", "?", ")")), question.id
        assert question.tell.endswith("."), question.id
        assert not question.short.endswith((".", "?")), question.id
        assert question.short[0].islower(), question.id


def test_no_question_is_negated(content: Catalogue) -> None:
    for question in content.questions.values():
        first = question.text.split()[0].lower()
        assert first not in ("can't", "don't", "isn't", "aren't", "haven't"), question.id
        assert "unable" not in question.text, question.id
