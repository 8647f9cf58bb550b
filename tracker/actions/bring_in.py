"""Compare a diary from a file with the one that stands, and write what the person chose.

Only the owner's own rows are ever looked at or changed.
"""

import json
from collections import Counter
from collections.abc import Callable, Collection, Iterable
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import date
from hashlib import sha256
from typing import Any
from uuid import UUID

from django.core.serializers.json import DjangoJSONEncoder
from django.db import DatabaseError, IntegrityError, models, transaction
from django.utils.translation import gettext_noop

from rehab.vocabulary import Tier
from tracker import photo_files
from tracker.actions.bring_in_find import AT_ONCE, Mine
from tracker.actions.errors import ActionError
from tracker.actions.evaluate_signs import evaluate_signs
from tracker.actions.history import TABLES, note_change, snapshot
from tracker.actions.once import claim
from tracker.actions.record_photo import MOST_A_DAY, MOST_OF_ACCOUNT
from tracker.carried import CHOICES, CHOSEN_WITH, KINDS, SETTINGS, Carried, CarriedRow
from tracker.clock import PersonNow
from tracker.diary_reader import with_context
from tracker.models import Injury, Notice, Photo, User
from tracker.models.base import PublicModel
from tracker.photos import Picture

# The day that names a row to a person, or that of the row it hangs on.
DAY_COLUMNS = ("on", "began_on", "told_on", "started_on", "first_true_on", "onset_on", "added_on")
# A later version of the row, or when it was typed in: no difference to a person.
NOT_COMPARED = {"number", "logged_at", "zone", "width", "height", "last_true_on"}
Pictures = Callable[[str], Picture]
FULL = gettext_noop("The photos of this file and yours are more than can be kept")
MINOR = gettext_noop("You need to be at least 13 to keep a diary here")


class CannotStand(ActionError):
    """A row of the file that the diary cannot hold; `path` says which."""

    def __init__(self, path: str, message: str) -> None:
        super().__init__(message)
        self.path = path


@dataclass(slots=True)
class Compared:
    """How many rows of each kind are new, equal and different; the days of the new ones.

    `others` are the days of rows that differ, by what is chosen as one (`CHOICES`).
    `settings` names the settings of the person that differ.
    """

    new: Counter[str] = field(default_factory=Counter)
    equal: Counter[str] = field(default_factory=Counter)
    different: Counter[str] = field(default_factory=Counter)
    new_days: list[date] = field(default_factory=list)
    others: dict[str, set[date]] = field(default_factory=dict)
    settings: list[str] = field(default_factory=list)

    @property
    def changes(self) -> bool:
        """Whether anything can be brought in."""
        return bool(self.new or self.different or self.settings)

    @property
    def asked(self) -> dict[str, int]:
        """How many rows differ of each of the choices that there are to make, in their order."""
        count = Counter({SETTINGS: len(self.settings)})
        for kind, n in self.different.items():
            count[CHOSEN_WITH.get(kind, kind)] += n
        return {choice: count[choice] for choice in CHOICES if count[choice]}

    @property
    def mark(self) -> str:
        """Tells two comparisons apart, so that what is confirmed is what was shown."""
        told = [self.new, self.equal, self.different, self.new_days, self.settings]
        told += [{kind: sorted(days) for kind, days in self.others.items()}]
        return sha256(json.dumps(told, cls=DjangoJSONEncoder).encode()).hexdigest()[:32]


@dataclass(frozen=True, slots=True)
class BroughtIn:
    """What was written, and what the rules newly tell."""

    compared: Compared
    notices: list[Notice] = field(default_factory=list)
    is_again: bool = False


def compare(*, owner: User, carried: Carried, at: PersonNow, pictures: Pictures) -> Compared:
    """What bringing it in would do, found out by doing it and taking it back.

    Nothing is stored. Raises CannotStand for what could not be.
    """
    try:
        with transaction.atomic():
            book = _Book(owner, carried, at=at, takes=CHOICES, pictures=pictures, is_real=False)
            book.write()
            transaction.set_rollback(True)
    finally:
        owner.refresh_from_db()
    return book.compared


