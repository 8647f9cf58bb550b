"""The columns of a kept version in words: what stood in each, before and after a change."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rehab.content.catalogue import catalogue
from rehab.vocabulary import (
    CareKind,
    CareOutcome,
    FallEffect,
    FallKind,
    LandedOn,
    Location,
    PainContext,
    Quality,
    Seat,
    Side,
    Sign,
    Sleep,
    Stress,
    Surface,
    Treatment,
)
from tracker import labels
from tracker.models import Revision
from tracker.numbers import ACTIVITY, OWN_ACTIVITIES, number_of
from tracker.overview.plan_words import number, value_words
from tracker.overview.sign_words import RESULT_WORDS
from tracker.overview.visit_past import ADVICE_WORDS

NOTE = gettext_lazy("Note")
WHAT_HAPPENED: dict[str, labels.Words] = {
    **{c.value: labels.label(c) for c in PainContext},
    "sit_minutes": gettext_lazy("Sat before it hurt, minutes"),
    "sat_without_pain": gettext_lazy("Sat without pain"),
    "no_run": gettext_lazy("No run"),
    "slept_through": gettext_lazy("Slept through"),
    "limp": gettext_lazy("Limping"),
    "seat": gettext_lazy("Seat"),
    "places": gettext_lazy("Places"),
    "worst": gettext_lazy("Worst spot"),
    "qualities": gettext_lazy("What it felt like"),
    "signs": gettext_lazy("Seen or felt"),
    "treatments": gettext_lazy("Done for it"),
    "sleep": gettext_lazy("Sleep"),
    "stress": gettext_lazy("Stress"),
    "note": NOTE,
    "on": gettext_lazy("Date"),
    "kind": gettext_lazy("What happened"),
    "effect": gettext_lazy("Effect on the pain"),
    "landed_on": gettext_lazy("Landed on"),
    "side": gettext_lazy("Side"),
    "minutes": gettext_lazy("Minutes"),
    "km": gettext_lazy("Kilometres"),
    "effort": gettext_lazy("Effort"),
    "pain": gettext_lazy("Worst pain"),
    "surface": gettext_lazy("Surface"),
    "sharp_stop": gettext_lazy("Sharp pain made you stop"),
    "at": gettext_lazy("Time"),
    "context": gettext_lazy("When it hurt"),
    "nrs": gettext_lazy("Pain"),
}
COLUMNS: dict[str, dict[str, labels.Words]] = {
    **dict.fromkeys(("day", "moment", "fall", "run"), WHAT_HAPPENED),
    "care": {
        "kind": gettext_lazy("What you had"),
        "name": gettext_lazy("Name"),
        "who": gettext_lazy("Who"),
        "when_words": gettext_lazy("When"),
        "said": gettext_lazy("In their words"),
        "outcome": gettext_lazy("Result"),
        "is_now": gettext_lazy("Doing it now"),
    },
    "visit": {
        "on": gettext_lazy("Date"),
        "at": gettext_lazy("Time"),
        "role": gettext_lazy("Who"),
        "who": gettext_lazy("Name"),
        "state": gettext_lazy("Visit"),
        "result": gettext_lazy("What they said"),
        "words": gettext_lazy("In their words"),
        "advice": gettext_lazy("Advice"),
        "tests": gettext_lazy("Examined"),
    },
    "change": {
        "what": gettext_lazy("What you change"),
        "began_on": gettext_lazy("From"),
        "until": gettext_lazy("Until"),
        "ended_on": gettext_lazy("Ended on"),
        "is_dropped": gettext_lazy("Given up"),
        "contexts": gettext_lazy("Looked at by"),
        "outcome": gettext_lazy("Result"),
        "note": NOTE,
    },
    "reading": {"note": NOTE},
    "session": {
        "pain": gettext_lazy("Worst pain"),
        "sharp_stop": gettext_lazy("Sharp pain made you stop"),
        "note": NOTE,
    },
}
KINDS: dict[str, type] = {
    "seat": Seat,
    "sleep": Sleep,
    "stress": Stress,
    "kind": FallKind,
    "effect": FallEffect,
    "landed_on": LandedOn,
    "side": Side,
    "surface": Surface,
    "context": PainContext,
    "qualities": Quality,
    "treatments": Treatment,
    "signs": Sign,
    "outcome": CareOutcome,
}
STATES: Mapping[str, labels.Words] = {
    "due": gettext_lazy("not booked"),
    "later": gettext_lazy("put off"),
    "booked": gettext_lazy("booked"),
    "missed": gettext_lazy("did not go"),
    "seen": gettext_lazy("seen"),
    "result": gettext_lazy("seen"),
    "closed": gettext_lazy("over"),
}
DATES = ("on", "began_on", "until", "ended_on")
DONE = {
    "sets": gettext_lazy("%(n)s sets"),
    "reps": gettext_lazy("%(n)s repetitions"),
    "hold_s": gettext_lazy("%(n)s s held"),
    "load_kg": gettext_lazy("%(n)s kg"),
    "pain": gettext_lazy("pain %(n)s"),
}


@dataclass(frozen=True, slots=True)
class Line:
    """One column: its name, and its words before and after ("" = not recorded)."""

    name: str
    before: str
    after: str


def lines_of(revision: Revision) -> Iterable[Line]:
    """What differs, in the order of the form; then numbers and exercises kept with the row."""
    table = revision.table
    before, after = revision.before or {}, revision.after or {}
    for name, words in COLUMNS.get(table, {}).items():
        was, became = _say(table, name, before), _say(table, name, after)
        if was != became:
            yield Line(str(words), was, became)
    yield from _numbers(before, after)
    yield from _exercises(after)


def _numbers(before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterable[Line]:
    """The number of a reading, and those that came and went with a row."""
    pairs: dict[str, list[object]] = {}
    if metric := after.get("metric") or before.get("metric"):
        pairs[str(metric)] = [before.get("value"), after.get("value")]
    pairs |= after.get(Revision.BESIDE) or before.get(Revision.BESIDE) or {}
    for metric, (was, became) in pairs.items():
        if was != became:
            yield Line(metric_name(metric), _figure(metric, was), _figure(metric, became))


def metric_name(metric: str) -> str:
    """What a number is called: its own name, or that of the measure it belongs to."""
    content = catalogue()
    page = OWN_ACTIVITIES if ACTIVITY.fullmatch(metric) else metric
    known = content.metrics.get(metric) or content.outcome_measures.get(page)
    return _(known.label) if known is not None else _("Number")


def _figure(metric: str, value: object) -> str:
    if value is None:
        return ""
    scale = number_of(metric)
    at = float(str(value))
    if scale is not None and scale.answers and at < len(scale.answers):
        return str(scale.answers[int(at)])
    return value_words(metric, at) if metric in catalogue().metrics else number(at)


def _exercises(after: Mapping[str, Any]) -> Iterable[Line]:
    known = catalogue().exercises
    for exercise, (was, became) in (after.get(Revision.ITEMS) or {}).items():
        name = _(known[exercise].name) if exercise in known else _("Exercise")
        yield Line(name, _done(was), _done(became))


def _done(columns: Mapping[str, Any] | None) -> str:
    if columns is None:
        return ""
    told = [str(words) % {"n": columns[name]} for name, words in DONE.items() if columns.get(name)]
    return ", ".join([_("done") if columns.get("done") else _("not done"), *told])


def _say(table: str, name: str, columns: Mapping[str, Any]) -> str:
    value = columns.get(name)
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if table == "visit" and name in ("state", "role", "result", "advice", "tests"):
        return _of_visit(name, value)
    if name == "places":
        return ", ".join(str(labels.place(Location(c), Side(s))) for c, s in value) or _("none")
    if name == "worst":
        return str(labels.place(Location(value[0]), Side(value[1])))
    if name == "contexts":
        lines = {**WHAT_HAPPENED, "sit_minutes": _("Sitting time")}
        return ", ".join(str(lines[line]) for line in value if line in lines) or _("none")
    kind = CareKind if table == "care" and name == "kind" else KINDS.get(name)
    if name == "signs":
        value = [code for code, is_seen in value.items() if is_seen]
    if kind is not None:
        codes = value if isinstance(value, list) else [value]
        return ", ".join(labels.labels(codes, kind)) or _("none")
    if name == "at":
        return str(value)[:5]
    if name in ("minutes", "km"):
        return number(float(str(value)))
    if name in DATES:
        return date_format(date.fromisoformat(str(value)), "j M Y")
    return str(value)


def _of_visit(name: str, value: Any) -> str:
    if name == "tests":
        tested = [str(words) for code, words in labels.VISIT_TESTS.items() if code in value]
        return ", ".join(tested) or _("none")
    if name == "role":
        return str(labels.ROLES.get(value, value))
    if name == "state":
        return str(STATES.get(value, value))
    return _(RESULT_WORDS.get(value, value) if name == "result" else ADVICE_WORDS.get(value, value))
