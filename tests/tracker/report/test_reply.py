"""A reply to a shared page: sent once, throttled, seen by its owner alone, nothing by itself."""

from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from rehab.content.catalogue import catalogue
from tests.tracker.make import NOON, TODAY, key, make_notice, make_user
from tests.tracker.plan.people import ready_sit_bone
from tests.tracker.report.links import make, token_in, words
from tracker.actions.answer_reply import marked
from tracker.actions.share_report import hash_of, reply_token
from tracker.exchange.export import export_diary
from tracker.models import Clearance, ClinicianWord, Injury, Outbox, ShareLink, ShareReply, Visit

SOON = TODAY + timedelta(days=9)
MARK = "typed by the person with the link"


@pytest.fixture
def kim(db: None) -> Injury:
    injury = ready_sit_bone()
    began = TODAY - timedelta(days=20)
    plan = injury.plans.create(programme="pht", stage="calm", started_on=began)
    plan.moves.create(on=began, to_stage="calm", reason="start")
    return injury


@pytest.fixture
def anna() -> Client:
    return Client()


@pytest.fixture
def token(client: Client, kim: Injury) -> str:
    return token_in(make(client, kim))


@pytest.fixture
def address(token: str) -> str:
    return f"/r/{reply_token(token)}/"


def send(anna: Client, address: str, **changes: object):
    sent = {"key": key(), "name": "Anna Berg", "role": "physio", "message": "Keep the bridges."}
    return anna.post(address, sent | changes)


def press(client: Client, kim: Injury, name: str, **data: str):
    where = reverse(f"reply-{name}", args=[kim.uuid, ShareReply.objects.get().uuid])
    return client.post(where, data, follow=True)


class TestSending:
    def test_the_shared_page_leads_to_it_until_it_was_sent(
        self, anna: Client, token: str, address: str
    ) -> None:
        assert address in anna.get(f"/s/{token}/").content.decode()

        answer = send(anna, address)

        assert answer.status_code == 200
        assert "Sent" in words(answer)
        assert address not in anna.get(f"/s/{token}/").content.decode()
        kept = ShareReply.objects.get()
        assert (kept.name, kept.role, kept.message, kept.sent_on) == (
            "Anna Berg",
            "physio",
            "Keep the bridges.",
            TODAY,
        )

    def test_it_shows_nothing_of_the_diary_and_stands_in_no_index(
        self, anna: Client, kim: Injury, address: str
    ) -> None:
        answer = anna.get(address)

        assert "Why I am here" not in words(answer)
        assert kim.owner.email not in words(answer)
        assert answer["X-Robots-Tag"].startswith("noindex")
        assert "no-store" in answer["Cache-Control"]

    def test_its_address_does_not_open_the_diary(self, anna: Client, token: str) -> None:
        assert anna.get(f"/s/{reply_token(token)}/").status_code == 404
        assert anna.get(f"/r/{token}/").status_code == 404

    def test_only_hashes_of_it_are_kept(self, token: str) -> None:
        link = ShareLink.objects.get()

        assert link.reply_hash == hash_of(reply_token(token))
        assert reply_token(token) not in str(list(ShareLink.objects.values()))

    def test_sent_twice_by_one_form_it_is_one(self, anna: Client, address: str) -> None:
        same = key()
        send(anna, address, key=same)
        again = send(anna, address, key=same, message="Another")

        assert again.status_code == 200
        assert ShareReply.objects.get().message == "Keep the bridges."

    def test_the_person_is_told_once_that_something_waits(
        self, anna: Client, address: str, kim: Injury
    ) -> None:
        same = key()
        send(anna, address, key=same)
        send(anna, address, key=same)

        row = Outbox.objects.get(user=kim.owner)
        assert (row.kind, row.about) == ("reply", ShareReply.objects.get().uuid)

    def test_a_second_message_finds_nothing_like_a_wrong_or_ended_address(
        self, anna: Client, address: str
    ) -> None:
        send(anna, address)
        used = [anna.get(address), send(anna, address)]
        wrong = anna.get("/r/AAAAAAAAAAAAAAAAAAAAAA/")
        ShareReply.objects.all().delete()
        ShareLink.objects.update(ended_at=NOON)
        ended = anna.get(address)

        assert {a.status_code for a in (*used, wrong, ended)} == {404}
        assert words(used[0]) == words(wrong) == words(ended)
        assert send(anna, address).status_code == 404
        assert not ShareReply.objects.exists()

    def test_guessing_addresses_is_throttled_with_those_of_the_page(
        self, anna: Client, address: str
    ) -> None:
        for n in range(50):
            assert anna.get(f"/r/{n:022}/").status_code == 404

        assert anna.get(address).status_code == 404

    @pytest.mark.parametrize(
        ("changes", "sentence"),
        [
            ({"name": " "}, "Enter your name"),
            ({"name": "x" * 41}, "Keep the name under 40 characters"),
            ({"role": ""}, "Choose what you are"),
            ({"role": "king"}, "Choose from the list"),
            ({"message": "x" * 501}, "Keep this under 500 characters"),
            ({"message": "  "}, "Write a message, or choose something below"),
            ({"message": "", "label": "other"}, "Write what you think it is"),
            ({"label": "cancer"}, "Choose from the list"),
            ({"visit_on": "2026-02-31"}, "Enter the day of the visit"),
            ({"visit_on": str(TODAY - timedelta(days=1))}, "must be today or later"),
            ({"visit_on": "2996-01-01"}, "too far ahead"),
            ({"stage": "moon"}, "Choose from the list"),
            ({"key": "no"}, "This form was not complete. Send it again"),
        ],
    )
    def test_bad_input_is_refused_and_what_was_typed_stays(
        self, anna: Client, address: str, changes: dict[str, object], sentence: str
    ) -> None:
        answer = send(anna, address, **({"message": "Kept words"} | changes))

        assert answer.status_code == 422
        assert sentence in words(answer)
        assert "message" in changes or "Kept words" in words(answer)
        assert not ShareReply.objects.exists()

    def test_without_a_plan_of_ours_no_stage_is_asked(
        self, anna: Client, kim: Injury, address: str
    ) -> None:
        assert "Cleared for" in words(anna.get(address))
        kim.plans.update(ended_on=TODAY)

        assert "Cleared for" not in words(anna.get(address))

    def test_the_digits_guard_it_too(self, client: Client, kim: Injury, anna: Client) -> None:
        token = token_in(make(client, kim, asks_code="on"))

        assert "/r/" not in anna.get(f"/s/{token}/").content.decode()


