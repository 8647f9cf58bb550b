"""A run that was typed in: minutes, kilometres, effort, worst pain."""

from django import forms
from django.utils.translation import gettext_lazy as _

from rehab.scales import NRS_MAX, NRS_MIN
from rehab.vocabulary import AnswerValue
from tracker.forms.fields import AmountField, CodeField, PlainTextField, WritingForm, codes_of
from tracker.models import Run

MINUTES_MAX, KM_MAX = 2880, 500
YES_NO = (AnswerValue.YES, AnswerValue.NO)


def _scale(low: int, high: int) -> list[tuple[str, str]]:
    return [(str(n), str(n)) for n in range(low, high + 1)]


class RunForm(WritingForm):
    """Nothing is required but one answer; blank stays not told."""

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
    note = PlainTextField(label=_("Note"), widget=forms.Textarea(attrs={"rows": 2}))

    def clean(self) -> dict[str, object]:
        data: dict[str, object] = super().clean() or self.cleaned_data
        told = [data.get(name) for name in ("minutes", "km", "pain", "effort", "sharp_stop")]
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
            "note": data["note"],
        }


def initial_of(run: Run) -> dict[str, object]:
    sharp = {True: AnswerValue.YES.value, False: AnswerValue.NO.value}
    return {
        "minutes": _plain(run.minutes),
        "km": _plain(run.km),
        "pain": None if run.pain is None else str(run.pain),
        "effort": None if run.effort is None else str(run.effort),
        "sharp_stop": sharp.get(run.sharp_stop) if run.sharp_stop is not None else None,
        "note": run.note,
    }


def _plain(number: object) -> str | None:
    return None if number is None else f"{float(str(number)):g}"
