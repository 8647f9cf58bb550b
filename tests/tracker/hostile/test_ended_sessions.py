"""The session ended while typing: given back to the one who typed, for an hour, to nobody else."""

from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from tests.tracker.hostile.house import Person, new_person
from tests.tracker.hostile.rendered import form_at
from tests.tracker.make import NOON, PASSWORD, TODAY
from tracker.models import Answer, Day, Fall, NoticeAction, Run
from tracker.owner_mark import FIELD, make_mark
from tracker.views.kept import SLOT

OURS = {"sec-fetch-site": "same-origin"}
WORDS = "typed on a long evening"
# Page that shows the form, where it posts, what was typed.
FORMS = {
    "day": ("/log/{on}/", "/i/{injury_uuid}/log/{on}/", {"rest": "4", "more": "1", "note": WORDS}),
    "fall": ("/fall/", "/fall/", {"when": "today", "kind": "slip", "note": WORDS}),
    "fall on a day": (
        "/log/{on}/fall/", "/i/{injury_uuid}/log/{on}/fall/",
        {"when": "today", "kind": "slip", "note": WORDS},
    ),
    "fall changed": (
        "/fall/{fall_uuid}/", "/fall/{fall_uuid}/",
        {"when": "today", "kind": "slip", "note": WORDS},
    ),
    "run": ("/log/{on}/run/", "/i/{injury_uuid}/log/{on}/run/", {"minutes": "44", "note": WORDS}),
    "notice seen": (
        "/signs/{notice_uuid}/", "/i/{injury_uuid}/signs/{notice_uuid}/seen/",
        {"day": "2026-11-20", "words": WORDS},
    ),
    "care": ("/had/", "/i/{injury_uuid}/had/", {"kind": "scan", "said": WORDS}),
    "care changed": ("/had/{care_uuid}/", "/had/{care_uuid}/", {"kind": "scan", "said": WORDS}),
    "photo changed": (
        "/photos/{photo_uuid}/", "/photos/{photo_uuid}/", {"on": "2026-11-20", "note": WORDS},
    ),
    "visit": ("/visits/new/", "/i/{injury_uuid}/visits/", {"day": "2026-11-30", "who": WORDS}),
    "visit result": (
        "/visits/{visit_uuid}/result/", "/visits/{visit_uuid}/result/",
        {"result": "not_sure", "words": WORDS},
    ),
    "sign missed": ("/signs/missed/", "/i/{injury_uuid}/reports/", {"words": WORDS}),
    "sign report": (
        "/signs/{notice_uuid}/report/", "/i/{injury_uuid}/reports/{notice_uuid}/",
        {"kind": "late", "words": WORDS},
    ),
    "told": (
        "/injury/told/", "/i/{injury_uuid}/told/",
        {"kind": "tendon", "role": "gp", "on": "2026-11-20", "told": WORDS},
    ),
    "run changed": ("/run/{run_uuid}/", "/run/{run_uuid}/", {"minutes": "44", "note": WORDS}),
}  # fmt: skip
EACH = pytest.mark.parametrize("name", FORMS)
WAYS = pytest.mark.parametrize("headers", [{}, {"HX-Request": "true"}], ids=["plain", "htmx"])


def sign_in(client: Client, person: Person, page: str) -> None:
    sent = {"login": person.user.email, "password": PASSWORD}
    assert client.post(f"/accounts/login/?next={page}", sent).status_code == 302


def send_signed_out(person: Person, name: str, headers: dict[str, str] | None = None) -> str:
    """Open the page, let the session end, send the form; the page that shows it."""
    page, action, typed = (
        part.format(**person.ids) if isinstance(part, str) else part for part in FORMS[name]
    )
    Day.objects.all().delete()
    form = form_at(person.client.get(page).content.decode(), action, page)
    person.client.logout()
    answer = person.client.post(action, form.data() | typed, headers=headers)
    target = answer.headers.get("HX-Redirect") or answer.headers["Location"]
    assert target == f"/accounts/login/?next={page}"
    return page


@WAYS
@EACH
def test_it_is_given_back_to_its_owner_once(
    person: Person, name: str, headers: dict[str, str]
) -> None:
    page = send_signed_out(person, name, headers)
    sign_in(person.client, person, page)

    shown = person.client.get(page).content.decode()

    assert WORDS in shown and "It is not saved yet." in shown
    assert not Day.objects.exists()
    assert not Fall.objects.filter(note=WORDS).exists()
    assert not Run.objects.filter(note=WORDS).exists()
    assert WORDS not in person.client.get(page).content.decode()


@EACH
def test_after_an_hour_it_is_gone(person: Person, name: str) -> None:
    page = send_signed_out(person, name)

    with time_machine.travel(NOON + timedelta(minutes=61), tick=False):
        sign_in(person.client, person, page)
        assert WORDS not in person.client.get(page).content.decode()
        assert SLOT not in person.client.session


