"""Maya, made up: a grade 2 sprint strain, well on its way, until a slip two weeks ago.

Day 0 is the sprint, day 37 is today, and today is logged: pain with tingling below the
knee for the fourth time in a week. The numbers were written by hand; they are nobody's.
"""

from datetime import date, timedelta

from django.utils.translation import gettext as _

from rehab.vocabulary import NoticeActionKind
from tracker.actions.answer_notice import NoticeReply
from tracker.demo.story import Row, Story, by_day

AGE = 34
INJURY_DAYS = 37
SLIP, FLARE, SETTLED = 23, 28, 31
TINGLING = {31, 33, 35, 37}
COPIED = {11, 19, 32}
X = None  # a day that was not logged

# fmt: off
SITTING = (3, 3, 3, 2, 2, 2, 2, 1, X, 1, 1, 1, 1, 1, 1, 1, X, 1, 1, 1,
           1, 1, 1, 3, 3, 3, 2, 3, 3, X, 3, 4, 4, 4, 4, 4, 5, 4)
WALKING = (7, 7, 6, 6, 5, 4, 4, 3, X, 2, 2, 2, 2, 1, 1, 1, X, 1, 1, 1,
           1, 1, 1, 5, 4, 3, 3, 2, 2, X, 2, 1, 1, 1, 1, 1, 1, 1)
REST = (5, 4, 4, 3, 3, 2, 2, 2, X, 1, 1, 1, 1, 0, 0, 0, X, 0, 0, 0,
        0, 0, 0, 3, 2, 2, 1, 1, 1, X, 1, 1, 1, 1, 2, 1, 2, 1)
MORNING = (5, 5, 4, 4, 3, 3, 3, 2, X, 2, 2, 2, 1, 1, 1, 1, X, 1, 1, 1,
           0, 0, 0, 2, 2, 1, 1, 1, 2, X, 2, 1, 1, 1, 2, 2, 2, 2)
# fmt: on
# day: (step of the speed ladder, minutes, pain)
RUNS = {
    10: ("S1", 16, 1),
    12: ("S2", 20, 1),
    14: ("S3", 21, 1),
    19: ("S4", 28, 1),
    21: ("S5", 30, 2),
    26: ("S4", 25, 3),
    28: ("S4", 22, 5),
    31: ("S3", 20, 3),
}
STAGES = ((0, "protect"), (10, "rebuild"), (18, "lengthen"))
SESSIONS = {
    "protect": ((1, 2, 4, 6, 9), ("walk_easy", "knee_bend_lying", "heel_dig_mid", "balance_1leg")),
    "rebuild": (
        (10, 12, 14, 17),
        ("bridge_1leg_floor", "heel_dig_long", "extender", "lean_hold_1leg"),
    ),
    "lengthen": ((18, 20, 22, 25, 27, 30, 34), ("extender", "diver", "rdl_2leg", "rdl_1leg")),
}
READINGS: dict[int, dict[str, int]] = {
    9: {"t_walk20_pain": 2, "t_dig_mid_pain": 4},
    10: {"t_walk20_pain": 2, "t_dig_mid_pain": 3},
    17: {"t_sls_pain": 1, "t_bridge_floor_reps": 18, "t_ake_inj": 32, "t_ake_oth": 18},
    34: {
        "t_ake_inj": 28,
        "t_ake_oth": 20,
        "t_ake_pain": 1,
        "t_slhb_inj": 23,
        "t_slhb_oth": 25,
        "t_slhb_pain": 2,
        "t_dig_long_pain": 3,
        "t_press_pain": 2,
    },
}
CHECKED = (7, 14, 21, 28, 35)
ASKED: dict[int, tuple[str, ...]] = {
    1: ("r_ask_tense", "r_ask_first_days"),
    2: ("r_ask_tense",),
    3: ("r_ask_tense", "r_ask_first_days"),
    5: ("r_ask_first_days",),
    7: ("r_ask_first_days",),
    9: ("r_ask_first_days",),
    10: ("r_ask_night",),
    23: ("r_ask_jump", "r_ask_fall"),
    26: ("r_ask_fall_tear",),
    28: ("r_ask_exertional",),
    30: ("r_ask_slow",),
    31: ("r_ask_nerve", "r_ask_swelling"),
    33: ("r_ask_nerve", "r_ask_swelling"),
    36: ("r_ask_nerve",),
    37: ("r_ask_nerve", "r_ask_swelling", "r_ask_slow"),
}


