"""Share the report by a link, and the page that the link opens."""

from collections.abc import Callable
from uuid import UUID

from allauth.core.internal import ratelimit
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core import signing
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import constant_time_compare
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tracker import photo_files
from tracker.accounts import absolute
from tracker.actions.share_report import (
    end_link,
    hash_of,
    is_code_right,
    note_open,
    open_link,
    reopen_link,
    reply_token,
    share_report,
)
from tracker.clock import person_now
from tracker.diary_reader import with_context
from tracker.forms.share import CodeForm, ShareForm
from tracker.models import Injury, Photo, ShareLink, Visit
from tracker.overview.replies import reply_cards
from tracker.report import pdf
from tracker.report.build import build_report, choice_of
from tracker.report.values import Report
from tracker.views.current import (
    current_injury,
    frame,
    injury_or_404,
    needs_injury,
    now_of,
    see_other,
)
from tracker.views.kept import give_back, keeps_typed
from tracker.views.report_file import file_of
from tracker.views.writing import attempt

KNOWS_CODE, CODE_LASTS = "tracker.share.code", 3600
PHOTOS_AT_MOST = 30
Shown = Callable[[HttpRequest, ShareLink], HttpResponse]


@require_safe
@needs_injury
def share(request: HttpRequest) -> HttpResponse:
    """The links of the current injury, and the form for a new one."""
    injury = current_injury(request)
    form = ShareForm(
        give_back(request, about=injury.uuid), owner=request.user, visit=_next_visit(injury)
    )
    return _list(request, injury, form)


@require_POST
@keeps_typed(back=lambda injury_uuid: reverse("share"))
@login_required
def share_make(request: HttpRequest, injury_uuid: UUID) -> HttpResponse:
    """Make a link and show it at once: it is kept nowhere, so no later page can."""
    injury, at = injury_or_404(request, injury_uuid), now_of(request)
    form = ShareForm(request.POST, owner=request.user, visit=_next_visit(injury))

    def write() -> tuple:
        data = form.cleaned_data
        return (
            share_report(
                injury=injury,
                for_whom=data["for_whom"],
                ends_at=form.ends_at(at),
                has_photos=data["has_photos"],
                asks_code=data["asks_code"],
                now=at.now,
                key=data["key"],
            ),
        )

    written = attempt(form, write)
    if written is None:
        return _list(request, injury, form, status=422)
    made = written[0]
    if made is None:
        messages.info(request, _("That link was made already. Make another one to see it."))
        return see_other("share")
    address = absolute(reverse("shared", args=[made.token]))
    import segno  # loaded by the first link, not to serve

    picture = segno.make(address, error="m", micro=False).svg_inline(scale=5, border=4)
    context = frame(request, injury, section="report") | {
        "made": made,
        "address": address,
        "picture": mark_safe(picture),  # noqa: S308  (segno draws it from our own address)
    }
    return render(request, "report/made.html", context)


@require_POST
@login_required
def share_end(request: HttpRequest, injury_uuid: UUID, link_uuid: UUID) -> HttpResponse:
    link = _own(request, injury_uuid, link_uuid)
    end_link(link, now=now_of(request).now)
    undo = reverse("share-reopen", args=[injury_uuid, link_uuid])
    messages.success(request, _("The link is off."), extra_tags=f"undo:{undo}")
    return see_other("share")


@require_POST
@login_required
def share_reopen(request: HttpRequest, injury_uuid: UUID, link_uuid: UUID) -> HttpResponse:
    link = _own(request, injury_uuid, link_uuid)
    if reopen_link(link, now=now_of(request).now):
        messages.success(request, _("The link works again."))
    else:
        messages.error(request, _("This link stays off. Make a new one."))
    return see_other("share")


@require_http_methods(["GET", "HEAD", "POST"])
def shared(request: HttpRequest, token: str) -> HttpResponse:
    """The report as the reader of a link sees it; read-only. Asks for the code first if set."""
    link = _link_or_404(request, token)
    if link.code_hash and not _knows_code(request, link):
        return _ask_code(request, link, token)
    if request.method == "POST":
        return see_other("shared", token)
    if link.injury.owner_id != request.user.pk:
        note_open(link, now=timezone.now())
    return quiet(
        render(
            request,
            "report/shared.html",
            {
                "report": _report(link),
                "link": link,
                "token": token,
                "has_pdf": pdf.is_available(),
                "photos": _photos(link),
                "reply_to": _reply_to(link, token),
            },
        )
    )


@require_safe
def shared_pdf(request: HttpRequest, token: str) -> HttpResponse:
    """The same page as a file; the page itself asks for the code once more after an hour."""
    link = _link_or_404(request, token)
    if not pdf.is_available():
        raise Http404
    if link.code_hash and not _knows_code(request, link):
        return quiet(see_other("shared", token))
    return quiet(
        file_of(
            request,
            lambda: _report(link),
            asked_by=f"links {link.injury_id}",
            page=reverse("shared", args=[token]),
        )
    )


