"""The numbers of a self-test or a measure, with the day they were taken."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rehab.content.catalogue import catalogue
from tracker.forms.fields import (
    AmountField,
    CodeField,
    PlainTextField,
    WholeNumberField,
    WritingForm,
)
from tracker.forms.signs import PlainDateField
from tracker.models import OwnActivity
from tracker.numbers import Number, number_of

NAME_MAX: int = OwnActivity._meta.get_field("name").max_length  # type: ignore[assignment]
NOT_HERE = gettext_lazy("This number does not belong to this page")
NO_LEG = gettext_lazy("Both legs are sore, so there is no other leg to compare with")
BAD_DAY = gettext_lazy("Enter the day of the test")


class NumbersForm(WritingForm):
    """One field for each number; what is left empty is not stored.

    A number that was sent but stands on no field is refused, not dropped: the page was
    changed on its way, or made for another leg.
    """

    def __init__(
        self,
        *args: object,
        numbers: Sequence[Number],
        today: date,
        earliest: date | None = None,
        **options: Any,
    ) -> None:
        super().__init__(*args, **options)
        self.numbers = tuple(numbers)
        self.today, self.earliest = today, earliest
        self.fields["on"] = PlainDateField(
            label=gettext_lazy("Which day?"),
            error_messages={"required": BAD_DAY, "invalid": BAD_DAY},
            initial=today,
        )
        self.fields["on"].widget.attrs |= {"max": today.isoformat()}
        if earliest is not None:
            self.fields["on"].widget.attrs |= {"min": earliest.isoformat()}
        for number in numbers:
            self.fields[number.metric] = field_of(number, required=len(self.numbers) == 1)

    def clean_on(self) -> date:
        on: date = self.cleaned_data["on"]
        if on > self.today:
            raise forms.ValidationError(_("You can only log today or earlier"))
        if self.earliest is not None and on < self.earliest:
            raise forms.ValidationError(_("This is before the injury began"))
        return on

    def clean(self) -> dict[str, object]:
        data: dict[str, object] = super().clean() or self.cleaned_data
        for name in self.data:
            if name not in self.fields and number_of(name) is not None and self.data[name]:
                raise forms.ValidationError(NO_LEG if self._is_other_leg(name) else NOT_HERE)
        if not self.errors and not self.values:
            raise forms.ValidationError(self._empty)
        return data

    @property
    def _empty(self) -> str:
        return _("Enter at least one number")

    def _is_other_leg(self, name: str) -> bool:
        """Whether it is a leg of this very test."""
        test = catalogue().test_of.get(name)
        own = {number.metric for number in self.numbers}
        return test is not None and name in test.other_leg and bool(own & set(test.metrics))

    @property
    def values(self) -> dict[str, float]:
        """What was entered, by metric."""
        told = {number.metric: self.cleaned_data.get(number.metric) for number in self.numbers}
        return {metric: float(value) for metric, value in told.items() if value is not None}

    @property
    def all_values(self) -> dict[str, float | None]:
        """Every number of the page; an empty one takes the stored one away."""
        return {n.metric: self.values.get(n.metric) for n in self.numbers}


class DayNumbersForm(NumbersForm):
    """The numbers of a day that stand already: its day stays, an empty one goes."""

    def __init__(self, *args: object, on: date, **options: Any) -> None:
        super().__init__(*args, **options)
        del self.fields["on"]
        self.on = on

    @property
    def _empty(self) -> str:
        return _("Enter at least one number, or delete this day's numbers")


class ActivityForm(WritingForm):
    """Something the person wants to do again, in a few words."""

    name = PlainTextField(
        label=gettext_lazy("What do you want to do again?"),
        help_text=gettext_lazy("In your own words, like: drive for an hour, run to the lake."),
        max_length=NAME_MAX,
        too_long=gettext_lazy("Keep this under 80 characters"),
    )

    def __init__(self, *args: object, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["name"].required = True
        self.fields["name"].error_messages["required"] = _("Name something you want to do again")

    def clean_name(self) -> str:
        name = " ".join(str(self.cleaned_data["name"]).split())
        if not name:
            raise forms.ValidationError(_("Name something you want to do again"))
        return name


def field_of(number: Number, *, required: bool) -> forms.Field:
    """Keys for a scale of 0 to 10, words for answers, a box for everything else."""
    words: dict[str, Any] = {
        "required": required,
        "label": number.label,
        "message": number.message,
        "error_messages": {"required": number.message},
    }
    if number.answers:
        answers = [(str(n), text) for n, text in enumerate(number.answers, start=number.low)]
        return CodeField(codes=answers[::-1], **words)
    if number.is_keys:
        return CodeField(codes=[(str(n), str(n)) for n in range(11)], **words)
    kind = WholeNumberField if number.is_whole else AmountField
    return kind(low=number.low, high=number.high, help_text=number.hint, **words)
