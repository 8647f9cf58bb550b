"""How often a visit moved: a calendar program takes the higher count for the newer."""

from datetime import date, time

from tracker.clock import PersonNow
from tracker.models import Visit

When = tuple[date | None, time | None, str]


def when_of(visit: Visit) -> When:
    """What a calendar shows of a visit: its day, its hour, whether it stands."""
    return visit.on, visit.at, visit.state


def note_move(visit: Visit, *, before: When, at: PersonNow) -> None:
    """Count a move if one of these changed; the caller saves the visit."""
    if visit.pk is not None and when_of(visit) != before:
        visit.moves += 1
        visit.changed_at = at.now


def move_back(visit: Visit, *, stood: Visit, at: PersonNow) -> None:
    """After an undo: going back is one more move, or calendars keep the day that was undone."""
    visit.moves, visit.changed_at = stood.moves, stood.changed_at
    note_move(visit, before=when_of(stood), at=at)
    visit.save(update_fields=["moves", "changed_at"])
