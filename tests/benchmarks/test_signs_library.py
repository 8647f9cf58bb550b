import tomllib
from collections import Counter
from pathlib import Path

import pytest

from benchmarks.signs.library.build import diary
from benchmarks.signs.library.read import Case, read
from rehab.content.catalogue import catalogue
from rehab.vocabulary import Tier
from tracker.exchange.diary import parse_file

CASES = read()
SOURCES = tomllib.loads(Path("rehab/content/sources.toml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_a_case_names_only_what_exists(case: Case) -> None:
    content = catalogue()
    assert set(case.sources) <= SOURCES.keys()
    assert set(case.expect.causes) <= content.conditions.keys()
    questions = {*case.truth, *case.tells, *case.expect.asked}
    assert questions <= {q.id for q in content.questions.values() if q.enabled}
    assert case.programme is None or case.programme in content.programmes


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_a_case_is_a_diary_of_the_format_without_a_warning(case: Case) -> None:
    file = parse_file(diary(case, ("q_pop",)))
    assert not file.warnings
    assert file.diaries[0].days


def test_a_case_that_needs_something_says_what_and_why() -> None:
    for case in CASES:
        if case.expect.tier != "none":
            assert case.expect.causes, case.id
        else:
            assert not case.expect.asked, case.id


def test_a_telling_answer_is_no_plain_no() -> None:
    for case in CASES:
        at_onset = {"q_pop": "pop", "q_gap": "gap", "q_big_bruise": "big_bruise"}
        for question in case.expect.asked:
            told = case.truth.get(question) or case.at_onset.get(at_onset.get(question, ""))
            cannot = question == "q_cant_walk" and case.at_onset.get("can_walk") is False
            assert told or cannot, f"{case.id}: {question}"


def test_every_kind_of_urgency_and_of_course_is_there() -> None:
    assert {case.expect.tier for case in CASES} == {
        "none",
        "routine",
        "soon",
        "urgent",
        "emergency",
    }
    assert {case.kind for case in CASES} >= {"case", "ordinary"}


def test_there_are_enough_cases_for_every_condition_and_more_for_the_serious() -> None:
    pointed = Counter(cause for case in CASES for cause in case.expect.causes)
    few = {
        each.id: pointed[each.id]
        for each in catalogue().conditions.values()
        if pointed[each.id] < (3 if each.how_fast in (Tier.URGENT, Tier.EMERGENCY) else 2)
    }
    assert len(CASES) >= 120
    assert not few


def test_ordinary_courses_are_logged_in_full_at_half_and_at_a_third() -> None:
    shares = [case.logged for case in CASES if case.kind == "ordinary"]
    assert len(shares) >= 25
    assert sum(share == 1 for share in shares) >= 10
    assert sum(0.45 <= share <= 0.55 for share in shares) >= 4
    assert sum(share < 0.36 for share in shares) >= 3
