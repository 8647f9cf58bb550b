"""The closed condition language, whole: every kind below, at and above its edge, and with gaps.

A kind of node or predicate without these four cases fails here, and so does a parameter
that no case ever sets. `test_decide.py` holds the finer points of single kinds.
"""

from dataclasses import MISSING, fields
from datetime import timedelta
from typing import Any, NamedTuple, get_args

import pytest

from rehab.content.catalogue import catalogue
from rehab.diary import Day, Diary
from rehab.recovery import band_at
from rehab.signs import nodes, predicates
from rehab.signs.evaluate import RuleSet, answers_for, evaluate
from rehab.signs.moment import Tri
from rehab.signs.nodes import Node, nodes_of, with_corridors
from rehab.signs.parse import CLOCKS, INJURY_FIELDS, parse_condition
from rehab.signs.predicates import FLAGS, PAIN_FIELDS, Predicate, parse_predicate, parts_of
from rehab.vocabulary import AnswerValue, InjuryType, Onset, Sign
from tests.rehab.builders import TODAY, InlineRule, ago, make_day, make_diary, make_injury

PLACES = ("below", "edge", "above", "missing")
CORRIDORS = catalogue().corridors


class Case(NamedTuple):
    """One condition on one diary; `missing` are the days, answers or fields nobody told."""

    kind: type
    place: str
    condition: dict[str, Any]
    diary: Diary
    expected: str


def rule_of(condition: dict[str, Any], clock: str = "onset") -> InlineRule:
    bound = with_corridors(parse_condition(condition, "condition"), CORRIDORS.values())
    return InlineRule(condition=bound, clock=clock)


def decided(condition: dict[str, Any], diary: Diary, clock: str = "onset") -> str:
    rule = rule_of(condition, clock)
    return Tri(answers_for(RuleSet([rule]), diary, TODAY)[rule.id]).name.lower()


def rows(kind: type, condition: dict[str, Any], *told: tuple[str, Diary, str]) -> list[Case]:
    return [Case(kind, place, condition, diary, expected) for place, diary, expected in told]


def rest(*scores: int | None, **given: Any) -> Diary:
    return make_diary(rest=list(scores), **given)


def injured(**given: Any) -> Diary:
    return make_diary(injury=make_injury(**given))


def answered(*given: tuple[int, str]) -> Diary:
    return make_diary(answers=[(back, "q", value) for back, value in given])


HURTS = {"field": "rest", "op": ">=", "value": 4}
GRADE = {"injury": {"field": "grade", "op": ">=", "value": 2}}
AGE = {"injury": {"field": "age", "op": ">=", "value": 65}}
FALL = {"min_ago": 7, "max_ago": 63, "field": "rest", "rise_at_least": 2, "min_logged": 3}
RISE = {"field": "rest", "lookback": 14, "min_logged": 3, "at_least": 2}
SUM = {"where": HURTS, "within": 14, "lead": 4, "over": 7}
BEHIND = {"least": 2, "within": 14, "lead": 5, "over": 12}
DROP = {"field": "rest", "lookback": 14, "min_logged": 3, "floor": 1, "rel": 0.5}
JUMP = {"field": "rest", "over_days": 7, "min_logged": 4, "at_least": 3, "to_at_least": 5,
        "confirm_within": 3}  # fmt: skip
RUNS = {"where": {"field": "running", "op": ">=", "value": 3}, "within": 14, "at_least": 3,
        "min_runs": 4}  # fmt: skip


def two_weeks(before: list[int | None], now: list[int | None]) -> Diary:
    return rest(*before, *[None] * 7, *now)


def fallen(before: list[int | None], now: int, *, back: int = 14, **given: Any) -> Diary:
    return rest(*before, *[None] * (back - 6), *[now] * 7, falls=[back], **given)


def moved(new: int, old: int = 0) -> Diary:
    """The sit bone marked on `new` of 4 days now and `old` of 10 days before a fall."""

    def day(back: int, marked: bool) -> Day:
        return make_day(back, rest=1, locations=["sit_bone" if marked else "mid_thigh"])

    days = [day(back, back < new) for back in range(4)]
    days += [day(15 + back, back < old) for back in range(10)]
    return make_diary(days=days, falls=[14])


