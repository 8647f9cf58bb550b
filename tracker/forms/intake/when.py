"""Step 2: which side, when, and how it began. The date may be as vague as it is."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

from django import forms
from django.utils.formats import date_format
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from rehab.vocabulary import OnsetPrecision, Side
from tracker.forms.intake.fields import OneOf, WholeField, codes
from tracker.intake_words import ONSET_WORDS

YEARS_BACK = 80
UNITS = (("weeks", _("weeks ago")), ("months", _("months ago")), ("years", _("years ago")))
DAYS_PER = {"weeks": 7.0, "months": 30.44, "years": 365.25}
MOST = {"weeks": 520, "months": 960, "years": 80}
EARLIER = _("The day must be today or earlier")
P = OnsetPrecision
PRECISIONS = (P.DAY, P.MONTH, P.ABOUT, P.UNKNOWN)


@dataclass(frozen=True, slots=True)
class Started:
    """When it began, as well as it is known.

    `on` is the day, or the middle of what is known, or None. `words` is what is
    written instead of a made-up day.
    """

    on: date | None
    precision: OnsetPrecision
    words: str = ""

    @property
    def reading(self) -> str:
        """The date read back in words."""
        if self.on is None:
            return ""
        if self.precision is OnsetPrecision.DAY:
            return _now("That is %(day)s.") % {"day": date_format(self.on, "l j F Y")}
        if self.precision is OnsetPrecision.MONTH:
            return _now("That is %(month)s. We never write a made-up day.") % {"month": self.words}
        return _now("That is around %(month)s. We write “%(words)s”, never a made-up day.") % {
            "month": date_format(self.on, "F Y"),
            "words": self.words,
        }


class WhenForm(forms.Form):
    """Side, date with four kinds of precision, onset.

    `today` is the person's day; `latest` the last day that may be entered, one
    later while the person's time zone is not known. Boxes that belong to another
    kind of date are left aside. `started` is set when the date is valid.
    """

    side = OneOf(codes(Side), error=_("Choose which side"), label=_("Which side?"))
    precision = OneOf(
        codes(PRECISIONS),
        error=_("Choose how well you know the date"),
        label=_("How well do you know the date?"),
    )
    day = WholeField(
        low=1, high=31, size=2, error=_("Enter the day as a number, 1 to 31"), label=_("Day")
    )
    month = WholeField(
        low=1, high=12, size=2, error=_("Enter the month as a number, 1 to 12"), label=_("Month")
    )
    year = WholeField(low=1000, high=9999, error=_("Enter the year, like 2026"), label=_("Year"))
    only_month = WholeField(
        low=1, high=12, size=2, error=_("Enter the month as a number, 1 to 12"), label=_("Month")
    )
    only_year = WholeField(
        low=1000, high=9999, error=_("Enter the year, like 2026"), label=_("Year")
    )
    amount = WholeField(low=1, high=999, error=_("Enter how long ago, like 8"), label=_("About"))
    unit = OneOf(
        UNITS,
        error=_("Choose weeks, months or years"),
        label=_("How long ago"),
        widget=forms.Select,
        required=False,
        initial="months",
    )
    onset = OneOf(
        ONSET_WORDS.items(), error=_("Choose how it started"), label=_("How did it start?")
    )

    NEEDS = {
        OnsetPrecision.DAY: ("day", "month", "year"),
        OnsetPrecision.MONTH: ("only_month", "only_year"),
        OnsetPrecision.ABOUT: ("amount", "unit"),
        OnsetPrecision.UNKNOWN: (),
    }

    def __init__(self, *args: object, today: date, latest: date, **kwargs: object) -> None:
        self.today, self.latest = today, latest
        self.started: Started | None = None
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]

    def clean(self) -> dict[str, object]:
        given = super().clean() or self.cleaned_data
        self._forget_other_boxes()
        chosen = given.get("precision")
        if not chosen:
            return given
        precision = OnsetPrecision(chosen)
        for name in self.NEEDS[precision]:
            if given.get(name) is None and name not in self.errors:
                self.add_error(name, self.fields[name].error_messages["required"])
        if not any(name in self.errors for name in self.NEEDS[precision]):
            self.started = getattr(self, f"_{precision.value}")()
        return given

    def _forget_other_boxes(self) -> None:
        """What stands in the boxes of another kind of date is no error."""
        chosen = self.cleaned_data.get("precision")
        wanted = self.NEEDS[OnsetPrecision(chosen)] if chosen else ()
        for names in self.NEEDS.values():
            for name in set(names) - set(wanted):
                self.errors.pop(name, None)
                self.cleaned_data[name] = None

    def _day(self) -> Started | None:
        year, month, day = (self.cleaned_data[n] for n in ("year", "month", "day"))
        try:
            on = date(year, month, day)
        except ValueError:
            self.add_error("day", _("This day does not exist in that month"))
            return None
        if not self._is_possible(on, on, field="day"):
            return None
        return Started(on, OnsetPrecision.DAY)

    def _month(self) -> Started | None:
        year, month = self.cleaned_data["only_year"], self.cleaned_data["only_month"]
        first, last = date(year, month, 1), date(year, month, monthrange(year, month)[1])
        if not self._is_possible(first, last, field="only_month"):
            return None
        middle = first + (min(last, self.today) - first) / 2 if first < self.today else first
        return Started(middle, OnsetPrecision.MONTH, date_format(first, "F Y"))

    def _about(self) -> Started | None:
        amount, unit = self.cleaned_data["amount"], self.cleaned_data["unit"]
        if amount > MOST[unit]:
            self.add_error("amount", _("That is too long ago. Check the number"))
            return None
        on = self.today - timedelta(days=round(amount * DAYS_PER[unit]))
        return Started(on, OnsetPrecision.ABOUT, about_words(amount, unit))

    def _unknown(self) -> Started:
        return Started(None, OnsetPrecision.UNKNOWN)

    def _is_possible(self, first: date, last: date, *, field: str) -> bool:
        if first > self.latest:
            self.add_error(field, EARLIER)
            return False
        if last.year < self.today.year - YEARS_BACK:
            year = "year" if field == "day" else "only_year"
            self.add_error(year, _("That is too long ago. Check the year"))
            return False
        return True


def about_words(amount: int, unit: str) -> str:
    """How long ago in the person's own words: "about 8 months"."""
    if unit == "weeks":
        return ngettext("about %(n)s week", "about %(n)s weeks", amount) % {"n": amount}
    if unit == "months":
        return ngettext("about %(n)s month", "about %(n)s months", amount) % {"n": amount}
    return ngettext("about %(n)s year", "about %(n)s years", amount) % {"n": amount}
