"""The plan a professional gave: begun, written down, ticked, changed, ended; by HTTP and action."""

from collections.abc import Iterator
from datetime import timedelta
from html import unescape
from uuid import uuid4

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from tests.tracker.make import NOON, TODAY, key, make_day, make_notice, make_part, make_user
from tests.tracker.plan.people import now_at, on_plan, ready_sit_bone, ready_sprinter
from tests.tracker.queries import counting
from tracker.actions.errors import ActionError, EntryRefused
from tracker.actions.own_plan import (
    OwnItem,
    add_item,
    begin_own_plan,
    change_item,
    put_back_item,
    take_out_item,
)
from tracker.actions.record_run import RunEntry, record_run
from tracker.actions.record_session import rate_session, tick_all, tick_exercise
from tracker.models import Finding, Injury, Plan, PlanItem, Run, SessionItem

pytestmark = pytest.mark.django_db
QUERIES_MOST = 10


@pytest.fixture(autouse=True)
def _noon() -> Iterator[None]:
    with time_machine.travel(NOON, tick=False):
        yield


@pytest.fixture
def injury() -> Injury:
    return ready_sit_bone()


@pytest.fixture
def client(client: Client, injury: Injury) -> Client:
    client.force_login(injury.owner)
    return client


def begun(injury: Injury, *items: OwnItem, ladder: str = "") -> Plan:
    at = now_at(injury)
    plan = begin_own_plan(injury=injury, made_by="Anna", ladder=ladder, at=at, key=uuid4())
    for item in items or (OwnItem("", "Squat"), OwnItem("", "Hinge")):
        add_item(injury=injury, told=item, key=uuid4())
    return plan


def ids(injury: Injury) -> list[str]:
    return [str(pk) for pk in PlanItem.objects.values_list("uuid", flat=True)]


def text(client: Client, path: str = "/plan/") -> str:
    answer = client.get(path)
    assert answer.status_code == 200
    return unescape(answer.content.decode())


def send(client: Client, route: str, injury: Injury, *args: object, **told: object):
    return client.post(reverse(route, args=[injury.uuid, *args]), told | {"key": key()})


# Begin


def test_it_begins_today_with_who_made_it(injury: Injury) -> None:
    plan = begun(injury, ladder="endurance")

    assert (plan.kind, plan.made_by, plan.ladder, plan.started_on) == (
        "own", "Anna", "endurance", TODAY,
    )  # fmt: skip


def test_a_plan_of_ours_ends_that_day_and_keeps_its_ticks(injury: Injury) -> None:
    ours = on_plan(injury)
    tick_exercise(injury=injury, on=TODAY, exercise="pull_hold", done=True, at=now_at(injury))

    begun(injury)

    ours.refresh_from_db()
    assert ours.ended_on == TODAY
    assert SessionItem.objects.get(session__plan=ours).exercise == "pull_hold"
    assert Plan.objects.open().get().kind == "own"


def test_sent_twice_it_begins_once(injury: Injury) -> None:
    once, at = uuid4(), now_at(injury)
    for _ in range(2):
        begin_own_plan(injury=injury, made_by="Anna", at=at, key=once)

    assert Plan.objects.count() == 1


def test_a_second_own_plan_is_refused(injury: Injury) -> None:
    begun(injury)

    with pytest.raises(ActionError, match="already"):
        begin_own_plan(injury=injury, made_by="Ben", at=now_at(injury), key=uuid4())


@pytest.mark.parametrize(
    ("told", "field"),
    [
        ({"made_by": "  "}, "made_by"),
        ({"made_by": "x" * 81}, "made_by"),
        ({"made_by": "Anna", "ladder": "hills"}, "ladder"),
    ],
)
def test_what_cannot_be_is_refused_beside_its_field(injury: Injury, told, field) -> None:
    with pytest.raises(EntryRefused) as refusal:
        begin_own_plan(injury=injury, at=now_at(injury), key=uuid4(), **told)

    assert refusal.value.field == field
    assert not Plan.objects.exists()


# Exercises


