"""Every named constraint is broken here on purpose: the database holds, not only the forms."""

from datetime import time, timedelta
from uuid import UUID

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, models, transaction

from rehab.vocabulary import PainContext
from tests.tracker.models.rows import AT, ON, valid
from tracker import models as tables
from tracker.models import (
    Answer,
    ApiToken,
    CalendarFeed,
    Care,
    Change,
    Clearance,
    ClinicianWord,
    Consent,
    Day,
    ExerciseSession,
    Fall,
    Finding,
    GapAnswer,
    Injury,
    IntakeDraft,
    JobMark,
    LoadPause,
    Moment,
    Notice,
    NoticeAction,
    Outbox,
    OwnActivity,
    Photo,
    Plan,
    PlanItem,
    PushDevice,
    Reading,
    ReminderChoice,
    ReportChoice,
    Revision,
    Run,
    SessionItem,
    Setback,
    ShareLink,
    ShareReply,
    SignReport,
    StageMove,
    SubmissionKey,
    User,
    Visit,
)

pytestmark = pytest.mark.django_db

BEFORE = ON - timedelta(days=1)
LATER = ON + timedelta(days=9)
# Whatever breaks the first breaks the second too, and PostgreSQL names only one of them.
SHADOWED = {"injury_precision_known": "injury_onset_date_and_precision"}

