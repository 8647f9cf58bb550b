"""A visit of the person's own that is wanted and not booked: asked about again later.

One that belongs to a sign is put off on the sign (`answer_notice`), by its tier.
"""

from uuid import UUID

from django.db import transaction

from tracker.actions.errors import ActionError
from tracker.actions.once import claim
from tracker.clock import PersonNow
from tracker.models import Visit


def put_off_visit(*, visit: Visit, at: PersonNow, key: UUID) -> Visit:
    """Ask about an own visit again in two weeks; one that was missed loses its day.

    Raises ActionError for one that belongs to a sign, and for one that is booked or over.
    A replay changes nothing.
    """
    with transaction.atomic():
        if not claim(owner=visit.owner, key=key, kind="visit-later", made=str(visit.uuid)):
            return visit
        visit = Visit.objects.select_for_update(of=("self",)).get(pk=visit.pk)
        if visit.notice_id is not None or visit.state not in Visit.UNBOOKED:
            raise ActionError("This visit cannot be put off")
        visit.state, visit.on, visit.at = "later", None, None
        visit.moves += 1
        visit.changed_at = at.now
        visit.save(update_fields=["state", "on", "at", "moves", "changed_at"])
    return visit
