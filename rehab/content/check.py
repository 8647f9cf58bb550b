"""Checks across files: every id resolves, every placeholder can be filled, every path leads out."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from rehab.content.entry import REGION_TOKENS, tokens_in
from rehab.content.example import scores_of
from rehab.content.faults import Fault
from rehab.programme.model import Criterion, Gate, Ladder, Programme, Stage
from rehab.signs.model import Example, Rule
from rehab.signs.nodes import (
    AfterFall,
    Answered,
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
from rehab.signs.parse import STAND_IN

Found = Mapping[str, Any]
# Which nodes give a message its figures. `week` needs none.
TOKEN_NODES: dict[str, tuple[type, ...]] = {
    "n": (CountDays, Runs),
    "m": (Runs,),
    "median": (Median, NoImprovement),
    "value": (CountDays, Median),
    "answers": (Answered,),
    "risk": (Answered,),
    "before": (Rise,),
    "now": (Rise,),
    "date": (Jump,),
    "fall_date": (AfterFall,),
    "weeks": (AfterFall,),
    "list": (Score,),
}
ASKED_WHEN = frozenset({"weekly", "intake", "intake_optional", "after_injection"})


def faults_in(found: Found) -> list[Fault]:
    """Everything that is wrong between the files that could be read."""
    checks: tuple[Callable[[Found], Iterator[Fault]], ...] = (
        _sources,
        _rules,
        _questions,
        _safety_check,
        _conditions,
        _factors,
        _exercises,
        _programmes,
        _response_rules,
        _ladders_and_lists,
        _triage,
    )
    return [fault for each in checks for fault in each(found)]


def _known(found: Found, kind: str) -> frozenset[str]:
    """The ids of a kind, those of entries with faults of their own included."""
    named = found["known"].get("signs" if kind == "rules" else kind, ())
    return frozenset(found[kind]) | frozenset(named)


_SINGULAR = {"plans": "build-up plan", "profiles": "pain profile"}


def _missing(
    found: Found, kind: str, file: str, key: str, ids: Iterable[str | None]
) -> Iterator[Fault]:
    """A fault for each id that no entry of this kind has."""
    what = _SINGULAR.get(kind, kind.removesuffix("s"))
    yield from _unknown(file, key, ids, _known(found, kind), what)


def _unknown(
    file: str, key: str, ids: Iterable[str | None], known: Iterable[str], what: str
) -> Iterator[Fault]:
    for each in ids:
        if each is not None and each not in known:
            yield Fault(file, key, f"unknown {what} {each!r}")


def _sources(found: Found) -> Iterator[Fault]:
    known = _known(found, "sources")
    for file, raw in found["tables"].items():
        for key, ids in _source_lists(raw):
            yield from _unknown(file, key, ids, known, "source")
    for name in [name for source in found["sources"].values() for name in source.also_called]:
        if name in known:
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
    for rule in found["rules"].values():
        file = f"signs/{rule.id}.toml"
        yield from _missing(found, "conditions", file, "suggests", rule.suggests)
        yield from _missing(found, "questions", file, "asks", rule.asks)
        yield from _missing(found, "questions", file, "condition", sorted(rule.answer_windows))
        yield from _missing(
            found, "programmes", file, "condition", _programmes_read(rule.condition)
        )
        yield from _placeholders(rule, file)
        for index, example in enumerate(rule.examples):
            ids = (answer.question for answer in example.answers)
            at = f"example.{index}.answers"
            yield from _missing(found, "questions", file, at, ids)
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
    if rule.condition is STAND_IN:
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
        yield from _missing(found, "questions", file, "asked_after", question.asked_after)
        moments = [moment for moment in question.asked_when if moment not in ASKED_WHEN]
        for moment in moments:
            rule = found["rules"].get(moment)
            if moment == "after" and question.asked_after:
                continue
            if rule is None:
                yield from _missing(found, "rules", file, "asked_when", [moment])
            elif question.id not in rule.asks:
                yield Fault(file, "asked_when", f"rule {moment!r} does not ask it")
        if question.id in used and not question.asked_when:
            yield Fault(file, "asked_when", "a rule reads the answer, but nobody asks")
    for rule in found["rules"].values():
        for asked in rule.asks:
            if asked in known and rule.id not in known[asked].asked_when:
                yield Fault(f"questions/{asked}.toml", "asked_when", f"{rule.id} asks it too")
    for question in sorted(used - asked_by):
        if question in known and not _is_asked(known[question]):
            yield Fault(f"questions/{question}.toml", "asked_when", "read by a rule, never asked")


def _is_asked(question: Any) -> bool:
    return bool(ASKED_WHEN & set(question.asked_when)) or bool(question.asked_after)


def _safety_check(found: Found) -> Iterator[Fault]:
    check, file = found["safety_check"], "safety_check.toml"
    if check is None:
        return
    for index, line in enumerate(check.lines):
        at = f"line.{index}"
        yield from _missing(found, "questions", file, f"{at}.asks", line.asks)
        given = [line.sets]
        if line.follow_up:
            given += [line.follow_up.unanswered, *(o.sets for o in line.follow_up.options)]
        for sets in given:
            yield from _unknown(file, f"{at}.sets", sets, line.asks, "question of this line")
        if not any(given):
            yield Fault(file, at, "a tick on this line answers nothing")


def _conditions(found: Found) -> Iterator[Fault]:
    for card in found["conditions"].values():
        file = f"conditions/{card.id}.toml"
        yield from _missing(found, "programmes", file, "programme", [card.programme])


def _factors(found: Found) -> Iterator[Fault]:
    for factor in found["factors"].values():
        key = f"{factor.id}.rules"
        yield from _missing(found, "rules", "factors.toml", key, factor.rules)


def _exercises(found: Found) -> Iterator[Fault]:
    known = _known(found, "exercises")
    for exercise in found["exercises"].values():
        file = f"exercises/{exercise.id}.toml"
        yield from _unknown(file, "regress", [exercise.regress], known, "exercise")
        yield from _unknown(file, "progress", [exercise.progress], known, "exercise")
        yield from _missing(found, "questions", file, "not_if", exercise.not_if)


def _programmes(found: Found) -> Iterator[Fault]:
    for programme in found["programmes"].values():
        file = f"programmes/{programme.id}.toml"
        yield from _path(programme, file, found)
        for index, gate in enumerate(programme.gates):
            yield from _gate(gate, file, f"gates.{index}", found)
        for index, stage in enumerate(programme.stages):
            yield from _stage(stage, file, f"stages.{index}", found)
        check = programme.improvement_check
        if check:
            yield from _missing(found, "metrics", file, "improvement_check", [check.metric])
        if programme.stretch_check:
            stops = programme.stretch_check.stops
            yield from _missing(found, "exercises", file, "stretch_check", stops)
    for gate in found["shared_gates"]:
        yield from _gate(gate, "gates.toml", gate.id, found)


def _path(programme: Programme, file: str, found: Found) -> Iterator[Fault]:
    """Every stage is reached from the one before and can be left."""
    ids = [stage.id for stage in programme.stages]
    for stage_id in {each for each in ids if ids.count(each) > 1}:
        yield Fault(file, "stages", f"stage {stage_id!r} stands here twice")
    for index, stage in enumerate(programme.stages):
        is_last = index == len(programme.stages) - 1
        if stage.then is not None and not is_last:
            yield Fault(file, f"stages.{index}.then", "the stages after this one are never reached")
        yield from _missing(found, "programmes", file, f"stages.{index}.then", [stage.then])
        if not any(line.required or line.required_if for line in stage.exit):
            yield Fault(file, f"stages.{index}.exit", "no line is required, so it says nothing")


def _gate(gate: Gate, file: str, key: str, found: Found) -> Iterator[Fault]:
    yield from _missing(found, "questions", file, f"{key}.questions", gate.questions)
    yield from _missing(found, "metrics", file, f"{key}.metric", [gate.metric])


def _stage(stage: Stage, file: str, at: str, found: Found) -> Iterator[Fault]:
    profiles = [stage.profile, stage.run_profile]
    yield from _unknown(file, f"{at}.profile", profiles, _known(found, "profiles"), "pain profile")
    yield from _unknown(file, f"{at}.plan", [stage.plan], _known(found, "plans"), "build-up plan")
    for index, use in enumerate(stage.exercises):
        key = f"{at}.exercises.{index}"
        yield from _missing(found, "exercises", file, key, [use.id])
        if use.after:
            yield from _missing(found, "exercises", file, key, [use.after.exercise])
        tested = (test.metric for test in use.when)
        yield from _missing(found, "metrics", file, key, tested)
        if use.until_day is not None and use.until_day < (use.from_day or 0):
            yield Fault(file, key, "ends before it begins")
    used = [use.id for use in stage.exercises]
    for twice in {each for each in used if used.count(each) > 1}:
        yield Fault(file, f"{at}.exercises", f"{twice!r} stands here twice")
    for index, line in enumerate(stage.exit):
        yield from _criterion(line, file, f"{at}.exit.{index}", found)
    if stage.ladder:
        yield from _missing(found, "ladders", file, f"{at}.ladder", [stage.ladder.id])
        steps = (stage.ladder.first, stage.ladder.last, stage.ladder.endurance_goal_to)
        yield from _steps(file, f"{at}.ladder", steps, found["ladders"].get(stage.ladder.id))


def _criterion(line: Criterion, file: str, key: str, found: Found) -> Iterator[Fault]:
    metrics = [line.metric] if line.need != "computed" else []
    if line.or_metric:
        metrics.append(line.or_metric.metric)
    yield from _missing(found, "metrics", file, f"{key}.metric", metrics)
    lists = line.checklists.values()
    yield from _missing(found, "checklists", file, f"{key}.checklists", lists)
    if line.ladder:
        yield from _missing(found, "ladders", file, f"{key}.ladder", [line.ladder])
        yield from _steps(
            file, f"{key}.value", [str(line.value)], found["ladders"].get(line.ladder)
        )


def _steps(
    file: str, key: str, steps: Iterable[str | None], ladder: Ladder | None
) -> Iterator[Fault]:
    if ladder is None:
        return
    order = [step.step for step in ladder.steps]
    yield from _unknown(file, key, steps, order, "step")
    known = [order.index(step) for step in steps if step in order]
    if len(known) >= 2 and known[0] > known[1]:
        yield Fault(file, key, "ends before it begins")


def _response_rules(found: Found) -> Iterator[Fault]:
    file = "response_rules.toml"
    stages = {stage.id for p in found["programmes"].values() for stage in p.stages}
    topics = {rule.topic for rule in found["rules"].values()}
    for rule in found["response_rules"]:
        tested = (test.metric for test in rule.any)
        yield from _missing(found, "metrics", file, rule.id, tested)
        yield from _unknown(file, rule.id, rule.stage_not_in, stages, "stage")
        yield from _unknown(file, rule.id, rule.open_finding_topics, topics, "topic")
        yield from _missing(found, "questions", file, rule.id, rule.asks)
        yield from _missing(found, "rules", file, rule.id, [rule.starts_rule])


def _ladders_and_lists(found: Found) -> Iterator[Fault]:
    for key, ladder in found["ladders"].items():
        tested = (test.metric for test in ladder.gate)
        yield from _missing(found, "metrics", "ladders.toml", key, tested)
        yield from _missing(found, "programmes", "ladders.toml", key, ladder.skip_for)
        yield from _missing(found, "questions", "ladders.toml", key, ladder.gate_not_if)
        yield from _missing(found, "exercises", "ladders.toml", key, ladder.drills)
        yield from _steps("ladders.toml", key, ladder.skip_steps, ladder)
        yield from _steps("ladders.toml", key, [ladder.runs_per_week_until], ladder)
    for key, plan in found["plans"].items():
        yield from _missing(found, "exercises", "plans.toml", key, [plan.exercise])
    for key, listed in found["checklists"].items():
        for index, line in enumerate(listed.items):
            yield from _criterion(line, "checklists.toml", f"{key}.item.{index}", found)
    for key, metric in found["metrics"].items():
        yield from _missing(found, "questions", "metrics.toml", key, metric.not_if)


def _triage(found: Found) -> Iterator[Fault]:
    for row in found["triage_rows"].values():
        at = ("triage.toml", row.id)
        yield from _missing(found, "programmes", *at, [row.programme])
        yield from _missing(found, "conditions", *at, row.also_feels_like)
    for grade in found["grades"].values():
        yield from _missing(found, "programmes", "grades.toml", str(grade.grade), [grade.programme])
