"""Runs out of files in words: what was found, what it was left out for, what is there already."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tracker.clock import EARLIEST_YEARS_BACK, PersonNow, day_at_offset, offset_of
from tracker.file_run import BEGUN_WITHIN_S, FileRun, Refusal, Remark, Why, begun_together
from tracker.models import Injury, Run
from tracker.overview.diary import run_words

Words = str | Promise
# Less than this is the tap on the button, not a stop.
STOOD_MIN = 1

WHY: Mapping[Why, Words] = {
    Why.EMPTY: gettext_lazy("There is nothing in this file."),
    Why.TOO_LARGE: gettext_lazy("This file is over 10 MB."),
    Why.TOO_MANY_FILES: gettext_lazy("More than 50 runs at once. Send the others after these."),
    Why.TOO_MUCH: gettext_lazy("Too much at once. Send this file by itself."),
    Why.TOO_MANY_POINTS: gettext_lazy("This file has more than 200,000 points."),
    Why.UNKNOWN_KIND: gettext_lazy("This is no GPX, FIT or TCX file."),
    Why.ENTITIES: gettext_lazy(
        "This file carries a document type, which no watch writes. Export it again."
    ),
    Why.BROKEN: gettext_lazy("This file is damaged or cut short. Export it again."),
    Why.LOCKED: gettext_lazy("This file is locked with a password."),
    Why.NESTED: gettext_lazy("This is an archive inside an archive. Unpack it first."),
    Why.NOT_AN_ACTIVITY: gettext_lazy("This is a course or a workout, not a run that was run."),
    Why.NO_POINTS: gettext_lazy("There is no recorded run in this file."),
    Why.NO_TIMES: gettext_lazy("This file has no times, so it cannot be put on a day."),
    Why.TIMES_BACK: gettext_lazy("The times in this file go back, so it cannot be measured."),
    Why.OUT_OF_TIME: gettext_lazy("The date in this file is before 1990 or in the future."),
    Why.TOO_LONG: gettext_lazy("This is longer than 48 hours or 500 km."),
    Why.TOO_SHORT: gettext_lazy("It ends where and when it began: there is no run to add."),
    Why.RIDE: gettext_lazy("This is a ride, not a run."),
    Why.SWIM: gettext_lazy("This is a swim, not a run."),
    Why.WALK: gettext_lazy("This is a walk, not a run."),
    Why.OTHER_SPORT: gettext_lazy("This is another sport, not a run."),
    Why.SAME: gettext_lazy("The same run came twice. It is taken once."),
    Why.TOO_FAST: gettext_lazy("This is faster than anybody runs. It looks like a ride."),
}
REMARKS: Mapping[Remark, Words] = {
    Remark.INDOOR: gettext_lazy("No places in the file: distance as the watch counted it."),
    Remark.LEFT_OUT: gettext_lazy("Points that cannot be were left out."),
    Remark.SPORT_UNSAID: gettext_lazy("The file does not say that it was a run."),
    Remark.ONE_OF_SEVERAL: gettext_lazy("One of several in its file."),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """One run out of a file. `known` is the run of the diary that it is, None when it is new.

    `on` is its diary day, `begins` its start by its own clock, without a zone. `typed` are
    runs typed in on that day, which it may be. `why_not` is the sentence for a day that cannot
    be logged, "" for any other.
    """

    place: int
    run: FileRun
    on: date
    offset_minutes: int
    begins: datetime
    known: Run | None
    typed: tuple[Run, ...]
    why_not: Words

    @property
    def clock(self) -> str:
        """Its start by its own clock, with the date where that is not its diary day's."""
        return clock_words(self.begins, self.on)

    @property
    def figures(self) -> list[tuple[str, str]]:
        return run_figures(
            minutes=self.run.minutes,
            elapsed=self.run.elapsed_min,
            km=self.run.km,
            fastest_30s_m_s=self.run.fastest_30s_m_s,
            top_speed_m_s=self.run.top_m_s,
            climb_m=self.run.climb_m,
        )

    @property
    def remarks(self) -> list[str]:
        told = [str(REMARKS[remark]) for remark in self.run.remarks]
        if self.run.offset_min is None:
            return told
        return [
            _("By the clock of the file, %(zone)s.") % {"zone": utc_words(self.offset_minutes)},
            *told,
        ]

    @property
    def typed_words(self) -> list[tuple[str, str]]:
        """Each run typed in on that day, as (uuid, words)."""
        return [(str(run.uuid), _("Yes: %(run)s") % {"run": run_words(run)}) for run in self.typed]


