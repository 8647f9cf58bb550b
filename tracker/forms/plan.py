"""The forms of the Plan pages: a pause, a gap, an agreement, a move, the end."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from rehab.content.catalogue import catalogue
from rehab.scales import NRS_MAX, NRS_MIN
from tracker.forms.check import QuestionsForm
from tracker.forms.fields import (
    AmountField,
    CodeField,
    CodesField,
    PlainTextField,
    WholeNumberField,
    Words,
    WritingForm,
)
from tracker.forms.signs import PlainDateField, with_hint
from tracker.models import Clearance
from tracker.plan_doors import MOST, WHOLE

BAD_YEAR = _("Enter a year, like 1988")
PAUSE, KEEP = "yes", "no"
EARLIEST_BIRTH_YEAR, LATEST_BIRTH_YEAR = 1900, 2100
BY_MAX: int = Clearance._meta.get_field("by").max_length  # type: ignore[assignment]
WORDS_MAX: int = Clearance._meta.get_field("words").max_length  # type: ignore[assignment]


class PauseForm(WritingForm):
    """Pause loading until seen, or not; the default comes only from the rule."""

    def __init__(self, *args: object, is_suggested: bool = False, **options: object) -> None:
        super().__init__(*args, **options)
        pause = _("Yes, pause (suggested)") if is_suggested else _("Yes, pause")
        self.fields["pause"] = CodeField(
            label=_("Pause loading until you are seen?"),
            codes=[
                (
                    PAUSE,
                    with_hint(
                        pause,
                        _(
                            "Walking, mobility, trunk and arms stay. "
                            "Nothing that loads the back of the thigh."
                        ),
                    ),
                ),
                (
                    KEEP,
                    with_hint(
                        _("No, keep my plan"), _("We keep watching and tell you if it changes.")
                    ),
                ),
            ],
            message=_("Choose yes or no"),
            initial=PAUSE if is_suggested else None,
        )


class GapForm(WritingForm):
    """ "Did you keep training?" after days without a log."""

    gap_days = WholeNumberField(
        low=1, high=3650, message=_("This question is no longer open"), widget=forms.HiddenInput
    )
    kept_training = CodeField(
        label=_("Did you keep training?"),
        codes=[("yes", _("Yes")), ("a_little", _("A little")), ("no", _("No"))],
        message=_("Choose yes, a little or no"),
    )

    @property
    def days(self) -> int:
        """The days without a log, for the sentence above the question."""
        told = str(self["gap_days"].value() or "")
        return int(told) if told.isascii() and told.isdigit() else 0


class AgreementFields(WritingForm):
    """Who cleared the person, when, and their words."""

    by = PlainTextField(
        label=_("Who?"),
        help_text=_("A name or a role, like physio."),
        max_length=BY_MAX,
        too_long=_("Keep this under 80 characters"),
    )
    on = PlainDateField(label=_("Which day?"), required=False)
    words = PlainTextField(
        label=_("What did they say?"),
        max_length=WORDS_MAX,
        too_long=_("Keep this under 2,000 characters"),
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class ClearedForm(AgreementFields):
    """ "My clinician cleared me": kept as an agreement; moving on is the person's choice."""

    def __init__(self, *args: object, next_stage: tuple[str, Words] | None, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["on"].required = self.fields["by"].required = True
        self.fields["by"].error_messages["required"] = _("Enter who cleared you")
        self.next_stage = next_stage
        codes: list[tuple[str, Words]] = [("", _("Stay in this stage, keep what they said"))]
        if next_stage is not None:
            codes.append(next_stage)
        self.fields["to_stage"] = CodeField(
            label=_("And now?"), codes=codes, required=False, message=_("Choose one of these")
        )


class StageForm(WritingForm):
    """Which earlier stage to go back to."""

    def __init__(
        self, *args: object, stages: Sequence[tuple[str, Words]], **options: object
    ) -> None:
        super().__init__(*args, **options)
        self.fields["stage"] = CodeField(
            label=_("Which stage?"), codes=stages, message=_("Choose an earlier stage")
        )


class DoorsForm(QuestionsForm):
    """The safety questions that a plan still needs, and the birth year where it is missing."""

    def __init__(self, *args: object, wants_age: bool, **options: Any) -> None:
        super().__init__(*args, **options)
        if wants_age:
            self.fields["birth_year"] = WholeNumberField(
                low=EARLIEST_BIRTH_YEAR,
                high=LATEST_BIRTH_YEAR,
                label=_("Birth year"),
                help_text=_("A plan is not for every age. We keep only the year."),
                message=BAD_YEAR,
                error_messages={"required": BAD_YEAR},
            )


class BeginForm(AgreementFields):
    """Begin a plan in a stage: what only the person can confirm, and an agreement if there is one.

    Nothing is asked twice: `confirms` are the doors that want a tick.
    """

    stage = forms.CharField(max_length=40, required=False, widget=forms.HiddenInput)

    def __init__(
        self, *args: object, confirms: Sequence[tuple[str, Words]] = (), **options: object
    ) -> None:
        super().__init__(*args, **options)
        self.confirms = tuple(code for code, _text in confirms)
        if confirms:
            self.fields["confirmed"] = CodesField(
                label=_("Tick what is true"), codes=confirms, message=_("Choose from the list")
            )

    @property
    def is_agreed(self) -> bool:
        """Whether the person told of an agreement: any of its fields is filled."""
        data = self.cleaned_data
        return bool(str(data.get("by") or "").strip() or data.get("on") or data.get("words"))

    def clean(self) -> dict[str, object]:
        data = super().clean() or self.cleaned_data
        if self.errors or not self.is_agreed:
            return data
        if not str(data.get("by") or "").strip():
            self.add_error("by", _("Enter who cleared you"))
        if not data.get("on"):
            self.add_error("on", _("Enter the day of the visit"))
        return data


class ReadingsForm(WritingForm):
    """One number for each self-test; what is left empty is not stored."""

    on = CodeField(label=_("When?"), codes=[], message=_("Choose today or yesterday"))

    def __init__(
        self,
        *args: object,
        metrics: Sequence[str],
        days: Sequence[tuple[str, Words]],
        **options: object,
    ) -> None:
        super().__init__(*args, **options)
        self.metrics = tuple(metrics)
        self.fields["on"].choices = list(days)  # type: ignore[attr-defined]
        self.fields["on"].initial = days[0][0] if days else None
        for metric in metrics:
            self.fields[metric] = _number_field(metric)

    def clean(self) -> dict[str, object]:
        data: dict[str, object] = super().clean() or self.cleaned_data
        if not self.errors and not self.values:
            raise forms.ValidationError(_("Enter at least one number"))
        return data

    @property
    def values(self) -> dict[str, float]:
        told = {metric: self.cleaned_data.get(metric) for metric in self.metrics}
        return {metric: float(value) for metric, value in told.items() if value is not None}


def _number_field(metric: str) -> forms.Field:
    """Keys 0 to 10 for pain, a box for everything else."""
    known = catalogue().metrics[metric]
    words: dict[str, Any] = {
        "required": False,
        "label": _(known.label),
        "help_text": _(known.question) if known.question else "",
    }
    if known.kind == "nrs":
        scale = [(str(n), str(n)) for n in range(NRS_MIN, NRS_MAX + 1)]
        return CodeField(codes=scale, message=_("Choose a number from 0 to 10"), **words)
    most = MOST[known.kind]
    kind = WholeNumberField if known.kind in WHOLE else AmountField
    message = _("Enter a number from 0 to %(most)s") % {"most": most}
    return kind(low=0, high=most, message=message, **words)
