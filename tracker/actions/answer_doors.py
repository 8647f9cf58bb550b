"""What a plan asks before it begins: safety questions, and the birth year."""

from collections.abc import Mapping
from uuid import UUID

from django.db import transaction

from rehab.vocabulary import AnswerValue
from tracker.actions.errors import EntryRefused
from tracker.actions.preferences import EARLIEST_BIRTH_YEAR, MINIMUM_AGE
from tracker.actions.record_answers import record_answers
from tracker.clock import PersonNow
from tracker.models import Injury, Notice, User

BECAUSE = "plan"


def answer_doors(
    *,
    injury: Injury,
    answers: Mapping[str, AnswerValue],
    birth_year: int | None,
    at: PersonNow,
    key: UUID,
) -> list[Notice]:
    """Store the answers and the birth year, run the rules at once, return what is newly told.

    A birth year of None changes nothing. EntryRefused for a year that cannot be or an
    unknown question; then nothing is stored.
    """
    if birth_year is not None and not EARLIEST_BIRTH_YEAR <= birth_year <= at.today.year:
        raise EntryRefused("Enter a year, like 1988", field="birth_year")
    if birth_year is not None and at.today.year - birth_year < MINIMUM_AGE:
        raise EntryRefused("You need to be at least 13 to keep a diary here", field="birth_year")
    with transaction.atomic():
        if birth_year is not None:
            User.objects.filter(pk=injury.owner_id).update(birth_year=birth_year)
            injury.owner.birth_year = birth_year
        return record_answers(
            owner=injury.owner, injury=injury, answers=answers, at=at, key=key, because=BECAUSE
        )
