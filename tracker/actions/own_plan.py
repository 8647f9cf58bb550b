"""The plan a professional gave: begin it, write down its exercises, change them, take one out."""

from collections.abc import Callable
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Max

from rehab.content.catalogue import catalogue
from rehab.programme.own import ITEMS_MAX, LADDERS, OwnItem
from rehab.scales import NRS_MAX, NRS_MIN
from tracker.actions.errors import ActionError, EntryRefused
from tracker.actions.evaluate_signs import evaluate_signs
from tracker.actions.once import claim
from tracker.clock import PersonNow
from tracker.models import Injury, Plan, PlanItem, SessionItem

WEEKDAYS = range(7)
MADE_BY_MAX, NAME_MAX, DOSE_MAX, NOTE_MAX = 80, 80, 60, 200


def begin_own_plan(
    *, injury: Injury, made_by: str, ladder: str = "", at: PersonNow, key: UUID
) -> Plan:
    """Begin an own plan today; a programme of ours that is open ends today and keeps its log.

    A replay returns the plan that stands. ActionError without a name of who made it,
    for an unknown ladder, or when an own plan is open already.
    """
    made_by = _checked_maker(made_by, ladder)
    try:
        with transaction.atomic():
            Injury.objects.select_for_update(no_key=True).get(pk=injury.pk)
            if not claim(owner=injury.owner, key=key, kind="own-plan"):
                return _standing(injury)
            standing = _open(injury)
            if standing is not None and standing.kind == "own":
                raise ActionError("You have a plan of your own already")
            if standing is not None:
                # A person who travelled west may live a day that lies before its start.
                standing.ended_on = max(at.today, standing.started_on)
                standing.save(update_fields=["ended_on"])
            plan = Plan.objects.create(
                injury=injury,
                kind="own",
                made_by=made_by,
                ladder=ladder,
                content_version=catalogue().content_version,
                started_on=at.today,
            )
            evaluate_signs(injury=_again(injury), at=at)
    except IntegrityError as error:
        raise ActionError("You have a plan already. End it first") from error
    return plan


def change_own_plan(*, injury: Injury, made_by: str, ladder: str) -> Plan:
    """Say anew who made the plan, and which running ladder it uses."""
    made_by = _checked_maker(made_by, ladder)
    with transaction.atomic():
        plan = _locked(injury)
        plan.made_by, plan.ladder = made_by, ladder
        plan.save(update_fields=["made_by", "ladder"])
    return plan


def add_item(*, injury: Injury, told: OwnItem, key: UUID) -> PlanItem | None:
    """Write down one more exercise, after the others. None for a replay.

    EntryRefused for a value that cannot be, or when the plan holds eight already.
    """
    columns = _checked(told)
    with transaction.atomic():
        plan = _locked(injury)
        if not claim(owner=injury.owner, key=key, kind="own-item"):
            return None
        _check_room(plan)
        last = plan.items.aggregate(last=Max("position"))["last"] or 0
        return PlanItem.objects.create(plan=plan, position=last + 1, **columns)


def change_item(*, injury: Injury, item: UUID, told: OwnItem) -> PlanItem:
    """Change an exercise; its ticks stay. EntryRefused for a value that cannot be."""
    columns = _checked(told)

    def change(row: PlanItem) -> None:
        for name, value in columns.items():
            setattr(row, name, value)
        row.save(update_fields=list(columns))

    return _with_item(injury, item, change)


def take_out_item(*, injury: Injury, item: UUID, at: PersonNow) -> PlanItem | None:
    """Take an exercise out today. None when it was never ticked: then its row is gone."""
    gone: list[bool] = []

    def take_out(row: PlanItem) -> None:
        if not SessionItem.objects.filter(session__plan=row.plan, exercise=str(row.uuid)).exists():
            row.delete()
            gone.append(True)
        elif row.ended_on is None:
            row.ended_on = at.today
            row.save(update_fields=["ended_on"])

    row = _with_item(injury, item, take_out)
    return None if gone else row


