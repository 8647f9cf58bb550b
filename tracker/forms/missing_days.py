"""Several missing days on one page: a few numbers a day, only what is remembered."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django import forms
from django.forms.boundfield import BoundField
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from rehab.scales import NRS_MAX, NRS_MIN
from rehab.vocabulary import PainContext
from tracker import labels
from tracker.forms.fields import WholeNumberField, WritingForm


@dataclass(frozen=True, slots=True)
class MissingDay:
    """One day with its boxes."""

    on: date
    boxes: tuple[BoundField, ...]


class MissingDaysForm(WritingForm):
    """`days` are offered, `lines` the pain lines of each; an empty box stays not recorded."""

    def __init__(
        self, *args: object, days: Iterable[date], lines: Sequence[str], **options: object
    ) -> None:
        super().__init__(*args, **options)  # type: ignore[arg-type]
        self.days, self.lines = tuple(days), tuple(lines)
        for on in self.days:
            for line in self.lines:
                self.fields[f"{on.isoformat()}_{line}"] = WholeNumberField(
                    low=NRS_MIN,
                    high=NRS_MAX,
                    required=False,
                    label=labels.label(PainContext(line)),
                    message=_("%(day)s: choose a number from 0 to 10")
                    % {"day": date_format(on, "j M")},
                )

    @property
    def rows(self) -> list[MissingDay]:
        return [
            MissingDay(on, tuple(self[f"{on.isoformat()}_{line}"] for line in self.lines))
            for on in self.days
        ]

    def clean(self) -> dict[str, object]:
        data: dict[str, object] = super().clean() or self.cleaned_data
        if not self.errors and not self.entries():
            raise forms.ValidationError(_("Fill in at least one number, or leave the days empty"))
        return data

    def entries(self) -> dict[date, dict[str, object]]:
        """The columns of each day of which something was remembered."""
        found: dict[date, dict[str, object]] = {}
        for on in self.days:
            for line in self.lines:
                score = self.cleaned_data.get(f"{on.isoformat()}_{line}")
                if score is not None:
                    found.setdefault(on, {})[line] = score
        return found
