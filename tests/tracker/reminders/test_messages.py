"""One message from what is due: its outside tells nothing, its links lead home."""

import re
from datetime import UTC, datetime, time, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given
from hypothesis import settings as examples
from hypothesis import strategies as st

from rehab.content.catalogue import catalogue
from rehab.vocabulary import Location, PainContext
from tests.tracker.make import NOON, TODAY, make_notice, make_visit
from tests.tracker.reminders.letters import letter, message_of, person, row
from tracker import labels, words
from tracker.models.reminder import ReminderKind
from tracker.overview.messages import PAGES
from tracker.reminders.messages import BODIES, ORDER, SUBJECTS, TIERS, Message, compose

pytestmark = pytest.mark.django_db

# What would tell a stranger that this is about a body, and which.
HEALTH = """
pain painful hurt hurts ache sore injury injured hamstring sit-bone tendon muscle thigh leg hip
buttock back nerve swelling bruise numbness clot cramp strain tear rehab rehabilitation physio
physiotherapist doctor clinic hospital medical health symptom sign signs warning urgent emergency
exercise exercises test visit appointment scan therapy treatment fall run running sitting sleep
""".split()
NUMBER = re.compile(r"\d")


def outside(message: Message) -> str:
    """All that is seen without opening it."""
    return f"{message.subject}\n{message.title}"


def content_words() -> list[str]:
    """Every name and heading that stands in the content, and every place and pain context."""
    content = catalogue()
    names = [words.rule_name(rule) for rule in content.rules]
    headings = [str(rule.heading) for rule in content.rules.values() if rule.heading]
    tiers = [words.tier_heading(tier) for tier in TIERS.values()]
    conditions = [words.condition_label(each) for each in content.conditions]
    codes = [str(labels.label(code)) for kind in (Location, PainContext) for code in kind]
    return [each for each in (*names, *headings, *tiers, *conditions, *codes) if len(each) > 3]


def test_the_outside_of_no_message_holds_a_health_word_or_a_number() -> None:
    for kind in ReminderKind:
        told = outside(letter(kind)).lower()

        assert not set(re.findall(r"[a-z-]+", told)) & set(HEALTH), (kind, told)
        assert not NUMBER.search(told), (kind, told)


def test_the_outside_of_no_message_holds_a_name_or_heading_of_the_content() -> None:
    named = content_words()
    assert len(named) > 100

    for kind in ReminderKind:
        told = outside(letter(kind)).lower()
        assert [each for each in named if each.lower() in told] == [], kind


