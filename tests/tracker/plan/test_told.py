""" "My clinician told me" for a stored injury: kept, labelled, asked about a plan that runs."""

from collections.abc import Iterator
from datetime import timedelta
from html import unescape
from uuid import uuid4

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from rehab.vocabulary import ToldKind
from tests.tracker.make import NOON, TODAY, key, make_answer, make_user, make_visit
from tests.tracker.plan.people import now_at, on_plan, ready_sit_bone, ready_sprinter
from tests.tracker.queries import counting
from tracker.actions.errors import ActionError
from tracker.actions.record_told import answer_told, record_told, take_back_told
from tracker.exchange.export import export_diary
from tracker.models import Clearance, ClinicianWord, Injury, Plan
from tracker.overview.told import told_lines
from tracker.told_word import Word

pytestmark = pytest.mark.django_db
SENT = {"kind": "strain_2", "role": "physio", "who": "Kim Rao", "on": TODAY.isoformat()}


@pytest.fixture(autouse=True)
def _noon() -> Iterator[None]:
    with time_machine.travel(NOON, tick=False):
        yield


@pytest.fixture
def sam() -> Injury:
    """A mild sprint strain three days old, ready to begin."""
    return ready_sprinter(
        grade=1,
        onset_on=TODAY - timedelta(days=3),
        onset_bruising="no",
        onset_big_bruise="no",
        onset_swelling="no",
        triage={"row": "strain_1_sprint", "programme": "strain_sprint_g1", "baseline": ["numb"]},
        working_label="strain_1_sprint",
    )


@pytest.fixture
def client(client: Client, sam: Injury) -> Client:
    client.force_login(sam.owner)
    return client


def read(client: Client, path: str = "/injury/told/") -> str:
    return " ".join(unescape(client.get(path).content.decode()).split())


def tell(client: Client, injury: Injury, **changes: str):
    sent = {"key": key()} | SENT | changes
    return client.post(reverse("told-record", args=[injury.uuid]), sent)


def say(injury: Injury, kind: str, days_ago: int = 0, **more: object) -> ClinicianWord:
    word = Word(ToldKind(kind), TODAY - timedelta(days=days_ago), role="gp", **more)
    stored = record_told(injury=injury, word=word, at=now_at(injury), key=uuid4())
    assert stored is not None
    return stored


def again(injury: Injury) -> Injury:
    return Injury.objects.get(pk=injury.pk)


