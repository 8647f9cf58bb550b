"""The browsers that may be pushed to: take this one, try one out, end one."""

from uuid import UUID

from allauth.core.internal import ratelimit
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from tracker.actions.push_devices import add_device, remove_device
from tracker.forms.push import PushForm
from tracker.models import PushDevice
from tracker.reminders import push
from tracker.views.current import see_other
from tracker.views.kept import keeps_typed
from tracker.views.reminders import reminders_page
from tracker.views.writing import attempt


@require_POST
@keeps_typed(back=lambda: reverse("reminders"))
@login_required
def push_add(request: HttpRequest) -> HttpResponse:
    """Take the browser that this form came from."""
    if request.user.is_demo or not push.is_ready():
        messages.info(request, _("Push does not work here."))
        return see_other("reminders")
    form = PushForm(request.POST, owner=request.user)

    def write() -> tuple[PushDevice | None]:
        told = form.cleaned_data
        device = add_device(
            user=request.user,
            name=told["name"],
            endpoint=told["endpoint"],
            p256dh=told["p256dh"],
            auth=told["auth"],
            at=timezone.now(),
            key=told["key"],
        )
        return (device,)

    if attempt(form, write) is None:
        return reminders_page(request, push_form=form, status=422)
    messages.success(request, _("This device is added. Send it a test."))
    return see_other("reminders")


@require_POST
@login_required
def push_test(request: HttpRequest, device_uuid: UUID) -> HttpResponse:
    """Push once to one device, and say how it went."""
    device = _own(request, device_uuid)
    if not ratelimit.consume(
        request, app="allauth.account", action="push_test", key=str(request.user.pk)
    ):
        messages.error(request, _("That was often. Try again in an hour."))
        return see_other("reminders")
    note = push.Note(
        title=_("This device is reached"), path=reverse("reminders"), tag="test", is_warning=False
    )
    answer = push.push_to(device, note, now=timezone.now())
    if 200 <= answer.status < 300:
        messages.success(request, _("The test is on its way to this device."))
    elif PushDevice.objects.filter(pk=device.pk, dropped_at__isnull=True).exists():
        messages.error(request, _("It could not be sent now. Try again in a while."))
    else:
        messages.error(request, _("This device is gone. Add it again from its own browser."))
    return see_other("reminders")


@require_POST
@login_required
def push_remove(request: HttpRequest, device_uuid: UUID) -> HttpResponse:
    """End one device at once."""
    remove_device(device=_own(request, device_uuid))
    messages.success(request, _("The device is removed."))
    return see_other("reminders")


def _own(request: HttpRequest, device_uuid: UUID) -> PushDevice:
    device = PushDevice.objects.filter(owner_id=request.user.pk, uuid=device_uuid).first()
    if device is None:
        raise Http404
    return device
