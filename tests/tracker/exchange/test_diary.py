"""Files in, values out: what is missing stays missing, what is wrong is refused."""

import copy
import json
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rehab.vocabulary import (
    AnswerValue,
    FallEffect,
    FallKind,
    InjuryType,
    LandedOn,
    Location,
    Mechanism,
    Onset,
    OnsetPrecision,
    Quality,
    Seat,
    Sex,
    Side,
    Sign,
    Treatment,
)
from tracker.exchange.diary import DiaryFile, parse_file, parse_text, read_file
from tracker.exchange.reading import FileRefused

# The example of the contract, word for word.
CONTRACT = json.loads("""
{
  "format": "hamstring-diary",
  "version": 1,
  "person": {"birth_year": 1991, "age": 35, "sex": "f", "time_zone": "Europe/London"},
  "injuries": [{
    "id": "any stable string",
    "side": "left", "onset": "sudden", "onset_on": "2026-10-15",
    "type": "muscle_strain", "grade": 2, "mechanism": "sprint",
    "at_onset": {"pop": false, "bruising": true, "swelling": false, "can_walk": true},
    "days": [{
      "on": "2026-10-15",
      "pain": {"rest": 3, "sitting": 4, "night": 2, "walking": 6, "running": null, "morning": 5},
      "locations": ["mid_thigh"], "qualities": ["sharp"],
      "signs": {"swelling": false, "bruising": true, "numbness": false, "weakness": false},
      "treatments": ["ice"], "copied": false, "note": ""
    }],
    "falls":   [{"on": "2026-11-07", "kind": "slip", "landed_on": "buttock", "effect": "none",
                 "note": ""}],
    "runs":    [{"on": "2026-11-12", "minutes": 30, "km": 5.1, "effort": 6, "pain": 2,
                 "source": "gpx"}],
    "answers": [{"on": "2026-11-12", "question": "q_saddle_numb", "value": "no"}]
  }]
}
""")
QUESTIONS = {"q_saddle_numb", "q_fever"}


def parse(raw: dict) -> DiaryFile:
    return parse_file(raw, questions=QUESTIONS)


def file_with(day: dict | None = None, **injury: object) -> dict:
    """A small file: one injury, and one day when given."""
    days = [] if day is None else [{"on": "2026-10-20"} | day]
    base = {"id": "a", "onset_on": "2026-10-15", "side": "left", "days": days}
    return {"format": "hamstring-diary", "version": 1, "injuries": [base | injury]}


def faults_of(raw: dict) -> dict[str, str]:
    with pytest.raises(FileRefused) as refused:
        parse(raw)
    return {fault.path: fault.message for fault in refused.value.faults}


def day_of(raw: dict):
    return parse(raw).diaries[0].days[0]


def test_the_example_of_the_contract_is_read_whole():
    file = parse(CONTRACT)

    diary = file.diaries[0]
    assert file.warnings == ()
    assert (file.person.birth_year, file.person.age, file.person.sex) == (1991, 35, Sex.FEMALE)
    assert diary.injury.id == "any stable string"
    assert (diary.injury.side, diary.injury.onset) == (Side.LEFT, Onset.SUDDEN)
    assert (diary.injury.type, diary.injury.grade) == (InjuryType.MUSCLE_STRAIN, 2)
    assert diary.injury.mechanism is Mechanism.SPRINT
    assert (diary.injury.pop, diary.injury.bruising, diary.injury.can_walk) == (False, True, True)
    assert (diary.injury.age, diary.injury.onset_on) == (35, date(2026, 10, 15))
    assert diary.first_logged_on == date(2026, 10, 15)
    day = diary.days[0]
    assert (day.rest, day.sitting, day.night, day.walking, day.running) == (3, 4, 2, 6, None)
    assert day.locations == {Location.MID_THIGH}
    assert day.qualities == {Quality.SHARP}
    assert day.signs[Sign.BRUISING] is True
    assert day.signs[Sign.NUMBNESS] is False
    assert day.treatments == {Treatment.ICE}
    assert diary.falls[0].landed_on is LandedOn.BUTTOCK
    assert diary.falls[0].effect is FallEffect.NONE
    assert (diary.runs[0].km, diary.runs[0].pain) == (5.1, 2)
    assert diary.answers[0].value is AnswerValue.NO


