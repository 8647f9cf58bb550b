"""A run: told after its pain, or on its own; changed; deleted."""

from datetime import date
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tracker.actions.errors import ActionError
from tracker.actions.record_run import RunEntry, RunRecorded, change_run, delete_run, record_run
from tracker.forms.fields import WritingForm
from tracker.forms.run import RunForm, initial_of
from tracker.models import Day, Injury, Revision, Run
from tracker.overview.diary import run_words
from tracker.overview.plan_needs import plan_of
from tracker.overview.run_files import begins_words, file_figures
from tracker.overview.run_steps import run_asks, step_words
from tracker.views.current import (
    current_injury,
    frame,
    injury_or_404,
    needs_injury,
    now_of,
    refused_day,
    see_other,
)
from tracker.views.gone import leads_to_versions
from tracker.views.kept import keeps_typed, take_typed
from tracker.views.saved import said_undo
from tracker.views.writing import refuse


@require_safe
@needs_injury
def run_new(request: HttpRequest, on: date) -> HttpResponse:
    """Minutes, distance, effort and pain of a run; the day's running pain is filled in."""
    injury = current_injury(request)
    if refusal := refused_day(request, on):
        return refusal
    if request.GET.get("after") and Run.objects.filter(injury=injury, on=on).exists():
        return redirect("today")  # its pain was told, and the run already
    pain = Day.objects.filter(injury=injury, on=on).values_list("running", flat=True).first()
    initial = {} if pain is None else {"pain": str(pain)}
    if step := request.GET.get("step"):
        initial["step"] = step  # shown as chosen only if it is among the steps that are offered
    form = RunForm(take_typed(request, about=injury.uuid), owner=request.user, initial=initial)
    return _show(request, injury, form, on=on)


@require_POST
@keeps_typed(back=lambda injury_uuid, on: reverse("run-new", args=[on]))
@login_required
def run_record(request: HttpRequest, injury_uuid: UUID, on: date) -> HttpResponse:
    injury = injury_or_404(request, injury_uuid)
    form = RunForm(request.POST, owner=request.user)
    if form.is_valid():
        try:
            result = record_run(
                injury=injury,
                entry=RunEntry(on=on, **form.told()),
                at=now_of(request),
                key=form.cleaned_data["key"],
            )
        except ActionError as refusal:
            refuse(form, refusal)
        else:
            return _saved(request, injury, on, result, _("The run is saved."))
    return _show(request, injury, form, on=on)


@require_http_methods(["GET", "HEAD", "POST"])
@keeps_typed(back=lambda run_uuid: reverse("run-edit", args=[run_uuid]))
@login_required
@leads_to_versions
def run_edit(request: HttpRequest, run_uuid: UUID) -> HttpResponse:
    run = _run_or_404(request, run_uuid)
    if request.method != "POST":
        form = RunForm(take_typed(request), owner=request.user, initial=initial_of(run))
        return _show(request, run.injury, form, on=run.on, run=run)
    form = RunForm(request.POST, owner=request.user)
    if form.is_valid():
        try:
            result = change_run(
                run=run,
                entry=RunEntry(on=run.on, **form.told()),
                at=now_of(request),
                key=form.cleaned_data["key"],
            )
        except ActionError as refusal:
            refuse(form, refusal)
        else:
            return _saved(request, run.injury, run.on, result, _("The run is changed."))
    return _show(request, run.injury, form, on=run.on, run=run)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def run_delete(request: HttpRequest, run_uuid: UUID) -> HttpResponse:
    """Ask, then delete; the toast that says so can bring it back."""
    run = _own_run(request, run_uuid)
    if run is None:
        gone = Revision.objects.of(request.user).filter(
            row=run_uuid, table="run", after__isnull=True
        )
        if request.method == "POST" and gone.exists():
            return see_other("diary")  # the second tap of the same button
        raise Http404
    form = WritingForm(request.POST or None, owner=request.user)
    if request.method == "POST" and form.is_valid():
        revision = delete_run(run=run, at=now_of(request), key=form.cleaned_data["key"])
        said_undo(request, _("The run is deleted."), revision)
        return see_other("diary")
    context = frame(request, run.injury, section="diary") | {
        "run": run,
        "words": run_words(run),
        "form": form,
    }
    return render(request, "run_delete.html", context, status=422 if form.errors else 200)


def _own_run(request: HttpRequest, run_uuid: UUID) -> Run | None:
    own = Run.objects.of(request.user).select_related("injury", "injury__owner")
    return own.filter(uuid=run_uuid).first()


def _run_or_404(request: HttpRequest, run_uuid: UUID) -> Run:
    run = _own_run(request, run_uuid)
    if run is None:
        raise Http404
    return run


def _saved(
    request: HttpRequest, injury: Injury, on: date, result: RunRecorded, text: str
) -> HttpResponse:
    if result.run is not None and result.run.ladder:
        text = f"{text} {step_words(plan_of(injury, today=now_of(request).today), on)}".strip()
    said_undo(request, text, result.revision)
    if result.notices:
        return see_other("today")
    return see_other("today" if on == now_of(request).today else "diary")


def _show(
    request: HttpRequest, injury: Injury, form: RunForm, *, on: date, run: Run | None = None
) -> HttpResponse:
    action = (
        reverse("run-edit", args=[run.uuid])
        if run
        else reverse("run-record", args=[injury.uuid, on])
    )
    is_refused = request.method == "POST"
    asks = run_asks(plan_of(injury, today=on), run=run)
    form.offer([(each.code, each.name) for each in asks.steps], training=asks.asks_training)
    context = frame(request, injury, section="diary") | {
        "form": form,
        "action": action,
        "on": on,
        "run": run,
        "asks": asks,
        "of_file": file_figures(run) if run else [],
        "begins": begins_words(run) if run else "",
        "is_given_back": form.is_bound and not is_refused,
    }
    return render(request, "run.html", context, status=422 if is_refused else 200)
