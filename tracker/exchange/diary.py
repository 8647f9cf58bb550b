"""Read a diary file into the values that rules read.

`parse_file` is pure: a mapping in, values out, no database. Each injury and day
goes through an unsaved row and `diary_reader`, so a diary means the same whether
it comes from a file or from the database. The format is docs/diary-format.md.
"""

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TypeVar

from rehab import diary as values
from rehab.content.catalogue import catalogue
from rehab.vocabulary import (
    AnswerValue,
    FallEffect,
    FallKind,
    LandedOn,
    Sex,
    Side,
)
from tracker import diary_reader
from tracker.exchange.days import read_day
from tracker.exchange.injuries import read_injury
from tracker.exchange.reading import FileRefused, Notes, Remark, Table, shown
from tracker.models import Injury, User

FORMAT = "hamstring-diary"
VERSION = 1
ID_MAX = 200
NOTE_MAX = 2000
MAX_BYTES = 100_000_000
DIGITS_MOST = 100
# What else an export holds; an import stores it, the rules do not read it.
BESIDES_PERSON = (
    "id",
    "email",
    "region",
    "language",
    "theme",
    "list_view",
    "day_starts_hour",
    "contexts",
    "chips",
    "lacks",
    "date_joined",
)
BESIDES_FILE = (
    "about",
    "exported_at",
    "content_version",
    "visits",
    "consents",
    "reminders",
    "reminder_choices",
    "push_devices",
    "calendar_feeds",
    "tokens",
    "history",
)
BESIDES_INJURY = (
    "tests",
    "sessions",
    "care",
    "clearances",
    "pauses",
    "gap_answers",
    "own_activities",
    "told",
    "photos",
    "changes",
    "report",
    "share_links",
    "findings",
    "notices",
    "visits",
    "sign_reports",
)

Dated = TypeVar("Dated", values.Day, values.Run, values.Fall, values.Answer)


@dataclass(frozen=True, slots=True)
class Person:
    """What the file tells of the person. `age` in whole years; None where not told."""

    birth_year: int | None = None
    age: int | None = None
    sex: Sex | None = None
    time_zone: str = "UTC"


@dataclass(frozen=True, slots=True)
class DiaryFile:
    """One file: the person, one diary for each injury, and what was left out of it."""

    person: Person
    diaries: tuple[values.Diary, ...]
    warnings: tuple[Remark, ...] = ()


def read_file(path: Path) -> DiaryFile:
    """Read a diary file from disk. Raises FileRefused; a folder or no file is one fault."""
    if path.is_dir():
        raise FileRefused([Remark("", "cannot be read: a folder without a .json file")])
    try:
        if path.stat().st_size > MAX_BYTES:
            raise FileRefused([Remark("", "is larger than 100 MB")])
        text = path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise FileRefused([Remark("", f"cannot be read: {error.strerror}")]) from error
    except UnicodeDecodeError as error:
        raise FileRefused([Remark("", f"is not UTF-8 text (byte {error.start})")]) from error
    return parse_text(text)


def parse_text(text: str) -> DiaryFile:
    """Read a diary from JSON text. Raises FileRefused."""
    return parse_file(load_text(text))


def load_text(text: str) -> Mapping[str, object]:
    """The object that JSON text holds. Raises FileRefused for anything else."""
    try:
        raw = json.loads(
            text,
            object_pairs_hook=_each_key_once,
            parse_constant=_no_constant,
            parse_int=_whole,
        )
    except json.JSONDecodeError as error:
        where = f"line {error.lineno} column {error.colno}"
        raise FileRefused([Remark("", f"is not JSON: {error.msg} ({where})")]) from error
    except RecursionError as error:
        raise FileRefused([Remark("", "is not a diary: nested too deeply")]) from error
    except ValueError as error:
        raise FileRefused([Remark("", f"is not a diary: {error}")]) from error
    if not isinstance(raw, Mapping):
        raise FileRefused([Remark("", f"must be an object, is {shown(raw)}")])
    return raw


