"""Photos of bruises: keep one, look at it, compare two, delete it for good."""

from datetime import date
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tracker import photo_files
from tracker.actions.record_photo import (
    PhotoEntry,
    add_photo,
    change_photo,
    delete_photo,
    was_photo_of,
)
from tracker.forms.fields import WritingForm
from tracker.forms.photo import PhotoForm, PhotoWordsForm
from tracker.models import Injury, Photo
from tracker.overview.photos import by_day, choices, compared, photos_of
from tracker.uploads import was_dropped
from tracker.views.current import (
    current_injury,
    frame,
    injury_or_404,
    needs_injury,
    now_of,
    see_other,
)
from tracker.views.kept import give_back, keeps_typed
from tracker.views.writing import attempt


@require_safe
@needs_injury
def photos(request: HttpRequest) -> HttpResponse:
    """All photos of the current injury, and the form for a new one. `?on=` names its day."""
    injury, today = current_injury(request), now_of(request).today
    form = PhotoForm(
        give_back(request, about=injury.uuid),
        owner=request.user,
        today=today,
        initial={"on": _day_or(request.GET.get("on", ""), today)},
    )
    return _list(request, injury, form)


@require_POST
@keeps_typed(back=lambda injury_uuid: reverse("photos"))
@login_required
def photo_add(request: HttpRequest, injury_uuid: UUID) -> HttpResponse:
    """Store one photo. Refused: the form again with everything typed (422); the file itself
    has to be chosen again, as browsers never fill a file in."""
    injury, at = injury_or_404(request, injury_uuid), now_of(request)
    form = PhotoForm(
        request.POST,
        request.FILES,
        owner=request.user,
        today=at.today,
        dropped=was_dropped(request, "photo") or was_dropped(request, "camera"),
    )

    def write() -> tuple[Photo | None]:
        data = form.cleaned_data
        entry = PhotoEntry(on=data["on"], note=data["note"])
        return (add_photo(injury=injury, entry=entry, file=data["file"], at=at, key=data["key"]),)

    stored = attempt(form, write)
    if stored is None:
        return _list(request, injury, form, status=422)
    if stored[0] is not None:
        undo = reverse("photo-undo", args=[stored[0].uuid])
        messages.success(request, _("The photo is saved."), extra_tags=f"undo:{undo}")
    return see_other("photos")


@require_http_methods(["GET", "HEAD", "POST"])
@keeps_typed(back=lambda photo_uuid: reverse("photo", args=[photo_uuid]))
@login_required
def photo(request: HttpRequest, photo_uuid: UUID) -> HttpResponse:
    """One photo in full, with its day and note to change."""
    kept, at = _photo_or_404(request, photo_uuid), now_of(request)
    is_sent = request.method == "POST"
    form = PhotoWordsForm(
        request.POST if is_sent else give_back(request),
        owner=request.user,
        today=at.today,
        initial={"on": kept.on, "note": kept.note},
    )

    def write() -> Photo:
        data = form.cleaned_data
        entry = PhotoEntry(on=data["on"], note=data["note"])
        return change_photo(photo=kept, entry=entry, at=at, key=data["key"])

    if is_sent and attempt(form, write):
        messages.success(request, _("Changed"))
        return see_other("photos")
    context = frame(request, kept.injury, section="diary") | {"photo": kept, "form": form}
    return render(request, "photos/photo.html", context, status=422 if is_sent else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def photo_delete(request: HttpRequest, photo_uuid: UUID) -> HttpResponse:
    """Ask, then delete row and files. Nothing brings them back."""
    kept = _own(request, photo_uuid)
    if kept is None:
        return _gone(request, photo_uuid)
    form = WritingForm(request.POST or None, owner=request.user)
    if request.method == "POST" and form.is_valid():
        delete_photo(photo=kept)
        messages.success(request, _("The photo is deleted."))
        return see_other("photos")
    context = frame(request, kept.injury, section="diary") | {"photo": kept, "form": form}
    return render(request, "photos/delete.html", context, status=422 if form.errors else 200)


@require_POST
@login_required
def photo_undo(request: HttpRequest, photo_uuid: UUID) -> HttpResponse:
    """Take a photo back that was just added: it is deleted like any other."""
    kept = _own(request, photo_uuid)
    if kept is None:
        return _gone(request, photo_uuid)
    delete_photo(photo=kept)
    messages.success(request, _("Undone."))
    return see_other("photos")


@require_safe
@login_required
def photo_file(request: HttpRequest, photo_uuid: UUID, size: str) -> HttpResponse:
    """One of the two files, to its owner only; nothing on the way may keep a copy."""
    kept = _photo_or_404(request, photo_uuid)
    if size not in photo_files.SIZES:
        raise Http404
    try:
        with photo_files.read(kept.stem, size) as file:
            response = HttpResponse(file.read(), content_type="image/jpeg")
    except FileNotFoundError:
        raise Http404 from None
    name = f"photo-{kept.on.isoformat()}-{size}.jpg"
    response["Content-Disposition"] = f'inline; filename="{name}"'
    response["Cache-Control"] = "private, no-store"
    # A JPEG does not get shorter, and compressing it again would take time for each picture.
    response["Content-Encoding"] = "identity"
    return response


@require_safe
@needs_injury
def photos_compare(request: HttpRequest) -> HttpResponse:
    """Two photos side by side; at first the oldest and the newest."""
    injury = current_injury(request)
    kept = photos_of(injury)
    pair = compared(kept, one=request.GET.get("one", ""), other=request.GET.get("other", ""))
    context = frame(request, injury, section="diary") | {"pair": pair, "choices": choices(kept)}
    return render(request, "photos/compare.html", context)


def _list(
    request: HttpRequest, injury: Injury, form: PhotoForm, *, status: int = 200
) -> HttpResponse:
    kept = photos_of(injury)
    context = frame(request, injury, section="diary") | {
        "form": form,
        "days": by_day(kept),
        "count": len(kept),
    }
    return render(request, "photos.html", context, status=status)


def _own(request: HttpRequest, photo_uuid: UUID) -> Photo | None:
    own = Photo.objects.of(request.user).select_related("injury", "injury__owner")
    return own.filter(uuid=photo_uuid).first()


def _photo_or_404(request: HttpRequest, photo_uuid: UUID) -> Photo:
    kept = _own(request, photo_uuid)
    if kept is None:
        raise Http404
    return kept


def _gone(request: HttpRequest, photo_uuid: UUID) -> HttpResponse:
    """The second tap of the same button; 404 for what never was this person's."""
    if request.method == "POST" and was_photo_of(request.user, photo_uuid):
        return see_other("photos")
    raise Http404


def _day_or(text: str, fallback: date) -> date:
    try:
        return min(date.fromisoformat(text), fallback)
    except ValueError:
        return fallback
