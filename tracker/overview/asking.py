"""What waits to be asked today, and what is true today.

Both come from one diary that a page has read anyway; nothing here writes.
"""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from django.db.models import Q

from rehab.causes import lean_on
from rehab.conditions import pointed_by
from rehab.content.catalogue import catalogue
from rehab.diary import Diary
from rehab.signs.asking import BACKFILLED, WEEKLY, Due, due_at
from rehab.signs.evaluate import RuleSet, evaluate
from rehab.signs.index import DiaryIndex
from rehab.signs.moment import Moment
from rehab.signs.nodes import questions_read
from rehab.vocabulary import NoticeActionKind, Tier
from tracker.models import Injury, Notice
from tracker.overview.sign_parts import Standing


def rule_set() -> RuleSet:
    """The shipped rules, compiled once per process."""
    return catalogue().rule_set


def due(diary: Diary, injury: Injury, *, today: date) -> list[Due]:
    """The questions to put today, danger first, and what asks for each.

    What a professional has looked into is left out for six weeks, unless its yes would be
    urgent or an emergency. That costs one query, and only after a visit while such a question
    waits. `injury` comes from `diary_reader.with_context`.
    """
    rules = rule_set()
    first = today.toordinal() - rules.days_back - 1
    moment = Moment(DiaryIndex(diary, first), today.toordinal())
    content = catalogue()
    every = content.policy.weekly_every_days
    waiting = due_at(
        rules,
        content.questions,
        moment,
        (),
        weekly_every_days=every,
        backfilled_days=content.policy.backfilled_yes_days,
    )
    if not getattr(injury, "was_seen", True) or not any(map(_may_rest, waiting)):
        return waiting
    checked = _checked(injury, today=today)
    return [each for each in waiting if not (_may_rest(each) and each.question in checked)]


def _may_rest(waiting: Due) -> bool:
    """Whether a visit can answer it: not the weekly set, nothing that would be grave."""
    grave = (Tier.EMERGENCY, Tier.URGENT)
    question = catalogue().questions[waiting.question]
    return waiting.because != WEEKLY and question.tier_if_yes not in grave


def _checked(injury: Injury, *, today: date) -> frozenset[str]:
    """The questions that the signs rest on which a professional has seen in the last weeks."""
    since = today - timedelta(days=catalogue().policy.seen_silence_days)
    seen = Q(actions__kind=NoticeActionKind.SEEN, actions__on__gt=since, actions__on__lt=today)
    visited = Q(closed_because="visit", closed_on__gt=since, closed_on__lt=today)
    rows = Notice.objects.filter(seen | visited, injury=injury).values_list("parts")
    known = catalogue().rules
    rules = {str(part.get("rule", "")) for (parts,) in rows for part in parts}
    return frozenset(
        question
        for rule in rules & known.keys()
        for question in questions_read(known[rule].condition)
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
    """The questions of the next screen: as many as the policy allows, danger first.

    Whether a yes for an earlier day is still so has a screen of its own, before the others:
    it asks about now, they about two weeks.
    """
    asked = triggered(waiting)
    still = still_so(asked)
    return (still or asked)[: catalogue().policy.questions_per_screen]


def still_so(waiting: Iterable[Due]) -> list[Due]:
    """What was answered yes for an earlier day, filled in later, and may still be so."""
    return [each for each in waiting if each.because == BACKFILLED]


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
