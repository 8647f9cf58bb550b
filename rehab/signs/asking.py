"""Which safety questions are put to the person today.

A rule that asks puts its questions on the day it becomes true, whatever was
answered before, and again every `repeat_days` while it stays true, counted from
when they were last asked or answered. A rule that was true within those days and
comes back is not new; each part of an `any` is new for itself, and each fall is.
What was not asked on that day waits. The weekly set is one screen. A yes opens the
questions that follow it at once. Danger comes first. What was answered today is not
asked again today.

A yes to something urgent or worse that was given later than the day it is about (days
filled in afterwards) told at once what it means; whether it is still so is asked first
of all, for a few days, until the question is answered for a later day.

A clear answer to a question about the person (blood thinners, an earlier cancer) stands
for its `stands_days`: a trigger does not ask it again meanwhile; "not sure" never stands.
What a professional has checked is not asked again for a while, unless its yes would be
urgent or an emergency.
Source: review notes section 4, asking rule for developers; issue 5, items 2 and 7.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import Protocol

from rehab.diary import Diary
from rehab.signs.decide import Check
from rehab.signs.evaluate import BoundRule, RuleSet, SignRule
from rehab.signs.moment import Moment
from rehab.signs.nodes import fields_read
from rehab.vocabulary import AnswerValue, Tier

WEEKLY = "weekly"
INTAKE = "intake"
BACKFILLED = "backfilled"
WEEKLY_EVERY_DAYS = 7
CHECKED_DAYS = 42
# A question whose answer stands is not put again by another trigger within so many days.
PUT_DAYS = 7
FOLLOW_UP_DAYS = 14
BACKFILLED_DAYS = 7


class SafetyQuestion(Protocol):
    """What asking needs to know of a question; `rehab.signs.model.Question` is one."""

    @property
    def id(self) -> str: ...
    @property
    def enabled(self) -> bool: ...
    @property
    def weekly(self) -> bool: ...
    @property
    def danger_order(self) -> int: ...
    @property
    def asked_when(self) -> Sequence[str]: ...
    @property
    def asked_after(self) -> Sequence[str]: ...
    @property
    def stands_days(self) -> int | None: ...
    @property
    def tier_if_yes(self) -> Tier | None: ...


@dataclass(frozen=True, slots=True)
class Asked:
    """A question as it was put on one day.

    `because` is a rule, a question, "weekly", "intake" or "backfilled".
    """

    on: date
    question: str
    because: str


@dataclass(frozen=True, slots=True)
class Due:
    """A question to put today, and what asks for it."""

    question: str
    because: str


@dataclass(slots=True)
class Put:
    """When each question and the weekly set were last put (ordinals), before today."""

    last: dict[str, int] = field(default_factory=dict)
    weekly: int | None = None

    def add(self, asked: Asked) -> None:
        day = asked.on.toordinal()
        if day > self.last.get(asked.question, 0):
            self.last[asked.question] = day
        if asked.because == WEEKLY and day > (self.weekly or 0):
            self.weekly = day


def put_before(asked_history: Iterable[Asked], today: int) -> Put:
    """When what was asked before a day (ordinal) was last put."""
    put = Put()
    for asked in asked_history:
        if asked.on.toordinal() < today:
            put.add(asked)
    return put


def due_questions(
    rules: RuleSet | Iterable[SignRule],
    questions: Mapping[str, SafetyQuestion],
    diary: Diary,
    today: date,
    asked_history: Sequence[Asked] = (),
    *,
    weekly_every_days: int = WEEKLY_EVERY_DAYS,
) -> list[str]:
    """The ids of the questions to put today, the most dangerous first, each once."""
    rule_set = rules if isinstance(rules, RuleSet) else RuleSet(rules)
    moment = Moment(rule_set.index(diary, today), today.toordinal())
    due = due_at(rule_set, questions, moment, asked_history, weekly_every_days=weekly_every_days)
    return [each.question for each in due]


def due_at(
    rule_set: RuleSet,
    questions: Mapping[str, SafetyQuestion],
    moment: Moment,
    asked_history: Sequence[Asked] | Put,
    *,
    weekly_every_days: int = WEEKLY_EVERY_DAYS,
    checked: Mapping[str, date] | None = None,
    checked_days: int = CHECKED_DAYS,
    is_intake: bool = False,
    is_put: bool = False,
    backfilled_days: int = BACKFILLED_DAYS,
) -> list[Due]:
    """The questions to put at one moment of an indexed diary, with what asks for each.

    `checked` names the questions that a professional has looked into, and when.
    `is_intake` adds what the first day asks. `is_put` tells what the day puts in all,
    whether or not it was answered on that same day; without it only what still waits.
    A yes given late is asked about until `backfilled_days` after the day it is about.
    A replay hands in what was `Put` before today as it adds up.
    """
    put = (
        asked_history if isinstance(asked_history, Put) else put_before(asked_history, moment.today)
    )
    desk = _Desk(moment, put, is_put=is_put)
    found = dict.fromkeys(_given_late(questions, desk, backfilled_days), BACKFILLED)
    for bound in rule_set.asking_at(moment):
        for question in _asked_by(bound, questions, desk):
            found.setdefault(question, bound.rule.id)
    for each in questions.values():
        for parent in each.asked_after:
            if desk.is_opened(each.id, parent):
                found.setdefault(each.id, parent)
    for question in _weekly(questions, desk, weekly_every_days):
        found.setdefault(question, WEEKLY)
    if is_intake:
        for each in questions.values():
            if INTAKE in each.asked_when and desk.last_dealt_with(each.id) is None:
                found.setdefault(each.id, INTAKE)
    quiet = _checked_lately(questions, checked or {}, desk.today, checked_days)
    kept = [
        Due(question, because)
        for question, because in found.items()
        if question in questions
        and questions[question].enabled
        and question not in quiet
        and (is_put or not desk.is_answered_today(question))
    ]
    return sorted(kept, key=lambda due: (questions[due.question].danger_order, due.question))


def _given_late(questions: Mapping[str, SafetyQuestion], desk: "_Desk", days: int) -> list[str]:
    """The grave questions with a yes for an earlier day that nothing newer answers."""
    return [
        late.question
        for late in desk.moment.index.late_yes
        if late.given_on is not None
        and late.given_on.toordinal() <= desk.today
        and 0 < desk.today - late.on.toordinal() <= days
        and late.question in questions
        and questions[late.question].tier_if_yes in (Tier.EMERGENCY, Tier.URGENT)
        and desk.is_last_of(late.question, late.on.toordinal())
    ]


def _checked_lately(
    questions: Mapping[str, SafetyQuestion],
    checked: Mapping[str, date],
    today: int,
    days: int,
) -> frozenset[str]:
    """What need not be asked because a professional has checked it and nothing presses."""
    return frozenset(
        question
        for question, on in checked.items()
        if question in questions
        and 0 <= today - on.toordinal() < days
        and questions[question].tier_if_yes not in (Tier.EMERGENCY, Tier.URGENT)
    )


def screens(due: Sequence[Due], *, size: int) -> list[tuple[Due, ...]]:
    """Lay questions out by `size` a screen; what only the weekly set asks is one screen, last."""
    asked = [each for each in due if each.because != WEEKLY]
    weekly = tuple(each for each in due if each.because == WEEKLY)
    laid = [tuple(asked[start : start + size]) for start in range(0, len(asked), size)]
    return [*laid, weekly] if weekly else laid


class _Desk:
    """What was asked and answered so far, seen from one day."""

    def __init__(self, moment: Moment, put: Put, *, is_put: bool = False) -> None:
        self.moment = moment
        self.today = moment.today
        self.is_put = is_put
        self.last_asked = put.last
        self.last_weekly = put.weekly

    def last_answer(self, question: str) -> tuple[int, AnswerValue] | None:
        return self.moment.index.answer(question, self.today, self.today)

    def is_answered_today(self, question: str) -> bool:
        answer = self.last_answer(question)
        return answer is not None and answer[0] == self.today

    def is_last_of(self, question: str, day: int) -> bool:
        """Whether nothing later than that day is answered; today's answer is later, put or not."""
        before = self.today - 1 if self.is_put else self.today
        answer = self.moment.index.answer(question, before, self.today)
        return answer is not None and answer[0] == day

    def last_dealt_with(self, question: str) -> int | None:
        """The last day before today on which it was asked or answered."""
        answer = self.moment.index.answer(question, self.today - 1, self.today)
        days = [self.last_asked.get(question), answer[0] if answer else None]
        return max((day for day in days if day is not None), default=None)

    def stands(self, question: str, days: int | None) -> bool:
        """Whether it was put, or a yes or no given, so lately that it need not be asked again."""
        if days is None:
            return False
        put = self.last_asked.get(question)
        if put is not None and self.today - put < min(days, PUT_DAYS):
            return True
        answer = self.moment.index.answer(question, self.today - 1, days - 1)
        return answer is not None and answer[1] is not AnswerValue.NOT_SURE

    def is_opened(self, question: str, parent: str) -> bool:
        """Whether a yes to `parent` in the last two weeks still waits for this question."""
        given = self.last_answer(parent)
        if given is None or given[1] is not AnswerValue.YES:
            return False
        if self.today - given[0] >= FOLLOW_UP_DAYS:
            return False
        dealt = self.last_dealt_with(question)
        return dealt is None or dealt < given[0]


