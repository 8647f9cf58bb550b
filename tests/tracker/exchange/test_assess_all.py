"""Many diaries in several processes: the same lines in the same order as one after the other."""

import json
from datetime import date, timedelta
from pathlib import Path

import pytest

from tests.tracker.exchange.test_assess import EMERGENCY, START, a_day, a_file, run
from tracker.exchange import assess_all
from tracker.exchange.assess_all import Wanted, processes


def a_long_file(count: int) -> dict:
    raw = a_file()
    base = raw["injuries"][0]
    raw["injuries"] = [
        {**base, "id": f"i{n}", "days": [a_day(d, rest=8 if n % 2 else 1) for d in range(3)]}
        for n in range(count)
    ]
    return raw


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "a.json").write_text(json.dumps(EMERGENCY), encoding="utf-8")
    (tmp_path / "b.json").write_text("{", encoding="utf-8")
    (tmp_path / "c.json").write_text(json.dumps(a_long_file(20)), encoding="utf-8")
    (tmp_path / "d.json").write_text(json.dumps(a_file(days=[])), encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize("form", [["--json"], []])
def test_two_processes_tell_the_same_in_the_same_order_as_one(folder, form):
    one, two = (run(*form, "--processes", n, str(folder)) for n in ("1", "2"))

    assert one == two
    assert one[2] == 2
    assert "b.json" in one[1]


def test_every_injury_of_a_long_file_is_told_once_and_its_file_named_once(folder):
    out, _, _ = run("--processes", "2", str(folder))

    assert out.count("c.json") == 1
    assert [line for line in out.splitlines() if line.startswith("Injury i")] == [
        f"Injury i{n}, since {START.isoformat()}" for n in range(20)
    ]


def test_a_few_diaries_are_worked_out_here(folder, monkeypatch):
    monkeypatch.setattr(assess_all, "ProcessPoolExecutor", None)

    assert run("--json", "--processes", "2", str(folder / "a.json"))[2] == 0


def test_files_are_read_only_a_little_ahead_of_what_is_told(monkeypatch):
    """A folder of any size never stands in memory whole."""
    read = []

    def batches(path: Path, until: date | None):
        read.append(path)
        yield assess_all.Batch(path, True, ("diary",) * assess_all.WORTH_SHARING)

    monkeypatch.setattr(assess_all, "read_batches", batches)
    monkeypatch.setattr(assess_all, "_lines", lambda diaries, wanted: iter(()))
    told = assess_all.assess_all(
        [Path(str(n)) for n in range(100)], Wanted(True, None, "uk"), workers=2
    )
    next(told)

    assert len(read) <= 2 * assess_all.BATCHES_AHEAD + 1
    told.close()


def test_until_is_kept_in_every_process(folder):
    until = START + timedelta(days=1)

    out, _, _ = run("--json", "--processes", "2", "--until", until.isoformat(), str(folder))

    assert {json.loads(line)["on"] for line in out.splitlines()} <= {
        START.isoformat(),
        until.isoformat(),
    }


def test_there_is_at_least_one_process():
    assert processes() >= 1


def test_a_folder_without_a_diary_and_a_number_without_an_end_are_refused_in_words(tmp_path):
    endless = tmp_path / "inside" / "endless.json"
    endless.parent.mkdir()
    endless.write_text('{"format": "hamstring-diary", "version": ' + "9" * 6000 + "}")
    empty = tmp_path / "empty"
    empty.mkdir()

    _, told, status = run("--json", str(empty), str(endless))

    assert status == 2
    assert f"{empty}: cannot be read: a folder without a .json file" in told
    assert f"{endless}: is not a diary: a number of 6000 digits" in told
