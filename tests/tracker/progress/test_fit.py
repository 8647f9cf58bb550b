""" "What does it fit?" on Signs: the person's own days, a shape, a word, and never a score."""

from datetime import date, timedelta

import pytest
from django.test import Client

from tests.tracker.make import TODAY, make_day, make_injury
from tests.tracker.progress.people import sit_bone, strain
from tests.tracker.queries import counting
from tracker.diary_reader import read
from tracker.models import Injury, User
from tracker.overview.fit import FitRow, fit_rows


def rows(injury: Injury) -> dict[str, FitRow]:
    return {row.id: row for row in fit_rows(read(injury, today=TODAY), today=TODAY)}


def logged(row: FitRow) -> str:
    return " ".join(str(line) for line in row.logged)


def test_the_sit_bone_fits_the_tendon(person: User) -> None:
    found = rows(sit_bone(person))

    assert len(found) == 6
    assert found["f_focal"].word == "Fits sit-bone tendon"
    assert found["f_focal"].shapes == ("tendon",)
    assert logged(found["f_focal"]).startswith("Right sit bone on 13 of 13 painful days.")
    assert found["f_rest_pain"].word == "Fits sit-bone tendon"
    assert "elsewhere" not in {shape for row in found.values() for shape in row.shapes}


def test_two_poles_have_two_shapes(person: User) -> None:
    found = rows(sit_bone(person))["f_radiating"]

    assert found.shapes == ("muscle", "tendon")
    assert found.word == "Fits muscle and tendon"
    assert "Beyond the thigh on 0 of" in logged(found)


def test_a_real_tear_that_spreads_has_its_own_words(person: User) -> None:
    found = rows(strain(person))["f_radiating"]

    assert found.shapes == ("elsewhere",)
    assert "A real tear can irritate the nerve beside it" in logged(found)
    assert found.days == "Days: Sun 15 Nov, Tue 17 Nov, Thu 19 Nov, Sat 21 Nov."


def test_words_that_were_not_asked_are_not_called_absent(person: User) -> None:
    asked, not_asked = rows(sit_bone(person)), rows(strain(person))

    assert "No burning" in logged(asked["f_radiating"])
    assert "No burning" not in logged(not_asked["f_radiating"])


def test_too_few_days_say_how_many_there_are(person: User) -> None:
    injury = make_injury(person)
    for n in range(3):
        make_day(injury, TODAY - timedelta(days=n), walking=4, places=[["mid_thigh", "right"]])

    found = rows(injury)["f_focal"]

    assert found.word == "Not enough days: 3 of 6"
    assert found.shapes == ("few",)


def test_enough_days_without_a_week_to_compare_say_what_is_missing(person: User) -> None:
    injury = make_injury(person)
    for n in range(14):
        make_day(injury, TODAY - timedelta(days=n), rest=3)

    found = rows(injury)["f_response"]

    assert found.word == "Not clear"
    assert "the one three weeks ago has too few days to compare" in logged(found)


def test_what_was_never_told_is_not_called_none(person: User) -> None:
    words = " ".join(logged(row) for row in rows(make_injury(person)).values())

    assert "none" not in words.lower()
    assert "Not told." in words
    assert "0 of" not in words


def test_what_was_asked_and_not_there_is_told_as_such(person: User) -> None:
    injury = make_injury(person, onset_bruising="no", onset_swelling="no")
    make_day(injury, signs={"swelling": False, "bruising": False})

    assert logged(rows(injury)["f_swelling_bruising"]) == (
        "None at the start, as you remember. None in the last 10 days, asked on 1."
    )


def test_a_bruise_of_the_first_days_is_told_beside_none_since(person: User) -> None:
    began = TODAY - timedelta(days=30)
    injury = make_injury(person, onset="sudden", onset_on=began)
    for ago in (29, 28, 27, 1, 0):
        make_day(
            injury, TODAY - timedelta(days=ago), signs={"bruising": ago > 20, "swelling": False}
        )

    row = rows(injury)["f_swelling_bruising"]

    assert row.word == "Fits muscle"
    assert logged(row) == "Logged on 3 of the first 11 days. None in the last 10 days, asked on 2."


