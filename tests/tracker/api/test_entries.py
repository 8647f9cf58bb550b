"""One call writes one entry, by the same rules as the pages."""

from datetime import time, timedelta
from threading import Thread

import pytest
from django.db import connection

from tests.tracker.api.conftest import send, token_of
from tests.tracker.make import TODAY, key, make_answer, make_day, make_injury, make_notice
from tracker.models import Day, Fall, Injury, Run

YESTERDAY = TODAY - timedelta(days=1)


def test_pain_is_stored_on_the_persons_today(injury: Injury, token: str) -> None:
    answer = send("log", token, {"key": "a", "sitting": 4, "morning": 0, "no_run": True})

    assert answer.status_code == 201
    day = Day.objects.get()
    assert (day.on, day.sitting, day.morning, day.no_run, day.rest) == (TODAY, 4, 0, True, None)
    told = answer.json()
    assert told["stands"] == {"sitting": 4, "morning": 0, "no_run": True}
    assert (told["saved"], told["on"], told["notices"], told["check"]) == (
        "new", "2026-11-21", [], None,
    )  # fmt: skip


def test_a_fall_and_a_run_are_stored(injury: Injury, token: str) -> None:
    fall = {"key": "a", "on": str(YESTERDAY), "kind": "slip", "effect": "none", "note": "ice"}
    run = {"key": "b", "minutes": 31.5, "km": 5, "pain": 2, "effort": 3, "sharp_stop": False}

    assert send("fall", token, fall).status_code == 201
    assert send("run", token, run).json()["stands"] == {
        "minutes": 31.5, "km": 5, "effort": 3, "pain": 2, "sharp_stop": False,
    }  # fmt: skip
    stored = Fall.objects.get()
    assert (stored.on, stored.kind, stored.note, stored.injury) == (
        YESTERDAY, "slip", "ice", injury,
    )  # fmt: skip
    assert (Run.objects.get().on, Run.objects.get().sharp_stop) == (TODAY, False)


def test_a_whole_number_stands_without_a_point(injury: Injury, token: str) -> None:
    answer = send("run", token, {"key": "a", "minutes": 30, "km": 5.5})

    assert b'"minutes": 30,' in answer.content and b'"km": 5.5' in answer.content


def test_the_same_key_again_stores_nothing_and_says_so(injury: Injury, token: str) -> None:
    for kind, body in (
        ("log", {"key": "a", "sitting": 4}),
        ("fall", {"key": "b", "kind": "slip"}),
        ("run", {"key": "c", "minutes": 30}),
    ):
        first, again = send(kind, token, body), send(kind, token, body)
        assert (first.status_code, again.status_code) == (201, 200)
        assert again.json()["saved"] == "before"
        assert again.json()["id"] == first.json()["id"]
    assert (Day.objects.count(), Fall.objects.count(), Run.objects.count()) == (1, 1, 1)


def test_a_key_of_another_entry_is_refused(injury: Injury, token: str) -> None:
    send("fall", token, {"key": "a", "kind": "slip"})

    for kind, body in (("log", {"rest": 1}), ("run", {"minutes": 3})):
        answer = send(kind, token, body | {"key": "a"})
        assert (answer.status_code, answer.json()["error"]) == (409, "key_used")
    send("log", token, {"key": "b", "rest": 1})
    other = send("log", token, {"key": "b", "rest": 1, "on": str(YESTERDAY)})
    assert other.status_code == 409
    assert Day.objects.count() == 1


def test_a_key_whose_day_was_deleted_is_no_crash(injury: Injury, token: str) -> None:
    send("log", token, {"key": "b", "rest": 1})
    Day.objects.all().delete()

    assert send("log", token, {"key": "b", "rest": 1}).status_code == 409


def test_two_people_may_use_the_same_text_as_key(injury: Injury, token: str) -> None:
    other = token_of(make_injury())

    assert send("log", token, {"key": "2026-11-21 21:04", "rest": 1}).status_code == 201
    assert send("log", other, {"key": "2026-11-21 21:04", "rest": 1}).status_code == 201


def test_the_worst_of_the_day_stands(injury: Injury, token: str) -> None:
    make_day(injury, sitting=6, rest=1, sit_minutes=30, note="long drive", number=1)
    told = {"key": "a", "sitting": 4, "rest": 3, "sit_minutes": 45, "note": "now better"}

    answer = send("log", token, told)

    day = Day.objects.get()
    assert (day.sitting, day.rest, day.sit_minutes) == (6, 3, 30)
    assert day.note == "long drive\nnow better"
    assert answer.json()["stands"] == {"sitting": 6, "rest": 3, "sit_minutes": 30}


def test_a_second_number_of_today_is_kept_with_its_time(injury: Injury, token: str) -> None:
    make_day(injury, sitting=6, rest=3, number=1)
    for _ in range(2):
        send("log", token, {"key": "a", "sitting": 4, "rest": 3, "morning": 2})

    (moment,) = Day.objects.get().moments.all()
    assert (moment.context, moment.nrs, moment.at) == ("sitting", 4, time(12, 0))


def test_of_an_earlier_day_there_is_no_time_to_keep(injury: Injury, token: str) -> None:
    make_day(injury, YESTERDAY, sitting=6, number=1)
    send("log", token, {"key": "a", "sitting": 4, "on": str(YESTERDAY)})

    assert not Day.objects.get().moments.exists()
    assert Day.objects.get().sitting == 6