# constraint -> its table and, one for each way to break it, the columns that do.
CHECKS: dict[str, tuple[type[models.Model], list[dict[str, object]]]] = {
    "user_email_filled": (User, [{"email": ""}]),
    "user_day_starts_0_6": (User, [{"day_starts_hour": 7}]),
    "user_birth_year_range": (User, [{"birth_year": 1899}, {"birth_year": 2101}]),
    "user_sex_known": (User, [{"sex": "q"}, {"sex": ""}]),
    "user_theme_known": (User, [{"theme": "sepia"}, {"theme": ""}]),
    "user_demo_has_an_end": (User, [{"is_demo": True}]),
    "consent_ends_after_start": (Consent, [{"withdrawn_at": AT - timedelta(seconds=1)}]),
    "change_what_filled": (Change, [{"what": ""}]),
    "change_outcome_known": (Change, [{"outcome": "better"}, {"outcome": ""}]),
    "change_until_after_start": (Change, [{"until": BEFORE}]),
    "change_ends_after_start": (Change, [{"ended_on": BEFORE}]),
    "change_dropped_has_an_end": (Change, [{"is_dropped": True}]),
    "photo_stem_filled": (Photo, [{"stem": ""}]),
    "photo_width_range": (Photo, [{"width": 0}, {"width": 1601}]),
    "photo_height_range": (Photo, [{"height": 0}, {"height": 1601}]),
    "consent_words_filled": (Consent, [{"words": ""}]),
    "injury_side_known": (Injury, [{"side": "up"}, {"side": ""}]),
    "injury_onset_known": (Injury, [{"onset": "slowly"}, {"onset": ""}]),
    "injury_precision_known": (Injury, [{"onset_precision": "week"}]),
    "injury_mechanism_known": (Injury, [{"mechanism": "slip"}, {"mechanism": ""}]),
    "injury_type_known": (Injury, [{"type": "cramp"}]),
    "injury_goal_known": (Injury, [{"goal": "fame"}]),
    "injury_walking_known": (Injury, [{"onset_walking": "yes"}]),
    "injury_grade_1_3": (Injury, [{"grade": 0}, {"grade": 4}]),
    "injury_run_pain_nrs": (Injury, [{"run_pain": 11}]),
    "injury_onset_date_and_precision": (
        Injury,
        [{"onset_on": None}, {"onset_precision": "unknown"}],
    ),
    "injury_closed_after_onset": (Injury, [{"closed_on": BEFORE}]),
    "injury_returned_after_onset": (Injury, [{"returned_on": BEFORE}]),
    **{
        f"injury_{field}_answer": (Injury, [{field: "maybe"}, {field: ""}])
        for field in (
            "onset_pop",
            "onset_bruising",
            "onset_big_bruise",
            "onset_swelling",
            "onset_gap",
            "earlier_injury",
        )
    },
    "setback_kind_known": (Setback, [{"kind": "twinge"}]),
    "setback_settles_after_start": (Setback, [{"settled_on": BEFORE}]),
    "care_kind_known": (Care, [{"kind": "yoga"}]),
    "care_outcome_known": (Care, [{"outcome": "fine"}]),
    **{
        f"day_{context.value}_nrs": (Day, [{context.value: 11}, {context.value: 100}])
        for context in PainContext
    },
    "day_no_run_has_no_running_pain": (Day, [{"no_run": True, "running": 0}]),
    "day_slept_through_has_no_night_pain": (Day, [{"slept_through": True, "night": 0}]),
    "day_sat_without_pain_has_no_minutes": (Day, [{"sat_without_pain": True, "sit_minutes": 0}]),
    "day_sit_minutes_range": (Day, [{"sit_minutes": 961}]),
    "day_seat_known": (Day, [{"seat": "bench"}, {"seat": ""}]),
    "day_sleep_known": (Day, [{"sleep": "poor"}, {"sleep": ""}]),
    "day_stress_known": (Day, [{"stress": "huge"}, {"stress": ""}]),
    "moment_context_known": (Moment, [{"context": "lying"}]),
    "moment_nrs": (Moment, [{"nrs": 11}]),
    "fall_kind_known": (Fall, [{"kind": "trip"}]),
    "fall_side_known": (Fall, [{"side": "up"}]),
    "fall_landed_on_known": (Fall, [{"landed_on": "head"}]),
    "fall_effect_known": (Fall, [{"effect": "worse"}]),
    "run_minutes_range": (Run, [{"minutes": 2880.1}, {"minutes": -0.1}]),
    "run_km_range": (Run, [{"km": 500.01}, {"km": -0.01}]),
    "run_effort_1_10": (Run, [{"effort": 0}, {"effort": 11}]),
    "run_pain_nrs": (Run, [{"pain": 11}]),
    "run_surface_known": (Run, [{"surface": "ice"}]),
    "run_start_and_offset_together": (Run, [{"started_at": AT}, {"offset_minutes": 60}]),
    "run_offset_range": (
        Run,
        [{"started_at": AT, "offset_minutes": -721}, {"started_at": AT, "offset_minutes": 841}],
    ),
    "run_elapsed_range": (Run, [{"elapsed_minutes": 2880.1}, {"elapsed_minutes": -0.1}]),
    "run_fastest_30s_range": (Run, [{"fastest_30s_m_s": 12.51}, {"fastest_30s_m_s": -0.01}]),
    "run_top_speed_range": (Run, [{"top_speed_m_s": 12.51}, {"top_speed_m_s": -0.01}]),
    "run_climb_range": (Run, [{"climb_m": 10001}]),
    "run_ladder_and_step_together": (Run, [{"ladder": "return"}, {"step": "S1"}]),
    "answer_value_known": (Answer, [{"value": "maybe"}, {"value": ""}]),
    "answer_question_filled": (Answer, [{"question": ""}]),
    "reading_value_range": (Reading, [{"value": -0.01}, {"value": 10000.01}]),
    "reading_metric_filled": (Reading, [{"metric": ""}]),
    "revision_holds_something": (Revision, [{"after": None}]),
    "plan_ends_after_start": (Plan, [{"ended_on": BEFORE}]),
    "plan_programme_or_own": (
        Plan,
        [
            {"kind": "programme"},
            {"kind": "programme", "programme": "pht"},
            {"kind": "programme", "stage": "calm"},
            {"kind": "own", "programme": "pht", "stage": "calm"},
            {"kind": "other"},
        ],
    ),
    "plan_ladder_of_own": (
        Plan,
        [
            {"ladder": "hills"},
            {"kind": "programme", "programme": "pht", "stage": "calm", "ladder": "speed"},
        ],
    ),
    "planitem_name_filled": (PlanItem, [{"name": ""}]),
    "planitem_go_to_nrs": (PlanItem, [{"go_to": 11}]),
    "planitem_stop_at_nrs": (PlanItem, [{"stop_at": 11}]),
    "planitem_stop_above_go": (PlanItem, [{"go_to": 4, "stop_at": 4}]),
    "stagemove_goes_somewhere": (StageMove, [{"to_stage": ""}]),
    "stagemove_reason_known": (StageMove, [{"reason": "bored"}]),
    "session_pain_nrs": (ExerciseSession, [{"pain": 11}]),
    "session_done_pct_range": (ExerciseSession, [{"done_pct": 101}]),
    "sessionitem_exercise_filled": (SessionItem, [{"exercise": ""}]),
    "sessionitem_pain_nrs": (SessionItem, [{"pain": 11}]),
    "sessionitem_sets_range": (SessionItem, [{"sets": 0}, {"sets": 21}]),
    "sessionitem_reps_range": (SessionItem, [{"reps": 0}, {"reps": 201}]),
    "sessionitem_hold_range": (SessionItem, [{"hold_s": 0}, {"hold_s": 601}]),
    "sessionitem_load_range": (SessionItem, [{"load_kg": 400.1}, {"load_kg": -0.1}]),
    "clearance_by_filled": (Clearance, [{"by": ""}]),
    "clinicianword_kind_known": (ClinicianWord, [{"kind": "sprain"}, {"kind": ""}]),
    "clinicianword_other_in_words": (ClinicianWord, [{"kind": "other"}]),
    "clinicianword_somebody_said_it": (ClinicianWord, [{"who": ""}]),
    "clinicianword_letters_known": (ClinicianWord, [{"bamic": "5"}, {"munich": "3C"}]),
    "clinicianword_letters_of_strain": (
        ClinicianWord,
        [
            {"kind": "tendon", "bamic": "2b"},
            {"kind": "bruise", "munich": "4"},
            {"kind": "surgery", "is_grade_0": True},
        ],
    ),
    "clinicianword_plan_choice_known": (ClinicianWord, [{"plan_choice": "maybe"}]),
    "clinicianword_taken_back_after": (ClinicianWord, [{"taken_back_on": BEFORE}]),
    "loadpause_end_and_reason_together": (
        LoadPause,
        [
            {"ended_by": "person"},
            {"ended_on": LATER},
            {"ended_on": LATER, "ended_by": "age"},
            {"ended_on": BEFORE, "ended_by": "person"},
        ],
    ),
    "gapanswer_kept_training_known": (
        GapAnswer,
        [{"kept_training": "maybe"}, {"kept_training": ""}],
    ),
    "ownactivity_number_range": (OwnActivity, [{"number": 0}, {"number": 1000}]),
    "ownactivity_name_filled": (OwnActivity, [{"name": ""}]),
    "ownactivity_stops_after_start": (OwnActivity, [{"stopped_on": BEFORE}]),
    "sharelink_for_whom_filled": (ShareLink, [{"for_whom": ""}]),
    "sharelink_token_hash_filled": (ShareLink, [{"token_hash": ""}]),
    "sharelink_ends_after_start": (ShareLink, [{"ends_at": AT}]),
    "sharelink_opens_and_last_together": (ShareLink, [{"opens": 1}, {"last_opened_at": AT}]),
    "reportchoice_period_known": (ReportChoice, [{"period": "1y"}]),
    "reportchoice_own_days_in_order": (
        ReportChoice,
        [{"period": "own"}, {"period": "own", "first_on": ON, "last_on": BEFORE}],
    ),
    "finding_tier_known": (Finding, [{"tier": "amber"}]),
    "finding_rule_filled": (Finding, [{"rule": ""}]),
    "finding_end_and_reason_together": (
        Finding,
        [
            {"closed_because": "passed"},
            {"closed_on": LATER},
            {"closed_on": LATER, "closed_because": "bored"},
            {"closed_on": BEFORE, "closed_because": "passed"},
        ],
    ),
    "notice_tier_known": (Notice, [{"tier": "amber"}]),
    "notice_heading_filled": (Notice, [{"heading": ""}]),
    "notice_end_and_reason_together": (
        Notice,
        [
            {"closed_because": "passed"},
            {"closed_on": LATER},
            {"closed_on": LATER, "closed_because": "bored"},
            {"closed_on": BEFORE, "closed_because": "passed"},
        ],
    ),
    "noticeaction_kind_known": (NoticeAction, [{"kind": "shrug"}]),
    "noticeaction_until_after_on": (NoticeAction, [{"until": BEFORE}]),
    "noticeaction_not_for_me_has_reason": (NoticeAction, [{"kind": "not_for_me"}]),
    "visit_state_known": (Visit, [{"state": "lost"}]),
    "visit_booked_has_a_day": (Visit, [{"state": "booked"}]),
    "visit_result_known": (Visit, [{"result": "all_clear"}]),
    "visit_advice_known": (Visit, [{"advice": "run"}]),
    "sharereply_name_filled": (ShareReply, [{"name": ""}]),
    "sharereply_role_filled": (ShareReply, [{"role": ""}]),
    "sharereply_label_known": (ShareReply, [{"label": "cancer"}]),
    "sharereply_says_something": (ShareReply, [{"message": ""}]),
    "sharereply_stage_of_a_programme": (ShareReply, [{"stage": "calm"}, {"programme": "pht"}]),
    "sharereply_takes_what_was_sent": (
        ShareReply,
        [{"label_taken_on": ON}, {"visit_taken_on": ON}, {"stage_taken_on": ON}],
    ),
    "signreport_kind_known": (SignReport, [{"kind": "angry"}]),
    "signreport_missed_in_words": (SignReport, [{"kind": "missed", "words": ""}]),
    "apitoken_name_filled": (ApiToken, [{"name": ""}]),
    "apitoken_digest_filled": (ApiToken, [{"digest": ""}]),
    "apitoken_revoked_after_made": (ApiToken, [{"revoked_at": AT - timedelta(seconds=1)}]),
    "outbox_kind_known": (Outbox, [{"kind": ""}, {"kind": "advert"}]),
    "outbox_state_known": (Outbox, [{"state": "lost"}]),
    "outbox_sent_has_a_time": (Outbox, [{"state": "sent"}]),
    "outbox_not_sent_has_a_reason": (Outbox, [{"state": "dropped"}, {"state": "gave_up"}]),
    "reminderchoice_daily_outside_quiet": (
        ReminderChoice,
        [
            {"daily_at": time(23)},
            {"daily_at": time(6, 59)},
            {"quiet_from": time(12), "quiet_until": time(21)},
        ],
    ),
    "pushdevice_name_filled": (PushDevice, [{"name": ""}]),
    "pushdevice_key_filled": (PushDevice, [{"p256dh": ""}]),
    "pushdevice_auth_filled": (PushDevice, [{"auth": ""}]),
    "pushdevice_endpoint_https": (PushDevice, [{"endpoint": "http://push.example.org/1"}]),
    "calendarfeed_digest_filled": (CalendarFeed, [{"digest": ""}]),
    "jobmark_name_filled": (JobMark, [{"name": ""}]),
}

