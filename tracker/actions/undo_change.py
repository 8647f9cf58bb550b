"""Take back one change, or those of one step, and run the rules on the diary as it then stands."""

from collections.abc import Sequence

from django.db import IntegrityError, models, transaction

from tracker.actions.blank_days import drop_if_blank, moment_day
from tracker.actions.day_readings import put_readings_back
from tracker.actions.errors import ActionError
from tracker.actions.evaluate_signs import evaluate_signs
from tracker.actions.history import undo
from tracker.actions.session_items import put_items_back
from tracker.actions.visit_back import do_again
from tracker.actions.visit_moves import move_back
from tracker.clock import PersonNow
from tracker.models import Injury, Revision, Visit


def undo_change(*, revision: Revision, at: PersonNow) -> models.Model | None:
    """Put the row back; None when that means it is gone again. Undoing twice changes nothing.

    Raises ActionError when it is too late, the row was changed since, or its place was
    taken meanwhile (a deleted day that was logged anew).
    """
    (row,) = undo_changes(revisions=[revision], at=at)
    return row


def undo_changes(*, revisions: Sequence[Revision], at: PersonNow) -> list[models.Model | None]:
    """Take back what was written in one step, all or nothing, and run the rules once."""
    rows: list[models.Model | None] = []
    injuries: dict[int, Injury] = {}
    try:
        with transaction.atomic():
            for revision in revisions:
                row, injury = _take_back(revision, at=at)
                rows.append(row)
                if injury is not None:
                    injuries[injury.pk] = injury
            for injury in injuries.values():
                evaluate_signs(injury=injury, at=at, edited=True)
    except IntegrityError as error:
        raise ActionError("This was changed since, so it cannot be undone") from error
    return rows


def _take_back(revision: Revision, *, at: PersonNow) -> tuple[models.Model | None, Injury | None]:
    was_undone = revision.undone
    day = moment_day(revision)
    stood = Visit.objects.filter(uuid=revision.row).first()
    row = undo(revision=revision)
    if day is not None:
        drop_if_blank(day)
    if not was_undone:
        put_items_back(revision)
    if isinstance(row, Visit) and not was_undone:
        if stood is not None:
            move_back(row, stood=stood, at=at)
        do_again(row, at=at)
    injury = day.injury if day is not None else _injury_of(row, revision)
    if injury is not None:
        put_readings_back(injury, revision, at=at)
    return row, injury


def _injury_of(row: models.Model | None, revision: Revision) -> Injury | None:
    columns = revision.before or revision.after or {}
    number = getattr(row, "injury_id", None) or columns.get("injury_id")
    owned = Injury.objects.select_related("owner").filter(owner_id=revision.owner_id)
    return owned.filter(pk=number).first() if number else None
