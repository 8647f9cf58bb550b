"""All injuries of a person in a list: where, since when, open or closed, linked to which."""

from dataclasses import dataclass

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from tracker.labels import injury_words
from tracker.models import Injury, User


@dataclass(frozen=True, slots=True)
class InjuryRow:
    """One injury; `is_shown` marks the one that the pages show now."""

    uuid: str
    title: str
    words: str
    is_shown: bool
    is_closed: bool = False


def injury_rows(owner: User, *, now: Injury) -> tuple[InjuryRow, ...]:
    """The newest first, in one query."""
    rows = Injury.objects.of(owner).order_by("-created_at", "-pk")
    return tuple(
        InjuryRow(
            uuid=str(row.uuid),
            title=injury_words(side=row.side, places=row.places, worst=row.worst),
            words=" ".join(_words(row)),
            is_shown=row.pk == now.pk,
            is_closed=row.closed_on is not None,
        )
        for row in rows
    )


def _words(row: Injury) -> list[str]:
    words = []
    if row.onset_words:
        words.append(_("Began: %(when)s.") % {"when": row.onset_words})
    elif row.onset_on is not None:
        words.append(_("Began on %(day)s.") % {"day": date_format(row.onset_on, "j M Y")})
    if row.previous_id is not None:
        words.append(_("It happened again after an earlier one."))
    if row.closed_on is not None:
        words.append(_("Closed on %(day)s.") % {"day": date_format(row.closed_on, "j M Y")})
    return words
