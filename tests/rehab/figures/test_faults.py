"""Every kind of fault in a figure is reported with its file and key, and all of them at once."""

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from rehab.figures import check

GOOD = """
[[pose]]
words = "Stand."
at = [0, 90]
legs = {heel = [-5, 0]}

[[pose]]
words = "Sit back."
at = [-20, 60]
trunk = 30
"""
TEST = SimpleNamespace(scope="test", home="reading")
CONTENT: Any = SimpleNamespace(
    exercises={"walk": None, "squat": None},
    metrics={"t_walk": TEST, "pain": SimpleNamespace(scope="daily", home="day")},
)

PLANTED = {
    "not TOML": ("[[pose", "", "not readable"),
    "an unknown key": ("trunk = 30 -> trunc = 30", "pose.1.trunc", "Extra"),
    "a single pose": (GOOD.split("\n\n")[1], "pose", "at least 2"),
    "a pose without words": ('words = "Sit back." -> ', "pose.1.words", "required"),
    "a leg placed twice": ("{heel = -> {hip = 5, heel =", "pose.0.near", "not both"),
    "a knee beyond its range": (
        "trunk = 30 -> near = {knee = 170}",
        "pose.1.near.knee",
        "beyond 0 to 155",
    ),
    "a foot out of reach": ("at = [-20, 60] -> at = [-90, 60]", "pose.1.near", "too far"),
    "a body under the floor": ("at = [-20, 60] -> at = [-20, 5]", "pose.1", "under the floor"),
    "an unknown anchor": ("at = [0, 90] -> anchor = 'tail'\nat = [0]", "pose.0.anchor", "tail"),
    "an unknown prop": (
        'words = "Stand." -> words = "Stand."\nprops = [{kind = "sofa"}]',
        "pose",
        "sofa",
    ),
    "an arrow from nowhere": (
        'words = "Stand." -> words = "Stand."\narrows = [{of = "near.tail"}]',
        "pose",
        "near.tail",
    ),
    "an angle that is not drawn": (
        'words = "Stand." -> words = "Stand."\nangles = [{text = "90°"}]',
        "pose.0.angles",
        "says 90°",
    ),
    "a figure too wide to see": (
        'words = "Stand." -> words = "Stand."\nprops = [{kind = "box", x = [0, 900], y = [0, 9]}]',
        "pose",
        "too wide",
    ),
    "a word of one country": ('"Stand." -> "Call 999."', "pose.0.words", "999"),
    "an exercise that copies": ('like = "walk"', "like", "of its own"),
}


def written(tmp_path: Path, **changed: str) -> Path:
    other = GOOD.replace("trunk = 30", "trunk = 10")
    files = {"walk": GOOD, "squat": other, "t_walk": 'like = "walk"'} | changed
    for name, text in files.items():
        (tmp_path / f"{name}.toml").write_text(text)
    return tmp_path


def test_good_figures_have_no_fault(tmp_path: Path) -> None:
    assert check.faults(CONTENT, written(tmp_path)) == []


@pytest.mark.parametrize("name", PLANTED)
def test_a_planted_fault_is_found(name: str, tmp_path: Path) -> None:
    change, key, says = PLANTED[name]
    old, arrow, new = change.partition(" -> ")
    assert not arrow or old in GOOD
    text = GOOD.replace(old, new, 1) if arrow else change

    found = check.faults(CONTENT, written(tmp_path, squat=text))

    assert any(
        fault.file == "figures/squat.toml" and fault.key.startswith(key) and says in fault.message
        for fault in found
    ), found


def test_a_missing_figure_and_one_too_many_are_found(tmp_path: Path) -> None:
    place = written(tmp_path, dance=GOOD.replace("trunk = 30", "trunk = 5"))
    (place / "squat.toml").unlink()

    found = [str(fault) for fault in check.faults(CONTENT, place)]

    assert found == [
        "figures/squat.toml: the figure is missing",
        "figures/dance.toml: belongs to no exercise and no self-test",
    ]


def test_the_same_drawing_twice_is_found(tmp_path: Path) -> None:
    found = check.faults(CONTENT, written(tmp_path, squat=GOOD))

    assert [str(fault) for fault in found] == [
        "figures/walk.toml: pose: is the same drawing as 'squat'"
    ]


def test_a_test_may_borrow_only_what_is_there(tmp_path: Path) -> None:
    found = check.faults(CONTENT, written(tmp_path, t_walk='like = "swim"'))

    assert [str(fault) for fault in found] == ["figures/t_walk.toml: like: unknown figure 'swim'"]


def test_all_faults_come_at_once(tmp_path: Path) -> None:
    bad = GOOD.replace("trunk = 30", "neck = 90").replace('"Stand."', '""')
    worse = GOOD.replace("at = [-20, 60]", "at = [-20, 5]")

    found = check.faults(CONTENT, written(tmp_path, squat=bad, walk=worse))

    assert {fault.file for fault in found} == {"figures/squat.toml", "figures/walk.toml"}