def strained(*late: int | None, first: int | None = 10) -> Diary:
    """A strain with so much pain in its first week, then nothing, then from day 84 on `late`.

    The upper edge of the corridor is flat by then.
    """
    strain = {"onset": Onset.SUDDEN, "type": InjuryType.MUSCLE_STRAIN, "grade": 2}
    injury = make_injury(day=83 + len(late), **strain)
    return rest(*[first] * 7, *[None] * 77, *late, injury=injury)


EDGE = 2

DAYS = {"count_days": {"where": HURTS, "within": 7, "at_least": 3, "min_logged": 5}}
SHARE = {"count_days": {**DAYS["count_days"], "share": 0.6}}
EARLIER = {"count_days": {**DAYS["count_days"], "ago": 2}}
WEEK_BEFORE = {"median": {"field": "rest", "within": 3, "min_logged": 2, "op": ">=", "value": 4,
                          "ago": 1}}  # fmt: skip
MIDDLE = {"median": {"field": "rest", "within": 3, "min_logged": 2, "op": ">=", "value": 4}}
SLOPE = {"slope": {"field": "rest", "within": 8, "min_logged": 2, "op": ">=", "value": 1}}

CASES: list[Case] = [
    *rows(
        nodes.All, {"all": [GRADE, AGE]},
        ("below", injured(grade=2, age=64), "false"),
        ("edge", injured(grade=2, age=65), "true"),
        ("above", injured(grade=3, age=66), "true"),
        ("missing", injured(grade=2), "unknown"),
        ("missing", injured(grade=1), "false"),
    ),
    *rows(
        nodes.Some, {"any": [GRADE, AGE]},
        ("below", injured(grade=1, age=64), "false"),
        ("edge", injured(grade=1, age=65), "true"),
        ("above", injured(grade=3, age=66), "true"),
        ("missing", injured(grade=1), "unknown"),
        ("missing", injured(grade=2), "true"),
    ),
    *rows(
        nodes.Not, {"not": MIDDLE},
        ("below", rest(3, 3, 3), "true"),
        ("edge", rest(4, 4, 4), "false"),
        ("above", rest(5, 5, 5), "false"),
        ("missing", rest(5, None, None), "unknown"),
    ),
    *rows(
        nodes.Score, {"score": {"at_least": 2, "items": [GRADE, AGE, {"name": "sore", **MIDDLE}]}},
        ("below", rest(3, 3, 3, injury=make_injury(grade=1, age=70)), "false"),
        ("edge", rest(3, 3, 3, injury=make_injury(grade=2, age=70)), "true"),
        ("above", rest(4, 4, 4, injury=make_injury(grade=2, age=70)), "true"),
        ("missing", rest(3, None, None, injury=make_injury(grade=1, age=70)), "unknown"),
        ("missing", injured(grade=2, age=70), "true"),
    ),
    *rows(
        nodes.CountDays, DAYS,
        ("below", rest(4, 4, 0, 0, 3), "false"),
        ("edge", rest(4, 4, 4, 0, 0), "true"),
        ("edge", rest(4, None, 4, None, 4, 0, 0), "true"),
        ("above", rest(9, 9, 9, 9, 9), "true"),
        ("missing", rest(4, 4, 4, None, 0), "unknown"),
        ("missing", rest(4, 4, 4, 0, 0, None, None, 0), "false"),
    ),
    *rows(
        nodes.CountDays, SHARE,
        ("below", rest(4, 4, 4, 0, 0, 0), "false"),
        ("edge", rest(4, 4, 4, 0, 0), "true"),
        ("above", rest(4, 4, 4, 4, 0, 0), "true"),
        ("missing", rest(4, 4, 4), "unknown"),
    ),
    *rows(
        nodes.CountDays, EARLIER,
        ("below", rest(4, 4, 0, 0, 0, 9, 9), "false"),
        ("edge", rest(4, 4, 4, 0, 0, 0, 0), "true"),
        ("above", rest(4, 4, 4, 4, 4, 0, 0), "true"),
        ("missing", rest(4, 4, 4, 0, None, 9, 9), "unknown"),
    ),
    *rows(
        nodes.Median, MIDDLE,
        ("below", rest(9, 3, 3), "false"),
        ("edge", rest(0, 4, 4), "true"),
        ("edge", rest(3, None, 5), "true"),
        ("above", rest(0, 5, 5), "true"),
        ("missing", rest(9, None, None, 9), "unknown"),
    ),
    *rows(
        nodes.Median, WEEK_BEFORE,
        ("below", rest(3, 3, 3, 9), "false"),
        ("edge", rest(4, 4, 4, 0), "true"),
        ("above", rest(5, 5, 5, 0), "true"),
        ("missing", rest(9, None, None, 9), "unknown"),
    ),
    *rows(
        nodes.NoImprovement, {"no_improvement": DROP},
        ("below", two_weeks([4] * 7, [2] * 7), "false"),
        ("below", two_weeks([0] * 7, [0] * 7), "false"),
        ("edge", two_weeks([4] * 7, [3, 3, 3, 2, 3, 3, 3]), "true"),
        ("edge", two_weeks([2] * 7, [1] * 7), "false"),
        ("above", two_weeks([4] * 7, [5] * 7), "true"),
        ("missing", two_weeks([4, 4, *[None] * 5], [4] * 7), "unknown"),
        ("missing", two_weeks([4] * 7, [4, 4, *[None] * 5]), "unknown"),
    ),
    *rows(
        nodes.NoImprovement, {"no_improvement": {**DROP, "by": "mean", "recent": 4}},
        ("below", rest(4, 4, 4, 4, *[None] * 10, 2, 2, 2, 1), "false"),
        ("edge", rest(4, 4, 4, 4, *[None] * 10, 2, 2, 2, 2), "false"),
        ("above", rest(4, 4, 4, 4, *[None] * 10, 2, 2, 2, 3), "true"),
        ("missing", rest(4, 4, 4, 4, *[None] * 10, 2, 2, None, None), "unknown"),
    ),
    *rows(
        nodes.Rise, {"rise": RISE},
        ("below", two_weeks([2] * 7, [3] * 7), "false"),
        ("edge", two_weeks([2] * 7, [4] * 7), "true"),
        ("above", two_weeks([2] * 7, [5] * 7), "true"),
        ("missing", two_weeks([2, 2, *[None] * 5], [5] * 7), "unknown"),
        ("missing", two_weeks([2] * 7, [5, 5, *[None] * 5]), "unknown"),
    ),
    *rows(
        nodes.Rise, {"rise": {**RISE, "recent": 3, "reach": 10}},
        ("below", rest(*[2] * 7, *[None] * 7, 3, None, None, 3, None, None, 3), "false"),
        ("edge", rest(*[2] * 7, *[None] * 7, 4, None, None, 4, None, None, 4), "true"),
        ("above", rest(*[2] * 7, *[None] * 7, 5, None, None, 5, None, None, 5), "true"),
        ("missing", rest(*[2] * 7, *[None] * 7, 5, *[None] * 8, 5), "unknown"),
    ),
    *rows(
        nodes.Slope, SLOPE,
        ("below", rest(3, *[None] * 6, 3), "false"),
        ("edge", rest(3, *[None] * 6, 4), "true"),
        ("above", rest(3, *[None] * 6, 5), "true"),
        ("missing", rest(3, *[None] * 7, 5), "unknown"),
    ),
    *rows(
        nodes.Slope, {"slope": {**SLOPE["slope"], "by": "line"}},
        ("below", rest(3, *[None] * 6, 3), "false"),
        ("edge", rest(3, *[None] * 6, 4), "true"),
        ("above", rest(3, *[None] * 6, 5), "true"),
        ("missing", rest(5), "unknown"),
    ),
    *rows(
        nodes.Jump, {"jump": JUMP},
        ("below", rest(2, 2, 2, 2, 4, 4), "false"),
        ("edge", rest(2, 2, 2, 2, 5, 5), "true"),
        ("above", rest(2, 2, 2, 2, 6, 9), "true"),
        ("missing", rest(2, 2, 2, None, 9, 9), "unknown"),
        ("missing", rest(2, 2, 2, 2, 9, None), "unknown"),
    ),
    *rows(
        nodes.AddsUp, {"adds_up": SUM},
        ("below", rest(4, 4, 4, 4, 4, 3, 3), "false"),
        ("edge", rest(4, 4, 4, None, None, None, 4), "true"),
        ("above", rest(9, 9, 9, 9, 9, 9, 9), "true"),
        ("missing", rest(4, 4, 4, 4, 4, 4), "unknown"),
        ("missing", rest(*[4] * 9, *[None] * 14), "unknown"),
    ),
    *rows(
        nodes.AddsUp, {"adds_up": {**SUM, "against": 2}},
        ("below", rest(4, 4, 4, 4, 4, 3, 3), "false"),
        ("edge", rest(4, 4, 4, 3, 4, 4, 4), "true"),
        ("below", rest(4, None, 4, 4, 3, 4, 4), "false"),
        ("above", rest(4, 4, 4, 4, 4, 4, 4), "true"),
        ("missing", rest(None, None, 4, 4, 4, 4), "unknown"),
    ),
    *rows(
        nodes.Behind, {"behind": BEHIND},
        ("below", strained(*[EDGE - 1] * 14), "false"),
        ("edge", strained(*[EDGE] * 14), "false"),
        ("above", strained(*[EDGE + 1] * 14), "true"),
        ("below", strained(*[1] * 14, first=4), "false"),
        ("edge", strained(*[2] * 14, first=4), "true"),
        ("missing", strained(*[EDGE + 1] * 14, first=None), "unknown"),
        ("missing", strained(EDGE + 1, *[None] * 9, EDGE + 1), "unknown"),
    ),
    *rows(
        nodes.Behind, {"behind": {**BEHIND, "against": 3}},
        ("below", strained(*[9] * 6, 0, 0, *[9] * 4, 0), "false"),
        ("edge", strained(*[9] * 8, 0, *[9] * 4, None), "true"),
        ("above", strained(*[9] * 14), "true"),
        ("missing", strained(*[None] * 14), "unknown"),
    ),
    *rows(
        nodes.Runs, {"runs": RUNS},
        ("below", make_diary(runs={0: 3, 2: 3, 4: 2, 6: 2}), "false"),
        ("edge", make_diary(runs={0: 3, 2: 3, 4: 3, 13: 2}), "true"),
        ("above", make_diary(runs={0: 9, 2: 9, 4: 9, 6: 9}), "true"),
        ("missing", make_diary(runs={0: 9, 2: 9, 4: 9, 6: None}), "unknown"),
        ("missing", make_diary(runs={0: 9, 2: 9, 4: 9, 14: 9}), "unknown"),
    ),
    *rows(
        nodes.Runs, {"runs": {**RUNS, "share": 0.75}},
        ("below", make_diary(runs={0: 3, 2: 3, 4: 3, 6: 2, 8: 2}), "false"),
        ("edge", make_diary(runs={0: 3, 2: 3, 4: 3, 6: 2}), "true"),
        ("above", make_diary(runs={0: 3, 2: 3, 4: 3, 6: 3}), "true"),
        ("missing", make_diary(runs={0: 3, 2: 3, 4: 3}), "unknown"),
    ),
    *rows(
        nodes.Answered, {"answer": {"id": "q", "within": 3}},
        ("below", answered((3, "yes")), "unknown"),
        ("edge", answered((2, "yes")), "true"),
        ("above", answered((0, "yes")), "true"),
        ("above", answered((2, "yes"), (0, "no")), "false"),
        ("missing", answered(), "unknown"),
    ),
    *rows(
        nodes.Answered, {"answer": {"id": "q", "within": 3, "value": "not_sure"}},
        ("below", answered((0, "no")), "false"),
        ("edge", answered((0, "not_sure")), "true"),
        ("above", answered((0, "yes")), "false"),
        ("missing", answered((-1, "not_sure")), "unknown"),
    ),
    *rows(
        nodes.InjuryIs, AGE,
        ("below", injured(age=64), "false"),
        ("edge", injured(age=65), "true"),
        ("above", injured(age=66), "true"),
        ("missing", injured(), "unknown"),
    ),
    *rows(
        nodes.SinceOnset, {"since_onset": {"min": 7, "max": 21}},
        ("below", injured(day=6), "false"),
        ("edge", injured(day=7), "true"),
        ("edge", injured(day=21), "true"),
        ("above", injured(day=22), "false"),
        ("missing", injured(day=None), "unknown"),
    ),
    *rows(
        nodes.SinceOnset, {"since_onset": {"min": 7, "max": 21, "clock": "surgery", "first": True}},
        ("below", injured(surgery_on=ago(6)), "false"),
        ("edge", injured(surgery_on=ago(7)), "true"),
        ("above", injured(surgery_on=ago(22)), "false"),
        ("missing", injured(), "false"),
    ),
    *rows(
        nodes.OnsetIsOld, {"onset_is_old": True},
        ("below", rest(2, injury=make_injury(day=20), first_logged=0), "false"),
        ("edge", rest(2, injury=make_injury(day=21), first_logged=0), "false"),
        ("above", rest(2, injury=make_injury(day=22), first_logged=0), "true"),
        ("missing", rest(2, injury=make_injury(day=None)), "unknown"),
    ),
    *rows(
        nodes.AfterFall, {"after_fall": FALL},
        ("below", fallen([1] * 7, 2), "false"),
        ("below", fallen([1] * 7, 9, back=6), "false"),
        ("edge", fallen([1] * 7, 3), "true"),
        ("edge", fallen([1] * 7, 3, back=7), "true"),
        ("edge", fallen([1] * 7, 3, back=63), "true"),
        ("above", fallen([1] * 7, 9), "true"),
        ("above", fallen([1] * 7, 9, back=64), "false"),
        ("missing", fallen([1, 1, *[None] * 5], 9), "unknown"),
    ),
    *rows(
        nodes.AfterFall,
        {"after_fall": {**FALL, "or_new_location": ["sit_bone", "buttock"],
                        "new_location_share": 0.25, "old_location_share": 0.1}},
        ("below", moved(0), "false"),
        ("edge", moved(1), "true"),
        ("edge", moved(4, old=1), "false"),
        ("above", moved(4), "true"),
        ("missing", rest(*[1] * 7, *[None] * 8, *[1] * 7, falls=[14]), "unknown"),
    ),
    *rows(
        nodes.AfterFall, {"after_fall": {**FALL, "recent": 4, "before": 7}},
        ("below", fallen([1] * 7, 2), "false"),
        ("edge", fallen([1] * 7, 3), "true"),
        ("above", fallen([1] * 7, 4), "true"),
        ("missing", rest(1, 1, 1, *[None] * 12, *[9] * 7, falls=[10]), "unknown"),
    ),
    *rows(
        nodes.AfterFall, {"after_fall": {**FALL, "or_onset_gradual": True}},
        ("below", rest(4, 4, falls=[14], injury=make_injury(day=15, onset=Onset.GRADUAL)),
         "unknown"),
        ("edge", rest(4, 4, falls=[14], injury=make_injury(day=14, onset=Onset.GRADUAL)), "true"),
        ("above", rest(4, 4, falls=[14], injury=make_injury(day=9, onset=Onset.GRADUAL)), "true"),
        ("missing", rest(4, 4, falls=[14], injury=make_injury(day=9)), "unknown"),
    ),
]  # fmt: skip

