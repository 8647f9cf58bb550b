"""The lines of a day's log as fields: keys of pain and minutes, and their words."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from rehab.content.catalogue import catalogue
from rehab.scales import NRS_MAX, NRS_MIN
from rehab.vocabulary import PainContext
from tracker import labels
from tracker.forms.fields import CodeField, codes_of
from tracker.forms.plan_lines import LIMP
from tracker.load_tests import LOAD_TESTS

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
CARRIED = ("places", "qualities")
# Rows of chips that a person may switch on.
CHIP_LABELS: dict[str, labels.Words] = {"sleep": _("How did you sleep?"), "stress": _("Stress")}
CHIP_ROWS = tuple(CHIP_LABELS)


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


def pain_field(context: str) -> CodeField:
    numbers = [(str(n), str(n)) for n in range(NRS_MIN, NRS_MAX + 1)]
    last = LAST_KEY.get(context, (SKIP, pgettext_lazy("leave a question out", "Skip")))
    return CodeField(
        codes=[*numbers, last],
        message=_("Choose a number from 0 to 10"),
        required=False,
        label=ROW_LABELS[context],
    )


def sit_field() -> CodeField:
    keys: list[tuple[str, labels.Words]] = [(str(n), str(n)) for n in SIT_KEYS[:-1]]
    keys.append((str(SIT_KEYS[-1]), f"{SIT_KEYS[-1]}+"))
    keys += [(NO_PAIN, _("No pain")), (SKIP, pgettext_lazy("leave a question out", "Skip"))]
    return CodeField(
        codes=keys,
        message=_("Choose how many minutes"),
        required=False,
        label=ROW_LABELS[SIT],
    )


def chip_field(name: str, codes: Iterable[StrEnum]) -> CodeField:
    """One optional row of chips. Skip takes an answer back; left alone it changes nothing."""
    return CodeField(
        codes=[*codes_of(codes), (SKIP, pgettext_lazy("leave a question out", "Skip"))],
        message=_("Choose from the list"),
        required=False,
        label=CHIP_LABELS[name],
    )


def copied_contexts() -> list[PainContext]:
    """The lines that "Same as yesterday" fills: all pain but running."""
    return [c for c in PainContext if c is not PainContext.RUNNING]
