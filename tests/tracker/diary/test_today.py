"""Today: what is asked, what is saved, what is shown after."""

from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from tests.tracker.make import TODAY, key, make_day, make_days, make_notice, make_part, make_run
from tests.tracker.queries import counting
from tracker.models import Day, Injury, User

YESTERDAY = TODAY - timedelta(days=1)


def record(injury: Injury, on: date = TODAY) -> str:
    return reverse("day-record", args=[injury.uuid, on])


def test_open_day_asks_the_lines_the_person_chose_and_preselects_none(
    client: Client, injury: Injury
) -> None:
    page = client.get("/today/")

    form = page.context["form"]
    assert page.status_code == 200
    assert form.asked == ["sitting", "morning", "walking", "running", "rest", "night"]
    assert b"checked" not in page.content.split(b"More about today")[0]


def test_yesterdays_number_is_not_shown_before_todays_answer(
    client: Client, injury: Injury
) -> None:
    make_day(injury, YESTERDAY, sitting=7, seat="car", sit_minutes=25)

    form = client.get("/today/").context["form"]

    assert form["sitting"].value() is None
    assert form["sit_minutes"].value() is None
    assert form["seat"].value() == "car"


def test_saving_leads_to_the_logged_day_in_words(client: Client, injury: Injury) -> None:
    answer = client.post(
        record(injury),
        {
            "key": key(),
            "number": "0",
            "sitting": "4",
            "rest": "1",
            "running": "no_run",
            "sit_minutes": "35",
            "seat": "desk",
            "more": "1",
            "places": ["sit_bone:right"],
            "qualities": ["ache"],
            "signs": ["none"],
            "treatments": ["cushion", "standing_breaks"],
        },
    )

    assert (answer.status_code, answer["Location"]) == (303, "/today/")
    words = client.get("/today/").content.decode()
    assert "Today is logged" in words
    assert "Desk. Right sit bone, ache. " in words
    assert "Swelling, bruise, numbness, weakness: none." in words
    assert "Cushion, standing breaks." in words
    assert "saved 12:00" in words


def test_blank_stays_not_recorded_and_skip_is_kept_as_skip(client: Client, injury: Injury) -> None:
    client.post(record(injury), {"key": key(), "sitting": "4", "morning": "skip", "more": "1"})

    day = Day.objects.get()
    assert (day.sitting, day.morning, day.walking, day.rest) == (4, None, None, None)
    assert day.skipped == ["morning"]
    assert (day.signs, day.limp, day.treatments, day.places, day.qualities) == (None,) * 5


def test_zero_is_a_number_not_a_gap(client: Client, injury: Injury) -> None:
    client.post(record(injury), {"key": key(), "rest": "0"})

    assert Day.objects.get().rest == 0
    assert "<dd>0</dd>" in client.get("/today/").content.decode()


def test_an_unanswered_line_prints_nothing_on_the_logged_day(
    client: Client, injury: Injury
) -> None:
    client.post(record(injury), {"key": key(), "sitting": "4", "more": "1"})

    words = client.get("/today/").content.decode()

    assert "none" not in words.split('id="logged"')[1].split("</section>")[0]
    assert "<dt>Morning</dt>" not in words


@pytest.mark.parametrize(
    ("posted", "stored"),
    [
        ({"running": "no_run"}, {"running": None, "no_run": True}),
        ({"night": "slept"}, {"night": None, "slept_through": True}),
        ({"sit_minutes": "no_pain"}, {"sit_minutes": None, "sat_without_pain": True}),
        ({"sit_minutes": "60"}, {"sit_minutes": 60, "sat_without_pain": None}),
        ({"sit_exact": "37"}, {"sit_minutes": 37, "sat_without_pain": None}),
        ({"sit_minutes": "skip"}, {"sit_minutes": None, "skipped": ["sit_minutes"]}),
        ({"sitting": "3", "seat": "car"}, {"sitting": 3, "seat": None}),
    ],
)
def test_each_last_key_has_its_own_meaning(
    client: Client, injury: Injury, posted: dict[str, str], stored: dict[str, object]
) -> None:
    client.post(record(injury), {"key": key()} | posted)

    day = Day.objects.get()
    assert {name: getattr(day, name) for name in stored} == stored


def test_signs_seen_are_yes_and_the_rest_of_the_row_is_no(client: Client, injury: Injury) -> None:
    client.post(record(injury), {"key": key(), "more": "1", "signs": ["bruising"]})

    day = Day.objects.get()
    assert day.signs == {
        "swelling": False,
        "bruising": True,
        "numbness": False,
        "weakness": False,
    }
    assert day.limp is False


