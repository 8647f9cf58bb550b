"""Does it fit? Six things a clinician looks at, each with the person's own evidence.

Three poles: muscle, sit-bone tendon, something else. No totals and no score: each
factor has its days and figures and plain words. Sitting pain, a slow onset and slow
change fit a tendon; they never point elsewhere by themselves (decisions 1.2).
Pure values: the words are message keys, the figures are raw, `tracker` translates.

Windows, days needed and day limits come from the content; the day counts named as
constants here are the content's own words in figures (warning signs, section 1).
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Protocol

from rehab.diary import Diary, Injury
from rehab.scales import is_meaningful_drop
from rehab.signs.evidence import Value
from rehab.signs.index import DiaryIndex
from rehab.signs.leaves import counts
from rehab.signs.masks import Masks, days_in
from rehab.signs.moment import Moment
from rehab.signs.predicates import (
    AllOf,
    AnyLocation,
    AnyOf,
    AnyQuality,
    AnyTreatment,
    FieldIs,
    Flag,
    LocationsAtLeast,
    Op,
    Predicate,
)
from rehab.vocabulary import (
    LOCATION_GROUPS,
    NERVE_QUALITIES,
    InjuryType,
    Location,
    Onset,
    Treatment,
)
from rehab.windows import Window, median

MAIN_REGION_SHARE = 0.6
MANY_PLACES = 3
OFTEN_DAYS = 4
STRAY_DAYS = 1
REST_LEVEL = 3
SITTING_LEVEL = 3
FRESH_DAYS = 10
TEAR_WEEKS_DAYS = 56
CARE_DAYS = 8
CARE_WINDOW = 21
RESPONSE_LOOKBACK = 21
TENDON_FAIR_DAY = 84
HEALED_LEVEL = 1
OVERDUE_LEVEL = 2
WEEK = 7
MIN_WEEK = 3

THIGH = LOCATION_GROUPS["thigh"]
PAINFUL = AnyOf((FieldIs("everyday", Op.GE, 2), FieldIs("running", Op.GE, 3)))
AT_REST = AnyOf((FieldIs("rest", Op.GE, REST_LEVEL), FieldIs("night", Op.GE, REST_LEVEL)))
NERVE_WORDS = AnyQuality(tuple(sorted(NERVE_QUALITIES)))
BEYOND = AnyOf(
    (
        AnyLocation((Location.CALF, Location.FOOT, Location.WHOLE_LEG)),
        AllOf(
            (
                AnyLocation((Location.LOW_BACK,)),
                AnyLocation((*sorted(THIGH), Location.SIT_BONE)),
            )
        ),
        AllOf(
            (
                AnyLocation((Location.OUTER_KNEE,)),
                AnyLocation((Location.BUTTOCK, Location.UPPER_THIGH, Location.SIT_BONE)),
            )
        ),
    )
)
SWOLLEN_OR_BRUISED = AnyOf((Flag("swelling"), Flag("bruising")))
USUAL_CARE = AnyTreatment(
    (
        Treatment.MASSAGE,
        Treatment.STRETCHING,
        Treatment.STRENGTHENING,
        Treatment.FOAM_ROLLER,
        Treatment.PHYSIO,
        Treatment.ICE,
        Treatment.HEAT,
        Treatment.REST,
        Treatment.INJECTION,
    )
)


class Word(StrEnum):
    """What one factor says, as a message key."""

    FITS_MUSCLE = "fits_muscle"
    FITS_TENDON = "fits_tendon"
    POINTS_ELSEWHERE = "points_elsewhere"
    NOT_CLEAR = "not_clear"
    NOT_ENOUGH_DAYS = "not_enough_days"


class Factor(Protocol):
    """What this module needs of a factor; `rehab.signs.model.Factor` is one."""

    @property
    def id(self) -> str: ...
    @property
    def window_days(self) -> int: ...
    @property
    def min_days(self) -> int: ...
    @property
    def acute_allowance_days(self) -> Mapping[str, int]: ...
    @property
    def overdue_day(self) -> Mapping[str, int]: ...


@dataclass(frozen=True, slots=True)
class Fit:
    """One factor for one diary.

    `words` holds one word, or two where it fits two. `logged` of `needed` days
    tell how far a factor without enough days is. `evidence` are the days the word
    rests on, `values` the figures for its sentence.
    """

    factor_id: str
    words: tuple[Word, ...]
    logged: int
    needed: int
    evidence: tuple[date, ...] = ()
    values: Mapping[str, Value] = field(default_factory=dict)


@dataclass(slots=True)
class _Look:
    """One factor being looked at: a moment, its window, and what was found so far."""

    moment: Moment
    factor: Factor
    days: set[int] = field(default_factory=set)
    values: dict[str, Value] = field(default_factory=dict)
    logged: int = 0

    @property
    def injury(self) -> Injury:
        return self.moment.injury

    @property
    def span(self) -> Window:
        return self.moment.window(self.factor.window_days)

    def count(self, predicate: Predicate, span: Window | None = None) -> tuple[int, int]:
        """Days on which it is true and days on which it is known."""
        return counts(self.moment, self.moment.index.masks(predicate), span or self.span)

    def true_days(self, predicate: Predicate) -> tuple[int, ...]:
        masks = self.moment.index.masks(predicate)
        return days_in(self.moment.cut(masks.true, self.span), self.span.first)

    def median(self, name: str, span: Window | None = None) -> float | None:
        scores = self.moment.index.series[name].within(span or self.span)
        return median(scores) if len(scores) >= MIN_WEEK else None

    def fit(self, *words: Word) -> Fit:
        enough = self.logged >= self.factor.min_days
        return Fit(
            factor_id=self.factor.id,
            words=words if enough else (Word.NOT_ENOUGH_DAYS,),
            logged=self.logged,
            needed=self.factor.min_days,
            evidence=tuple(date.fromordinal(day) for day in sorted(self.days)),
            values=self.values,
        )


def look(factors: Sequence[Factor], diary: Diary, today: date) -> list[Fit]:
    """Look at the factors that this module knows, in the order given."""
    index = DiaryIndex(diary)
    moment = Moment(index, today.toordinal())
    return [_LOOKS[factor.id](_Look(moment, factor)) for factor in factors if factor.id in _LOOKS]


def is_tendon_like(injury: Injury) -> bool:
    """Whether a slow course is to be expected: a tendon, or pain that came on slowly."""
    return injury.type is InjuryType.TENDON or injury.onset is Onset.GRADUAL


def _focal(look: _Look) -> Fit:
    """One clear sore spot, on painful days with a marked place."""
    moment = look.moment
    places = moment.index.masks(LocationsAtLeast(1)).true & moment.index.masks(PAINFUL).true
    look.logged = moment.cut(places, look.span).bit_count()
    many = look.true_days(LocationsAtLeast(MANY_PLACES))
    regions = {
        code: moment.cut(mask & places, look.span).bit_count()
        for code, mask in moment.index.locations.by_code.items()
    }
    marked = sorted((code for code in regions if regions[code]), key=lambda code: -regions[code])
    look.values["m"] = look.logged
    look.values["places"] = tuple(str(code) for code in marked)
    if marked:
        look.values["location"] = str(marked[0])
        look.values["n"] = regions[marked[0]]
    if len(many) >= OFTEN_DAYS:
        look.days.update(many)
        look.values["n"] = len(many)
        return look.fit(Word.POINTS_ELSEWHERE)
    look.days.update(look.true_days(AnyLocation(tuple(Location(code) for code in marked[:1]))))
    main = next((c for c in marked if regions[c] >= MAIN_REGION_SHARE * look.logged), None)
    return look.fit(*_pole_of_place(main))


def _pole_of_place(code: str | None) -> tuple[Word, ...]:
    """The upper thigh fits both: the tendon's way down, and the muscle's top."""
    if code == Location.SIT_BONE:
        return (Word.FITS_TENDON,)
    if code == Location.UPPER_THIGH:
        return (Word.FITS_MUSCLE, Word.FITS_TENDON)
    return (Word.FITS_MUSCLE,) if code in THIGH else (Word.NOT_CLEAR,)


def _radiating(look: _Look) -> Fit:
    """Pain that spreads, or nerve words. After a fresh tear both may be the tear's own."""
    beyond, known = look.count(BEYOND)
    nerve, asked = look.count(NERVE_WORDS)
    look.logged = max(known, asked)
    look.days.update(look.true_days(BEYOND), look.true_days(NERVE_WORDS))
    look.values.update({"n": beyond, "m": known, "nerve_days": nerve, "nerve_asked": asked})
    injury, day = look.injury, look.moment.day_of("onset")
    is_tear = injury.onset is Onset.SUDDEN and (injury.grade or 0) >= 2
    look.values["tear_can_do_this"] = int(is_tear and day is not None and day <= TEAR_WEEKS_DAYS)
    if beyond >= OFTEN_DAYS or nerve >= OFTEN_DAYS:
        return look.fit(Word.POINTS_ELSEWHERE)
    if beyond <= STRAY_DAYS and nerve <= STRAY_DAYS:
        return look.fit(Word.FITS_MUSCLE, Word.FITS_TENDON)
    return look.fit(Word.NOT_CLEAR)


