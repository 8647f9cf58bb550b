"""The list "What I have already had" as `components/care.html` shows it."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from rehab.vocabulary import CareKind, CareOutcome
from tracker.clock import diary_day
from tracker.labels import label
from tracker.models import Care, User
from tracker.rough_dates import rough_day

# Beside a scan's name there is no room for more; everything else is said whole.
SHORT = {CareOutcome.CLEAN: _lazy("clean"), CareOutcome.FINDING: _lazy("something found")}


@dataclass(frozen=True, slots=True)
class CareLine:
    """One scan or treatment."""

    name: str
    outcome: str
    who: str
    when: str
    quote: str
    url: str


@dataclass(frozen=True, slots=True)
class CareGroup:
    title: str
    items: tuple[CareLine, ...]


def told_day(row: Care, *, owner: User) -> date:
    """The diary day of the person on which the entry was written."""
    return diary_day(row.created_at, zone=owner.time_zone, day_starts_hour=owner.day_starts_hour)


def order_of(when_words: str, *, told_on: date) -> date:
    """The day by which an entry stands in order of time; without a rough date it comes last."""
    return rough_day(when_words, told_on=told_on) or date.max


def when_of(row: Care) -> str:
    """The rough date, and that it is done now: "since spring, now"."""
    return ", ".join(part for part in (row.when_words, _("now") if row.is_now else "") if part)


def care_groups(
    items: Iterable[Mapping[str, Any]], url_of: Callable[[str], str], *, today: date
) -> list[CareGroup]:
    """Group entries into scans, treatments and what is done now; empty groups are left out.

    Each item holds the columns of `Care` and its `id`, and `told_on` where that was not
    `today`; `url_of(id)` leads to its change. The oldest comes first.
    """
    groups: dict[str, list[CareLine]] = {_("Scans"): [], _("Treatments"): [], _("Doing now"): []}
    scans, treatments, now = groups
    ordered = sorted(
        items,
        key=lambda item: order_of(item.get("when_words") or "", told_on=item.get("told_on", today)),
    )
    for item in ordered:
        title = now if item.get("is_now") else treatments
        if item["kind"] == CareKind.SCAN:
            title = scans
        groups[title].append(_line(item, url_of(item["id"])))
    return [CareGroup(title, tuple(lines)) for title, lines in groups.items() if lines]


def _line(item: Mapping[str, Any], url: str) -> CareLine:
    return CareLine(
        name=item.get("name") or str(label(CareKind(item["kind"]))),
        outcome=_outcome(CareOutcome(item["outcome"])) if item.get("outcome") else "",
        who=item.get("who") or "",
        when=item.get("when_words") or "",
        quote=item.get("said") or "",
        url=url,
    )


def _outcome(outcome: CareOutcome) -> str:
    return str(SHORT.get(outcome) or str(label(outcome)).lower())
