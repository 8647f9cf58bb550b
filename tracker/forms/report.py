"""What stands on the report: period, parts, what to ask, name."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from rehab.vocabulary import Goal
from tracker import labels
from tracker.clock import EARLIEST_YEARS_BACK
from tracker.forms.fields import (
    CodeField,
    CodesField,
    PlainTextField,
    WholeNumberField,
    WritingForm,
)
from tracker.forms.signs import PlainDateField
from tracker.models import Injury, ReportChoice
from tracker.models.report import ASKS_MAX, NAME_MAX

PERIODS = (
    ("6w", _("The last 6 weeks")),
    ("12w", _("The last 12 weeks")),
    ("visit", _("Since my last visit")),
    ("all", _("Everything")),
    ("own", _("From day to day")),
)
PARTS = (
    ("care", _("Scans and treatments")),
    ("maps", _("Where it hurt")),
    ("runs", _("Runs")),
    ("tests", _("Self-tests")),
    ("exercises", _("Exercises done")),
    ("told", _("What this diary told me")),
    ("notes", _("My notes")),
)
TOLD = ("worse_with", "eases_with", "settles_minutes", "goal")
TEXTS = TOLD[:2]
TOLD_MAX = 200
SETTLES_MAX = 2880  # two days, as the intake takes it
ENTER_DAY = _("Enter the day, like 2026-10-12")


class ReportForm(WritingForm):
    """The choices of one injury's report.

    `latest` is the person's today; "since my last visit" is offered where there was one.
    """

    period = CodeField(
        label=_("Which days?"), codes=PERIODS, message=_("Choose which days to show")
    )
    first_on = PlainDateField(
        label=_("From"), required=False, error_messages={"invalid": ENTER_DAY}
    )
    last_on = PlainDateField(label=_("To"), required=False, error_messages={"invalid": ENTER_DAY})
    asks = PlainTextField(
        label=_("I want to ask"),
        help_text=_("Stands on page 1. Up to 300 characters."),
        max_length=ASKS_MAX,
        too_long=_("Keep what you want to ask under 300 characters"),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    worse_with = PlainTextField(
        label=_("What makes it worse?"),
        max_length=TOLD_MAX,
        too_long=_("Keep this under 200 characters"),
    )
    eases_with = PlainTextField(
        label=_("What eases it?"), max_length=TOLD_MAX, too_long=_("Keep this under 200 characters")
    )
    settles_minutes = WholeNumberField(
        label=_("Minutes until it settles after you get up"),
        low=0,
        high=SETTLES_MAX,
        message=_("Enter minutes, 0 to 2880"),
        required=False,
    )
    goal = CodeField(
        label=_("What do you want back?"),
        help_text=_("Your plan goes by it too: which running steps and which last list count."),
        codes=labels.choices(Goal),
        message=_("Choose one of these"),
        required=False,
    )
    name = PlainTextField(
        label=_("Name or initials on the page"),
        help_text=_("Leave it empty and no name is printed."),
        max_length=NAME_MAX,
        too_long=_("Keep the name under 60 characters"),
    )
    parts = CodesField(label=_("On page 2"), codes=PARTS, message=_("Choose parts from the list"))
    has_plain_name = forms.BooleanField(
        label=_("A file name that says nothing about health"), required=False
    )

    def __init__(self, *args: Any, latest: date, has_visit: bool, **options: Any) -> None:
        super().__init__(*args, **options)
        self.latest = latest
        if not has_visit:
            codes = [pair for pair in PERIODS if pair[0] != "visit"]
            self.fields["period"].choices = codes  # type: ignore[attr-defined]

    def clean_name(self) -> str:
        return " ".join(self.cleaned_data["name"].split())

    @property
    def told(self) -> dict[str, object]:
        """What was told of the pain and the goal; what the page did not send is not in it."""
        told = {name: self.cleaned_data[name] for name in TOLD if name in self.data}
        lines = {name: " ".join(told[name].split()) for name in TEXTS if name in told}
        if not told.get("goal"):
            told.pop("goal", None)
        return told | lines

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or self.cleaned_data
        if given.get("period") != "own":
            given["first_on"] = given["last_on"] = None
            for name in ("first_on", "last_on"):
                self.errors.pop(name, None)
            return given
        first, last = given.get("first_on"), given.get("last_on")
        for name, value in (("first_on", first), ("last_on", last)):
            if value is None and name not in self.errors:
                self.add_error(name, ENTER_DAY)
            elif value is not None and value > self.latest:
                self.add_error(name, _("The day must be today or earlier"))
            elif value is not None and value.year < self.latest.year - EARLIEST_YEARS_BACK:
                self.add_error(name, _("This day is too long ago"))
        if first and last and last < first and not self.errors:
            self.add_error("last_on", _("This day lies before the first one"))
        return given


def initial_of(choice: ReportChoice, injury: Injury) -> dict[str, object]:
    names = ("period", "first_on", "last_on", "asks", "name", "parts", "has_plain_name")
    told = {name: getattr(injury, name) for name in TOLD}
    return {name: getattr(choice, name) for name in names} | told
