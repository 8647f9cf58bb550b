"""What a diary is known by: the signs behind the order of possible causes.

`signs_at` reads places, words, pain in its situations, the facts of the injury, age,
falls and answers as they stand on one day and names what they show, each with a degree
from 0 to 1: the share of logged days for what was marked, 1 for what is so. What was
not recorded shows nothing. `lean` adds up the points that `rehab/content/causes.toml`
gives each condition for them. The sums put possibilities in order inside the engine;
they are no likelihoods and are never shown.
Source: causes.toml; the thresholds here are judgement.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Protocol

from rehab.diary import Diary, Injury
from rehab.signs.index import DiaryIndex
from rehab.signs.masks import Marks
from rehab.signs.moment import Moment
from rehab.vocabulary import (
    LOCATION_GROUPS,
    NERVE_QUALITIES,
    AnswerValue,
    InjuryType,
    LandedOn,
    Location,
    Mechanism,
    Onset,
    Quality,
)

LOOK_BACK = 21
SIGN_DAYS = 14
FALL_DAYS = 70
HURTS = 3
EASY = 1
EXTREME = 8
WORSE_BY = 2
MONTHS = 60
YEARS = 365
TWO_WEEKS = 14
FIRST_DAYS = 4
LATELY = 30
FACT = 3650

# Three of these on one day: pain that runs along the leg rather than sits in one spot.
SPREAD_PLACES = (Location.LOW_BACK, Location.BUTTOCK, *sorted(LOCATION_GROUPS["thigh"]),
                 *sorted(LOCATION_GROUPS["below_knee"]))  # fmt: skip

AT = {str(place): f"at_{place}" for place in Location}
WORDS = {str(quality): str(quality) for quality in Quality}
KNEE_AND_CALF = LOCATION_GROUPS["knee"] | {Location.CALF}

FACTS = frozenset(
    {
        "q_anticoagulant", "q_bone_risk", "q_cancer_history", "q_numb_feet", "q_pregnant",
        "q_surgery", "q_weak_immune",
    }
)  # fmt: skip
CAUDA = ("q_saddle_numb", "q_bladder", "q_bowel", "q_both_legs", "q_sexual")
# "Not sure" to an emergency question points where a yes would.
UNSURE = dict.fromkeys(CAUDA, "cauda_unsure") | {
    "q_breathless": "clot_unsure",
    "q_leg_swollen": "clot_unsure",
    "q_cold_leg": "cold_unsure",
    "q_dark_urine": "dark_unsure",
    "q_tense_thigh": "tense_unsure",
}
YES = (
    *CAUDA, "q_anticoagulant", "q_big_bruise", "q_bone_risk", "q_breathless", "q_cancer_history",
    "q_cannot_hop", "q_cant_walk", "q_clot_risk", "q_cold_foot_after_run", "q_cold_leg",
    "q_dark_urine", "q_exertional", "q_fever", "q_fluoroquinolone", "q_foot_drop", "q_gap",
    "q_head_hit", "q_hot_swollen", "q_injection_recent", "q_leg_swollen", "q_limp", "q_lump",
    "q_lump_growing", "q_new_injury", "q_night_sweats", "q_numb_feet", "q_pain_never_eases",
    "q_pop", "q_pregnant", "q_stiff_morning", "q_surgery", "q_tense_thigh", "q_weak_immune",
    "q_weight_loss",
)  # fmt: skip
MECHANISMS = {
    Mechanism.SPRINT: "sprint",
    Mechanism.STRETCH: "stretch",
    Mechanism.BLOW: "blow",
    Mechanism.FALL: "fell",
    Mechanism.OVERLOAD: "overload",
    Mechanism.SITTING: "sat_long",
}
TYPES = {
    InjuryType.MUSCLE_STRAIN: "strain_type",
    InjuryType.TENDON: "tendon_type",
    InjuryType.CONTUSION: "contusion_type",
}
# Ages from which, and up to which, a sign is so.
FROM_AGE = {
    "over_25": 25,
    "over_40": 40,
    "over_45": 45,
    "over_50": 50,
    "over_60": 60,
    "over_65": 65,
}
UP_TO_AGE = {"child": 16, "teen": 20, "under_25": 24, "under_45": 44}
SIGNS = frozenset(
    {f"at_{place}" for place in Location}
    | {str(quality) for quality in Quality}
    | set(YES)
    | set(MECHANISMS.values())
    | set(TYPES.values())
    | set(FROM_AGE)
    | set(UP_TO_AGE)
    | set(UNSURE.values())
    | {
        "back_and_buttock", "below_knee", "bruising", "calf_and_back_knee", "cannot_walk",
        "extreme", "fell_lately", "fell_on_buttock", "first_days", "gap", "grade_3",
        "gradual", "groin_and_buttock", "groin_and_sit_bone", "months", "morning_stiff", "nerve",
        "nerve_at_fold", "nerve_of_skin",
        "night_hurts", "night_worst", "numbness", "only_knee", "only_running",
        "only_thigh", "past_two_weeks", "pop", "quiet", "rest_hurts", "rest_quiet", "running_hurts",
        "sitting_easy", "sitting_hurts", "sitting_worst", "spread", "sudden", "swelling",
        "teen_at_rest", "two_sides", "walking_worst", "weakness", "years",
    }
)  # fmt: skip


class Cause(Protocol):
    """How common a condition is here, and the points each sign gives it."""

    @property
    def usual(self) -> float: ...
    @property
    def signs(self) -> Mapping[str, float]: ...


def lean_on(causes: Mapping[str, Cause], diary: Diary, today: date) -> dict[str, float]:
    """The points of each condition for a diary as it stands today."""
    first = today.toordinal() - FALL_DAYS - 1
    return lean(causes, Moment(DiaryIndex(diary, first), today.toordinal()))


def lean(causes: Mapping[str, Cause], moment: Moment) -> dict[str, float]:
    """The points of each condition at one moment; they order, and mean nothing else.

    What was worked out last for the same diary stands where its signs have not changed.
    """
    shown = signs_at(moment)
    before = moment.index.last_leaning
    if not isinstance(before, _Leaning) or before.causes is not causes:
        points = {condition: _points(cause, shown) for condition, cause in causes.items()}
    else:
        points = dict(before.points)
        for condition in _touched(before, shown):
            points[condition] = _points(causes[condition], shown)
    moment.index.last_leaning = _Leaning(causes, shown, points)
    return dict(points)


@dataclass(frozen=True, slots=True)
class _Leaning:
    """What a diary leaned to when it was last asked, and the signs behind it."""

    causes: Mapping[str, Cause]
    shown: Mapping[str, float]
    points: dict[str, float]


def _points(cause: Cause, shown: Mapping[str, float]) -> float:
    total = 0.0
    for sign, points in cause.signs.items():
        if sign in shown:
            total += points * shown[sign]
    return cause.usual + total


def _touched(before: _Leaning, shown: Mapping[str, float]) -> set[str]:
    """The conditions to which a sign gives points that is not as it was."""
    readers = _readers(before.causes)
    found: set[str] = set()
    for sign in shown.keys() | before.shown.keys():
        if shown.get(sign) != before.shown.get(sign):
            found.update(readers.get(sign, ()))
    return found


def _readers(causes: Mapping[str, Cause]) -> Mapping[str, list[str]]:
    """The conditions that read each sign, worked out once."""
    kept = _READERS.get(id(causes))
    if kept is None or kept[0] is not causes:
        readers: dict[str, list[str]] = {}
        for condition, cause in causes.items():
            for sign in cause.signs:
                readers.setdefault(sign, []).append(condition)
        kept = _READERS[id(causes)] = (causes, readers)
    return kept[1]


# The causes are kept beside their readers, so that their id cannot be given away.
_READERS: dict[int, tuple[Mapping[str, Cause], dict[str, list[str]]]] = {}


def signs_at(moment: Moment) -> dict[str, float]:
    """What the diary shows at one moment: each sign with its degree, 0 to 1, noughts left out."""
    shown = _places(moment)
    shown.update(_pain(moment))
    shown.update(_seen(moment))
    shown.update(_facts(moment))
    shown.update(_answers(moment))
    if "rest_hurts" in shown and "teen" in shown:
        shown["teen_at_rest"] = shown["rest_hurts"]
    return {sign: degree for sign, degree in shown.items() if degree}


def _places(moment: Moment) -> dict[str, float]:
    """Places and words as shares of the days on which they were told."""
    marks = _Shares(moment, moment.index.locations)
    words = _Shares(moment, moment.index.qualities)
    return marks.each(AT) | words.each(WORDS) | _joined(marks) | _of_nerves(marks, words)


def _joined(marks: "_Shares") -> dict[str, float]:
    """Places that tell something together."""
    if not marks.by_code:
        return {}
    below = LOCATION_GROUPS["below_knee"]
    knee = LOCATION_GROUPS["knee"]
    sit_bone, groin = Location.SIT_BONE, Location.GROIN_INNER_THIGH
    return {
        "below_knee": marks.share(below),
        "two_sides": marks.share((Location.OTHER_LEG,)),
        "only_thigh": marks.only(LOCATION_GROUPS["thigh"]),
        "only_knee": marks.only(KNEE_AND_CALF) if marks.share(knee) else 0,
        "back_and_buttock": marks.both(Location.LOW_BACK, Location.BUTTOCK),
        "groin_and_buttock": marks.both(groin, Location.BUTTOCK),
        "groin_and_sit_bone": marks.both(groin, sit_bone),
        "spread": marks.several(SPREAD_PLACES, 3),
        "calf_and_back_knee": marks.both(Location.CALF, Location.BACK_KNEE),
    }


def _of_nerves(marks: "_Shares", words: "_Shares") -> dict[str, float]:
    """Words of a nerve, and where: away from back and calf they are a nerve nearer by."""
    if not words.by_code:
        return {}
    sit_bone = Location.SIT_BONE
    nerve = words.share(NERVE_QUALITIES)
    below = LOCATION_GROUPS["below_knee"]
    away = (1 - marks.share(below)) * (1 - marks.share((Location.LOW_BACK,)))
    fold = marks.share((sit_bone, Location.UPPER_THIGH)) * away
    skin = words.share((Quality.BURNING, Quality.NUMB)) * away
    return {
        "nerve": nerve,
        "nerve_at_fold": nerve * fold,
        "nerve_of_skin": skin * marks.share((Location.BUTTOCK, sit_bone, Location.UPPER_THIGH)),
    }


class _Shares:
    """Marks of the last three weeks, as shares of the days on which they were asked."""

    def __init__(self, moment: Moment, marks: Marks) -> None:
        span = moment.window(LOOK_BACK)
        self.asked = moment.cut(marks.asked, span).bit_count()
        self.by_code = {
            code: days for code, mask in marks.by_code.items() if (days := moment.cut(mask, span))
        }

    def each(self, names: Mapping[str, str]) -> dict[str, float]:
        """The share of each code that was marked, by the name of its sign."""
        return {names[code]: self._part(days) for code, days in self.by_code.items()}

    def share(self, codes: Iterable[str]) -> float:
        return self._part(self._days(codes))

    def both(self, one: str, other: str) -> float:
        days = self.by_code.get(one, 0) & self.by_code.get(other, 0)
        return self._part(days) if days else 0.0

    def only(self, codes: frozenset[str]) -> float:
        """The share of days with these and nothing else."""
        wanted = rest = 0
        for code, days in self.by_code.items():
            if code in codes:
                wanted |= days
            else:
                rest |= days
        return self._part(wanted & ~rest)

    def several(self, codes: Iterable[str], least: int) -> float:
        """The share of days with at least so many of these."""
        at_least = [-1] + [0] * least
        for code in codes:
            if days := self.by_code.get(code, 0):
                for already in range(least, 0, -1):
                    at_least[already] |= at_least[already - 1] & days
        return self._part(at_least[least])

    def _days(self, codes: Iterable[str]) -> int:
        days = 0
        for code in codes:
            days |= self.by_code.get(code, 0)
        return days

    def _part(self, days: int) -> float:
        return days.bit_count() / self.asked if self.asked else 0.0


def _pain(moment: Moment) -> dict[str, float]:
    """How pain in one situation compares with the others, by medians of three weeks."""
    level = {
        field: moment.median(field, within=LOOK_BACK, ago=0, min_logged=1)
        for field in ("rest", "sitting", "night", "walking", "running", "morning", "everyday")
    }
    rest, sitting, night = level["rest"], level["sitting"], level["night"]
    walking, running, morning = level["walking"], level["running"], level["morning"]
    everyday = level["everyday"]
    is_quiet = everyday is not None and everyday <= EASY
    return {
        "sitting_hurts": _at_least(sitting, HURTS),
        "sitting_easy": _at_most(sitting, EASY),
        "sitting_worst": _above(sitting, walking, WORSE_BY),
        "walking_worst": _above(walking, sitting if sitting is not None else rest, WORSE_BY),
        "rest_hurts": _at_least(rest, HURTS),
        "rest_quiet": _at_most(rest, EASY),
        "night_hurts": _at_least(night, HURTS),
        "night_worst": _above(night, walking, 1) * _at_least(night, HURTS),
        "morning_stiff": _above(morning, walking, WORSE_BY) * _at_least(morning, HURTS),
        "running_hurts": _at_least(running, HURTS),
        "only_running": _at_least(running, HURTS) if is_quiet else 0.0,
        "quiet": float(is_quiet),
        "extreme": max(_at_least(rest, EXTREME), _at_least(night, EXTREME)),
    }


def _at_least(level: float | None, value: float) -> float:
    return float(level is not None and level >= value)


def _at_most(level: float | None, value: float) -> float:
    return float(level is not None and level <= value)


def _above(level: float | None, other: float | None, by: float) -> float:
    return float(level is not None and other is not None and level >= other + by)


def _seen(moment: Moment) -> dict[str, float]:
    """Signs seen in the last two weeks, and falls of the last ten."""
    span = moment.window(SIGN_DAYS)
    index = moment.index
    lately = any(0 <= moment.today - fall <= FALL_DAYS for fall in index.falls)
    return {
        name: float(bool(moment.cut(index.sign_days(name), span)))
        for name in ("swelling", "bruising", "numbness", "weakness")
    } | {
        "fell_lately": float(lately),
        "fell_on_buttock": float(
            any(
                0 <= moment.today - fall <= FALL_DAYS
                and place in (LandedOn.BUTTOCK, LandedOn.BACK, LandedOn.HIP, None)
                for fall, place in index.landed
            )
        ),
    }


def _facts(moment: Moment) -> dict[str, float]:
    """What is known of the injury, the person and the time that has passed."""
    shown = dict(_facts_of(moment.injury))
    since = moment.day_of("onset", first=True)
    if since is not None:
        shown["months"] = float(since >= MONTHS)
        shown["years"] = float(since >= YEARS)
        shown["past_two_weeks"] = float(since >= TWO_WEEKS)
        shown["first_days"] = float(since < FIRST_DAYS)
    return shown


@lru_cache(maxsize=64)
def _facts_of(injury: Injury) -> Mapping[str, float]:
    shown = {
        "sudden": injury.onset is Onset.SUDDEN,
        "gradual": injury.onset is Onset.GRADUAL,
        "pop": injury.pop is True,
        "gap": injury.gap is True,
        "grade_3": injury.grade == 3,
        "cannot_walk": injury.can_walk is False,
    }
    if injury.mechanism in MECHANISMS:
        shown[MECHANISMS[injury.mechanism]] = True
    if injury.type in TYPES:
        shown[TYPES[injury.type]] = True
    if injury.age is not None:
        shown |= {name: injury.age >= age for name, age in FROM_AGE.items()}
        shown |= {name: injury.age <= age for name, age in UP_TO_AGE.items()}
    return {name: 1.0 for name, is_so in shown.items() if is_so}


def _answers(moment: Moment) -> dict[str, float]:
    """A yes of the last month, of any time for facts about the person, and a doubt about danger."""
    shown: dict[str, float] = {}
    index, today = moment.index, moment.today
    for question in YES:
        if not index.answers_of(question):
            continue
        given = index.answer(question, today, FACT if question in FACTS else LATELY)
        if given is not None and given[1] is AnswerValue.YES:
            shown[question] = 1.0
        elif question in UNSURE and given is not None and given[1] is AnswerValue.NOT_SURE:
            shown[UNSURE[question]] = 1.0
    return shown
