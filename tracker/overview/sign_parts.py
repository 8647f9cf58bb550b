"""The parts of a notice: one for each rule, with the days and answers it rests on."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from rehab.content.catalogue import catalogue
from rehab.content.entry import Source
from tracker.overview.sign_words import told_about

Figures = Mapping[str, Mapping[str, object]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """One rule's part of a notice: the words as shown, and what they rest on.

    `figures` counts days ("4 of 9 logged days"), `answered` names the questions.
    """

    rule: str
    name: str
    message: str
    figures: str = ""
    answered: tuple[str, ...] = ()

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


def said_of(part: Mapping[str, object], figures: Figures) -> Said:
    rule_id = str(part.get("rule", ""))
    return Said(
        rule=rule_id,
        name=_(str(part.get("name", ""))),
        message=str(part.get("message", "")),
        figures=_of_logged_days(rule_id, figures.get(rule_id, {})),
        answered=_answered(part),
    )


def _answered(part: Mapping[str, object]) -> tuple[str, ...]:
    """The questions a part rests on, from what it covered when it was told; danger first."""
    covered = part.get("breadth") or ()
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


def days_of(parts: Iterable[Mapping[str, object]]) -> tuple[date, ...]:
    found: set[date] = set()
    for part in parts:
        listed = part.get("evidence") or ()
        for text in listed if isinstance(listed, Sequence) else ():
            try:
                found.add(date.fromisoformat(str(text)))
            except ValueError:
                continue
    return tuple(sorted(found, reverse=True))
