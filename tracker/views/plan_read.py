"""A stage of the plan, to read."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from rehab.content.catalogue import catalogue
from rehab.programme.model import Programme, Stage
from tracker.models import Injury, Plan
from tracker.overview.plan_proposal import proposal
from tracker.overview.plan_read import stage_page
from tracker.regions import region_here
from tracker.views.current import current_injury, frame, needs_injury, see_other


@require_safe
@needs_injury
def plan_stage(request: HttpRequest, number: int) -> HttpResponse:
    """One stage of the open plan, or of the plan the answers fit; without either, Plan says so."""
    injury = current_injury(request)
    programme, open_stage = _open(injury)
    if programme is None:
        programme = proposal(injury, region=region_here(request)).programme
    if programme is None or not programme.enabled:
        return see_other("plan")
    page = stage_page(programme, number, goal=injury.goal or "")
    if page is None:
        raise Http404
    is_now = open_stage is programme.stages[number - 1]
    context = frame(request, injury, section="plan") | {"page": page, "is_now": is_now}
    return render(request, "plan/stage.html", context)


def _open(injury: Injury) -> tuple[Programme | None, Stage | None]:
    """The open programme and its stage; none for an own plan."""
    found = Plan.objects.filter(injury=injury, ended_on__isnull=True).exclude(programme="").first()
    programme = catalogue().programmes.get(found.programme) if found else None
    if found is None or programme is None:
        return None, None
    stages = {stage.id: stage for stage in programme.stages}
    return programme, stages.get(found.stage)
