"""What a person is reminded of, when, and on which ways."""

from datetime import date, datetime

from allauth.account.models import EmailAddress
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from tracker import vapid
from tracker.actions.choose_reminders import Choices, choices_of, save_choices, try_mail_again
from tracker.actions.errors import ActionError
from tracker.clock import zone_or_utc
from tracker.forms.push import PushForm
from tracker.forms.reminders import RemindersForm
from tracker.models import PushDevice, ReminderChoice
from tracker.owner_mark import make_mark
from tracker.reminders import push
from tracker.views.current import NoInjury, current_injury, frame, now_of, see_other
from tracker.views.kept import give_back, keeps_typed
from tracker.views.writing import refuse


@require_http_methods(["GET", "HEAD", "POST"])
@keeps_typed(back=lambda: reverse("reminders"))
@login_required
def reminders(request: HttpRequest) -> HttpResponse:
    """Every choice on one page; looking stores nothing."""
    stored, today = choices_of(request.user), now_of(request).today
    is_sent = request.method == "POST"
    form = RemindersForm(
        request.POST if is_sent else give_back(request),
        stored=stored,
        today=today,
        has_mail=_has_mail(request),
        has_push=_has_push(request),
    )
    if is_sent and form.is_valid():
        try:
            save_choices(user=request.user, choices=Choices(**form.told()), today=today)
        except ActionError as refusal:
            refuse(form, refusal)
        else:
            messages.success(request, _("Your reminders are saved."))
            return see_other("reminders")
    return _show(request, form, stored, status=422 if is_sent else 200)


def reminders_page(request: HttpRequest, *, push_form: PushForm, status: int) -> HttpResponse:
    """The same page where only adding a device was refused."""
    stored = choices_of(request.user)
    form = RemindersForm(
        stored=stored,
        today=now_of(request).today,
        has_mail=_has_mail(request),
        has_push=_has_push(request),
    )
    return _show(request, form, stored, push_form=push_form, status=status)


@require_POST
@login_required
def mail_again(request: HttpRequest) -> HttpResponse:
    """The person says that their address works again."""
    try_mail_again(user=request.user)
    messages.success(request, _("The next message goes to your address again."))
    return see_other("reminders")


def _show(
    request: HttpRequest,
    form: RemindersForm,
    stored: ReminderChoice,
    *,
    push_form: PushForm | None = None,
    status: int,
) -> HttpResponse:
    has_push = _has_push(request)
    context = _frame(request) | {
        "form": form,
        "owner_mark": make_mark(request.user),
        "has_mail": _has_mail(request),
        "is_confirmed": _has_mail(request) and _is_confirmed(request),
        "refused_on": _day(request, stored.mail_refused_at),
        "has_push": has_push,
        "push_key": vapid.public_key(settings.VAR) if has_push else "",
        "push_form": push_form or PushForm(owner=request.user, auto_id="push_%s"),
        "devices": list(PushDevice.objects.filter(owner_id=request.user.pk)),
        "paused_until": stored.paused_until if form.is_paused else None,
    }
    return render(request, "reminders/settings.html", context, status=status)


def _frame(request: HttpRequest) -> dict[str, object]:
    try:
        return frame(request, current_injury(request), section="more")
    except NoInjury:
        return {"section": "more"}


def _day(request: HttpRequest, at: datetime | None) -> date | None:
    return at.astimezone(zone_or_utc(request.user.time_zone)).date() if at else None


def _has_mail(request: HttpRequest) -> bool:
    """A made-up person has no address, whatever the house has."""
    return bool(settings.HAS_MAIL and not request.user.is_demo)


def _has_push(request: HttpRequest) -> bool:
    return not request.user.is_demo and push.is_ready()


def _is_confirmed(request: HttpRequest) -> bool:
    own = EmailAddress.objects.filter(user=request.user, verified=True)
    return bool(own.filter(email__iexact=request.user.email).exists())
