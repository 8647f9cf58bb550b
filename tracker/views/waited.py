"""An entry that waited on a phone, as the view sees it that takes it (views/offline.py)."""

from django.http import HttpRequest, JsonResponse

MARK = "_has_waited"


def mark_waited(request: HttpRequest) -> None:
    """Say that this form comes from where it waited, not from its page."""
    setattr(request, MARK, True)


def has_waited(request: HttpRequest) -> bool:
    return getattr(request, MARK, False)


def refused_there(says: str) -> JsonResponse:
    """422 for a view without a page of its own: the sentence stands beside the entry."""
    return JsonResponse({"says": says}, status=422)
