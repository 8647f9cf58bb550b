"""`manage.py assess` as docs/diary-format.md promises it to tools outside."""

import json
import subprocess
import sys
from datetime import date, timedelta
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command

from rehab.content.catalogue import catalogue
from rehab.vocabulary import Tier

ROOT = Path(__file__).resolve().parents[3]
START = date(2026, 10, 15)


def a_file(**injury: object) -> dict:
    base = {"id": "a", "side": "left", "onset": "sudden", "onset_on": START.isoformat()}
    return {"format": "hamstring-diary", "version": 1, "injuries": [base | injury]}


def a_day(after: int, **pain: int | None) -> dict:
    return {"on": (START + timedelta(days=after)).isoformat(), "pain": pain}


SADDLE = [{"on": "2026-10-18", "question": "q_saddle_numb", "value": "yes"}]
EMERGENCY = a_file(days=[a_day(0, rest=3), a_day(5, rest=2)], answers=SADDLE)


@pytest.fixture
def write(tmp_path):
    def write(raw: object, name: str = "diary.json") -> str:
        path = tmp_path / name
        path.write_text(raw if isinstance(raw, str) else json.dumps(raw), encoding="utf-8")
        return str(path)

    return write


def run(*args: str) -> tuple[str, str, int]:
    """What it says on standard output and on standard error, and its exit status."""
    out, err = StringIO(), StringIO()
    try:
        call_command("assess", *args, stdout=out, stderr=err)
    except SystemExit as stopped:
        return out.getvalue(), err.getvalue(), int(stopped.code or 0)
    return out.getvalue(), err.getvalue(), 0


def lines(*args: str) -> list[dict]:
    out, _, status = run("--json", *args)
    assert status == 0
    return [json.loads(line) for line in out.splitlines()]


def test_a_diary_without_an_injury_says_so_to_who_reads_and_nothing_to_a_tool(write):
    empty = write({"format": "hamstring-diary", "version": 1, "injuries": []})

    assert run(empty) == ("There is no injury in this file.\n", "", 0)
    assert lines(empty) == []


def test_each_line_holds_the_keys_of_the_contract(write):
    for line in lines(write(EMERGENCY)):
        assert list(line) == ["injury", "on", "day", "findings", "told", "asked", "conditions"]
        assert line["injury"] == "a"
        assert line["day"] == (date.fromisoformat(line["on"]) - START).days
        for finding in line["findings"]:
            assert list(finding) == ["rule", "topic", "tier", "evidence", "conditions"]
            assert finding["tier"] in set(Tier)
            assert finding["rule"] in catalogue().rules
        for told in line["told"]:
            assert list(told) == ["rule", "topic", "tier"]
        assert set(line["asked"]) <= set(catalogue().questions)
        assert set(line["conditions"]) <= set(catalogue().conditions)


def test_a_yes_to_saddle_numbness_is_an_emergency_on_that_day(write):
    by_day = {line["on"]: line for line in lines(write(EMERGENCY))}

    day = by_day["2026-10-18"]
    assert day["day"] == 3
    assert {"rule": "r_ces", "topic": "red_flag_ces", "tier": "emergency"} in day["told"]
    assert day["conditions"][0] == "cauda_equina"
    ces = next(f for f in day["findings"] if f["rule"] == "r_ces")
    assert ces["evidence"] == ["2026-10-18"]
    assert "2026-10-17" not in by_day or by_day["2026-10-17"]["told"] == []


def test_the_weekly_set_is_asked_on_the_first_day_and_a_week_later(write):
    days = [a_day(n, rest=1) for n in range(10)]

    by_day = {line["day"]: line for line in lines(write(a_file(days=days)))}

    assert "q_saddle_numb" in by_day[0]["asked"]
    assert "q_saddle_numb" in by_day[7]["asked"]
    assert not any("q_saddle_numb" in by_day[n]["asked"] for n in range(1, 7) if n in by_day)


def test_days_begin_at_onset_when_records_lie_before_it(write):
    falls = [{"on": "2026-09-01", "kind": "fall"}]

    written = lines(write(a_file(days=[a_day(0, rest=1)], falls=falls)))

    assert [line["on"] for line in written] == ["2026-10-15"]


def test_until_goes_on_past_the_last_record_and_may_end_before_it(write):
    path = write(EMERGENCY)

    assert lines(path)[-1]["on"] == "2026-10-20"
    assert lines(path, "--until", "2026-10-25")[-1]["on"] == "2026-10-25"
    assert lines(path, "--until", "2026-10-18")[-1]["on"] == "2026-10-18"


