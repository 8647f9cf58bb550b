"""What a row held before and after a change, for history and undo."""

import json
from datetime import timedelta
from uuid import UUID

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models, transaction
from django.utils import timezone

from tracker.actions.blank_days import delete_or_blank, in_place_of
from tracker.actions.errors import ActionError
from tracker.models import (
    Care,
    Change,
    Day,
    ExerciseSession,
    Fall,
    Moment,
    Reading,
    Revision,
    Run,
    User,
    Visit,
)
from tracker.models.base import PublicModel

RESTORE_DAYS = 7
TABLES: dict[str, type[PublicModel]] = {
    "day": Day,
    "fall": Fall,
    "moment": Moment,
    "run": Run,
    "care": Care,
    "reading": Reading,
    "visit": Visit,
    "session": ExerciseSession,
    "change": Change,
}
LEFT_OUT = {"id", "uuid"}
COUNTERS = {"moves", "changed_at"}  # of a visit: they go on counting when it is put back
NOT_COLUMNS = {Revision.BESIDE, Revision.ITEMS, Revision.OF}


def snapshot(row: models.Model) -> dict[str, object]:
    """The row's columns as JSON values, without its number and uuid."""
    columns = {
        f.attname: f.value_from_object(row)
        for f in row._meta.concrete_fields
        if f.name not in LEFT_OUT
    }
    plain: dict[str, object] = json.loads(json.dumps(columns, cls=DjangoJSONEncoder))
    return plain


def note_change(
    *,
    owner: User,
    row: PublicModel,
    before: dict[str, object] | None,
    after: dict[str, object] | None,
) -> Revision:
    """Keep what stood before and after; null before means created, null after deleted."""
    table = next(name for name, model in TABLES.items() if isinstance(row, model))
    return Revision.objects.create(
        owner=owner,
        table=table,
        row=row.uuid,
        before=before,
        after=after,
    )


def deletion_of(row: PublicModel, *, owner: User) -> Revision | None:
    """The newest revision that deleted this row, for a delete that is sent again."""
    is_blank = models.Q(table="day", before__isnull=False, after__number=0)  # its moments stayed
    own = Revision.objects.filter(
        models.Q(after__isnull=True) | is_blank, owner=owner, row=row.uuid
    )
    return own.first()


def undo(*, revision: Revision) -> PublicModel | None:
    """Put the row back as it stood before the change; None when that means it is gone.

    Works for seven days and only while the row is still as the change left it.
    Raises ActionError when it is too late or the row was changed since.
    """
    if timezone.now() - revision.at > timedelta(days=RESTORE_DAYS):
        raise ActionError("It is too late to undo this")
    model = TABLES[revision.table]
    with transaction.atomic():
        locked = Revision.objects.select_for_update().get(pk=revision.pk)
        if locked.undone:
            return _find(model, revision.row)
        row = _find(model, revision.row)
        if not _is_as_left(row, columns_of(revision.after)):
            raise ActionError("This was changed since, so it cannot be undone")
        restored = _put_back(model, row, revision)
        locked.undone = True
        locked.save(update_fields=["undone"])
    return restored


def _is_as_left(row: PublicModel | None, after: dict[str, object] | None) -> bool:
    """Whether the row still stands as the change left it; columns added since do not count."""
    if row is None or after is None:
        return row is None and after is None
    now = snapshot(row)
    told = {name: value for name, value in after.items() if name not in COUNTERS}
    return {name: now[name] for name in told if name in now} == told


def columns_of(kept: dict[str, object] | None) -> dict[str, object] | None:
    """The row's own columns of what a revision keeps."""
    return None if kept is None else {k: v for k, v in kept.items() if k not in NOT_COLUMNS}


def _find(model: type[PublicModel], row_uuid: UUID) -> PublicModel | None:
    return model._default_manager.filter(uuid=row_uuid).first()


def _put_back(
    model: type[PublicModel], row: PublicModel | None, revision: Revision
) -> PublicModel | None:
    if revision.before is None:
        if isinstance(row, Day):
            delete_or_blank(row)
        elif row is not None:
            row.delete()
        return None
    if row is None and model is Day:
        row = in_place_of(revision)
    row = row if row is not None else model(uuid=revision.row)
    for column, value in (columns_of(revision.before) or {}).items():
        field = next(f for f in model._meta.concrete_fields if f.attname == column)
        setattr(row, column, field.to_python(value))
    row.save()
    return row
