"""A link to the report: made once, read by whoever has it, counted, ended, guessed in vain."""

import re
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.core import mail
from django.test import Client
from django.urls import reverse

from tests.tracker.make import NOON, TODAY, key, make_photo, make_user, make_visit
from tests.tracker.plan.people import ready_sit_bone
from tests.tracker.report.links import make, token_in, words
from tests.tracker.report.made import needs_pdf
from tracker.actions.share_report import WRONG_CODES_AT_MOST, hash_of
from tracker.clock import person_now
from tracker.models import Injury, ShareLink


@pytest.fixture
def kim(db: None) -> Injury:
    return ready_sit_bone()


@pytest.fixture
def reader() -> Client:
    return Client()


class TestMaking:
    def test_the_link_is_shown_once_and_only_its_hash_is_kept(
        self, client: Client, kim: Injury
    ) -> None:
        answer = make(client, kim)

        token = token_in(answer)
        link = ShareLink.objects.get()
        assert link.token_hash == hash_of(token)
        assert token not in str(list(ShareLink.objects.values()))
        assert "<svg" in answer.content.decode()
        assert answer["Cache-Control"] == "no-store"
        assert token not in words(client.get("/report/share/"))

    def test_it_ends_with_the_last_day(self, client: Client, kim: Injury) -> None:
        make(client, kim, lasts="7")

        ends = ShareLink.objects.get().ends_at
        assert ends.date() == TODAY + timedelta(days=8)
        assert ends.hour == 0

    def test_two_links_for_the_same_reader_are_told_apart(
        self, client: Client, kim: Injury
    ) -> None:
        make(client, kim)
        with time_machine.travel(NOON + timedelta(hours=26)):
            make(client, kim)
            shown = words(client.get("/report/share/"))

        assert "Made 21 Nov, 12:00. Works to the end of 5 Dec 2026" in shown
        assert "Turn off the link for Anna, physio, made 22 Nov, 14:00" in shown

    @pytest.mark.parametrize("zone", ["Pacific/Auckland", "Europe/London", "America/Los_Angeles"])
    def test_its_last_day_is_named_in_the_zone_of_its_owner(
        self, client: Client, kim: Injury, reader: Client, zone: str
    ) -> None:
        kim.owner.time_zone = zone
        kim.owner.save()
        last = (person_now(kim.owner).today + timedelta(days=7)).strftime("%-d %b %Y")

        made = make(client, kim, lasts="7")

        assert f"It works to the end of {last}." in words(made)
        assert f"Works to the end of {last}" in words(client.get("/report/share/"))
        assert f"to the end of {last}, or" in words(reader.get(f"/s/{token_in(made)}/"))

    def test_until_the_visit_and_a_week_more(self, client: Client, kim: Injury) -> None:
        assert "Until the visit" not in words(client.get("/report/share/"))
        make_visit(kim, on=TODAY + timedelta(days=5))
        make(client, kim, lasts="visit")

        assert ShareLink.objects.get().ends_at.date() == TODAY + timedelta(days=13)

    @pytest.mark.parametrize(
        ("changes", "sentence"),
        [
            ({"for_whom": " "}, "Enter initials or a role, like Anna, physio"),
            ({"for_whom": "x" * 61}, "Keep this under 60 characters"),
            ({"lasts": ""}, "Choose how long the link works"),
            ({"lasts": "365"}, "Choose how long the link works"),
            ({"lasts": "visit"}, "Choose how long the link works"),
        ],
    )
    def test_bad_input_is_refused(
        self, client: Client, kim: Injury, changes: dict[str, object], sentence: str
    ) -> None:
        answer = make(client, kim, **changes)

        assert answer.status_code == 422
        assert sentence in words(answer)
        assert not ShareLink.objects.exists()

    def test_sent_twice_it_is_one_link(self, client: Client, kim: Injury) -> None:
        same = key()
        make(client, kim, key=same)

        assert make(client, kim, key=same)["Location"] == "/report/share/"
        assert ShareLink.objects.count() == 1

    def test_a_stranger_makes_and_ends_nothing(self, client: Client, kim: Injury) -> None:
        make(client, kim)
        link = ShareLink.objects.get()
        other = Client()
        other.force_login(make_user())

        assert make(other, kim).status_code == 404
        end = reverse("share-end", args=[kim.uuid, link.uuid])
        assert other.post(end).status_code == 404
        assert ShareLink.objects.get().ended_at is None


