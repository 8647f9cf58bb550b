"""Checks of plans across files: ids resolve, every stage is reached and can be left."""

from collections.abc import Iterable, Iterator

from rehab.content.faults import Fault
from rehab.content.resolve import Found, known, missing, unknown
from rehab.programme.model import Criterion, Gate, Programme, Stage
from rehab.programme.running import Ladder


def exercises(found: Found) -> Iterator[Fault]:
    listed = known(found, "exercises")
    for exercise in found["exercises"].values():
        file = f"exercises/{exercise.id}.toml"
        yield from unknown(file, "regress", [exercise.regress], listed, "exercise")
        yield from unknown(file, "progress", [exercise.progress], listed, "exercise")
        yield from missing(found, "questions", file, "not_if", exercise.not_if)
        yield from unknown(file, "equipment", exercise.equipment, found["needs"], "equipment")


def equipment(found: Found) -> Iterator[Fault]:
    """Every word leads to things that are listed, and every thing is needed by something."""
    file, things, needs = "equipment.toml", found["things"], found["needs"]
    used = {word for exercise in found["exercises"].values() for word in exercise.equipment}
    for word, listed in needs.items():
        yield from unknown(file, f"needs.{word}", listed, things, "thing")
        if word not in used:
            yield Fault(file, f"needs.{word}", "no exercise needs this")
    needed = {thing for listed in needs.values() for thing in listed}
    for thing in things:
        if thing not in needed:
            yield Fault(file, thing, "no exercise needs this thing")


def programmes(found: Found) -> Iterator[Fault]:
    for programme in found["programmes"].values():
        file = f"programmes/{programme.id}.toml"
        yield from _path(programme, file, found)
        for index, gate in enumerate(programme.gates):
            yield from _gate(gate, file, f"gates.{index}", found)
        for index, stage in enumerate(programme.stages):
            yield from _stage(stage, file, f"stages.{index}", found)
        check = programme.improvement_check
        if check:
            yield from missing(found, "metrics", file, "improvement_check", [check.metric])
        if programme.stretch_check:
            stops = programme.stretch_check.stops
            yield from missing(found, "exercises", file, "stretch_check", stops)
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
        yield from missing(found, "programmes", file, f"stages.{index}.then", [stage.then])
        if not any(line.required or line.required_if for line in stage.exit):
            yield Fault(file, f"stages.{index}.exit", "no line is required, so it says nothing")


def _gate(gate: Gate, file: str, key: str, found: Found) -> Iterator[Fault]:
    yield from missing(found, "questions", file, f"{key}.questions", gate.questions)
    yield from missing(found, "metrics", file, f"{key}.metric", [gate.metric])


def _stage(stage: Stage, file: str, at: str, found: Found) -> Iterator[Fault]:
    profiles = [stage.profile, stage.run_profile]
    yield from unknown(file, f"{at}.profile", profiles, known(found, "profiles"), "pain profile")
    yield from unknown(file, f"{at}.plan", [stage.plan], known(found, "plans"), "build-up plan")
    for index, use in enumerate(stage.exercises):
        key = f"{at}.exercises.{index}"
        yield from missing(found, "exercises", file, key, [use.id])
        if use.after:
            yield from missing(found, "exercises", file, key, [use.after.exercise])
        tested = (test.metric for test in use.when)
        yield from missing(found, "metrics", file, key, tested)
        if use.until_day is not None and use.until_day < (use.from_day or 0):
            yield Fault(file, key, "ends before it begins")
    used = [use.id for use in stage.exercises]
    for twice in {each for each in used if used.count(each) > 1}:
        yield Fault(file, f"{at}.exercises", f"{twice!r} stands here twice")
    for index, line in enumerate(stage.exit):
        yield from _criterion(line, file, f"{at}.exit.{index}", found)
    if stage.ladder:
        yield from missing(found, "ladders", file, f"{at}.ladder", [stage.ladder.id])
        steps = (stage.ladder.first, stage.ladder.last, stage.ladder.endurance_goal_to)
        yield from _steps(file, f"{at}.ladder", steps, found["ladders"].get(stage.ladder.id))


def _criterion(line: Criterion, file: str, key: str, found: Found) -> Iterator[Fault]:
    metrics = [line.metric] if line.need != "computed" else []
    if line.or_metric:
        metrics.append(line.or_metric.metric)
    yield from missing(found, "metrics", file, f"{key}.metric", metrics)
    lists = line.checklists.values()
    yield from missing(found, "checklists", file, f"{key}.checklists", lists)
    if line.ladder:
        yield from missing(found, "ladders", file, f"{key}.ladder", [line.ladder])
        yield from _steps(
            file, f"{key}.value", [str(line.value)], found["ladders"].get(line.ladder)
        )


