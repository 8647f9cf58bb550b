"""What Today shows: the log of the day, what was logged, what stands above it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from statistics import median

from django.utils.translation import gettext as _

from rehab import diary as values
from rehab.content.catalogue import catalogue
from rehab.vocabulary import PainContext
from tracker import labels
from tracker.diary_reader import read
from tracker.models import Day, Injury, User, Visit
from tracker.overview import asking
from tracker.overview.diary import SIT, Figure, day_words, figures, merged
from tracker.overview.log_lines import lines_to_ask
from tracker.overview.moments import MomentLine, counts_words, highest, moment_lines
from tracker.overview.plan import PlanNow
from tracker.overview.plan_needs import (
    Needs,
    load_tests_on,
    needs_of,
    plan_of,
    with_plan_lines,
)
from tracker.overview.sign_cards import Card
from tracker.overview.sign_words import pressing
from tracker.overview.signs import open_notices, visits_of
from tracker.regions import region_of

RECENT_ROWS = 8
# Days without a log after which Today says welcome back.
GAP_DAYS = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Bib:
    """The day on the bib and what it counts from."""

    day: int
    top: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LogPage:
    """What the log form of one day needs. `day` is None when it is not logged yet.

    `asked` are the lines of pain and sitting; `needs` what the open stage adds to them.
    """

    on: date
    day: Day | None
    yesterday: Day | None
    last: Day | None
    earlier: tuple[Day, ...]
    asked: tuple[str, ...]
    is_running_folded: bool
    diary: values.Diary
    plan: PlanNow | None = None
    needs: Needs = field(default_factory=Needs)

    @property
    def load_tests(self) -> dict[str, float]:
        """The load tests stored for this day, by metric (NRS 0-10)."""
        return load_tests_on(self.plan, self.on)

    @property
    def lines(self) -> tuple[str, ...]:
        """All lines of the form: pain, sitting, and what the open stage asks."""
        return with_plan_lines(self.asked, self.needs, self.load_tests)

    @property
    def is_logged(self) -> bool:
        """Whether the person logged this day: a moment or the intake alone (number 0) is no log."""
        return self.day is not None and self.day.number > 0

    @property
    def can_delete(self) -> bool:
        """Whether the day holds answers of its own, from the log or the intake."""
        return self.is_logged or (self.day is not None and self.day.places is not None)

    @property
    def can_copy(self) -> bool:
        return not self.is_logged and self.yesterday is not None

    @property
    def missed(self) -> int:
        """Days without a log between the last logged day and this one."""
        return (self.on - self.last.on).days - 1 if self.last else 0


@dataclass(frozen=True, slots=True, kw_only=True)
class TodayPage:
    """Everything of Today but the form. `log.day` is None in state A (not logged)."""

    log: LogPage
    full: tuple[Card, ...]
    compact: tuple[Card, ...]
    open_signs: int
    bib: Bib
    greeting: str = ""
    questions: int = 0
    pressing: str = ""
    is_weekly_due: bool = False
    visits: tuple[Visit, ...] = ()
    moments: tuple[MomentLine, ...] = ()
    is_closed: bool = False

    @property
    def day(self) -> Day | None:
        """The day once it is logged. What the intake told of it (number 0) fills the form only."""
        day = self.log.day
        return day if day is not None and day.number > 0 else None

    @property
    def has_gap(self) -> bool:
        return not self.is_closed and self.day is None and self.log.missed >= GAP_DAYS

    @property
    def yesterday_open(self) -> date | None:
        """Yesterday, when it is not logged in a diary that had begun. Gaps have their own page.

        A closed injury misses no day.
        """
        if self.is_closed:
            return None
        before = self.log.on - timedelta(days=1)
        began = self.log.diary.first_logged_on
        if self.log.yesterday is not None or began is None or began > before or self.has_gap:
            return None
        return before

    @property
    def figures(self) -> list[Figure]:
        """What was answered; "no run" was answered before the run that is told by now."""
        if self.day is None:
            return []
        day = merged(self.day, {"no_run": None}) if self.runs else self.day
        return figures(day, self.log.asked, self.log.load_tests.values())

    @property
    def counts(self) -> str:
        """Which of the day's numbers a moment is higher than; the day's answers stay."""
        return counts_words(self.day, self.log.diary.days, on=self.log.on) if self.moments else ""

    @property
    def words(self) -> str:
        return day_words(self.day, with_seat=True) if self.day else ""

    @property
    def is_a_lot(self) -> bool:
        """Whether any pain of the day, of its runs or moments, is a lot (`policy.toml`)."""
        least = catalogue().policy.lot_of_pain_from
        in_runs = any((run.pain or 0) >= least for run in self.runs)
        if highest(self.moments) >= least:
            return True
        return in_runs or (self.day is not None and lot_of_pain(self.day))

    @property
    def runs(self) -> list[values.Run]:
        return [run for run in self.log.diary.runs if run.on == self.log.on]

    @property
    def has_untold_run(self) -> bool:
        """Whether pain while running was told, and nothing of the run itself."""
        return self.day is not None and self.day.running is not None and not self.runs

    @property
    def falls(self) -> list[values.Fall]:
        return [fall for fall in self.log.diary.falls if fall.on == self.log.on]

    @property
    def usual(self) -> str:
        return usual_words(self.log.diary.days, self.log.asked, today=self.log.on)


def today_page(injury: Injury, *, user: User, today: date) -> TodayPage:
    """Read Today in nine queries at most, one more with a plan, however long the diary is."""
    log = log_page(injury, contexts=user.contexts, on=today)
    visits = visits_of(injury)
    cards = open_notices(injury, today=today, region=region_of(user), visits=visits)
    waiting = [card for card in cards if card.waits and not card.is_put_aside]
    moments = moment_lines(injury, first=today, last=today)
    is_from_intake = log.day is not None and log.day.number == 0
    is_first = log.diary.first_logged_on in ((None, today) if is_from_intake else (None,))
    waiting_to_ask = asking.due(log.diary, injury, today=today)
    return TodayPage(
        log=log,
        full=tuple(card for card in cards if card.is_urgent),
        compact=tuple(card for card in waiting if not card.is_urgent),
        open_signs=len(waiting),
        pressing=pressing(card.tier for card in waiting),
        bib=bib(injury, today=today),
        greeting=""
        if injury.closed_on is not None or (log.day and not is_from_intake)
        else greeting(is_first=is_first, missed=log.missed),
        questions=len(asking.triggered(waiting_to_ask)),
        is_weekly_due=asking.is_weekly_due(waiting_to_ask),
        visits=tuple(visits),
        moments=moments,
        is_closed=injury.closed_on is not None,
    )


def log_page(injury: Injury, *, contexts: Iterable[str], on: date) -> LogPage:
    """Read what the log of one day needs, in five queries, one more with a plan."""
    rows = recent_days(injury, until=on)
    day = rows[0] if rows and rows[0].on == on else None
    earlier = tuple(row for row in rows if row.on < on)
    plan = plan_of(injury, today=on)
    diary = plan.diary if plan else read(injury, today=on)
    needs = needs_of(plan)
    asked, is_folded = lines_to_ask(
        [*contexts, *needs.contexts],
        diary,
        rows=earlier,
        on=on,
        stored=day,
        onset_on=injury.onset_on,
        is_running_planned=needs.is_running_planned,
    )
    return LogPage(
        on=on,
        day=day,
        yesterday=_yesterday(earlier, on),
        last=earlier[0] if earlier else None,
        earlier=earlier,
        asked=asked,
        is_running_folded=is_folded,
        diary=diary,
        plan=plan,
        needs=needs,
    )


def recent_days(injury: Injury, *, until: date) -> list[Day]:
    """The last eight logged days up to `until`, newest first."""
    return list(Day.objects.filter(injury=injury, on__lte=until).order_by("-on")[:RECENT_ROWS])


def _yesterday(earlier: Sequence[Day], today: date) -> Day | None:
    before = today - timedelta(days=1)
    return next((row for row in earlier if row.on == before and row.number > 0), None)


def bib(injury: Injury, *, today: date) -> Bib:
    """The day of the injury; of the diary when the onset is old or not known. Day 0 = start."""
    first: date = injury.first_logged_on or today  # type: ignore[attr-defined]
    restarted: date | None = injury.restarted_on  # type: ignore[attr-defined]
    onset = restarted or injury.onset_on
    # An onset further back counts from the first log (decisions, two clocks).
    fresh = timedelta(days=catalogue().triage_numbers.fresh_days)
    is_fresh = onset is not None and injury.onset_precision == "day" and first - onset <= fresh
    if onset is not None and (restarted or is_fresh):
        return Bib(day=max(0, (today - onset).days), top=_("Since it happened"))
    return Bib(day=max(0, (today - first).days), top=_("Since your first entry"))


def greeting(*, is_first: bool, missed: int) -> str:
    """What stands above an open log. Nothing is changed by a gap, and nothing is lost."""
    if is_first:
        return _("Your first entry. Guess if you are between two numbers.")
    if missed >= long_gap_days():
        return _("Welcome back. Nothing was changed.")
    if missed >= GAP_DAYS:
        return _("Welcome back. Just today is enough.")
    return ""


def long_gap_days() -> int:
    """Days without a log after which the plan asks whether the person kept training."""
    told = [rule.log_gap_days_min for rule in catalogue().response_rules]
    return min(days for days in told if days is not None)


def lot_of_pain(day: Day) -> bool:
    least = catalogue().policy.lot_of_pain_from
    return any((getattr(day, c.value) or 0) >= least for c in PainContext)


def usual_words(days: Iterable[values.Day], asked: Sequence[str], *, today: date) -> str:
    """The median of the person's first line over the days of a "usual"; "" under its scores."""
    name = next((line for line in asked if line != SIT), None)
    if name is None:
        return ""
    context = PainContext(name)
    policy = catalogue().policy
    week = today - timedelta(days=policy.usual_days - 1)
    scores = [s for s in (d.score(context) for d in days if d.on >= week) if s is not None]
    if len(scores) < policy.usual_min_logged:
        return ""
    return _("Your usual this week: %(line)s %(pain)s, from %(n)s of %(of)s days.") % {
        "of": policy.usual_days,
        "line": str(labels.label(context)).lower(),
        "pain": f"{median(scores):g}",
        "n": len(scores),
    }
