"""Replay a case of the library with the app's own rules, and say what became of it."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from benchmarks.signs.library.build import diary as build_diary
from benchmarks.signs.library.build import on as on_day
from benchmarks.signs.library.read import Case, span
from rehab.content.catalogue import Catalogue, catalogue
from rehab.diary import Answer
from rehab.signs.asking import Due
from rehab.signs.evaluate import RuleSet
from rehab.signs.replay import replay

LEVELS = ("none", "routine", "soon", "urgent", "emergency")
FIRST = 3


@dataclass(frozen=True)
class Outcome:
    """What became of one case; days count from onset, None for never.

    `diary` is the file of the case with every answer that was given.
    """

    case: Case
    told: tuple[tuple[int, str, str], ...]
    asked: tuple[tuple[int, str], ...]
    conditions: dict[int, tuple[str, ...]]
    diary: dict[str, object] = field(default_factory=dict)

    @property
    def highest(self) -> str:
        return max((tier for _, tier, _ in self.told), key=LEVELS.index, default="none")

    @property
    def reached_on(self) -> int | None:
        """The first day on which the right tier or more was told."""
        right = LEVELS.index(self.case.expect.tier)
        return next((d for d, tier, _ in self.told if LEVELS.index(tier) >= right), None)

    @property
    def is_in_time(self) -> bool:
        if self.case.expect.tier == "none":
            return True
        return self.reached_on is not None and self.reached_on <= self.case.expect.by

    @property
    def is_safe(self) -> bool:
        """In time for urgent and emergency, ever for the rest."""
        if self.case.expect.tier in ("urgent", "emergency"):
            return self.is_in_time
        return LEVELS.index(self.highest) >= LEVELS.index(self.case.expect.tier)

    @property
    def is_exact(self) -> bool:
        return self.highest == self.case.expect.tier

    @property
    def is_too_high(self) -> bool:
        """Two levels or more above what is right, and above what does no harm."""
        expect = self.case.expect
        most = LEVELS.index(expect.most or expect.tier)
        return LEVELS.index(self.highest) > max(most, LEVELS.index(expect.tier) + 1)

    @property
    def is_above_most(self) -> bool:
        expect = self.case.expect
        return LEVELS.index(self.highest) > LEVELS.index(expect.most or expect.tier)

    def first_causes(self, day: int) -> tuple[str, ...]:
        return self.conditions.get(day, ())[:FIRST]

    @property
    def is_cause_first(self) -> bool:
        """Whether a right cause is among the first three on the day the case must be told."""
        return bool(set(self.first_causes(self.case.expect.by)) & set(self.case.expect.causes))

    @property
    def not_asked(self) -> tuple[str, ...]:
        """Telling questions that were not put between becoming true and the deadline."""
        expect = self.case.expect
        until = expect.by if expect.asked_by is None else expect.asked_by
        return tuple(
            question
            for question in expect.asked
            if not any(
                asked == question and span(self.case.truth.get(question, "no"))[1] <= day <= until
                for day, asked in self.asked
            )
        )


def play(
    case: Case, content: Catalogue, rules: RuleSet, *, answers: bool, intake: bool = True
) -> Outcome:
    """Replay one case.

    With `answers` the person answers what is asked and tells what they see; with
    `intake` they answered the questions of the intake on the first day of use.
    """
    from tracker.exchange.diary import parse_file

    first = _intake(content) if intake else ()
    raw = build_diary(case, first, tells=answers)
    file = parse_file(raw, questions=content.questions)
    start = on_day(0)
    given: list[Answer] = []

    def reply(on: date, due: Sequence[Due]) -> list[Answer]:
        day = (on - start).days
        said = [
            Answer(on, each.question, case.true_answer(each.question, day))
            for each in due
            if content.questions[each.question].input == "yes_no_not_sure"
        ]
        given.extend(said)
        return said

    told: list[tuple[int, str, str]] = []
    known = (each for each in content.questions if case.is_known_at_onset(each))
    asked = [(case.starts, question) for question in (*first, *known)]
    conditions: dict[int, tuple[str, ...]] = {}
    days = replay(content, file.diaries[0], rule_set=rules, reply=reply if answers else None)
    for report in days:
        day = (report.on - start).days
        told += [
            (day, each.tier.value, each.rule_id)
            for telling in report.told
            for each in telling.as_told(report.on)
            if each.tier.value in LEVELS
        ]
        asked += [(day, due.question) for due in report.asked]
        conditions[day] = tuple(each.condition for each in report.conditions)
    _add_answers(raw, given)
    return Outcome(case, tuple(told), tuple(asked), conditions, raw)


def _add_answers(raw: dict[str, Any], given: Sequence[Answer]) -> None:
    raw["injuries"][0]["answers"] += [
        {"on": each.on.isoformat(), "question": each.question, "value": each.value.value}
        for each in given
    ]


def _intake(content: Catalogue) -> tuple[str, ...]:
    """The questions that the intake puts to everybody."""
    return tuple(
        each.id
        for each in content.questions.values()
        if each.enabled and "intake" in each.asked_when and each.input == "yes_no_not_sure"
    )


def play_all(cases: Sequence[Case], *, answers: bool, intake: bool = True) -> list[Outcome]:
    """Replay every case with the shipped rules."""
    content = catalogue()
    rules = RuleSet(content.enabled_rules)
    return [play(case, content, rules, answers=answers, intake=intake) for case in cases]


def write(outcomes: Sequence[Outcome], folder: Path) -> None:
    """Write each diary with the answers given, one file a case."""
    folder.mkdir(parents=True, exist_ok=True)
    for outcome in outcomes:
        text = json.dumps(outcome.diary, indent=1)
        (folder / f"{outcome.case.id}.json").write_text(text, encoding="utf-8")
