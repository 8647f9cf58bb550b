"""Progress: words first, the right chart for the person, and what was not logged is nothing."""

import re
from datetime import date, timedelta

import pytest
from django.test import Client

from tests.tracker.make import (
    NOON,
    TODAY,
    make_day,
    make_days,
    make_fall,
    make_injury,
    make_notice,
    make_run,
    make_user,
)
from tests.tracker.progress.people import sit_bone, strain
from tests.tracker.queries import counting
from tracker.models import Day, Fall, Injury, Plan, Reading, Run, User


def page(client: Client, address: str = "/progress/"):
    return client.get(address).context["page"]


def told(client: Client, address: str = "/progress/") -> list[str]:
    return [str(line) for line in page(client, address).lines]


def ids(found) -> list[str]:
    return [figure.id for figure in found.figures]


def charts(found) -> dict:
    return {chart.id: chart for figure in found.figures for chart in figure.charts}


def test_the_sit_bone_person_reads_minutes_first(client: Client, person: User) -> None:
    sit_bone(person)

    found = page(client)

    assert str(found.lines[0]) == "You sit longer before it hurts: 20 → 35 minutes in 6 weeks."
    assert "Sitting pain is usually 4, it was 6." in [str(line) for line in found.lines]
    assert ids(found) == ["minutes", "load", "lanes"]
    assert found.figures[2].charts[0].id == "sitting"
    assert found.corridor is None
    assert found.notes[0].startswith("Day 40 of the plan. A tendon takes")


def test_minutes_carry_their_seat_the_goal_and_a_slash_for_each_missed_day(
    client: Client, person: User
) -> None:
    sit_bone(person)

    plot = charts(page(client))["minutes"].plot

    assert {mark.shape for mark in plot.marks} == {"desk", "car", "soft"}
    assert plot.goal is not None
    assert plot.goal.value == 30
    assert len(plot.slashes) == 4
    assert len(plot.marks) == 37


def test_minutes_without_a_seat_have_a_mark_of_their_own(client: Client, person: User) -> None:
    injury = sit_bone(person)
    injury.days.filter(seat="car").update(seat=None)

    shown = page(client)

    marks = charts(shown)["minutes"].plot.marks
    assert {mark.shape for mark in marks} == {"desk", "unsaid", "soft"}
    assert "unsaid" in shown.marks and "other" not in shown.marks


def test_the_load_test_changes_its_letter_with_a_break(client: Client, person: User) -> None:
    sit_bone(person)

    load = charts(page(client))["load"]

    assert load.title == "Load test B"
    assert [each.letter for each in load.plot.breaks] == ["A", "B"]
    assert load.goal_words == "goal: 3 or less"


def test_a_day_without_pain_lies_on_the_top_edge_and_never_counts_as_zero(
    client: Client, person: User
) -> None:
    injury = sit_bone(person)
    Day.objects.filter(injury=injury, on__gt=TODAY - timedelta(days=7)).update(
        sit_minutes=None, sat_without_pain=True
    )

    found = page(client)

    assert str(found.lines[0]) == "You sat without pain on most days this week."
    assert sum(mark.is_top for mark in charts(found)["minutes"].plot.marks) == 7
    assert "No pain, desk" in client.get("/progress/").content.decode()


def test_worse_sitting_is_said_first_and_compared_with_the_best_week(
    client: Client, person: User
) -> None:
    injury = sit_bone(person)
    Day.objects.filter(injury=injury, on__gt=TODAY - timedelta(days=7)).update(sit_minutes=10)

    assert re.match(r"You sit shorter before it hurts: 3\d → 10 minutes", told(client)[0])


def test_the_strain_reads_what_rose_before_what_fell(client: Client, person: User) -> None:
    strain(person)

    lines = told(client)

    assert lines[0] == "Sitting pain went up: 1 → 4 since your fall or slip on Sat 7 Nov."
    assert len(lines) == 3
    assert all("went up" in line for line in lines[:2])


def test_the_strain_sees_everyday_pain_with_its_corridor_stages_and_events(
    client: Client, person: User
) -> None:
    strain(person)

    found = page(client)

    assert ids(found) == ["everyday", "lanes"]
    assert found.corridor is not None
    assert charts(found)["everyday"].plot.band
    assert found.expected == (
        "Moderate strain: everyday pain is often 0 to 3 by now. Your usual is 4."
    )
    assert [tab.number for tab in found.tabs] == [1, 2, 3]
    assert [event.shape for event in found.events] == ["fall", "flare", "soon"]
    assert found.figures[1].charts[0].id == "sitting"
    assert [chart.is_tall for chart in found.figures[1].charts] == [True, False, False, False]


