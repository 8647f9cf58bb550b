"""The frozen values that a plan's rules read, besides the diary.

A `None` always means "not recorded" or "not asked". Nothing here knows where the
values came from. Tuples stand in order of date.
"""

from dataclasses import dataclass, field
from datetime import date, timedelta

from rehab.vocabulary import Goal, Location, Tier


@dataclass(frozen=True, slots=True)
class Item:
    """One exercise of a session. `pain` is the worst NRS 0-10 during it.

    `sets`, `reps` of a set, `hold_s` seconds and `load_kg` are what was done.
    """

    exercise: str
    done: bool = True
    pain: int | None = None
    sets: int | None = None
    reps: int | None = None
    hold_s: int | None = None
    load_kg: float | None = None


@dataclass(frozen=True, slots=True)
class Session:
    """The exercises of one day. `pain` is the worst NRS 0-10 of the whole session.

    `done_pct` is the share of what was planned, in percent.
    """

    on: date
    pain: int | None = None
    sharp_stop: bool | None = None
    done_pct: int | None = None
    items: tuple[Item, ...] = ()

    @property
    def worst(self) -> int | None:
        """The highest recorded NRS of the session and its exercises; None without one."""
        scores = [s for s in (self.pain, *(item.pain for item in self.items)) if s is not None]
        return max(scores) if scores else None


@dataclass(frozen=True, slots=True)
class Reading:
    """One number of a self-test, in the unit of its metric."""

    on: date
    metric: str
    value: float


@dataclass(frozen=True, slots=True)
class StageStay:
    """A stage the person is or was in; it ends where the next one begins.

    `reason` is that of the move into it: start, goals_met, cleared, chosen,
    stepped_back or resumed.
    """

    stage: str
    started_on: date
    reason: str = "start"


@dataclass(frozen=True, slots=True)
class Clearance:
    """A professional examined the injury and agreed; empty `programme` or `stage` means any."""

    on: date
    by: str
    words: str = ""
    programme: str = ""
    stage: str = ""


@dataclass(frozen=True, slots=True)
class Visit:
    """A visit to a professional. `on` is its day, None while none is fixed."""

    on: date | None = None
    is_booked: bool = False
    has_result: bool = False


@dataclass(frozen=True, slots=True)
class OpenSign:
    """A warning sign that is open today and not yet settled by a visit's result."""

    rule: str
    topic: str
    tier: Tier
    since: date


@dataclass(frozen=True, slots=True)
class Pause:
    """A pause of loading that the person agreed to; `ended_on` is None while it lasts."""

    started_on: date
    rule: str = ""
    ended_on: date | None = None


@dataclass(frozen=True, slots=True)
class GapAnswer:
    """The answer to "Did you keep training?" after `gap_days` days without a log."""

    on: date
    gap_days: int
    kept_training: bool


@dataclass(frozen=True, slots=True)
class PlanLog:
    """One plan of one injury: where the person stands in it and what they did for it.

    `stays` has at least one entry, the last is the present stage. `places` are
    those of the intake. `attested` holds the ids of gates the person confirmed.
    `injuries_12m` counts injuries of this muscle in 12 months, this one included.
    `lacks` are the things the person said they do not have; none is assumed.
    `returned_on` is the day the return list was complete.
    """

    programme: str
    started_on: date
    stays: tuple[StageStay, ...]
    sessions: tuple[Session, ...] = ()
    readings: tuple[Reading, ...] = ()
    clearances: tuple[Clearance, ...] = ()
    visits: tuple[Visit, ...] = ()
    pauses: tuple[Pause, ...] = ()
    gap_answers: tuple[GapAnswer, ...] = ()
    signs: tuple[OpenSign, ...] = ()
    goal: Goal | None = None
    injuries_12m: int | None = None
    attested: frozenset[str] = field(default_factory=frozenset)
    places: frozenset[Location] = field(default_factory=frozenset)
    returned_on: date | None = None
    lacks: frozenset[str] = field(default_factory=frozenset)

    @property
    def stay(self) -> StageStay:
        """The present stage."""
        return self.stays[-1]

    @property
    def pause(self) -> Pause | None:
        """The pause that lasts, None without one."""
        return next((pause for pause in self.pauses if pause.ended_on is None), None)

    def clearance_since(self, first: date, *, stage: str | None = None) -> Clearance | None:
        """The newest clearance of this programme given on `first` or later.

        With a `stage`, one that names another stage does not count.
        """
        for given in reversed(self.clearances):
            fits = given.programme in ("", self.programme)
            if stage is not None:
                fits = fits and given.stage in ("", stage)
            if fits and given.on >= first:
                return given
        return None

    def recent_clearance(self, max_age_days: int, *, stage: str | None = None) -> Clearance | None:
        """One that was at most so old when the present stage began, or given since.

        So an agreement does not run out in the middle of a long stage.
        """
        first = self.stay.started_on - timedelta(days=max_age_days)
        return self.clearance_since(first, stage=stage)
