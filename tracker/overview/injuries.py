"""All injuries of a person in a list: where, since when, open or closed, linked to which."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from rehab.content.catalogue import catalogue
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
    rows = list(Injury.objects.of(owner).order_by("-created_at", "-pk"))
    known = {row.pk: row for row in rows}
    came_back = {row.previous_id: row for row in rows if row.previous_id is not None}
    return tuple(
        InjuryRow(
            uuid=str(row.uuid),
            title=injury_words(side=row.side, places=row.places, worst=row.worst),
            words=" ".join(
                _words(row, earlier=known.get(row.previous_id or 0), later=came_back.get(row.pk))
            ),
            is_shown=row.pk == now.pk,
            is_closed=row.closed_on is not None,
        )
        for row in rows
    )


def happened_often(injury: Injury, *, today: date, is_about_to: bool = False) -> str:
    """That it came back so often in so few days that somebody should look; "" otherwise.

    Counts the injuries in a row that followed an earlier one and began in the window of
    `policy.toml`; `is_about_to` counts the one that the person is telling now. One query,
    none for an injury without an earlier one. Source: review notes, hazard 23.
    """
    policy = catalogue().policy
    since = today - timedelta(days=policy.resets_window_days)
    if injury.previous_id is None:
        return ""
    known = {row.pk: row for row in Injury.objects.of(injury.owner)}
    count, row = int(is_about_to), known.get(injury.pk)
    while row is not None and row.previous_id is not None:
        began = row.onset_on or row.created_at.date()
        count += since <= began <= today
        row = known.pop(row.previous_id, None)
    if count < policy.resets_for_review:
        return ""
    return _(
        "It came back %(n)s times in %(days)s days. Have somebody look at it before you load it "
        "again."
    ) % {"n": count, "days": policy.resets_window_days}


def _words(row: Injury, *, earlier: Injury | None, later: Injury | None) -> list[str]:
    words = [_when(row, on=_("Began on %(day)s."), about=_("Began: %(when)s."))]
    if row.previous_id is not None:
        words.append(_("It happened again after an earlier one."))
    if earlier is not None:
        words.append(
            _when(earlier, on=_("That one began on %(day)s."), about=_("That one began: %(when)s."))
        )
    if later is not None:
        told = _when(later, on=_("It came back on %(day)s."), about=_("It came back: %(when)s."))
        words.append(told or _("It came back later."))
    if row.closed_on is not None:
        words.append(_("Closed on %(day)s.") % {"day": date_format(row.closed_on, "j M Y")})
    return [each for each in words if each]


def _when(row: Injury, *, on: str, about: str) -> str:
    """The person's own words for the onset, else its day; "" when neither is known."""
    if row.onset_words:
        return about % {"when": row.onset_words}
    return on % {"day": date_format(row.onset_on, "j M Y")} if row.onset_on is not None else ""
