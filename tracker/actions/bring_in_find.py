"""Find a row of a file among the owner's own: by its id, by what names it, or by what it holds.

Where the file gives no id, one is made from what the row holds, always the same: a file that is
brought in twice changes nothing. The id of somebody else's row is never taken.
"""

import json
from collections.abc import Callable
from uuid import UUID, uuid5

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models

from tracker.carried import KINDS, CarriedRow
from tracker.models import User

AT_ONCE = 400
EMPTY: dict[str, object] = {"until": None}
ALL = {
    "answers": ("on", "at", "question", "value", "because"),
    "actions": ("kind", "on", "until", "reason", "at"),
}


class Mine:
    """The owner's rows of one kind, and how one of a file is found among them."""

    def __init__(
        self,
        owner: User,
        kind: str,
        rows: list[CarriedRow],
        parent: Callable[[CarriedRow], models.Model | None],
    ) -> None:
        self.owner, self.kind, self.spec, self.parent = owner, kind, KINDS[kind], parent
        own = self.spec.model._default_manager.filter(**{self.spec.owner: owner})
        self.by_uuid: dict[UUID, models.Model] = {}
        self.by_same: dict[object, models.Model] = {}
        self.parent_column = f"{self.spec.parent}_id" if self.spec.parent else ""
        for each in own:
            self._keep(each)
        self.uuids = {id(row): self._uuids(row) for row in rows}
        self.taken = self._taken()

    def find(self, row: CarriedRow) -> models.Model | None:
        for uuid in self.uuids[id(row)]:
            if uuid in self.by_uuid:
                return self.by_uuid[uuid]
        same = self._same_of_row(row)
        return self.by_same.get(same) if same is not None else None

    def add(self, row: CarriedRow, made: models.Model) -> None:
        self._keep(made)

    def free_uuid(self, row: CarriedRow) -> UUID:
        """The file's own id where nobody else's row has it; else one that is always the same."""
        return next(uuid for uuid in self.uuids[id(row)] if uuid not in self.taken)

    def _keep(self, each: models.Model) -> None:
        uuid = getattr(each, "uuid", None)
        if uuid is not None:
            self.by_uuid[uuid] = each
        if (same := self._same_of(each)) is not None:
            self.by_same[same] = each
        if self.kind == "runs" and each.file_hash:  # type: ignore[attr-defined]
            self.by_same[each.injury_id, each.file_hash] = each  # type: ignore[attr-defined]
        if self.kind == "findings" and each.closed_on is None:  # type: ignore[attr-defined]
            self.by_same[each.injury_id, each.rule] = each  # type: ignore[attr-defined]

    def _same_of(self, each: models.Model) -> object:
        above = getattr(each, self.parent_column, None) if self.parent_column else None
        if self.spec.same is None:
            return (above, *(getattr(each, name) for name in ALL[self.kind]))
        if not self.spec.same:
            return None
        return (above, *(getattr(each, name) for name in self.spec.same if name != "injury"))

    def _same_of_row(self, row: CarriedRow) -> object:
        above = self.parent(row)
        key = above.pk if above else None
        told = row.otherwise | row.told
        if self.kind == "runs":
            return (key, told["file_hash"]) if told.get("file_hash") else None
        if self.kind == "findings":
            return (key, told.get("rule")) if told.get("closed_on") is None else None
        if self.spec.same is None:
            return (key, *(told.get(name, EMPTY.get(name, "")) for name in ALL[self.kind]))
        if not self.spec.same:
            return None
        return (key, *(told.get(name) for name in self.spec.same if name != "injury"))

    def _uuids(self, row: CarriedRow) -> list[UUID]:
        made = uuid5(self.owner.uuid, f"{self.kind} {row.name or self._held(row)}")
        try:
            own = UUID(row.name)
        except ValueError:
            return [made]
        return [own, made]

    def _held(self, row: CarriedRow) -> str:
        """What an id is made from where the file gives none: the row, and where it stands."""
        told = json.dumps(row.told, cls=DjangoJSONEncoder, sort_keys=True)
        above = row.parent
        return f"{above.path if above and not above.name else above and above.name} {told}"

    def _taken(self) -> set[UUID]:
        """Which of these ids stand in rows of others."""
        if not hasattr(self.spec.model, "uuid"):
            return set()
        wanted = [uuid for each in self.uuids.values() for uuid in each if uuid not in self.by_uuid]
        taken: set[UUID] = set()
        for at in range(0, len(wanted), AT_ONCE):
            some = self.spec.model._default_manager.filter(uuid__in=wanted[at : at + AT_ONCE])
            taken |= set(some.values_list("uuid", flat=True))
        return taken
