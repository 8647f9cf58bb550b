"""Read an upload: every run it holds, and a reason for each file that is not taken."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from hashlib import sha256

from tracker.exchange.run_files.figures import figures
from tracker.exchange.run_files.fit_file import SIGNATURE, read_fit
from tracker.exchange.run_files.unpack import Sent, singles
from tracker.exchange.run_files.values import (
    FIRST_YEAR,
    LONGEST_S,
    MOST_FILES,
    MOST_KM,
    MOST_POINTS,
    MOST_RUNS,
    SHORTEST_S,
    Figures,
    FileRun,
    FilesRead,
    Refusal,
    Remark,
    RunFileRefused,
    Sport,
    Track,
    Why,
)
from tracker.exchange.run_files.xml_files import read_xml
from tracker.file_run import ALL_BYTES, begun_together

NOT_A_RUN = {
    Sport.RIDE: Why.RIDE,
    Sport.SWIM: Why.SWIM,
    Sport.WALK: Why.WALK,
    Sport.OTHER: Why.OTHER_SPORT,
}
XML_BEGINS = (b"<", b"\xff\xfe<", b"\xfe\xff\x00<")
BOM = b"\xef\xbb\xbf"
TOP_M_S, MOST_CLIMB_M = 12.5, 10_000


def read_files(uploads: Iterable[Sent], *, now: datetime) -> FilesRead:
    """Read GPX, TCX and FIT files, plain, gzipped or in ZIP archives; never raises for a file.

    Times run from 1990 to a day after `now`. Of everything together at most `MOST_FILES`
    files, `ALL_BYTES` bytes and `MOST_POINTS` points are read; what is beyond is told so,
    to be sent by itself. The same activity twice in one upload is one run.
    """
    reading = _Reading(now)
    for sent in uploads:
        for single in singles(sent):
            if single.data is None:
                reading.refuse(single.name, single.why or Why.BROKEN)
            else:
                reading.take(single.name, single.data)
    return reading.result()


class _Reading:
    """What was read so far, and how much may still be."""

    def __init__(self, now: datetime) -> None:
        self.now = now
        self.runs: dict[str, FileRun] = {}
        self.refused: list[Refusal] = []
        self.files = 0
        self.bytes_left = ALL_BYTES
        self.points_left = MOST_POINTS

    def refuse(self, name: str, why: Why) -> None:
        if Refusal(name, why) not in self.refused:
            self.refused.append(Refusal(name, why))

    def result(self) -> FilesRead:
        oldest_first = sorted(self.runs.values(), key=lambda run: run.started_at)
        return FilesRead(tuple(oldest_first), tuple(self.refused))

    def take(self, name: str, data: bytes) -> None:
        self.files += 1
        self.bytes_left -= len(data)
        if self.files > MOST_FILES:
            self.refuse(name, Why.TOO_MANY_FILES)
            return
        if self.bytes_left < 0:
            self.refuse(name, Why.TOO_MUCH)
            return
        try:
            kind, tracks = self._tracks(data)
        except RunFileRefused as refusal:
            self.refuse(name, refusal.why)
            return
        self.points_left -= sum(len(track.points) + track.untimed for track in tracks)
        if not tracks:
            self.refuse(name, Why.NO_POINTS)
        whole = sha256(data).hexdigest()
        for i, track in enumerate(tracks):
            digest = whole if i == 0 else sha256(f"{whole}#{i}".encode()).hexdigest()
            try:
                run = self._run(track, name=name, kind=kind, digest=digest, of=len(tracks))
            except RunFileRefused as refusal:
                self.refuse(name, refusal.why)
                continue
            if len(self.runs) >= MOST_RUNS:
                self.refuse(name, Why.TOO_MANY_FILES)
            elif any(is_same(run, other) for other in self.runs.values()):
                self.refuse(name, Why.SAME)
            else:
                self.runs[digest] = run

    def _tracks(self, data: bytes) -> tuple[str, list[Track]]:
        if data[8:12] == SIGNATURE:
            kind, tracks = "fit", self._bounded(data, is_fit=True)[1]
            return kind, tracks
        start = data[:1024].removeprefix(BOM).lstrip()
        if not start.startswith(XML_BEGINS):
            raise RunFileRefused(Why.UNKNOWN_KIND)
        return self._bounded(data, is_fit=False)

    def _bounded(self, data: bytes, *, is_fit: bool) -> tuple[str, list[Track]]:
        """Read no more points than the upload has left; say which bound it was."""
        try:
            if is_fit:
                return "fit", read_fit(data, most_points=self.points_left)
            return read_xml(data, most_points=self.points_left)
        except RunFileRefused as refusal:
            if refusal.why is Why.TOO_MANY_POINTS and self.points_left < MOST_POINTS:
                raise RunFileRefused(Why.TOO_MUCH) from None
            raise

    def _run(self, track: Track, *, name: str, kind: str, digest: str, of: int) -> FileRun:
        if track.sport in NOT_A_RUN:
            raise RunFileRefused(NOT_A_RUN[track.sport])
        measured = figures(track)
        started = _moment(measured.started_s)
        if not datetime(FIRST_YEAR, 1, 1, tzinfo=UTC) <= started <= self.now + timedelta(days=1):
            raise RunFileRefused(Why.OUT_OF_TIME)
        km = None if measured.distance_m is None else round(measured.distance_m / 1000, 2)
        if measured.elapsed_s > LONGEST_S or (km or 0) > MOST_KM:
            raise RunFileRefused(Why.TOO_LONG)
        if measured.elapsed_s < SHORTEST_S and not km:
            raise RunFileRefused(Why.TOO_SHORT)
        return FileRun(
            name=name,
            kind=kind,
            digest=digest,
            started_at=started,
            offset_min=track.offset_min,
            elapsed_min=round(measured.elapsed_s / 60, 1),
            moving_min=None if measured.moving_s is None else round(measured.moving_s / 60, 1),
            km=km,
            fastest_30s_m_s=_speed(measured.fastest_30s_m_s),
            top_m_s=_speed(measured.top_m_s),
            climb_m=_within(measured.climb_m),
            remarks=_remarks(track, measured, of=of),
        )


def is_same(a: FileRun, b: FileRun) -> bool:
    """Whether two are one run: the same activity of a file, or begun and ended together."""
    return a.digest == b.digest or begun_together(
        a.started_at, a.elapsed_min, b.started_at, b.elapsed_min
    )


def _moment(seconds: float) -> datetime:
    try:
        return datetime.fromtimestamp(seconds, tz=UTC).replace(microsecond=0)
    except (OverflowError, ValueError, OSError):
        raise RunFileRefused(Why.OUT_OF_TIME) from None


def _speed(m_s: float | None) -> float | None:
    return None if m_s is None else round(min(m_s, TOP_M_S), 2)


def _within(climb_m: int | None) -> int | None:
    return climb_m if climb_m is not None and 0 <= climb_m <= MOST_CLIMB_M else None


def _remarks(track: Track, measured: Figures, *, of: int) -> tuple[Remark, ...]:
    said = {
        Remark.INDOOR: not measured.has_places,
        Remark.LEFT_OUT: measured.left_out > 0,
        Remark.SPORT_UNSAID: track.sport is Sport.UNSAID,
        Remark.ONE_OF_SEVERAL: of > 1,
    }
    return tuple(remark for remark, is_so in said.items() if is_so)
