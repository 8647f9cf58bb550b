"""Page 1: why, safety, pattern, running, what was tried, charts, weeks, and the log in counts."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from math import ceil

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from rehab.vocabulary import (
    CareKind,
    CareOutcome,
    FallKind,
    Goal,
    Location,
    Mechanism,
    PainContext,
    Quality,
    Seat,
    Sign,
    Treatment,
)
from rehab.windows import DAYS_PER_WEEK
from tracker import labels
from tracker.charts.series import middle_of
from tracker.models import Fall, ReportChoice, User
from tracker.overview.care import when_of
from tracker.overview.log_lines import chosen_lines
from tracker.overview.progress_charts import (
    Chart,
    Corridor,
    changes,
    corridor,
    everyday_figure,
    is_sitting_first,
    lane_order,
    lanes_figure,
    load_figure,
    minutes_figure,
)
from tracker.overview.progress_happened import Stages, stages
from tracker.report.reading import LoggedDay, Read
from tracker.report.reasons import reasons
from tracker.report.safety import safety_lines
from tracker.report.values import FirstPage, Grid, Line, grid
from tracker.report.words import amount, counted, day, lower, median, shares

CHARTS_AT_MOST = 3
ROWS_AT_MOST = 8
BLOCK_WEEKS = (1, 2, 4, 8, 13, 26, 52)
TRIED_AT_MOST = 6
SPREAD = (Location.LOW_BACK, Location.BACK_KNEE, Location.CALF, Location.FOOT, Location.WHOLE_LEG)
NOW_WEEKS = 4
SHORT = {
    PainContext.SITTING: gettext_lazy("Sit"),
    PainContext.MORNING: gettext_lazy("Morn"),
    PainContext.REST: gettext_lazy("Rest"),
    PainContext.NIGHT: gettext_lazy("Night"),
    PainContext.WALKING: gettext_lazy("Walk"),
    PainContext.RUNNING: gettext_lazy("Run"),
}


def first_page(read: Read, *, choice: ReportChoice, user: User) -> FirstPage:
    """Everything of page 1 from what was read."""
    plan = stages(read.rows.happened)
    order = lane_order(chosen_lines(user.contexts), changes(read.rows))
    charts, band = _charts(read, plan, order, user)
    return FirstPage(
        reasons=tuple(reasons(read)),
        asks=choice.asks,
        safety=tuple(safety_lines(read.answers, read.today)),
        pattern=tuple(_pattern(read)),
        running=tuple(_running(read)),
        tried=tuple(_tried(read)),
        charts=charts,
        corridor=band,
        marks=_marks(charts),
        weeks=_weeks(read, order),
        from_log=tuple(_from_log(read, plan)),
    )


def _pattern(read: Read) -> Iterator[Line]:
    injury = read.injury
    yield from _start(read)
    yield Line(_("Worse"), injury.worse_with or _("not told"))
    yield Line(_("Eases"), injury.eases_with or _("not told"))
    if injury.settles_minutes is not None:
        settles = ngettext("%(n)s minute", "%(n)s minutes", injury.settles_minutes)
        yield Line(_("Settles in"), settles % {"n": injury.settles_minutes})
    where = [each for each in read.days if each.places is not None]
    if where:
        yield Line(_("Spread"), _spread(where))
    logged = {each.on for each in read.days}
    scored = {p.on: p.value for p in read.rows.points(PainContext.NIGHT) if p.on in logged}
    nights = [d for d in read.days if d.slept_through is not None or d.on in scored]
    if nights:
        yield Line(_("Night"), _night(nights, scored))


def _night(nights: Sequence[LoggedDay], scored: Mapping[date, float]) -> str:
    """Of the nights that were told: slept through, no pain (a 0), pain, and how much."""
    pains = [score for score in scored.values() if score > 0]
    slept = sum(1 for each in nights if each.slept_through and each.on not in scored)
    parts = [_("slept through, %(n)s") % {"n": shares(slept, len(nights))}] if slept else []
    if calm := len(scored) - len(pains):
        parts.append(_("no pain, %(n)s") % {"n": shares(calm, len(nights))})
    if pains:
        told = {"n": shares(len(pains), len(nights)), "usual": median(pains)}
        parts.append(_("pain, %(n)s, usually %(usual)s") % told)
    return "; ".join(parts) or _("slept through, %(n)s") % {"n": shares(0, len(nights))}


def _start(read: Read) -> Iterator[Line]:
    """How it began, and which signs there were; what was not asked is left out."""
    injury = read.injury
    if injury.mechanism not in (Mechanism.UNKNOWN.value, ""):
        words = lower(labels.label(Mechanism(injury.mechanism)))
        note = injury.mechanism_note
        yield Line(_("Start"), f"{words}: {note}" if note else words)
    asked = {
        _("pop"): injury.onset_pop,
        _("bruise"): injury.onset_bruising,
        _("swelling"): injury.onset_swelling,
        _("gap"): injury.onset_gap,
    }
    answers = {"yes": _("yes"), "no": _("no"), "not_sure": _("not sure")}
    told = [f"{name} {answers[value]}" for name, value in asked.items() if value in answers]
    if told:
        yield Line(_("Signs then"), ", ".join(told))


def _spread(days: Sequence[LoggedDay]) -> str:
    """On how many days that told a place it reached the back, the knee or lower."""
    counts = Counter(code for each in days for code in {code for code, _side in each.places or ()})
    told = [
        ngettext("%(place)s %(n)s day", "%(place)s %(n)s days", counts[place.value])
        % {"place": lower(labels.label(place)), "n": counts[place.value]}
        for place in SPREAD
        if counts[place.value]
    ]
    if not told:
        told = [_("none to back, calf or foot")]
    return f"{', '.join(told)} ({shares_told(len(days))})"


def _running(read: Read) -> Iterator[Line]:
    injury = read.injury
    if injury.run_minutes is not None:
        yield Line(
            _("At the start"),
            _("%(times)s × %(minutes)s min a week")
            % {"times": injury.run_times_a_week or "?", "minutes": injury.run_minutes},
        )
    yield Line(_("Now"), _running_now(read))
    pains = [run.pain for run in read.runs if run.pain is not None]
    if pains:
        words = _("usually %(n)s, worst %(worst)s") % {"n": median(pains), "worst": max(pains)}
        yield Line(_("Pain"), words)
    calm, pairs = next_mornings(read)
    if pairs:
        yield Line(_("Next day"), _("no rise after %(n)s runs") % {"n": shares(calm, pairs)})
    goal = lower(labels.label(Goal(injury.goal))) if injury.goal else _("not told")
    yield Line(_("Goal"), goal)


def _running_now(read: Read) -> str:
    weeks = min(NOW_WEEKS, max(1, read.span.days // DAYS_PER_WEEK))
    first = read.span.last - timedelta(days=DAYS_PER_WEEK * weeks - 1)
    runs = [run for run in read.runs if run.on >= first]
    if not runs:
        return _no_run(read, first, weeks)
    minutes = middle_of(float(run.minutes) for run in runs if run.minutes is not None)
    km = sum(run.km or 0 for run in runs)
    if len(runs) < weeks:
        words = ngettext("%(n)s run in %(weeks)s weeks", "%(n)s runs in %(weeks)s weeks", len(runs))
        words %= {"n": len(runs), "weeks": weeks}
    else:
        words = _("%(n)s runs a week") % {"n": amount(round(len(runs) / weeks, 1))}
    if minutes:
        words = f"{words}, {_('usually %(n)s min') % {'n': amount(round(minutes))}}"
    if km:
        words = f"{words}, {_('%(n)s km a week') % {'n': amount(round(km / weeks, 1))}}"
    return words


def _no_run(read: Read, first: date, weeks: int) -> str:
    """That no run stands in these weeks, and on how many days "no run" was the answer."""
    said = sum(1 for each in read.days if each.on >= first and each.no_run)
    if not said:
        return _("nothing told of running")
    words = ngettext(
        "no run logged in the last week", "no run logged in the last %(n)s weeks", weeks
    ) % {"n": weeks}
    return f"{words} ({shares_told(said)})"


def next_mornings(read: Read) -> tuple[int, int]:
    """After how many runs the next morning was no worse than that of the run, of how many known."""
    morning = {point.on: point.value for point in read.rows.points(PainContext.MORNING.value)}
    days = sorted({run.on for run in read.runs})
    pairs = [
        (morning[on], morning[on + timedelta(days=1)])
        for on in days
        if on in morning and on + timedelta(days=1) in morning
    ]
    return sum(1 for before, after in pairs if after <= before), len(pairs)


def _tried(read: Read) -> Iterator[Line]:
    shown = [care for care in read.care if care.kind != CareKind.SCAN][-TRIED_AT_MOST:]
    for care in shown:
        name = care.name or str(labels.label(CareKind(care.kind)))
        end = lower(labels.label(CareOutcome(care.outcome))) if care.outcome else ""
        yield Line(name, when_of(care), end)


def _charts(
    read: Read, plan: Stages, order: list[str], user: User
) -> tuple[tuple[Chart, ...], Corridor | None]:
    """The same charts as on Progress, three at most: the main measure first."""
    rows = read.rows
    sits = is_sitting_first(chosen_lines(user.contexts), rows)
    band = None if sits else corridor(rows)
    lanes = lanes_figure(rows, order)
    main = (
        [minutes_figure(rows, plan), load_figure(rows, plan)]
        if sits
        else [everyday_figure(rows, band)]
    )
    charts = [chart for figure in (*main, lanes) if figure for chart in figure.charts]
    shown = tuple(charts[:CHARTS_AT_MOST])
    return shown, band if any(chart.plot.band for chart in shown) else None


def _marks(charts: Sequence[Chart]) -> frozenset[str]:
    """Which kinds of marks the charts use, for the legend."""
    used: set[str] = set()
    for plot in (chart.plot for chart in charts):
        used |= {mark.shape for mark in plot.marks}
        used |= {"copied" for mark in plot.marks if mark.is_copied}
        used |= {"copied" for bar in plot.bars if bar.is_copied}
        used |= {"zero" for bar in plot.bars if bar.is_zero}
        used |= {"top" for mark in plot.marks if mark.is_top}
        flags: dict[str, object] = {"line": plot.line.pieces, "missed": plot.slashes}
        flags |= {"band": plot.band, "goal": plot.goal, "weeks": plot.whiskers}
        used |= {name for name, found in flags.items() if found}
    return frozenset(used)


def _weeks(read: Read, order: Sequence[str]) -> Grid | None:
    """Medians of each week, or of more weeks at once so that eight rows are enough."""
    rows, span = read.rows, read.span
    weeks = ceil(span.days / DAYS_PER_WEEK)
    block = next((n for n in BLOCK_WEEKS if ceil(weeks / n) <= ROWS_AT_MOST), BLOCK_WEEKS[-1])
    seats = {row.on: row.seat for row in rows.days if row.seat}
    sat = rows.sitting()
    desk, car = ([p for p in sat if seats.get(p.on) == seat] for seat in (Seat.DESK, Seat.CAR))
    minutes = [(_("Desk, min"), desk), (_("Car, min"), car)]
    if not desk and not car:
        minutes = [(_("Sat, min"), list(sat))]
    series = [
        *minutes,
        *((str(SHORT[PainContext(name)]), list(rows.points(name))) for name in order),
        *((_("Load %(l)s") % {"l": letter}, list(points)) for letter, points in rows.load.items()),
    ]
    logged = {each.on for each in read.days}
    lines = []
    first = max(span.first, rows.first_logged or span.first)
    while first <= span.last and logged:
        last = min(first + timedelta(days=DAYS_PER_WEEK * block - 1), span.last)
        cells = [
            median(p.value for p in points if first <= p.on <= last) for _name, points in series
        ]
        days = (last - first).days + 1
        count = sum(1 for on in logged if first <= on <= last)
        when = day(first) if first == last else f"{day(first)} – {day(last)}"
        lines.append((when, *cells, f"{count}/{days}"))
        first = last + timedelta(days=1)
    head = (_("Days"), *(name for name, _points in series), _("Logged"))
    note = _("Medians. Pain 0 to 10.")
    if any(cell for _when, *cells in lines for cell in cells[: len(minutes)]):
        note = _("Medians. Pain 0 to 10. Minutes: sat before it hurt.")
    return grid(head, lines, note)


def _from_log(read: Read, plan: Stages) -> Iterator[Line]:
    where = [each for each in read.days if each.places is not None]
    places = Counter(code for d in where for code in {code for code, _side in d.places or ()})
    if where:
        yield Line(_("Places"), counted(places, Location) or _("none"), shares_told(len(where)))
    how = [each for each in read.days if each.qualities is not None]
    if how:
        felt = Counter(code for each in how for code in each.qualities or ())
        yield Line(_("Quality"), counted(felt, Quality) or _("none"), shares_told(len(how)))
    asked = [each for each in read.days if each.signs]
    if asked:
        seen = Counter(code for each in asked for code, is_seen in each.signs.items() if is_seen)
        words = counted(seen, Sign) or _("swelling, bruise, numbness, weakness: none")
        yield Line(_("Seen, felt"), words, shares_told(len(asked)))
    limps = [each for each in read.days if each.limp is not None]
    if limps:
        yield Line(_("Limp"), shares(sum(1 for each in limps if each.limp), len(limps)))
    treated = [each for each in read.days if each.treatments is not None]
    if treated:
        used = Counter(code for each in treated for code in each.treatments or ())
        words = counted(used, Treatment) or _("none")
        yield Line(_("Done for it"), words, shares_told(len(treated)))
    yield Line(_("Falls"), ", ".join(_fall(f) for f in read.falls[-3:]) or _("none logged"))
    if plan.programme is not None:
        yield Line(_("Plan"), _plan_words(read, plan))
    elif read.plan is not None and read.plan.kind == "own" and read.plan.ended_on is None:
        yield Line(_("Plan"), _("own plan of %(who)s") % {"who": read.plan.made_by or "?"})


def shares_told(n: int) -> str:
    """On how many days it was told at all."""
    return ngettext("%(n)s day told", "%(n)s days told", n) % {"n": n}


def _fall(fall: Fall) -> str:
    return f"{lower(labels.label(FallKind(fall.kind)))} {day(fall.on)}"


def _plan_words(read: Read, plan: Stages) -> str:
    sessions = len({item.session_id for item in read.items})
    programme = plan.programme
    words = _("%(name)s, stage %(n)s of %(of)s") % {
        "name": lower(_(programme.name)) if programme else "",
        "n": plan.number,
        "of": plan.count,
    }
    if plan.began_on:
        words = f"{words}, {_('this stage since %(day)s') % {'day': day(plan.began_on)}}"
    told = ngettext("%(n)s session", "%(n)s sessions", sessions) % {"n": sessions}
    return f"{words}, {told}"
