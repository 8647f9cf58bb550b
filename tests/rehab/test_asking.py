"""Which questions are put today: triggers at once, repeats, the weekly set, danger first."""

from dataclasses import dataclass, replace

import pytest

from rehab.diary import Answer, Diary
from rehab.signs.asking import WEEKLY, Asked, Due, due_at, due_questions, screens
from rehab.signs.evaluate import RuleSet
from rehab.signs.moment import Moment
from rehab.vocabulary import AnswerValue, Tier
from tests.rehab.builders import TODAY, ago, make_day, make_diary, make_rule


@dataclass(frozen=True)
class Question:
    id: str
    danger_order: int = 50
    weekly: bool = False
    enabled: bool = True
    asked_after: tuple[str, ...] = ()
    asked_when: tuple[str, ...] = ()
    stands_days: int | None = None
    tier_if_yes: Tier | None = None


QUESTIONS = {
    q.id: q
    for q in (
        Question("q_clot", 20),
        Question("q_saddle", 1, weekly=True),
        Question("q_bowel", 2, weekly=True),
        Question("q_lump", 60),
        Question("q_lump_growing", 30, asked_after=("q_lump",)),
        Question("q_off", 5, enabled=False),
    )
}
NO_WEEKLY = {name: q for name, q in QUESTIONS.items() if not q.weekly}
SWELLING = make_rule(
    {"count_days": {"where": {"flag": "swelling"}, "within": 3, "at_least": 1}},
    id="r_ask_swelling",
    tier=Tier.NOTE,
    asks=("q_clot",),
    ask_again_days=3,
)


def due(diary, asked=(), questions=NO_WEEKLY, rules=(SWELLING,), today=TODAY):
    return due_questions(rules, questions, diary, today, asked)


def swollen(*days_ago, **given):
    return make_diary(days=[make_day(back, swelling=True) for back in days_ago], **given)


def asked(days_ago, question="q_clot", because="r_ask_swelling"):
    return Asked(ago(days_ago), question, because)


def test_a_trigger_that_is_not_true_asks_nothing():
    assert due(make_diary(days=[make_day(0, swelling=False)])) == []


def test_a_trigger_that_becomes_true_asks_at_once_whatever_was_answered_before():
    diary = swollen(0, answers=[(1, "q_clot", "no")])

    assert due(diary) == ["q_clot"]
    assert due(diary, [asked(1)]) == ["q_clot"]


def test_a_new_trigger_waits_until_it_was_asked_however_fresh_the_last_no_is():
    diary = swollen(0, 1, answers=[(2, "q_clot", "no")])

    assert due(diary) == ["q_clot"]
    assert due(diary, [asked(1)]) == []


def test_what_was_answered_today_is_not_asked_again_today():
    assert due(swollen(0, answers=[(0, "q_clot", "no")])) == []


def test_what_was_asked_today_and_left_open_stays_asked():
    assert due(swollen(0), [asked(0)]) == ["q_clot"]


@pytest.mark.parametrize(("days", "expected"), [(1, []), (2, []), (3, ["q_clot"])])
def test_while_true_it_asks_again_after_its_days(days, expected):
    swelling = tuple(range(days + 1))

    assert due(swollen(*swelling), [asked(days)]) == expected
    assert due(swollen(*swelling, answers=[(days, "q_clot", "no")])) == expected


def test_a_question_of_two_rules_is_asked_once():
    twin = make_rule(SWELLING_CONDITION, id="r_twin", asks=("q_clot",))

    assert due(swollen(0), rules=(SWELLING, twin)) == ["q_clot"]


SWELLING_CONDITION = {
    "count_days": {"where": {"flag": "swelling"}, "within": 3, "at_least": 1, "min_logged": 1}
}


def test_danger_comes_first_and_questions_switched_off_are_left_out():
    rule = make_rule(SWELLING_CONDITION, asks=("q_lump", "q_off", "q_saddle", "q_clot"))

    found = due(swollen(0), [Asked(ago(1), "q_bowel", WEEKLY)], QUESTIONS, (rule,))

    assert found == ["q_saddle", "q_clot", "q_lump"]


