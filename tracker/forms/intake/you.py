"""Step 6: the person, their health, what they can do now, and what to ask each day."""

from collections.abc import Iterable
from datetime import date

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from rehab.content.catalogue import catalogue
from rehab.scales import NRS_MAX, NRS_MIN
from rehab.vocabulary import AnswerValue, Goal, PainContext, Seat, Sex
from tracker.draft import BASELINE, health_questions
from tracker.forms.intake.fields import OneOf, SomeOf, TextField, WholeField, codes
from tracker.forms.ticks import TicksCount
from tracker.intake_words import NONE
from tracker.labels import label

OLDEST = 110


class YouForm(TicksCount, forms.Form):
    """All optional but the health list, which is answered by ticks or "None of these".

    `proposed` are the pain contexts in the order proposed for this onset and place.
    """

    birth_year = WholeField(
        low=1900, high=2100, error=_("Enter a year, like 1988"), label=_("Birth year")
    )
    is_16_or_over = forms.BooleanField(
        required=False, label=_("I am 16 or over, and leave the year out")
    )
    sex = OneOf(codes(Sex), error="", label=_("Sex"), required=False)
    earlier_injury = OneOf(
        codes(AnswerValue),
        error="",
        label=_("Have you had an injury at this place before?"),
        required=False,
    )
    health = SomeOf((), error=_("Tick what is true for you, or tick None of these"))
    surgery_weeks = WholeField(
        low=0,
        high=2600,
        error=_("Enter weeks as a number, like 12"),
        label=_("If you ticked an operation: about how many weeks ago?"),
    )
    baseline = SomeOf((), required=False)
    goal = OneOf(codes(Goal), error="", label=_("What do you want back?"), required=False)
    run_minutes = WholeField(
        low=0, high=600, error=_("Enter minutes, 0 to 600"), label=_("Minutes at a time")
    )
    run_times_a_week = WholeField(
        low=0, high=21, error=_("Enter how many times, 0 to 21"), label=_("Times a week")
    )
    run_pain = WholeField(
        low=NRS_MIN,
        high=NRS_MAX,
        error=_("Enter a number from 0 to 10"),
        label=_("Worst pain while running, 0 to 10"),
    )
    sit_minutes = WholeField(
        low=0, high=960, error=_("Enter minutes, 0 to 960"), label=_("Minutes before it hurts")
    )
    sit_seat = OneOf(codes(Seat), error="", label=_("On what seat?"), required=False)
    settles_minutes = WholeField(
        low=0,
        high=2880,
        error=_("Enter minutes, 0 to 2880"),
        label=_("Minutes until it settles after you get up"),
    )
    worse_with = TextField(most=200, label=_("What makes it worse?"))
    eases_with = TextField(most=200, label=_("What eases it?"))

    def __init__(
        self,
        *args: object,
        today: date,
        proposed: Iterable[PainContext],
        **kwargs: object,
    ) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.today = today
        self.proposed = list(proposed)
        ticks = [q for q in health_questions() if q.input != "ticks"]
        self.fields["health"].choices = [
            *((q.id, _now(q.text)) for q in ticks),
            (NONE, _now("None of these")),
        ]
        self.fields["health"].label = _now("Is any of this true for you?")
        self._add_baseline()
        self._add_contexts()

    def clean_birth_year(self) -> int | None:
        year: int | None = self.cleaned_data["birth_year"]
        if year is not None and not self.today.year - OLDEST <= year <= self.today.year:
            raise forms.ValidationError(_("Enter a year, like 1988"), code="invalid")
        return year

    def clean_health(self) -> list[str]:
        return self.ticks_of(self.cleaned_data["health"])

    def clean_baseline(self) -> list[str]:
        return self.ticks_of(self.cleaned_data["baseline"])

    @property
    def contexts(self) -> list[str]:
        """The chosen contexts by their place in the order; rest always stays.

        A form without these boxes takes what was proposed.
        """
        if not any(f"ask_{c.value}" in self.data for c in self.proposed):
            return [c.value for c in self.proposed]
        places = [
            (self.cleaned_data.get(f"ask_{c.value}"), number, c.value)
            for number, c in enumerate(self.proposed)
        ]
        chosen = [(place, number, value) for place, number, value in places if place]
        ordered = [value for _place, _number, value in sorted(chosen)]
        if PainContext.REST.value not in ordered:
            ordered.append(PainContext.REST.value)
        return ordered

    @property
    def context_fields(self) -> list[forms.BoundField]:
        return [self[f"ask_{c.value}"] for c in self.proposed]

    def _add_baseline(self) -> None:
        question = catalogue().questions[BASELINE]
        self.fields["baseline"].label = _now(question.text)
        self.fields["baseline"].choices = [
            *((part, _now(words)) for part, words in question.parts.items()),
            (NONE, _now("None of these")),
        ]

    def _add_contexts(self) -> None:
        """One small list per context: its place in the order, or not asked."""
        numbers = [(str(n), str(n)) for n in range(1, len(self.proposed) + 1)]
        for number, context in enumerate(self.proposed, start=1):
            is_fixed = context is PainContext.REST
            self.fields[f"ask_{context.value}"] = PlaceInOrder(
                [*([] if is_fixed else [("", _now("Do not ask"))]), *numbers],
                label=label(context),
                initial=str(number),
            )


class PlaceInOrder(OneOf):
    """A number in the order of questions; None leaves the question out."""

    def __init__(self, options: list[tuple[str, str]], **rest: object):
        super().__init__(options, error="", widget=forms.Select, required=False, **rest)

    def clean(self, value: object) -> int | None:  # type: ignore[override]
        given = super().clean(value)
        return int(given) if given else None
