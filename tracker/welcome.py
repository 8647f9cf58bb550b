"""What happens when someone signs up or in with intake answers in their session."""

from typing import Any

from django.db import transaction
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from tracker import draft as drafts
from tracker.accounts import AccountAdapter
from tracker.actions.intake_draft import find_draft
from tracker.actions.start_injury import start_injury, welcome
from tracker.clock import person_now
from tracker.forms.signup import CONSENT, CONSENT_VERSION
from tracker.models import IntakeDraft, User
from tracker.regions import chosen_code


class WelcomingAdapter(AccountAdapter):
    """The account hooks of the house, and the way of the answers into the account."""

    def save_user(self, request: HttpRequest, user: User, form: Any, commit: bool = True) -> User:
        """Store person, consent and the open intake together, or nothing of it."""
        told = form.cleaned_data
        user.time_zone = told.get("zone") or user.time_zone
        user.region = told.get("region") or chosen_code(request)
        with transaction.atomic():
            user = super().save_user(request, user, form, commit=True)
            at = person_now(user)
            welcome(
                user=user,
                consent=str(CONSENT),
                consent_version=CONSENT_VERSION,
                birth_year=told.get("birth_year"),
                at=at,
            )
            draft = open_draft(request)
            started = start_injury(owner=user, draft=draft, at=at) if draft else None
        if started:
            request.session.pop(drafts.SESSION_KEY, None)
        return user

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """With a whole intake open: ask once whether it is a new injury."""
        draft = open_draft(request)
        if draft and drafts.first_open_step(draft.data) == "result":
            return reverse("start-add")
        url: str = super().get_login_redirect_url(request)
        return url

    def get_signup_redirect_url(self, request: HttpRequest) -> str:
        return str(reverse("today"))


def open_draft(request: HttpRequest) -> IntakeDraft | None:
    """The intake this session holds, None when there is none or it is too old."""
    return find_draft(key=request.session.get(drafts.SESSION_KEY), now=timezone.now())
