"""What a person has for exercises: nothing is assumed to be missing."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from tracker.actions.keep_equipment import keep_equipment
from tracker.forms.equipment import EquipmentForm
from tracker.models import Injury
from tracker.views.current import current_injury, frame, injury_or_404, needs_injury, see_other
from tracker.views.kept import keeps_typed, take_typed
from tracker.views.writing import attempt


@require_safe
@needs_injury
def equipment(request: HttpRequest) -> HttpResponse:
    """Everything that some exercise needs and not everybody has."""
    injury = current_injury(request)
    form = EquipmentForm(
        take_typed(request, about=injury.uuid),
        owner=request.user,
        initial={"lacks": request.user.lacks},
    )
    return _show(request, injury, form)


@require_POST
@keeps_typed(back=lambda injury_uuid: reverse("plan-equipment"))
@login_required
def equipment_keep(request: HttpRequest, injury_uuid: UUID) -> HttpResponse:
    injury = injury_or_404(request, injury_uuid)
    form = EquipmentForm(request.POST, owner=request.user)

    def keep() -> bool:
        keep_equipment(person=request.user, lacks=form.cleaned_data["lacks"])
        return True

    if attempt(form, keep) is None:
        return _show(request, injury, form, status=422)
    messages.success(request, _("Saved. Exercises that need these things are left out."))
    return see_other("plan")


def _show(
    request: HttpRequest, injury: Injury, form: EquipmentForm, *, status: int = 200
) -> HttpResponse:
    context = frame(request, injury, section="plan") | {
        "form": form,
        "is_given_back": form.is_bound and request.method != "POST",
    }
    return render(request, "plan/equipment.html", context, status=status)
