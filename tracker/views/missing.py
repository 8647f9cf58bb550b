"""Fill in the days that were missed, several on one page."""

from datetime import date
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from tracker.actions.record_days import DaysRecorded, record_days
from tracker.forms.missing_days import MissingDaysForm
from tracker.models import Injury
from tracker.overview.missing import Missing, lines_of, missing_days
from tracker.views.current import (
    current_injury,
    days_open,
    frame,
    injury_or_404,
    needs_injury,
    now_of,
    see_other,
)
from tracker.views.diary import date_or
from tracker.views.kept import keeps_typed, take_typed
from tracker.views.saved import said_undo_all
from tracker.views.writing import attempt

MOST_DAYS = 31


@require_safe
@needs_injury
def days_missing(request: HttpRequest) -> HttpResponse:
    """Seven days at a time, newest first; `?to=2026-11-01` shows the ones before."""
    injury, today = current_injury(request), now_of(request).today
    missing = missing_days(
        injury,
        contexts=request.user.contexts,
        today=today,
        last=date_or(request.GET.get("to", ""), today),
    )
    typed = take_typed(request, about=injury.uuid)
    days = missing.days if typed is None else _sent_days(request, typed)
    form = MissingDaysForm(typed, days=days, lines=missing.lines, owner=request.user)
    return _show(request, injury, form, missing=missing)


@require_POST
@keeps_typed(back=lambda injury_uuid: reverse("days-missing"))
@login_required
def days_record(request: HttpRequest, injury_uuid: UUID) -> HttpResponse:
    injury = injury_or_404(request, injury_uuid)
    form = MissingDaysForm(
        request.POST,
        days=_sent_days(request, request.POST),
        lines=lines_of(request.user.contexts),
        owner=request.user,
    )
    told = attempt(
        form,
        lambda: record_days(
            injury=injury, entries=form.entries(), at=now_of(request), key=form.cleaned_data["key"]
        ),
    )
    if told is None:
        return _show(request, injury, form)
    return _saved(request, told)


def _sent_days(request: HttpRequest, data: QueryDict) -> list[date]:
    """The days the sent page offered, newest first; nonsense and days out of reach are left."""
    first, today = days_open(request)
    found = set()
    for text in data.getlist("days")[:MOST_DAYS]:
        try:
            on = date.fromisoformat(text)
        except ValueError:
            continue
        if first <= on < today:
            found.add(on)
    return sorted(found, reverse=True)


def _saved(request: HttpRequest, told: DaysRecorded) -> HttpResponse:
    count = len(told.revisions)
    if count:
        text = ngettext("%(n)s day is filled in.", "%(n)s days are filled in.", count)
        said_undo_all(request, text % {"n": count}, told.revisions)
    if told.left_alone:
        text = ngettext(
            "%(n)s day was logged meanwhile and stays as it is.",
            "%(n)s days were logged meanwhile and stay as they are.",
            len(told.left_alone),
        )
        messages.info(request, text % {"n": len(told.left_alone)})
    return see_other("today" if told.notices else "diary")


def _show(
    request: HttpRequest,
    injury: Injury,
    form: MissingDaysForm,
    *,
    missing: Missing | None = None,
) -> HttpResponse:
    is_refused = request.method == "POST"
    context = frame(request, injury, section="diary") | {
        "form": form,
        "missing": missing,
        "is_given_back": form.is_bound and not is_refused,
    }
    return render(request, "days_missing.html", context, status=422 if is_refused else 200)
