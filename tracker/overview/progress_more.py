"""More pictures: runs beside pain, exercises and their weight, self-tests, sleep and stress."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from rehab.vocabulary import Sleep, Stress
from tracker import labels
from tracker.charts import plots
from tracker.charts.axes import Scale, Span, minutes_scale
from tracker.charts.pairs import PAIRS_AT_LEAST, halves, pairs, side
from tracker.charts.series import Point, middle_of
from tracker.charts.trend import scale_of
from tracker.models import Injury
from tracker.overview.more_plan import Section, plan_section
from tracker.overview.more_rows import MoreRows, read_more
from tracker.overview.more_tests import numbers_column, tests_section
from tracker.overview.progress_charts import Chart, Figure
from tracker.overview.progress_rows import RANGES, range_query
from tracker.overview.progress_tables import Column, Table, TableRow, table
from tracker.overview.progress_words import number
from tracker.overview.trends import Column as TrendColumn
from tracker.overview.trends import chart
from tracker.words import day_words

EXERCISES_SHOWN = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class MorePage:
    """The sections in order; nothing of what was not logged is drawn."""

    chosen: str
    ranges: tuple[str, ...]
    first: date
    last: date
    sections: tuple[Section, ...]

    @property
    def range_query(self) -> str:
        return range_query(self.chosen, self.first, self.last)


def more_page(injury: Injury, *, chosen: str, today: date, shown: Span | None = None) -> MorePage:
    """Read the page in seven queries at most."""
    rows = read_more(injury, chosen=chosen, today=today, shown=shown)
    return MorePage(
        chosen=rows.chosen,
        ranges=RANGES,
        first=rows.span.first,
        last=rows.span.last,
        sections=tuple(
            each
            for each in (
                _running(rows),
                _exercises(rows),
                plan_section(rows),
                tests_section(rows, injury.side),
                _nights(rows),
            )
            if each is not None
        ),
    )


def _running(rows: MoreRows) -> Section:
    title = _("Running and pain")
    if not rows.run_days:
        return Section(id="running", title=title, empty=_("No run logged in these days."))
    minutes, km, speed = rows.amounts("minutes"), rows.amounts("km"), rows.amounts("speed")
    after = rows.mornings_after_runs()
    lanes = [
        _bars(
            "run-minutes", _("Running"), _("minutes"), minutes, rows, minutes_scale(_of(minutes))
        ),
        _bars("run-km", _("Distance"), _("km"), km, rows, scale_of(_of(km))),
        _bars("run-speed", _("Fastest half minute"), _("km/h"), speed, rows, scale_of(_of(speed))),
        _bars("run-pain", _("Running pain"), _("0 to 10"), rows.run_pain(), rows),
        _bars("run-after", _("Morning pain, the day after a run"), _("0 to 10"), after, rows),
    ]
    columns = [
        Column(_("Minutes"), minutes, {}),
        Column(_("km"), km, {}),
        Column(_("km/h"), speed, {}),
        Column(_("Running pain"), rows.run_pain(), {}),
        Column(_("Morning pain, the day after a run"), after, {}),
    ]
    return Section(
        id="running",
        title=title,
        words=tuple(_running_words(rows)),
        figure=_group("running", lanes),
        table=table([column for column in columns if column.points], rows),
    )


def _running_words(rows: MoreRows) -> Iterable[str]:
    """What went together, from 10 pairs on; what is behind it is not said."""
    amounts = {point.on: point.value for point in rows.amounts("minutes")}
    same = pairs(amounts, {point.on: point.value for point in rows.run_pain()})
    later = pairs(amounts, rows.morning, later_days=1)
    said = False
    for found, text in (
        (same, _("Runs over %(cut)s minutes: pain usually %(more)s. Shorter ones: %(fewer)s.")),
        (
            later,
            _(
                "Mornings after runs over %(cut)s minutes: usually %(more)s. "
                "After shorter ones: %(fewer)s."
            ),
        ),
    ):
        split = halves(found)
        if split is not None:
            said = True
            yield text % {
                "cut": number(split.cut),
                "more": number(split.more.median),
                "fewer": number(split.fewer.median),
            }
    with_run = side(value for _amount, value in later)
    others = side(rows.other_mornings())
    if len(later) >= PAIRS_AT_LEAST and with_run and others:
        said = True
        yield _(
            "Morning pain is usually %(after)s after a run (%(n)s mornings), "
            "%(other)s on other mornings (%(of)s)."
        ) % {
            "after": number(with_run.median),
            "n": with_run.days,
            "other": number(others.median),
            "of": others.days,
        }
    if said:
        yield _not_why()
    else:
        yield _("From 10 runs with pain logged, this says what went together.")


def _exercises(rows: MoreRows) -> Section:
    title = _("Exercises")
    if not rows.sessions:
        return Section(id="exercises", title=title, empty=_("No exercises logged in these days."))
    counts = rows.days_a_week()
    usual = middle_of(counts) or 0
    words = ngettext(
        "Exercises on %(n)s day a week, usually.",
        "Exercises on %(n)s days a week, usually.",
        round(usual),
    ) % {"n": number(usual)}
    done = rows.done_points()
    bars = _bars("done", _("Exercises done"), _("a day"), done, rows, scale_of(_of(done)))
    loads = [
        TrendColumn(id=f"load-{name}", label=label, values=values, unit=_(" kg"), better="higher")
        for name, label, values in rows.loads(EXERCISES_SHOWN)
    ]
    last = rows.span.last
    drawn = [
        chart([each], title=each.label, today=last, unit=_("kg"), span=rows.span) for each in loads
    ]
    return Section(
        id="exercises",
        title=title,
        words=(words,),
        figure=_group("exercises", [bars]),
        table=table(
            [Column(_("Exercises done"), done, {})]
            + [
                numbers_column(_("%(name)s, kg") % {"name": each.label}, each.values)
                for each in loads
            ],
            rows,
        ),
        trends=tuple(each for each in drawn if each),
    )


def _nights(rows: MoreRows) -> Section:
    title = _("Sleep and stress")
    sleep = _named(rows.sleep, list(Sleep)[::-1])
    stress = _named(rows.stress, list(Stress))
    if not sleep and not stress:
        return Section(
            id="nights", title=title, empty=_("No sleep or stress logged in these days.")
        )
    lanes = [
        _steps("sleep", _("Sleep"), sleep, list(Sleep)[::-1], rows.span),
        _steps("stress", _("Stress"), stress, list(Stress), rows.span),
    ]
    return Section(
        id="nights",
        title=title,
        words=tuple(_night_words(rows)),
        figure=_group("nights", lanes),
        table=_night_table(rows),
    )


def _night_table(rows: MoreRows) -> Table:
    """The words as they were told; a row for each day that told any."""
    names = {str(value): str(labels.label(value)) for value in (*Sleep, *Stress)}
    days = sorted({*rows.sleep, *rows.stress})
    return Table(
        (_("Sleep"), _("Stress")),
        tuple(
            TableRow(
                day_words(on),
                on,
                True,
                tuple(names.get(told.get(on, ""), "") for told in (rows.sleep, rows.stress)),
            )
            for on in days
        ),
    )


def _night_words(rows: MoreRows) -> Iterable[str]:
    told = len(rows.sleep)
    bad = sum(1 for value in rows.sleep.values() if value == Sleep.BADLY)
    if told:
        yield _("Slept badly on %(n)s of %(of)s nights told.") % {"n": bad, "of": told}
    after = {on: rows.morning[on] for on in rows.sleep if on in rows.morning}
    worse = side(v for on, v in after.items() if rows.sleep[on] == Sleep.BADLY)
    rest = side(v for on, v in after.items() if rows.sleep[on] != Sleep.BADLY)
    if len(after) >= PAIRS_AT_LEAST and worse and rest:
        yield _(
            "Morning pain is usually %(bad)s after those nights, %(rest)s after the others."
        ) % {
            "bad": number(worse.median),
            "rest": number(rest.median),
        }
        yield _not_why()


def _not_why() -> str:
    return _("What goes together need not be the cause.")


def _named(told: dict[date, str], order: Sequence[str]) -> list[Point]:
    place = {str(value): n for n, value in enumerate(order)}
    return [Point(on, place[value]) for on, value in sorted(told.items()) if value in place]


def _steps(
    chart_id: str, title: str, points: Sequence[Point], order: Sequence, span: Span
) -> Chart | None:
    if not points:
        return None
    words = [str(labels.label(value)) for value in order]
    counts = [
        f"{word}: {sum(1 for point in points if point.value == n)}" for n, word in enumerate(words)
    ]
    return Chart(
        id=chart_id,
        title=title,
        unit=_("as you told it"),
        sentence=", ".join(reversed(counts)) + ".",
        plot=plots.steps(points, span, words),
        is_tall=True,
    )


def _bars(
    chart_id: str,
    title: str,
    unit: str,
    points: Sequence[Point],
    rows: MoreRows,
    scale: Scale | None = None,
) -> Chart | None:
    if not points:
        return None
    values = _of(points)
    counted = ngettext("%(n)s value.", "%(n)s values.", len(values)) % {"n": len(values)}
    reach = _("Usually %(usual)s, lowest %(low)s, highest %(high)s.") % {
        "usual": number(middle_of(values) or 0),
        "low": number(min(values)),
        "high": number(max(values)),
    }
    plot = plots.lane(points, rows.span, scale=scale) if scale else plots.lane(points, rows.span)
    return Chart(
        id=chart_id,
        title=title,
        unit=unit,
        sentence=f"{counted} {reach}",
        plot=plot,
        is_tall=chart_id in ("run-minutes", "done"),
    )


def _group(figure_id: str, charts: Sequence[Chart | None]) -> Figure | None:
    shown = tuple(each for each in charts if each is not None)
    return Figure(id=figure_id, charts=shown, is_group=True) if shown else None


def _of(points: Sequence[Point]) -> list[float]:
    return [point.value for point in points]
