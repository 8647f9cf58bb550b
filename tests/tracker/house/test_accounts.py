"""Sign-up, sign-in and mail: who may, how often, and what an answer gives away."""

import asyncio
import email
import email.policy
import socket
import threading
from collections.abc import Iterator
from datetime import timedelta
from email.message import Message
from typing import Any

import pytest
import time_machine
from aiosmtpd.controller import Controller
from django.contrib.auth import get_user_model
from django.contrib.auth.password_validation import validate_password
from django.core import mail
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils import timezone

from tracker import settings as site
from tracker.accounts import invitation_link

pytestmark = pytest.mark.django_db
SIGN_IN, SIGN_UP, RESET = "/accounts/login/", "/accounts/signup/", "/accounts/password/reset/"
PASSWORD = "seven brown kettles"


@pytest.fixture
def ann():
    return get_user_model().objects.create_user("ann@example.org", PASSWORD)


def sign_in(client: Client, email: str, password: str, **extra: str) -> bool:
    client.post(SIGN_IN, {"login": email, "password": password}, **extra)
    return "_auth_user_id" in client.session


@pytest.mark.parametrize("setting", ["closed", "invite"])
def test_a_closed_house_takes_nobody_in(client: Client, settings, setting: str) -> None:
    settings.SIGN_UP = setting

    client.post(SIGN_UP, {"email": "new@example.org", "password1": PASSWORD})

    assert not get_user_model().objects.exists()


def test_the_right_password_signs_in_whatever_the_case_of_the_address(client: Client, ann) -> None:
    assert sign_in(client, "Ann@Example.org", PASSWORD)


def test_ten_wrong_passwords_for_a_name_block_it(client: Client, ann) -> None:
    for n in range(10):
        assert not sign_in(client, "ann@example.org", f"wrong {n}")

    assert not sign_in(client, "ann@example.org", PASSWORD)


def test_a_made_up_address_or_host_does_not_lift_the_block(client: Client, ann) -> None:
    for n in range(10):
        sign_in(client, "ann@example.org", f"wrong {n}")

    assert not sign_in(
        client, "ann@example.org", PASSWORD, HTTP_X_FORWARDED_FOR="203.0.113.9", HTTP_HOST="[::1]"
    )
    assert not sign_in(client, " ANN@example.org", PASSWORD)


def test_sixty_wrong_names_block_an_address(client: Client, ann) -> None:
    for n in range(60):
        sign_in(client, f"nobody{n}@example.org", "wrong")

    assert not sign_in(client, "ann@example.org", PASSWORD)
    assert sign_in(client, "ann@example.org", PASSWORD, REMOTE_ADDR="192.0.2.44")


def test_wrong_name_and_wrong_password_are_answered_alike(client: Client, ann) -> None:
    wrong_name = client.post(SIGN_IN, {"login": "bob@example.org", "password": "wrong"})
    wrong_word = client.post(SIGN_IN, {"login": "ann@example.org", "password": "wrong"})

    assert wrong_name.status_code == wrong_word.status_code
    assert wrong_name.context["form"].errors == wrong_word.context["form"].errors


def test_reset_answers_alike_for_known_and_unknown_names(client: Client, ann, settings) -> None:
    settings.HAS_MAIL = True

    known = client.post(RESET, {"email": "ann@example.org"})
    unknown = client.post(RESET, {"email": "bob@example.org"})

    assert (known.status_code, known.url) == (unknown.status_code, unknown.url)
    assert [message.to for message in mail.outbox] == [["ann@example.org"]]


def test_without_a_mail_server_nothing_is_sent(client: Client, ann) -> None:
    assert client.post(RESET, {"email": "ann@example.org"}).status_code == 302
    assert mail.outbox == []


def test_a_mail_links_to_the_setting_never_to_a_host_header(client: Client, ann, settings) -> None:
    settings.HAS_MAIL = True
    settings.PUBLIC_URL = "https://diary.example.org"

    client.post(RESET, {"email": "ann@example.org"}, HTTP_HOST="127.0.0.1")

    assert "https://diary.example.org/accounts/password/reset/key/" in mail.outbox[0].body
    assert "127.0.0.1" not in mail.outbox[0].body


def test_a_device_that_signed_in_before_is_not_kept_out_by_strangers(client: Client, ann) -> None:
    own = Client()
    assert sign_in(own, "ann@example.org", PASSWORD)
    own.post("/accounts/logout/")
    for n in range(10):
        sign_in(client, "ann@example.org", f"wrong {n}")
    for n in range(60):
        sign_in(client, f"nobody{n}@example.org", "wrong")

    assert not sign_in(Client(), "ann@example.org", PASSWORD)
    assert sign_in(own, "ann@example.org", PASSWORD)


def test_a_known_device_has_ten_tries_too_and_only_for_its_own_name(client: Client, ann) -> None:
    get_user_model().objects.create_user("bob@example.org", PASSWORD)
    sign_in(client, "ann@example.org", PASSWORD)
    client.post("/accounts/logout/")
    for n in range(10):
        sign_in(client, "ann@example.org", f"wrong {n}")
        sign_in(Client(), "bob@example.org", f"wrong {n}")

    assert not sign_in(client, "ann@example.org", PASSWORD)
    assert not sign_in(client, "bob@example.org", PASSWORD)