def test_sitting_minutes_stand_where_the_person_put_them(
    client: Client, injury: Injury, person: User
) -> None:
    person.contexts = ["sitting", "sit_minutes", "morning"]
    person.save()

    page = client.get("/today/")

    assert page.context["form"].asked[:2] == ["sitting", "sit_minutes"]
    assert b'value="desk"' in page.content


def test_at_rest_is_asked_even_when_it_is_left_out(
    client: Client, injury: Injury, person: User
) -> None:
    person.contexts = ["walking"]
    person.save()

    assert client.get("/today/").context["form"].asked[:2] == ["walking", "rest"]


class TestNight:
    """Night is asked after bad nights, and every third day in the first six weeks."""

    def asks(self, client: Client) -> bool:
        return "night" in client.get("/today/").context["form"].asked

    @pytest.fixture
    def old(self, injury: Injury) -> Injury:
        injury.onset_on = date(2026, 1, 1)
        injury.save()
        make_day(injury, TODAY - timedelta(days=60), rest=1)
        return injury

    def test_is_left_out_after_six_quiet_weeks(self, client: Client, old: Injury) -> None:
        assert not self.asks(client)

    @pytest.mark.parametrize(("field", "score", "shows"), [
        ("night", 2, False), ("night", 3, True), ("rest", 2, False), ("rest", 3, True),
    ])  # fmt: skip
    def test_shows_from_three_on_in_the_last_seven_logged_days(
        self, client: Client, old: Injury, field: str, score: int, shows: bool
    ) -> None:
        make_day(old, TODAY - timedelta(days=20), **{field: score})

        assert self.asks(client) is shows

    @pytest.mark.parametrize(("days_ago", "shows"), [(1, False), (2, False), (3, True)])
    def test_comes_every_third_day_in_the_first_six_weeks(
        self, client: Client, injury: Injury, days_ago: int, shows: bool
    ) -> None:
        make_day(injury, TODAY - timedelta(days=days_ago), slept_through=True)

        assert self.asks(client) is shows


class TestRunning:
    def asked(self, client: Client) -> list[str]:
        asked: list[str] = client.get("/today/").context["form"].asked
        return asked

    def test_folds_into_a_link_after_seven_days_without_a_run(
        self, client: Client, injury: Injury
    ) -> None:
        make_day(injury, TODAY - timedelta(days=9), running=2)

        assert "running" not in self.asked(client)
        assert b"I ran today" in client.get("/today/").content

    @pytest.mark.parametrize("days_ago", [1, 7])
    def test_stays_open_while_a_run_is_fresh(
        self, client: Client, injury: Injury, days_ago: int
    ) -> None:
        make_day(injury, TODAY - timedelta(days=20), rest=1)
        make_run(injury, TODAY - timedelta(days=days_ago))

        assert "running" in self.asked(client)

    def test_stays_open_in_a_young_diary(self, client: Client, injury: Injury) -> None:
        make_day(injury, TODAY - timedelta(days=3), rest=1)

        assert "running" in self.asked(client)


def test_no_run_is_not_said_beside_a_run(client: Client, injury: Injury) -> None:
    make_day(injury, TODAY, rest=1, no_run=True)

    def told() -> list[str]:
        return [figure.value for figure in client.get("/today/").context["page"].figures]

    assert told() == ["no", "1"] or told() == ["1", "no"]
    make_run(injury, TODAY, minutes=33)
    assert told() == ["1"]


def test_a_run_of_which_only_the_pain_was_told_can_be_told_from_today(
    client: Client, injury: Injury
) -> None:
    more = f'href="/log/{TODAY}/run/?after=pain"'
    day = make_day(injury, TODAY, running=3)
    assert more in client.get("/today/").content.decode()

    run = make_run(injury, TODAY, pain=3)
    assert more not in client.get("/today/").content.decode()

    run.delete()
    Day.objects.filter(pk=day.pk).update(running=None, no_run=True)
    assert more not in client.get("/today/").content.decode()


