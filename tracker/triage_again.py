"""A stored injury as `rehab.triage` reads it, to ask triage again after an examination.

Answers of the start stay as they were told. New are what a professional said it is, and
whether one agreed. Stands below pages and writes: both ask it.
"""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from django.db.models import Value

from rehab.content.catalogue import catalogue
from rehab.told import Told, current
from rehab.triage import (
    COLD_FOOT,
    HARD_THIGH,
    LUMPS,
    NEEDS_CLEARANCE,
    IntakeAnswers,
    TriageResult,
    triage,
)
from rehab.vocabulary import (
    AnswerValue,
    Goal,
    Location,
    Mechanism,
    Onset,
    OnsetPrecision,
    Side,
    ToldKind,
    Walking,
)
from tracker.day_reader import day_value
from tracker.diary_reader import age_on
from tracker.models import Answer, Clearance, ClinicianWord, Day, Injury, Visit

# An alarm of long ago says nothing about today; open signs hold a plan by themselves.
PRESSING_DAYS = 14
LASTING = frozenset({*NEEDS_CLEARANCE, "q_bone_risk"})
PRESSING = frozenset({HARD_THIGH, *LUMPS, COLD_FOOT})
AGREED = "agreed"
# What the row of the intake tells of an answer that has no column of its own.
FELT = {"cramp": "cramp", "tight": "tight", "compartment_chronic": "effort_only"}


def told_value(word: ClinicianWord) -> Told:
    """A stored word as triage reads it."""
    return Told(
        ToldKind(word.kind),
        word.on,
        is_grade_0=word.is_grade_0,
        bamic=word.bamic,
        munich=word.munich,
    )


def word_that_counts(words: Iterable[ClinicianWord], *, since: date | None) -> ClinicianWord | None:
    """The stored word that counts now; None when none does. `since`: see `rehab.told.current`."""
    kept = [word for word in words if word.taken_back_on is None]
    values = [told_value(word) for word in kept]
    chosen = current(values, since=since)
    return next((w for w, v in zip(kept, values, strict=True) if v is chosen), None)


def is_cleared(injury: Injury) -> bool:
    """Whether the last professional to say so has the person carry on. One query.

    An agreement, or a visit at which they heard "carry on" or that it is the muscle or
    tendon; what was said before the injury, or before a re-injury, does not count.
    """
    agreed = Clearance.objects.filter(injury=injury).values_list(
        "on", Value(AGREED), Value(""), named=False
    )
    seen = Visit.objects.filter(injury=injury, on__isnull=False).exclude(result="")
    since = since_of(injury)
    events = [
        (on, _agrees(result, advice))
        for on, result, advice in seen.order_by()
        .values_list("on", "result", "advice")
        .union(agreed.order_by(), all=True)
        if on is not None and (since is None or on >= since)
    ]
    # Of one day the more careful word counts.
    last = max((on for on, _ in events), default=None)
    return last is not None and all(agrees for on, agrees in events if on == last)


def _agrees(result: str, advice: str) -> bool:
    if advice in ("pause", "diary_only"):
        return False
    return result in (AGREED, "hamstring") or advice == "carry_on"


def offered(injury: Injury, *, today: date) -> dict[str, Any]:
    """What triage says now, as it is stored: row, programme, what holds it back.

    The stored label, except for who waited to be examined and was: they are asked again, in
    two or three queries. Nothing is written.
    """
    kept: dict[str, Any] = injury.triage
    if not waits_for_examination(injury) or not is_cleared(injury):
        return kept
    found = triage_again(injury, today=today, clinician=_told_of(kept), cleared=True)
    return kept | kept_triage(found)


def is_asked_again(injury: Injury, kept: dict[str, Any]) -> bool:
    """Whether `kept` is what triage says now, and not the stored label."""
    return kept is not injury.triage and bool(kept)


