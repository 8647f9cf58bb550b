"""The stories readers tell, and made-up ones: what is told, asked and pointed to, and when.

`pytest tests/journeys -s` prints every story with the sentences and the days they rest on.
"""

import json
from itertools import pairwise

import pytest

from rehab.vocabulary import AnswerValue, Tier
from tests.journeys.story import EXAMPLES, Story, example, story, story_of
from tests.tracker.exchange.test_format import CHECK

NAMES = sorted(path.stem for path in EXAMPLES.glob("*.json"))
RETOLD = {
    "sitting-five-years",
    "falls-on-ice",
    "marathon-six-weeks-off",
    "both-only-when-running",
    "tear-that-radiated",
    "clean-scans",
    "pop-ran-through",
    "no-comfortable-position",
}
PRESSING = (Tier.EMERGENCY, Tier.URGENT, Tier.SOON)
NERVE_QUESTIONS = {"q_saddle_numb", "q_bladder", "q_bowel", "q_both_legs"}


def first_pressing(told: Story) -> int | None:
    days = [m.day for m in told.messages if m.tier in (Tier.EMERGENCY, Tier.URGENT)]
    return min((day for day in days if day is not None), default=None)


@pytest.mark.parametrize("name", NAMES)
def test_an_example_is_a_diary_that_says_where_it_comes_from(name):
    raw = json.loads((EXAMPLES / f"{name}.json").read_text(encoding="utf-8"))

    CHECK.validate(raw)
    assert example(name).warnings == ()
    assert raw["about"]["title"]
    assert raw["about"]["made_up"]
    retold = raw["about"]["source"].startswith("Retold from a public comment")
    assert retold == (name in RETOLD)
    assert not {"name", "email"} & set(raw["person"])


def test_every_retold_story_is_here():
    assert set(NAMES) >= RETOLD


@pytest.mark.parametrize("name", NAMES)
def test_nothing_that_is_told_rests_on_a_day_to_come(name):
    told = story(name)
    told.print(name)

    for report in told.reports:
        for finding in report.findings:
            assert all(day <= report.on for day in finding.evidence), finding.rule_id


@pytest.mark.parametrize("name", NAMES)
def test_every_day_a_message_rests_on_holds_a_record(name):
    diary = example(name).diaries[0]
    recorded = {e.on for e in (*diary.days, *diary.runs, *diary.falls, *diary.answers)}

    for message in story(name).messages:
        assert set(message.evidence) <= recorded, message


@pytest.mark.parametrize("name", NAMES)
def test_the_weekly_safety_set_is_asked_at_least_every_other_week(name):
    diary = example(name).diaries[0]
    dealt = [r.on for r in story(name).reports for d in r.asked if d.question == "q_saddle_numb"]
    dealt += [a.on for a in diary.answers if a.question == "q_saddle_numb"]
    logged = [day.on for day in diary.days]

    gaps = [day for day in logged if min(abs((day - asked).days) for asked in dealt) > 14]
    assert gaps == []


@pytest.mark.parametrize("name", NAMES)
def test_no_rule_is_told_twice_on_a_day_and_no_urgent_one_more_than_weekly_after_two(name):
    told = story(name)
    for rule in told.rules_told():
        days = [m.on for m in told.messages if m.rule == rule]
        assert len(days) == len(set(days)), rule
        answered = {a.on for a in told.diary.answers if a.value is not AnswerValue.NO}
        again = [day for day in days[2:] if day not in answered]
        earlier = {day: days[days.index(day) - 1] for day in again}
        assert all((day - earlier[day]).days >= 7 for day in again), rule


@pytest.mark.parametrize("name", NAMES)
def test_a_rule_with_no_new_answer_never_returns_as_soon_as_it_flickers(name):
    """Soon and routine: a second telling lies two weeks after the first, or later."""
    for rule in story(name).rules_told(Tier.SOON, Tier.ROUTINE):
        days = [m.on for m in story(name).messages if m.rule == rule]
        assert all((later - first).days >= 14 for first, later in pairwise(days)), rule


