"""FIT: the binary files of watches, read for the few fields a run needs.

Layout and numbers are those of the FIT protocol (Garmin FIT SDK, "Flexible and
Interoperable Data Transfer Protocol" and its Profile). A reader of our own, because each
field that is not needed is skipped as bytes: a file of the largest size is read and measured
in under three seconds of processor time, where decoding every field takes about twenty.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from struct import Struct, error

from tracker.exchange.run_files.values import (
    MOST_POINTS,
    MOST_RUNS,
    Point,
    RunFileRefused,
    Sport,
    Track,
    Why,
)

EPOCH_S = 631_065_600  # 1989-12-31 00:00 UTC, where FIT times begin
DEGREES = 180 / 2**31
SIGNATURE = b".FIT"
# Global message numbers and, of each, the fields we read, by number.
FILE_ID, SESSION, RECORD, ACTIVITY = 0, 18, 20, 34
TIME = 253
WANTED: dict[int, dict[int, str]] = {
    FILE_ID: {0: "type"},
    SESSION: {
        TIME: "at",
        2: "start",
        5: "sport",
        6: "sub_sport",
        7: "elapsed",
        8: "timer",
        9: "distance",
        22: "climb",
    },
    RECORD: {TIME: "at", 0: "lat", 1: "lon", 2: "height", 5: "distance", 78: "height_fine"},
    ACTIVITY: {TIME: "at", 5: "local"},
}
ACTIVITY_FILE = 4
SPORTS = {
    0: Sport.UNSAID, 1: Sport.RUN, 2: Sport.RIDE, 5: Sport.SWIM, 11: Sport.WALK,
    17: Sport.WALK, 21: Sport.RIDE,
}  # fmt: skip
TREADMILL = 1
# Base type -> its letter in `struct` and the value that means "not recorded".
TYPES: dict[int, tuple[str, int]] = {
    0x00: ("B", 0xFF), 0x01: ("b", 0x7F), 0x02: ("B", 0xFF), 0x0A: ("B", 0),
    0x83: ("h", 0x7FFF), 0x84: ("H", 0xFFFF), 0x8B: ("H", 0),
    0x85: ("i", 0x7FFFFFFF), 0x86: ("I", 0xFFFFFFFF), 0x8C: ("I", 0),
}  # fmt: skip
SIZES = {letter: Struct(f"<{letter}").size for letter in "BbHhIi"}
LOCAL_OFFSETS_S = range(-12 * 3600, 14 * 3600 + 1)
# A record of the same second as the end of its session still belongs to it.
SLACK_S = 2
Message = dict[str, int]


@dataclass(frozen=True, slots=True)
class _Layout:
    """How the bytes of one local message type lie: the wanted ones unpacked, others skipped."""

    number: int
    size: int
    unpack: Struct
    names: tuple[str, ...]
    nothing: tuple[int, ...]

    def read(self, data: bytes, at: int) -> Message:
        values = zip(self.names, self.unpack.unpack_from(data, at), self.nothing, strict=True)
        return {name: value for name, value, nothing in values if value != nothing}


@dataclass(slots=True)
class _Found:
    """What one file told, message by message."""

    points: list[Point] = field(default_factory=list)
    sessions: list[Message] = field(default_factory=list)
    untimed: int = 0
    offset_min: int | None = None
    kind: int | None = None


def read_fit(data: bytes, *, most_points: int = MOST_POINTS) -> list[Track]:
    """The activities of a FIT file: one a session, or one of all records without any.

    Raises RunFileRefused where lengths or the checksum are wrong, and for files of
    courses, workouts or settings.
    """
    found = _Found()
    try:
        for number, message in _messages(data):
            _tell(found, number, message)
            if len(found.points) + found.untimed > most_points:
                raise RunFileRefused(Why.TOO_MANY_POINTS)
    except (error, IndexError):
        raise RunFileRefused(Why.BROKEN) from None
    if found.kind not in (None, ACTIVITY_FILE):
        raise RunFileRefused(Why.NOT_AN_ACTIVITY)
    if not found.sessions:
        return [Track(points=found.points, untimed=found.untimed, offset_min=found.offset_min)]
    tracks, left = [], most_points
    for session in found.sessions:
        tracks.append(_track(session, found))
        left -= len(tracks[-1].points)
        if left < 0:  # sessions that lie over one another: each is measured by itself
            raise RunFileRefused(Why.TOO_MANY_POINTS)
    return tracks


def _track(session: Message, found: _Found) -> Track:
    start, elapsed = session.get("start"), session.get("elapsed")
    if len(found.sessions) == 1 or start is None or elapsed is None:
        points = found.points
    else:
        first, last = start + EPOCH_S, start + EPOCH_S + elapsed / 1000 + SLACK_S
        points = [point for point in found.points if first <= point.at <= last]
    sport = SPORTS.get(session.get("sport", 0), Sport.OTHER)
    if sport is Sport.OTHER and session.get("sub_sport") == TREADMILL:
        sport = Sport.RUN
    return Track(
        sport=sport,
        points=points,
        untimed=found.untimed,
        offset_min=found.offset_min,
        started_s=None if start is None else float(start + EPOCH_S),
        elapsed_s=_scaled(elapsed, 1000),
        timer_s=_scaled(session.get("timer"), 1000),
        distance_m=_scaled(session.get("distance"), 100),
        climb_m=_scaled(session.get("climb"), 1),
    )


def _scaled(value: int | None, scale: int) -> float | None:
    return None if value is None else value / scale


def _tell(found: _Found, number: int, message: Message) -> None:
    if number == RECORD:
        if "at" not in message:
            found.untimed += 1
            return
        lat, lon = _place(message)
        height = message.get("height_fine", message.get("height"))
        found.points.append(
            Point(
                float(message["at"] + EPOCH_S),
                lat,
                lon,
                None if height is None else height / 5 - 500,
                _scaled(message.get("distance"), 100),
            )
        )
    elif number == SESSION:
        if len(found.sessions) >= MOST_RUNS:  # each looks through all points
            raise RunFileRefused(Why.TOO_MANY_FILES)
        found.sessions.append(message)
    elif number == FILE_ID and "type" in message:
        found.kind = message["type"]
    elif number == ACTIVITY and "at" in message and "local" in message:
        offset = message["local"] - message["at"]
        if offset and offset in LOCAL_OFFSETS_S:
            found.offset_min = round(offset / 60)


def _place(message: Message) -> tuple[float | None, float | None]:
    if "lat" not in message or "lon" not in message:
        return None, None
    lat, lon = message["lat"] * DEGREES, message["lon"] * DEGREES
    return (lat, lon) if -90 <= lat <= 90 and (lat or lon) else (None, None)


def _messages(data: bytes) -> Iterator[tuple[int, Message]]:
    """Every wanted message of a file, and of others appended to it."""
    at = 0
    while at < len(data):
        head = data[at]
        if head not in (12, 14) or data[at + 8 : at + 12] != SIGNATURE:
            raise RunFileRefused(Why.BROKEN)
        begin = at + head
        end = begin + int.from_bytes(data[at + 4 : at + 8], "little")
        if end + 2 > len(data) or checksum(data[at : end + 2]) != 0:
            raise RunFileRefused(Why.BROKEN)
        yield from _of_one(data, begin, end)
        at = end + 2


def _of_one(data: bytes, at: int, end: int) -> Iterator[tuple[int, Message]]:
    layouts: dict[int, _Layout] = {}
    clock: int | None = None
    while at < end:
        head = data[at]
        at += 1
        if head & 0xC0 == 0x40:
            layout, at = _layout(data, at, has_developer=bool(head & 0x20))
            layouts[head & 0x0F] = layout
            continue
        is_short = bool(head & 0x80)  # its time is told by five bits of the head
        known = layouts.get((head >> 5) & 0x03 if is_short else head & 0x0F)
        if known is None or at + known.size > end:
            raise RunFileRefused(Why.BROKEN)
        if known.names:
            message = known.read(data, at)
            if is_short and clock is not None:
                clock += ((head & 0x1F) - clock) & 0x1F
                message["at"] = clock
            elif "at" in message:
                clock = message["at"]
            yield known.number, message
        elif is_short and clock is not None:
            clock += ((head & 0x1F) - clock) & 0x1F
        at += known.size


def _layout(data: bytes, at: int, *, has_developer: bool) -> tuple[_Layout, int]:
    """A definition message, and where the next one begins."""
    order = ">" if data[at + 1] else "<"
    number = int.from_bytes(data[at + 2 : at + 4], "big" if data[at + 1] else "little")
    wanted = WANTED.get(number, {TIME: "at"})
    fields = data[at + 4]
    at += 5
    letters, size = [order], 0
    names: list[str] = []
    nothing: list[int] = []
    for i in range(fields):
        code, length, base = data[at + 3 * i], data[at + 3 * i + 1], data[at + 3 * i + 2]
        letter, none = TYPES.get(base, ("", 0))
        if code in wanted and letter and SIZES[letter] == length:
            letters.append(letter)
            names.append(wanted[code])
            nothing.append(none)
        else:
            letters.append(f"{length}x")
        size += length
    at += 3 * fields
    if has_developer:
        for i in range(data[at]):
            size += data[at + 2 + 3 * i]
        at += 1 + 3 * data[at]
    return _Layout(number, size, Struct("".join(letters)), tuple(names), tuple(nothing)), at


def _crc_table() -> tuple[int, ...]:
    """CRC-16 of the FIT protocol (polynomial 0xA001, reflected), one value a byte."""
    table = []
    for byte in range(256):
        value = byte
        for _ in range(8):
            value = (value >> 1) ^ 0xA001 if value & 1 else value >> 1
        table.append(value)
    return tuple(table)


CRC = _crc_table()


def checksum(data: bytes) -> int:
    """The CRC-16 of the bytes; 0 over a file with its own checksum at the end."""
    table, crc = CRC, 0
    for byte in data:
        crc = (crc >> 8) ^ table[(crc ^ byte) & 0xFF]
    return crc
