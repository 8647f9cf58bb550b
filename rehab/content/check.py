"""Checks across files: every id resolves, every placeholder can be filled, every path leads out."""

from collections.abc import Callable, Iterator
from typing import Any

from rehab.causes import SIGNS
from rehab.content import check_plans
from rehab.content.entry import REGION_TOKENS, tokens_in
from rehab.content.example import scores_of
from rehab.content.faults import Fault
from rehab.content.resolve import Found, known, missing, unknown
from rehab.signs.cases import Example
from rehab.signs.model import Rule
from rehab.signs.nodes import (
    AddsUp,
    AfterFall,
    All,
    Answered,
    Behind,
    CountDays,
    InjuryIs,
    Jump,
    Median,
    Node,
    NoImprovement,
    Rise,
    Runs,
    Score,
    fields_read,
    nodes_of,
)
from rehab.vocabulary import AnswerValue, Tier

# Stands in for a condition that could not be bound.
FAULTY: Node = All(())
# Which nodes give a message its figures. `week` needs none.
TOKEN_NODES: dict[str, tuple[type, ...]] = {
    "n": (CountDays, Runs, AddsUp, Behind),
    "m": (Runs, AddsUp, Behind),
    "median": (Median, NoImprovement),
    "value": (CountDays, Median),
    "answers": (Answered,),
    "risk": (Answered,),
    "before": (Rise,),
    "now": (Rise,),
    "date": (Jump, AddsUp, Behind),
    "fall_date": (AfterFall,),
    "weeks": (AfterFall,),
    "list": (Score,),
}
ASKED_WHEN = frozenset({"weekly", "intake", "intake_optional", "after_injection", "watch", "plan"})


def faults_in(found: Found) -> list[Fault]:
    """Everything that is wrong between the files that could be read."""
    checks: tuple[Callable[[Found], Iterator[Fault]], ...] = (
        _sources,
        _rules,
        _questions,
        _safety_check,
        _conditions,
        _causes,
        _see,
        _factors,
        check_plans.exercises,
        check_plans.equipment,
        check_plans.programmes,
        check_plans.response_rules,
        check_plans.ladders_and_lists,
        check_plans.aftercare,
        check_plans.self_tests,
        check_plans.outcome_measures,
        _triage,
    )
    return [fault for each in checks for fault in each(found)]


def _sources(found: Found) -> Iterator[Fault]:
    listed = known(found, "sources")
    for file, raw in found["tables"].items():
        for key, ids in _source_lists(raw):
            yield from unknown(file, key, ids, listed, "source")
    for name in [name for source in found["sources"].values() for name in source.also_called]:
        if name in listed:
            yield Fault("sources.toml", name, "is also another name of a source")


def _source_lists(raw: Any, path: str = "") -> Iterator[tuple[str, list[str]]]:
    """Every `sources` list in a raw table, with its dotted path."""
    pairs = raw.items() if isinstance(raw, dict) else enumerate(raw)
    for key, value in pairs:
        if key == "sources" and isinstance(value, list):
            yield f"{path}{key}", [each for each in value if isinstance(each, str)]
        elif isinstance(value, dict) or (
            isinstance(value, list) and value and isinstance(value[0], dict)
        ):
            if key != "condition":
                yield from _source_lists(value, f"{path}{key}.")


def _rules(found: Found) -> Iterator[Fault]:
    topics = {rule.topic for rule in found["rules"].values()}
    for rule in found["rules"].values():
        file = f"signs/{rule.id}.toml"
        yield from missing(found, "conditions", file, "suggests", rule.suggests)
        yield from missing(found, "questions", file, "asks", rule.asks)
        yield from unknown(file, "covers", rule.covers, topics, "topic")
        yield from missing(found, "questions", file, "condition", sorted(rule.answer_windows))
        yield from missing(found, "programmes", file, "condition", _programmes_read(rule.condition))
        yield from _placeholders(rule, file)
        for index, example in enumerate(rule.examples):
            ids = (answer.question for answer in example.answers)
            at = f"example.{index}.answers"
            yield from missing(found, "questions", file, at, ids)
            yield from _scores(example, file, f"example.{index}.scores")


def _scores(example: Example, file: str, key: str) -> Iterator[Fault]:
    for line in example.scores.values():
        try:
            scores_of(line)
        except ValueError as error:
            yield Fault(file, key, str(error))


def _programmes_read(node: Node) -> Iterator[str]:
    for part in nodes_of(node):
        if isinstance(part, InjuryIs) and part.field == "programme" and part.value is not None:
            yield str(part.value)


def _placeholders(rule: Rule, file: str) -> Iterator[Fault]:
    if rule.condition is FAULTY:
        return
    kinds = {type(part) for part in nodes_of(rule.condition)}
    reads_places = any(name.startswith("location.") for name in fields_read(rule.condition))
    for each in sorted(tokens_in(rule.message) - REGION_TOKENS):
        if each in ("location", "places"):
            can_be_filled = reads_places
        else:
            can_be_filled = each == "week" or bool(kinds & set(TOKEN_NODES[each]))
        if not can_be_filled:
            yield Fault(file, "message", f"the condition gives nothing for {{{each}}}")


