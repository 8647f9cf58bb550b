"""The photos of one injury: by day, and two of them side by side."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from uuid import UUID

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tracker.models import Injury, Photo


@dataclass(frozen=True, slots=True)
class Choice:
    """One photo in a list to choose from; `words` tell two of one day apart."""

    value: str
    words: str


@dataclass(frozen=True, slots=True)
class Compared:
    """Two photos, the earlier one first, and the days between them in words.

    `words` name each of them as the list to choose from does.
    """

    first: Photo
    second: Photo
    words: tuple[str, str]
    between: str

    @property
    def photos(self) -> tuple[Photo, Photo]:
        return self.first, self.second

    @property
    def photos_in_words(self) -> list[tuple[Photo, str]]:
        return list(zip(self.photos, self.words, strict=True))

    @property
    def is_same(self) -> bool:
        """The person chose one photo for both sides."""
        return self.first.pk == self.second.pk

    @property
    def one(self) -> str:
        return str(self.first.uuid)

    @property
    def other(self) -> str:
        return str(self.second.uuid)


def photos_of(injury: Injury) -> list[Photo]:
    """All of this injury, the newest day first; one query."""
    return list(Photo.objects.filter(injury=injury))


def by_day(photos: Sequence[Photo]) -> list[tuple[date, list[Photo]]]:
    return [(on, list(each)) for on, each in groupby(photos, key=lambda photo: photo.on)]


def choices(photos: Sequence[Photo]) -> list[Choice]:
    """Every photo by its day, numbered where a day has several."""
    shown = []
    for on, each in by_day(photos):
        for number, photo in enumerate(reversed(each), start=1):
            words = date_format(on, "D j M Y")
            if len(each) > 1:
                words = _("%(day)s, photo %(n)s") % {"day": words, "n": number}
            shown.append(Choice(str(photo.uuid), words))
    return shown


def compared(photos: Sequence[Photo], *, one: str = "", other: str = "") -> Compared | None:
    """The two that were asked for; for what is unknown the oldest and the newest there is
    beside the other. None when there are fewer than two.
    """
    if len(photos) < 2:
        return None
    known: dict[UUID | None, Photo] = {photo.uuid: photo for photo in photos}
    a, b = known.get(_uuid_or_none(one)), known.get(_uuid_or_none(other))
    a = a or next(photo for photo in reversed(photos) if photo != b)
    b = b or next(photo for photo in photos if photo != a)
    first, second = sorted((a, b), key=lambda photo: (photo.on, photo.logged_at, photo.pk))
    words = {choice.value: choice.words for choice in choices(photos)}
    return Compared(
        first,
        second,
        (words[str(first.uuid)], words[str(second.uuid)]),
        _between((second.on - first.on).days),
    )


def _between(days: int) -> str:
    if days == 0:
        return _("Both of the same day.")
    return ngettext("%(n)s day between them.", "%(n)s days between them.", days) % {"n": days}


def _uuid_or_none(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
