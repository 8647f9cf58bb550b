"""The drawings that go out: complete, inside the picture, apart from each other, in plain words."""

import re

import pytest

from rehab.content.catalogue import Catalogue, catalogue
from rehab.content.entry import FORBIDDEN
from rehab.figures import check
from rehab.figures.draw import Drawing
from rehab.figures.pose import Figure, Pose
from rehab.figures.store import FOLDER, drawn, figure
from tests.content.test_words import DIAGNOSES, JARGON

IDS = sorted(path.stem for path in FOLDER.glob("*.toml"))
STEP = re.compile(r"([MLAQahvZ])([^MLAQahvZ]*)")


@pytest.fixture(scope="module")
def content() -> Catalogue:
    return catalogue()


def places(d: str) -> list[tuple[float, float]]:
    """The points a path goes through, its pulls included."""
    found: list[tuple[float, float]] = []
    for letter, rest in STEP.findall(d):
        numbers = [float(n) for n in re.findall(r"-?[\d.]+", rest)]
        if letter in "MLQ":
            found += zip(numbers[::2], numbers[1::2], strict=True)
        elif letter == "A":
            found.append((numbers[5], numbers[6]))
        elif letter == "a":
            found.append((found[-1][0] + numbers[5], found[-1][1] + numbers[6]))
        elif letter == "h":
            found.append((found[-1][0] + numbers[0], found[-1][1]))
        elif letter == "v":
            found.append((found[-1][0], found[-1][1] + numbers[0]))
    return found


def outlines(drawing: Drawing) -> tuple[str, ...]:
    return tuple(shape.d for frame in drawing.frames for shape in frame.shapes)


def bearing(pose: Pose) -> dict[str, object]:
    """How the body and the things stand, without words."""
    return {key: value for key, value in pose if key not in ("words", "works", "hold")}


def test_every_exercise_and_self_test_has_a_drawing_without_fault(content: Catalogue) -> None:
    assert len(content.exercises) == 61
    assert {*content.exercises} <= {*IDS}
    assert [str(fault) for fault in check.faults(content)] == []


def test_every_test_of_a_stage_is_among_those_drawn(content: Catalogue) -> None:
    asked = {
        line.metric
        for programme in content.programmes.values()
        for stage in programme.stages
        for line in stage.exit
    }
    read = {key for key in asked if (m := content.metrics.get(key)) and m.scope == "test"}

    assert read
    assert {key for key in read if content.metrics[key].home == "reading"} <= {*IDS}


@pytest.mark.parametrize("figure_id", IDS)
def test_everything_lies_inside_the_picture(figure_id: str) -> None:
    drawing = drawn(figure_id)

    for frame in drawing.frames:
        for shape in frame.shapes:
            if shape.kind != "arrow":
                for x, y in places(shape.d):
                    assert 0 <= x <= drawing.width, (shape.kind, x)
                    assert 0 <= y <= drawing.height, (shape.kind, y)
        for text in (frame.number, *frame.texts):
            assert 4 <= text.x <= drawing.width - 4
            assert 8 <= text.y <= drawing.height


def test_no_two_exercises_share_a_drawing(content: Catalogue) -> None:
    seen = {outlines(drawn(key)) for key in content.exercises}

    assert len(seen) == len(content.exercises)


def test_easier_and_harder_neighbours_do_not_stand_alike(content: Catalogue) -> None:
    for key, exercise in content.exercises.items():
        for other in filter(None, (exercise.regress, exercise.progress)):
            assert bearing(figure(key).pose[-1]) != bearing(figure(other).pose[-1]), (key, other)


@pytest.mark.parametrize("figure_id", IDS)
def test_start_and_end_differ_or_an_arrow_says_what_is_done(figure_id: str) -> None:
    data = figure(figure_id)

    assert bearing(data.pose[0]) != bearing(data.pose[-1])
    assert all(pose.words.endswith((".", "?")) for pose in data.pose)


def test_what_loads_the_hamstring_marks_a_muscle(content: Catalogue) -> None:
    bare = {key for key in content.exercises if not figure(key).muscles}

    assert bare == {"sit_break"}


def test_the_words_are_plain(content: Catalogue) -> None:
    for key in IDS:
        for pose in figure(key).pose:
            assert not FORBIDDEN.search(pose.words), key
            assert not DIAGNOSES.search(pose.words), key
            assert not JARGON.search(pose.words), key
            assert len(pose.words.split()) <= 26, key


def test_poses_hand_on_what_they_do_not_say() -> None:
    data = Figure.model_validate(
        {
            "pose": [
                {"words": "One.", "trunk": 20, "legs": {"knee": 30}, "hold": True},
                {"words": "Two.", "far": {"knee": 5}},
            ]
        }
    )

    first, second = data.pose
    assert (second.trunk, second.near.knee, second.far.knee) == (20, 30, 5)
    assert first.hold and not second.hold
