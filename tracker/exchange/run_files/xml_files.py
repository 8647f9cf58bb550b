"""GPX and TCX: one pass over the file, nothing kept of it but the points.

No document type and no entity is taken, at no depth beyond 20 and of no more points than
allowed, and that is looked at while reading, before anything large is in memory.
"""

import re
from collections.abc import Callable
from datetime import UTC, datetime
from math import isfinite
from xml.etree.ElementTree import ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import DefusedXMLParser

from tracker.exchange.run_files.values import (
    DEEPEST,
    FIRST_YEAR,
    MOST_POINTS,
    MOST_TRACKS,
    Point,
    RunFileRefused,
    Sport,
    Track,
    Why,
)

CHUNK = 256 * 1024
LAST_YEAR = 2100
LONGEST_TEXT = 64
NUMBER = re.compile(r"[+-]?[0-9]{1,9}(\.[0-9]{1,20})?([eE][+-]?[0-9]{1,2})?", re.ASCII)
# In the words of many makers; "9" and "1" are Strava's own numbers.
SPORTS = {
    Sport.RUN: ("run", "jog", "treadmill"),
    Sport.RIDE: ("cycl", "bik", "ride"),
    Sport.SWIM: ("swim",),
    Sport.WALK: ("walk", "hik"),
    Sport.OTHER: ("ski", "row", "skat", "kayak", "paddl", "surf", "golf", "transition"),
}
NUMBERED = {"9": Sport.RUN, "1": Sport.RIDE}


def read_xml(data: bytes, *, most_points: int = MOST_POINTS) -> tuple[str, list[Track]]:
    """The kind ("gpx" or "tcx") and the activities of an XML file, empty ones too.

    Raises RunFileRefused for what is no such file, is broken, or holds a document type.
    """
    target = _Target(most_points)
    parser = DefusedXMLParser(target=target, forbid_dtd=True)
    try:
        for start in range(0, len(data), CHUNK):
            parser.feed(data[start : start + CHUNK])
        parser.close()
    except DefusedXmlException:
        raise RunFileRefused(Why.ENTITIES) from None
    except RunFileRefused:
        raise
    except (ParseError, ValueError, LookupError):
        raise RunFileRefused(Why.BROKEN) from None
    return target.kind, target.tracks


def sport_of(word: str) -> Sport:
    """What a maker's word for the activity means to us."""
    plain = word.strip().lower()
    if plain in NUMBERED:
        return NUMBERED[plain]
    # "e-bike ride" and "mountain biking" are rides; "skiing, roller" holds no "run".
    for sport, parts in SPORTS.items():
        if any(part in plain for part in parts):
            return sport
    return Sport.UNSAID


