"""The document is the endpoint: every address, key, bound and answer of one is in the other."""

import json

import pytest
from django.test import Client
from django.urls import get_resolver
from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError

from tests.tracker.api.conftest import send
from tracker.exchange.by_token import ENTRIES, Entry, Field
from tracker.exchange.openapi import document, entry_schema
from tracker.models import Injury

EACH = pytest.mark.parametrize("entry", ENTRIES.values(), ids=lambda entry: entry.name)
FIELDS = [
    pytest.param(entry, field, id=f"{entry.name}-{field.name}")
    for entry in ENTRIES.values()
    for field in entry.fields
]


def served() -> dict:
    return json.loads(Client().get("/api/openapi.json").content)


def checker(name: str) -> Draft202012Validator:
    """A validator of one schema of the document, with its references."""
    schemas = json.dumps(served()["components"]["schemas"]).replace(
        "#/components/schemas", "#/$defs"
    )
    held = json.loads(schemas)
    return Draft202012Validator({"$ref": f"#/$defs/{name}", "$defs": held})


def test_it_is_an_openapi_document_with_valid_schemas() -> None:
    told = served()

    assert told["openapi"] == "3.1.0"
    assert {"title", "version"} <= set(told["info"])
    for schema in told["components"]["schemas"].values():
        Draft202012Validator.check_schema(schema)
    for path in told["paths"].values():
        assert set(path) == {"post"} and path["post"]["responses"] and path["post"]["operationId"]


def test_every_reference_leads_somewhere() -> None:
    words = json.dumps(served())
    known = {f"#/components/schemas/{name}" for name in served()["components"]["schemas"]}

    named = {part.split('"')[0] for part in words.split('"$ref": "')[1:]}
    assert named and named <= known


def test_its_addresses_are_those_of_the_site() -> None:
    routes = {
        f"/{p.pattern}" for p in get_resolver().url_patterns if str(p.pattern).startswith("api/v1")
    }

    assert set(served()["paths"]) == routes


@EACH
def test_each_example_is_taken_and_its_answer_fits(
    injury: Injury, token: str, entry: Entry
) -> None:
    (example,) = entry_schema(entry)["examples"]
    checker(entry.name.capitalize()).validate(example)

    for status in (201, 200):
        answer = send(entry.name, token, example)
        assert answer.status_code == status
        assert str(status) in served()["paths"][f"/api/v1/{entry.name}"]["post"]["responses"]
        checker("Saved").validate(answer.json())


@pytest.mark.parametrize(("entry", "field"), FIELDS)
def test_schema_and_endpoint_agree_on_every_value(
    injury: Injury, token: str, entry: Entry, field: Field
) -> None:
    values: list[object] = [
        None, True, 0, 1, -1, 10, 11, 960, 961, 2880, 2881, 500, 501, 1.5, "", "x", "a" * 101,
        "a" * 2001, "slip", "left", "desk", "replace", "none", "2026-11-20", [], {},
    ]  # fmt: skip
    schema = checker(entry.name.capitalize())
    for i, value in enumerate(values):
        body = dict(entry.example) | {"key": f"k{i}", field.name: value}
        try:
            schema.validate(body)
            fits = True
        except ValidationError:
            fits = False
        if field.kind == "day" and isinstance(value, str):
            continue  # what is a day is said by the format, which a validator may leave aside
        answer = send(entry.name, token, body)
        assert (answer.status_code == 201) == fits, (value, answer.content)
        if not fits:
            checker("Refused").validate(answer.json())


def test_the_page_in_plain_words_names_every_key() -> None:
    page = Client().get("/api/").content.decode()

    for entry in ENTRIES.values():
        assert f"/api/v1/{entry.name}" in page
        for field in entry.fields:
            assert f"<code>{field.name}</code>" in page


def test_the_server_named_is_this_house() -> None:
    assert document(server="https://diary.example")["servers"] == [{"url": "https://diary.example"}]
