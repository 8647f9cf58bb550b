"""It happened again: a linked new injury, the safety questions first, the old one as told."""

from datetime import timedelta

import pytest
from django.urls import reverse

from rehab.content.catalogue import catalogue
from rehab.programme.lines import Since, lines_now
from tests.tracker.intake.steps import SAFETY, SPRINT, text, walk
from tests.tracker.make import TODAY, key, make_injury, make_user
from tests.tracker.plan.people import now_at, on_plan, ready_sprinter
from tracker.diary_reader import with_context
from tracker.models import Injury, IntakeDraft, Plan, User
from tracker.overview.plan import plan_now
from tracker.owner_mark import FIELD, make_mark

pytestmark = pytest.mark.django_db
SPRINT_NOW = {step: answers for step, answers in SPRINT.items() if step != "you"} | {
    "you": SPRINT["you"] | {"goal": "sprint_team", "earlier_injury": "yes"},
    "had": SPRINT["had"],
}
ORDER = ("safety", "when", "how", "where", "signs", "you", "had")
STORY = {step: SPRINT_NOW[step] for step in ORDER}


@pytest.fixture
def earlier(client) -> Injury:
    """Eight weeks on, in the first stage of a plan."""
    injury = ready_sprinter(grade=2, onset_on=TODAY - timedelta(days=60), places=[
        ["mid_thigh", "left"], ["lower_thigh", "left"]], worst=["mid_thigh", "left"])  # fmt: skip
    on_plan(injury, "strain_sprint_g2", "protect", today=TODAY - timedelta(days=50))
    client.force_login(injury.owner)
    return injury


def begin(client, injury: Injury, earlier: str = "close"):
    return client.post(reverse("again-begin", args=[injury.uuid]), {"earlier": earlier,
                                                                    "key": key()})  # fmt: skip


def go(client, injury: Injury, *, answer: str = "close", story=STORY) -> Injury:
    begin(client, injury, answer)
    walk(client, story)
    assert client.post("/start/result/")["Location"] == "/today/"
    return Injury.objects.exclude(pk=injury.pk).get()


def test_plan_and_more_lead_there(client, earlier):
    for path in ("/plan/", "/more/"):
        assert "/again/" in text(client.get(path))
    assert "The safety questions come first." in text(client.get("/again/"))


def test_it_begins_with_the_safety_questions_and_no_step_counts_as_answered(client, earlier):
    assert begin(client, earlier)["Location"] == "/start/safety/"
    assert client.get("/start/where/")["Location"] == "/start/safety/"
    assert "prefill" in IntakeDraft.objects.get().data
    assert not Injury.objects.exclude(pk=earlier.pk).exists()


def test_side_places_and_person_are_filled_in(client, earlier):
    begin(client, earlier)
    client.post("/start/safety/", SAFETY)
    assert client.get("/start/when/").context["form"]["side"].value() == "left"

    for step in ("when", "how"):
        client.post(f"/start/{step}/", STORY[step])
    where = client.get("/start/where/").context["form"]
    assert where["places"].value() == ["mid_thigh:left", "lower_thigh:left"]
    assert where["worst"].value() == "mid_thigh:left"

    for step in ("where", "signs"):
        client.post(f"/start/{step}/", STORY[step])
    you = client.get("/start/you/").context["form"]
    assert you["birth_year"].value() == 1992
    assert you["earlier_injury"].value() == "yes"
    assert you["health"].value() is None


def test_the_new_injury_is_linked_and_current_and_the_old_one_closed_with_its_plan(client, earlier):
    new = go(client, earlier)
    earlier.refresh_from_db()

    assert new.previous == earlier
    assert User.objects.get(pk=new.owner_id).current_injury_id == new.pk
    assert (earlier.closed_on, earlier.closed_reason) == (TODAY, "It happened again")
    assert Plan.objects.get(injury=earlier).ended_on == TODAY


def test_kept_open_the_old_one_and_its_plan_go_on_beside_it(client, earlier):
    new = go(client, earlier, answer="keep")
    earlier.refresh_from_db()

    assert new.previous == earlier
    assert earlier.closed_on is None
    assert Plan.objects.get(injury=earlier).ended_on is None


