"""Real mail servers in this process: one that takes mail, and ones that do not."""

import asyncio
import email
import email.policy
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from email.message import EmailMessage
from typing import Any

from aiosmtpd.controller import Controller


class Office:
    """Takes every message. `rcpt` and `data` are what it answers there instead, once set."""

    def __init__(self) -> None:
        self.rcpt = self.data = "250 OK"
        self.letters: list[EmailMessage] = []
        self.is_slow = self.hangs_up = False

    async def handle_RCPT(
        self, server: Any, session: Any, envelope: Any, address: str, options: list[str]
    ) -> str:
        if self.is_slow:
            await asyncio.sleep(5)
        if self.rcpt.startswith("2"):
            envelope.rcpt_tos.append(address)
        return self.rcpt

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        if self.hangs_up:
            server.transport.abort()
            return "421 gone"
        if self.data.startswith("2"):
            letter = email.message_from_bytes(envelope.content, policy=email.policy.default)
            self.letters.append(letter)  # type: ignore[arg-type]
        return self.data


@contextmanager
def post_office(settings: Any, office: Office | None = None) -> Iterator[Any]:
    """A mail server on this machine, and the site set to use it."""
    office = office or Office()
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    controller = Controller(office, hostname="127.0.0.1", port=port)
    controller.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port
    settings.HAS_MAIL = True
    try:
        yield office
    finally:
        controller.stop()
