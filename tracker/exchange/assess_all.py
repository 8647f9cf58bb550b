"""Many diaries at once: read in order, worked out in several processes, told in order."""

import os
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import dataclass
from datetime import date
from itertools import chain, islice
from pathlib import Path

from django.utils.translation import gettext as _

from rehab.content.catalogue import catalogue
from rehab.diary import Diary
from tracker.exchange.assess import check_until, json_lines, story_lines
from tracker.exchange.diary import read_file
from tracker.exchange.reading import FileRefused
from tracker.regions import REGIONS

# Fewer diaries than this are not worth a second process.
WORTH_SHARING = 12
DIARIES_AT_ONCE = 6
BATCHES_AHEAD = 4


@dataclass(frozen=True, slots=True)
class Wanted:
    """How to tell it: as JSON lines or to read, until which day, in the words of a region."""

    as_json: bool
    until: date | None
    region: str


@dataclass(frozen=True, slots=True)
class Batch:
    """A few diaries of one file; `opens` marks the first of its file.

    A file that is refused makes one batch without diaries; `problems` are its faults, or
    the warnings of a file that is not.
    """

    path: Path
    opens: bool
    diaries: tuple[Diary, ...] = ()
    problems: tuple[object, ...] = ()
    is_refused: bool = False


@dataclass(frozen=True, slots=True)
class Outcome:
    """What there is to print of one batch."""

    batch: Batch
    lines: tuple[str, ...]


def processes() -> int:
    """How many processors this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def assess_all(paths: Iterable[Path], wanted: Wanted, *, workers: int) -> Iterator[Outcome]:
    """What is told of every diary of every file, in order. A wrong file is one outcome."""
    batches = (batch for path in paths for batch in read_batches(path, wanted.until))
    first = list(_until_worth_sharing(batches))
    if workers < 2 or sum(len(batch.diaries) for batch in first) < WORTH_SHARING:
        for batch in chain(first, batches):
            yield _assess(batch, wanted)
        return
    catalogue().rule_set  # noqa: B018  (worked out once, before the processes part)
    with ProcessPoolExecutor(workers, initializer=_ready) as pool:
        waiting: deque[Future[Outcome]] = deque()
        for batch in chain(first, batches):
            waiting.append(pool.submit(_assess, batch, wanted))
            if len(waiting) >= workers * BATCHES_AHEAD:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()


def read_batches(path: Path, until: date | None) -> Iterator[Batch]:
    """The diaries of one file, a few at a time; at least one batch, also for a wrong file."""
    try:
        file = read_file(path)
        check_until(file, until)
    except FileRefused as refused:
        yield Batch(path, opens=True, problems=tuple(refused.faults), is_refused=True)
        return
    diaries = iter(file.diaries)
    yield Batch(path, True, tuple(islice(diaries, DIARIES_AT_ONCE)), tuple(file.warnings))
    while some := tuple(islice(diaries, DIARIES_AT_ONCE)):
        yield Batch(path, False, some)


def _until_worth_sharing(batches: Iterator[Batch]) -> Iterator[Batch]:
    count = 0
    for batch in batches:
        yield batch
        count += len(batch.diaries)
        if count >= WORTH_SHARING:
            return


def _assess(batch: Batch, wanted: Wanted) -> Outcome:
    if not (batch.diaries or batch.is_refused or wanted.as_json):
        return Outcome(batch, (_("There is no injury in this file."),))
    return Outcome(batch, tuple(_lines(batch.diaries, wanted)))


def _lines(diaries: Sequence[Diary], wanted: Wanted) -> Iterator[str]:
    if wanted.as_json:
        return json_lines(diaries, catalogue(), until=wanted.until)
    return story_lines(diaries, catalogue(), REGIONS[wanted.region], until=wanted.until)


def _ready() -> None:
    """A process that began from nothing has no Django yet; one that was forked has."""
    import django
    from django.apps import apps

    if not apps.ready:
        django.setup()
