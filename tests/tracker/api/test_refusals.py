"""Whatever is wrong is answered in JSON, names its key, and stores nothing."""

import json
import logging
from datetime import timedelta

import pytest
from django.http import HttpResponse
from django.test import Client

from tests.tracker.api.conftest import AT, send, token_of
from tests.tracker.hostile.house import everything
from tests.tracker.make import TODAY, make_injury
from tracker.actions.tokens import revoke_token
from tracker.models import ApiToken, Day, Injury

GOOD = {"log": {"rest": 1}, "fall": {"kind": "slip"}, "run": {"minutes": 5}}
KINDS = pytest.mark.parametrize("kind", GOOD)


def faults(answer: HttpResponse) -> list[str]:
    return [fault["path"] for fault in answer.json()["faults"]]


@KINDS
def test_a_wrong_token_is_answered_like_none_and_like_an_ended_one(
    injury: Injury, token: str, kind: str
) -> None:
    revoke_token(token=ApiToken.objects.get(), at=AT + timedelta(minutes=1))
    closed = token_of(injury)
    type(injury.owner).objects.update(is_active=False)
    body = GOOD[kind] | {"key": "a"}
    tries = [token, closed, None, "", "x", "hsd_", "hsd_" + "x" * 43, "é\x00", "hsd_" + "y" * 900]

    answers = [send(kind, each, body) for each in tries]

    assert {answer.status_code for answer in answers} == {401}
    assert len({answer.content for answer in answers}) == 1
    assert {answer["WWW-Authenticate"] for answer in answers} == {"Bearer"}
    assert not Day.objects.exists()


def test_another_scheme_and_a_session_open_nothing(injury: Injury, token: str) -> None:
    client = Client()
    client.force_login(injury.owner)
    for header in (f"Basic {token}", token, f"Token {token}"):
        answer = client.post(
            "/api/v1/log", {"key": "a", "rest": 1}, content_type="application/json",
            headers={"authorization": header},
        )  # fmt: skip
        assert answer.status_code == 401
    assert not Day.objects.exists()


@KINDS
def test_a_token_logs_only_what_it_may(injury: Injury, kind: str) -> None:
    others = [scope for scope in GOOD if scope != kind]
    answer = send(kind, token_of(injury, *others), GOOD[kind] | {"key": "a"})

    assert (answer.status_code, answer.json()["error"]) == (403, "scope")


def test_a_token_writes_into_its_own_injury_alone(injury: Injury) -> None:
    second = make_injury(injury.owner)
    told = {"key": "a", "rest": 1, "injury": str(second.uuid), "owner": 1}
    answer = send("log", token_of(injury), told)

    assert Day.objects.get().injury == injury
    assert [w["path"] for w in answer.json()["warnings"]] == ["injury", "owner"]


@KINDS
@pytest.mark.parametrize("key", [None, "", 7, ["a"], "x" * 101, "a\x00b", "\ud800", {}])
def test_a_key_is_needed(injury: Injury, token: str, kind: str, key: object) -> None:
    answer = send(kind, token, GOOD[kind] | {"key": key})

    assert answer.status_code == 422
    assert set(faults(answer)) == {"key"}


NONSENSE = [-1, 11, 1.5, "4", "", True, [], {}, 10**20, -(10**400), "NaN"]


@pytest.mark.parametrize("name", ["rest", "sitting", "night", "walking", "running", "morning"])
def test_pain_is_a_whole_number_from_0_to_10(injury: Injury, token: str, name: str) -> None:
    for value in NONSENSE:
        answer = send("log", token, {"key": "a", name: value})
        assert answer.status_code == 422, value
        assert faults(answer) == [name]
    assert not Day.objects.exists()


@pytest.mark.parametrize(
    ("kind", "told"),
    [
        ("log", {"sit_minutes": 961}), ("log", {"sit_minutes": -1}), ("log", {"seat": "bench"}),
        ("log", {"rest": 1, "when_logged": "merge"}), ("log", {"no_run": "yes"}),
        ("log", {"rest": 1, "note": "x" * 2001}), ("log", {"rest": 1, "note": "\x00"}),
        ("log", {"rest": 1, "note": ["x"]}), ("log", {}), ("log", {"rest": None}),
        ("fall", {}), ("fall", {"kind": "trip"}), ("fall", {"kind": None}),
        ("fall", {"kind": "slip", "side": "up"}), ("fall", {"kind": "slip", "effect": 3}),
        ("fall", {"kind": "slip", "landed_on": "\x00"}),
        ("run", {}), ("run", {"note": "slow"}), ("run", {"minutes": 2881}), ("run", {"km": -1}),
        ("run", {"effort": 0}), ("run", {"effort": 11}), ("run", {"pain": 11}),
        ("run", {"sharp_stop": 1}), ("run", {"minutes": "30"}),
    ],
)  # fmt: skip
def test_no_key_takes_nonsense(injury: Injury, token: str, kind: str, told: dict) -> None:
    before = everything()
    answer = send(kind, token, told | {"key": "a"})

    assert answer.status_code == 422
    assert answer.json()["faults"]
    assert everything() == before


