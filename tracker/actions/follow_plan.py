"""Begin, move in and end a plan. The person decides; the log says what is open to them."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Max

from rehab.content.catalogue import catalogue
from rehab.programme.case import Case
from rehab.programme.entry import start_offer
from rehab.programme.gates import GateState, gates_now
from rehab.programme.lines import LineState, Status
from rehab.programme.log import PlanLog
from rehab.programme.state import PlanState, plan_state
from tracker.actions.errors import ActionError
from tracker.actions.evaluate_signs import evaluate_signs
from tracker.actions.label_injury import label_if_examined
from tracker.actions.once import claim
from tracker.clock import PersonNow
from tracker.models import Clearance, GapAnswer, Injury, Plan, StageMove
from tracker.plan_doors import CONFIRMABLE, keeps_out
from tracker.plan_reader import OpenPlan, new_log, read_for_plan, read_plan

BY_MAX = 80
WORDS_MAX = 2000
GAP_MAX_DAYS = 3650
TRAINED = ("yes", "a_little", "no")


@dataclass(frozen=True, slots=True)
class Agreement:
    """A professional examined the injury and agreed: who (80), when, their words (2000)."""

    by: str
    on: date
    words: str = ""


def start_plan(
    *,
    injury: Injury,
    programme: str,
    stage: str,
    at: PersonNow,
    key: UUID,
    attested: frozenset[str] = frozenset(),
    agreement: Agreement | None = None,
) -> Plan:
    """Begin a programme today in a stage whose entry tests are met, or an earlier one.

    `attested` are the ids of gates the person confirmed; an `agreement` opens those
    that a professional may open, and any stage. A replay returns the plan that stands.
    ActionError for an unknown programme or stage, a door that is not open, a stage too
    far, or when another plan is open.
    """
    content = catalogue().programmes.get(programme)
    if content is None or not content.enabled:
        raise ActionError("Choose a plan from the list", field="programme")
    if stage not in {known.id for known in content.stages}:
        raise ActionError("Choose a stage from the list", field="stage")
    if agreement is not None:
        _check_agreement(agreement, at=at)
    try:
        with transaction.atomic():
            if not claim(owner=injury.owner, key=key, kind="plan"):
                return _standing(injury)
            if agreement is not None:
                _agree(injury, agreement, programme=programme, stage="")
            label_if_examined(injury, at=at)
            log = new_log(injury, programme, today=at.today, attested=attested)
            _check_may_start(injury, log, stage, is_cleared=agreement is not None, at=at)
            plan = Plan.objects.create(
                injury=injury,
                programme=programme,
                stage=stage,
                content_version=catalogue().content_version,
                started_on=at.today,
            )
            _move(plan, "", stage, "start", {"attested": sorted(attested)}, at=at)
            evaluate_signs(injury=_again(injury), at=at)
    except IntegrityError as error:
        raise ActionError("You have a plan already. End it first") from error
    return plan


def advance_stage(*, injury: Injury, to_stage: str, at: PersonNow, key: UUID) -> Plan:
    """Go to the next stage: every goal is met and nothing holds it. The person confirms.

    ActionError when the log does not (or no longer) allow it.
    """
    with transaction.atomic():
        plan = _locked(injury)
        if not claim(owner=injury.owner, key=key, kind="stage"):
            return plan
        state = _state(injury, at=at)
        progress = state.progress
        if progress.next_stage != to_stage:
            raise ActionError("This is not the next stage. Look at your plan again")
        if not progress.is_ready:
            raise ActionError("Not every goal is met any more. Look at your plan again")
        _go(plan, to_stage, "goals_met", _evidence(progress.lines), at=at)
        if any(line.need == "computed" for line in progress.stage.exit):
            _note_return(injury, at=at)
    return plan


def clear_stage(
    *, injury: Injury, agreement: Agreement, to_stage: str, at: PersonNow, key: UUID
) -> Plan:
    """ "My clinician cleared me": keep who, when and their words, and go on if asked.

    `to_stage` is the next stage, or empty to keep the agreement and stay.
    ActionError for a missing name, a day that cannot be, or a stage that is not next.
    """
    _check_agreement(agreement, at=at)
    with transaction.atomic():
        plan = _locked(injury)
        if not claim(owner=injury.owner, key=key, kind="clearance"):
            return plan
        _agree(injury, agreement, programme=plan.programme, stage="")
        state = _state(injury, at=at)
        if to_stage:
            if state.progress.next_stage != to_stage:
                raise ActionError("This is not the next stage. Look at your plan again")
            signs = _signs_after(injury, agreement, at=at)
            if signs:
                raise ActionError("A warning sign opened after that day. Be seen for it first")
            _go(plan, to_stage, "cleared", _evidence(state.progress.lines), at=at)
        evaluate_signs(injury=_again(injury), at=at)
    return plan


def step_back(*, injury: Injury, to_stage: str, at: PersonNow, key: UUID) -> Plan:
    """Go back to an earlier stage, by the person's choice or because a rule proposes it."""
    with transaction.atomic():
        plan = _locked(injury)
        if not claim(owner=injury.owner, key=key, kind="stage"):
            return plan
        order = [stage.id for stage in catalogue().programmes[plan.programme].stages]
        if to_stage not in order[: order.index(plan.stage)]:
            raise ActionError("Choose an earlier stage", field="stage")
        proposed = _state(injury, at=at).response.back_to
        reason = "stepped_back" if proposed == to_stage else "chosen"
        _go(plan, to_stage, reason, {}, at=at)
    return plan


