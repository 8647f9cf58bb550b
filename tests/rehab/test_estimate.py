"""The estimate of day 7: its parts, its limits, and what may never happen."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rehab.content.catalogue import catalogue
from rehab.estimate import Estimate, Facts, estimate, outlook
from rehab.vocabulary import OnsetPrecision
from tests.rehab.builders import TODAY
from tests.rehab.programme.builders import make_case

CONTENT = catalogue()
RULES = CONTENT.estimate
G1, G2 = CONTENT.programmes["strain_sprint_g1"], CONTENT.programmes["strain_sprint_g2"]
PLANS = [CONTENT.programmes[name] for name in RULES.programmes]


@pytest.mark.parametrize("example", RULES.example, ids=lambda e: e.name)
def test_each_worked_example_of_the_content_holds(example) -> None:
    programme = CONTENT.programmes[example.programme]
    found = outlook(Facts(**example.facts), programme, grade=example.grade, content=CONTENT)

    assert found is not None
    assert (found.part, found.asks) == (example.part, example.asks)
    if example.days:
        assert (found.first, found.last) == example.days
    if example.missing is not None:
        assert found.missing == example.missing


@pytest.mark.parametrize(
    ("gap", "part"),
    [(9.9, "earlier"), (10, "whole"), (19.9, "whole"), (20, "later"), (30, "later")],
)
def test_the_gap_of_a_moderate_strain_on_its_edges(gap: float, part: str) -> None:
    found = outlook(Facts(walking=0, gap_deg=gap), G2, grade=2, content=CONTENT)

    assert found is not None and found.part == part
    assert found.asks == (("gap",) if gap >= 30 else ())


@pytest.mark.parametrize(("walking", "part"), [(0, "earlier"), (1, "earlier"), (2, "later")])
def test_walking_on_its_edge(walking: int, part: str) -> None:
    found = outlook(Facts(walking=walking, gap_deg=3), G2, grade=2, content=CONTENT)

    assert found is not None and found.part == part and found.asks == ()


@pytest.mark.parametrize(
    ("pct", "pain", "part"),
    [
        (90, 1, "earlier"),
        (89, 0, "whole"),
        (70, 0, "whole"),
        (69, 0, "later"),
        (95, 2, "whole"),
        (95, 4, "later"),
        (None, 9, "later"),
        (95, None, "earlier"),
        (None, None, "earlier"),
    ],
)
def test_the_bridge_on_its_edges(pct, pain, part: str) -> None:
    facts = Facts(walking=0, gap_deg=3, bridge_pct=pct, bridge_pain=pain)
    found = outlook(facts, G2, grade=2, content=CONTENT)

    assert found is not None and found.part == part


def test_without_a_walk_nothing_points_to_the_earlier_half() -> None:
    found = outlook(Facts(gap_deg=0), G1, grade=1, content=CONTENT)

    assert found is not None and found.part == "whole"
    assert found.missing == ("walking", "bridge")


def test_a_plan_without_an_end_has_none() -> None:
    plan = CONTENT.programmes["maintenance"]

    assert outlook(Facts(gap_deg=0, walking=0), plan, grade=1, content=CONTENT) is None


NRS = st.none() | st.integers(0, 10)
FACTS = st.builds(
    Facts,
    walking=NRS,
    bridge_pct=st.none() | st.floats(0, 200),
    bridge_pain=NRS,
    gap_deg=st.none() | st.floats(-40, 180),
)
GRADES = st.sampled_from([None, 1, 2, 3])


@given(FACTS, st.sampled_from(PLANS), GRADES)
def test_it_never_leaves_the_range_of_the_plan(facts: Facts, programme, grade) -> None:
    found = outlook(facts, programme, grade=grade, content=CONTENT)

    days = programme.expected_days
    assert found is not None and days.last is not None
    assert days.first <= found.first <= found.last <= days.last
    assert (found.part == "not_enough") == (facts.gap_deg is None)


@given(FACTS, st.sampled_from(PLANS), GRADES, st.floats(0, 60), st.integers(0, 10))
def test_a_worse_fact_never_makes_it_earlier_or_asks_less(
    facts: Facts, programme, grade, more: float, pain: int
) -> None:
    worse = [
        replace(facts, gap_deg=None if facts.gap_deg is None else facts.gap_deg + more),
        replace(facts, walking=None if facts.walking is None else max(facts.walking, pain)),
        replace(facts, bridge_pain=max(facts.bridge_pain or 0, pain)),
        replace(
            facts, bridge_pct=None if facts.bridge_pct is None else max(0, facts.bridge_pct - more)
        ),
    ]
    before = outlook(facts, programme, grade=grade, content=CONTENT)
    for case in worse:
        after = outlook(case, programme, grade=grade, content=CONTENT)
        assert before is not None and after is not None
        assert (after.first, after.last) >= (before.first, before.last)
        assert set(before.asks) <= set(after.asks)


@given(FACTS, st.sampled_from(PLANS), GRADES)
def test_what_is_not_known_never_makes_it_earlier(facts: Facts, programme, grade) -> None:
    less = replace(facts, walking=None)
    found, before = (outlook(f, programme, grade=grade, content=CONTENT) for f in (less, facts))

    assert found is not None and before is not None
    assert found.part != "earlier"


# From a diary and a log


def case_on(day: int, *, told: dict[str, dict[int, float]] | None = None, **more):
    """A mild strain on day `day` since it began; `told` maps a test to {day: value}."""
    readings = {
        metric: {day - on: value for on, value in by_day.items()}
        for metric, by_day in (told or {}).items()
    }
    injury = {"grade": 1} | more.pop("injury", {})
    given = {"stage": "protect", "in_stage": day, "in_plan": day} | more
    return make_case("strain_sprint_g1", day=day, readings=readings, injury=injury, **given)


GAP = {"t_ake_inj": {7: 18.0}, "t_ake_oth": {7: 14.0}}


def found_on(day: int, told: dict | None = None, **more) -> Estimate | None:
    return estimate(case_on(day, told=GAP if told is None else told, **more))


def test_it_is_made_on_day_seven_and_not_before() -> None:
    assert found_on(6, {"t_ake_inj": {6: 18.0}, "t_ake_oth": {6: 14.0}}) is None
    found = found_on(7)

    assert found is not None
    assert (found.outlook.part, found.measured_weeks) == ("whole", (1, 1))
    assert found.told_on == found.starts_on + timedelta(days=7) == TODAY
    assert found.from_on == found.starts_on + timedelta(days=21)
    assert [(fact.metric, fact.value) for fact in found.facts] == [("ake_gap", 4.0)]


def test_without_a_gap_it_says_so_until_the_window_has_passed() -> None:
    for day in (7, 10):
        found = found_on(day, {})
        assert found is not None and found.outlook.part == "not_enough"
        assert found.told_on == found.starts_on + timedelta(days=7)
    assert found_on(11, {}) is None


def test_facts_outside_the_window_do_not_count_and_those_inside_stay() -> None:
    early = {"t_ake_inj": {4: 18.0}, "t_ake_oth": {4: 14.0}}
    late = {"t_ake_inj": {11: 18.0}, "t_ake_oth": {11: 14.0}}

    assert found_on(8, early).outlook.part == "not_enough"
    assert found_on(20, late) is None
    assert found_on(30).outlook.part == "whole"


def test_the_fact_nearest_to_day_seven_counts_and_is_told_on_its_own_day() -> None:
    told = {"t_ake_inj": {5: 40.0, 8: 17.0}, "t_ake_oth": {5: 10.0, 8: 12.0}}
    found = found_on(9, told)

    assert found is not None
    assert [fact.value for fact in found.facts] == [5.0]
    assert found.told_on == found.starts_on + timedelta(days=8)


def test_of_two_walks_of_one_day_the_worse_counts() -> None:
    told = GAP | {"t_walk20_pain": {7: 0.0}}
    free = found_on(7, told, walking=[0])
    hurts = found_on(7, told, walking=[3])

    assert free is not None and free.outlook.part == "earlier"
    assert hurts is not None and hurts.outlook.part == "later"
    assert hurts.outlook.asks == ("walking",)


def test_the_bridge_counts_with_its_pain() -> None:
    told = GAP | {"t_walk20_pain": {7: 0.0}, "t_slhb_inj": {7: 12.0}, "t_slhb_oth": {7: 12.0}}

    assert found_on(7, told).outlook.part == "earlier"
    assert found_on(7, told | {"t_slhb_pain": {7: 5.0}}).outlook.part == "later"


def test_a_number_under_a_painkiller_is_no_fact() -> None:
    found = found_on(7, GAP, treatments=[{"painkiller"}], walking=[0])

    assert found is not None and found.outlook.part in ("not_enough", "whole")
    assert "gap" not in {fact.name for fact in found.facts}


def test_without_a_known_first_day_there_is_none() -> None:
    assert found_on(7, injury={"onset_precision": OnsetPrecision.ABOUT}) is None
    assert estimate(make_case("strain_sprint_g1", "protect", day=None)) is None


def test_a_re_injury_begins_the_days_anew() -> None:
    told = {"t_ake_inj": {60: 18.0}, "t_ake_oth": {60: 14.0}}
    again = found_on(60, told, in_plan=7, injury={"restarted_on": TODAY - timedelta(days=7)})

    assert again is not None and again.starts_on == TODAY - timedelta(days=7)


def test_a_plan_that_began_weeks_later_has_none() -> None:
    assert found_on(40, {"t_ake_inj": {7: 9.0}, "t_ake_oth": {7: 9.0}}, in_plan=10) is None


@pytest.mark.parametrize("programme", ["pht", "contusion", "cramp", "hold_until_seen"])
def test_other_plans_have_none(programme: str) -> None:
    stage = CONTENT.programmes[programme].stages[0].id
    case = make_case(programme, stage, day=7, in_plan=7, in_stage=7, readings={})

    assert estimate(case) is None
