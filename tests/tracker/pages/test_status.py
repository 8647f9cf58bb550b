"""The status page: for staff alone, in a few queries, and nothing of a person on it."""

from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone

from rehab.vocabulary import ReportKind
from tests.tracker.make import make_day, make_injury, make_notice, make_user
from tests.tracker.queries import counting, locks
from tests.tracker.reminders.letters import row
from tracker.models import JobMark, Outbox, SignReport, User
from tracker.models.reminder import OutboxState, ReminderKind
from tracker.reminders import pulse, status

pytestmark = pytest.mark.django_db
NOW = timezone.now()


def staff(**fields: object) -> Client:
    client = Client()
    client.force_login(make_user(is_staff=True, **fields))
    return client


def beat(name: str, *, ago: timedelta = timedelta(minutes=1), said: str = "") -> None:
    at = timezone.now() - ago
    JobMark.objects.create(name=name, started_at=at, done_at=at, said=said)


def all_beat() -> None:
    for name in status.JOBS:
        beat(name)


def words(client: Client) -> str:
    answer = client.get("/status/")
    assert answer.status_code == 200
    return " ".join(answer.content.decode().split())


def test_whoever_is_no_longer_staff_or_active_sees_no_such_page() -> None:
    client = staff()
    assert client.get("/status/").status_code == 200

    User.objects.update(is_staff=False)
    assert client.get("/status/").status_code == 404
    User.objects.update(is_staff=True, is_active=False)
    assert client.get("/status/").status_code == 404


def test_it_says_that_all_parts_work(settings) -> None:
    settings.JOBS = {"kind": "sqlite"}
    all_beat()
    shown = words(staff())

    assert "All parts work." in shown and "Look:" not in shown
    assert status.app_version() in shown and "Queue: a file beside the database." in shown


@pytest.mark.parametrize(
    ("amiss", "told"),
    [
        (lambda: JobMark.objects.filter(name="scan").delete(), "they do not run."),
        (lambda: JobMark.objects.update(done_at=NOW - timedelta(days=2)), "they do not run."),
    ],
)
def test_jobs_that_stand_still_are_marked(amiss, told: str, settings) -> None:
    settings.JOBS = {"kind": "sqlite"}
    all_beat()
    amiss()
    shown = words(staff())

    assert told in shown and "<strong>Look:</strong>" in shown and "Something needs a look" in shown


@pytest.mark.parametrize(("up_for", "is_late"), [(29, False), (31, True)])
def test_a_daily_job_is_late_only_once_its_time_came(
    settings, monkeypatch, up_for: int, is_late: bool
) -> None:
    """A site that began an hour ago never cleared up, and nothing is amiss."""
    settings.JOBS = {"kind": "sqlite"}
    all_beat()
    JobMark.objects.filter(name="keep").delete()
    monkeypatch.setattr(status, "BEGUN", timezone.now() - timedelta(hours=up_for))
    shown = words(staff())

    assert "never ended yet" in shown
    assert ("Look:" in shown) is ("Something needs a look" in shown) is is_late


def test_a_nightly_review_that_stands_still_is_not_called_working(settings) -> None:
    settings.JOBS = {"kind": "sqlite"}
    all_beat()
    JobMark.objects.filter(name="review").update(done_at=NOW - timedelta(hours=4))
    shown = words(staff())

    assert "Look:" in shown and "All parts work." not in shown


def test_a_full_disk_and_a_database_that_takes_nothing_are_marked(monkeypatch) -> None:
    monkeypatch.setattr(pulse, "free_bytes", lambda: 1024)
    monkeypatch.setattr("tracker.views.status.can_write", lambda: False)
    shown = words(staff())

    assert "it cannot be written." in shown and "1.0 KB free" in shown
    assert "Something needs a look" in shown


def test_messages_are_counted_by_what_became_of_them(settings) -> None:
    settings.JOBS = {"kind": "sqlite"}
    now, injury = timezone.now(), make_injury()
    for kind, state, due in (
        (ReminderKind.DAILY, OutboxState.WAITING, now + timedelta(hours=1)),
        (ReminderKind.CHECK, OutboxState.HANDING, now - timedelta(minutes=5)),
        (ReminderKind.SELF_TEST, OutboxState.CLAIMED, now - timedelta(minutes=45)),
        (ReminderKind.EXERCISES, OutboxState.GAVE_UP, now - timedelta(days=1)),
    ):
        told = row(injury, kind, not_before=due)
        Outbox.objects.filter(pk=told.pk).update(
            state=state, because="unreachable" if state == OutboxState.GAVE_UP else ""
        )

    found = status.messages(now)

    assert (found.waiting, found.due, found.late, found.gave_up) == (3, 2, 1, 1)
    assert found.oldest == now - timedelta(minutes=45) and found.is_late
    shown = words(staff())
    assert "the oldest for 45 minutes" in shown


def test_nothing_of_a_person_stands_on_it() -> None:
    injury = make_injury(make_user(email="ann@example.org"))
    make_day(injury, timezone.now().date(), rest=7, note="a word of mine")
    notice = make_notice(injury)
    SignReport.objects.create(
        injury=injury,
        notice=notice,
        kind=ReportKind.TOO_WEAK,
        rules=["r_night_pain"],
        words="mine",
        on=timezone.now().date(),
    )
    row(injury, ReminderKind.DAILY)
    shown = words(staff(email="boss@example.org"))

    assert "r_night_pain" in shown and "too weak" in shown
    for word in ("ann@", "boss@", "a word of mine", "mine<", str(injury.uuid), str(notice.uuid)):
        assert word not in shown


def test_it_costs_the_same_for_one_message_and_for_many() -> None:
    client = staff()

    def cost() -> int:
        with counting() as count:
            client.get("/status/")
        return count.number

    few = cost()
    for _ in range(5):
        row(make_injury(), ReminderKind.DAILY)
    all_beat()

    # PostgreSQL is told how long to wait for the mark, and back.
    assert cost() == few <= 11 + 2 * locks()


def test_the_command_lets_an_account_in_and_out_again() -> None:
    user = make_user(email="ann@example.org")

    call_command("staff", "Ann@example.org")
    assert User.objects.get(pk=user.pk).is_staff
    call_command("staff", "ann@example.org", "--end")
    assert not User.objects.get(pk=user.pk).is_staff
    with pytest.raises(CommandError, match="No account"):
        call_command("staff", "nobody@example.org")


def test_only_staff_find_the_way_there() -> None:
    plain = Client()
    plain.force_login(make_user())

    assert 'href="/status/"' not in plain.get("/more/").content.decode()
    assert 'href="/status/"' in staff().get("/more/").content.decode()
