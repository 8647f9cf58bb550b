"""What the logged days do to the plan: go, hold, back, stop, and what lifts each.

    response = respond(case)

Every response rule is held against every logged day of the plan. On one day the
first that matches is what is said; the others keep their own lift. A rule that
needs a missing value does not fire. Nothing here moves a stage: a step back is
proposed and the person decides. Source: programmes draft 3.2, review notes 3.5,
decisions 2.6 and 2.7; the numbers stand in `response_rules.toml` and `profiles.toml`.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from typing import Literal

from rehab.programme.case import Case
from rehab.programme.compare import compare
from rehab.programme.lifting import Lift, lift_of
from rehab.programme.measures import MetricTest, ResponseRule
from rehab.programme.series import DAY, Entry
from rehab.vocabulary import Sign

# Older days open nothing any more: the tests have run out long before. Stops have no limit.
SCAN_DAYS = 60
RUN_METRICS = frozenset({"run_pain"})
STEP_BACK = "step_back"
STAGE_BACK = frozenset({"stage_back", "stage_back_and_see_professional"})
HOLD = frozenset({"hold", "hold_and_ask"})
STOP = "stop_and_seek_help"
Outcome = Literal[
    "stop_and_seek_help",
    "stage_back_and_see_professional",
    "stage_back",
    "step_back",
    "hold",
    "hold_and_ask",
    "go",
]


@dataclass(frozen=True, slots=True)
class Firing:
    """A rule that a day set off: what it rests on and what lifts it.

    `evidence` are the days and values that made it so; `lift` says what is needed
    and how much of it there is. `lifted_on` is the day it was lifted, None while open.
    """

    rule: ResponseRule
    on: date
    evidence: tuple[Entry, ...]
    lift: Lift
    lifted_on: date | None

    @property
    def outcome(self) -> Outcome:
        return self.rule.outcome

    def is_open_on(self, day: date) -> bool:
        """Whether it had fired and was not yet lifted on a day."""
        return self.on <= day and (self.lifted_on is None or self.lifted_on > day)


@dataclass(frozen=True, slots=True)
class Response:
    """Where the plan stands today by the response rules.

    `firings` are all of them in order of date, `open` those that still hold, the
    gravest rule first. `verdict` is the outcome of the gravest; "go" when the
    newest load was within all limits, the next morning included; None when that is
    not known. `back_to` is the stage a stage-back proposes, None in the first
    stage. `days_after` and `tests_after` are the days after which consecutive days
    and self-tests count again. `gap_to_ask` are days without a log to ask about.
    """

    firings: tuple[Firing, ...]
    open: tuple[Firing, ...]
    verdict: Outcome | None
    back_to: str | None
    days_after: date | None
    tests_after: date | None
    gap_to_ask: int | None

    def is_open(self, *outcomes: str) -> bool:
        """Whether a firing with one of these outcomes still holds."""
        return any(firing.outcome in outcomes for firing in self.open)

    @property
    def stops(self) -> tuple[Firing, ...]:
        """The open stops that stand by themselves; an open sign only offers a pause."""
        return tuple(
            firing
            for firing in self.open
            if firing.outcome == STOP and not firing.rule.open_finding_topics
        )

    @property
    def offers_pause(self) -> bool:
        """Whether an open sign asks "Pause loading until I am seen?" (decisions 2.5)."""
        return any(firing.rule.open_finding_topics for firing in self.open)

    @property
    def rests_load(self) -> bool:
        """No loading of the hamstring today."""
        return self.is_open(STEP_BACK)

    @property
    def rests_running(self) -> bool:
        """No running today: after a step back, a fall, or a sign of a nerve."""
        return self.rests_load or any(f.lift.stops_running for f in self.open)

    @property
    def leaves_out_lengthening(self) -> bool:
        """No lengthening today: a sign of a nerve."""
        return self.is_open("hold_and_ask")

    @property
    def rests_until(self) -> date | None:
        """The first day with load again, where a day is known; None when days do not decide."""
        known = [f.lift.until for f in self.open if f.lift.until and f.lift.stops_running]
        return max(known, default=None)


def respond(case: Case) -> Response:
    """Hold every rule against every logged day up to today."""
    firings = sorted((*_day_firings(case), *_gap_firings(case)), key=lambda f: f.on)
    firings = _with_step_back_counts(case, firings)
    firings += _sign_firings(case)
    order = {rule.id: place for place, rule in enumerate(case.content.response_rules)}
    open_now = sorted(
        (firing for firing in firings if firing.lifted_on is None),
        key=lambda f: (order[f.rule.id], -f.on.toordinal()),
    )
    open_now = list({firing.rule.id: firing for firing in reversed(open_now)}.values())[::-1]
    goes_back = any(firing.outcome in STAGE_BACK for firing in open_now)
    before = case.programme.stages[case.stage_index - 1] if case.stage_index else None
    return Response(
        firings=tuple(firings),
        open=tuple(open_now),
        verdict=open_now[0].outcome if open_now else _go(case),
        back_to=before.id if before and goes_back else None,
        days_after=_newest(firings, {STEP_BACK, *STAGE_BACK}),
        tests_after=max((f.on for f in firings if f.rule.id == "hold_fall"), default=None),
        gap_to_ask=gap_to_ask(case),
    )


def gap_to_ask(case: Case) -> int | None:
    """The days without a log after which to ask "Did you keep training?"; None when not due.

    Counts the whole days between the last log and the one that ended the gap, or
    today. Only the newest gap of the plan is asked, once.
    """
    shortest = min(
        (r.log_gap_days_min for r in case.content.response_rules if r.log_gap_days_min), default=0
    )
    dates = [on for on in case.logged_dates if on >= case.log.started_on]
    if not shortest or not dates:
        return None
    ends = [*dates[1:], case.today] if dates[-1] < case.today else dates[1:]
    for first, last in reversed(list(zip(dates, ends, strict=False))):
        days = (last - first).days - 1
        if days >= shortest and (case.today - last).days < shortest:
            told = any(answer.on >= last - days * DAY for answer in case.log.gap_answers)
            return None if told else days
    return None


def _day_firings(case: Case) -> Iterator[Firing]:
    recent = max(case.log.started_on, case.today - timedelta(days=SCAN_DAYS))
    for rule in case.content.response_rules:
        if not rule.any:
            continue
        first = case.log.started_on if rule.outcome == STOP else recent
        for day in _candidates(case, rule, first):
            evidence = tuple(_matches(case, rule, day))
            if evidence:
                yield _fire(case, rule, day, evidence)


def _candidates(case: Case, rule: ResponseRule, first: date) -> list[date]:
    """The days on which a value may set the rule off in some stage of the plan."""
    found: set[date] = set()
    for test in rule.any:
        limits = _limits(case, test)
        for entry in reversed(case.entries(test.metric)):
            if entry.on < first:
                break
            if entry.value and any(compare(entry.value, test.op, each) for each in limits):
                found.add(entry.on)
    return sorted(found)


def _limits(case: Case, test: MetricTest) -> set[float | bool | str]:
    """Every limit the test may have in the stages the person was in."""
    return {limit_of(case, test, stay.started_on) for stay in case.log.stays}


def _matches(case: Case, rule: ResponseRule, day: date) -> Iterator[Entry]:
    """The values of a day that set the rule off; none when it does not fire."""
    if case.stage_on(day).id in rule.stage_not_in or _is_too_early(case, rule, day):
        return
    for test in rule.any:
        value = case.on(test.metric, day)
        if value is None or compare(value, test.op, limit_of(case, test, day)) is not True:
            continue
        if rule.new_after_recorded_no_days and not _is_new(case, rule, test.metric, day):
            continue
        yield Entry(day, value)


def limit_of(case: Case, test: MetricTest, day: date) -> float | bool | str:
    """The value a test compares with; `profile.x` is read from the stage's pain limits.

    Runs go by the running limits of the stage where it has them.
    """
    if not (isinstance(test.value, str) and test.value.startswith("profile.")):
        return test.value
    is_run = test.metric in RUN_METRICS
    profile = case.run_profile_on(day) if is_run else case.profile_on(day)
    return int(getattr(profile, test.value.removeprefix("profile.")))


def _is_too_early(case: Case, rule: ResponseRule, day: date) -> bool:
    """Before the rule's first day since onset. An unknown onset silences nothing."""
    if rule.not_before_day is None:
        return False
    start = case.diary.injury.restarted_on or case.diary.injury.onset_on
    return start is not None and (day - start).days < rule.not_before_day


