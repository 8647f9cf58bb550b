"""From which day to which day Progress shows: two date boxes of a GET form."""

from datetime import date
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from tracker.clock import EARLIEST_YEARS_BACK
from tracker.forms.signs import PlainDateField

ENTER_DAY = _("Enter the day, like 2026-10-12")
OWN = "own"


class RangeForm(forms.Form):
    """The person's own dates; `is_asked` when the address names them, else they are proposed.

    Both days lie between twenty years ago and the person's `today`, the last not before
    the first.
    """

    use_required_attribute = False
    first = PlainDateField(
        label=_("From"), error_messages={"invalid": ENTER_DAY, "required": ENTER_DAY}
    )
    last = PlainDateField(
        label=_("To"), error_messages={"invalid": ENTER_DAY, "required": ENTER_DAY}
    )

    def __init__(self, sent: QueryDict, *, today: date) -> None:
        self.is_asked = sent.get("range") == OWN
        self.today = today
        super().__init__(sent if self.is_asked else None)

    @property
    def is_refused(self) -> bool:
        return self.is_asked and not self.is_valid()

    @property
    def days(self) -> tuple[date, date] | None:
        """The two days, None when none were asked for or they cannot be shown."""
        if not self.is_asked or not self.is_valid():
            return None
        return self.cleaned_data["first"], self.cleaned_data["last"]

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or self.cleaned_data
        first, last = given.get("first"), given.get("last")
        for name, value in (("first", first), ("last", last)):
            if value is not None and value > self.today:
                self.add_error(name, _("The day must be today or earlier"))
            elif value is not None and value.year < self.today.year - EARLIEST_YEARS_BACK:
                self.add_error(name, _("This day is too long ago"))
        if first and last and last < first and not self.errors:
            self.add_error("last", _("This day lies before the first one"))
        return given
