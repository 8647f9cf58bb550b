"""One day: worst pain per context, sitting minutes, and what the person adds to it.

A line that was not answered is left as it was; blank never becomes 0 or "no".
"""

from collections.abc import Iterable
from dataclasses import dataclass

from django import forms
from django.forms.boundfield import BoundWidget
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from rehab.content.catalogue import catalogue
from rehab.scales import NRS_MAX, NRS_MIN
from rehab.vocabulary import Location, PainContext, Quality, Seat, Side, Sign, Treatment
from tracker import labels
from tracker.forms.fields import (
    PAIRED,
    CodeField,
    CodesField,
    PlacesField,
    PlainTextField,
    WholeNumberField,
    codes_of,
    place_choices,
    place_code,
)
from tracker.forms.plan_lines import LIMP, PLAN_ROWS, PlanLines, limp_answer
from tracker.load_tests import LOAD_TESTS
from tracker.models import Day

SIT = "sit_minutes"
ROWS = [*(c.value for c in PainContext), SIT]
SKIP, NO_RUN, SLEPT, NO_PAIN, NONE = "skip", "no_run", "slept", "no_pain", "none"
SIT_MINUTES_MAX = 960  # the column's bound, see Day
SIT_KEYS = (5, 10, 15, 20, 25, 30, 35, 40, 50, 60)

ROW_LABELS: dict[str, labels.Words] = {
    "sitting": _("Sitting, worst pain"),
    "morning": _("Morning"),
    "rest": _("At rest"),
    "walking": _("Walking"),
    "running": _("Running"),
    "night": _("Night"),
    SIT: _("Sat before it hurt"),
}
LAST_KEY: dict[str, tuple[str, labels.Words]] = {
    "running": (NO_RUN, _("No run")),
    "night": (SLEPT, _("Slept through")),
}
ANSWER_ONE = _("Answer at least one line, or tap Skip")
FROM_LIST = _("Choose from the list")
CARRIED = ("places", "qualities")
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
class Row:
    """One line of the log as the template shows it."""

    field: forms.BoundField
    seat: forms.BoundField | None = None

    @property
    def is_load_test(self) -> bool:
        return self.field.name in LOAD_TESTS

    @property
    def is_limp(self) -> bool:
        return self.field.name == LIMP

    @property
    def how_to(self) -> str:
        """The whole instruction of a load test."""
        return catalogue().metrics[self.field.name].question or ""


def _pain_field(context: str) -> CodeField:
    numbers = [(str(n), str(n)) for n in range(NRS_MIN, NRS_MAX + 1)]
    last = LAST_KEY.get(context, (SKIP, pgettext_lazy("leave a question out", "Skip")))
    return CodeField(
        codes=[*numbers, last],
        message=_("Choose a number from 0 to 10"),
        required=False,
        label=ROW_LABELS[context],
    )


def _sit_field() -> CodeField:
    keys: list[tuple[str, labels.Words]] = [(str(n), str(n)) for n in SIT_KEYS[:-1]]
    keys.append((str(SIT_KEYS[-1]), f"{SIT_KEYS[-1]}+"))
    keys += [(NO_PAIN, _("No pain")), (SKIP, pgettext_lazy("leave a question out", "Skip"))]
    return CodeField(
        codes=keys,
        message=_("Choose how many minutes"),
        required=False,
        label=ROW_LABELS[SIT],
    )


