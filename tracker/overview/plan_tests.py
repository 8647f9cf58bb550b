"""The numbers of a stage's self-tests on one form: what is due today, the others, the notes."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from rehab.content.catalogue import catalogue
from rehab.programme.asking import SelfTestDue
from rehab.programme.entry import DERIVED_FROM
from rehab.programme.lines import LineState
from rehab.programme.state import PlanState
from rehab.vocabulary import Side
from tracker.numbers import other_legs
from tracker.overview.plan import PlanNow
from tracker.overview.plan_words import day_of


@dataclass(frozen=True, slots=True)
class TestsPage:
    """Which metrics stand on the page. `notes` say what waits and why.

    `last` holds the newest day of each test in words. `is_entry`: before a plan.
    """

    due: tuple[str, ...]
    others: tuple[str, ...]
    notes: tuple[str, ...]
    last: tuple[str, ...] = ()
    is_entry: bool = False

    @property
    def all(self) -> tuple[str, ...]:
        return (*self.due, *self.others)


def tests_page(now: PlanNow, *, side: str = "") -> TestsPage:
    """The tests due today first; the rest of the open stage may be done too, one kind a day.

    Without a well leg (`side` both) no number of the other leg is asked.
    """
    if now.state is None:
        return TestsPage((), (), (_("Your own plan asks for no tests."),))
    if waits := _waits(now, now.state):
        return TestsPage((), (), (waits,))
    due = _of_legs(tuple(test.metric for test in now.state.tests), side)
    lines = [inner for line in now.state.progress.lines for inner in (line.lines or (line,))]
    asked = [metric for line in lines for metric in _readings_of(line)]
    asked += [held.test.metric for ladder in now.state.ladders for held in ladder.gate]
    others = tuple(
        metric
        for metric in dict.fromkeys(asked)
        if metric not in due and catalogue().metrics[metric].home == "reading"
    )
    return TestsPage(
        due,
        _in_order(_of_legs(others, side)),
        tuple(_notes(due)),
        tuple(_last(test, now.today) for test in now.state.tests if test.last),
    )


def entry_tests(offered: tuple[str, ...], *, side: str = "") -> TestsPage:
    """The entry tests of the stage a person could start after; none without a plan to begin."""
    tests = _of_legs(offered, side)
    if not tests:
        return TestsPage((), (), (_("There is no test to do now."),), is_entry=True)
    note = _("With these you may begin further on. What you leave empty counts as not known.")
    return TestsPage(_in_order(tests), (), (note, *_own_day_notes(tests)), is_entry=True)


def _of_legs(metrics: tuple[str, ...], side: str) -> tuple[str, ...]:
    left_out = other_legs(metrics) if side == Side.BOTH else set()
    return tuple(metric for metric in metrics if metric not in left_out)


def _readings_of(state: LineState) -> tuple[str, ...]:
    return DERIVED_FROM.get(state.line.metric, (state.line.metric,))


def _in_order(metrics: tuple[str, ...]) -> tuple[str, ...]:
    """In the order of a sitting: the tiring ones last."""
    known = catalogue().metrics
    return tuple(sorted(metrics, key=lambda metric: (known[metric].test_order or 99, metric)))


def _waits(now: PlanNow, state: PlanState) -> str:
    """Why no test is done today; "" when tests may be done."""
    if now.log is not None and now.log.pause is not None:
        return _("Tests wait while loading is paused.")
    response = state.response
    rests = response.rests_load or response.rests_running or bool(response.stops)
    if rests or state.today.kind == "stopped":
        return _("Tests wait until what stands on your plan has lifted.")
    return ""


def _notes(due: tuple[str, ...]) -> list[str]:
    notes = [] if due else [_("Nothing is due today.")]
    return [*notes, *_own_day_notes(due)]


def _own_day_notes(metrics: tuple[str, ...]) -> list[str]:
    known, notes = catalogue().metrics, []
    if any(known[metric].own_day for metric in metrics):
        notes.append(_("The raised bridge tires: it has a day of its own, without other tests."))
    if any(known[metric].hours_after_painkiller for metric in metrics):
        notes.append(_("A test done after a painkiller is kept, but decides nothing."))
    return notes


def _last(test: SelfTestDue, today: date) -> str:
    label = _(catalogue().metrics[test.metric].label)
    if test.last is None:
        return ""
    return _("%(test)s: last done %(day)s") % {"test": label, "day": day_of(test.last, today)}
