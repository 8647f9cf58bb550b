"""How the values of each metric are read: one series of entries each.

A value that was not recorded has no entry: a missing day is unknown, never 0.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING, NamedTuple

from rehab.diary import Day
from rehab.vocabulary import (
    LOCATION_GROUPS,
    AnswerValue,
    FallKind,
    PainContext,
    Quality,
    Seat,
    Sign,
)

if TYPE_CHECKING:
    from rehab.programme.case import Case

# How far back the morning of a day is held against earlier ones; older is no longer "usual".
USUAL_WITHIN_DAYS = 21
USUAL_MORNINGS = 3
LOWEST_WITHIN_DAYS = 7
# A session is what a morning answers to for one day; the day between is the settling time.
SESSION_BEFORE_DAYS = 2
OTHER_LEG_MIN = 8
DAY = timedelta(days=1)
DANGER = {AnswerValue.NO: 0, AnswerValue.NOT_SURE: 1, AnswerValue.YES: 2}


class Entry(NamedTuple):
    """A recorded value and its day; a tuple, because a plan holds thousands.

    `doubt` says why it is shown but decides nothing: "painkiller" (taken that day)
    or "other_leg_low" (a share of a count below 8). None when it counts.
    """

    on: date
    value: float | bool
    doubt: str | None = None


Read = Callable[["Case"], list[Entry]]


def _score(context: PainContext) -> Read:
    """All recorded scores of a context; copied days count for pain."""
    name = context.value

    def read(case: "Case") -> list[Entry]:
        scores = ((day.on, getattr(day, name)) for day in case.days)
        return [Entry(on, score) for on, score in scores if score is not None]

    return read


def _recent_score(context: PainContext) -> Read:
    """The recorded scores of the last 70 days: no line or door reads these further back."""
    name = context.value

    def read(case: "Case") -> list[Entry]:
        scores = ((day.on, getattr(day, name)) for day in case.recent_days)
        return [Entry(on, score) for on, score in scores if score is not None]

    return read


def _limp(case: "Case") -> list[Entry]:
    days = case.recent_days
    return [Entry(day.on, day.limp) for day in days if day.limp is not None and not day.copied]


def _run_pain(case: "Case") -> list[Entry]:
    """The higher of the day's running pain and its runs' (decisions 3.8)."""
    worst: dict[date, float] = {}
    for entry in _score(PainContext.RUNNING)(case):
        worst[entry.on] = entry.value
    for run in case.diary.runs:
        if run.pain is not None and run.on <= case.today:
            worst[run.on] = max(run.pain, worst.get(run.on, 0))
    return [Entry(on, score) for on, score in sorted(worst.items())]


def _worst(case: "Case") -> list[Entry]:
    worst = {entry.on: int(entry.value) for entry in case.entries("run_pain")}
    for day in case.recent_days:
        if day.everyday is not None:
            worst[day.on] = max(day.everyday, worst.get(day.on, 0))
    return [Entry(on, score) for on, score in sorted(worst.items())]


def _session_pain(case: "Case") -> list[Entry]:
    first = case.first_recent
    worst = ((row.on, row.worst) for row in case.recent_sessions if row.on >= first)
    return [Entry(on, score) for on, score in worst if score is not None]


def _done_pct(case: "Case") -> list[Entry]:
    rows = case.recent_sessions
    return [Entry(row.on, row.done_pct) for row in rows if row.done_pct is not None]


def _sharp_stop(case: "Case") -> list[Entry]:
    """True when any run or session of the day ended so; False when all said no."""
    told: dict[date, list[bool]] = defaultdict(list)
    first = case.first_recent
    ends = [(run.on, run.sharp_stop) for run in case.diary.runs if run.on >= first]
    ends += [
        (session.on, session.sharp_stop) for session in case.recent_sessions if session.on >= first
    ]
    for on, stopped in ends:
        if stopped is not None and on <= case.today:
            told[on].append(stopped)
    return [Entry(on, any(values)) for on, values in sorted(told.items())]


def _fall(case: "Case") -> list[Entry]:
    """A logged day without a fall is a day without one; a near fall is none either."""
    fell = {
        fall.on
        for fall in case.diary.falls
        if fall.kind is not FallKind.NEAR_FALL and fall.on <= case.today
    }
    return [Entry(on, on in fell) for on in case.logged_dates]


def _answered(question: str) -> Read:
    """Yes and no of one question, told since the plan began; "not sure" is no entry."""

    def read(case: "Case") -> list[Entry]:
        told: dict[date, AnswerValue] = {}
        for given in case.diary.answers:
            if given.question != question or not case.log.started_on < given.on <= case.today:
                continue
            if DANGER[given.value] >= DANGER[told.get(given.on, AnswerValue.NO)]:
                told[given.on] = given.value
        return [
            Entry(on, value is AnswerValue.YES)
            for on, value in sorted(told.items())
            if value is not AnswerValue.NOT_SURE
        ]

    return read


def _lump(case: "Case") -> list[Entry]:
    """A growing lump; a day without any lump is a day without a growing one."""
    told = {e.on: e for e in _answered("q_lump")(case) if e.value is False}
    told |= {e.on: e for e in _answered("q_lump_growing")(case)}
    return [told[on] for on in sorted(told)]


def _bruise(case: "Case") -> list[Entry]:
    """A bruise or swelling, new or not; the rule itself decides what is new."""
    found = []
    for day in case.days:
        if not day.signs:
            continue
        bruise, swelling = day.signs.get(Sign.BRUISING), day.signs.get(Sign.SWELLING)
        if bruise is not None or swelling is not None:
            found.append(Entry(day.on, bool(bruise or swelling)))
    return found


def _nerve(case: "Case") -> list[Entry]:
    entries = ((day.on, nerve_on(day)) for day in case.recent_days)
    return [Entry(on, value) for on, value in entries if value is not None]


def nerve_on(day: Day) -> bool | None:
    """Numb, tingling or weak below the knee on a day; None when it cannot be told.

    A weak or tingling thigh is expected after a strain, and a sore calf is no nerve
    word: both need the other half. Source: review notes 33.
    """
    if day.copied:
        return None
    below = None
    if day.locations is not None:
        below = bool(day.locations & LOCATION_GROUPS["below_knee"])
    words = None
    if day.qualities is not None:
        words = bool(day.qualities & {Quality.NUMB, Quality.TINGLING})
    numb, weak = day.signs.get(Sign.NUMBNESS), day.signs.get(Sign.WEAKNESS)
    if numb or (below and (words or weak)):
        return True
    half = bool(words or weak)
    if half and below is None:
        return None
    return None if words is None and numb is None else False


def _cramp(case: "Case") -> list[Entry]:
    return [
        Entry(day.on, Quality.CRAMP in day.qualities)
        for day in case.recent_days
        if day.qualities is not None and not day.copied
    ]


def _cramp_free(case: "Case") -> list[Entry]:
    told = case.entries("cramp")
    if not told:
        return []
    cramped = [entry.on for entry in told if entry.value]
    return [Entry(told[-1].on, (case.today - (cramped or [told[0].on])[-1]).days)]


def _sit_minutes(case: "Case") -> list[Entry]:
    """The self-test, or what Today asks: minutes before it hurts on a seat that is not soft.

    Pain begins before it passes 3, so Today's minutes never say too much.
    """
    told = {
        day.on: float(day.sit_minutes)
        for day in case.recent_days
        if day.sit_minutes is not None and day.seat is not None and day.seat is not Seat.SOFT
    }
    for row in case.readings.get("t_sit_min", ()):
        told[row.on] = row.value
    return [Entry(on, minutes) for on, minutes in sorted(told.items())]


def _pairs(case: "Case", injured: str, other: str) -> list[tuple[Entry, Entry]]:
    by_day = {entry.on: entry for entry in case.entries(other)}
    return [(e, by_day[e.on]) for e in case.entries(injured) if e.on in by_day]


def _ake_gap(case: "Case") -> list[Entry]:
    pairs = _pairs(case, "t_ake_inj", "t_ake_oth")
    return [Entry(hurt.on, hurt.value - well.value, hurt.doubt) for hurt, well in pairs]


def _slhb_pct(case: "Case") -> list[Entry]:
    found = []
    for hurt, well in _pairs(case, "t_slhb_inj", "t_slhb_oth"):
        low = well.value < OTHER_LEG_MIN
        share = 100 * hurt.value / well.value if well.value else 0.0
        found.append(Entry(hurt.on, share, hurt.doubt or ("other_leg_low" if low else None)))
    return found


def _days_since_injury(case: "Case") -> list[Entry]:
    start = case.diary.injury.restarted_on or case.diary.injury.onset_on
    return [Entry(case.today, (case.today - start).days)] if start else []


def _days_since_return(case: "Case") -> list[Entry]:
    """Counted from the completed return list, or else from the start of the present stage."""
    start = case.log.returned_on or case.stay.started_on
    return [Entry(case.today, (case.today - start).days)]


def _rises(case: "Case") -> list[Entry]:
    dulled = case.painkiller_dates
    found = []
    first = case.first_recent
    for entry in case.entries("pain_morning"):
        rise = case.rise_on(entry.on) if entry.on >= first else None
        if rise is not None:
            found.append(Entry(entry.on, rise, "painkiller" if entry.on in dulled else None))
    return found


def morning_rise(case: "Case", on: date) -> float | None:
    """Morning pain minus what was usual before the newest session.

    Usual is the median of the last 3 logged mornings; with fewer than 3 in 21 days
    the lowest of the last 7. None without the morning itself or without any before.
    Source: programmes draft, `morning_rise`; the 21 days are judgement.
    """
    mornings = case.entries("pain_morning")
    place = case.place_of_morning.get(on)
    if place is None:
        return None
    score = float(mornings[place].value)
    before = list(_before_session(mornings, place, _reference(on, case.load_dates)))
    if len(before) == USUAL_MORNINGS:
        return score - sorted(before)[USUAL_MORNINGS // 2]
    near = [e.value for e in mornings[max(0, place - LOWEST_WITHIN_DAYS) : place]
            if (on - e.on).days <= LOWEST_WITHIN_DAYS]  # fmt: skip
    return score - min(near) if near else None


def _before_session(mornings: Sequence[Entry], place: int, last: date) -> Iterator[float]:
    """The newest 3 mornings of 21 days up to the day of the session."""
    first = mornings[place].on - USUAL_WITHIN_DAYS * DAY
    found = 0
    for back in range(place - 1, -1, -1):
        entry = mornings[back]
        if found == USUAL_MORNINGS or entry.on < first:
            return
        if entry.on <= last:
            found += 1
            yield entry.value


def _reference(on: date, load_dates: frozenset[date]) -> date:
    """The last day whose morning came before the session that `on` answers to."""
    for back in range(1, SESSION_BEFORE_DAYS + 1):
        if on - back * DAY in load_dates:
            return on - back * DAY
    return on - DAY


READERS: Mapping[str, Read] = {
    "pain_rest": _recent_score(PainContext.REST),
    "pain_morning": _score(PainContext.MORNING),
    "pain_sitting": _recent_score(PainContext.SITTING),
    "pain_walking": _recent_score(PainContext.WALKING),
    "pain_worst": _worst,
    "limp": _limp,
    "fall": _fall,
    "flag_pop": _answered("q_pop"),
    "flag_lump": _lump,
    "flag_bruise": _bruise,
    "flag_nerve": _nerve,
    "cramp": _cramp,
    "cramp_free_days": _cramp_free,
    "session_pain": _session_pain,
    "session_done_pct": _done_pct,
    "run_pain": _run_pain,
    "sharp_stop": _sharp_stop,
    "t_sit_min": _sit_minutes,
    "ake_gap": _ake_gap,
    "slhb_pct": _slhb_pct,
    "morning_rise": _rises,
    "days_since_injury": _days_since_injury,
    "days_since_return": _days_since_return,
}