@require_safe
def shared_photo(request: HttpRequest, token: str, photo_uuid: UUID) -> HttpResponse:
    """One photo, where the link shows photos at all."""
    link = _link_or_404(request, token)
    if not link.has_photos or (link.code_hash and not _knows_code(request, link)):
        raise Http404
    photo = Photo.objects.filter(injury=link.injury, uuid=photo_uuid).first()
    if photo is None:
        raise Http404
    try:
        file = photo_files.read(photo.stem, photo_files.LARGE)
    except FileNotFoundError as gone:
        raise Http404 from gone
    return quiet(FileResponse(file, content_type="image/jpeg"))


def _link_or_404(request: HttpRequest, token: str) -> ShareLink:
    """Wrong, ended and turned off are answered alike; who guesses often has to wait."""
    return throttled(request, open_link(token, now=timezone.now()))


def throttled(request: HttpRequest, link: ShareLink | None) -> ShareLink:
    """The link that was found; 404 without one, and for who guessed too often."""
    if link is None:
        ratelimit.consume(request, app="allauth.account", action="shared", limit_get=True)
        raise Http404
    if not ratelimit.consume(
        request, app="allauth.account", action="shared", limit_get=True, dry_run=True
    ):
        raise Http404
    return link


def _ask_code(request: HttpRequest, link: ShareLink, token: str) -> HttpResponse:
    form = CodeForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        if is_code_right(link, form.cleaned_data["code"], now=timezone.now()):
            answer = see_other("shared", token)
            answer.set_signed_cookie(
                _cookie(link),
                link.code_hash,
                salt=KNOWS_CODE,
                max_age=CODE_LASTS,
                path=reverse("shared", args=[token]),
                httponly=True,
                secure=request.is_secure(),
                samesite="Strict",
            )
            return quiet(answer)
        form.add_error("code", _("These are not the digits. Ask who sent you the link"))
    context = {"form": form, "link": link}
    return quiet(render(request, "report/code.html", context, status=422 if form.errors else 200))


def _knows_code(request: HttpRequest, link: ShareLink) -> bool:
    try:
        known = request.get_signed_cookie(_cookie(link), salt=KNOWS_CODE, max_age=CODE_LASTS)
    except (KeyError, signing.BadSignature):
        return False
    return constant_time_compare(known, link.code_hash)


def _cookie(link: ShareLink) -> str:
    return f"share_{link.uuid.hex[:12]}"


def quiet(answer: HttpResponse) -> HttpResponse:
    """In no index and no cache; the middleware keeps its address from other pages."""
    answer["X-Robots-Tag"] = "noindex, nofollow, noarchive"
    answer["Cache-Control"] = "private, no-store"
    return answer


def _report(link: ShareLink) -> Report:
    injury = with_context(Injury.objects.filter(pk=link.injury_id)).get()
    with override(injury.owner.language):
        return build_report(injury, choice=choice_of(injury), at=person_now(injury.owner))


def _reply_to(link: ShareLink, token: str) -> str:
    """The token of the link's reply; "" once it was sent, and for a link that takes none."""
    made = reply_token(token)
    is_open = link.reply_hash == hash_of(made) and not hasattr(link, "reply")
    return made if is_open else ""


def _photos(link: ShareLink) -> list[Photo]:
    if not link.has_photos:
        return []
    return list(Photo.objects.filter(injury=link.injury)[:PHOTOS_AT_MOST])


def _next_visit(injury: Injury) -> Visit | None:
    today = person_now(injury.owner).today
    own = Visit.objects.filter(injury=injury, state="booked", on__gte=today)
    return own.order_by("on").first()


def _own(request: HttpRequest, injury_uuid: UUID, link_uuid: UUID) -> ShareLink:
    injury = injury_or_404(request, injury_uuid)
    link = ShareLink.objects.filter(injury=injury, uuid=link_uuid).first()
    if link is None:
        raise Http404
    return link


def _list(
    request: HttpRequest, injury: Injury, form: ShareForm, *, status: int = 200
) -> HttpResponse:
    now = now_of(request).now
    links = list(ShareLink.objects.filter(injury=injury)[:50])
    context = frame(request, injury, section="report") | {
        "form": form,
        "open_links": [each for each in links if each.ended_at is None and each.ends_at > now],
        "ended_links": [each for each in links if each.ended_at or each.ends_at <= now],
        "is_given_back": form.is_bound and status == 200,
        "replies": reply_cards(injury),
    }
    return render(request, "report/share.html", context, status=status)
