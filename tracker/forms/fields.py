"""Fields that refuse nonsense with a sentence, shared by every form that writes.

Hidden and choice fields are input too: a tampered one is answered like a typed one.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from datetime import date
from enum import StrEnum
from uuid import UUID, uuid4

from django import forms
from django.utils.functional import Promise, lazy
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from rehab.vocabulary import Location, Side
from tracker import labels
from tracker.models import Day, User
from tracker.owner_mark import FIELD, make_mark

Words = str | Promise
NOTE_MAX: int = Day._meta.get_field("note").max_length  # type: ignore[assignment]
# int() also takes "1_000", "１", " 7 " and "+7"; a person types plain digits.
DIGITS = re.compile(r"[0-9]{1,9}", re.ASCII)
DECIMAL = re.compile(r"[0-9]{1,6}([.,][0-9]{1,3})?", re.ASCII)
KEPT_CONTROLS = "\n\t"


def _with_optional(label: Words) -> SafeString:
    return format_html('{} <span class="optional">{}</span>', label, _("(optional)"))


optional_label = lazy(_with_optional, SafeString)  # "(optional)" after it, as beside text fields


class WholeNumberField(forms.Field):
    """A whole number in plain digits, `low..high`; blank stays None."""

    widget = forms.TextInput

    def __init__(self, *, low: int, high: int, message: Words, **options: object) -> None:
        super().__init__(**options)  # type: ignore[arg-type]
        self.low, self.high, self.message = low, high, message
        self.widget.attrs |= {"inputmode": "numeric", "autocomplete": "off", "size": "4"}

    def to_python(self, value: object) -> int | None:
        text = str(value or "").strip() if value != 0 else "0"
        if not text:
            return None
        if not DIGITS.fullmatch(text) or not self.low <= int(text) <= self.high:
            raise forms.ValidationError(self.message, code="number")
        return int(text)


class AmountField(forms.Field):
    """A number with an optional decimal point or comma, `low..high`; blank stays None."""

    widget = forms.TextInput

    def __init__(self, *, low: float, high: float, message: Words, **options: object) -> None:
        super().__init__(**options)  # type: ignore[arg-type]
        self.low, self.high, self.message = low, high, message
        self.widget.attrs |= {"inputmode": "decimal", "autocomplete": "off", "size": "6"}

    def to_python(self, value: object) -> float | None:
        text = "" if value is None else str(value).strip()
        if not text:
            return None
        if not DECIMAL.fullmatch(text):
            raise forms.ValidationError(self.message, code="number")
        number = float(text.replace(",", "."))
        if not self.low <= number <= self.high:
            raise forms.ValidationError(self.message, code="number")
        return number


class PlainTextField(forms.CharField):
    """Text in any script, without NUL; other control characters but line ends are dropped."""

    default_error_messages = {"null": _("Write this note in plain text")}

    def __init__(self, *, max_length: int = NOTE_MAX, too_long: Words = "", **options: object):
        super().__init__(required=False, **options)  # type: ignore[arg-type]
        self.longest = max_length
        self.too_long = too_long or _("Keep the note under 2,000 characters")
        # Django's own check would speak of null characters.
        self.validators = [v for v in self.validators if not _is_null_check(v)]

    def to_python(self, value: object) -> str:
        text = super().to_python(value) or ""
        if "\x00" in text:
            raise forms.ValidationError(self.error_messages["null"], code="null")
        text = text.replace("\r\n", "\n").replace("\r", "\n")
        text = "".join(c for c in text if c in KEPT_CONTROLS or unicodedata.category(c) != "Cc")
        # Lone surrogates can be typed by no keyboard and stored by no database.
        text = text.encode("utf-8", "ignore").decode("utf-8")
        if len(text) > self.longest:
            raise forms.ValidationError(self.too_long, code="too_long")
        return text


def _is_null_check(validator: object) -> bool:
    return type(validator).__name__ == "ProhibitNullCharactersValidator"


class CodeField(forms.ChoiceField):
    """One code out of a list, as radios; nothing chosen is None."""

    def __init__(
        self, *, codes: Sequence[tuple[str, Words]], message: Words, **options: object
    ) -> None:
        options.setdefault("widget", forms.RadioSelect)
        super().__init__(choices=codes, **options)  # type: ignore[arg-type]
        self.error_messages |= {"required": message, "invalid_choice": message}

    def clean(self, value: object) -> str | None:
        return super().clean(value) or None


class CodesField(forms.MultipleChoiceField):
    """Several codes out of a list, as ticks."""

    def __init__(
        self, *, codes: Iterable[tuple[str, Words]], message: Words, **options: object
    ) -> None:
        super().__init__(
            choices=list(codes), required=False, widget=forms.CheckboxSelectMultiple, **options
        )  # type: ignore[arg-type]
        self.error_messages |= {"invalid_choice": message, "invalid_list": message}


def codes_of(kind: Iterable[StrEnum]) -> list[tuple[str, Words]]:
    return labels.choices(kind)


PAIRED = [code for code in Location if code is not Location.OTHER_LEG]
SIDELESS = {Location.LOW_BACK}


def place_code(code: str, side: str) -> str:
    """A place and its side as one form value: "sit_bone:right". The low back has no side."""
    return f"{code}:{Side.BOTH if code in SIDELESS else side}"


def place_choices(codes: Iterable[Location], sides: Iterable[Side]) -> list[tuple[str, Words]]:
    """Every place on every side given; the low back stands once, as on both sides."""
    pairs: list[tuple[str, Words]] = []
    sides = list(sides)
    for code in codes:
        for side in [Side.BOTH] if code in SIDELESS else sides:
            pairs.append((place_code(code, side), labels.place(code, side)))
    return pairs


def _is_place(value: object) -> bool:
    code, found, side = str(value).partition(":")
    return bool(found) and code in set(PAIRED) and side in set(Side)


class PlaceField(CodeField):
    """One place with its side, as its form value; none chosen is None."""

    def __init__(self, **options: object) -> None:
        message = _("Choose places from the picture or the list")
        super().__init__(codes=(), message=message, required=False, **options)

    def valid_value(self, value: object) -> bool:
        return _is_place(value)

    def clean(self, value: object) -> str | None:
        chosen = super().clean(value)
        return place_code(*chosen.split(":")) if chosen else None

    def prepare_value(self, value: object) -> object:
        return place_code(*value) if isinstance(value, list | tuple) else value


class PlacesField(CodesField):
    """Places with their sides; gives [code, side] pairs, sorted. Any known place is taken."""

    def __init__(self, **options: object) -> None:
        message = _("Choose places from the picture or the list")
        super().__init__(codes=place_choices(PAIRED, Side), message=message, **options)

    def valid_value(self, value: object) -> bool:
        return _is_place(value)

    def clean(self, value: object) -> list[list[str]]:  # type: ignore[override]
        codes = {place_code(*pair.split(":")) for pair in super().clean(value)}
        return [code.split(":") for code in sorted(codes)]

    def prepare_value(self, value: object) -> object:
        if not isinstance(value, list | tuple):
            return value
        return [v if isinstance(v, str) else place_code(*v) for v in value]


class KeyField(forms.UUIDField):
    """The form's key, made by the server: what carries the same key is stored once."""

    widget = forms.HiddenInput

    def __init__(self) -> None:
        message = _("This form was not complete. Send it again")
        super().__init__(error_messages={"required": message, "invalid": message})


