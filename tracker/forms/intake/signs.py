"""Step 5: what was seen or felt when it began, and for old trouble what shows now."""

from django import forms
from django.utils.translation import gettext_lazy as _

from rehab.vocabulary import AnswerValue
from tracker.forms.intake.fields import OneOf, SomeOf, codes
from tracker.forms.ticks import TicksCount
from tracker.intake_words import BRUISE_WORDS, NOW_WORDS, WALKING_WORDS

EACH = _("Answer each line. Not sure is fine")
YES_NO = codes((AnswerValue.YES, AnswerValue.NO, AnswerValue.NOT_SURE))


class SignsForm(TicksCount, forms.Form):
    """Five lines about the start. With `is_old` also what shows now."""

    pop = OneOf(YES_NO, error=EACH, label=_("A pop or tear that you felt or heard"))
    bruise = OneOf(BRUISE_WORDS.items(), error=EACH, label=_("A bruise"))
    swelling = OneOf(YES_NO, error=EACH, label=_("Swelling"))
    gap = OneOf(YES_NO, error=EACH, label=_("A gap, dent or bunched-up muscle"))
    walking = OneOf(WALKING_WORDS.items(), error=EACH, label=_("Walking"))
    now = SomeOf(
        NOW_WORDS.items(),
        error=_("Tick what shows now, or tick None of these"),
        label=_("Does any of these show now?"),
    )

    def __init__(self, *args: object, is_old: bool, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.is_old = is_old
        if not is_old:
            del self.fields["now"]

    def clean_now(self) -> list[str]:
        return self.ticks_of(self.cleaned_data["now"])
