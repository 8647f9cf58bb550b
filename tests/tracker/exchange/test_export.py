"""Everything a person holds goes out, and comes in as the same values."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from django.apps import apps
from django.db import connection, models
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from rehab.content.catalogue import catalogue
from rehab.vocabulary import (
    AnswerValue,
    FallEffect,
    FallKind,
    LandedOn,
    Location,
    Quality,
    Seat,
    Side,
    Sign,
    Treatment,
)
from tests.tracker.make import TODAY, make_day, make_injury, make_user
from tests.tracker.models.rows import VALID, valid
from tracker import diary_reader
from tracker.exchange.diary import parse_file
from tracker.exchange.export import export_diary
from tracker.models import (
    Answer,
    Consent,
    Day,
    ExerciseSession,
    Fall,
    Injury,
    IntakeDraft,
    JobMark,
    Moment,
    Notice,
    NoticeAction,
    Outbox,
    Plan,
    Revision,
    Run,
    SessionItem,
    Setback,
    ShareLink,
    SubmissionKey,
    User,
    Visit,
)

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)
LONG_AGO = date(2000, 1, 1)
# No row of these belongs into a person's file.
KEPT_BACK = {
    SubmissionKey: "keys of forms already sent, of no use outside",
    IntakeDraft: "holds no person; it is deleted or carried over",
    JobMark: "when a job of the house ran last",
}


def export(user: User) -> dict:
    return export_diary(user, now=NOW, today=TODAY)


def stored(injury: Injury):
    row = diary_reader.with_context(Injury.objects.filter(pk=injury.pk)).get()
    return diary_reader.read(row, today=TODAY, since=LONG_AGO)


def assert_comes_back_equal(user: User) -> None:
    """The file's diaries are the stored ones, and no key of the export is unknown to us."""
    file = parse_file(export(user))

    assert file.warnings == ()
    rows = {str(row.uuid): row for row in Injury.objects.of(user)}
    assert {diary.injury.id for diary in file.diaries} == set(rows)
    for diary in file.diaries:
        assert diary == stored(rows[diary.injury.id])


def _person_with_one_row_everywhere() -> User:
    """One person who owns exactly one row of every table, all hanging together."""
    user = make_user(birth_year=1991, sex="f")
    made: dict[type[models.Model], models.Model] = {User: user}
    parents = {
        "owner": lambda: user,
        "user": lambda: user,
        "injury": lambda: made[Injury],
        "day": lambda: made[Day],
        "plan": lambda: made[Plan],
        "session": lambda: made[ExerciseSession],
        "notice": lambda: made[Notice],
        "link": lambda: made[ShareLink],
    }
    for model in VALID:
        if model in made or model in KEPT_BACK:
            continue
        names = [f.name for f in model._meta.concrete_fields if f.name in parents]
        links = {name: parents[name]() for name in names}
        made[model] = model._default_manager.create(**valid(model) | links)
    return user


def _ids(raw: object) -> list[str]:
    if isinstance(raw, dict):
        own = [raw["id"]] if isinstance(raw.get("id"), str) else []
        return own + [i for value in raw.values() for i in _ids(value)]
    return [i for value in raw for i in _ids(value)] if isinstance(raw, list) else []


@pytest.mark.django_db
def test_every_table_of_the_person_is_in_the_file():
    user = _person_with_one_row_everywhere()

    raw = export(user)

    ids = _ids(raw)
    for model in apps.get_app_config("tracker").get_models():
        if model in KEPT_BACK or not hasattr(model, "uuid"):
            continue
        mine = model._default_manager.filter(uuid__in=ids)
        assert mine.count() == 1, model.__name__
    injury = raw["injuries"][0]
    assert len(injury["notices"][0]["actions"]) == 1
    assert len(injury["sessions"][0]["items"]) == 1
    assert len(injury["answers"]) == 1
    assert (len(raw["consents"]), len(raw["reminders"]), len(raw["history"])) == (1, 1, 1)


@pytest.mark.django_db
def test_every_column_of_a_day_is_in_the_file():
    day = make_day(make_injury(), note="x")

    written = export(day.injury.owner)["injuries"][0]["days"][0]

    names = {f.name for f in Day._meta.concrete_fields} - {"id", "uuid", "injury"}
    assert names <= set(written) | set(written["pain"])


@pytest.mark.django_db
def test_the_file_of_a_person_with_everything_is_read_without_a_warning():
    assert_comes_back_equal(_person_with_one_row_everywhere())


@pytest.mark.django_db
def test_nothing_that_signs_a_person_in_and_nobody_else_is_in_the_file():
    user = _person_with_one_row_everywhere()
    stranger = make_injury(make_user(email="stranger@example.org"))
    make_day(stranger, note="stranger's note")

    text = repr(export(user))

    assert "password" not in text
    assert user.password not in text
    assert "stranger" not in text
    assert str(stranger.uuid) not in text


