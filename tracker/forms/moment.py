"""One moment of a day: when, in which situation, how much it hurt."""

from datetime import time

from django import forms
from django.utils.translation import gettext_lazy as _

from rehab.scales import NRS_MAX, NRS_MIN
from rehab.vocabulary import PainContext
from tracker.forms.fields import CodeField, PlainTextField, WritingForm, codes_of
from tracker.models import Moment

ENTER_TIME = _("Enter a time, like 20:00")
# What hurts by day first; the night and the morning are asked by the day itself.
SITUATIONS = (
    PainContext.SITTING,
    PainContext.REST,
    PainContext.WALKING,
    PainContext.RUNNING,
    PainContext.NIGHT,
    PainContext.MORNING,
)


class MomentForm(WritingForm):
    """Nothing of the pain is filled in; the time may be."""

    at = forms.TimeField(
        label=_("Time"),
        input_formats=["%H:%M", "%H:%M:%S", "%H.%M"],
        error_messages={"required": ENTER_TIME, "invalid": ENTER_TIME},
        widget=forms.TimeInput(
            format="%H:%M", attrs={"type": "time", "autocomplete": "off", "size": "6"}
        ),
    )
    context = CodeField(
        codes=codes_of(SITUATIONS),
        message=_("Choose when it hurt"),
        label=_("When did it hurt?"),
    )
    nrs = CodeField(
        codes=[(str(n), str(n)) for n in range(NRS_MIN, NRS_MAX + 1)],
        message=_("Choose a number from 0 to 10"),
        label=_("How much did it hurt then?"),
    )
    note = PlainTextField(label=_("Note"), widget=forms.Textarea(attrs={"rows": 2}))

    def clean_at(self) -> time:
        told: time = self.cleaned_data["at"]
        return told.replace(second=0, microsecond=0)

    def told(self) -> dict[str, object]:
        """The fields of a MomentEntry."""
        data = self.cleaned_data
        return {
            "at": data["at"],
            "context": PainContext(data["context"]),
            "nrs": int(data["nrs"]),
            "note": data["note"],
        }


def initial_of(moment: Moment) -> dict[str, object]:
    return {
        "at": moment.at,
        "context": moment.context,
        "nrs": str(moment.nrs),
        "note": moment.note,
    }
