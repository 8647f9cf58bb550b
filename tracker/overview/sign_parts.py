"""The parts of a notice: one for each rule, with the days and answers it rests on.

While the rule is true, a part speaks with today's evidence: words, figures and days come
from one counting, the last one. What is not true any more, or has ended, keeps the words
and days of the day on which it was told, and says which day that was.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from rehab.content.catalogue import catalogue
from rehab.content.entry import Source
from tracker import words
from tracker.models import Finding
from tracker.overview.sign_words import told_about
from tracker.regions import Region


@dataclass(frozen=True, slots=True)
class Standing:
    """An open finding as it was last counted: its figures, days, conditions, and when."""

    values: Mapping[str, object]
    evidence: Sequence[date]
    conditions: Sequence[str]
    on: date


Standings = Mapping[str, Standing]


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """One rule's part of a notice: its words, and what they rest on.

    `figures` counts days ("4 of 9 logged days"), `answered` names the questions, `days`
    are the days it rests on, `conditions` what it can come from. `counted_on` is the day of
    the counting, `is_as_told` says that these are the words of the day it was told.
    """

    rule: str
    name: str
    message: str
    figures: str = ""
    answered: tuple[str, ...] = ()
    days: tuple[date, ...] = field(default=())
    conditions: tuple[str, ...] = ()
    counted_on: date | None = None
    is_as_told: bool = False

    @property
    def is_answers(self) -> bool:
        """Whether it rests on answers alone."""
        return bool(self.answered) and not self.figures

    @property
    def seen(self) -> str:
        """What was seen, in one line: the days counted, or the answers given."""
        if self.figures:
            return f"{self.name}: {self.figures}"
        if self.answered:
            return told_about(self.answered)
        return self.name


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleWords:
    """What stands behind a notice: the rule in one line, who checked it, where it is from.

    `checked_by` is empty until a named professional has reviewed it.
    """

    name: str
    summary: str
    version: int
    checked_by: str
    sources: tuple[Source, ...]


def rules_behind(said: Iterable[Said]) -> list[RuleWords]:
    """The rules of a notice as they read now, for its own page."""
    content = catalogue()
    return [
        RuleWords(
            name=_(rule.name),
            summary=_(rule.summary),
            version=rule.version,
            checked_by=rule.checked_by,
            sources=tuple(content.sources[key] for key in rule.sources),
        )
        for rule in (content.rules.get(part.rule) for part in said)
        if rule is not None
    ]


def standings(rows: Iterable[Finding]) -> dict[str, Standing]:
    """The open findings by rule."""
    return {
        row.rule: Standing(row.values, _dates(row.evidence), row.conditions, row.last_true_on)
        for row in rows
    }


def said_of(
    part: Mapping[str, object], told_on: date, standing: Standing | None, region: Region
) -> Said:
    """One part as it is said now; None stands for a rule that is not true any more."""
    if standing is None or str(part.get("rule")) not in catalogue().rules:
        return _as_told(part, told_on)
    rule_id = str(part.get("rule"))
    return Said(
        rule=rule_id,
        name=words.rule_name(rule_id),
        message=words.rule_sentence(rule_id, standing.values, region),
        figures=_of_logged_days(rule_id, standing.values),
        answered=_in_order(standing.values.get("answers") or part.get("breadth")),
        days=tuple(standing.evidence),
        conditions=tuple(standing.conditions),
        counted_on=standing.on,
    )


def _as_told(part: Mapping[str, object], told_on: date) -> Said:
    """The words, figures and days as they stood when it was told."""
    rule_id = str(part.get("rule", ""))
    values, named = part.get("values"), part.get("conditions")
    return Said(
        rule=rule_id,
        name=_(str(part.get("name", ""))),
        message=str(part.get("message", "")),
        figures=_of_logged_days(rule_id, values if isinstance(values, Mapping) else {}),
        answered=_in_order(part.get("breadth")),
        days=_dates(part.get("evidence")),
        conditions=tuple(named) if isinstance(named, list) else suggested(rule_id),
        counted_on=_day_told(part, told_on),
        is_as_told=True,
    )


def suggested(rule_id: str) -> tuple[str, ...]:
    """What the rule as it reads now names; nothing for a rule that is gone."""
    rule = catalogue().rules.get(rule_id)
    return tuple(rule.suggests) if rule else ()


def _day_told(part: Mapping[str, object], told_on: date) -> date:
    """What a later card brought along was told on its own day."""
    try:
        return date.fromisoformat(str(part.get("on")))
    except ValueError:
        return told_on


def _in_order(covered: object) -> tuple[str, ...]:
    """The questions among what a part covers; danger first."""
    listed = set(covered) if isinstance(covered, Sequence) else set()
    return tuple(q.id for q in catalogue().questions_by_danger if q.id in listed)


def _of_logged_days(rule_id: str, values: Mapping[str, object]) -> str:
    """ "4 of 9 logged days"; "" when the rule counts no days or its message says it."""
    rule = catalogue().rules.get(rule_id)
    counted, logged = values.get("n"), values.get("m")
    if rule is None or "{m}" in rule.message:
        return ""
    if not isinstance(counted, int) or not isinstance(logged, int):
        return ""
    return ngettext("%(n)s of %(m)s logged day", "%(n)s of %(m)s logged days", logged) % {
        "n": counted,
        "m": logged,
    }


def counted_words(said: Sequence[Said], today: date) -> str:
    """Of which day the words are; "" when all were counted today or rest on answers alone."""
    counting = [part for part in said if not part.is_answers and part.counted_on != today]
    if not counting:
        return ""
    told = [part for part in counting if part.is_as_told]
    oldest = min(part.counted_on for part in counting if part.counted_on)
    if told:
        return _("In the words of %(day)s.") % {"day": words.day_words(oldest)}
    return _("Counted up to %(day)s.") % {"day": words.day_words(oldest)}


def days_of(said: Iterable[Said]) -> tuple[date, ...]:
    """The days that these parts rest on, the newest first, each once."""
    return tuple(sorted({day for part in said for day in part.days}, reverse=True))


def _dates(listed: object) -> tuple[date, ...]:
    found: set[date] = set()
    for text in listed if isinstance(listed, Sequence) else ():
        try:
            found.add(date.fromisoformat(str(text)))
        except ValueError:
            continue
    return tuple(sorted(found))
