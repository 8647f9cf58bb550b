"""Looking at a made-up diary: who may, how often, how it ends, and what it never does."""

import json
from datetime import timedelta
from io import StringIO

import pytest
import time_machine
from django.core import mail
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from tests.tracker.demo.conftest import NOW
from tests.tracker.hostile.house import new_person
from tests.tracker.make import key, make_injury, make_user
from tests.tracker.queries import counting
from tracker.accounts import NO_MAIL_DOMAIN, AccountAdapter
from tracker.demo.ending import BATCH, end_demos
from tracker.exchange.diary import parse_file
from tracker.models import Day, IntakeDraft, User
from tracker.views import demo

pytestmark = pytest.mark.django_db
BOTH = pytest.mark.parametrize("who", ["robin", "maya"])
ENDED = "This made-up diary has ended. Nothing of it was kept."


@pytest.fixture(autouse=True)
def _noon():
    with time_machine.travel(NOW, tick=False) as clock:
        yield clock


def looking(who: str = "robin") -> tuple[Client, User]:
    client = Client()
    client.post(f"/demo/{who}/")
    return client, User.objects.get(pk=client.session["_auth_user_id"])


@BOTH
def test_one_button_opens_today_as_the_made_up_person(demos, client: Client, who: str) -> None:
    response = client.post(f"/demo/{who}/", {"zone": "Europe/Berlin"})
    user = User.objects.get()

    assert (response.status_code, response["Location"]) == (303, "/today/")
    assert client.session["_auth_user_id"] == str(user.pk)
    assert user.is_demo and user.demo_ends_at == NOW + timedelta(hours=24)
    assert user.email.endswith(NO_MAIL_DOMAIN) and not user.has_usable_password()
    assert user.time_zone == "Europe/Berlin"


@BOTH
@pytest.mark.parametrize("method", ["get", "post"])
def test_a_house_without_demos_has_no_such_page(client: Client, who: str, method: str) -> None:
    assert getattr(client, method)(f"/demo/{who}/").status_code == 404
    assert not User.objects.exists()


def test_nobody_else_is_made_up(demos, client: Client) -> None:
    assert client.post("/demo/ann/").status_code == 404


def test_opening_the_address_makes_nobody_but_asks(demos, client: Client) -> None:
    page = client.get("/demo/maya/")

    assert page.status_code == 200
    assert "Open it" in page.content.decode()
    assert not User.objects.exists()


@pytest.mark.parametrize("zone", ["Nowhere/At-all", "../../etc/passwd", "x" * 5000, "\x00"])
def test_a_zone_nobody_knows_is_no_obstacle(demos, client: Client, zone: str) -> None:
    assert client.post("/demo/robin/", {"zone": zone}).status_code == 303
    assert User.objects.get().time_zone == "UTC"


def test_who_is_signed_in_is_asked_to_sign_out_first(demos, client: Client) -> None:
    user = make_user()
    client.force_login(user)

    page = client.post("/demo/robin/")

    assert page.status_code == 409
    assert "You are signed in" in page.content.decode()
    assert client.session["_auth_user_id"] == str(user.pk)
    assert User.objects.count() == 1


def test_who_looks_at_one_may_change_to_the_other(demos) -> None:
    client, before = looking("robin")

    client.post("/demo/maya/")

    assert not User.objects.filter(pk=before.pk).exists()
    assert User.objects.get().email.startswith("maya-")
    assert client.get("/today/").status_code == 200


def test_ten_an_hour_from_one_address_then_words(demos) -> None:
    for _n in range(10):
        assert Client().post("/demo/robin/").status_code == 303

    refused = Client().post("/demo/robin/")

    assert refused.status_code == 429
    assert "Wait a while" in refused.content.decode()
    assert User.objects.count() == 10
    assert Client().post("/demo/robin/", REMOTE_ADDR="192.0.2.7").status_code == 303