# constraint or unique column -> its table, the columns both rows share, and, where a
# second row is allowed under a condition, the change that makes it allowed.
UNIQUE: dict[str, tuple[type[models.Model], dict[str, object], dict[str, object] | None]] = {
    "user_email_once": (User, {"email": "same@example.org"}, {"email": "other@example.org"}),
    "consent_one_open_per_kind": (Consent, {}, {"withdrawn_at": AT}),
    "setback_once_a_day": (Setback, {}, {"kind": "reinjury"}),
    "day_once_per_injury": (Day, {}, {"on": LATER}),
    "run_file_once": (Run, {"file_hash": "a" * 64}, {"file_hash": None}),
    "reading_once_per_metric": (Reading, {}, {"metric": "t_hop10_pain"}),
    "submissionkey_once_per_person": (SubmissionKey, {}, None),
    "plan_one_open_per_injury": (Plan, {}, {"ended_on": LATER}),
    "planitem_position_once": (PlanItem, {}, {"position": 2}),
    "session_once_a_day": (ExerciseSession, {}, {"on": LATER}),
    "sessionitem_once_per_exercise": (SessionItem, {}, {"exercise": "nordic"}),
    "loadpause_one_open_per_injury": (LoadPause, {}, {"accepted": False}),
    "ownactivity_number_once": (OwnActivity, {}, {"number": 2}),
    "gapanswer_once_a_day": (GapAnswer, {}, {"on": LATER}),
    "finding_one_open_per_rule": (
        Finding,
        {},
        {"closed_on": LATER, "closed_because": "passed"},
    ),
    "outbox_once_per_kind_and_day": (Outbox, {}, {"kind": "exercises"}),
    "outbox_once_per_thing_and_day": (Outbox, {"about": UUID(int=1)}, {"about": UUID(int=2)}),
}


