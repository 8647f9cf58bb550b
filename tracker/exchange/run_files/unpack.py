"""One upload as single files: what is zipped is unzipped, within bounds.

Names inside an archive are shown to the person and used for nothing else; no file is
written. What unpacks to more than allowed is stopped while it unpacks.
"""

import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, LargeZipFile, ZipFile

from tracker.exchange.run_files.values import MOST_FILES, RunFileRefused, Why
from tracker.file_run import FILE_BYTES

ZIP, GZIP = b"PK\x03\x04", b"\x1f\x8b"
EMPTY_ZIP = b"PK\x05\x06"
LONGEST_NAME = 80
# What archives carry beside the files that somebody put in; and names that begin with a dot.
OWN_FOLDER = "__macosx"
ENCRYPTED = 0x1
# What watches and phones write; others name in the archive how much memory they take.
PACKINGS = (ZIP_STORED, ZIP_DEFLATED)


@dataclass(frozen=True, slots=True)
class Sent:
    """One file as it came: its name and its bytes."""

    name: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Single:
    """One file out of an upload; `data` is None where `why` tells that it cannot be had."""

    name: str
    data: bytes | None = None
    why: Why | None = None


def singles(sent: Sent) -> Iterator[Single]:
    """The files of one upload, unzipped."""
    name = short(sent.name)
    if sent.data.startswith((ZIP, EMPTY_ZIP)):
        yield from _of_zip(name, sent.data)
    else:
        yield _single(name, sent.data)


def _single(name: str, data: bytes) -> Single:
    if not data:
        return Single(name, why=Why.EMPTY)
    if len(data) > FILE_BYTES:
        return Single(name, why=Why.TOO_LARGE)
    try:
        if data.startswith(GZIP):
            data = _gunzip(data)
    except RunFileRefused as refusal:
        return Single(name, why=refusal.why)
    if data.startswith((ZIP, EMPTY_ZIP, GZIP)):
        return Single(name, why=Why.NESTED)
    return Single(name, data) if data else Single(name, why=Why.EMPTY)


def _of_zip(name: str, data: bytes) -> Iterator[Single]:
    try:
        archive = ZipFile(BytesIO(data))
        entries = [entry for entry in archive.infolist() if _is_theirs(entry.filename)]
    except (BadZipFile, LargeZipFile, ValueError, NotImplementedError, OSError, EOFError):
        yield Single(name, why=Why.BROKEN)
        return
    if not entries:
        yield Single(name, why=Why.EMPTY)
    for i, entry in enumerate(entries):
        if i >= MOST_FILES:
            yield Single(name, why=Why.TOO_MANY_FILES)
            return
        inner = short(entry.filename)
        if entry.flag_bits & ENCRYPTED:
            yield Single(inner, why=Why.LOCKED)
            continue
        if entry.compress_type not in PACKINGS:
            yield Single(inner, why=Why.BROKEN)
            continue
        try:
            with archive.open(entry) as file:
                unpacked = file.read(FILE_BYTES + 1)
        except (BadZipFile, ValueError, NotImplementedError, RuntimeError, OSError, EOFError,
                zlib.error):  # fmt: skip
            yield Single(inner, why=Why.BROKEN)
            continue
        yield _single(inner, unpacked)


def _is_theirs(name: str) -> bool:
    """Whether somebody put it in; "./" and "../" tell only where the archive was made."""
    parts = [part for part in name.replace("\\", "/").split("/") if part not in (".", "..")]
    if not parts or not parts[-1]:
        return False
    is_hidden = parts[0].startswith(".") or parts[-1].startswith(".")
    return parts[0].lower() != OWN_FOLDER and not is_hidden


def _gunzip(data: bytes) -> bytes:
    """Unpacked to `FILE_BYTES` at most; whatever is appended after the first part is left out."""
    unzip = zlib.decompressobj(wbits=31)
    try:
        plain = unzip.decompress(data, FILE_BYTES + 1)
    except zlib.error:
        raise RunFileRefused(Why.BROKEN) from None
    if len(plain) > FILE_BYTES:
        raise RunFileRefused(Why.TOO_LARGE)
    if not unzip.eof:
        raise RunFileRefused(Why.BROKEN)
    return plain


def short(name: str) -> str:
    """The last part of a file's name, in characters that can be shown and stored."""
    last = name.replace("\\", "/").rpartition("/")[2]
    plain = last.encode("utf-8", "ignore").decode("utf-8")
    plain = "".join(c for c in plain if c.isprintable())[-LONGEST_NAME:]
    return plain or "?"
