"""The Visits page: due, booked, seen, what they said, and the person's own visits."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from tests.tracker.make import NOON, TODAY, key, make_injury, make_notice, make_user, make_visit
from tests.tracker.queries import counting
from tracker.models import Injury, LoadPause, NoticeAction, Revision, User, Visit

TUESDAY = TODAY + timedelta(days=3)
FIVE = datetime(2026, 11, 21, 17, 0, tzinfo=UTC)


def page(client: Client) -> str:
    return client.get(reverse("visits")).content.decode()


def send(client: Client, name: str, row: object, **fields: str) -> HttpResponse:
    return client.post(reverse(name, args=[getattr(row, "uuid", row)]), {"key": key()} | fields)


def test_without_a_visit_it_is_said_not_to_be_an_all_clear(client: Client, injury: Injury) -> None:
    text = page(client)

    assert "That is not an all-clear." in text
    assert reverse("visit-new") in text


def test_the_next_visit_says_when_with_whom_and_where_it_stands(
    client: Client, injury: Injury
) -> None:
    notice = make_notice(injury)
    make_visit(injury, notice=notice, on=TUESDAY, at="17:30", who="Anna")

    text = page(client)

    assert "Next visit, in 3 days" in text
    assert "Physio, Anna, Tue 24 Nov, 17:30" in text
    assert "since 21 Nov" in text
    assert "we ask on Tuesday evening" in text
    (now,) = [line for line in text.split("<li") if 'aria-current="step"' in line]
    assert "Booked" in now and ">now<" in now


def test_a_sign_nobody_booked_for_is_due(client: Client, injury: Injury) -> None:
    notice = make_notice(injury)

    text = page(client)

    assert "Visit due" in text
    assert notice.heading in text
    assert reverse("visit-for", args=[notice.uuid]) in text
    assert "Remind me in 7 days" in text
    assert reverse("see", args=["night_or_rest_pain"]) in text


def test_putting_a_sign_off_does_not_forget_a_booked_day(client: Client, injury: Injury) -> None:
    notice = make_notice(injury)
    make_visit(injury, notice=notice, on=TUESDAY)

    client.post(reverse("notice-answer", args=[injury.uuid, notice.uuid, "later"]), {"key": key()})

    assert Visit.objects.get().state == "booked"


@pytest.mark.parametrize(("days", "is_asked"), [(28, True), (29, False)])
def test_what_they_said_is_asked_for_four_weeks(
    client: Client, injury: Injury, days: int, is_asked: bool
) -> None:
    visit = make_visit(injury, state="seen", on=TODAY - timedelta(days=days))

    text = page(client)

    assert ("What did they say?" in text) is is_asked
    assert reverse("visit-result", args=[visit.uuid]) in text


@pytest.mark.parametrize(("tier", "days"), [("soon", 7), ("routine", 14)])
def test_reminding_later_rests_by_tier_and_leads_back_here(
    client: Client, injury: Injury, tier: str, days: int
) -> None:
    notice = make_notice(injury, tier=tier)
    url = reverse("notice-answer", args=[injury.uuid, notice.uuid, "later"])

    answer = client.post(url, {"key": key(), "back": "visits"})

    assert answer["Location"] == reverse("visits")
    until = TODAY + timedelta(days=days)
    assert NoticeAction.objects.get().until == until
    text = page(client)
    assert "Visit due" not in text
    assert f"We will remind you on {until:%a} {until.day}" in text


def test_what_is_put_off_stands_by_the_day_until_which_it_rests(
    client: Client, injury: Injury
) -> None:
    make_visit(injury, state="later", on=None, who="Second")
    late = timedelta(days=1)
    make_visit(injury, state="later", on=None, who="First", changed_at=NOON - late)
    notice = make_notice(injury, tier="soon", heading="Before both")
    client.post(reverse("notice-answer", args=[injury.uuid, notice.uuid, "later"]), {"key": key()})

    text = page(client)

    found = [text.index(each) for each in ("Before both</h2>", ", First", ", Second")]
    assert found == sorted(found)


def test_what_presses_stands_first_and_what_can_wait_last(client: Client, injury: Injury) -> None:
    make_visit(injury, on=TUESDAY, who="Booked")
    make_visit(injury, state="seen", on=TODAY - timedelta(days=2), who="Told")
    make_visit(injury, state="missed", on=TODAY - timedelta(days=2), who="Missed")
    make_visit(injury, state="due", on=None, who="Wanted")
    make_visit(injury, on=TODAY - timedelta(days=1), who="Asked")
    make_visit(injury, state="later", on=None, who="Resting")
    for tier in ("routine", "soon"):
        make_notice(injury, tier=tier, heading=f"A {tier} sign")
    missed = make_notice(injury, tier="urgent", heading="A missed sign")
    make_visit(injury, notice=missed, state="missed", on=TODAY, who="Pressing")
    make_notice(injury, tier="urgent", heading="An urgent sign")

    text = page(client)

    order = ["Pressing", "An urgent sign", "Asked", "Told", "Booked", "A soon sign"]
    order += ["A routine sign", "Missed", "Wanted", "Resting"]
    found = [text.index(f"{title}</h2>" if "sign" in title else f", {title}") for title in order]
    assert found == sorted(found)


@pytest.mark.parametrize(("tier", "until"), [("soon", "Sat 28 Nov"), ("routine", "Sat 5 Dec")])
def test_a_sign_put_off_stands_last_and_says_until_when(
    client: Client, injury: Injury, clock, tier: str, until: str
) -> None:
    notice = make_notice(injury, tier=tier)
    make_visit(injury, on=TUESDAY)
    client.post(reverse("notice-answer", args=[injury.uuid, notice.uuid, "later"]), {"key": key()})

    text = page(client)

    assert f"Put off until {until}" in text
    assert text.index("Next visit") < text.index("Put off until")
    assert "Remind me in" not in text and "I have booked" in text
    clock.shift(NoticeAction.objects.get().until - TODAY)
    text = page(client)
    assert "Visit due" in text and "Put off" not in text and "Remind me in" in text


def test_a_sign_put_off_after_a_missed_visit_says_until_when_once(
    client: Client, injury: Injury
) -> None:
    notice = make_notice(injury, told_on=TODAY - timedelta(days=9))
    make_visit(injury, notice=notice, state="missed", on=TODAY - timedelta(days=1))
    client.post(reverse("notice-answer", args=[injury.uuid, notice.uuid, "later"]), {"key": key()})

    text = page(client)

    assert text.count("Put off until Sat 28 Nov") == 1 and "Visit due" not in text


@pytest.mark.parametrize("kind", ["not_for_me", "seen"])
def test_a_sign_that_is_settled_waits_for_no_visit(
    client: Client, injury: Injury, kind: str
) -> None:
    notice = make_notice(injury, tier="routine")
    fields = {"key": key(), "reason": "It is my other leg", "day": str(TODAY)}
    client.post(reverse("notice-answer", args=[injury.uuid, notice.uuid, kind]), fields)
    Visit.objects.all().delete()

    assert "I have booked" not in page(client)


@pytest.mark.parametrize("tier", ["urgent", "emergency"])
def test_what_presses_offers_no_later(client: Client, injury: Injury, tier: str) -> None:
    make_notice(injury, tier=tier)

    assert "Remind me" not in page(client)


def test_an_emergency_is_not_booked(client: Client, injury: Injury) -> None:
    notice = make_notice(injury, tier="emergency")

    assert client.get(reverse("visit-for", args=[notice.uuid])).status_code == 404
    assert send(client, "visit-for", notice, day=str(TUESDAY)).status_code == 404
    assert not Visit.objects.exists()


@pytest.mark.parametrize(("tier", "kind"), [("soon", "booked"), ("urgent", "arranged")])
def test_booking_here_answers_the_sign_too(
    client: Client, injury: Injury, tier: str, kind: str
) -> None:
    notice = make_notice(injury, tier=tier)

    answer = send(client, "visit-for", notice, day=str(TUESDAY), hour="17:30", role="physio")

    assert answer.status_code == 303
    visit = Visit.objects.get()
    assert (visit.state, visit.on, f"{visit.at:%H:%M}") == ("booked", TUESDAY, "17:30")
    assert NoticeAction.objects.get().kind == kind


def test_a_visit_for_a_sign_may_get_its_day_later(client: Client, injury: Injury) -> None:
    send(client, "visit-for", make_notice(injury), role="gp")

    words = page(client)

    assert Visit.objects.get().state == "due"
    assert "Booked, no day yet" in words and "Add the day" in words
    assert "Visit due" not in words and "I have booked" not in words


def test_an_own_visit_needs_a_day_or_a_person_and_keeps_what_was_typed(
    client: Client, injury: Injury
) -> None:
    empty = send(client, "visit-record", injury)
    odd = send(client, "visit-record", injury, who="Anna", hour="half past")
    dayless = send(client, "visit-record", injury, who="Anna", hour="17:30")

    assert (empty.status_code, odd.status_code, dayless.status_code) == (422, 422, 422)
    assert "Enter the day of the visit, or whom you want to see" in empty.content.decode()
    assert "Enter a time, like 17:30" in odd.content.decode()
    text = dayless.content.decode()
    assert "Enter the day of the visit" in text and 'value="Anna"' in text
    assert not Visit.objects.exists()


def test_an_own_visit_without_a_day_is_due_until_it_gets_one(
    client: Client, injury: Injury
) -> None:
    answer = send(client, "visit-record", injury, role="physio")

    visit = Visit.objects.get()
    assert answer.status_code == 303 and (visit.state, visit.on) == ("due", None)
    words = page(client)
    assert "We ask for its day in two weeks." in words
    for said in ("Visit due", "Physio", "your own", "I have booked", "Remind me in 14 days"):
        assert said in words, said
    assert "Booked, no day yet" not in words

    send(client, "visit-edit", visit, day=str(TUESDAY), role="physio")
    visit.refresh_from_db()
    assert (visit.state, visit.on) == ("booked", TUESDAY)
    send(client, "visit-edit", visit, role="physio")  # and may lose it again
    visit.refresh_from_db()
    assert (visit.state, visit.on) == ("due", None)


@pytest.mark.parametrize("state", ["due", "missed"])
def test_an_own_visit_is_put_off_for_two_weeks(
    client: Client, injury: Injury, clock, state: str
) -> None:
    visit = make_visit(injury, state=state, on=None if state == "due" else TODAY, role="physio")
    fields = {"key": key()}
    for _ in range(2):  # the second tap of the same button
        assert client.post(reverse("visit-later", args=[visit.uuid]), fields).status_code == 303

    visit.refresh_from_db()
    assert (visit.state, visit.on) == ("later", None)
    words = page(client)
    assert "Put off until Sat 5 Dec" in words and "I have booked" in words
    assert "Remind me" not in words
    clock.shift(timedelta(days=14))
    words = page(client)
    assert "Visit due" in words and "Remind me in 14 days" in words
    assert "A visit is still due." in client.get(reverse("today")).content.decode()
    clock.shift(timedelta(days=42))
    assert "A visit is still due." not in client.get(reverse("today")).content.decode()


@pytest.mark.parametrize("state", ["booked", "seen", "result"])
def test_what_has_a_day_is_not_put_off(client: Client, injury: Injury, state: str) -> None:
    visit = make_visit(injury, state=state)

    answer = client.post(reverse("visit-later", args=[visit.uuid]), {"key": key()}, follow=True)

    assert "This visit cannot be put off" in answer.content.decode()
    visit.refresh_from_db()
    assert visit.state == state


def test_a_sign_s_visit_is_put_off_on_its_sign_alone(client: Client, injury: Injury) -> None:
    visit = make_visit(injury, state="due", on=None, notice=make_notice(injury, tier="urgent"))

    client.post(reverse("visit-later", args=[visit.uuid]), {"key": key()})

    visit.refresh_from_db()
    assert visit.state == "due"


def test_an_own_visit_is_added_once(client: Client, injury: Injury) -> None:
    fields = {"key": key(), "day": str(TUESDAY)}
    url = reverse("visit-record", args=[injury.uuid])

    first, second = client.post(url, fields), client.post(url, fields)

    assert (first.status_code, second.status_code) == (303, 303)
    assert Visit.objects.get().injury == injury


def test_an_own_visit_that_is_over_leads_to_what_they_said(client: Client, injury: Injury) -> None:
    answer = send(client, "visit-record", injury, day="2026-11-18", role="gp")

    visit = Visit.objects.get()
    assert visit.state == "seen"
    assert answer["Location"] == reverse("visit-result", args=[visit.uuid])


@pytest.mark.parametrize("day", ["2028-01-01", "2024-01-01", "soon", "2026-02-30"])
def test_a_day_that_cannot_be_is_refused(client: Client, injury: Injury, day: str) -> None:
    assert send(client, "visit-record", injury, day=day).status_code == 422
    assert not Visit.objects.exists()


def test_changing_the_day_moves_the_sign_s_answer_too(client: Client, injury: Injury) -> None:
    notice = make_notice(injury)
    send(client, "visit-for", notice, day=str(TUESDAY))

    answer = send(client, "visit-edit", Visit.objects.get(), day="2026-11-27", who="Anna")

    assert answer.status_code == 303
    assert str(Visit.objects.get().on) == "2026-11-27"
    assert str(notice.actions.last().until) == "2026-11-27"


def test_on_the_day_it_asks_from_five_by_the_person_s_clock(injury: Injury) -> None:
    make_visit(injury)
    kiritimati = make_user(time_zone="Pacific/Kiritimati")  # 14 hours ahead
    make_visit(make_injury(kiritimati), on=TODAY + timedelta(days=1))
    here, far = Client(), Client()
    here.force_login(injury.owner)
    far.force_login(kiritimati)

    with time_machine.travel(FIVE - timedelta(minutes=1), tick=False):
        assert "Did you go?" not in page(here)
        assert "Next visit, today" in page(here)
        assert "Did you go?" not in page(far)  # a quarter to seven in the morning
    with time_machine.travel(FIVE, tick=False):
        assert "Did you go?" in page(here)
    with time_machine.travel(FIVE + timedelta(hours=10), tick=False):
        assert "Did you go?" in page(far)


def test_a_later_hour_is_waited_for(client: Client, injury: Injury, clock) -> None:
    make_visit(injury, at="18:30")

    clock.move_to(FIVE, tick=False)
    assert "Did you go?" not in page(client)
    clock.move_to(FIVE + timedelta(hours=2), tick=False)
    assert "Did you go?" in page(client)


def test_i_was_seen_closes_the_sign_and_asks_what_they_said(client: Client, injury: Injury) -> None:
    notice = make_notice(injury)
    visit = make_visit(injury, notice=notice, role="gp", who="Anna")

    answer = send(client, "visit-seen", visit, day=str(TODAY))

    assert answer["Location"] == reverse("visit-result", args=[visit.uuid])
    visit.refresh_from_db()
    notice.refresh_from_db()
    assert (visit.state, visit.role, visit.who) == ("seen", "gp", "Anna")
    assert (notice.closed_on, notice.closed_because) == (TODAY, "visit")
    assert [action.kind for action in notice.actions.all()] == ["seen"]
    assert "What did they say?" in page(client)


def test_being_seen_for_the_card_s_newer_form_settles_that_one(
    client: Client, injury: Injury
) -> None:
    old = make_notice(injury, tier="routine", closed_on=TODAY, closed_because="replaced")
    new = make_notice(injury, tier="soon")
    visit = make_visit(injury, notice=old)

    send(client, "visit-seen", visit, day=str(TODAY))

    new.refresh_from_db()
    visit.refresh_from_db()
    assert new.closed_because == "visit"
    assert visit.notice == new


def test_a_visit_before_an_urgent_sign_does_not_settle_it(client: Client, injury: Injury) -> None:
    notice = make_notice(injury, tier="urgent")
    visit = make_visit(injury, notice=notice, on=TODAY - timedelta(days=2))

    answer = send(client, "visit-seen", visit, day="2026-11-19")

    notice.refresh_from_db()
    assert answer.status_code == 422
    assert "This sign came after that day" in answer.content.decode()
    assert notice.closed_on is None


def test_i_did_not_go_asks_for_a_new_day_and_blames_nobody(client: Client, injury: Injury) -> None:
    visit = make_visit(injury)

    answer = send(client, "visit-missed", visit)

    assert answer.status_code == 303
    assert Visit.objects.get().state == "missed"
    text = page(client)
    assert "You did not go" in text and "I have booked" in text
    assert "failed" not in text and "should have" not in text


def test_a_sign_whose_visit_was_missed_stands_there_once(client: Client, injury: Injury) -> None:
    notice = make_notice(injury, told_on=TODAY - timedelta(days=9))
    make_visit(injury, notice=notice, state="missed", on=TODAY - timedelta(days=1))

    text = page(client)

    assert text.count("Remind me in") == text.count("I have booked") == 1
    assert "You did not go" in text


def test_a_sign_put_off_after_a_missed_visit_shows_no_day_that_is_over(
    client: Client, injury: Injury
) -> None:
    notice = make_notice(injury, told_on=TODAY - timedelta(days=9))
    visit = make_visit(injury, notice=notice, state="missed", on=TODAY - timedelta(days=1))
    fields = {"key": key(), "back": "visits"}
    client.post(reverse("notice-answer", args=[injury.uuid, notice.uuid, "later"]), fields)

    visit.refresh_from_db()
    assert (visit.state, visit.on, visit.moves) == ("later", None, 1)
    assert "20 Nov" not in page(client) and "put off" in page(client)


def test_a_visit_ahead_cannot_be_missed_yet(client: Client, injury: Injury) -> None:
    send(client, "visit-missed", make_visit(injury, on=TUESDAY))

    assert Visit.objects.get().state == "booked"


def test_an_own_visit_is_deleted_and_brought_back(client: Client, injury: Injury) -> None:
    visit = make_visit(injury, on=TUESDAY, at="17:30", who="Anna")

    assert (
        "You can undo this"
        in client.get(reverse("visit-delete", args=[visit.uuid])).content.decode()
    )
    send(client, "visit-delete", visit)
    assert not Visit.objects.exists()
    undone = client.post(reverse("undo", args=[Revision.objects.get().uuid]))

    back = Visit.objects.get()
    assert undone["Location"] == reverse("visits")
    assert (back.uuid, back.on, back.who, f"{back.at:%H:%M}") == (
        visit.uuid, TUESDAY, "Anna", "17:30",
    )  # fmt: skip
    assert back.owner == injury.owner


def test_a_sign_s_visit_stays_with_it(client: Client, injury: Injury) -> None:
    visit = make_visit(injury, notice=make_notice(injury))

    assert send(client, "visit-delete", visit).status_code == 404
    assert Visit.objects.exists()


def test_a_visit_of_another_injury_stands_on_its_own_page(client: Client, user: User) -> None:
    other = make_injury(user, side="left")
    make_visit(other, who="Left side")
    make_injury(user)

    assert "Left side" not in page(client)


def test_earlier_visits_tell_what_was_said(client: Client, injury: Injury) -> None:
    make_visit(injury, state="result", result="something_else", advice="pause", words="The back.")

    text = page(client)

    assert "They said: it is something else. Pause loading." in text
    assert "“The back.”" in text


def test_the_page_asks_the_database_the_same_number_of_times(
    client: Client, injury: Injury
) -> None:
    make_visit(injury)
    with counting() as few:
        page(client)
    for number in range(12):
        notice = make_notice(injury)
        make_visit(injury, notice=notice, state=("booked", "seen", "result")[number % 3])
        make_notice(injury, tier="routine")
    with counting() as many:
        page(client)

    assert many.number <= few.number + 1, "\n".join(many.statements)  # the signs' answers
    assert many.number <= 8, "\n".join(many.statements)


def test_a_missed_visit_ends_no_pause(client: Client, injury: Injury) -> None:
    LoadPause.objects.create(injury=injury, accepted=True, started_on=TODAY)

    send(client, "visit-missed", make_visit(injury))

    assert LoadPause.objects.get().ended_on is None


def test_the_download_holds_the_visit_with_everything_told(client: Client, injury: Injury) -> None:
    notice = make_notice(injury)
    fields = {"at": "17:30", "who": "Anna", "result": "not_sure", "advice": "pause"}
    make_visit(injury, notice=notice, state="result", words="Come back in March.", **fields)

    text = client.get("/account/download/").content.decode()

    for told in ("17:30", "Anna", "not_sure", "pause", "Come back in March.", str(notice.uuid)):
        assert told in text
