"""What a professional's advice changes: the pause, the plan, and who agreed to what.

Nothing here decides anything about a sign: how long a visit keeps it quiet is the
policy's (`rehab.signs.replies`, `rehab.signs.policy`).
"""

from dataclasses import dataclass, fields
from datetime import date

from rehab.vocabulary import Tier
from tracker import labels
from tracker.actions.evaluate_signs import evaluate_signs
from tracker.actions.pause_loading import end_pause, open_pause, start_pause
from tracker.clock import PersonNow
from tracker.diary_reader import with_context
from tracker.models import Clearance, Injury, LoadPause, Plan, Visit

# A professional who has somebody carry on, or gives exercises, ends the pause (decisions 2.5).
ENDS_PAUSE = ("carry_on", "own_plan")
GRAVE = (Tier.EMERGENCY.value, Tier.URGENT.value)


@dataclass(frozen=True, slots=True)
class Changed:
    """What the advice changed, for the sentence after saving.

    `sign_stands` tells that the agreement was not kept, because a sign that presses is open.
    `..._back` came back because an earlier advice is changed; `..._stays` stays ended,
    because something was chosen or passed since.
    """

    pause_began: bool = False
    pause_ended: bool = False
    plan_ended: bool = False
    agreed: bool = False
    sign_stands: bool = False
    plan_back: bool = False
    plan_stays: bool = False
    pause_back: bool = False
    pause_stays: bool = False

    def after(self, taken: "Changed") -> "Changed":
        """Both together: what an earlier advice gave back, then what this one changed."""
        both = {f.name: getattr(self, f.name) or getattr(taken, f.name) for f in fields(self)}
        return Changed(**both)


def apply_advice(visit: Visit, *, at: PersonNow) -> Changed:
    """Do what the stored advice asks for; call it inside the transaction that stored it.

    Advice about no injury, or none at all, changes nothing. Doing it twice is the same as once.
    While an emergency or urgent sign is open, "carry on" agrees to nothing: the sign has its
    own answer, "I have been seen".
    """
    injury = visit.injury
    if injury is None or not visit.advice:
        return Changed()
    before, began, ended = open_pause(injury), None, None
    if visit.advice == "pause":
        began = start_pause(injury=injury, rule=rule_of(visit), accepted=True, at=at)
    elif visit.advice in ENDS_PAUSE:
        ended = end_pause(injury=injury, by="visit", at=at)
    plan = _end_plan(injury, visit.advice, at=at)
    goes_on = visit.advice == "carry_on"
    stands = goes_on and injury.notices.open().filter(tier__in=GRAVE).exists()
    note_done(visit, plan=plan, pause=ended, began=began if before is None else None)
    return Changed(
        pause_began=before is None and began is not None,
        pause_ended=ended is not None,
        plan_ended=plan is not None,
        agreed=goes_on and not stands and agree(visit, at=at),
        sign_stands=stands,
    )


def rule_of(visit: Visit) -> str:
    """The rule that led to this visit; "" for a visit of the person's own."""
    parts = visit.notice.parts if visit.notice else []
    return str(parts[0].get("rule", "")) if parts else ""


def who_agreed(visit: Visit) -> str:
    """The name the person gave, else the role in words; never empty."""
    return visit.who or str(labels.ROLES.get(visit.role, labels.ROLES["other"]))


def ends_plan(advice: str, plan: Plan) -> bool:
    """Whether the advice ends this plan; exercises that were given go into an own plan."""
    return advice == "diary_only" or (advice == "own_plan" and plan.kind != "own")


def close_plan(plan: Plan, *, on: date | None, at: PersonNow) -> None:
    """Set or clear the day the plan ended; rules read the plan, so they run again."""
    plan.ended_on = max(on, plan.started_on) if on else None
    plan.save(update_fields=["ended_on"])
    fresh = with_context(Injury.objects.select_related("owner")).get(pk=plan.injury_id)
    evaluate_signs(injury=fresh, at=at)


def note_done(
    visit: Visit, *, plan: Plan | None, pause: LoadPause | None, began: LoadPause | None
) -> None:
    """Keep what the advice changed, beside what an earlier one did and this one leaves so."""
    done = {"plan": plan, "pause": pause, "began": began}
    visit.did = visit.did | {name: str(row.uuid) for name, row in done.items() if row is not None}
    visit.save(update_fields=["did"])


def _end_plan(injury: Injury, advice: str, *, at: PersonNow) -> Plan | None:
    plan = Plan.objects.select_for_update().filter(injury=injury, ended_on__isnull=True).first()
    if plan is None or not ends_plan(advice, plan):
        return None
    close_plan(plan, on=at.today, at=at)
    return plan


def agree(visit: Visit, *, at: PersonNow) -> bool:
    """Keep the agreement for the open plan's present stage; without a plan there is none.

    It names the stage, so that "carry on" now opens no later stage by itself.
    """
    plan = Plan.objects.filter(injury=visit.injury, ended_on__isnull=True).first()
    if plan is None or not plan.programme:
        return False
    Clearance.objects.get_or_create(
        injury=visit.injury,
        programme=plan.programme,
        stage=plan.stage,
        by=who_agreed(visit),
        on=visit.on or at.today,
        words=visit.words,
    )
    return True
