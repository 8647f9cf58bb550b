"""Real files of each kind give the run that was run."""

import gzip
from datetime import UTC, datetime, timedelta, timezone
from io import BytesIO
from zipfile import ZipFile

import fitdecode
import gpxpy
import pytest
from fit_tool.profile.profile_type import Sport

from tests.tracker.run_files.files import (
    START,
    At,
    at_speeds,
    fit,
    gpx,
    moved,
    read,
    steady,
    tcx,
    zipped,
)
from tracker.exchange.run_files.fit_file import checksum
from tracker.exchange.run_files.values import FileRun, Remark, Why

KINDS = {"gpx": gpx, "tcx": tcx, "fit": lambda points: fit((Sport.RUNNING, points))}
HILLS = [At(s, s * 3.0, height_m=100 + abs((s % 200) - 100) / 4) for s in range(601)]


def one(name: str, data: bytes) -> FileRun:
    found = read((name, data))
    assert found.refused == ()
    (run,) = found.runs
    return run


@pytest.mark.parametrize("kind", KINDS)
def test_a_steady_run_is_read_from_every_kind_of_file(kind: str) -> None:
    run = one(f"run.{kind}", KINDS[kind](steady(600)))

    assert (run.kind, run.started_at) == (kind, START)
    assert (run.elapsed_min, run.moving_min) == (10.0, 10.0)
    assert run.km == pytest.approx(1.8, abs=0.01)
    assert run.fastest_30s_m_s == pytest.approx(3.0, abs=0.02)
    assert run.top_m_s == pytest.approx(3.0, abs=0.02)
    assert run.climb_m == 0


@pytest.mark.parametrize("kind", KINDS)
def test_height_gained_counts_the_ways_up(kind: str) -> None:
    # Three times 25 m down and up again.
    assert one(f"run.{kind}", KINDS[kind](HILLS)).climb_m == pytest.approx(75, abs=3)


def test_our_reading_of_gpx_agrees_with_gpxpy() -> None:
    data = gpx(moved(HILLS, range(0, 600, 7), east_m=1.5))
    theirs = gpxpy.parse(data.decode())
    run = one("run.gpx", data)

    bounds = theirs.get_time_bounds()
    assert run.km == pytest.approx(theirs.length_2d() / 1000, rel=0.01)
    assert run.started_at == bounds.start_time.astimezone(UTC)
    assert run.elapsed_min * 60 == (bounds.end_time - bounds.start_time).total_seconds()


def test_our_reading_of_fit_agrees_with_fitdecode() -> None:
    data = fit((Sport.RUNNING, HILLS[:200]))
    with fitdecode.FitReader(BytesIO(data), check_crc=fitdecode.CrcCheck.RAISE) as reader:
        frames = [f for f in reader if isinstance(f, fitdecode.FitDataMessage)]
    session = next(f for f in frames if f.name == "session")
    run = one("run.fit", data)

    assert checksum(data) == 0
    assert run.km == pytest.approx(session.get_value("total_distance") / 1000, abs=0.01)
    assert run.started_at == session.get_value("start_time")
    assert run.elapsed_min * 60 == pytest.approx(session.get_value("total_elapsed_time"), abs=3)


def test_the_same_run_in_three_kinds_of_file_is_one_run() -> None:
    points = steady(300)
    files = [(f"run.{kind}", make(points)) for kind, make in KINDS.items()]

    assert len(read(*files).runs) == 1


def test_a_run_on_a_treadmill_has_distance_and_no_places() -> None:
    run = one("run.tcx", tcx(places=False))

    assert run.km == pytest.approx(1.8, abs=0.01)
    assert Remark.INDOOR in run.remarks


def test_a_watch_without_distance_or_places_still_tells_the_minutes() -> None:
    run = one("run.fit", fit((Sport.RUNNING, steady(300)), places=False, distances=False))

    assert (run.elapsed_min, run.moving_min) == (5.0, 5.0)
    assert (run.km, run.fastest_30s_m_s, run.top_m_s) == (None, None, None)


def test_what_the_watch_climbed_goes_before_our_own_sum() -> None:
    assert one("run.fit", fit((Sport.RUNNING, HILLS[:200]), ascent=61)).climb_m == 61


def test_standing_still_is_not_moving() -> None:
    points = at_speeds([3.0] * 300 + [0.0] * 120 + [3.0] * 300)
    run = one("run.gpx", gpx(points))

    assert (run.elapsed_min, run.moving_min) == (12.0, pytest.approx(10.0, abs=0.1))


def test_a_pause_of_the_watch_is_not_moving() -> None:
    before = steady(300)
    after = [At(p.s + 900, (p.north_m or 0) + 900) for p in steady(300)]

    assert one("run.gpx", gpx([*before, *after])).moving_min == pytest.approx(10.0, abs=0.1)


