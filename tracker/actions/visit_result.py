"""What a professional's advice changes: the pause, the plan, and who agreed to what.

Nothing here decides anything about a sign: how long a visit keeps it quiet is the
policy's (`rehab.signs.replies`, `rehab.signs.policy`).
"""

from dataclasses import dataclass
from datetime import date

from rehab.vocabulary import Tier
from tracker import labels
from tracker.actions.evaluate_signs import evaluate_signs
from tracker.actions.pause_loading import end_pause, start_pause
from tracker.clock import PersonNow
from tracker.diary_reader import with_context
from tracker.models import Clearance, Injury, Plan, Visit

# The person's plan ends: a professional's own exercises take its place, or nothing does.
ENDS_PLAN = ("own_plan", "diary_only")
# A professional who has somebody carry on, or gives exercises, ends the pause (decisions 2.5).
ENDS_PAUSE = ("carry_on", "own_plan")
GRAVE = (Tier.EMERGENCY.value, Tier.URGENT.value)


@dataclass(frozen=True, slots=True)
class Changed:
    """What the advice changed, for the sentence after saving.

    `sign_stands` tells that the agreement was not kept, because a sign that presses is open.
    """

    pause_began: bool = False
    pause_ended: bool = False
    plan_ended: bool = False
    agreed: bool = False
    sign_stands: bool = False


def apply_advice(visit: Visit, *, at: PersonNow) -> Changed:
    """Do what the stored advice asks for; call it inside the transaction that stored it.

    Advice about no injury, or none at all, changes nothing. Doing it twice is the same as once.
    While an emergency or urgent sign is open, "carry on" agrees to nothing: the sign has its
    own answer, "I have been seen".
    """
    injury = visit.injury
    if injury is None or not visit.advice:
        return Changed()
    before = _is_paused(injury)
    if visit.advice == "pause":
        start_pause(injury=injury, rule=rule_of(visit), accepted=True, at=at)
    elif visit.advice in ENDS_PAUSE:
        end_pause(injury=injury, by="visit", at=at)
    after = _is_paused(injury)
    ended = visit.advice in ENDS_PLAN and _end_plan(injury, at=at)
    goes_on = visit.advice == "carry_on"
    stands = goes_on and injury.notices.open().filter(tier__in=GRAVE).exists()
    return Changed(
        pause_began=not before and after,
        pause_ended=before and not after,
        plan_ended=ended,
        agreed=goes_on and not stands and _agree(visit, at.today),
        sign_stands=stands,
    )


def take_back_agreement(visit: Visit) -> None:
    """Forget the agreement this visit gave, when its result is changed to something else."""
    if visit.injury_id is not None and visit.advice == "carry_on" and visit.on is not None:
        Clearance.objects.filter(
            injury_id=visit.injury_id, on=visit.on, by=who_agreed(visit), words=visit.words
        ).delete()


def rule_of(visit: Visit) -> str:
    """The rule that led to this visit; "" for a visit of the person's own."""
    parts = visit.notice.parts if visit.notice else []
    return str(parts[0].get("rule", "")) if parts else ""


def who_agreed(visit: Visit) -> str:
    """The name the person gave, else the role in words; never empty."""
    return visit.who or str(labels.ROLES.get(visit.role, labels.ROLES["other"]))


def _is_paused(injury: Injury) -> bool:
    return injury.pauses.filter(accepted=True, ended_on__isnull=True).exists()


def _end_plan(injury: Injury, *, at: PersonNow) -> bool:
    plan = Plan.objects.select_for_update().filter(injury=injury, ended_on__isnull=True).first()
    if plan is None:
        return False
    plan.ended_on = max(at.today, plan.started_on)
    plan.save(update_fields=["ended_on"])
    # Rules read the plan, so what they find may have changed with it.
    fresh = with_context(Injury.objects.select_related("owner")).get(pk=injury.pk)
    evaluate_signs(injury=fresh, at=at)
    return True


def _agree(visit: Visit, today: date) -> bool:
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
        on=visit.on or today,
        words=visit.words,
    )
    return True
