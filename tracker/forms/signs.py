"""What a person may answer to a notice: one small form per answer."""

from datetime import date

from django import forms
from django.utils.functional import lazy
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from rehab.vocabulary import NoticeActionKind
from tracker import labels
from tracker.forms.fields import CodeField, PlainTextField, Words, WritingForm
from tracker.models import User

format_html_lazy = lazy(format_html, SafeString)
FROM_LIST = _("Choose from the list")
BAD_DAY = _("Enter the day of the visit")
ROLES = (("", _("Not told")), *labels.ROLES.items())
RESULTS = (
    ("hamstring", _("It is the tendon or the muscle")),
    ("something_else", _("It is something else")),
    ("not_sure", _("Not sure yet")),
)


def with_hint(label: Words, hint: Words) -> Words:
    """An option with a small line below it: what choosing it changes."""
    line: Words = format_html_lazy('<b>{}</b><span class="hint">{}</span>', label, hint)
    return line


ADVICE = (
    (
        "carry_on",
        with_hint(
            _("Carry on"),
            _("Ends a pause of loading. Kept as their agreement to the open stage of a plan."),
        ),
    ),
    (
        "own_plan",
        with_hint(
            _("They gave me exercises"),
            _(
                "Write 3 to 8 of them down on Plan. Our plan and a pause end: we do not change "
                "a plan a professional made."
            ),
        ),
    ),
    (
        "pause",
        with_hint(
            _("Pause loading"),
            _("Loading pauses from today until someone has you carry on, or you end it."),
        ),
    ),
    (
        "diary_only",
        with_hint(_("Diary only for now"), _("Our plan ends today. The diary goes on.")),
    ),
)


class PlainDateField(forms.DateField):
    """A day from a date box. Only ASCII digits, so that no look-alike slips through."""

    default_error_messages = {"invalid": BAD_DAY, "required": BAD_DAY}

    def __init__(self, **options: object) -> None:
        options.setdefault("input_formats", ["%Y-%m-%d", "%d/%m/%Y", "%d.%m.%Y"])
        options.setdefault("widget", forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
        super().__init__(**options)

    def to_python(self, value: object) -> date | None:
        if isinstance(value, str) and not value.isascii():
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid")
        return super().to_python(value)


class AnswerForm(WritingForm):
    """The key that makes the answer count once; subclasses add what is asked."""


def _who() -> forms.Field:
    return PlainTextField(
        label=_("Name or place"), max_length=80, too_long=_("Keep the name under 80 characters")
    )


def _role(label: Words) -> forms.Field:
    return forms.ChoiceField(
        label=label,
        choices=ROLES,
        required=False,
        error_messages={"invalid_choice": FROM_LIST},
    )


class BookedForm(AnswerForm):
    """A visit is booked; the day and the person may still be open."""

    day = PlainDateField(label=_("Day of the visit"), required=False)
    role = _role(_("Who with"))
    who = _who()


class ArrangedForm(BookedForm):
    """Help is arranged for an urgent sign."""


class LaterForm(AnswerForm):
    """Show it again later."""


class NotForMeForm(AnswerForm):
    """It does not fit, with the reason in the person's words."""

    reason = PlainTextField(
        label=_("Why is it not for you?"),
        help_text=_("A few words. They stay in your diary."),
        max_length=500,
        too_long=_("Keep this under 500 characters"),
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: object, **options: object) -> None:
        super().__init__(*args, **options)
        self.fields["reason"].required = True
        missing = _("Say in a few words why this is not for you")
        self.fields["reason"].error_messages["required"] = missing


class SeenForm(AnswerForm):
    """Someone has looked at it. What they said decides nothing by itself."""

    day = PlainDateField(
        label=_("Which day?"),
        error_messages={"required": _("Enter the day you were seen"), "invalid": BAD_DAY},
    )
    role = _role(_("Who looked at it"))
    who = _who()
    result = CodeField(
        label=_("What did they say?"), codes=RESULTS, required=False, message=FROM_LIST
    )
    words = PlainTextField(label=_("In their words"), widget=forms.Textarea(attrs={"rows": 3}))
    advice = CodeField(
        label=_("What did they advise?"), codes=ADVICE, required=False, message=FROM_LIST
    )


FORMS: dict[NoticeActionKind, type[AnswerForm]] = {
    NoticeActionKind.BOOKED: BookedForm,
    NoticeActionKind.ARRANGED: ArrangedForm,
    NoticeActionKind.LATER: LaterForm,
    NoticeActionKind.NOT_FOR_ME: NotForMeForm,
    NoticeActionKind.SEEN: SeenForm,
}


def form_for(
    kind: NoticeActionKind, notice: object, owner: User, data: object = None
) -> AnswerForm:
    """The form of one answer to one notice; ids on the page stay apart."""
    return FORMS[kind](data, owner=owner, auto_id=f"{kind.value}-{notice}-%s")
