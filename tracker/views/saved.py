"""Say that something is saved, with its Undo."""

from collections.abc import Sequence

from django.contrib import messages
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from tracker.models import Revision


def said_undo(request: HttpRequest, text: str, revision: Revision | None) -> None:
    """The toast of a write; none for a replay, which changed nothing."""
    if revision is None:
        return
    undo = reverse("undo", args=[revision.uuid])
    messages.success(request, text, extra_tags=f"undo:{undo}")


def said_undo_all(request: HttpRequest, text: str, revisions: Sequence[Revision]) -> None:
    """The toast of a write of several rows; its one Undo takes all of them back."""
    if not revisions:
        return
    first, *others = [str(revision.uuid) for revision in revisions]
    undo = reverse("undo", args=[first])
    if others:
        undo = f"{undo}?and={','.join(others)}"
    messages.success(request, text, extra_tags=f"undo:{undo}")


def said_ticks_count(request: HttpRequest, *, has_both: bool) -> None:
    """Say on the next page that ticks beside "None of these" were kept."""
    if has_both:
        messages.info(request, ticks_counted())


def ticks_counted() -> str:
    """The sentence for somebody who ticked signs and None as well."""
    return _("You also ticked None. We kept your other ticks.")
