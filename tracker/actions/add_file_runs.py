"""Write the runs that a person chose out of their files, once each, and run the rules."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from uuid import UUID

from django.db import IntegrityError, transaction

from tracker.actions.entry import check_date
from tracker.actions.errors import EntryRefused
from tracker.actions.evaluate_signs import evaluate_signs
from tracker.actions.history import note_change, snapshot
from tracker.actions.once import claim
from tracker.actions.record_run import RunEntry, check_run
from tracker.clock import PersonNow
from tracker.file_run import BEGUN_WITHIN_S, FileRun, begun_together
from tracker.models import Injury, Notice, Revision, Run

TYPED = "typed"


@dataclass(frozen=True, slots=True)
class ChosenRun:
    """One run to add. `on` is its diary day, `offset_minutes` its clock's distance from UTC.

    `pain` is the worst NRS 0-10 on it, None when not told; `sharp_stop`, `ladder` and `step` as in
    RunEntry. `fills` names a run that was typed in on that day and is this one: it takes
    the file's figures, and keeps what the person told of it.
    """

    run: FileRun
    on: date
    offset_minutes: int
    pain: int | None = None
    sharp_stop: bool | None = None
    ladder: str | None = None
    step: str | None = None
    fills: UUID | None = None


@dataclass(frozen=True, slots=True)
class FileRunsAdded:
    """The runs as stored, oldest first; how many stood in the diary before; what is newly told."""

    runs: list[Run] = field(default_factory=list)
    known: int = 0
    revisions: list[Revision] = field(default_factory=list)
    notices: list[Notice] = field(default_factory=list)
    is_replay: bool = False


def add_file_runs(
    *, injury: Injury, chosen: Sequence[ChosenRun], at: PersonNow, key: UUID
) -> FileRunsAdded:
    """Store the chosen runs, all or none.

    Raises EntryRefused for a bad day, number or step, and where nothing is chosen.

    A run that the diary holds already, from the same file or begun and ended together, is
    left as it stands and counted. A replayed key writes nothing and gives what it stored.
    """
    for each in chosen:
        _check(each, at=at)
    with transaction.atomic():
        if not claim(owner=injury.owner, key=key, kind="run-files"):
            digests = [each.run.digest for each in chosen]
            stored = Run.objects.filter(injury=injury, file_hash__in=digests)
            return FileRunsAdded(list(stored), is_replay=True)
        if not chosen:
            raise EntryRefused("Choose at least one run")
        added = FileRunsAdded()
        known = 0
        for each in sorted(chosen, key=lambda each: each.run.started_at):
            if known_run(injury, each.run) is not None:
                known += 1
                continue
            revision = _write(injury, each, at=at, into=added.runs)
            known += revision is None
            added.revisions.extend([revision] if revision else [])
        notices = evaluate_signs(injury=injury, at=at) if added.runs else []
    return FileRunsAdded(added.runs, known, added.revisions, notices)


def known_run(injury: Injury, run: FileRun) -> Run | None:
    """The run of the diary that this one is: its file's, or one begun and ended with it."""
    own = Run.objects.filter(injury=injury)
    if (same := own.filter(file_hash=run.digest).first()) is not None:
        return same
    near = timedelta(seconds=BEGUN_WITHIN_S)
    for other in own.filter(
        started_at__gte=run.started_at - near, started_at__lte=run.started_at + near
    ):
        lasted = float(other.elapsed_minutes or other.minutes or 0)
        if other.started_at and begun_together(
            run.started_at, run.elapsed_min, other.started_at, lasted
        ):
            return other
    return None


def _check(each: ChosenRun, *, at: PersonNow) -> None:
    check_date(each.on, at=at)
    if not -720 <= each.offset_minutes <= 840:
        raise EntryRefused("Choose a time zone from the list", field="time_zone")


def _write(injury: Injury, each: ChosenRun, *, at: PersonNow, into: list[Run]) -> Revision | None:
    """Store one run; None when another device stored the same file in this moment."""
    told = RunEntry(on=each.on, pain=each.pain, ladder=each.ladder, step=each.step)
    check_run(injury, told, at=at)
    run = _typed(injury, each) or Run(injury=injury, on=each.on, logged_at=at.now, zone=at.zone)
    before = snapshot(run) if run.pk else None
    for name, value in (_of_file(each) | _told(each)).items():
        setattr(run, name, value)
    try:
        with transaction.atomic():
            run.save()
    except IntegrityError:
        return None
    into.append(run)
    return note_change(owner=injury.owner, row=run, before=before, after=snapshot(run))


def _typed(injury: Injury, each: ChosenRun) -> Run | None:
    if each.fills is None:
        return None
    own = Run.objects.select_for_update(of=("self",)).filter(injury=injury, on=each.on)
    return own.filter(uuid=each.fills, started_at__isnull=True).first()


def _told(each: ChosenRun) -> dict[str, object]:
    told = {
        "pain": each.pain,
        "sharp_stop": each.sharp_stop,
        "ladder": each.ladder,
        "step": each.step,
    }
    return {name: value for name, value in told.items() if value is not None}


def _of_file(each: ChosenRun) -> dict[str, object]:
    run = each.run
    columns: dict[str, object] = {
        "source": run.kind,
        "file_hash": run.digest,
        "started_at": run.started_at,
        "offset_minutes": each.offset_minutes,
        "elapsed_minutes": Decimal(f"{run.elapsed_min:.1f}"),
        "minutes": Decimal(f"{run.minutes:.1f}"),
        "fastest_30s_m_s": _speed(run.fastest_30s_m_s),
        "top_speed_m_s": _speed(run.top_m_s),
        "climb_m": run.climb_m,
    }
    return columns if run.km is None else columns | {"km": Decimal(f"{run.km:.2f}")}


def _speed(m_s: float | None) -> Decimal | None:
    return None if m_s is None else Decimal(f"{m_s:.2f}")
