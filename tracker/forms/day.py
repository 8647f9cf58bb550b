"""One day: worst pain per context, sitting minutes, and what the person adds to it.

A line that was not answered is left as it was; blank never becomes 0 or "no".
"""

from collections.abc import Iterable
from dataclasses import dataclass

from django import forms
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from rehab.vocabulary import Location, Quality, Seat, Side, Sign, Sleep, Stress, Treatment
from tracker import labels
from tracker.forms.day_fields import (
    CARRIED,
    CHIP_ROWS,
    NONE,
    ROWS,
    SIT,
    SIT_MINUTES_MAX,
    Row,
    chip_field,
    pain_field,
    sit_field,
)
from tracker.forms.day_told import ToldDay
from tracker.forms.fields import (
    PAIRED,
    CodeField,
    CodesField,
    PlaceField,
    PlacesField,
    PlainTextField,
    WholeNumberField,
    codes_of,
    place_choices,
    place_code,
)
from tracker.forms.plan_lines import LIMP, PLAN_ROWS
from tracker.forms.ticks import TicksCount

ANSWER_ONE = _("Answer at least one line, or tap Skip")
FROM_LIST = _("Choose from the list")
EACH_SIDE = [Side.LEFT, Side.RIGHT]
PLACE_WORDS = dict(place_choices(PAIRED, Side))
# Offered as chips on the injured side; the other places stand behind "Other places".
USUAL_PLACES = (
    Location.SIT_BONE,
    Location.UPPER_THIGH,
    Location.MID_THIGH,
    Location.BUTTOCK,
    Location.LOW_BACK,
    Location.CALF,
)


@dataclass(frozen=True, slots=True)
class PlaceTick:
    """One place as the log shows it: `value` is "code:side", `id` stands in its element's id."""

    id: int
    value: str
    words: labels.Words
    is_picked: bool
    is_worst: bool


