"""What to be reminded of, when and how. Times are taken as people type them."""

import re
from datetime import date, time, timedelta

from django import forms
from django.http import QueryDict
from django.utils.formats import date_format
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from tracker.forms.fields import CodeField
from tracker.models import ReminderChoice

# 20:00, 20.00, 20h00, 2000, 20, 8pm, 8:30 p.m.
CLOCK = re.compile(
    r"(?P<hour>[0-9]{1,2})(?:[:.h ]?(?P<minute>[0-9]{2}))?\s*h?\s*(?:(?P<half>[ap])\.?\s?m\.?)?",
    re.ASCII | re.IGNORECASE,
)
KEEP, NONE = "keep", "none"
PAUSES = {"7": 7, "14": 14, "28": 28}


def read_time(text: str) -> time | None:
    """A wall time as somebody types it; None for what is none."""
    found = CLOCK.fullmatch(text.strip())
    if found is None:
        return None
    hour, minute, half = int(found["hour"]), int(found["minute"] or 0), found["half"]
    if half is not None:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if half.lower() == "p" else 0)
    return time(hour, minute) if hour < 24 and minute < 60 else None


class ClockField(forms.Field):
    """A wall time, taken in every usual way of writing it."""

    widget = forms.TextInput

    def __init__(self, *, label: object, refusal: object) -> None:
        super().__init__(label=label)  # type: ignore[arg-type]
        self.error_messages |= {"required": refusal, "time": refusal}  # type: ignore[dict-item]
        self.widget.attrs |= {"autocomplete": "off", "size": "6"}

    def to_python(self, value: object) -> time | None:
        text = str(value or "").strip()
        if not text:
            return None
        at = read_time(text)
        if at is None:
            raise forms.ValidationError(self.error_messages["time"], code="time")
        return at

    def prepare_value(self, value: object) -> object:
        return f"{value:%H:%M}" if isinstance(value, time) else value


class SwitchField(forms.BooleanField):
    """On or off, drawn as a switch; `hint` says when it comes."""

    def __init__(self, *, label: object, hint: object = "") -> None:
        super().__init__(required=False, label=label, help_text=hint)  # type: ignore[arg-type]
        self.widget.attrs |= {"role": "switch", "class": "switch"}


class RemindersForm(forms.Form):
    daily = SwitchField(label=_("Remind me each day"), hint=_("Only if I have not logged yet."))
    daily_at = ClockField(label=_("Time"), refusal=_("Enter when to remind you, like 20:00"))
    exercises = SwitchField(label=_("Exercise days"), hint=_("On a day of the plan."))
    check_weekly = SwitchField(label=_("Weekly safety questions"), hint=_("When they are due."))
    self_tests = SwitchField(label=_("Self-tests"), hint=_("When one of the plan is due."))
    after_return = SwitchField(
        label=_("Weeks after a return to sport"), hint=_("One question a week.")
    )
    visits = SwitchField(label=_("Visits"), hint=_("The day before, and whether you went."))
    signs = SwitchField(
        label=_("Warning signs"),
        hint=_("They show in the app in any case. This is about e-mail and push."),
    )
    urgent_in_quiet = SwitchField(
        label=_("Urgent signs also in quiet hours"), hint=_("An emergency always comes at once.")
    )
    quiet_from = ClockField(
        label=_("Quiet from"), refusal=_("Enter when quiet hours begin, like 22:00")
    )
    quiet_until = ClockField(
        label=_("Quiet until"), refusal=_("Enter when quiet hours end, like 07:00")
    )
    pause = CodeField(
        codes=(),
        message=_("Choose a pause from the list"),
        label=_("Pause reminders"),
        help_text=_("Warning signs and visits still come."),
    )
    by_mail = SwitchField(label=_("E-mail"))
    by_push = SwitchField(label=_("Push"), hint=_("To the devices that you add below."))

    def __init__(
        self,
        data: QueryDict | None = None,
        *,
        stored: ReminderChoice,
        today: date,
        has_mail: bool,
        has_push: bool,
    ) -> None:
        self.stored, self.today = stored, today
        self.is_paused = stored.paused_until is not None and stored.paused_until >= today
        super().__init__(data, initial=self._initial())
        self.fields["pause"].choices = self._pauses()  # type: ignore[attr-defined]
        if not has_mail:
            del self.fields["by_mail"]
        if not has_push:
            del self.fields["by_push"]

    def _initial(self) -> dict[str, object]:
        given = {name: getattr(self.stored, name, None) for name in self.base_fields}
        return given | {"pause": KEEP if self.is_paused else NONE}

    def _pauses(self) -> list[tuple[str, str]]:
        choices = [(NONE, _now("No pause")), ("7", _now("1 week")), ("14", _now("2 weeks"))]
        choices.append(("28", _now("4 weeks")))
        if self.is_paused:
            until = date_format(self.stored.paused_until, "D j M")
            choices.insert(0, (KEEP, _now("Until %(day)s, as now") % {"day": until}))
        return choices

    def told(self) -> dict[str, object]:
        """The fields of `Choices`; a way that this house does not have stays as it was chosen."""
        told = dict(self.cleaned_data)
        chosen = told.pop("pause")
        kept = {name: getattr(self.stored, name) for name in ("by_mail", "by_push")}
        return kept | told | {"paused_until": self._paused_until(chosen)}

    def _paused_until(self, chosen: str) -> date | None:
        if chosen == KEEP:
            return self.stored.paused_until
        days = PAUSES.get(chosen)
        return self.today + timedelta(days=days - 1) if days else None
