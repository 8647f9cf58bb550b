"""Answers before an account: a day at most, in one browser only, then in the account or gone."""

from datetime import timedelta
from uuid import uuid4

import pytest
import time_machine
from django.core.management import call_command
from django.test import Client

from tests.tracker.intake.steps import SAFETY, SIT_BONE, SPRINT, text, walk
from tests.tracker.make import NOON, PASSWORD, make_injury, make_user
from tracker.actions.intake_draft import discard, find_draft, purge_drafts, save_step
from tracker.actions.record_care import remove_care
from tracker.models import Care, Injury, IntakeDraft, Revision, User

pytestmark = pytest.mark.django_db
ALMOST = timedelta(hours=23, minutes=59)
A_DAY = timedelta(hours=24)


def test_a_draft_lives_for_a_day_after_its_last_change(client):
    client.post("/start/safety/", SAFETY)

    with time_machine.travel(NOON + ALMOST, tick=False):
        assert client.get("/start/when/").status_code == 200
    with time_machine.travel(NOON + A_DAY, tick=False):
        assert client.get("/start/when/")["Location"] == "/start/safety/"
    assert not IntakeDraft.objects.exists()


def test_a_change_lets_the_day_begin_anew(client):
    client.post("/start/safety/", SAFETY)

    with time_machine.travel(NOON + ALMOST, tick=False):
        client.post("/start/when/", SPRINT["when"])
    with time_machine.travel(NOON + ALMOST + ALMOST, tick=False):
        assert client.get("/start/how/").status_code == 200


def test_the_command_deletes_what_is_a_day_old():
    IntakeDraft.objects.create(changed_at=NOON - A_DAY)
    kept = IntakeDraft.objects.create(changed_at=NOON - ALMOST)

    call_command("purge_drafts", verbosity=0)

    assert list(IntakeDraft.objects.all()) == [kept]


def test_any_visitor_of_the_intake_purges_the_drafts_of_others(client):
    IntakeDraft.objects.create(changed_at=NOON - A_DAY)

    client.get("/start/safety/")

    assert not IntakeDraft.objects.exists()


def test_an_old_draft_is_not_found_even_before_it_is_purged():
    old = IntakeDraft.objects.create(changed_at=NOON - A_DAY)

    assert find_draft(key=str(old.key), now=NOON) is None
    assert purge_drafts(now=NOON) == 1


@pytest.mark.parametrize(
    "key", [None, "", "no key", "1 or 1=1", "3f0f8a52-7a3e-4d4e-9a53-0d7a3c0b1e11"]
)
def test_a_key_that_is_none_finds_nothing_and_makes_a_new_draft(key):
    assert find_draft(key=key, now=NOON) is None
    discard(key=key)

    draft = save_step(key=key, step="safety", answers={"ticked": []}, now=NOON)

    assert str(draft.key) != key


def test_a_strangers_session_reads_nothing(client):
    walk(client, SIT_BONE)

    for page in ("result", "answers", "you", "had"):
        assert Client().get(f"/start/{page}/")["Location"] == "/start/safety/"


def test_a_page_that_only_looks_keeps_no_row(client):
    client.get("/start/safety/")
    client.post("/start/when/reading/", SPRINT["when"])

    assert not IntakeDraft.objects.exists()


def test_signing_in_asks_once_whether_it_is_a_new_injury(client):
    user = make_user(email="robin@example.org")
    make_injury(user)
    walk(client, SIT_BONE)

    signed_in = client.post(
        "/accounts/login/", {"login": "robin@example.org", "password": PASSWORD}
    )
    assert signed_in["Location"] == "/start/add/"
    assert "Add this as a new injury?" in text(client.get("/start/add/"))

    assert client.post("/start/add/", {"add": "yes"})["Location"] == "/today/"
    assert Injury.objects.filter(owner=user).count() == 2
    user.refresh_from_db()
    assert user.current_injury.type == "tendon"
    assert client.get("/start/add/")["Location"] == "/today/"


def test_saying_no_deletes_the_answers(client):
    user = make_user()
    make_injury(user)
    walk(client, SIT_BONE)
    client.force_login(user)

    client.post("/start/add/", {"add": "no"})

    assert Injury.objects.count() == 1
    assert not IntakeDraft.objects.exists()


def test_adding_needs_an_account(client):
    walk(client, SIT_BONE)

    assert client.get("/start/add/")["Location"].startswith("/accounts/login/")


def test_a_signed_in_person_starts_a_new_injury_without_sign_up(client):
    user = make_user(birth_year=1970)
    client.force_login(user)

    assert client.get("/injuries/new/")["Location"] == "/start/safety/"
    walk(client, SIT_BONE)
    assert client.post("/start/result/")["Location"] == "/today/"
    assert client.post("/start/result/")["Location"] == "/start/safety/"

    user.refresh_from_db()
    assert Injury.objects.get(owner=user) == user.current_injury
    assert user.birth_year == 1988


def test_the_result_cannot_be_posted_without_an_account(client):
    walk(client, SIT_BONE)

    assert client.post("/start/result/")["Location"] == "/start/result/"
    assert not Injury.objects.exists()


SIGN_UP = {"email": "a@example.org", "password1": PASSWORD, "of_age": "on", "consent": "on"}


@pytest.mark.parametrize("left_out", ["email", "password1", "of_age", "consent"])
def test_sign_up_needs_all_of_it_and_keeps_the_draft(client, left_out):
    walk(client, SIT_BONE)

    response = client.post("/accounts/signup/", {k: v for k, v in SIGN_UP.items() if k != left_out})

    assert left_out in response.context["form"].errors
    assert not User.objects.exists()
    assert IntakeDraft.objects.count() == 1