def test_the_way_through_a_tunnel_is_moving() -> None:
    points = [p for p in steady(600) if not 200 < p.s < 290]
    run = one("run.gpx", gpx(points))

    assert run.moving_min == pytest.approx(10.0, abs=0.1)
    assert run.km == pytest.approx(1.8, abs=0.01)


@pytest.mark.parametrize(("kind", "make"), [("gpx", gpx), ("tcx", tcx)])
def test_a_time_with_an_offset_is_kept_with_its_offset(kind: str, make) -> None:
    east = datetime(2026, 11, 12, 0, 30, tzinfo=timezone(timedelta(hours=2)))
    data = make(steady(), start=east)
    if kind == "gpx":  # gpxpy writes every time as UTC
        data = gpx(steady(), start=east).replace(b"2026-11-11T22:", b"2026-11-12T00:")
        data = data.replace(b"Z</time>", b"+02:00</time>")
    run = one(f"run.{kind}", data)

    assert (run.started_at, run.offset_min) == (east.astimezone(UTC), 120)


def test_the_local_time_of_a_watch_gives_the_offset() -> None:
    run = one("run.fit", fit(offset=timedelta(hours=-8)))

    assert (run.started_at, run.offset_min) == (START, -480)


def test_utc_says_nothing_about_where_somebody_is() -> None:
    assert one("run.gpx", gpx()).offset_min is None
    assert one("run.tcx", tcx()).offset_min is None


def test_files_zipped_and_gzipped_are_read_and_told_once() -> None:
    plain = gpx(steady(300))
    later = tcx(start=START + timedelta(days=1))
    found = read(("a.gpx.gz", gzip.compress(plain)), ("b.zip", zipped(a__gpx=plain, c__tcx=later)))

    assert [run.kind for run in found.runs] == ["gpx", "tcx"]
    assert [(refusal.name, refusal.why) for refusal in found.refused] == [("a.gpx", Why.SAME)]
    assert found.runs[0].digest == one("a.gpx", plain).digest


@pytest.mark.parametrize("name", ["./a.gpx", "./runs/a.gpx", ".\\a.gpx", "../a.gpx"])
def test_a_zip_whose_names_begin_with_the_folder_it_was_made_in_is_read(name: str) -> None:
    held = BytesIO()
    with ZipFile(held, "w") as archive:
        archive.writestr(name, gpx(steady(120)))

    assert one("runs.zip", held.getvalue()).name == "a.gpx"


@pytest.mark.parametrize(
    "name",
    ["__MACOSX/._a.gpx", "./__MACOSX/a.gpx", ".hidden/a.gpx", "runs/.DS_Store", "./.a.gpx", ".."],
)
def test_what_archives_carry_beside_the_files_is_left_aside(name: str) -> None:
    held = BytesIO()
    with ZipFile(held, "w") as archive:
        archive.writestr(name, b"no run")
        archive.writestr("a.gpx", gpx(steady(120)))

    found = read(("runs.zip", held.getvalue()))

    assert len(found.runs) == 1
    assert found.refused == ()


def test_a_zip_in_which_files_are_gzipped_as_archives_of_sites_are() -> None:
    data = zipped(activities_1__fit__gz=gzip.compress(fit()))

    assert one("export.zip", data).kind == "fit"


def test_two_activities_in_one_file_are_two_runs() -> None:
    first = steady(300)
    second = [At(p.s + 3600, (p.north_m or 0) + 5000) for p in steady(300)]
    found = read(("two.gpx", gpx(first, second)))

    assert [run.elapsed_min for run in found.runs] == [5.0, 5.0]
    assert len({run.digest for run in found.runs}) == 2
    assert all(Remark.ONE_OF_SEVERAL in run.remarks for run in found.runs)


def test_of_a_triathlon_only_the_run_is_taken() -> None:
    ride = [At(s, s * 8.0) for s in range(120)]
    run = [At(120 + s, 960 + s * 3.0) for s in range(1, 181)]
    found = read(("tri.fit", fit((Sport.CYCLING, ride), (Sport.RUNNING, run))))

    assert [refusal.why for refusal in found.refused] == [Why.RIDE]
    (only,) = found.runs
    assert only.started_at == START + timedelta(seconds=121)
    assert only.fastest_30s_m_s == pytest.approx(3.0, abs=0.1)


def test_what_is_odd_beside_the_points_is_left_aside() -> None:
    data = tcx().replace(b"<Value>150</Value>", b"<Value>0.0</Value><Cadence>NaN</Cadence>")
    data = data.replace(b"<AltitudeMeters>100.0<", b"<AltitudeMeters>nan<")

    run = one("run.tcx", data)
    assert (run.elapsed_min, run.climb_m) == (10.0, None)
