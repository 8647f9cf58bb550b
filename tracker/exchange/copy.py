"""A copy of the diary for reading: one page that opens from a disk, without a network.

Made from the export, so that it says what the file says. A dash means not recorded; it is
never a nought. What no person reads stands in the tables and in the file beside it.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from django.template.loader import render_to_string
from django.utils.formats import date_format, number_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rehab.content.catalogue import catalogue
from rehab.vocabulary import (
    AnswerValue,
    CareKind,
    CareOutcome,
    FallKind,
    InjuryType,
    Location,
    PainContext,
    Quality,
    Side,
    Sign,
    Treatment,
)
from tracker import labels, words
from tracker.exchange.copy_names import exercises_named, readings_named, working_label

Row = Mapping[str, Any]
NOTHING = "–"
Column = tuple[str | Promise, Callable[[Row], str]]


@dataclass(frozen=True, slots=True)
class Part:
    """One table of the page; without rows it is left out."""

    title: str
    head: list[str]
    rows: list[list[str]]


@dataclass(frozen=True, slots=True)
class Picture:
    small: str
    large: str
    words: str


@dataclass(frozen=True, slots=True)
class Copy:
    """One injury, or what belongs to the person alone."""

    title: str
    facts: list[tuple[str, str]] = field(default_factory=list)
    parts: list[Part] = field(default_factory=list)
    pictures: list[Picture] = field(default_factory=list)


def copy_of(diary: Row, *, pictures: Mapping[str, str], on: date) -> bytes:
    """The page. `pictures`: names in the ZIP, large to small, of those that are there."""
    copies = [*(_injury(injury, pictures) for injury in diary["injuries"]), _person(diary)]
    page = render_to_string("carried/copy.html", {"copies": copies, "on": on})
    return page.encode("utf-8", "replace")


def _injury(injury: Row, pictures: Mapping[str, str]) -> Copy:
    title = labels.injury_words(side=injury["side"], places=injury["places"], worst=injury["worst"])
    facts = [
        (_("Began"), injury["onset_words"] or _on(injury["onset_on"])),
        (_("Kind"), _code(InjuryType, injury["type"])),
        (_("Your answers fit"), working_label(injury["working_label"]) or NOTHING),
        (_("Days logged"), str(len(injury["days"]))),
    ]
    shown = [
        Picture(pictures[photo["file"]], photo["file"], f"{_on(photo['on'])} {photo['note']}")
        for photo in injury["photos"]
        if photo["file"] in pictures
    ]
    return Copy(title, facts, [part for part in _parts(injury) if part.rows], shown)


def _person(diary: Row) -> Copy:
    every = [
        _part(_("Falls and slips"), diary["falls"], FALL),
        _part(_("Answers to safety questions"), diary["answers"], ANSWER),
        _part(_("Visits"), diary["visits"], VISIT),
    ]
    return Copy(_("Not of one injury alone"), parts=[part for part in every if part.rows])


def _parts(injury: Row) -> list[Part]:
    return [
        _part(_("What you were told"), injury["notices"], NOTICE),
        _part(_("What a professional said"), injury["told"], TOLD),
        _part(_("Visits"), injury["visits"], VISIT),
        _part(_("Days"), list(reversed(injury["days"])), DAY),
        _part(_("Runs"), injury["runs"], RUN),
        _part(_("Falls and slips"), injury["falls"], FALL),
        _part(_("Answers to safety questions"), injury["answers"], ANSWER),
        _part(_("Exercises"), exercises_named(injury), SESSION),
        _part(_("Self-tests and other numbers"), readings_named(injury), TEST),
        _part(_("Already had"), injury["care"], CARE),
        _part(_("One change at a time"), injury["changes"], CHANGE),
    ]


def _part(title: str, rows: Iterable[Row], columns: list[Column]) -> Part:
    return Part(
        title,
        [str(name) for name, _of in columns],
        [[of(row) for _n, of in columns] for row in rows],
    )


def _value(key: str) -> Callable[[Row], str]:
    def cell(row: Row) -> str:
        value = row.get(key)
        if value is None or value == "":
            return NOTHING
        if isinstance(value, bool):
            return _("yes") if value else _("no")
        if isinstance(value, int | float):
            return number_format(int(value) if float(value).is_integer() else value)
        return str(value)

    return cell


def _day_of(key: str) -> Callable[[Row], str]:
    return lambda row: _on(row.get(key))


def _on(value: str | None) -> str:
    if not value:
        return NOTHING
    day = datetime.fromisoformat(value).date() if "T" in value else date.fromisoformat(value)
    return date_format(day, "D j M Y")


def _code(kind: type[StrEnum], value: object) -> str:
    """The words of a code; a code of another version stays as it is."""
    if not value:
        return NOTHING
    known = {code.value: code for code in kind}
    return str(labels.label(known[str(value)])) if value in known else str(value)


def _codes(kind: type[StrEnum], values: Iterable[str] | None) -> str:
    if values is None:
        return NOTHING
    return ", ".join(_code(kind, value) for value in values) or _("none")


def _pain(context: PainContext) -> Callable[[Row], str]:
    def cell(row: Row) -> str:
        if context is PainContext.RUNNING and row["no_run"]:
            return _("no run")
        if context is PainContext.NIGHT and row["slept_through"]:
            return _("slept")
        return _value(context.value)(row["pain"])

    return cell


def _where(row: Row) -> str:
    if row["places"] is None:
        return NOTHING
    names = [str(labels.place(Location(code), Side(side))) for code, side in row["places"]]
    return ", ".join(names) or _("none")


def _signs(row: Row) -> str:
    if not row["signs"]:
        return NOTHING
    return _codes(Sign, [sign for sign, seen in row["signs"].items() if seen])


def _moments(row: Row) -> str:
    return (
        "; ".join(
            f"{moment['at'][:5]} {_code(PainContext, moment['context'])} {moment['nrs']}"
            for moment in row["moments"]
        )
        or NOTHING
    )


def _question(row: Row) -> str:
    known = row["question"] in catalogue().questions
    return words.question_text(row["question"]) if known else str(row["question"])


def _exercises(row: Row) -> str:
    return ", ".join(row["done"]) or NOTHING


def _messages(row: Row) -> str:
    return " ".join(str(part.get("message", "")) for part in row["parts"]) or NOTHING


def _role(row: Row) -> str:
    return str(labels.ROLES.get(row["role"], row["role"])) or NOTHING


def _examined(row: Row) -> str:
    """The tests of a visit; a dash where it was not told."""
    if row["tests"] is None:
        return NOTHING
    known = [str(labels.VISIT_TESTS.get(code, code)) for code in row["tests"]]
    return ", ".join(known) or _("nothing")


def _kind_told(row: Row) -> str:
    return str({str(k): v for k, v in labels.TOLD.items()}.get(row["kind"], row["kind"]))


def _of(kind: type[StrEnum], key: str) -> Callable[[Row], str]:
    return lambda row: _code(kind, row.get(key))


def _list_of(kind: type[StrEnum], key: str) -> Callable[[Row], str]:
    return lambda row: _codes(kind, row.get(key))


ON: Column = (gettext_lazy("Day"), _day_of("on"))
NOTE: Column = (gettext_lazy("Note"), _value("note"))
DAY: list[Column] = [
    ON,
    *((labels.label(context), _pain(context)) for context in PainContext),
    (gettext_lazy("Minutes sitting"), _value("sit_minutes")),
    (gettext_lazy("Where"), _where),
    (gettext_lazy("How"), _list_of(Quality, "qualities")),
    (gettext_lazy("Seen or felt"), _signs),
    (gettext_lazy("Done for it"), _list_of(Treatment, "treatments")),
    (gettext_lazy("Moments"), _moments),
    NOTE,
]
RUN: list[Column] = [
    ON,
    (gettext_lazy("Minutes"), _value("minutes")),
    (gettext_lazy("km"), _value("km")),
    (gettext_lazy("Effort"), _value("effort")),
    (gettext_lazy("Pain"), _value("pain")),
    NOTE,
]
FALL: list[Column] = [ON, (gettext_lazy("What"), _of(FallKind, "kind")), NOTE]
ANSWER: list[Column] = [
    ON,
    (gettext_lazy("Question"), _question),
    (gettext_lazy("Answer"), _of(AnswerValue, "value")),
]
VISIT: list[Column] = [
    ON,
    (gettext_lazy("Role"), _role),
    (gettext_lazy("Who"), _value("who")),
    (gettext_lazy("Examined"), _examined),
    (gettext_lazy("What was said"), _value("words")),
]
NOTICE: list[Column] = [
    (gettext_lazy("Day"), _day_of("told_on")),
    (gettext_lazy("Heading"), _value("heading")),
    (gettext_lazy("Words"), _messages),
    (gettext_lazy("Closed"), _day_of("closed_on")),
]
TOLD: list[Column] = [
    ON,
    (gettext_lazy("What"), _kind_told),
    (gettext_lazy("Who"), _value("who")),
    (gettext_lazy("Words"), _value("words")),
]
SESSION: list[Column] = [
    ON,
    (gettext_lazy("Done"), _exercises),
    (gettext_lazy("Pain"), _value("pain")),
    NOTE,
]
TEST: list[Column] = [
    ON,
    (gettext_lazy("Number"), _value("metric")),
    (gettext_lazy("Value"), _value("value")),
    NOTE,
]
CARE: list[Column] = [
    (gettext_lazy("What"), _of(CareKind, "kind")),
    (gettext_lazy("Name"), _value("name")),
    (gettext_lazy("When"), _value("when_words")),
    (gettext_lazy("What was said"), _value("said")),
    (gettext_lazy("What it did"), _of(CareOutcome, "outcome")),
]
CHANGE: list[Column] = [
    (gettext_lazy("From"), _day_of("began_on")),
    (gettext_lazy("What"), _value("what")),
    (gettext_lazy("Until"), _day_of("until")),
    (gettext_lazy("Outcome"), _of(CareOutcome, "outcome")),
    NOTE,
]