def test_a_day_that_holds_moments_alone_takes_its_first_numbers(injury: Injury, token: str) -> None:
    day = make_day(injury, number=0)
    day.moments.create(at=time(9, 0), context="sitting", nrs=7)

    assert send("log", token, {"key": "a", "sitting": 2}).status_code == 201
    assert Day.objects.get().sitting == 2


def test_or_the_new_number_where_that_is_asked(injury: Injury, token: str) -> None:
    make_day(injury, sitting=6, rest=5, number=1)
    send("log", token, {"key": "a", "sitting": 4, "when_logged": "replace"})

    assert (Day.objects.get().sitting, Day.objects.get().rest) == (4, 5)


@pytest.mark.parametrize(
    ("before", "told", "after"),
    [
        ({"no_run": True}, {"running": 3}, (3, None)),
        ({"running": 3}, {"no_run": True}, (3, None)),
        ({"no_run": True}, {"no_run": True}, (None, True)),
    ],
)
def test_a_run_that_was_felt_is_a_run(
    injury: Injury, token: str, before: dict, told: dict, after: tuple
) -> None:
    make_day(injury, number=1, **before)

    assert send("log", token, told | {"key": "a"}).status_code == 201
    assert (Day.objects.get().running, Day.objects.get().no_run) == after


def test_slept_through_and_night_pain_never_stand_together(injury: Injury, token: str) -> None:
    make_day(injury, slept_through=True, number=1)

    assert send("log", token, {"key": "a", "night": 2}).status_code == 201
    assert (Day.objects.get().night, Day.objects.get().slept_through) == (2, None)


def test_a_line_that_was_skipped_and_is_told_now_is_no_longer_skipped(
    injury: Injury, token: str
) -> None:
    make_day(injury, skipped=["rest", "sitting"], number=1)
    send("log", token, {"key": "a", "rest": 2})

    assert Day.objects.get().skipped == ["sitting"]


# What an entry raises


def raise_an_emergency(injury: Injury) -> None:
    """The answer that is an emergency by itself; the next write runs the rules on it."""
    make_answer(injury, "q_saddle_numb", "yes")


def test_an_emergency_stands_in_the_answer_with_its_words(injury: Injury, token: str) -> None:
    type(injury.owner).objects.update(region="gb")
    raise_an_emergency(injury)

    (notice,) = send("log", token, {"key": "a", "sitting": 2}).json()["notices"]

    assert (notice["tier"], notice["heading"]) == ("emergency", "Get help now")
    assert notice["call"] == "999"
    assert "A&E now" in " ".join(notice["do"])
    assert notice["told"][0] and "{" not in " ".join([*notice["told"], *notice["do"]])
    assert notice["url"].startswith("http://") and "/signs/" in notice["url"]


@pytest.mark.parametrize(
    ("kind", "body"),
    [("log", {"rest": 1}), ("fall", {"kind": "slip"}), ("run", {"minutes": 9})],
)
def test_it_stands_there_again_when_the_first_answer_was_lost(
    injury: Injury, token: str, kind: str, body: dict
) -> None:
    raise_an_emergency(injury)
    first, again = (send(kind, token, body | {"key": "a"}) for _ in range(2))

    assert again.status_code == 200
    assert first.json()["notices"] == again.json()["notices"] != []


def test_what_is_not_urgent_and_was_told_before_is_not_told_by_every_call(
    injury: Injury, token: str
) -> None:
    make_notice(injury, tier="routine")

    assert send("fall", token, {"key": "a", "kind": "knock"}).json()["notices"] == []


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("fall", {"kind": "fall", "effect": "much_worse"}),
        ("log", {"walking": 8}),
        ("run", {"pain": 9}),
    ],
)
def test_a_bad_fall_and_loud_pain_lead_to_the_questions(
    injury: Injury, token: str, kind: str, body: dict
) -> None:
    assert send(kind, token, body | {"key": "a"}).json()["check"].endswith("/check/")


# At once


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("kind", "body", "table"),
    [("log", {"sitting": 4}, Day), ("fall", {"kind": "slip"}, Fall), ("run", {"km": 5}, Run)],
)
def test_twelve_posts_at_once_are_one_entry(kind: str, body: dict, table: type) -> None:
    injury = make_injury()
    token = token_of(injury)
    told = body | {"key": key()}
    answers: list[tuple[int, str]] = []

    def post() -> None:
        answer = send(kind, token, told)
        answers.append((answer.status_code, answer.json()["id"]))
        connection.close()

    posts = [Thread(target=post) for _ in range(12)]
    for one in posts:
        one.start()
    for one in posts:
        one.join()

    assert sorted(status for status, _id in answers) == [200] * 11 + [201]
    assert len({row for _status, row in answers}) == 1
    assert table.objects.count() == 1
    assert str(table.objects.get().uuid) == answers[0][1]


@pytest.mark.django_db(transaction=True)
def test_twelve_different_numbers_at_once_leave_the_worst() -> None:
    injury = make_injury()
    token = token_of(injury)
    statuses: list[int] = []

    def post(n: int) -> None:
        statuses.append(send("log", token, {"key": key(), "sitting": n}).status_code)
        connection.close()

    posts = [Thread(target=post, args=(n % 11,)) for n in range(12)]
    for one in posts:
        one.start()
    for one in posts:
        one.join()

    assert set(statuses) == {201}
    assert Day.objects.get().sitting == 10


def test_the_queries_stay_few(injury: Injury, token: str, django_assert_max_num_queries) -> None:
    with django_assert_max_num_queries(60):
        send("log", token, {"key": "a", "sitting": 4})
