"""The endpoint for shortcuts and watches: one entry a request, by a personal token.

No session and no cookie counts here, so there is nothing for another site to ride on and
no form token. Every refusal is JSON and says which key it is about. What an entry raises
stands in the answer, also when it is sent again: the first answer may not have arrived.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

from allauth.core.internal import ratelimit
from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt

from rehab.vocabulary import FallEffect, FallKind, PainContext
from tracker.actions.errors import ActionError
from tracker.actions.log_by_token import KeyUsed, check_key, day_of, log_pain
from tracker.actions.record_fall import FallEntry, record_fall
from tracker.actions.record_run import RunEntry, record_run
from tracker.actions.tokens import find_token, note_use
from tracker.clock import PersonNow, person_now
from tracker.diary_reader import with_context
from tracker.exchange.by_token import BODY_MAX, ENTRIES, Told, WhenLogged, read_entry
from tracker.forms.fields import PlainTextField
from tracker.middleware import length_of
from tracker.models import ApiToken, Day, Fall, Injury, Notice, Run
from tracker.overview.sign_cards import Card
from tracker.overview.signs import open_notices
from tracker.regions import Region, region_of

BEARER = "bearer "
LOUD = 8  # pain at which the log offers the safety questions


@dataclass(frozen=True, slots=True)
class Saved:
    """What a write left: its row (None: deleted since), whether it is new, what stands of
    the keys that were sent, what it raised."""

    row: Day | Fall | Run | None
    is_new: bool
    stands: dict[str, object]
    notices: list[Notice]
    asks: bool = False


@dataclass(frozen=True, slots=True)
class Sent:
    """One request, read and checked: who sends it, into which diary, when, what."""

    injury: Injury
    at: PersonNow
    key: UUID
    told: Told

    def __getitem__(self, name: str) -> Any:
        return self.told.values.get(name)


class Refused(Exception):
    """An answer that is no entry."""

    def __init__(self, status: int, error: str, message: str, faults: object = ()) -> None:
        super().__init__(error)
        self.status, self.error, self.message, self.faults = status, error, message, faults


def api_view(write: Callable[[Sent], Saved]) -> Callable[[HttpRequest], HttpResponse]:
    """Make an endpoint of what writes one kind of entry: `write_log` takes "log"."""
    kind = write.__name__.removeprefix("write_")

    @csrf_exempt
    @wraps(write)
    def view(request: HttpRequest) -> HttpResponse:
        try:
            token, sent = _read(request, kind)
            try:
                saved = write(sent)
            except KeyUsed as refusal:
                raise Refused(409, "key_used", _(refusal.message)) from None
            except ActionError as refusal:
                fault = {"path": refusal.field or "", "message": _(refusal.message)}
                raise _unstorable([fault]) from None
        except Refused as refusal:
            return _refusal(refusal)
        note_use(token=token, at=sent.at.now)
        return _answer(kind, sent, saved)

    return view


def _read(request: HttpRequest, kind: str) -> tuple[ApiToken, Sent]:
    """Who sends what; raises Refused. The token comes first: without one nothing is told."""
    if request.method != "POST":
        raise Refused(405, "method", _("Only POST is taken here."))
    token = _token_of(request)
    if kind not in token.scopes:
        raise Refused(403, "scope", _("This token may not log that."))
    told = read_entry(ENTRIES[kind], _body(request))
    if told.faults:
        raise _unstorable([{"path": f.path, "message": f.message} for f in told.faults])
    injury = with_context(Injury.objects.of(token.owner)).get(pk=token.injury_id)
    at = person_now(token.owner, timezone.now())
    return token, Sent(injury, at, _key(str(told.values["key"]), token), told)


def _token_of(request: HttpRequest) -> ApiToken:
    """The token of the request. Wrong, ended, unknown and missing ones are answered alike."""
    given = request.headers.get("Authorization", "")
    token = find_token(given[len(BEARER) :].strip()) if is_bearer(given) else None
    limits = ("api", str(token.uuid)) if token is not None else ("api_wrong", None)
    if not ratelimit.consume(request, app="allauth.account", action=limits[0], key=limits[1]):
        raise Refused(429, "too_many", _("Too many requests. Try again in a minute."))
    if token is None:
        raise Refused(401, "token", _("Send a valid token as Authorization: Bearer."))
    return token


def is_bearer(given: str) -> bool:
    return given.lower().startswith(BEARER)


def _body(request: HttpRequest) -> dict[str, object]:
    if request.content_type != "application/json":
        raise Refused(415, "content_type", _("Send it as application/json."))
    if length_of(request) > BODY_MAX:
        raise Refused(413, "too_long", _("This is too long."))
    try:
        body = json.loads(request.body.decode("utf-8"))
    except (ValueError, RecursionError):
        raise Refused(400, "json", _("This is not JSON.")) from None
    if not isinstance(body, dict):
        raise Refused(400, "json", _("Send one JSON object."))
    return body


def _key(text: str, token: ApiToken) -> UUID:
    """The form key of an entry: a UUID as it is, of other text one made with the token's."""
    try:
        return UUID(text)
    except ValueError:
        return uuid5(NAMESPACE_URL, f"{token.uuid} {text}")


