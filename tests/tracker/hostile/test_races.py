"""Double taps, replays and two devices on a real database: once, and nobody sees a failure."""

from contextlib import suppress
from threading import Barrier, BrokenBarrierError

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from tests.tracker.hostile.crowd import TAPS, all_at_once, tap, twin
from tests.tracker.hostile.house import Person, new_person
from tests.tracker.intake.steps import SPRINT, walk
from tests.tracker.make import PASSWORD, TODAY, key, make_injury, make_user
from tracker.actions import record_numbers
from tracker.models import (
    Answer,
    Care,
    Consent,
    Day,
    Fall,
    Injury,
    IntakeDraft,
    LoadPause,
    Moment,
    NoticeAction,
    Plan,
    Reading,
    Revision,
    Run,
    User,
    Visit,
)
from tracker.overview.missing import lines_of

pytestmark = pytest.mark.django_db(transaction=True)
HTMX = {"HX-Request": "true"}
SIGN_UP = {"email": "robin@example.org", "password1": PASSWORD, "of_age": "on", "consent": "on"}


@pytest.fixture
def person() -> Person:
    """As elsewhere, with rows that are really committed."""
    return new_person()


def statuses(answers: list) -> set[int]:
    return {answer.status_code for answer in answers}


@pytest.mark.parametrize("headers", [{}, HTMX], ids=["plain", "htmx"])
def test_a_day(person: Person, headers: dict[str, str]) -> None:
    Day.objects.all().delete()
    path = reverse("day-record", args=[person.injury.uuid, TODAY])

    answers = tap(person.client, path, {"key": key(), "number": "0", "rest": "2"}, **headers)

    if headers:
        assert statuses(answers) == {200}
        assert all("Today is logged" in answer.content.decode() for answer in answers)
    else:
        assert statuses(answers) == {303}
        assert {answer["Location"] for answer in answers} == {"/today/"}
    assert Day.objects.get().number == 1
    assert "Today is logged" in person.client.get("/today/").content.decode()


@pytest.mark.parametrize("path", ["/fall/", "/i/{injury_uuid}/log/{on}/fall/"])
def test_a_fall(person: Person, path: str) -> None:
    sent = {"key": key(), "when": "today", "kind": "slip", "note": "on ice"}

    answers = tap(person.client, path.format(**person.ids), sent)

    assert statuses(answers) == {303}
    assert Fall.objects.filter(note="on ice").count() == 1
    assert len({answer["Location"] for answer in answers}) == 1


def test_a_moment(person: Person) -> None:
    path = reverse("moment-record", args=[person.injury.uuid, TODAY])

    answers = tap(
        person.client, path, {"key": key(), "at": "09:15", "context": "sitting", "nrs": "6"}
    )

    assert statuses(answers) == {303}
    assert Moment.objects.filter(nrs=6).count() == 1
    assert len({answer["Location"] for answer in answers}) == 1


def test_moments_of_a_day_without_a_log_share_one_row(person: Person) -> None:
    path = reverse("moment-record", args=[person.injury.uuid, "2026-11-20"])
    sent = {"at": "09:15", "context": "walking", "nrs": "2"}

    answers = all_at_once(
        [lambda: twin(person.client).post(path, sent | {"key": key()}) for _ in range(TAPS)]
    )

    assert statuses(answers) == {303}
    assert Day.objects.filter(on="2026-11-20").count() == 1
    assert Moment.objects.filter(day__on="2026-11-20").count() == TAPS


def test_a_run(person: Person) -> None:
    path = reverse("run-record", args=[person.injury.uuid, TODAY])

    answers = tap(person.client, path, {"key": key(), "minutes": "41", "pain": "2"})

    assert statuses(answers) == {303}
    assert Run.objects.filter(minutes=41).count() == 1
    assert len({answer["Location"] for answer in answers}) == 1


def test_the_lines_of_the_check(person: Person) -> None:
    path = reverse("check-lines", args=[person.injury.uuid])
    person.client.get("/check/")

    answers = tap(person.client, path, {"key": key(), "none": "on"})

    assert statuses(answers) == {303}
    questions = list(Answer.objects.values_list("question", flat=True))
    assert questions and len(questions) == len(set(questions))