def test_events_lead_to_their_own_pages(client: Client, person: User) -> None:
    strain(person)
    fall = Fall.objects.get()

    words = client.get("/progress/").content.decode()

    assert words.count(f'href="/fall/{fall.uuid}/"') == 2
    assert 'aria-label="Slip, did not fall, Sat 7 Nov"' in words


def test_the_legend_names_all_that_one_symbol_stands_for(client: Client, person: User) -> None:
    strain(person)
    for kind in ("fall", "near_fall", "fall"):
        make_fall(person, date(2026, 11, 12), kind=kind)

    assert ("fall", "Slip, Fall, Near fall") in page(client).shapes


def test_nothing_is_expected_without_a_plan_or_early_logs(client: Client, person: User) -> None:
    strain(person)
    Day.objects.filter(on__lte=date(2026, 10, 18)).delete()
    assert page(client).corridor is not None

    Day.objects.filter(on__lte=date(2026, 11, 4)).delete()
    assert page(client).corridor is None

    make_days(Injury.objects.get(), last=date(2026, 10, 21), walking=[7] * 7)
    assert page(client).corridor is not None
    Plan.objects.all().delete()
    assert page(client).corridor is None


def test_an_old_onset_is_counted_from_the_plan_and_nobody_is_late(
    client: Client, person: User
) -> None:
    sit_bone(person)

    words = " ".join(page(client).notes)

    assert "not from when it began. You are not late." in words


def test_zero_is_a_tick_a_copy_is_outlined_and_a_missing_day_is_nothing(
    client: Client, person: User
) -> None:
    injury = make_injury(person)
    make_days(injury, last=TODAY - timedelta(days=2), walking=[3, 0, None, 2])
    make_day(injury, TODAY, walking=2, copied=True)

    bars = charts(page(client))["walking"].plot.bars

    assert [(bar.is_zero, bar.is_copied) for bar in bars] == [
        (False, False),
        (True, False),
        (False, False),
        (False, True),
    ]
    words = client.get("/progress/").content.decode()
    assert words.count('class="p-zero"') == 1
    assert "0, recorded" in words
    assert "not logged" in words


def test_a_number_hidden_by_a_median_is_named(client: Client, person: User) -> None:
    injury = make_injury(person)
    make_days(injury, walking=[2] * 20)
    Day.objects.filter(on=TODAY - timedelta(days=3)).update(walking=9)

    assert told(client)[0] == "Worst this week: walking pain 9 on Wed 18 Nov."


@pytest.mark.parametrize(
    ("days", "words"),
    [
        (0, "After 3 days you will see a line here. After 7"),
        (2, "After 3 days you will see a line here. After 7"),
        (3, "After 7 days we can say"),
        (6, "After 7 days we can say"),
    ],
)
def test_a_young_diary_is_told_what_will_come(
    client: Client, person: User, days: int, words: str
) -> None:
    make_days(make_injury(person), walking=[2] * days or [None])

    found = page(client)

    assert found.early.startswith(words)
    assert found.chosen == "2w"


def test_signs_of_two_tiers_are_told_apart_in_words(client: Client, person: User) -> None:
    injury = make_injury(person)
    make_days(injury, walking=[2] * 20)
    make_notice(injury, tier="soon", told_on=TODAY - timedelta(days=9))
    make_notice(injury, tier="routine", told_on=TODAY - timedelta(days=2))

    assert page(client).shapes == [("soon", "Sign, soon"), ("routine", "Sign, routine")]


def test_seven_days_are_enough_to_speak(client: Client, person: User) -> None:
    make_days(make_injury(person), walking=[2] * 7)

    assert page(client).early == ""


def test_what_the_intake_told_is_no_logged_day(client: Client, person: User) -> None:
    make_day(make_injury(person), number=0, places=[["calf", "right"]])

    assert page(client).logged.count == 0


@pytest.mark.parametrize(("logged", "says"), [(2, True), (3, False)])
def test_a_thin_week_says_so(client: Client, person: User, logged: int, says: bool) -> None:
    injury = make_injury(person)
    make_days(injury, last=TODAY - timedelta(days=7), walking=[2] * 14)
    make_days(injury, walking=[2] * logged)

    assert (f"Only {logged} days logged this week, so we cannot say much." in told(client)) is says


