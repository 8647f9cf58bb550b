"""Make run files as watches do: GPX by gpxpy, FIT by fit-tool, TCX by hand."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

import gpxpy.gpx
from fit_tool.fit_file_builder import FitFileBuilder
from fit_tool.profile.messages.activity_message import ActivityMessage
from fit_tool.profile.messages.file_id_message import FileIdMessage
from fit_tool.profile.messages.record_message import RecordMessage
from fit_tool.profile.messages.session_message import SessionMessage
from fit_tool.profile.profile_type import FileType, Manufacturer, Sport

from tracker.exchange.run_files.read import read_files
from tracker.exchange.run_files.unpack import Sent
from tracker.exchange.run_files.values import FilesRead

START = datetime(2026, 11, 12, 7, 30, tzinfo=UTC)
NOW = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)
LATITUDE_M = 111_195.08  # metres a degree, on the sphere of figures.py


@dataclass(frozen=True)
class At:
    """One point of a run: seconds from the start, metres north of the start and east of it."""

    s: float
    north_m: float | None
    east_m: float = 0.0
    height_m: float | None = 100.0


def steady(seconds: int = 600, *, m_s: float = 3.0, every_s: int = 1) -> list[At]:
    """A run due north at one speed."""
    return [At(s, s * m_s) for s in range(0, seconds + 1, every_s)]


def at_speeds(speeds: Iterable[float]) -> list[At]:
    """A run of one second for each of these speeds, in m/s."""
    points, along = [At(0, 0.0)], 0.0
    for second, m_s in enumerate(speeds, 1):
        along += m_s
        points.append(At(second, along))
    return points


def moved(points: Sequence[At], which: Iterable[int], *, east_m: float) -> list[At]:
    """The same run with some points off to the side."""
    spikes = set(which)
    return [replace(p, east_m=east_m) if i in spikes else p for i, p in enumerate(points)]


def lat_of(point: At) -> float:
    return 50 + (point.north_m or 0) / LATITUDE_M


def lon_of(point: At) -> float:
    return 8 + point.east_m / (LATITUDE_M * 0.6427876)  # cos 50 degrees


def gpx(*tracks: Sequence[At], sport: str = "running", start: datetime = START) -> bytes:
    """A GPX file with a track for each run."""
    whole = gpxpy.gpx.GPX()
    for points in tracks or (steady(),):
        track = gpxpy.gpx.GPXTrack()
        track.type = sport
        segment = gpxpy.gpx.GPXTrackSegment()
        track.segments.append(segment)
        whole.tracks.append(track)
        for p in points:
            at = start + timedelta(seconds=p.s)
            segment.points.append(
                gpxpy.gpx.GPXTrackPoint(lat_of(p), lon_of(p), elevation=p.height_m, time=at)
            )
    return whole.to_xml().encode()


def tcx(
    points: Sequence[At] | None = None,
    *,
    sport: str = "Running",
    start: datetime = START,
    places: bool = True,
    timer_s: float = 600,
) -> bytes:
    """A TCX file with one lap, as a treadmill writes it when `places` is off."""
    rows = []
    for p in points or steady():
        at = (start + timedelta(seconds=p.s)).isoformat()
        place = (
            f"<Position><LatitudeDegrees>{lat_of(p):.7f}</LatitudeDegrees>"
            f"<LongitudeDegrees>{lon_of(p):.7f}</LongitudeDegrees></Position>"
        )
        rows.append(
            f"<Trackpoint><Time>{at}</Time>{place if places else ''}"
            f"<AltitudeMeters>{p.height_m}</AltitudeMeters>"
            f"<DistanceMeters>{p.north_m}</DistanceMeters>"
            "<HeartRateBpm><Value>150</Value></HeartRateBpm></Trackpoint>"
        )
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<TrainingCenterDatabase '
        'xmlns="http://www.garmin.com/xmlschemas/TrainingCenterDatabase/v2"><Activities>'
        f'<Activity Sport="{sport}"><Id>{start.isoformat()}</Id>'
        f'<Lap StartTime="{start.isoformat()}"><TotalTimeSeconds>{timer_s}</TotalTimeSeconds>'
        f"<DistanceMeters>1</DistanceMeters><Track>{''.join(rows)}</Track></Lap>"
        "</Activity></Activities></TrainingCenterDatabase>"
    ).encode()


def fit(
    *sessions: tuple[Sport, Sequence[At]],
    start: datetime = START,
    places: bool = True,
    distances: bool = True,
    offset: timedelta | None = None,
    kind: FileType = FileType.ACTIVITY,
    ascent: int | None = None,
) -> bytes:
    """A FIT file with a session for each run; `offset` is that of the watch's local time."""
    builder = FitFileBuilder(auto_define=True)
    head = FileIdMessage()
    head.type = kind
    head.manufacturer = Manufacturer.DEVELOPMENT.value
    head.time_created = _ms(start)
    builder.add(head)
    told = sessions or ((Sport.RUNNING, steady(300)),)
    for _sport, points in told:
        for p in points:
            builder.add(_record(p, start, places=places, distances=distances))
    for sport, points in told:
        session = SessionMessage()
        session.start_time = _ms(start + timedelta(seconds=points[0].s))
        session.timestamp = _ms(start + timedelta(seconds=points[-1].s))
        session.sport = sport
        session.total_elapsed_time = points[-1].s - points[0].s
        session.total_timer_time = points[-1].s - points[0].s
        if distances:
            session.total_distance = (points[-1].north_m or 0) - (points[0].north_m or 0)
        if ascent is not None:
            session.total_ascent = ascent
        builder.add(session)
    if offset is not None:
        activity = ActivityMessage()
        activity.timestamp = _ms(start)
        # Written as a FIT time: seconds since the end of 1989.
        activity.local_timestamp = int((start + offset).timestamp()) - 631_065_600
        builder.add(activity)
    return builder.build().to_bytes()


def _record(p: At, start: datetime, *, places: bool, distances: bool) -> RecordMessage:
    record = RecordMessage()
    record.timestamp = _ms(start + timedelta(seconds=p.s))
    if places:
        record.position_lat, record.position_long = lat_of(p), lon_of(p)
    if distances and p.north_m is not None:
        record.distance = p.north_m
    if p.height_m is not None:
        record.enhanced_altitude = p.height_m
    record.heart_rate = 150
    return record


def _ms(at: datetime) -> int:
    return round(at.timestamp() * 1000)


def zipped(**files: bytes) -> bytes:
    """A ZIP of these files; a double underscore stands for the dot of the ending."""
    held = BytesIO()
    with ZipFile(held, "w", ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name.replace("__", "."), data)
    return held.getvalue()


def read(*files: tuple[str, bytes], now: datetime = NOW) -> FilesRead:
    return read_files([Sent(name, data) for name, data in files], now=now)
