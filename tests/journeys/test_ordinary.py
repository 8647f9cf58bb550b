"""Ordinary strains with half of the days missing stay quiet. Seeds are fixed, so is the result."""

from collections import Counter
from functools import cache

import pytest

from rehab.content.catalogue import catalogue
from rehab.diary import Diary
from rehab.signs.index import DiaryIndex
from rehab.signs.moment import Moment
from rehab.vocabulary import Tier
from tests.journeys.ordinary import GRADE_1, GRADE_2, LOUD, NOISE, START, Kind, ordinary_strain
from tests.journeys.story import Story, story_of

SEEDS = range(60)
# From the content's own policy: at most one ordinary healing in ten may be told anything.
ROUTINE_LIMIT = 0.10
SLOW = next(b for b in catalogue().rule_set.bound if b.rule.id == "r_plateau_g2")


@cache
def stories(kind: Kind, logged: float) -> list[Story]:
    return [story_of(ordinary_strain(kind, seed, logged=logged)) for seed in SEEDS]


kinds = pytest.mark.parametrize("kind", [GRADE_1, GRADE_2], ids=["grade 1", "grade 2"])


def test_half_of_the_days_are_really_missing():
    diary = ordinary_strain(GRADE_2, 1)

    assert 0.35 < len(diary.days) / GRADE_2.days < 0.65
    assert ordinary_strain(GRADE_2, 1) == diary


@kinds
def test_nobody_is_sent_anywhere_in_a_hurry(kind):
    for told in stories(kind, 0.5):
        assert told.rules_told(Tier.EMERGENCY, Tier.URGENT, Tier.SOON) == set(), (
            told.diary.injury.id
        )


@kinds
def test_routine_messages_are_rare(kind):
    told = [story for story in stories(kind, 0.5) if story.messages]
    rules = Counter(rule for story in told for rule in story.rules_told())
    print(f"grade {kind.grade}: {len(told)} of {len(SEEDS)} were told something: {dict(rules)}")  # noqa: T201

    assert len(told) <= ROUTINE_LIMIT * len(SEEDS)


@pytest.mark.parametrize("noise", [NOISE, LOUD])
@pytest.mark.parametrize("logged", [1.0, 0.5])
def test_a_moderate_strain_that_heals_is_rarely_found_slow(logged, noise):
    """200 diaries: whole numbers fall in steps, and the end of healing hovers at 2."""
    found = [
        seed
        for seed in range(200)
        if _slow_days(ordinary_strain(GRADE_2, seed, logged=logged, noise=noise))
    ]
    print(f"noise {noise}, {logged:.0%} of days: {len(found)} of 200 found slow")  # noqa: T201

    assert len(found) <= ROUTINE_LIMIT * 200


@pytest.mark.parametrize(("logged", "at_least"), [(1.0, 0.97), (0.5, 0.9)])
def test_a_moderate_strain_that_does_not_heal_is_found_slow(logged, at_least):
    weeks_8 = Kind(2, GRADE_2.first_pain, GRADE_2.half_life, days=56)
    found = [
        seed
        for seed in range(100)
        if _slow_days(ordinary_strain(weeks_8, seed, logged=logged, flat=True))
    ]
    print(f"flat, {logged:.0%} of days: {len(found)} of 100 found slow")  # noqa: T201

    assert len(found) >= at_least * 100


def _slow_days(diary: Diary) -> list[int]:
    index = DiaryIndex(diary)
    first = START.toordinal()
    moments = (Moment(index, day) for day in range(first + 28, diary.days[-1].on.toordinal() + 1))
    return [moment.today - first for moment in moments if SLOW.holds(moment)]


@kinds
def test_whoever_goes_on_logging_after_healing_is_left_in_peace(kind):
    long = Kind(kind.grade, kind.first_pain, kind.half_life, days=150)
    for seed in range(20):
        told = story_of(ordinary_strain(long, seed))
        late = [m for m in told.messages if m.day is not None and m.day > 84]
        assert late == [], told.diary.injury.id


@kinds
def test_healing_people_are_rarely_asked_beyond_the_weekly_set(kind):
    """After the first ten days: at most one further screen in three weeks, on average."""
    screens = weeks = 0
    for told in stories(kind, 0.5):
        for report in told.reports:
            if report.day is not None and report.day > 10:
                screens += any(due.because != "weekly" for due in report.asked)
        weeks += (kind.days - 10) / 7

    assert screens / weeks <= 1 / 3
