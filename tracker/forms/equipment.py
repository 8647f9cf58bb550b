"""What a person does not have for exercises."""

from django.utils.translation import gettext_lazy as _

from rehab.content.catalogue import catalogue
from tracker.forms.fields import CodesField, WritingForm


class EquipmentForm(WritingForm):
    """Ticks for what is missing. Nothing ticked means that nothing is missing."""

    lacks = CodesField(
        codes=[],
        label=_("I do not have"),
        message=_("Choose things from the list"),
    )

    def __init__(self, *args: object, **options: object) -> None:
        super().__init__(*args, **options)  # type: ignore[arg-type]
        things = catalogue().things.values()
        self.fields["lacks"].choices = [(thing.id, _(thing.label)) for thing in things]  # type: ignore[attr-defined]