class TestAWord:
    def test_it_is_kept_and_labels_the_injury(self, client, sam):
        assert tell(client, sam, told="A small tear", bamic="2b")["Location"] == "/injury/told/"

        now = again(sam)
        assert (now.type, now.grade, now.working_label) == ("muscle_strain", 2, "strain_2_sprint")
        assert now.triage["baseline"] == ["numb"]
        words = read(client)
        assert "A muscle strain, grade 2 (moderate), British Athletics 2b" in words
        assert "“A small tear”" in words and "Physio, Kim Rao, 21 Nov 2026" in words
        assert "Your injury is kept as: <strong>Moderate strain</strong>" in words
        assert "See the plan for it" in words
        assert "Strain grade 2" in read(client, "/plan/start/")
        assert "Kim Rao" in read(client, "/plan/")

    def test_a_day_before_the_pain_began_is_refused_beside_the_field(self, client, sam):
        answer = tell(client, sam, on=(TODAY - timedelta(days=4)).isoformat(), told="A small tear")

        assert answer.status_code == 422
        html = " ".join(unescape(answer.content.decode()).split())
        assert "That day lies before this pain began" in html
        assert "A small tear" in html
        assert not ClinicianWord.objects.exists()
        assert tell(client, sam, on=(TODAY - timedelta(days=3)).isoformat()).status_code == 303

    def test_with_a_rough_date_any_day_is_taken(self, client, sam):
        Injury.objects.update(onset_precision="about")

        earlier = (TODAY - timedelta(days=60)).isoformat()
        assert tell(client, sam, on=earlier).status_code == 303

    def test_a_second_word_does_not_erase_the_first(self, sam):
        say(sam, "strain_1", days_ago=3)
        say(sam, "tendon", days_ago=1)
        say(sam, "strain_2", days_ago=2)

        lines = told_lines(again(sam))
        assert [line.counts for line in lines] == [True, False, False]
        assert [line.on for line in lines] == [TODAY - timedelta(days=n) for n in (1, 2, 3)]
        assert again(sam).working_label == "pht"

    def test_what_was_typed_by_mistake_is_kept_and_counts_no_more(self, client, sam):
        before = dict(sam.triage)
        first = say(sam, "strain_3")
        assert again(sam).grade == 3
        take = reverse("told-take-back", args=[sam.uuid, first.uuid])
        for _ in range(2):
            assert client.post(take)["Location"] == "/injury/told/"

        now = again(sam)
        assert (now.grade, now.working_label) == (1, "strain_1_sprint")
        assert now.triage == before
        assert "taken back" in read(client)
        assert ClinicianWord.objects.get().taken_back_on == TODAY

    def test_the_word_before_it_counts_again(self, sam):
        say(sam, "strain_2", days_ago=3)
        wrong = say(sam, "tendon")
        take_back_told(word=wrong, at=now_at(sam))

        assert again(sam).working_label == "strain_2_sprint"

    def test_an_older_diary_without_a_label_gets_one_and_its_own_back(self, sam):
        Injury.objects.update(triage={}, working_label="")
        word = say(again(sam), "tendon")
        assert again(sam).type == "tendon"
        take_back_told(word=word, at=now_at(sam))

        assert (again(sam).type, again(sam).grade, again(sam).triage) == ("muscle_strain", 1, {})

    def test_sent_twice_it_is_one_word(self, client, sam):
        one = key()
        for _ in range(2):
            assert tell(client, sam, key=one).status_code == 303
        assert ClinicianWord.objects.count() == 1

    @pytest.mark.parametrize(
        ("changes", "words"),
        [
            ({"kind": ""}, "Choose what they said"),
            ({"kind": "other", "told": " "}, "Write what they said it is"),
            ({"role": "", "who": " "}, "Say who told you"),
            ({"on": "2026-11-22"}, "The day must be today or earlier"),
            ({"on": "1991-12-31"}, "That day lies before you were born"),
            ({"kind": "surgery", "munich": "4"}, "Grades and letters belong to a muscle strain"),
            ({"key": "no key"}, "This form was not complete"),
        ],
    )
    def test_what_cannot_be_is_refused_and_stays_typed(self, client, sam, changes, words):
        answer = tell(client, sam, **({"who": "Kim of the club"} | changes))

        assert answer.status_code == 422
        page = unescape(answer.content.decode())
        assert words in page
        assert ("Kim of the club" in page) == ("who" not in changes)
        assert not ClinicianWord.objects.exists()

    def test_a_stranger_finds_nothing(self, client, sam):
        other = ready_sit_bone()
        word = say(other, "tendon")

        assert tell(client, other).status_code == 404
        assert client.post(reverse("told-plan", args=[other.uuid])).status_code == 404
        for injury in (other, sam):
            take = reverse("told-take-back", args=[injury.uuid, word.uuid])
            assert client.post(take).status_code == 404
        assert ClinicianWord.objects.get().taken_back_on is None

    def test_wrong_methods_are_refused(self, client, sam):
        assert client.post("/injury/told/").status_code == 405
        for name in ("told-record", "told-plan"):
            assert client.get(reverse(name, args=[sam.uuid])).status_code == 405

    def test_without_an_injury_the_intake_comes_first(self, client):
        client.force_login(make_user())
        assert client.get("/injury/told/")["Location"] == "/start/safety/"

    def test_it_is_in_the_export(self, sam):
        say(sam, "strain_2", words="A small tear", bamic="2b")
        told = export_diary(sam.owner, now=NOON, today=TODAY)["injuries"][0]["told"]  # type: ignore[index]

        assert [(w["kind"], w["words"], w["bamic"], w["role"], w["on"]) for w in told] == [
            ("strain_2", "A small tear", "2b", "gp", "2026-11-21")
        ]

    def test_the_page_and_plan_stay_in_their_budgets(self, client, sam):
        say(sam, "strain_2")
        on_plan(sam, "strain_sprint_g1", "protect")
        for path in ("/injury/told/", "/plan/"):
            client.get(path)
            with counting() as count:
                assert client.get(path).status_code == 200
            assert count.number <= 10, count.statements