def waits_for_examination(injury: Injury) -> bool:
    """Whether the label waits for somebody who examines: seen first, or a plan that wants them."""
    kept: dict[str, Any] = injury.triage or {}
    waits = {"see_someone_first", "wants_agreement", "contusion_needs_a_look"}
    return bool(waits & set(kept.get("diary_only_reasons") or ()))


def kept_triage(result: TriageResult) -> dict[str, Any]:
    """What triage said, with the content it came from, as it is stored with an injury."""
    return {
        "row": result.row,
        "kind": result.kind,
        "type": result.type.value,
        "grade": result.grade,
        "programme": result.programme,
        "reasons": [reason.key for reason in result.reasons],
        "also_feels_like": list(result.also_feels_like),
        "see_someone_first": result.see_someone_first and result.see_someone_first.value,
        "long_standing": result.long_standing,
        "diary_only_reasons": list(result.diary_only_reasons),
        "limits": list(result.limits),
        "content_version": catalogue().content_version,
    }


def _told_of(kept: dict[str, Any]) -> Told | None:
    told = kept.get("told")
    if not told:
        return None
    return Told(
        ToldKind(told["kind"]),
        date.fromisoformat(told["on"]),
        is_grade_0=bool(told.get("is_grade_0")),
        bamic=told.get("bamic") or "",
        munich=told.get("munich") or "",
    )


def since_of(injury: Injury) -> date | None:
    """The day from which an examination is about this injury; None when it is not known."""
    restarted: date | None = getattr(injury, "restarted_on", None)
    return restarted or injury.onset_on


def triage_again(
    injury: Injury, *, today: date, clinician: Told | None, cleared: bool
) -> TriageResult:
    """What triage says of the stored answers now. One query, for the health answers."""
    answers = _answers(injury, today=today, clinician=clinician, cleared=cleared)
    return triage(answers, today=today, content=catalogue())


def _answers(
    injury: Injury, *, today: date, clinician: Told | None, cleared: bool
) -> IntakeAnswers:
    kept: dict[str, Any] = injury.triage or {}
    where = day_value(Day(on=today, places=injury.places or []), side=injury.side)
    row = str((kept.get("own") or kept).get("row", ""))
    return IntakeAnswers(
        side=Side(injury.side),
        onset=Onset(injury.onset) if injury.onset else None,
        onset_on=injury.onset_on,
        precision=OnsetPrecision(injury.onset_precision),
        mechanism=Mechanism(injury.mechanism),
        felt=kept.get("felt") or FELT.get(row),  # type: ignore[arg-type]
        places=(where.locations or frozenset()) - {Location.OTHER_LEG},
        other_leg=where.other_leg,
        pop=_answer(injury.onset_pop),
        bruise=_answer(injury.onset_bruising),
        big_bruise=_answer(injury.onset_big_bruise),
        swelling=_answer(injury.onset_swelling),
        gap=_answer(injury.onset_gap),
        walking=Walking(injury.onset_walking) if injury.onset_walking else None,
        age=age_on(injury.owner, today),
        is_16_or_over=True if kept.get("is_16_or_over") else None,
        goal=Goal(injury.goal) if injury.goal else None,
        health=_health(injury, today),
        is_cleared=cleared,
        clinician=clinician,
    )


def _health(injury: Injury, today: date) -> dict[str, AnswerValue]:
    """The newest answer to each question triage reads; alarms of the last 14 days alone."""
    rows = Answer.objects.filter(
        owner_id=injury.owner_id, question__in=LASTING | PRESSING, on__lte=today
    )
    first = today - timedelta(days=PRESSING_DAYS - 1)
    found: dict[str, AnswerValue] = {}
    for question, value, on in rows.order_by("on", "pk").values_list("question", "value", "on"):
        if question in LASTING or on >= first:
            found[question] = AnswerValue(value)
    return found


def _answer(value: str | None) -> AnswerValue | None:
    return AnswerValue(value) if value else None