def test_the_questions_of_the_check(person: Person) -> None:
    path = reverse("check-answers", args=[person.injury.uuid])

    answers = tap(person.client, path, {"key": key(), "asked": "q_fever", "q_fever": "yes"})

    assert statuses(answers) == {303}
    assert Answer.objects.filter(question="q_fever").count() == 1


@pytest.mark.parametrize(
    ("kind", "sent"),
    [("later", {}), ("booked", {"day": "2026-11-30"}), ("seen", {"day": "2026-11-20"})],
)
def test_an_answer_to_a_notice(person: Person, kind: str, sent: dict[str, str]) -> None:
    ids = [person.ids["injury_uuid"], person.ids["notice_uuid"], kind]

    answers = tap(person.client, reverse("notice-answer", args=ids), {"key": key()} | sent)

    assert statuses(answers) == {303}
    assert NoticeAction.objects.count() == 1
    made = Visit.objects.filter(notice__uuid=person.ids["notice_uuid"])
    assert made.count() == (0 if kind == "later" else 1)


@pytest.mark.parametrize(
    ("path", "sent", "made"),
    [
        ("/i/{injury_uuid}/visits/", {"day": "2026-11-30"}, 2),
        ("/visits/for/{notice_uuid}/", {"day": "2026-11-30"}, 2),
        ("/visits/{visit_uuid}/result/", {"result": "not_sure", "advice": "pause"}, 1),
        ("/visits/{visit_uuid}/delete/", {}, 0),
    ],
)
def test_a_visit(person: Person, path: str, sent: dict[str, str], made: int) -> None:
    answers = tap(person.client, path.format(**person.ids), {"key": key()} | sent)

    assert statuses(answers) == {303}
    assert Visit.objects.count() == made
    assert LoadPause.objects.count() == ("pause" in sent.values())


def test_an_entry_of_what_was_had(person: Person) -> None:
    path = reverse("had-add", args=[person.injury.uuid])

    answers = tap(person.client, path, {"key": key(), "kind": "scan", "name": "MRI of the hip"})

    assert statuses(answers) == {303}
    assert Care.objects.filter(name="MRI of the hip").count() == 1


def test_undoing(person: Person) -> None:
    Moment.objects.all().delete()

    answers = tap(person.client, reverse("undo", args=[person.ids["revision_uuid"]]), {})

    assert statuses(answers) == {303}
    assert not Day.objects.exists()


@pytest.mark.parametrize(
    ("path", "sent", "model"),
    [
        ("/fall/{fall_uuid}/delete/", {}, Fall),
        ("/run/{run_uuid}/delete/", {}, Run),
        ("/moment/{moment_uuid}/delete/", {}, Moment),
        ("/had/{care_uuid}/", {"do": "remove"}, Care),
    ],
)
def test_deleting(person: Person, path: str, sent: dict[str, str], model: type) -> None:
    before = Revision.objects.count()

    answers = tap(person.client, path.format(**person.ids), {"key": key()} | sent)

    assert statuses(answers) == {303}
    assert not model.objects.exists()
    assert Revision.objects.count() == before + 1


def test_deleting_a_day(person: Person) -> None:
    Moment.objects.all().delete()
    before = Revision.objects.count()

    answers = tap(person.client, _day_remove(person), {"key": key()})

    assert statuses(answers) == {303}
    assert not Day.objects.exists()
    assert Revision.objects.count() == before + 1


def test_deleting_a_day_that_holds_a_moment_keeps_the_moment(person: Person) -> None:
    before = Revision.objects.count()

    answers = tap(person.client, _day_remove(person), {"key": key()})

    assert statuses(answers) == {303}
    assert (Day.objects.get().number, Day.objects.get().rest) == (0, None)
    assert Moment.objects.get().nrs == 4
    assert Revision.objects.count() == before + 1


def test_undoing_a_day_that_holds_a_moment_keeps_the_moment(person: Person) -> None:
    answers = tap(person.client, reverse("undo", args=[person.ids["revision_uuid"]]), {})

    assert statuses(answers) == {303}
    assert (Day.objects.get().number, Day.objects.get().rest) == (0, None)
    assert Moment.objects.get().nrs == 4


