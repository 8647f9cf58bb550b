"""Read and check all content, and report every fault at once.

Each fault names its file and key. The app does not start on bad content.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from rehab.content import check
from rehab.content.catalogue import Catalogue
from rehab.content.entry import Source
from rehab.content.faults import ContentError, Fault
from rehab.content.tables import Files, Tables, files_below, kept
from rehab.programme.aftercare import Aftercare
from rehab.programme.intake import (
    EstimateRules,
    Grade,
    TriageNumbers,
    TriageRow,
    TriageWords,
)
from rehab.programme.measures import Metric, OutcomeMeasure, PainProfile, ResponseRule
from rehab.programme.model import Checklist, Exercise, Gate, Programme
from rehab.programme.running import BuildPlan, Ladder
from rehab.programme.self_test import SelfTest
from rehab.programme.session import Rests, Thing
from rehab.see import SeePattern
from rehab.signs.binding import ConditionFaults
from rehab.signs.model import (
    CauseSigns,
    ConditionCard,
    Corridor,
    Factor,
    Policy,
    Question,
    Rule,
    SafetyCheck,
)
from rehab.signs.nodes import Answered, Node, longest_window, nodes_of, with_corridors
from rehab.signs.parse import parse_condition

ROOT = Path(__file__).parent
M = TypeVar("M", bound=BaseModel)


@dataclass
class _Reader:
    """Turns TOML files into tables and models, notes faults."""

    files: Files
    kept: Tables
    faults: list[Fault] = field(default_factory=list)
    tables: Tables = field(default_factory=dict)
    corridors: dict[str, Corridor] = field(default_factory=dict)

    def table(self, name: str) -> dict[str, Any]:
        """One file as a table; an unreadable one is a fault and reads as empty."""
        if name not in self.files.raw:
            self.fault(name, "", "the file is missing")
            return {}
        try:
            self.tables[name] = self.kept.get(name) or tomllib.loads(self.files.raw[name].decode())
            return self.tables[name]
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
            self.fault(name, "", f"not readable as TOML: {error}")
            return {}

    def folder(self, name: str) -> dict[str, dict[str, Any]]:
        """All files of a folder by their stem, in order of name."""
        own = [file for file in self.files.raw if file.rpartition("/")[0] == name]
        if not own:
            self.fault(name, "", "no file in this folder")
        return {file[len(name) + 1 :].removesuffix(".toml"): self.table(file) for file in own}

    def fault(self, file: str, key: str, message: str) -> None:
        self.faults.append(Fault(file, key, message))

    def bind(self, model: type[M], raw: Any, *, file: str, at: str = "") -> M | None:
        """Turn a table into its model; None, with every fault noted, when it does not fit."""
        try:
            return model.model_validate(raw)
        except ValidationError as error:
            for each in error.errors():
                path = ".".join(str(part) for part in each["loc"])
                key = ".".join(part for part in (at, path) if part)
                self.fault(file, key, each["msg"].removeprefix("Value error, "))
            return None

    def kind(self, model: type[M], folder: str) -> dict[str, M]:
        """All entries of a folder, each under the id that is its file's name."""
        found = {}
        for stem, raw in self.folder(folder).items():
            if raw:
                file = f"{folder}/{stem}.toml"
                entry = self.bind(model, raw, file=file)
                self._check_name(raw, stem, file)
                if entry is not None:
                    found[stem] = entry
        return found

    def by_key(self, model: type[M], name: str) -> dict[str, M]:
        """All tables of one file, by their key."""
        bound = {key: self.bind(model, raw, file=name, at=key) for key, raw in self._tables(name)}
        return {key: entry for key, entry in bound.items() if entry is not None}

    def rows(self, model: type[M], raw: Mapping[str, Any], key: str, name: str) -> list[M]:
        """All rows of one list in a file."""
        bound = (
            self.bind(model, row, file=name, at=f"{key}.{index}")
            for index, row in enumerate(raw.get(key, ()))
        )
        return [entry for entry in bound if entry is not None]

    def unique(self, rows: list[M], name: str) -> dict[str, M]:
        """Rows by id; an id that stands twice is a fault."""
        found: dict[str, M] = {}
        for row in rows:
            row_id = str(getattr(row, "id"))  # noqa: B009
            if row_id in found:
                self.fault(name, row_id, "this id stands here twice")
            found[row_id] = row
        return found

    def rules(self) -> dict[str, Rule]:
        """All rules with their conditions bound."""
        found = {}
        for stem, raw in self.folder("signs").items():
            if raw:
                file = f"signs/{stem}.toml"
                rule = self._rule(raw, file)
                self._check_name(raw, stem, file)
                if rule is not None:
                    found[stem] = rule
        return found

    def _rule(self, raw: dict[str, Any], file: str) -> Rule | None:
        node: Node = check.FAULTY
        try:
            node = parse_condition(raw.get("condition", {}), "condition")
            node = with_corridors(node, self.corridors.values())
        except ConditionFaults as error:
            for each in error.faults:
                self.fault(file, each.path, each.message)
        derived = {
            "condition": node,
            "window_days": longest_window(node) + _persistence_days(raw.get("persist")),
            "answer_windows": _answer_windows(node),
        }
        for key in ("window_days", "answer_windows"):
            if key in raw:
                self.fault(file, key, "is computed from the condition; take it out")
        return self.bind(Rule, raw | derived, file=file)

    def _check_name(self, raw: Mapping[str, Any], stem: str, file: str) -> None:
        if raw.get("id", stem) != stem:
            self.fault(file, "id", f"is {raw['id']!r}, but the file is called {stem!r}")

    def _tables(self, name: str) -> list[tuple[str, Any]]:
        return list(self.table(name).items())


