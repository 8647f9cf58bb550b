"""What the jobs log: what happened and why, and nothing of a person."""

import io
import logging
from collections.abc import Iterator
from datetime import timedelta

import pytest

from tests.tracker.make import NOON, TODAY
from tests.tracker.reminders.test_outbox import Kept, due, reachable
from tracker import logs
from tracker.models import Outbox
from tracker.models.reminder import ReminderKind
from tracker.reminders.messages import Later, Message
from tracker.reminders.outbox import BACKOFF, deliver

pytestmark = pytest.mark.django_db
SECRETS = ("ann@", "example", "hamstring", "pain", "sit bone", "right", str(TODAY))


@pytest.fixture(autouse=True)
def _mail(settings) -> None:
    settings.HAS_MAIL = True


@pytest.fixture(params=[logs.JsonFormatter, logs.TextFormatter])
def log(request: pytest.FixtureRequest) -> Iterator[io.StringIO]:
    """What stands in the log of a site, in both of its formats."""
    kept = io.StringIO()
    handler = logging.StreamHandler(kept)
    handler.setFormatter(request.param())
    handler.addFilter(logs.plain_words)
    ours = logging.getLogger("tracker")
    before = ours.level
    ours.addHandler(handler)
    ours.setLevel(logging.DEBUG)
    yield kept
    ours.removeHandler(handler)
    ours.setLevel(before)


class Talkative(Kept):
    """Fails with everything about the person in its words."""

    def mail(self, message: Message) -> None:
        raise RuntimeError(f"{message.user.email}: hamstring pain, right sit bone, {TODAY}")


class Busy(Kept):
    def mail(self, message: Message) -> None:
        raise Later("recipient put off with 421")


@pytest.mark.parametrize(
    ("channels", "events"),
    [
        (Kept(), ["sent_sign_soon"]),
        (Busy(), ["mail_later", "put_off_sign_soon"]),
        (Talkative(), ["delivery_failed"]),
    ],
)
def test_each_message_leaves_a_line_that_says_what_became_of_it(
    channels: Kept, events: list[str], log: io.StringIO
) -> None:
    due(reachable(email="ann@example.org"), ReminderKind.SIGN_SOON)

    deliver(NOON, channels=channels)

    said = log.getvalue()
    assert all(event in said for event in events), said
    assert not any(secret in said for secret in SECRETS), said
    assert ("421" in said) == isinstance(channels, Busy)


def test_what_was_given_up_is_counted_in_a_line(log: io.StringIO) -> None:
    due(reachable(email="ann@example.org"), ReminderKind.SIGN_SOON)
    Outbox.objects.update(tries=len(BACKOFF))

    deliver(NOON + timedelta(minutes=1), channels=Busy())

    said = log.getvalue()
    assert "gave_up" in said and not any(secret in said for secret in SECRETS), said
