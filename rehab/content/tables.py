"""The TOML files of the content as tables, parsed once for many starts.

Like Python's bytecode, the parsed copy lies in `__pycache__` beside what it was made from.
It counts only while its seal fits exactly the files that stand here now and the copy itself, and
it holds what the files say, not that it was found right: every check runs on it at every start.
"""

import hashlib
import json
import os
import sys
import tomllib
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

Tables = dict[str, dict[str, Any]]
DATE = "date of TOML"


@dataclass(frozen=True)
class Files:
    """Every TOML file below `root`: its bytes by its name, and one digest of all of them."""

    root: Path
    raw: Mapping[str, bytes]
    digest: str


def files_below(root: Path) -> Files:
    """Read the files, in order of name. One that cannot be read is left out."""
    raw = {}
    digest = hashlib.sha256()
    for name in sorted(path.relative_to(root).as_posix() for path in root.rglob("*.toml")):
        with suppress(OSError):
            raw[name] = (root / name).read_bytes()
    for name, text in raw.items():
        digest.update(f"{name}\0{len(text)}\0".encode() + text)
    return Files(root, raw, digest.hexdigest())


def keep(root: Path) -> None:
    """Keep the tables of `root` for the next start, unless they are kept already.

    OSError where nothing may be written, ValueError when a file is not readable as TOML or
    holds a time of day.
    """
    files = files_below(root)
    if kept(files):
        return
    tables = {name: tomllib.loads(text.decode()) for name, text in files.raw.items()}
    body = json.dumps(tables, default=_date_out).encode()
    path = _place(root)
    path.parent.mkdir(exist_ok=True)
    fresh = path.with_suffix(f".{os.getpid()}")
    fresh.write_bytes(_seal(files, body) + b"\n" + body)
    fresh.replace(path)


def kept(files: Files) -> Tables:
    """The tables as they were kept; empty when they are missing, damaged or of other files."""
    try:
        seal, _, body = _place(files.root).read_bytes().partition(b"\n")
    except OSError:
        return {}
    if seal != _seal(files, body):
        return {}
    tables: Tables = json.loads(body, object_hook=_date_in)
    return tables


def _seal(files: Files, body: bytes) -> bytes:
    return hashlib.sha256(files.digest.encode() + body).hexdigest().encode()


def _place(root: Path) -> Path:
    return root / "__pycache__" / f"tables.{sys.implementation.cache_tag}.json"


def _date_out(value: object) -> dict[str, str]:
    if type(value) is not date:
        raise ValueError(f"{value!r} has no home in the kept tables")
    return {DATE: value.isoformat()}


def _date_in(table: dict[str, Any]) -> Any:
    return date.fromisoformat(table[DATE]) if DATE in table else table
