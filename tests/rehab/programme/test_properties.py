"""What holds for any log: a good day never takes away, and what is missing stays unknown."""

from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rehab.programme.lines import Status
from rehab.programme.log import Clearance, Session
from rehab.programme.progress import stage_progress
from rehab.programme.response import respond
from tests.rehab.builders import TODAY, ago, make_day
from tests.rehab.programme.builders import content, criterion, make_case, step, told

LINES = {
    "latest": criterion("latest", max_age_days=4),
    "latest of any age": criterion("latest"),
    "two days": criterion("consecutive_days", n=2),
    "three days": criterion("consecutive_days", n=3),
}
BACK = st.integers(0, 12)
LOGGED = st.dictionaries(BACK, st.integers(0, 5), max_size=10)


@pytest.mark.parametrize("kind", LINES)
@given(values=LOGGED, day=BACK, good=st.integers(0, 2))
@settings(max_examples=120, deadline=None)
def test_a_day_that_satisfies_a_line_never_makes_it_unknown(kind, values, day, good):
    before = told(make_case(readings={"t_walk20_pain": values}), LINES[kind]).status
    after = told(make_case(readings={"t_walk20_pain": {**values, day: good}}), LINES[kind]).status

    if before is Status.MET:
        assert after is Status.MET
    if day == 0 and kind.startswith("latest"):
        assert after is Status.MET


@given(shares=st.dictionaries(BACK, st.integers(0, 100), max_size=8), day=BACK)
@settings(max_examples=80, deadline=None)
def test_a_good_session_never_makes_a_mean_unknown(shares, day):
    line = criterion("mean_over", metric="session_done_pct", op=">=", value=50, n=10)
    more = {**shares, day: 100}

    def status(given_shares):
        rows = [Session(ago(back), done_pct=share) for back, share in given_shares.items()]
        return told(make_case(full_sessions=sorted(rows, key=lambda row: row.on)), line).status

    if status(shares) is Status.MET:
        assert status(more) is Status.MET


@given(days=st.dictionaries(BACK, st.tuples(st.integers(0, 10), st.booleans()), max_size=12))
@settings(max_examples=80, deadline=None)
def test_a_line_nobody_recorded_is_never_met(days):
    rows = [make_day(back, rest=rest, limp=limp) for back, (rest, limp) in days.items()]
    case = make_case(days=rows)

    for stage in case.programme.stages:
        for line in stage.exit:
            reads_days = line.metric in ("pain_rest", "limp", "days_since_return")
            if not reads_days:
                assert told(case, line).status is not Status.MET, line.id


@given(passed=st.sets(st.integers(1, 10), max_size=4), more=st.integers(1, 10))
@settings(max_examples=60, deadline=None)
def test_another_pass_never_takes_one_away(passed, more):
    """Each run at pain 1 with a usual morning after it, told on the day after."""
    line = criterion("passes", metric="ladder_step", op=">=", value="S3", n=1, ladder="speed")

    def status(days):
        mornings = [1] * 14
        runs = [step(day, "S3") for day in sorted(days, reverse=True)]
        return told(make_case(runs=runs, morning=mornings), line).status

    if status(passed) is Status.MET:
        assert status(passed | {more}) is Status.MET


@given(given=st.sets(st.integers(0, 40), max_size=4), more=st.integers(0, 40))
@settings(max_examples=60, deadline=None)
def test_another_agreement_never_takes_one_away(given, more):
    def status(days, *, per_stage):
        line = criterion("attested", metric="clearance", op="==", value=True, max_age_days=21,
                         per_stage=per_stage)  # fmt: skip
        clearances = tuple(Clearance(ago(day), "physio") for day in sorted(days, reverse=True))
        return told(make_case(log={"clearances": clearances}), line).status

    for per_stage in (False, True):
        if status(given, per_stage=per_stage) is Status.MET:
            assert status(given | {more}, per_stage=per_stage) is Status.MET


@given(tests=st.dictionaries(st.sampled_from(["t_press_pain", "t_ake_pain", "t_dig_long_pain"]),
                             st.dictionaries(st.integers(0, 6), st.integers(0, 3), max_size=3)),
       metric=st.sampled_from(["t_press_pain", "t_ake_pain", "t_dig_long_pain"]))  # fmt: skip
@settings(max_examples=60, deadline=None)
def test_a_good_test_today_never_takes_lines_from_the_return_list(tests, metric):
    line = make_case(stage="speed").stage.exit[0]

    def met(values):
        return {s.line.id for s in told(make_case(stage="speed", readings=values), line).lines
                if s.status is Status.MET}  # fmt: skip

    more = {**tests, metric: {**tests.get(metric, {}), 0: 0}}
    gained = {"t_press_pain": "press", "t_ake_pain": "akepain", "t_dig_long_pain": "dig"}[metric]

    assert met(tests) | {gained} <= met(more)


SCORE = st.one_of(st.none(), st.integers(0, 10))


@given(
    rows=st.lists(st.tuples(SCORE, SCORE, st.one_of(st.none(), st.booleans())), max_size=14),
    sessions=st.dictionaries(BACK, SCORE, max_size=6),
    falls=st.sets(BACK, max_size=2),
)
@settings(max_examples=120, deadline=None)
def test_any_log_has_an_answer_and_everything_open_says_what_lifts_it(rows, sessions, falls):
    days = [
        make_day(back, morning=morning, rest=rest, limp=limp)
        for back, (morning, rest, limp) in enumerate(rows)
    ]
    case = make_case(days=days, sessions=sessions, falls=sorted(falls))
    response = respond(case)
    progress = stage_progress(case, response)

    for firing in response.open:
        assert firing.lift.have < firing.lift.need
        assert firing.on <= TODAY
        assert firing.evidence
    assert not (progress.is_ready and response.open)
    for state in progress.lines:
        assert (state.missing is None) is (state.status is Status.MET)


@given(
    rows=st.lists(SCORE, min_size=5, max_size=14),
    sessions=st.dictionaries(BACK, SCORE, max_size=6),
    later=st.integers(1, 5),
)
@settings(max_examples=80, deadline=None)
def test_what_was_decided_on_a_day_is_not_changed_by_later_days(rows, sessions, later):
    case = make_case(morning=rows, sessions=sessions)
    then = case.as_of(TODAY - timedelta(days=later))

    fired = {(f.rule.id, f.on) for f in respond(case).firings if f.on <= then.today}

    assert {(f.rule.id, f.on) for f in respond(then).firings} == fired


def test_no_programme_has_a_stage_without_a_way_out():
    for programme in content().enabled_programmes.values():
        for stage in programme.stages:
            assert any(line.required for line in stage.exit), (programme.id, stage.id)