def _day_remove(person: Person) -> str:
    return reverse("day-remove", args=[person.injury.uuid, TODAY])


ONE_KEY = pytest.mark.parametrize("is_one_tab", [True, False], ids=["one tab", "many tabs"])


def send(person: Person, path: str, sent: dict[str, str], *, is_one_tab: bool) -> list:
    """Twelve posts at once: one form tapped again and again, or twelve tabs of one page."""
    if is_one_tab:
        return tap(person.client, path, sent | {"key": key()})
    tabs = [(twin(person.client), sent | {"key": key()}) for _ in range(TAPS)]
    return all_at_once([lambda t=tab, s=each: t.post(path, s) for tab, each in tabs])


@ONE_KEY
def test_the_missing_days(person: Person, is_one_tab: bool) -> None:
    on = ["2026-11-18", "2026-11-17", "2026-11-16"]
    Day.objects.filter(on__in=on).delete()
    before = Revision.objects.count()
    line = lines_of(person.injury.owner.contexts)[0]
    sent = {"days": on} | {f"{each}_{line}": str(n) for n, each in enumerate(on)}

    answers = send(
        person, reverse("days-record", args=[person.injury.uuid]), sent, is_one_tab=is_one_tab
    )

    assert statuses(answers) == {303}
    stored = Day.objects.filter(on__in=on)
    assert list(stored.values_list(line, "number")) == [(0, 1), (1, 1), (2, 1)]
    assert Revision.objects.count() == before + len(on)


@ONE_KEY
def test_closing_an_injury(person: Person, is_one_tab: bool) -> None:
    plan = Plan.objects.get(injury=person.injury, ended_on=None)
    other = make_injury(person.injury.owner, is_current=False)
    path = reverse("injury-close", args=[person.injury.uuid])

    answers = send(person, path, {"reason": "back"}, is_one_tab=is_one_tab)

    assert statuses(answers) == {303}
    closed = Injury.objects.get(pk=person.injury.pk)
    assert (closed.closed_on, bool(closed.closed_reason)) == (TODAY, True)
    plan.refresh_from_db()
    assert plan.ended_on == TODAY
    assert Injury.objects.get(pk=other.pk).closed_on is None
    assert User.objects.get(pk=person.injury.owner_id).current_injury_id == other.pk