def write_log(sent: Sent) -> Saved:
    """Pain of a day; the worst of the day stands unless the caller says otherwise."""
    names = [*(c.value for c in PainContext), "no_run", "slept_through", "sit_minutes", "seat"]
    told = {name: sent[name] for name in names if sent[name] is not None}
    if note := _note(sent):
        told["note"] = note
    result = log_pain(
        injury=sent.injury,
        on=sent["on"] or day_of(sent.injury, key=sent.key) or sent.at.today,
        told=told,
        replaces=sent["when_logged"] == WhenLogged.REPLACE,
        at=sent.at,
        key=sent.key,
    )
    stands = {name: getattr(result.day, name) for name in told if name != "note"}
    loud = any((sent[c.value] or 0) >= LOUD for c in PainContext)
    is_new = result.revision is not None
    return Saved(result.day, is_new, stands, result.notices, asks=loud)


def write_fall(sent: Sent) -> Saved:
    check_key(sent.injury, key=sent.key, kind="fall")
    entry = FallEntry(
        on=sent["on"] or sent.at.today,
        kind=sent["kind"],
        side=sent["side"],
        landed_on=sent["landed_on"],
        effect=sent["effect"],
        note=_note(sent),
    )
    result = record_fall(
        owner=sent.injury.owner, injury=sent.injury, entry=entry, at=sent.at, key=sent.key
    )
    fall = result.fall
    names = ("kind", "side", "landed_on", "effect")
    stands = {n: getattr(fall, n) for n in names if sent[n] is not None} if fall else {}
    asks = sent["kind"] == FallKind.FALL and sent["effect"] == FallEffect.MUCH_WORSE
    return Saved(fall, result.revision is not None, stands, result.notices, asks=asks)


def write_run(sent: Sent) -> Saved:
    check_key(sent.injury, key=sent.key, kind="run")
    names = ("minutes", "km", "effort", "pain", "sharp_stop")
    told = {name: sent[name] for name in names}
    on = sent["on"] or sent.at.today
    entry = RunEntry(on=on, note=_note(sent), **told)
    result = record_run(injury=sent.injury, entry=entry, at=sent.at, key=sent.key)
    run = result.run
    stands = {n: _plain(getattr(run, n)) for n in names if sent[n] is not None} if run else {}
    asks = (sent["pain"] or 0) >= LOUD
    return Saved(run, result.revision is not None, stands, result.notices, asks=asks)


def _plain(value: object) -> object:
    """A stored number as JSON: 30, not 30.0, for a whole one."""
    if isinstance(value, bool | int) or value is None:
        return value
    number = float(str(value))
    return int(number) if number.is_integer() else number


def _note(sent: Sent) -> str:
    try:
        return str(PlainTextField().clean(sent["note"] or ""))
    except ValidationError as error:
        raise _unstorable([{"path": "note", "message": error.messages[0]}]) from None


def _answer(kind: str, sent: Sent, saved: Saved) -> JsonResponse:
    """201 for a new entry, 200 for one sent again; with whatever has to be seen now."""
    raised = {notice.uuid for notice in saved.notices}
    region = region_of(sent.injury.owner)
    cards = open_notices(sent.injury, today=sent.at.today, region=region)
    row = saved.row
    warnings = [{"path": w.path, "message": w.message} for w in sent.told.warnings]
    told = {
        "saved": "new" if saved.is_new else "before",
        "kind": kind,
        "id": str(row.uuid) if row else None,
        "on": (row.on if row else sent["on"] or sent.at.today).isoformat(),
        "stands": saved.stands,
        "notices": [_notice(c, region) for c in cards if c.is_urgent or c.uuid in raised],
        "check": _absolute("check") if saved.asks else None,
        "warnings": warnings if saved.is_new else warnings + _not_stored(sent, saved),
    }
    return JsonResponse(told, status=201 if saved.is_new else 200)


def _not_stored(sent: Sent, saved: Saved) -> list[dict[str, str]]:
    """Of a key that was sent before: each value that stands otherwise than it was sent now."""
    row = saved.row
    if row is None:
        words = _("What this key stored was deleted since: nothing new was stored.")
        return [{"path": "key", "message": words}]
    other = [name for name, stands in saved.stands.items() if _stored(name, sent[name]) != stands]
    if sent["on"] not in (None, row.on):
        other.append("on")
    if (note := _note(sent)) and note not in (row.note or ""):
        other.append("note")
    words = _("This key was sent before: nothing new was stored, and this stands otherwise.")
    return [{"path": name, "message": words} for name in other]


def _stored(name: str, value: Any) -> object:
    """A number as a run keeps it (actions/record_run.py)."""
    places = {"minutes": 1, "km": 2}.get(name)
    return value if places is None else round(value, places)


def _notice(card: Card, region: Region) -> dict[str, object]:
    call = {"emergency": region.emergency_number, "urgent": region.advice_line}.get(card.tier)
    return {
        "tier": card.tier,
        "heading": card.heading,
        "told": [said.message for said in card.said],
        "do": list(card.what_to_do),
        "call": None if call is None else str(call),
        "url": _absolute("notice", card.uuid),
    }


def _absolute(name: str, *args: object) -> str:
    return settings.PUBLIC_URL + reverse(name, args=args)


def _unstorable(faults: list[dict[str, str]]) -> Refused:
    return Refused(422, "values", _("Nothing was stored. See the faults."), faults)


def _refusal(refused: Refused) -> JsonResponse:
    told = {"error": refused.error, "message": refused.message, "faults": refused.faults or []}
    answer = JsonResponse(told, status=refused.status)
    if refused.status == 401:
        answer["WWW-Authenticate"] = "Bearer"
    if refused.status == 405:
        answer["Allow"] = "POST"
    if refused.status == 429:
        answer["Retry-After"] = "60"
    return answer


api_log = api_view(write_log)
api_fall = api_view(write_fall)
api_run = api_view(write_run)
