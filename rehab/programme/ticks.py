"""What was ticked: when each exercise was done, how often, and with what pain."""

from datetime import date, timedelta
from functools import cached_property

from rehab.programme.case import Case
from rehab.programme.log import Item

DAYS_PER_WEEK = 7


class Ticks:
    """When each exercise was done, and with what pain; the newest session last.

    What was last done more than 100 days ago counts as never done.
    """

    def __init__(self, case: Case) -> None:
        self.case = case
        self.sessions = case.recent_sessions
        self.done: dict[str, list[tuple[date, Item, int | None]]] = {}
        for session in self.sessions:
            for item in session.items:
                if item.done:
                    told = (session.on, item, session.pain)
                    self.done.setdefault(item.exercise, []).append(told)

    @cached_property
    def is_known(self) -> bool:
        """Whether anything was ticked in the 7 days before today."""
        first = self.case.today - timedelta(days=DAYS_PER_WEEK)
        return any(first <= times[-1][0] for times in self.done.values())

    @cached_property
    def done_dates(self) -> dict[date, set[str]]:
        """The exercises done on each day."""
        sessions = ((s.on, {i.exercise for i in s.items if i.done}) for s in self.sessions)
        return {on: done for on, done in sessions if done}

    def last(self, exercise: str, *, before: date) -> date | None:
        """The last day it was done before a day, None when it never was."""
        days = [on for on, _, _ in self.done.get(exercise, ()) if on < before]
        return days[-1] if days else None

    def is_done_on(self, exercise: str, day: date) -> bool:
        return any(on == day for on, _, _ in self.done.get(exercise, ()))

    def times_in_week(self, exercise: str, today: date) -> int:
        """How often it was done in the 6 days before today."""
        first = today - timedelta(days=DAYS_PER_WEEK - 1)
        return sum(1 for on, _, _ in self.done.get(exercise, ()) if first <= on < today)

    def last_pain(self, exercise: str) -> int | None:
        """The NRS of the last time: of the exercise, or else of its session."""
        times = self.done.get(exercise)
        if not times:
            return None
        _, item, whole = times[-1]
        return item.pain if item.pain is not None else whole

    def easy_times(self, exercise: str, pain_max: int) -> int:
        """How often it was done with a recorded pain at or under a limit."""
        pains = (
            item.pain if item.pain is not None else whole
            for _, item, whole in self.done.get(exercise, ())
        )
        return sum(1 for pain in pains if pain is not None and pain <= pain_max)
