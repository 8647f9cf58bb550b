"""The numbers a person types outside the log of a day: which, on which scale, in whose words.

Pages ask with them and actions refuse with them, so they stand below both. A number is
kept as a `Reading`; its metric is the id here: a self-test's, a measure's, or
`activity_3` for the third thing a person named as their own.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rehab.content.catalogue import catalogue
from rehab.programme.measures import Metric, OutcomeMeasure
from rehab.programme.self_test import SelfTest
from rehab.scales import NRS_MAX, NRS_MIN
from rehab.vocabulary import Side
from tracker.plan_doors import MOST, WHOLE

Words = str | Promise
ACTIVITY = re.compile(r"activity_([1-9][0-9]{0,2})", re.ASCII)
OWN_ACTIVITIES = "own_activities"
# On the same keys as pain, and none.
CONFIDENCE = "confidence"
LEGS: dict[str, tuple[Words, Words]] = {
    Side.LEFT.value: (gettext_lazy("Left leg, the sore one"), gettext_lazy("Right leg")),
    Side.RIGHT.value: (gettext_lazy("Right leg, the sore one"), gettext_lazy("Left leg")),
    Side.BOTH.value: (gettext_lazy("The worse leg"), gettext_lazy("The other leg")),
}
# The same as the head of a column.
SHORT_LEGS: dict[str, tuple[Words, Words]] = {
    Side.LEFT.value: (gettext_lazy("Left, sore"), gettext_lazy("Right")),
    Side.RIGHT.value: (gettext_lazy("Right, sore"), gettext_lazy("Left")),
    Side.BOTH.value: (gettext_lazy("Worse"), gettext_lazy("Other")),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Number:
    """One number: `low..high`, whole or with decimals.

    `short` heads its column, `scale` says what its ends mean. `answers` are words instead
    of figures, from `low` up. `is_pain` is a scale whose 0 is none and 10 the worst;
    `is_keys` any scale of 0 to 10.
    """

    metric: str
    label: Words
    kind: str
    low: int = 0
    high: int = 10
    hint: Words = ""
    short: Words = ""
    scale: Words = ""
    answers: tuple[str, ...] = ()
    is_pain: bool = False
    is_other_leg: bool = False

    @property
    def is_whole(self) -> bool:
        return self.kind in (*WHOLE, "total", "answer")

    @property
    def is_keys(self) -> bool:
        return self.kind == "nrs"

    @property
    def message(self) -> str:
        """What to enter, said when something else was typed."""
        if self.answers:
            return _("Choose one of the answers")
        if self.is_keys:
            return _("Choose a number from 0 to 10")
        if self.is_whole:
            return _("Enter a whole number from %(low)s to %(high)s") % self._range
        return _("Enter a number from %(low)s to %(high)s") % self._range

    @property
    def _range(self) -> dict[str, int]:
        return {"low": self.low, "high": self.high}

    def fits(self, value: float) -> bool:
        """Whether a value lies on the scale. NaN does not."""
        return self.low <= value <= self.high and (not self.is_whole or value == int(value))


def numbers_of_test(test: SelfTest, *, side: str) -> tuple[Number, ...]:
    """The numbers of a self-test; without a well leg there is none of the other leg."""
    known = catalogue().metrics
    pain = _pain(test)
    found = []
    for metric in test.metrics:
        is_other = metric in test.other_leg
        if is_other and side == Side.BOTH:
            continue
        number = number_of_metric(known[metric], metric)
        if test.other_leg and metric != pain:
            legs = LEGS.get(side, LEGS[Side.BOTH.value])
            heads = SHORT_LEGS.get(side, SHORT_LEGS[Side.BOTH.value])
            number = replace(
                number,
                label=legs[int(is_other)],
                short=heads[int(is_other)],
                is_other_leg=is_other,
            )
        elif len(test.metrics) > 1:
            number = replace(number, label=_("Pain at the injury during it"), short=_("Pain"))
        found.append(number)
    return tuple(found)


def _pain(test: SelfTest) -> str:
    """The pain of a test with two legs, which is no leg of its own; "" without one."""
    known = catalogue().metrics
    return next((metric for metric in test.metrics if known[metric].kind == "nrs"), "")


def number_of_metric(known: Metric, metric: str) -> Number:
    return Number(
        metric=metric,
        label=_(known.label),
        kind=known.kind,
        high=int(MOST[known.kind]),
        hint=HINTS.get(known.kind, ""),
        is_pain=known.kind == "nrs" and metric != CONFIDENCE,
        scale=gettext_lazy("0 not at all, 10 completely") if metric == CONFIDENCE else "",
    )


HINTS: dict[str, Words] = {
    "degrees": gettext_lazy("Degrees short of straight"),
    "count": gettext_lazy("Clean repetitions"),
    "minutes": gettext_lazy("Minutes"),
    "cm": gettext_lazy("Centimetres"),
}


def number_of_measure(name: str, measure: OutcomeMeasure) -> Number:
    """The one number of a measure that is kept under its own name."""
    label = _(measure.question or measure.label)
    if measure.answers:
        answers = tuple(_(words) for words in measure.answers)
        return Number(
            metric=name,
            label=label,
            kind="answer",
            high=len(answers) - 1,
            answers=answers,
            short=_("Answer"),
        )
    low, high = measure.range or (NRS_MIN, NRS_MAX)
    hint = _("%(low)s to %(high)s points") % {"low": low, "high": high}
    return Number(
        metric=name, label=label, kind="total", low=low, high=high, hint=hint, short=_("Total")
    )


def number_of_activity(metric: str, name: str) -> Number:
    """How well the person can do what they named, 0 not at all, 10 as before."""
    scale = gettext_lazy("0 not at all, 10 as before")
    return Number(metric=metric, label=name, kind="nrs", scale=scale)


def typed_measures() -> dict[str, OutcomeMeasure]:
    """The measures with a page: all but the pain of the log, in the order of the content."""
    return {name: each for name, each in catalogue().outcome_measures.items() if name != "nrs"}


def number_of(metric: str) -> Number | None:
    """The scale of anything that may be kept as a reading; None for an unknown id."""
    content = catalogue()
    known = content.metrics.get(metric)
    if known is not None and known.home == "reading":
        return number_of_metric(known, metric)
    measure = content.outcome_measures.get(metric)
    if measure is not None and measure.metric is None and metric not in ("nrs", OWN_ACTIVITIES):
        return number_of_measure(metric, measure)
    return number_of_activity(metric, metric) if ACTIVITY.fullmatch(metric) else None


def page_of(metric: str) -> tuple[str, str]:
    """The page a number stands on: its URL name and the id in it."""
    test = catalogue().test_of.get(metric)
    if test is not None:
        return "plan-test", test.id
    return "measure", OWN_ACTIVITIES if ACTIVITY.fullmatch(metric) else metric


def other_legs(metrics: Iterable[str]) -> set[str]:
    """Those numbers that belong to the leg that is not injured."""
    tests = catalogue().test_of
    return {m for m in metrics if m in tests and m in tests[m].other_leg}
