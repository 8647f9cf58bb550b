"""Several injuries: which one a page shows, which one a write reaches, closing and opening."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from tests.tracker.make import TODAY, key, make_day, make_injury
from tracker.models import Day, Injury, Moment, Run, User


@pytest.fixture
def second(injury: Injury, person: User) -> Injury:
    """Another injury of the same person, not the one shown."""
    return make_injury(person, is_current=False, side="left", places=[["calf", "left"]])


def test_the_switcher_shows_with_two_injuries_only(
    client: Client, injury: Injury, person: User
) -> None:
    assert "Switch to another injury" not in client.get("/today/").content.decode()

    make_injury(person, is_current=False)
    assert "Switch to another injury" in client.get("/today/").content.decode()
    assert "Switch to another injury" in client.get("/diary/").content.decode()


def test_pages_follow_the_injury_chosen(client: Client, injury: Injury, second: Injury) -> None:
    make_day(injury, sitting=4)
    make_day(second, sitting=9)
    for each, shown, hidden in (
        (injury, "Sitting 4", "Sitting 9"),
        (second, "Sitting 9", "Sitting 4"),
    ):
        client.post(reverse("injury-choose", args=[each.uuid]))
        words = client.get("/diary/").content.decode()
        assert shown in words and hidden not in words


def test_a_write_reaches_the_injury_its_form_names_whichever_is_shown(
    client: Client, injury: Injury, second: Injury
) -> None:
    """Two tabs: the form of one was open while the other became the current one."""
    client.post(reverse("injury-choose", args=[second.uuid]))

    client.post(reverse("day-record", args=[injury.uuid, TODAY]), {"key": key(), "rest": "3"})
    client.post(reverse("run-record", args=[injury.uuid, TODAY]), {"key": key(), "minutes": "20"})
    moment = {"key": key(), "at": "10:30", "context": "rest", "nrs": "3"}
    client.post(reverse("moment-record", args=[injury.uuid, TODAY]), moment)
    before = (TODAY - timedelta(days=2)).isoformat()
    days = {"key": key(), "days": before, f"{before}_sitting": "2"}
    client.post(reverse("days-record", args=[injury.uuid]), days)

    assert set(Day.objects.values_list("injury", flat=True)) == {injury.pk}
    assert Run.objects.get().injury == injury
    assert Moment.objects.get().day.injury == injury
    assert Day.objects.count() == 2


def test_closing_keeps_the_diary_and_shows_the_other_one(
    client: Client, injury: Injury, second: Injury, person: User
) -> None:
    make_day(injury, rest=2)
    injury.plans.create(kind="own", started_on=TODAY - timedelta(days=9))

    answer = client.post(
        reverse("injury-close", args=[injury.uuid]), {"key": key(), "reason": "back"}
    )

    injury.refresh_from_db()
    person.refresh_from_db()
    assert answer["Location"] == "/injuries/"
    assert (injury.closed_on, injury.closed_reason) == (TODAY, "I'm back to what I want to do")
    assert injury.plans.get().ended_on == TODAY
    assert person.current_injury == second
    assert Day.objects.filter(injury=injury).exists()
    page = client.get("/injuries/").content.decode()
    assert "The injury is closed." in page and "Closed on 21 Nov 2026" in page


def test_opening_it_again_the_same_day_brings_its_plan_back(
    client: Client, injury: Injury, second: Injury, person: User
) -> None:
    injury.plans.create(kind="own", started_on=TODAY - timedelta(days=9))
    client.post(reverse("injury-close", args=[injury.uuid]), {"key": key(), "reason": "mistake"})

    client.post(reverse("injury-open", args=[injury.uuid]))

    injury.refresh_from_db()
    person.refresh_from_db()
    assert (injury.closed_on, injury.closed_reason) == (None, "")
    assert injury.plans.get().ended_on is None
    assert person.current_injury == injury


def test_opening_it_later_leaves_the_plan_ended(client: Client, injury: Injury) -> None:
    injury.plans.create(
        kind="own", started_on=TODAY - timedelta(days=9), ended_on=TODAY - timedelta(days=3)
    )
    Injury.objects.update(closed_on=TODAY - timedelta(days=3), closed_reason="x")

    client.post(reverse("injury-open", args=[injury.uuid]))

    assert injury.plans.get().ended_on == TODAY - timedelta(days=3)


def test_a_closed_injury_says_so_on_today(client: Client, injury: Injury) -> None:
    client.post(reverse("injury-close", args=[injury.uuid]), {"key": key(), "reason": "settled"})

    page = client.get("/today/").content.decode()

    assert "This injury was closed on 21 Nov 2026." in page
    assert reverse("injury-open", args=[injury.uuid]) in page
    assert "/again/" in page and "/injuries/new/" in page


def test_a_closed_injury_misses_no_day(client: Client, injury: Injury) -> None:
    make_day(injury, TODAY - timedelta(days=9), rest=2)
    closed = TODAY - timedelta(days=7)
    Injury.objects.update(closed_on=closed, closed_reason="x")

    today = client.get("/today/").content.decode()
    rows = [
        row.on
        for _month, each in client.get("/diary/").context["page"].months
        for row in each
        if row.can_add
    ]

    assert "Log yesterday" not in today and "Welcome back" not in today
    assert rows == [closed, closed - timedelta(days=1)]
    assert client.get("/log/missing/").context["missing"].days[0] == closed


def test_back_to_what_they_want_is_said_kindly(client: Client, injury: Injury) -> None:
    path = reverse("injury-close", args=[injury.uuid])
    client.post(path, {"key": key(), "reason": "back"})

    assert "You made it round. The injury is closed." in client.get("/injuries/").content.decode()


def test_both_ends_of_a_link_name_the_other(client: Client, injury: Injury, person: User) -> None:
    Injury.objects.filter(pk=injury.pk).update(onset_words="in spring")
    make_injury(person, is_current=False, onset_on=TODAY, previous=injury)

    newer, older = client.get("/injuries/").context["rows"]

    assert "It happened again after an earlier one. That one began: in spring." in newer.words
    assert older.words == "Began: in spring. It came back on 21 Nov 2026."


def test_it_happened_again_says_to_which_one_and_asks_nothing_of_a_closed_one(
    client: Client, injury: Injury, second: Injury
) -> None:
    page = client.get("/again/").content.decode()
    assert "<b>Right middle of the thigh</b>" in page and "It was another one" in page
    assert "And the earlier injury?" in page

    Injury.objects.filter(pk=injury.pk).update(closed_on=TODAY, closed_reason="x")
    assert "And the earlier injury?" not in client.get("/again/").content.decode()
    begun = client.post(reverse("again-begin", args=[injury.uuid]), {"key": key()})
    assert begun["Location"] == "/start/safety/"


def test_the_form_that_closed_it_closes_it_once(client: Client, injury: Injury) -> None:
    sent = {"key": key(), "reason": "settled"}
    path = reverse("injury-close", args=[injury.uuid])
    client.post(path, sent)
    client.post(reverse("injury-open", args=[injury.uuid]))

    assert client.post(path, sent)["Location"] == "/injuries/"

    assert Injury.objects.get(pk=injury.pk).closed_on is None


def test_closing_without_a_reason_is_refused(client: Client, injury: Injury) -> None:
    answer = client.post(reverse("injury-close", args=[injury.uuid]), {"key": key()})

    assert answer.status_code == 422
    assert "Choose one of these" in answer.content.decode()
    assert Injury.objects.get(pk=injury.pk).closed_on is None


@pytest.mark.parametrize("name", ["injury-close", "injury-open"])
def test_a_stranger_gets_404(stranger: Client, injury: Injury, name: str) -> None:
    path = reverse(name, args=[injury.uuid])

    assert stranger.post(path, {"key": key(), "reason": "back"}).status_code == 404
    assert Injury.objects.get(pk=injury.pk).closed_on is None
