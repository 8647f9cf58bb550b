"""The document is the endpoint: every address, key, bound and answer of one is in the other."""

import json
from collections.abc import Iterator
from unittest.mock import Mock

import pytest
from django.db import OperationalError
from django.http import HttpResponse
from django.test import Client
from django.urls import get_resolver
from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError

from tests.tracker.api.conftest import send, token_of
from tracker.exchange.by_token import ENTRIES, Entry, Field
from tracker.exchange.openapi import document, entry_schema
from tracker.models import ApiToken, Injury

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
        assert set(answer.json()) == set(served()["components"]["schemas"]["Saved"]["properties"])


@pytest.mark.parametrize(("entry", "field"), FIELDS)
def test_schema_and_endpoint_agree_on_every_value(
    injury: Injury, token: str, entry: Entry, field: Field
) -> None:
    values: list[object] = [
        None, True, 0, 1, -1, 10, 11, 960, 961, 2880, 2881, 500, 501, 1.5, "", "x", "a" * 101,
        "a" * 2001, "slip", "left", "desk", "replace", "none", "2026-11-20", [], {},
        4.0, 11.0, -1.0, 1e300,
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


def refused(token: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[HttpResponse]:
    """One answer of each kind that is no entry."""
    good = {"key": "a", "rest": 1}
    yield send("log", token, b"{")
    yield send("log", None, good)
    yield send("log", token_of(ApiToken.objects.get().injury, "run"), good)
    yield Client().get("/api/v1/log")
    send("fall", token, {"key": "b", "kind": "slip"})
    yield send("log", token, good | {"key": "b"})
    yield send("log", token, b" " * 70_000)
    yield send("log", token, good, content_type="text/plain")
    yield send("log", token, {"key": "a"})
    for fault in (ValueError(), OperationalError()):
        monkeypatch.setattr("tracker.views.api.note_use", Mock(side_effect=fault))
        yield send("log", token, good)
    yield [send("log", token, b"{") for _ in range(61)][-1]


def test_every_refusal_of_the_endpoint_stands_in_the_document(
    injury: Injury, token: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    answers = served()["paths"]["/api/v1/log"]["post"]["responses"]
    seen = {"200", "201"}

    for answer in refused(token, monkeypatch):
        code = str(answer.status_code)
        checker("Refused").validate(answer.json())
        assert set(answer.json()) == {"error", "message", "faults"}
        told = {name for name in ("Retry-After", "WWW-Authenticate", "Allow") if name in answer}
        assert set(answers[code].get("headers", {})) == told, code
        seen.add(code)
    assert seen == set(answers)


def test_the_page_in_plain_words_names_every_key() -> None:
    page = Client().get("/api/").content.decode()

    for entry in ENTRIES.values():
        assert f"/api/v1/{entry.name}" in page
        for field in entry.fields:
            assert f"<code>{field.name}</code>" in page


def test_the_server_named_is_this_house() -> None:
    assert document(server="https://diary.example")["servers"] == [{"url": "https://diary.example"}]