def _is_new(case: Case, rule: ResponseRule, metric: str, day: date) -> bool:
    """Whether the last record in the days before was a no; without any record it is not new.

    A bruise and a swelling are each held against themselves.
    """
    if metric != "flag_bruise":
        return _was_no(lambda back: case.on(metric, day - back * DAY), rule)
    row = case.day_by_date.get(day)
    seen = [s for s in (Sign.BRUISING, Sign.SWELLING) if row is not None and row.signs.get(s)]
    return any(_was_no(partial(_sign_before, case, day, sign), rule) for sign in seen)


def _was_no(told: Callable[[int], object], rule: ResponseRule) -> bool:
    days = rule.new_after_recorded_no_days or 0
    newest = next((v for back in range(1, days + 1) if (v := told(back)) is not None), None)
    return newest is not None and not newest


def _sign_before(case: Case, day: date, sign: Sign, back: int) -> bool | None:
    row = case.day_by_date.get(day - back * DAY)
    return None if row is None else row.signs.get(sign)


def _gap_firings(case: Case) -> Iterator[Firing]:
    """Only after "I did not train": not logging is not failing (decisions 2.7)."""
    for rule in case.content.response_rules:
        if rule.log_gap_days_min is None:
            continue
        for told in case.log.gap_answers:
            longest = rule.log_gap_days_max or told.gap_days
            fits = rule.log_gap_days_min <= told.gap_days <= longest
            in_plan = case.log.started_on <= told.on <= case.today
            if fits and in_plan and not (rule.only_if_not_trained and told.kept_training):
                yield _fire(case, rule, told.on, (Entry(told.on, told.gap_days),))


