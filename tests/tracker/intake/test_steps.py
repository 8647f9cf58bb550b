"""Each step with good, empty, impossible and tampered answers."""

from datetime import date

import pytest

from rehab.content.catalogue import catalogue
from tests.tracker.intake.steps import SAFETY, SIT_BONE, SPRINT, errors, text, walk
from tracker.models import IntakeDraft

pytestmark = pytest.mark.django_db
WHEN = {"side": "left", "onset": "sudden"}
STEPS = list(SIT_BONE)


def draft() -> dict:
    return IntakeDraft.objects.get().data


@pytest.mark.parametrize("step", STEPS)
def test_every_step_shows_its_number_and_keeps_what_was_answered(client, step):
    walk(client, SIT_BONE)

    response = client.get(f"/start/{step}/")

    assert response.status_code == 200
    assert f"Step {STEPS.index(step) + 1} of 8" in text(response)
    assert response["X-Robots-Tag"] == "noindex"
    assert "no-store" in response["Cache-Control"]


@pytest.mark.parametrize("step", STEPS[1:])
def test_a_later_step_leads_back_to_the_first_open_one(client, step):
    response = client.get(f"/start/{step}/")

    assert response.status_code == 303
    assert response["Location"] == "/start/safety/"


@pytest.mark.parametrize("step", STEPS)
@pytest.mark.parametrize("junk", ["nul", "huge", "list", "empty"])
def test_junk_gets_a_sentence_and_never_breaks(client, step, junk):
    walk(client, SIT_BONE, until=step)
    bad = {"nul": "a\x00b", "huge": "9" * 1_000_000, "list": ["x", "y"], "empty": ""}[junk]
    names = {"had": ["kind"], "you": ["health"]}.get(step) or list(SIT_BONE[step])
    posted = SIT_BONE[step] | dict.fromkeys(names[: 1 if junk == "huge" else None], bad)
    if step == "had":
        posted |= {"do": "add"}

    response = client.post(f"/start/{step}/", posted)

    assert response.status_code == 422
    assert errors(response)
    assert step not in (IntakeDraft.objects.first() or IntakeDraft()).data


@pytest.mark.parametrize("step", STEPS)
def test_a_wrong_method_is_refused(client, step):
    assert client.put(f"/start/{step}/").status_code == 405


def test_nothing_of_the_draft_stands_in_an_address(client):
    walk(client, SIT_BONE, until="signs")

    response = client.get("/start/signs/")

    key = str(IntakeDraft.objects.get().key)
    assert key not in text(response)
    assert response.request["PATH_INFO"] == "/start/signs/"


# Step 1


def test_nothing_ticked_is_asked_again(client):
    response = client.post("/start/safety/", {})

    assert errors(response) == ["Tick the signs you have, or tick None of these"]
    assert not IntakeDraft.objects.exists()


BOTH = "You also ticked None. We kept your other ticks."


def test_a_sign_ticked_beside_none_of_these_stops_at_once(client):
    response = client.post("/start/safety/", {"signs": ["saddle", "none"]})

    assert response["Location"] == "/start/stop/"
    assert BOTH in text(client.get("/start/stop/"))
    assert IntakeDraft.objects.get().data["safety"]["ticked"] == ["saddle"]


@pytest.mark.parametrize("path", ["/start/safety/", "/start/safety/more/"])
def test_a_follow_up_ticked_beside_none_of_these_stops_at_once(client, path):
    line = catalogue().safety_check.line("both_legs")
    asked = {"about_both_legs": [line.follow_up.options[0].id, "none"]}
    client.post("/start/safety/", {"signs": ["both_legs"]})

    response = client.post(path, {"signs": ["both_legs"]} | asked)

    assert response["Location"] == "/start/stop/"
    assert BOTH in text(client.get("/start/stop/"))


@pytest.mark.parametrize(
    ("step", "given", "kept"),
    [
        ("signs", {"now": ["gap", "none"]}, ["gap"]),
        ("you", {"health": ["q_anticoagulant", "none"]}, ["q_anticoagulant"]),
        ("you", {"baseline": ["numbness", "none"]}, ["numbness"]),
    ],
)
def test_what_is_ticked_beside_none_of_these_is_kept_and_said(client, step, given, kept):
    walk(client, SIT_BONE, until=step)

    response = client.post(f"/start/{step}/", SIT_BONE[step] | given)

    assert response.status_code == 303
    assert [IntakeDraft.objects.get().data[step][name] for name in given] == [kept]
    assert BOTH in text(client.get(response["Location"]))


