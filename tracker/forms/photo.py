"""A photo of a bruise: from the camera or from a file, with its day and a note."""

from datetime import date

from django import forms
from django.utils.translation import gettext_lazy as _

from tracker.forms.fields import PlainTextField, WritingForm
from tracker.forms.signs import PlainDateField
from tracker.models.photo import NOTE_MAX
from tracker.photos import ASK_FOR_PHOTO, MOST_BYTES, TOO_LONG

# Phones that keep HEIC send JPEG instead when nothing but these is asked for.
ACCEPT = "image/jpeg,image/png,image/webp"
# static/js/files.js tells a file that is too large before it is sent.
FILE = {"accept": ACCEPT, "data-most": MOST_BYTES, "data-most-words": _(TOO_LONG)}


class PhotoWordsForm(WritingForm):
    """The day a photo shows, and a note."""

    on = PlainDateField(
        label=_("Which day?"),
        error_messages={
            "required": _("Enter the day the photo shows"),
            "invalid": _("Enter the day the photo shows"),
        },
    )
    note = PlainTextField(
        max_length=NOTE_MAX,
        too_long=_("Keep the note under 200 characters"),
        label=_("Note"),
        help_text=_("Where it is, what you see."),
    )

    def __init__(self, *args: object, today: date, **options: object) -> None:
        super().__init__(*args, **options)  # type: ignore[arg-type]
        self.today = today

    def clean_on(self) -> date:
        on: date = self.cleaned_data["on"]
        if on > self.today:
            raise forms.ValidationError(_("You can only log today or earlier"))
        return on


class PhotoForm(PhotoWordsForm):
    """One file, from the camera or from the device; what it holds is looked at in the action.

    `dropped`: a file was so long that it was not even kept for the form.
    """

    camera = forms.FileField(
        required=False,
        allow_empty_file=True,
        label=_("Take a photo"),
        widget=forms.FileInput(attrs=FILE | {"capture": "environment"}),
    )
    photo = forms.FileField(
        required=False,
        allow_empty_file=True,
        label=_("Or choose one from this device"),
        widget=forms.FileInput(attrs=FILE),
        help_text=_("JPEG, PNG or WebP, up to 15 MB."),
    )

    def __init__(self, *args: object, dropped: bool = False, **options: object) -> None:
        super().__init__(*args, **options)  # type: ignore[arg-type]
        self.dropped = dropped

    def clean(self) -> dict[str, object]:
        data: dict[str, object] = super().clean() or self.cleaned_data
        given = [data[name] for name in ("camera", "photo") if data.get(name) is not None]
        if self.dropped:
            self.add_error("photo", _(TOO_LONG))
        elif len(given) > 1:
            self.add_error("photo", _("Send one photo at a time"))
        elif not given and not (self.has_error("photo") or self.has_error("camera")):
            self.add_error("photo", _(ASK_FOR_PHOTO))
        data["file"] = given[0] if given else None
        return data
