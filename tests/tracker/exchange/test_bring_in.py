"""A diary that goes out comes in again equal, twice changes nothing, and its rules run at once."""

import json
from datetime import UTC, date, datetime, time, timedelta
from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase
from PIL import Image

from rehab.vocabulary import AnswerValue
from tests.tracker.exchange.test_export import (
    _person_with_one_row_everywhere,
    dates,
    day_columns,
    falls,
    runs,
    sides,
)
from tests.tracker.make import (
    TODAY,
    make_answer,
    make_day,
    make_injury,
    make_notice,
    make_photo,
    make_run,
    make_user,
)
from tracker import photo_files
from tracker.actions.bring_in import bring_in, compare
from tracker.actions.evaluate_signs import evaluate_signs
from tracker.carried import CHOICES, KINDS
from tracker.carried_pictures import carried_picture
from tracker.clock import PersonNow
from tracker.diary_reader import with_context
from tracker.exchange.export import export_diary
from tracker.exchange.incoming import read_incoming
from tracker.models import (
    Answer,
    Day,
    Fall,
    Finding,
    Injury,
    Moment,
    Notice,
    Photo,
    Plan,
    Reading,
    Run,
    User,
    Visit,
)
from tracker.photos import Picture, prepare_photo

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)
AT = PersonNow(now=NOW, zone="UTC", today=TODAY)
# Of the account, or they open doors; see docs/diary-format.md.
STAYS_OUT = (
    "exported_at",
    "consents",
    "tokens",
    "reminders",
    "reminder_choices",
    "push_devices",
    "calendar_feeds",
    "history",
    "share_links",
)


def picture(size=(64, 48)) -> Picture:
    out = BytesIO()
    Image.new("RGB", size, "navy").save(out, "JPEG")
    return prepare_photo(BytesIO(out.getvalue()))


def export(user: User) -> dict:
    return json.loads(json.dumps(export_diary(user, now=NOW, today=TODAY)))


def kept(raw: dict) -> dict:
    """The export without what stays out, and without the account itself."""
    whole = {key: value for key, value in raw.items() if key not in STAYS_OUT}
    whole["person"] = {
        k: v for k, v in raw["person"].items() if k not in ("id", "email", "date_joined")
    }
    whole["injuries"] = [
        {key: value for key, value in injury.items() if key not in STAYS_OUT}
        for injury in raw["injuries"]
    ]
    return _in_order(whole)


def _in_order(value):
    """Lists of rows without regard to their order, which ties leave open."""
    if isinstance(value, dict):
        return {key: _in_order(each) for key, each in value.items()}
    if isinstance(value, list) and all(isinstance(each, dict) for each in value):
        return sorted(map(_in_order, value), key=lambda each: json.dumps(each, sort_keys=True))
    return value


def put_in(user: User, raw: dict, *, takes=True, pictures=frozenset(), find=None):
    import uuid

    carried = read_incoming(json.dumps(raw), today=TODAY, pictures=pictures)
    options = {"owner": user, "carried": carried, "at": AT, "pictures": find or _no_picture}
    shown = compare(**options)
    chosen = (CHOICES if takes else ()) if isinstance(takes, bool) else takes
    return bring_in(**options, takes=chosen, seen=shown.mark, key=uuid.uuid4())


def _no_picture(name: str) -> Picture:
    raise AssertionError(name)


def settle(user: User) -> None:
    """What the app does after every entry."""
    for injury in with_context(Injury.objects.of(user)):
        evaluate_signs(injury=injury, at=AT)


def nothing_new(user: User, raw: dict) -> bool:
    carried = read_incoming(json.dumps(raw), today=TODAY, pictures=frozenset())
    return not compare(owner=user, carried=carried, at=AT, pictures=_no_picture).changes


@pytest.mark.django_db
def test_one_row_of_every_table_goes_out_and_comes_in_equal():
    user = _person_with_one_row_everywhere()
    Plan.objects.update(kind="programme", programme="pht", stage="calm")
    settle(user)
    raw = export(user)
    photo = Photo.objects.get()
    name = raw["injuries"][0]["photos"][0]["file"]
    assert photo.width == 1600
    user.delete()
    other = make_user()

    put_in(other, raw, pictures=frozenset({name}), find=lambda _n: Picture(b"l", b"s", 1600, 1200))

    assert kept(export(other)) == kept(raw)
    for kind, spec in KINDS.items():
        assert spec.model._default_manager.filter(**{spec.owner: other}).exists(), kind


