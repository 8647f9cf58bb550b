"""What it could be: the page of one condition. Public text, nothing of a person."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from tracker.overview import conditions as overview
from tracker.regions import region_here
from tracker.views.current import NoInjury, current_injury, frame


@require_safe
def condition(request: HttpRequest, condition: str) -> HttpResponse:
    """One condition in plain words; readable by anyone, on paper too."""
    card = overview.condition_of(condition)
    if card is None:
        raise Http404
    context: dict[str, object] = {
        "page": overview.condition_page(card, region_here(request)),
        "base": "base_public.html",
        "back": "",
    }
    if request.user.is_authenticated:
        try:
            injury = current_injury(request)
        except NoInjury:
            return render(request, "condition.html", context)
        context |= frame(request, injury, section="signs") | {
            "base": "base_app.html",
            "back": reverse("signs"),
        }
    return render(request, "condition.html", context)
