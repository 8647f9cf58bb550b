"""What waits to be asked today, and what is true today.

Both come from one diary that a page has read anyway; nothing here writes.
"""

from collections.abc import Iterable, Sequence
from datetime import date

from rehab.causes import lean_on
from rehab.conditions import pointed_by
from rehab.content.catalogue import catalogue
from rehab.diary import Diary
from rehab.signs.asking import WEEKLY, Due, due_at
from rehab.signs.evaluate import RuleSet, evaluate
from rehab.signs.index import DiaryIndex
from rehab.signs.moment import Moment
from tracker.overview.sign_parts import Standing


def rule_set() -> RuleSet:
    """The shipped rules, compiled once per process."""
    return catalogue().rule_set


def due(diary: Diary, *, today: date) -> list[Due]:
    """The questions to put today, danger first, and what asks for each."""
    rules = rule_set()
    first = today.toordinal() - rules.days_back - 1
    moment = Moment(DiaryIndex(diary, first), today.toordinal())
    content = catalogue()
    return due_at(
        rules,
        content.questions,
        moment,
        (),
        weekly_every_days=content.policy.weekly_every_days,
    )


def triggered(waiting: Iterable[Due]) -> list[Due]:
    """What a rule or an answer asks for, without the weekly set; ticks are asked elsewhere."""
    questions = catalogue().questions
    return [
        each
        for each in waiting
        if each.because != WEEKLY and questions[each.question].input != "ticks"
    ]


def is_weekly_due(waiting: Iterable[Due]) -> bool:
    return any(each.because == WEEKLY for each in waiting)


def first_screen(waiting: Iterable[Due]) -> list[Due]:
    """The questions of the next screen: as many as the policy allows, danger first."""
    return triggered(waiting)[: catalogue().policy.questions_per_screen]


def screens_waiting(waiting: Sequence[Due]) -> int:
    """How many things wait to be answered: each triggered question, and the weekly set as one."""
    return len(triggered(waiting)) + is_weekly_due(waiting)


def standing_today(diary: Diary, *, today: date) -> dict[str, Standing]:
    """What is true today by rule: its figures, its days, what it can come from."""
    found = evaluate(rule_set(), diary, today)
    leaning = lean_on(catalogue().causes, diary, today) if found else {}
    return {
        each.rule_id: Standing(each.values, each.evidence, pointed_by(each, found, leaning), today)
        for each in found
    }
