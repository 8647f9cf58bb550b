"""Every metric, flag, place, word, answer and fact that a rule reads can be given on a screen.

A rule that reads what nobody is ever asked stays silent for ever, and looks well doing so.
"""

import pytest

from rehab.content.catalogue import catalogue
from rehab.signs.nodes import fields_read, questions_read
from rehab.vocabulary import Location, PainContext
from tests.tracker.make import TODAY, make_injury, make_user
from tracker.forms.account import ASKABLE
from tracker.forms.day import DayForm
from tracker.forms.fall import FallForm
from tracker.forms.intake.you import YouForm

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
