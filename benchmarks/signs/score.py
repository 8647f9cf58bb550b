"""Replay the library of cases and say how they went: python -m benchmarks.signs.score.

Each case is replayed day by day with the app's own rules, three times: by somebody who
truly answers every question that is put, by somebody who answers nothing after intake,
and as a diary from elsewhere, which holds no intake but is answered from then on.
"""

import argparse
import os
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from benchmarks.signs.library.read import FOLDER, read
from benchmarks.signs.play import Outcome, play_all, write

WAYS = {
    "answered": "answered",
    "silent": "nothing answered after intake",
    "foreign": "no intake, then answered",
}


@dataclass(frozen=True)
class Figure:
    """A share of cases that went well, with those that did not."""

    what: str
    of: int
    missed: tuple[Outcome, ...]
    goal: str = ""

    @property
    def share(self) -> float:
        return 1 - len(self.missed) / self.of if self.of else 1.0

    def __str__(self) -> str:
        good = self.of - len(self.missed)
        return f"{100 * self.share:5.1f} % ({good} of {self.of})"


def figures(outcomes: Sequence[Outcome]) -> list[Figure]:
    """The figures of docs/validation.md, in its order."""
    due = [each for each in outcomes if each.case.expect.tier != "none"]
    soon = [each for each in outcomes if each.case.expect.tier == "soon"]
    routine = [each for each in outcomes if each.case.expect.tier == "routine"]
    grave = [each for each in outcomes if each.case.expect.tier in ("urgent", "emergency")]
    ordinary = [each for each in outcomes if each.case.kind == "ordinary"]
    causes = [each for each in due if each.case.expect.causes]
    telling = [each for each in outcomes if each.case.expect.asked]
    return [
        _figure("Safe urgency", outcomes, "is_safe", "100 %"),
        _figure("Exact urgency", outcomes, "is_exact"),
        _figure("Urgent or emergency told in its tier, in time", grave, "is_safe", "100 %"),
        _figure("Soon told in time", soon, "is_in_time", "90 %"),
        _figure("Routine told in time", routine, "is_in_time"),
        _figure("True cause among the first three", causes, "is_cause_first", "85 %"),
        _absent("Telling question put in time", telling, "not_asked", "100 %"),
        _absent("Ordinary course not two levels too high", ordinary, "is_too_high", "100 %"),
        _absent("Ordinary course not above what does no harm", ordinary, "is_above_most"),
        _absent("Any case not two levels too high", outcomes, "is_too_high"),
    ]


def questions_a_week(outcomes: Sequence[Outcome]) -> float:
    """How many questions an ordinary course is put each week after the first day, at the median."""
    return median(
        sum(day > each.case.starts for day, _ in each.asked)
        / max(1, each.case.last_day - each.case.starts)
        * 7
        for each in outcomes
        if each.case.kind == "ordinary"
    )


def _figure(what: str, outcomes: Sequence[Outcome], good: str, goal: str = "") -> Figure:
    missed = tuple(each for each in outcomes if not getattr(each, good))
    return Figure(what, len(outcomes), missed, goal)


def _absent(what: str, outcomes: Sequence[Outcome], bad: str, goal: str = "") -> Figure:
    return Figure(what, len(outcomes), tuple(e for e in outcomes if getattr(e, bad)), goal)


def misses(outcomes: Sequence[Outcome]) -> list[str]:
    """A line for each thing that went wrong in a case, in words."""
    return [f"{each.case.id}: {reason}" for each in outcomes for reason in reasons(each)]


def reasons(outcome: Outcome) -> list[str]:
    """What went wrong in one case."""
    expect, found = outcome.case.expect, []
    if not outcome.is_in_time:
        late = outcome.reached_on
        found.append(
            f"{expect.tier} was right by day {expect.by}, "
            + (f"told on day {late}" if late is not None else f"highest told {outcome.highest}")
        )
    if outcome.is_above_most:
        first = next(each for each in outcome.told if each[1] == outcome.highest)
        found.append(
            f"told {first[1]} on day {first[0]} ({first[2]}), "
            f"at most {expect.most or expect.tier} does no harm"
        )
    if expect.tier != "none" and expect.causes and not outcome.is_cause_first:
        shown = ", ".join(outcome.conditions.get(expect.by, ())[:6]) or "nothing"
        found.append(f"cause {' or '.join(expect.causes)} on day {expect.by}, pointed to: {shown}")
    if outcome.not_asked:
        found.append(f"never asked in time: {', '.join(outcome.not_asked)}")
    return found


def main() -> int:
    """Print the figures of both ways of answering and what was missed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--folder", type=Path, default=FOLDER, help="another folder of cases")
    parser.add_argument("--case", default="", help="only cases whose id holds this, day by day")
    parser.add_argument("--misses", action="append", choices=WAYS, help="of which way of use")
    parser.add_argument("--markdown", action="store_true")
    parser.add_argument(
        "--write", type=Path, metavar="FOLDER", help="write the answered diaries, for `assess`"
    )
    options = parser.parse_args()
    set_up()
    cases = [case for case in read(options.folder) if options.case in case.id]
    ways = {
        "answered": play_all(cases, answers=True),
        "silent": play_all(cases, answers=False),
        "foreign": play_all(cases, answers=True, intake=False),
    }
    rows = list(zip(*(figures(outcomes) for outcomes in ways.values()), strict=True))
    print(_markdown(rows) if options.markdown else _table(rows))
    if any(case.kind == "ordinary" for case in cases):
        asked = ", ".join(f"{questions_a_week(each):.1f}" for each in ways.values())
        print(f"\nQuestions a week in an ordinary course, median: {asked}")
    for way in options.misses or ["answered"]:
        print(f"\n{WAYS[way]}, misses:")
        print("\n".join(f"  {line}" for line in misses(ways[way])) or "  none")
    if options.write:
        write(ways["answered"], options.write)
    if options.case:
        for outcome in ways["answered"]:
            _print_days(outcome)
    return 0


def set_up() -> None:
    """Let the reader of diary files be imported; no database is opened."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "tracker.settings"
    import django

    django.setup()


def _print_days(outcome: Outcome) -> None:
    print(f"\n{outcome.case.id}: {' '.join(outcome.case.story.split())}")
    told, asked = outcome.told, outcome.asked
    for day in sorted({each[0] for each in told} | {each[0] for each in asked}):
        said = ", ".join(f"{tier} {rule}" for on, tier, rule in told if on == day)
        put = ", ".join(question for on, question in asked if on == day)
        points = ", ".join(outcome.conditions.get(day, ())[:5])
        print(f"  day {day}: told {said or '-'}; points to {points or '-'}; asked {put or '-'}")


def _table(rows: Sequence[tuple[Figure, ...]]) -> str:
    lines = [f"{'':46} " + " ".join(f"{name:30}" for name in WAYS.values()) + " goal"]
    for row in rows:
        columns = " ".join(f"{each!s:30}" for each in row)
        lines.append(f"{row[0].what:46} {columns} {row[0].goal}")
    return "\n".join(lines)


def _markdown(rows: Sequence[tuple[Figure, ...]]) -> str:
    lines = [f"| | {' | '.join(WAYS.values())} | goal |", "|---" * (len(WAYS) + 2) + "|"]
    for row in rows:
        columns = " | ".join(str(each).strip() for each in row)
        lines.append(f"| {row[0].what} | {columns} | {row[0].goal} |")
    return "\n".join(lines)


if __name__ == "__main__":
    sys.exit(main())
