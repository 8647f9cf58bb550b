"""Look up ids across files, for the checks of content."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from rehab.content.faults import Fault

Found = Mapping[str, Any]


def known(found: Found, kind: str) -> frozenset[str]:
    """The ids of a kind, those of entries with faults of their own included."""
    named = found["known"].get("signs" if kind == "rules" else kind, ())
    return frozenset(found[kind]) | frozenset(named)


_SINGULAR = {"plans": "build-up plan", "profiles": "pain profile"}


def missing(
    found: Found, kind: str, file: str, key: str, ids: Iterable[str | None]
) -> Iterator[Fault]:
    """A fault for each id that no entry of this kind has."""
    what = _SINGULAR.get(kind, kind.removesuffix("s"))
    yield from unknown(file, key, ids, known(found, kind), what)


def unknown(
    file: str, key: str, ids: Iterable[str | None], known: Iterable[str], what: str
) -> Iterator[Fault]:
    for each in ids:
        if each is not None and each not in known:
            yield Fault(file, key, f"unknown {what} {each!r}")
