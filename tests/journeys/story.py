"""Tell a diary as a story: what the person logs, is asked and is told, on which day, why.

`pytest tests/journeys -s` prints it.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from rehab.content.catalogue import catalogue
from rehab.diary import Diary
from rehab.signs.replay import DayReport, replay
from rehab.vocabulary import Tier
from tracker import words
from tracker.exchange.assess import telling_lines
from tracker.exchange.diary import DiaryFile, read_file
from tracker.regions import REGIONS

EXAMPLES = Path(__file__).resolve().parents[2] / "rehab" / "examples"
EVIDENCE_SHOWN = 6


@dataclass(frozen=True, slots=True)
class Message:
    """One rule as it was told on one day; `day` counts from onset."""

    day: int | None
    on: date
    rule: str
    tier: Tier
    evidence: tuple[date, ...]


class Story:
    """One diary replayed; questions of the weekly set are kept apart from the others."""

    def __init__(self, diary: Diary, reports: Sequence[DayReport]) -> None:
        self.diary = diary
        self.reports = reports

    @property
    def messages(self) -> list[Message]:
        return [
            Message(report.day, report.on, told.rule_id, told.tier, finding.evidence)
            for report in self.reports
            for telling in report.told
            for finding, told in zip(telling.findings, telling.as_told(report.on), strict=True)
        ]

    def told(self, rule: str) -> list[int | None]:
        """The days since onset on which a rule was told."""
        return [message.day for message in self.messages if message.rule == rule]

    def first_told(self, rule: str) -> int | None:
        return min((day for day in self.told(rule) if day is not None), default=None)

    def rules_told(self, *tiers: Tier) -> set[str]:
        return {m.rule for m in self.messages if not tiers or m.tier in tiers}

    def asked(self, question: str) -> list[int | None]:
        """The days on which a question was put, the weekly set included."""
        return [r.day for r in self.reports for due in r.asked if due.question == question]

    def asked_because(self, rule: str) -> set[str]:
        return {due.question for r in self.reports for due in r.asked if due.because == rule}

    def pointed_to(self, on_day: int) -> list[str]:
        """The conditions pointed to on a day, the most pointed to first."""
        report = next(r for r in self.reports if r.day == on_day)
        return [pointed.condition for pointed in report.conditions]

    def print(self, title: str) -> None:
        print("\n".join(["", title, *self._lines()]))  # noqa: T201

    def _lines(self) -> Iterator[str]:
        catalogue_ = catalogue()
        for report in self.reports:
            triggered = [due for due in report.asked if due.because != "weekly"]
            if triggered:
                asked = "; ".join(words.question_short(due.question) for due in triggered)
                because = ", ".join(dict.fromkeys(due.because for due in triggered))
                yield f"  {report.on}, day {report.day}: asked about {asked} ({because})"
            for telling in report.told:
                yield from _shortened(telling_lines(report, telling, catalogue_, REGIONS["gb"]))
        if not self.messages:
            yield "  Nothing is told."


def _shortened(lines: Iterable[str]) -> Iterator[str]:
    for line in lines:
        if line.lstrip().startswith("Rests on") and line.count(",") > EVIDENCE_SHOWN:
            days, rule = line.rsplit(" (", 1)
            first = ",".join(days.split(",")[:EVIDENCE_SHOWN])
            yield f"{first} and {days.count(',') + 1 - EVIDENCE_SHOWN} more days ({rule}"
        else:
            yield line


def story_of(diary: Diary, *, until: date | None = None, only_recorded: bool = False) -> Story:
    reports = replay(
        catalogue(), diary, until, rule_set=catalogue().rule_set, only_recorded=only_recorded
    )
    return Story(diary, list(reports))


@cache
def example(name: str) -> DiaryFile:
    """One of the example diaries, read from its file."""
    return read_file(EXAMPLES / f"{name}.json")


@cache
def story(name: str) -> Story:
    """One example replayed to its last record."""
    return story_of(example(name).diaries[0])