@pytest.mark.parametrize(
    ("item", "field"),
    [
        (OwnItem("", " "), "name"),
        (OwnItem("", "x" * 81), "name"),
        (OwnItem("", "Squat", exercise="unknown"), "exercise"),
        (OwnItem("", "Squat", dose="x" * 61), "dose"),
        (OwnItem("", "Squat", note="x" * 201), "note"),
        (OwnItem("", "Squat", weekdays=frozenset({7})), "weekdays"),
        (OwnItem("", "Squat", go_to=11), "go_to"),
        (OwnItem("", "Squat", stop_at=0), "stop_at"),
        (OwnItem("", "Squat", go_to=4, stop_at=4), "stop_at"),
    ],
)
def test_an_exercise_that_cannot_be_is_refused(injury: Injury, item, field) -> None:
    begin_own_plan(injury=injury, made_by="Anna", at=now_at(injury), key=uuid4())

    with pytest.raises(EntryRefused) as refusal:
        add_item(injury=injury, told=item, key=uuid4())

    assert refusal.value.field == field
    assert not PlanItem.objects.exists()


def test_one_of_ours_brings_its_name(injury: Injury) -> None:
    begun(injury, OwnItem("", "", exercise="bridge_2leg"))

    assert PlanItem.objects.get().name == "Two-leg bridge"


def test_a_ninth_exercise_is_refused_until_one_is_taken_out(injury: Injury) -> None:
    begun(injury, *[OwnItem("", f"Exercise {n}") for n in range(8)])
    with pytest.raises(EntryRefused, match="Eight"):
        add_item(injury=injury, told=OwnItem("", "Ninth"), key=uuid4())

    take_out_item(injury=injury, item=PlanItem.objects.all()[0].uuid, at=now_at(injury))
    add_item(injury=injury, told=OwnItem("", "Ninth"), key=uuid4())

    assert PlanItem.objects.filter(ended_on=None).count() == 8


def test_one_never_ticked_is_gone_and_one_that_was_keeps_its_row(injury: Injury) -> None:
    begun(injury)
    squat, hinge = ids(injury)
    tick_exercise(injury=injury, on=TODAY, exercise=squat, done=True, at=now_at(injury))

    for item in (squat, hinge):
        take_out_item(injury=injury, item=item, at=now_at(injury))

    row = PlanItem.objects.get()
    assert (str(row.uuid), row.ended_on) == (squat, TODAY)
    assert put_back_item(injury=injury, item=row.uuid).ended_on is None


def test_changing_an_exercise_keeps_its_ticks(injury: Injury) -> None:
    begun(injury)
    squat = ids(injury)[0]
    tick_exercise(injury=injury, on=TODAY, exercise=squat, done=True, at=now_at(injury))

    change_item(injury=injury, item=squat, told=OwnItem("", "Split squat", dose="3 x 8"))

    assert PlanItem.objects.get(uuid=squat).name == "Split squat"
    assert SessionItem.objects.get().done is True


def test_an_exercise_of_somebody_else_is_not_found(injury: Injury, client: Client) -> None:
    begun(injury)
    other = ready_sprinter()
    begun(other, OwnItem("", "Theirs"))
    theirs = PlanItem.objects.get(name="Theirs").uuid

    assert client.get(f"/plan/own/exercise/{theirs}/").status_code == 404
    for name in ("own-item-change", "own-item-out", "own-item-back"):
        assert send(client, name, injury, theirs, name="Mine").status_code == 404
    assert PlanItem.objects.get(uuid=theirs).name == "Theirs"


# Ticks


def test_ticks_of_an_own_plan_count_its_exercises_of_that_day(injury: Injury) -> None:
    other_day = frozenset({(TODAY.weekday() + 1) % 7})
    begun(
        injury,
        OwnItem("", "Squat"),
        OwnItem("", "Hinge"),
        OwnItem("", "Tomorrow", weekdays=other_day),
    )
    squat = ids(injury)[0]

    half = tick_exercise(injury=injury, on=TODAY, exercise=squat, done=True, at=now_at(injury))
    whole = tick_all(injury=injury, on=TODAY, at=now_at(injury))

    assert half.session.done_pct == 50
    assert whole.session.done_pct == 100
    assert SessionItem.objects.filter(done=True).count() == 2


