"""The hazard log names only what exists, every state is one of three, no point is left out."""

import re
from functools import cache
from pathlib import Path

import pytest

from rehab.content.catalogue import Catalogue

ROOT = Path(__file__).parents[2]
LOG = (ROOT / "docs/hazard-log.md").read_text(encoding="utf-8")
ROWS = [line for line in LOG.splitlines() if re.match(r"\| \d+ \|", line)]
POINTS = [line for line in LOG.splitlines() if re.match(r"\| (\d\.\d+|\d, [a-z ]+) \|", line)]
NAMES = sorted(set(re.findall(r"`([^`]+)`", "\n".join([*ROWS, *POINTS]))))


@cache
def all_tests() -> str:
    return "\n".join(p.read_text(encoding="utf-8") for p in (ROOT / "tests").rglob("test_*.py"))


def test_every_hazard_has_its_row_and_none_is_left_out() -> None:
    assert [int(row.split("|")[1]) for row in ROWS] == list(range(1, 70))


def test_every_state_says_held_content_only_or_open() -> None:
    for row in ROWS:
        state = row.split("|")[-2].strip()
        assert state.startswith(("held", "content only", "open")), row


def test_what_is_held_names_what_holds_it() -> None:
    for row in ROWS:
        if row.split("|")[-2].strip().startswith("held"):
            assert "`" in row.split("|")[-3], row


def test_every_point_of_the_desk_review_is_mended_or_answered() -> None:
    told = [row.split("|")[1].strip() for row in POINTS]
    numbered = [point for point in told if "." in point]

    assert numbered == [f"1.{n}" for n in range(1, 16)] + [f"3.{n}" for n in range(1, 37)]
    assert {point[0] for point in told} == set("12345678")
    for row in POINTS:
        answer = row.split("|")[-2]
        assert (
            "`" in answer
            or "not done" in answer.lower()
            or "partly" in answer.lower()
            or ("Rows 1 to 43" in answer)
        ), row


@pytest.mark.parametrize("name", NAMES)
def test_what_the_log_names_exists(name: str, content: Catalogue) -> None:
    if "/" in name:
        assert (ROOT / name).exists()
    elif name.startswith("test_"):
        assert f"def {name}(" in all_tests()
    else:
        assert name in content.rules or name in content.questions