@pytest.mark.parametrize(("days", "expected"), [(1, []), (6, []), (7, ["q_saddle", "q_bowel"])])
def test_the_weekly_set_comes_once_a_week(days, expected):
    diary = make_diary(rest=[1] * 10)

    assert due(diary, [asked(days, "q_saddle", WEEKLY)], QUESTIONS, ()) == expected


def test_the_weekly_set_comes_on_the_first_day():
    assert due(make_diary(rest=[1]), (), QUESTIONS, ()) == ["q_saddle", "q_bowel"]


@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        ([(6, "q_saddle", "no"), (6, "q_bowel", "no")], []),
        ([(7, "q_saddle", "no"), (7, "q_bowel", "no")], ["q_saddle", "q_bowel"]),
        ([(1, "q_saddle", "no")], ["q_saddle", "q_bowel"]),
    ],
)
def test_the_whole_set_answered_on_one_day_is_a_weekly_check(answers, expected):
    assert due(make_diary(answers=answers), (), QUESTIONS, ()) == expected


def test_a_yes_opens_the_question_that_follows_it():
    yes = make_diary(answers=[(0, "q_lump", "yes")])
    later = make_diary(answers=[(2, "q_lump", "yes")])
    no = make_diary(answers=[(0, "q_lump", "no")])
    both = make_diary(answers=[(0, "q_lump", "yes"), (0, "q_lump_growing", "no")])

    assert due(yes, rules=()) == ["q_lump_growing"]
    assert due(later, rules=()) == ["q_lump_growing"]
    assert due(later, [asked(1, "q_lump_growing")], rules=()) == []
    assert due(no, rules=()) == []
    assert due(both, rules=()) == []


def test_questions_come_three_a_screen_and_the_weekly_set_on_one():
    triggered = [Due(f"q_{number}", "r_x") for number in range(4)]
    weekly = [Due(f"q_w{number}", WEEKLY) for number in range(8)]

    laid = screens([*triggered, *weekly], size=3)

    assert [len(screen) for screen in laid] == [3, 1, 8]
    assert screens([], size=3) == []


def test_a_trigger_that_flickers_is_not_new_while_its_days_run():
    """Swollen, asked, a quiet day, swollen again: the answer of the day before yesterday holds."""
    flicker = make_rule(
        {"count_days": {"where": {"flag": "swelling"}, "within": 1, "at_least": 1}},
        id="r_flicker",
        tier=Tier.NOTE,
        asks=("q_clot",),
        ask_again_days=7,
    )
    diary = swollen(0, 2, answers=[(2, "q_clot", "no")])

    assert due(diary, rules=(flicker,)) == []
    assert due(swollen(0, 7, answers=[(7, "q_clot", "no")]), rules=(flicker,)) == ["q_clot"]
    assert due(swollen(0, 7, answers=[(1, "q_clot", "no")]), rules=(flicker,)) == []
    assert due(swollen(0, 8, answers=[(1, "q_clot", "no")]), rules=(flicker,)) == ["q_clot"]


def test_a_new_kind_of_evidence_asks_at_once_while_the_old_one_goes_on():
    """Calf pain was asked about yesterday; today the leg is swollen."""
    either = make_rule(
        {
            "any": [
                {"count_days": {"where": {"flag": "swelling"}, "within": 3, "at_least": 1}},
                {"count_days": {"where": {"any_location": ["calf"]}, "within": 3, "at_least": 1}},
            ]
        },
        id="r_either",
        tier=Tier.NOTE,
        asks=("q_clot",),
        ask_again_days=3,
    )
    no = [(1, "q_clot", "no")]
    calf = [make_day(back, locations=["calf"]) for back in (0, 1)]
    swells = [make_day(1, locations=["calf"]), make_day(0, locations=["calf"], swelling=True)]

    assert due(make_diary(days=calf, answers=no), rules=(either,)) == []
    assert due(make_diary(days=swells, answers=no), rules=(either,)) == ["q_clot"]


def test_every_fall_asks_at_once():
    fallen = make_rule(
        {"count_days": {"where": {"flag": "fall"}, "within": 3, "at_least": 1}},
        id="r_fallen",
        tier=Tier.NOTE,
        asks=("q_clot",),
        ask_again_days=7,
    )

    def after(*falls):
        return make_diary(rest=[1] * 6, falls=falls, answers=[(2, "q_clot", "no")])

    assert due(after(2), rules=(fallen,)) == []
    assert due(after(2, 1), rules=(fallen,)) == ["q_clot"]
    assert due(after(5, 0), rules=(fallen,)) == ["q_clot"]


