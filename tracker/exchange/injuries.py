"""Read one injury of a diary file into an unsaved row with what rules need besides."""

from rehab.vocabulary import (
    InjuryType,
    Mechanism,
    Onset,
    OnsetPrecision,
    Side,
    Walking,
)
from tracker.exchange.reading import Table, shown
from tracker.models import Injury

WORDS_MAX = 200
# Free words for how it happened; whole words only, anything else is "other" with a note.
MECHANISM_WORDS = {
    "slip": Mechanism.FALL,
    "slipped": Mechanism.FALL,
    "trip": Mechanism.FALL,
    "tripped": Mechanism.FALL,
    "fell": Mechanism.FALL,
    "sprinting": Mechanism.SPRINT,
    "stretching": Mechanism.STRETCH,
    "knock": Mechanism.BLOW,
    "kick": Mechanism.BLOW,
    "not sure": Mechanism.UNKNOWN,
}
# The columns of an injury that no rule reads; an import stores them.
BESIDES = (
    "mechanism_note",
    "onset_words",
    "grade_detail",
    "working_label",
    "places",
    "worst",
    "goal",
    "worse_with",
    "eases_with",
    "run_minutes",
    "run_times_a_week",
    "run_pain",
    "sit_minutes",
    "sit_seat",
    "settles_minutes",
    "earlier_injury",
    "previous",
    "triage",
    "told_by_clinician",
    "returned_on",
    "closed_on",
    "closed_reason",
    "created_at",
)
AT_ONSET = ("pop", "bruising", "big_bruise", "swelling", "gap")
PLAN_KEYS = (
    "id",
    "stage",
    "content_version",
    "made_by",
    "ended_on",
    "items",
    "moves",
    "kind",
    "ladder",
)


def read_injury(table: Table) -> Injury:
    """The row, unsaved and without an owner; `side` is "" when it was wrong."""
    side = table.code("side", Side)
    if table.raw.get("side") is None:
        side = Side.BOTH
    row = Injury(
        side=side.value if side else "",
        onset=_onset(table),
        type=(table.code("type", InjuryType) or InjuryType.UNSURE).value,
        grade=_grade(table),
        mechanism=_mechanism(table).value,
        surgery_on=table.day("surgery_on"),
    )
    _read_onset_date(table, row)
    _read_signs_at_onset(table.table("at_onset"), row)
    _read_plans(table, row)
    _read_setbacks(table, row)
    table.keep(BESIDES)
    return row


def _onset(table: Table) -> str | None:
    if table.take("onset") == "not_sure":
        return None
    onset = table.code("onset", Onset)
    return onset.value if onset else None


def _grade(table: Table) -> int | None:
    """1 to 3; 0 is a grade 1 in its mildest form (decisions 3.5)."""
    grade = table.whole("grade", 0, 3)
    return 1 if grade == 0 else grade


def _mechanism(table: Table) -> Mechanism:
    """A code of ours, a word we know, or anything else: then "other"."""
    said = table.text("mechanism", WORDS_MAX).strip().lower()
    if not said:
        return Mechanism.UNKNOWN
    if said in {code.value for code in Mechanism}:
        return Mechanism(said)
    return MECHANISM_WORDS.get(said, Mechanism.OTHER)


def _read_onset_date(table: Table, row: Injury) -> None:
    precision = table.code("onset_precision", OnsetPrecision) or OnsetPrecision.DAY
    row.onset_precision = precision.value
    if precision is OnsetPrecision.UNKNOWN:
        if table.day("onset_on") is not None:
            table.fault("onset_on", "must be null when onset_precision is unknown")
    elif table.required("onset_on"):
        row.onset_on = table.day("onset_on")


def _read_signs_at_onset(table: Table, row: Injury) -> None:
    for sign in AT_ONSET:
        setattr(row, f"onset_{sign}", _yes_no_not_sure(table, sign))
    row.onset_walking = _walking(table)
    table.finish()


def _yes_no_not_sure(table: Table, key: str) -> str | None:
    value = table.take(key)
    if value is None or value in ("yes", "no", "not_sure"):
        return value
    if isinstance(value, bool):
        return "yes" if value else "no"
    table.fault(key, f"must be true, false or not_sure, is {shown(value)}")
    return None


def _walking(table: Table) -> str | None:
    value = table.take("can_walk")
    if value is None or value == "not_sure":
        return None
    if isinstance(value, bool):
        return (Walking.NORMAL if value else Walking.CANNOT).value
    if value == Walking.LIMP.value:
        return Walking.LIMP.value
    table.fault("can_walk", f"must be true, false or limp, is {shown(value)}")
    return None


def _read_plans(table: Table, row: Injury) -> None:
    """Put the open plan beside the row, as `diary_reader.with_context` does."""
    row.plan_started_on = row.plan_programme = None  # type: ignore[attr-defined]
    opened = 0
    for plan in table.tables("plans"):
        started_on = plan.day("started_on") if plan.required("started_on") else None
        programme = plan.text("programme", 40)
        is_open = plan.day("ended_on") is None
        plan.keep(PLAN_KEYS)
        plan.finish()
        if is_open:
            opened += 1
            row.plan_started_on = started_on  # type: ignore[attr-defined]
            row.plan_programme = programme or None  # type: ignore[attr-defined]
    if opened > 1:
        table.fault("plans", "only one plan can be open")


def _read_setbacks(table: Table, row: Injury) -> None:
    """Put the latest confirmed re-injury beside the row: it restarts day 0."""
    restarts = []
    for setback in table.tables("setbacks"):
        on = setback.day("on") if setback.required("on") else None
        kind = setback.text("kind", 10)
        if kind not in ("flare", "reinjury"):
            setback.fault("kind", f"must be one of flare, reinjury, is {shown(kind)}")
        if setback.yes_no("confirmed") and kind == "reinjury" and on:
            restarts.append(on)
        setback.keep(("id", "settled_on", "note"))
        setback.finish()
    row.restarted_on = max(restarts, default=None)  # type: ignore[attr-defined]