def found_runs(
    injury: Injury, runs: Sequence[FileRun], *, zone: str, at: PersonNow, day_starts_hour: int
) -> list[Found]:
    """The runs with their days, and what the diary holds of them; two queries.

    A run's own local time decides its day; where the file has none, the clocks of `zone`.
    A file may come from farther east, where it is tomorrow: then the day here counts.
    """
    placed = []
    for run in runs:
        own = run.offset_min
        offset = offset_of(run.started_at, zone=zone) if own is None else own
        on = day_at_offset(run.started_at, offset_minutes=offset, day_starts_hour=day_starts_hour)
        if on > at.today:
            here = offset_of(run.started_at, zone=at.zone)
            on = day_at_offset(run.started_at, offset_minutes=here, day_starts_hour=day_starts_hour)
        placed.append((run, on, offset))
    near = timedelta(seconds=BEGUN_WITHIN_S)
    own_runs = Run.objects.filter(injury=injury)
    held = list(own_runs.filter(file_hash__in=[run.digest for run in runs]))
    if runs:
        first, last = min(r.started_at for r in runs), max(r.started_at for r in runs)
        held += own_runs.filter(started_at__gte=first - near, started_at__lte=last + near)
    typed = list(own_runs.filter(started_at__isnull=True, on__in={on for _run, on, _o in placed}))
    return [
        Found(
            place=place,
            run=run,
            on=on,
            offset_minutes=offset,
            begins=by_own_clock(run.started_at, offset),
            known=_known(run, held),
            typed=tuple(t for t in typed if t.on == on),
            why_not=_why_not(on, at=at),
        )
        for place, (run, on, offset) in enumerate(placed)
    ]


def _why_not(on: date, *, at: PersonNow) -> Words:
    if on > at.today:
        return _("Its day has not come yet, so it cannot be added.")
    if on < at.today - timedelta(days=365 * EARLIEST_YEARS_BACK):
        return _("This day is too long ago to log")
    return ""


def _known(run: FileRun, held: Iterable[Run]) -> Run | None:
    for other in held:
        if other.file_hash == run.digest:
            return other
        lasted = float(other.elapsed_minutes or other.minutes or 0)
        if other.started_at is not None and begun_together(
            run.started_at, run.elapsed_min, other.started_at, lasted
        ):
            return other
    return None


def refusal_words(refused: Iterable[Refusal]) -> list[tuple[str, str]]:
    """Each file that is not taken, as (name, sentence)."""
    return [(refusal.name, str(WHY[refusal.why])) for refusal in refused]


def run_figures(
    *,
    minutes: float | None,
    elapsed: float | None,
    km: float | None,
    fastest_30s_m_s: float | None,
    top_speed_m_s: float | None,
    climb_m: int | None,
) -> list[tuple[str, str]]:
    """The figures of a run as (name, value), only those that are known.

    `minutes` without standing still, `elapsed` with it: told where that makes a difference.
    """
    stood = minutes is not None and elapsed is not None and elapsed - minutes >= STOOD_MIN
    told = [
        (_("Minutes"), None if minutes is None else f"{minutes:g}"),
        (_("Minutes with stops"), f"{elapsed:g}" if stood else None),
        (_("Kilometres"), None if km is None else f"{km:g}"),
        (_("Minutes a km"), pace_words(minutes, km)),
        (_("Fastest 30 s, km/h"), speed_words(fastest_30s_m_s)),
        (_("Fastest 5 s, km/h"), speed_words(top_speed_m_s)),
        (_("Climb, m"), None if climb_m is None else str(climb_m)),
    ]
    return [(name, value) for name, value in told if value is not None]


def pace_words(minutes: float | None, km: float | None) -> str | None:
    """ "5:45" a kilometre; None without a distance worth dividing by."""
    if not minutes or not km or km < 0.1:
        return None
    seconds = round(minutes * 60 / km)
    return f"{seconds // 60}:{seconds % 60:02}"


def speed_words(m_s: float | None) -> str | None:
    """ "14.2" kilometres an hour of metres a second."""
    return None if m_s is None else f"{float(m_s) * 3.6:.1f}"


def begins_words(run: Run) -> str:
    """When a run from a file began, by its own clock; "" for one that was typed in."""
    if run.started_at is None or run.offset_minutes is None:
        return ""
    return clock_words(by_own_clock(run.started_at, run.offset_minutes), run.on)


def clock_words(begins: datetime, on: date) -> str:
    """ "07:30"; "Sat 21 Nov, 00:30" for a run of the night or of another zone's next day."""
    return date_format(begins, "H:i" if begins.date() == on else "D j M, H:i")


def utc_words(offset_minutes: int) -> str:
    """ "UTC+05:30"."""
    hours, minutes = divmod(abs(offset_minutes), 60)
    return f"UTC{'-' if offset_minutes < 0 else '+'}{hours:02}:{minutes:02}"


def by_own_clock(at: datetime, offset_minutes: int) -> datetime:
    """What a clock so far ahead of UTC showed; without a zone, so that no page moves it again."""
    return at.astimezone(UTC).replace(tzinfo=None) + timedelta(minutes=offset_minutes)


def file_figures(run: Run) -> list[tuple[str, str]]:
    """What a stored run holds of its file; nothing for one that was typed in."""
    if run.started_at is None:
        return []
    return run_figures(
        minutes=None if run.minutes is None else float(run.minutes),
        elapsed=None if run.elapsed_minutes is None else float(run.elapsed_minutes),
        km=None if run.km is None else float(run.km),
        fastest_30s_m_s=None if run.fastest_30s_m_s is None else float(run.fastest_30s_m_s),
        top_speed_m_s=None if run.top_speed_m_s is None else float(run.top_speed_m_s),
        climb_m=run.climb_m,
    )
