"""What is no run is told so by its file's name; whatever lies beside it is still taken."""

import gzip
import struct
import zlib
from datetime import UTC, datetime, timedelta
from io import BytesIO
from zipfile import ZIP_BZIP2, ZIP_LZMA, ZipFile

import pytest
from fit_tool.profile.profile_type import FileType, Sport
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.tracker.run_files.files import At, fit, gpx, read, steady, tcx, zipped
from tracker.exchange.run_files import values
from tracker.exchange.run_files.fit_file import checksum
from tracker.exchange.run_files.values import Remark, Why
from tracker.file_run import FILE_BYTES

LAUGHS = (
    b'<?xml version="1.0"?><!DOCTYPE gpx [<!ENTITY a "lol"><!ENTITY b "&a;&a;&a;&a;&a;">'
    b'<!ENTITY c "&b;&b;&b;&b;">]><gpx><trk><name>&c;</name></trk></gpx>'
)
OUTSIDE = (
    b'<?xml version="1.0"?><!DOCTYPE gpx SYSTEM "http://example.org/x.dtd" ['
    b'<!ENTITY x SYSTEM "file:///etc/passwd">]><gpx><trk><name>&x;</name></trk></gpx>'
)
GOOD = gpx(steady(300), start=datetime(2026, 11, 1, 8, 0, tzinfo=UTC))
TREE = b"<gpx>" + b"<a>" * 30 + b"</a>" * 30 + b"</gpx>"
FITFILE = fit()
BACK = [At(600 - s, s * 3.0) for s in range(601)]


def locked() -> bytes:
    """A ZIP whose entry says that it is encrypted."""
    data = bytearray(zipped(run__gpx=GOOD))
    data[6] |= 1
    central = data.rindex(b"PK\x01\x02")
    data[central + 8] |= 1
    return bytes(data)


