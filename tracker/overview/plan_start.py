"""Start where you are: the doors of the proposed plan, and the stage that is open.

Nothing starts by itself. The person answers what is missing, confirms what only they can
know, and chooses the stage. Source: decisions 1.5, 2.1; review notes 3.1.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from django.utils.translation import gettext as _

from rehab.content.catalogue import catalogue
from rehab.diary import Diary
from rehab.expected import expected
from rehab.programme.case import Case
from rehab.programme.entry import StartOffer, start_offer
from rehab.programme.gates import GateState, gates_now
from rehab.programme.lines import LineState
from rehab.programme.model import Programme
from tracker import words
from tracker.models import Injury
from tracker.overview.expected import ExpectedWords, expected_words
from tracker.overview.plan_proposal import Proposal
from tracker.overview.plan_words import (
    date_words,
    day_of,
    goal_detail,
    goal_title,
    state_word,
)
from tracker.plan_doors import CONFIRMABLE, keeps_out
from tracker.plan_reader import new_log, read_for_plan
from tracker.regions import Region
from tracker.triage_again import since_of

AGES = ("min_age", "not_young_with_upper_pain", "not_old")


@dataclass(frozen=True, slots=True, kw_only=True)
class Door:
    """One door of a plan: its text, a word for its state, what it rests on or wants."""

    id: str
    text: str
    word: str
    detail: str = ""
    is_open: bool = False
    is_shut: bool = False


@dataclass(frozen=True, slots=True)
class EntryLine:
    """An entry test with the person's own value."""

    title: str
    detail: str
    word: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StageChoice:
    """A stage the person may begin in."""

    id: str
    number: int
    of: int
    name: str
    goal: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StartPage:
    """The page that begins a plan.

    `asks` are questions without an answer, `confirms` doors that want a tick. `is_shut`: a
    door stays shut; `is_openable`: a professional may open every one of those. `furthest` is
    where they may start, `first` the first stage when that is another.
    """

    proposal: Proposal
    doors: tuple[Door, ...]
    asks: tuple[str, ...]
    wants_age: bool
    confirms: tuple[tuple[str, str], ...]
    is_shut: bool
    is_openable: bool
    furthest: StageChoice
    first: StageChoice | None
    met: tuple[EntryLine, ...]
    missing: tuple[EntryLine, ...]
    next_number: int | None
    tests: tuple[str, ...]
    earliest: str
    others: tuple[StageChoice, ...]
    clock: str = ""
    range: ExpectedWords | None = None

    @property
    def open_doors(self) -> list[Door]:
        return [door for door in self.doors if door.is_open]

    @property
    def other_doors(self) -> list[Door]:
        """Shut, or not known yet, the shut ones first; what is ticked below is left out."""
        ticked = {code for code, _text in self.confirms}
        waiting = [d for d in self.doors if not d.is_open and d.id not in ticked]
        return sorted(waiting, key=lambda door: not door.is_shut)

    @property
    def waits(self) -> bool:
        """Whether something must be answered before a plan can begin."""
        return bool(self.asks) or self.wants_age

    @property
    def can_begin(self) -> bool:
        return not self.waits and (not self.is_shut or self.is_openable)


def start_page(injury: Injury, found: Proposal, *, today: date, region: Region) -> StartPage | None:
    """The doors and the offer, in five queries; None where there is no plan to begin."""
    programme = found.programme
    if programme is None or not found.is_ready:
        return None
    diary = _as_it_fits(read_for_plan(injury, None, today=today), found)
    log = new_log(injury, programme.id, today=today)
    case = Case(diary, log, today=today, content=catalogue())
    gates = gates_now(case)
    shut = [gate for gate in gates if _is_shut(gate)]
    offer = start_offer(case)
    furthest = _choice(programme, offer.stage.id)
    first = _choice(programme, programme.stages[0].id)
    following = furthest.number + 1 if furthest.number < len(programme.stages) else None
    return StartPage(
        proposal=found,
        doors=tuple(_door(gate, today=today, region=region) for gate in gates),
        asks=_asks(gates),
        wants_age=_wants_age(gates, diary),
        confirms=tuple(
            (gate.gate.id, words.fill(gate.gate.text, {}, region))
            for gate in gates
            if gate.is_open is None and gate.gate.kind in CONFIRMABLE
        ),
        is_shut=bool(shut),
        is_openable=all(_may_be_cleared(gate) for gate in shut),
        furthest=furthest,
        first=None if first.number == furthest.number else first,
        met=_entry_lines(offer.met, case),
        missing=_entry_lines(offer.missing, case),
        next_number=following,
        tests=_tests(offer),
        earliest=date_words(offer.earliest) if offer.earliest else "",
        others=tuple(_choice(programme, stage.id) for stage in programme.stages[furthest.number :]),
        clock=_clock(injury, today),
        range=_range(injury, programme, today),
    )


