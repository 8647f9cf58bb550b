"""The professional's own plan: begin it, write down its exercises, change them."""

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from tracker.actions.errors import ActionError
from tracker.actions.own_plan import (
    add_item,
    begin_own_plan,
    change_item,
    change_own_plan,
    put_back_item,
    take_out_item,
)
from tracker.forms.fields import WritingForm
from tracker.forms.own_plan import NO_LADDER, ItemForm, OwnPlanForm, initial_of
from tracker.models import Injury, Plan, PlanItem
from tracker.views.current import (
    current_injury,
    frame,
    injury_or_404,
    needs_injury,
    now_of,
    see_other,
)
from tracker.views.kept import keeps_typed, take_typed
from tracker.views.writing import refuse


def _to_start(injury_uuid: UUID) -> str:
    return reverse("own-plan")


def _to_new(injury_uuid: UUID) -> str:
    return reverse("own-item-new")


def _to_item(injury_uuid: UUID, item_uuid: UUID) -> str:
    return reverse("own-item", args=[item_uuid])


@require_safe
@needs_injury
def own_plan(request: HttpRequest) -> HttpResponse:
    """Who gave the exercises and which ladder: for a new plan, or to change the one that runs."""
    injury = current_injury(request)
    plan = _open(injury)
    initial: dict[str, object] = {}
    if plan is not None and plan.kind == "own":
        initial = {"made_by": plan.made_by, "ladder": plan.ladder or NO_LADDER}
    form = OwnPlanForm(take_typed(request, about=injury.uuid), owner=request.user, initial=initial)
    return _start_page(request, injury, plan, form)


@require_POST
@keeps_typed(back=_to_start)
@login_required
def own_plan_save(request: HttpRequest, injury_uuid: UUID) -> HttpResponse:
    """Begin the plan, or keep what was changed about it."""
    injury = injury_or_404(request, injury_uuid)
    plan = _open(injury)
    form = OwnPlanForm(request.POST, owner=request.user)
    if form.is_valid():
        is_new = plan is None or plan.kind != "own"
        try:
            if is_new:
                key = form.cleaned_data["key"]
                begin_own_plan(injury=injury, at=now_of(request), key=key, **form.told)
            else:
                change_own_plan(injury=injury, **form.told)
        except ActionError as refusal:
            refuse(form, refusal)
        else:
            return see_other("own-item-new" if is_new else "plan")
    return _start_page(request, injury, plan, form, status=422)


@require_safe
@needs_injury
def own_item_new(request: HttpRequest) -> HttpResponse:
    """One more exercise."""
    injury = current_injury(request)
    if not _has_own(injury):
        return see_other("plan")
    form = ItemForm(take_typed(request, about=injury.uuid), owner=request.user)
    return _item_page(request, injury, form)


@require_POST
@keeps_typed(back=_to_new)
@login_required
def own_item_add(request: HttpRequest, injury_uuid: UUID) -> HttpResponse:
    injury = injury_or_404(request, injury_uuid)
    form = ItemForm(request.POST, owner=request.user)
    if form.is_valid():
        try:
            made = add_item(injury=injury, told=form.told, key=form.cleaned_data["key"])
        except ActionError as refusal:
            refuse(form, refusal)
        else:
            if made is not None:
                messages.success(request, _("%(name)s is in your plan.") % {"name": made.name})
            return see_other("own-item-new" if "another" in request.POST else "plan")
    return _item_page(request, injury, form, status=422)


@require_safe
@needs_injury
def own_item(request: HttpRequest, item_uuid: UUID) -> HttpResponse:
    """One exercise, to change it or take it out."""
    injury = current_injury(request)
    row = _item_or_404(injury, item_uuid)
    form = ItemForm(
        take_typed(request, about=injury.uuid), owner=request.user, initial=initial_of(row)
    )
    return _item_page(request, injury, form, row=row)


@require_POST
@keeps_typed(back=_to_item)
@login_required
def own_item_change(request: HttpRequest, injury_uuid: UUID, item_uuid: UUID) -> HttpResponse:
    injury = injury_or_404(request, injury_uuid)
    row = _item_or_404(injury, item_uuid)
    form = ItemForm(request.POST, owner=request.user)
    if form.is_valid():
        try:
            change_item(injury=injury, item=item_uuid, told=form.told)
        except ActionError as refusal:
            refuse(form, refusal)
        else:
            messages.success(request, _("The exercise is changed."))
            return see_other("plan")
    return _item_page(request, injury, form, row=row, status=422)


@require_POST
@keeps_typed(back=_to_item)
@login_required
def own_item_out(request: HttpRequest, injury_uuid: UUID, item_uuid: UUID) -> HttpResponse:
    """Take an exercise out; what was ticked stays, and it can be put back."""
    injury = injury_or_404(request, injury_uuid)
    name = _item_or_404(injury, item_uuid).name

    def write() -> str:
        take_out_item(injury=injury, item=item_uuid, at=now_of(request))
        return _("%(name)s is taken out.") % {"name": name}

    return _written(request, write)


@require_POST
@keeps_typed(back=_to_item)
@login_required
def own_item_back(request: HttpRequest, injury_uuid: UUID, item_uuid: UUID) -> HttpResponse:
    injury = injury_or_404(request, injury_uuid)
    name = _item_or_404(injury, item_uuid).name

    def write() -> str:
        put_back_item(injury=injury, item=item_uuid)
        return _("%(name)s is in your plan.") % {"name": name}

    return _written(request, write)


def _written(request: HttpRequest, write: Callable[[], str]) -> HttpResponse:
    form = WritingForm(request.POST, owner=request.user)
    if not form.is_valid():
        messages.error(request, _("This form was not complete. Send it again"))
        return see_other("plan")
    try:
        messages.success(request, write())
    except ActionError as refusal:
        messages.error(request, _(refusal.message))
    return see_other("plan")


def _open(injury: Injury) -> Plan | None:
    return Plan.objects.open().filter(injury=injury).first()


def _has_own(injury: Injury) -> bool:
    plan = _open(injury)
    return plan is not None and plan.kind == "own"


def _item_or_404(injury: Injury, item_uuid: UUID) -> PlanItem:
    row = PlanItem.objects.filter(
        uuid=item_uuid, plan__injury=injury, plan__kind="own", plan__ended_on=None
    ).first()
    if row is None:
        raise Http404
    return row


def _start_page(
    request: HttpRequest, injury: Injury, plan: Plan | None, form: OwnPlanForm, *, status: int = 200
) -> HttpResponse:
    context = frame(request, injury, section="plan") | {
        "form": form,
        "is_new": plan is None or plan.kind != "own",
        "ends": plan is not None and plan.kind != "own",
        "is_given_back": form.is_bound and request.method != "POST",
    }
    return render(request, "plan/own_start.html", context, status=status)


def _item_page(
    request: HttpRequest,
    injury: Injury,
    form: ItemForm,
    *,
    row: PlanItem | None = None,
    status: int = 200,
) -> HttpResponse:
    context = frame(request, injury, section="plan") | {
        "form": form,
        "item": row,
        "tick": WritingForm(owner=request.user),
        "is_given_back": form.is_bound and request.method != "POST",
    }
    return render(request, "plan/own_item.html", context, status=status)
