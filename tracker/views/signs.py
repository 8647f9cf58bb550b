"""The Signs page, one notice, and the answers to it."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from rehab.vocabulary import NoticeActionKind
from tracker.actions.answer_notice import NoticeReply, answer_notice
from tracker.actions.errors import ActionError
from tracker.forms.signs import AnswerForm, form_for
from tracker.models import Injury, Notice
from tracker.overview import sign_cards, signs
from tracker.overview.seen_lines import seen_beside
from tracker.overview.sign_parts import rules_behind
from tracker.overview.sign_reports import reports_of
from tracker.overview.sign_words import standing
from tracker.overview.visit_asks import asked_of
from tracker.regions import region_here
from tracker.views.current import (
    current_injury,
    frame,
    injury_or_404,
    needs_injury,
    now_of,
    see_other,
)
from tracker.views.kept import KIND, keeps_typed, take_typed
from tracker.views.writing import refuse


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """One answer a card takes: its button, where it goes, what it asks."""

    kind: NoticeActionKind
    label: str
    url: str
    form: AnswerForm
    is_first: bool
    is_open: bool

    @property
    def is_direct(self) -> bool:
        """A button alone: nothing more is asked."""
        return self.kind is NoticeActionKind.LATER


@dataclass(frozen=True, slots=True)
class Shown:
    """A card with the answers it takes; `is_open` when one of them was refused."""

    card: sign_cards.Card
    offers: tuple[Offer, ...]

    @property
    def is_open(self) -> bool:
        return any(offer.is_open for offer in self.offers)


@dataclass(frozen=True, slots=True)
class Refused:
    """The one answer that came back with errors: its card shows it open."""

    notice: UUID
    kind: NoticeActionKind
    form: AnswerForm


@require_safe
@needs_injury
def signs_list(request: HttpRequest) -> HttpResponse:
    """Open signs as cards, most urgent first; what was put aside; what has ended."""
    return _page(request, current_injury(request))


@require_safe
@login_required
def notice_detail(request: HttpRequest, notice_uuid: UUID) -> HttpResponse:
    """One notice with its words as shown, its rules, their sources and who reviewed them."""
    notice = _notice_or_404(request, notice_uuid)
    injury = notice.injury
    at, region = now_of(request), region_here(request)
    (card,) = sign_cards.cards(
        [notice], injury=injury, today=at.today, region=region, beside=seen_beside
    )
    typed = _given_back(request, notice)
    context = frame(request, injury, section="signs") | {
        "card": card,
        "is_on_its_page": True,
        "offers": shown_of(request, [card], refused=typed)[0].offers,
        "rules": rules_behind(card.said),
        "content_version": notice.content_version,
        "reports": reports_of(injury, notice=notice),
    }
    return render(request, "signs/notice.html", context)


def _given_back(request: HttpRequest, notice: Notice) -> Refused | None:
    """The answer that was typed before the session ended, open and not saved yet."""
    typed = take_typed(request, about=notice.injury.uuid)
    if typed is None:
        return None
    try:
        kind = NoticeActionKind(typed[KIND])
    except ValueError:
        return None
    messages.info(request, _("This is what you typed before you signed in. It is not saved yet."))
    return Refused(notice.uuid, kind, form_for(kind, notice.uuid, request.user, typed))


def _page_of(injury_uuid: UUID, notice_uuid: UUID, kind: str) -> str:
    """The page that shows the answers to this notice."""
    return reverse("notice", args=[notice_uuid])


@keeps_typed(back=_page_of)
@require_POST
@login_required
def notice_answer(
    request: HttpRequest, injury_uuid: UUID, notice_uuid: UUID, kind: str
) -> HttpResponse:
    """Keep one answer to a notice; htmx gets the card back, everyone else the Signs page."""
    injury = injury_or_404(request, injury_uuid)
    notice = _notice_or_404(request, notice_uuid, injury=injury)
    try:
        answer = NoticeActionKind(kind)
    except ValueError:
        raise Http404 from None
    form = form_for(answer, notice.uuid, request.user, request.POST)
    if form.is_valid():
        try:
            answer_notice(
                notice=notice,
                reply=_reply(answer, form),
                at=now_of(request),
                key=form.cleaned_data["key"],
            )
        except ActionError as refusal:
            refuse(form, refusal)
        else:
            return _answered(request, injury, notice)
    return _refused(request, injury, notice, answer, form)


def shown_of(
    request: HttpRequest,
    cards: Iterable[sign_cards.Card],
    *,
    refused: Refused | None = None,
) -> list[Shown]:
    """Cards with the answers they take; also for Today and the safety check."""
    return [
        Shown(card, _offers(request, card, refused if _is_about(refused, card) else None))
        for card in cards
    ]


def _is_about(refused: Refused | None, card: sign_cards.Card) -> bool:
    return refused is not None and refused.notice == card.uuid


def _offers(
    request: HttpRequest,
    card: sign_cards.Card,
    refused: Refused | None,
) -> tuple[Offer, ...]:
    kinds = [NoticeActionKind(kind) for kind in card.offered]
    return tuple(
        Offer(
            kind=kind,
            label=sign_cards.answer_label(kind, card),
            url=reverse("notice-answer", args=[card.injury, card.uuid, kind.value]),
            form=refused.form
            if refused and refused.kind is kind
            else form_for(kind, card.uuid, request.user),
            is_first=kind is kinds[0] and not card.is_emergency,
            is_open=bool(refused and refused.kind is kind),
        )
        for kind in kinds
    )


def _answered(request: HttpRequest, injury: Injury, notice: Notice) -> HttpResponse:
    if request.htmx:
        return _card(request, injury, notice)
    if request.POST.get("back") != "visits":
        return see_other("signs")
    # Its card there moves to the end; on Signs it says this itself.
    messages.success(request, standing(list(notice.actions.order_by("at", "pk")), None))
    return see_other("visits")


def _refused(
    request: HttpRequest,
    injury: Injury,
    notice: Notice,
    kind: NoticeActionKind,
    form: AnswerForm,
) -> HttpResponse:
    refused = Refused(notice.uuid, kind, form)
    if request.htmx:
        return _card(request, injury, notice, refused=refused, status=422)
    return _page(request, injury, refused=refused, status=422)


def _card(
    request: HttpRequest,
    injury: Injury,
    notice: Notice,
    *,
    refused: Refused | None = None,
    status: int = 200,
) -> HttpResponse:
    notice = _notice_or_404(request, notice.uuid, injury=injury)
    cards = sign_cards.cards(
        [notice],
        injury=injury,
        today=now_of(request).today,
        region=region_here(request),
        beside=seen_beside,
    )
    (shown,) = shown_of(request, cards, refused=refused)
    context = {
        "card": shown.card,
        "offers": shown.offers,
        "is_open": shown.is_open,
        "is_on_its_page": _asked_from(request) == reverse("notice", args=[notice.uuid]),
        "just_answered": refused is None,
        "refused_here": None if shown.is_open or refused is None else refused.form,
    }
    return render(request, "components/_notice_card.html", context, status=status)


def _asked_from(request: HttpRequest) -> str:
    """The path of the page that htmx puts the answer into."""
    return (request.htmx.current_url_abs_path or "").partition("?")[0].partition("#")[0]


def _page(
    request: HttpRequest,
    injury: Injury,
    *,
    refused: Refused | None = None,
    status: int = 200,
) -> HttpResponse:
    page = signs.signs_page(injury, today=now_of(request).today, region=region_here(request))
    cards = shown_of(request, page.cards, refused=refused)
    is_shown = any(shown.is_open for shown in cards)
    context = frame(
        request,
        injury,
        section="signs",
        open_signs=page.waiting,
        asked_visits=asked_of(page.visits, now_of(request)),
        pressing=page.pressing,
    ) | {
        "cards": cards,
        "refused": None if is_shown or refused is None else refused.form,
        "put_aside": page.put_aside,
        "earlier": page.earlier,
        "questions": page.questions,
        "fit": page.fit,
    }
    return render(request, "signs.html", context, status=status)


def _notice_or_404(
    request: HttpRequest, notice_uuid: UUID, *, injury: Injury | None = None
) -> Notice:
    own = Notice.objects.of(request.user).select_related("injury")
    if injury is not None:
        own = own.filter(injury=injury)
    notice = own.prefetch_related("actions", "visits").filter(uuid=notice_uuid).first()
    if notice is None:
        raise Http404
    return notice


def _reply(kind: NoticeActionKind, form: AnswerForm) -> NoticeReply:
    given = form.cleaned_data
    texts = {
        name: given.get(name) or ""
        for name in ("role", "who", "reason", "result", "words", "advice")
    }
    return NoticeReply(kind=kind, day=given.get("day"), **texts)
