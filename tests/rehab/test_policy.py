"""What is newly told: bundles, limits, cool-downs, and what the person did about it."""

from datetime import UTC, date, datetime, timedelta

import pytest

from rehab.signs.evaluate import Finding
from rehab.signs.history import Done, History, Told
from rehab.signs.model import Policy, TierText
from rehab.signs.policy import Reason, breadth_of, choose
from rehab.vocabulary import NoticeActionKind as Kind
from rehab.vocabulary import Tier

DAY = date(2026, 3, 2)
POLICY = Policy(
    tiers={
        Tier.EMERGENCY: TierText(heading="Now", cooldown_days=0),
        Tier.URGENT: TierText(
            heading="Today", cooldown_days=1, snooze_days=1, episode_ends_after_days=4
        ),
        Tier.SOON: TierText(
            heading="Soon",
            cooldown_days=7,
            snooze_days=7,
            max_new_in_7_days=1,
            episode_ends_after_days=7,
        ),
        Tier.ROUTINE: TierText(
            heading="Book",
            cooldown_days=14,
            snooze_days=14,
            max_new_in_7_days=1,
            episode_ends_after_days=14,
        ),
        Tier.NOTE: TierText(heading="Note", cooldown_days=0),
    },
    questions_per_screen=3,
    weekly_every_days=7,
    long_answer_days=90,
    seen_silence_days=42,
    not_for_me_days=28,
    escalate_routine_after_days=28,
    repeat_soon_after_days=14,
    emergency_holds_days=3,
    backfilled_yes_days=7,
    night_row_every_days=3,
    night_row_first_days=42,
    night_row_from=3,
    night_row_looks_back=7,
    lot_of_pain_from=8,
    usual_days=7,
    usual_min_logged=3,
    resets_for_review=2,
    resets_window_days=90,
    max_alarms_on_ordinary_healing_pct={"soon": 3.0},
)


NOTHING_BEFORE = History()


def finding(rule="r_a", tier=Tier.ROUTINE, **given):
    return Finding(rule_id=rule, topic=given.pop("topic", rule), tier=tier, **given)


def after(days):
    return DAY + timedelta(days=days)


def told_of(findings, history=NOTHING_BEFORE, on=DAY):
    return choose(findings, history, on, policy=POLICY)


def told(rule="r_a", tier=Tier.ROUTINE, on=0, **given):
    return Told(rule_id=rule, tier=tier, on=after(on), **given)


def done(kind, rule="r_a", on=0, **given):
    return Done(rule_id=rule, kind=kind, on=after(on), **given)


def at(hour, day=0):
    return datetime(2026, 3, 2, hour, tzinfo=UTC) + timedelta(days=day)


def is_told(found, history, day):
    return bool(told_of([found], history, after(day)))


def test_a_new_finding_is_told_once():
    (telling,) = told_of([finding()])

    assert telling.lead.rule_id == "r_a"
    assert telling.reasons == (Reason.NEW,)
    assert not is_told(finding(), History(told=telling.as_told(DAY)), 0)
    assert not is_told(finding(), History(told=telling.as_told(DAY)), 1)


def test_a_note_is_never_told():
    assert told_of([finding(tier=Tier.NOTE)]) == []


def test_soon_and_routine_of_one_day_are_one_message_the_highest_first():
    found = [finding("r_a"), finding("r_b", Tier.SOON), finding("r_c")]

    (telling,) = told_of(found)

    assert telling.tier is Tier.SOON
    assert [each.rule_id for each in telling.findings] == ["r_b", "r_a", "r_c"]


def test_emergency_and_urgent_are_messages_of_their_own_and_come_first():
    found = [finding("r_a"), finding("r_u", Tier.URGENT)]

    assert [each.tier for each in told_of(found)] == [Tier.URGENT, Tier.ROUTINE]
    found.append(finding("r_e", Tier.EMERGENCY))
    assert [each.tier for each in told_of(found)] == [Tier.EMERGENCY, Tier.URGENT]