IDS = [f"{case.kind.__name__}-{case.place}-{number}" for number, case in enumerate(CASES)]
# Below a `not` these count what is not known as not being so; all others stay unknown.
SILENCES_NOTHING = (nodes.Answered, nodes.InjuryIs, nodes.OnsetIsOld)


@pytest.mark.parametrize("case", CASES, ids=IDS)
def test_a_condition_is_true_false_or_unknown_at_its_edge(case: Case) -> None:
    assert decided(case.condition, case.diary) == case.expected


@pytest.mark.parametrize("case", CASES, ids=IDS)
def test_only_a_true_one_is_a_finding_and_it_names_what_it_rests_on(case: Case) -> None:
    found = evaluate([rule_of(case.condition)], case.diary, TODAY)

    assert len(found) == (case.expected == "true")
    for finding in found:
        assert all(on <= TODAY for on in finding.evidence)


LEAVES = [case for case in CASES if case.kind not in (nodes.All, nodes.Some, nodes.Not)]


@pytest.mark.parametrize("case", LEAVES, ids=[f"{c.kind.__name__}-{c.place}" for c in LEAVES])
def test_below_a_not_it_turns_round_and_what_is_not_known_stays_so(case: Case) -> None:
    turned = {"true": "false", "false": "true", "unknown": "unknown"}[case.expected]
    if case.expected == "unknown" and case.kind in SILENCES_NOTHING:
        turned = "true"

    assert decided({"not": case.condition}, case.diary) == turned


