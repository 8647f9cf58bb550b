""" "My clinician told me": their words about an injury, at any time, and what it changes."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from tracker.actions.errors import ActionError
from tracker.actions.record_told import answer_told, record_told, take_back_told
from tracker.forms.fields import WritingForm
from tracker.forms.told import FIELDS, ToldForm
from tracker.models import ClinicianWord, Injury, Visit
from tracker.overview.told import fits_words, fitting, plan_question, told_lines
from tracker.told_word import word_of
from tracker.views.current import (
    current_injury,
    frame,
    injury_or_404,
    needs_injury,
    now_of,
    see_other,
)
from tracker.views.kept import keeps_typed, take_typed


def to_told(injury_uuid: UUID, word_uuid: UUID | None = None) -> str:
    return reverse("told")


def to_plan(injury_uuid: UUID) -> str:
    return reverse("plan")


@require_safe
@needs_injury
def told(request: HttpRequest) -> HttpResponse:
    """What they said so far, and a form for one more."""
    injury = current_injury(request)
    typed = take_typed(request, about=injury.uuid)
    form = _form(request, injury, typed)
    if typed is None:
        form.initial = _from_visit(request, injury)
    return _page(request, injury, form, is_given_back=typed is not None)


@require_POST
@keeps_typed(back=to_told)
@login_required
def told_record(request: HttpRequest, injury_uuid: UUID) -> HttpResponse:
    """Keep one word; a plan that runs is asked about on Plan."""
    injury = injury_or_404(request, injury_uuid)
    form = _form(request, injury, request.POST)
    if not form.is_valid():
        return _page(request, injury, form, status=422)
    try:
        record_told(
            injury=injury,
            word=word_of(form.cleaned_data),
            at=now_of(request),
            key=form.cleaned_data["key"],
        )
    except ActionError as refusal:
        field = FIELDS.get(refusal.field or "", refusal.field or "")
        form.add_error(field if field in form.fields else None, _(refusal.message))
        return _page(request, injury, form, status=422)
    messages.success(request, _("Kept, with who said it and when."))
    asks = plan_question(injury, getattr(injury, "plan_programme", None) or "")
    return see_other("plan" if asks else "told")


@require_POST
@keeps_typed(back=to_told)
@login_required
def told_take_back(request: HttpRequest, injury_uuid: UUID, word_uuid: UUID) -> HttpResponse:
    """ "I typed this by mistake": it stays in the list and counts no more."""
    injury = injury_or_404(request, injury_uuid)
    word = _word(injury, word_uuid)
    take_back_told(word=word, at=now_of(request))
    messages.success(request, _("Taken back. It counts no more."))
    return see_other("told")


@require_POST
@keeps_typed(back=to_plan)
@login_required
def told_plan(request: HttpRequest, injury_uuid: UUID) -> HttpResponse:
    """Carry on with the plan that runs, or end it and look at the one their word fits."""
    injury = injury_or_404(request, injury_uuid)
    form = WritingForm(request.POST, owner=request.user)
    asked = plan_question(injury, getattr(injury, "plan_programme", None) or "")
    if asked is None or asked.word != request.POST.get("word", ""):
        return see_other("plan")  # answered before, or another word counts now
    if not form.is_valid():
        messages.error(request, _("This form was not complete. Send it again"))
        return see_other("plan")
    try:
        is_changed = answer_told(
            injury=injury,
            word=_word(injury, UUID(asked.word)),
            choice=request.POST.get("choice", ""),
            at=now_of(request),
            key=form.cleaned_data["key"],
        )
    except ActionError as refusal:
        messages.error(request, _(refusal.message))
        return see_other("plan")
    if not is_changed:
        messages.success(request, _("You carry on with this plan."))
        return see_other("plan")
    return see_other("plan-start" if asked.then else "plan")


def _word(injury: Injury, word_uuid: UUID) -> ClinicianWord:
    word = ClinicianWord.objects.filter(injury=injury, uuid=word_uuid).first()
    if word is None:
        raise Http404
    return word


def _from_visit(request: HttpRequest, injury: Injury) -> dict[str, object]:
    """Who and when, filled in after the result of a visit led here; what was said is theirs."""
    try:
        named = UUID(request.GET.get("visit", ""))
    except ValueError:
        return {}
    visit = Visit.objects.filter(injury=injury, uuid=named).first()
    if visit is None:
        return {}
    return {"role": visit.role, "who": visit.who, "on": visit.on, "told": visit.words}


def _form(request: HttpRequest, injury: Injury, data: object) -> ToldForm:
    return ToldForm(
        data,
        latest=now_of(request).today,
        earliest=injury.known_onset,
        birth_year=injury.owner.birth_year,
        owner=request.user,
    )


def _page(
    request: HttpRequest,
    injury: Injury,
    form: ToldForm,
    *,
    is_given_back: bool = False,
    status: int = 200,
) -> HttpResponse:
    programme = fitting(injury)
    context = {
        **frame(request, injury, section="plan"),
        "form": form,
        "lines": told_lines(injury),
        "fits": fits_words(injury),
        "offers_plan": programme is not None and not getattr(injury, "plan_started_on", None),
        "is_given_back": is_given_back,
    }
    return render(request, "told.html", context, status=status)