class RandomDiaries(TestCase):
    """Any diary: out, into an empty account, out again, equal; and once more nothing."""

    @settings(max_examples=12, deadline=None)
    @given(
        side=sides,
        days=st.dictionaries(dates, day_columns(), max_size=4),
        fallen=st.lists(falls, max_size=2, unique_by=lambda fall: fall["on"]),
        ran=st.lists(runs, max_size=2, unique_by=lambda run: run["on"]),
        note=st.text(
            st.characters(exclude_characters="\x00", exclude_categories=["Cs"]), max_size=40
        ),
        value=st.sampled_from([v.value for v in AnswerValue]),
        question=st.sampled_from(["q_fever", "q_saddle_numb", "q_anticoagulant"]),
        birth_year=st.none() | st.integers(1930, 2010),
        is_shared=st.booleans(),
    )
    def test_it_comes_back_equal(
        self, side, days, fallen, ran, note, value, question, birth_year, is_shared
    ):
        user = make_user(birth_year=birth_year)
        injury = make_injury(user, side=side, previous=make_injury(user, is_current=False))
        for on, columns in days.items():
            day = make_day(injury, on, note=note, **columns)
            Moment.objects.create(day=day, at=time(9, 30), context="sitting", nrs=4)
        for fall in fallen:
            Fall.objects.create(owner=user, injury=None if is_shared else injury, **fall)
        for run in ran:
            Run.objects.create(injury=injury, note=note, **run)
        Answer.objects.create(
            owner=user, injury=None if is_shared else injury, on=TODAY, at=NOW,
            question=question, value=value,
        )  # fmt: skip
        Reading.objects.create(injury=injury, on=TODAY, metric="t_sit_min", value="12.50")
        Visit.objects.create(owner=user, injury=injury, words=note)
        settle(user)
        raw = export(user)
        user.delete()
        other = make_user()

        put_in(other, raw)

        assert kept(export(other)) == kept(raw)
        assert nothing_new(other, raw)


@pytest.mark.django_db
def test_a_second_account_on_the_same_server_gets_rows_of_its_own():
    injury = make_injury()
    make_day(injury, sitting=4)
    raw = export(injury.owner)
    other = make_user()

    put_in(other, raw)

    assert Day.objects.filter(injury__owner=injury.owner).count() == 1
    assert Day.objects.get(injury__owner=other).sitting == 4
    assert Injury.objects.get(owner=other).uuid != injury.uuid
    assert nothing_new(other, raw)


@pytest.mark.django_db
def test_a_file_of_another_tool_without_ids_comes_in_once():
    raw = {
        "format": "hamstring-diary", "version": 1,
        "injuries": [{
            "id": "left leg", "side": "left", "onset_on": "2026-10-15",
            "mechanism": "slipped on ice",
            "at_onset": {"pop": False, "can_walk": True},
            "days": [{"on": "2026-11-20", "pain": {"sitting": 0, "rest": None},
                      "locations": ["calf", "other_leg"],
                      "signs": {"swelling": False, "numbness": None}}],
            "falls": [{"on": "2026-11-07"}],
            "runs": [{"on": "2026-11-12", "minutes": 30, "km": 5.1}],
            "answers": [{"on": "2026-11-12", "question": "q_fever", "value": "no"}],
        }],
    }  # fmt: skip
    user = make_user()

    put_in(user, raw)

    day = Day.objects.get()
    assert (day.sitting, day.rest, day.walking) == (0, None, None)
    assert day.places == [["calf", "left"], ["whole_leg", "right"]]
    assert day.signs == {"swelling": False}
    injury = Injury.objects.get()
    assert (injury.onset_pop, injury.onset_walking, injury.onset_gap) == ("no", "normal", None)
    assert injury.mechanism_note == "slipped on ice"
    user.refresh_from_db()
    assert user.current_injury == injury
    assert nothing_new(user, raw)


@pytest.mark.django_db
@pytest.mark.parametrize(("takes", "stands"), [(False, 7), (True, 4)])
def test_what_differs_stays_or_gives_way_as_chosen(takes, stands):
    injury = make_injury()
    day = make_day(injury, sitting=4, note="file")
    raw = export(injury.owner)
    Day.objects.update(sitting=7, rest=2)
    make_day(injury, TODAY - timedelta(days=1), sitting=1)
    make_run(injury)

    result = put_in(injury.owner, raw, takes=takes)

    day.refresh_from_db()
    assert (day.sitting, day.rest) == (stands, None if takes else 2)
    assert result.compared.different["days"] == 1
    assert result.compared.others == {"days": {TODAY}}
    assert Day.objects.count() == 2 and Run.objects.count() == 1


