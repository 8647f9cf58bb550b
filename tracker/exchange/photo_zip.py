"""Everything of a person as one ZIP: the diary file and the pictures it names."""

import json
import zipfile
from collections.abc import Iterator
from datetime import date, datetime
from typing import IO, cast

from tracker import photo_files
from tracker.exchange.export import export_diary, photo_name
from tracker.models import Photo, User


class _Sink:
    """Takes what is written and gives it away at once; nothing can be looked up in it."""

    def __init__(self) -> None:
        self._pieces: list[bytes] = []

    def write(self, data: bytes) -> int:
        self._pieces.append(bytes(data))
        return len(data)

    def flush(self) -> None:
        pass

    def take(self) -> bytes:
        data, self._pieces = b"".join(self._pieces), []
        return data


def zip_diary(user: User, *, now: datetime, today: date) -> Iterator[bytes]:
    """Give the ZIP piece by piece, so that no more than one picture is held at a time.

    Pictures are not compressed again. One that is gone from the storage is left out.
    """
    sink = _Sink()
    with zipfile.ZipFile(cast(IO[bytes], sink), "w", zipfile.ZIP_STORED) as made:
        diary = json.dumps(export_diary(user, now=now, today=today), indent=1, ensure_ascii=False)
        made.writestr("hamstring-diary.json", diary, zipfile.ZIP_DEFLATED)
        yield sink.take()
        for photo in Photo.objects.of(user).order_by("on", "pk"):
            try:
                with photo_files.read(photo.stem, photo_files.LARGE) as file:
                    picture = file.read()
            except FileNotFoundError:
                continue
            made.writestr(photo_name(photo), picture)
            yield sink.take()
    yield sink.take()