@pytest.mark.parametrize(
    ("bruising", "swelling", "said"),
    [
        ("yes", "no", "A bruise at the start, as you remember."),
        ("no", "yes", "Swelling at the start, as you remember."),
        ("yes", "yes", "A bruise and swelling at the start, as you remember."),
        ("no", "not_sure", "No bruise at the start, as you remember."),
        ("not_sure", "no", "No swelling at the start, as you remember."),
        ("not_sure", "not_sure", "Not told."),
    ],
)
def test_what_was_told_of_the_start_is_named(
    person: User, bruising: str, swelling: str, said: str
) -> None:
    injury = make_injury(person, onset_bruising=bruising, onset_swelling=swelling)

    assert logged(rows(injury)["f_swelling_bruising"]) == said


@pytest.mark.parametrize(
    ("precision", "said"),
    [
        ("day", "It began on 14 March 2026."),
        ("month", "It began in March 2026."),
        ("year", "It began in 2026."),
        ("about", "It began around March 2026."),
    ],
)
def test_how_long_begins_with_the_onset_as_it_was_told(
    person: User, precision: str, said: str
) -> None:
    injury = make_injury(person, onset_on=date(2026, 3, 14), onset_precision=precision)

    row = rows(injury)["f_healing_time"]

    assert logged(row) == f"{said} Too few days to say how it is now."


def test_an_unknown_onset_gets_no_date(person: User) -> None:
    injury = make_injury(person, onset_on=None, onset_precision="unknown")

    assert "began" not in logged(rows(injury)["f_healing_time"])


@pytest.mark.parametrize(
    "fields", [{"carried": ["places"]}, {"copied": True}, {"copied": True, "carried": ["places"]}]
)
def test_places_that_were_carried_over_are_said_not_to_count(
    person: User, fields: dict[str, object]
) -> None:
    injury = make_injury(person)
    calf = [["calf", "right"]]
    for ago in range(4):
        make_day(injury, TODAY - timedelta(days=ago), walking=4, places=calf, **fields)
    make_day(injury, TODAY - timedelta(days=4), walking=4, places=calf)

    found = rows(injury)

    for row in ("f_focal", "f_radiating"):
        words = logged(found[row])
        assert "Places carried over untouched on 4 days: not counted." in words
        assert "1 of 1" in words


def test_places_told_of_each_day_say_nothing_of_carrying(person: User) -> None:
    assert "carried" not in logged(rows(sit_bone(person))["f_focal"])


@pytest.mark.parametrize("make", [sit_bone, strain])
def test_signs_show_six_rows_and_say_that_it_is_no_test(client: Client, person: User, make) -> None:
    make(person)

    words = client.get("/signs/").content.decode()

    assert words.count('role="rowheader"') == 6
    assert "Not a test." in words
    assert "several things can be true at once" in words


def test_signs_stay_within_ten_queries(client: Client, person: User) -> None:
    strain(person)
    client.get("/signs/")

    with counting() as count:
        client.get("/signs/")

    assert count.number <= 10, "\n".join(count.statements)


def test_a_row_says_when_it_is_weak_or_strong_and_nothing_when_it_is_not_clear(
    person: User,
) -> None:
    tendon, torn = rows(sit_bone(person)), rows(strain(person))

    assert torn["f_radiating"].strength == "Strong: it says more than most rows."
    assert tendon["f_focal"].strength == ""
    for row in (*tendon.values(), *torn.values()):
        if set(row.shapes) & {"unclear", "few"}:
            assert row.strength == ""
    assert {row.id for row in torn.values() if row.strength.startswith("Weak")} <= {
        "f_swelling_bruising"
    }


def test_no_row_gives_a_verdict_or_a_number_that_adds_up(client: Client, person: User) -> None:
    strain(person)

    fit = client.get("/signs/").content.decode().split('id="fit"')[1].split("</section>")[0]

    assert "No row decides alone." in fit
    for verdict in ("total", "score", "points away", "in all", "likely", "%"):
        assert verdict not in fit.lower()