def test_an_unknown_sign_is_refused(client):
    assert client.post("/start/safety/", {"signs": ["nonsense"]}).status_code == 422


def test_the_missing_question_comes_as_the_next_page(client):
    response = client.post("/start/safety/", {"signs": ["both_legs"]})

    assert response["Location"] == "/start/safety/more/"
    page = client.get("/start/safety/more/")
    assert "With both legs" in text(page)
    assert "Until you answer we take it as urgent" in text(page)
    assert "You were not sure" not in text(page)


def test_the_missing_question_must_be_answered_on_its_page(client):
    client.post("/start/safety/", {"signs": ["both_legs"]})

    response = client.post("/start/safety/more/", {})

    assert response.status_code == 422
    assert errors(response) == ["Answer the question about both legs"]


def test_both_legs_with_weakness_stops(client):
    client.post("/start/safety/", {"signs": ["both_legs"]})

    response = client.post("/start/safety/more/", {"about_both_legs": ["weak"]})

    assert response["Location"] == "/start/stop/"


def test_both_sore_legs_alone_go_on_without_a_card(client):
    response = client.post("/start/safety/", {"signs": ["both_legs"], "about_both_legs": ["none"]})

    assert response["Location"] == "/start/when/"
    shown = text(client.get("/start/when/"))
    assert "Be seen today" not in shown and "now and ask" not in shown


def test_a_missing_question_left_open_stays_urgent(client):
    client.post("/start/safety/", {"signs": ["both_legs"]})

    shown = text(client.get("/start/when/"))
    assert "Urgent" in shown and "now and ask" in shown


def test_a_question_below_an_unticked_sign_is_left_aside(client):
    client.post("/start/safety/", {**SAFETY, "about_both_legs": ["weak"]})

    assert draft()["safety"]["chosen"] == {}


# Step 2


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"side": ""}, "Choose which side"),
        ({"precision": ""}, "Choose how well you know the date"),
        ({"onset": ""}, "Choose how it started"),
        ({"day": "30", "month": "2"}, "This day does not exist in that month"),
        ({"month": "13"}, "Enter the month as a number, 1 to 12"),
        ({"month": "Nov"}, "Enter the month as a number, 1 to 12"),
        ({"day": "１"}, "Enter the day as a number, 1 to 31"),
        ({"day": "1e1"}, "Enter the day as a number, 1 to 31"),
        ({"day": ""}, "Enter the day as a number, 1 to 31"),
        ({"year": "26"}, "Enter the year, like 2026"),
        ({"year": "9999"}, "The day must be today or earlier"),
        ({"year": "1900"}, "That is too long ago. Check the year"),
        ({"day": "23"}, "The day must be today or earlier"),
        ({"precision": "month", "only_month": "12", "only_year": "2026"},
         "The day must be today or earlier"),
        ({"precision": "month", "only_month": "", "only_year": "2026"},
         "Enter the month as a number, 1 to 12"),
        ({"precision": "about", "amount": "", "unit": "months"},
         "Enter how long ago, like 8"),
        ({"precision": "about", "amount": "8 months", "unit": "months"},
         "Enter how long ago, like 8"),
        ({"precision": "about", "amount": "0", "unit": "months"},
         "Enter how long ago, like 8"),
        ({"precision": "about", "amount": "999", "unit": "years"},
         "That is too long ago. Check the number"),
        ({"precision": "about", "amount": "8", "unit": "days"}, "Choose from the list"),
        ({"precision": "about", "amount": "8", "unit": ""}, "Choose weeks, months or years"),
    ],
)  # fmt: skip
def test_an_impossible_date_gets_its_own_sentence(client, given, sentence):
    client.post("/start/safety/", SAFETY)
    form = {**WHEN, "precision": "day", "day": "14", "month": "11", "year": "2026"} | given

    response = client.post("/start/when/", form)

    assert response.status_code == 422
    assert errors(response) == [sentence]
    assert "when" not in draft()