def _asked_by(
    bound: BoundRule, questions: Mapping[str, SafetyQuestion], desk: _Desk
) -> tuple[str, ...]:
    return tuple(
        question
        for question in bound.rule.asks
        if question in questions
        and not desk.stands(question, questions[question].stands_days)
        and _is_due(question, bound, desk)
    )


def _is_due(question: str, bound: BoundRule, desk: _Desk) -> bool:
    """Whether a question of a true trigger waits: its days are over, or it is new since then."""
    last = desk.last_dealt_with(question)
    repeat = bound.rule.ask_again_days
    if last is None or desk.today - last >= repeat:
        return True
    return any(
        _is_new(part, desk, last=last, repeat=repeat)
        for part in _triggers(bound.check)
        if desk.moment.knows(part, part.holds)
    )


def _triggers(check: Check) -> tuple[Check, ...]:
    """What asks for itself: the parts of an `any`, else the whole."""
    return check.parts if check.parts and not check.needs_all else (check,)


def _is_new(trigger: Check, desk: _Desk, *, last: int, repeat: int) -> bool:
    """Whether a trigger that is true today is new since the question was last dealt with.

    It is not when it was true already within the `repeat` days before today, up to that
    day: an earlier "no" never holds back a new trigger, but going and coming back is not
    new. A fall after that day always is.
    """
    if _reads_falls(trigger):
        return any(last < fall <= desk.today for fall in desk.moment.index.falls)
    earlier = range(desk.today - last, repeat + 1)
    return not any(desk.moment.earlier(back).knows(trigger, trigger.holds) for back in earlier)


@lru_cache(maxsize=1024)
def _reads_falls(trigger: Check) -> bool:
    return "flag.fall" in fields_read(trigger.node)


def _weekly(
    questions: Mapping[str, SafetyQuestion], desk: _Desk, every_days: int
) -> tuple[str, ...]:
    """The weekly set when it is due: all of it, on one day."""
    ids = tuple(question.id for question in questions.values() if question.weekly)
    if not ids:
        return ()
    last = max(
        (day for day in (desk.last_weekly, _last_whole_set(ids, desk)) if day is not None),
        default=None,
    )
    return ids if last is None or desk.today - last >= every_days else ()


def _last_whole_set(ids: tuple[str, ...], desk: _Desk) -> int | None:
    """The last day on which every question of the set was answered."""
    days: set[int] | None = None
    last = desk.today - 1 if desk.is_put else desk.today
    for question in ids:
        given = {day for day, _ in desk.moment.index.answers_of(question) if day <= last}
        days = given if days is None else days & given
    return max(days, default=None) if days else None
