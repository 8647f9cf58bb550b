"""One message as a mail: text and HTML, no picture, nothing that tells who opened it.

Works without Django's requests: every address comes from PUBLIC_URL. No mail address and no
answer of a mail server, which may quote one, reaches an exception's text or the log.
"""

import logging
import smtplib

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template import Context
from django.template.loader import get_template, render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from tracker.accounts import NO_MAIL_DOMAIN, absolute, plain
from tracker.models import ReminderChoice
from tracker.models.reminder import ReminderKind
from tracker.reminders.due import ORDINARY
from tracker.reminders.messages import WARNINGS, Later, Line, Message, Refused, language_of
from tracker.reminders.one_tap import Tap, link

__all__ = ["Later", "Refused", "send", "to_mail"]

log = logging.getLogger("tracker.reminders")
# A refusal that speaks of our server, of a policy or of a full mailbox says nothing about the
# address (enhanced status codes, RFC 3463: X.7 policy, X.2.2 mailbox full, X.3 mail system).
NOT_THE_ADDRESS = ("5.7.", "5.2.2", "5.3.", "5.4.")
FULL = 552


def send(message: Message) -> None:
    """Hand the message to the mail server. Done when this returns.

    Raises Refused when the server says for good that there is no such address, which is then
    kept with the person's choices, and Later for everything that may pass. A line that drops
    after the message was taken also gives Later: the next try has the same Message-ID.
    """
    letter = to_mail(message)
    if plain(message.user.email).endswith(NO_MAIL_DOMAIN):
        raise Refused("a made-up person has no address")
    try:
        letter.send()
    except smtplib.SMTPRecipientsRefused as error:
        code, text = next(iter(error.recipients.values()), (0, b""))
        if not is_for_good(code, text):
            raise Later(f"recipient put off with {code}") from None
        _keep_refused(message)
        raise Refused(f"recipient refused with {code}") from None
    except smtplib.SMTPResponseException as error:
        raise Later(f"{type(error).__name__} with {error.smtp_code}") from None
    except (smtplib.SMTPException, OSError) as error:
        raise Later(type(error).__name__) from None


def is_for_good(code: int, text: bytes | str) -> bool:
    """Tell whether a refusal of the recipient is about the address and will not pass."""
    words = text.decode("utf-8", "replace") if isinstance(text, bytes) else text
    return 500 <= code < 600 and code != FULL and not words.strip().startswith(NOT_THE_ADDRESS)


def to_mail(message: Message) -> EmailMultiAlternatives:
    """The message as a mail that can be sent, in the person's language."""
    with translation.override(language_of(message.user)):
        off = unsubscribe(message)
        words = {
            "message": message,
            "taps": taps(message),
            "settings_url": absolute(reverse("reminders")),
            "stop": _stop_words(message),
            "stop_url": link(message.user, off),
            "host": settings.PUBLIC_HOST,
            "language": translation.get_language() or "en",
        }
        text = get_template("email/reminder.txt").template.render(  # type: ignore[attr-defined]
            Context(words, autoescape=False)
        )
        html = render_to_string("email/reminder.html", words)
    letter = EmailMultiAlternatives(
        subject=message.subject,
        body=text,
        to=[message.user.email],
        headers={
            "Message-ID": message.message_id,
            "Auto-Submitted": "auto-generated",
            "List-ID": f"<{off.value.removeprefix('stop_')}.{settings.PUBLIC_HOST}>",
            "List-Unsubscribe": f"<{link(message.user, off)}>",
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        },
    )
    letter.attach_alternative(html, "text/html")
    return letter


def unsubscribe(message: Message) -> Tap:
    """What "Unsubscribe" stops: from a mail with a warning sign every mail, else the reminders.

    So who stops the evening reminder from a mail program does not lose the warning signs.
    """
    return Tap.STOP_MAIL if WARNINGS & set(message.kinds) else Tap.STOP_REMINDERS


def taps(message: Message) -> list[Line]:
    """The links below a reminder that make it more quiet; what no pause holds back has none."""
    if not ORDINARY & set(message.kinds) or ReminderKind.GOODBYE in message.kinds:
        return []
    names = [(Tap.TOMORROW, _("Not today")), (Tap.WEEK, _("Pause for a week"))]
    if ReminderKind.DAILY in message.kinds:
        names.append((Tap.STOP_DAILY, _("Stop the daily reminder")))
    return [Line("", link(message.user, tap), name) for tap, name in names]


def _stop_words(message: Message) -> str:
    if unsubscribe(message) is Tap.STOP_MAIL:
        return _("Send me no more mail")
    return _("Stop all reminders")


def _keep_refused(message: Message) -> None:
    """Remember it, so that nothing is sent there until the person says "Try again"."""
    ReminderChoice.objects.get_or_create(user=message.user)
    ReminderChoice.objects.filter(user=message.user).update(mail_refused_at=message.at)
    log.warning("mail refused", extra={"event": "mail_refused", "user": message.user.pk})
