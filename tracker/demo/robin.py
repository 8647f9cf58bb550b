"""Robin, made up: sit-bone pain for about eight months, worst when sitting, a tendon plan.

Forty days of diary, the last of them yesterday, so that today is there to be logged.
The numbers were written by hand; they are nobody's.
"""

from datetime import date, timedelta

from django.utils.dates import MONTHS
from django.utils.translation import gettext as _

from rehab.vocabulary import NoticeActionKind
from tracker.actions.answer_notice import NoticeReply
from tracker.demo.story import Row, Story, by_day, month_words

AGE = 38
ONSET_DAYS = 245
PLAN_DAYS = 40
NOT_SEEN = {"swelling": False, "bruising": False, "numbness": False, "weakness": False}
SIT_BONE, UPPER, CALF = ["sit_bone", "right"], ["upper_thigh", "right"], ["calf", "right"]
X = None  # a day that was not logged

# fmt: off
SITTING = (6, 5, 6, 6, 5, X, 6, 5, 5, 6, 5, 6, 5, X, 5, 4, 5, 5, 6, 4,
           5, 4, X, 4, 4, 5, 4, 4, 5, X, 4, 4, 5, 4, 4, 3, 5, 4, 3, 4)
MINUTES = (20, 20, 15, 20, 20, X, 15, 20, 25, 15, 20, 20, 20, X, 25, 20, 15, 25, 15, 30,
           25, 20, X, 30, 25, 25, 25, 30, 20, X, 30, 25, 30, 30, 35, 20, 25, 35, 35, 40)
MORNING = (3, 3, 4, 3, 3, X, 3, 3, 2, 3, 3, 2, 3, X, 3, 2, 2, 3, 3, 2,
           2, 2, X, 2, 2, 3, 2, 2, 2, X, 2, 2, 3, 2, 2, 2, 2, 2, 2, 2)
LOAD = (5, 5, 6, 5, 5, X, 5, 4, 5, 4, 5, 4, X, X, 4, 5, 4, 4, 5, 4,
        4, 4, X, 3, 4, 4, 4, 3, 4, X, 4, 3, 4, 4, 3, 3, 4, 4, 3, 3)
# fmt: on
CAR, SOFT = {2, 9, 16, 21, 28, 35}, {6, 25}
RUNS = {1: 2, 3: 2, 6: 2, 9: 3, 12: 2, 15: 2, 17: 2, 20: 2, 23: 2, 26: 3, 28: 2, 31: 2, 34: 2}
RUNS |= {36: 2, 38: 2}
SORE_UPPER = {0, 1, 2, 3, 4, 7, 8, 9, 11, 12, 15, 18, 25, 32}
TIGHT = {2, 9, 16, 18, 28, 36}
NOT_ASKED = {10, 20}
CHECKED = (7, 14, 21, 28, 35)
ASKED: dict[int, tuple[str, ...]] = {
    2: ("r_ask_slow",),
    9: ("r_ask_slow",),
    18: ("r_ask_nerve", "r_ask_swelling", "r_ask_cold"),
    28: ("r_ask_medicine",),
    37: ("r_ask_slow",),
}
BOOKED_AGO, VISIT_IN = 9, 3
EXERCISES = ("bridge_1leg_floor", "hip_thrust", "band_curl", "sit_break")
SLIDES = {8, 12, 16, 20, 25, 30, 34, 38}
SESSIONS = (1, 3, 6, 8, 10, 12, 14, 16, 18, 20, 23, 25, 27, 30, 32, 34, 36, 38)
# The gate of the running ladder: hops still hurt too much for it.
GATE = (("t_walk30_pain", 1), ("t_hop10_pain", 3))
BRIDGES = ((6, 14, 24), (20, 17, 25), (35, 19, 25))


def story(today: date) -> Story:
    """Robin as of `today`, the person's diary day."""
    start = today - timedelta(days=PLAN_DAYS)
    booked = today - timedelta(days=BOOKED_AGO)
    return Story(
        slug="robin",
        name=_("Robin"),
        today=today,
        person={
            "birth_year": today.year - AGE,
            "contexts": ["sitting", "sit_minutes", "morning", "running", "rest"],
        },
        injury=_injury(today),
        days=tuple(_day(n, on) for n, on, _sitting in by_day(start, SITTING)),
        readings=_readings(start),
        runs=tuple(_run(start + timedelta(days=n), pain) for n, pain in RUNS.items()),
        sessions=tuple(_session(n, start) for n in SESSIONS),
        care=_care(today),
        report={
            "name": "Robin, made up",
            "asks": "Is it the tendon? Could it be back, pelvis or a nerve? "
            "What may I load? May I keep jogging?",
        },
        checks=tuple(start + timedelta(days=n) for n in CHECKED),
        plan={"programme": "pht", "stage": "neutral", "started_on": start},
        moves=(
            {
                "on": start,
                "to_stage": "neutral",
                "reason": "start",
                "evidence": {"attested": ["spot"]},
            },
        ),
        asked={start + timedelta(days=n): rules for n, rules in ASKED.items()},
        looked_on=(start, booked),
        replies={
            booked: NoticeReply(
                kind=NoticeActionKind.BOOKED,
                day=today + timedelta(days=VISIT_IN),
                role="physio",
            )
        },
    )


