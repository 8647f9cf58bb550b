"""What a person was told and did before, as the policy reads it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from rehab.vocabulary import NoticeActionKind, Tier


@dataclass(frozen=True, slots=True)
class Told:
    """One rule as it was told on one day; `tier` is the tier it was told in.

    `breadth` holds what the pattern covered then, see `breadth_of`. `at` is the moment,
    where it is known.
    """

    rule_id: str
    tier: Tier
    on: date
    breadth: frozenset[str] = frozenset()
    bundle: str | None = None
    topic: str = ""
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Done:
    """What the person did about a rule; `until` is the day of a booked visit, if known.

    `at` is the moment, where it is known: it parts the answers of one day.
    """

    rule_id: str
    kind: NoticeActionKind
    on: date
    until: date | None = None
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class History:
    """Everything told and done before; each tuple in order of date.

    `open_since` names the first day of a rule's present episode: the days on which it
    was true, gaps shorter than its tier's `episode_ends_after_days` included; without an
    entry it is taken to have been true all along. `answered_at` is the moment of
    today's latest answer to each question that is yes or not sure, where it is known.
    """

    told: tuple[Told, ...] = ()
    done: tuple[Done, ...] = ()
    open_since: Mapping[str, date] = field(default_factory=dict)
    answered_at: Mapping[str, datetime] = field(default_factory=dict)


def last_done(told: Told, history: History) -> Done | None:
    """What was done about a rule since it was told."""
    found = [
        each for each in history.done if each.rule_id == told.rule_id and _is_since(each, told)
    ]
    return found[-1] if found else None


def _is_since(done: Done, told: Told) -> bool:
    if done.on == told.on and done.at is not None and told.at is not None:
        return done.at >= told.at
    return done.on >= told.on
