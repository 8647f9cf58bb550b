"""How the rules work, for everyone: the list with a search, and the page of one rule."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from rehab.content.catalogue import catalogue
from tracker.overview import rules as overview
from tracker.overview.conditions import all_conditions
from tracker.regions import region_here

WANTED_MOST = 60


@require_safe
def how_rules_work(request: HttpRequest) -> HttpResponse:
    """Every rule, by tier, with what it could be. `q` looks for words."""
    content = catalogue()
    wanted = request.GET.get("q", "").replace("\x00", "").strip()[:WANTED_MOST]
    context = {
        "aims": overview.aims(),
        "index": overview.rules_index(region_here(request), wanted=wanted),
        "wanted": wanted,
        "programmes": [each for each in content.programmes.values() if each.enabled],
        "content_version": content.content_version,
        "conditions": all_conditions(),
    }
    return render(request, "how_rules_work.html", context)


@require_safe
def rule(request: HttpRequest, rule: str) -> HttpResponse:
    """One rule in words made from its definition, with sources and who checked it."""
    found = catalogue().rules.get(rule)
    if found is None:
        raise Http404
    page = overview.rule_page(found, region_here(request))
    return render(request, "rules/rule.html", {"page": page})