class TestReading:
    def test_whoever_has_it_reads_the_page_without_an_account(
        self, client: Client, kim: Injury, reader: Client
    ) -> None:
        token = token_in(make(client, kim))

        answer = reader.get(f"/s/{token}/")

        assert answer.status_code == 200
        html = words(answer)
        assert "Why I am here" in html
        assert "Shared with Anna, physio." in html
        assert kim.owner.email not in html
        assert answer["X-Robots-Tag"].startswith("noindex")
        assert answer["Referrer-Policy"] == "no-referrer"
        assert "no-store" in answer["Cache-Control"]
        assert not answer.cookies

    def test_opens_are_counted_but_not_the_owners(
        self, client: Client, kim: Injury, reader: Client
    ) -> None:
        token = token_in(make(client, kim))
        client.get(f"/s/{token}/")
        assert ShareLink.objects.get().opens == 0
        assert "Not opened yet." in words(client.get("/report/share/"))

        for _ in range(2):
            reader.get(f"/s/{token}/")

        link = ShareLink.objects.get()
        assert (link.opens, link.last_opened_at) == (2, NOON)
        assert "Opened 2 times, last 21 Nov, 12:00." in words(client.get("/report/share/"))

    def test_it_shows_the_page_of_the_day_it_is_opened(
        self, client: Client, kim: Injury, reader: Client
    ) -> None:
        token = token_in(make(client, kim))
        kim.days.create(on=TODAY, sitting=9)

        assert "to 21 Nov 2026, 2 of" in words(reader.get(f"/s/{token}/"))

    def test_nothing_can_be_written_by_it(
        self, client: Client, kim: Injury, reader: Client
    ) -> None:
        token = token_in(make(client, kim))

        assert reader.post(f"/s/{token}/", {"rest": "3"}).status_code == 303
        assert reader.put(f"/s/{token}/").status_code == 405
        assert kim.days.count() == 1

    def test_photos_are_off_until_they_are_chosen(
        self, client: Client, kim: Injury, reader: Client
    ) -> None:
        photo = make_photo(kim)
        shut = token_in(make(client, kim))
        opened = token_in(make(client, kim, has_photos="on"))

        assert reader.get(f"/s/{shut}/photo/{photo.uuid}/").status_code == 404
        assert str(photo.uuid) not in words(reader.get(f"/s/{shut}/"))
        assert str(photo.uuid) in words(reader.get(f"/s/{opened}/"))

    def test_its_file_is_made_so_many_times_and_the_owners_are_counted_apart(
        self, client: Client, kim: Injury, reader: Client, settings: Any
    ) -> None:
        needs_pdf()
        settings.ACCOUNT_RATE_LIMITS = {**settings.ACCOUNT_RATE_LIMITS, "pdf": "1/10m/key"}
        first, second = token_in(make(client, kim)), token_in(make(client, kim))
        assert reader.get(f"/s/{first}/pdf/").status_code == 200

        refused = Client().get(f"/s/{second}/pdf/")

        assert refused.status_code == 429
        assert "Wait ten minutes" in words(refused)
        assert f'href="/s/{second}/"' in words(refused)
        assert "noindex" in refused["X-Robots-Tag"]
        assert reader.get(f"/s/{second}/").status_code == 200
        assert client.get("/report/pdf/").status_code == 200
        assert client.get("/report/pdf/").status_code == 429

    def test_another_persons_photo_is_no_part_of_it(
        self, client: Client, kim: Injury, reader: Client
    ) -> None:
        token = token_in(make(client, kim, has_photos="on"))
        other = make_photo(ready_sit_bone())

        assert reader.get(f"/s/{token}/photo/{other.uuid}/").status_code == 404