def test_the_smallest_file_holds_only_what_is_required():
    raw = {
        "format": "hamstring-diary",
        "version": 1,
        "injuries": [{"id": "a", "onset_on": "2026-10-15", "days": [{"on": "2026-10-16"}]}],
    }

    diary = parse(raw).diaries[0]

    assert diary.injury.onset is None
    assert diary.injury.type is InjuryType.UNSURE
    assert diary.injury.grade is None
    assert diary.injury.mechanism is Mechanism.UNKNOWN
    assert diary.injury.pop is None
    assert diary.injury.can_walk is None
    assert diary.injury.age is None
    day = diary.days[0]
    assert day.everyday is None
    assert day.locations is None
    assert day.qualities is None
    assert day.treatments is None
    assert day.signs == {}


def test_a_person_without_injuries_is_a_file_without_diaries():
    raw = {"format": "hamstring-diary", "version": 1, "injuries": []}

    assert parse(raw).diaries == ()


@pytest.mark.parametrize("key", ["format", "version", "injuries"])
def test_a_required_key_of_the_file_is_missed(key):
    raw = copy.deepcopy(CONTRACT)
    del raw[key]

    assert faults_of(raw) == {key: "is missing"}


def test_required_keys_of_an_injury_and_its_entries_are_missed():
    raw = file_with(
        falls=[{"kind": "slip"}],
        runs=[{"minutes": 20}],
        answers=[{"on": "2026-10-16"}],
    )
    del raw["injuries"][0]["id"]
    del raw["injuries"][0]["onset_on"]
    raw["injuries"][0]["days"] = [{"pain": {"rest": 3}}]

    assert set(faults_of(raw)) == {
        "injuries[0].id",
        "injuries[0].onset_on",
        "injuries[0].days[0].on",
        "injuries[0].falls[0].on",
        "injuries[0].runs[0].on",
        "injuries[0].answers[0].question",
        "injuries[0].answers[0].value",
    }


def test_another_format_and_a_newer_version_are_refused():
    raw = copy.deepcopy(CONTRACT) | {"format": "runalyze", "version": 2}

    faults = faults_of(raw)

    assert set(faults) == {"format", "version"}
    assert "newer" in faults["version"]


@pytest.mark.parametrize("score", [0, 5, 10])
def test_every_whole_score_of_the_scale_is_taken(score):
    assert day_of(file_with({"pain": {"night": score}})).night == score


@pytest.mark.parametrize("score", [-1, 11, 3.0, 3.5, "3", True, False, [3], {}, 10**30])
def test_anything_else_is_no_pain_score(score):
    faults = faults_of(file_with({"pain": {"night": score}}))

    assert list(faults) == ["injuries[0].days[0].pain.night"]
    assert "0 to 10" in faults["injuries[0].days[0].pain.night"]


def test_null_and_missing_are_not_recorded_and_zero_is_zero():
    day = day_of(file_with({"pain": {"rest": None, "sitting": 0}}))

    assert (day.rest, day.sitting, day.walking) == (None, 0, None)
    assert day.everyday == 0


def test_every_fault_of_a_file_is_told_at_once():
    raw = file_with(
        {"pain": {"rest": 11}, "locations": ["elbow"], "signs": {"swelling": "yes"}},
        grade=4,
        side="middle",
        onset="slowly",
        falls=[{"on": "2026-13-01", "kind": "slip"}],
        answers=[{"on": "2026-10-16", "question": "q_nonsense", "value": "maybe"}],
        runs=[{"on": "2026-10-16", "effort": 0, "minutes": -1, "km": "5"}],
    )

    assert set(faults_of(raw)) == {
        "injuries[0].days[0].pain.rest",
        "injuries[0].days[0].locations[0]",
        "injuries[0].days[0].signs.swelling",
        "injuries[0].grade",
        "injuries[0].side",
        "injuries[0].onset",
        "injuries[0].falls[0].on",
        "injuries[0].answers[0].question",
        "injuries[0].answers[0].value",
        "injuries[0].runs[0].effort",
        "injuries[0].runs[0].minutes",
        "injuries[0].runs[0].km",
    }