def put_back_item(*, injury: Injury, item: UUID) -> PlanItem:
    """Take an exercise in again. EntryRefused when the plan holds eight already."""

    def put_back(row: PlanItem) -> None:
        if row.ended_on is not None:
            _check_room(row.plan)
            row.ended_on = None
            row.save(update_fields=["ended_on"])

    return _with_item(injury, item, put_back)


def _with_item(injury: Injury, item: UUID, write: Callable[[PlanItem], None]) -> PlanItem:
    with transaction.atomic():
        row = _locked(injury).items.select_related("plan").filter(uuid=item).first()
        if row is None:
            raise ActionError("This exercise is not in your plan any more")
        write(row)
    return row


def _check_room(plan: Plan) -> None:
    if plan.items.filter(ended_on=None).count() >= ITEMS_MAX:
        raise EntryRefused("Eight exercises are the most. Take one out first", field="name")


def _checked(told: OwnItem) -> dict[str, object]:
    known = catalogue().exercises
    name = told.name.strip()
    if told.exercise and told.exercise not in known:
        raise EntryRefused("Choose from the list", field="exercise")
    if not name and not told.exercise:
        raise EntryRefused("Enter what the exercise is called", field="name")
    _check_text(name, NAME_MAX, "Keep this under 80 characters", "name")
    _check_text(told.dose, DOSE_MAX, "Keep this under 60 characters", "dose")
    _check_text(told.note, NOTE_MAX, "Keep this under 200 characters", "note")
    if not told.weekdays <= set(WEEKDAYS):
        raise EntryRefused("Choose days from the list", field="weekdays")
    for limit, at in ((told.go_to, "go_to"), (told.stop_at, "stop_at")):
        if limit is not None and not NRS_MIN <= limit <= NRS_MAX:
            raise EntryRefused("Enter a number from 0 to 10", field=at)
    if told.go_to is not None and told.stop_at is not None and told.stop_at <= told.go_to:
        raise EntryRefused("The number to stop at lies above the one to carry on", field="stop_at")
    if told.stop_at == NRS_MIN:
        raise EntryRefused("Enter a number from 1 to 10", field="stop_at")
    return {
        "name": name or known[told.exercise].name,
        "exercise": told.exercise,
        "dose": told.dose.strip(),
        "note": told.note.strip(),
        "weekdays": sorted(told.weekdays),
        "go_to": told.go_to,
        "stop_at": told.stop_at,
    }


def _check_text(text: str, most: int, message: str, at: str) -> None:
    if len(text) > most or "\x00" in text:
        raise EntryRefused(message, field=at)


def _checked_maker(made_by: str, ladder: str) -> str:
    made_by = made_by.strip()
    if not made_by:
        raise EntryRefused("Enter who gave you these exercises", field="made_by")
    _check_text(made_by, MADE_BY_MAX, "Keep this under 80 characters", "made_by")
    if ladder and ladder not in LADDERS:
        raise EntryRefused("Choose from the list", field="ladder")
    return made_by


def _open(injury: Injury) -> Plan | None:
    plan: Plan | None = (
        Plan.objects.select_for_update().filter(injury=injury, ended_on__isnull=True).first()
    )
    return plan


def _locked(injury: Injury) -> Plan:
    plan = _open(injury)
    if plan is None or plan.kind != "own":
        raise ActionError("There is no open plan of your own")
    return plan


def _standing(injury: Injury) -> Plan:
    plan = Plan.objects.filter(injury=injury).order_by("-pk").first()
    if plan is None:
        raise ActionError("This form was sent before. Open your plan again")
    return plan


def _again(injury: Injury) -> Injury:
    """The injury anew, so that the start of its plan is read again."""
    return Injury.objects.select_related("owner").get(pk=injury.pk)
