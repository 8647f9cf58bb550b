"""Everything of a person as one ZIP: the diary file, tables, pictures, and a copy to read."""

import json
import zipfile
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import IO, cast

from tracker import photo_files
from tracker.exchange.copy import copy_of
from tracker.exchange.export import export_diary, photo_name
from tracker.exchange.tables import csv_pieces, tables_of
from tracker.models import Photo, User

DIARY, COPY = "diary.json", "index.html"
PLAIN_NAME, HEALTH_NAME = "diary", "hamstring-diary"


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


def file_name(*, on: date, is_plain: bool, ending: str = "zip") -> str:
    """The name to save it under; a plain one says nothing about health."""
    return f"{PLAIN_NAME if is_plain else HEALTH_NAME}-{on.isoformat()}.{ending}"


def zip_diary(user: User, *, now: datetime, today: date) -> Iterator[bytes]:
    """Give the ZIP piece by piece, so that no more than one picture is held at a time.

    Pictures are not compressed again. One that is gone from the storage is left out.
    """
    sink = _Sink()
    diary = export_diary(user, now=now, today=today)
    with zipfile.ZipFile(cast(IO[bytes], sink), "w", zipfile.ZIP_DEFLATED) as made:
        yield from _entry(made, sink, DIARY, json_pieces(diary))
        for name, rows in tables_of(diary).items():
            yield from _entry(made, sink, f"tables/{name}.csv", csv_pieces(rows))
        there: dict[str, str] = {}
        for photo in Photo.objects.of(user).order_by("on", "pk"):
            names = photo_names(photo)
            for size, name in names.items():
                picture = _picture(photo, size)
                if picture is not None:
                    made.writestr(name, picture, zipfile.ZIP_STORED)
                    there[names[photo_files.LARGE]] = name
                    yield sink.take()
        yield from _entry(made, sink, COPY, iter([copy_of(diary, pictures=there, on=today)]))
    yield sink.take()


def photo_names(photo: Photo) -> dict[str, str]:
    """The names of both files of a photo in the ZIP, by size."""
    large = photo_name(photo)
    return {photo_files.LARGE: large, photo_files.SMALL: photo_small(large)}


def photo_small(name: str) -> str:
    """The name of the small picture beside a large one."""
    return name.replace("photos/", "photos/small/", 1)


def json_pieces(diary: Mapping[str, object]) -> Iterator[bytes]:
    """The diary as JSON, an entry to a line, a piece at a time."""
    yield from _object(diary, deep=2)
    yield b"\n"


def _object(value: Mapping[str, object], *, deep: int) -> Iterator[bytes]:
    before = b"{\n"
    for key, each in value.items():
        yield before + _plain(key) + b": "
        yield from _list(each, deep=deep) if isinstance(each, list) else [_plain(each)]
        before = b",\n"
    yield b"}" if before != b"{\n" else b"{}"


def _list(values: list[object], *, deep: int) -> Iterator[bytes]:
    before = b"[\n"
    for value in values:
        yield before
        is_open = deep > 1 and isinstance(value, dict)
        yield from _object(value, deep=deep - 1) if is_open else [_plain(value)]  # type: ignore[arg-type]
        before = b",\n"
    yield b"]" if values else b"[]"


def _plain(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False).encode("utf-8", "backslashreplace")


def _entry(
    made: zipfile.ZipFile, sink: _Sink, name: str, pieces: Iterator[bytes]
) -> Iterator[bytes]:
    with made.open(name, "w") as entry:
        for piece in pieces:
            entry.write(piece)
            if piece := sink.take():
                yield piece
    yield sink.take()


def _picture(photo: Photo, size: str) -> bytes | None:
    try:
        with photo_files.read(photo.stem, size) as file:
            return file.read()
    except FileNotFoundError:
        return None
