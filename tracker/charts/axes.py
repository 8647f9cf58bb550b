"""Days to x and values to y, and the ticks of both axes, in percent of the plot."""

from dataclasses import dataclass
from datetime import date, timedelta

from rehab.windows import DAYS_PER_WEEK


@dataclass(frozen=True, slots=True)
class Span:
    """The calendar days a plot shows, both ends included; each day has a slot of its own.

    ValueError when it ends before it begins.
    """

    first: date
    last: date

    def __post_init__(self) -> None:
        if self.last < self.first:
            raise ValueError(f"a span from {self.first} to {self.last} has no days")

    @property
    def days(self) -> int:
        return (self.last - self.first).days + 1

    @property
    def slot(self) -> float:
        """The width of one day."""
        return 100 / self.days

    def __contains__(self, on: date) -> bool:
        return self.first <= on <= self.last

    def x(self, on: date) -> float:
        """The middle of a day's slot."""
        return percent(((on - self.first).days + 0.5) * self.slot)

    def edge(self, on: date) -> float:
        """The left edge of a day's slot, held inside the plot."""
        return percent(min(100.0, max(0.0, (on - self.first).days * self.slot)))

    def each(self) -> list[date]:
        """Every day, in order."""
        return [self.first + timedelta(days=n) for n in range(self.days)]


@dataclass(frozen=True, slots=True)
class Tick:
    """A number on the value axis."""

    label: str
    y: float


@dataclass(frozen=True, slots=True)
class DateTick:
    """A date on the time axis; `anchor` is the side of the words that touches `x`."""

    on: date
    x: float
    anchor: str


@dataclass(frozen=True, slots=True)
class Scale:
    """A fixed range of values, the highest on top. Never fitted to the data."""

    low: int
    high: int

    def y(self, value: float) -> float:
        """Where a value lies; what is beyond the range lies on its edge."""
        held = min(float(self.high), max(float(self.low), value))
        return percent(100 * (self.high - held) / (self.high - self.low))

    def ticks(self) -> tuple[Tick, ...]:
        """Three: the highest, the middle, the lowest."""
        middle = (self.low + self.high) // 2
        return tuple(Tick(str(value), self.y(value)) for value in (self.high, middle, self.low))


PAIN = Scale(0, 10)
MINUTES = Scale(0, 60)
MONTHS_PER_YEAR = 12
# Three years of months are a tick on every seventh pixel of a phone.
MONTHS_UP_TO_DAYS = 3 * 366
LONG_MINUTES = Scale(0, 120)


def minutes_scale(values: list[float]) -> Scale:
    """Minutes from 0 to 60, to 120 once a value passes 60."""
    return LONG_MINUTES if any(value > MINUTES.high for value in values) else MINUTES


def date_ticks(span: Span) -> tuple[DateTick, ...]:
    """Three dates: the first day, a Monday near the middle where there is one, the last day."""
    if span.days < 3:
        return (DateTick(span.first, span.x(span.first), "start"),)
    middle = span.first + timedelta(days=span.days // 2)
    if span.days > 2 * DAYS_PER_WEEK:
        middle += timedelta(days=3 - (middle.weekday() + 3) % DAYS_PER_WEEK)  # the nearest Monday
    return (
        DateTick(span.first, span.x(span.first), "start"),
        DateTick(middle, span.x(middle), "middle"),
        DateTick(span.last, span.x(span.last), "end"),
    )


def week_lines(span: Span) -> tuple[float, ...]:
    """Where Mondays begin, for small ticks on the baseline; of a long span months, then years."""
    first = span.first
    if span.days <= 26 * DAYS_PER_WEEK:
        monday = first + timedelta(days=-first.weekday() % DAYS_PER_WEEK)
        return tuple(
            span.edge(monday + timedelta(days=n))
            for n in range(0, (span.last - monday).days + 1, DAYS_PER_WEEK)
        )
    step = 1 if span.days <= MONTHS_UP_TO_DAYS else MONTHS_PER_YEAR
    begin = first.year * MONTHS_PER_YEAR + first.month - (first.day == 1)
    end = span.last.year * MONTHS_PER_YEAR + span.last.month
    months = (divmod(n, MONTHS_PER_YEAR) for n in range(begin, end) if n % step == 0)
    return tuple(span.edge(date(year, month + 1, 1)) for year, month in months)


def percent(value: float) -> float:
    """Rounded to what the eye can tell, so that pages stay small."""
    return round(value, 2)
