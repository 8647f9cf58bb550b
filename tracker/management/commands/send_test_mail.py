"""`manage.py send_test_mail ADDRESS`: whether mail leaves this house."""

import smtplib
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.mail import EmailMessage
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.core.validators import validate_email


class Command(BaseCommand):
    help = "Sends one mail to an address, and says what the mail server answered."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("address")

    def handle(self, *args: Any, address: str, **options: Any) -> None:
        if not settings.HAS_MAIL:
            raise CommandError("EMAIL_URL is empty, so no mail is sent. Set it and try again.")
        try:
            validate_email(address)
        except ValidationError as error:
            raise CommandError("This is no mail address.") from error
        letter = EmailMessage(
            subject="Home Straight can send mail",
            body=f"This mail was sent by send_test_mail from {settings.PUBLIC_URL}.\n",
            to=[address],
            headers={"Auto-Submitted": "auto-generated"},
        )
        try:
            letter.send()
        except smtplib.SMTPException as error:
            raise CommandError(_what_it_said(error)) from error
        except OSError as error:
            raise CommandError(
                f"{_server()} cannot be reached ({type(error).__name__}). "
                "Look at host, port and encryption in EMAIL_URL."
            ) from error
        self.stdout.write(
            f"{_server()} took the mail from {settings.DEFAULT_FROM_EMAIL}. "
            "If it does not arrive, look into the spam folder and at SPF and DKIM of the sender."
        )


def _server() -> str:
    return f"The mail server {settings.EMAIL_HOST}:{settings.EMAIL_PORT}"


def _what_it_said(error: smtplib.SMTPException) -> str:
    """The outcome as a sentence with the server's own code and words."""
    match error:
        case smtplib.SMTPRecipientsRefused():
            code, text = next(iter(error.recipients.values()), (0, b""))
            return f"{_server()} refuses this address: {_words(code, text)}"
        case smtplib.SMTPAuthenticationError():
            said = _words(error.smtp_code, error.smtp_error)
            return f"{_server()} refuses the user or password of EMAIL_URL: {said}"
        case smtplib.SMTPSenderRefused():
            said = _words(error.smtp_code, error.smtp_error)
            return f"{_server()} refuses the sender {settings.DEFAULT_FROM_EMAIL}: {said}"
        case smtplib.SMTPResponseException():
            said = _words(error.smtp_code, error.smtp_error)
            return f"{_server()} did not take the mail: {said}"
        case _:
            return f"{_server()} ended the talk ({type(error).__name__}). Try again in a while."


def _words(code: int, text: bytes | str) -> str:
    words = text.decode("utf-8", "replace") if isinstance(text, bytes) else text
    return f"{code} {' '.join(words.split())}".strip()