@pytest.mark.parametrize(
    ("before", "now", "day", "expected"),
    [
        (Tier.ROUTINE, Tier.ROUTINE, 0, False),
        (Tier.ROUTINE, Tier.ROUTINE, 6, False),
        (Tier.ROUTINE, Tier.ROUTINE, 7, True),
        (Tier.SOON, Tier.ROUTINE, 6, False),
        (Tier.SOON, Tier.SOON, 6, False),
        (Tier.SOON, Tier.SOON, 7, True),
        (Tier.ROUTINE, Tier.SOON, 0, True),
        (Tier.ROUTINE, Tier.URGENT, 0, True),
        (Tier.URGENT, Tier.ROUTINE, 1, True),
        (Tier.URGENT, Tier.EMERGENCY, 0, True),
    ],
)
def test_one_new_message_in_seven_days_never_holds_back_a_higher_tier(before, now, day, expected):
    history = History(told=(told("r_before", before, topic="r_now"),))

    assert is_told(finding("r_now", now), history, day) is expected


def test_a_routine_rule_rides_in_a_soon_message_without_counting_as_soon():
    (telling,) = told_of([finding("r_s", Tier.SOON), finding("r_r")])

    kept = telling.as_told(DAY)

    assert [(each.rule_id, each.tier) for each in kept] == [
        ("r_s", Tier.SOON),
        ("r_r", Tier.ROUTINE),
    ]


def test_what_was_held_back_is_told_when_there_is_room():
    history = History(told=(told("r_before"),))

    assert not is_told(finding("r_now"), history, 3)
    assert is_told(finding("r_now"), history, 7)


# one card


def test_a_rule_joining_a_told_card_of_its_bundle_is_not_told_again():
    history = History(told=(told("r_rest", bundle="b"),))

    assert not is_told(finding("r_sitting", bundle="b"), history, 10)
    assert is_told(finding("r_sitting", bundle="other"), history, 10)
    assert is_told(finding("r_sitting", Tier.SOON, bundle="b"), history, 10)
    assert is_told(finding("r_sitting", bundle="b"), history, 28)


def test_a_card_closed_as_not_for_me_is_opened_by_another_rule_of_the_bundle():
    history = History(
        told=(told("r_rest", bundle="b"),), done=(done(Kind.NOT_FOR_ME, "r_rest", 1),)
    )

    assert is_told(finding("r_sitting", bundle="b"), history, 10)


def test_a_rule_that_is_told_once_is_never_told_again():
    history = History(told=(told(),), done=(done(Kind.SEEN),))

    assert not is_told(finding(once=True), history, 400)


# soon and routine after an action


@pytest.mark.parametrize(
    ("kind", "tier", "quiet_until"),
    [
        (Kind.LATER, Tier.ROUTINE, 14),
        (Kind.LATER, Tier.SOON, 7),
        (Kind.SEEN, Tier.ROUTINE, 42),
        (Kind.SEEN, Tier.SOON, 42),
        (Kind.NOT_FOR_ME, Tier.ROUTINE, 28),
        (Kind.BOOKED, Tier.ROUTINE, 28),
        (Kind.ARRANGED, Tier.SOON, 28),
    ],
)
def test_an_action_keeps_a_rule_quiet_for_its_time(kind, tier, quiet_until):
    history = History(told=(told(tier=tier),), done=(done(kind),))

    assert not is_told(finding(tier=tier), history, quiet_until - 1)
    assert is_told(finding(tier=tier), history, quiet_until)


def test_a_booked_visit_keeps_a_rule_quiet_until_weeks_after_it():
    history = History(told=(told(),), done=(done(Kind.BOOKED, until=after(40)),))

    assert not is_told(finding(), history, 40)
    assert not is_told(finding(), history, 67)
    assert is_told(finding(), history, 68)