def test_it_counts_as_an_earlier_injury_even_when_the_box_says_no(client, earlier):
    """So the return list wants a professional's word."""
    story = STORY | {"you": STORY["you"] | {"earlier_injury": "no"}}
    new = go(client, earlier, story=story)
    on_plan(new, "strain_sprint_g1", "protect")
    row = with_context(Injury.objects.filter(pk=new.pk)).get()
    now = plan_now(row, today=TODAY)
    assert now is not None and now.log is not None and now.state is not None

    assert now.log.injuries_12m == 2
    items = catalogue().checklists["return_to_sport"].items
    needs = next(line for line in items if line.id == "pro")
    (state,) = lines_now(now.case, [needs], Since())
    assert state.is_required


def test_an_emergency_in_the_safety_questions_comes_before_everything(client, earlier):
    begin(client, earlier)
    answer = client.post("/start/safety/", {"signs": ["breathless"]})

    assert answer["Location"] == "/start/stop/"
    earlier.refresh_from_db()
    assert earlier.closed_on is None


def test_left_half_way_nothing_is_closed(client, earlier):
    begin(client, earlier)
    client.post("/start/safety/", SAFETY)
    earlier.refresh_from_db()

    assert earlier.closed_on is None
    assert Plan.objects.get(injury=earlier).ended_on is None


def test_a_draft_that_names_a_strangers_injury_links_nothing(client, earlier):
    stranger = make_injury(make_user())
    begin(client, earlier)
    draft = IntakeDraft.objects.get()
    draft.data["again"]["previous"] = str(stranger.uuid)
    draft.save()
    walk(client, STORY)
    client.post("/start/result/")
    stranger.refresh_from_db()

    new = Injury.objects.of(earlier.owner).exclude(pk=earlier.pk).get()
    assert new.previous is None
    assert stranger.closed_on is None


def test_a_choice_nobody_offered_is_refused_with_a_sentence(client, earlier):
    answer = begin(client, earlier, "delete")

    assert answer.status_code == 422
    assert "Choose one of these" in text(answer)


class TestMyInjuries:
    def test_both_are_listed_and_the_old_one_can_be_opened_again(self, client, earlier):
        new = go(client, earlier)
        words = text(client.get("/injuries/"))
        assert "It happened again after an earlier one." in words
        assert "Closed on 21 Nov 2026." in words

        chosen = client.post(reverse("injury-choose", args=[earlier.uuid]), {"key": key()})
        assert chosen["Location"] == "/today/"
        assert client.get("/plan/").context["injury"].pk == earlier.pk
        client.post(reverse("injury-choose", args=[new.uuid]), {"key": key()})
        assert client.get("/plan/").context["injury"].pk == new.pk

    def test_without_an_injury_the_intake_comes_first(self, client):
        client.force_login(make_user())

        for path in ("/injuries/", "/again/"):
            assert client.get(path)["Location"] == "/start/safety/"


@pytest.mark.parametrize(
    ("name", "page", "sent"),
    [("again-begin", "/again/", {"earlier": "keep"}), ("injury-close", "", {"reason": "settled"})],
)
def test_a_choice_made_while_the_session_ended_is_given_back(client, earlier, name, page, sent):
    path = reverse(name, args=[earlier.uuid])
    client.logout()
    client.post(path, sent | {"key": key(), FIELD: make_mark(earlier.owner)})
    client.force_login(earlier.owner)

    shown = client.get(page or path)

    assert shown.status_code == 200
    field = next(iter(sent))
    assert shown.context["form"][field].value() == sent[field]
    assert "It is not saved yet." in shown.content.decode()
    earlier.refresh_from_db()
    assert earlier.closed_on is None and not IntakeDraft.objects.exists()


def test_a_new_injury_without_an_earlier_one_is_as_before(client):
    owner = make_user()
    client.force_login(owner)
    walk(client, STORY)
    client.post("/start/result/")

    assert Injury.objects.get().previous is None
    assert now_at(Injury.objects.get()).today == TODAY