def parse_file(raw: Mapping[str, object], *, questions: Collection[str] | None = None) -> DiaryFile:
    """Turn a file's content into diaries, one for each injury, in the file's order.

    A missing key is not recorded, never 0. Falls, and answers that stand outside the
    injuries, belong to the person and count for every injury. `questions` are the
    ids that may be answered, those of the content when not given.

    Raises FileRefused with every fault of the file; then nothing of it is used.
    """
    notes = Notes()
    file = Table(raw, "", notes)
    _check_format(file)
    known = catalogue().questions if questions is None else questions
    person = _person(file.table("person"))
    falls = _falls(file)
    answers = _answers(file, known)
    diaries: list[values.Diary] = []
    for table in _injuries(file):
        falls += _falls(table)
        diary = _diary(table, person, known)
        if diary is not None:
            diaries.append(diary)
    _refuse_same_ids(diaries, notes)
    file.keep(BESIDES_FILE)
    file.finish()
    if notes.faults:
        raise FileRefused(notes.faults)
    shared = (_in_order(falls), tuple(answers))
    return DiaryFile(
        person=person,
        diaries=tuple(_with_shared(diary, *shared) for diary in diaries),
        warnings=tuple(notes.warnings),
    )


def last_record(diary: values.Diary) -> date | None:
    """The last day on which anything was recorded; None for an empty diary."""
    tables = (diary.days, diary.runs, diary.falls, diary.answers)
    return max((table[-1].on for table in tables if table), default=None)


def _check_format(file: Table) -> None:
    if file.required("format") and file.raw["format"] != FORMAT:
        file.fault("format", f"must be {FORMAT!r}, is {shown(file.raw['format'])}")
    version = file.whole("version", 1, 10**6) if file.required("version") else None
    if version is not None and version > VERSION:
        file.fault("version", f"{version} is newer than this program, which reads {VERSION}")


def _person(table: Table) -> Person:
    person = Person(
        birth_year=table.whole("birth_year", 1900, 2100),
        age=table.whole("age", 0, 120),
        sex=table.code("sex", Sex),
        time_zone=table.text("time_zone", 64) or "UTC",
    )
    table.keep(BESIDES_PERSON)
    table.finish()
    return person


def _injuries(file: Table) -> list[Table]:
    return list(file.tables("injuries")) if file.required("injuries") else []


def _diary(table: Table, person: Person, questions: Collection[str]) -> values.Diary | None:
    """One injury with what belongs to it alone; None when it cannot be read."""
    has_id = table.required("id")
    name = table.text("id", ID_MAX) if has_id else ""
    if has_id and not name and table.raw["id"] == "":
        table.fault("id", "is empty")
    row = read_injury(table)
    days = _days(table, row.side)
    runs = [run for run in (_run(entry) for entry in table.tables("runs")) if run]
    answers = _answers(table, questions)
    table.keep(BESIDES_INJURY)
    table.finish()
    if not name or not row.side:
        return None
    diary = values.Diary(
        injury=_injury_value(name, row, person, [*days, *runs, *answers]),
        days=_in_order(days),
        runs=_in_order(runs),
        answers=tuple(answers),
        first_logged_on=min((day.on for day in days), default=None),
    )
    return diary


def _injury_value(
    name: str, row: Injury, person: Person, entries: list[values.Day | values.Run | values.Answer]
) -> values.Injury:
    """The injury as rules see it; the age as told, else from the birth year at the last record."""
    row.owner = User(birth_year=person.birth_year, sex=person.sex and person.sex.value)
    last = max((entry.on for entry in entries), default=row.onset_on or date(1970, 1, 1))
    value = diary_reader.injury_value(row, today=last)
    age = value.age if person.age is None else person.age
    return replace(value, id=name, age=age)