@pytest.mark.django_db
@pytest.mark.parametrize("takes", [(), ("days",), ("runs",), ("settings", "runs"), CHOICES])
def test_each_kind_stays_or_gives_way_by_itself(takes):
    injury = make_injury()
    day = make_day(injury, sitting=4)
    moment = Moment.objects.create(day=day, at=time(9), context="sitting", nrs=4)
    run = make_run(injury, on=TODAY - timedelta(days=3), km=5)
    raw = export(injury.owner)
    Moment.objects.update(nrs=7)
    Run.objects.update(km=8)
    User.objects.update(theme="dark")
    injury.owner.refresh_from_db()

    result = put_in(injury.owner, raw, takes=takes)

    for row in (moment, run, injury.owner):
        row.refresh_from_db()
    assert result.compared.asked == {"days": 1, "runs": 1, "settings": 1}
    assert result.compared.others == {"days": {TODAY}, "runs": {TODAY - timedelta(days=3)}}
    assert moment.nrs == (4 if "days" in takes else 7)
    assert run.km == (5 if "runs" in takes else 8)
    assert (injury.owner.theme == "dark") is ("settings" not in takes)


@pytest.mark.django_db
def test_an_emergency_answer_in_the_file_is_told_at_once():
    injury = make_injury()
    make_answer(injury, "q_saddle_numb", "yes")
    raw = export(injury.owner)
    raw["injuries"][0] |= {"findings": [], "notices": []}
    other = make_user()

    result = put_in(other, raw)

    assert [notice.tier for notice in result.notices] == ["emergency"]
    assert Notice.objects.filter(injury__owner=other, closed_on=None, tier="emergency").exists()
    assert Finding.objects.filter(injury__owner=other, tier="emergency").exists()


@pytest.mark.django_db
@pytest.mark.parametrize("order", [("yes", "no"), ("no", "yes")])
def test_a_yes_beside_a_no_of_one_day_in_the_file_is_an_emergency(order):
    """Both are kept, whichever stands last, and the safer one counts."""
    injury = make_injury()
    make_answer(injury, "q_saddle_numb", "yes")
    raw = export(injury.owner)
    [given] = raw["injuries"][0]["answers"]
    plain = {key: given[key] for key in ("on", "question")}
    raw["injuries"][0] |= {
        "findings": [],
        "notices": [],
        "answers": [plain | {"value": value} for value in order],
    }
    other = make_user()

    result = put_in(other, raw)

    assert sorted(Answer.objects.filter(owner=other).values_list("value", flat=True)) == [
        "no",
        "yes",
    ]
    assert [notice.tier for notice in result.notices] == ["emergency"]


@pytest.mark.django_db
def test_what_a_visit_did_never_names_a_row_of_somebody_else():
    theirs = Plan.objects.create(injury=make_injury(), kind="own", started_on=date(2026, 11, 1))
    injury = make_injury()
    Visit.objects.create(owner=injury.owner, injury=injury, did={"plan": str(theirs.uuid)})
    raw = export(injury.owner)
    injury.owner.delete()
    other = make_user()

    put_in(other, raw)

    assert Visit.objects.get().did == {}


@pytest.mark.django_db
def test_nothing_is_stored_by_looking():
    injury = make_injury()
    make_notice(injury)
    raw = export(injury.owner)
    raw["person"]["birth_year"] = 1950
    other = make_user()
    carried = read_incoming(json.dumps(raw), today=TODAY, pictures=frozenset())

    found = compare(owner=other, carried=carried, at=AT, pictures=_no_picture)

    assert found.new["injuries"] == 1 and "birth_year" in found.settings
    assert not Injury.objects.filter(owner=other).exists()
    other.refresh_from_db()
    assert other.birth_year is None


@pytest.mark.django_db
def test_a_photo_comes_back_byte_for_byte():
    shot = picture()
    injury = make_injury()
    make_photo(injury, picture=(shot.large, shot.small), width=shot.width, height=shot.height)
    raw = export(injury.owner)
    name = raw["injuries"][0]["photos"][0]["file"]
    other = make_user()

    put_in(
        other, raw, pictures=frozenset({name}),
        find=lambda _name: carried_picture(shot.large, shot.small),
    )  # fmt: skip

    photo = Photo.objects.get(injury__owner=other)
    with photo_files.read(photo.stem, photo_files.LARGE) as file:
        assert file.read() == shot.large
    with photo_files.read(photo.stem, photo_files.SMALL) as file:
        assert file.read() == shot.small


def test_a_picture_that_holds_more_than_a_picture_is_drawn_anew():
    out = BytesIO()
    exif = Image.Exif()
    exif[0x010E] = "a place"
    Image.new("RGB", (64, 48), "navy").save(out, "JPEG", exif=exif)
    shot = picture()

    for large in (out.getvalue(), shot.large + b"hidden"):
        made = carried_picture(large, shot.small)
        assert made.large != large
        assert b"a place" not in made.large and b"hidden" not in made.large
