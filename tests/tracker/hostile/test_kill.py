"""kill -9 in the middle of writing: what was acknowledged is there, once."""

from pathlib import Path

from benchmarks.kill import run


def test_no_acknowledged_entry_is_lost_over_three_kills(tmp_path: Path) -> None:
    rounds = run(tmp_path, kills=3, seconds=2.0)

    assert rounds[-1].acknowledged > 10
    assert [(one.lost, one.doubled, one.integrity) for one in rounds] == [(0, 0, "ok")] * 3