def _days(table: Table, side: str) -> list[values.Day]:
    days: list[values.Day] = []
    seen: set[date] = set()
    for entry in table.tables("days"):
        day = read_day(entry, side=side)
        if day is None:
            continue
        if day.on in seen:
            entry.fault("on", f"{day.on} stands here twice")
        seen.add(day.on)
        days.append(day)
    return days


# Kept beside a run, and read by no rule.
OF_RUN = (
    "id", "source", "ladder", "step", "full_training", "file_hash", "logged_at", "zone",
    "started_at", "offset_minutes", "elapsed_minutes", "fastest_30s_m_s", "top_speed_m_s",
    "climb_m",
    "surface",
)  # fmt: skip


def _run(table: Table) -> values.Run | None:
    on = _on(table)
    minutes = table.number("minutes", 0, 2880)
    km = table.number("km", 0, 500)
    effort = table.whole("effort", 1, 10)
    pain = table.whole("pain", 0, 10)
    sharp_stop = table.yes_no("sharp_stop")
    table.text("note", NOTE_MAX)
    table.keep(OF_RUN)
    table.finish()
    if on is None:
        return None
    return values.Run(
        on=on, minutes=minutes, km=km, effort=effort, pain=pain, sharp_stop=sharp_stop
    )


def _falls(owner: Table) -> list[values.Fall]:
    found: list[values.Fall] = []
    for table in owner.tables("falls"):
        on = _on(table)
        kind = table.code("kind", FallKind) if table.take("kind") is not None else FallKind.FALL
        landed_on = table.code("landed_on", LandedOn)
        effect = table.code("effect", FallEffect)
        table.code("side", Side)
        table.text("note", NOTE_MAX)
        table.keep(("id", "logged_at", "zone"))
        table.finish()
        if on and kind:
            found.append(values.Fall(on=on, kind=kind, landed_on=landed_on, effect=effect))
    return found


def _answers(owner: Table, questions: Collection[str]) -> list[values.Answer]:
    """Answers in order of date; those of one day stay in the file's order."""
    found: list[values.Answer] = []
    for table in owner.tables("answers"):
        on = _on(table)
        question = table.text("question", 40) if table.required("question") else ""
        if question and question not in questions:
            table.fault("question", f"{shown(question)} is not a question we know")
        value = table.code("value", AnswerValue) if table.required("value") else None
        late = table.day("given_on")
        table.keep(("because", "at"))
        table.finish()
        if on and question and value:
            given_on = late if late and late > on and value is AnswerValue.YES else None
            found.append(values.Answer(on=on, question=question, value=value, given_on=given_on))
    return sorted(found, key=lambda answer: answer.on)


def _on(table: Table) -> date | None:
    return table.day("on") if table.required("on") else None


def _in_order(entries: list[Dated]) -> tuple[Dated, ...]:
    return tuple(sorted(entries, key=lambda entry: entry.on))


def _with_shared(
    diary: values.Diary, falls: tuple[values.Fall, ...], answers: tuple[values.Answer, ...]
) -> values.Diary:
    every = sorted((*answers, *diary.answers), key=lambda answer: answer.on)
    return replace(diary, falls=falls, answers=tuple(every))


def _refuse_same_ids(diaries: list[values.Diary], notes: Notes) -> None:
    seen: set[str] = set()
    for diary in diaries:
        if diary.injury.id in seen:
            notes.faults.append(
                Remark("injuries", f"id {shown(diary.injury.id)} stands here twice")
            )
        seen.add(diary.injury.id)


def _each_key_once(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found: dict[str, object] = {}
    for key, value in pairs:
        if key in found:
            raise ValueError(f"key {shown(key)} stands twice in one object")
        found[key] = value
    return found


def _whole(digits: str) -> int:
    if len(digits) > DIGITS_MOST:
        raise ValueError(f"a number of {len(digits)} digits")
    return int(digits)


def _no_constant(name: str) -> object:
    raise ValueError(f"{name} is not a number")