def _steps(
    file: str, key: str, steps: Iterable[str | None], ladder: Ladder | None
) -> Iterator[Fault]:
    if ladder is None:
        return
    order = [step.step for step in ladder.steps]
    yield from unknown(file, key, steps, order, "step")
    known = [order.index(step) for step in steps if step in order]
    if len(known) >= 2 and known[0] > known[1]:
        yield Fault(file, key, "ends before it begins")


def response_rules(found: Found) -> Iterator[Fault]:
    file = "response_rules.toml"
    stages = {stage.id for p in found["programmes"].values() for stage in p.stages}
    topics = {rule.topic for rule in found["rules"].values()}
    for rule in found["response_rules"]:
        tested = (test.metric for test in rule.any)
        yield from missing(found, "metrics", file, rule.id, tested)
        yield from unknown(file, rule.id, rule.stage_not_in, stages, "stage")
        yield from unknown(file, rule.id, rule.open_finding_topics, topics, "topic")
        yield from missing(found, "questions", file, rule.id, rule.asks)
        yield from missing(found, "rules", file, rule.id, [rule.starts_rule])


def ladders_and_lists(found: Found) -> Iterator[Fault]:
    for key, ladder in found["ladders"].items():
        tested = (test.metric for test in ladder.gate)
        yield from missing(found, "metrics", "ladders.toml", key, tested)
        yield from missing(found, "programmes", "ladders.toml", key, ladder.skip_for)
        yield from missing(found, "questions", "ladders.toml", key, ladder.gate_not_if)
        yield from missing(found, "exercises", "ladders.toml", key, ladder.drills)
        if bool(ladder.drills) != any(part.is_drills for s in ladder.steps for part in s.parts):
            yield Fault("ladders.toml", f"{key}.drills", "`drills` and `is_drills` go together")
        yield from _steps("ladders.toml", key, ladder.skip_steps, ladder)
        yield from _steps("ladders.toml", key, [ladder.runs_per_week_until], ladder)
    for key, plan in found["plans"].items():
        yield from missing(found, "exercises", "plans.toml", key, [plan.exercise])
    for key, listed in found["checklists"].items():
        for index, line in enumerate(listed.items):
            yield from _criterion(line, "checklists.toml", f"{key}.item.{index}", found)
    for key, metric in found["metrics"].items():
        yield from missing(found, "questions", "metrics.toml", key, metric.not_if)


def aftercare(found: Found) -> Iterator[Fault]:
    """The watch weeks name a stage, a programme and questions that exist; each answer says what."""
    rules, file = found["aftercare"], "aftercare.toml"
    if rules is None:
        return
    stages = {stage.id for p in found["programmes"].values() for stage in p.stages}
    yield from unknown(file, "stage", [rules.stage], stages, "stage")
    yield from missing(found, "programmes", file, "then", [rules.then])
    yield from missing(found, "questions", file, "questions", rules.questions)
    for question in rules.questions:
        known = found["questions"].get(question)
        if known is not None and "watch" not in known.asked_when:
            yield Fault(f"questions/{question}.toml", "asked_when", "the watch weeks ask it too")
    said = [say.question for say in rules.say]
    if sorted(said) != sorted(rules.questions):
        yield Fault(file, "say", "every question has its words once")


def self_tests(found: Found) -> Iterator[Fault]:
    """Every number a person enters as a test has exactly one page that says how."""
    metrics = found["metrics"]
    homes: dict[str, str] = {}
    for test in found["self_tests"].values():
        file = f"tests/{test.id}.toml"
        yield from missing(found, "metrics", file, "metrics", [*test.metrics, test.derived])
        yield from unknown(file, "other_leg", test.other_leg, test.metrics, "number of this test")
        for metric in test.metrics:
            known = metrics.get(metric)
            if known is not None and (known.scope != "test" or known.home != "reading"):
                yield Fault(file, "metrics", f"{metric!r} is not a number of a self-test")
            if metric in homes:
                yield Fault(file, "metrics", f"{metric!r} belongs to {homes[metric]!r} already")
            homes[metric] = test.id
        derived = metrics.get(test.derived) if test.derived else None
        if derived is not None and derived.scope != "derived":
            yield Fault(file, "derived", f"{test.derived!r} is entered, not computed")
    for key, metric in metrics.items():
        if metric.scope == "test" and metric.home == "reading" and key not in homes:
            yield Fault("metrics.toml", key, "no file in tests/ says how this is done")


def outcome_measures(found: Found) -> Iterator[Fault]:
    file = "outcome_measures.toml"
    for key, measure in found["outcome_measures"].items():
        yield from missing(found, "metrics", file, key, [measure.metric])
        if measure.build_in == "total_only" and measure.range is None:
            yield Fault(file, key, "a typed total needs its range")
        if measure.change is not None and not measure.change_text:
            yield Fault(file, key, "a change needs the words that explain it")