def _swelling_bruising(look: _Look) -> Fit:
    """Bruise or swelling in the first days of a sudden injury; none says little."""
    injury = look.injury
    start = look.moment.day_of("onset", first=True)
    seen, asked = look.count(SWOLLEN_OR_BRUISED)
    look.logged = asked
    look.values.update({"n": seen, "m": asked})
    at_onset = injury.bruising is True or injury.swelling is True
    if at_onset or injury.bruising is False:
        look.logged = max(look.logged, look.factor.min_days)
    fresh: tuple[int, ...] = ()
    if start is not None:
        first = look.moment.today - start
        masks: Masks = look.moment.index.masks(SWOLLEN_OR_BRUISED)
        base = max(first, look.moment.index.base)
        fresh = days_in(look.moment.cut(masks.true, Window(base, first + FRESH_DAYS)), base)
    look.days.update(fresh)
    look.values.update({"fresh_days": len(fresh), "first_days": FRESH_DAYS + 1})
    if injury.onset is Onset.SUDDEN and (at_onset or fresh):
        look.logged = max(look.logged, look.factor.min_days)
        return look.fit(Word.FITS_MUSCLE)
    return look.fit(Word.NOT_CLEAR)


def _rest_pain(look: _Look) -> Fit:
    """Pain at rest and at night, and pain when sitting, which fits the tendon."""
    at_rest, known = look.count(AT_REST)
    sitting = look.median("sitting")
    look.logged = known
    look.days.update(look.true_days(AT_REST))
    look.values.update({"n": at_rest, "m": known})
    if sitting is not None:
        look.values["median"] = sitting
    day = look.moment.day_of("onset")
    if day is not None and day < _allowance(look):
        return look.fit(Word.NOT_CLEAR)
    hurts_sitting = sitting is not None and sitting >= SITTING_LEVEL
    words = [Word.FITS_TENDON] if hurts_sitting else []
    if at_rest >= OFTEN_DAYS:
        return look.fit(*words, Word.POINTS_ELSEWHERE)
    if hurts_sitting:
        look.days.update(look.true_days(FieldIs("sitting", Op.GE, SITTING_LEVEL)))
        return look.fit(*words)
    return look.fit(Word.FITS_MUSCLE if sitting is not None or at_rest == 0 else Word.NOT_CLEAR)


