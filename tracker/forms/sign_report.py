"""The form of a report: a warning was wrong, or something was missed."""

from django import forms
from django.utils.translation import gettext_lazy as _

from rehab.vocabulary import ReportKind
from tracker import labels
from tracker.forms.fields import CodeField, PlainTextField, WritingForm
from tracker.models import SignReport

WORDS_MAX: int = SignReport._meta.get_field("words").max_length  # type: ignore[assignment]
OF_A_SIGN = [kind for kind in ReportKind if kind is not ReportKind.MISSED]


class ReportForm(WritingForm):
    """About a notice: what was wrong with it, words if wanted."""

    kind = CodeField(
        label=_("What was wrong?"),
        codes=labels.choices(OF_A_SIGN),
        message=_("Choose what was wrong"),
    )
    words = PlainTextField(
        label=_("In your words"),
        help_text=_("What it turned out to be, if you know. These words stay in your diary."),
        max_length=WORDS_MAX,
        too_long=_("Keep this under 1,000 characters"),
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class MissedForm(WritingForm):
    """No warning spoke: what was missed, in words."""

    words = PlainTextField(
        label=_("What was missed?"),
        help_text=_("What you felt, and what it turned out to be. These words stay in your diary."),
        max_length=WORDS_MAX,
        too_long=_("Keep this under 1,000 characters"),
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def __init__(self, *args: object, **options: object) -> None:
        super().__init__(*args, **options)
        self.fields["words"].required = True
        self.fields["words"].error_messages["required"] = _("Say in a few words what was missed")
