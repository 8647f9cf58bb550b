"""The page and the schema of the diary file say what the program does."""

import json
import re
from pathlib import Path

import jsonschema
import pytest

from rehab import vocabulary
from tests.tracker.exchange.test_diary import CONTRACT, QUESTIONS
from tests.tracker.exchange.test_export import _person_with_one_row_everywhere, export
from tracker.exchange.diary import parse_file
from tracker.exchange.injuries import MECHANISM_WORDS

DOCS = Path(__file__).resolve().parents[3] / "docs"
SCHEMA = json.loads((DOCS / "diary-format.schema.json").read_text(encoding="utf-8"))
PAGE = (DOCS / "diary-format.md").read_text(encoding="utf-8")
CHECK = jsonschema.Draft202012Validator(SCHEMA, format_checker=jsonschema.FormatChecker())


def _codes(*path: str) -> set:
    node = SCHEMA["$defs"]
    for key in path:
        node = node[key]
    return {code for code in node["enum"] if code is not None}


def test_the_schema_is_a_schema():
    jsonschema.Draft202012Validator.check_schema(SCHEMA)


def test_the_example_on_the_page_is_the_contract_and_valid():
    blocks = re.findall(r"```json\n(.*?)```", PAGE, re.DOTALL)
    example = json.loads(blocks[0])

    CHECK.validate(example)
    assert example == CONTRACT
    assert parse_file(example, questions=QUESTIONS).warnings == ()
    assert json.loads(blocks[1])["told"]


@pytest.mark.django_db
def test_an_export_with_every_table_is_valid():
    CHECK.validate(export(_person_with_one_row_everywhere()))


@pytest.mark.parametrize(
    ("kind", "path"),
    [
        (vocabulary.Side, ("injury", "properties", "side")),
        (vocabulary.InjuryType, ("injury", "properties", "type")),
        (vocabulary.OnsetPrecision, ("injury", "properties", "onset_precision")),
        (vocabulary.Location, ("diary_day", "properties", "locations", "items")),
        (vocabulary.Quality, ("diary_day", "properties", "qualities", "items")),
        (vocabulary.Treatment, ("diary_day", "properties", "treatments", "items")),
        (vocabulary.Seat, ("diary_day", "properties", "seat")),
        (vocabulary.FallKind, ("fall", "properties", "kind")),
        (vocabulary.LandedOn, ("fall", "properties", "landed_on")),
        (vocabulary.FallEffect, ("fall", "properties", "effect")),
        (vocabulary.AnswerValue, ("answer", "properties", "value")),
    ],
    ids=lambda value: getattr(value, "__name__", ""),
)
def test_the_schema_lists_every_code(kind, path):
    assert _codes(*path) == {code.value for code in kind}


def test_the_schema_knows_every_pain_context_and_sign():
    day = SCHEMA["$defs"]["diary_day"]["properties"]

    assert set(day["pain"]["properties"]) == {c.value for c in vocabulary.PainContext}
    assert set(day["signs"]["properties"]) == {s.value for s in vocabulary.Sign}


@pytest.mark.parametrize(
    "change",
    [
        lambda raw: raw.pop("format"),
        lambda raw: raw["injuries"][0].pop("id"),
        lambda raw: raw["injuries"][0]["days"][0]["pain"].update(rest=11),
        lambda raw: raw["injuries"][0]["days"][0].update(locations=["elbow"]),
        lambda raw: raw["injuries"][0]["answers"][0].update(value="maybe"),
        lambda raw: raw["injuries"][0].update(grade=4),
    ],
)
def test_the_schema_refuses_what_the_program_refuses(change):
    raw = json.loads(json.dumps(CONTRACT))
    change(raw)

    with pytest.raises(jsonschema.ValidationError):
        CHECK.validate(raw)


def test_the_page_names_every_word_that_is_understood_for_a_mechanism():
    for word in MECHANISM_WORDS:
        assert f"`{word}`" in PAGE or word == "not sure", word
