"""Tokens for shortcuts and watches: make one, see when each was used, end it."""

from uuid import UUID

from allauth.account.decorators import reauthentication_required
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from tracker.actions.errors import ActionError
from tracker.actions.tokens import TokenMade, make_token, revoke_token
from tracker.clock import zone_or_utc
from tracker.exchange.by_token import ENTRIES, Entry, Field
from tracker.exchange.openapi import document
from tracker.forms.tokens import SCOPE_WORDS, TokenForm
from tracker.labels import injury_words
from tracker.models import ApiToken, Injury
from tracker.views.current import current_injury, frame, injury_or_404, needs_injury, see_other
from tracker.views.kept import give_back, keeps_typed
from tracker.views.writing import refuse


@require_safe
@needs_injury
def tokens(request: HttpRequest) -> HttpResponse:
    """The person's tokens, and a form for another one."""
    injury = current_injury(request)
    typed = give_back(request, about=injury.uuid)
    return _show(request, injury, TokenForm(typed, owner=request.user))


@require_POST
@keeps_typed(back=lambda injury_uuid: reverse("tokens"))
@login_required
def token_make(request: HttpRequest, injury_uuid: UUID) -> HttpResponse:
    """Make a token after the password was asked for again, and show it this one time."""
    injury = injury_or_404(request, injury_uuid)
    if request.user.is_demo:
        messages.info(request, _("A made-up diary has no tokens."))
        return see_other("tokens")
    made: HttpResponse = _make(request, injury)
    return made


@reauthentication_required
def _make(request: HttpRequest, injury: Injury) -> HttpResponse:
    form = TokenForm(request.POST, owner=request.user)
    if form.is_valid():
        try:
            made = make_token(
                injury=injury,
                name=form.cleaned_data["name"],
                scopes=form.cleaned_data["scopes"],
                at=timezone.now(),
                key=form.cleaned_data["key"],
            )
        except ActionError as refusal:
            refuse(form, refusal)
        else:
            return _show(request, injury, TokenForm(owner=request.user), made=made)
    return _show(request, injury, form, status=422)


@require_POST
@login_required
def token_end(request: HttpRequest, token_uuid: UUID) -> HttpResponse:
    """End one token at once."""
    token = ApiToken.objects.of(request.user).filter(uuid=token_uuid).first()
    if token is None:
        raise Http404
    revoke_token(token=token, at=timezone.now())
    messages.success(request, _("The token is ended."))
    return see_other("tokens")


def _show(
    request: HttpRequest,
    injury: Injury,
    form: TokenForm,
    *,
    made: TokenMade | None = None,
    status: int = 200,
) -> HttpResponse:
    words, zone = dict(SCOPE_WORDS), zone_or_utc(request.user.time_zone)
    rows = ApiToken.objects.of(request.user).live().select_related("injury")
    context = frame(request, injury, section="more") | {
        "form": form,
        "action": reverse("token-make", args=[injury.uuid]),
        "made": made,
        "tokens": [
            {
                "row": row,
                "used": row.last_used_at and row.last_used_at.astimezone(zone).replace(tzinfo=None),
                "scopes": [words[scope] for scope in row.scopes],
                "injury": injury_words(
                    side=row.injury.side, places=row.injury.places, worst=row.injury.worst
                ),
            }
            for row in rows
        ],
    }
    return render(request, "tokens/tokens.html", context, status=status)


@require_safe
def api_words(request: HttpRequest) -> HttpResponse:
    """How to log from a shortcut, in plain words; read without an account."""
    context = {"server": settings.PUBLIC_URL, "entries": [_described(e) for e in ENTRIES.values()]}
    return render(request, "tokens/api.html", context)


@require_safe
def openapi(request: HttpRequest) -> HttpResponse:
    """The same for machines: an OpenAPI 3.1 document."""
    return JsonResponse(document(server=settings.PUBLIC_URL))


def _described(entry: Entry) -> dict[str, object]:
    return {
        "name": entry.name,
        "words": entry.words,
        "fields": [(field, _takes(field)) for field in entry.fields],
    }


def _takes(field: Field) -> str:
    """What one key takes, in words."""
    match field.kind:
        case "whole":
            return _("a whole number, %(low)g to %(high)g") % {"low": field.low, "high": field.high}
        case "number":
            return _("a number, %(low)g to %(high)g") % {"low": field.low, "high": field.high}
        case "yes_no":
            return _("true or false")
        case "day":
            return _("a date")
        case "code":
            return ", ".join(code.value for code in field.codes or ())
        case _:
            return _("text of at most %(n)d characters") % {"n": field.longest}
