"""The one reply to a shared page: its form, and what the owner of the page does with it."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from tracker.actions.answer_reply import (
    Reply,
    delete_reply,
    link_for_reply,
    open_programme,
    put_aside,
    send_reply,
    take_part,
)
from tracker.actions.errors import ActionError
from tracker.clock import person_now
from tracker.forms.reply import ReplyForm
from tracker.models import ShareLink, ShareReply
from tracker.overview.replies import stage_choices
from tracker.overview.told import plan_question
from tracker.views.current import injury_or_404, now_of, see_other
from tracker.views.share import quiet, throttled
from tracker.views.writing import attempt


@require_http_methods(["GET", "HEAD", "POST"])
def reply(request: HttpRequest, token: str) -> HttpResponse:
    """One message. Wrong, ended and used addresses answer alike; the form sent twice is one."""
    link = throttled(request, link_for_reply(token, now=timezone.now()))
    kept: ShareReply | None = getattr(link, "reply", None)
    if kept is not None:
        if request.method == "POST" and request.POST.get("key") == str(kept.key):
            return _page(request, link, None)
        raise Http404
    at = person_now(link.injury.owner)
    plan = open_programme(link.injury)
    form = ReplyForm(
        request.POST if request.method == "POST" else None,
        stages=stage_choices(plan.programme) if plan else [],
    )
    if request.method != "POST":
        return _page(request, link, form)

    def write() -> tuple[bool]:
        given = form.cleaned_data
        typed = Reply(
            name=given["name"],
            role=given["role"],
            message=given["message"],
            label=given["label"],
            visit_on=given["visit_on"],
            stage=given.get("stage", ""),
        )
        return (send_reply(link=link, reply=typed, at=at, key=given["key"]),)

    sent = attempt(form, write)
    if sent is None:
        return _page(request, link, form, status=422)
    if not sent[0]:
        raise Http404
    return _page(request, link, None)


@require_POST
@login_required
def reply_take(request: HttpRequest, injury_uuid: UUID, reply_uuid: UUID) -> HttpResponse:
    """Take one part over as an own entry, after its own checks."""
    own = _own(request, injury_uuid, reply_uuid)
    part = request.POST.get("part", "")
    try:
        take_part(reply=own, part=part, at=now_of(request))
    except ActionError as refusal:
        messages.error(request, _(refusal.message))
        return see_other("share")
    messages.success(request, _("Kept, with who typed it and when."))
    injury = injury_or_404(request, injury_uuid)
    asks = plan_question(injury, getattr(injury, "plan_programme", None) or "")
    return see_other("plan" if part == "label" and asks else "share")


@require_POST
@login_required
def reply_aside(request: HttpRequest, injury_uuid: UUID, reply_uuid: UUID) -> HttpResponse:
    put_aside(reply=_own(request, injury_uuid, reply_uuid), at=now_of(request))
    messages.success(request, _("Put aside. It stays in this list."))
    return see_other("share")


@require_POST
@login_required
def reply_delete(request: HttpRequest, injury_uuid: UUID, reply_uuid: UUID) -> HttpResponse:
    delete_reply(_own(request, injury_uuid, reply_uuid))
    messages.success(request, _("The reply is deleted."))
    return see_other("share")


def _own(request: HttpRequest, injury_uuid: UUID, reply_uuid: UUID) -> ShareReply:
    injury = injury_or_404(request, injury_uuid)
    found = ShareReply.objects.filter(link__injury=injury, uuid=reply_uuid).first()
    if found is None:
        raise Http404
    return found


def _page(
    request: HttpRequest, link: ShareLink, form: ReplyForm | None, *, status: int = 200
) -> HttpResponse:
    """The form; without one the sentence that it was sent."""
    context = {"link": link, "form": form}
    return quiet(render(request, "report/reply.html", context, status=status))
