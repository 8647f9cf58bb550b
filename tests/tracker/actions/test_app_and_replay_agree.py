"""The policy replayed day by day over a diary tells what the app told and stored for it.

Made-up people log in stretches, miss days, answer questions, fall, and do something about
what they are told. The app runs after each day's writes; the replay sees the diary at the
end and what was done, and must tell the same rules on the same days in the same tiers.
"""

from dataclasses import dataclass, field
from datetime import date, timedelta
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rehab.content.catalogue import catalogue
from rehab.signs import replies
from rehab.signs.replay import replay
from rehab.vocabulary import NoticeActionKind, Tier
from tests.tracker.make import NOON, TODAY, make_answer, make_day, make_fall, make_injury
from tracker import diary_reader
from tracker.actions.answer_notice import NoticeReply, answer_notice
from tracker.actions.evaluate_signs import evaluate_signs
from tracker.actions.sign_history import read_histories
from tracker.clock import PersonNow
from tracker.models import Injury, Notice

pytestmark = pytest.mark.django_db
Told = tuple[date, str, str]

PLACES = [["mid_thigh"], ["sit_bone"], ["calf", "mid_thigh"], ["low_back", "buttock"],
          ["groin_inner_thigh"], ["low_back", "calf", "outer_knee"]]  # fmt: skip
QUALITIES = [["ache"], ["tingling"], ["burning", "numb"], ["sharp"]]
SIGNS = [{}, {"swelling": True}, {"numbness": True}, {"swelling": False, "numbness": False}]
QUESTIONS = ["q_saddle_numb", "q_bladder", "q_fever", "q_leg_swollen", "q_lump", "q_foot_drop",
             "q_cant_walk", "q_pain_never_eases", "q_both_legs"]  # fmt: skip


@dataclass(frozen=True)
class Stretch:
    """Some days that are alike: what is logged on each, and how many of them are missed."""

    days: int
    rest: int | None
    sitting: int | None
    night: int | None
    places: int
    qualities: int
    signs: int
    every: int


@dataclass(frozen=True)
class Story:
    onset_back: int
    onset: str
    grade: int | None
    stretches: tuple[Stretch, ...]
    answers: dict[int, tuple[str, str]] = field(default_factory=dict)
    falls: frozenset[int] = frozenset()
    acts: dict[int, NoticeActionKind] = field(default_factory=dict)


NRS = st.none() | st.integers(0, 8)
STRETCH = st.builds(
    Stretch,
    days=st.integers(3, 25),
    rest=NRS,
    sitting=NRS,
    night=NRS,
    places=st.integers(0, len(PLACES) - 1),
    qualities=st.integers(0, len(QUALITIES) - 1),
    signs=st.integers(0, len(SIGNS) - 1),
    every=st.integers(1, 2),
)
DAY = st.integers(0, 75)
STORY = st.builds(
    Story,
    onset_back=st.sampled_from([0, 10, 60, 240]),
    onset=st.sampled_from(["sudden", "gradual"]),
    grade=st.sampled_from([None, 1, 2, 3]),
    stretches=st.lists(STRETCH, min_size=2, max_size=5).map(tuple),
    answers=st.dictionaries(
        DAY,
        st.tuples(st.sampled_from(QUESTIONS), st.sampled_from(["yes", "no", "not_sure"])),
        max_size=5,
    ),
    falls=st.frozensets(DAY, max_size=2),
    acts=st.dictionaries(DAY, st.sampled_from(list(NoticeActionKind)), max_size=8),
)


def at_noon(on: date, *, hours: int = 0) -> PersonNow:
    now = NOON + timedelta(days=(on - TODAY).days, hours=hours)
    return PersonNow(now=now, zone="UTC", today=on)


def live(story: Story) -> tuple[Injury, date]:
    """Log the story in the app, a day at a time; the injury and the last day."""
    first = TODAY - timedelta(days=100)
    injury = make_injury(
        onset=story.onset, onset_on=first - timedelta(days=story.onset_back), grade=story.grade
    )
    days = [stretch for stretch in story.stretches for _ in range(stretch.days)]
    for number, stretch in enumerate(days):
        on = first + timedelta(days=number)
        is_written = write(story, stretch, injury, number, on)
        if is_written:
            evaluate_signs(injury=Injury.objects.get(pk=injury.pk), at=at_noon(on))
        if number in story.acts:
            act(injury, story.acts[number], on)
    return injury, first + timedelta(days=len(days) - 1)


def write(story: Story, stretch: Stretch, injury: Injury, number: int, on: date) -> bool:
    is_logged = number % stretch.every == 0
    if is_logged:
        make_day(
            injury,
            on,
            rest=stretch.rest,
            sitting=stretch.sitting,
            night=stretch.night,
            places=[[code, "right"] for code in PLACES[stretch.places]],
            qualities=QUALITIES[stretch.qualities],
            signs=SIGNS[stretch.signs],
        )
    if number in story.answers:
        make_answer(injury, *story.answers[number], on=on)
    if number in story.falls:
        make_fall(injury.owner, on, injury=injury)
    return is_logged or number in story.answers or number in story.falls


def act(injury: Injury, kind: NoticeActionKind, on: date) -> None:
    """Do the same about every open sign that offers it, in the afternoon."""
    for notice in Notice.objects.filter(injury=injury).open():
        if replies.is_offered(kind, Tier(notice.tier)):
            day = on if kind is NoticeActionKind.SEEN else None
            reply = NoticeReply(kind=kind, day=day, reason="an old scar")
            answer_notice(notice=notice, reply=reply, at=at_noon(on, hours=3), key=uuid4())


def told_by_app(injury: Injury) -> set[Told]:
    """Each rule that a notice told anew; what a card brought along was told before."""
    return {
        (notice.told_on, notice.tier, part["rule"])
        for notice in Notice.objects.filter(injury=injury)
        for part in notice.parts
        if part["on"] == notice.told_on.isoformat()
    }


def told_by_replay(injury: Injury, last: date) -> set[Told]:
    fresh = diary_reader.with_context(Injury.objects.filter(pk=injury.pk)).get()
    diary = diary_reader.read(fresh, today=last, since=date(2000, 1, 1))
    done = read_histories({injury.pk: {}}, today=last)[injury.pk].done
    return {
        (report.on, telling.tier.value, finding.rule_id)
        for report in replay(catalogue(), diary, last, done=done, only_recorded=True)
        for telling in report.told
        for finding in telling.findings
    }


@settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck))
@given(story=STORY)
def test_the_replay_tells_what_the_app_told(story: Story) -> None:
    injury, last = live(story)

    assert told_by_replay(injury, last) == told_by_app(injury)


def test_the_stories_hold_what_they_are_for() -> None:
    """Otherwise the two would agree about nothing."""
    spreading = Stretch(20, 2, 2, 5, 2, 1, 1, 1)
    story = Story(60, "gradual", None, (spreading, spreading), {3: ("q_bladder", "yes")})

    injury, last = live(story)

    told = told_by_app(injury)
    assert {tier for _on, tier, _rule in told} >= {"emergency", "soon"}
    assert told == told_by_replay(injury, last)
