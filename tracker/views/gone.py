"""An entry that was deleted meanwhile, in another tab or on another phone."""

from collections.abc import Callable
from functools import wraps
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from tracker.models import Revision
from tracker.views.current import see_other


def leads_to_versions(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Instead of 404 its owner sees its versions, where the deletion can be taken back."""

    @wraps(view)
    def inner(request: HttpRequest, **of: UUID) -> HttpResponse:
        try:
            return view(request, **of)
        except Http404:
            (row,) = of.values()
            own = Revision.objects.of(request.user)
            if not own.filter(row=row, after__isnull=True).exists():
                raise
        messages.error(request, _("This was deleted meanwhile. Take that back to change it."))
        return see_other("history-row", row)

    return inner