def test_the_same_number_from_two_pages(person: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    """With keys of their own and both about to write, only the row itself can be in the way."""
    path = reverse("measure-record", args=[person.injury.uuid, "lefs"])
    sent = [{"key": key(), "on": str(TODAY), "lefs": value} for value in ("41", "42")]
    browsers = [twin(person.client) for _ in sent]
    about_to_write, put = Barrier(2), record_numbers._put

    def put_together(*given: object, **more: object) -> object:
        with suppress(BrokenBarrierError):  # the other one waits for this one to be through
            about_to_write.wait(3)
        return put(*given, **more)

    monkeypatch.setattr(record_numbers, "_put", put_together)
    answers = all_at_once(
        [lambda c=c, s=s: c.post(path, s) for c, s in zip(browsers, sent, strict=True)]
    )

    assert statuses(answers) == {303}
    assert Reading.objects.get(injury=person.injury, metric="lefs", on=TODAY).value in (41, 42)


@pytest.mark.parametrize(("answer", "zone"), [("use", "Asia/Tokyo"), ("keep", "UTC")])
def test_changing_the_zone(person: Person, answer: str, zone: str) -> None:
    stamped = list(Day.objects.values_list("zone", flat=True))

    answers = tap(person.client, reverse("zone-choose"), {"zone": "Asia/Tokyo", "do": answer})

    assert statuses(answers) == {303}
    assert {each["Location"] for each in answers} == {"/today/"}
    assert User.objects.get(pk=person.injury.owner_id).time_zone == zone
    assert list(Day.objects.values_list("zone", flat=True)) == stamped


def test_deleting_the_account(person: Person) -> None:
    person.client.post("/accounts/reauthenticate/", {"password": PASSWORD})

    answers = tap(person.client, "/account/delete/", {"confirm": "DELETE"})

    assert statuses(answers) <= {302, 303}
    assert not User.objects.exists() and not Injury.objects.exists()


def test_signing_up_with_an_intake(db: None) -> None:
    browser = Client()
    walk(browser, SPRINT)

    answers = tap(browser, "/accounts/signup/", SIGN_UP)

    assert statuses(answers) <= {302, 303}
    assert {answer["Location"] for answer in answers} == {"/today/"}
    assert (User.objects.count(), Injury.objects.count(), Consent.objects.count()) == (1, 1, 1)
    assert not IntakeDraft.objects.exists()
    for answer in answers:
        mine = Client()
        mine.cookies = answer.cookies
        assert mine.get("/today/").status_code == 200  # whichever answer came last, it is signed in


def test_starting_an_injury_from_an_intake(db: None) -> None:
    browser = Client()
    browser.force_login(make_user())
    walk(browser, SPRINT)

    answers = tap(browser, "/start/result/", {})

    assert statuses(answers) <= {302, 303}
    assert Injury.objects.count() == 1
    assert not IntakeDraft.objects.exists()


def test_adding_an_intake_after_signing_in(db: None) -> None:
    user, browser = make_user(), Client()
    walk(browser, SPRINT)
    browser.post("/accounts/login/", {"login": user.email, "password": PASSWORD})

    answers = tap(browser, "/start/add/", {"add": "yes"})

    assert statuses(answers) <= {302, 303}
    assert Injury.objects.count() == 1


def test_the_first_step_of_an_intake_makes_no_failure(db: None) -> None:
    browser = Client()
    browser.get("/start/safety/")

    assert statuses(tap(browser, "/start/safety/", {"signs": ["none"]})) == {303}


def test_one_key_for_two_different_things_stores_the_first_only(person: Person) -> None:
    one = key()
    day = reverse("day-record", args=[person.injury.uuid, "2026-11-20"])
    calls = [
        lambda: twin(person.client).post("/fall/", {"key": one, "when": "today", "kind": "knock"}),
        lambda: twin(person.client).post(day, {"key": one, "number": "0", "rest": "2"}),
    ]

    answers = all_at_once(calls * 3)

    assert max(statuses(answers)) < 500
    made = Fall.objects.filter(kind="knock").count() + Day.objects.filter(on="2026-11-20").count()
    assert made == 1


def test_two_devices_at_once_one_is_stored_and_the_other_is_shown_both(person: Person) -> None:
    Day.objects.all().delete()
    path = reverse("day-record", args=[person.injury.uuid, TODAY])

    def say(words: str, score: int) -> dict[str, object]:
        return {"key": key(), "number": "0", "sitting": score, "more": "1", "note": words}

    answers = all_at_once(
        [
            lambda: twin(person.client).post(path, say("from the phone", 7)),
            lambda: twin(person.client).post(path, say("from the laptop", 3)),
        ]
    )

    assert sorted(answer.status_code for answer in answers) == [303, 409]
    page = next(a for a in answers if a.status_code == 409).content.decode()
    assert "from the phone" in page and "from the laptop" in page
    assert Day.objects.get().number == 1


def test_twelve_devices_with_own_keys_leave_one_day(person: Person) -> None:
    Day.objects.all().delete()
    path = reverse("day-record", args=[person.injury.uuid, TODAY])

    answers = all_at_once(
        [
            lambda n=n: twin(person.client).post(
                path, {"key": key(), "number": "0", "rest": n % 11}, headers=HTMX if n % 2 else {}
            )
            for n in range(TAPS)
        ]
    )

    assert statuses(answers) <= {200, 303, 409, 422}
    assert sum(a.status_code in (200, 303) for a in answers) == 1
    assert Day.objects.get().number == 1


def test_wrong_passwords_at_once_are_all_counted(person: Person) -> None:
    """Twelve at once may not use the same free try."""
    wrong = [{"login": person.user.email, "password": f"wrong {n}"} for n in range(TAPS)]
    all_at_once([lambda w=w: Client().post("/accounts/login/", w) for w in wrong])

    right = Client()
    right.post("/accounts/login/", {"login": person.user.email, "password": PASSWORD})

    assert "_auth_user_id" not in right.session


def test_the_database_is_a_real_one() -> None:
    assert connection.vendor == "postgresql" or connection.settings_dict["NAME"] != ":memory:"