@pytest.mark.parametrize(
    ("given", "on", "precision", "words"),
    [
        ({"precision": "day", "day": "21", "month": "11", "year": "2026"},
         "2026-11-21", "day", ""),
        ({"precision": "month", "only_month": "3", "only_year": "2026"},
         "2026-03-16", "month", "March 2026"),
        ({"precision": "month", "only_month": "11", "only_year": "2026"},
         "2026-11-11", "month", "November 2026"),
        ({"precision": "about", "amount": "8", "unit": "months"},
         "2026-03-22", "about", "about 8 months"),
        ({"precision": "about", "amount": "1", "unit": "weeks"},
         "2026-11-14", "about", "about 1 week"),
        ({"precision": "about", "amount": "5", "unit": "years"},
         "2021-11-21", "about", "about 5 years"),
        ({"precision": "unknown", "day": "99"}, None, "unknown", ""),
    ],
)  # fmt: skip
def test_a_date_is_kept_as_well_as_it_is_known(client, given, on, precision, words):
    client.post("/start/safety/", SAFETY)

    client.post("/start/when/", WHEN | given)

    stored = draft()["when"]
    assert (stored["on"], stored["on_precision"], stored["words"]) == (on, precision, words)


def test_the_date_is_read_back_while_typing_and_on_the_next_page(client):
    client.post("/start/safety/", SAFETY)
    form = {**WHEN, "precision": "about", "amount": "8", "unit": "months"}

    part = client.post("/start/when/reading/", form, headers={"HX-Request": "true"})
    client.post("/start/when/", form)

    assert "around March 2026" in text(part)
    assert "around March 2026" in text(client.get("/start/how/"))
    assert "never a made-up day" in text(client.get("/start/when/"))


@pytest.mark.parametrize(("zone", "status"), [("", 303), ("Pacific/Auckland", 303),
                                              ("Europe/London", 422)])  # fmt: skip
def test_today_is_the_persons_own_today(client, zone, status):
    """At noon in London it is already tomorrow in Auckland."""
    client.post("/start/safety/", {**SAFETY, "zone": zone})

    response = client.post(
        "/start/when/", {**WHEN, "precision": "day", "day": "22", "month": "11", "year": "2026"}
    )

    assert response.status_code == status


def test_a_made_up_zone_is_left_aside(client):
    client.post("/start/safety/", {**SAFETY, "zone": "../../etc/passwd"})

    assert "zone" not in draft()


def test_a_changed_date_asks_the_signs_again_when_now_is_missing(client):
    walk(client, SPRINT)

    client.post("/start/when/", {**WHEN, "precision": "about", "amount": "8", "unit": "months"})

    assert "signs" not in draft()
    assert client.get("/start/result/")["Location"] == "/start/signs/"


# Steps 3 to 6


def test_what_comes_first_follows_the_onset(client):
    walk(client, SPRINT, until="how")
    sudden = text(client.get("/start/how/"))
    client.post("/start/when/", SIT_BONE["when"])
    gradual = text(client.get("/start/how/"))

    assert sudden.index("Sprinting") < sudden.index("More training")
    assert gradual.index("More training") < gradual.index("Sprinting")


def test_something_else_needs_a_few_words(client):
    walk(client, SPRINT, until="how")

    assert errors(client.post("/start/how/", {})) == [
        "Choose what you were doing. I don't know is fine"
    ]
    response = client.post("/start/how/", {"mechanism": "other"})
    assert errors(response) == ["Say in a few words what you were doing"]


def test_no_place_and_no_worst_place_are_asked_again(client):
    walk(client, SPRINT, until="where")
    two = ["sit_bone:left", "calf:left"]

    none = client.post("/start/where/", {})
    open_worst = client.post("/start/where/", {"places": two})
    wrong_worst = client.post("/start/where/", {"places": two, "worst": "foot:left"})

    assert errors(none) == ["Pick at least one place"]
    assert errors(open_worst) == ["Pick the spot that hurts most"]
    assert errors(wrong_worst) == ["Pick the spot that hurts most"]


def test_one_place_is_the_worst_one(client):
    walk(client, SPRINT, until="signs")

    assert draft()["where"]["worst"] == "mid_thigh:left"


