"""Step 7 of the intake: what the person has already had. It can be skipped."""

from typing import Any
from uuid import UUID, uuid4

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from tracker import draft as drafts
from tracker.forms.intake.had import CareForm
from tracker.overview.care import care_groups
from tracker.views.current import see_other
from tracker.views.intake_session import Intake, step_view

MOST = 40


@require_http_methods(["GET", "HEAD", "POST"])
@step_view("had")
def had(request: HttpRequest, intake: Intake) -> HttpResponse:
    """Add one entry, or go on. What was typed and not added yet is added on the way."""
    items = list(drafts.care_items(intake.data))
    is_adding = request.POST.get("do") == "add"
    form = CareForm(request.POST if _is_typed(request, is_adding) else None)
    is_full = len(items) >= MOST
    if form.is_bound and form.is_valid() and not is_full:
        items.append({"id": str(uuid4()), **form.cleaned_data})
        intake.save("had", {"items": items})
    if request.method == "POST" and not form.errors:
        if is_adding:
            return see_other("start-had")
        intake.save("had", {"items": items})
        return intake.next_after("had")
    context = {
        **intake.frame("had"),
        "form": form,
        "groups": care_groups(
            items, lambda item: reverse("start-had-change", args=[item]), today=intake.today
        ),
        "is_empty": not items,
        "is_full": is_full,
    }
    return render(request, "start/had.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@step_view("had")
def had_change(request: HttpRequest, intake: Intake, item: UUID) -> HttpResponse:
    items = [dict(one) for one in drafts.care_items(intake.data)]
    found = next((one for one in items if one["id"] == str(item)), None)
    if found is None:
        raise Http404
    if request.method == "POST" and request.POST.get("do") == "remove":
        return _keep(intake, [one for one in items if one is not found])
    form = CareForm(request.POST if request.method == "POST" else None, initial=found)
    if form.is_bound and form.is_valid():
        found |= form.cleaned_data
        return _keep(intake, items)
    context = {**intake.frame("had"), "form": form, "back_url": reverse("start-had")}
    return render(request, "start/had_change.html", context, status=422 if form.errors else 200)


def _keep(intake: Intake, items: list[dict[str, Any]]) -> HttpResponse:
    intake.save("had", {"items": items})
    return see_other("start-had")


def _is_typed(request: HttpRequest, is_adding: bool) -> bool:
    if request.method != "POST":
        return False
    return is_adding or any(request.POST.get(name, "").strip() for name in CareForm.base_fields)
