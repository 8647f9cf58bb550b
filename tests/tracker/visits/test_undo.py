"""A visit of the person's own that was added or changed is taken back with the toast."""

from datetime import time, timedelta
from html import unescape

from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from tests.tracker.make import TODAY, key, make_injury, make_notice, make_user, make_visit
from tracker.models import Injury, Revision, Visit

TUESDAY = TODAY + timedelta(days=3)
THURSDAY = TODAY + timedelta(days=5)
GIVEN = {"day": TUESDAY.isoformat(), "hour": "17:30", "role": "physio", "who": "Anna"}


def send(client: Client, name: str, row: Injury | Visit, **given: str) -> HttpResponse:
    return client.post(reverse(name, args=[row.uuid]), {"key": key()} | GIVEN | given)


def undo_of(revision: Revision) -> str:
    return reverse("undo", args=[revision.uuid])


def toast(client: Client) -> str:
    return unescape(client.get(reverse("visits")).content.decode())


def when(visit: Visit) -> tuple[object, ...]:
    visit.refresh_from_db()
    return visit.on, visit.at, visit.role, visit.who, visit.state


def test_an_added_visit_is_taken_back_from_its_toast(client: Client, injury: Injury) -> None:
    send(client, "visit-record", injury)
    undo = undo_of(Revision.objects.get())
    assert f'action="{undo}"' in toast(client)

    for _ in range(2):
        assert client.post(undo)["Location"] == reverse("visits")
    assert not Visit.objects.exists()


def test_a_wanted_visit_without_a_day_is_taken_back(client: Client, injury: Injury) -> None:
    send(client, "visit-record", injury, day="", hour="")
    client.post(undo_of(Revision.objects.get()))

    assert not Visit.objects.exists()


def test_a_changed_visit_stands_again_as_before(client: Client, injury: Injury) -> None:
    visit = make_visit(injury, on=TUESDAY, at=time(9), who="Ben")
    before = when(visit)
    send(client, "visit-edit", visit, day=THURSDAY.isoformat())
    undo = undo_of(Revision.objects.get())
    assert f'action="{undo}"' in toast(client)

    client.post(undo)
    assert when(visit) == before


def test_going_back_counts_as_a_move_so_that_calendars_follow(
    client: Client, injury: Injury
) -> None:
    visit = make_visit(injury, on=TUESDAY, at=time(9), moves=4)
    send(client, "visit-edit", visit, day=THURSDAY.isoformat())
    client.post(undo_of(Revision.objects.get()))

    visit.refresh_from_db()
    assert (visit.on, visit.moves) == (TUESDAY, 6)


def test_two_changes_are_taken_back_one_after_the_other(client: Client, injury: Injury) -> None:
    send(client, "visit-record", injury)
    visit = Visit.objects.get()
    send(client, "visit-edit", visit, day=THURSDAY.isoformat())
    changed, made = Revision.objects.all()

    client.post(undo_of(made))
    assert when(visit)[0] == THURSDAY  # the older one waits for the newer one
    client.post(undo_of(changed))
    assert when(visit)[0] == TUESDAY
    client.post(undo_of(made))
    assert not Visit.objects.exists()


def test_a_visit_told_about_since_is_not_taken_back(client: Client, injury: Injury) -> None:
    send(client, "visit-record", injury, day=TODAY.isoformat())
    visit = Visit.objects.get()
    send(client, "visit-seen", visit, day=TODAY.isoformat())
    client.post(undo_of(Revision.objects.get()))

    assert when(visit)[-1] == "seen"
    assert "changed since" in toast(client)


def test_a_sign_s_visit_has_no_undo_for_the_sign_was_answered_with_it(
    client: Client, injury: Injury
) -> None:
    notice = make_notice(injury)
    client.post(reverse("visit-for", args=[notice.uuid]), {"key": key()} | GIVEN)
    send(client, "visit-edit", Visit.objects.get(), day=THURSDAY.isoformat())

    assert Visit.objects.get().on == THURSDAY
    assert not Revision.objects.exists() and "/undo/" not in toast(client)


def test_a_stranger_takes_nothing_back(client: Client, injury: Injury) -> None:
    send(client, "visit-record", injury)
    client.force_login(make_injury(make_user()).owner)

    assert client.post(undo_of(Revision.objects.get())).status_code == 404
    assert Visit.objects.exists()
