"""Every metric, flag, place, word, answer and fact that a rule reads can be given on a screen.

A rule that reads what nobody is ever asked stays silent for ever, and looks well doing so.
"""

import pytest

from rehab.content.catalogue import catalogue
from rehab.programme.entry import DERIVED_FROM
from rehab.signs.nodes import fields_read, questions_read
from rehab.vocabulary import Location, PainContext
from tests.tracker.make import TODAY, make_injury, make_user
from tracker.forms.account import ASKABLE
from tracker.forms.day import DayForm
from tracker.forms.fall import FallForm
from tracker.forms.intake.you import YouForm
from tracker.forms.plan import ClearedForm
from tracker.forms.run import RunForm
from tracker.forms.self_test import NumbersForm
from tracker.forms.session import RateForm, TickForm
from tracker.forms.visits import VisitForm
from tracker.numbers import (
    OWN_ACTIVITIES,
    number_of_activity,
    number_of_measure,
    numbers_of_test,
    page_of,
    typed_measures,
)

# A fact about the injury, and the field of a form (or the step of the intake) that asks it.
ASKED_AT_INTAKE = {
    "age": "you: birth_year",
    "bruising": "signs: bruise",
    "can_walk": "signs: walking",
    "gap": "signs: gap",
    "grade": "result: from the signs and walking, or what a clinician said",
    "mechanism": "how: mechanism",
    "onset": "when: onset",
    "onset_on": "when: precision",
    "pop": "signs: pop",
    "side": "where: side",
    "surgery_on": "you: surgery_weeks",
    "type": "result: from the answers, or what a clinician said",
}
# Written by the app itself, not asked.
DERIVED = {"pain.everyday", "injury.programme"}


def read(kind: str) -> set[str]:
    """The names of one kind that any enabled rule reads."""
    found = set().union(*(fields_read(rule.condition) for rule in catalogue().enabled_rules))
    return {name.split(".", 1)[1] for name in found - DERIVED if name.startswith(f"{kind}.")}


@pytest.fixture
def day_form(db: None) -> DayForm:
    injury = make_injury(make_user())
    return DayForm(owner=injury.owner, asked=ASKABLE, side="right", near=[], initial={})


def codes(form: DayForm, field: str) -> set[str]:
    return {str(value).split(":")[0] for value, _label in form.fields[field].choices}


def test_every_kind_of_field_is_looked_at() -> None:
    kinds = {
        name.split(".")[0]
        for rule in catalogue().enabled_rules
        for name in fields_read(rule.condition)
    }
    assert kinds <= {"pain", "location", "quality", "treatment", "flag", "injury"}


def test_every_pain_that_a_rule_reads_can_be_asked_daily(day_form: DayForm) -> None:
    assert read("pain") <= set(ASKABLE) & set(day_form.fields)
    assert {c.value for c in PainContext} <= set(ASKABLE)


def test_every_place_that_a_rule_reads_can_be_ticked(day_form: DayForm) -> None:
    # The other leg is a place on the other side, not a code of its own.
    assert read("location") - {Location.OTHER_LEG.value} <= codes(day_form, "places")


@pytest.mark.parametrize(
    ("kind", "field"), [("quality", "qualities"), ("treatment", "treatments"), ("flag", "signs")]
)
def test_every_word_that_a_rule_reads_is_a_chip(day_form: DayForm, kind: str, field: str) -> None:
    missing = read(kind) - codes(day_form, field)

    if kind == "flag":
        assert missing == {"fall"}
        assert "kind" in FallForm.base_fields
    else:
        assert not missing


def test_every_fact_about_the_injury_is_asked_in_the_intake() -> None:
    form = YouForm(today=TODAY, proposed=list(PainContext))

    assert read("injury") <= set(ASKED_AT_INTAKE)
    asked_by_you = {v.removeprefix("you: ") for v in ASKED_AT_INTAKE.values() if v[:4] == "you:"}
    assert asked_by_you <= set(form.fields)


def test_every_question_that_a_rule_reads_is_put_to_the_person_by_something() -> None:
    content = catalogue()
    asked = {q for rule in content.enabled_rules for q in rule.asks}
    asked |= {q.id for q in content.weekly_questions}
    asked |= {q.id for q in content.questions.values() if q.asked_after}
    asked |= {q.id for q in content.questions.values() if "intake" in q.asked_when}

    for rule in content.enabled_rules:
        assert questions_read(rule.condition) <= asked, rule.id