FACT = {"q_fact": Question("q_fact", stands_days=90)}
ASKS_FACT = make_rule(SWELLING_CONDITION, id="r_fact", tier=Tier.NOTE, asks=("q_fact",))


@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        ([], ["q_fact"]),
        ([(20, "q_fact", "no")], []),
        ([(20, "q_fact", "yes")], []),
        ([(89, "q_fact", "no")], []),
        ([(90, "q_fact", "no")], ["q_fact"]),
        ([(20, "q_fact", "not_sure")], ["q_fact"]),
    ],
)
def test_a_clear_answer_about_the_person_stands_for_its_days(answers, expected):
    assert due(swollen(0, answers=answers), (), FACT, (ASKS_FACT,)) == expected


def test_a_fact_that_was_put_this_week_is_not_put_again_by_another_trigger():
    put = [asked(3, "q_fact", "r_other")]

    assert due(swollen(0), put, FACT, (ASKS_FACT,)) == []
    assert due(swollen(0), [asked(7, "q_fact", "r_other")], FACT, (ASKS_FACT,)) == ["q_fact"]


def at_desk(diary, questions, rules=(SWELLING,), **given):
    rule_set = RuleSet(rules)
    moment = Moment(rule_set.index(diary, TODAY), TODAY.toordinal())
    return [each.question for each in due_at(rule_set, questions, moment, (), **given)]


@pytest.mark.parametrize(
    ("tier", "days", "expected"),
    [
        (Tier.SOON, 41, []),
        (Tier.SOON, 42, ["q_clot"]),
        (None, 5, []),
        (Tier.URGENT, 5, ["q_clot"]),
        (Tier.EMERGENCY, 0, ["q_clot"]),
    ],
)
def test_what_a_professional_checked_is_asked_only_if_it_could_press(tier, days, expected):
    questions = {"q_clot": Question("q_clot", tier_if_yes=tier)}

    assert at_desk(swollen(0), questions, checked={"q_clot": ago(days)}) == expected


def test_the_first_day_puts_what_the_intake_asks_and_was_never_answered():
    questions = {
        "q_health": Question("q_health", asked_when=("intake",)),
        "q_other": Question("q_other", asked_when=("r_x",)),
    }
    quiet = make_diary(rest=[1])
    told = make_diary(rest=[1], answers=[(30, "q_health", "no")])

    assert at_desk(quiet, questions, is_intake=True) == ["q_health"]
    assert at_desk(quiet, questions) == []
    assert at_desk(told, questions, is_intake=True) == []


def test_what_the_day_put_counts_the_questions_it_answered():
    answered = swollen(0, answers=[(0, "q_clot", "no")])

    assert at_desk(answered, NO_WEEKLY) == []
    assert at_desk(answered, NO_WEEKLY, is_put=True) == ["q_clot"]


def filled_in(given_ago: int, about_ago: int, question: str = "q_clot", *later: Answer) -> Diary:
    late = Answer(ago(about_ago), question, AnswerValue.YES, given_on=ago(given_ago))
    return replace(make_diary(), answers=(late, *later))


GRAVE = {"q_clot": Question("q_clot", 20, tier_if_yes=Tier.URGENT)}


@pytest.mark.parametrize(("about", "expected"), [(1, ["q_clot"]), (7, ["q_clot"]), (8, [])])
def test_a_grave_yes_told_later_than_its_day_is_asked_about_now_for_a_week(about, expected):
    assert due(filled_in(0, about), questions=GRAVE) == expected


def test_a_mild_yes_told_later_is_not_asked_about_again():
    mild = {"q_clot": Question("q_clot", 20, tier_if_yes=Tier.SOON)}

    assert due(filled_in(0, 2), questions=mild) == []


@pytest.mark.parametrize("value", list(AnswerValue))
def test_any_newer_answer_ends_the_asking(value):
    newer = Answer(ago(1), "q_clot", value)

    assert due(filled_in(0, 2, "q_clot", newer), questions=GRAVE) == []


def test_what_was_not_yet_told_is_not_asked_about():
    assert due(filled_in(0, 3), questions=GRAVE, today=ago(1)) == []
