"""A diary that came in a file, as every room knows it: read here, compared and written there."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.db.models import Field, Model

from tracker.models import (
    Answer,
    Care,
    Change,
    Clearance,
    ClinicianWord,
    Day,
    ExerciseSession,
    Fall,
    Finding,
    GapAnswer,
    Injury,
    LoadPause,
    Moment,
    Notice,
    NoticeAction,
    OwnActivity,
    Photo,
    Plan,
    PlanItem,
    Reading,
    ReportChoice,
    Run,
    SessionItem,
    Setback,
    SignReport,
    StageMove,
    Visit,
)


@dataclass(frozen=True, slots=True)
class Kind:
    """One table: what its rows hang on, how its owner is found, and what makes two rows one.

    `same` are the columns that name a row beside its uuid; None for all that the file tells.
    """

    model: type[Model]
    parent: str
    owner: str
    same: tuple[str, ...] | None = ()


OF_INJURY = "injury__owner"
# Parents come before what hangs on them.
KINDS: Mapping[str, Kind] = {
    "injuries": Kind(Injury, "", "owner"),
    "days": Kind(Day, "injury", OF_INJURY, ("on",)),
    "moments": Kind(Moment, "day", "day__injury__owner"),
    "runs": Kind(Run, "injury", OF_INJURY),
    "falls": Kind(Fall, "injury", "owner"),
    "answers": Kind(Answer, "injury", "owner", None),
    "tests": Kind(Reading, "injury", OF_INJURY, ("on", "metric")),
    "plans": Kind(Plan, "injury", OF_INJURY),
    "plan_items": Kind(PlanItem, "plan", "plan__injury__owner", ("position",)),
    "moves": Kind(StageMove, "plan", "plan__injury__owner"),
    "sessions": Kind(ExerciseSession, "plan", "plan__injury__owner", ("on",)),
    "session_items": Kind(SessionItem, "session", "session__plan__injury__owner", ("exercise",)),
    "care": Kind(Care, "injury", OF_INJURY),
    "setbacks": Kind(Setback, "injury", OF_INJURY, ("on", "kind")),
    "clearances": Kind(Clearance, "injury", OF_INJURY),
    "pauses": Kind(LoadPause, "injury", OF_INJURY),
    "gap_answers": Kind(GapAnswer, "injury", OF_INJURY, ("on",)),
    "own_activities": Kind(OwnActivity, "injury", OF_INJURY, ("number",)),
    "told": Kind(ClinicianWord, "injury", OF_INJURY),
    "changes": Kind(Change, "injury", OF_INJURY),
    "photos": Kind(Photo, "injury", OF_INJURY),
    "report": Kind(ReportChoice, "injury", OF_INJURY, ("injury",)),
    "findings": Kind(Finding, "injury", OF_INJURY),
    "notices": Kind(Notice, "injury", OF_INJURY),
    "actions": Kind(NoticeAction, "notice", "notice__injury__owner", None),
    "visits": Kind(Visit, "injury", "owner"),
    "sign_reports": Kind(SignReport, "injury", OF_INJURY),
}
# What hangs on a row stays or gives way with it; the person's settings are chosen as one.
CHOSEN_WITH = {"moments": "days", "plan_items": "plans", "moves": "plans",
               "session_items": "sessions", "actions": "notices"}  # fmt: skip
SETTINGS = "settings"
CHOICES = (*(kind for kind in KINDS if kind not in CHOSEN_WITH), SETTINGS)
# What names or opens something here and is made anew, and what other columns stand for.
NOT_CARRIED = {"id", "uuid", "stem", "token_hash", "code_hash", "digest"}


@dataclass(slots=True)
class CarriedRow:
    """One row of a file. `told` are its columns as far as the file tells them.

    `otherwise` is what a new row holds besides, where the file does not say.
    `name` is the file's own id, "" for none; `links` name rows of other kinds by theirs;
    `picture` is the name of a photo's file in the ZIP.
    """

    kind: str
    path: str
    told: dict[str, object]
    name: str = ""
    links: dict[str, str] = field(default_factory=dict)
    otherwise: dict[str, object] = field(default_factory=dict)
    parent: "CarriedRow | None" = None
    picture: str = ""


@dataclass(frozen=True, slots=True)
class Carried:
    """What a file holds: settings of the person, rows by kind, and what is said about it.

    `left_out` counts what is in the file and not brought in, by its key there.
    """

    person: Mapping[str, object]
    rows: Mapping[str, list[CarriedRow]]
    left_out: Mapping[str, int]
    warnings: tuple[str, ...] = ()


def columns_of(model: type[Model]) -> list[Field]:
    """The columns of a table that a file may tell."""
    return [
        column
        for column in model._meta.concrete_fields
        if not column.is_relation and column.name not in NOT_CARRIED
    ]