class TestEnding:
    def test_off_is_off_at_once_and_can_be_undone(
        self, client: Client, kim: Injury, reader: Client
    ) -> None:
        token = token_in(make(client, kim))
        link = ShareLink.objects.get()
        ways = [reverse(name, args=[kim.uuid, link.uuid]) for name in ("share-end", "share-reopen")]

        client.post(ways[0])
        assert reader.get(f"/s/{token}/").status_code == 404
        client.post(ways[1])
        assert reader.get(f"/s/{token}/").status_code == 200

        client.post(ways[0])
        with time_machine.travel(NOON + timedelta(minutes=11), tick=False):
            client.post(ways[1])
            assert reader.get(f"/s/{token}/").status_code == 404

    def test_wrong_ended_and_turned_off_are_answered_alike(
        self, client: Client, kim: Injury, reader: Client
    ) -> None:
        token = token_in(make(client, kim, lasts="7"))
        wrong = reader.get("/s/AAAAAAAAAAAAAAAAAAAAAA/")
        with time_machine.travel(NOON + timedelta(days=8), tick=False):
            ended = reader.get(f"/s/{token}/")
        ShareLink.objects.update(ended_at=NOON)
        off = reader.get(f"/s/{token}/")

        assert [a.status_code for a in (wrong, ended, off)] == [404, 404, 404]
        assert words(wrong) == words(ended) == words(off)
        assert "This link may have ended" in words(wrong)
        assert "Your diary is where it was" in words(reader.get("/nothing/here/"))

    def test_fifty_guesses_find_nothing_and_then_even_a_right_one_waits(
        self, client: Client, kim: Injury, reader: Client
    ) -> None:
        token = token_in(make(client, kim))

        for n in range(50):
            assert reader.get(f"/s/{n:022}/").status_code == 404

        assert reader.get(f"/s/{token}/").status_code == 404
        assert ShareLink.objects.get().opens == 0
        with time_machine.travel(NOON + timedelta(minutes=2), tick=False):
            assert reader.get(f"/s/{token}/").status_code == 200

    def test_erasing_the_injury_ends_it(self, client: Client, kim: Injury, reader: Client) -> None:
        token = token_in(make(client, kim))
        kim.delete()

        assert reader.get(f"/s/{token}/").status_code == 404


class TestTheCode:
    def test_six_digits_open_it_for_this_browser(
        self, client: Client, kim: Injury, reader: Client
    ) -> None:
        answer = make(client, kim, asks_code="on")
        token = token_in(answer)
        code = re.search(r'class="code">([0-9]{6})<', answer.content.decode())
        assert code is not None
        shown = words(reader.get(f"/s/{token}/"))
        assert "Enter the six digits" in shown
        assert "Why I am here" not in shown
        file = reader.get(f"/s/{token}/pdf/")
        assert (file.status_code, file["Location"]) == (303, f"/s/{token}/")

        assert reader.post(f"/s/{token}/", {"code": code[1]}).status_code == 303

        assert "Why I am here" in words(reader.get(f"/s/{token}/"))
        assert "Enter the six digits" in words(Client().get(f"/s/{token}/"))
        assert code[1] not in str(list(ShareLink.objects.values()))

    @pytest.mark.parametrize("typed", ["", "12345", "١٢٣٤٥٦", "1" * 5000, "abcdef"])
    def test_what_are_no_six_digits_is_refused(
        self, client: Client, kim: Injury, reader: Client, typed: str
    ) -> None:
        token = token_in(make(client, kim, asks_code="on"))

        answer = reader.post(f"/s/{token}/", {"code": typed})

        assert answer.status_code == 422
        assert "Enter the six digits you were told" in words(answer)

    def test_the_tenth_wrong_try_turns_it_off(
        self, client: Client, kim: Injury, reader: Client
    ) -> None:
        answer = make(client, kim, asks_code="on")
        token = token_in(answer)
        code = re.search(r'class="code">([0-9]{6})<', answer.content.decode())
        assert code is not None
        wrong = "000000" if code[1] != "000000" else "111111"

        for _ in range(WRONG_CODES_AT_MOST):
            assert reader.post(f"/s/{token}/", {"code": wrong}).status_code == 422

        assert reader.get(f"/s/{token}/").status_code == 404
        link = ShareLink.objects.get()
        client.post(reverse("share-reopen", args=[kim.uuid, link.uuid]))
        assert reader.post(f"/s/{token}/", {"code": code[1]}).status_code == 404


def test_making_a_link_sends_no_mail(client: Client, kim: Injury) -> None:
    make(client, kim)

    assert mail.outbox == []