def _allowance(look: _Look) -> int:
    """Days after onset in which pain at rest is expected; the shortest when not known."""
    days, injury = look.factor.acute_allowance_days, look.injury
    if injury.type is InjuryType.CONTUSION:
        return days.get("contusion", 0)
    if injury.grade is not None:
        return days.get(f"grade_{injury.grade}", 0)
    return days.get("gradual", 0) if injury.onset is Onset.GRADUAL else days.get("grade_1", 0)


def _response(look: _Look) -> Fit:
    """Whether pain fell by a meaningful share over the window, and what was done for it."""
    everyday = look.moment.index.series["everyday"]
    look.logged = len(everyday.within(look.span))
    care, _ = look.count(USUAL_CARE, look.moment.window(CARE_WINDOW))
    now = look.median("everyday", look.moment.window(WEEK))
    before = look.median("everyday", look.moment.window(WEEK, RESPONSE_LOOKBACK))
    look.days.update(day for day, _ in everyday.points(look.span))
    look.values.update({"n": care, "m": CARE_WINDOW})
    if now is None or before is None:
        return look.fit(Word.NOT_CLEAR)
    look.values.update({"before": before, "now": now})
    slow = is_tendon_like(look.injury)
    if before > 0 and is_meaningful_drop(before, now):
        return look.fit(*((Word.FITS_MUSCLE, Word.FITS_TENDON) if slow else (Word.FITS_MUSCLE,)))
    if care < CARE_DAYS or now == 0:
        return look.fit(Word.NOT_CLEAR)
    if not slow:
        return look.fit(Word.POINTS_ELSEWHERE)
    day = look.moment.day_of("slow")
    is_early = day is not None and day < TENDON_FAIR_DAY
    return look.fit(Word.FITS_TENDON if is_early else Word.NOT_CLEAR)


def _healing_time(look: _Look) -> Fit:
    """How long, on the slow clock, against the usual time of the grade or of a tendon."""
    everyday = look.moment.index.series["everyday"]
    look.logged = len(everyday.within(look.span))
    look.days.update(day for day, _ in everyday.points(look.span))
    level, day = look.median("everyday"), look.moment.day_of("slow")
    if level is None or day is None:
        return look.fit(Word.NOT_CLEAR)
    limit = _overdue_day(look)
    look.values.update({"median": level, "week": day // WEEK + 1, "limit_day": limit})
    if level <= HEALED_LEVEL and day <= TEAR_WEEKS_DAYS:
        return look.fit(Word.FITS_MUSCLE)
    if is_tendon_like(look.injury):
        is_slow = WEEK <= day < limit and level >= OVERDUE_LEVEL
        return look.fit(Word.FITS_TENDON if is_slow else Word.NOT_CLEAR)
    if day >= limit and level >= OVERDUE_LEVEL:
        return look.fit(Word.POINTS_ELSEWHERE)
    return look.fit(Word.NOT_CLEAR)


def _overdue_day(look: _Look) -> int:
    days, injury = look.factor.overdue_day, look.injury
    if is_tendon_like(injury):
        return days.get("tendon", TENDON_FAIR_DAY)
    key = "unknown" if injury.grade is None else f"grade_{injury.grade}"
    return days.get(key, TEAR_WEEKS_DAYS)


_LOOKS: dict[str, Callable[[_Look], Fit]] = {
    "f_focal": _focal,
    "f_radiating": _radiating,
    "f_swelling_bruising": _swelling_bruising,
    "f_rest_pain": _rest_pain,
    "f_response": _response,
    "f_healing_time": _healing_time,
}
