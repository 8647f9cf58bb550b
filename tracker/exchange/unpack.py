"""An upload as the text of a diary and its pictures, checked before anything is unpacked.

Nothing is written to a disk and no name in an archive is used as a path. What unpacks to
more than its header says, or than is allowed, is stopped while it unpacks.
"""

import re
import zlib
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from zipfile import BadZipFile, LargeZipFile, ZipFile, ZipInfo

from tracker.exchange.reading import FileRefused, Remark

ZIP = (b"PK\x03\x04", b"PK\x05\x06")
DIARIES = ("diary.json", "hamstring-diary.json")
PICTURE = re.compile(r"photos/(small/)?[A-Za-z0-9._-]{1,120}\.jpg")
JSON_BYTES = 30_000_000
PICTURE_BYTES = 4_000_000
ALL_BYTES = 600_000_000
MOST_ENTRIES = 2_000
MOST_RATIO = 200
DIRECTORY_BYTES = 1_000_000
ENCRYPTED = 0x1
END, END_64 = b"PK\x05\x06", b"PK\x06\x07"
BROKEN = (
    BadZipFile, LargeZipFile, ValueError, NotImplementedError, RuntimeError, OSError, EOFError,
    zlib.error,
)  # fmt: skip


@dataclass(slots=True)
class Upload:
    """One upload that passed the checks. Close it, or use it in a `with`."""

    text: str
    archive: ZipFile | None = None

    @property
    def pictures(self) -> frozenset[str]:
        """The names of the pictures that are in it."""
        names = self.archive.namelist() if self.archive else []
        return frozenset(name for name in names if PICTURE.fullmatch(name))

    def picture(self, name: str) -> bytes:
        """One picture. Raises FileRefused for one that cannot be unpacked or is too long."""
        if self.archive is None or name not in self.pictures:
            raise FileRefused([Remark(name, "is not in the file")])
        return _read(self.archive, self.archive.getinfo(name), PICTURE_BYTES)

    def __enter__(self) -> "Upload":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self.archive is not None:
            self.archive.close()


def open_upload(path: Path) -> Upload:
    """The ZIP or JSON under `path`. Raises FileRefused with the place and the reason."""
    with path.open("rb") as file:
        begins = file.read(4)
    if not begins:
        raise FileRefused([Remark("", "is empty")])
    if not begins.startswith(ZIP):
        if path.stat().st_size > JSON_BYTES:
            raise FileRefused([Remark("", "is larger than 30 MB")])
        return Upload(_text("", path.read_bytes()))
    _check_directory(path)
    try:
        archive = ZipFile(path)
    except BROKEN as error:
        raise FileRefused([Remark("", "is damaged: this ZIP cannot be opened")]) from error
    try:
        return Upload(_text_of(archive), archive)
    except BaseException:
        archive.close()
        raise


def _check_directory(path: Path) -> None:
    """Look at the end of the archive, before its list of names is read into memory."""
    with path.open("rb") as file:
        file.seek(max(0, path.stat().st_size - 65_600))
        tail = file.read()
    at = tail.rfind(END)
    if at < 0 or len(tail) < at + 22:
        raise FileRefused([Remark("", "is damaged: its end is missing")])
    count = int.from_bytes(tail[at + 10 : at + 12], "little")
    size = int.from_bytes(tail[at + 12 : at + 16], "little")
    if count > MOST_ENTRIES or size > DIRECTORY_BYTES or tail[at - 20 : at - 16] == END_64:
        raise FileRefused([Remark("", f"holds more than {MOST_ENTRIES:,} files")])


def _text_of(archive: ZipFile) -> str:
    entries = archive.infolist()
    if len(entries) > MOST_ENTRIES:
        raise FileRefused([Remark("", f"holds more than {MOST_ENTRIES:,} files")])
    faults = [Remark(_shown(entry.filename), why) for entry in entries if (why := _wrong(entry))]
    names = [entry.filename for entry in entries]
    faults += [Remark(_shown(name), "is there twice") for name in DIARIES if names.count(name) > 1]
    if sum(entry.file_size for entry in entries) > ALL_BYTES:
        faults.append(Remark("", "unpacks to more than 600 MB"))
    if faults:
        raise FileRefused(faults[:20])
    for name in DIARIES:
        if name in names:
            return _text(name, _read(archive, archive.getinfo(name), JSON_BYTES))
    raise FileRefused([Remark("", "holds no diary.json")])


def _wrong(entry: ZipInfo) -> str:
    """What is wrong with one entry, "" for nothing."""
    name = entry.filename
    parts = name.replace("\\", "/").split("/")
    if name.startswith(("/", "\\")) or ".." in parts or ":" in parts[0]:
        return "has a name that leads out of the folder"
    if entry.flag_bits & ENCRYPTED:
        return "is locked with a password"
    if entry.file_size > 1_000_000 and entry.file_size > MOST_RATIO * max(1, entry.compress_size):
        return "unpacks to far more than it should"
    return ""


def _read(archive: ZipFile, entry: ZipInfo, at_most: int) -> bytes:
    name = _shown(entry.filename)
    if entry.file_size > at_most:
        raise FileRefused([Remark(name, f"is larger than {at_most // 1_000_000} MB")])
    try:
        with archive.open(entry) as file:
            data = file.read(at_most + 1)
    except BROKEN as error:
        raise FileRefused([Remark(name, "is damaged and cannot be unpacked")]) from error
    if len(data) > at_most:
        raise FileRefused([Remark(name, f"is larger than {at_most // 1_000_000} MB")])
    return data


def _text(name: str, data: bytes) -> str:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise FileRefused([Remark(name, "is UTF-16 text, and must be UTF-8")])
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise FileRefused([Remark(name, f"is not UTF-8 text (byte {error.start})")]) from error


def _shown(name: str) -> str:
    plain = "".join(c for c in name.encode("utf-8", "ignore").decode() if c.isprintable())
    return plain[:80] or "?"
