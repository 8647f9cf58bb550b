"""The plain Django page of the same kind that ours are measured against.

One row, a ModelForm with the same fields, a template that prints them, sign-in required:
what the framework itself costs on this machine, in this minute.
"""

from django.contrib.auth.decorators import login_required
from django.forms import modelform_factory
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template import engines
from django.urls import include, path

from tracker.models import Day

DayForm = modelform_factory(
    Day, fields=["sitting", "rest", "night", "morning", "walking", "running", "seat", "note"]
)
PAGE = """<!doctype html><html lang="en"><title>Plain</title>
<form method="post">{% csrf_token %}{{ form.as_p }}<button>Save</button></form></html>"""


@login_required
def plain(request: HttpRequest) -> HttpResponse:
    """Show and save one day with nothing but the framework."""
    day = Day.objects.of(request.user).latest("on")
    form = DayForm(request.POST or None, instance=day)
    if request.method == "POST" and form.is_valid():
        form.save()
        return HttpResponseRedirect(request.path)
    page = engines["django"].from_string(PAGE)
    return HttpResponse(page.render({"form": form}, request))


urlpatterns = [path("plain/", plain), path("", include("tracker.urls"))]
