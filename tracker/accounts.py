"""Our ways for accounts: who may sign up, where links lead, how mail leaves."""

import logging
import secrets
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.signals import email_changed
from allauth.core.internal import ratelimit
from django.conf import settings
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.core import signing
from django.core.mail import EmailMessage
from django.dispatch import receiver
from django.http import HttpRequest
from django.urls import reverse
from django.utils.crypto import constant_time_compare, salted_hmac

from tracker.models import ReminderChoice, User

log = logging.getLogger("tracker.accounts")
# One thread: mail leaves after the answer, so that no page waits for a mail server and an
# answer takes as long for a known address as for an unknown one.
_post_office = ThreadPoolExecutor(max_workers=1, thread_name_prefix="mail")

INVITED = "invited"
_INVITATION_SALT = "tracker.invitation"
INVITATION_DAYS = 14
# The addresses of made-up people; nothing is ever sent there.
NO_MAIL_DOMAIN = "@example.invalid"
# allauth counts an attempt under a lock in the cache and answers "too many" when it cannot get
# it within a second. Many taps at once, or a worker that died with the lock in its hand (it
# ends by itself after ten seconds), are no reason to refuse a person: wait for it.
ratelimit.CACHE_LOCK_WAIT_TIMEOUT = ratelimit.CACHE_LOCK_TIMEOUT + 2


class AccountAdapter(DefaultAccountAdapter):
    """Hooks that allauth calls."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Follow SIGN_UP; with `invite` only a session that opened a valid invitation may."""
        if settings.SIGN_UP == "invite":
            return bool(request.session.get(INVITED))
        return settings.SIGN_UP == "open"

    def is_safe_url(self, url: str | None) -> bool:
        """Tell whether a way back is a path of this site; no other host, not even localhost."""
        try:
            return bool(url and url.startswith("/") and super().is_safe_url(url))
        except ValueError:
            return False

    def get_reset_password_from_key_url(self, key: str) -> str:
        uidb36, _, token = key.partition("-")
        return absolute(
            reverse("account_reset_password_from_key", kwargs={"uidb36": uidb36, "key": token})
        )

    def get_email_confirmation_url(self, request: HttpRequest, emailconfirmation: Any) -> str:
        return absolute(reverse("account_confirm_email", args=[emailconfirmation.key]))

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Write the message now, with the request's language, and send it after the answer."""
        if not settings.HAS_MAIL or plain(email).endswith(NO_MAIL_DOMAIN):
            return
        context = {"request": self.request, "email": email, "home": settings.PUBLIC_URL} | context
        send_soon(self.render_mail(template_prefix, email, context))

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """A made-up person has no password to ask for again."""
        if getattr(self.request.user, "is_demo", False):
            return False
        return bool(super().is_reauthentication_required(app=app, **kwargs))

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Count tries per name and address; a device that signed in before is counted apart.

        So neither a stranger who guesses at a name nor one behind the same address keeps
        the person out on their own device.
        """
        is_known = is_known_device(request, str(credentials.get("email", "")))
        self._login_failed_rl_usage = ratelimit.consume(
            request,
            app="allauth.account",
            action="login_failed_known" if is_known else "login_failed",
            key=self._get_login_attempts_cache_key(request, **credentials),
        )
        if not self._login_failed_rl_usage:
            log.warning("sign-in blocked", extra={"event": "sign_in_blocked"})
            raise self.validation_error("too_many_login_attempts")

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        # allauth counts per host name too, which would multiply the tries by our host names.
        return "login:" + plain(str(credentials.get("email", "")))


def plain(email: str) -> str:
    return email.strip().lower()


def device_mark(email: str) -> str:
    """Give what a device keeps after a sign-in: it proves the name without telling it."""
    return salted_hmac("tracker.device", plain(email), algorithm="sha256").hexdigest()


def is_known_device(request: HttpRequest, email: str) -> bool:
    mark = request.COOKIES.get(settings.DEVICE_COOKIE_NAME, "")
    return constant_time_compare(mark, device_mark(email))


def invitation_link() -> str:
    """Make a link that lets its opener sign up; it works for some days, also more than once."""
    token = signing.dumps(secrets.token_urlsafe(8), salt=_INVITATION_SALT)
    return absolute(reverse("invitation", args=[token]))


def is_invitation(token: str) -> bool:
    """Tell whether we made this token not too long ago."""
    try:
        signing.loads(token, salt=_INVITATION_SALT, max_age=timedelta(days=INVITATION_DAYS))
    except signing.BadSignature:
        return False
    return True


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


@receiver(email_changed)
def forget_refusal(user: User, **kwargs: object) -> None:
    """What a mail server said of the old address says nothing of the new one."""
    ReminderChoice.objects.filter(user=user).update(mail_refused_at=None)


@receiver(user_logged_in)
def log_sign_in(request: HttpRequest | None, user: Any, **kwargs: object) -> None:
    if request is not None and not user.is_demo:
        request.device_mark = device_mark(user.email)  # type: ignore[attr-defined]
    log.info("signed in", extra={"event": "sign_in", "user": user.pk})


@receiver(user_logged_out)
def log_sign_out(user: Any, **kwargs: object) -> None:
    if user is not None:
        log.info("signed out", extra={"event": "sign_out", "user": user.pk})


@receiver(user_login_failed)
def log_refused(**kwargs: object) -> None:
    log.warning("sign-in refused", extra={"event": "sign_in_refused"})
