"""The forms of an own plan: who made it, and one exercise of it."""

from itertools import groupby
from typing import Any

from django import forms
from django.utils.dates import WEEKDAYS_ABBR
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from rehab.content.catalogue import catalogue
from rehab.programme.model import Exercise
from rehab.programme.own import OwnItem
from rehab.scales import NRS_MAX, NRS_MIN
from tracker.forms.fields import (
    CodeField,
    CodesField,
    PlainTextField,
    WholeNumberField,
    Words,
    WritingForm,
)
from tracker.models import Plan, PlanItem

NO_LADDER = "none"
MADE_BY_MAX: int = Plan._meta.get_field("made_by").max_length  # type: ignore[assignment]
NAME_MAX: int = PlanItem._meta.get_field("name").max_length  # type: ignore[assignment]
DOSE_MAX: int = PlanItem._meta.get_field("dose").max_length  # type: ignore[assignment]
NOTE_MAX: int = PlanItem._meta.get_field("note").max_length  # type: ignore[assignment]
GROUPS = {
    "care": _("Care"),
    "aerobic": _("Easy endurance"),
    "mobility": _("Mobility"),
    "isometric": _("Holds"),
    "trunk": _("Trunk"),
    "control": _("Control"),
    "agility": _("Footwork"),
    "strength": _("Strength"),
    "eccentric": _("Slow lowering"),
    "lengthening": _("Long muscle"),
    "plyometric": _("Hops and bounds"),
    "running drill": _("Running drills"),
}


class OwnPlanForm(WritingForm):
    """Who made the plan, and whether it uses one of our running ladders."""

    made_by = PlainTextField(
        label=_("Who gave you these exercises?"),
        help_text=_("A name or a role, like physio."),
        max_length=MADE_BY_MAX,
        too_long=_("Keep this under 80 characters"),
        error_messages={"required": _("Enter who gave you these exercises")},
    )
    ladder = CodeField(
        label=_("Running step by step?"),
        codes=[
            (NO_LADDER, _("No, or they said how")),
            ("endurance", _("Walk and jog in steps, up to easy running")),
            ("speed", _("Faster in steps, up to sprinting")),
        ],
        message=_("Choose from the list"),
        required=False,
        initial=NO_LADDER,
    )

    def __init__(self, *args: object, **options: object) -> None:
        super().__init__(*args, **options)
        self.fields["made_by"].required = True

    @property
    def told(self) -> dict[str, str]:
        """The two columns of a plan."""
        ladder = self.cleaned_data["ladder"] or NO_LADDER
        return {
            "made_by": self.cleaned_data["made_by"],
            "ladder": "" if ladder == NO_LADDER else ladder,
        }


class ItemForm(WritingForm):
    """One exercise: its name or one of ours, how much, on which days, up to which pain."""

    name = PlainTextField(
        label=_("What is it called?"),
        help_text=_("Leave it empty to choose one of ours."),
        max_length=NAME_MAX,
        too_long=_("Keep this under 80 characters"),
    )
    exercise = forms.ChoiceField(
        label=_("Or one of ours"),
        help_text=_("It comes with its drawing and how to do it."),
        required=False,
        error_messages={"invalid_choice": _("Choose from the list")},
    )
    dose = PlainTextField(
        label=_("How much?"),
        help_text=_("As they said it, like 3 x 12 slow."),
        max_length=DOSE_MAX,
        too_long=_("Keep this under 60 characters"),
    )
    weekdays = CodesField(
        label=_("On which days?"),
        help_text=_("None ticked means every day."),
        codes=[(str(day), name) for day, name in WEEKDAYS_ABBR.items()],
        message=_("Choose days from the list"),
    )
    go_to = WholeNumberField(
        low=NRS_MIN,
        high=NRS_MAX,
        required=False,
        label=_("Carry on up to pain"),
        help_text=_("0 to 10, if they gave a limit. Empty: our limits stand."),
        message=_("Enter a number from 0 to 10"),
    )
    stop_at = WholeNumberField(
        low=1,
        high=NRS_MAX,
        required=False,
        label=_("Stop from pain"),
        message=_("Enter a number from 1 to 10"),
    )
    note = PlainTextField(
        label=_("What to watch for"),
        max_length=NOTE_MAX,
        too_long=_("Keep this under 200 characters"),
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, *args: object, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["exercise"].choices = _library()  # type: ignore[attr-defined]

    def clean(self) -> dict[str, object]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        if not self.errors and not data.get("name", "").strip() and not data.get("exercise"):
            self.add_error("name", _("Enter what the exercise is called, or choose one of ours"))
        go, stop = data.get("go_to"), data.get("stop_at")
        if go is not None and stop is not None and stop <= go:
            self.add_error("stop_at", _("The number to stop at lies above the one to carry on"))
        return data

    @property
    def told(self) -> OwnItem:
        data = self.cleaned_data
        return OwnItem(
            id="",
            name=data["name"],
            exercise=data["exercise"],
            dose=data["dose"],
            note=data["note"],
            weekdays=frozenset(int(day) for day in data["weekdays"]),
            go_to=data["go_to"],
            stop_at=data["stop_at"],
        )


def initial_of(item: PlanItem) -> dict[str, object]:
    """A stored exercise as its form shows it."""
    return {
        "name": item.name,
        "exercise": item.exercise,
        "dose": item.dose,
        "weekdays": [str(day) for day in item.weekdays],
        "go_to": item.go_to,
        "stop_at": item.stop_at,
        "note": item.note,
    }


def _library() -> list[tuple[Words, Any]]:
    """Our exercises by kind, each kind by name."""
    groups = list(GROUPS)

    def place(exercise: Exercise) -> tuple[int, str]:
        return groups.index(exercise.group), exercise.name

    known = sorted((e for e in catalogue().exercises.values() if e.enabled), key=place)
    listed: list[tuple[Words, Any]] = [("", _("None of these"))]
    for group, members in groupby(known, key=lambda exercise: exercise.group):
        listed.append((GROUPS[group], [(e.id, _now(e.name)) for e in members]))
    return listed
