"""The offered pause of loading: which told signs ask for it, and what was answered so far.

A sign of tier soon or higher that the person was told of offers a pause once; nothing
changes before they answer. It is offered in the words of today's counting, like the card on
Signs. Source: decisions 2.5.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import CharField, DateField, F, TextField, Value
from django.db.models.functions import Cast

from rehab.content.catalogue import catalogue
from rehab.diary import Diary
from rehab.programme.log import OpenSign, PlanLog
from rehab.vocabulary import Tier
from tracker.models import Injury, LoadPause, Notice
from tracker.overview.asking import standing_today
from tracker.overview.sign_parts import counted_words, said_of
from tracker.regions import Region

ASKING = (Tier.EMERGENCY, Tier.URGENT, Tier.SOON)
GRAVE = (Tier.EMERGENCY, Tier.URGENT)
COLUMNS = ("kind", "u_day", "u_a", "u_b", "u_until")


@dataclass(frozen=True, slots=True, kw_only=True)
class PauseOffer:
    """What was told, by which rules, and whether a pause is suggested. `told` as it was told."""

    rules: tuple[str, ...]
    tier: Tier
    told: tuple["_Told", ...]
    is_suggested: bool

    @property
    def is_grave(self) -> bool:
        """Emergency and urgent: stop words stand whatever is answered."""
        return self.tier in GRAVE

    @property
    def stop_words(self) -> str:
        return catalogue().policy.tiers[self.tier].stop_words or ""


@dataclass(frozen=True, slots=True)
class _Told:
    """The part of a notice that told of a rule, and the day of that notice."""

    on: date
    part: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class OfferWords:
    """What the offer says of its signs. `counted` names the day of the words if not today."""

    messages: tuple[str, ...]
    counted: str


@dataclass(frozen=True, slots=True)
class _Answered:
    rule: str
    accepted: bool
    started_on: date
    ended_on: date | None


def asking_signs(log: PlanLog, *, today: date) -> tuple[OpenSign, ...]:
    """The open told signs that may offer a pause, the gravest first."""
    found = [s for s in log.signs if s.tier in ASKING and s.since <= today]
    return tuple(sorted(found, key=lambda s: (-s.tier.rank, s.since, s.rule)))


def offered_pause(injury: Injury, log: PlanLog, *, today: date) -> PauseOffer | None:
    """The pause to offer now; None while one lasts, without signs, or when each was answered.

    One query, and none when no sign of tier soon or higher is open.
    """
    signs = asking_signs(log, today=today)
    if not signs or log.pause is not None:
        return None
    told, answered = _told_and_answered(injury)
    waiting = [s for s in signs if s.rule in told and not _is_answered(s, told, answered)]
    if not waiting:
        return None
    rules = catalogue().rules
    return PauseOffer(
        rules=tuple(sign.rule for sign in waiting),
        tier=waiting[0].tier,
        told=tuple(told[sign.rule] for sign in waiting),
        is_suggested=any(rules[sign.rule].pause_default for sign in waiting if sign.rule in rules),
    )


def offer_words(offer: PauseOffer, diary: Diary, *, today: date, region: Region) -> OfferWords:
    """Its signs as Signs says them today; what is not true any more as it was told."""
    stand = standing_today(diary, today=today)
    said = [said_of(each.part, each.on, stand.get(rule), region) for rule, each in _pairs(offer)]
    return OfferWords(
        messages=tuple(dict.fromkeys(part.message for part in said)),
        counted=counted_words(said, today),
    )


def _pairs(offer: PauseOffer) -> Iterable[tuple[str, _Told]]:
    return zip(offer.rules, offer.told, strict=True)


def _is_answered(sign: OpenSign, told: Mapping[str, _Told], answered: Iterable[_Answered]) -> bool:
    """A no to this rule since it was told, or a pause that it was told in."""
    told_on = told[sign.rule].on
    return any(
        (a.rule == sign.rule and a.started_on >= told_on)
        or (a.accepted and (a.ended_on is None or a.ended_on >= told_on))
        for a in answered
    )


def _told_and_answered(injury: Injury) -> tuple[dict[str, _Told], list[_Answered]]:
    """By rule the newest day it was told and in which words; the answers to earlier offers."""
    told: dict[str, _Told] = {}
    answered: list[_Answered] = []
    for kind, day, a, b, until in _rows(injury):
        if kind == "pause":
            answered.append(_Answered(a or "", b in ("1", "true", "True"), day, until))
            continue
        for part in json.loads(a or "[]"):
            rule = str(part.get("rule", ""))
            if rule not in told or told[rule].on < day:
                told[rule] = _Told(day, part)
    return told, answered


def _rows(injury: Injury) -> Iterable[Any]:
    text, nobody, no_day = TextField(), Value(None), Value(None)
    notices = (
        Notice.objects.filter(injury=injury)
        .open()
        .order_by()
        .annotate(
            kind=Value("notice", output_field=CharField()),
            u_day=Cast(F("told_on"), DateField()),
            u_a=Cast(F("parts"), text),
            u_b=Cast(nobody, text),
            u_until=Cast(no_day, DateField()),
        )
    )
    pauses = (
        LoadPause.objects.filter(injury=injury)
        .order_by()
        .annotate(
            kind=Value("pause", output_field=CharField()),
            u_day=Cast(F("started_on"), DateField()),
            u_a=Cast(F("rule"), text),
            u_b=Cast(F("accepted"), text),
            u_until=Cast(F("ended_on"), DateField()),
        )
    )
    return notices.values_list(*COLUMNS).union(pauses.values_list(*COLUMNS), all=True)