def test_under_half_of_the_days_make_a_rough_picture(client: Client, person: User) -> None:
    make_days(make_injury(person), walking=[1, *[None] * 12, 2, 2])

    assert "so this is a rough picture." in " ".join(page(client, "/progress/?range=2w").notes)


@pytest.mark.parametrize(
    ("age", "asked", "shown"),
    [
        (13, "", "2w"),
        (14, "", "6w"),
        (13, "6w", "6w"),
        (90, "2w", "2w"),
        (90, "all", "all"),
        (90, "x", "6w"),
        (90, "\x00", "6w"),
    ],
)
def test_two_weeks_are_shown_until_day_14_then_six(
    client: Client, person: User, age: int, asked: str, shown: str
) -> None:
    make_day(make_injury(person), TODAY - timedelta(days=age), rest=1)

    assert page(client, "/progress/?range=" + asked.replace("\x00", "%00")).chosen == shown


def test_a_long_range_shows_weeks_with_their_lowest_and_highest(
    client: Client, person: User
) -> None:
    injury = make_injury(person)
    make_days(injury, walking=[2, 3, 4, 3, 2, 6, 1] * 13)

    found = page(client, "/progress/?range=all")

    assert found.weeks == 1
    assert len(charts(found)["walking"].plot.whiskers) == 13
    assert found.table.rows[0].cells[0] == "3 (1 to 6)"


def test_dates_of_different_years_carry_their_year(client: Client, person: User) -> None:
    make_days(make_injury(person), walking=[2] * 400)

    sentence = charts(page(client, "/progress/?range=all"))["walking"].sentence

    assert sentence.startswith("Usually 2, on 20 Oct 2025 as on 21 Nov 2026.")


def test_running_takes_the_worse_of_day_and_run(client: Client, person: User) -> None:
    injury = make_injury(person)
    make_days(injury, running=[2, 2, None])
    make_run(injury, TODAY - timedelta(days=2), pain=5)
    make_run(injury, TODAY, pain=None)

    bars = charts(page(client))["running"].plot.bars

    assert [round(bar.height) for bar in bars] == [50, 20]


def test_maps_count_only_days_that_told_their_places(client: Client, person: User) -> None:
    injury = make_injury(person)
    for n in range(20):
        make_day(
            injury,
            TODAY - timedelta(days=n),
            walking=1,
            places=[["calf", "right"]] if n < 7 else [["mid_thigh", "right"]],
            carried=["places"] if n in (1, 2) else [],
            copied=n == 3,
        )

    maps = page(client).maps

    assert [(p.words, p.days) for p in maps.weeks[-1].places] == [("Right calf", 4)]
    assert maps.weeks[-1].days == 4
    assert maps.new == "New in the last 7 days: right calf."


@pytest.mark.parametrize(
    ("place", "drawn"), [("outer_hip", 1), ("groin_inner_thigh", 1), ("calf", 0)]
)
def test_the_hips_are_drawn_from_the_front_when_they_hurt(
    client: Client, person: User, place: str, drawn: int
) -> None:
    injury = make_injury(person)
    for n in range(3):
        make_day(injury, TODAY - timedelta(days=n), walking=1, places=[[place, "left"]])

    (week,) = page(client).maps.weeks
    words = client.get("/progress/").content.decode()

    assert [len(week.drawn), len(week.from_front)] == [1, drawn]
    assert words.count('<p class="front">') == drawn


def test_no_day_before_the_first_log_is_called_missed(client: Client, person: User) -> None:
    person.contexts = ["sitting", "sit_minutes", "rest"]
    person.save()
    injury = make_injury(person)
    for n in (0, 1):
        make_day(injury, TODAY - timedelta(days=n), sit_minutes=20, seat="desk", sitting=3)

    found = page(client)

    assert found.first < TODAY - timedelta(days=1)
    assert charts(found)["minutes"].plot.slashes == ()


def test_days_without_pain_are_told_without_a_unit(client: Client, person: User) -> None:
    injury = sit_bone(person)
    Day.objects.filter(injury=injury).update(sit_minutes=None, sat_without_pain=True)

    sentence = charts(page(client))["minutes"].sentence

    assert sentence.startswith("Usually no pain, on ")
    assert "minutes" not in sentence