def test_not_for_me_ends_when_the_pattern_widens():
    calf = finding(values={"places": ("calf",)})
    wider = finding(values={"places": ("calf", "foot")})
    history = History(told=(told(breadth=breadth_of(calf)),), done=(done(Kind.NOT_FOR_ME, on=1),))

    assert not is_told(calf, history, 9)
    (telling,) = told_of([wider], history, after(9))
    assert telling.reasons == (Reason.WIDER,)


def test_any_action_ends_when_the_tier_rises():
    history = History(told=(told(),), done=(done(Kind.SEEN),))

    (telling,) = told_of([finding(tier=Tier.SOON)], history, after(1))

    assert telling.reasons == (Reason.HIGHER,)


# ignored


def test_routine_left_alone_is_told_once_more_as_soon():
    history = History(told=(told(),))

    assert not is_told(finding(), history, 27)
    (telling,) = told_of([finding()], history, after(28))
    assert (telling.tier, telling.reasons) == (Tier.SOON, (Reason.ESCALATED,))

    later = History(told=(*history.told, *telling.as_told(after(28))))
    assert not any(is_told(finding(), later, day) for day in range(28, 200))


def test_soon_left_alone_is_repeated_once():
    history = History(told=(told(tier=Tier.SOON),))

    assert not is_told(finding(tier=Tier.SOON), history, 13)
    assert is_told(finding(tier=Tier.SOON), history, 14)

    twice = History(told=(*history.told, told(tier=Tier.SOON, on=14)))
    assert not any(is_told(finding(tier=Tier.SOON), twice, day) for day in range(15, 200))


@pytest.mark.parametrize(("tier", "cooldown"), [(Tier.ROUTINE, 14), (Tier.SOON, 7)])
def test_what_had_ended_and_came_back_waits_for_its_cooldown(tier, cooldown):
    history = History(told=(told(tier=tier),), open_since={"r_a": after(3)})

    assert not is_told(finding(tier=tier), history, cooldown - 1)
    assert is_told(finding(tier=tier), history, cooldown)


# emergency and urgent


def emergency(*, answered=0, question="q_bladder", tier=Tier.EMERGENCY):
    return finding(tier=tier, answered={question: after(answered)}, evidence=(after(answered),))


def test_an_emergency_is_told_at_once_and_again_with_every_new_yes():
    history = History(told=(told(tier=Tier.EMERGENCY, breadth=frozenset({"q_bladder"})),))

    assert is_told(emergency(), History(), 0)
    assert not is_told(emergency(), history, 1)
    assert is_told(emergency(answered=3), history, 3)
    assert is_told(emergency(question="q_bowel"), history, 1)


@pytest.mark.parametrize("kind", list(Kind))
def test_nothing_a_person_does_keeps_a_new_emergency_answer_quiet(kind):
    history = History(
        told=(told(tier=Tier.EMERGENCY, breadth=frozenset({"q_bladder"})),),
        done=(done(kind, on=1),),
    )

    assert is_told(emergency(answered=2), history, 2)


@pytest.mark.parametrize("tier", [Tier.EMERGENCY, Tier.URGENT])
def test_a_visit_silences_only_the_answers_given_before_it(tier):
    history = History(
        told=(told(tier=tier, breadth=frozenset({"q_bladder"})),), done=(done(Kind.SEEN, on=1),)
    )

    assert not is_told(emergency(tier=tier), history, 2)
    assert not is_told(emergency(answered=1, tier=tier), history, 3)
    assert is_told(emergency(answered=2, tier=tier), history, 2)


def test_an_urgent_pattern_that_ended_after_the_visit_and_came_back_is_told():
    history = History(
        told=(told(tier=Tier.URGENT),),
        done=(done(Kind.SEEN, on=1),),
        open_since={"r_a": after(20)},
    )

    assert is_told(finding(tier=Tier.URGENT), history, 20)