def story(today: date) -> Story:
    """Maya as of `today`, the person's diary day."""
    start = today - timedelta(days=INJURY_DAYS)
    slip, flare = start + timedelta(days=SLIP), start + timedelta(days=FLARE)
    return Story(
        slug="maya",
        name=_("Maya"),
        today=today,
        person={
            "birth_year": today.year - AGE,
            "sex": "f",
            "contexts": ["morning", "rest", "sitting", "walking", "running"],
        },
        injury=_injury(start),
        days=tuple(_day(n, on) for n, on, _sitting in by_day(start, SITTING)),
        readings=tuple(
            {"on": start + timedelta(days=n), "metric": metric, "value": value}
            for n, told in READINGS.items()
            for metric, value in told.items()
        ),
        runs=tuple(_run(start + timedelta(days=n), *told) for n, told in RUNS.items()),
        sessions=tuple(
            _session(start + timedelta(days=n), items)
            for days, items in SESSIONS.values()
            for n in days
        ),
        report={
            "name": "Maya, made up",
            "asks": "Is it still only the muscle? Why does the calf tingle? May I sprint again?",
        },
        falls=({"on": slip, "kind": "slip", "landed_on": "none", "effect": "a_bit_worse"},),
        setbacks=(
            {
                "on": flare,
                "kind": "flare",
                "confirmed": True,
                "settled_on": start + timedelta(days=SETTLED),
            },
        ),
        checks=tuple(start + timedelta(days=n) for n in CHECKED),
        plan={"programme": "strain_sprint_g2", "stage": "lengthen", "started_on": start},
        moves=tuple(_moves(start)),
        asked={start + timedelta(days=n): rules for n, rules in ASKED.items()},
        looked_on=tuple(start + timedelta(days=n) for n in (FLARE, 35)),
        replies={flare: NoticeReply(kind=NoticeActionKind.LATER)},
    )


def _injury(start: date) -> Row:
    return {
        "side": "left",
        "onset": "sudden",
        "onset_on": start,
        "onset_precision": "day",
        "mechanism": "sprint",
        "type": "muscle_strain",
        "grade": 2,
        "places": [["mid_thigh", "left"], ["upper_thigh", "left"]],
        "worst": ["mid_thigh", "left"],
        "onset_pop": "no",
        "onset_bruising": "yes",
        "onset_swelling": "no",
        "onset_gap": "no",
        "onset_walking": "limp",
        "goal": "sprint_team",
        "earlier_injury": "no",
        "triage": {"programme": "strain_sprint_g2"},
    }


def _day(number: int, on: date) -> Row:
    copied = number in COPIED
    return {
        "on": on,
        "sitting": SITTING[number],
        "walking": WALKING[number],
        "rest": REST[number],
        "morning": MORNING[number],
        "running": RUNS[number][2] if number in RUNS else None,
        "no_run": None if number in RUNS or copied else True,
        "limp": None if copied else number < 8,
        "places": _places(number),
        "qualities": ["ache", "tingling"] if number in TINGLING else ["ache"],
        "signs": None if copied else _signs(number),
        "carried": ["places", "qualities"] if copied else [],
        "copied": copied,
        "note": _("Slipped on wet leaves, leg shot forward.") if number == SLIP else "",
    }


def _places(number: int) -> list[list[str]]:
    if number < 7:
        codes = ["mid_thigh", "upper_thigh"]
    elif number < SLIP:
        codes = ["upper_thigh"] if number > 17 else ["mid_thigh"]
    else:
        codes = ["sit_bone", "buttock"]
    if number in TINGLING:
        codes.append("calf")
    return [[code, "left"] for code in codes]


def _signs(number: int) -> Row:
    return {"swelling": False, "bruising": number in (1, 2, 3), "numbness": False}


def _run(on: date, step: str, minutes: int, pain: int) -> Row:
    return {
        "on": on,
        "minutes": minutes,
        "pain": pain,
        "sharp_stop": False,
        "ladder": "speed",
        "step": step,
    }


def _session(on: date, items: tuple[str, ...]) -> Row:
    return {"on": on, "pain": 2, "sharp_stop": False, "done_pct": 100, "items": items}


def _moves(start: date) -> list[Row]:
    moves: list[Row] = []
    before = ""
    for number, stage in STAGES:
        moves.append(
            {
                "on": start + timedelta(days=number),
                "from_stage": before,
                "to_stage": stage,
                "reason": "goals_met" if before else "start",
            }
        )
        before = stage
    return moves