def _sign_firings(case: Case) -> list[Firing]:
    """Open warning signs that pause loading, if the person agrees (decisions 2.6)."""
    found = []
    for rule in case.content.response_rules:
        signs = [
            sign
            for sign in case.log.signs
            if sign.topic in rule.open_finding_topics
            and sign.tier in rule.open_finding_tiers
            and sign.since <= case.today
        ]
        if signs:
            days = tuple(Entry(sign.since, True) for sign in signs)
            lift = Lift("finding_closed", need=1, have=0)
            found.append(Firing(rule, min(s.since for s in signs), days, lift, None))
    return found


def _with_step_back_counts(case: Case, firings: list[Firing]) -> list[Firing]:
    """Add the rule that counts step-backs; with `restarts_after_firing` the count starts again.

    Mornings of one flare count once, until it is lifted; each session over the
    limit counts by itself.
    """
    counting = [rule for rule in case.content.response_rules if rule.step_backs_min]
    backs = [firing for firing in firings if firing.outcome == STEP_BACK]
    for rule in counting:
        counted: list[Firing] = []
        seen: list[Firing] = []
        for day in sorted({firing.on for firing in backs}):
            today = [firing for firing in backs if firing.on == day]
            new_load = any(f.lift.kind == "rest_until" for f in today)
            runs_on = any(f.is_open_on(day) for f in seen)
            if new_load or not runs_on:
                window = timedelta(days=rule.window_days or SCAN_DAYS)
                counted = [f for f in counted if f.on > day - window] + [today[0]]
            seen += today
            if len(counted) >= (rule.step_backs_min or 0):
                days = tuple(entry for firing in counted for entry in firing.evidence)
                firings = [*firings, _fire(case, rule, day, days)]
                counted = [] if rule.restarts_after_firing else counted
    return sorted(firings, key=lambda f: f.on)


def _fire(case: Case, rule: ResponseRule, on: date, evidence: tuple[Entry, ...]) -> Firing:
    lift, lifted_on = lift_of(case, rule, on, evidence)
    return Firing(rule, on, evidence, lift, lifted_on)


def _newest(firings: Iterable[Firing], outcomes: set[str]) -> date | None:
    return max((f.on for f in firings if f.outcome in outcomes), default=None)


def _go(case: Case) -> Outcome | None:
    """Go, when the newest load and the morning after it are known and nothing is open."""
    if not case.load_dates:
        return None
    newest = max(case.load_dates)
    told = [case.on(metric, newest) for metric in ("session_pain", "run_pain")]
    rise = case.on("morning_rise", newest + DAY)
    limit = case.profile_on(newest).morning_go_rise_max
    if all(value is None for value in told) or rise is None or rise > limit:
        return None
    return "go"