def kinds(of: object) -> set[type]:
    return set(get_args(of))


def test_every_kind_of_node_has_a_case_below_at_and_above_its_edge_and_with_a_gap() -> None:
    told = {(case.kind, case.place) for case in CASES}

    assert told == {(kind, place) for kind in kinds(Node) for place in PLACES}


@pytest.mark.parametrize("case", CASES, ids=IDS)
def test_a_case_holds_the_kind_it_is_about(case: Case) -> None:
    assert case.kind in {type(node) for node in nodes_of(rule_of(case.condition).condition)}


@pytest.mark.parametrize("kind", sorted(kinds(Node), key=lambda kind: kind.__name__))
def test_every_parameter_with_a_default_is_set_in_a_case(kind: type) -> None:
    held = [
        node
        for case in CASES
        for node in nodes_of(rule_of(case.condition).condition)
        if type(node) is kind
    ]

    for each in fields(kind):
        if each.default is not MISSING:
            assert any(getattr(node, each.name) != each.default for node in held), each.name


@pytest.mark.parametrize("clock", CLOCKS)
def test_every_clock_includes_both_ends(clock: str) -> None:
    def at(day: int) -> str:
        whole = {"plan": "plan_started_on", "surgery": "surgery_on"}.get(clock)
        injury = make_injury(day=60, **{whole: ago(day)}) if whole else make_injury(day=day)
        return decided({"since_onset": {"min": 7, "max": 21, "clock": clock}},
                       make_diary(injury=injury))  # fmt: skip

    assert [at(day) for day in (6, 7, 21, 22)] == ["false", "true", "true", "false"]


