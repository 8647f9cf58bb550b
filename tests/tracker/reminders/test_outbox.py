"""The outbox: each message once, whatever dies in between; nothing late, nothing unwanted."""

import threading
from collections.abc import Collection
from datetime import UTC, datetime, time, timedelta

import pytest
from allauth.account.models import EmailAddress
from django.db import connections

from tests.tracker.make import NOON, TODAY, make_day, make_notice
from tests.tracker.reminders.letters import person, row
from tracker.models import NoticeAction, Outbox, PushDevice, ReminderChoice, User
from tracker.models.reminder import OutboxState, ReminderKind
from tracker.reminders import outbox
from tracker.reminders.messages import Later, Message, Refused, compose
from tracker.reminders.outbox import BACKOFF, LEASE, deliver

K = ReminderKind
pytestmark = pytest.mark.django_db


class Kept:
    """Channels that keep what they were given, or fail as they are told to."""

    def __init__(self, *, fails: type[Exception] | None = None) -> None:
        self.mails: list[Message] = []
        self.pushes: list[Message] = []
        self.fails = fails

    def compose(self, user: User, rows: Collection[Outbox], *, now: datetime) -> Message | None:
        return compose(user, rows, now=now)

    def mail(self, message: Message) -> None:
        if self.fails is not None:
            raise self.fails("as told")
        self.mails.append(message)

    def push(self, message: Message) -> None:
        self.pushes.append(message)


@pytest.fixture(autouse=True)
def _mail(settings) -> None:
    settings.HAS_MAIL = True


def reachable(**fields: object):
    """Somebody with an open injury and a confirmed address."""
    injury = person(**fields)
    EmailAddress.objects.create(
        user=injury.owner, email=injury.owner.email, verified=True, primary=True
    )
    return injury


def due(injury, kind: ReminderKind = K.DAILY, **fields: object) -> Outbox:
    return row(injury, kind, not_before=NOON, **fields)


def state(each: Outbox) -> tuple[str, str]:
    each.refresh_from_db()
    return each.state, each.because


def test_a_reminder_is_sent_once_and_never_again() -> None:
    told, kept = due(reachable()), Kept()

    assert deliver(NOON, channels=kept) == 1
    assert deliver(NOON + timedelta(days=3), channels=kept) == 0

    assert len(kept.mails) == 1 and state(told) == ("sent", "")
    assert told.sent_at == told.mailed_at == NOON and told.pushed_at is None


def test_several_things_of_one_person_are_one_message() -> None:
    injury, kept = reachable(), Kept()
    for kind in (K.DAILY, K.CHECK, K.SIGN_SOON):
        due(injury, kind)
    due(reachable())

    assert deliver(NOON, channels=kept) == 2

    assert sorted(len(message.kinds) for message in kept.mails) == [1, 3]


def test_what_is_not_due_yet_stays() -> None:
    told = due(reachable())
    Outbox.objects.update(not_before=NOON + timedelta(minutes=1))

    assert deliver(NOON, channels=Kept()) == 0
    assert state(told) == ("waiting", "")


@pytest.mark.parametrize(
    ("kind", "happens", "because"),
    [
        (K.DAILY, lambda i: make_day(i, TODAY, rest=2), "done"),
        (K.DAILY, lambda i: ReminderChoice.objects.create(user=i.owner, daily=False), "unwanted"),
        (
            K.DAILY,
            lambda i: ReminderChoice.objects.create(user=i.owner, paused_until=TODAY),
            "unwanted",
        ),
        (K.DAILY, lambda i: type(i).objects.update(closed_on=TODAY), "closed"),
        (K.DAILY, lambda i: User.objects.update(is_active=False), "nobody"),
        (
            K.SIGN_SOON,
            lambda i: i.notices.update(closed_on=TODAY, closed_because="passed"),
            "passed",
        ),
        (
            K.SIGN_SOON,
            lambda i: NoticeAction.objects.create(notice=i.notices.get(), kind="later", on=TODAY),
            "seen",
        ),
        (K.SIGN_SOON, lambda i: Outbox.objects.update(read_at=NOON), "seen"),
        (K.VISIT, lambda i: i.visits.update(on=TODAY + timedelta(days=9)), "passed"),
        (K.VISIT, lambda i: i.visits.update(state="missed"), "passed"),
    ],
)
def test_what_is_no_longer_so_is_dropped_with_its_reason(kind, happens, because: str) -> None:
    injury, kept = reachable(), Kept()
    fields = {"local_day": TODAY + timedelta(days=1)} if kind is K.VISIT else {}
    told = due(injury, kind)
    Outbox.objects.filter(pk=told.pk).update(**fields)
    happens(injury)

    deliver(NOON, channels=kept)

    assert state(told) == ("dropped", because) and kept.mails == []


