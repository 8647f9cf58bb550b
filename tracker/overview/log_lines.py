"""Which lines the log of a day asks: the person's own, night and running by what was logged."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from rehab import diary as values
from rehab.content.catalogue import catalogue
from rehab.vocabulary import PainContext
from tracker.models import Day
from tracker.overview.diary import SIT

LINES = (*(c.value for c in PainContext), SIT)
RUNNING_FOLDS_AFTER = timedelta(days=7)


def chosen_lines(contexts: Iterable[str]) -> list[str]:
    """The lines a person chose, in their order; at rest cannot be left out."""
    chosen = [name for name in dict.fromkeys(contexts) if name in LINES]
    return chosen if PainContext.REST in chosen else [*chosen, PainContext.REST.value]


def lines_to_ask(
    contexts: Iterable[str],
    diary: values.Diary,
    *,
    rows: Sequence[Day],
    on: date,
    stored: Day | None,
    onset_on: date | None,
    is_running_planned: bool = False,
) -> tuple[tuple[str, ...], bool]:
    """The lines of the log of one day, and whether running is folded into a link.

    `rows` are the days logged before `on`, newest first. What `stored` already holds is
    always shown, so that it can be changed.
    """
    lines = chosen_lines(contexts)
    if PainContext.NIGHT not in lines and asks_night(
        rows, on=on, first_logged_on=diary.first_logged_on, onset_on=onset_on
    ):
        lines.append(PainContext.NIGHT.value)
    folds = not is_running_planned and folds_running(diary, on=on)
    is_folded = PainContext.RUNNING in lines and folds
    held = [name for name in LINES if stored is not None and _holds(stored, name)]
    if is_folded and PainContext.RUNNING in held:
        is_folded = False
    if is_folded:
        lines.remove(PainContext.RUNNING.value)
    return tuple(dict.fromkeys([*lines, *held])), is_folded


def _holds(day: Day, name: str) -> bool:
    if getattr(day, name) is not None or name in day.skipped:
        return True
    extra = {"running": "no_run", "night": "slept_through", SIT: "sat_without_pain"}.get(name)
    return bool(extra and getattr(day, extra))


def asks_night(
    rows: Sequence[Day], *, on: date, first_logged_on: date | None, onset_on: date | None
) -> bool:
    """Whether the night line shows for someone who did not choose it. `rows`: newest first.

    It does after pain at night or at rest in the last logged days, and in the first weeks every
    few days, because night pain nobody asks about is never found. Numbers: `policy.toml`.
    """
    policy = catalogue().policy
    recent = rows[: policy.night_row_looks_back]
    if any(max(row.night or 0, row.rest or 0) >= policy.night_row_from for row in recent):
        return True
    first_weeks = timedelta(days=policy.night_row_first_days)
    starts = [start for start in (first_logged_on or on, onset_on) if start is not None]
    if all(on - start >= first_weeks for start in starts):
        return False
    asked_since = on - timedelta(days=policy.night_row_every_days)
    return not any(_holds(row, "night") for row in rows if row.on > asked_since)


def folds_running(diary: values.Diary, *, on: date) -> bool:
    """Whether no running was logged for 7 days. A younger diary cannot tell yet."""
    first = diary.first_logged_on
    if first is None or on - first < RUNNING_FOLDS_AFTER:
        return False
    since = on - RUNNING_FOLDS_AFTER
    ran = any(run.on >= since for run in diary.runs)
    return not ran and not any(d.running is not None for d in diary.days if d.on >= since)


def left_open(day: Day, asked: Sequence[str]) -> str | None:
    """The line that a third "same as yesterday" leaves open: sitting, else the highest."""
    scores = {c.value: getattr(day, c.value) for c in PainContext if c is not PainContext.RUNNING}
    told = {name: score for name, score in scores.items() if score is not None and name in asked}
    if PainContext.SITTING in told:
        return PainContext.SITTING.value
    return max(told, key=lambda name: told[name], default=None)


def copies_before(rows: Sequence[Day], *, on: date) -> int:
    """How many of the days just before `on` were copied, without a break. Newest first."""
    count = 0
    for row in rows:
        if row.on != on - timedelta(days=count + 1) or not row.copied:
            break
        count += 1
    return count