def test_the_corridor_of_these_cases_is_flat_at_the_edge() -> None:
    corridor = CORRIDORS["grade_2"]

    assert {band_at(corridor, day).upper for day in range(84, 98)} == {10 * EDGE}


# predicates, asked of one day


def on(where: dict[str, Any], **given: Any) -> str:
    """Decide a predicate on today; the day before keeps the diary from being empty."""
    falls = given.pop("falls", [])
    days = [make_day(1, rest=0), *([make_day(0, **given)] if given else [])]
    return decided(
        {"count_days": {"where": where, "within": 1, "at_least": 1, "min_logged": 1}},
        make_diary(days=days, falls=falls),
    )


TWO_PLACES = {"any_location": ["calf", "foot"]}
PREDICATES: list[tuple[type, str, dict[str, Any], dict[str, Any], str]] = [
    (predicates.FieldIs, "below", HURTS, {"rest": 3}, "false"),
    (predicates.FieldIs, "edge", HURTS, {"rest": 4}, "true"),
    (predicates.FieldIs, "above", HURTS, {"rest": 5}, "true"),
    (predicates.FieldIs, "missing", HURTS, {"sitting": 9}, "unknown"),
    (predicates.AnyLocation, "below", TWO_PLACES, {"locations": ["sit_bone"]}, "false"),
    (predicates.AnyLocation, "below", TWO_PLACES, {"locations": []}, "false"),
    (predicates.AnyLocation, "edge", TWO_PLACES, {"locations": ["foot"]}, "true"),
    (predicates.AnyLocation, "above", TWO_PLACES, {"locations": ["foot", "calf"]}, "true"),
    (predicates.AnyLocation, "missing", TWO_PLACES, {"rest": 9}, "unknown"),
    (predicates.AnyLocation, "missing", TWO_PLACES, {"carried_locations": ["foot"]}, "unknown"),
    (predicates.AnyQuality, "below", {"any_quality": ["numb"]}, {"qualities": ["ache"]}, "false"),
    (predicates.AnyQuality, "edge", {"any_quality": ["numb"]}, {"qualities": ["numb"]}, "true"),
    (predicates.AnyQuality, "above", {"any_quality": ["numb"]},
     {"qualities": ["numb", "burning"]}, "true"),
    (predicates.AnyQuality, "missing", {"any_quality": ["numb"]}, {"rest": 9}, "unknown"),
    (predicates.AnyTreatment, "below", {"any_treatment": ["ice"]}, {"treatments": []}, "false"),
    (predicates.AnyTreatment, "edge", {"any_treatment": ["ice"]}, {"treatments": ["ice"]}, "true"),
    (predicates.AnyTreatment, "above", {"any_treatment": ["ice"]},
     {"treatments": ["ice", "heat"]}, "true"),
    (predicates.AnyTreatment, "missing", {"any_treatment": ["ice"]}, {"rest": 9}, "unknown"),
    (predicates.Flag, "below", {"flag": "swelling"}, {"swelling": False}, "false"),
    (predicates.Flag, "edge", {"flag": "swelling"}, {"swelling": True}, "true"),
    (predicates.Flag, "above", {"flag": "swelling"}, {"swelling": True, "limp": True}, "true"),
    (predicates.Flag, "missing", {"flag": "swelling"}, {"rest": 9, "bruising": False}, "unknown"),
    (predicates.Flag, "below", {"flag": "fall"}, {"rest": 1}, "false"),
    (predicates.Flag, "edge", {"flag": "fall"}, {"falls": [0]}, "true"),
    (predicates.Flag, "above", {"flag": "fall"}, {"falls": [0, 0], "rest": 1}, "true"),
    (predicates.Flag, "missing", {"flag": "fall"}, {}, "unknown"),
    (predicates.LocationsAtLeast, "below", {"locations_at_least": 2},
     {"locations": ["calf"]}, "false"),
    (predicates.LocationsAtLeast, "edge", {"locations_at_least": 2},
     {"locations": ["calf", "foot"]}, "true"),
    (predicates.LocationsAtLeast, "above", {"locations_at_least": 2},
     {"locations": ["calf", "foot", "sit_bone"]}, "true"),
    (predicates.LocationsAtLeast, "missing", {"locations_at_least": 2}, {"rest": 9}, "unknown"),
    (predicates.AllOf, "below", {"all": [HURTS, TWO_PLACES]},
     {"rest": 3, "locations": ["calf"]}, "false"),
    (predicates.AllOf, "edge", {"all": [HURTS, TWO_PLACES]},
     {"rest": 4, "locations": ["calf"]}, "true"),
    (predicates.AllOf, "above", {"all": [HURTS, TWO_PLACES]},
     {"rest": 9, "locations": ["calf", "foot"]}, "true"),
    (predicates.AllOf, "missing", {"all": [HURTS, TWO_PLACES]}, {"rest": 4}, "unknown"),
    (predicates.AllOf, "missing", {"all": [HURTS, TWO_PLACES]}, {"rest": 3}, "false"),
    (predicates.AnyOf, "below", {"any": [HURTS, TWO_PLACES]},
     {"rest": 3, "locations": []}, "false"),
    (predicates.AnyOf, "edge", {"any": [HURTS, TWO_PLACES]},
     {"rest": 4, "locations": []}, "true"),
    (predicates.AnyOf, "above", {"any": [HURTS, TWO_PLACES]},
     {"rest": 9, "locations": ["calf"]}, "true"),
    (predicates.AnyOf, "missing", {"any": [HURTS, TWO_PLACES]}, {"rest": 3}, "unknown"),
    (predicates.AnyOf, "missing", {"any": [HURTS, TWO_PLACES]}, {"rest": 4}, "true"),
    (predicates.NotOf, "below", {"not": HURTS}, {"rest": 3}, "true"),
    (predicates.NotOf, "edge", {"not": HURTS}, {"rest": 4}, "false"),
    (predicates.NotOf, "above", {"not": HURTS}, {"rest": 5}, "false"),
    (predicates.NotOf, "missing", {"not": HURTS}, {"sitting": 1}, "unknown"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("kind", "where", "given", "expected"),
    [(kind, where, given, expected) for kind, _, where, given, expected in PREDICATES],
)
def test_a_claim_about_a_day_is_true_false_or_unknown_at_its_edge(
    kind: type, where: dict[str, Any], given: dict[str, Any], expected: str
) -> None:
    assert kind in {type(part) for part in parts_of(parse_predicate(where, "where", []))}
    assert on(where, **given) == expected


def test_every_kind_of_predicate_has_a_case_below_at_and_above_its_edge_and_with_a_gap() -> None:
    told = {(kind, place) for kind, place, *_ in PREDICATES}

    assert told == {(kind, place) for kind in kinds(Predicate) for place in PLACES}


@pytest.mark.parametrize("field", PAIN_FIELDS)
@pytest.mark.parametrize(
    ("op", "expected"),
    [("==", "010"), ("!=", "101"), ("<", "100"), ("<=", "110"), (">", "001"), (">=", "011")],
)
def test_every_pain_and_every_comparison_below_at_and_above(
    field: str, op: str, expected: str
) -> None:
    said = {"everyday": "morning"}.get(field, field)
    unsaid = "walking" if said == "running" else "running"
    where = {"field": field, "op": op, "value": 4}

    given = "".join(str(int(on(where, **{said: score}) == "true")) for score in (3, 4, 5))

    assert given == expected
    assert on(where, **{unsaid: 9}) == "unknown"


@pytest.mark.parametrize("flag", FLAGS)
def test_every_sign_that_was_not_asked_is_unknown_and_never_no(flag: str) -> None:
    where = {"flag": flag}

    if flag in set(Sign):
        assert on(where, **{flag: True}) == "true"
        assert on(where, **{flag: False}) == "false"
        assert on(where, rest=9) == "unknown"
    else:
        assert on(where, falls=[0]) == "true"
    assert on(where) == "unknown"


@pytest.mark.parametrize("field", INJURY_FIELDS)
def test_every_field_of_the_injury_is_compared_and_empty_is_unknown(field: str) -> None:
    kind, codes = INJURY_FIELDS[field]
    values = codes[:2] if codes else {bool: (True, False), int: (2, 3), str: ("a", "b")}[kind]
    condition = {"injury": {"field": field, "op": "==", "value": kind(values[0])}}

    def held(value: object) -> str:
        return decided(condition, injured(**{field: value}))

    assert [held(value) for value in (*values, None)] == ["true", "false", "unknown"]


# answers that contradict each other


@pytest.mark.parametrize("question", sorted(catalogue().questions))
@pytest.mark.parametrize(
    ("said", "counts"),
    [
        (("yes", "no"), "yes"),
        (("no", "yes"), "yes"),
        (("no", "not_sure"), "not_sure"),
        (("not_sure", "no"), "not_sure"),
        (("yes", "not_sure", "no"), "yes"),
        (("not_sure", "yes"), "yes"),
    ],
)
def test_of_answers_that_contradict_each_other_on_one_day_the_riskier_counts(
    question: str, said: tuple[str, ...], counts: str
) -> None:
    diary = make_diary(answers=[(0, question, value) for value in said])

    assert [answer.value for answer in diary.answers] == list(said)
    for value in AnswerValue:
        condition = {"answer": {"id": question, "within": 1, "value": value}}
        assert decided(condition, diary) == ("true" if value == counts else "false")


def test_a_contradiction_of_today_does_not_reach_back_to_another_day() -> None:
    diary = make_diary(answers=[(1, "q", "yes"), (0, "q", "no"), (0, "q", "not_sure")])

    assert decided({"answer": {"id": "q", "within": 2}}, diary) == "false"
    assert decided({"answer": {"id": "q", "within": 2, "value": "not_sure"}}, diary) == "true"
    yesterday = answers_for(
        RuleSet([rule_of({"answer": {"id": "q", "within": 2}})]), diary, TODAY - timedelta(days=1)
    )
    assert Tri(yesterday["r_test"]) is Tri.TRUE
