"""The stop page of the intake. It needs no account and stays readable in this session."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from rehab.content.catalogue import catalogue
from tracker.overview.stop import Stop, stop
from tracker.views.current import see_other
from tracker.views.intake_session import Intake, with_intake


@require_safe
@with_intake
def stop_page(request: HttpRequest, intake: Intake) -> HttpResponse:
    if not intake.assessed.must_stop:
        return see_other("help-now")
    only_safety = set(intake.data) <= {"safety", "zone"}
    context = {
        "stop": _stop(intake),
        "region": intake.region,
        "change_url": "start-safety" if only_safety else "start-answers",
    }
    return render(request, "stop.html", context)


@require_safe
@with_intake
def stop_big(request: HttpRequest, intake: Intake) -> HttpResponse:
    """What to tell them in large letters, to hold up at a desk."""
    if not intake.assessed.must_stop:
        return see_other("help-now")
    return render(request, "stop/big.html", {"stop": _stop(intake), "region": intake.region})


def _stop(intake: Intake) -> Stop:
    safety = {question for line in catalogue().safety_check.lines for question in line.asks}
    return stop(intake.data, intake.assessed.emergencies, safety)