def _as_it_fits(diary: Diary, found: Proposal) -> Diary:
    """The diary with the type and grade that fit now, where an examination changed them."""
    if found.fits is None:
        return diary
    kind, grade = found.fits
    return replace(diary, injury=replace(diary.injury, type=kind, grade=grade))


def _range(injury: Injury, programme: Programme, today: date) -> ExpectedWords | None:
    """The usual time with its dates, if it began today; into the tendon, as told: the slower."""
    content, kept = catalogue(), injury.triage or {}
    told, own = kept.get("told") or {}, (kept.get("own") or {}).get("row", "")
    row = content.triage_rows.get(str(own)) if str(told.get("bamic", "")).endswith("c") else None
    usual = expected(
        programme,
        grade=0 if injury.grade_detail == "0" else injury.grade,
        onset_on=since_of(injury),
        plan_on=today,
        content=content,
        or_slower=content.programmes.get(row.programme or "") if row else None,
    )
    return expected_words(usual) if usual else None


def _clock(injury: Injury, today: date) -> str:
    """An old or unknown onset counts from today; a fresh one from the day it began."""
    fresh = catalogue().triage_numbers.fresh_days
    if injury.onset_on is None or (today - injury.onset_on).days > fresh:
        return _("We count from the day you start, not from when it began. You are not late.")
    return _("We count from the day it began.")


def _may_be_cleared(gate: GateState) -> bool:
    """Whether a professional's agreement opens the door, or is the door."""
    return gate.gate.unless_cleared or gate.gate.kind == "cleared"


def _is_shut(gate: GateState) -> bool:
    """Shut, or unknown and not for the person to say; running alone never keeps a plan shut."""
    is_asked = gate.gate.kind in (*CONFIRMABLE, *AGES, "answers_no") and gate.is_open is None
    return not is_asked and keeps_out(gate, frozenset())


def _door(gate: GateState, *, today: date, region: Region) -> Door:
    text = words.fill(gate.gate.text, {}, region)
    if gate.is_open:
        by = gate.cleared_by
        agreed = _("%(who)s agreed %(day)s.")
        detail = agreed % {"who": by.by, "day": day_of(by.on, today)} if by else ""
        return Door(id=gate.gate.id, text=text, word=_("fine"), detail=detail, is_open=True)
    if gate.is_open is False:
        return Door(
            id=gate.gate.id,
            text=text,
            word=_("not now"),
            detail=_shut_words(gate, today),
            is_shut=True,
        )
    return Door(id=gate.gate.id, text=text, word=_asked_word(gate))


def _asked_word(gate: GateState) -> str:
    if gate.gate.kind in AGES:
        return _("your age")
    return _("to confirm") if gate.gate.kind in CONFIRMABLE else _("to answer")


def _shut_words(gate: GateState, today: date) -> str:
    """The days it rests on, and who may open it."""
    days = ", ".join(day_of(on, today) for on in sorted(set(gate.days))[-3:])
    told = _("You told us %(days)s.") % {"days": days} if days else ""
    if gate.gate.blocks == "running_and_hops":
        who = _("The plan may begin without running and hops.")
    elif _may_be_cleared(gate):
        who = _("A professional who examined you may clear it.")
    else:
        who = _("This plan waits until that has changed.")
    return f"{told} {who}".strip()


def _asks(gates: Iterable[GateState]) -> tuple[str, ...]:
    """Questions that were never answered, or long ago and shut a door; each once."""
    return tuple(dict.fromkeys(question for gate in gates for question in gate.asks))


def _wants_age(gates: Iterable[GateState], diary: Diary) -> bool:
    unknown = any(gate.gate.kind in AGES and gate.is_open is None for gate in gates)
    return unknown and diary.injury.age is None


def _choice(programme: Programme, stage_id: str) -> StageChoice:
    order = [stage.id for stage in programme.stages]
    stage = programme.stage(stage_id)
    return StageChoice(
        id=stage.id,
        number=order.index(stage.id) + 1,
        of=len(order),
        name=_(stage.name),
        goal=_(stage.goal),
    )


def _entry_lines(lines: Iterable[LineState], case: Case) -> tuple[EntryLine, ...]:
    """Each entry test with the person's value; the word of a met one is "met"."""
    return tuple(
        EntryLine(
            goal_title(state.line),
            goal_detail(state, today=case.today, case=case),
            state_word(state),
        )
        for state in lines
    )


def _tests(offer: StartOffer) -> tuple[str, ...]:
    """The self-tests a person can do now for the stage after; days and runs are logged."""
    metrics = catalogue().metrics
    return tuple(metric for metric in offer.tests if metrics[metric].home == "reading")
