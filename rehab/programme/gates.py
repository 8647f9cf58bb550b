"""The doors of a programme, held at entry, at each stage and after each safety check.

A gate is open, shut or unknown (nobody asked). At entry everything must be open;
during a plan only a shut gate stops a move. Source: review notes 3.1.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from rehab.programme.case import Case
from rehab.programme.log import Clearance
from rehab.programme.model import Gate
from rehab.vocabulary import NERVE_QUALITIES, AnswerValue, Location

SIT_BONE_AREA = frozenset({Location.SIT_BONE, Location.BUTTOCK})
PLACES_WITHIN_DAYS = 28
ASK_AGAIN_DAYS = 14


@dataclass(frozen=True, slots=True)
class GateState:
    """One door: open, shut (False) or unknown (None), and the days it rests on.

    `asks` are the questions whose answer is missing, or old while it shuts the door.
    `cleared_by` is the agreement that opens it.
    """

    gate: Gate
    is_open: bool | None
    days: tuple[date, ...] = ()
    asks: tuple[str, ...] = ()
    cleared_by: Clearance | None = None


def gates_of(case: Case) -> tuple[Gate, ...]:
    """The programme's own doors and, where it has them, the shared ones."""
    shared = case.content.shared_gates if case.programme.shared_gate else ()
    return (*shared, *case.programme.gates)


def gates_now(case: Case) -> tuple[GateState, ...]:
    """Every door today, the shared ones first."""
    return case.remember("gates", lambda: tuple(_gate(case, gate) for gate in gates_of(case)))


def _gate(case: Case, gate: Gate) -> GateState:
    state = _CHECKS[gate.kind](case, gate)
    if state.is_open is True or not gate.unless_cleared:
        return state
    cleared = _clearance(case, gate)
    if cleared is None or cleared.on > case.today:
        return state
    return GateState(gate, True, state.days, (), cleared)


def _clearance(case: Case, gate: Gate) -> Clearance | None:
    """A recent agreement; one from before a sign opened says nothing about the sign."""
    if gate.kind != "no_open_sign":
        return case.log.recent_clearance(case.programme.clearance_max_age_days)
    since = max((s.since for s in case.log.signs if s.tier in gate.tiers), default=date.max)
    return case.log.clearance_since(since)


def _no_open_sign(case: Case, gate: Gate) -> GateState:
    days = tuple(s.since for s in case.log.signs if s.tier in gate.tiers and s.since <= case.today)
    return GateState(gate, not days, days)


def _min_age(case: Case, gate: Gate) -> GateState:
    age = case.diary.injury.age
    return GateState(gate, None if age is None or gate.age is None else age >= gate.age)


def _not_old(case: Case, gate: Gate) -> GateState:
    age = case.diary.injury.age
    return GateState(gate, None if age is None or gate.age is None else age < gate.age)


def _not_young_upper(case: Case, gate: Gate) -> GateState:
    age, places = case.diary.injury.age, frozenset(gate.locations)
    if age is not None and gate.age is not None and age >= gate.age:
        return GateState(gate, True)
    marked = case.marked_dates(places, PLACES_WITHIN_DAYS)
    if marked or case.log.places & places:
        return GateState(gate, None if age is None else False, marked)
    asked = case.asked_places(PLACES_WITHIN_DAYS) or case.log.places
    return GateState(gate, True if asked else None)


def _not_at_onset(case: Case, gate: Gate) -> GateState:
    """Signs at onset; a pop counts at the sit bone or buttock, or anywhere."""
    injury = case.diary.injury
    at_bone = bool(case.log.places & SIT_BONE_AREA) or bool(
        case.marked_dates(SIT_BONE_AREA, PLACES_WITHIN_DAYS)
    )
    told = {
        "pop": injury.pop,
        "gap": injury.gap,
        "bruising": injury.bruising,
        "swelling": injury.swelling,
        "cannot_walk": None if injury.can_walk is None else not injury.can_walk,
        "pop_at_sit_bone": injury.pop if at_bone else False,
    }
    seen = [told[sign] for sign in gate.signs]
    if any(seen):
        return GateState(gate, False)
    return GateState(gate, None if None in seen else True)


def _answers_no(case: Case, gate: Gate) -> GateState:
    answers = {question: case.answer(question) for question in gate.questions}
    asks, days, is_shut = [], [], False
    for question, given in answers.items():
        if given is None:
            asks.append(question)
        elif given[1] is not AnswerValue.NO:
            is_shut = True
            days.append(given[0])
            if (case.today - given[0]).days >= ASK_AGAIN_DAYS:
                asks.append(question)
    is_open = False if is_shut else (None if asks else True)
    return GateState(gate, is_open, tuple(days), tuple(asks))


def _no_marks(case: Case, gate: Gate) -> GateState:
    within, need = gate.days or 7, gate.at_least_days or 1
    places = frozenset(gate.locations)
    first = case.today - timedelta(days=within - 1)
    found, is_asked = [], False
    for day in case.recent_days:
        if day.on < first or day.copied:
            continue
        told = day.qualities if gate.nerve_words else day.locations
        is_asked = is_asked or told is not None
        marked = NERVE_QUALITIES if gate.nerve_words else places
        if told and marked & told:
            found.append(day.on)
    if len(found) >= need:
        return GateState(gate, False, tuple(found))
    return GateState(gate, True if is_asked else None, tuple(found))


def _pain_at_most(case: Case, gate: Gate) -> GateState:
    first = case.today - timedelta(days=(gate.days or 1) - 1)
    entries = [e for e in case.entries(gate.metric or "") if e.on >= first]
    if not entries:
        return GateState(gate, None)
    over = tuple(e.on for e in entries if e.value > (gate.value or 0))
    return GateState(gate, not over, over)


def _grade_below(case: Case, gate: Gate) -> GateState:
    grade = case.diary.injury.grade
    return GateState(gate, None if grade is None or gate.value is None else grade < gate.value)


def _cleared(case: Case, gate: Gate) -> GateState:
    given = case.log.recent_clearance(case.programme.clearance_max_age_days)
    return GateState(gate, given is not None, cleared_by=given)


def _attest(case: Case, gate: Gate) -> GateState:
    return GateState(gate, True if gate.id in case.log.attested else None)


_CHECKS: Mapping[str, Callable[[Case, Gate], GateState]] = {
    "no_open_sign": _no_open_sign,
    "min_age": _min_age,
    "not_old": _not_old,
    "not_young_with_upper_pain": _not_young_upper,
    "not_at_onset": _not_at_onset,
    "answers_no": _answers_no,
    "no_marks": _no_marks,
    "pain_at_most": _pain_at_most,
    "grade_below": _grade_below,
    "cleared": _cleared,
    "attest": _attest,
}