@pytest.mark.parametrize(
    "on",
    [
        "15.10.2026",
        "2026-10-32",
        "2026-02-29",
        "20261015",
        "2026-10-15T08:00",
        20261015,
        "",
        "0001-01-01",
    ],
)
def test_only_a_calendar_date_is_a_date(on):
    assert list(faults_of(file_with({"on": on}))) == ["injuries[0].days[0].on"]


def test_one_date_stands_once_in_an_injury():
    raw = file_with({})
    raw["injuries"][0]["days"] *= 2

    assert faults_of(raw) == {"injuries[0].days[1].on": "2026-10-20 stands here twice"}


def test_two_injuries_have_two_ids():
    raw = file_with({})
    raw["injuries"] *= 2

    assert faults_of(raw) == {"injuries": "id 'a' stands here twice"}


def test_days_come_in_order_of_date_whatever_the_file_says():
    raw = file_with()
    raw["injuries"][0]["days"] = [{"on": "2026-10-20"}, {"on": "2026-10-16"}]

    diary = parse(raw).diaries[0]

    assert [day.on.day for day in diary.days] == [16, 20]
    assert diary.first_logged_on == date(2026, 10, 16)


def test_an_unknown_key_is_left_out_with_a_warning():
    raw = file_with({"mood": 3, "pain": {"lying": 4}}, colour="blue") | {"app": "x"}

    warnings = parse(raw).warnings

    assert {w.path for w in warnings} == {
        "injuries[0].days[0].mood",
        "injuries[0].days[0].pain.lying",
        "injuries[0].colour",
        "app",
    }


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("sprint", Mechanism.SPRINT),
        ("Stretch", Mechanism.STRETCH),
        ("slip", Mechanism.FALL),
        ("Slipped", Mechanism.FALL),
        ("fell", Mechanism.FALL),
        ("slid on a wet floor in the splits", Mechanism.OTHER),
        ("mystery", Mechanism.OTHER),
        ("", Mechanism.UNKNOWN),
        (None, Mechanism.UNKNOWN),
    ],
)
def test_the_mechanism_may_be_free_text(said, meant):
    file = parse(file_with(mechanism=said))

    assert file.diaries[0].injury.mechanism is meant
    assert file.warnings == ()


@pytest.mark.parametrize(
    ("said", "can_walk"),
    [(True, True), (False, False), ("limp", True), (None, None), ("not_sure", None)],
)
def test_walking_at_onset_may_be_a_limp(said, can_walk):
    raw = file_with(at_onset={"can_walk": said})

    assert parse(raw).diaries[0].injury.can_walk is can_walk


def test_another_word_for_walking_is_refused():
    raw = file_with(at_onset={"can_walk": "yes", "pop": 1})

    assert set(faults_of(raw)) == {"injuries[0].at_onset.can_walk", "injuries[0].at_onset.pop"}


@pytest.mark.parametrize(
    ("said", "known"), [(True, True), ("no", False), ("not_sure", None), (None, None)]
)
def test_not_sure_about_a_sign_at_onset_stays_unknown(said, known):
    assert parse(file_with(at_onset={"pop": said})).diaries[0].injury.pop is known


def test_an_unknown_onset_date_must_be_said():
    assert list(faults_of(file_with(onset_on=None))) == ["injuries[0].onset_on"]

    injury = parse(file_with(onset_on=None, onset_precision="unknown")).diaries[0].injury

    assert injury.onset_on is None
    assert injury.onset_precision is OnsetPrecision.UNKNOWN


def test_grade_nought_is_a_mild_grade_one():
    assert parse(file_with(grade=0)).diaries[0].injury.grade == 1


def test_the_age_told_wins_and_the_birth_year_takes_the_safer_side():
    young = file_with({}) | {"person": {"birth_year": 2009}}
    told = file_with({}) | {"person": {"birth_year": 2009, "age": 17}}

    assert parse(young).diaries[0].injury.age == 16
    assert parse(told).diaries[0].injury.age == 17


def test_an_empty_list_is_an_answer_and_a_missing_one_is_none():
    day = day_of(file_with({"locations": [], "qualities": []}))

    assert day.locations == frozenset()
    assert day.qualities == frozenset()
    assert day.treatments is None


def test_a_place_on_the_other_side_is_the_other_leg():
    day = day_of(file_with({"places": [["sit_bone", "left"], ["calf", "right"]]}))

    assert day.locations == {Location.SIT_BONE, Location.OTHER_LEG}
    assert day.other_leg == {Location.CALF}