class TestAPlanThatRuns:
    @pytest.fixture(autouse=True)
    def _plan(self, sam: Injury) -> None:
        on_plan(sam, "strain_sprint_g1", "protect")

    def choose(self, client: Client, injury: Injury, choice: str, word: str = ""):
        sent = {"key": key(), "choice": choice}
        sent["word"] = word or str(ClinicianWord.objects.latest("pk").uuid)
        return client.post(reverse("told-plan", args=[injury.uuid]), sent)

    def test_it_is_not_changed_silently_but_asked_about(self, client, sam):
        assert tell(client, sam)["Location"] == "/plan/"

        plan = Plan.objects.get()
        assert (plan.programme, plan.ended_on) == ("strain_sprint_g1", None)
        words = read(client, "/plan/")
        assert "Your clinician told you something else" in words
        assert "Carry on with this plan" in words and "Change the plan" in words

    def test_the_same_plan_is_not_asked_about(self, client, sam):
        assert tell(client, sam, kind="strain_1")["Location"] == "/injury/told/"
        assert "Carry on with this plan" not in read(client, "/plan/")

    def test_carry_on_is_kept_and_not_asked_again(self, client, sam):
        tell(client, sam)
        assert self.choose(client, sam, "carry_on")["Location"] == "/plan/"

        assert ClinicianWord.objects.get().plan_choice == "carry_on"
        assert Plan.objects.get().ended_on is None
        assert "Carry on with this plan" not in read(client, "/plan/")

    def test_change_ends_it_and_leads_to_the_one_that_fits(self, client, sam):
        tell(client, sam)
        assert self.choose(client, sam, "change")["Location"] == "/plan/start/"

        assert Plan.objects.get().ended_on == TODAY
        found = client.get("/plan/start/").context["page"]
        assert found.proposal.programme.id == "strain_sprint_g2"

    def test_a_newer_word_asks_anew(self, client, sam):
        tell(client, sam)
        self.choose(client, sam, "carry_on")
        tell(client, sam, kind="tendon")

        assert "Carry on with this plan" in read(client, "/plan/")

    def test_a_stale_or_made_up_answer_changes_nothing(self, client, sam):
        tell(client, sam)
        for choice, word in (("change", str(uuid4())), ("perhaps", "")):
            assert self.choose(client, sam, choice, word).status_code == 303
        assert Plan.objects.get().ended_on is None
        assert ClinicianWord.objects.get().plan_choice == ""
        word = ClinicianWord.objects.get()
        with pytest.raises(ActionError):
            answer_told(injury=sam, word=word, choice="perhaps", at=now_at(sam), key=uuid4())

    def test_where_we_have_no_plan_it_may_end(self, client, sam):
        tell(client, sam, kind="surgery")
        assert "End it, keep the diary" in read(client, "/plan/")
        assert self.choose(client, sam, "change")["Location"] == "/plan/"

        assert Plan.objects.get().ended_on == TODAY
        assert "After an operation the plan of the one who operated rules." in read(
            client, "/plan/"
        )


