"""What I have already had: every change of the list can be taken back from its toast."""

import re
from datetime import UTC, datetime

from django.test import Client
from django.urls import reverse

from tests.tracker.make import TODAY, key
from tracker.charts.axes import Span
from tracker.diary_reader import own_with_context
from tracker.models import Care, Injury, User
from tracker.report.reading import read_all

SCAN = {"kind": "scan", "name": "MRI", "outcome": "clean", "who": "a clinic", "said": "no tear"}


def undo_of(client: Client) -> str:
    """The address in the toast of the list."""
    found = re.search(r'action="(/had/undo/\d+/)"', client.get("/had/").content.decode())
    assert found, "no undo is offered"
    return found[1]


def test_an_entry_just_added_can_be_taken_off_again(client: Client, injury: Injury) -> None:
    client.post(reverse("had-add", args=[injury.uuid]), SCAN | {"key": key()})
    assert Care.objects.get().said == "no tear"

    client.post(undo_of(client))

    assert not Care.objects.exists()


def test_a_change_can_be_taken_back_and_a_removal_too(client: Client, injury: Injury) -> None:
    care = Care.objects.create(injury=injury, kind="scan", name="MRI", outcome="clean")
    url = reverse("had-change", args=[care.uuid])

    client.post(url, SCAN | {"key": key(), "do": "save", "outcome": "finding", "name": "MRI 2"})
    care.refresh_from_db()
    assert (care.outcome, care.name) == ("finding", "MRI 2")
    client.post(undo_of(client))
    care.refresh_from_db()
    assert (care.outcome, care.name) == ("clean", "MRI")

    client.post(url, {"key": key(), "do": "remove"})
    assert not Care.objects.exists()
    client.post(undo_of(client))
    assert Care.objects.get().name == "MRI"


def test_a_form_sent_again_after_its_entry_was_taken_off_claims_nothing(
    client: Client, injury: Injury
) -> None:
    url, sent = reverse("had-add", args=[injury.uuid]), SCAN | {"key": key()}
    client.post(url, sent)
    client.post(undo_of(client))
    client.get("/had/")

    client.post(url, sent)

    assert not Care.objects.exists()
    assert "Added to the list" not in client.get("/had/").content.decode()


def test_today_means_the_day_of_whoever_wrote_it(
    client: Client, injury: Injury, person: User
) -> None:
    person.time_zone = "Pacific/Auckland"
    person.save(update_fields=["time_zone"])
    morning = datetime(2026, 10, 31, 20, 0, tzinfo=UTC)  # 1 November in Auckland
    Care.objects.create(injury=injury, kind="scan", name="X-ray", when_words="today",
                        created_at=morning)  # fmt: skip
    Care.objects.create(injury=injury, kind="scan", name="MRI", when_words="31 October 2026",
                        created_at=morning.replace(hour=21))  # fmt: skip

    (scans,) = client.get("/had/").context["groups"]

    assert [line.name for line in scans.items] == ["MRI", "X-ray"]
    report = read_all(own_with_context(person).get(), Span(TODAY, TODAY))
    assert [row.name for row in report.care] == ["MRI", "X-ray"]


def test_the_lines_of_what_they_said_stay_lines_and_each_text_keeps_its_direction(
    client: Client, injury: Injury
) -> None:
    Care.objects.create(injury=injury, kind="scan", name="<b>MRI</b>", who="عيادة",
                        said="no tear\nrest", outcome="clean")  # fmt: skip

    page = client.get("/had/").content.decode()

    assert "no tear<br>rest" in page
    assert "<bdi>&lt;b&gt;MRI&lt;/b&gt;</bdi>" in page
    assert "<bdi>عيادة</bdi>" in page
    assert '<span class="end">clean</span>' in page


def test_a_scan_is_nothing_that_is_done_now(client: Client, injury: Injury) -> None:
    answer = client.post(
        reverse("had-add", args=[injury.uuid]), SCAN | {"key": key(), "is_now": "on"}
    )

    assert answer.status_code == 422
    assert "A scan is over once it is made" in answer.content.decode()
    assert answer.context["form"]["said"].value() == "no tear"
    assert not Care.objects.exists()