def test_an_urgent_pattern_that_was_seen_stays_quiet_while_it_goes_on():
    found = finding(tier=Tier.URGENT, evidence=(after(9),))
    history = History(
        told=(told(tier=Tier.URGENT),), done=(done(Kind.SEEN, on=1),), open_since={"r_a": DAY}
    )

    assert not is_told(found, history, 9)
    assert is_told(found, history, 43)


def test_urgent_left_alone_is_told_the_next_day_and_then_weekly_with_new_days():
    once = History(told=(told(tier=Tier.URGENT),), open_since={"r_a": DAY})
    twice = History(told=(*once.told, told(tier=Tier.URGENT, on=1)), open_since={"r_a": DAY})

    old = finding(tier=Tier.URGENT, evidence=(DAY,))
    new = finding(tier=Tier.URGENT, evidence=(DAY, after(8)))
    assert not is_told(old, once, 0)
    assert is_told(old, once, 1)
    assert not is_told(new, twice, 7)
    assert is_told(new, twice, 8)
    assert not is_told(old, twice, 8)


def test_arranged_is_asked_about_the_next_day():
    history = History(told=(told(tier=Tier.URGENT),), done=(done(Kind.ARRANGED),))

    assert not is_told(finding(tier=Tier.URGENT), history, 0)
    (telling,) = told_of([finding(tier=Tier.URGENT)], history, after(1))
    assert telling.reasons == (Reason.FOLLOW_UP,)


def test_choosing_again_with_what_was_told_tells_nothing_new():
    found = [finding("r_r"), finding("r_s", Tier.SOON), emergency()]

    tellings = told_of(found)
    kept = tuple(each for telling in tellings for each in telling.as_told(DAY))

    assert told_of(found, History(told=kept)) == []


# the same cause


@pytest.mark.parametrize("stronger", [Tier.SOON, Tier.URGENT, Tier.EMERGENCY])
def test_a_weaker_rule_about_the_same_cause_is_silent_while_the_stronger_one_is_true(stronger):
    strong = finding("r_strong", stronger, topic="fever")
    weak = finding("r_weak", Tier.ROUTINE, topic="fever")
    told_before = History(told=(told("r_strong", stronger),))

    assert [each.lead.rule_id for each in told_of([weak, strong])] == ["r_strong"]
    for day in range(1, 5):
        kept = told_of([weak, strong], told_before, after(day))
        assert "r_weak" not in {f.rule_id for each in kept for f in each.findings}
    assert is_told(weak, told_before, 7)


def test_an_urgent_rule_is_told_beside_an_emergency_with_another_cause_or_an_equal_one():
    fever = finding("r_fever", Tier.URGENT, topic="fever")
    other = finding("r_ces", Tier.EMERGENCY, topic="ces")
    equal = finding("r_other", Tier.URGENT, topic="fever")

    assert [each.lead.rule_id for each in told_of([fever, other])] == ["r_ces", "r_fever"]
    assert [each.lead.rule_id for each in told_of([fever, equal])] == ["r_fever", "r_other"]


def test_a_rule_covers_routine_signs_of_other_topics_but_nothing_that_is_soon():
    clot = finding("r_clot", Tier.URGENT, covers=("radiating",))
    calf = finding("r_calf", Tier.ROUTINE, topic="radiating")
    nerve = finding("r_nerve", Tier.SOON, topic="radiating")

    assert [each.lead.rule_id for each in told_of([clot, calf])] == ["r_clot"]
    assert [each.lead.rule_id for each in told_of([clot, nerve])] == ["r_clot", "r_nerve"]


def test_soon_and_routine_wait_for_the_first_days_of_an_emergency():
    fever = emergency()
    history = History(told=(told(tier=Tier.EMERGENCY, breadth=frozenset({"q_bladder"})),))
    held = POLICY.emergency_holds_days

    for tier in (Tier.SOON, Tier.ROUTINE):
        late = finding("r_late", tier)
        assert [each.tier for each in told_of([fever, late])] == [Tier.EMERGENCY]
        assert told_of([fever, late], history, after(held - 1)) == []
        assert told_of([fever, late], history, after(held)) != []


