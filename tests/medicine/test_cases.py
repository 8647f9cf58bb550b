"""Condition by condition: told in its tier and in time, asked the telling question, named."""

import pytest

from rehab.content.catalogue import catalogue
from rehab.vocabulary import Tier
from tests.medicine.case import Case, play
from tests.medicine.grave import GRAVE
from tests.medicine.slow import QUIET, ROUTINE, SOON

FIRST = 3
ALL = (*GRAVE, *SOON, *ROUTINE, *QUIET)
WARNED = [pytest.param(case, id=case.name) for case in (*GRAVE, *SOON, *ROUTINE)]
SILENT = [pytest.param(case, id=case.name) for case in ALL if case.silent]
HELD = [pytest.param(case, id=case.name) for case in ALL if case.never]


@pytest.mark.parametrize("case", WARNED)
def test_it_is_told_in_time_asked_about_and_named(case: Case) -> None:
    played = play(case)
    told = played.told_by(Tier(case.tier))

    assert told is not None and told <= case.by
    for question, by in case.asks.items():
        put = played.asked(question)
        assert put and put[0] <= by, question
    if cause := case.condition if case.cause is None else case.cause:
        assert cause in played.causes(told)[:FIRST]


@pytest.mark.parametrize("case", SILENT)
def test_with_no_answer_at_all_the_log_alone_says_so(case: Case) -> None:
    assert case.silent is not None
    tier, by = case.silent
    told = play(case, silent=True).told_by(Tier(tier))

    assert told is not None and told <= by


@pytest.mark.parametrize("case", HELD)
def test_it_is_never_told_graver_than_it_is(case: Case) -> None:
    assert play(case).gravest.rank < Tier(case.never).rank


def test_every_condition_has_a_story() -> None:
    assert {case.condition for case in ALL} >= set(catalogue().conditions)