@KINDS
@pytest.mark.parametrize(
    "on",
    ["2026-11-22", "9999-12-31", "0001-01-01", "2026-02-30", "1990-01-01", "21.11.2026", 5, True,
     "2026-11-21T10:00:00Z", "", "2026-W47-6", "٢٠٢٦-١١-٢١"],
)  # fmt: skip
def test_no_day_that_cannot_be_logged(injury: Injury, token: str, kind: str, on: object) -> None:
    answer = send(kind, token, GOOD[kind] | {"key": "a", "on": on})

    assert answer.status_code == 422
    assert faults(answer) == ["on"]


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b" ", 400), (b"{", 400), (b"[]", 400), (b"3", 400), (b"null", 400), (b"\xff\xfe", 400),
        (b'"key"', 400), (b"[" * 50_000, 400), (b'{"a":' * 9_000, 400),
        (b'{"key":"a","rest":NaN}', 422), (b'{"key":"a","rest":1e309}', 422),
        (b'{"key":"a","rest":' + b"9" * 5000 + b"}", 400),
        (b'{"key":"a","rest":11,"rest":3}', 201),
        (b'{"key":"a","note":"' + b"x" * 65_536 + b'"}', 413),
        ('{"key":"a","rest":2,"note":"日本語 \u202e"}'.encode(), 201),
    ],
)  # fmt: skip
def test_a_body_that_is_no_json_object_is_refused(
    injury: Injury, token: str, body: bytes, status: int
) -> None:
    answer = send("log", token, body)

    assert answer.status_code == status
    assert answer["Content-Type"] == "application/json"


@pytest.mark.parametrize(
    "content_type", ["application/x-www-form-urlencoded", "text/plain", "", "multipart/form-data"]
)
def test_only_json_is_taken(injury: Injury, token: str, content_type: str) -> None:
    answer = send("log", token, b'{"key":"a","rest":1}', content_type=content_type)

    assert (answer.status_code, answer.json()["error"]) == (415, "content_type")


def test_all_faults_are_told_at_once(injury: Injury, token: str) -> None:
    answer = send("run", token, {"minutes": -1, "pain": 40, "effort": "x"})

    assert sorted(faults(answer)) == ["effort", "key", "minutes", "pain"]


@KINDS
@pytest.mark.parametrize("method", ["get", "put", "patch", "delete"])
def test_only_post_is_taken(injury: Injury, token: str, kind: str, method: str) -> None:
    answer = getattr(Client(), method)(
        f"/api/v1/{kind}", headers={"authorization": f"Bearer {token}"}
    )

    assert (answer.status_code, answer["Allow"]) == (405, "POST")
    assert answer.json()["error"] == "method"


def test_a_token_has_a_limit_and_another_ones_calls_do_not_count(
    injury: Injury, token: str
) -> None:
    other = token_of(injury)
    statuses = [send("fall", token, {"key": "a", "kind": "slip"}).status_code for _ in range(61)]

    assert (statuses[59], statuses[60]) == (200, 429)
    limited = send("fall", token, {"key": "a", "kind": "slip"})
    assert (limited.json()["error"], limited["Retry-After"]) == ("too_many", "60")
    assert send("fall", other, {"key": "b", "kind": "slip"}).status_code == 201


def test_guessing_is_slowed_and_keeps_no_right_token_out(injury: Injury, token: str) -> None:
    statuses = [send("log", f"hsd_{n}", {}).status_code for n in range(62)]

    assert statuses[:60] == [401] * 60 and set(statuses[60:]) == {429}
    assert send("log", token, {"key": "a", "rest": 1}).status_code == 201


def test_no_answer_sets_a_cookie_or_may_be_kept(injury: Injury, token: str) -> None:
    for answer in (send("log", token, {"key": "a", "rest": 1}), send("log", None, {})):
        assert not answer.cookies
        assert answer["Cache-Control"] == "no-store"
        assert "Access-Control-Allow-Origin" not in answer


def test_no_token_and_no_number_reaches_the_log(
    injury: Injury, token: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    told = {"key": "zanzibar", "rest": 7, "note": "quagga"}
    for body in (told, told | {"rest": 77}, b"{"):
        send("log", token, body)
    send("log", "hsd_wrongwrong", told)

    words = json.dumps([[str(v) for v in record.__dict__.values()] for record in caplog.records
                        if record.name != "django.db.backends"])  # fmt: skip
    assert caplog.records
    for secret in (token, "hsd_wrongwrong", "zanzibar", "quagga"):
        assert secret not in words


def test_the_last_use_is_kept(injury: Injury, token: str) -> None:
    send("log", token, {"key": "a", "rest": 1})

    assert ApiToken.objects.get().last_used_at is not None
    assert TODAY == ApiToken.objects.get().last_used_at.date()


@pytest.mark.parametrize("kind", ["pain", "log/", "log/more"])
def test_a_call_that_does_not_exist_is_told_in_json(token: str, kind: str) -> None:
    answer = send(kind, token, {"key": "a"})

    assert answer.status_code == 404
    assert answer.json()["message"] == "There is no such call. Use log, fall or run."


def test_a_body_longer_than_the_whole_site_takes_is_told_in_json(token: str) -> None:
    answer = send("log", token, b" " * 2_600_000)

    assert answer.status_code == 413
    assert answer.json()["error"] == "too_long"


def test_a_fault_of_ours_is_told_in_json(token: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tracker.views.api.note_use", None)

    answer = send("log", token, {"key": "a", "rest": 1})

    assert answer.status_code == 500
    assert "with the same key" in answer.json()["message"]
