"""The one door of answers: whatever path they take, an emergency is told at once."""

from datetime import date, timedelta
from uuid import uuid4

import pytest

from rehab.content.catalogue import catalogue
from rehab.vocabulary import AnswerValue, Tier
from tests.tracker.make import NOON, TODAY, make_injury
from tracker import regions
from tracker.actions.errors import EntryRefused
from tracker.actions.record_answers import record_answers
from tracker.actions.start_injury import BECAUSE
from tracker.clock import PersonNow
from tracker.models import Answer, Injury, Notice
from tracker.overview import check

pytestmark = pytest.mark.django_db
YES, NO, NOT_SURE = AnswerValue.YES, AnswerValue.NO, AnswerValue.NOT_SURE
PATHS = ["help", "weekly", BECAUSE, "r_ask_nerve", "import", "offline", "link"]
ALONE = [
    q.id
    for q in catalogue().emergency_questions
    if q.tier_if_yes is Tier.EMERGENCY and q.id not in ("q_sexual", "q_hot_swollen")
]


def now(*, days: int = 0) -> PersonNow:
    return PersonNow(now=NOON + timedelta(days=days), zone="UTC", today=TODAY + timedelta(days))


def record(
    injury: Injury, *, days: int = 0, on: date | None = None, because: str = "help", **given: str
) -> list[Notice]:
    return record_answers(
        owner=injury.owner,
        injury=injury,
        answers={question: AnswerValue(value) for question, value in given.items()},
        at=now(days=days),
        key=uuid4(),
        because=because,
        on=on,
    )


@pytest.mark.parametrize("because", PATHS)
@pytest.mark.parametrize("question", ALONE)
def test_a_yes_that_is_an_emergency_is_told_at_once_on_every_path(
    question: str, because: str
) -> None:
    [notice] = record(make_injury(), because=because, **{question: "yes"})

    assert notice.tier == "emergency"


@pytest.mark.parametrize("back", [0, 1, 6, 13])
def test_an_answer_that_arrives_late_is_told_at_once_while_it_counts(back: int) -> None:
    [notice] = record(make_injury(), on=TODAY - timedelta(days=back), q_saddle_numb="yes")

    assert (notice.tier, notice.told_on) == ("emergency", TODAY)
    assert Answer.objects.get().on == TODAY - timedelta(days=back)


def test_an_answer_expires_as_its_rule_says() -> None:
    within = catalogue().rules["r_ces"].answer_windows["q_saddle_numb"]
    injury = make_injury()

    assert record(injury, on=TODAY - timedelta(days=within), q_saddle_numb="yes") == []
    assert not Notice.objects.exists()


def test_not_sure_is_an_answer_of_its_own() -> None:
    injury = make_injury()

    [notice] = record(injury, q_saddle_numb="not_sure")

    assert notice.tier == "urgent"
    assert Answer.objects.get().value == "not_sure"


@pytest.mark.parametrize("order", [("yes", "no"), ("no", "yes"), ("not_sure", "yes", "no")])
def test_contradictory_answers_are_kept_and_the_safer_one_counts(order: tuple[str, ...]) -> None:
    injury = make_injury()

    for value in order:
        record(injury, q_bladder=value)

    assert list(Answer.objects.order_by("pk").values_list("value", flat=True)) == list(order)
    assert Notice.objects.open().filter(tier="emergency").exists()
    shown = check.result(injury, today=TODAY, region=regions.REGIONS["gb"])
    assert shown.is_emergency
    assert any("pee" in line for line in shown.tell)


def test_a_late_no_does_not_undo_a_newer_yes() -> None:
    injury = make_injury()
    record(injury, q_bladder="yes")

    record(injury, on=TODAY - timedelta(days=1), q_bladder="no")

    assert Notice.objects.open().get().tier == "emergency"


def test_a_later_no_ends_it_with_a_trace_and_keeps_both_answers() -> None:
    injury = make_injury()
    record(injury, q_bladder="yes")

    record(injury, days=1, q_bladder="no")

    assert not Notice.objects.open().exists()
    assert Notice.objects.get().closed_because == "passed"
    assert Answer.objects.count() == 2


def test_a_day_to_come_and_an_unknown_question_are_refused() -> None:
    injury = make_injury()

    with pytest.raises(EntryRefused, match="not come yet"):
        record(injury, on=TODAY + timedelta(days=1), q_bladder="yes")
    with pytest.raises(EntryRefused):
        record(injury, q_nothing="yes")
    assert not Answer.objects.exists()


def test_a_replayed_queue_stores_once_in_any_order() -> None:
    injury = make_injury()
    sent = [(uuid4(), YES, 2), (uuid4(), NO, 1)]

    for _ in range(3):
        for key, value, back in reversed(sent):
            record_answers(
                owner=injury.owner,
                injury=injury,
                answers={"q_bladder": value},
                at=now(),
                key=key,
                because="offline",
                on=TODAY - timedelta(days=back),
            )

    assert Answer.objects.count() == 2