class TestCarriedOver:
    """Chips from the last entry are shown, but are no evidence until touched."""

    @pytest.fixture(autouse=True)
    def yesterday(self, injury: Injury) -> Day:
        return make_day(
            injury, YESTERDAY, rest=1, places=[["sit_bone", "right"]], qualities=["ache"]
        )

    def save(self, client: Client, injury: Injury, **fields: object) -> Day:
        page = client.get("/today/")
        sent = {
            "key": key(),
            "rest": "1",
            "more": "1",
            "carried_places": page.context["form"]["carried_places"].value(),
            "carried_qualities": page.context["form"]["carried_qualities"].value(),
            "places": ["sit_bone:right"],
            "qualities": ["ache"],
        }
        client.post(record(injury), sent | fields)
        return Day.objects.get(on=TODAY)

    def test_untouched_chips_are_stored_as_carried(self, client: Client, injury: Injury) -> None:
        day = self.save(client, injury)

        assert day.places == [["sit_bone", "right"]]
        assert day.carried == ["places", "qualities"]

    def test_a_changed_row_is_todays_own(self, client: Client, injury: Injury) -> None:
        day = self.save(client, injury, places=["sit_bone:right", "calf:right"])

        assert day.places == [["calf", "right"], ["sit_bone", "right"]]
        assert day.carried == ["qualities"]

    def test_the_same_can_be_said_to_be_todays(self, client: Client, injury: Injury) -> None:
        day = self.save(client, injury, same_places="on")

        assert day.carried == ["qualities"]

    def test_taking_every_tick_away_is_an_answer(self, client: Client, injury: Injury) -> None:
        day = self.save(client, injury, places=[], qualities=[])

        assert (day.places, day.qualities, day.carried) == ([], [], [])

    def test_changing_the_day_later_keeps_what_was_carried_as_carried(
        self, client: Client, injury: Injury
    ) -> None:
        self.save(client, injury)
        form = client.get(reverse("day-edit", args=[TODAY])).context["form"]

        assert form["carried_places"].value() == "sit_bone:right"


class TestSameAsYesterday:
    def url(self, on: date = TODAY) -> str:
        return reverse("day-same", args=[on])

    def test_fills_pain_but_never_running_and_writes_nothing(
        self, client: Client, injury: Injury
    ) -> None:
        make_day(injury, YESTERDAY, sitting=4, rest=1, running=3, sit_minutes=30)

        form = client.get(self.url()).context["form"]

        assert (form["sitting"].value(), form["rest"].value()) == ("4", "1")
        assert (form["running"].value(), form["sit_minutes"].value()) == (None, None)
        assert not Day.objects.filter(on=TODAY).exists()

    def test_second_tap_saves_as_copied(self, client: Client, injury: Injury) -> None:
        make_day(injury, YESTERDAY, sitting=4, rest=1)

        client.post(
            record(injury),
            {"key": key(), "copied": "1", "sitting": "4", "rest": "1", "more": "1"},
        )

        assert Day.objects.get(on=TODAY).copied

    @pytest.mark.parametrize(
        "touched", [{"sitting": "5"}, {"signs": ["none"]}, {"places": ["calf:right"]}]
    )
    def test_a_touched_copy_is_an_entry_of_its_own(
        self, client: Client, injury: Injury, touched: dict[str, object]
    ) -> None:
        make_day(injury, YESTERDAY, sitting=4, rest=1)

        sent = {"key": key(), "copied": "1", "sitting": "4", "rest": "1", "more": "1"}
        client.post(record(injury), sent | touched)

        assert not Day.objects.get(on=TODAY).copied

    def test_third_day_in_a_row_leaves_sitting_open(self, client: Client, injury: Injury) -> None:
        for back in (1, 2):
            make_day(injury, TODAY - timedelta(days=back), sitting=4, rest=6, copied=True)

        form = client.get(self.url()).context["form"]

        assert (form["sitting"].value(), form["rest"].value()) == (None, "6")
        assert form["copied"].value() == ""

    def test_third_copy_sent_all_the_same_is_refused_with_everything_kept(
        self, client: Client, injury: Injury
    ) -> None:
        for back in (1, 2):
            make_day(injury, TODAY - timedelta(days=back), rest=2, copied=True)

        answer = client.post(record(injury), {"key": key(), "copied": "1", "rest": "2"})

        assert answer.status_code == 422
        assert "You copied two days already" in answer.content.decode()
        assert answer.context["form"]["rest"].value() == "2"

    def test_without_yesterday_there_is_nothing_to_copy(
        self, client: Client, injury: Injury
    ) -> None:
        make_day(injury, TODAY - timedelta(days=2), rest=2)

        assert client.get(self.url()).status_code == 302
        assert b"Same as yesterday" not in client.get("/today/").content