def test_an_exercise_of_ours_is_no_part_of_it(injury: Injury) -> None:
    begun(injury)

    with pytest.raises(EntryRefused, match="not in your plan"):
        tick_exercise(injury=injury, on=TODAY, exercise="pull_hold", done=True, at=now_at(injury))


# Pages


def test_the_whole_way_through_the_pages(injury: Injury, client: Client) -> None:
    assert "I was given exercises" in text(client)

    answer = send(client, "own-plan-save", injury, made_by="Anna, physio", ladder="none")
    assert (answer.status_code, answer.url) == (303, "/plan/own/exercise/")
    told = {"name": "Squat", "dose": "3 x 12 slow", "weekdays": ["0", "3"], "go_to": "2"}
    answer = send(client, "own-item-add", injury, **told, another="1")
    assert answer.url == "/plan/own/exercise/"
    send(client, "own-item-add", injury, name="", exercise="bridge_2leg")

    page = text(client)
    assert "From Anna, physio, since Sat 21 Nov" in page
    assert "3 x 12 slow, Mon and Thu" in page
    assert "Pain up to 2: carry on. From 6: stop." in page, "the tendon's stop stands"
    assert "Two-leg bridge" in page


@pytest.mark.parametrize(
    ("told", "words"),
    [
        ({}, "Enter what the exercise is called, or choose one of ours"),
        ({"name": "Squat", "exercise": "nonsense"}, "Choose from the list"),
        ({"name": "Squat", "go_to": "11"}, "Enter a number from 0 to 10"),
        ({"name": "Squat", "go_to": "-1"}, "Enter a number from 0 to 10"),
        ({"name": "Squat", "stop_at": "0"}, "Enter a number from 1 to 10"),
        ({"name": "Squat", "go_to": "5", "stop_at": "3"}, "lies above the one to carry on"),
        ({"name": "Squat", "weekdays": ["9"]}, "Choose days from the list"),
        ({"name": "x" * 81}, "Keep this under 80 characters"),
    ],
)
def test_a_wrong_exercise_is_refused_with_what_was_typed(
    injury: Injury, client: Client, told, words
) -> None:
    begin_own_plan(injury=injury, made_by="Anna", at=now_at(injury), key=uuid4())

    answer = send(client, "own-item-add", injury, note="slow and tall", **told)

    page = unescape(answer.content.decode())
    assert answer.status_code == 422
    assert words in page
    assert "slow and tall" in page
    assert not PlanItem.objects.exists()


def test_pain_over_the_exercise_own_limit_is_said_with_the_day_it_comes_back(
    injury: Injury, client: Client
) -> None:
    begun(injury, OwnItem("", "Squat", go_to=1, stop_at=3), OwnItem("", "Bridge", stop_at=7))
    squat = ids(injury)[0]
    tick_exercise(injury=injury, on=TODAY, exercise=squat, done=True, at=now_at(injury))
    SessionItem.objects.update(pain=4)

    assert "Pain 4 today: leave it out until Mon 23 Nov, then begin lighter." in text(client)


def test_pain_over_every_limit_holds_the_plan_and_says_until_when(
    injury: Injury, client: Client
) -> None:
    begun(injury)
    squat = ids(injury)[0]
    tick_exercise(injury=injury, on=TODAY, exercise=squat, done=True, at=now_at(injury))
    rate_session(injury=injury, on=TODAY, pain=7, sharp_stop=None, at=now_at(injury))

    page = text(client)
    assert "Load and running again from Mon 23 Nov" in page


def test_a_limp_asks_the_one_who_made_it_instead_of_a_stage_back(
    injury: Injury, client: Client
) -> None:
    begun(injury)
    make_day(injury, TODAY - timedelta(days=1), limp=False, sitting=3)
    make_day(injury, TODAY, limp=True, sitting=3)

    page = text(client)
    assert "Ask before you add more" in page
    assert "tell Anna" in page
    assert "previous stage" not in page
    assert "moves a stage" not in page


