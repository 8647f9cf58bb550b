"""A stage and an exercise to read: nothing here depends on the person's log."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from rehab.content.catalogue import catalogue
from rehab.content.entry import Source
from rehab.programme.model import Criterion, Exercise, Programme, Stage
from tracker import words
from tracker.overview.plan_parts import ExerciseRow, exercise_rows
from tracker.overview.plan_words import days_words, dose_words, goal_title
from tracker.regions import Region

# How much help an exercise wants; one that needs none says nothing.
CARE_WORDS = {
    "care": gettext_noop(
        "Take care with this one: few and slow the first times. If you can, let a professional "
        "watch."
    ),
    "pro": gettext_noop("Only with a professional."),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class StagePage:
    """One stage of the person's programme, as it is written down."""

    number: int
    of: int
    name: str
    goal: str
    goals: tuple[str, ...]
    least: str
    exercises: tuple[ExerciseRow, ...]
    notes: tuple[str, ...]
    avoid: tuple[str, ...]
    limits: str
    sources: tuple[Source, ...]
    is_last: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ExercisePage:
    """One exercise: how, how much, its neighbours, what stops it, where it comes from."""

    id: str
    name: str
    about: str
    steps: tuple[str, ...]
    dose: str
    load: str
    note: str
    equipment: tuple[str, ...]
    older: str
    avoid: str
    limits: str
    care: str
    easier: ExerciseRow | None
    harder: ExerciseRow | None
    checked_by: str
    sources: tuple[Source, ...]


def stage_page(programme: Programme, number: int, *, goal: str = "") -> StagePage | None:
    """The stage with this number, from 1; None when there is none.

    `goal` is the person's: lines and lists for other goals are left out. "" shows all.
    """
    if not 1 <= number <= len(programme.stages):
        return None
    stage = programme.stages[number - 1]
    content = catalogue()
    return StagePage(
        number=number,
        of=len(programme.stages),
        name=_(stage.name),
        goal=_(stage.goal),
        goals=tuple(_goals(stage, goal)),
        least=days_words(stage.min_days) if stage.min_days else "",
        exercises=exercise_rows(stage),
        notes=tuple(_(n) for n in (stage.load_note, stage.week_note) if n),
        avoid=tuple(_(line) for line in stage.avoid),
        limits=_(content.profiles[stage.profile].text),
        sources=tuple(content.sources[key] for key in stage.sources),
        is_last=number == len(programme.stages),
    )


def exercise_page(exercise_id: str, stage: Stage | None, *, region: Region) -> ExercisePage | None:
    """An exercise of the library with the dose of the person's stage; None when unknown."""
    content = catalogue()
    exercise = content.exercises.get(exercise_id)
    if exercise is None or not exercise.enabled:
        return None
    uses = {row.id: row for row in exercise_rows(stage)} if stage else {}
    row = uses.get(exercise_id)
    return ExercisePage(
        id=exercise.id,
        name=_(exercise.name),
        about=_about(exercise),
        steps=tuple(_sentences(words.fill(exercise.cue, {}, region))),
        dose=row.dose if row else dose_words(exercise.dose),
        load=_(exercise.dose.load) if exercise.dose.load else "",
        note=row.note if row else "",
        equipment=tuple(_(thing) for thing in exercise.equipment),
        older=_(exercise.older_text) if exercise.older_text else "",
        avoid=_(exercise.avoid) if exercise.avoid else "",
        limits=_(content.profiles[stage.profile].text) if stage else "",
        care=_(CARE_WORDS[exercise.supervision]) if exercise.supervision in CARE_WORDS else "",
        easier=_neighbour(exercise.regress),
        harder=_neighbour(exercise.progress),
        checked_by=exercise.checked_by,
        sources=tuple(content.sources[key] for key in exercise.sources),
    )


def _goals(stage: Stage, goal: str) -> Iterable[str]:
    """The goals of a stage; a list that stands for another is written out."""
    for line in stage.exit:
        if not _is_for(line, goal):
            continue
        yield goal_title(line)
        for item in _listed(line, goal):
            yield goal_title(item)


def _listed(line: Criterion, goal: str) -> Iterable[Criterion]:
    seen: dict[str, Criterion] = {}
    lists = [name for wanted, name in line.checklists.items() if goal in ("", wanted)]
    for checklist in dict.fromkeys(lists or line.checklists.values()):
        seen |= {item.id: item for item in catalogue().checklists[checklist].items}
    return [item for item in seen.values() if _is_for(item, goal)]


def _is_for(line: Criterion, goal: str) -> bool:
    return not goal or not line.goals or goal in line.goals


def _about(exercise: Exercise) -> str:
    """One line in place of a drawing: the kind, and what it needs."""
    kind = _(GROUPS[exercise.group])
    if not exercise.equipment:
        return _("%(kind)s. No equipment.") % {"kind": kind}
    things = ", ".join(_(thing) for thing in exercise.equipment)
    return _("%(kind)s. You need: %(things)s.") % {"kind": kind, "things": things}


def _sentences(text: str) -> list[str]:
    """A cue as steps: one sentence each."""
    parts = [part.strip() for part in text.replace("\n", " ").split(". ")]
    return [part if part.endswith(".") else f"{part}." for part in parts if part]


def _neighbour(exercise_id: str | None) -> ExerciseRow | None:
    exercise = catalogue().exercises.get(exercise_id or "")
    if exercise is None or not exercise.enabled:
        return None
    return ExerciseRow(exercise.id, _(exercise.name), dose_words(exercise.dose))


GROUPS = {
    "care": gettext_noop("Care"),
    "aerobic": gettext_noop("Moving"),
    "mobility": gettext_noop("Mobility"),
    "isometric": gettext_noop("Holding still against load"),
    "trunk": gettext_noop("Trunk"),
    "control": gettext_noop("Control"),
    "agility": gettext_noop("Quick feet"),
    "strength": gettext_noop("Strength"),
    "eccentric": gettext_noop("Slow lowering"),
    "lengthening": gettext_noop("Strength at length"),
    "plyometric": gettext_noop("Springs"),
    "running drill": gettext_noop("Running drill"),
}