def test_the_house_holds_only_so_many_at_once(demos, client: Client, monkeypatch) -> None:
    monkeypatch.setattr(demo, "OPEN_AT_MOST", 1)
    looking()

    assert client.post("/demo/robin/").status_code == 429


@pytest.mark.parametrize(
    "address", ["/today/", "/progress/", "/signs/", "/account/", "/about/", "/check/", "/ask/"]
)
def test_every_page_says_that_it_is_made_up_and_offers_an_own_one(demos, address: str) -> None:
    client, _user = looking()

    page = client.get(address).content.decode()

    assert "Made-up diary." in page
    assert "Ends in 24 hours." in page
    assert f'action="{reverse("demo-end")}"' in page


def test_a_real_diary_never_says_so(demos, client: Client) -> None:
    user = make_user()
    make_injury(user)
    client.force_login(user)

    assert "Made-up diary" not in client.get("/today/").content.decode()


def test_start_my_own_ends_it_and_leads_to_the_safety_check(demos) -> None:
    client, user = looking()

    response = client.post("/demo/end/")

    assert (response.status_code, response["Location"]) == (303, "/start/safety/")
    assert "_auth_user_id" not in client.session
    assert not User.objects.filter(pk=user.pk).exists()


def test_a_house_that_takes_nobody_in_offers_no_own_diary(demos) -> None:
    demos.SIGN_UP = "closed"
    client, user = looking()

    page = client.get("/today/").content.decode()
    response = client.post("/demo/end/")

    assert "Start my own" not in page
    assert "Leave it" in page
    assert response["Location"] == "/"
    assert not User.objects.filter(pk=user.pk).exists()


def test_start_my_own_leaves_a_real_person_alone(demos, client: Client) -> None:
    user = make_user()
    client.force_login(user)

    client.post("/demo/end/")

    assert User.objects.filter(pk=user.pk).exists()
    assert "_auth_user_id" in client.session


def test_answers_of_an_open_intake_outlive_a_look_at_a_demo(demos, client: Client) -> None:
    client.post("/start/safety/", {"signs": ["none"]})
    draft = IntakeDraft.objects.get()

    client.post("/demo/robin/")
    client.post("/demo/end/")

    assert client.session["intake"] == str(draft.key)


def test_after_24_hours_it_is_over_with_a_plain_sentence(demos, _noon) -> None:
    client, user = looking()
    _noon.shift(timedelta(hours=23, minutes=59))
    assert client.get("/today/").status_code == 200

    _noon.shift(timedelta(minutes=1))
    response = client.get("/today/", follow=True)

    assert response.redirect_chain == [("/", 303)]
    assert ENDED in response.content.decode()
    assert not User.objects.filter(pk=user.pk).exists()
    assert "_auth_user_id" not in client.session


def test_answers_of_an_open_intake_outlive_the_end_of_a_demo(demos, client, _noon) -> None:
    client.post("/start/safety/", {"signs": ["none"]})
    client.post("/demo/robin/")
    _noon.shift(timedelta(hours=25))

    client.get("/today/")

    assert client.session["intake"] == str(IntakeDraft.objects.get().key)


def test_nothing_can_be_written_once_it_is_over(demos, _noon) -> None:
    client, user = looking()
    injury = user.current_injury
    _noon.shift(timedelta(hours=24))

    client.post(f"/i/{injury.uuid}/log/2026-11-21/", {"rest": "9", "key": key()})

    assert not Day.objects.exists()


def test_one_that_was_cleared_away_meanwhile_is_over_too(demos, _noon) -> None:
    client, _user = looking()
    _noon.shift(timedelta(hours=25))
    assert end_demos(now=NOW + timedelta(hours=25)) == 1

    assert ENDED in client.get("/progress/", follow=True).content.decode()
    assert ENDED not in client.get("/").content.decode()


