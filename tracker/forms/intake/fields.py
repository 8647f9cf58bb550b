"""Inputs that several steps share: whole numbers, short texts, one of a few, ticks."""

import re
from collections.abc import Iterable
from enum import StrEnum
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tracker.labels import choices as labelled

Words = str | Promise
DIGITS = re.compile(r"[0-9]{1,9}")
CHOOSE = _("Choose from the list")


class WholeField(forms.CharField):
    """A whole number of plain digits in `low..high`; empty gives None.

    Look-alikes ("１", "1e3", "٣") are refused, so that no number is read that
    the person did not type.
    """

    def __init__(self, *, low: int, high: int, error: Words, size: int = 4, **options: object):
        self.low, self.high, self.error = low, high, error
        options.setdefault("required", False)
        attrs = {"inputmode": "numeric", "autocomplete": "off", "size": size}
        widget = forms.TextInput(attrs=attrs)
        super().__init__(widget=widget, **options)  # type: ignore[arg-type]
        self.error_messages["required"] = str_or_lazy(error)
        self.validators = []

    def clean(self, value: object) -> int | None:
        text = str(value or "").strip()
        if not text:
            if self.required:
                raise forms.ValidationError(self.error, code="required")
            return None
        if not DIGITS.fullmatch(text) or not self.low <= int(text) <= self.high:
            raise forms.ValidationError(self.error, code="invalid")
        return int(text)


class TextField(forms.CharField):
    """A short text. Line ends are kept only in a `rows` box."""

    def __init__(self, *, most: int, rows: int = 0, **options: object):
        options.setdefault("required", False)
        if rows:
            options.setdefault("widget", forms.Textarea(attrs={"rows": rows}))
        super().__init__(max_length=most, **options)  # type: ignore[arg-type]
        self.error_messages["max_length"] = _("Keep this under %(limit_value)d letters")
        for validator in self.validators:
            if getattr(validator, "code", "") == "null_characters_not_allowed":
                validator.message = _("Write this in plain text")


class OneOf(forms.ChoiceField):
    """Radios: one of a few codes. Nothing is chosen beforehand; empty gives None."""

    def __init__(self, options: Iterable[tuple[str, Words]], *, error: Words, **rest: object):
        rest.setdefault("widget", forms.RadioSelect)
        super().__init__(choices=list(options), **rest)  # type: ignore[arg-type]
        self.error_messages.update(required=error, invalid_choice=CHOOSE)

    def clean(self, value: object) -> str | None:
        return super().clean(value) or None


class SomeOf(forms.MultipleChoiceField):
    """Ticks: any of a few codes."""

    def __init__(self, options: Iterable[tuple[str, Words]], *, error: Words = "", **rest: object):
        rest.setdefault("widget", forms.CheckboxSelectMultiple)
        super().__init__(choices=list(options), **rest)  # type: ignore[arg-type]
        self.error_messages.update(invalid_choice=CHOOSE, invalid_list=CHOOSE)
        if error:
            self.error_messages["required"] = str_or_lazy(error)


def str_or_lazy(words: Words) -> Any:
    """Django's own stubs name their lazy text differently from its public class."""
    return words


def codes(kind: Iterable[StrEnum]) -> list[tuple[str, Words]]:
    """The codes of a vocabulary with their words."""
    return labelled(kind)