def _persistence_days(raw: Any) -> int:
    try:
        return (int(raw["evaluations"]) - 1) * int(raw["spacing"])
    except (KeyError, TypeError, ValueError):
        return 0


def _answer_windows(node: Node) -> dict[str, int]:
    windows: dict[str, int] = {}
    for part in nodes_of(node):
        if isinstance(part, Answered):
            windows[part.id] = max(part.within, windows.get(part.id, 0))
    return windows


def load(root: Path | None = None) -> Catalogue:
    """Read all content below `root`, by default the shipped one.

    Raises ContentError with every fault in every file, never only the first.
    """
    files = files_below(root or ROOT)
    reader = _Reader(files, kept(files))
    found = _read(reader)
    named = {"tables": reader.tables, "known": _names(reader.tables)}
    faults = reader.faults + check.faults_in(found | named)
    if faults:
        raise ContentError(faults)
    version = found.pop("version")
    return Catalogue(content_version=f"{version}+{files.digest[:12]}", **found)


def _names(tables: Mapping[str, Mapping[str, Any]]) -> dict[str, set[str]]:
    """Every id that has a file or table, so that a faulty one is not missed twice."""
    names: dict[str, set[str]] = {}
    for file, table in tables.items():
        folder, _, name = file.rpartition("/")
        kind = folder or file.removesuffix(".toml")
        names.setdefault(kind, set()).update([name.removesuffix(".toml")] if folder else table)
    return names


def _read(reader: _Reader) -> dict[str, Any]:
    policy_raw = reader.table("policy.toml")
    version = str(policy_raw.pop("content_version", "0"))
    triage = reader.table("triage.toml")
    equipment = reader.table("equipment.toml")
    reader.corridors = _list(reader, Corridor, "corridors.toml", "corridor")
    return {
        "version": version,
        "policy": reader.bind(Policy, policy_raw, file="policy.toml"),
        "rules": reader.rules(),
        "questions": reader.kind(Question, "questions"),
        "conditions": reader.kind(ConditionCard, "conditions"),
        "see": reader.kind(SeePattern, "see"),
        "programmes": reader.kind(Programme, "programmes"),
        "exercises": reader.kind(Exercise, "exercises"),
        "things": reader.unique(
            reader.rows(Thing, equipment, "thing", "equipment.toml"), "equipment.toml"
        ),
        "needs": {word: tuple(things) for word, things in equipment.get("needs", {}).items()},
        "rests": reader.bind(Rests, reader.table("rests.toml"), file="rests.toml"),
        "self_tests": reader.kind(SelfTest, "tests"),
        "sources": reader.by_key(Source, "sources.toml"),
        "metrics": reader.by_key(Metric, "metrics.toml"),
        "profiles": reader.by_key(PainProfile, "profiles.toml"),
        "ladders": reader.by_key(Ladder, "ladders.toml"),
        "plans": reader.by_key(BuildPlan, "plans.toml"),
        "aftercare": reader.bind(Aftercare, reader.table("aftercare.toml"), file="aftercare.toml"),
        "checklists": reader.by_key(Checklist, "checklists.toml"),
        "outcome_measures": reader.by_key(OutcomeMeasure, "outcome_measures.toml"),
        "causes": reader.by_key(CauseSigns, "causes.toml"),
        "factors": _list(reader, Factor, "factors.toml", "factor"),
        "corridors": reader.corridors,
        "response_rules": tuple(
            _list(reader, ResponseRule, "response_rules.toml", "rule").values()
        ),
        "shared_gates": tuple(_list(reader, Gate, "gates.toml", "shared").values()),
        "grades": {
            row.grade: row
            for row in reader.rows(Grade, reader.table("grades.toml"), "grade", "grades.toml")
        },
        "triage_rows": reader.unique(
            reader.rows(TriageRow, triage, "row", "triage.toml"), "triage.toml"
        ),
        "triage_numbers": reader.bind(
            TriageNumbers, triage.get("numbers", {}), file="triage.toml", at="numbers"
        ),
        "triage_words": reader.bind(
            TriageWords, triage.get("words", {}), file="triage.toml", at="words"
        ),
        "estimate": reader.bind(EstimateRules, reader.table("estimate.toml"), file="estimate.toml"),
        "safety_check": reader.bind(
            SafetyCheck, reader.table("safety_check.toml"), file="safety_check.toml"
        ),
    }


def _list(reader: _Reader, model: type[M], name: str, key: str) -> dict[str, M]:
    return reader.unique(reader.rows(model, reader.table(name), key, name), name)