class DayForm(PlanLines):
    """The log of one day. `rows` are the lines this person is asked, in their order.

    All lines are accepted, whichever are shown, so that a page opened before the
    choice was changed loses nothing.
    """

    number = WholeNumberField(low=0, high=999_999_999, required=False, message=FROM_LIST)
    copied = forms.CharField(required=False)
    more = forms.CharField(required=False)
    carried_places = forms.CharField(required=False)
    carried_qualities = forms.CharField(required=False)

    rest = _pain_field("rest")
    sitting = _pain_field("sitting")
    night = _pain_field("night")
    walking = _pain_field("walking")
    running = _pain_field("running")
    morning = _pain_field("morning")
    sit_minutes = _sit_field()
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
    note = PlainTextField(label=_("Note"), widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(
        self,
        *args: object,
        asked: Iterable[str] = (),
        side: str = Side.BOTH,
        near: Iterable[list[str]] = (),
        **options: object,
    ) -> None:
        """`asked`: the lines to show. `near`: places to offer as chips beside the usual ones."""
        super().__init__(*args, **options)  # type: ignore[arg-type]
        self.ask(asked)
        self.near_places = self._near_places(side, near)
        every = [value for value, _words in place_choices(PAIRED, EACH_SIDE)]
        self.fields["places"].choices = [  # type: ignore[attr-defined]
            (value, PLACE_WORDS[value]) for value in dict.fromkeys([*self.near_places, *every])
        ]

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
    def place_chips(self) -> list[BoundWidget]:
        return [chip for chip in self["places"] if chip.data["value"] in self.near_places]

    @property
    def other_places(self) -> list[BoundWidget]:
        return [chip for chip in self["places"] if chip.data["value"] not in self.near_places]

    @property
    def rows(self) -> list[Row]:
        return [Row(self[name], self["seat"] if name == SIT else None) for name in self.asked]

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
        return self._exclusive("signs", _("Tick either signs or None of these, not both"))

    def clean_treatments(self) -> list[str]:
        return self._exclusive("treatments", _("Tick either treatments or Nothing, not both"))

    def _exclusive(self, name: str, message: labels.Words) -> list[str]:
        ticked: list[str] = self.cleaned_data[name]
        if NONE in ticked and len(ticked) > 1:
            raise forms.ValidationError(message)
        return ticked

    def clean(self) -> dict[str, object]:
        data: dict[str, object] = super().clean() or self.cleaned_data
        if not self.errors and not self._is_answered(data):
            raise forms.ValidationError(ANSWER_ONE)
        return data

    def _is_answered(self, data: dict[str, object]) -> bool:
        plain = (*ROWS, *PLAN_ROWS, "signs", "treatments", "note", "same_places", "same_qualities")
        if any(data.get(name) for name in plain) or data.get("sit_exact") is not None:
            return True
        return any(set(self._ticked(name)) != set(self._carried(name)) for name in CARRIED)

    def _ticked(self, name: str) -> list[str]:
        chosen = self.cleaned_data.get(name) or []
        return [place_code(*v) for v in chosen] if name == "places" else list(chosen)

    def _carried(self, name: str) -> list[str]:
        return [v for v in str(self.cleaned_data.get(f"carried_{name}") or "").split(",") if v]

    def entry(self, day: Day | None, *, yesterday: Day | None = None) -> dict[str, object]:
        """The columns to store, beside what stands in `day` (None: a new day).

        "Same as yesterday" is stored as copied only while every line still equals
        `yesterday` and nothing was added that counts as looked at today.
        """
        columns = self._pain(day) | self._sitting(day)
        skipped = self._skipped(day)
        columns["skipped"] = [n for n in skipped if columns.get(n) is None]
        if self.cleaned_data.get("more"):
            columns |= self._more(day)
        columns |= self.limp_told()
        columns["copied"] = self._is_copy(columns, yesterday)
        return columns

    def _pain(self, day: Day | None) -> dict[str, object]:
        columns: dict[str, object] = {}
        for context in PainContext:
            answer = self.cleaned_data.get(context.value)
            if answer is None:
                continue
            columns[context.value] = int(answer) if answer.isdigit() else None
            if context is PainContext.RUNNING:
                columns["no_run"] = True if answer == NO_RUN else None
            if context is PainContext.NIGHT:
                columns["slept_through"] = True if answer == SLEPT else None
        return columns

    def _sitting(self, day: Day | None) -> dict[str, object]:
        """The key tapped, or other minutes typed; those win, unless they only stood there."""
        answer, exact = self.cleaned_data.get(SIT), self.cleaned_data.get("sit_exact")
        if answer is not None and day is not None and exact == day.sit_minutes:
            exact = None
        if answer is None and exact is None:
            return {}
        minutes = exact if exact is not None else _whole(answer)
        is_free = minutes is None and answer == NO_PAIN
        is_told = minutes is not None or is_free
        return {
            SIT: minutes,
            "sat_without_pain": True if is_free else None,
            "seat": self.cleaned_data.get("seat") if is_told else None,
        }

    def _skipped(self, day: Day | None) -> list[str]:
        skipped = set(day.skipped if day else [])
        for name in ROWS:
            answer = self.cleaned_data.get(name)
            if answer is not None:
                skipped.discard(name)
            if answer == SKIP:
                skipped.add(name)
        return sorted(skipped)

    def _more(self, day: Day | None) -> dict[str, object]:
        carried = []
        columns: dict[str, object] = {}
        for name in CARRIED:
            value, is_carried = self._carry(name, getattr(day, name, None) if day else None)
            columns[name] = [v.split(":") for v in value] if value and name == "places" else value
            if is_carried:
                carried.append(name)
        treatments = self.cleaned_data["treatments"]
        return (
            columns
            | self._seen(day)
            | {
                "carried": carried,
                "treatments": [t for t in treatments if t != NONE] if treatments else None,
                "note": self.cleaned_data["note"],
            }
        )

    def _seen(self, day: Day | None) -> dict[str, object]:
        """The signs row. Left alone, it never turns a sign that was not asked into "no"."""
        signs = self.cleaned_data["signs"]
        is_apart = bool(self.cleaned_data["limp_row"])
        if signs:
            seen: dict[str, object] = {"signs": {s.value: s.value in signs for s in Sign}}
            return seen if is_apart and LIMP not in signs else seen | {LIMP: LIMP in signs}
        if day is not None and not _is_whole_row(day, is_limp_apart=is_apart):
            return {}
        return {"signs": None} if is_apart else {"signs": None, LIMP: None}

    def _carry(self, name: str, stored: object) -> tuple[list[str] | None, bool]:
        """The value of one chip row, and whether it is only carried over.

        Untouched = the same as what was carried and not said to be so today. All ticks
        taken away is an answer ("none"); never any tick is no answer.
        """
        ticked, before = self._ticked(name), self._carried(name)
        if before and set(ticked) == set(before) and not self.cleaned_data[f"same_{name}"]:
            return ticked, True
        if ticked:
            return ticked, False
        return ([] if before or stored is not None else None), False

    def _is_copy(self, columns: dict[str, object], yesterday: Day | None) -> bool:
        if not self.cleaned_data.get("copied") or yesterday is None:
            return False
        lines = [c.value for c in copied_contexts() if c.value in columns]
        looked = columns.get("signs") is not None or columns.get("treatments") is not None
        touched = any(columns.get(n) for n in CARRIED if n not in columns.get("carried", []))  # type: ignore[operator]
        same = all(columns[name] == getattr(yesterday, name) for name in lines)
        return bool(lines) and same and not looked and not touched


def _whole(answer: str | None) -> int | None:
    return int(answer) if answer is not None and answer.isdigit() else None


def copied_contexts() -> list[PainContext]:
    """The lines that "Same as yesterday" fills: all pain but running."""
    return [c for c in PainContext if c is not PainContext.RUNNING]


def initial_of(
    day: Day | None,
    *,
    last: Day | None,
    places: list[list[str]],
    is_limp_apart: bool = False,
) -> dict[str, object]:
    """What the form shows at first: the stored day, else only what may be carried over.

    No pain line is ever filled in for a new day. Seat, places and words come from the
    last logged day; places from the injury when there is none.
    """
    if day is not None:
        return _stored(day, is_limp_apart=is_limp_apart)
    source = last.places if last and last.places is not None else None
    carried = source if source is not None else places
    words = (last.qualities or []) if last else []
    return {
        "number": 0,
        "seat": last.seat if last else None,
        "places": carried,
        "qualities": words,
        "carried_places": ",".join(place_code(*pair) for pair in carried),
        "carried_qualities": ",".join(words),
    }


def _stored(day: Day, *, is_limp_apart: bool) -> dict[str, object]:
    shown: dict[str, object] = {"number": day.number, "seat": day.seat, "note": day.note}
    for context in PainContext:
        shown[context.value] = _answer(day, context)
    shown[SIT], shown["sit_exact"] = _sat(day)
    places, words = day.places or [], day.qualities or []
    shown |= {"places": places, "qualities": words}
    if "places" in day.carried:
        shown["carried_places"] = ",".join(place_code(*pair) for pair in places)
    if "qualities" in day.carried:
        shown["carried_qualities"] = ",".join(words)
    shown[LIMP] = limp_answer(day.limp)
    if _is_whole_row(day, is_limp_apart=is_limp_apart):
        seen = [code for code, is_seen in (day.signs or {}).items() if is_seen]
        shown["signs"] = [*seen, *([LIMP] if day.limp and not is_limp_apart else [])] or [NONE]
    if day.treatments is not None:
        shown["treatments"] = day.treatments or [NONE]
    return shown


def _is_whole_row(day: Day, *, is_limp_apart: bool) -> bool:
    """Whether every sign of the row was asked; the intake asks only some of them."""
    has_limp = is_limp_apart or day.limp is not None
    return has_limp and set(day.signs or {}) == {s.value for s in Sign}


def _answer(day: Day, context: PainContext) -> str | None:
    score = getattr(day, context.value)
    if score is not None:
        return str(score)
    if context is PainContext.RUNNING and day.no_run:
        return NO_RUN
    if context is PainContext.NIGHT and day.slept_through:
        return SLEPT
    return SKIP if context.value in day.skipped else None


def _sat(day: Day) -> tuple[str | None, int | None]:
    if day.sat_without_pain:
        return NO_PAIN, None
    if day.sit_minutes is None:
        return (SKIP if SIT in day.skipped else None), None
    if day.sit_minutes in SIT_KEYS:
        return str(day.sit_minutes), None
    return None, day.sit_minutes


def same_as(yesterday: Day, *, leave_open: str | None = None) -> dict[str, object]:
    """The pain lines of yesterday as this form shows them; `leave_open` stays empty."""
    shown = {c.value: _answer(yesterday, c) for c in copied_contexts() if c.value != leave_open}
    return {name: value for name, value in shown.items() if value is not None}
