"""The reports a person made about warnings, for their own pages."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.utils.text import get_text_list
from django.utils.translation import gettext as _

from rehab.content.catalogue import catalogue
from rehab.vocabulary import ReportKind
from tracker import labels, words
from tracker.models import Injury, Notice, SignReport

SHOWN_MOST = 50


@dataclass(frozen=True, slots=True)
class ReportLine:
    """One report: what, about which rules, in which words, when."""

    uuid: UUID
    what: str
    about: str
    words: str
    on: date


def reports_of(injury: Injury, *, notice: Notice | None = None) -> list[ReportLine]:
    """The newest reports of an injury, or of one notice, in one query."""
    rows = SignReport.objects.filter(injury=injury)
    if notice is not None:
        rows = rows.filter(notice=notice)
    return [_line(row) for row in rows[:SHOWN_MOST]]


def _line(row: SignReport) -> ReportLine:
    what = str(labels.label(ReportKind(row.kind)))
    return ReportLine(row.uuid, what, _named(row.rules), row.words, row.on)


def _named(rules: Iterable[str]) -> str:
    known = catalogue().rules
    return get_text_list([words.rule_name(rule) for rule in rules if rule in known], _("and"))