class DayForm(TicksCount, ToldDay):
    """The log of one day. `rows` are the lines this person is asked, in their order.

    All lines are accepted, whichever are shown, so that a page opened before the
    choice was changed loses nothing.
    """

    number = WholeNumberField(low=0, high=999_999_999, required=False, message=FROM_LIST)
    copied = forms.CharField(required=False)
    more = forms.CharField(required=False)
    beside = forms.CharField(required=False)  # sent again with the other device's day in view
    carried_places = forms.CharField(required=False)
    carried_qualities = forms.CharField(required=False)
    worst_before = forms.CharField(required=False)
    told_places = forms.CharField(required=False)

    rest = pain_field("rest")
    sitting = pain_field("sitting")
    night = pain_field("night")
    walking = pain_field("walking")
    running = pain_field("running")
    morning = pain_field("morning")
    sit_minutes = sit_field()
    seat = CodeField(
        codes=codes_of(Seat), message=_("Choose where you sat"), required=False, label=_("Seat")
    )
    sit_exact = WholeNumberField(
        low=0,
        high=SIT_MINUTES_MAX,
        required=False,
        label=_("Other minutes sat before it hurt"),
        message=_("Enter minutes from 0 to 960"),
    )
    places = PlacesField(label=_("Where did it hurt?"))
    worst = PlaceField(label=_("Which hurts most?"))
    same_places = forms.BooleanField(required=False, label=_("The same places today"))
    qualities = CodesField(
        codes=codes_of(Quality), message=FROM_LIST, label=_("What did it feel like?")
    )
    same_qualities = forms.BooleanField(required=False, label=_("It felt the same today"))
    signs = CodesField(
        codes=[*codes_of(Sign), (LIMP, _("Limping")), (NONE, _("None of these"))],
        message=FROM_LIST,
        label=_("Anything you saw or felt?"),
    )
    treatments = CodesField(
        codes=[*codes_of(Treatment), (NONE, _("Nothing"))],
        message=FROM_LIST,
        label=_("What did you do for it?"),
    )
    sleep = chip_field("sleep", Sleep)
    stress = chip_field("stress", Stress)
    note = PlainTextField(label=_("Note"), widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(
        self,
        *args: object,
        asked: Iterable[str] = (),
        chips: Iterable[str] = (),
        side: str = Side.BOTH,
        near: Iterable[list[str]] = (),
        **options: object,
    ) -> None:
        """`asked`: the lines to show. `near`: places to offer as chips beside the usual ones.

        `chips`: the optional rows that are switched on; one that holds an answer shows too.
        """
        super().__init__(*args, **options)  # type: ignore[arg-type]
        self.chips_on = frozenset(chips)
        self.ask(asked)
        self.near_places = self._near_places(side, near)

    def ask(self, lines: Iterable[str]) -> None:
        """Show these lines, in this order."""
        self.asked = [name for name in lines if name in (*ROWS, *PLAN_ROWS)]

    def _near_places(self, side: str, near: Iterable[list[str]]) -> list[str]:
        """The person's own places, then the usual ones on the injured side."""
        sides = EACH_SIDE if side == Side.BOTH else [Side(side)]
        own = [place_code(*pair) for pair in near]
        if self.is_bound:
            own += [str(v) for v in self.data.getlist("places")]  # type: ignore[union-attr]
        usual = [value for value, _words in place_choices(USUAL_PLACES, sides)]
        return [v for v in dict.fromkeys([*own, *usual]) if v in PLACE_WORDS]

    @property
    def near_ticks(self) -> list[PlaceTick]:
        return [tick for tick in self._ticks if tick.value in self.near_places]

    @property
    def far_ticks(self) -> list[PlaceTick]:
        return [tick for tick in self._ticks if tick.value not in self.near_places]

    @property
    def has_several_places(self) -> bool:
        return sum(tick.is_picked for tick in self._ticks) > 1

    @cached_property
    def _ticks(self) -> list[PlaceTick]:
        """Every place that can be ticked, the near ones first."""
        picked, worst = set(self["places"].value() or []), self["worst"].value()
        every = (value for value, _words in place_choices(PAIRED, EACH_SIDE))
        return [
            PlaceTick(number, value, PLACE_WORDS[value], value in picked, value == worst)
            for number, value in enumerate(dict.fromkeys([*self.near_places, *every]))
        ]

    @property
    def rows(self) -> list[Row]:
        return [Row(self[name], self["seat"] if name == SIT else None) for name in self.asked]

    @property
    def chip_rows(self) -> list[forms.BoundField]:
        shown = (self[name] for name in CHIP_ROWS)
        return [row for row in shown if row.name in self.chips_on or row.value()]

    @property
    def asks_limp_apart(self) -> bool:
        """Whether the limp is asked by itself, but not among the lines with keys."""
        return self.has_limp_row and LIMP not in self.asked

    @property
    def asks_sitting_minutes(self) -> bool:
        return SIT in self.asked

    @property
    def carried_words(self) -> dict[str, bool]:
        """Which of the two chip rows show something carried over from an earlier day."""
        return {name: bool(self[f"carried_{name}"].value()) for name in CARRIED}

    def clean_number(self) -> int | None:
        number: int | None = self.cleaned_data["number"]
        return number

    def clean_signs(self) -> list[str]:
        return self.ticks_of(self.cleaned_data["signs"])

    def clean_treatments(self) -> list[str]:
        return self.ticks_of(self.cleaned_data["treatments"])

    def clean(self) -> dict[str, object]:
        data: dict[str, object] = super().clean() or self.cleaned_data
        if not self.errors and not self._is_answered(data):
            raise forms.ValidationError(ANSWER_ONE)
        return data

    def _is_answered(self, data: dict[str, object]) -> bool:
        plain = (
            *ROWS,
            *PLAN_ROWS,
            *CHIP_ROWS,
            "signs",
            "treatments",
            "note",
            "same_places",
            "same_qualities",
        )
        if any(data.get(name) for name in plain) or data.get("sit_exact") is not None:
            return True
        if data.get("worst") and data["worst"] != self.cleaned_data.get("worst_before"):
            return True
        if self.cleaned_data.get("told_places"):
            return set(self._ticked("places")) != set(self.cleaned_data["told_places"].split(","))
        return any(set(self._ticked(name)) != set(self._carried(name)) for name in CARRIED)
