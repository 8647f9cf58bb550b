"""What a plan still needs to be told: what the person wants back, a cramp that lasts."""

from collections.abc import Mapping
from datetime import date
from uuid import UUID

from django.db import transaction

from rehab.content.catalogue import catalogue
from rehab.triage import IntakeAnswers, triage
from rehab.vocabulary import (
    AnswerValue,
    Goal,
    Location,
    Mechanism,
    Onset,
    OnsetPrecision,
    Side,
    Walking,
)
from tracker.actions.errors import ActionError
from tracker.actions.evaluate_signs import evaluate_signs
from tracker.actions.once import claim
from tracker.clock import PersonNow
from tracker.diary_reader import age_on, with_context
from tracker.models import Injury, Plan
from tracker.triage_again import kept_triage

STRAINS = (Mechanism.SPRINT, Mechanism.STRETCH, Mechanism.OVERLOAD)


def set_goal(*, injury: Injury, goal: str) -> None:
    """Keep what the person wants back; which return list counts follows from it."""
    if goal not in set(Goal):
        raise ActionError("Choose one of these", field="goal")
    Injury.objects.filter(pk=injury.pk).update(goal=goal)


def retriage(*, injury: Injury, signs: Mapping[str, str], at: PersonNow, key: UUID) -> str | None:
    """A cramp that has not gone is looked at as a strain: triage reads the signs told now.

    `signs` holds walking, bruise, big_bruise, pop and gap. What triage says is kept with
    the injury, the cramp's plan ends. Returns the programme that is proposed, None
    where somebody has to look first without one. ActionError without a plan that asks.
    """
    with transaction.atomic():
        plan = Plan.objects.select_for_update().filter(injury=injury, ended_on__isnull=True).first()
        if not claim(owner=injury.owner, key=key, kind="retriage"):
            return str((injury.triage or {}).get("programme") or "") or None
        if plan is None or plan.programme not in _asking_programmes():
            raise ActionError("This question is no longer open")
        answers = _answers(injury, signs, today=at.today)
        result = triage(answers, today=at.today, content=catalogue())
        # What the answers of the start said alone is overtaken by those told now.
        before = {key: kept for key, kept in (injury.triage or {}).items() if key != "own"}
        row = Injury.objects.select_for_update(no_key=True).get(pk=injury.pk)
        row.onset = row.onset or Onset.SUDDEN.value
        row.mechanism = answers.mechanism.value
        row.onset_pop, row.onset_gap = signs["pop"], signs["gap"]
        row.onset_bruising, row.onset_big_bruise = signs["bruise"], signs["big_bruise"]
        row.onset_walking = signs["walking"]
        row.type, row.grade = result.type.value, result.grade
        row.grade_detail, row.working_label = result.grade_detail, result.working_label
        row.triage = before | kept_triage(result) | {"before": before.get("row", "")}
        row.save()
        plan.ended_on = max(at.today, plan.started_on)
        plan.save(update_fields=["ended_on"])
        fresh = with_context(Injury.objects.select_related("owner")).get(pk=injury.pk)
        evaluate_signs(injury=fresh, at=at)
    return result.programme


def _asking_programmes() -> set[str]:
    return {p.id for p in catalogue().programmes.values() if any(s.on_late for s in p.stages)}


def _answers(injury: Injury, signs: Mapping[str, str], *, today: date) -> IntakeAnswers:
    """The injury with the signs told now, as triage reads it; health is asked at the doors."""
    mechanism = Mechanism(injury.mechanism)
    pairs = [(code, side) for code, side in injury.places if code in set(Location)]
    other = {"left": "right", "right": "left"}.get(injury.side)
    age = age_on(injury.owner, today)
    return IntakeAnswers(
        side=Side(injury.side),
        onset=Onset.SUDDEN,
        onset_on=injury.onset_on,
        precision=OnsetPrecision(injury.onset_precision),
        mechanism=mechanism if mechanism in STRAINS else Mechanism.OVERLOAD,
        places=frozenset(Location(code) for code, side in pairs if side != other),
        other_leg=frozenset(Location(code) for code, side in pairs if side == other),
        pop=AnswerValue(signs["pop"]),
        bruise=AnswerValue(signs["bruise"]),
        big_bruise=AnswerValue(signs["big_bruise"]),
        gap=AnswerValue(signs["gap"]),
        walking=Walking(signs["walking"]),
        age=age,
        is_16_or_over=True if age is None else None,
        goal=Goal(injury.goal) if injury.goal else None,
    )