def test_an_empty_diary_is_quiet(write):
    assert lines(write(a_file(days=[]))) == []
    assert lines(write(a_file(days=[])), "--until", "2026-12-01") == []


def test_without_json_a_person_reads_the_day_the_sentence_and_what_it_rests_on(write):
    out, err, status = run(write(EMERGENCY))

    assert (err, status) == ("", 0)
    assert "2026-10-18, day 3: Get help now" in out
    assert "squeezed nerves" in out
    assert "Rests on Sun 18 Oct (r_ces)" in out
    assert "{" not in out


def test_a_quiet_diary_says_that_nothing_would_have_been_told(write):
    out, _, _ = run(write(a_file(days=[a_day(0, rest=1)])))

    assert "Nothing would have been told." in out


def test_an_unknown_onset_has_no_day_number(write):
    raw = a_file(days=[a_day(0, rest=1)], onset_on=None, onset_precision="unknown", answers=SADDLE)

    assert {line["day"] for line in lines(write(raw))} == {None}
    assert "2026-10-18: Get help now" in run(write(raw))[0]


def test_a_wrong_file_says_where_and_why_and_nothing_of_it_is_evaluated(write):
    raw = a_file(days=[a_day(0, rest=11)], answers=SADDLE)
    path = write(raw)

    out, err, status = run("--json", path)

    assert (out, status) == ("", 2)
    assert err.strip() == (
        f"{path}: injuries[0].days[0].pain.rest: must be a whole number from 0 to 10, is 11"
    )


@pytest.mark.parametrize("text", ["", "{", "[]", '{"format": "other"}'])
def test_what_is_no_diary_ends_with_status_2(write, text):
    out, err, status = run(write(text))

    assert (out, status) == ("", 2)
    assert "diary.json: " in err


def test_a_file_that_is_not_there_ends_with_status_2(tmp_path):
    _, err, status = run(str(tmp_path / "none.json"))

    assert status == 2
    assert "cannot be read" in err


def test_an_unknown_key_is_a_warning_and_the_rest_is_evaluated(write):
    raw = EMERGENCY | {"app": "another"}

    out, err, status = run("--json", write(raw))

    assert status == 0
    assert "app: is not known and was left out" in err
    assert "r_ces" in out


def test_several_files_and_a_folder_are_read_and_a_wrong_one_does_not_stop_the_rest(
    write, tmp_path
):
    write(EMERGENCY, "a.json")
    write("{", "b.json")
    write(EMERGENCY, "c.json")

    out, err, status = run(str(tmp_path))

    assert status == 2
    assert out.count("Get help now") == 2
    assert [line for line in out.splitlines() if line.endswith(".json")] == [
        str(tmp_path / "a.json"),
        str(tmp_path / "c.json"),
    ]
    assert "b.json" in err


def test_an_empty_folder_is_a_mistake(tmp_path):
    assert run(str(tmp_path))[2] == 2


@pytest.mark.parametrize("until", ["yesterday", "2026-13-01", "2026-1-1"])
def test_a_day_that_is_none_is_refused(write, until):
    done = subprocess.run(
        [sys.executable, "manage.py", "assess", write(EMERGENCY), "--until", until],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 2
    assert "no date" in done.stderr


def test_a_day_at_the_end_of_time_is_refused_instead_of_counted_to(write):
    _, err, status = run(write(EMERGENCY), "--until", "2099-12-31")

    assert status == 2
    assert "--until" in err


def test_it_runs_with_a_database_that_does_not_exist(write, tmp_path):
    environment = {
        "PATH": "/usr/bin:/bin",
        "VAR_DIR": str(tmp_path / "var"),
        "DATABASE_URL": f"sqlite:///{tmp_path}/nowhere/none.sqlite3",
    }

    done = subprocess.run(
        [sys.executable, "manage.py", "assess", "--json", write(EMERGENCY)],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )

    assert (done.returncode, done.stderr) == (0, "")
    assert not (tmp_path / "nowhere").exists()
    assert all(json.loads(line) for line in done.stdout.splitlines())


def test_two_injuries_are_told_apart(write):
    raw = a_file(days=[a_day(0, rest=1)])
    raw["injuries"].append(raw["injuries"][0] | {"id": "b", "answers": SADDLE})

    told = {line["injury"] for line in lines(write(raw)) if line["told"]}

    assert told == {"b"}
