"""A visit: its day and person, and what was said there."""

from collections.abc import Mapping
from datetime import time

from django import forms
from django.utils.translation import gettext_lazy as _

from tracker import labels
from tracker.forms.fields import CodeField, CodesField, PlainTextField, Words, WritingForm
from tracker.forms.signs import (
    ADVICE,
    BAD_DAY,
    FROM_LIST,
    RESULTS,
    ROLES,
    PlainDateField,
    with_hint,
)

NO_TESTS = "none"
# On the page of a result the plan may end in two more ways than on the card of a sign.
RESULT_ADVICE = (
    *ADVICE,
    (
        "relabel",
        with_hint(
            _("Change the grade or the type"),
            _("Write down what they called it, next page. A plan that runs is asked about."),
        ),
    ),
    (
        "close",
        with_hint(
            _("Close this injury"),
            _("We ask once more, next page. The diary stays and can be opened again."),
        ),
    ),
)
BAD_HOUR = _("Enter a time, like 17:30")


class PlainTimeField(forms.TimeField):
    """A time of day from a time box, in ASCII digits."""

    default_error_messages = {"invalid": BAD_HOUR}

    def __init__(self, **options: object) -> None:
        options.setdefault("input_formats", ["%H:%M", "%H:%M:%S", "%H.%M"])
        options.setdefault("widget", forms.TimeInput(attrs={"type": "time"}, format="%H:%M"))
        super().__init__(**options)

    def to_python(self, value: object) -> time | None:
        if isinstance(value, str) and not value.isascii():
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid")
        return super().to_python(value)


class PersonForm(WritingForm):
    """Whom the visit is with; both may stay open."""

    role = forms.ChoiceField(
        label=_("Who with"),
        choices=ROLES,
        required=False,
        error_messages={"invalid_choice": FROM_LIST},
    )
    who = PlainTextField(
        label=_("Name or place"), max_length=80, too_long=_("Keep the name under 80 characters")
    )


class VisitForm(PersonForm):
    """A visit with its day and hour; the day may come later."""

    day = PlainDateField(label=_("Day of the visit"), required=False)
    hour = PlainTimeField(label=_("Time"), required=False)
    field_order = ("day", "hour", "role", "who")


class SeenForm(PersonForm):
    """The day on which the person was seen, perhaps earlier than booked."""

    day = PlainDateField(
        label=_("Which day?"),
        error_messages={"required": _("Enter the day you were seen"), "invalid": BAD_DAY},
    )
    field_order = ("day", "role", "who")


class ResultForm(WritingForm):
    """What they said. `hints` say, by result, what choosing it changes."""

    result = CodeField(
        label=_("In short"),
        codes=RESULTS,
        message=_("Choose what they said. Not sure yet is fine"),
    )
    words = PlainTextField(
        label=_("Their words"),
        widget=forms.Textarea(attrs={"rows": 3}),
        too_long=_("Keep this under 2,000 characters"),
    )
    tests = CodesField(
        label=_("What did they examine?"),
        codes=[*labels.VISIT_TESTS.items(), (NO_TESTS, _("Nothing, we talked"))],
        message=FROM_LIST,
    )
    advice = CodeField(
        label=_("And your plan?"), codes=RESULT_ADVICE, required=False, message=FROM_LIST
    )

    def __init__(
        self, *args: object, hints: Mapping[str, Words] | None = None, **options: object
    ) -> None:
        super().__init__(*args, **options)
        if hints:
            field: CodeField = self.fields["result"]  # type: ignore[assignment]
            field.choices = [(code, with_hint(label, hints[code])) for code, label in RESULTS]

    @property
    def tests_told(self) -> tuple[str, ...] | None:
        """The tests; None when nothing was ticked, () when "nothing" was."""
        ticked: list[str] = self.cleaned_data["tests"]
        return tuple(code for code in ticked if code != NO_TESTS) if ticked else None


def tests_shown(tests: list[str] | None) -> list[str]:
    """What is ticked at first: stored codes, "nothing" for none, and no tick for not told."""
    return [NO_TESTS] if tests == [] else [str(code) for code in tests or []]
