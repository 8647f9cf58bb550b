"""Two people from the first page to their diary, through the HTTP client."""

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

    assert "mild strain" in text(result)
    assert "3 to 6 weeks" in text(result)
    assert "not a diagnosis" in text(result)

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

    assert "tendon at the sit bone" in page
    assert "about 8 months ago" in page
    assert "Sitting hurts after: 20 minutes, desk" in page
    assert "40 minutes, 3 times a week, pain 2" in page
    assert "get one good look, once" in page
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
