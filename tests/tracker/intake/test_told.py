""" "A clinician told me what it is" at the end of the intake, and what follows from it."""

from html import unescape

import pytest

from tests.tracker.intake.steps import SIT_BONE, SPRINT, errors, text, walk
from tests.tracker.intake.test_draft import SIGN_UP
from tracker.models import ClinicianWord, Injury, IntakeDraft

pytestmark = pytest.mark.django_db
TOLD = {"kind": "strain_2", "role": "physio", "who": "Kim Rao", "on": "2026-11-18"}


def tell(client, **changes: str):
    return client.post("/start/told/", TOLD | changes)


def result(client) -> str:
    return unescape(text(client.get("/start/result/")))


def test_a_word_comes_before_the_answers_and_is_kept_with_who_and_when(client):
    walk(client, SPRINT)
    assert "Your answers fit a mild muscle strain" in result(client)

    assert tell(client, told="A small tear", bamic="2b")["Location"] == "/start/result/"

    page = result(client)
    assert "Your clinician's word fits a moderate muscle strain" in page
    assert "A muscle strain, grade 2 (moderate), British Athletics 2b" in page
    assert "A small tear" in page and "Physio, Kim Rao, 18 Nov 2026" in page
    assert "Usually 35 to 70 days: between 19 Dec and 23 Jan 2027." in page
    client.post("/accounts/signup/", SIGN_UP)
    injury, word = Injury.objects.get(), ClinicianWord.objects.get()
    assert (injury.working_label, injury.grade) == ("strain_2_sprint", 2)
    assert injury.triage["own"]["row"] == "strain_1_sprint"
    assert (word.kind, word.words, word.bamic) == ("strain_2", "A small tear", "2b")
    assert (word.role, word.who, word.on.isoformat()) == ("physio", "Kim Rao", "2026-11-18")


@pytest.mark.parametrize(
    ("kind", "row", "words"),
    [
        ("strain_1", "strain_1_sprint", "a mild muscle strain"),
        ("strain_3", "strain_3_cleared", "a large muscle tear"),
        ("tendon", "pht", "pain from the tendon at the sit bone"),
        ("bruise", "contusion", "a bruised muscle after a blow"),
        ("torn_off", "avulsion_nonop", "a torn tendon treated without surgery"),
        ("surgery", "avulsion_surgery", "the time after an operation"),
        ("other", "told_other", "what your clinician told you"),
    ],
)
def test_every_word_leads_to_its_row(client, kind, row, words):
    walk(client, SPRINT)
    tell(client, kind=kind, told="In their words")

    assert f"Your clinician's word fits {words}" in result(client)
    client.post("/accounts/signup/", SIGN_UP)
    assert Injury.objects.get().working_label == row


def test_not_sure_yet_is_kept_and_changes_nothing(client):
    walk(client, SPRINT)
    tell(client, kind="not_sure")

    page = result(client)
    assert "Your answers fit a mild muscle strain" in page
    assert "They are not sure yet" in page
    client.post("/accounts/signup/", SIGN_UP)
    assert Injury.objects.get().working_label == "strain_1_sprint"
    assert ClinicianWord.objects.get().kind == "not_sure"


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"kind": ""}, "Choose what they said"),
        ({"kind": "sprain"}, "Choose what they said"),
        ({"kind": "other"}, "Write what they said it is"),
        ({"role": "", "who": ""}, "Say who told you"),
        ({"role": "wizard"}, "Choose from the list"),
        ({"who": "x" * 81}, "Keep the name under 80 characters"),
        ({"told": "x" * 2001}, "Keep this under 2,000 characters"),
        ({"on": ""}, "Enter the day they told you"),
        ({"on": "2026-13-01"}, "Enter the day they told you"),
        ({"on": "2030-01-01"}, "The day must be today or earlier"),
        ({"on": "1991-12-31"}, "That day lies before you were born"),
        ({"bamic": "5z"}, "Choose from the list"),
        ({"munich": "3C"}, "Choose from the list"),
        ({"kind": "tendon", "bamic": "2c"}, "Grades and letters belong to a muscle strain"),
        ({"kind": "bruise", "is_grade_0": "on"}, "Grades and letters belong to a muscle strain"),
    ],
)
def test_what_cannot_be_is_refused_and_what_was_typed_stays(client, changes, words):
    walk(client, SPRINT)
    answer = tell(client, **({"who": "Their own name"} | changes))

    assert answer.status_code == 422
    assert any(words in sentence for sentence in errors(answer)), errors(answer)
    assert ("Their own name" in text(answer)) == ("who" not in changes)
    assert "told" not in IntakeDraft.objects.get().data


