"""What was told of single exercises: kept with their session, undone with it.

A revision of a session holds them beside its columns, as exercise -> [before, after].
"""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from tracker.models import ExerciseSession, Revision, SessionItem

COLUMNS = ("done", "sets", "reps", "hold_s", "load_kg", "pain")
Columns = dict[str, Any]


def items_of(session: ExerciseSession, exercises: Iterable[str]) -> dict[str, Columns]:
    """The columns of these exercises as JSON values; one that has no row is left out."""
    rows = session.items.filter(exercise__in=list(exercises))
    return {row.exercise: {name: _plain(getattr(row, name)) for name in COLUMNS} for row in rows}


def beside(
    before: Mapping[str, Columns], after: Mapping[str, Columns]
) -> dict[str, dict[str, list[Columns | None]]]:
    """The exercises that changed, for a revision of their session."""
    names = dict.fromkeys((*before, *after))
    pairs = {name: [before.get(name), after.get(name)] for name in names}
    return {Revision.ITEMS: {name: pair for name, pair in pairs.items() if pair[0] != pair[1]}}


def put_items_back(revision: Revision) -> None:
    """Undo what a change did to the exercises of a session; one changed since stays."""
    changed: Mapping[str, list[Columns | None]] = (revision.after or {}).get(Revision.ITEMS) or {}
    session = ExerciseSession.objects.filter(uuid=revision.row).first() if changed else None
    if session is None:
        return
    now = items_of(session, changed)
    for exercise, (before, after) in changed.items():
        if now.get(exercise) != after:
            continue
        if before is None:
            session.items.filter(exercise=exercise).delete()
        else:
            SessionItem.objects.update_or_create(
                session=session, exercise=exercise, defaults=before
            )


def _plain(value: object) -> object:
    return f"{value:.1f}" if isinstance(value, Decimal) else value
