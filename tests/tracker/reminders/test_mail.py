"""A message as a mail, in a real conversation with a mail server that takes it or does not."""

import logging
import re
from collections.abc import Iterator
from html.parser import HTMLParser

import pytest

from tests.tracker.make import NOON
from tests.tracker.reminders.letters import letter, message_of, person, row
from tests.tracker.reminders.post_office import Office, post_office
from tracker.models import ReminderChoice
from tracker.models.reminder import ReminderKind
from tracker.reminders import mail
from tracker.reminders.mail import Later, Refused, is_for_good, to_mail
from tracker.reminders.messages import WARNINGS
from tracker.reminders.one_tap import Tap, read

pytestmark = pytest.mark.django_db
ADDRESS = "robin@example.org"


@pytest.fixture
def office(settings) -> Iterator[Office]:
    with post_office(settings) as opened:
        yield opened


def daily() -> mail.Message:
    return letter(ReminderKind.DAILY, injury=person(email=ADDRESS))


def test_a_mail_arrives_with_its_words_twice_and_says_that_a_machine_sent_it(
    office: Office,
) -> None:
    message = daily()

    mail.send(message)

    (got,) = office.letters
    assert got["Subject"] == "Your daily log" and got["To"] == ADDRESS
    assert got["Message-ID"] == message.message_id
    assert got["Auto-Submitted"] == "auto-generated"
    assert [part.get_content_type() for part in got.iter_parts()] == ["text/plain", "text/html"]
    for part in got.iter_parts():
        assert "Today is not logged yet" in part.get_content()
        assert "http://localhost:8000/today/" in part.get_content()


@pytest.mark.parametrize("kind", list(ReminderKind))
def test_a_pause_is_offered_where_one_holds_it_back(kind: ReminderKind) -> None:
    """Not below a visit, a sign or a reply, which come all the same, nor below a goodbye."""
    held_back = {"daily", "exercises", "check", "self_test", "after_return"}

    assert ("Not today" in to_mail(letter(kind)).body) is (kind.value in held_back)


def test_a_mail_program_can_unsubscribe_by_itself(office: Office) -> None:
    message = daily()
    mail.send(message)

    (got,) = office.letters
    address = re.fullmatch(
        r"<(http://localhost:8000/reminders/link/[^>]+)>", got["List-Unsubscribe"].strip()
    )
    assert address is not None
    assert got["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    tapped = read(address[1].rstrip("/").rpartition("/")[2])
    assert tapped is not None and tapped.user == message.user


def test_unsubscribing_from_a_reminder_keeps_the_warning_signs() -> None:
    for kind in ReminderKind:
        expected = Tap.STOP_MAIL if kind in WARNINGS else Tap.STOP_REMINDERS
        assert mail.unsubscribe(letter(kind)) is expected, kind


def test_the_same_message_sent_twice_is_one_for_a_mail_program(office: Office) -> None:
    injury = person(email=ADDRESS)
    due = [row(injury, ReminderKind.SIGN_URGENT)]

    for _ in range(2):
        mail.send(message_of(injury.owner, due))

    first, second = office.letters
    assert first["Message-ID"] == second["Message-ID"]


@pytest.mark.parametrize("answer", ["550 5.1.1 no such user", "551 moved", "553 bad name"])
def test_a_refused_address_is_kept_as_refused(office: Office, answer: str) -> None:
    office.rcpt = answer
    message = daily()

    with pytest.raises(Refused):
        mail.send(message)

    assert ReminderChoice.objects.get(user=message.user).mail_refused_at == NOON
    assert office.letters == []


@pytest.mark.parametrize(
    "answer",
    ["451 try later", "450 greylisted", "550 5.7.1 relaying denied", "552 full", "550 5.2.2 full"],
)
def test_what_may_pass_is_tried_later_and_blames_no_address(office: Office, answer: str) -> None:
    office.rcpt = answer
    message = daily()

    with pytest.raises(Later):
        mail.send(message)

    assert not ReminderChoice.objects.filter(user=message.user).exists()


def test_a_message_that_is_not_taken_says_nothing_of_the_address(office: Office) -> None:
    office.data = "554 looks like spam"

    with pytest.raises(Later):
        mail.send(daily())

    assert not ReminderChoice.objects.exists()


def test_a_server_that_is_too_slow_is_tried_later(office: Office, settings) -> None:
    settings.EMAIL_TIMEOUT = 1
    office.is_slow = True

    with pytest.raises(Later):
        mail.send(daily())


def test_a_line_that_drops_amid_the_message_is_tried_later(office: Office) -> None:
    office.hangs_up = True

    with pytest.raises(Later):
        mail.send(daily())


def test_a_server_that_is_not_there_is_tried_later(settings) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1

    with pytest.raises(Later):
        mail.send(daily())


def test_no_log_line_and_no_error_names_an_address(office: Office, caplog) -> None:
    caplog.set_level(logging.DEBUG)
    said = []
    for answer in ("550 no robin@example.org here", "451 robin@example.org later"):
        office.rcpt = answer
        with pytest.raises((Refused, Later)) as error:
            mail.send(daily_for(answer))
        said.append(str(error.value))

    ours = [entry.getMessage() for entry in caplog.records if entry.name.startswith("tracker")]
    assert ours == ["mail refused"]
    assert "robin" not in " ".join((*said, *ours))


def daily_for(words: str) -> mail.Message:
    return letter(ReminderKind.DAILY, injury=person(email=f"{len(words)}{ADDRESS}"))


def test_a_made_up_person_gets_no_mail(office: Office) -> None:
    with pytest.raises(Refused):
        mail.send(letter(ReminderKind.DAILY, injury=person(email="a@example.invalid")))

    assert office.letters == []


class Tags(HTMLParser):
    """Every tag with its attributes."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))


def test_the_html_loads_nothing_from_anywhere_and_leads_only_home(settings) -> None:
    settings.PUBLIC_URL = "https://diary.example.org"
    html = str(to_mail(letter(*ReminderKind)).alternatives[0][0])

    tags = Tags(html).found
    assert not {"img", "link", "script", "table", "iframe", "object"} & {tag for tag, _ in tags}
    assert "url(" not in html and "@import" not in html
    addresses = [value for _, of in tags for name, value in of.items() if name in ("href", "src")]
    assert addresses and all(str(a).startswith("https://diary.example.org/") for a in addresses)
    assert "prefers-color-scheme: dark" in html


def test_the_words_of_a_person_are_escaped_in_the_html_and_plain_in_the_text() -> None:
    message = daily()
    odd = mail.Line("a < b & c", "http://localhost:8000/today/", "<b>")
    letter_ = to_mail(mail.Message(**{**_fields(message), "lines": (odd,)}))

    assert "a &lt; b &amp; c" in str(letter_.alternatives[0][0])
    assert "a < b & c" in letter_.body


def _fields(message: mail.Message) -> dict[str, object]:
    return {name: getattr(message, name) for name in message.__slots__}


def test_no_header_can_be_put_in_through_an_address_or_subject() -> None:
    message = daily()
    bad = mail.Message(**{**_fields(message), "subject": "Hello\nBcc: eve@example.org"})

    with pytest.raises(ValueError, match="newlines"):
        to_mail(bad).message()


@pytest.mark.parametrize(
    ("code", "text", "expected"),
    [(550, b"", True), (550, b"5.7.26 unauthenticated", False), (450, b"", False), (0, b"", False)],
)
def test_only_words_about_the_address_are_for_good(code: int, text: bytes, expected: bool) -> None:
    assert is_for_good(code, text) is expected