@pytest.mark.parametrize("name", NAMES)
def test_pain_of_many_months_brings_about_one_routine_message_a_month(name):
    told = story(name)
    onset = told.diary.injury.onset_on
    start = min(report.on for report in told.reports)
    if onset is None or (start - onset).days < 85:
        return
    new = [r.on for r in told.reports for t in r.told if t.tier in (Tier.SOON, Tier.ROUTINE)]
    pressing = [r.on for r in told.reports for t in r.told if t.lead.tier is Tier.SOON]
    weeks = (told.reports[-1].on - start).days / 7
    assert len(new) - len(pressing) <= 2 + weeks / 4


@pytest.mark.parametrize("name", NAMES)
def test_at_most_one_message_of_a_tier_is_new_in_a_week_unless_it_cannot_wait(name):
    for tier in (Tier.SOON, Tier.ROUTINE):
        leads = [
            r.on for r in story(name).reports for t in r.told if t.tier is tier and not t.joins
        ]
        for earlier, later in pairwise(leads):
            assert (later - earlier).days >= 7


class TestSittingForFiveYears:
    """He cannot sit; scans were clean. One good examination, no alarm, the tendon named."""

    told = property(lambda self: story("sitting-five-years"))

    def test_the_first_log_brings_one_good_examination_once(self):
        assert self.told.told("r_long_standing") == [1922]

    def test_what_he_marks_joins_that_card_and_is_told_by_itself_a_month_later(self):
        """The first card names tendon, back, pelvis and hip already."""
        assert self.told.told("r_low_back_buttock") == [1950]
        assert self.told.told("r_sitting_pain") == [1950]

    def test_nothing_cries_wolf_and_nobody_calls_him_overdue(self):
        assert self.told.rules_told(Tier.EMERGENCY, Tier.URGENT) == set()
        assert "r_overdue" not in self.told.rules_told()

    def test_lump_and_weight_are_asked_once_a_month_and_when_nerve_words_come(self):
        assert self.told.asked_because("r_ask_slow") == {
            "q_lump",
            "q_weight_loss",
            "q_night_sweats",
        }
        slow = [
            report.day
            for report in self.told.reports
            for due in report.asked
            if due.question == "q_lump" and due.because == "r_ask_slow"
        ]
        assert slow == [1924, 1931, 1964]

    def test_nerve_in_the_buttock_and_tendon_stand_in_front(self):
        first = self.told.pointed_to(1969)[:3]

        assert {"deep_gluteal", "proximal_hamstring_tendinopathy"} <= set(first)


class TestFallsOnIce:
    """She writes falls down although nothing hurts; weeks later the sit bone does."""

    told = property(lambda self: story("falls-on-ice"))

    def test_the_fall_is_shown_within_the_first_week_of_pain(self):
        link = next(m for m in self.told.messages if m.rule == "r_fall_link")

        assert link.day == 6
        assert link.evidence[0].isoformat() == "2026-01-20"
        assert link.tier is Tier.ROUTINE

    def test_the_harmless_near_slip_is_not_the_one(self):
        days = {day.isoformat() for m in self.told.messages for day in m.evidence}

        assert "2026-01-09" not in days

    def test_no_fall_is_an_emergency_by_itself(self):
        assert first_pressing(self.told) is None

    def test_joint_bursa_and_nerve_are_what_it_points_to(self):
        conditions = set(self.told.pointed_to(6))

        assert {"sij", "ischial_bursitis", "cluneal"} <= conditions


class TestSixWeeksOffAfterAMarathon:
    """Rest, roller, stretching, no better: have back, pelvis and hip checked."""

    told = property(lambda self: story("marathon-six-weeks-off"))

    def test_back_and_pelvis_are_named_after_two_weeks(self):
        assert self.told.first_told("r_low_back_buttock") == 14
        assert "sij" in self.told.pointed_to(14)[:3]

    def test_that_usual_care_does_not_help_is_told_by_week_six(self):
        assert 28 <= self.told.first_told("r_treatment_no_response") <= 42

    def test_with_the_low_back_the_nerve_questions_are_asked(self):
        assert self.told.asked_because("r_ask_nerve") >= NERVE_QUESTIONS

    def test_there_is_no_alarm(self):
        assert first_pressing(self.told) is None