class _Target:
    """What the parser tells of: tags begin and end, text in between."""

    def __init__(self, most_points: int) -> None:
        self.kind = ""
        self.tracks: list[Track] = []
        self.left = most_points
        self.path: list[str] = []
        self.text: list[str] | None = None
        self.point: dict[str, object] | None = None
        self.point_depth = 0
        self.names: dict[str, str] = {}
        self.begin: dict[str, Callable[[dict[str, str]], None]] = {}
        self.wanted: dict[tuple[str, str], str] = {}

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        name = self.names.get(tag) or self.names.setdefault(tag, tag.rpartition("}")[2])
        if not self.path:
            self._choose(name)
        self.path.append(name)
        if len(self.path) > DEEPEST:
            raise RunFileRefused(Why.BROKEN)
        if name in self.begin:
            self.begin[name](attributes)
        elif len(self.path) > 1 and (self.path[-2], name) in self.wanted:
            self.text = []

    def data(self, text: str) -> None:
        if self.text is not None and len(self.text) < LONGEST_TEXT:
            self.text.append(text)

    def end(self, tag: str) -> None:
        name = self.path.pop()
        if self.text is not None and self.path:
            what = self.wanted.get((self.path[-1], name))
            if what is not None:
                self._told(what, "".join(self.text).strip())
            self.text = None
        elif self.point is not None and len(self.path) == self.point_depth:
            self._keep_point()

    def close(self) -> None:
        return None

    def _choose(self, root: str) -> None:
        if root == "gpx":
            self.kind = "gpx"
            self.begin = {"trk": self._track, "trkpt": self._place}
            self.wanted = {
                ("trk", "type"): "sport",
                ("trkpt", "time"): "time",
                ("trkpt", "ele"): "height",
            }
        elif root == "TrainingCenterDatabase":
            self.kind = "tcx"
            self.begin = {"Activity": self._activity, "Trackpoint": self._place}
            self.wanted = {
                ("Trackpoint", "Time"): "time",
                ("Trackpoint", "AltitudeMeters"): "height",
                ("Trackpoint", "DistanceMeters"): "distance",
                ("Position", "LatitudeDegrees"): "lat",
                ("Position", "LongitudeDegrees"): "lon",
                ("Lap", "TotalTimeSeconds"): "lap",
            }
        else:
            raise RunFileRefused(Why.UNKNOWN_KIND)

    def _track(self, attributes: dict[str, str]) -> None:
        self._begin(Track())

    def _activity(self, attributes: dict[str, str]) -> None:
        self._begin(Track(sport=sport_of(attributes.get("Sport", ""))))

    def _begin(self, track: Track) -> None:
        if len(self.tracks) >= MOST_TRACKS:
            raise RunFileRefused(Why.TOO_MANY_FILES)
        self.tracks.append(track)

    def _place(self, attributes: dict[str, str]) -> None:
        self.left -= 1
        if self.left < 0:
            raise RunFileRefused(Why.TOO_MANY_POINTS)
        self.point = {"lat": attributes.get("lat", ""), "lon": attributes.get("lon", "")}
        self.point_depth = len(self.path) - 1

    def _told(self, what: str, text: str) -> None:
        if what == "sport" and self.tracks:
            self.tracks[-1].sport = sport_of(text[:LONGEST_TEXT])
        elif what == "lap" and self.tracks:
            lap = number(text)
            if lap is not None and lap >= 0:
                self.tracks[-1].timer_s = (self.tracks[-1].timer_s or 0) + lap
        elif self.point is not None:
            self.point[what] = text

    def _keep_point(self) -> None:
        """A point of an open activity; one without a time that can be read is only counted."""
        told, self.point = self.point or {}, None
        if not self.tracks:
            return
        track = self.tracks[-1]
        at = instant(str(told.get("time", "")))
        is_in_time = at is not None and FIRST_YEAR <= at.year <= LAST_YEAR
        if at is None or not is_in_time:
            track.untimed += 1
            track.mistimed += at is not None
            return
        if track.offset_min is None and not track.points:
            track.offset_min = _offset_min(at)
        lat, lon = place(told.get("lat"), told.get("lon"))
        track.points.append(
            Point(
                at.timestamp(),
                lat,
                lon,
                number(told.get("height")),
                number(told.get("distance")),
            )
        )


def number(text: object) -> float | None:
    """A plain finite number; None for anything else, which is left out and breaks nothing."""
    if not isinstance(text, str) or not NUMBER.fullmatch(text):
        return None
    value = float(text)
    return value if isfinite(value) else None


def place(lat_text: object, lon_text: object) -> tuple[float | None, float | None]:
    """Degrees on the globe; none where one is missing, or both are 0 as before a first fix."""
    lat, lon = number(lat_text), number(lon_text)
    if lat is None or lon is None or not (-90 <= lat <= 90 and -180 <= lon <= 180):
        return None, None
    return (None, None) if lat == lon == 0 else (lat, lon)


def instant(text: str) -> datetime | None:
    """An aware moment; a time without an offset is UTC, as the formats say."""
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        return None
    return at if at.tzinfo is not None else at.replace(tzinfo=UTC)


def _offset_min(at: datetime) -> int | None:
    offset = at.utcoffset()
    minutes = round(offset.total_seconds() / 60) if offset else 0
    return minutes if minutes and -12 * 60 <= minutes <= 14 * 60 else None