def end_plan(*, injury: Injury, at: PersonNow, key: UUID) -> Plan | None:
    """End the open plan; the diary goes on. A finished programme keeps its day.

    None when no plan was open. Everything that was logged stays.
    """
    with transaction.atomic():
        plan = _open_plans(injury).first()
        if plan is None or not claim(owner=injury.owner, key=key, kind="plan-end"):
            return plan
        # Who travelled west may live a day that lies before the start.
        at = replace(at, today=max(at.today, plan.started_on))
        if plan.programme:
            progress = _state(injury, at=at).progress
            if progress.is_last and progress.is_ready and plan.programme != "hold_until_seen":
                _note_return(injury, at=at)
        plan.ended_on = at.today
        plan.save(update_fields=["ended_on"])
        evaluate_signs(injury=_again(injury), at=at)
    return plan


def answer_gap(*, injury: Injury, gap_days: int, kept_training: str, at: PersonNow) -> GapAnswer:
    """Keep the answer to "Did you keep training?"; one a day, the newest counts.

    `kept_training` is yes, a_little or no. ActionError for anything else.
    """
    if kept_training not in TRAINED:
        raise ActionError("Choose yes, a little or no", field="kept_training")
    if not 1 <= gap_days <= GAP_MAX_DAYS:
        raise ActionError("This question is no longer open")
    answer, _ = GapAnswer.objects.update_or_create(
        injury=injury,
        on=at.today,
        defaults={"gap_days": gap_days, "kept_training": kept_training},
    )
    return answer


def _note_return(injury: Injury, *, at: PersonNow) -> None:
    """The day the return list was complete; a later end of the plan does not move it."""
    Injury.objects.filter(pk=injury.pk, returned_on=None).update(returned_on=at.today)


def _check_may_start(
    injury: Injury, log: PlanLog, stage: str, *, is_cleared: bool, at: PersonNow
) -> None:
    case = _case(injury, log, at=at)
    shut = [gate for gate in gates_now(case) if keeps_out(gate, log.attested)]
    if shut:
        raise ActionError(_why_shut(shut[0]), field="gates")
    if is_cleared:
        return
    order = [known.id for known in case.programme.stages]
    if order.index(stage) > order.index(start_offer(case).stage.id):
        raise ActionError("Begin in an earlier stage: not every entry test is met", field="stage")


def _why_shut(state: GateState) -> str:
    """A door that is told to be shut, or one the person may confirm and did not."""
    if state.is_open is None and state.gate.kind in CONFIRMABLE:
        return f"This plan is for you only if this is true: {state.gate.text}"
    if state.gate.kind == "no_open_sign":
        return "This plan has to wait: a warning sign is open. Look at Signs first"
    return f"This plan has to wait until this is true: {state.gate.text}"


