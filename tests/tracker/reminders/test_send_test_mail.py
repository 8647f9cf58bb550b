"""`manage.py send_test_mail`: one mail, or a sentence that says what is wrong."""

from collections.abc import Iterator
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from tests.tracker.reminders.post_office import Office, post_office


@pytest.fixture
def office(settings) -> Iterator[Office]:
    with post_office(settings) as opened:
        yield opened


def send(address: str = "robin@example.org") -> str:
    out = StringIO()
    call_command("send_test_mail", address, stdout=out)
    return out.getvalue()


def test_a_mail_that_was_taken_is_said(office: Office) -> None:
    assert "took the mail" in send()

    (got,) = office.letters
    assert got["Subject"] == "Home Straight can send mail"
    assert got["Auto-Submitted"] == "auto-generated"


def test_without_a_mail_server_it_says_what_to_set() -> None:
    with pytest.raises(CommandError, match="EMAIL_URL is empty"):
        send()


def test_a_refused_address_is_said_with_the_words_of_the_server(office: Office) -> None:
    office.rcpt = "550 5.1.1 no such user"

    with pytest.raises(CommandError, match=r"refuses this address: 550 5\.1\.1 no such user"):
        send()


def test_a_mail_that_is_not_taken_is_said(office: Office) -> None:
    office.data = "554 looks like spam"

    with pytest.raises(CommandError, match="did not take the mail: 554 looks like spam"):
        send()


def test_a_line_that_drops_is_said(office: Office) -> None:
    office.hangs_up = True

    with pytest.raises(CommandError, match="ended the talk"):
        send()


def test_a_server_that_is_not_there_is_said(settings) -> None:
    settings.HAS_MAIL = True
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1

    with pytest.raises(CommandError, match="cannot be reached"):
        send()


@pytest.mark.parametrize("address", ["robin", "a@b\nBcc: c@d.org", ""])
def test_what_is_no_address_is_refused(office: Office, address: str) -> None:
    with pytest.raises(CommandError, match="no mail address"):
        send(address)