def test_places_with_sides_win_over_locations():
    day = day_of(file_with({"places": [["sit_bone", "left"]], "locations": ["calf"]}))

    assert day.locations == {Location.SIT_BONE}


def test_the_other_leg_is_a_place_without_a_place():
    day = day_of(file_with({"locations": ["mid_thigh", "other_leg"]}))

    assert day.locations == {Location.MID_THIGH, Location.OTHER_LEG}
    assert day.other_leg == frozenset()


def test_the_other_leg_of_both_sides_counts_with_a_warning():
    file = parse(file_with({"locations": ["other_leg"]}, side="both"))

    assert file.diaries[0].days[0].locations == {Location.OTHER_LEG}
    assert [w.path for w in file.warnings] == ["injuries[0].days[0].locations"]


def test_both_sides_injured_have_no_other_leg():
    raw = file_with({"places": [["mid_thigh", "left"], ["mid_thigh", "right"]]}, side="both")

    assert day_of(raw).locations == {Location.MID_THIGH}


def test_the_low_back_has_no_other_side():
    day = day_of(file_with({"places": [["low_back", "right"]]}))

    assert day.locations == {Location.LOW_BACK}


def test_places_carried_over_untouched_are_no_evidence():
    day = day_of(
        file_with(
            {
                "places": [["calf", "left"]],
                "qualities": ["numb"],
                "carried": ["places", "qualities"],
            }
        )
    )

    assert day.locations is None
    assert day.carried_locations == {Location.CALF}
    assert day.carried_qualities == {Quality.NUMB}


@pytest.mark.parametrize(
    "places", [["sit_bone"], [["sit_bone"]], [["elbow", "left"]], [["other_leg", "left"]], "calf"]
)
def test_a_place_without_a_known_code_and_side_is_refused(places):
    assert len(faults_of(file_with({"places": places}))) == 1


def test_a_sign_that_is_null_was_not_asked():
    day = day_of(file_with({"signs": {"swelling": None, "bruising": False}}))

    assert day.signs == {Sign.BRUISING: False}


def test_no_run_and_slept_through_are_answers_without_a_number():
    day = day_of(file_with({"no_run": True, "slept_through": True, "limp": False}))

    assert (day.no_run, day.slept_through, day.limp) == (True, True, False)


def test_of_the_day_and_its_moments_the_highest_number_counts():
    moments = [
        {"at": "09:00", "context": "sitting", "nrs": 6},
        {"at": "18:00", "context": "sitting", "nrs": 3, "note": "in the car"},
        {"at": "18:00", "context": "night", "nrs": 1},
    ]

    day = day_of(file_with({"pain": {"sitting": 4, "rest": 2}, "moments": moments}))

    assert (day.sitting, day.rest, day.night, day.walking) == (6, 2, 1, None)


def test_a_moment_outside_the_scale_is_refused():
    moments = [{"at": "09:00", "context": "sitting", "nrs": 11}]

    faults = faults_of(file_with({"moments": moments}))

    assert faults == {
        "injuries[0].days[0].moments[0].nrs": "must be a whole number from 0 to 10, is 11"
    }


def test_no_run_beside_a_running_pain_is_refused():
    raw = file_with({"no_run": True, "pain": {"running": 3}})

    assert list(faults_of(raw)) == ["injuries[0].days[0].no_run"]


def test_sitting_as_ability_is_read():
    day = day_of(file_with({"sit_minutes": 20, "seat": "car"}))

    assert (day.sit_minutes, day.seat) == (20, Seat.CAR)


def test_falls_and_answers_of_the_person_count_for_every_injury():
    raw = file_with({}, falls=[{"on": "2026-10-18", "kind": "knock"}])
    raw["injuries"].append({"id": "b", "onset_on": "2026-09-01", "side": "right"})
    raw["falls"] = [{"on": "2026-10-17"}]
    raw["answers"] = [{"on": "2026-10-17", "question": "q_fever", "value": "not_sure"}]
    raw["injuries"][1]["answers"] = [{"on": "2026-10-16", "question": "q_fever", "value": "no"}]

    first, second = parse(raw).diaries

    assert [fall.kind for fall in first.falls] == [FallKind.FALL, FallKind.KNOCK]
    assert second.falls == first.falls
    assert [answer.value for answer in first.answers] == [AnswerValue.NOT_SURE]
    assert [answer.value for answer in second.answers] == [AnswerValue.NO, AnswerValue.NOT_SURE]


