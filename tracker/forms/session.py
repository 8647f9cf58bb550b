"""Ticks of today's exercises, and how the session went."""

from django import forms
from django.utils.translation import gettext_lazy as _

from rehab.scales import NRS_MAX, NRS_MIN
from rehab.vocabulary import AnswerValue
from tracker.forms.fields import CodeField, WritingForm, codes_of


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
