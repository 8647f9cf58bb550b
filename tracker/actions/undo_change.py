"""Take back one change and run the rules on the diary as it then stands."""

from django.db import IntegrityError, models, transaction

from tracker.actions.blank_days import drop_if_blank, moment_day
from tracker.actions.day_readings import put_readings_back
from tracker.actions.errors import ActionError
from tracker.actions.evaluate_signs import evaluate_signs
from tracker.actions.history import undo
from tracker.actions.session_items import put_items_back
from tracker.actions.visit_back import do_again
from tracker.clock import PersonNow
from tracker.models import Injury, Revision, Visit


def undo_change(*, revision: Revision, at: PersonNow) -> models.Model | None:
    """Put the row back; None when that means it is gone again. Undoing twice changes nothing.

    Raises ActionError when it is too late, the row was changed since, or its place was
    taken meanwhile (a deleted day that was logged anew).
    """
    try:
        with transaction.atomic():
            was_undone = revision.undone
            day = moment_day(revision)
            row = undo(revision=revision)
            if day is not None:
                drop_if_blank(day)
            if not was_undone:
                put_items_back(revision)
            if isinstance(row, Visit) and not was_undone:
                do_again(row, at=at)
            injury = day.injury if day is not None else _injury_of(row, revision)
            if injury is not None:
                put_readings_back(injury, revision, at=at)
                evaluate_signs(injury=injury, at=at, edited=True)
    except IntegrityError as error:
        raise ActionError("This was changed since, so it cannot be undone") from error
    return row


def _injury_of(row: models.Model | None, revision: Revision) -> Injury | None:
    columns = revision.before or revision.after or {}
    number = getattr(row, "injury_id", None) or columns.get("injury_id")
    owned = Injury.objects.select_related("owner").filter(owner_id=revision.owner_id)
    return owned.filter(pk=number).first() if number else None
