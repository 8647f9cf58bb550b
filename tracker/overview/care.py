"""The list "What I have already had" as `components/care.html` shows it."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from rehab.vocabulary import CareKind, CareOutcome
from tracker.labels import label


@dataclass(frozen=True, slots=True)
class CareLine:
    """One scan or treatment."""

    name: str
    outcome: str
    who_when: str
    quote: str
    url: str


@dataclass(frozen=True, slots=True)
class CareGroup:
    title: str
    items: tuple[CareLine, ...]


def care_groups(
    items: Iterable[Mapping[str, Any]], url_of: Callable[[str], str]
) -> list[CareGroup]:
    """Group entries into scans, treatments and what is done now; empty groups are left out.

    Each item holds the columns of `Care` and its `id`; `url_of(id)` leads to its change.
    """
    groups: dict[str, list[CareLine]] = {_("Scans"): [], _("Treatments"): [], _("Doing now"): []}
    scans, treatments, now = groups
    for item in items:
        title = now if item.get("is_now") else treatments
        if item["kind"] == CareKind.SCAN:
            title = scans
        groups[title].append(_line(item, url_of(item["id"])))
    return [CareGroup(title, tuple(lines)) for title, lines in groups.items() if lines]


def _line(item: Mapping[str, Any], url: str) -> CareLine:
    outcome = item.get("outcome")
    return CareLine(
        name=item.get("name") or str(label(CareKind(item["kind"]))),
        outcome=str(label(CareOutcome(outcome))).lower() if outcome else "",
        who_when=", ".join(t for t in (item.get("who"), item.get("when_words")) if t),
        quote=item.get("said") or "",
        url=url,
    )
