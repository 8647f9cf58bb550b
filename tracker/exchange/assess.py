"""Tell what the warning signs make of a diary file, as JSON lines or for a person to read."""

import json
from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from django.utils.translation import gettext as _

from rehab.content.catalogue import Catalogue
from rehab.diary import Diary
from rehab.signs.evaluate import Finding, RuleSet
from rehab.signs.policy import Telling
from rehab.signs.replay import DayReport, replay
from tracker import words
from tracker.exchange.diary import DiaryFile, last_record
from tracker.exchange.reading import FileRefused, Remark
from tracker.regions import Region

# A diary may be looked at so far beyond its last record, not until the end of time.
LONGEST_LOOK_AHEAD = timedelta(days=3660)
INDENT = "  "


def reports(
    diary: Diary, catalogue: Catalogue, *, until: date | None, rule_set: RuleSet
) -> Iterator[DayReport]:
    """Every day of one injury on which something is true, told or asked."""
    days = replay(catalogue, diary, until, rule_set=rule_set)
    return (report for report in days if not report.is_quiet)


def json_lines(
    diaries: Iterable[Diary], catalogue: Catalogue, *, until: date | None
) -> Iterator[str]:
    """One JSON object a line, for each injury and each day that is not quiet."""
    rule_set = catalogue.rule_set
    for diary in diaries:
        for report in reports(diary, catalogue, until=until, rule_set=rule_set):
            yield json.dumps(as_json(diary.injury.id, report))


def as_json(injury: str, report: DayReport) -> dict[str, object]:
    """The day as docs/diary-format.md lays it down."""
    return {
        "injury": injury,
        "on": report.on.isoformat(),
        "day": report.day,
        "findings": [_finding(finding, report) for finding in report.findings],
        "told": [entry for telling in report.told for entry in _told(telling, report.on)],
        "asked": [due.question for due in report.asked],
        "conditions": [pointed.condition for pointed in report.conditions],
    }


def _finding(finding: Finding, report: DayReport) -> dict[str, object]:
    return {
        "rule": finding.rule_id,
        "topic": finding.topic,
        "tier": finding.tier.value,
        "evidence": [on.isoformat() for on in finding.evidence],
        "conditions": report.named_by(finding),
    }


def _told(telling: Telling, on: date) -> Iterator[dict[str, object]]:
    """One entry for each rule of the message, in the tier in which it is told."""
    for finding, told in zip(telling.findings, telling.as_told(on), strict=True):
        yield {"rule": told.rule_id, "topic": finding.topic, "tier": told.tier.value}


def story_lines(
    diaries: Iterable[Diary], catalogue: Catalogue, region: Region, *, until: date | None
) -> Iterator[str]:
    """What the person would have been told, day by day, with the days it rests on."""
    rule_set = catalogue.rule_set
    for diary in diaries:
        yield _title(diary)
        told = [
            line
            for report in reports(diary, catalogue, until=until, rule_set=rule_set)
            for telling in report.told
            for line in telling_lines(report, telling, catalogue, region)
        ]
        yield from told or [INDENT + _("Nothing would have been told.")]


def telling_lines(
    report: DayReport, telling: Telling, catalogue: Catalogue, region: Region
) -> Iterator[str]:
    """One message: the day and how soon, then each sentence and its days."""
    heading = words.rule_heading(catalogue.rules[telling.lead.rule_id], telling.tier, region)
    yield f"{INDENT}{_day_of(report)}: {heading}"
    for finding in telling.findings:
        sentence = words.rule_sentence(finding.rule_id, finding.values, region)
        yield f"{INDENT * 2}{' '.join(sentence.split())}"
        if finding.evidence:
            days = ", ".join(words.day_words(on) for on in finding.evidence)
            yield f"{INDENT * 2}" + _("Rests on %(days)s (%(rule)s)") % {
                "days": days,
                "rule": finding.rule_id,
            }


def problem_lines(path: str, problems: Iterable[object]) -> Iterator[str]:
    """Faults or warnings of one file, one a line."""
    return (f"{path}: {problem}" for problem in problems)


def check_until(file: DiaryFile, until: date | None) -> None:
    """Refuse a day so far away that it can only be a slip. Raises FileRefused."""
    days = [on for on in map(last_record, file.diaries) if on is not None]
    if until and days and until > max(days) + LONGEST_LOOK_AHEAD:
        raise FileRefused([Remark("--until", "lies more than ten years after the last record")])


def _title(diary: Diary) -> str:
    onset = diary.injury.onset_on
    return _("Injury %(id)s, since %(date)s") % {
        "id": diary.injury.id,
        "date": _("an unknown day") if onset is None else onset.isoformat(),
    }


def _day_of(report: DayReport) -> str:
    if report.day is None:
        return report.on.isoformat()
    return _("%(date)s, day %(day)s") % {"date": report.on.isoformat(), "day": report.day}
