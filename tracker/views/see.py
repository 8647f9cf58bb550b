"""Whom to see and what to ask: public text, beside it the person's own open signs."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from tracker.overview import see as overview
from tracker.regions import region_here
from tracker.views.current import NoInjury, current_injury, frame


@require_safe
def see(request: HttpRequest, pattern: str) -> HttpResponse:
    """General advice for one kind of trouble; readable by anyone, on paper too."""
    found = overview.pattern_of(pattern)
    if found is None:
        raise Http404
    context: dict[str, object] = {
        "page": overview.see_page(found, region_here(request)),
        "base": "base_public.html",
        "back": "",
    }
    if request.user.is_authenticated:
        try:
            injury = current_injury(request)
        except NoInjury:
            return render(request, "see.html", context)
        signs = overview.own_signs(found, injury)
        bookable = next((sign.uuid for sign in signs if sign.is_bookable), None)
        context |= frame(request, injury, section="signs") | {
            "base": "base_app.html",
            "back": reverse("signs"),
            "signs": signs,
            "book_url": reverse("visit-for", args=[bookable]) if bookable else reverse("visit-new"),
        }
    return render(request, "see.html", context)
