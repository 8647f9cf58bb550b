"""Write answers to safety questions and run the rules at once."""

from collections.abc import Mapping
from datetime import date
from uuid import UUID

from django.db import transaction

from rehab.content.catalogue import catalogue
from rehab.vocabulary import AnswerValue
from tracker.actions.errors import EntryRefused
from tracker.actions.evaluate_signs import evaluate_signs
from tracker.actions.once import claim
from tracker.clock import PersonNow
from tracker.models import Answer, Injury, Notice, User


def record_answers(
    *,
    owner: User,
    injury: Injury | None,
    answers: Mapping[str, AnswerValue],
    at: PersonNow,
    key: UUID,
    because: str = "",
    on: date | None = None,
) -> list[Notice]:
    """Append the answers and return what is newly told. Earlier answers are never changed.

    The one door for every path: pages with and without htmx, a queue that was offline, a
    link, an import. `on` is the day for which they were given when that is not today (they
    arrive late); the rules run now all the same, so what is an emergency is told at once as
    long as the answer still counts. `because` names what asked: "weekly", "intake", "help",
    or the id of the rule. Raises EntryRefused for an unknown question and for a day to come.
    A replayed key stores nothing again and returns no notice; the page shows what stands in
    the database.
    """
    if on is not None and on > at.today:
        raise EntryRefused("This day has not come yet", field="on")
    unknown = set(answers) - set(catalogue().questions)
    if unknown:
        raise EntryRefused("We do not ask this", field=sorted(unknown)[0])
    with transaction.atomic():
        if not claim(owner=owner, key=key, kind="answers"):
            return []
        store_answers(owner=owner, injury=injury, answers=answers, at=at, because=because, on=on)
        return evaluate_signs(injury=injury, at=at) if injury else []


def store_answers(
    *,
    owner: User,
    injury: Injury | None,
    answers: Mapping[str, AnswerValue],
    at: PersonNow,
    because: str,
    on: date | None = None,
) -> None:
    """Append the rows, inside the caller's transaction."""
    Answer.objects.bulk_create(
        Answer(
            owner=owner,
            injury=injury,
            on=on or at.today,
            at=at.now,
            question=question,
            value=value.value,
            because=because,
        )
        for question, value in answers.items()
    )