def test_the_mark_on_the_device_does_not_tell_the_name(client: Client, ann) -> None:
    sign_in(client, "ann@example.org", PASSWORD)

    cookie = client.cookies["device"]
    assert len(cookie.value) == 64 and "ann" not in cookie.value
    assert cookie["httponly"] and cookie["samesite"] == "Lax"


def test_an_invitation_opens_the_door(client: Client, settings) -> None:
    settings.SIGN_UP = "invite"
    path = invitation_link().removeprefix(settings.PUBLIC_URL)

    assert client.get(path).url == SIGN_UP
    assert b"password1" in client.get(SIGN_UP).content


@pytest.mark.parametrize("days", [0, 15])
def test_wrong_and_old_invitations_look_alike(client: Client, days: int) -> None:
    with time_machine.travel(timezone.now() - timedelta(days=days)):
        path = invitation_link().removeprefix("http://localhost:8000")
    path = path if days else path.replace(path[15], "A" if path[15] != "A" else "B", 1)

    assert client.get(path).status_code == 404


@pytest.mark.parametrize("password", ["short1!", "password123", "ann@example.org"])
def test_a_weak_password_is_refused(password: str) -> None:
    user = get_user_model()(email="ann@example.org")
    with pytest.raises(ValidationError):
        validate_password(password, user)


@pytest.mark.parametrize("password", ["kettle-9", "ünïcödé wörds ☂ and blanks", "x9" * 64])
def test_any_characters_and_length_are_fine(password: str) -> None:
    validate_password(password, get_user_model()(email="ann@example.org"))


def test_passwords_are_kept_with_argon2() -> None:
    assert site.PASSWORD_HASHERS[0].endswith("Argon2PasswordHasher")


class Letterbox:
    """A real mail server that takes a message only once it is told to."""

    def __init__(self) -> None:
        self.may_answer = threading.Event()
        self.has_mail = threading.Event()
        self.messages: list[Any] = []

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        while not self.may_answer.is_set():
            await asyncio.sleep(0.01)
        self.messages.append(envelope)
        self.has_mail.set()
        return "250 OK"


@pytest.fixture
def letterbox(settings) -> Iterator[Letterbox]:
    box = Letterbox()
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    controller = Controller(box, hostname="127.0.0.1", port=port)
    controller.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST = "127.0.0.1"
    settings.EMAIL_PORT = port
    settings.HAS_MAIL = True
    settings.SEND_MAIL_IN_BACKGROUND = True
    yield box
    box.may_answer.set()
    controller.stop()


def test_a_reset_mail_goes_out_by_smtp_and_no_page_waits_for_it(
    client: Client, ann, letterbox: Letterbox
) -> None:
    answer = client.post(RESET, {"email": "ann@example.org"})

    assert answer.status_code == 302
    assert letterbox.messages == []  # answered while the mail server still held its tongue

    letterbox.may_answer.set()
    assert letterbox.has_mail.wait(60)
    (envelope,) = letterbox.messages
    assert envelope.rcpt_tos == ["ann@example.org"]
    link = next(
        word for word in text_of(envelope).split() if "/accounts/password/reset/key/" in word
    )
    assert link.startswith("http://localhost:8000/")
    set_new_password(client, link.removeprefix("http://localhost:8000"))
    assert sign_in(Client(), "ann@example.org", "nine green ladders")


def text_of(envelope: Any) -> str:
    message: Message = email.message_from_bytes(envelope.content, policy=email.policy.default)
    return message.get_body().get_content()  # type: ignore[attr-defined]


def set_new_password(client: Client, path: str) -> None:
    form = client.get(path, follow=True)
    form_url = form.redirect_chain[-1][0]
    words = {"password1": "nine green ladders", "password2": "nine green ladders"}
    assert client.post(form_url, words).status_code == 302
    assert "password1" not in client.get(path, follow=True).content.decode()  # works once only


def test_a_mail_server_that_is_down_breaks_no_page(client: Client, ann, settings, caplog) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    settings.HAS_MAIL = True

    assert client.post(RESET, {"email": "ann@example.org"}).status_code == 302
    assert "mail not sent" in caplog.text


@pytest.mark.django_db(transaction=True)
def test_a_lock_that_is_held_for_a_while_turns_nobody_away(client: Client) -> None:
    """The limiter's lock, as a crowd or a worker that died leaves it for two seconds."""
    lock = "allauth:rl:allauth.account:signup:20/60/ip:ip:127.0.0.1:lock"
    assert cache.add(lock, True, timeout=2)

    answer = client.post(
        "/accounts/signup/",
        {"email": "robin@example.org", "password1": PASSWORD, "of_age": "on", "consent": "on"},
    )

    assert answer.status_code == 302
    assert get_user_model().objects.filter(email="robin@example.org").exists()