class TestDoorsStay:
    @pytest.mark.parametrize("kind", ["strain_1", "tendon"])
    def test_a_gap_wants_an_agreement_whatever_was_said(self, client, sam, kind):
        Injury.objects.update(onset_gap="yes")
        say(again(sam), kind)

        found = client.get("/plan/start/").context["page"]
        assert found.is_shut and found.is_openable

    def test_an_operation_an_age_and_an_alarm_stay(self, client, sam):
        say(sam, "strain_1")
        make_answer(sam, "q_surgery", "yes")
        assert client.get("/plan/start/").context["page"].is_shut
        make_answer(sam, "q_hot_swollen", "yes")
        page = client.get("/plan/start/").context["page"]
        assert page.is_shut

    def test_a_torn_off_tendon_opens_with_the_agreement_alone(self, client, sam):
        say(sam, "torn_off")
        found = client.get("/plan/start/").context["page"]
        assert found.proposal.programme.id == "strain_g3_cleared"
        assert found.is_shut and found.is_openable
        start = reverse("plan-open", args=[sam.uuid])
        sent = {"key": key(), "stage": "protect", "by": "", "on": ""}
        assert client.post(start, sent).status_code == 422
        agreed = sent | {"by": "Dr Kim", "on": TODAY.isoformat()}
        assert client.post(start, agreed)["Location"] == "/plan/"
        assert Plan.objects.get().programme == "strain_g3_cleared"


def seen_first(*, grade: int | None = 3, **fields: object) -> Injury:
    """A gap in the thigh: the care card, until somebody has looked."""
    kept = {
        "row": "strain_3",
        "kind": "see_first",
        "programme": "hold_until_seen",
        "diary_only_reasons": ["see_someone_first"],
    }
    given = {"onset_gap": "yes", "triage": kept, "working_label": "strain_3"} | fields
    return ready_sprinter(grade=grade, onset_on=TODAY - timedelta(days=9), **given)


class TestSeenAndCleared:
    def offered(self, client: Client, injury: Injury) -> str:
        client.force_login(injury.owner)
        return client.get("/plan/start/").context["page"].proposal.programme.id

    def test_before_the_examination_it_is_the_care_card(self, client):
        assert self.offered(client, seen_first()) == "hold_until_seen"

    def test_an_agreement_offers_the_plan_of_the_professional(self, client):
        injury = seen_first()
        Clearance.objects.create(injury=injury, by="Dr Kim", on=TODAY - timedelta(days=2))

        assert self.offered(client, injury) == "strain_g3_cleared"
        words = read(client, "/plan/start/")
        assert "Dr Kim agreed" in words
        sent = {"key": key(), "stage": "protect", "by": "", "on": "", "words": ""}
        client.post(reverse("plan-open", args=[injury.uuid]), sent)
        assert Plan.objects.get().programme == "strain_g3_cleared"
        assert again(injury).working_label == "strain_3_cleared"

    @pytest.mark.parametrize(
        ("result", "advice", "programme"),
        [
            ("hamstring", "", "strain_g3_cleared"),
            ("hamstring", "carry_on", "strain_g3_cleared"),
            ("not_sure", "carry_on", "strain_g3_cleared"),
            ("hamstring", "pause", "hold_until_seen"),
            ("something_else", "", "hold_until_seen"),
            ("not_sure", "", "hold_until_seen"),
            ("hamstring", "diary_only", "hold_until_seen"),
        ],
    )
    def test_what_a_visit_said_counts(self, client, result, advice, programme):
        injury = seen_first()
        make_visit(injury, state="result", result=result, advice=advice, on=TODAY)

        assert self.offered(client, injury) == programme
        if programme == "strain_g3_cleared":
            page = client.get("/plan/start/").context["page"]
            assert page.is_shut and page.is_openable  # the agreement itself is asked here

    def test_the_last_examination_counts_and_of_one_day_the_more_careful(self, client):
        injury = seen_first()
        Clearance.objects.create(injury=injury, by="Dr Kim", on=TODAY - timedelta(days=2))
        make_visit(injury, state="result", result="hamstring", advice="pause", on=TODAY)

        assert self.offered(client, injury) == "hold_until_seen"
        Clearance.objects.create(injury=injury, by="Dr Kim", on=TODAY)
        assert self.offered(client, injury) == "hold_until_seen"

    def test_an_agreement_from_before_the_injury_is_about_another(self, client):
        injury = seen_first()
        Clearance.objects.create(injury=injury, by="Dr Kim", on=TODAY - timedelta(days=10))

        assert self.offered(client, injury) == "hold_until_seen"

    def test_under_twenty_with_sudden_sit_bone_pain_waits_and_then_has_the_fitting_plan(
        self, client
    ):
        kept = {
            "row": "young_upper",
            "programme": "hold_until_seen",
            "kind": "see_first",
            "diary_only_reasons": ["see_someone_first"],
        }
        injury = seen_first(
            onset_gap="no", places=[["sit_bone", "left"]], triage=kept, onset_bruising="no"
        )
        injury.owner.birth_year = 2008
        injury.owner.save()
        assert self.offered(client, injury) == "hold_until_seen"
        Clearance.objects.create(injury=injury, by="Dr Kim", on=TODAY)

        assert self.offered(client, injury) == "strain_sprint_g1"

    def test_who_did_not_wait_is_asked_nothing_more(self, client, sam):
        client.get("/plan/start/")
        with counting() as count:
            client.get("/plan/start/")
        assert count.number <= 10, count.statements