def test_of_a_long_range_the_week_in_its_middle_is_drawn(client: Client, person: User) -> None:
    injury = make_injury(person)
    for n in (*range(300, 293, -1), *range(155, 145, -1), *range(25, -1, -1)):
        place = ["calf", "right"] if 140 < n < 160 else ["mid_thigh", "right"]
        make_day(injury, TODAY - timedelta(days=n), rest=1, places=[place])

    weeks = page(client, "/progress/?range=all").maps.weeks

    assert [[place.words for place in week.places] for week in weeks] == [
        ["Right middle of the thigh"],
        ["Right calf"],
        ["Right middle of the thigh"],
    ]


def test_a_map_of_another_year_says_its_year(client: Client, person: User) -> None:
    injury = make_injury(person)
    for n in (400, 399, 398, 2, 1, 0):
        make_day(injury, TODAY - timedelta(days=n), rest=1, places=[["mid_thigh", "right"]])

    titles = [week.title for week in page(client, "/progress/?range=all").maps.weeks]

    assert titles == ["17 Oct to 23 Oct 2025", "Last 7 days"]


def test_days_logged_are_counted_without_blame(client: Client, person: User) -> None:
    sit_bone(person)

    words = client.get("/progress/").content.decode()

    assert "37 of 41. Gaps are fine." in words
    assert "Sat 17 Oct, not logged" in words


def test_today_is_no_gap_before_it_is_logged(client: Client, person: User) -> None:
    make_days(make_injury(person), last=TODAY - timedelta(days=1), rest=[1] * 10)

    logged = page(client).logged

    assert (logged.count, logged.of) == (10, 10)
    assert charts(page(client))["everyday"].plot.slashes == ()


def test_every_chart_has_a_sentence_and_all_share_a_table(client: Client, person: User) -> None:
    sit_bone(person)

    words = client.get("/progress/").content.decode()

    assert words.count('<figure class="chart') == 3
    assert words.count("Show as a table") == 1
    assert all(chart.sentence for chart in charts(page(client)).values())
    assert " style=" not in words


def test_the_table_holds_every_value_with_the_way_to_its_day(client: Client, person: User) -> None:
    sit_bone(person)

    words = client.get("/progress/table/").content.decode()

    assert 'href="/log/2026-11-21/"' in words
    for head in ("Sat, minutes", "Load test A", "Load test B", "Sitting pain", "Everyday pain"):
        assert head in words


def test_a_percent_of_a_chart_is_written_with_a_point_in_every_language(
    client: Client, person: User
) -> None:
    person.language = "de"
    person.save()
    sit_bone(person)

    words = client.get("/progress/", headers={"accept-language": "de"}).content.decode()

    assert not re.search(r'(?:x|y|cx|cy|width|x1)="\d+,\d', words)


@pytest.mark.parametrize("path", ["/progress/", "/progress/table/"])
def test_nobody_sees_the_diary_of_another(client: Client, path: str) -> None:
    strain(make_user())

    assert client.get(path).status_code == 302
    assert Client().get(path).status_code == 302
    assert client.post(path).status_code == 405


def old_diary(person: User, days: int) -> Injury:
    injury = sit_bone(person)
    Day.objects.all().delete()
    Day.objects.bulk_create(
        Day(
            injury=injury,
            on=TODAY - timedelta(days=n),
            sitting=3,
            rest=1,
            morning=2,
            sit_minutes=20,
            seat="desk",
            places=[["sit_bone", "right"]],
        )
        for n in range(days)
    )
    Run.objects.bulk_create(
        Run(injury=injury, on=TODAY - timedelta(days=n), pain=2, logged_at=NOON)
        for n in range(0, days, 3)
    )
    Reading.objects.bulk_create(
        Reading(injury=injury, on=TODAY - timedelta(days=n), metric="t_load_c_pain", value=2)
        for n in range(41, days)
    )
    for n in range(0, days, 300):
        make_fall(person, TODAY - timedelta(days=n), injury=injury)
    make_notice(injury)
    return injury


@pytest.mark.parametrize("days", [60, 3000])
@pytest.mark.parametrize("path", ["/progress/", "/progress/?range=all", "/progress/table/"])
def test_the_page_asks_the_database_at_most_ten_times(
    client: Client, person: User, path: str, days: int
) -> None:
    old_diary(person, days)
    client.get(path)

    with counting() as count:
        client.get(path)

    assert count.number <= 10, "\n".join(count.statements)


def test_a_page_of_ten_years_is_no_longer_than_one_of_two(client: Client, person: User) -> None:
    old_diary(person, 3650)

    found = page(client, "/progress/?range=all")

    assert all(len(c.plot.whiskers) <= 53 for c in charts(found).values())
    assert len(found.logged.weeks) <= 13