def _questions(found: Found) -> Iterator[Fault]:
    known = found["questions"]
    used = {q for rule in found["rules"].values() for q in rule.answer_windows}
    asked_by = {q for rule in found["rules"].values() for q in rule.asks}
    for question in known.values():
        file = f"questions/{question.id}.toml"
        yield from missing(found, "questions", file, "asked_after", question.asked_after)
        moments = [moment for moment in question.asked_when if moment not in ASKED_WHEN]
        for moment in moments:
            rule = found["rules"].get(moment)
            if moment == "after" and question.asked_after:
                continue
            if rule is None:
                yield from missing(found, "rules", file, "asked_when", [moment])
            elif question.id not in rule.asks:
                yield Fault(file, "asked_when", f"rule {moment!r} does not ask it")
        if question.id in used and not question.asked_when:
            yield Fault(file, "asked_when", "a rule reads the answer, but nobody asks")
    for rule in found["rules"].values():
        for asked in rule.asks:
            if asked in known and rule.id not in known[asked].asked_when:
                yield Fault(f"questions/{asked}.toml", "asked_when", f"{rule.id} asks it too")
    told = set(_not_sure_read(found))
    for question in known.values():
        if (question.unsure == "advice_line") != (question.id in told):
            yield Fault(
                f"questions/{question.id}.toml",
                "unsure",
                "the advice line is named by the rule that reads a not sure, and by no other",
            )
    for question in sorted(used - asked_by):
        if question in known and not _is_asked(known[question]):
            yield Fault(f"questions/{question}.toml", "asked_when", "read by a rule, never asked")


def _not_sure_read(found: Found) -> Iterator[str]:
    """The questions whose "not sure" a rule of tier urgent or above reads."""
    for rule in found["rules"].values():
        for part in nodes_of(rule.condition) if rule.tier.rank >= Tier.URGENT.rank else ():
            if isinstance(part, Answered) and part.value is AnswerValue.NOT_SURE:
                yield part.id


def _is_asked(question: Any) -> bool:
    return bool(ASKED_WHEN & set(question.asked_when)) or bool(question.asked_after)


def _safety_check(found: Found) -> Iterator[Fault]:
    check, file = found["safety_check"], "safety_check.toml"
    if check is None:
        return
    for index, line in enumerate(check.lines):
        at = f"line.{index}"
        yield from missing(found, "questions", file, f"{at}.asks", line.asks)
        given = [line.sets]
        if line.follow_up:
            given += [line.follow_up.unanswered, *(o.sets for o in line.follow_up.options)]
        for sets in given:
            yield from unknown(file, f"{at}.sets", sets, line.asks, "question of this line")
        if not any(given):
            yield Fault(file, at, "a tick on this line answers nothing")


def _conditions(found: Found) -> Iterator[Fault]:
    for card in found["conditions"].values():
        file = f"conditions/{card.id}.toml"
        yield from missing(found, "programmes", file, "programme", [card.programme])


def _causes(found: Found) -> Iterator[Fault]:
    """Each condition has its signs, each sign is one that the engine works out."""
    yield from missing(found, "conditions", "causes.toml", "", found["causes"])
    for condition in sorted(set(found["conditions"]) - known(found, "causes")):
        yield Fault("causes.toml", condition, "says nothing of what it is known by")
    for condition, cause in found["causes"].items():
        yield from unknown("causes.toml", f"{condition}.signs", cause.signs, SIGNS, "sign")


def _see(found: Found) -> Iterator[Fault]:
    """Every topic that is told of has one page of whom to see, and no page names another."""
    topics = {rule.topic for rule in found["rules"].values()}
    taken: dict[str, str] = {}
    for pattern in found["see"].values():
        file = f"see/{pattern.id}.toml"
        yield from unknown(file, "topics", pattern.topics, topics, "topic")
        for topic in pattern.topics:
            if topic in taken:
                yield Fault(file, "topics", f"{topic!r} stands in {taken[topic]} too")
            taken[topic] = pattern.id
    for rule in found["rules"].values():
        if rule.enabled and rule.tier is not Tier.NOTE and rule.topic not in taken:
            yield Fault(f"signs/{rule.id}.toml", "topic", f"no page in see/ for {rule.topic!r}")


def _factors(found: Found) -> Iterator[Fault]:
    for factor in found["factors"].values():
        key = f"{factor.id}.rules"
        yield from missing(found, "rules", "factors.toml", key, factor.rules)


def _triage(found: Found) -> Iterator[Fault]:
    for row in found["triage_rows"].values():
        at = ("triage.toml", row.id)
        yield from missing(found, "programmes", *at, [row.programme])
        yield from missing(found, "conditions", *at, row.also_feels_like)
    for grade in found["grades"].values():
        yield from missing(found, "programmes", "grades.toml", str(grade.grade), [grade.programme])
    rules = found["estimate"]
    if rules is not None:
        for key in ("programmes", "may_be_early"):
            named = getattr(rules, key)
            yield from missing(found, "programmes", "estimate.toml", key, named)
        examples = [example.programme for example in rules.example]
        yield from missing(found, "programmes", "estimate.toml", "example", examples)