def test_who_was_young_and_is_cleared_begins_by_the_page(client):
    """The door that was shut opens with the agreement, and the plan is the one that fits."""
    injury = seen_first(
        onset_gap="no",
        places=[["upper_thigh", "left"]],
        onset_bruising="no",
        type="unsure",
        grade=None,
        triage={
            "row": "young_upper",
            "programme": "hold_until_seen",
            "kind": "see_first",
            "diary_only_reasons": ["see_someone_first"],
        },
    )
    injury.owner.birth_year = 2009
    injury.owner.save()
    client.force_login(injury.owner)
    start, sent = reverse("plan-open", args=[injury.uuid]), {"key": key(), "stage": "protect"}
    client.post(start, sent)
    assert not Plan.objects.exists()
    Clearance.objects.create(injury=injury, by="Dr Kim", on=TODAY)

    assert client.post(start, sent | {"by": "", "on": ""})["Location"] == "/plan/"
    assert Plan.objects.get().programme == "strain_sprint_g1"
    now = again(injury)
    assert (now.type, now.working_label) == ("muscle_strain", "strain_1_sprint")


def test_the_start_page_tells_the_time_with_its_dates(client, sam):
    words = read(client, "/plan/start/")

    assert "Usually 21 to 42 days: between 9 Dec and 30 Dec." in words
    assert "Counted from the day it began. A range, not a promise." in words
    say(sam, "strain_1", bamic="1b")
    assert "Usually 21 to 42 days" in read(client, "/plan/start/")


def test_under_eighteen_with_sudden_sit_bone_pain_no_plan_opens_by_any_page(client):
    """Through the pages: the offer, the care card, and forms that were tampered with."""
    injury = ready_sprinter(
        grade=1,
        places=[["sit_bone", "left"]],
        triage={"row": "young_upper", "programme": "hold_until_seen", "kind": "see_first",
                "diary_only_reasons": ["see_someone_first"]},
    )  # fmt: skip
    injury.owner.birth_year = 2009
    injury.owner.save()
    client.force_login(injury.owner)
    say(injury, "strain_1")

    assert again(injury).working_label == "young_upper"
    found = client.get("/plan/start/").context["page"]
    assert found.proposal.is_care
    for stage in ("protect", "rebuild", "calm", "speed"):
        client.post(
            reverse("plan-open", args=[injury.uuid]),
            {"key": key(), "stage": stage, "by": "", "on": "", "programme": "strain_sprint_g1"},
        )
    assert not Plan.objects.exclude(programme="hold_until_seen").exists()
