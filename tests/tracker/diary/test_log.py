"""Writing, changing and deleting one day: any day, bad input, replays, two devices."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from tests.tracker.diary.nonsense import CODES, KEYS, NUMBERS, TEXTS
from tests.tracker.make import TODAY, key, make_day, make_days, make_injury, make_run
from tests.tracker.queries import counting, locks
from tests.tracker.taps import tap_at_once
from tracker.models import Day, Injury, Notice, Revision, SubmissionKey, User

YESTERDAY = TODAY - timedelta(days=1)


def record(injury: Injury, on: date = TODAY) -> str:
    return reverse("day-record", args=[injury.uuid, on])


def test_yesterday_leads_on_to_today_while_that_is_open(client: Client, injury: Injury) -> None:
    def saved(sitting: str) -> str:
        sent = {"key": key(), "sitting": sitting, "number": sitting}
        return client.post(record(injury, YESTERDAY), sent)["Location"]

    assert saved("0") == "/today/"
    today = make_day(injury, number=0)
    assert saved("1") == "/today/"
    Day.objects.filter(pk=today.pk).update(number=1, rest=1)
    assert saved("2") == "/diary/"


def test_a_past_day_is_saved_with_a_way_back(client: Client, injury: Injury) -> None:
    on = date(2026, 10, 20)

    answer = client.post(record(injury, on), {"key": key(), "sitting": "6"}, follow=True)

    assert answer.redirect_chain == [("/diary/", 303)]
    words = answer.content.decode()
    assert "Tue 20 Oct is saved." in words
    assert f"/undo/{Revision.objects.get().uuid}/" in words


def test_a_day_of_twenty_years_ago_can_be_logged(client: Client, injury: Injury) -> None:
    on = TODAY - timedelta(days=365 * 20)

    assert client.post(record(injury, on), {"key": key(), "rest": "1"}).status_code == 303


@pytest.mark.parametrize(
    ("on", "words"),
    [
        (TODAY + timedelta(days=1), "You can only log today or earlier"),
        (date(9999, 12, 31), "You can only log today or earlier"),
        (TODAY - timedelta(days=365 * 20 + 1), "This day is too long ago to log"),
        (date(1, 1, 1), "This day is too long ago to log"),
    ],
)
def test_a_day_that_cannot_be_logged_keeps_what_was_typed(
    client: Client, injury: Injury, on: date, words: str
) -> None:
    answer = client.post(record(injury, on), {"key": key(), "rest": "3", "more": "1", "note": "é"})

    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert answer.context["form"]["rest"].value() == "3"
    assert not Day.objects.exists()


def test_a_future_page_leads_back_to_today(client: Client, injury: Injury) -> None:
    answer = client.get("/log/2026-11-22/", follow=True)

    assert answer.redirect_chain == [("/today/", 302)]
    assert "You can only log today or earlier" in answer.content.decode()


@pytest.mark.parametrize("on", ["2026-02-30", "2026-13-01", "0000-01-01", "2026-1-1", "today"])
def test_what_is_no_date_is_no_page(client: Client, injury: Injury, on: str) -> None:
    assert client.get(f"/log/{on}/").status_code == 404
    assert client.post(f"/i/{injury.uuid}/log/{on}/").status_code == 404


PAIN = ["rest", "sitting", "night", "walking", "running", "morning"]


@pytest.mark.parametrize("field", [*PAIN, "sit_minutes"])
def test_no_line_takes_nonsense(client: Client, injury: Injury, field: str) -> None:
    for value in [*NUMBERS, *CODES]:
        answer = client.post(
            record(injury), {"key": key(), field: value, "more": "1", "note": "kept"}
        )

        assert answer.status_code == 422
        assert answer.context["form"].errors.keys() == {field}
        assert answer.context["form"]["note"].value() == "kept"
        assert not Day.objects.exists()


def test_other_minutes_are_plain_digits(client: Client, injury: Injury) -> None:
    for value in ["961", *(n for n in NUMBERS if n != "11")]:
        answer = client.post(record(injury), {"key": key(), "rest": "1", "sit_exact": value})

        assert answer.status_code == 422
        assert "Enter minutes from 0 to 960" in answer.content.decode()
        assert not Day.objects.exists()


@pytest.mark.parametrize("field", ["seat", "places", "qualities", "signs", "treatments"])
def test_no_list_takes_an_unknown_code(client: Client, injury: Injury, field: str) -> None:
    for value in CODES:
        sent = {"key": key(), "rest": "1", "sit_minutes": "20", "more": "1", field: value}

        answer = client.post(record(injury), sent)

        assert answer.status_code == 422
        assert answer.context["form"].errors.keys() == {field}
        assert not Day.objects.exists()


@pytest.mark.parametrize(
    "value", ["other_leg:right", "sit_bone:up", "sit_bone", ":", "calf:right:x"]
)
def test_no_place_is_taken_that_the_body_does_not_have(
    client: Client, injury: Injury, value: str
) -> None:
    answer = client.post(record(injury), {"key": key(), "rest": "1", "more": "1", "places": value})

    assert answer.status_code == 422


def test_a_note_too_long_or_not_plain_is_refused_and_kept(client: Client, injury: Injury) -> None:
    for text in TEXTS:
        answer = client.post(record(injury), {"key": key(), "rest": "1", "more": "1", "note": text})

        assert answer.status_code in (422, 413)
        if answer.status_code == 422:
            assert answer.context["form"]["note"].value() == text
        assert not Day.objects.exists()


def test_a_note_keeps_every_script_and_line(client: Client, injury: Injury) -> None:
    note = "دردِ نشستن\n二行目 🏃"

    client.post(record(injury), {"key": key(), "rest": "1", "more": "1", "note": note + "\x07"})

    assert Day.objects.get().note == note


def test_a_bad_key_is_answered_with_a_fresh_one(client: Client, injury: Injury) -> None:
    for bad in KEYS:
        answer = client.post(record(injury), {"key": bad, "rest": "1"})

        assert answer.status_code == 422
        assert f'name="key" value="{bad}"' not in answer.content.decode()
        assert not Day.objects.exists()


@pytest.mark.parametrize(
    "hidden",
    ["number", "copied", "more", "carried_places", "carried_qualities", "worst_before", "worst"],
)
def test_hidden_fields_are_input_too(client: Client, injury: Injury, hidden: str) -> None:
    for value in ["-1", "x", "\x00", "１", "x" * 5000, "a:b,c"]:
        answer = client.post(
            record(injury), {"key": key(), "rest": "1", "more": "1", hidden: value}
        )

        assert answer.status_code in (303, 422)


@pytest.mark.parametrize(("field", "code"), [("signs", "swelling"), ("treatments", "ice")])
def test_what_is_ticked_beside_none_counts(
    client: Client, injury: Injury, field: str, code: str
) -> None:
    answer = client.post(record(injury), {"key": key(), "more": "1", field: ["none", code]})

    assert answer.status_code == 303
    day = Day.objects.get(injury=injury)
    assert day.signs["swelling"] is True if field == "signs" else day.treatments == [code]


def test_htmx_gets_today_with_its_undo_in_the_answer_itself(client: Client, injury: Injury) -> None:
    sent = {"key": key(), "sitting": "4", "number": "0"}

    first, again = (
        client.post(record(injury), sent, headers={"HX-Request": "true"}) for _ in range(2)
    )

    for answer in (first, again):
        assert answer.status_code == 200
        page = answer.content.decode()
        assert "Today is logged" in page and "<html" not in page
    assert "Undo" in first.content.decode()
    assert Day.objects.count() == 1


@pytest.mark.parametrize("sent", [{}, {"more": "1"}, {"seat": "desk"}, {"unknown": "1"}])
@pytest.mark.parametrize("headers", [{}, {"HX-Request": "true"}])
def test_an_empty_log_asks_for_one_line(
    client: Client, injury: Injury, sent: dict[str, str], headers: dict[str, str]
) -> None:
    answer = client.post(record(injury), {"key": key()} | sent, headers=headers)

    assert answer.status_code == 422
    assert "Answer at least one line, or tap Skip" in answer.content.decode()
    assert ("<html" in answer.content.decode()) is not bool(headers)


def test_a_line_left_out_stays_as_it_was(client: Client, injury: Injury) -> None:
    make_day(injury, sitting=4, note="before", signs={"swelling": True}, skipped=["walking"])

    client.post(record(injury), {"key": key(), "number": "1", "rest": "2"})

    day = Day.objects.get()
    assert (day.sitting, day.rest, day.note, day.signs, day.skipped) == (
        4, 2, "before", {"swelling": True}, ["walking"],
    )  # fmt: skip


def test_the_page_of_a_day_shows_what_is_stored(client: Client, injury: Injury) -> None:
    make_day(
        injury, YESTERDAY, sitting=4, no_run=True, slept_through=True, sit_minutes=37, seat="car",
        skipped=["walking"], limp=True, treatments=[],
        signs={"swelling": True, "bruising": False, "numbness": False, "weakness": False},
        places=[["calf", "left"]], qualities=["burning"], note="hello",
    )  # fmt: skip

    form = client.get(reverse("day-edit", args=[YESTERDAY])).context["form"]

    shown = {name: form[name].value() for name in form.fields}
    assert shown["sitting"] == "4"
    assert (shown["running"], shown["night"], shown["walking"]) == ("no_run", "slept", "skip")
    assert (shown["sit_minutes"], shown["sit_exact"], shown["seat"]) == (None, 37, "car")
    assert shown["signs"] == ["swelling", "limp"]
    assert shown["treatments"] == ["none"]
    assert shown["places"] == ["calf:left"]
    assert {"night", "sit_minutes", "running", "walking"} <= set(form.asked)


def test_a_stored_day_sent_back_as_shown_does_not_change(client: Client, injury: Injury) -> None:
    make_day(
        injury, YESTERDAY, sitting=4, rest=0, sit_minutes=37, seat="car",
        places=[["calf", "left"], ["foot", "left"]], worst=["foot", "left"],
        qualities=["burning"], carried=["qualities"], limp=False, treatments=[],
        signs={"swelling": False, "bruising": False, "numbness": False, "weakness": False},
    )  # fmt: skip
    before = Day.objects.values().get()
    form = client.get(reverse("day-edit", args=[YESTERDAY])).context["form"]
    shown = {name: form[name].value() for name in form.fields if form[name].value() is not None}

    client.post(record(injury, YESTERDAY), shown | {"key": key(), "more": "1"})

    changed = {"number", "logged_at", "zone"}
    after = Day.objects.values().get()
    assert {k: v for k, v in after.items() if k not in changed} == {
        k: v for k, v in before.items() if k not in changed
    }


@pytest.mark.parametrize(
    ("sent", "minutes"),
    [
        ({"sit_exact": "33"}, 33),
        ({"sit_exact": "33", "sit_minutes": "40"}, 40),
        ({"sit_exact": "44", "sit_minutes": "40"}, 44),
        ({"sit_exact": "33", "sit_minutes": "skip"}, None),
    ],
)
def test_other_minutes_that_only_stood_there_give_way_to_a_tap(
    client: Client, injury: Injury, sent: dict[str, str], minutes: int | None
) -> None:
    make_day(injury, sit_minutes=33, seat="desk")

    client.post(record(injury), {"key": key(), "number": "1"} | sent)

    assert Day.objects.get().sit_minutes == minutes


class TestOnce:
    def test_the_same_form_twice_is_one_entry(self, client: Client, injury: Injury) -> None:
        sent = {"key": key(), "rest": "2"}

        answers = [client.post(record(injury), sent) for _ in range(2)]

        assert [a.status_code for a in answers] == [303, 303]
        assert Day.objects.get().number == 1
        assert Revision.objects.count() == 1

    def test_a_form_sent_again_after_its_day_was_deleted_stores_nothing(
        self, client: Client, injury: Injury
    ) -> None:
        sent = {"key": key(), "rest": "2"}
        client.post(record(injury), sent)
        Day.objects.all().delete()

        assert client.post(record(injury), sent).status_code == 303
        assert not Day.objects.exists()

    def test_a_key_used_for_another_form_stores_nothing(
        self, client: Client, injury: Injury, person: User
    ) -> None:
        used = uuid4()
        SubmissionKey.objects.create(owner=person, key=used, kind="fall")

        assert client.post(record(injury), {"key": str(used), "rest": "2"}).status_code == 303
        assert not Day.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_eight_taps_at_once_store_one_day() -> None:
    injury = make_injury()
    sent = {"key": key(), "number": "0", "rest": "2"}
    answers = tap_at_once(injury.owner, record(injury), sent, times=8)

    assert answers == [303] * 8
    assert Day.objects.get().number == 1


class TestTwoDevices:
    @pytest.fixture
    def answer(self, client: Client, injury: Injury) -> object:
        make_day(injury, sitting=7, note="from the phone", number=2)
        return client.post(
            record(injury),
            {"key": key(), "number": "0", "sitting": "3", "more": "1", "note": "from the laptop"},
        )

    def test_the_later_writer_sees_both_and_nothing_is_lost(self, answer: object) -> None:
        words = answer.content.decode()  # type: ignore[attr-defined]

        assert answer.status_code == 409  # type: ignore[attr-defined]
        assert "This day was changed on another device at 12:00" in words
        assert "from the phone" in words
        assert "from the laptop" in words
        assert Day.objects.get().sitting == 7

    def test_keep_this_stores_the_later_one(
        self, client: Client, injury: Injury, answer: object
    ) -> None:
        pairs = dict(answer.context["pairs"])  # type: ignore[attr-defined]

        again = client.post(record(injury), pairs | {"number": "2"})

        assert again.status_code == 303
        day = Day.objects.get()
        assert (day.sitting, day.note) == (3, "from the laptop")

    def test_keep_this_leaves_what_only_the_other_holds(
        self, client: Client, injury: Injury
    ) -> None:
        alone = {
            "rest": 2,
            "note": "from the phone",
            "places": [["calf", "right"]],
            "qualities": ["tingling"],
            "signs": {"swelling": True},
            "treatments": ["heat"],
            "limp": False,
            "worst": ["calf", "right"],
        }
        make_day(injury, sitting=7, number=1, **alone)
        empty = {"more": "1", "note": "", "carried_places": "mid_thigh:right"}
        untouched = {"places": "mid_thigh:right", "worst_before": "", "carried_qualities": "ache"}
        sent = {"key": key(), "number": "0", "sitting": "3", "qualities": "ache"}

        shown = client.post(record(injury), sent | empty | untouched)
        client.post(record(injury), dict(shown.context["pairs"]) | {"number": "1", "beside": "1"})

        day = Day.objects.get()
        assert (day.sitting, day.number, day.carried) == (3, 2, [])
        assert {name: getattr(day, name) for name in alone} == alone
        mine = shown.context["mine"]
        assert {name: getattr(mine, name) for name in alone} == alone, "as it is shown"
        assert b'name="beside" value="1"' in shown.content

    def test_htmx_gets_the_choice_as_a_part(self, client: Client, injury: Injury) -> None:
        make_day(injury, sitting=7, number=2)

        answer = client.post(
            record(injury),
            {"key": key(), "number": "1", "sitting": "3"},
            headers={"HX-Request": "true"},
        )

        assert answer.status_code == 422
        assert answer.content.decode().strip().startswith('<div id="body">')


class TestDelete:
    def test_asks_first_and_shows_what_goes(self, client: Client, injury: Injury) -> None:
        make_day(injury, YESTERDAY, sitting=4)

        page = client.get(reverse("day-delete", args=[YESTERDAY]))

        assert "<dd>4</dd>" in page.content.decode()
        assert Day.objects.exists()

    def test_deletes_and_undo_brings_it_back_whole(self, client: Client, injury: Injury) -> None:
        make_day(injury, YESTERDAY, sitting=4, note="hello")
        before = Day.objects.values().get()

        url = reverse("day-remove", args=[injury.uuid, YESTERDAY])
        words = client.post(url, {"key": key()}, follow=True).content.decode()
        assert "Fri 20 Nov is deleted." in words
        assert not Day.objects.exists()

        undo = f"/undo/{Revision.objects.get().uuid}/"
        assert undo in words
        assert client.post(undo).status_code == 303
        assert client.post(undo).status_code == 303
        assert {**Day.objects.values().get(), "id": 0} == {**before, "id": 0}

    def test_a_second_tap_deletes_nothing_more(self, client: Client, injury: Injury) -> None:
        make_day(injury, YESTERDAY, sitting=4)
        sent = {"key": key()}
        url = reverse("day-remove", args=[injury.uuid, YESTERDAY])

        assert [client.post(url, sent).status_code for _ in range(2)] == [303, 303]
        assert Revision.objects.count() == 1

    @pytest.mark.parametrize("bad", KEYS)
    def test_without_its_key_nothing_is_deleted(
        self, client: Client, injury: Injury, bad: str
    ) -> None:
        make_day(injury, YESTERDAY, sitting=4)

        answer = client.post(reverse("day-remove", args=[injury.uuid, YESTERDAY]), {"key": bad})

        assert answer.status_code == 303
        assert Day.objects.exists()

    def test_a_day_logged_anew_stays_when_the_deletion_is_undone(
        self, client: Client, injury: Injury
    ) -> None:
        make_day(injury, YESTERDAY, sitting=4)
        client.post(reverse("day-remove", args=[injury.uuid, YESTERDAY]), {"key": key()})
        revision = Revision.objects.get()
        make_day(injury, YESTERDAY, sitting=9)

        answer = client.post(f"/undo/{revision.uuid}/", follow=True)

        assert "This was changed since, so it cannot be undone" in answer.content.decode()
        assert Day.objects.get().sitting == 9


class TestRunAfterItsPain:
    def test_a_running_number_asks_for_the_run_once(self, client: Client, injury: Injury) -> None:
        answer = client.post(record(injury), {"key": key(), "running": "3"})
        assert answer["Location"] == f"/log/{TODAY}/run/?after=pain"

        again = client.post(record(injury), {"key": key(), "running": "3", "rest": "1"})
        assert again["Location"] == "/today/"

    def test_a_run_told_already_is_not_asked_again(self, client: Client, injury: Injury) -> None:
        make_run(injury)

        answer = client.post(record(injury), {"key": key(), "running": "3"}, follow=True)

        assert answer.redirect_chain[-1] == ("/today/", 302)

    def test_htmx_is_sent_to_the_whole_page(self, client: Client, injury: Injury) -> None:
        answer = client.post(
            record(injury), {"key": key(), "running": "3"}, headers={"HX-Request": "true"}
        )

        assert answer["HX-Redirect"] == f"/log/{TODAY}/run/?after=pain"


def test_a_new_sign_is_on_the_next_page_whichever_day_was_written(
    client: Client, injury: Injury
) -> None:
    for back in range(2, 16):
        make_day(injury, TODAY - timedelta(days=back), night=6, rest=6)

    answer = client.post(record(injury, YESTERDAY), {"key": key(), "night": "6", "rest": "6"})

    assert Notice.objects.exists()
    assert answer["Location"] == "/today/"
    assert Notice.objects.first().heading in client.get("/today/").content.decode()


@pytest.mark.parametrize("days", [30, 3000])
@pytest.mark.parametrize(
    ("headers", "most", "status"), [({}, 15, 303), ({"HX-Request": "true"}, 26, 200)]
)
def test_saving_a_day_asks_the_database_few_times(
    client: Client,
    injury: Injury,
    days: int,
    headers: dict[str, str],
    most: int,
    status: int,
) -> None:
    """For htmx the same answer shows Today, which would be asked for next."""
    make_days(injury, last=YESTERDAY, sitting=[4] * days, rest=[2] * days)
    sent = {"sitting": "4", "rest": "2", "more": "1", "signs": ["none"]}
    client.post(record(injury, YESTERDAY), {"key": key()} | sent)

    for number in ("0", "1"):
        with counting() as count:
            answer = client.post(
                record(injury), {"key": key(), "number": number} | sent, headers=headers
            )

        assert answer.status_code == status
        assert count.number <= most + locks(), "\n".join(count.statements)


@pytest.mark.parametrize("headers", [{}, {"HX-Request": "true"}])
def test_ticks_beside_none_of_these_are_kept_and_said(
    client: Client, injury: Injury, headers: dict[str, str]
) -> None:
    both = {"signs": ["swelling", "none"], "treatments": ["none", "ice"]}

    answer = client.post(record(injury), {"key": key(), "more": "1"} | both, headers=headers)

    day = Day.objects.get()
    assert (day.signs["swelling"], day.signs["bruising"]) == (True, False)
    assert day.treatments == ["ice"]
    if not headers:
        answer = client.get(answer["Location"])
    page = answer.content.decode()
    assert page.count("You also ticked None. We kept your other ticks.") == 1


ASKED_AT_INTAKE = {"swelling": True, "bruising": False}


def test_signs_that_were_not_asked_are_not_shown_as_none(client: Client, injury: Injury) -> None:
    make_day(injury, signs={"swelling": False, "bruising": False})

    form = client.get(reverse("day-edit", args=[TODAY])).context["form"]

    assert not form["signs"].value()


def test_a_save_that_leaves_the_signs_alone_asks_nothing_into_no(
    client: Client, injury: Injury
) -> None:
    make_day(injury, signs=ASKED_AT_INTAKE)

    client.post(record(injury), {"key": key(), "number": "1", "sitting": "4", "more": "1"})

    day = Day.objects.get()
    assert (day.sitting, day.signs, day.limp) == (4, ASKED_AT_INTAKE, None)


def test_a_tick_in_the_signs_row_answers_the_whole_row(client: Client, injury: Injury) -> None:
    make_day(injury, signs=ASKED_AT_INTAKE)
    typed = {"key": key(), "number": "1", "sitting": "4", "more": "1", "signs": ["numbness"]}

    client.post(record(injury), typed)

    day = Day.objects.get()
    assert day.signs == {
        "swelling": False,
        "bruising": False,
        "numbness": True,
        "weakness": False,
    }
    assert day.limp is False
