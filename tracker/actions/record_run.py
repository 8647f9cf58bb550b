"""Write one run that was typed in, run the rules, tell what is new."""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from uuid import UUID

from django.db import transaction

from rehab.content.catalogue import catalogue
from rehab.scales import NRS_MAX, NRS_MIN
from rehab.vocabulary import Surface
from tracker.actions.entry import NOTE_MAX, check_date
from tracker.actions.errors import EntryRefused
from tracker.actions.evaluate_signs import evaluate_signs
from tracker.actions.history import deletion_of, note_change, snapshot
from tracker.actions.once import claim
from tracker.clock import PersonNow
from tracker.models import Injury, Notice, Plan, Revision, Run, SubmissionKey

MINUTES_MAX = 2880
KM_MAX = 500
EFFORT_MIN, EFFORT_MAX = 1, 10


@dataclass(frozen=True, slots=True)
class RunEntry:
    """One run. Minutes 0-2,880, kilometres 0-500, effort 1-10, worst pain NRS 0-10.

    None means not told. `sharp_stop` tells that a sudden sharp pain ended the run.
    `ladder` and `step` say that the whole session of that step was done, both empty
    that it was another run; `full_training` that nothing was held back.
    """

    on: date
    minutes: float | None = None
    km: float | None = None
    effort: int | None = None
    pain: int | None = None
    sharp_stop: bool | None = None
    surface: Surface | None = None
    note: str = ""
    ladder: str | None = None
    step: str | None = None
    full_training: bool | None = None


@dataclass(frozen=True, slots=True)
class RunRecorded:
    """The run as stored (None when a replay finds it deleted), and what was newly told."""

    run: Run | None
    revision: Revision | None = None
    notices: list[Notice] = field(default_factory=list)


def record_run(*, injury: Injury, entry: RunEntry, at: PersonNow, key: UUID) -> RunRecorded:
    """Store a run once per key. Raises EntryRefused for a bad date or number."""
    _check(entry, at=at)
    with transaction.atomic():
        if not claim(owner=injury.owner, key=key, kind="run"):
            return _replayed(injury, key)
        _check_step(injury, entry)
        run = Run.objects.create(
            injury=injury, logged_at=at.entered_at, zone=at.entered_in, **_columns(entry)
        )
        SubmissionKey.objects.filter(owner=injury.owner, key=key).update(made=str(run.uuid))
        revision = note_change(owner=injury.owner, row=run, before=None, after=snapshot(run))
        notices = evaluate_signs(injury=injury, at=at)
    return RunRecorded(run=run, revision=revision, notices=notices)


def change_run(*, run: Run, entry: RunEntry, at: PersonNow, key: UUID) -> RunRecorded:
    """Change a stored run; a replayed key changes nothing."""
    _check(entry, at=at)
    injury = run.injury
    with transaction.atomic():
        if not claim(owner=injury.owner, key=key, kind="run-edit", made=str(run.uuid)):
            return RunRecorded(run=run)
        if (entry.ladder, entry.step) != (run.ladder, run.step):
            _check_step(injury, entry)
        before = snapshot(run)
        for name, value in _columns(entry).items():
            setattr(run, name, value)
        run.save()
        revision = note_change(owner=injury.owner, row=run, before=before, after=snapshot(run))
        notices = evaluate_signs(injury=injury, at=at, edited=True)
    return RunRecorded(run=run, revision=revision, notices=notices)


def delete_run(*, run: Run, at: PersonNow, key: UUID) -> Revision | None:
    """Delete a run for good; its revision restores it for seven days. None on a replay."""
    injury = run.injury
    with transaction.atomic():
        if not claim(owner=injury.owner, key=key, kind="run-delete", made=str(run.uuid)):
            return deletion_of(run, owner=injury.owner)
        revision = note_change(owner=injury.owner, row=run, before=snapshot(run), after=None)
        run.delete()
        evaluate_signs(injury=injury, at=at, edited=True)
    return revision


def _columns(entry: RunEntry) -> dict[str, object]:
    told = {"ladder": entry.ladder, "step": entry.step, "full_training": entry.full_training}
    return {name: value for name, value in told.items() if value is not None} | {
        "on": entry.on,
        "minutes": None if entry.minutes is None else Decimal(f"{entry.minutes:.1f}"),
        "km": None if entry.km is None else Decimal(f"{entry.km:.2f}"),
        "effort": entry.effort,
        "pain": entry.pain,
        "sharp_stop": entry.sharp_stop,
        "surface": entry.surface.value if entry.surface else None,
        "note": entry.note,
    }


def _check(entry: RunEntry, *, at: PersonNow) -> None:
    check_date(entry.on, at=at)
    _between("minutes", entry.minutes, 0, MINUTES_MAX, "Enter minutes from 0 to 2880")
    _between("km", entry.km, 0, KM_MAX, "Enter kilometres from 0 to 500")
    _between("effort", entry.effort, EFFORT_MIN, EFFORT_MAX, "Choose a number from 1 to 10")
    _between("pain", entry.pain, NRS_MIN, NRS_MAX, "Choose a number from 0 to 10")
    if len(entry.note) > NOTE_MAX or "\x00" in entry.note:
        raise EntryRefused("Write this note in plain text", field="note")


def check_run(injury: Injury, entry: RunEntry, *, at: PersonNow) -> None:
    """Raise EntryRefused for a value, a date or a step that cannot be stored."""
    _check(entry, at=at)
    _check_step(injury, entry)


def _check_step(injury: Injury, entry: RunEntry) -> None:
    """A step belongs to a ladder of the open plan, whichever stage uses it."""
    if not entry.ladder and not entry.step:
        return
    plan = Plan.objects.filter(injury=injury, ended_on__isnull=True).first()
    ladder = catalogue().ladders.get(entry.ladder or "")
    known = {step.step for step in ladder.steps} if ladder else set()
    if plan is None or entry.ladder not in _ladders_of(plan) or entry.step not in known:
        raise EntryRefused("This step is not in your plan", field="step")


def _ladders_of(plan: Plan) -> set[str]:
    """The ladders of all stages; of an own plan the one that was chosen with it."""
    programme = catalogue().programmes.get(plan.programme)
    if programme is None:
        return {plan.ladder} if plan.ladder else set()
    uses = [stage.ladder for stage in programme.stages if stage.ladder]
    longer = {"endurance"} if any(use.endurance_goal_to for use in uses) else set()
    return {use.id for use in uses} | longer


def _between(name: str, value: float | None, low: float, high: float, message: str) -> None:
    """NaN fails too: it is not between anything."""
    if value is not None and not low <= value <= high:
        raise EntryRefused(message, field=name)


def _replayed(injury: Injury, key: UUID) -> RunRecorded:
    """The run this key made; none when it was deleted since or the key made something else."""
    sent = SubmissionKey.objects.get(owner=injury.owner, key=key)
    if sent.kind != "run" or not sent.made:
        return RunRecorded(run=None)
    return RunRecorded(run=Run.objects.filter(injury=injury, uuid=sent.made).first())