@EACH
def test_nobody_else_gets_it(person: Person, stranger: Person, name: str) -> None:
    page = send_signed_out(person, name)
    browser = person.client
    sign_in(browser, stranger, page)

    for path in (page, "/today/", "/fall/", f"/log/{TODAY}/", f"/log/{TODAY}/run/"):
        assert WORDS not in browser.get(path).content.decode()
    assert SLOT not in browser.session
    browser.logout()
    sign_in(browser, person, page)
    assert WORDS not in browser.get(page).content.decode()


def test_answers_to_the_check_are_told_at_once_and_stored_for_nobody(person: Person) -> None:
    """What an answer means cannot wait for a sign-in."""
    path = reverse("check-lines", args=[person.injury.uuid])
    form = form_at(person.client.get("/check/").content.decode(), path, "/check/")
    person.client.logout()

    answer = person.client.post(path, form.data() | {"yes": ["q_bladder"]})

    assert answer.status_code == 200
    assert "now" in answer.content.decode().lower()
    assert not Answer.objects.exists()


def test_a_form_of_one_person_does_not_write_into_the_diary_of_the_next(
    person: Person, stranger: Person
) -> None:
    form = form_at(person.client.get("/fall/").content.decode(), "/fall/", "/fall/")
    person.client.logout()
    person.client.force_login(stranger.user)

    answer = person.client.post("/fall/", form.data() | {"when": "today", "kind": "knock"})

    assert answer.status_code == 404
    assert not Fall.objects.filter(kind="knock").exists()


@pytest.mark.parametrize("kind", ["later", "booked", "seen", "no-such"])
def test_an_answer_to_a_notice_leads_through_the_sign_in(person: Person, kind: str) -> None:
    path = reverse("notice-answer", args=[person.injury.uuid, person.ids["notice_uuid"], kind])
    person.client.logout()

    sent = {"words": WORDS, FIELD: make_mark(person.user)}
    answer = person.client.post(path, sent)

    assert answer["Location"] == f"/accounts/login/?next=/signs/{person.ids['notice_uuid']}/"
    assert not NoticeAction.objects.exists()
    sign_in(person.client, person, answer["Location"].split("next=")[1])
    page = person.client.get(f"/signs/{person.ids['notice_uuid']}/")
    assert page.status_code == 200
    assert (WORDS in page.content.decode()) == (kind == "seen")


class TestAPageThatWasOpenTooLong:
    """The form's token no longer fits: the words come back with a fresh one, to our pages only."""

    @pytest.fixture
    def strict(self, person: Person) -> Client:
        client = Client(enforce_csrf_checks=True)
        client.force_login(person.user)
        return client

    @EACH
    def test_the_words_come_back_and_can_be_sent(
        self, strict: Client, person: Person, name: str
    ) -> None:
        page, action, typed = (
            part.format(**person.ids) if isinstance(part, str) else part for part in FORMS[name]
        )
        form = form_at(strict.get(page).content.decode(), action, page)
        sent = form.data() | typed | {"csrfmiddlewaretoken": "x" * 64}

        answer = strict.post(action, sent, headers=OURS)

        assert answer.status_code == 403 and WORDS in answer.content.decode()
        again = form_at(answer.content.decode(), action, action)
        assert strict.post(action, again.data(), headers=OURS).status_code == 303

    def test_another_site_gets_nothing_echoed(self, strict: Client, person: Person) -> None:
        sent = {"note": WORDS, "when": "today", "kind": "slip"}
        for headers in ({"sec-fetch-site": "cross-site"}, {"origin": "https://evil.example"}, {}):
            answer = strict.post("/fall/", sent, headers=headers)
            assert answer.status_code == 403
            assert WORDS not in answer.content.decode()

    def test_the_next_person_does_not_send_it(self, strict: Client, person: Person) -> None:
        form = form_at(strict.get("/fall/").content.decode(), "/fall/", "/fall/")
        typed = form.data() | {"when": "today", "kind": "knock", "csrfmiddlewaretoken": "x" * 64}
        strict.force_login(new_person().user)
        answer = strict.post("/fall/", typed, headers=OURS)
        again = form_at(answer.content.decode(), "/fall/", "/fall/")

        assert strict.post("/fall/", again.data(), headers=OURS).status_code == 404
        assert not Fall.objects.filter(kind="knock").exists()


def test_settings_are_given_back_too(person: Person) -> None:
    form = form_at(person.client.get("/account/").content.decode(), "/account/", "/account/")
    person.client.logout()
    sent = form.data() | {"birth_year": "1977", "day_starts_hour": "5"}

    assert person.client.post("/account/", sent)["Location"] == "/accounts/login/?next=/account/"
    sign_in(person.client, person, "/account/")
    shown = person.client.get("/account/")

    assert "It is not saved yet." in shown.content.decode()
    assert shown.context["form"]["birth_year"].value() == "1977"
    person.user.refresh_from_db()
    assert (person.user.birth_year, person.user.day_starts_hour) == (None, 3)
