"""What a person was told and did about an injury, read for the policy."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

from django.db.models import Q

from rehab.signs import evaluate
from rehab.signs.history import Done, History, Told
from rehab.vocabulary import AnswerValue, NoticeActionKind, Tier
from tracker.models import Answer, Injury, Notice

# Longer than any silence or repeat of the policy, so that a closed notice older than
# this can no longer change what is told.
HISTORY_DAYS = 120


def with_todays_answers(history: History, injury: Injury, *, today: date) -> History:
    """With something done today, when today's questions were answered, in one query more:
    an answer after "seen" counts, one before it does not."""
    is_done_today = any(each.on == today for each in history.done)
    return replace(history, answered_at=_answered_at(injury, today)) if is_done_today else history


def read_histories(
    open_since: Mapping[int, Mapping[str, date]], *, today: date
) -> dict[int, History]:
    """What was told and done about many injuries, by their key, as far back as it can still
    matter, in one query; without today's answers."""
    rows = (
        Notice.objects.filter(injury__in=open_since)
        .filter(Q(closed_on__isnull=True) | Q(told_on__gte=today - timedelta(days=HISTORY_DAYS)))
        .order_by("told_at", "pk", "actions__at", "actions__pk")
        .values_list(
            "injury_id",
            "pk",
            "told_on",
            "told_at",
            "parts",
            "actions__kind",
            "actions__on",
            "actions__until",
            "actions__at",
        )
    )
    told: dict[int, list[_Row]] = {key: [] for key in open_since}
    for key, *row in rows:
        told[key].append(_Row(*row))
    return {key: _history(each, open_since[key]) for key, each in told.items()}


class _Row(NamedTuple):
    """A notice with one thing that was done about it; `kind` is None where nothing was."""

    pk: int
    told_on: date
    told_at: datetime
    parts: list[dict[str, Any]]
    kind: str | None
    on: date
    until: date | None
    done_at: datetime


def _history(rows: Sequence[_Row], open_since: Mapping[str, date]) -> History:
    told: dict[tuple[int, str], Told] = {}
    brought: dict[tuple[str, date], Told] = {}
    done: list[Done] = []
    for pk, told_on, told_at, parts, kind, on, until, done_at in rows:
        for part in parts:
            each = _told(part, told_on, told_at)
            if each.on == told_on:
                told.setdefault((pk, each.rule_id), each)
            else:
                brought.setdefault((each.rule_id, each.on), each)
        if kind:
            done += [
                Done(part["rule"], NoticeActionKind(kind), on, until, done_at) for part in parts
            ]
    # What a later card brought along was told once, on its own day.
    known = {(each.rule_id, each.on) for each in told.values()}
    again = [each for key, each in brought.items() if key not in known]
    return History(
        told=tuple(sorted([*again, *told.values()], key=_day_of)),
        done=tuple(sorted(done, key=_day_of)),
        open_since=open_since,
    )


def _day_of(each: Told | Done) -> date:
    return each.on


def _answered_at(injury: Injury, today: date) -> dict[str, datetime]:
    """When today's latest answer to each question was given; only yes and not sure are kept."""
    rows = Answer.objects.filter(
        Q(injury=injury) | Q(injury__isnull=True), owner_id=injury.owner_id, on=today
    )
    found: dict[str, datetime] = {}
    for question, value, at in rows.order_by("at", "pk").values_list("question", "value", "at"):
        if value == AnswerValue.NO:
            found.pop(question, None)
        else:
            found[question] = at
    return found


def without_told_once(
    injury: Injury, true_now: Sequence[evaluate.Finding], history: History
) -> list[evaluate.Finding]:
    """Leave out what is told once per injury and was told longer ago than the history reaches."""
    told = {each.rule_id for each in history.told}
    waiting = {f.rule_id for f in true_now if f.once and f.rule_id not in told}
    if waiting:
        notices = Notice.objects.filter(injury=injury).values_list("parts", flat=True)
        waiting &= {part["rule"] for parts in notices for part in parts}
    return [finding for finding in true_now if finding.rule_id not in waiting]


def _told(part: dict[str, Any], told_on: date, told_at: datetime) -> Told:
    """A part that an earlier card brought along keeps the day on which it was told."""
    return Told(
        rule_id=part["rule"],
        tier=Tier(part["tier"]),
        on=date.fromisoformat(part["on"]) if "on" in part else told_on,
        breadth=frozenset(part["breadth"]),
        bundle=part["bundle"],
        topic=part.get("topic", ""),
        at=told_at,
    )
