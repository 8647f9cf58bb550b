"""Our ways for accounts: who may sign up, where links lead, how mail leaves."""

import logging
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.core.mail import EmailMessage
from django.dispatch import receiver
from django.http import HttpRequest
from django.urls import reverse

log = logging.getLogger("tracker.accounts")
# One thread: mail leaves after the answer, so that no page waits for a mail server and an
# answer takes as long for a known address as for an unknown one.
_post_office = ThreadPoolExecutor(max_workers=1, thread_name_prefix="mail")

INVITED = "invited"


class AccountAdapter(DefaultAccountAdapter):
    """Hooks that allauth calls."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Follow SIGN_UP; with `invite` only a session that opened a valid invitation may."""
        if settings.SIGN_UP == "invite":
            return bool(request.session.get(INVITED))
        return settings.SIGN_UP == "open"

    def get_reset_password_from_key_url(self, key: str) -> str:
        uidb36, _, token = key.partition("-")
        return absolute(
            reverse("account_reset_password_from_key", kwargs={"uidb36": uidb36, "key": token})
        )

    def get_email_confirmation_url(self, request: HttpRequest, emailconfirmation: Any) -> str:
        return absolute(reverse("account_confirm_email", args=[emailconfirmation.key]))

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Write the message now, with the request's language, and send it after the answer."""
        if not settings.HAS_MAIL:
            return
        context = {"request": self.request, "email": email, "home": settings.PUBLIC_URL} | context
        send_soon(self.render_mail(template_prefix, email, context))

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        # allauth counts per host name too, which would multiply the tries by our host names.
        return "login:" + str(credentials.get("email", "")).strip().lower()


def absolute(path: str) -> str:
    """Make a link for a mail from the setting, never from a Host header."""
    return settings.PUBLIC_URL + path


def send_soon(message: EmailMessage) -> None:
    """Send outside the request. A failure is logged without the address."""
    if settings.SEND_MAIL_IN_BACKGROUND:
        _post_office.submit(_send, message)
    else:
        _send(message)


def _send(message: EmailMessage) -> None:
    try:
        message.send()
    except Exception:  # whatever a mail server does, the person has long been answered
        log.exception("mail not sent")


@receiver(user_logged_in)
def log_sign_in(user: Any, **kwargs: object) -> None:
    log.info("signed in", extra={"event": "sign_in", "user": user.pk})


@receiver(user_logged_out)
def log_sign_out(user: Any, **kwargs: object) -> None:
    if user is not None:
        log.info("signed out", extra={"event": "sign_out", "user": user.pk})


@receiver(user_login_failed)
def log_refused(**kwargs: object) -> None:
    log.warning("sign-in refused", extra={"event": "sign_in_refused"})