def bring_in(
    *,
    owner: User,
    carried: Carried,
    takes: Collection[str],
    seen: str,
    at: PersonNow,
    key: UUID,
    pictures: Pictures,
) -> BroughtIn:
    """Write what is new, and what is different of the `CHOICES` that it `takes`; then the rules.

    All or nothing. `seen` is the mark of the comparison that was shown: ActionError when the
    diary changed since. A replayed key writes nothing. Raises CannotStand.
    """
    with ExitStack() as undo, transaction.atomic():
        if not claim(owner=owner, key=key, kind="import"):
            return BroughtIn(Compared(), is_again=True)
        User.objects.select_for_update(no_key=True).get(pk=owner.pk)
        book = _Book(owner, carried, at=at, takes=takes, pictures=pictures, is_real=True)
        undo.callback(book.remove_files)
        book.write()
        if book.compared.mark != seen:
            raise ActionError("Your diary changed meanwhile. Look at it again")
        notices = book.review()
        undo.pop_all()
    return BroughtIn(book.compared, notices)


class _Book:
    """One diary while a file is held against it."""

    def __init__(
        self,
        owner: User,
        carried: Carried,
        *,
        at: PersonNow,
        takes: Collection[str],
        pictures: Pictures,
        is_real: bool,
    ) -> None:
        self.owner, self.carried, self.at, self.takes = owner, carried, at, takes
        self.pictures, self.is_real = pictures, is_real
        self.compared = Compared()
        self.made: dict[int, models.Model] = {}
        self.by_name: dict[tuple[str, str], models.Model] = {}
        self.stems: list[str] = []
        self.has_written = False

    def write(self) -> None:
        self._settings()
        for kind, rows in self.carried.rows.items():
            if rows:
                self._kind(kind, rows)
        self._previous()
        if self.compared.new["photos"]:
            self._check_photos()
        if self.owner.current_injury_id is None and (made := self._newest()) is not None:
            self.owner.current_injury = made
            self.owner.save(update_fields=["current_injury"])

    def review(self) -> list[Notice]:
        """Run the rules over every injury: what is told of the person counts for all."""
        found: list[Notice] = []
        if not self.has_written:
            return found
        for injury in with_context(Injury.objects.filter(owner=self.owner)):
            found += evaluate_signs(injury=injury, at=self.at, edited=True)
        grave = [n for n in found if n.tier in (Tier.EMERGENCY, Tier.URGENT)]
        if grave:
            first = min(grave, key=lambda notice: notice.tier != Tier.EMERGENCY)
            self.owner.current_injury_id = first.injury_id
            self.owner.save(update_fields=["current_injury"])
        return found

    def remove_files(self) -> None:
        for stem in self.stems:
            photo_files.remove(stem)

    def _settings(self) -> None:
        told = {k: v for k, v in self.carried.person.items() if getattr(self.owner, k) != v}
        year = told.get("birth_year")
        if isinstance(year, int) and self.at.today.year - year < 13:
            raise CannotStand("person.birth_year", MINOR)
        self.compared.settings = sorted(told)
        if told and SETTINGS in self.takes:
            for name, value in told.items():
                setattr(self.owner, name, value)
            self._stored(
                lambda: self.owner.save(update_fields=list(told)), [CarriedRow("", "person", {})]
            )
            self.has_written = True

    def _kind(self, kind: str, rows: list[CarriedRow]) -> None:
        mine = Mine(self.owner, kind, rows, self._parent)
        fresh: list[tuple[CarriedRow, models.Model]] = []
        for row in rows:
            told = row.told | self._linked(row)
            found = mine.find(row)
            if found is None:
                found = self._new(row, told, mine)
                fresh.append((row, found))
                mine.add(row, found)
                self._count(self.compared.new, row, self.compared.new_days)
            elif all(_same(found, name, value) for name, value in told.items()):
                self._count(self.compared.equal, row, None)
            elif found.pk is None:
                raise CannotStand(row.path, gettext_noop("stands in the file twice, not the same"))
            else:
                choice = CHOSEN_WITH.get(kind, kind)
                self._count(self.compared.different, row, None)
                self.compared.others.setdefault(choice, set()).update(_days_of(row))
                if choice in self.takes:
                    self._change(found, told, row)
            self.made[id(row)] = found
            if row.name:
                self.by_name[kind, row.name] = found
        self._create(KINDS[kind].model, fresh)

    def _new(self, row: CarriedRow, told: dict[str, object], mine: Mine) -> models.Model:
        spec = KINDS[row.kind]
        columns = row.otherwise | told
        if spec.parent and row.kind != "injuries":
            parent = self._parent(row)
            columns[f"{spec.parent}_id"] = parent.pk if parent else None
        if spec.owner == "owner":
            columns["owner_id"] = self.owner.pk
        if "uuid" in {f.name for f in spec.model._meta.concrete_fields}:
            columns["uuid"] = mine.free_uuid(row)
        if row.kind == "photos":
            columns |= self._picture(row)
        return spec.model(**columns)

    def _picture(self, row: CarriedRow) -> dict[str, object]:
        picture, stem = self.pictures(row.picture), photo_files.new_stem()
        if self.is_real:
            self.stems.append(stem)
            photo_files.write(stem, large=picture.large, small=picture.small)
        return {"stem": stem, "width": picture.width, "height": picture.height}

    def _create(
        self, model: type[models.Model], fresh: list[tuple[CarriedRow, models.Model]]
    ) -> None:
        if not fresh:
            return
        self.has_written = True
        rows, made = [row for row, _m in fresh], [model_row for _r, model_row in fresh]
        try:
            with transaction.atomic():
                model._default_manager.bulk_create(made, batch_size=AT_ONCE)
        except DatabaseError:
            for row, each in zip(rows, made, strict=True):
                each.pk = None
                self._stored(each.save, [row])

    def _change(self, found: models.Model, told: dict[str, object], row: CarriedRow) -> None:
        before = snapshot(found)
        for name, value in told.items():
            if name not in NOT_COMPARED:
                setattr(found, name, value)
        if row.kind == "days":
            found.number += 1  # type: ignore[attr-defined]
        self._stored(found.save, [row])
        self.has_written = True
        if self.is_real and isinstance(found, PublicModel) and type(found) in TABLES.values():
            note_change(owner=self.owner, row=found, before=before, after=snapshot(found))

    def _stored(self, write: Callable[[], object], rows: list[CarriedRow]) -> None:
        try:
            with transaction.atomic():
                write()
        except (IntegrityError, DatabaseError, ValueError) as error:
            raise CannotStand(rows[0].path, _reason(error)) from error

    def _parent(self, row: CarriedRow) -> models.Model | None:
        if row.kind == "sessions":
            found = self.by_name.get(("plans", row.links["plan"]))
            if found is None:
                raise CannotStand(
                    f"{row.path}.plan", gettext_noop("names a plan that is not there")
                )
            return found
        return self.made.get(id(row.parent)) if row.parent is not None else None

    def _linked(self, row: CarriedRow) -> dict[str, object]:
        """Links to other rows of the file, as columns; and what a visit's advice did."""
        told: dict[str, object] = {}
        if "notice" in row.links:
            notice = self.by_name.get(("notices", row.links["notice"]))
            told["notice_id"] = notice.pk if notice else None
        if row.kind == "visits" and isinstance(row.told.get("did"), dict):
            did: dict[str, Any] = row.told["did"]  # type: ignore[assignment]
            of = {"plan": "plans", "pause": "pauses", "began": "pauses"}
            known = {k: self.by_name.get((of[k], str(v))) for k, v in did.items() if k in of}
            told["did"] = {k: str(found.uuid) for k, found in known.items() if found}  # type: ignore[attr-defined]
        return told

    def _previous(self) -> None:
        for row in self.carried.rows["injuries"]:
            earlier = self.by_name.get(("injuries", row.links.get("previous", "")))
            injury = self.made[id(row)]
            if earlier is not None and injury.previous_id is None:  # type: ignore[attr-defined]
                Injury.objects.filter(pk=injury.pk).exclude(pk=earlier.pk).update(previous=earlier)

    def _newest(self) -> Injury | None:
        own = Injury.objects.of(self.owner)
        return own.open().first() or own.first()

    def _check_photos(self) -> None:
        own = Photo.objects.filter(injury__owner=self.owner)
        a_day = own.values("on").annotate(n=models.Count("pk")).filter(n__gt=MOST_A_DAY)
        if own.count() > MOST_OF_ACCOUNT or a_day.exists():
            raise CannotStand("photos", FULL)

    def _count(self, into: Counter[str], row: CarriedRow, days: list[date] | None) -> None:
        into[row.kind] += 1
        on = row.told.get("on")
        if days is not None and row.kind == "days" and isinstance(on, date):
            days.append(on)


def _days_of(row: CarriedRow) -> list[date]:
    told = row.otherwise | row.told
    for name in DAY_COLUMNS:
        if isinstance(on := told.get(name), date):
            return [on]
    return _days_of(row.parent) if row.parent is not None and row.kind in CHOSEN_WITH else []


def _same(found: models.Model, name: str, value: object) -> bool:
    return name in NOT_COMPARED or getattr(found, name) == value


def _reason(error: Exception) -> str:
    """Why the database does not take it: the name of the constraint, where it tells one."""
    text = " ".join(str(error).split())
    return f"cannot stand in the diary beside what is there ({text[:120]})"


def names_of(kinds: Iterable[str]) -> list[str]:
    """The kinds in the order in which they are shown."""
    known = set(kinds)
    return [kind for kind in KINDS if kind in known]