@examples(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(kinds=st.sets(st.sampled_from(list(ReminderKind)), min_size=1))
def test_whatever_comes_together_the_outside_stays_neutral(kinds: set[ReminderKind]) -> None:
    message = letter(*kinds)

    told = outside(message).lower()
    assert not set(re.findall(r"[a-z-]+", told)) & set(HEALTH), told
    assert message.kinds == tuple(kind for kind in ORDER if kind in kinds)
    assert all(line.url.startswith("http://localhost:8000/") for line in message.lines)


def test_the_body_says_no_more_of_a_sign_than_the_heading_of_its_tier() -> None:
    for kind, tier in TIERS.items():
        (line,) = letter(kind).lines

        assert line.text.startswith(words.tier_heading(tier))
        assert "Night pain" not in line.text and str(TODAY.day) not in line.text


def test_an_emergency_says_whom_to_call_without_opening_anything() -> None:
    message = letter(ReminderKind.SIGN_EMERGENCY, injury=person(region="gb"))

    assert "call 999" in message.lines[0].text


def test_every_kind_has_its_words() -> None:
    assert set(SUBJECTS) == set(ReminderKind) == set(ORDER)
    assert set(BODIES) == set(ReminderKind) - set(TIERS) - {ReminderKind.VISIT}


def test_several_things_make_one_message_the_gravest_first() -> None:
    message = letter(ReminderKind.DAILY, ReminderKind.SIGN_URGENT, ReminderKind.CHECK)

    assert len(message.lines) == 3
    assert message.kinds[0] is ReminderKind.SIGN_URGENT
    assert message.subject == "Please open this today"


def test_two_calm_things_are_counted() -> None:
    assert letter(ReminderKind.DAILY, ReminderKind.CHECK).title == "2 things wait in your diary"


@pytest.mark.parametrize(
    ("days", "title"),
    [(0, "Today in your diary"), (1, "Tomorrow in your diary"), (2, "A date in your diary")],
)
def test_a_visit_names_its_hour_and_never_with_whom(days: int, title: str) -> None:
    injury = person()
    visit = make_visit(
        injury, state="booked", on=TODAY + timedelta(days=days), at=time(17, 30), who="Dr Moss"
    )
    message = message_of(injury.owner, [row(injury, ReminderKind.VISIT, about=visit.uuid)])

    assert message.title == title
    assert ("17:30" in message.lines[0].text) is (days < 2)
    assert "Moss" not in message.lines[0].text


def test_tomorrow_is_tomorrow_where_the_person_is() -> None:
    injury = person(time_zone="Pacific/Auckland")
    visit = make_visit(injury, state="booked", on=TODAY + timedelta(days=1))
    due = row(injury, ReminderKind.VISIT, about=visit.uuid)
    evening_in_utc = datetime(2026, 11, 21, 20, tzinfo=UTC)  # the 22nd, 09:00, in Auckland

    message = compose(injury.owner, [due], now=evening_in_utc)

    assert message is not None and message.title == "Today in your diary"


def test_what_is_gone_is_not_told() -> None:
    injury, other = person(), person()
    visit = make_visit(other, state="booked", on=TODAY)

    of_a_stranger = row(injury, ReminderKind.VISIT, about=visit.uuid)
    assert compose(injury.owner, [of_a_stranger], now=NOON) is None

    sign = row(injury, ReminderKind.SIGN_SOON)
    injury.notices.update(closed_on=TODAY, closed_because="passed")
    assert compose(injury.owner, [sign], now=NOON) is None


def test_nothing_due_is_no_message() -> None:
    assert compose(person().owner, [], now=NOON) is None


def test_the_same_rows_have_the_same_id_and_other_rows_another() -> None:
    injury = person()
    rows = [row(injury, ReminderKind.DAILY), row(injury, ReminderKind.CHECK)]

    first, again = message_of(injury.owner, rows), message_of(injury.owner, rows[::-1])

    assert first.message_id == again.message_id
    assert first.message_id != message_of(injury.owner, rows[:1]).message_id
    assert re.fullmatch(r"<[0-9a-f]{40}@localhost>", first.message_id)


def test_a_sign_that_is_told_again_alone_keeps_the_id_of_its_first_message() -> None:
    injury = person()
    daily, sign = row(injury, ReminderKind.DAILY), row(injury, ReminderKind.SIGN_URGENT)

    together, alone = message_of(injury.owner, [daily, sign]), message_of(injury.owner, [sign])

    assert together.message_id == alone.message_id


def test_a_message_takes_two_queries_however_much_it_tells() -> None:
    injury = person()
    rows = [row(injury, kind) for kind in ReminderKind for _ in range(2) if kind in TIERS]
    rows += [row(injury, ReminderKind.VISIT) for _ in range(3)]
    rows += [row(injury, ReminderKind.DAILY)]

    with CaptureQueriesContext(connection) as queries:
        message_of(injury.owner, rows)

    assert len(queries) == 2


def test_a_message_leads_where_the_bell_leads() -> None:
    """But for the goodbye: the bell offers the switches, the message the diary."""
    for kind, (_, _, page) in BODIES.items():
        if kind is not ReminderKind.GOODBYE:
            assert page == PAGES[kind], kind


@pytest.mark.parametrize(
    ("tier", "title", "says"),
    [
        ("emergency", "Please open this now", "call 112"),
        ("urgent", "Please open this today", "Be seen today or tomorrow"),
        ("soon", "Something waits for you", "A visit is still to be booked."),
    ],
)
def test_a_grave_sign_that_still_waits_speaks_as_on_its_first_day(tier, title, says) -> None:
    injury = person()
    notice = make_notice(injury, tier=tier)
    again = row(injury, ReminderKind.SEE_DUE, about=notice.uuid)
    day = row(injury, ReminderKind.DAILY)

    alone = compose(injury.owner, [again], now=NOON)
    both = compose(injury.owner, [day, again], now=NOON)

    assert alone and both
    assert alone.title == title and says in alone.lines[0].text
    is_grave = tier != "soon"
    assert (str(notice.uuid) in alone.url) == is_grave
    assert both.lines[0] == alone.lines[0]
    assert (both.title == title) == is_grave