@pytest.mark.django_db
def test_a_full_diary_comes_back_equal():
    user = make_user(birth_year=1991, sex="f")
    injury = make_injury(
        user,
        side="left",
        onset="gradual",
        onset_precision="about",
        onset_pop="not_sure",
        onset_bruising="no",
        onset_gap="yes",
        onset_walking="limp",
        type="tendon",
        mechanism="sitting",
        surgery_on=date(2026, 1, 5),
    )
    day = make_day(
        injury,
        rest=0,
        sitting=5,
        no_run=True,
        slept_through=True,
        limp=False,
        signs={"swelling": False, "numbness": True},
        places=[["sit_bone", "left"], ["calf", "right"], ["low_back", "right"]],
        worst=["sit_bone", "left"],
        qualities=["burning"],
        treatments=[],
        sit_minutes=15,
        seat="car",
        note="Zug, 40 min",
    )
    make_day(injury, TODAY - timedelta(days=1), places=[["foot", "left"]], carried=["places"])
    Moment.objects.create(day=day, at=time(9, 30), context="sitting", nrs=4)
    Fall.objects.create(owner=user, on=date(2026, 9, 1), kind="slip", landed_on="buttock")
    Fall.objects.create(owner=user, injury=injury, on=TODAY, kind="knock", effect="a_bit_worse")
    Run.objects.create(injury=injury, on=TODAY, minutes=30.5, km=5.25, effort=6, pain=2)
    Answer.objects.create(owner=user, on=TODAY, question="q_fever", value="not_sure")
    Answer.objects.create(owner=user, injury=injury, on=TODAY, question="q_fever", value="no")
    Plan.objects.create(injury=injury, programme="pht", stage="calm", started_on=date(2026, 11, 1))
    Setback.objects.create(injury=injury, on=date(2026, 11, 3), kind="reinjury", confirmed=True)
    make_injury(user, is_current=False, onset_on=None, onset_precision="unknown", side="both")

    assert_comes_back_equal(user)


@pytest.mark.django_db
def test_an_account_without_an_injury_is_an_empty_file():
    assert export(make_user())["injuries"] == []


@pytest.mark.django_db
def test_locations_for_other_tools_name_the_other_side_other_leg():
    injury = make_injury(side="left")
    make_day(injury, places=[["sit_bone", "left"], ["calf", "right"]])
    make_day(injury, TODAY - timedelta(days=1))

    earlier, day = export(injury.owner)["injuries"][0]["days"]

    assert day["locations"] == ["other_leg", "sit_bone"]
    assert earlier["locations"] is None


def _queries(user: User) -> int:
    with CaptureQueriesContext(
        connection,
    ) as seen:
        export(user)
    return len(seen)


@pytest.mark.django_db
def test_the_number_of_queries_does_not_grow_with_the_diary():
    user = make_user()
    make_day(make_injury(user))
    few = _queries(user)
    for i in range(3):
        injury = make_injury(user)
        for back in range(20):
            make_day(injury, TODAY - timedelta(days=back + i))

    assert _queries(user) == few


def codes(kind):
    return st.none() | st.lists(st.sampled_from([c.value for c in kind]), unique=True, max_size=4)


sides = st.sampled_from([s.value for s in Side])
score = st.none() | st.integers(0, 10)
maybe = st.none() | st.booleans()
places = st.none() | st.lists(
    st.tuples(
        st.sampled_from([c.value for c in Location if c is not Location.OTHER_LEG]), sides
    ).map(list),
    max_size=4,
)
dates = st.dates(date(2025, 1, 1), TODAY)


@st.composite
def day_columns(draw):
    running, night = draw(score), draw(score)
    return {
        **{name: draw(score) for name in ("rest", "sitting", "walking", "morning")},
        "running": running,
        "night": night,
        "no_run": draw(maybe) if running is None else None,
        "slept_through": draw(maybe) if night is None else None,
        "limp": draw(maybe),
        "signs": draw(
            st.none() | st.dictionaries(st.sampled_from([s.value for s in Sign]), st.booleans())
        ),
        "places": draw(places),
        "qualities": draw(codes(Quality)),
        "treatments": draw(codes(Treatment)),
        "carried": draw(st.lists(st.sampled_from(["places", "qualities"]), unique=True)),
        "sit_minutes": draw(st.none() | st.integers(0, 960)),
        "seat": draw(st.none() | st.sampled_from([s.value for s in Seat])),
        "copied": draw(st.booleans()),
    }


falls = st.fixed_dictionaries(
    {
        "on": dates,
        "kind": st.sampled_from([k.value for k in FallKind]),
        "landed_on": st.none() | st.sampled_from([k.value for k in LandedOn]),
        "effect": st.none() | st.sampled_from([k.value for k in FallEffect]),
    }
)
runs = st.fixed_dictionaries(
    {
        "on": dates,
        "minutes": st.none() | st.decimals(0, 2880, places=1),
        "km": st.none() | st.decimals(0, 500, places=2),
        "effort": st.none() | st.integers(1, 10),
        "pain": score,
        "sharp_stop": maybe,
    }
)


class RandomDiaries(TestCase):
    """Whatever the tables hold, the file says the same."""

    @settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(
        side=sides,
        days=st.dictionaries(dates, day_columns(), max_size=4),
        falls=st.lists(falls, max_size=2, unique_by=lambda fall: fall["on"]),
        runs=st.lists(runs, max_size=2, unique_by=lambda run: run["on"]),
        value=st.sampled_from([v.value for v in AnswerValue]),
        question=st.sampled_from(["q_fever", "q_saddle_numb", "q_anticoagulant"]),
        birth_year=st.none() | st.integers(1930, 2015),
    )
    def test_a_random_diary_comes_back_equal(
        self, side, days, falls, runs, value, question, birth_year
    ):
        user = make_user(birth_year=birth_year)
        injury = make_injury(user, side=side)
        for on, columns in days.items():
            make_day(injury, on, **columns)
        for fall in falls:
            Fall.objects.create(owner=user, injury=injury, **fall)
        for run in runs:
            Run.objects.create(injury=injury, **run)
        Answer.objects.create(owner=user, injury=injury, on=TODAY, question=question, value=value)

        assert_comes_back_equal(user)


def test_what_is_kept_back_has_a_reason():
    tables = set(apps.get_app_config("tracker").get_models())

    assert set(KEPT_BACK) <= tables
    assert {Consent, Outbox, Revision, Visit, NoticeAction, SessionItem} & set(KEPT_BACK) == set()
    assert "q_fever" in catalogue().questions