def test_a_draft_from_before_holds_the_words_alone_and_goes_on(client):
    walk(client, SPRINT)
    draft = IntakeDraft.objects.get()
    draft.data["told"] = "A nerve in the buttock"
    draft.save()

    assert "A nerve in the buttock" in result(client)
    for path in ("/start/told/", "/start/answers/"):
        assert "A nerve in the buttock" in text(client.get(path))
    client.post("/accounts/signup/", SIGN_UP)
    injury = Injury.objects.get()
    assert injury.told_by_clinician == "A nerve in the buttock"
    assert injury.working_label == "strain_1_sprint"
    assert not ClinicianWord.objects.exists()


def test_it_stands_in_the_list_of_answers_and_can_be_changed_there(client):
    walk(client, SPRINT)
    assert "What a clinician told you" not in text(client.get("/start/answers/"))
    tell(client, told="A small tear")

    page = text(client.get("/start/answers/"))
    assert "What a clinician told you" in page and "A small tear" in page
    assert "Physio, Kim Rao, 18 Nov 2026" in page
    assert "/start/told/?from=answers" in page
    assert "Kim Rao" in text(client.get("/start/told/?from=answers"))


def test_it_can_be_taken_back_before_there_is_an_account(client):
    walk(client, SPRINT)
    tell(client)
    client.post("/start/told/", {"do": "take_back"})

    assert "Your answers fit a mild muscle strain" in result(client)
    client.post("/accounts/signup/", SIGN_UP)
    assert not ClinicianWord.objects.exists()


def test_into_the_tendon_the_slower_of_the_two_times_counts(client):
    limp = SPRINT | {"signs": SPRINT["signs"] | {"walking": "limp"}}
    walk(client, limp)

    tell(client, kind="strain_1")
    assert "Usually 21 to 42 days" in result(client)
    tell(client, kind="strain_1", bamic="2c")
    assert "Usually 35 to 70 days" in result(client)


def test_the_tendon_counts_from_the_plan_and_names_its_source(client):
    walk(client, SIT_BONE)
    page = result(client)

    assert "Usually 84 to 182 days: between 13 Feb 2027 and 22 May 2027." in page
    assert "Counted from the day a plan starts, here today. A range, not a promise." in page
    assert "Goom" in page and "By grade alone" not in page


def test_a_strain_names_what_was_measured(client):
    walk(client, SPRINT)
    page = result(client)

    assert "Usually 21 to 42 days: between 5 Dec and 26 Dec." in page
    assert "By grade alone: 7 to 21 days" in page and "Ekstrand" in page


def test_the_word_opens_no_door_of_an_alarm_or_an_age(client):
    young = SPRINT | {
        "where": {"places": ["sit_bone:left"]},
        "you": SPRINT["you"] | {"birth_year": "2008"},
    }
    walk(client, young)
    tell(client, kind="strain_1")

    page = result(client)
    assert "Be examined first, then plan" in page
    assert "You are under 20" in page
    assert "Usually" not in page
    client.post("/accounts/signup/", SIGN_UP)
    assert Injury.objects.get().working_label == "young_upper"


def test_a_lump_is_asked_and_sends_to_a_doctor(client):
    signs = SIT_BONE["signs"] | {"now": ["lump"]}
    walk(client, SIT_BONE | {"signs": signs})

    page = result(client)
    assert "You can feel a lump." in page
    assert "within 1 to 2 weeks" in page
    client.post("/accounts/signup/", SIGN_UP)
    injury = Injury.objects.get()
    assert injury.working_label == "other_serious"
    assert injury.answers.get(question="q_lump").value == "yes"


def test_a_birth_year_changed_afterwards_does_not_lose_the_word(client):
    walk(client, SIT_BONE)
    tell(client, on="2000-01-01")
    client.post("/start/you/", SIT_BONE["you"] | {"birth_year": "2001"})
    client.post("/accounts/signup/", SIGN_UP)

    assert ClinicianWord.objects.get().who == "Kim Rao"


def test_a_day_before_the_pain_began_is_refused(client):
    walk(client, SPRINT)

    answer = tell(client, on="2026-11-13")

    assert answer.status_code == 422
    assert "That day lies before this pain began" in unescape(text(answer))


def test_a_day_of_onset_that_is_corrected_afterwards_does_not_lose_the_word(client):
    walk(client, SPRINT)
    assert tell(client, on="2026-11-14").status_code == 303
    client.post("/start/when/", SPRINT["when"] | {"day": "16"})
    client.post("/accounts/signup/", SIGN_UP)

    assert ClinicianWord.objects.get().who == "Kim Rao"
