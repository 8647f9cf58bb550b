"""Two people from the first page to their diary, through the HTTP client."""

from datetime import timedelta

import pytest

from rehab.vocabulary import AnswerValue
from tests.tracker.intake.steps import SIT_BONE, SPRINT, text, walk
from tests.tracker.make import PASSWORD, TODAY
from tracker.models import Answer, Care, Consent, Day, Injury, IntakeDraft, Notice, User

pytestmark = pytest.mark.django_db
SIGN_UP = {
    "email": "robin@example.org",
    "password1": PASSWORD,
    "of_age": "on",
    "consent": "on",
    "zone": "Europe/Berlin",
}


def test_a_sprint_last_week_becomes_a_diary(client):
    walk(client, SPRINT)
    result = client.get("/start/result/")

    page = text(result)
    assert "Your answers fit a mild muscle strain</h1>" in page
    assert "That is what people with these answers often have. It is not a diagnosis." in page
    assert "It started suddenly, on 14 November 2026." in page
    assert "Many people with these answers start with the plan for this kind of trouble." in page
    assert "3 to 6 weeks" in page

    response = client.post("/accounts/signup/", SIGN_UP)

    assert response.status_code in (302, 303)
    assert response["Location"] == "/today/"
    user = User.objects.get(email="robin@example.org")
    injury = Injury.objects.get(owner=user)
    assert user.current_injury == injury
    assert (injury.side, injury.onset, injury.grade) == ("left", "sudden", 1)
    assert injury.onset_on.isoformat() == "2026-11-14"
    assert (injury.type, injury.working_label) == ("muscle_strain", "strain_1_sprint")
    assert user.time_zone == "Europe/Berlin"
    assert user.birth_year == 1992
    assert user.contexts == ["morning", "rest", "sitting", "walking", "running"]
    assert not IntakeDraft.objects.exists()
    assert Notice.objects.filter(injury=injury, tier__in=["emergency", "urgent"]).count() == 0


def test_about_eight_months_slowly_and_it_hurts_to_sit(client):
    walk(client, SIT_BONE, until="had")
    client.post(
        "/start/had/",
        {"do": "add", "kind": "scan", "name": "MRI", "outcome": "clean", "said": "Looks fine."},
    )
    assert client.post("/start/had/", {"do": "go"}).status_code == 303
    page = text(client.get("/start/result/"))

    assert "Your answers fit pain from the tendon at the sit bone</h1>" in page
    assert "It came on slowly, about 8 months ago." in page
    assert "One spot hurts most: the right sit bone. Also: right upper thigh." in page
    assert "Sitting hurts after 20 minutes at the desk." in page
    assert "A nerve in the buttock" in page and "can feel the same." in page
    assert "40 minutes, 3 times a week, pain 2" in page
    assert "About 8 months: get one good look, once" in page
    assert "You are not late" in page
    assert "3 to 6 months" in page

    client.post("/accounts/signup/", SIGN_UP)

    injury = Injury.objects.get()
    assert injury.onset_precision == "about"
    assert injury.onset_words == "about 8 months"
    assert injury.onset_on.isoformat() == "2026-03-22"
    assert (injury.type, injury.grade) == ("tendon", None)
    assert injury.worst == ["sit_bone", "right"]
    assert (injury.run_minutes, injury.run_pain, injury.sit_minutes) == (40, 2, 20)
    assert injury.owner.contexts == ["sitting", "sit_minutes", "morning", "running", "rest"]
    care = Care.objects.get(injury=injury)
    assert (care.kind, care.name, care.outcome) == ("scan", "MRI", "clean")
    assert Consent.objects.get(user=injury.owner).words.startswith("I agree that this diary")
    assert Answer.objects.get(question="q_bladder").value == AnswerValue.NO
    assert set(Answer.objects.values_list("because", flat=True)) == {"intake"}
    day = Day.objects.get(injury=injury)
    assert day.on == TODAY
    assert day.places == [["sit_bone", "right"], ["upper_thigh", "right"]]
    assert [day.rest, day.sitting, day.running] == [None, None, None]

    today = text(client.get("/today/"))

    assert "Your first entry" in today
    assert "Today is logged" not in today


def test_an_urgent_pattern_is_told_on_the_way_and_after_sign_up(client):
    story = SPRINT | {
        "where": {"places": ["sit_bone:left"]},
        "signs": SPRINT["signs"] | {"pop": "yes", "walking": "limp"},
    }
    walk(client, story)
    page = text(client.get("/start/result/"))

    assert "Be seen today or tomorrow" in page
    assert "Keep a diary while you wait" in page

    client.post("/accounts/signup/", SIGN_UP)

    assert Notice.objects.get(tier="urgent").parts[0]["rule"] == "r_severe_onset"


def reasons(page):
    part = page.split('id="why"')[1].split("</ul>")[0]
    return [line.split("</li>")[0] for line in part.split("<li>")[1:]]


def test_a_strain_lists_only_what_speaks_for_it(client):
    you = SPRINT["you"] | {"sit_minutes": "20", "sit_seat": "desk", "run_minutes": "40"}
    walk(client, SPRINT | {"you": you})

    page = text(client.get("/start/result/"))

    assert "It started suddenly, on 14 November 2026." in reasons(page)
    assert not [line for line in reasons(page) if "itting" in line or "Running now" in line]
    beside = page.split("You also told us:")[1].split("</p>")[0]
    assert "Sitting hurts after 20 minutes at the desk. Running now: 40 minutes" in beside


def test_a_tendon_keeps_sitting_among_its_reasons(client):
    walk(client, SIT_BONE)

    page = text(client.get("/start/result/"))

    assert "Sitting hurts after 20 minutes at the desk." in reasons(page)
    assert "You also told us:" not in page


def test_every_reason_stands_once(client):
    walk(client, SIT_BONE | {"how": {"mechanism": "sitting"}})

    lines = reasons(text(client.get("/start/result/")))

    assert len([line for line in lines if "ago" in line or "12 weeks" in line]) == 1
    assert len([line for line in lines if "itting" in line]) == 1
    assert not [line for line in lines if "walk" in line]
    assert len(lines) == 4


def test_who_must_be_seen_first_is_not_told_what_it_fits(client):
    fever = {"safety": {"signs": ["fever"], "about_fever": "no"}}
    walk(client, SIT_BONE | fever)

    page = text(client.get("/start/result/"))

    assert "<h1>Be examined first, then plan</h1>" in page
    assert "Your answers fit" not in page
    assert "start with the plan" not in page
    assert "often have" not in page


def test_the_result_promises_nothing_that_is_not_there(client):
    walk(client, SIT_BONE)

    page = text(client.get("/start/result/"))

    for word in ("report", "page you bring", "care card", "own plan"):
        assert word not in page.lower()


def test_an_operation_weeks_ago_is_kept_with_its_day(client):
    you = SIT_BONE["you"] | {"health": ["q_surgery"], "surgery_weeks": "3"}
    walk(client, SIT_BONE | {"you": you}, until="had")
    client.post("/start/had/", {"do": "go"})
    assert "about 3 weeks ago" in text(client.get("/start/answers/"))

    client.post("/accounts/signup/", SIGN_UP)

    assert Injury.objects.get().surgery_on == TODAY - timedelta(weeks=3)


def test_weeks_without_a_ticked_operation_are_no_operation(client):
    you = SIT_BONE["you"] | {"surgery_weeks": "3"}
    walk(client, SIT_BONE | {"you": you}, until="had")
    client.post("/start/had/", {"do": "go"})

    client.post("/accounts/signup/", SIGN_UP)

    assert Injury.objects.get().surgery_on is None
