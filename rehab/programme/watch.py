"""After the return: what the watch weeks ask once a week, and what the answers say.

    watch = watch_state(case)      # None outside the watch stage

Nothing here moves or holds a plan: a new injury is told by the warning signs, the
rest is advice for the coming week. A week without answers is a week without answers.
Source: programmes draft 4 (watch), 6 and 7; the questions are judgement.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from rehab.programme.aftercare import Aftercare
from rehab.programme.case import Case
from rehab.programme.series import DANGER
from rehab.vocabulary import AnswerValue

DAYS_OF_WEEK = 7
YES = frozenset({AnswerValue.YES, AnswerValue.NOT_SURE})


@dataclass(frozen=True, slots=True)
class WeekCheck:
    """The answers of one day; of several to one question the most alarming."""

    on: date
    answers: Mapping[str, AnswerValue]


@dataclass(frozen=True, slots=True)
class Advice:
    """What an answer says: the words of the content, and of which question."""

    question: str
    kind: Literal["once", "again"]
    text: str


@dataclass(frozen=True, slots=True)
class WatchState:
    """The watch weeks today. `week` counts from 1 and stops at `of`.

    `is_due`: the questions of this week are open. `next_on` is the day they open next,
    today when they are. `checks` are those answered, the newest last; `advice` what the
    newest says while it is not older than a week.
    """

    week: int
    of: int
    began_on: date
    ends_on: date
    is_due: bool
    next_on: date
    checks: tuple[WeekCheck, ...]
    advice: tuple[Advice, ...]


def watch_state(case: Case) -> WatchState | None:
    """The watch weeks of the open plan; None in any other stage."""
    rules = case.content.aftercare
    if case.stage.id != rules.stage:
        return None
    began = case.log.returned_on or case.stay.started_on
    every = timedelta(days=rules.every_days)
    checks = _checks(case, rules, began)
    next_on = (checks[-1].on if checks else began) + every
    week = min(rules.weeks, max(0, (case.today - began).days) // DAYS_OF_WEEK + 1)
    return WatchState(
        week=week,
        of=rules.weeks,
        began_on=began,
        ends_on=began + timedelta(days=rules.weeks * DAYS_OF_WEEK),
        is_due=next_on <= case.today,
        next_on=max(next_on, case.today),
        checks=checks,
        advice=_advice(case, rules, checks),
    )


def _checks(case: Case, rules: Aftercare, began: date) -> tuple[WeekCheck, ...]:
    """The days on which a question that only the watch weeks ask was answered."""
    found: dict[date, dict[str, AnswerValue]] = {}
    for given in case.diary.answers:
        if given.question not in rules.questions or not began <= given.on <= case.today:
            continue
        told = found.setdefault(given.on, {})
        kept = told.get(given.question)
        if kept is None or DANGER[given.value] > DANGER[kept]:
            told[given.question] = given.value
    # Other rules ask "something new?" too: by itself it is no week's answer.
    own = {q for q in rules.questions if case.content.questions[q].asked_when == ("watch",)}
    return tuple(WeekCheck(on, found[on]) for on in sorted(found) if own & set(found[on]))


def _advice(case: Case, rules: Aftercare, checks: tuple[WeekCheck, ...]) -> tuple[Advice, ...]:
    if not checks or (case.today - checks[-1].on).days >= rules.every_days:
        return ()
    newest = checks[-1]
    before = checks[-2] if len(checks) > 1 else None
    near = before is not None and (newest.on - before.on).days < 2 * rules.every_days
    found = []
    for say in rules.say:
        if newest.answers.get(say.question) not in YES:
            continue
        is_again = near and before is not None and before.answers.get(say.question) in YES
        kind: Literal["once", "again"] = "again" if is_again else "once"
        found.append(Advice(say.question, kind, say.again if is_again else say.text))
    return tuple(found)
