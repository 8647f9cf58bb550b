"""A yes for an earlier day, told later: is it still so, and what if it is over?

Days are filled in afterwards, an introduction is finished on another day. What such a yes
means was told at once; then the question is put again, about now.
"""

from collections.abc import Collection, Iterable
from dataclasses import replace
from datetime import date

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from rehab.content.catalogue import catalogue
from rehab.signs.asking import BACKFILLED, Due
from rehab.vocabulary import AnswerValue, Tier
from tracker import words
from tracker.models import Answer, Injury
from tracker.overview.asking import still_so
from tracker.overview.check import Advice, Result
from tracker.overview.sign_parts import Said
from tracker.overview.sign_words import what_to_do
from tracker.regions import Region


def still_texts(injury: Injury, asked: Collection[str], waiting: Iterable[Due]) -> dict[str, str]:
    """The words of those that ask whether a yes for an earlier day is still so, by id.

    They say what was told and for which day. One query, and only while one waits.
    """
    still = {each.question for each in still_so(waiting)} & set(asked)
    if not still:
        return {}
    rows = _answers(injury).filter(question__in=still, value=AnswerValue.YES).order_by("on")
    known = catalogue().questions
    return {
        question: _("Is this still so now? For %(day)s you told us: %(said)s")
        % {"day": words.day_words(on), "said": _(known[question].tell)}
        for question, on in rows.values_list("question", "on")
    }


def with_what_is_over(result: Result, injury: Injury, *, today: date, region: Region) -> Result:
    """Add a card about what was grave on an earlier day and is over, as was said today.

    A no to "still so now?" ends the finding, as every later no does. What came and went
    within a week is worth a call all the same. A yes or not sure of today about the same
    thing speaks for itself. One query.
    """
    rows = list(_answers(injury).filter(on=today).values_list("question", "value", "because"))
    not_over = {question for question, value, _because in rows if value != AnswerValue.NO}
    over = {
        question
        for question, _value, because in rows
        if because == BACKFILLED and question not in not_over
    }
    ordered = [each.id for each in catalogue().questions_by_danger if each.id in over]
    if not ordered:
        return result
    return replace(result, still_true=(*result.still_true, _over(ordered, region)))


def _over(questions: list[str], region: Region) -> Advice:
    sentence = _(
        "You told us about {answers} on an earlier day. Even if that is over: call {advice_line} "
        "today and tell them."
    )
    message = words.fill(sentence, {"answers": questions}, region)
    return Advice(
        tier=Tier.URGENT.value,
        heading=words.tier_heading(Tier.URGENT),
        said=(Said(rule="", name="", message=message),),
        could_be="",
        possible=(),
        what_to_do=what_to_do([], Tier.URGENT, region),
        dom_id="advice-over",
        sign_id="sign-over",
    )


def _answers(injury: Injury) -> QuerySet[Answer]:
    return Answer.objects.filter(
        Q(injury=injury) | Q(injury__isnull=True), owner_id=injury.owner_id
    )