def test_they_wait_no_longer_once_somebody_looked_at_it_or_it_is_over():
    told_once = (told(tier=Tier.EMERGENCY, breadth=frozenset({"q_bladder"})),)
    seen = History(told=told_once, done=(done(Kind.SEEN, on=1),))
    late = finding("r_late", Tier.SOON)

    assert told_of([emergency(), late], seen, after(1)) != []
    assert told_of([late], History(told=told_once), after(1)) != []
    assert told_of([late], History(told=told_once), DAY) == []


# once a day, and moments


@pytest.mark.parametrize("tier", [Tier.EMERGENCY, Tier.URGENT])
def test_one_rule_is_told_once_a_day_however_many_answers_come(tier):
    first = emergency(tier=tier)
    both = finding(
        tier=tier, answered={"q_bladder": DAY, "q_bowel": DAY}, evidence=(DAY,), topic="r_a"
    )
    history = History(told=(told(tier=tier, breadth=frozenset({"q_bladder"}), at=at(8)),))

    assert is_told(first, History(), 0)
    assert not is_told(both, history, 0)
    other = finding("r_other", Tier.EMERGENCY, answered={"q_bowel": DAY})
    assert is_told(other, history, 0)


@pytest.mark.parametrize("tier", [Tier.EMERGENCY, Tier.URGENT])
@pytest.mark.parametrize("question", ["q_bladder", "q_bowel"])
@pytest.mark.parametrize(("hour", "expected"), [(13, False), (15, True)])
def test_on_the_day_of_a_visit_only_what_was_answered_after_it_speaks(
    tier, question, hour, expected
):
    history = History(
        told=(told(tier=tier, breadth=frozenset({"q_bladder"}), at=at(8)),),
        done=(done(Kind.SEEN, at=at(14)),),
        answered_at={question: at(hour)},
    )

    assert is_told(emergency(question=question, tier=tier), history, 0) is expected


def test_what_was_told_after_the_visit_is_not_told_twice():
    breadth = frozenset({"q_bladder"})
    history = History(
        told=(
            told(tier=Tier.EMERGENCY, breadth=breadth, at=at(8)),
            told(tier=Tier.EMERGENCY, breadth=breadth, at=at(15)),
        ),
        done=(done(Kind.SEEN, at=at(14)),),
        answered_at={"q_bladder": at(15)},
    )

    assert not is_told(emergency(), history, 0)


# the weekly limit of soon


def test_a_soon_finding_on_a_new_cause_joins_the_card_of_the_last_days_at_once():
    history = History(told=(told("r_tear", Tier.SOON, topic="tear"),))

    (telling,) = told_of([finding("r_numb", Tier.SOON, topic="nerve")], history, after(1))

    assert telling.joins
    assert telling.reasons == (Reason.NEW,)
    assert not is_told(finding("r_tear2", Tier.SOON, topic="tear"), history, 6)
    (alone,) = told_of([finding("r_tear2", Tier.SOON, topic="tear")], history, after(7))
    assert not alone.joins


def test_what_is_soon_by_ageing_alone_waits_like_the_routine_sign_it_is():
    history = History(told=(told("r_old"), told("r_late", on=25)))

    assert not is_told(finding("r_old"), history, 28)
    assert not is_told(finding("r_old"), history, 31)
    assert is_told(finding("r_old"), history, 32)


def test_a_card_is_told_once_more_as_soon_not_each_of_its_rules():
    history = History(
        told=(
            told("r_rest", bundle="b"),
            told("r_sit", bundle="b", on=7),
            told("r_rest", Tier.SOON, bundle="b", on=28),
        )
    )

    assert not is_told(finding("r_sit", bundle="b"), history, 35)
    assert not is_told(finding("r_sit", bundle="b"), history, 55)
    assert is_told(finding("r_sit", bundle="b"), history, 56)