class TestReading:
    def test_today_signs_and_report_say_so_until_it_is_answered(
        self, client: Client, kim: Injury, anna: Client, address: str
    ) -> None:
        line = "A reply came by a link you shared."
        assert line not in words(client.get("/today/"))
        send(anna, address)
        for page in ("/today/", "/signs/", "/report/"):
            assert line in words(client.get(page)), page

        press(client, kim, "aside")

        assert line not in words(client.get("/today/"))
        assert "Keep the bridges." in words(client.get("/report/share/"))

    def test_it_is_marked_as_typed_by_whoever_has_the_link(
        self, client: Client, anna: Client, address: str
    ) -> None:
        send(anna, address, message="<b>now</b>")

        page = client.get("/report/share/")
        assert "Typed by the person with the link for Anna, physio" in words(page)
        assert "<b>now</b>" not in page.content.decode()

    def test_nothing_happens_by_itself(
        self, client: Client, kim: Injury, anna: Client, address: str
    ) -> None:
        send(anna, address, label="strain_2", visit_on=str(SOON), stage=second_stage())

        assert not ClinicianWord.objects.exists()
        assert not Visit.objects.exists()
        assert not Clearance.objects.exists()
        assert kim.plans.get().stage == "calm"

    def test_nobody_else_reads_it(
        self, client: Client, kim: Injury, anna: Client, token: str, address: str
    ) -> None:
        send(anna, address, message="zanzibar")

        assert "zanzibar" not in words(anna.get(f"/s/{token}/"))
        other = Client()
        other.force_login(make_user())
        assert press(other, kim, "take", part="label").status_code == 404
        assert press(other, kim, "delete").status_code == 404
        assert ShareReply.objects.exists()

    def test_it_can_be_deleted_and_the_link_takes_no_other(
        self, client: Client, kim: Injury, anna: Client, address: str
    ) -> None:
        send(anna, address)
        press(client, kim, "delete")

        assert not ShareReply.objects.exists()
        assert anna.get(address).status_code == 404