def test_nothing_is_ticked_beforehand_at_sign_up(client):
    page = text(client.get("/accounts/signup/"))

    assert "checked" not in page


@pytest.mark.parametrize("year", ["2014", "2026", "1899", "x", "１９８８"])
def test_sign_up_refuses_a_year_too_young_or_impossible(client, year):
    response = client.post("/accounts/signup/", SIGN_UP | {"birth_year": year})

    assert response.context["form"].errors["birth_year"]
    assert not User.objects.exists()


def test_the_birth_year_is_not_asked_twice(client):
    walk(client, SIT_BONE)

    assert 'name="birth_year"' not in text(client.get("/accounts/signup/"))


def test_sign_up_without_answers_leads_to_them(client):
    response = client.post("/accounts/signup/", SIGN_UP | {"zone": "Mars/Crater"})

    assert response["Location"] == "/today/"
    user = User.objects.get()
    assert user.time_zone == "UTC"
    assert user.consents.get().version
    assert client.get("/today/")["Location"] == "/start/safety/"


def test_a_failing_start_leaves_no_half_account(client, monkeypatch):
    walk(client, SIT_BONE)

    def broken(**kwargs):
        raise RuntimeError

    monkeypatch.setattr("tracker.welcome.start_injury", broken)
    client.raise_request_exception = False

    assert client.post("/accounts/signup/", SIGN_UP).status_code == 500
    assert not User.objects.exists()
    assert IntakeDraft.objects.count() == 1


def test_under_13_there_is_no_diary(client):
    walk(client, SIT_BONE | {"you": SIT_BONE["you"] | {"birth_year": "2015"}})

    page = text(client.get("/start/result/"))

    assert "Show this to a parent and a professional." in page
    assert "We keep no diary for anyone under 13." in page
    assert "Start my diary" not in page


def test_from_13_to_15_it_is_a_diary_only(client):
    story = SPRINT | {"you": SPRINT["you"] | {"birth_year": "2011"}}
    walk(client, story)

    page = text(client.get("/start/result/"))

    assert "Show this to a parent and a professional." in page
    assert "this is a diary only" in page
    assert "usually start with a plan" not in page
    assert "/accounts/signup/" in page


def test_answers_can_be_changed_from_the_list(client):
    walk(client, SIT_BONE)
    assert "/start/how/?from=answers" in text(client.get("/start/answers/"))

    response = client.post("/start/how/", {"mechanism": "sitting", "then": "answers"})

    assert response["Location"] == "/start/answers/"
    assert "Long sitting" in text(client.get("/start/answers/"))


@pytest.mark.parametrize(
    ("setting", "words"),
    [("closed", "New diaries are closed here."), ("invite", "Open the link of your invitation")],
)
def test_a_closed_house_says_so_at_the_end(client, settings, setting, words):
    settings.SIGN_UP = setting
    walk(client, SIT_BONE)

    page = text(client.get("/start/result/"))

    assert words in page
    assert "/accounts/signup/" not in page


# /had/


def test_the_list_of_care_is_added_to_changed_and_taken_from(client):
    user = make_user()
    injury = make_injury(user)
    client.force_login(user)
    key = str(uuid4())
    entry = {"kind": "scan", "name": "MRI", "outcome": "clean", "key": key}

    for _again in range(2):
        assert client.post(f"/i/{injury.uuid}/had/", entry).status_code == 303
    care = Care.objects.get()
    assert "MRI" in text(client.get("/had/"))

    changed = entry | {"name": "Ultrasound", "key": str(uuid4()), "do": "save"}
    assert client.post(f"/had/{care.uuid}/", changed).status_code == 303
    care.refresh_from_db()
    assert care.name == "Ultrasound"

    client.post(f"/had/{care.uuid}/", {"do": "remove", "key": str(uuid4())})
    assert not Care.objects.exists()


def test_an_entry_taken_away_can_be_put_back(client):
    user = make_user()
    injury = make_injury(user)
    client.force_login(user)
    care = Care.objects.create(injury=injury, kind="scan", name="MRI")

    client.post(f"/had/{care.uuid}/", {"do": "remove", "key": str(uuid4())})
    revision = Revision.objects.get(owner=user, table="care", after__isnull=True)
    assert client.post(f"/had/undo/{revision.pk}/").status_code == 303

    assert Care.objects.get().name == "MRI"


def test_a_strangers_care_list_is_not_found(client):
    care = Care.objects.create(injury=make_injury(make_user()), kind="scan")
    client.force_login(make_user())

    assert client.get(f"/had/{care.uuid}/").status_code == 404
    assert client.post(f"/i/{care.injury.uuid}/had/", {"kind": "scan"}).status_code == 404
    assert client.post("/had/undo/1/").status_code == 404


def test_a_care_entry_without_a_key_or_kind_is_kept_on_the_page(client):
    user = make_user()
    injury = make_injury(user)
    client.force_login(user)

    no_kind = client.post(f"/i/{injury.uuid}/had/", {"name": "MRI", "key": str(uuid4())})
    no_key = client.post(f"/i/{injury.uuid}/had/", {"kind": "scan", "name": "MRI"})

    assert no_kind.status_code == no_key.status_code == 422
    assert "MRI" in text(no_kind)
    assert not Care.objects.exists()


def test_the_care_list_needs_an_account(client):
    assert client.get("/had/")["Location"].startswith("/accounts/login/")


def test_taking_away_twice_takes_away_once(client):
    user = make_user()
    care = Care.objects.create(injury=make_injury(user), kind="scan")
    key = uuid4()

    first = remove_care(care=care, key=key)
    again = remove_care(care=Care(injury=care.injury, kind="scan", uuid=care.uuid), key=key)

    assert first == again
    assert Revision.objects.filter(owner=user).count() == 1