@pytest.mark.parametrize(
    "opts_out",
    [
        lambda user: ReminderChoice.objects.update(daily=False),
        lambda user: ReminderChoice.objects.update(paused_until=TODAY),
        lambda user: user.injuries.update(closed_on=TODAY),
    ],
)
def test_who_opts_out_between_the_claim_and_the_sending_gets_nothing(
    opts_out, monkeypatch: pytest.MonkeyPatch
) -> None:
    injury, kept = reachable(), Kept()
    ReminderChoice.objects.create(user=injury.owner)
    told, take = due(injury), outbox.claim

    def claim(now: datetime) -> list[Outbox]:
        rows = take(now)
        opts_out(injury.owner)
        return rows

    monkeypatch.setattr(outbox, "claim", claim)
    deliver(NOON, channels=kept)

    assert kept.mails == [] and state(told)[0] == "dropped"


def test_who_turns_mail_off_between_two_tries_gets_none(monkeypatch: pytest.MonkeyPatch) -> None:
    injury = reachable()
    told = due(injury)
    deliver(NOON, channels=Kept(fails=Later))
    ReminderChoice.objects.create(user=injury.owner, by_mail=False)
    kept = Kept()

    deliver(NOON + BACKOFF[0], channels=kept)

    assert kept.mails == [] and state(told)[0] == "sent" and told.mailed_at is None


def test_what_is_older_than_its_day_is_dropped() -> None:
    told, kept = due(reachable()), Kept()

    deliver(NOON + timedelta(days=1), channels=kept)

    assert state(told) == ("dropped", "too_old") and kept.mails == []


def test_quiet_hours_hold_all_but_an_emergency() -> None:
    injury, kept = reachable(), Kept()
    night = NOON.replace(hour=23)
    emergency, urgent = due(injury, K.SIGN_EMERGENCY), due(injury, K.SIGN_URGENT)

    deliver(night, channels=kept)

    assert state(emergency)[0] == "sent" and state(urgent)[0] == "waiting"
    assert urgent.not_before == datetime(2026, 11, 22, 7, 0, tzinfo=UTC)
    deliver(urgent.not_before, channels=kept)
    assert state(urgent)[0] == "sent" and len(kept.mails) == 2


@pytest.mark.parametrize(("tier", "mails"), [("emergency", 1), ("urgent", 1), ("soon", 0)])
def test_a_grave_sign_that_is_asked_about_again_comes_by_every_channel(tier, mails) -> None:
    injury = reachable()
    ReminderChoice.objects.create(user=injury.owner, by_push=True)
    PushDevice.objects.create(
        owner=injury.owner, name="phone", endpoint="https://p.example/a", p256dh="k", auth="a"
    )
    notice = make_notice(injury, tier=tier, told_on=TODAY - timedelta(days=1))
    due(injury, K.SEE_DUE, about=notice.uuid)
    kept = Kept()

    deliver(NOON, channels=kept)

    assert (len(kept.pushes), len(kept.mails)) == (1, mails)


def test_a_grave_sign_comes_by_every_channel_and_the_rest_by_push_alone() -> None:
    injury, kept = reachable(), Kept()
    ReminderChoice.objects.create(user=injury.owner, by_push=True)
    PushDevice.objects.create(
        owner=injury.owner, name="Phone", endpoint="https://push.example/1", p256dh="k", auth="a"
    )
    told = due(injury)
    deliver(NOON, channels=kept)
    assert (len(kept.pushes), len(kept.mails)) == (1, 0) and state(told)[0] == "sent"

    due(injury, K.SIGN_URGENT)
    deliver(NOON, channels=kept)
    assert (len(kept.pushes), len(kept.mails)) == (2, 1)


@pytest.mark.parametrize(
    "closes",
    [
        lambda user: EmailAddress.objects.update(verified=False),
        lambda user: ReminderChoice.objects.create(user=user, by_mail=False),
        lambda user: ReminderChoice.objects.create(user=user, mail_refused_at=NOON),
    ],
)
def test_without_a_channel_it_stands_in_the_app_alone(closes) -> None:
    injury, kept = reachable(), Kept()
    told = due(injury)
    closes(injury.owner)

    deliver(NOON, channels=kept)

    assert state(told)[0] == "sent" and told.mailed_at is None and kept.mails == []


def test_a_server_that_is_away_is_tried_again_later_and_later_and_given_up() -> None:
    told, kept = due(reachable(), K.SIGN_SOON), Kept(fails=Later)
    now = NOON
    for tried, wait in enumerate(BACKOFF, 1):
        deliver(now, channels=kept)
        assert state(told)[0] == "waiting" and told.tries == tried
        assert told.not_before == now + wait
        assert deliver(now + wait - timedelta(seconds=1), channels=kept) == 0
        now += wait
        now = now.replace(hour=12)  # never held by the night
        Outbox.objects.update(not_before=now)
    deliver(now, channels=kept)
    assert state(told) == ("gave_up", "unreachable")


def test_an_address_that_is_refused_ends_it_without_another_try() -> None:
    told = due(reachable())

    deliver(NOON, channels=Kept(fails=Refused))

    assert state(told)[0] == "sent" and told.mailed_at is None


def test_a_fault_with_one_person_does_not_hold_up_the_next() -> None:
    class Broken(Kept):
        def mail(self, message: Message) -> None:
            if message.user.email.startswith("broken"):
                raise RuntimeError("a fault")
            super().mail(message)

    broken, fine, kept = due(reachable(email="broken@x.org")), due(reachable()), Broken()

    assert deliver(NOON, channels=kept) == 2
    assert state(broken)[0] == "waiting" and broken.tries == 1 and state(fine)[0] == "sent"