REFUSED: dict[str, tuple[bytes, Why]] = {
    "nothing.gpx": (b"", Why.EMPTY),
    "nothing.zip": (zipped(), Why.EMPTY),
    "nothing.gpx.gz": (gzip.compress(b""), Why.EMPTY),
    "picture.gpx": (b"\xff\xd8\xff\xe0" + b"\x00" * 90, Why.UNKNOWN_KIND),
    "words.tcx": (b"a run", Why.UNKNOWN_KIND),
    "page.gpx": (b"<html><body>Sign in</body></html>", Why.UNKNOWN_KIND),
    "map.kml": (b"<?xml version='1.0'?><kml/>", Why.UNKNOWN_KIND),
    "at-once.gpx": (gpx(steady(2, m_s=0.0)), Why.TOO_SHORT),
    "cut.gpx": (GOOD[: len(GOOD) // 2], Why.BROKEN),
    "cut.tcx": (tcx()[:3000], Why.BROKEN),
    "cut.fit": (FITFILE[: len(FITFILE) // 2], Why.BROKEN),
    "cut.zip": (zipped(a__gpx=GOOD)[:400], Why.BROKEN),
    "cut.gpx.gz": (gzip.compress(GOOD)[:400], Why.BROKEN),
    "changed.fit": (FITFILE[:200] + b"\x55" + FITFILE[201:], Why.BROKEN),
    "deep.gpx": (TREE, Why.BROKEN),
    "odd.gpx": (b"<?xml version='1.0' encoding='utf-99'?><gpx/>", Why.BROKEN),
    "laughs.gpx": (LAUGHS, Why.ENTITIES),
    "outside.tcx": (OUTSIDE, Why.ENTITIES),
    "wide.gpx": (LAUGHS.decode().replace('"1.0"?', '"1.0" encoding="utf-16"?').encode("utf-16"),
                 Why.ENTITIES),
    "none.gpx": (b"<gpx></gpx>", Why.NO_POINTS),
    "bare.gpx": (b"<gpx><trk><trkseg></trkseg></trk></gpx>", Why.NO_POINTS),
    "way.gpx": (b"<gpx><rte><rtept lat='1' lon='2'/></rte></gpx>", Why.NO_POINTS),
    "course.fit": (fit(kind=FileType.COURSE), Why.NOT_AN_ACTIVITY),
    "planned.gpx": (GOOD.replace(b"<time>", b"<nottime>").replace(b"</time>", b"</nottime>"),
                    Why.NO_TIMES),
    "back.gpx": (gpx(BACK), Why.TIMES_BACK),
    "old.gpx": (gpx(start=datetime(1989, 12, 30, tzinfo=UTC)), Why.OUT_OF_TIME),
    "clock.tcx": (tcx(start=datetime(1980, 1, 6, tzinfo=UTC)), Why.OUT_OF_TIME),
    "coming.gpx": (gpx(start=datetime(2027, 1, 1, tzinfo=UTC)), Why.OUT_OF_TIME),
    "ride.gpx": (gpx(sport="cycling"), Why.RIDE),
    "ride.tcx": (tcx(sport="Biking"), Why.RIDE),
    "swim.fit": (fit((Sport.SWIMMING, steady(60)), places=False), Why.SWIM),
    "walk.gpx": (gpx(sport="Walking"), Why.WALK),
    "row.fit": (fit((Sport.ROWING, steady(60))), Why.OTHER_SPORT),
    "fast.gpx": (gpx(steady(900, m_s=9.0), sport=""), Why.TOO_FAST),
    "forgotten.gpx": (gpx([*steady(60), At(200_000, 200.0)]), Why.TOO_LONG),
    "locked.zip": (locked(), Why.LOCKED),
    "nested.zip": (zipped(inner__zip=zipped(a__gpx=GOOD)), Why.NESTED),
    "twice.gpx.gz": (gzip.compress(gzip.compress(GOOD)), Why.NESTED),
}  # fmt: skip


@pytest.mark.parametrize("name", REFUSED)
def test_it_is_refused_for_its_own_reason_and_the_run_beside_it_is_taken(name: str) -> None:
    data, why = REFUSED[name]
    found = read((name, data), ("good.gpx", GOOD))

    assert [refusal.why for refusal in found.refused] == [why]
    assert len(found.runs) == 1


def test_every_file_in_a_zip_has_its_own_answer() -> None:
    files = {"ride__gpx": gpx(sport="cycling"), "run__gpx": GOOD, "list__csv": b"a,b\n1,2\n"}
    found = read(("all.zip", zipped(**files)))

    assert {(r.name, r.why) for r in found.refused} == {
        ("ride.gpx", Why.RIDE), ("list.csv", Why.UNKNOWN_KIND),
    }  # fmt: skip
    assert [run.name for run in found.runs] == ["run.gpx"]


def test_a_file_too_large_is_refused_zipped_or_not(monkeypatch: pytest.MonkeyPatch) -> None:
    huge = b"<gpx>" + b" " * FILE_BYTES
    bomb = zipped(bomb__gpx=huge)
    assert len(bomb) < 20_000

    for name, data in (("a.gpx", huge), ("a.zip", bomb), ("a.gz", gzip.compress(huge))):
        found = read((name, data), ("good.gpx", GOOD))
        assert [refusal.why for refusal in found.refused] == [Why.TOO_LARGE]
        assert len(found.runs) == 1


def test_a_bomb_is_stopped_while_it_unpacks() -> None:
    squeeze = zlib.compressobj(9, wbits=31)
    zeros = b"\x00" * 1_000_000
    bomb = b"".join(squeeze.compress(zeros) for _ in range(200)) + squeeze.flush()

    assert [refusal.why for refusal in read(("bomb.gz", bomb)).refused] == [Why.TOO_LARGE]


def test_what_is_too_much_together_is_told_to_be_sent_by_itself() -> None:
    large = GOOD + b" " * 9_900_000
    files = [(f"{i}.gpx", large + b" " * i) for i in range(3)]

    assert [refusal.why for refusal in read(*files).refused] == [Why.SAME, Why.TOO_MUCH]


def test_more_files_than_allowed_are_told() -> None:
    held = BytesIO()
    with ZipFile(held, "w") as archive:
        for i in range(values.MOST_FILES + 5):
            archive.writestr(f"{i}.gpx", b"<gpx/>")
    found = read(("many.zip", held.getvalue()))

    assert [r.why for r in found.refused].count(Why.TOO_MANY_FILES) == 1
    assert len(found.refused) == values.MOST_FILES + 1


def test_too_many_points_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tracker.exchange.run_files.read.MOST_POINTS", 200)
    gpx_found = read(("many.gpx", gpx(steady(250))))
    fit_found = read(("many.fit", fit((Sport.RUNNING, steady(250)))))
    both = read(("a.gpx", gpx(steady(150))), ("b.gpx", gpx(steady(151), start=START_LATER)))

    assert [r.why for r in gpx_found.refused] == [Why.TOO_MANY_POINTS]
    assert [r.why for r in fit_found.refused] == [Why.TOO_MANY_POINTS]
    assert (len(both.runs), [r.why for r in both.refused]) == (1, [Why.TOO_MUCH])


START_LATER = datetime(2026, 11, 13, 7, 30, tzinfo=UTC)


def test_a_few_times_that_go_back_are_left_out_and_said() -> None:
    points = steady(600)
    points[100] = At(50.5, 300.0)
    found = read(("run.gpx", gpx(points)))

    assert found.refused == ()
    assert Remark.LEFT_OUT in found.runs[0].remarks
    assert found.runs[0].km == pytest.approx(1.8, abs=0.01)


def test_places_off_the_globe_are_left_aside() -> None:
    data = GOOD.replace(b'lon="8', b'lon="888', 40)

    assert read(("run.gpx", data)).refused == ()


def test_a_run_of_tomorrow_by_a_day_is_still_read() -> None:
    now = datetime(2026, 11, 12, 6, 0, tzinfo=UTC)

    assert len(read(("run.gpx", gpx()), now=now).runs) == 1
    assert [r.why for r in read(("run.gpx", gpx()), now=now - timedelta(days=1)).refused] == [
        Why.OUT_OF_TIME
    ]


def test_a_name_is_cut_to_what_can_be_shown() -> None:
    found = read(("../../etc/\x00\n\ud800" + "x" * 300 + ".gpx", b"no"))

    assert found.refused[0].name == "x" * 76 + ".gpx"


SEEDS = {"gpx": GOOD, "tcx": tcx(steady(120)), "fit": FITFILE, "zip": zipped(a__gpx=GOOD)}


@pytest.mark.parametrize("kind", SEEDS)
@given(data=st.data())
@settings(max_examples=60, deadline=None)
def test_no_damage_to_a_file_breaks_the_reading(kind: str, data: st.DataObject) -> None:
    seed = bytearray(SEEDS[kind])
    for _ in range(data.draw(st.integers(1, 8))):
        at = data.draw(st.integers(0, len(seed) - 1))
        seed[at] = data.draw(st.integers(0, 255))
    cut = data.draw(st.integers(0, len(seed)))

    for damaged in (bytes(seed), bytes(seed[:cut])):
        found = read((f"a.{kind}", damaged))
        assert found.runs or found.refused


@given(body=st.binary(max_size=400))
@settings(max_examples=150, deadline=None)
def test_no_fit_body_with_a_right_checksum_breaks_the_reading(body: bytes) -> None:
    from tracker.exchange.run_files.fit_file import checksum

    head = bytes([12, 16, 0, 8]) + len(body).to_bytes(4, "little") + b".FIT"
    whole = head + body
    found = read(("a.fit", whole + checksum(whole).to_bytes(2, "little")))

    assert found.refused


# What is small to send and large to hold


def fit_of(body: bytes) -> bytes:
    """A FIT file of these messages, with the right lengths and checksum."""
    head = struct.pack("<BBHI4sH", 14, 16, 100, len(body), b".FIT", 0)
    return head + body + struct.pack("<H", checksum(head + body))


SESSION_OF_ONE_BYTE = b"\x40\0\0\x12\0\x01\x05\x01\x00"


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.fit", fit_of(SESSION_OF_ONE_BYTE + b"\0\1" * (values.MOST_TRACKS + 1))),
        ("a.gpx", b"<gpx>" + b"<trk/>" * (values.MOST_TRACKS + 1) + b"</gpx>"),
        (
            "a.tcx",
            b"<TrainingCenterDatabase>"
            + b"<Activity/>" * (values.MOST_TRACKS + 1)
            + b"</TrainingCenterDatabase>",
        ),
    ],
)
def test_a_file_of_activities_without_end_is_left_early(name: str, data: bytes) -> None:
    assert [refusal.why for refusal in read((name, data)).refused] == [Why.TOO_MANY_FILES]


@pytest.mark.parametrize("packing", [ZIP_LZMA, ZIP_BZIP2])
def test_an_archive_packed_otherwise_than_watches_do_is_not_unpacked(packing: int) -> None:
    held = BytesIO()
    with ZipFile(held, "w", packing) as archive:
        archive.writestr("a.gpx", GOOD)
    whole = held.getvalue()
    torn = whole[:60] + bytes(byte ^ 0x5A for byte in whole[60:200]) + whole[200:]

    for data in (whole, torn):
        assert [refusal.why for refusal in read(("a.zip", data)).refused] == [Why.BROKEN]


def test_sessions_that_lie_over_one_another_count_their_points_each_time(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("tracker.exchange.run_files.read.MOST_POINTS", 1000)
    over = fit(*[(Sport.RUNNING, steady(300))] * 4)

    assert [refusal.why for refusal in read(("a.fit", over)).refused] == [Why.TOO_MANY_POINTS]


def test_a_recording_of_weeks_is_left_before_it_is_measured() -> None:
    weeks = gpx([At(day * 86_400.0, day * 50.0) for day in range(20)])

    assert [refusal.why for refusal in read(("a.gpx", weeks)).refused] == [Why.TOO_LONG]