@pytest.mark.parametrize("place", ["other_leg:left", "sit_bone:both", "head:left", "sit_bone"])
def test_a_place_that_is_not_on_the_map_is_refused(client, place):
    walk(client, SPRINT, until="where")

    assert client.post("/start/where/", {"places": [place]}).status_code == 422


def test_the_list_holds_every_place_without_the_picture(client):
    walk(client, SPRINT, until="where")

    response = text(client.get("/start/where/?list=1"))

    assert "<svg viewBox" not in response
    assert response.count('name="places"') == 27


def test_each_sign_needs_an_answer(client):
    walk(client, SPRINT, until="signs")

    response = client.post("/start/signs/", {"pop": "no"})

    assert errors(response) == ["Answer each line. Not sure is fine"] * 4


def test_what_shows_now_is_asked_only_for_old_trouble(client):
    walk(client, SPRINT, until="signs")
    assert "show now" not in text(client.get("/start/signs/"))

    walk(client, SIT_BONE, until="signs")
    assert "Does any of these show now?" in text(client.get("/start/signs/"))


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"birth_year": "88"}, "Enter a year, like 1988"),
        ({"birth_year": "2027"}, "Enter a year, like 1988"),
        ({"health": []}, "Tick what is true for you, or tick None of these"),
        ({"health": ["q_nonsense"]}, "Choose from the list"),
        ({"run_pain": "11"}, "Enter a number from 0 to 10"),
        ({"run_minutes": "-1"}, "Enter minutes, 0 to 600"),
        ({"surgery_weeks": "2601"}, "Enter weeks as a number, like 12"),
        ({"surgery_weeks": "twelve"}, "Enter weeks as a number, like 12"),
        ({"sit_seat": "throne"}, "Choose from the list"),
        ({"worse_with": "x" * 201}, "Keep this under 200 letters"),
    ],
)  # fmt: skip
def test_step_six_says_what_to_mend(client, given, sentence):
    walk(client, SIT_BONE, until="you")

    response = client.post("/start/you/", SIT_BONE["you"] | given)

    assert response.status_code == 422
    assert sentence in errors(response)


def test_rest_stays_among_the_daily_questions(client):
    walk(client, SIT_BONE, until="you")
    asks = {f"ask_{c}": "" for c in ("sitting", "morning", "running", "walking", "rest")}

    client.post("/start/you/", SIT_BONE["you"] | asks | {"ask_walking": "1"})

    assert draft()["you"]["contexts"] == ["walking", "rest"]


# Step 7


def test_the_care_list_is_added_to_changed_and_taken_from(client):
    walk(client, SIT_BONE, until="had")
    client.post("/start/had/", {"do": "add", "kind": "hands_on", "outcome": "no_change"})
    item = draft()["had"]["items"][0]["id"]

    client.post(f"/start/had/{item}/", {"do": "save", "kind": "hands_on", "outcome": "worse"})
    assert draft()["had"]["items"][0]["outcome"] == "worse"

    client.post(f"/start/had/{item}/", {"do": "remove"})
    assert draft()["had"]["items"] == []


def test_an_entry_needs_its_kind(client):
    walk(client, SIT_BONE, until="had")

    response = client.post("/start/had/", {"do": "add", "name": "MRI"})

    assert errors(response) == ["Choose what it was"]
    assert "MRI" in text(response)


def test_what_was_typed_is_not_lost_by_going_on(client):
    walk(client, SIT_BONE, until="had")

    client.post("/start/had/", {"do": "go", "kind": "scan", "name": "MRI"})

    assert [item["name"] for item in draft()["had"]["items"]] == ["MRI"]


@pytest.mark.parametrize(("kind", "outcome"), [("scan", "helped"), ("injection", "clean")])
def test_an_outcome_fits_what_it_was(client, kind, outcome):
    walk(client, SIT_BONE, until="had")

    response = client.post("/start/had/", {"do": "add", "kind": kind, "outcome": outcome})

    assert response.status_code == 422


def test_a_made_up_entry_is_not_found(client):
    walk(client, SIT_BONE, until="had")

    response = client.get("/start/had/6dd6bd42-9a4a-4a4c-bc57-6a5b0ab4f7cf/")

    assert response.status_code == 404


def test_the_day_of_answering_is_kept(client):
    client.post("/start/safety/", SAFETY)

    assert draft()["safety"]["answered_on"] == date(2026, 11, 21).isoformat()