def _our_tables() -> list[type[models.Model]]:
    return list(apps.get_app_config("tracker").get_models())


def _unique_columns() -> list[tuple[type[models.Model], str]]:
    return [
        (model, field.name)
        for model in _our_tables()
        for field in model._meta.concrete_fields
        if field.unique and not field.primary_key
    ]


def test_every_constraint_of_every_table_is_broken_in_this_file():
    named = [c.name for model in _our_tables() for c in model._meta.constraints]

    assert set(named) == set(CHECKS) | set(UNIQUE)
    assert len(named) == len(set(named))


def test_every_table_is_among_the_valid_rows():
    assert {model.__name__ for model in _our_tables()} == set(tables.__all__)
    for model in _our_tables():
        model._default_manager.create(**valid(model))


@pytest.mark.parametrize(
    ("name", "broken"), [(name, case) for name, (_, cases) in CHECKS.items() for case in cases]
)
def test_a_check_refuses_the_row_that_breaks_it(name, broken):
    model, _ = CHECKS[name]
    columns = valid(model) | broken
    constraint = next(c for c in model._meta.constraints if c.name == name)

    with pytest.raises(ValidationError):
        constraint.validate(model, model(**columns))
    with (
        pytest.raises(IntegrityError, match=f"{name}|{SHADOWED.get(name, name)}"),
        transaction.atomic(),
    ):
        model._default_manager.create(**columns)


