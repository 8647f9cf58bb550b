"""Step 1: the safety check, line by line from the content."""

from collections.abc import Iterable

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from rehab.content.catalogue import catalogue
from rehab.signs.model import SafetyCheck, SafetyLine
from tracker.forms.intake.fields import OneOf, SomeOf
from tracker.forms.ticks import TicksCount
from tracker.intake_words import NONE


class SafetyForm(TicksCount, forms.Form):
    """Ticks, "None of these", and below some ticks their one missing question.

    `missing` lists the ticked lines whose question was left open.
    """

    signs = SomeOf((), error=_("Tick the signs you have, or tick None of these"))

    def __init__(self, *args: object, check: SafetyCheck | None = None, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.check = check or catalogue().safety_check
        self.fields["signs"].choices = [
            *((line.id, _now(line.text)) for line in self.check.lines),
            (NONE, _now(self.check.none_text)),
        ]
        _add_follow_ups(self, self.check.lines)

    def clean(self) -> dict[str, object]:
        given = super().clean() or self.cleaned_data
        ticked = self.ticks_of(given.get("signs", []))
        _forget_follow_ups(self, self.check.lines, ticked)
        return given

    @property
    def ticked(self) -> list[str]:
        return [line for line in self.cleaned_data.get("signs", []) if line != NONE]

    @property
    def chosen(self) -> dict[str, list[str]]:
        return _chosen(self, self.ticked)

    @property
    def missing(self) -> list[str]:
        lines = (self.check.line(line_id) for line_id in self.ticked)
        return [line.id for line in lines if line.follow_up and not self.chosen.get(line.id)]


class MissingForm(TicksCount, forms.Form):
    """Only the questions that were left open; each must be answered."""

    def __init__(self, *args: object, lines: Iterable[str], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        check = catalogue().safety_check
        self.lines = [check.line(line_id) for line_id in lines]
        _add_follow_ups(self, self.lines, is_required=True)

    def clean(self) -> dict[str, object]:
        given = super().clean() or self.cleaned_data
        _forget_follow_ups(self, self.lines, [line.id for line in self.lines])
        return given

    @property
    def chosen(self) -> dict[str, list[str]]:
        return _chosen(self, [line.id for line in self.lines])


def follow_name(line_id: str) -> str:
    """The name of the field for one line's missing question."""
    return f"about_{line_id}"


def _add_follow_ups(
    form: forms.Form, lines: Iterable[SafetyLine], *, is_required: bool = False
) -> None:
    for line in lines:
        if line.follow_up is None:
            continue
        kind = SomeOf if line.follow_up.kind == "ticks" else OneOf
        form.fields[follow_name(line.id)] = kind(
            [(option.id, _now(option.text)) for option in line.follow_up.options],
            error=_now(line.follow_up.error),
            label=_now(line.follow_up.text),
            help_text=_now(line.follow_up.hint) if line.follow_up.hint else "",
            required=is_required,
        )


def _forget_follow_ups(
    form: SafetyForm | MissingForm, lines: Iterable[SafetyLine], ticked: Iterable[str]
) -> None:
    """A question below a line that is not ticked is no error; a tick beside "none" counts."""
    for line in lines:
        name = follow_name(line.id)
        if line.follow_up is None:
            continue
        if line.id not in ticked:
            form.errors.pop(name, None)
            form.cleaned_data[name] = []
        given = form.cleaned_data.get(name) or []
        if isinstance(given, list):
            form.cleaned_data[name] = form.ticks_of(given)


def _chosen(form: forms.Form, ticked: Iterable[str]) -> dict[str, list[str]]:
    chosen = {}
    for line_id in ticked:
        given = form.cleaned_data.get(follow_name(line_id)) or []
        if given:
            chosen[line_id] = [given] if isinstance(given, str) else list(given)
    return chosen
