"""Push: encrypted for one device, only to the open internet, and dropped where nobody is."""

import socket
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from django.test import Client
from py_vapid import Vapid02

from tests.tracker.make import NOON, key, make_injury, make_user
from tests.tracker.reminders.letters import letter, person
from tests.tracker.reminders.push_service import HOST, Browser, Service, push_service
from tracker import push_address, vapid
from tracker.models import Injury, PushDevice, ReminderChoice, User
from tracker.models.reminder import ReminderKind
from tracker.push_address import NotPublic, host_of, is_public
from tracker.reminders import push
from tracker.reminders.push import Later

pytestmark = pytest.mark.django_db
ADD = "/reminders/push/"


@pytest.fixture
def house(settings, tmp_path: Path) -> Path:
    """A house that can push."""
    settings.VAR = tmp_path
    assert vapid.make_once(tmp_path)
    return tmp_path


@pytest.fixture
def service(house: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Service]:
    """A push service on this machine: the one private address that is ever reached."""
    with push_service(house) as running:
        monkeypatch.setattr(push, "resolve", lambda host: [("127.0.0.1", running.port)])
        monkeypatch.setattr(push, "trusted", lambda: running.trust)
        yield running


@pytest.fixture
def public(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every name is on the open internet; nothing is looked up."""
    monkeypatch.setattr(
        socket, "getaddrinfo", lambda *a, **k: [(2, 1, 6, "", ("93.184.215.14", 443))]
    )


def device(user: User, browser: Browser, **fields: object) -> PushDevice:
    return PushDevice.objects.create(owner=user, name="Phone", **(browser.told() | fields))


def told(user: User) -> PushDevice:
    return PushDevice.objects.get(owner=user)


def test_a_message_arrives_encrypted_and_only_its_browser_reads_it(service: Service) -> None:
    injury, browser = person(), Browser()
    row = device(injury.owner, browser)

    push.send(letter(ReminderKind.DAILY, injury=injury))

    ((path, headers, body),) = service.got
    assert path == "/send/abc?x=1" and b"daily" not in body
    assert browser.read(body) == {"title": "Your daily log", "url": "/today/", "tag": "day"}
    assert headers["Content-Encoding"] == "aes128gcm" and headers["Host"] == HOST
    assert headers["Urgency"] == "normal" and int(headers["TTL"]) <= 24 * 3600
    row.refresh_from_db()
    assert row.last_ok_at == NOON and row.failures == 0


def test_it_is_signed_by_this_house_for_this_push_service(service: Service, house: Path) -> None:
    injury = person()
    device(injury.owner, Browser())

    push.send(letter(ReminderKind.SIGN_URGENT, injury=injury))

    ((_, headers, _),) = service.got
    assert headers["Urgency"] == "high"
    scheme, _, rest = headers["Authorization"].partition(" ")
    parts = dict(part.strip().split("=", 1) for part in rest.split(","))
    assert scheme == "vapid" and parts["k"] == vapid.public_key(house)
    assert Vapid02.verify(headers["Authorization"])


def test_what_is_pushed_holds_nothing_of_the_diary(service: Service) -> None:
    injury, browser = person(), Browser()
    device(injury.owner, browser)
    for kind in ReminderKind:
        push.send(letter(kind, injury=injury))

    for _, _, body in service.got:
        words = browser.read(body)
        assert set(words) == {"title", "url", "tag"} and words["url"].startswith("/")
        assert words["tag"] in ("now", "sign", "day")


@pytest.mark.parametrize("status", [404, 410])
def test_a_device_that_is_gone_is_dropped(service: Service, status: int) -> None:
    injury = person()
    device(injury.owner, Browser())
    service.status = status
    message = letter(ReminderKind.CHECK, injury=injury)

    for _ in range(2):
        with pytest.raises(Later):
            push.send(message)

    assert told(injury.owner).dropped_at == NOON
    assert len(service.got) == 1  # nothing is sent there any more


@pytest.mark.parametrize(
    ("wait", "after"),
    [
        ("120", timedelta(seconds=120)),
        ("Sat, 21 Nov 2026 12:05:00 GMT", timedelta(minutes=5)),
        ("99999999", timedelta(days=1)),
        ("Sat, 21 Nov 2020 12:05:00 GMT", timedelta(0)),
        ("soon", None),
    ],
)
@pytest.mark.parametrize("status", [429, 503])
def test_a_busy_service_is_asked_again_when_it_says(
    service: Service, status: int, wait: str, after: timedelta | None
) -> None:
    injury = person()
    device(injury.owner, Browser())
    service.status, service.headers = status, {"Retry-After": wait}

    with pytest.raises(Later) as later:
        push.send(letter(ReminderKind.CHECK, injury=injury))

    assert later.value.after == after
    row = told(injury.owner)
    assert row.failures == 1 and row.dropped_at is None


def test_a_redirect_is_not_followed(service: Service) -> None:
    injury = person()
    device(injury.owner, Browser())
    service.status, service.headers = 307, {"Location": f"https://127.0.0.1:{service.port}/in"}

    with pytest.raises(Later):
        push.send(letter(ReminderKind.CHECK, injury=injury))

    assert [path for path, _, _ in service.got] == ["/send/abc?x=1"]


def test_one_device_is_enough(service: Service) -> None:
    injury = person()
    device(injury.owner, Browser("https://gone.example.org/x"), p256dh="nonsense")
    device(injury.owner, Browser())

    push.send(letter(ReminderKind.CHECK, injury=injury))

    assert len(service.got) == 1


def test_a_device_that_never_takes_anything_is_dropped_in_the_end(service: Service) -> None:
    injury = person()
    device(injury.owner, Browser(), failures=push.MOST_FAILURES - 1)
    service.status = 500

    with pytest.raises(Later):
        push.send(letter(ReminderKind.CHECK, injury=injury))

    assert told(injury.owner).dropped_at == NOON


def test_a_certificate_of_somebody_else_is_not_trusted(
    service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    injury = person()
    device(injury.owner, Browser("https://other.example.org/x"))

    with pytest.raises(Later):
        push.send(letter(ReminderKind.CHECK, injury=injury))

    assert service.got == []


def test_a_name_that_points_inside_by_now_is_never_connected_to(
    house: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """DNS rebinding: public when it was given, the network of this house when it is used."""
    injury = person()
    device(injury.owner, Browser())
    monkeypatch.setattr(socket, "getaddrinfo", lambda *a, **k: [(2, 1, 6, "", ("10.0.0.7", 443))])
    monkeypatch.setattr(socket, "create_connection", _never)

    with pytest.raises(Later):
        push.send(letter(ReminderKind.CHECK, injury=injury))

    assert told(injury.owner).dropped_at == NOON


def _never(*args: object, **options: object) -> None:
    raise AssertionError("a connection was opened")


def test_the_address_that_was_checked_is_the_one_that_is_used(
    house: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    injury = person()
    device(injury.owner, Browser())
    answers = iter(["93.184.215.14", "10.0.0.7"])
    used: list[object] = []

    def connect(address: object, **options: object) -> None:
        used.append(address)
        raise OSError

    monkeypatch.setattr(
        socket, "getaddrinfo", lambda *a, **k: [(2, 1, 6, "", (next(answers), 443))]
    )
    monkeypatch.setattr(socket, "create_connection", connect)

    with pytest.raises(Later):
        push.send(letter(ReminderKind.CHECK, injury=injury))

    assert used == [("93.184.215.14", 443)]


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1",
        "0.0.0.0", "224.0.0.1", "255.255.255.255", "192.0.2.1", "::1", "::", "fe80::1", "fc00::1",
        "ff02::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "64:ff9b::a00:1", "2002:7f00:1::",
        "2001:0:1::1", "fe80::1%eth0", "nonsense", "",
    ],
)  # fmt: skip
def test_no_address_inside_a_network_is_public(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize("address", ["93.184.215.14", "2606:2800:21f:cb07:6820:80da:af6b:8b2c"])
def test_addresses_of_the_open_internet_are(address: str) -> None:
    assert is_public(address)


BAD = [
    "http://push.example.org/x", "https://127.0.0.1/x", "https://[::1]/x", "https://localhost/x",
    "https://push.example.org:8443/x", "https://me@push.example.org/x", "https://2130706433/x",
    "https://0x7f.0.0.1/x", "https://0x7f000001/x", "https://1.2.3.4/x", "ftp://push.example.org/",
    "https://push.example.org\\@10.0.0.1/", "https:///x", "https://pu sh.example.org/x",
    "https://push.example.org/\r\nHost: a", "javascript:alert(1)", "https://push.example.org:x/",
    "https://push.example.org/" + "a" * 1000, "https://pŭsh.example.org/x", "https://router/x",
]  # fmt: skip


@pytest.mark.parametrize("endpoint", BAD)
def test_only_https_to_a_name_is_taken(endpoint: str) -> None:
    with pytest.raises(NotPublic):
        host_of(endpoint)


def test_one_private_address_among_public_ones_is_enough_to_refuse(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    found = [(2, 1, 6, "", ("93.184.215.14", 443)), (2, 1, 6, "", ("10.0.0.7", 443))]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *a, **k: found)

    with pytest.raises(NotPublic):
        push_address.resolve(HOST)


@pytest.fixture
def own(client: Client) -> Injury:
    injury = make_injury()
    client.force_login(injury.owner)
    return injury


def form(browser: Browser, **fields: object) -> dict[str, object]:
    return {"key": key(), "name": "My phone"} | browser.told() | fields


def test_a_browser_is_added_once_and_listed(
    client: Client, own: Injury, house: Path, public: None
) -> None:
    sent = form(Browser())
    for _ in range(2):
        assert client.post(ADD, sent).status_code == 303

    row = told(own.owner)
    assert row.name == "My phone" and ReminderChoice.objects.get(user=own.owner).by_push
    page = client.get("/reminders/").content.decode()
    assert "My phone" in page and row.endpoint not in page


@pytest.mark.parametrize("endpoint", BAD)
def test_a_bad_address_gets_a_sentence_and_no_request(
    client: Client, own: Injury, house: Path, monkeypatch: pytest.MonkeyPatch, endpoint: str
) -> None:
    monkeypatch.setattr(socket, "create_connection", _never)
    monkeypatch.setattr(socket, "getaddrinfo", _never)

    page = client.post(ADD, form(Browser(endpoint)))

    assert page.status_code == 422 and b"This browser" in page.content
    assert not PushDevice.objects.exists()


def test_a_name_inside_the_network_gets_a_sentence(
    client: Client, own: Injury, house: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        socket, "getaddrinfo", lambda *a, **k: [(2, 1, 6, "", ("192.168.1.1", 443))]
    )

    page = client.post(ADD, form(Browser()))

    assert page.status_code == 422 and b"cannot be pushed to" in page.content


@pytest.mark.parametrize(
    "bad",
    [
        {"p256dh": "x"}, {"p256dh": "A" * 87}, {"auth": "x" * 5}, {"auth": ""}, {"endpoint": ""},
        {"name": " "}, {"name": "n" * 61}, {"key": "nonsense"}, {"p256dh": "é" * 87},
        {"auth": "y" * 41},
    ],
)  # fmt: skip
def test_broken_keys_and_names_are_refused_with_a_sentence(
    client: Client, own: Injury, house: Path, public: None, bad: dict[str, str]
) -> None:
    page = client.post(ADD, form(Browser(), **bad))

    assert page.status_code == 422 and b"There is a problem" in page.content
    assert not PushDevice.objects.exists()


def test_the_same_browser_again_belongs_to_who_signed_in_there_last(
    client: Client, own: Injury, house: Path, public: None
) -> None:
    browser = Browser()
    device(make_user(), browser, dropped_at=NOON, failures=3)

    client.post(ADD, form(browser))

    (row,) = PushDevice.objects.all()
    assert row.owner == own.owner and row.dropped_at is None and row.failures == 0


def test_ten_devices_are_enough(client: Client, own: Injury, house: Path, public: None) -> None:
    for n in range(10):
        device(own.owner, Browser(f"https://{HOST}/{n}"))

    page = client.post(ADD, form(Browser(f"https://{HOST}/new")))

    assert page.status_code == 422 and b"ten devices" in page.content


def test_a_test_is_pushed_and_said(client: Client, own: Injury, service: Service) -> None:
    browser = Browser()
    row = device(own.owner, browser)

    page = client.post(f"{ADD}{row.uuid}/test/", follow=True)

    assert "on its way" in page.content.decode()
    assert browser.read(service.got[0][2])["url"] == "/reminders/"

    service.status = 410
    page = client.post(f"{ADD}{row.uuid}/test/", follow=True)
    assert "This device is gone" in page.content.decode()


def test_a_device_is_removed_by_its_owner_alone(client: Client, own: Injury, house: Path) -> None:
    mine, other = device(own.owner, Browser()), device(make_user(), Browser("https://a.b/c"))

    assert client.post(f"{ADD}{other.uuid}/remove/").status_code == 404
    assert client.post(f"{ADD}{other.uuid}/test/").status_code == 404
    assert client.post(f"{ADD}{mine.uuid}/remove/").status_code == 303

    assert list(PushDevice.objects.all()) == [other]


def test_where_push_is_not_possible_the_page_says_so_and_takes_nothing(
    client: Client, own: Injury, settings, tmp_path: Path
) -> None:
    settings.VAR = tmp_path
    assert "not set up for it" in client.get("/reminders/").content.decode()
    assert client.post(ADD, form(Browser())).status_code == 303
    assert not PushDevice.objects.exists()

    assert vapid.make_once(tmp_path)
    settings.IS_SECURE_CONTEXT = False
    assert "not encrypted, so browsers" in client.get("/reminders/").content.decode()


def test_the_key_is_made_once_and_only_its_owner_reads_it(tmp_path: Path) -> None:
    vapid.make_once(tmp_path)
    path = tmp_path / vapid.FILE_NAME
    first = vapid.public_key(tmp_path)
    vapid.make_once(tmp_path)

    assert path.stat().st_mode & 0o777 == 0o600
    assert vapid.public_key(tmp_path) == first and len(first) == 87
    assert list(tmp_path.iterdir()) == [path]


def test_without_the_extra_no_key_is_made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(vapid, "is_possible", lambda: False)

    assert not vapid.make_once(tmp_path)
    assert list(tmp_path.iterdir()) == [] and vapid.public_key(tmp_path) == ""


def test_a_damaged_key_is_no_crash(tmp_path: Path) -> None:
    (tmp_path / vapid.FILE_NAME).write_text("nonsense")

    assert vapid.public_key(tmp_path) == ""
