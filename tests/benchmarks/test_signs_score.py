"""The score can fail: what it counts as safe, in time, too high, asked. And what is reached."""

import json
from functools import cache
from pathlib import Path

import pytest

from benchmarks.signs.library.read import Case, read
from benchmarks.signs.play import Outcome, play, play_all, write
from benchmarks.signs.score import figures, reasons
from rehab.content.catalogue import catalogue
from rehab.signs.evaluate import RuleSet
from tracker.exchange.assess import json_lines
from tracker.exchange.diary import read_file


def case(**given: object) -> Case:
    person = {
        "id": "somebody",
        "story": "Somebody invented for a test, with a story that is long enough.",
        "sources": ["judgement"],
        "age": 40,
        "sex": "f",
        "spells": [{"days": [0, 20], "rest": 2}],
        "truth": {"q_lump": "yes@4"},
        "expect": {"tier": "soon", "by": 9, "causes": ["dvt"], "asked": ["q_lump"]},
    }
    return Case.model_validate(person | given)


def outcome(
    *told: tuple[int, str],
    asked: int = 5,
    causes: tuple[str, ...] = ("sij", "dvt"),
    **given: object,
) -> Outcome:
    said = tuple((day, tier, "r_some") for day, tier in told)
    return Outcome(case(**given), said, ((asked, "q_lump"),), {9: causes})


def test_told_right_and_in_time_nothing_is_missed() -> None:
    right = outcome((8, "soon"))
    assert right.is_safe and right.is_exact and right.is_in_time and right.is_cause_first
    assert not reasons(right)


def test_soon_that_comes_late_is_safe_but_not_in_time() -> None:
    late = outcome((3, "routine"), (12, "soon"))
    assert late.is_safe and not late.is_in_time
    assert "soon was right by day 9, told on day 12" in reasons(late)


def test_urgent_that_comes_late_is_not_safe() -> None:
    expect = {"tier": "urgent", "by": 9, "causes": ["dvt"]}
    assert not outcome((12, "urgent"), expect=expect).is_safe
    assert not outcome((3, "soon"), expect=expect).is_safe
    assert outcome((9, "emergency"), expect=expect).is_safe


def test_two_levels_above_are_too_high_unless_they_do_no_harm() -> None:
    none = {"tier": "none"}
    assert not outcome((3, "routine"), expect=none).is_too_high
    assert outcome((3, "routine"), expect=none).is_above_most
    assert outcome((3, "soon"), expect=none).is_too_high
    assert not outcome((3, "soon"), expect=none | {"most": "soon"}).is_too_high


def test_a_cause_in_fourth_place_is_not_among_the_first_three() -> None:
    assert not outcome((8, "soon"), causes=("sij", "cramp", "cluneal", "dvt")).is_cause_first


@pytest.mark.parametrize(("day", "missed"), [(3, True), (4, False), (9, False), (10, True)])
def test_a_question_counts_from_the_day_its_answer_tells_to_the_deadline(
    day: int, missed: bool
) -> None:
    assert bool(outcome((8, "soon"), asked=day).not_asked) is missed


def test_a_person_who_answers_nothing_is_asked_all_the_same() -> None:
    clot = next(each for each in read() if each.id == "clot-typical")
    content = catalogue()
    rules = RuleSet(content.enabled_rules)
    said, silent = (play(clot, content, rules, answers=answers) for answers in (True, False))
    assert "q_leg_swollen" in {question for _, question in silent.asked}
    assert said.highest == "urgent"
    assert said.reached_on is not None
    assert silent.reached_on is None or silent.reached_on >= said.reached_on


def test_the_answered_diary_assessed_as_a_file_tells_the_same(tmp_path: Path) -> None:
    chosen = ("clot-after-flight-half-logged", "nerve-growth-typical", "grade2-two-flares")
    content = catalogue()
    rules = RuleSet(content.enabled_rules)
    for each in (each for each in read() if each.id in chosen):
        played = play(each, content, rules, answers=True)
        write([played], tmp_path)
        lines = json_lines(read_file(tmp_path / f"{each.id}.json").diaries, content, until=None)
        told = [
            (day["day"], entry["tier"], entry["rule"])
            for day in map(json.loads, lines)
            for entry in day["told"]
        ]
        assert [entry for entry in told if entry[1] != "note"] == list(played.told)


# What must stay: the goals of docs/validation.md, and close to what is reached beyond them.
REACHED = {
    "Safe urgency": 1.0,
    "Urgent or emergency told in its tier, in time": 1.0,
    "Soon told in time": 0.94,
    "Routine told in time": 0.95,
    "True cause among the first three": 0.95,
    "Telling question put in time": 1.0,
    "Ordinary course not two levels too high": 1.0,
    "Ordinary course not above what does no harm": 0.96,
    "Any case not two levels too high": 0.99,
}


@cache
def reached() -> dict[str, float]:
    return {figure.what: figure.share for figure in figures(play_all(read(), answers=True))}


@pytest.mark.parametrize("what", REACHED)
def test_the_library_is_told_at_least_as_well_as_now(what: str) -> None:
    assert reached()[what] >= REACHED[what]