def test_the_plan_ends_like_ours(injury: Injury, client: Client) -> None:
    begun(injury)

    answer = send(client, "plan-stop", injury)

    assert answer.url == "/plan/"
    assert not Plan.objects.open().exists()


def test_a_finished_own_plan_can_give_way_to_ours(injury: Injury, client: Client) -> None:
    begun(injury)
    send(client, "plan-stop", injury)

    on_plan(injury)

    assert sorted(Plan.objects.values_list("kind", flat=True)) == ["own", "programme"]


@pytest.mark.parametrize("days", [30, 400])
def test_the_page_takes_few_queries_however_long_the_diary(
    injury: Injury, client: Client, days: int
) -> None:
    begun(injury, *[OwnItem("", f"Exercise {n}") for n in range(8)], ladder="endurance")
    for n in {*range(1, days)} - {9}:  # that day stands already
        make_day(injury, TODAY - timedelta(days=n), sitting=3, morning=1)

    with counting() as queries:
        assert client.get("/plan/").status_code == 200

    assert queries.number <= QUERIES_MOST


def test_a_person_without_an_own_plan_is_sent_to_the_plan(client: Client) -> None:
    make_user()
    assert client.get("/plan/own/exercise/").url == "/plan/"


# A pause


def test_an_offered_pause_says_what_stays_and_keeps_only_that(
    injury: Injury, client: Client
) -> None:
    begun(injury, OwnItem("", "Squat"), OwnItem("", "Walk", exercise="walk_easy"))
    Finding.objects.create(
        injury=injury, rule="r_numb_weak", topic="weakness_numbness", tier="soon",
        opened_on=TODAY, last_true_on=TODAY,
    )  # fmt: skip
    make_notice(injury, parts=[make_part("r_numb_weak")])

    assert "If you pause, this stays: Walk." in text(client)

    send(client, "plan-pause", injury, pause="yes")
    assert "Paused since" in text(client)
    assert "Left out today: Squat." in text(client, "/today/")


# Today


def test_today_shows_the_exercises_of_the_day_with_their_ticks(
    injury: Injury, client: Client
) -> None:
    other_day = frozenset({(TODAY.weekday() + 1) % 7})
    begun(injury, OwnItem("", "Squat", dose="3 x 12"), OwnItem("", "Later", weekdays=other_day))

    page = text(client, "/today/")

    assert "From Anna" in page and "My exercises" in page
    assert "3 x 12" in page
    assert "Later" not in page
    assert "0 of 1 done" in page


def test_a_tick_and_its_numbers_are_kept_from_the_page_of_the_exercise(
    injury: Injury, client: Client
) -> None:
    begun(injury, OwnItem("", "Squat", go_to=2, stop_at=4))
    squat = ids(injury)[0]
    assert "What you did today" in text(client, f"/plan/exercise/{squat}/")

    answer = send(
        client,
        "exercise-numbers",
        injury,
        TODAY,
        squat,
        sets="3",
        reps="8",
        load_kg="12,5",
        pain="4",
    )

    assert answer.status_code == 303
    item = SessionItem.objects.get()
    assert (item.sets, item.reps, float(item.load_kg), item.pain) == (3, 8, 12.5, 4)
    page = text(client, f"/log/{TODAY}/exercise/{squat}/")
    assert "Done: 3 × 8, 12.5 kg, pain 4." in page
    assert "leave it out until Mon 23 Nov" in page


@pytest.mark.parametrize(
    ("told", "words"),
    [
        ({"sets": "0"}, "Enter sets from 1 to 20"),
        ({"reps": "-3"}, "Enter repetitions from 1 to 200"),
        ({"load_kg": "-5"}, "Enter kilograms from 0 to 400"),
        ({"pain": "11"}, "Choose a number from 0 to 10"),
    ],
)
def test_wrong_numbers_of_an_own_exercise_are_refused(
    injury: Injury, client: Client, told, words
) -> None:
    begun(injury)

    answer = send(client, "exercise-numbers", injury, TODAY, ids(injury)[0], **told)

    assert answer.status_code == 422
    assert words in unescape(answer.content.decode())
    assert not SessionItem.objects.exists()


