"""What the pages of self-tests and of measures have in common: a form, its save, its day."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.contrib import messages
from django.http import HttpRequest, QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _

from tracker.actions.errors import ActionError
from tracker.actions.record_numbers import delete_numbers, earliest_of, record_numbers
from tracker.forms.fields import WritingForm
from tracker.forms.self_test import DayNumbersForm, NumbersForm
from tracker.models import Injury, Reading, Revision
from tracker.numbers import Number
from tracker.views.current import now_of
from tracker.views.kept import take_typed
from tracker.views.writing import refuse


@dataclass(frozen=True, slots=True)
class Place:
    """Where the numbers of a page stand: its own URL names, all with the same arguments."""

    injury: Injury
    numbers: tuple[Number, ...]
    names: tuple[str, str, str, str]
    args: tuple[str, ...]

    @property
    def page(self) -> str:
        return reverse(self.names[0], args=self.args)

    @property
    def record(self) -> str:
        return reverse(self.names[1], args=[self.injury.uuid, *self.args])

    def change(self, on: date) -> str:
        return reverse(self.names[2], args=[self.injury.uuid, *self.args, on])

    def remove(self, on: date) -> str:
        return reverse(self.names[3], args=[self.injury.uuid, *self.args, on])

    @property
    def metrics(self) -> list[str]:
        return [number.metric for number in self.numbers]


def new_form(request: HttpRequest, place: Place, *, typed: QueryDict | None = None) -> NumbersForm:
    """The form of a page: with what this request sends, or was `typed` before a sign-in."""
    return NumbersForm(
        request.POST if request.method == "POST" else typed,
        numbers=place.numbers,
        today=now_of(request).today,
        earliest=earliest_of(place.injury),
        owner=request.user,
    )


def day_form(request: HttpRequest, place: Place, on: date) -> DayNumbersForm | None:
    """The form of a day that has numbers; None for a day without any."""
    stored = stored_on(place, on)
    if not stored and request.method != "POST":
        return None
    return DayNumbersForm(
        request.POST if request.method == "POST" else take_typed(request, about=place.injury.uuid),
        numbers=place.numbers,
        today=now_of(request).today,
        owner=request.user,
        on=on,
        initial=stored,
    )


def stored_on(place: Place, on: date) -> dict[str, str]:
    """What stands on a day, as it is typed."""
    rows = Reading.objects.filter(injury=place.injury, on=on, metric__in=place.metrics)
    return {metric: f"{float(value):g}" for metric, value in rows.values_list("metric", "value")}


def save(
    request: HttpRequest,
    place: Place,
    form: NumbersForm,
    *,
    on: date,
    values: Mapping[str, float | None],
    said: str,
) -> bool:
    """Write what a valid form holds and say so; False when the action refuses it."""
    try:
        revision = record_numbers(
            injury=place.injury,
            on=on,
            values=values,
            at=now_of(request),
            key=form.cleaned_data["key"],
        )
    except ActionError as refusal:
        refuse(form, refusal)
        return False
    say(request, said, revision)
    return True


def remove(request: HttpRequest, place: Place, on: date) -> bool:
    """Delete the numbers of a day; False when the form was not complete."""
    form = WritingForm(request.POST, owner=request.user)
    if not form.is_valid():
        messages.error(request, _("This form was not complete. Send it again"))
        return False
    revision = delete_numbers(
        injury=place.injury,
        metrics=place.metrics,
        on=on,
        at=now_of(request),
        key=form.cleaned_data["key"],
    )
    if revision is not None:
        say(request, _("The numbers of that day are deleted."), revision)
    return True


def say(request: HttpRequest, text: str, revision: Revision | None) -> None:
    """Tell that it is done, with its undo where there is something to undo."""
    undo = reverse("undo", args=[revision.uuid]) if revision is not None else ""
    messages.success(request, text, extra_tags=f"undo:{undo}" if undo else "")


def earlier_of(request: HttpRequest) -> date | None:
    """The day before which the table goes on (`?before=2026-10-01`); None for the newest."""
    try:
        return date.fromisoformat(request.GET.get("before", ""))
    except ValueError:
        return None


def fields_of(form: NumbersForm, numbers: Sequence[Number]) -> list[dict[str, object]]:
    """Each number with its bound field, for the template."""
    return [{"field": form[number.metric], "number": number} for number in numbers]
