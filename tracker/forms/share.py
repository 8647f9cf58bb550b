"""For whom a link is, how long it lives, and what it takes to open it."""

from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.utils.translation import gettext_lazy as _

from tracker.clock import PersonNow, zone_or_utc
from tracker.forms.fields import CodeField, PlainTextField, WritingForm
from tracker.models import Visit
from tracker.models.share import FOR_WHOM_MAX

DAYS = {"7": 7, "14": 14, "30": 30}
AFTER_VISIT_DAYS = 7
VISIT = "visit"
ENTER_WHOM = _("Enter initials or a role, like Anna, physio")
SIX_DIGITS = _("Enter the six digits you were told")


class ShareForm(WritingForm):
    """`visit` is the next booked one; with it "until the visit and a week more" is offered."""

    for_whom = PlainTextField(
        label=_("For whom?"),
        help_text=_("Initials or a role, so that they know it is theirs: Anna, physio."),
        max_length=FOR_WHOM_MAX,
        too_long=_("Keep this under 60 characters"),
    )
    lasts = CodeField(
        label=_("How long?"),
        codes=[("7", _("7 days")), ("14", _("14 days")), ("30", _("30 days")),
               (VISIT, _("Until the visit, and a week more"))],
        message=_("Choose how long the link works"),
        initial="14",
    )  # fmt: skip
    has_photos = forms.BooleanField(label=_("Show my photos too"), required=False)
    asks_code = forms.BooleanField(
        label=_("Ask for six digits first, which I tell them myself"), required=False
    )

    def __init__(self, *args: Any, visit: Visit | None = None, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["for_whom"].required = True
        self.fields["for_whom"].error_messages["required"] = ENTER_WHOM
        self.visit = visit
        if visit is None:
            field = self.fields["lasts"]
            field.choices = [pair for pair in field.choices if pair[0] != VISIT]  # type: ignore[attr-defined]

    def clean_for_whom(self) -> str:
        return " ".join(self.cleaned_data["for_whom"].split())

    def ends_at(self, at: PersonNow) -> datetime:
        """The end of its last day, in the person's own zone."""
        last = at.today + timedelta(days=DAYS.get(self.cleaned_data["lasts"], 0))
        if self.cleaned_data["lasts"] == VISIT and self.visit is not None and self.visit.on:
            last = self.visit.on + timedelta(days=AFTER_VISIT_DAYS)
        zone: ZoneInfo = zone_or_utc(at.zone)
        return datetime.combine(last + timedelta(days=1), time(0), tzinfo=zone)


class CodeForm(forms.Form):
    """The six digits somebody was told."""

    code = forms.RegexField(
        label=_("Six digits"),
        regex=r"\A\s*[0-9]{6}\s*\Z",
        max_length=20,
        error_messages={"required": SIX_DIGITS, "invalid": SIX_DIGITS, "max_length": SIX_DIGITS},
        widget=forms.TextInput(
            attrs={"inputmode": "numeric", "autocomplete": "one-time-code", "size": "8"}
        ),
    )

    def clean_code(self) -> str:
        code: str = self.cleaned_data["code"].strip()
        return code
