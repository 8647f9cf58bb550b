"""Every address of the diary: strangers, the signed out, wrong methods."""

from uuid import uuid4

import pytest
from django.test import Client

from tests.tracker.make import TODAY, key, make_day, make_fall, make_run
from tracker.actions.history import note_change, snapshot
from tracker.models import Day, Fall, Injury, Run, User

OPEN = ["/today/", "/diary/", "/fall/", "/ask/", "/account/", "/account/delete/"]
DAY = [f"/log/{TODAY}/{rest}" for rest in ("", "same/", "delete/", "fall/", "run/")]
WRITES = [f"/i/{{injury}}/log/{TODAY}/{rest}" for rest in ("", "delete/", "fall/", "run/")]
ROWS = ["/fall/{fall}/", "/fall/{fall}/delete/", "/run/{run}/", "/run/{run}/delete/"]
UNDO = ["/undo/{undo}/"]


@pytest.fixture
def ids(injury: Injury, person: User) -> dict[str, str]:
    day = make_day(injury, rest=3)
    fall = make_fall(person, injury=injury)
    run = make_run(injury)
    undo = note_change(owner=person, row=day, before=None, after=snapshot(day))
    return {
        "injury": str(injury.uuid),
        "fall": str(fall.uuid),
        "run": str(run.uuid),
        "undo": str(undo.uuid),
    }


SENT = {"rest": "9", "when": "today", "kind": "knock", "minutes": "99"}


@pytest.mark.parametrize("url", [*WRITES, *ROWS, *UNDO])
@pytest.mark.parametrize("headers", [{}, {"HX-Request": "true"}])
def test_a_stranger_gets_what_does_not_exist_gets(
    stranger: Client, ids: dict[str, str], url: str, headers: dict[str, str]
) -> None:
    nobody = {name: str(uuid4()) for name in ids}

    for method in ("get", "post"):
        sent = {"key": key()} | SENT
        theirs = getattr(stranger, method)(url.format(**ids), sent, headers=headers)
        missing = getattr(stranger, method)(url.format(**nobody), sent, headers=headers)
        assert theirs.status_code == missing.status_code
        assert theirs.status_code in (404, 405)

    assert Day.objects.get(injury__uuid=ids["injury"]).rest == 3
    assert Fall.objects.get(uuid=ids["fall"]).kind == "slip"
    assert Run.objects.get(uuid=ids["run"]).minutes == 30


def test_a_strangers_pages_show_nothing_of_ours(
    stranger: Client, ids: dict[str, str], injury: Injury
) -> None:
    Day.objects.update(note="only mine")

    for url in (*OPEN, *DAY):
        answer = stranger.get(url, follow=True)
        assert "only mine" not in answer.content.decode()
        assert ids["injury"] not in answer.content.decode()


@pytest.mark.parametrize("url", [*OPEN, *DAY, *WRITES, *ROWS, *UNDO])
@pytest.mark.parametrize("method", ["get", "post"])
def test_the_signed_out_are_asked_to_sign_in(ids: dict[str, str], url: str, method: str) -> None:
    client = Client()

    answer = getattr(client, method)(url.format(**ids), {"key": key()} | SENT)

    assert answer.status_code in (302, 405)
    if answer.status_code == 302:
        assert answer["Location"].startswith("/accounts/login/?next=/")


@pytest.mark.parametrize("url", [*WRITES, *UNDO, "/account/sessions/"])
def test_what_writes_takes_no_get(client: Client, ids: dict[str, str], url: str) -> None:
    assert client.get(url.format(**ids)).status_code == 405


@pytest.mark.parametrize("url", ["/today/", "/diary/", *DAY])
def test_what_shows_takes_no_post(client: Client, ids: dict[str, str], url: str) -> None:
    assert client.post(url.format(**ids)).status_code == 405


@pytest.mark.parametrize("url", [*OPEN[:5], *DAY, *ROWS])
def test_every_page_of_the_owner_opens(client: Client, ids: dict[str, str], url: str) -> None:
    answer = client.get(url.format(**ids), follow=True)

    assert answer.status_code == 200
    assert answer["Cache-Control"] == "no-store"


def test_a_form_made_for_another_person_is_refused(
    client: Client, stranger: Client, ids: dict[str, str], injury: Injury
) -> None:
    """An open page of A, sent from a browser in which B has signed in since."""
    mark = client.get("/fall/").content.decode().split('name="owner" value="')[1].split('"')[0]

    answer = stranger.post("/fall/", {"key": key(), "owner": mark} | SENT)

    assert answer.status_code == 404
    assert Fall.objects.count() == 1
