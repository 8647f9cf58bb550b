"""People with a plan, for tests of pages and writes."""

from datetime import date, timedelta
from uuid import uuid4

from tests.tracker.make import NOON, TODAY, make_answer, make_day, make_injury, make_user
from tracker.actions.follow_plan import start_plan
from tracker.clock import PersonNow, person_now
from tracker.models import Injury, Plan

HEALTH = ("q_cant_walk", "q_surgery", "q_pregnant", "q_injection_recent", "q_fluoroquinolone",
          "q_anticoagulant", "q_bone_risk", "q_fever", "q_hot_swollen")  # fmt: skip


BEFORE = TODAY - timedelta(days=9)


def now_at(injury: Injury, today: date = TODAY) -> PersonNow:
    """Noon of a day for the injury's owner."""
    return person_now(injury.owner, NOON + timedelta(days=(today - TODAY).days))


def ready_sit_bone(**fields: object) -> Injury:
    """A tendon at the sit bone, every door of the plan answered and open, nothing begun."""
    user = make_user(birth_year=1988)
    given: dict[str, object] = {
        "onset": "gradual",
        "onset_on": TODAY - timedelta(days=245),
        "onset_precision": "about",
        "type": "tendon",
        "mechanism": "sitting",
        "places": [["sit_bone", "right"]],
        "onset_pop": "no",
        "onset_gap": "no",
        "goal": "distance",
    }
    injury = make_injury(user, **(given | fields))
    answer_health(injury)
    make_day(
        injury,
        BEFORE,
        sitting=4,
        morning=2,
        places=[["sit_bone", "right"]],
        qualities=["ache"],
    )
    return injury


def ready_sprinter(*, grade: int = 2, onset_on: date = TODAY, **fields: object) -> Injury:
    """A sprint strain, every door of the plan answered and open, nothing begun."""
    user = make_user(birth_year=1992)
    given: dict[str, object] = {
        "side": "left",
        "onset": "sudden",
        "onset_on": onset_on,
        "type": "muscle_strain",
        "grade": grade,
        "mechanism": "sprint",
        "places": [["mid_thigh", "left"]],
        "onset_pop": "no",
        "onset_gap": "no",
        "onset_walking": "normal",
        "goal": "sprint_team",
        "earlier_injury": "no",
    }
    injury = make_injury(user, **(given | fields))
    answer_health(injury, on=onset_on)
    return injury


def answer_health(injury: Injury, *, on: date = BEFORE) -> None:
    for question in HEALTH:
        make_answer(injury, question, "no", on)


def on_plan(
    injury: Injury, programme: str = "pht", stage: str = "calm", *, today: date = TODAY
) -> Plan:
    """Begin a plan through the action, as the page does."""
    return start_plan(
        injury=injury,
        programme=programme,
        stage=stage,
        at=now_at(injury, today),
        key=uuid4(),
        attested=frozenset({"spot", "nerve", "groin"}),
    )