@pytest.mark.parametrize("name", UNIQUE)
def test_a_second_row_is_refused(name):
    model, shared, _ = UNIQUE[name]
    columns = valid(model) | shared
    model._default_manager.create(**columns)
    again = columns | {"email": "Same@Example.org"} if model is User else columns

    with pytest.raises(IntegrityError) as refusal, transaction.atomic():
        model._default_manager.create(**again)

    assert _names(refusal.value, model, name)


@pytest.mark.parametrize("name", [n for n, (_, _, changed) in UNIQUE.items() if changed])
def test_a_row_that_differs_is_taken(name):
    model, shared, changed = UNIQUE[name]
    columns = valid(model) | shared
    model._default_manager.create(**columns)

    model._default_manager.create(**columns | (changed or {}))


@pytest.mark.parametrize(
    ("model", "column"), _unique_columns(), ids=lambda v: getattr(v, "__name__", v)
)
def test_a_unique_column_holds_each_value_once(model, column):
    row = model._default_manager.create(**valid(model))

    with pytest.raises(IntegrityError, match=column), transaction.atomic():
        model._default_manager.create(**valid(model) | {column: getattr(row, column)})


@pytest.mark.parametrize("context", [c.value for c in PainContext])
@pytest.mark.parametrize("score", [None, 0, 10])
def test_the_ends_of_the_pain_scale_and_not_recorded_are_taken(context, score):
    day = Day.objects.create(**valid(Day) | {context: score})

    day.refresh_from_db()

    assert getattr(day, context) == score


@pytest.mark.parametrize(
    ("model", "columns"),
    [
        (Injury, {"onset_on": None, "onset_precision": "unknown"}),
        (Injury, {"closed_on": ON, "returned_on": ON}),
        (Day, {"no_run": False, "running": 3}),
        (Day, {"slept_through": True, "night": None}),
        (LoadPause, {"ended_on": ON, "ended_by": "visit"}),
        (Finding, {"closed_on": ON, "closed_because": "visit"}),
        (Notice, {"closed_on": ON, "closed_because": "replaced"}),
        (NoticeAction, {"kind": "not_for_me", "reason": "known"}),
        (PlanItem, {"go_to": 3, "stop_at": 4}),
        (Plan, {"kind": "programme", "programme": "pht", "stage": "calm"}),
        (SignReport, {"kind": "missed", "words": "a clot"}),
        (Finding, {"closed_on": ON, "closed_because": "off"}),
        (Notice, {"closed_on": ON, "closed_because": "off"}),
        (Visit, {"state": "booked", "on": ON}),
        (Consent, {"withdrawn_at": AT}),
    ],
)
def test_the_allowed_edge_is_taken(model, columns):
    model._default_manager.create(**valid(model) | columns)


def test_what_belongs_to_a_person_goes_with_the_person():
    columns = {model: valid(model) for model in (Day, Fall, Answer, Visit, Finding, SubmissionKey)}
    rows = [model._default_manager.create(**values) for model, values in columns.items()]

    User.objects.all().delete()

    assert not any(type(row)._default_manager.filter(pk=row.pk).exists() for row in rows)


def test_a_fall_stays_with_the_person_when_its_injury_goes():
    injury = Injury.objects.create(**valid(Injury))
    fall = Fall.objects.create(owner=injury.owner, injury=injury, on=ON, kind="slip")

    injury.delete()

    fall.refresh_from_db()
    assert fall.injury is None


def test_an_intake_draft_needs_no_person():
    assert not any(f.related_model is User for f in IntakeDraft._meta.get_fields())


def _names(error: IntegrityError, model: type[models.Model], name: str) -> bool:
    """PostgreSQL names the constraint; SQLite names it or its columns."""
    said = str(error)
    if connection.vendor != "sqlite" or name in said:
        return name in said
    constraint = next(c for c in model._meta.constraints if c.name == name)
    columns = [model._meta.get_field(f).column for f in constraint.fields]
    return all(f"{model._meta.db_table}.{column}" in said for column in columns)
