"""A key that no code reads promises something that nothing does: none may stay in the content.

The loader refuses a key that its model does not have; here every field of every model that the
catalogue is made of is looked for in the code that runs: as an attribute in Python outside
`rehab/content`, or in a template.
"""

import ast
import dataclasses
import re
import typing
from functools import cache
from pathlib import Path

import pytest
from pydantic import BaseModel

from rehab.content.catalogue import Catalogue

ROOT = Path(__file__).parents[2]
CONTENT = ROOT / "rehab" / "content"
# Read under a name that is put together, each by the one line that does so.
BY_NAME = {
    "Factor.fits_muscle": "rehab/signs/factors.py",
    "Factor.fits_tendon": "rehab/signs/factors.py",
    "Factor.points_elsewhere": "rehab/signs/factors.py",
}
# Named by another file of the content, which says `profile.` and the key.
NAMED_BY_RULES = {"PainProfile.morning_hold_rise": "rehab/content/response_rules.toml"}
# For the checks alone: what a worked example must give, the other names of a source, that a rule
# reads the "not sure" of a question, and what a derived metric is made of.
FOR_CHECKS = {
    "Example.expect": "tests/content/test_examples.py",
    "Source.also_called": "rehab/content/check.py",
    "Question.unsure": "rehab/content/check.py",
    "Metric.formula": "rehab/programme/measures.py",
}


def models() -> dict[type, tuple[str, ...]]:
    """Every class of values the catalogue holds, with the names of its fields."""
    found: dict[type, tuple[str, ...]] = {}

    def walk(kind: object) -> None:
        for inner in typing.get_args(kind):
            walk(inner)
        if not isinstance(kind, type) or kind in found or not kind.__module__.startswith("rehab"):
            return
        if issubclass(kind, BaseModel):
            found[kind] = tuple(kind.model_fields)
            for field in kind.model_fields.values():
                walk(field.annotation)
        elif dataclasses.is_dataclass(kind):
            found[kind] = tuple(field.name for field in dataclasses.fields(kind))
            for hint in typing.get_type_hints(kind).values():
                walk(hint)

    walk(Catalogue)
    return found


def attributes_in(code: str) -> set[str]:
    """The names that a piece of Python reads from something; what a validator reads is no use."""

    class Reads(ast.NodeVisitor):
        def __init__(self) -> None:
            self.names: set[str] = set()

        def visit_FunctionDef(self, node: ast.FunctionDef) -> None:
            if not any("validator" in ast.unparse(each) for each in node.decorator_list):
                self.generic_visit(node)

        def visit_Attribute(self, node: ast.Attribute) -> None:
            if isinstance(node.ctx, ast.Load):
                self.names.add(node.attr)
            self.generic_visit(node)

    reads = Reads()
    reads.visit(ast.parse(code))
    return reads.names


@cache
def read_anywhere() -> frozenset[str]:
    """Every attribute the running code reads; loading and checking the content is no reading."""
    names: set[str] = set()
    for path in [*ROOT.glob("rehab/**/*.py"), *ROOT.glob("tracker/**/*.py")]:
        if path.is_relative_to(CONTENT) and path.name not in ("catalogue.py", "example.py"):
            continue
        names |= attributes_in(path.read_text())
    for path in ROOT.glob("templates/**/*.html"):
        names |= set(re.findall(r"\.([a-z_][a-z_0-9]*)", path.read_text()))
    return frozenset(names)


FIELDS = [
    pytest.param(kind, name, id=f"{kind.__name__}.{name}")
    for kind, names in models().items()
    for name in names
]


@pytest.mark.parametrize(("kind", "name"), FIELDS)
def test_a_key_is_read_by_the_code_that_runs(kind: type, name: str) -> None:
    path = f"{kind.__name__}.{name}"
    if path in FOR_CHECKS:
        assert re.search(rf"\.{name}\b", (ROOT / FOR_CHECKS[path]).read_text())
        return
    if path in NAMED_BY_RULES:
        assert f'"profile.{name}"' in (ROOT / NAMED_BY_RULES[path]).read_text()
        return
    if path in BY_NAME:
        assert f'"{name}"' in (ROOT / BY_NAME[path]).read_text()
        return

    assert name in read_anywhere(), f"nothing reads {path}"


def test_programmes_rules_questions_and_policy_are_among_them() -> None:
    names = {kind.__name__ for kind in models()}

    assert {"Programme", "Criterion", "Rule", "Question", "Policy", "ResponseRule"} <= names
    assert {"Aftercare", "Ladder", "ImprovementCheck", "LiftRule"} <= names


def test_a_key_that_nothing_reads_would_be_found() -> None:
    assert "a_key_nobody_reads" not in read_anywhere()
    assert attributes_in("policy.seen") == {"seen"}
    assert attributes_in("policy.set_only = 1\nf(unread=1)") == set()
    assert attributes_in("@model_validator()\ndef check(self): return self.checked") == set()