class TestBothHamstringsOnlyWhenRunning:
    """Two sore hamstrings are no spine emergency; effort-only pain gets its own questions."""

    told = property(lambda self: story("both-only-when-running"))

    def test_two_sore_legs_are_no_alarm(self):
        assert self.told.rules_told(*PRESSING) == set()

    def test_what_happens_on_stopping_is_asked(self):
        assert self.told.asked_because("r_ask_exertional") == {
            "q_exertional",
            "q_cold_foot_after_run",
        }

    def test_that_only_running_still_hurts_is_told_nine_weeks_after_the_first_log(self):
        assert self.told.told("r_running_only_overdue") == [103]

    def test_quiet_days_raise_no_plateau(self):
        assert not {r for r in self.told.rules_told() if r.startswith("r_plateau")}


class TestATearThatRadiated:
    """A pop at the sit bone is urgent at once; pain down the leg is no proof against a tear."""

    told = property(lambda self: story("tear-that-radiated"))

    def test_a_pop_with_sit_bone_pain_is_urgent_on_the_first_day(self):
        assert self.told.first_told("r_severe_onset") == 0

    def test_the_torn_tendon_stands_first_from_the_start(self):
        assert self.told.pointed_to(0)[:2] == ["proximal_avulsion", "grade3_tear"]
        assert "proximal_avulsion" in self.told.pointed_to(21)[:2]

    def test_nerve_signs_after_a_tear_are_soon_and_name_the_tear(self):
        told = next(m for m in self.told.messages if m.rule == "r_tear_with_nerve")

        assert told.tier is Tier.SOON
        assert told.day == 4

    def test_numbness_joins_that_card_the_day_it_is_true_not_a_week_later(self):
        true = min(
            r.day for r in self.told.reports for f in r.findings if f.rule_id == "r_numb_weak"
        )

        assert self.told.first_told("r_numb_weak") == true

    def test_nerve_and_clot_questions_are_asked_on_the_days_it_radiates(self):
        assert self.told.asked_because("r_ask_nerve") >= {"q_foot_drop", "q_saddle_numb"}
        assert "q_clot_risk" in self.told.asked_because("r_ask_swelling")


class TestCleanScans:
    """Months of sit-bone pain, at times like sciatica: nerve words are heard, calmly."""

    told = property(lambda self: story("clean-scans"))

    def test_one_good_examination_on_the_first_day(self):
        assert self.told.told("r_long_standing") == [303]

    def test_nerve_words_are_told_when_they_come(self):
        assert self.told.first_told("r_nerve_quality") == 331
        assert self.told.asked_because("r_ask_nerve") >= NERVE_QUESTIONS

    def test_the_tendon_stands_first_and_a_nerve_behind_it(self):
        first = self.told.pointed_to(371)

        assert first[0] == "proximal_hamstring_tendinopathy"
        assert "lumbar_radiculopathy" in first[:5]

    def test_nobody_is_overdue_and_nothing_is_told_for_going_and_coming_back(self):
        assert "r_overdue" not in self.told.rules_told()
        assert len(self.told.told("r_sitting_pain")) <= 2

    def test_there_is_no_alarm(self):
        assert first_pressing(self.told) is None


class TestAPopAndRunningOn:
    """She felt a pop and trained on. The first log must send her to be examined."""

    told = property(lambda self: story("pop-ran-through"))

    def test_the_first_log_is_urgent(self):
        assert self.told.first_told("r_severe_onset") == 1

    def test_the_weaker_sign_of_the_same_tear_is_not_told_beside_it(self):
        """The urgent card says no stretching until seen, in its stop words."""
        days = {
            r.day for r in self.told.reports for f in r.findings if f.rule_id == "r_stretch_upper"
        }

        assert 4 in days
        assert self.told.told("r_stretch_upper") == []

    def test_a_tendon_is_not_told_what_a_moderate_strain_does(self):
        assert "r_plateau_g2" not in self.told.rules_told()

    def test_it_ends_when_the_weeks_for_a_repair_are_over(self):
        assert max(self.told.told("r_severe_onset")) <= 42


