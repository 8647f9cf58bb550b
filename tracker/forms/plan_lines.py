"""The lines of the log that the open stage of a plan needs: load test and limp.

They are accepted whichever stage is open by now, so that a page opened before a
stage ended loses nothing. Blank never becomes "no" or 0.
"""

from collections.abc import Iterable

from django import forms
from django.utils.translation import gettext_lazy as _

from rehab.scales import NRS_MAX, NRS_MIN
from rehab.vocabulary import AnswerValue
from tracker.forms.fields import CodeField, WritingForm, codes_of
from tracker.load_tests import IN_SHORT, LOAD_TESTS, NAMES

LIMP = "limp"
PLAN_ROWS = (*LOAD_TESTS, LIMP)
NOT_DONE = "not_done"


def _load_field(metric: str) -> CodeField:
    numbers = [(str(n), str(n)) for n in range(NRS_MIN, NRS_MAX + 1)]
    return CodeField(
        codes=[*numbers, (NOT_DONE, _("Not done"))],
        message=_("Choose a number from 0 to 10"),
        required=False,
        label=NAMES[metric],
        help_text=IN_SHORT[metric],
    )


class PlanLines(WritingForm):
    """The plan's own lines. `limp_row` tells that the limp had a line of its own on the page."""

    t_load_a_pain = _load_field("t_load_a_pain")
    t_load_b_pain = _load_field("t_load_b_pain")
    t_load_c_pain = _load_field("t_load_c_pain")
    limp = CodeField(
        codes=codes_of((AnswerValue.YES, AnswerValue.NO)),
        message=_("Choose yes or no"),
        required=False,
        label=_("Did you limp?"),
    )
    limp_row = forms.CharField(required=False)

    def readings(self) -> dict[str, int | None]:
        """The load tests that were answered: a number (NRS 0-10), None for "not done"."""
        told = {metric: self.cleaned_data.get(metric) for metric in LOAD_TESTS}
        return {m: int(v) if v.isdigit() else None for m, v in told.items() if v is not None}

    @property
    def has_limp_row(self) -> bool:
        """Whether the limp is asked by itself, not among the signs."""
        return bool(self["limp_row"].value())

    def limp_told(self) -> dict[str, object]:
        """The column of the limp where its own line was answered."""
        answer = self.cleaned_data.get(LIMP)
        return {} if answer is None else {LIMP: answer == AnswerValue.YES}


def limp_answer(limp: bool | None) -> str | None:
    """A stored limp as the form's answer."""
    if limp is None:
        return None
    return (AnswerValue.YES if limp else AnswerValue.NO).value


def load_tests_of(readings: Iterable[tuple[str, float]]) -> dict[str, str]:
    """Stored load tests as the form's answers."""
    return {metric: f"{value:g}" for metric, value in readings if metric in LOAD_TESTS}
