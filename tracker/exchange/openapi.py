"""The OpenAPI document of the endpoint for shortcuts, made from the table that reads it."""

from tracker.exchange.by_token import BODY_MAX, ENTRIES, Entry, Field

VERSION = "1"
Schema = dict[str, object]

REMARK: Schema = {
    "type": "object",
    "required": ["path", "message"],
    "properties": {
        "path": {"type": "string", "description": "The key it is about; empty for the whole."},
        "message": {"type": "string"},
    },
}
REMARKS: Schema = {"type": "array", "items": {"$ref": "#/components/schemas/Remark"}}
NOTICE: Schema = {
    "type": "object",
    "description": "Something your diary raises. Show it to the person at once.",
    "required": ["tier", "heading", "told", "do", "call", "url"],
    "properties": {
        "tier": {"enum": ["emergency", "urgent", "soon", "routine"]},
        "heading": {"type": "string"},
        "told": {"type": "array", "items": {"type": "string"}},
        "do": {"type": "array", "items": {"type": "string"}},
        "call": {
            "type": ["string", "null"],
            "description": "The number or service to call where the person is; null when not now.",
        },
        "url": {"type": "string", "format": "uri"},
    },
}
SAVED: Schema = {
    "type": "object",
    "required": ["saved", "kind", "id", "on", "stands", "notices", "check", "warnings"],
    "properties": {
        "saved": {
            "enum": ["new", "before"],
            "description": "before: this key was sent before and nothing new was stored; "
            "warnings names each value that stands otherwise than it was sent now.",
        },
        "kind": {"enum": list(ENTRIES)},
        "id": {"type": ["string", "null"], "description": "null when it was deleted since."},
        "on": {"type": "string", "format": "date", "description": "The day it stands on."},
        "stands": {
            "type": "object",
            "description": "What now stands in the diary, of the keys that were sent.",
        },
        "notices": {"type": "array", "items": {"$ref": "#/components/schemas/Notice"}},
        "check": {
            "type": ["string", "null"],
            "description": "A page with a few safety questions that belong to this entry.",
        },
        "warnings": REMARKS,
    },
}
REFUSED: Schema = {
    "type": "object",
    "required": ["error", "message", "faults"],
    "properties": {
        "error": {"type": "string"},
        "message": {"type": "string"},
        "faults": REMARKS,
    },
}
REFUSALS = {
    "400": "The body is no JSON object.",
    "401": "No token, or none that is valid.",
    "403": "This token may not log that.",
    "405": "Only POST.",
    "409": "The key was used for another entry.",
    "413": f"The body is longer than {BODY_MAX} bytes.",
    "415": "The body is not application/json.",
    "422": "A value cannot be stored; nothing was.",
    "429": "Too many requests; try again in a minute.",
    "500": "Something failed here; send it again with the same key.",
    "503": "The database cannot be used for now; send it again with the same key.",
}
WAIT = {"Retry-After": ("Seconds to wait.", "integer")}
HEADERS = {
    "401": {"WWW-Authenticate": ("Bearer.", "string")},
    "405": {"Allow": ("POST.", "string")},
    "429": WAIT,
    "500": WAIT,
    "503": WAIT,
}


def document(*, server: str) -> Schema:
    """The whole document, OpenAPI 3.1. `server` is the address of this house."""
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Home Straight: log from a shortcut",
            "version": VERSION,
            "description": "Writes one entry into the diary its token was made for. Reads nothing. "
            "It is no emergency service: what an entry raises stands in the answer and in the "
            "diary, and nobody is told.",
        },
        "servers": [{"url": server}],
        "security": [{"token": []}],
        "paths": {f"/api/v1/{entry.name}": {"post": _operation(entry)} for entry in _entries()},
        "components": {
            "securitySchemes": {"token": {"type": "http", "scheme": "bearer"}},
            "schemas": {
                **{entry.name.capitalize(): entry_schema(entry) for entry in _entries()},
                "Remark": REMARK,
                "Notice": NOTICE,
                "Saved": SAVED,
                "Refused": REFUSED,
            },
        },
    }


def entry_schema(entry: Entry) -> Schema:
    """The JSON schema (2020-12) of one body; unknown keys are left out with a warning."""
    return {
        "type": "object",
        "description": entry.words,
        "required": [field.name for field in entry.fields if field.is_required],
        "anyOf": [{"required": [name]} for name in sorted(entry.tells)],
        "properties": {field.name: field_schema(field) for field in entry.fields},
        "examples": [dict(entry.example)],
    }


def field_schema(field: Field) -> Schema:
    """The JSON schema of one key. null means the same as leaving it out."""
    told: Schema
    match field.kind:
        case "whole" | "number":
            kind = "integer" if field.kind == "whole" else "number"
            told = {"type": [kind, "null"], "minimum": field.low, "maximum": field.high}
        case "yes_no":
            told = {"type": ["boolean", "null"]}
        case "day":
            told = {"type": ["string", "null"], "format": "date"}
        case "code":
            codes = [code.value for code in field.codes or ()]
            told = {"enum": codes if field.is_required else [*codes, None]}
        case "text":
            kinds: object = "string" if field.is_required else ["string", "null"]
            told = {"type": kinds, "maxLength": field.longest}
            if field.is_required:
                told["minLength"] = 1
    return told | {"description": field.words}


def _entries() -> list[Entry]:
    return list(ENTRIES.values())


def _operation(entry: Entry) -> Schema:
    body = {"schema": {"$ref": f"#/components/schemas/{entry.name.capitalize()}"}}
    saved = {"schema": {"$ref": "#/components/schemas/Saved"}}
    refused = {"schema": {"$ref": "#/components/schemas/Refused"}}
    answers: Schema = {
        "201": {"description": "Stored.", "content": {"application/json": saved}},
        "200": {
            "description": "Stored before under this key; nothing new was.",
            "content": {"application/json": saved},
        },
    }
    for code, words in REFUSALS.items():
        answers[code] = {"description": words, "content": {"application/json": refused}}
        if code in HEADERS:
            answers[code]["headers"] = {  # type: ignore[index]
                name: {"description": told, "schema": {"type": kind}}
                for name, (told, kind) in HEADERS[code].items()
            }
    return {
        "operationId": f"log_{entry.name}",
        "summary": entry.words,
        "requestBody": {"required": True, "content": {"application/json": body}},
        "responses": answers,
    }
