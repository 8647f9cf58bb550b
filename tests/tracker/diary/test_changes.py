"""One change at a time: begun, seen before and since, extended, ended, dropped, taken out."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.tracker.make import TODAY, key, make_change, make_day, make_days, make_injury
from tracker.exchange.export import export_diary
from tracker.models import Change, Injury, Revision
from tracker.overview.changes import change_view, changes_page

GOOD = {"what": "Cushion in the car", "began_on": "2026-11-10", "weeks": "3"}


def ago(days: int) -> object:
    return TODAY - timedelta(days=days)


def begin(client: Client, injury: Injury, **told: object) -> object:
    sent = GOOD | {"key": key(), "contexts": ["sitting", "sit_minutes"]} | told
    return client.post(reverse("change-begin", args=[injury.uuid]), sent)


def move(client: Client, change: Change, kind: str, **told: str) -> object:
    url = reverse("change-move", args=[change.uuid, kind])
    return client.post(url, {"key": key()} | told)


def undo(client: Client) -> None:
    client.post(reverse("undo", args=[Revision.objects.latest("pk").uuid]))


def test_a_change_is_noted_with_its_last_day(client: Client, injury: Injury) -> None:
    assert begin(client, injury).status_code == 303

    change = Change.objects.get()
    assert (change.what, change.began_on, change.until) == (
        "Cushion in the car", ago(11), ago(-9),
    )  # fmt: skip
    assert change.contexts == ["sitting", "sit_minutes"]
    page = client.get("/changes/").content.decode()
    assert "Cushion in the car" in page and "Day 12 of 21" in page


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("what", ""), ("what", "   "), ("what", "x" * 121), ("what", "\0"),
        ("began_on", ""), ("began_on", "2026-11-22"), ("began_on", "0001-01-01"),
        ("began_on", "soon"), ("weeks", "0"), ("weeks", "13"), ("weeks", ""), ("weeks", "1.5"),
        ("contexts", []), ("contexts", ["moods"]), ("key", "x"),
    ],
)  # fmt: skip
def test_nonsense_is_refused_and_what_was_typed_stays(
    client: Client, injury: Injury, field: str, value: object
) -> None:
    answer = begin(client, injury, **{field: value})

    assert answer.status_code == 422
    assert answer.context["form"].errors
    if field != "what":
        assert answer.context["form"]["what"].value() == "Cushion in the car"
    assert not Change.objects.exists()


def test_the_same_form_twice_is_one_change(client: Client, injury: Injury) -> None:
    once = key()
    for _ in range(2):
        begin(client, injury, key=once)

    assert Change.objects.count() == 1


def test_a_form_sent_again_after_its_change_was_taken_out_claims_nothing(
    client: Client, injury: Injury
) -> None:
    once = key()
    begin(client, injury, key=once)
    move(client, Change.objects.get(), "remove")
    client.get("/changes/")

    begin(client, injury, key=once)

    assert not Change.objects.exists()
    assert "The change is noted" not in client.get("/changes/").content.decode()


def test_before_is_as_long_as_the_plan_and_since_ends_today(injury: Injury) -> None:
    change = make_change(injury, ago(5), until=ago(-4))  # ten days, six of them lived
    make_days(injury, last=TODAY, sitting=[9, 6, 6, None, 6, 6, 6, 6, 6, 6, 6, 4, 4, None, 4, 4, 4])

    (line,) = change_view(change, today=TODAY).lines

    assert (line.before.value, line.before.logged, line.before.of) == ("6", 9, 10)
    assert (line.since.value, line.since.logged, line.since.of) == ("4", 5, 6)
    assert line.since.days == "5 of 6 days"
    assert not line.is_few


def test_one_that_begins_tomorrow_says_so_and_shows_no_numbers(
    client: Client, injury: Injury
) -> None:
    """From a file, or after a flight to the west."""
    make_change(injury, ago(-1))
    make_days(injury, last=TODAY, sitting=[5] * 10)

    (view,) = changes_page(injury, today=TODAY)

    assert view.course == "Begins on 22 Nov 2026"
    assert view.lines == ()
    page = client.get("/changes/").content.decode()
    assert "Begins on 22 Nov 2026" in page
    assert "Day 0" not in page and "Medians of the days" not in page


def test_few_days_are_said_and_no_day_is_no_number(client: Client, injury: Injury) -> None:
    change = make_change(injury, ago(3))
    make_days(injury, last=TODAY, sitting=[5, 5, 5, 5])

    (line,) = change_view(change, today=TODAY).lines

    assert (line.before.value, line.before.logged) == ("", 0)
    assert line.is_few
    page = client.get("/changes/").content.decode()
    assert "nothing to compare yet" in page
    assert "0 of 21 days" in page


def test_sitting_without_pain_counts_as_longer_than_any_minutes(injury: Injury) -> None:
    change = make_change(injury, ago(2), contexts=["sit_minutes"])
    for back, fields in enumerate([{"sat_without_pain": True}] * 2 + [{"sit_minutes": 30}]):
        make_day(injury, ago(back), number=1, **fields)

    (line,) = change_view(change, today=TODAY).lines

    assert (line.since.value, line.since.logged) == ("no pain", 3)


def test_a_day_that_only_the_intake_told_does_not_count(injury: Injury) -> None:
    change = make_change(injury, TODAY)
    make_day(injury, TODAY, sitting=5, number=0)

    assert change_view(change, today=TODAY).lines[0].since.logged == 0


def test_two_at_once_cannot_be_told_apart_and_it_is_said(client: Client, injury: Injury) -> None:
    make_change(injury, ago(10))
    make_change(injury, ago(4), what="No stretching")
    make_change(injury, ago(20), what="Heel lifts", until=ago(12), ended_on=ago(12))

    views = {view.change.what: view for view in changes_page(injury, today=TODAY)}

    assert views["No stretching"].at_once == ("Cushion in the car",)
    assert views["Cushion in the car"].at_once == ("No stretching",)
    assert views["Cushion in the car"].just_before == ("Heel lifts",)
    assert views["Heel lifts"].at_once == ()
    page = client.get("/changes/").content.decode()
    assert "The log cannot tell the two apart." in page
    assert "With a second one" in page


def test_it_runs_on_for_some_weeks_but_not_for_ever(client: Client, injury: Injury) -> None:
    change = make_change(injury, ago(40), until=ago(20))
    assert "Its 21 days are over" in client.get("/changes/").content.decode()

    assert move(client, change, "extend", more_weeks="2").status_code == 303
    change.refresh_from_db()
    assert change.until == ago(-14)
    for weeks in ("0", "13", "", "x"):
        assert move(client, change, "extend", more_weeks=weeks).status_code == 422
    move(client, change, "extend", more_weeks="12")
    assert move(client, change, "extend", more_weeks="12").status_code == 422


def test_it_ends_with_the_persons_own_word_and_can_be_undone(
    client: Client, injury: Injury
) -> None:
    change = make_change(injury, ago(5))

    move(client, change, "end", outcome="helped", note="less in the car")

    change.refresh_from_db()
    assert (change.ended_on, change.outcome, change.note) == (TODAY, "helped", "less in the car")
    assert not change.is_dropped
    undo(client)
    change.refresh_from_db()
    assert (change.ended_on, change.outcome) == (None, None)


def test_one_that_is_over_ends_on_its_last_day_as_planned(client: Client, injury: Injury) -> None:
    change = make_change(injury, ago(40), until=ago(20))

    move(client, change, "end")

    change.refresh_from_db()
    assert (change.ended_on, change.outcome) == (ago(20), None)


def test_dropped_is_kept_as_given_up_and_taken_out_is_gone(client: Client, injury: Injury) -> None:
    dropped, out = make_change(injury, ago(5)), make_change(injury, ago(3))

    move(client, dropped, "drop")
    first, second = (move(client, out, "remove") for _ in range(2))

    dropped.refresh_from_db()
    assert (dropped.is_dropped, dropped.ended_on) == (True, TODAY)
    assert (first.status_code, second.status_code) == (303, 303)
    assert list(Change.objects.all()) == [dropped]
    assert "6 days, dropped" in client.get("/changes/").content.decode()
    undo(client)
    assert Change.objects.count() == 2


def test_what_was_noted_wrongly_can_be_corrected_and_keeps_its_length(
    client: Client, injury: Injury
) -> None:
    change = make_change(injury, ago(5), note="less in the car")
    right = {"what": "Cushion at the desk", "began_on": str(ago(9)), "contexts": ["rest"]}

    assert move(client, change, "correct", **right).status_code == 303  # type: ignore[arg-type]

    change.refresh_from_db()
    assert (change.what, change.began_on, change.until) == ("Cushion at the desk", ago(9), ago(-11))
    assert (change.contexts, change.note) == (["rest"], "less in the car")
    undo(client)
    change.refresh_from_db()
    assert (change.what, change.began_on, change.until) == ("Cushion in the car", ago(5), ago(-15))


@pytest.mark.parametrize(
    ("field", "value"),
    [("what", " "), ("what", "x" * 121), ("began_on", "2026-11-22"), ("began_on", "soon"),
     ("began_on", "2026-11-19"), ("contexts", ["moods"]), ("contexts", [])],
)  # fmt: skip
def test_a_correction_that_cannot_be_is_refused_and_stays_typed(
    client: Client, injury: Injury, field: str, value: object
) -> None:
    """One that ended on the 18th did not begin on the 19th."""
    change = make_change(injury, ago(10), ended_on=ago(3))
    told = {"what": "Heel lifts", "began_on": str(ago(9)), "contexts": ["rest"]} | {field: value}

    answer = move(client, change, "correct", **told)  # type: ignore[arg-type]

    assert answer.status_code == 422
    assert answer.context["correct_form"].errors
    change.refresh_from_db()
    assert (change.what, change.began_on) == ("Cushion in the car", ago(10))


@pytest.mark.parametrize(
    ("kind", "told"),
    [("end", {"outcome": "clean"}), ("end", {"note": "\0"}), ("end", {"key": ""}),
     ("drop", {"key": "x"}), ("remove", {"key": ""})],
)  # fmt: skip
def test_nonsense_moves_nothing(
    client: Client, injury: Injury, kind: str, told: dict[str, str]
) -> None:
    change = make_change(injury, ago(5))

    assert move(client, change, kind, **told).status_code == 422

    change.refresh_from_db()
    assert change.ended_on is None
    assert move(client, change, "improve").status_code == 404


def test_a_stranger_sees_and_moves_nothing(stranger: Client, injury: Injury) -> None:
    change = make_change(injury, ago(5))

    assert stranger.get(reverse("change", args=[change.uuid])).status_code == 404
    assert move(stranger, change, "drop").status_code == 404
    assert begin(stranger, injury).status_code == 404
    assert "Cushion" not in stranger.get("/changes/").content.decode()


def test_it_is_marked_on_progress_and_in_the_export(client: Client, injury: Injury) -> None:
    change = make_change(injury, ago(5))
    make_days(injury, last=TODAY, sitting=[5, 5, 5, 5])

    page = client.get("/progress/").content.decode()
    assert "Changed: Cushion in the car" in page
    assert reverse("change", args=[change.uuid]) in page
    (written,) = export_diary(injury.owner, now=change.created_at, today=TODAY)["injuries"][0][
        "changes"
    ]
    assert written["what"] == "Cushion in the car"


def test_the_number_of_queries_does_not_grow(client: Client, injury: Injury) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as seen:
            client.get("/changes/")
        return len(seen)

    make_change(injury, ago(5))
    few = queries()
    for n in range(6):
        make_change(injury, ago(n))
    make_days(injury, last=TODAY, sitting=[5] * 30)
    make_change(make_injury(injury.owner, is_current=False), ago(5))
    assert queries() == few