class TestNoComfortablePosition:
    """Strong pain at rest and at night that no position eases cannot wait for weeks."""

    told = property(lambda self: story("no-comfortable-position"))

    def test_two_days_of_seven_at_rest_are_urgent(self):
        assert self.told.told("r_severe_unsettled") == [131, 132, 139]

    def test_pain_that_never_eases_is_soon_on_the_day_it_is_said(self):
        assert self.told.first_told("r_constant_pain") == 131

    def test_night_pain_does_not_wait_for_the_week_of_another_sign_to_end(self):
        assert self.told.first_told("r_constant_pain") == 131
        assert self.told.first_told("r_night_pain") == 137

    def test_the_nerve_questions_are_asked_from_the_first_day(self):
        assert self.told.asked_because("r_ask_nerve") >= {"q_foot_drop"}


class TestOrdinary:
    def test_a_grade_2_strain_logged_every_day_is_told_nothing(self):
        assert story("grade-2-every-day").messages == []

    def test_and_nothing_when_it_is_looked_at_four_months_later(self):
        diary = example("grade-2-every-day").diaries[0]
        last = diary.days[-1].on

        later = story_of(diary, until=last.replace(year=2027, month=3))

        assert later.messages == []

    def test_a_tendon_that_gets_slowly_better_has_twelve_quiet_weeks(self):
        told = story("tendon-on-a-plan")
        plan_began = 113

        in_time = [m for m in told.messages if m.day is not None and m.day < plan_began + 84]

        assert [m.rule for m in in_time] == ["r_long_standing"]
        assert told.rules_told(*PRESSING) == set()

    def test_and_nothing_after_them_while_it_is_still_falling(self):
        assert [m.rule for m in story("tendon-on-a-plan").messages] == ["r_long_standing"]


class TestEmergencies:
    def test_numb_between_the_legs_is_an_emergency_that_day(self):
        told = story("saddle-numbness")

        assert told.told("r_ces") == [18]
        assert told.pointed_to(18)[0] == "cauda_equina"

    def test_it_was_asked_when_back_pain_joined_not_only_by_the_weekly_set(self):
        """A little pain in the back is asked about on the second day, not on the first."""
        asked = [
            report.day
            for report in story("saddle-numbness").reports
            for due in report.asked
            if due.question == "q_saddle_numb" and due.because == "r_ask_nerve"
        ]

        assert asked[0] in (14, 15)

    def test_a_swollen_calf_is_asked_about_and_urgent_on_the_same_day(self):
        told = story("swollen-calf")

        assert "q_clot_risk" in told.asked_because("r_ask_swelling")
        assert told.first_told("r_dvt") == 15
        assert told.pointed_to(15)[0] == "dvt"

    def test_fever_with_strong_pain_is_an_emergency(self):
        told = story("fever-after-a-strain")

        assert told.told("r_infection") == [12]
        assert told.pointed_to(12)[0] == "infection"

    def test_with_the_emergency_nothing_else_is_told_in_its_first_days(self):
        told = story("fever-after-a-strain")

        assert [m.rule for m in told.messages if m.day in (12, 13, 14)] == ["r_infection"]
        assert "r_fever_pain" not in told.rules_told()

    def test_after_a_word_about_a_clot_nobody_is_sent_to_book_for_the_calf(self):
        told = story("swollen-calf")

        assert [(m.day, m.rule) for m in told.messages] == [
            (14, "r_dvt_logged"),
            (15, "r_dvt"),
            (16, "r_dvt"),
        ]

    def test_fever_is_asked_when_pain_jumps(self):
        told = story("fever-after-a-strain")

        assert "q_new_injury" in told.asked_because("r_ask_jump")
        assert "q_fever" in told.asked_because("r_ask_fever") | told.asked_because("r_ask_jump")
