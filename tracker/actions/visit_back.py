"""Take back what a visit's advice did, when the person changes it or deletes the visit.

What somebody chose in between stands: a plan begun since, an answer about pausing since.
"""

from tracker.actions.pause_loading import (
    end_pause,
    open_pause,
    resume_pause,
    start_pause,
    take_back_pause,
)
from tracker.actions.visit_result import (
    ENDS_PAUSE,
    Changed,
    agree,
    close_plan,
    ends_plan,
    rule_of,
    who_agreed,
)
from tracker.clock import PersonNow
from tracker.models import Clearance, LoadPause, Plan, Visit


def take_back(visit: Visit, *, advice: str = "", at: PersonNow) -> Changed:
    """Undo what the present advice did, but for what the new `advice` would do again.

    Call it inside the transaction that stores the new advice, before that is stored.
    """
    if visit.injury_id is None:
        return Changed()
    forget_agreement(visit)
    plan_back = _plan_back(visit, advice, at=at)
    pause_back = _pause_back(visit, advice)
    changed = Changed(
        pause_ended=_pause_taken(visit, advice, at=at),
        plan_back=plan_back is True,
        plan_stays=plan_back is False,
        pause_back=pause_back is True,
        pause_stays=pause_back is False,
    )
    visit.save(update_fields=["did"])
    return changed


def do_again(visit: Visit, *, at: PersonNow) -> None:
    """After a deleted visit is restored: end again what came back, unless something else stands."""
    injury = visit.injury
    if injury is None or not visit.advice:
        return
    plan = Plan.objects.filter(injury=injury, uuid=visit.did.get("plan"), ended_on=None).first()
    if plan is not None:
        close_plan(plan, on=at.today, at=at)
    lasting = open_pause(injury)
    if lasting is not None and str(lasting.uuid) == visit.did.get("pause"):
        end_pause(injury=injury, by="visit", at=at)
    if lasting is None and "began" in visit.did:
        began = start_pause(injury=injury, rule=rule_of(visit), accepted=True, at=at)
        visit.did |= {"began": str(began.uuid)}
        visit.save(update_fields=["did"])
    if visit.advice == "carry_on":
        agree(visit, at=at)


def forget_agreement(visit: Visit) -> None:
    """Forget the agreement this visit gave."""
    if visit.injury_id is not None and visit.advice == "carry_on" and visit.on is not None:
        Clearance.objects.filter(
            injury_id=visit.injury_id, on=visit.on, by=who_agreed(visit), words=visit.words
        ).delete()


def _plan_back(visit: Visit, advice: str, *, at: PersonNow) -> bool | None:
    """Whether the plan the visit ended goes on; None when there is none to speak of."""
    plan = (
        Plan.objects.select_for_update()
        .filter(injury=visit.injury, uuid=visit.did.get("plan"))
        .first()
    )
    if plan is None or ends_plan(advice, plan):
        return None
    del visit.did["plan"]
    if Plan.objects.filter(injury_id=plan.injury_id, pk__gt=plan.pk).exists():
        return False
    close_plan(plan, on=None, at=at)
    return True


def _pause_back(visit: Visit, advice: str) -> bool | None:
    """Whether the pause the visit ended lasts again; None when there is none to speak of."""
    pause = LoadPause.objects.filter(injury=visit.injury, uuid=visit.did.get("pause")).first()
    if pause is None or advice in ENDS_PAUSE:
        return None
    del visit.did["pause"]
    return resume_pause(pause)


def _pause_taken(visit: Visit, advice: str, *, at: PersonNow) -> bool:
    """End the pause the visit began; advice that ends a pause does that itself."""
    pause = LoadPause.objects.filter(
        injury=visit.injury, uuid=visit.did.get("began"), ended_on=None
    ).first()
    if pause is None or advice in ("pause", *ENDS_PAUSE):
        return False
    del visit.did["began"]
    take_back_pause(pause, at=at)
    return True
