"""A run that was typed in: minutes, kilometres, effort, worst pain."""

from collections.abc import Iterable

from django import forms
from django.forms.boundfield import BoundWidget
from django.utils.translation import gettext_lazy as _

from rehab.content.catalogue import catalogue
from rehab.scales import NRS_MAX, NRS_MIN
from rehab.vocabulary import AnswerValue, Surface
from tracker.forms.fields import (
    AmountField,
    CodeField,
    PlainTextField,
    WritingForm,
    codes_of,
    optional_label,
)
from tracker.models import Run

OTHER_RUN = "other"
MINUTES_MAX, KM_MAX = 2880, 500
YES_NO = (AnswerValue.YES, AnswerValue.NO)


def _scale(low: int, high: int) -> list[tuple[str, str]]:
    return [(str(n), str(n)) for n in range(low, high + 1)]


def _every_step() -> list[tuple[str, str]]:
    ladders = catalogue().ladders.items()
    return [(f"{name}:{step.step}", step.step) for name, kept in ladders for step in kept.steps]


class RunForm(WritingForm):
    """Nothing is required but one answer; blank stays not told.

    Any known ladder step is taken, so that a page opened before a step was passed
    loses nothing; the action checks it against the plan. `offer` says which are shown.
    """

    step = CodeField(
        codes=[],
        message=_("Choose from the list"),
        required=False,
        label=_("Which step of the ladder was it?"),
        help_text=_("A step means that its whole session was done."),
    )
    full_training = CodeField(
        codes=codes_of(YES_NO),
        message=_("Choose yes or no"),
        required=False,
        label=_("Was it full training, without holding back?"),
    )

    minutes = AmountField(
        low=0,
        high=MINUTES_MAX,
        required=False,
        label=_("Minutes"),
        message=_("Enter minutes from 0 to 2880"),
    )
    km = AmountField(
        low=0,
        high=KM_MAX,
        required=False,
        label=_("Kilometres"),
        message=_("Enter kilometres from 0 to 500"),
    )
    pain = CodeField(
        codes=_scale(NRS_MIN, NRS_MAX),
        message=_("Choose a number from 0 to 10"),
        required=False,
        label=_("Worst pain on the run"),
    )
    effort = CodeField(
        codes=_scale(1, 10),
        message=_("Choose a number from 1 to 10"),
        required=False,
        label=_("How hard was it?"),
    )
    sharp_stop = CodeField(
        codes=codes_of(YES_NO),
        message=_("Choose yes or no"),
        required=False,
        label=_("Did a sudden sharp pain make you stop?"),
    )
    surface = CodeField(
        codes=codes_of(Surface),
        message=_("Choose from the list"),
        required=False,
        label=optional_label(_("What did you run on?")),
    )
    note = PlainTextField(label=_("Note"), widget=forms.Textarea(attrs={"rows": 2}))

    asks_training = False

    def __init__(self, *args: object, **options: object) -> None:
        super().__init__(*args, **options)  # type: ignore[arg-type]
        self.shown_steps: list[str] = []
        self._name_steps({})

    def offer(self, steps: Iterable[tuple[str, str]], *, training: bool) -> None:
        """Show these ladder steps, as (code, name), and whether full training is asked."""
        named = dict(steps)
        self.shown_steps, self.asks_training = list(named), training
        self._name_steps(named)

    def _name_steps(self, named: dict[str, str]) -> None:
        codes = named | {OTHER_RUN: _("Another run")}
        codes |= {code: name for code, name in _every_step() if code not in named}
        self.fields["step"].choices = list(codes.items())  # type: ignore[attr-defined]

    @property
    def step_chips(self) -> list[BoundWidget]:
        """The steps to show, and another run."""
        codes = [*self.shown_steps, OTHER_RUN]
        return [chip for chip in self["step"] if chip.data["value"] in codes]

    def clean(self) -> dict[str, object]:
        data: dict[str, object] = super().clean() or self.cleaned_data
        names = ("minutes", "km", "pain", "effort", "sharp_stop", "step", "full_training")
        told = [data.get(name) for name in names]
        if not self.errors and all(value is None for value in told):
            raise forms.ValidationError(_("Enter at least the minutes or the pain"))
        return data

    def told(self) -> dict[str, object]:
        """The fields of a RunEntry but its date."""
        data = self.cleaned_data
        sharp = data["sharp_stop"]
        return {
            "minutes": data["minutes"],
            "km": data["km"],
            "pain": int(data["pain"]) if data["pain"] else None,
            "effort": int(data["effort"]) if data["effort"] else None,
            "sharp_stop": None if sharp is None else sharp == AnswerValue.YES,
            "surface": Surface(data["surface"]) if data["surface"] else None,
            "note": data["note"],
            **self._plan(),
        }

    def _plan(self) -> dict[str, object]:
        """Step and full training where they were told; else they stay as they are."""
        step, full = self.cleaned_data["step"], self.cleaned_data["full_training"]
        told: dict[str, object] = {}
        if step is not None:
            ladder, _mark, name = ("", "", "") if step == OTHER_RUN else step.partition(":")
            told |= {"ladder": ladder, "step": name}
        return told if full is None else told | {"full_training": full == AnswerValue.YES}


def initial_of(run: Run) -> dict[str, object]:
    sharp = {True: AnswerValue.YES.value, False: AnswerValue.NO.value}
    return {
        "minutes": _plain(run.minutes),
        "km": _plain(run.km),
        "pain": None if run.pain is None else str(run.pain),
        "effort": None if run.effort is None else str(run.effort),
        "sharp_stop": sharp.get(run.sharp_stop) if run.sharp_stop is not None else None,
        "surface": run.surface,
        "note": run.note,
        "step": f"{run.ladder}:{run.step}" if run.ladder else None,
        "full_training": sharp.get(run.full_training) if run.full_training is not None else None,
    }


def _plain(number: object) -> str | None:
    return None if number is None else f"{float(str(number)):g}"
