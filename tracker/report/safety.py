"""The safety questions of page 1: what was asked, what was answered, on which day."""

from collections.abc import Iterator, Mapping
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rehab.content.catalogue import catalogue
from rehab.vocabulary import AnswerValue
from tracker import labels
from tracker.report.values import Line
from tracker.report.words import day, lower

Answers = Mapping[str, tuple[date, str]]
# What a professional wants to see answered, asked or not: question and a short name.
ALWAYS = (
    ("q_saddle_numb", gettext_lazy("Saddle numbness")),
    ("q_bladder", gettext_lazy("Bladder, bowel")),
    ("q_both_legs", gettext_lazy("Both legs numb, weak")),
    ("q_leg_swollen", gettext_lazy("Leg swelling, warmth")),
    ("q_breathless", gettext_lazy("Breathless, chest")),
    ("q_fever", gettext_lazy("Fever, feeling ill")),
    ("q_weight_loss", gettext_lazy("Weight loss, sweats")),
)
WATCHED = (AnswerValue.YES.value, AnswerValue.NOT_SURE.value)
MORE_AT_MOST = 3


def safety_lines(answers: Answers, today: date) -> Iterator[Line]:
    """The seven in their order, "not asked" without an answer; then others answered yes."""
    for question, name in ALWAYS:
        yield _line(str(name), answers.get(question), today)
    shown = {question for question, _name in ALWAYS}
    known = catalogue().questions
    more = [
        question
        for question, (_on, value) in answers.items()
        if question not in shown and value in WATCHED and known[question].tier_if_yes
    ]
    for question in more[:MORE_AT_MOST]:
        yield _line(_capital(_(known[question].short)), answers[question], today)


def _line(name: str, told: tuple[date, str] | None, today: date) -> Line:
    if told is None:
        return Line(name, _("not asked"))
    on, value = told
    words = lower(labels.label(AnswerValue(value)))
    is_strong = value in WATCHED
    return Line(name, words, day(on, year=on.year != today.year), is_strong)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