class Killed(BaseException):
    """The worker ends here, as by kill -9: nothing after it runs."""


def killed_in(stage: str, monkeypatch: pytest.MonkeyPatch, kept: Kept) -> None:
    """Deliver with a worker that dies: claimed, about to send, or right after sending."""

    def die(*args: object, **kwargs: object) -> None:
        raise Killed

    with monkeypatch.context() as patch:
        if stage == "claimed":
            patch.setattr(outbox, "_deliver_one", die)
        elif stage == "handing":
            patch.setattr(outbox, "_hand_over", die)
        else:
            patch.setattr(outbox, "_sent", die)
        with pytest.raises(Killed):
            deliver(NOON, channels=kept)


@pytest.mark.parametrize(
    ("kind", "stage", "mails"),
    [
        (K.DAILY, "claimed", 1),
        (K.DAILY, "handing", 0),  # perhaps it was sent: not twice
        (K.DAILY, "sent", 1),
        (K.SIGN_URGENT, "claimed", 1),
        (K.SIGN_URGENT, "handing", 1),
        (K.VISIT, "handing", 1),
    ],
)
def test_what_a_killed_worker_held_goes_on_after_its_lease(
    kind: ReminderKind, stage: str, mails: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    told, kept = due(reachable(), kind), Kept()
    if kind is K.VISIT:
        Outbox.objects.update(local_day=TODAY + timedelta(days=1))
    killed_in(stage, monkeypatch, kept)

    assert deliver(NOON + LEASE - timedelta(seconds=1), channels=kept) == 0
    deliver(NOON + LEASE, channels=kept)
    deliver(NOON + 2 * LEASE, channels=kept)

    assert len(kept.mails) == mails and state(told)[0] == "sent"


def test_a_sign_that_was_perhaps_sent_comes_again_under_the_same_name(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    injury, kept = reachable(), Kept()
    due(injury, K.SIGN_SOON)
    due(injury, K.DAILY)
    with monkeypatch.context() as patch:
        patch.setattr(outbox, "_own", lambda rows: Stuck(rows))
        with pytest.raises(Killed):
            deliver(NOON, channels=kept)
    Outbox.objects.update(state=OutboxState.HANDING, mailed_at=None)
    due(injury, K.CHECK)  # new since then: it does not change the message

    deliver(NOON + LEASE, channels=kept)

    first, second, *_ = kept.mails
    assert first.message_id == second.message_id
    assert second.kinds == (K.SIGN_SOON,)


class Stuck:
    """Rows of a worker that can send but not write any more."""

    def __init__(self, rows: object) -> None:
        self.rows = list(rows)  # type: ignore[call-overload]

    def update(self, **fields: object) -> int:
        if "mailed_at" in fields:
            raise Killed
        return len(self.rows)


def test_a_clock_that_was_set_back_frees_what_was_claimed_later() -> None:
    told, kept = due(reachable()), Kept()
    Outbox.objects.update(state=OutboxState.CLAIMED, claimed_at=NOON + timedelta(days=1))

    deliver(NOON, channels=kept)

    assert state(told)[0] == "sent" and len(kept.mails) == 1


@pytest.mark.django_db(transaction=True)
def test_many_workers_at_once_send_each_message_once() -> None:
    for _ in range(30):
        injury = reachable()
        due(injury, K.DAILY)
        due(injury, K.CHECK)
    kept, faults = Kept(), []
    start = threading.Barrier(4)

    def work() -> None:
        try:
            start.wait()
            while deliver(NOON, limit=3, channels=kept):
                pass
        except Exception as error:
            faults.append(error)
        finally:
            connections.close_all()

    workers = [threading.Thread(target=work) for _ in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()

    assert faults == []
    people = [message.user.pk for message in kept.mails]
    assert len(people) == len(set(people)) == 30
    assert set(Outbox.objects.values_list("state", flat=True)) == {"sent"}


def test_what_it_costs_does_not_grow_with_what_one_person_is_told() -> None:
    from tests.tracker.queries import counting

    def cost(kinds: tuple[ReminderKind, ...]) -> int:
        injury = reachable()
        for kind in kinds:
            due(injury, kind)
        with counting() as count:
            deliver(NOON, limit=1, channels=Kept())
        return count.number

    few = cost((K.SIGN_SOON, K.DAILY))
    many = cost((K.SIGN_SOON, K.DAILY, K.SIGN_ROUTINE, K.SIGN_URGENT, K.REPLY))
    assert many <= few + 1


def test_quiet_hours_of_another_zone_are_that_zone_s() -> None:
    injury, kept = reachable(time_zone="Asia/Tokyo"), Kept()
    ReminderChoice.objects.create(user=injury.owner, daily_at=time(20), quiet_from=time(21))
    told = due(injury)

    deliver(NOON, channels=kept)  # 21:00 there

    assert state(told)[0] == "waiting" and kept.mails == []
