"""A fall or slip: when, what, whether it changed the pain; side and landing are optional."""

from datetime import date, timedelta

from django import forms
from django.utils.translation import gettext_lazy as _

from rehab.vocabulary import FallEffect, FallKind, LandedOn, Side
from tracker.forms.fields import (
    CodeField,
    DateBoxes,
    PlainTextField,
    Words,
    WritingForm,
    codes_of,
    date_of,
    optional_label,
)
from tracker.models import Fall

TODAY, YESTERDAY, OTHER = "today", "yesterday", "other"
EARLIEST_YEARS_BACK = 20
# The order of the design: the most common first.
KINDS = (FallKind.SLIP, FallKind.FALL, FallKind.NEAR_FALL, FallKind.KNOCK)
FROM_LIST = _("Choose from the list")


class FallForm(WritingForm):
    """`fall_date` is the date told, once the form is valid."""

    when = CodeField(
        codes=[(TODAY, _("Today")), (YESTERDAY, _("Yesterday")), (OTHER, _("Other day"))],
        message=_("Choose when it happened"),
        label=_("When"),
    )
    kind = CodeField(
        codes=codes_of(KINDS), message=_("Choose what happened"), label=_("What happened")
    )
    effect = CodeField(
        codes=codes_of(FallEffect),
        message=FROM_LIST,
        required=False,
        label=_("Did it change your pain?"),
    )
    landed_on = CodeField(
        codes=codes_of(LandedOn),
        message=FROM_LIST,
        required=False,
        label=optional_label(_("What did you land on?")),
    )
    side = CodeField(
        codes=codes_of(Side),
        message=FROM_LIST,
        required=False,
        label=optional_label(_("Which side?")),
    )
    note = PlainTextField(label=_("Note"), widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, *args: object, today: date, **options: object) -> None:
        super().__init__(*args, **options)  # type: ignore[arg-type]
        self.today = today
        self.fields |= DateBoxes.fields(
            earliest=today.year - EARLIEST_YEARS_BACK, latest=today.year
        )

    @property
    def date_boxes(self) -> list[forms.BoundField]:
        return [self["day"], self["month"], self["year"]]

    @property
    def has_bad_date(self) -> bool:
        return any(box.errors for box in self.date_boxes)

    def clean(self) -> dict[str, object]:
        data: dict[str, object] = super().clean() or self.cleaned_data
        self.fall_date = self._date()
        if self.fall_date is None and "when" in data:
            self._refuse_date()
        elif self.fall_date is not None and self.fall_date > self.today:
            self.add_error("day", _("You can only log today or earlier"))
        return data

    def _date(self) -> date | None:
        when = self.cleaned_data.get("when")
        if when == TODAY:
            return self.today
        if when == YESTERDAY:
            return self.today - timedelta(days=1)
        boxes = (self.cleaned_data.get(name) for name in ("day", "month", "year"))
        return date_of(*boxes) if when == OTHER else None

    def _refuse_date(self) -> None:
        """Name the empty box; a date that does not exist is named at the day."""
        if any(self.errors.get(name) for name in ("day", "month", "year")):
            return
        messages: dict[str, Words] = {
            "day": _("Enter the day as a number, 1 to 31"),
            "month": _("Enter the month as a number, 1 to 12"),
            "year": _("Enter the year with four digits, like %(year)s") % {"year": self.today.year},
        }
        empty = [name for name in messages if self.cleaned_data.get(name) is None]
        for name in empty:
            self.add_error(name, messages[name])
        if not empty:
            self.add_error("day", _("There is no such day in that month"))

    def told(self) -> dict[str, object]:
        """The fields of a FallEntry, as codes of the vocabulary."""
        data = self.cleaned_data
        return {
            "on": self.fall_date,
            "kind": FallKind(data["kind"]),
            "side": Side(data["side"]) if data["side"] else None,
            "landed_on": LandedOn(data["landed_on"]) if data["landed_on"] else None,
            "effect": FallEffect(data["effect"]) if data["effect"] else None,
            "note": data["note"],
        }


def when_of(on: date | None, *, today: date) -> dict[str, object]:
    """What "When" shows for a known date; nothing chosen for none."""
    if on is None:
        return {}
    boxes: dict[str, object] = {"day": on.day, "month": on.month, "year": on.year}
    if on == today:
        return {"when": TODAY}
    if on == today - timedelta(days=1):
        return {"when": YESTERDAY}
    return boxes | {"when": OTHER}


def initial_of(fall: Fall, *, today: date) -> dict[str, object]:
    return when_of(fall.on, today=today) | {
        "kind": fall.kind,
        "side": fall.side,
        "landed_on": fall.landed_on,
        "effect": fall.effect,
        "note": fall.note,
    }