class WritingForm(forms.Form):
    """A form that writes: it holds a key and the mark of its owner.

    `{{ form.hidden }}` prints both. A refused form keeps its key, because nothing was
    stored under it; a bad key is replaced.
    """

    key = KeyField()

    def __init__(self, *args: object, owner: User | None = None, **options: object) -> None:
        super().__init__(*args, **options)  # type: ignore[arg-type]
        self.owner = owner

    @property
    def key_value(self) -> str:
        try:
            return str(UUID(str(self.data.get("key", ""))))
        except ValueError:
            return str(uuid4())

    @property
    def hidden(self) -> SafeString:
        row = format_html('<input type="hidden" name="key" value="{}">', self.key_value)
        if self.owner is None:
            return row
        mark = format_html(
            '<input type="hidden" name="{}" value="{}">', FIELD, make_mark(self.owner)
        )
        return row + mark


class DateBoxes:
    """Three number boxes that together are one date; only a wrong box is marked."""

    @staticmethod
    def fields(*, earliest: int, latest: int) -> dict[str, WholeNumberField]:
        return {
            "day": WholeNumberField(
                low=1,
                high=31,
                required=False,
                label=_("Day"),
                message=_("Enter the day as a number, 1 to 31"),
            ),
            "month": WholeNumberField(
                low=1,
                high=12,
                required=False,
                label=_("Month"),
                message=_("Enter the month as a number, 1 to 12"),
            ),
            "year": WholeNumberField(
                low=earliest,
                high=latest,
                required=False,
                label=_("Year"),
                message=_("Enter the year with four digits, like %(year)s") % {"year": latest},
            ),
        }


def date_of(day: int | None, month: int | None, year: int | None) -> date | None:
    """The date of three boxes; None when one is empty or there is no such day."""
    if day is None or month is None or year is None:
        return None
    try:
        return date(year, month, day)
    except ValueError:
        return None
