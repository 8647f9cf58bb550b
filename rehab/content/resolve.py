"""Look up ids across files, for the checks of content."""

from collections.abc import Iterable, Iterator, Mapping, Set
from typing import Any

from rehab.content.faults import Fault

Found = Mapping[str, Any]


def known(found: Found, kind: str) -> Set[str]:
    """The ids of a kind, those of entries with faults of their own included."""
    names: Set[str] = found["known"].get("signs" if kind == "rules" else kind, frozenset())
    return names


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
