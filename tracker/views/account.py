"""Settings of a person, what Today asks them, and the end of the account."""

from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from tracker.actions.erase import erase_account
from tracker.actions.errors import ActionError
from tracker.actions.preferences import (
    Preferences,
    end_other_sessions,
    save_asked,
    save_preferences,
    switch_chip,
)
from tracker.forms.account import (
    ASKABLE,
    SWITCHES,
    AskForm,
    ChipForm,
    DeleteAccountForm,
    PreferencesForm,
)
from tracker.forms.day_fields import ROW_LABELS
from tracker.overview.log_lines import chosen_lines
from tracker.owner_mark import make_mark
from tracker.views.current import NoInjury, current_injury, frame, now_of, see_other
from tracker.views.erase import tell_erased
from tracker.views.kept import give_back, keeps_typed
from tracker.views.writing import refuse
from tracker.views.zone import tell_lived

PAGE = ["GET", "HEAD", "POST"]


def _frame(request: HttpRequest) -> dict[str, object]:
    try:
        return frame(request, current_injury(request), section="more")
    except NoInjury:
        return {"section": "more"}


@require_http_methods(PAGE)
@keeps_typed(back=lambda: reverse("account-settings"))
@login_required
def settings(request: HttpRequest) -> HttpResponse:
    """Time zone, region, birth year, looks; and the ways to everything else of the account."""
    today = now_of(request).today
    is_sent = request.method == "POST"
    typed = request.POST if is_sent else give_back(request)
    form = PreferencesForm(typed, user=request.user, today=today)
    if is_sent and form.is_valid():
        try:
            save_preferences(user=request.user, preferences=Preferences(**form.told()), today=today)
        except ActionError as refusal:
            refuse(form, refusal)
        else:
            messages.success(request, _("Your settings are saved."))
            tell_lived(request)
            return see_other("account-settings")
    context = _frame(request) | {"form": form, "owner_mark": make_mark(request.user)}
    status = 422 if is_sent and form.errors else 200
    return render(request, "account_settings.html", context, status=status)


@require_http_methods(PAGE)
@login_required
def ask(request: HttpRequest) -> HttpResponse:
    """Which lines Today asks and in which order. Each button names the place it moves to."""
    chosen = chosen_lines(request.user.contexts)
    if "chip" in request.POST:
        return _switch_chip(request, chosen)
    form = AskForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        save_asked(user=request.user, contexts=form.order(chosen))
        return see_other(f"{reverse('ask')}#line-{form.cleaned_data['line']}")
    return _ask_page(request, chosen, form)


def _switch_chip(request: HttpRequest, chosen: list[str]) -> HttpResponse:
    form = ChipForm(request.POST)
    if not form.is_valid():
        return _ask_page(request, chosen, form)
    told = form.cleaned_data
    switch_chip(user=request.user, chip=told["chip"], is_on=told["on"] == "1")
    return see_other(f"{reverse('ask')}#chip-{told['chip']}")


def _ask_page(request: HttpRequest, chosen: list[str], form: AskForm | ChipForm) -> HttpResponse:
    chips = [(*switch, switch[0] in request.user.chips) for switch in SWITCHES]
    context = _frame(request) | {
        "form": form,
        "lines": [(name, ROW_LABELS[name], place) for place, name in enumerate(chosen)],
        "last": len(chosen) - 1,
        "left_out": [(name, ROW_LABELS[name]) for name in ASKABLE if name not in chosen],
        "end": len(chosen),
        "chips": chips,
    }
    return render(request, "ask.html", context, status=422 if form.errors else 200)


@require_POST
@login_required
def sign_out_elsewhere(request: HttpRequest) -> HttpResponse:
    """End every other session of this person."""
    end_other_sessions(user=request.user, keep=request.session.session_key)
    messages.success(request, _("You are signed out everywhere else."))
    return see_other("account-settings")


@require_http_methods(PAGE)
@login_required
@reauthentication_required
def account_delete(request: HttpRequest) -> HttpResponse:
    """Delete everything after the word DELETE, with a download offered first."""
    form = DeleteAccountForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        user = request.user
        logout(request)
        tell_erased(request, erase_account(user=user))
        messages.success(request, _("Your account and your diary are deleted."))
        return see_other("erased")
    context = _frame(request) | {"form": form}
    return render(request, "account_delete.html", context, status=422 if form.errors else 200)