def test_all_done_ticks_what_is_due_today(injury: Injury, client: Client) -> None:
    begun(injury)

    send(client, "exercises-all", injury, TODAY)

    assert SessionItem.objects.filter(done=True).count() == 2
    assert "2 of 2 done" in text(client, "/today/")


def test_a_tick_by_htmx_answers_with_the_row(injury: Injury, client: Client) -> None:
    begun(injury)
    squat = ids(injury)[0]
    url = reverse("exercise-tick", args=[injury.uuid, TODAY, squat])

    answer = client.post(url, {"done": "1", "key": key()}, HTTP_HX_REQUEST="true")

    assert answer.status_code == 200
    assert 'aria-checked="true"' in answer.content.decode()


def test_a_rest_day_says_why_and_what_is_left_out(injury: Injury, client: Client) -> None:
    begun(injury, OwnItem("", "Squat"), OwnItem("", "Walk", exercise="walk_easy"))
    squat = ids(injury)[0]
    yesterday = TODAY - timedelta(days=1)
    Plan.objects.update(started_on=yesterday)
    at = now_at(injury)
    tick_exercise(injury=injury, on=yesterday, exercise=squat, done=True, at=at)
    rate_session(injury=injury, on=yesterday, pain=8, sharp_stop=None, at=at)

    page = text(client, "/today/")

    assert "Left out today: Squat." in page
    assert "Walk" in page


def test_an_exercise_of_the_day_before_can_be_ticked(injury: Injury, client: Client) -> None:
    begun(injury)
    yesterday = TODAY - timedelta(days=1)
    Plan.objects.update(started_on=yesterday)

    send(client, "exercise-tick", injury, yesterday, ids(injury)[0], done="1")

    assert SessionItem.objects.get().session.on == yesterday


def test_a_run_offers_the_steps_of_the_ladder(injury: Injury, client: Client) -> None:
    begun(injury, ladder="endurance")

    page = text(client, f"/log/{TODAY}/run/")

    assert "E1, next" in page


def test_a_run_is_kept_with_the_step_it_was(injury: Injury, client: Client) -> None:
    begun(injury, ladder="endurance")

    answer = client.post(
        reverse("run-record", args=[injury.uuid, TODAY]),
        {"key": key(), "minutes": "20", "pain": "1", "step": "endurance:E1"},
    )

    assert answer.status_code == 303
    assert Run.objects.values_list("ladder", "step").get() == ("endurance", "E1")


@pytest.mark.parametrize(("ladder", "step"), [("speed", "S1"), ("endurance", "S1"), (None, "E1")])
def test_a_step_of_another_ladder_is_refused(injury: Injury, ladder: str | None, step: str) -> None:
    begun(injury, ladder="endurance")
    entry = RunEntry(on=TODAY, ladder=ladder, step=step)

    with pytest.raises(EntryRefused) as refused:
        record_run(injury=injury, entry=entry, at=now_at(injury), key=uuid4())

    assert refused.value.field == "step"


def test_the_running_page_shows_the_ladder_of_the_plan(injury: Injury, client: Client) -> None:
    begun(injury, ladder="endurance")

    page = text(client, "/plan/running/")

    assert "E1" in page and "5 min walk" in page
    assert "Jog" in text(client, "/plan/running/endurance/E1/")


@pytest.mark.parametrize(
    "path",
    [
        "/today/",
        "/progress/",
        "/signs/",
        "/diary/",
        "/visits/",
        "/more/",
        "/measures/",
        "/plan/",
        "/plan/own/",
        "/plan/end/",
        "/plan/start/",
        "/plan/tests/",
        "/plan/session/",
        "/plan/running/",
        "/plan/equipment/",
        "/plan/cleared/",
        "/plan/back/",
        "/plan/stage/1/",
    ],
)
def test_no_page_breaks_on_an_own_plan(injury: Injury, client: Client, path: str) -> None:
    begun(injury, ladder="speed")

    assert client.get(path, follow=True).status_code == 200