def test_a_part_asked_by_htmx_sends_the_whole_page_on(demos, _noon) -> None:
    client, _user = looking()
    _noon.shift(timedelta(hours=25))

    answer = client.get("/today/", headers={"HX-Request": "true"})

    assert answer["HX-Redirect"] == "/"


def test_what_is_over_is_deleted_by_the_command_and_by_the_next_start(demos, _noon) -> None:
    for _n in range(BATCH + 1):
        looking()
    real = make_user()
    _noon.shift(timedelta(hours=25))

    looking()
    assert User.objects.filter(demo_ends_at__lt=NOW + timedelta(hours=25)).count() == 1
    call_command("end_demos", stdout=StringIO())

    assert User.objects.filter(is_demo=True).count() == 1
    assert User.objects.filter(pk=real.pk).exists()


@pytest.mark.parametrize(
    "address",
    ["/accounts/email/", "/accounts/password/change/", "/accounts/password/set/"],
)
@pytest.mark.parametrize("method", ["get", "post"])
def test_there_is_no_mail_address_and_no_password_to_change(demos, address, method) -> None:
    client, user = looking()

    response = getattr(client, method)(address, {"email": "ann@example.org", "password1": "x"})

    assert (response.status_code, response["Location"]) == (303, "/account/")
    user.refresh_from_db()
    assert not user.has_usable_password()
    assert user.email.endswith(NO_MAIL_DOMAIN)


def test_no_mail_goes_to_a_made_up_address(demos, rf) -> None:
    demos.HAS_MAIL = True
    _client, user = looking()

    AccountAdapter(rf.get("/")).send_mail("account/email/password_changed", user.email, {})
    Client().post("/accounts/password/reset/", {"email": user.email})

    assert mail.outbox == []


def test_the_account_can_be_deleted_at_once(demos) -> None:
    client, user = looking()

    response = client.post("/account/delete/", {"confirm": "DELETE"})

    assert response.status_code == 303
    assert not User.objects.filter(pk=user.pk).exists()


def test_the_settings_show_no_made_up_address(demos) -> None:
    client, user = looking()

    page = client.get("/account/").content.decode()

    assert user.email not in page
    assert reverse("account_email") not in page


@BOTH
def test_the_export_of_a_made_up_person_is_a_whole_diary(demos, who: str) -> None:
    client, user = looking(who)

    file = parse_file(json.loads(client.get("/account/download/").content))

    assert file.warnings == ()
    (diary,) = file.diaries
    assert len(diary.days) == user.current_injury.days.count()


def test_a_demo_sees_nothing_of_others_and_others_nothing_of_it(demos) -> None:
    person = new_person()
    client, user = looking()
    injury = user.current_injury

    for address in (f"/run/{person.ids['run_uuid']}/", f"/signs/{person.ids['notice_uuid']}/"):
        assert client.get(address).status_code == 404
    other, _second = looking("robin")
    for stranger in (person.client, other):
        sent = {"rest": "9", "key": key()}
        address = f"/i/{injury.uuid}/log/2026-11-21/"
        assert stranger.post(address, sent).status_code == 404
        assert stranger.get(f"/run/{injury.runs.first().uuid}/").status_code == 404


def test_a_demo_can_be_logged_in(demos) -> None:
    client, user = looking()
    injury = user.current_injury
    page = client.get("/today/")
    assert page.status_code == 200

    response = client.post(
        f"/i/{injury.uuid}/log/2026-11-21/", {"rest": "2", "sitting": "4", "key": key()}
    )

    assert response.status_code == 303
    assert injury.days.get(on="2026-11-21").sitting == 4


def test_a_look_leaves_no_mark_of_a_known_device(demos, client: Client) -> None:
    client.post("/demo/robin/")

    assert "device" not in client.cookies


def test_making_one_takes_few_queries_whatever_the_length(demos, client: Client) -> None:
    with counting() as count:
        client.post("/demo/maya/")

    assert count.number <= 90, count.number