def test_two_answers_of_one_day_stay_in_order():
    answers = [
        {"on": "2026-10-16", "question": "q_fever", "value": value} for value in ("yes", "no")
    ]

    diary = parse(file_with(answers=answers)).diaries[0]

    assert [answer.value for answer in diary.answers] == [AnswerValue.YES, AnswerValue.NO]


def test_the_open_plan_and_a_confirmed_reinjury_set_the_clocks():
    raw = file_with(
        plans=[
            {"programme": "strain_g2", "started_on": "2026-10-15", "ended_on": "2026-11-01"},
            {"programme": "pht", "started_on": "2026-11-02", "ended_on": None},
        ],
        setbacks=[
            {"on": "2026-10-30", "kind": "reinjury", "confirmed": True},
            {"on": "2026-11-05", "kind": "reinjury", "confirmed": None},
            {"on": "2026-11-06", "kind": "flare", "confirmed": True},
        ],
        surgery_on="2026-09-01",
    )

    injury = parse(raw).diaries[0].injury

    assert (injury.programme, injury.plan_started_on) == ("pht", date(2026, 11, 2))
    assert injury.restarted_on == date(2026, 10, 30)
    assert injury.surgery_on == date(2026, 9, 1)


def test_two_open_plans_are_refused():
    raw = file_with(plans=[{"started_on": "2026-10-15"}, {"started_on": "2026-11-15"}])

    assert list(faults_of(raw)) == ["injuries[0].plans"]


@pytest.mark.parametrize("note", ["x" * 2001, "nul \x00", "half \ud800", 5])
def test_a_note_that_no_database_holds_is_refused(note):
    assert list(faults_of(file_with({"note": note}))) == ["injuries[0].days[0].note"]


def test_a_note_in_any_script_is_taken():
    assert day_of(file_with({"note": "sitzt, 痛い, 😀\n zweite Zeile"})) is not None


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "not JSON"),
        ("[1, 2]", "must be an object"),
        ("null", "must be an object"),
        ('{"format": NaN}', "NaN is not a number"),
        ('{"format": "hamstring-diary", "format": "x"}', "stands twice"),
        ("[" * 100_000, "nested too deeply"),
        ('{"a": ' + "9" * 5000 + "}", "is not a diary"),
    ],
)
def test_a_text_that_is_no_diary_is_one_fault(text, says):
    with pytest.raises(FileRefused, match=says) as refused:
        parse_text(text)

    assert len(refused.value.faults) == 1


def test_a_file_is_read_from_disk_with_or_without_a_byte_order_mark(tmp_path):
    path = tmp_path / "diary.json"
    raw = file_with({"pain": {"rest": 2}})
    path.write_text(json.dumps(raw), encoding="utf-8-sig")

    assert read_file(path).diaries[0].days[0].rest == 2


def test_a_file_that_cannot_be_read_says_so(tmp_path):
    latin = tmp_path / "latin.json"
    latin.write_bytes(b'{"note": "\xfc"}')

    for path, says in [
        (tmp_path / "none.json", "cannot be read"),
        (tmp_path, "cannot be read"),
        (latin, "not UTF-8"),
    ]:
        with pytest.raises(FileRefused, match=says):
            read_file(path)


junk = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3)
    ),
    max_leaves=6,
)


def _paths(raw: object, path: tuple = ()) -> list[tuple]:
    found = [path] if path else []
    entries = (
        raw.items() if isinstance(raw, dict) else enumerate(raw) if isinstance(raw, list) else ()
    )
    for key, value in entries:
        found += _paths(value, (*path, key))
    return found


@given(path=st.sampled_from(_paths(CONTRACT)), value=junk)
def test_whatever_stands_in_a_field_it_is_read_or_refused_with_its_path(path, value):
    raw = copy.deepcopy(CONTRACT)
    holder = raw
    for key in path[:-1]:
        holder = holder[key]
    holder[path[-1]] = value

    try:
        file = parse(raw)
    except FileRefused as refused:
        assert all(fault.message for fault in refused.faults)
        assert any(fault.path for fault in refused.faults)
    else:
        assert isinstance(file, DiaryFile)
