"""One plan on one day: the diary and the plan's log, looked up by metric.

`Case.entries("t_walk20_pain")` are all its recorded values up to today, in order
of date. What was not recorded has no entry: a missing day is unknown, never 0.
"""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta
from functools import cached_property
from typing import TypeVar

from rehab.content.catalogue import Catalogue
from rehab.diary import Day, Diary
from rehab.programme.log import OpenSign, PlanLog, Reading, Session, StageStay
from rehab.programme.measures import PainProfile
from rehab.programme.model import Programme, Stage
from rehab.programme.series import DANGER, READERS, Entry, morning_rise
from rehab.vocabulary import AnswerValue, Location, Tier, Treatment

# No line, hold or test reads days further back; pain, runs, readings, answers have no limit.
HISTORY_DAYS = 70
SESSION_DAYS = 100
GRAVE_TIERS = frozenset({Tier.EMERGENCY, Tier.URGENT})
Found = TypeVar("Found")


class Case:
    """The diary and the log as they stood at the end of `today`.

    `recent_days` are those of the last 70 days, `recent_sessions` of the last 100.
    """

    def __init__(self, diary: Diary, log: PlanLog, *, today: date, content: Catalogue) -> None:
        self.diary = diary
        self.log = log
        self.today = today
        self.content = content
        self._entries: dict[str, tuple[Entry, ...]] = {}
        self._by_day: dict[str, dict[date, float | bool]] = {}
        self._remembered: dict[object, object] = {}
        self._rises: dict[date, float | None] = {}
        self.first_recent = today - timedelta(days=HISTORY_DAYS)

    def remember(self, key: object, work_out: Callable[[], Found]) -> Found:
        """The result of `work_out`, worked out once for this day."""
        if key not in self._remembered:
            self._remembered[key] = work_out()
        return self._remembered[key]  # type: ignore[return-value]

    @cached_property
    def programme(self) -> Programme:
        return self.content.programmes[self.log.programme]

    @property
    def stay(self) -> StageStay:
        return self.log.stay

    @cached_property
    def stage(self) -> Stage:
        """The present stage. KeyError when the programme has none of that id."""
        return self.programme.stage(self.stay.stage)

    @cached_property
    def stage_index(self) -> int:
        return [stage.id for stage in self.programme.stages].index(self.stage.id)

    @cached_property
    def is_stepped_back(self) -> bool:
        """Whether the present stage was entered from a later one."""
        if len(self.log.stays) < 2:
            return False
        order = [stage.id for stage in self.programme.stages]
        before = self.log.stays[-2].stage
        return before in order and order.index(before) > self.stage_index

    @cached_property
    def _stages(self) -> list[tuple[date, Stage]]:
        stays = reversed(self.log.stays)
        return [(stay.started_on, self.programme.stage(stay.stage)) for stay in stays]

    def stage_on(self, day: date) -> Stage:
        """The stage of a day; the first one for days before the plan."""
        for started_on, stage in self._stages:
            if started_on <= day:
                return stage
        return self._stages[-1][1]

    def profile_on(self, day: date) -> PainProfile:
        """The pain limits of exercises on a day."""
        return self.content.profiles[self.stage_on(day).profile]

    def run_profile_on(self, day: date) -> PainProfile:
        """The pain limits of running on a day."""
        stage = self.stage_on(day)
        return self.content.profiles[stage.run_profile or stage.profile]

    def as_of(self, day: date) -> "Case":
        """The same plan as it stood at the end of an earlier day."""
        return Case(self.diary, self.log, today=day, content=self.content)

    @cached_property
    def days(self) -> tuple[Day, ...]:
        return tuple(day for day in self.diary.days if day.on <= self.today)

    @cached_property
    def grave_signs(self) -> tuple[OpenSign, ...]:
        """Open emergency and urgent signs; an agreement given since one opened settles it."""
        return tuple(
            sign
            for sign in self.log.signs
            if sign.tier in GRAVE_TIERS
            and sign.since <= self.today
            and self.log.clearance_since(sign.since) is None
        )

    @cached_property
    def recent_days(self) -> tuple[Day, ...]:
        return tuple(day for day in self.days if day.on >= self.first_recent)

    @cached_property
    def recent_sessions(self) -> tuple[Session, ...]:
        first, last = self.today - timedelta(days=SESSION_DAYS), self.today
        return tuple(row for row in self.log.sessions if first <= row.on <= last)

    @cached_property
    def readings(self) -> Mapping[str, Sequence[Reading]]:
        """The self-tests up to today by metric, each in order of date."""
        found: dict[str, list[Reading]] = defaultdict(list)
        today = self.today
        for row in self.log.readings:
            if row.on <= today:
                found[row.metric].append(row)
        return dict(found)

    @cached_property
    def day_by_date(self) -> Mapping[date, Day]:
        return {day.on: day for day in self.days}

    @cached_property
    def logged_dates(self) -> tuple[date, ...]:
        """Every recent date with anything of this plan or diary on it, in order."""
        found = {day.on for day in self.recent_days} | {test.on for test in self.log.readings}
        found |= {run.on for run in self.diary.runs} | {row.on for row in self.recent_sessions}
        found |= {fall.on for fall in self.diary.falls}
        return tuple(sorted(on for on in found if self.first_recent <= on <= self.today))

    @cached_property
    def load_dates(self) -> frozenset[date]:
        """The dates of exercises and runs."""
        found = {row.on for row in self.log.sessions} | {run.on for run in self.diary.runs}
        return frozenset(on for on in found if on <= self.today)

    @cached_property
    def painkiller_dates(self) -> frozenset[date]:
        return frozenset(
            day.on for day in self.days if day.treatments and Treatment.PAINKILLER in day.treatments
        )

    def entries(self, metric: str) -> tuple[Entry, ...]:
        """All recorded values of a metric, one a day, in order of date.

        KeyError for a metric that is not in the content or has no series of values.
        """
        if metric not in self._entries:
            self._entries[metric] = tuple(self._read(metric))
        return self._entries[metric]

    def on(self, metric: str, day: date) -> float | bool | None:
        """The value of one day, None when none was recorded; a painkiller does not hide it."""
        if metric == "morning_rise":
            return self.rise_on(day)
        if metric not in self._by_day:
            self._by_day[metric] = {entry.on: entry.value for entry in self.entries(metric)}
        return self._by_day[metric].get(day)

    @cached_property
    def place_of_morning(self) -> Mapping[date, int]:
        """Where each logged morning stands among all."""
        return {entry.on: place for place, entry in enumerate(self.entries("pain_morning"))}

    def rise_on(self, day: date) -> float | None:
        """How far a morning lay above the usual one (NRS); None when either is not known."""
        if day not in self._rises:
            self._rises[day] = morning_rise(self, day)
        return self._rises[day]

    def latest(self, metric: str, *, after: date | None = None) -> Entry | None:
        """The newest value that counts; None without one. `after` leaves out what is older."""
        for entry in reversed(self.entries(metric)):
            if after is not None and entry.on <= after:
                return None
            if entry.doubt != "painkiller":
                return entry
        return None

    def answer(self, question: str) -> tuple[date, AnswerValue] | None:
        """The newest answer; of several on one day the most alarming."""
        return self._answers.get(question)

    @cached_property
    def _answers(self) -> Mapping[str, tuple[date, AnswerValue]]:
        newest: dict[str, tuple[date, AnswerValue]] = {}
        today = self.today
        for given in self.diary.answers:
            on = given.on
            if on > today:
                continue
            kept = newest.get(given.question)
            if kept is None or on > kept[0] or DANGER[given.value] > DANGER[kept[1]]:
                newest[given.question] = (on, given.value)
        return newest

    def is_possible(self, question: str) -> bool:
        """Whether the newest answer is yes or not sure. Not asked is no reason by itself."""
        given = self.answer(question)
        return given is not None and given[1] is not AnswerValue.NO

    def marked_dates(self, places: frozenset[Location], within_days: int) -> tuple[date, ...]:
        """The days of the last `within_days` on which one of the places was marked."""
        asked = self._asked(within_days)
        return tuple(day.on for day in asked if day.locations and places & day.locations)

    def asked_places(self, within_days: int) -> bool:
        """Whether places were asked on any of the last `within_days` days."""
        return bool(self._asked(within_days))

    def _asked(self, within_days: int) -> list[Day]:
        first = self.today - timedelta(days=within_days - 1)
        return [
            d
            for d in self.recent_days
            if d.on >= first and d.locations is not None and not d.copied
        ]

    def _read(self, metric: str) -> Sequence[Entry]:
        home = self.content.metrics[metric].home
        reader = READERS.get(metric)
        if reader is not None:
            found = reader(self)
        elif home == "reading":
            found = [Entry(row.on, row.value) for row in self.readings.get(metric, ())]
        else:
            raise KeyError(metric)
        if not self.content.metrics[metric].hours_after_painkiller:
            return found
        dulled = self.painkiller_dates
        if not dulled:
            return found
        return [Entry(e.on, e.value, "painkiller") if e.on in dulled else e for e in found]
