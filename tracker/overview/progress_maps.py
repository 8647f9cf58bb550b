"""Where it hurt in three weeks, each place in words, and the days that were logged."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.dates import WEEKDAYS
from django.utils.formats import date_format
from django.utils.text import get_text_list
from django.utils.translation import gettext as _

from rehab.figures import body_map as figure
from rehab.vocabulary import Location, Side
from rehab.windows import DAYS_PER_WEEK
from tracker import labels
from tracker.charts.axes import Span
from tracker.charts.where import WeekMap, week_map
from tracker.overview.progress_rows import ProgressRows, middle_week
from tracker.words import day_words

MIDDLE_FROM_DAYS = 28
DOTS_AT_MOST = 84
# The part of the drawing the body fills; beside it stand the names of the other map.
LEFT, WIDTH = 84, 260
OUTLINE = figure.as_points(figure.silhouette())
REGIONS = {region.value: region.points for region in figure.regions()}
FRONT = {region.value: region.points for region in figure.front_regions()}


@dataclass(frozen=True, slots=True)
class Shaded:
    """One place of a map: its words, its days, its shade 1 to 3, "" when it is not drawn.

    `front` is its outline from the front, for the few places that are seen better there.
    """

    words: str
    days: int
    level: int
    points: str
    front: str = ""


@dataclass(frozen=True, slots=True)
class MapView:
    """One week: its name, the days that told their places, the places, most frequent first."""

    title: str
    days: int
    places: tuple[Shaded, ...]

    @property
    def drawn(self) -> list[Shaded]:
        """The places the picture has, in the order of the drawing: the sit bones on top."""
        outlines = list(REGIONS.values())
        shown = [place for place in self.places if place.points]
        return sorted(shown, key=lambda place: outlines.index(place.points))

    @property
    def from_front(self) -> list[Shaded]:
        return [place for place in self.places if place.front]


@dataclass(frozen=True, slots=True)
class Maps:
    """The maps in order of date, what is new in the last one, and the outline they share.

    The hips from the front are drawn only when a place of theirs was told in one of the weeks.
    """

    weeks: tuple[MapView, ...]
    new: str
    outline: str = OUTLINE
    regions: tuple[str, ...] = tuple(REGIONS.values())
    left: int = LEFT
    width: int = WIDTH
    height: float = figure.HEIGHT
    front: tuple[str, ...] = tuple(FRONT.values())
    front_top: float = figure.FRONT_TOP
    front_height: float = figure.FRONT_HEIGHT

    @property
    def has_front(self) -> bool:
        return any(week.from_front for week in self.weeks)


@dataclass(frozen=True, slots=True)
class Dot:
    """One day of the small table; `logged` is None outside the diary."""

    text: str
    logged: bool | None


NO_DAY = Dot("", None)


@dataclass(frozen=True, slots=True)
class Week:
    label: str
    days: tuple[Dot, ...]


@dataclass(frozen=True, slots=True)
class Logged:
    """How many of the days of the range were logged, and the weeks as dots.

    `since` is the first log when the dots do not reach back to it.
    """

    count: int
    of: int
    day_names: tuple[str, ...]
    weeks: tuple[Week, ...]
    since: date | None = None


def maps(rows: ProgressRows) -> Maps | None:
    """The first week of the range, one in its middle, the last 7 days; None without places."""
    found = [
        each
        for first in _weeks(rows.span)
        if (each := week_map(rows.told, first, first + timedelta(days=DAYS_PER_WEEK - 1)))
    ]
    if not found:
        return None
    new = ""
    if len(found) > 1 and found[-1].last == rows.today:
        before = {shade.place for shade in found[0].shades}
        added = [shade.place for shade in found[-1].shades if shade.place not in before]
        if added:
            names = get_text_list([_place(name).lower() for name in added], _("and"))
            new = _("New in the last 7 days: %(places)s.") % {"places": names}
    return Maps(tuple(_view(each, rows.today) for each in found), new)


def _weeks(span: Span) -> list[date]:
    week = timedelta(days=DAYS_PER_WEEK - 1)
    firsts = [span.first]
    if span.days >= MIDDLE_FROM_DAYS:
        firsts.append(middle_week(span))
    if span.days >= 2 * DAYS_PER_WEEK:
        firsts.append(span.last - week)
    return firsts


def _view(each: WeekMap, today: date) -> MapView:
    if each.last == today:
        title = _("Last 7 days")
    else:
        # A week of another year says which, or its maps would seem to be of these months.
        form = "j M" if each.last.year == today.year else "j M Y"
        title = _("%(first)s to %(last)s") % {
            "first": date_format(each.first, "j M"),
            "last": date_format(each.last, form),
        }
    shades = [
        Shaded(
            _place(shade.place),
            shade.days,
            shade.level,
            REGIONS.get(shade.place, ""),
            FRONT.get(shade.place, ""),
        )
        for shade in each.shades
    ]
    return MapView(title, each.days, tuple(shades))


def _place(name: str) -> str:
    code, _colon, side = name.partition(":")
    return str(labels.place(Location(code), Side(side)))


def logged(rows: ProgressRows) -> Logged:
    """Days logged since the first log, inside the range; today counts once it is logged."""
    known = set(rows.logged)
    begins = rows.first_logged or rows.today
    if begins in rows.span:
        begins = counts_from(begins, known)
    first = max(rows.span.first, begins)
    is_open = rows.span.last == rows.today and rows.today not in known
    last = rows.span.last - timedelta(days=1) if is_open else rows.span.last
    shown = max(first, rows.span.last - timedelta(days=DOTS_AT_MOST - 1))
    return Logged(
        count=len(known),
        of=max(len(known), (last - first).days + 1),
        day_names=day_names(),
        weeks=tuple(dots(known, first=shown, last=last)),
        since=begins if rows.first_logged and begins < shown else None,
    )


def counts_from(first: date, known: set[date]) -> date:
    """The day from which days count: not the intake's own, unless it was logged as well."""
    return first if first in known else first + timedelta(days=1)


def day_names() -> tuple[str, ...]:
    """The days of the week from Monday, a letter each."""
    return tuple(str(WEEKDAYS[n])[:1] for n in range(DAYS_PER_WEEK))


def dots(known: set[date], *, first: date, last: date) -> Sequence[Week]:
    """The weeks from `first` to `last`, a dot for each day `known`, a slash for the others."""
    monday = first - timedelta(days=first.weekday())
    texts = {True: _("%(day)s, logged"), False: _("%(day)s, not logged")}
    weeks = []
    while monday <= last:
        days = [monday + timedelta(days=n) for n in range(DAYS_PER_WEEK)]
        dots = tuple(
            Dot(texts[on in known] % {"day": day_words(on)}, on in known)
            if first <= on <= last
            else NO_DAY
            for on in days
        )
        weeks.append(Week(date_format(monday, "j M"), dots))
        monday += timedelta(days=DAYS_PER_WEEK)
    return weeks
