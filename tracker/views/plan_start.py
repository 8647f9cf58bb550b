"""Begin a plan: the doors, the questions that are missing, the stage to start in."""

from collections.abc import Sequence
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from rehab.content.catalogue import catalogue
from rehab.vocabulary import Tier
from tracker.actions.answer_doors import answer_doors
from tracker.actions.errors import ActionError
from tracker.actions.follow_plan import Agreement, start_plan
from tracker.forms.check import asked_in
from tracker.forms.plan import BeginForm, DoorsForm
from tracker.models import Injury, Notice
from tracker.overview import check as check_words
from tracker.overview.injuries import happened_often
from tracker.overview.plan_proposal import CARDS, asked_card, proposal
from tracker.overview.plan_start import StartPage, start_page
from tracker.overview.signs import grave_notices
from tracker.plan_reader import read_plan
from tracker.regions import region_here
from tracker.views.current import (
    current_injury,
    frame,
    injury_or_404,
    needs_injury,
    now_of,
    see_other,
)
from tracker.views.kept import keeps_typed, take_typed
from tracker.views.writing import refuse

PRESSING = (Tier.EMERGENCY, Tier.URGENT, Tier.SOON)


def to_start(injury_uuid: UUID) -> str:
    return reverse("plan-start")


@require_safe
@needs_injury
def plan_begin(request: HttpRequest) -> HttpResponse:
    """What the answers fit, its doors, and where the person may start; `?card=care`: the care card.

    With a plan open there is nothing to begin.
    """
    injury = current_injury(request)
    if getattr(injury, "plan_started_on", None) is not None:
        return see_other("plan")
    return _page(request, injury, typed=True)


@require_POST
@keeps_typed(back=to_start)
@login_required
def plan_answers(request: HttpRequest, injury_uuid: UUID) -> HttpResponse:
    """Store the questions a plan needs; what needs help is shown before anything else."""
    injury = injury_or_404(request, injury_uuid)
    asked = asked_in(request.POST)
    wants_age = "birth_year" in request.POST
    form = DoorsForm(
        request.POST,
        questions=_texts(injury, asked),
        wants_age=wants_age,
        owner=request.user,
    )
    if not asked and not wants_age:
        return see_other(_start_again(request))
    if not form.is_valid():
        return _page(request, injury, doors_form=form, status=422)
    try:
        told = answer_doors(
            injury=injury,
            answers=form.answers,
            birth_year=form.cleaned_data.get("birth_year"),
            at=now_of(request),
            key=form.cleaned_data["key"],
        )
    except ActionError as refusal:
        refuse(form, refusal)
        return _page(request, injury, doors_form=form, status=422)
    is_pressing = any(notice.tier in PRESSING for notice in told)
    return see_other("check-result" if is_pressing else _start_again(request))


@require_POST
@keeps_typed(back=to_start)
@login_required
def plan_open(request: HttpRequest, injury_uuid: UUID) -> HttpResponse:
    """Begin the plan in the stage of the button that was pressed; never beside an emergency."""
    injury = injury_or_404(request, injury_uuid)
    if _is_emergency(grave_notices(injury)):
        return see_other(_start_again(request))
    page = _start(request, injury)
    if page is None:
        return see_other("plan")
    form = BeginForm(request.POST, confirms=page.confirms, owner=request.user)
    if not form.is_valid():
        return _page(request, injury, begin_form=form, status=422)
    given = form.cleaned_data
    programme = page.proposal.programme
    try:
        start_plan(
            injury=injury,
            programme=programme.id if programme else "",
            stage=given["stage"],
            at=now_of(request),
            key=given["key"],
            attested=frozenset(given.get("confirmed") or ()),
            agreement=Agreement(given["by"], given["on"], given["words"])
            if form.is_agreed
            else None,
        )
    except ActionError as refusal:
        form.add_error(_field(form, refusal), _(refusal.message))
        return _page(request, injury, begin_form=form, status=422)
    messages.success(request, _("Your plan has begun."))
    return see_other("plan")


def _start_again(request: HttpRequest) -> str:
    """The page that begins the plan that was asked for."""
    card = request.POST.get("card", "")
    known = card if card in CARDS else ""
    return f"{reverse('plan-start')}?card={known}" if known else reverse("plan-start")


def _field(form: BeginForm, refusal: ActionError) -> str | None:
    """The input a refusal belongs to; a door that wants a tick stands at the ticks."""
    field = "confirmed" if refusal.field == "gates" else refusal.field
    return field if field in form.fields and field != "stage" else None


def _start(request: HttpRequest, injury: Injury) -> StartPage | None:
    region, today = region_here(request), now_of(request).today
    card = request.POST.get("card") or request.GET.get("card") or ""
    found = asked_card(card, injury, region=region) or proposal(injury, region=region)
    return start_page(injury, found, today=today, region=region)


def _is_emergency(grave: Sequence[Notice]) -> bool:
    """Whether help comes before any plan; the page then shows the emergency and no button."""
    return any(notice.tier == Tier.EMERGENCY for notice in grave)


def _texts(injury: Injury, asked: list[str] | tuple[str, ...]) -> dict[str, str]:
    known = list((injury.triage or {}).get("baseline") or ())
    return check_words.texts(asked, known)


def _page(
    request: HttpRequest,
    injury: Injury,
    *,
    doors_form: DoorsForm | None = None,
    begin_form: BeginForm | None = None,
    typed: bool = False,
    status: int = 200,
) -> HttpResponse:
    context = frame(request, injury, section="plan")
    page = _start(request, injury)
    if page is None:
        context |= {"proposed": proposal(injury, region=region_here(request))}
        return render(request, "plan/none.html", context, status=status)
    # The GET has looked already: `plan_started_on` comes with the current injury.
    if request.method == "POST" and read_plan(injury, today=now_of(request).today) is not None:
        return see_other("plan")
    kept = take_typed(request, about=injury.uuid) if typed else None
    grave = grave_notices(injury)
    context["grave"] = grave
    if _is_emergency(grave):
        return render(request, "plan/start_waits.html", context, status=status)
    if doors_form is None and page.waits:
        doors_form = DoorsForm(
            kept if kept and "asked" in kept else None,
            questions=_texts(injury, page.asks),
            wants_age=page.wants_age,
            owner=request.user,
        )
    if begin_form is None and page.can_begin:
        begin_form = BeginForm(
            kept if kept and "by" in kept else None, confirms=page.confirms, owner=request.user
        )
    context |= {
        "page": page,
        "doors_form": doors_form,
        "begin_form": begin_form,
        "asked": ",".join(doors_form.question_ids) if doors_form else "",
        "is_given_back": kept is not None,
        "card": page.proposal.card,
        "often": happened_often(injury, today=now_of(request).today),
        "see": catalogue().see_by_topic["reinjury"].id,
    }
    return render(request, "plan/start.html", context, status=status)
