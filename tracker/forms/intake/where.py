"""Step 4: where it hurts, on both sides, and where most."""

from django import forms
from django.utils.translation import gettext_lazy as _

from rehab.figures.body_map import places
from tracker.forms.intake.fields import OneOf, SomeOf
from tracker.labels import place

PLACES = tuple((f"{p.value}:{side.value}", place(p, side)) for p, side in places())


class WhereForm(forms.Form):
    """Places as "code:side". From two on, one of them is the worst."""

    places = SomeOf(PLACES, error=_("Pick at least one place"), label=_("Places"))
    worst = OneOf(
        PLACES,
        error=_("Pick the spot that hurts most"),
        label=_("Which hurts most?"),
        required=False,
    )

    def clean(self) -> dict[str, object]:
        given = super().clean() or self.cleaned_data
        picked = given.get("places") or []
        if len(picked) == 1:
            given["worst"] = picked[0]
        elif len(picked) > 1 and given.get("worst") not in picked and "worst" not in self.errors:
            self.add_error("worst", self.fields["worst"].error_messages["required"])
        return given
