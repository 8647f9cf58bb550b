"""The simulator itself: the same seed gives the same diary, and the habits are what they say."""

import random
from dataclasses import replace
from itertools import pairwise
from statistics import mean

import pytest

from benchmarks.signs.__main__ import main
from benchmarks.signs.courses import ORDINARY
from benchmarks.signs.measure import KINDS, Result, Told, alarms, detection, result_of
from benchmarks.signs.noise import NOISES, habit, logged_days, rounded, swings
from benchmarks.signs.simulate import FIRST_DAY, invent
from benchmarks.signs.trouble import TROUBLE
from rehab.content.catalogue import catalogue
from rehab.signs.asking import Due

USUAL = NOISES["usual"]


def test_the_same_seed_gives_the_same_diary_and_another_seed_another():
    kind = KINDS["sprint grade 2"]

    first, again = (invent(kind, USUAL, share=0.5, number=3).diary for _ in range(2))

    assert first == again
    assert first != invent(kind, USUAL, share=0.5, number=3, seed=2).diary


def test_with_fewer_days_the_same_person_writes_the_same_numbers():
    kind = KINDS["sprint grade 2"]
    whole = {d.on: d for d in invent(kind, USUAL, share=1.0, number=1).diary.days}
    third = invent(kind, USUAL, share=0.3, number=1).diary.days

    assert all(day.walking == whole[day.on].walking for day in third if day.on in whole)


@pytest.mark.parametrize("how", ["chance", "hides_bad", "only_bad", "blocks"])
@pytest.mark.parametrize("share", [0.5, 0.3])
def test_about_the_share_of_days_is_written_in_every_habit(how, share):
    chance = random.Random(1)
    worse = [chance.gauss(0, 1) for _ in range(6000)]

    assert mean(logged_days(how, share, worse, chance)) == pytest.approx(share, abs=0.08)


def test_who_hides_bad_days_leaves_out_the_worse_ones():
    chance = random.Random(1)
    worse = [chance.gauss(0, 1) for _ in range(3000)]
    written = logged_days("hides_bad", 0.5, worse, chance)

    assert mean(w for w, on in zip(worse, written, strict=True) if on) < -0.2


def test_pain_of_one_day_goes_on_into_the_next():
    found = swings(replace(USUAL, flare=0.0), 4000, random.Random(1))

    together = mean(a * b for a, b in pairwise(found))
    assert together / mean(a * a for a in found) == pytest.approx(USUAL.memory, abs=0.06)


@pytest.mark.parametrize(
    ("felt", "how", "before", "written"),
    [(3.4, "nearest", None, 3), (3.2, "upwards", None, 3), (3.3, "upwards", None, 4),
     (3.6, "even", None, 4), (5.1, "even", None, 5), (4.1, "sticky", 3, 3), (4.3, "sticky", 3, 4),
     (0.2, "never_zero", None, 1), (0.1, "never_zero", None, 0), (12.0, "nearest", None, 10),
     (-1.0, "nearest", None, 0)],
)  # fmt: skip
def test_people_round_in_their_own_ways(felt, how, before, written):
    assert rounded(felt, how, before) == written


def test_every_kind_makes_a_diary_and_trouble_has_a_day_by_which_it_is_due():
    for kind in KINDS.values():
        made = invent(kind, NOISES["rough"], share=0.5, number=0)
        assert made.diary.days[0].on == FIRST_DAY
        assert len(made.diary.days) > kind.days / 6
    assert all(kind.due and kind.due < kind.days for kind in TROUBLE)
    assert not any(kind.due for kind in ORDINARY)


def test_ordinary_courses_do_fall_and_trouble_does_not_end_well():
    for kind in ORDINARY:
        levels = [kind.make(random.Random(n)).level for n in range(20)]
        assert mean(level(kind.days - 1) for level in levels) < 1.6, kind.name
    for kind in TROUBLE:
        level = kind.make(random.Random(1)).level
        assert level(kind.days - 1) > 1.9, kind.name


def test_what_is_true_is_answered_when_asked():
    tear = invent(KINDS["large tear taken for a mild one"], USUAL, share=1.0, number=0)
    steady = replace(tear, person=replace(tear.person, answers=1.0))
    days = [day.on for day in steady.diary.days]
    asked = [Due("q_big_bruise", "r_ask_first_days"), Due("q_fever", "weekly")]

    assert [a.value.value for a in steady.reply(days[1], asked)] == ["no", "no"]
    assert [a.value.value for a in steady.reply(days[6], asked)] == ["yes", "no"]


def test_the_questions_of_the_courses_exist():
    named = {q for kind in KINDS.values() for q in kind.make(random.Random(1)).yes}

    assert named <= set(catalogue().questions)


def test_a_habit_fills_the_main_line_nearly_always():
    assert habit(USUAL, random.Random(1), "sitting").fills["sitting"] > 0.9


def results(*told: tuple[int, str, str], kind: str) -> Result:
    return Result(kind, tuple(Told(day, tier, (rule,)) for day, tier, rule in told))


def test_what_a_large_tear_is_meant_to_be_told_first_is_no_alarm():
    kind = "sprint grade 3"

    assert results((1, "urgent", "r_severe_onset"), kind=kind).highest() is None
    assert results((30, "urgent", "r_dvt"), kind=kind).highest() == "urgent"
    assert results((1, "urgent", "r_severe_onset"), kind="sprint grade 1").highest() == "urgent"


def test_alarms_are_counted_once_a_diary_by_the_highest_tier():
    kind = "sprint grade 1"
    found = alarms(
        [
            results((20, "routine", "a"), (30, "soon", "b"), kind=kind),
            results((20, "routine", "a"), kind=kind),
            results(kind=kind),
            results(kind=kind),
        ]
    )

    assert (found.at_once, found.soon, found.routine) == (0, 25, 25)
    assert found.rules == {"a": 2, "b": 1}


def test_trouble_is_found_only_in_its_tier_and_in_time_only_by_its_day():
    kind = KINDS["night pain grows, told as soon"]
    found = detection(
        kind,
        [
            results((20, "routine", "a"), (40, "soon", "b"), kind=kind.name),
            results((kind.due, "urgent", "b"), kind=kind.name),
            results((kind.due + 1, "soon", "b"), kind=kind.name),
            results((20, "routine", "a"), kind=kind.name),
        ],
    )

    assert (found.in_time, found.ever, found.median_day) == (50, 75, kind.due)


def test_flat_pain_is_told_and_the_table_is_printed(capsys):
    told = result_of(KINDS["flat at 3 from the start, grade 1"], noise="calm", share=1.0, number=0)
    assert told.found_on() is not None

    main(["--count", "1", "--share", "1.0", "--kind", "cramp"])

    assert "| cramp | 0.0 / 0.0 / 0.0 |" in capsys.readouterr().out
