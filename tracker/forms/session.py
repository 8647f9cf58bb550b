"""Ticks of exercises, what was done of them, and how the session went."""

from collections.abc import Iterable

from django import forms
from django.utils.translation import gettext_lazy as _

from rehab.programme.log import Item
from rehab.programme.model import Dose
from rehab.scales import NRS_MAX, NRS_MIN
from rehab.vocabulary import AnswerValue
from tracker.forms.fields import AmountField, CodeField, WholeNumberField, WritingForm, codes_of
from tracker.models.programme import HOLD_S_MAX, LOAD_KG_MAX, REPS_MAX, SETS_MAX


class TickForm(WritingForm):
    """Done or not done; a tick never means "the other"."""

    done = CodeField(
        codes=[("1", "1"), ("0", "0")],
        message=_("Choose yes or no"),
        widget=forms.HiddenInput,
    )

    @property
    def is_done(self) -> bool:
        return bool(self.cleaned_data["done"] == "1")


def _sets_field(**options: object) -> WholeNumberField:
    return WholeNumberField(
        low=1, high=SETS_MAX, required=False, message=_("Enter sets from 1 to 20"), **options
    )


class NumbersForm(WritingForm):
    """What was done of one exercise. Nothing is required; the dose stands in empty boxes.

    Sent empty it says no more than that the exercise was done.
    """

    sets = _sets_field(label=_("Sets"))
    reps = WholeNumberField(
        low=1,
        high=REPS_MAX,
        required=False,
        label=_("Repetitions in a set"),
        message=_("Enter repetitions from 1 to 200"),
    )
    hold_s = WholeNumberField(
        low=1,
        high=HOLD_S_MAX,
        required=False,
        label=_("Seconds held"),
        message=_("Enter seconds from 1 to 600"),
    )
    load_kg = AmountField(
        low=0,
        high=LOAD_KG_MAX,
        required=False,
        label=_("Weight, kg"),
        message=_("Enter kilograms from 0 to 400, like 12.5"),
    )
    pain = CodeField(
        codes=[(str(n), str(n)) for n in range(NRS_MIN, NRS_MAX + 1)],
        message=_("Choose a number from 0 to 10"),
        required=False,
        label=_("Worst pain during it"),
    )

    def offer(self, names: Iterable[str], *, dose: Dose) -> None:
        """Show these boxes, each with the dose as an example of what to write."""
        self.shown = [name for name in ("sets", "reps", "hold_s", "load_kg") if name in set(names)]
        for name in ("sets", "reps", "hold_s"):
            planned = getattr(dose, name)
            if planned is not None:
                self.fields[name].widget.attrs["placeholder"] = str(planned)

    @property
    def boxes(self) -> list[forms.BoundField]:
        """The boxes that fit the exercise, and any that was filled in wrongly."""
        wrong = [name for name in ("sets", "reps", "hold_s", "load_kg") if name in self.errors]
        return [self[name] for name in dict.fromkeys((*self.shown, *wrong))]

    shown: list[str] = []

    def told(self) -> dict[str, object]:
        """The numbers as they are kept; None is not told."""
        data = self.cleaned_data
        pain = data["pain"]
        return {name: data[name] for name in ("sets", "reps", "hold_s", "load_kg")} | {
            "pain": None if pain is None else int(pain)
        }


def initial_numbers(item: Item | None) -> dict[str, object]:
    """What was told before, as the form shows it."""
    if item is None:
        return {}
    told = {"sets": item.sets, "reps": item.reps, "hold_s": item.hold_s}
    load = None if item.load_kg is None else f"{item.load_kg:g}"
    pain = None if item.pain is None else str(item.pain)
    return {name: n for name, n in told.items() if n is not None} | {
        "load_kg": load,
        "pain": pain,
    }


class SetsForm(WritingForm):
    """How many sets of each exercise of a session were done; one box each, none required."""

    def __init__(self, *args: object, exercises: Iterable[tuple[str, str, int]], **options: object):
        """`exercises` are (id, name, planned sets)."""
        super().__init__(*args, **options)  # type: ignore[arg-type]
        for exercise, name, planned in exercises:
            field = _sets_field(label=name)
            field.low = 0
            field.message = _("Enter sets from 0 to 20: %(exercise)s") % {"exercise": name}
            field.widget.attrs |= {"placeholder": str(planned), "data-sets-of": exercise}
            self.fields[f"sets-{exercise}"] = field

    @property
    def boxes(self) -> list[forms.BoundField]:
        return [self[name] for name in self.fields if name.startswith("sets-")]

    @property
    def sets(self) -> dict[str, int]:
        """The sets of each exercise that were told."""
        data = self.cleaned_data
        told = {name.removeprefix("sets-"): data[name] for name in data if name.startswith("sets-")}
        return {exercise: n for exercise, n in told.items() if n is not None}

    def clean(self) -> dict[str, object]:
        data: dict[str, object] = super().clean() or self.cleaned_data
        if not self.errors and not any(self.sets.values()):
            raise forms.ValidationError(_("Enter the sets of at least one exercise"))
        return data


class RateForm(WritingForm):
    """The worst pain during the exercises, and whether a sharp pain ended them."""

    session_pain = CodeField(
        codes=[(str(n), str(n)) for n in range(NRS_MIN, NRS_MAX + 1)],
        message=_("Choose a number from 0 to 10"),
        required=False,
        label=_("Worst pain during the exercises"),
    )
    sharp_stop = CodeField(
        codes=codes_of((AnswerValue.YES, AnswerValue.NO)),
        message=_("Choose yes or no"),
        required=False,
        label=_("Did a sharp pain make you stop?"),
    )

    def clean(self) -> dict[str, object]:
        data: dict[str, object] = super().clean() or self.cleaned_data
        if not self.errors and not any(data.get(n) for n in ("session_pain", "sharp_stop")):
            self.add_error("session_pain", _("Choose a number from 0 to 10"))
        return data

    @property
    def pain(self) -> int | None:
        told = self.cleaned_data["session_pain"]
        return None if told is None else int(told)

    @property
    def is_sharp(self) -> bool | None:
        told = self.cleaned_data["sharp_stop"]
        return None if told is None else told == AnswerValue.YES


def rated(pain: int | None, sharp_stop: bool | None) -> dict[str, object]:
    """What was told before, as the form shows it."""
    sharp = {True: AnswerValue.YES.value, False: AnswerValue.NO.value, None: None}
    return {
        "session_pain": None if pain is None else str(pain),
        "sharp_stop": sharp[sharp_stop],
    }
