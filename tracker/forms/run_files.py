"""Runs out of files: the files, then which of the runs found are added, and how each felt."""

from collections.abc import Iterable, Sequence
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from rehab.scales import NRS_MAX, NRS_MIN
from rehab.vocabulary import AnswerValue
from tracker.file_run import ALL_BYTES, FILE_BYTES
from tracker.forms.account import zone_choices
from tracker.forms.fields import CodeField, Words, WritingForm, codes_of
from tracker.forms.run import OTHER_RUN, YES_NO

ANOTHER = "another"


class FilesInput(forms.FileInput):
    allow_multiple_selected = True


class RunFilesForm(forms.Form):
    """The files, one or several. What is wrong with one of them is told by its name later.

    `error` is the sentence at the field, "" for a form that was not sent.
    """

    file = forms.Field(
        label=_("Files from your watch or app"),
        help_text=_("GPX, FIT or TCX, one or several, or a ZIP of them. 10 MB a file at most."),
        widget=FilesInput(
            attrs={
                "multiple": True,
                "accept": ".gpx,.fit,.tcx,.zip,.gz",
                "data-most": FILE_BYTES,
                "data-most-words": _("This file is over 10 MB."),
                "data-all": ALL_BYTES,
                "data-all-words": _("Too much at once. Choose fewer files"),
            }
        ),
    )

    def __init__(self, *, error: str = "") -> None:
        super().__init__({} if error else None)
        self.fields["file"].error_messages["required"] = error


class FoundForm(forms.Form):
    """One run that was found: whether it is added, its worst pain, its step, what it fills in."""

    take = forms.BooleanField(required=False, initial=True, label=_("Add this run"))
    pain = CodeField(
        codes=[(str(n), str(n)) for n in range(NRS_MIN, NRS_MAX + 1)],
        message=_("Choose a number from 0 to 10"),
        required=False,
        label=_("Worst pain on the run"),
        help_text=_("0 none, 10 worst"),
    )
    sharp_stop = CodeField(
        codes=codes_of(YES_NO),
        message=_("Choose yes or no"),
        required=False,
        label=_("Did a sudden sharp pain make you stop?"),
    )
    step = CodeField(
        codes=[],
        message=_("Choose from the list"),
        required=False,
        label=_("Which step of the ladder was it?"),
        help_text=_("A step means that its whole session was done."),
    )
    fills = CodeField(
        codes=[],
        message=_("Choose from the list"),
        required=False,
        label=_("Is it the run you typed in?"),
    )

    def __init__(
        self,
        *args: object,
        steps: Sequence[tuple[str, Words]],
        typed: Sequence[tuple[str, Words]],
        **options: object,
    ) -> None:
        super().__init__(*args, **options)  # type: ignore[arg-type]
        self._offer("step", [*steps, (OTHER_RUN, _("Another run"))] if steps else [])
        self._offer("fills", [*typed, (ANOTHER, _("No, another run"))] if typed else [])

    def _offer(self, name: str, codes: list[tuple[str, Words]]) -> None:
        if codes:
            self.fields[name].choices = codes  # type: ignore[attr-defined]
        else:
            del self.fields[name]

    def clean(self) -> dict[str, object]:
        """A run that looks like one that was typed in is not added without an answer."""
        data: dict[str, object] = super().clean() or self.cleaned_data
        asks = "fills" in self.fields and "fills" not in self.errors
        if data.get("take") and asks and data.get("fills") is None:
            self.add_error("fills", _("Say whether it is the run you typed in"))
        return data

    def told(self) -> dict[str, object]:
        """The fields of a ChosenRun but the run and its day."""
        data = self.cleaned_data
        step, fills, sharp = data.get("step"), data.get("fills"), data.get("sharp_stop")
        ladder, _mark, name = "", "", ""
        if step is not None and step != OTHER_RUN:
            ladder, _mark, name = step.partition(":")
        return {
            "pain": int(data["pain"]) if data.get("pain") else None,
            "sharp_stop": None if sharp is None else sharp == AnswerValue.YES,
            "ladder": None if step is None else ladder,
            "step": None if step is None else name,
            "fills": UUID(fills) if fills and fills != ANOTHER else None,
        }


class AddRunsForm(WritingForm):
    """What holds the found runs together: what was read, signed by us, and the zone."""

    found = forms.CharField(
        widget=forms.HiddenInput,
        error_messages={"required": _("Choose the files again")},
    )
    time_zone = forms.ChoiceField(
        label=_("Time zone of these runs"),
        help_text=_("Decides the day, where a file does not tell its local time."),
        error_messages={
            "required": _("Choose a time zone from the list"),
            "invalid_choice": _("Choose a time zone from the list"),
        },
    )

    def __init__(self, *args: object, zones: Iterable[str] = (), **options: object) -> None:
        super().__init__(*args, **options)  # type: ignore[arg-type]
        choices = zone_choices()
        known = dict(choices)
        self.fields["time_zone"].choices = [  # type: ignore[attr-defined]
            *((zone, zone) for zone in zones if zone not in known),
            *choices,
        ]