def _case(injury: Injury, log: PlanLog, *, at: PersonNow) -> Case:
    diary = read_for_plan(injury, None, today=at.today)
    return Case(diary, log, today=at.today, content=catalogue())


def _state(injury: Injury, *, at: PersonNow) -> PlanState:
    plan, log = _programme_plan(injury, at=at)
    diary = read_for_plan(_again(injury), plan, today=at.today)
    return plan_state(diary, log, today=at.today, content=catalogue())


def _programme_plan(injury: Injury, *, at: PersonNow) -> tuple[OpenPlan, PlanLog]:
    plan = read_plan(injury, today=at.today)
    if plan is None or plan.log is None:
        raise ActionError("There is no open plan of ours")
    return plan, plan.log


def _again(injury: Injury) -> Injury:
    """The injury anew, so that the start of its plan is read again."""
    return Injury.objects.select_related("owner").get(pk=injury.pk)


def _open_plans(injury: Injury) -> Any:
    return Plan.objects.select_for_update().filter(injury=injury, ended_on__isnull=True)


def _locked(injury: Injury) -> Plan:
    plan: Plan | None = _open_plans(injury).exclude(programme="").first()
    if plan is None:
        raise ActionError("There is no open plan of ours")
    return plan


def _standing(injury: Injury) -> Plan:
    plan = Plan.objects.filter(injury=injury).order_by("-pk").first()
    if plan is None:
        raise ActionError("This form was sent before. Open your plan again")
    return plan


def _go(plan: Plan, to_stage: str, reason: str, evidence: dict[str, Any], *, at: PersonNow) -> None:
    _move(plan, plan.stage, to_stage, reason, evidence, at=at)
    plan.stage = to_stage
    plan.save(update_fields=["stage"])


def _move(
    plan: Plan, before: str, after: str, reason: str, evidence: dict[str, Any], *, at: PersonNow
) -> None:
    # A move never stands before the one it follows, also for a person who travelled west.
    last: date | None = plan.moves.aggregate(last=Max("on"))["last"]
    StageMove.objects.create(
        plan=plan,
        on=max(at.today, last or at.today),
        from_stage=before,
        to_stage=after,
        reason=reason,
        evidence=evidence,
        at=at.now,
    )


def _evidence(lines: tuple[LineState, ...]) -> dict[str, Any]:
    """What stood when the person moved: each line, its state and the days it rested on."""
    flat = [inner for line in lines for inner in (line.lines or (line,))]
    return {
        "lines": [
            {
                "id": state.line.id,
                "met": state.status is Status.MET,
                "days": [entry.on.isoformat() for entry in state.entries[-7:]],
            }
            for state in flat
        ]
    }


def _agree(injury: Injury, agreement: Agreement, *, programme: str, stage: str) -> None:
    Clearance.objects.create(
        injury=injury,
        programme=programme,
        stage=stage,
        by=agreement.by.strip(),
        on=agreement.on,
        words=agreement.words,
    )


def _check_agreement(agreement: Agreement, *, at: PersonNow) -> None:
    if not agreement.by.strip():
        raise ActionError("Enter who cleared you", field="by")
    if len(agreement.by) > BY_MAX or "\x00" in agreement.by:
        raise ActionError("Keep this under 80 characters", field="by")
    if len(agreement.words) > WORDS_MAX or "\x00" in agreement.words:
        raise ActionError("Keep this under 2,000 characters", field="words")
    if agreement.on > at.today:
        raise ActionError("The day must be today or earlier", field="on")
    limit = at.today - timedelta(days=max_age_of_agreement())
    if agreement.on < limit:
        raise ActionError("That visit is too long ago. Ask again", field="on")


def max_age_of_agreement() -> int:
    """The oldest agreement any programme takes, in days."""
    return max(known.clearance_max_age_days for known in catalogue().programmes.values())


def _signs_after(injury: Injury, agreement: Agreement, *, at: PersonNow) -> list[str]:
    _, log = _programme_plan(injury, at=at)
    grave = ("emergency", "urgent", "soon")
    return [s.rule for s in log.signs if s.tier.value in grave and s.since > agreement.on]