class TestTaking:
    def test_a_label_goes_in_as_what_a_clinician_told(
        self, client: Client, kim: Injury, anna: Client, address: str
    ) -> None:
        send(anna, address, label="tendon")

        press(client, kim, "take", part="label")
        press(client, kim, "take", part="label")

        word = ClinicianWord.objects.get()
        assert (word.kind, word.role, word.on, word.words) == (
            "tendon",
            "physio",
            TODAY,
            "Keep the bridges.",
        )
        assert word.who == f"Anna Berg, {MARK}"
        assert MARK in words(client.get("/injury/told/"))
        assert ShareReply.objects.get().answered_at == NOON

    def test_a_visit_goes_into_visits_once(
        self, client: Client, kim: Injury, anna: Client, address: str
    ) -> None:
        send(anna, address, visit_on=str(SOON))

        for _ in range(2):
            press(client, kim, "take", part="visit")

        visit = Visit.objects.get()
        assert (visit.on, visit.state, visit.role) == (SOON, "booked", "physio")
        assert MARK in visit.who

    def test_a_visit_whose_day_is_over_is_not_booked(
        self, client: Client, kim: Injury, anna: Client, address: str
    ) -> None:
        send(anna, address, visit_on=str(TODAY))

        with time_machine.travel(NOON + timedelta(days=2), tick=False):
            answer = press(client, kim, "take", part="visit")

        assert "That day is over." in words(answer)
        assert not Visit.objects.exists()

    def test_a_stage_goes_in_as_my_clinician_cleared_me(
        self, client: Client, kim: Injury, anna: Client, address: str
    ) -> None:
        send(anna, address, stage=second_stage())

        press(client, kim, "take", part="stage")

        assert MARK in Clearance.objects.get().by
        assert kim.plans.get().stage == second_stage()
        assert kim.plans.get().moves.latest("pk").reason == "cleared"

    @pytest.mark.parametrize("tier", ["emergency", "urgent"])
    def test_an_open_emergency_wins_over_a_clearing(
        self, client: Client, kim: Injury, anna: Client, address: str, tier: str
    ) -> None:
        make_notice(kim, tier=tier, told_on=TODAY - timedelta(days=3))
        send(anna, address, stage=second_stage())

        answer = press(client, kim, "take", part="stage")

        assert "A warning sign is open. Be seen for it first" in words(answer)
        assert not Clearance.objects.exists()
        assert kim.plans.get().stage == "calm"
        assert ShareReply.objects.get().stage_taken_on is None

    def test_a_clearing_further_than_the_next_stage_moves_nobody(
        self, client: Client, kim: Injury, anna: Client, address: str
    ) -> None:
        send(anna, address, stage=last_stage())

        answer = press(client, kim, "take", part="stage")

        assert "further than the next stage" in words(answer)
        assert kim.plans.get().stage == "calm"
        assert not Clearance.objects.exists()

    def test_a_clearing_for_another_plan_moves_nobody(
        self, client: Client, kim: Injury, anna: Client, address: str
    ) -> None:
        send(anna, address, stage=second_stage())
        kim.plans.update(ended_on=TODAY)
        kim.plans.create(programme="strain_sprint_g2", stage="protect", started_on=TODAY)

        assert "another plan" in words(press(client, kim, "take", part="stage"))
        assert not Clearance.objects.exists()

    @pytest.mark.parametrize("part", ["", "label", "moon"])
    def test_what_was_not_sent_cannot_be_taken(
        self, client: Client, kim: Injury, anna: Client, address: str, part: str
    ) -> None:
        send(anna, address)

        assert "Choose one of these" in words(press(client, kim, "take", part=part))
        assert not ClinicianWord.objects.exists()


def test_the_mark_stays_whole_behind_a_long_name() -> None:
    assert len(marked("x" * 90)) == 80
    assert marked("x" * 90).endswith(MARK)


def test_the_export_holds_the_reply_without_what_opens_it(
    client: Client, kim: Injury, anna: Client, address: str
) -> None:
    send(anna, address, label="tendon")

    link = export_diary(kim.owner, now=NOON, today=TODAY)["injuries"][0]["share_links"][0]
    assert link["reply"]["message"] == "Keep the bridges."
    assert "reply_hash" not in link
    assert "key" not in link["reply"]


def second_stage() -> str:
    return catalogue().programmes["pht"].stages[1].id


def last_stage() -> str:
    return catalogue().programmes["pht"].stages[-1].id


class TestTheBell:
    def test_a_reply_that_waits_is_counted_and_led_to(
        self, client: Client, kim: Injury, anna: Client, address: str
    ) -> None:
        send(anna, address)

        page = words(client.get(reverse("diary")))

        assert "1 reply to read" in page
        assert f'class="iconlink push" href="{reverse("bell")}"' in page

    def test_each_link_s_reply_counts(self, client: Client, kim: Injury, anna: Client) -> None:
        for n in range(2):
            token = token_in(make(client, kim, for_whom=f"P{n}"))
            send(anna, f"/r/{reply_token(token)}/")

        for page in ("today", "signs", "diary"):
            assert "2 replies to read" in words(client.get(reverse(page))), page

    def test_once_answered_it_rings_no_more(
        self, client: Client, kim: Injury, anna: Client, address: str
    ) -> None:
        send(anna, address)
        press(client, kim, "aside")

        assert "to read</span>" not in words(client.get(reverse("diary")))

    def test_an_open_sign_goes_before_it(
        self, client: Client, kim: Injury, anna: Client, address: str
    ) -> None:
        make_notice(kim)
        send(anna, address)

        page = words(client.get(reverse("diary")))

        assert "1 open sign" in page and "1 reply to read" in page
        assert 'class="iconlink push" href="/bell/"' in page