class TestWords:
    @pytest.mark.parametrize(
        ("last_days_ago", "words"),
        [
            (None, "Your first entry. Guess if you are between two numbers."),
            (3, None),
            (4, "Welcome back. Just today is enough."),
            (8, "Welcome back. Just today is enough."),
            (9, "Welcome back. Nothing was changed."),
        ],
    )
    def test_a_gap_is_greeted_and_never_blamed(
        self, client: Client, injury: Injury, last_days_ago: int | None, words: str | None
    ) -> None:
        if last_days_ago is not None:
            make_day(injury, TODAY - timedelta(days=last_days_ago), rest=1)

        page = client.get("/today/").content.decode()

        assert (words in page) if words else ("Welcome back" not in page)

    @pytest.mark.parametrize(("pain", "shows"), [(7, False), (8, True)])
    def test_a_lot_of_pain_offers_the_quick_check(
        self, client: Client, injury: Injury, pain: int, shows: bool
    ) -> None:
        make_day(injury, rest=pain)

        assert (b"That is a lot of pain" in client.get("/today/").content) is shows

    def test_bib_counts_from_the_injury_when_it_is_fresh(
        self, client: Client, injury: Injury
    ) -> None:
        make_day(injury, date(2026, 10, 16), rest=1)

        assert client.get("/today/").context["page"].bib.day == 37

    def test_bib_counts_from_the_first_entry_when_onset_is_old(
        self, client: Client, injury: Injury
    ) -> None:
        injury.onset_on, injury.onset_precision = date(2026, 3, 15), "about"
        injury.save()
        make_day(injury, date(2026, 11, 11), rest=1)

        assert client.get("/today/").context["page"].bib.day == 10

    def test_usual_needs_three_scores(self, client: Client, injury: Injury) -> None:
        make_days(injury, sitting=[4, 5, None, 2])
        assert "Your usual this week: sitting 4, from 3 of 7 days." in (
            client.get("/today/").content.decode()
        )

        Day.objects.filter(on=TODAY - timedelta(days=3)).delete()
        assert "Your usual this week" not in client.get("/today/").content.decode()


@pytest.mark.parametrize(("tier", "where"), [
    ("emergency", "full"), ("urgent", "full"), ("soon", "compact"), ("routine", "compact"),
])  # fmt: skip
@pytest.mark.parametrize("htmx", [{}, {"HX-Request": "true"}])
def test_open_notices_stand_on_top_full_when_they_cannot_wait(
    client: Client, injury: Injury, tier: str, where: str, htmx: dict[str, str]
) -> None:
    make_notice(injury, tier=tier, heading="Read this first")

    page = client.get("/today/", headers=htmx)

    words = page.content.decode()
    assert words.index("Read this first") < words.index("How was today?")
    assert ("Your log shows night pain" in words) is (where == "full")


def test_two_signs_with_one_heading_say_what_each_is_about(client: Client, injury: Injury) -> None:
    for rule in ("r_rest_pain", "r_sitting_pain"):
        make_notice(
            injury, tier="routine", heading="Book in the next few weeks", parts=[make_part(rule)]
        )

    words = client.get("/today/").content.decode()

    assert words.count("Book in the next few weeks") == 2
    assert "Routine: Pain at rest past the first weeks" in words
    assert "Routine: Pain when sitting, at the sit bone or buttock" in words


def test_htmx_gets_the_body_alone_and_everyone_else_the_page(
    client: Client, injury: Injury
) -> None:
    part = client.get("/today/", headers={"HX-Request": "true"}).content.decode()
    page = client.get("/today/").content.decode()

    assert part.strip().startswith('<div id="body">')
    assert "<html" in page


def test_a_person_without_an_injury_begins_at_the_safety_check(
    client: Client, person: User
) -> None:
    answer = client.get("/today/")

    assert (answer.status_code, answer["Location"]) == (302, "/start/safety/")


@pytest.mark.parametrize("days", [30, 3000])
def test_today_asks_the_database_at_most_twelve_times(
    client: Client, injury: Injury, days: int
) -> None:
    make_days(injury, last=YESTERDAY, sitting=[4] * days, rest=[2] * days)
    make_notice(injury, tier="urgent")
    client.get("/today/")

    with counting() as count:
        client.get("/today/")

    assert count.number <= 12, count.statements


def test_what_the_intake_told_of_today_is_no_log_by_itself(client: Client, injury: Injury) -> None:
    make_day(injury, TODAY, number=0, places=[["sit_bone", "right"]])
    shown = client.get("/today/").context["form"]
    sent = {
        "key": key(),
        "number": "0",
        "more": "1",
        "places": ["sit_bone:right"],
        "told_places": shown["told_places"].value(),
    }

    untouched = client.post(record(injury), sent)
    more = client.post(record(injury), sent | {"places": ["sit_bone:right", "buttock:right"]})

    assert untouched.status_code == 422
    assert "Answer at least one line" in untouched.content.decode()
    assert more.status_code == 303
    assert len(Day.objects.get().places) == 2


def test_places_of_the_intake_all_taken_away_are_none_today(client: Client, injury: Injury) -> None:
    """Not the same as never asked: the person said that it hurts nowhere of these."""
    make_day(injury, TODAY, number=0, places=[["sit_bone", "right"]], worst=["sit_bone", "right"])
    sent = {"key": key(), "number": "0", "more": "1", "sitting": "4"}
    sent |= {"told_places": "sit_bone:right", "worst_before": "sit_bone:right"}

    assert client.post(record(injury), sent | {"worst": "sit_bone:right"}).status_code == 303

    day = Day.objects.get()
    assert (day.places, day.worst, day.carried) == ([], None, [])