def _injury(today: date) -> Row:
    return {
        "side": "right",
        "onset": "gradual",
        "onset_on": today - timedelta(days=ONSET_DAYS),
        "onset_precision": "about",
        "onset_words": _("about 8 months ago"),
        "mechanism": "sitting",
        "type": "tendon",
        "places": [SIT_BONE, UPPER],
        "worst": SIT_BONE,
        "onset_pop": "no",
        "onset_bruising": "no",
        "onset_swelling": "no",
        "onset_gap": "no",
        "onset_walking": "normal",
        "goal": "distance",
        "worse_with": _("car, hard chair, hills"),
        "eases_with": _("standing, walking"),
        "run_minutes": 40,
        "run_times_a_week": 3,
        "run_pain": 2,
        "sit_minutes": 20,
        "sit_seat": "desk",
        "settles_minutes": 20,
        "triage": {"programme": "pht", "long_standing": True},
    }


def _day(number: int, on: date) -> Row:
    places = [SIT_BONE]
    if number in SORE_UPPER:
        places = [*places, UPPER]
    if number == 18:
        places = [*places, CALF]
    return {
        "on": on,
        "sitting": SITTING[number],
        "morning": MORNING[number],
        "rest": 1,
        "running": RUNS.get(number),
        "no_run": None if number in RUNS else True,
        "slept_through": True,
        "limp": False,
        "sit_minutes": MINUTES[number],
        "seat": "car" if number in CAR else "soft" if number in SOFT else "desk",
        "places": places,
        "qualities": ["ache", "tight"] if number in TIGHT else ["ache"],
        "signs": None if number in NOT_ASKED else NOT_SEEN,
        "treatments": ["standing_breaks", "strengthening"] if number in SESSIONS else None,
        "note": _("Two hours in the car, stood up twice.") if number == 35 else "",
    }


def _readings(start: date) -> tuple[Row, ...]:
    load: list[Row] = [
        {"on": on, "metric": "t_load_b_pain", "value": pain} for _n, on, pain in by_day(start, LOAD)
    ]
    bridges: list[Row] = [
        {"on": start + timedelta(days=n), "metric": metric, "value": count}
        for n, injured, other in BRIDGES
        for metric, count in (("t_slhb_inj", injured), ("t_slhb_oth", other))
    ]
    gate: list[Row] = [
        {"on": start + timedelta(days=BRIDGES[-1][0]), "metric": metric, "value": pain}
        for metric, pain in GATE
    ]
    return tuple(load + bridges + gate)


def _run(on: date, pain: int) -> Row:
    return {"on": on, "minutes": 40, "effort": 4, "pain": pain, "sharp_stop": False}


def _session(number: int, start: date) -> Row:
    return {
        "on": start + timedelta(days=number),
        "pain": 3 if number < 16 else 2,
        "sharp_stop": False,
        "done_pct": 100,
        "items": (*EXERCISES, "slider_2leg") if number in SLIDES else EXERCISES,
    }


def _care(today: date) -> tuple[Row, ...]:
    """One clean scan, three therapies that did not last, and what is done now."""
    from_to = _("%(first)s to %(last)s, %(how)s")
    spring, summer, autumn = (_month(today, back) for back in (7, 5, 3))
    return (
        {
            "kind": "scan",
            "name": _("MRI, pelvis and thigh"),
            "who": _("Sports doctor"),
            "when_words": _month_and_year(today, 5),
            "said": _("Nothing to see. The tendon looks fine."),
            "outcome": "clean",
        },
        {
            "kind": "hands_on",
            "name": _("Massage"),
            "who": _("Physio"),
            "when_words": from_to % {"first": spring, "last": summer, "how": _("8 times")},
            "said": _("Felt good for a day."),
            "outcome": "no_change",
        },
        {
            "kind": "exercises",
            "name": _("Stretching"),
            "who": _("On my own"),
            "when_words": from_to % {"first": spring, "last": autumn, "how": _("daily")},
            "said": _("Sore after."),
            "outcome": "worse",
        },
        {
            "kind": "shock_wave",
            "name": _("Shock wave"),
            "who": _("Sports doctor"),
            "when_words": _("%(month)s, 4 times") % {"month": autumn},
            "said": _("Give it time."),
            "outcome": "no_change",
        },
        {
            "kind": "exercises",
            "name": _("Loading plan"),
            "when_words": _("the last 6 weeks"),
            "outcome": "helped",
            "is_now": True,
        },
        {
            "kind": "other",
            "name": _("Seat breaks"),
            "when_words": _("the last 6 weeks"),
            "outcome": "helped",
            "is_now": True,
        },
    )


def _month(today: date, back: int) -> str:
    return str(MONTHS[month_words(today, back).month])


def _month_and_year(today: date, back: int) -> str:
    return f"{_month(today, back)} {month_words(today, back).year}"