# The metric of a day, and what asks it on the log. Words and signs are chips (tests above).
ON_THE_LOG = {
    "pain_rest": "rest",
    "pain_morning": "morning",
    "pain_sitting": "sitting",
    "pain_walking": "walking",
    "limp": "limp",
    "flag_bruise": "signs",
    "flag_nerve": "places",
    "cramp": "qualities",
}
OF_A_RUN = {
    "run_pain": RunForm.base_fields["pain"],
    "sharp_stop": RunForm.base_fields["sharp_stop"],
    "ladder_step": RunForm.base_fields["step"],
    "full_sessions": RunForm.base_fields["full_training"],
}
# Ticks give the share that was done.
OF_A_SESSION = {"session_pain": "session_pain", "session_done_pct": "done"}
# Worked out of what is asked elsewhere.
WORKED_OUT = {"pain_worst", "morning_rise", "days_since_injury", "days_since_return",
              "cramp_free_days"}  # fmt: skip


def plan_metrics() -> set[str]:
    """Every metric that a goal, a list, a gate, a ladder or a response rule reads."""
    content = catalogue()
    lines = [line for p in content.programmes.values() for s in p.stages for line in s.exit]
    lines += [line for each in content.checklists.values() for line in each.items]
    found = {line.metric for line in lines}
    found |= {line.or_metric.metric for line in lines if line.or_metric}
    found |= {test.metric for ladder in content.ladders.values() for test in ladder.gate}
    found |= {test.metric for rule in content.response_rules for test in rule.any}
    for programme in content.programmes.values():
        found |= {gate.metric for gate in programme.gates if gate.metric}
        for stage in programme.stages:
            found |= {test.metric for use in stage.exercises for test in use.when}
    return {part for metric in found for part in DERIVED_FROM.get(metric, (metric,))} - WORKED_OUT


def test_every_number_that_a_plan_reads_can_be_told_on_a_screen(day_form: DayForm) -> None:
    content = catalogue()
    on_pages = {
        number.metric
        for test in content.self_tests.values()
        if test.enabled
        for number in numbers_of_test(test, side="left")
    }
    asked_questions = {q for rule in content.enabled_rules for q in rule.asks}
    asked_questions |= {q.id for q in content.weekly_questions}
    asked_questions |= {q.id for q in content.questions.values() if q.asked_after}
    for metric in plan_metrics():
        known = content.metrics[metric]
        match known.home:
            case "day":
                assert ON_THE_LOG[metric] in day_form.fields, metric
            case "reading":
                assert metric in on_pages, metric
            case "run" | "derived":
                assert metric in OF_A_RUN, metric
            case "session":
                fields = RateForm.base_fields | TickForm.base_fields
                assert metric in OF_A_RUN or OF_A_SESSION[metric] in fields, metric
            case "answer":
                assert set(known.answers_from) & asked_questions, metric
            case "fall":
                assert "kind" in FallForm.base_fields
            case "clearance":
                assert {"by", "on"} <= set(ClearedForm.base_fields)
            case "visit":
                assert "day" in VisitForm.base_fields or "on" in VisitForm.base_fields


@pytest.mark.parametrize("side", ["left", "right", "both"])
def test_every_number_of_a_self_test_is_a_field_of_its_page(side: str) -> None:
    for test in catalogue().self_tests.values():
        numbers = numbers_of_test(test, side=side)
        form = NumbersForm(numbers=numbers, today=TODAY)
        expected = [m for m in test.metrics if side != "both" or m not in test.other_leg]

        assert [name for name in form.fields if name in test.metrics] == expected
        assert all(page_of(metric) == ("plan-test", test.id) for metric in expected)


def test_every_measure_that_may_be_built_in_has_its_input() -> None:
    for name, measure in typed_measures().items():
        if measure.metric is not None:
            assert measure.metric in catalogue().test_of, name
            continue
        metric = "activity_1" if name == OWN_ACTIVITIES else name
        number = (
            number_of_activity(metric, "Run")
            if name == OWN_ACTIVITIES
            else number_of_measure(name, measure)
        )
        form = NumbersForm(numbers=[number], today=TODAY)
        assert metric in form.fields
        assert page_of(metric) == ("measure", name)
