"""A report built for a test, as it stands today."""

from tests.tracker.plan.people import now_at
from tracker.diary_reader import with_context
from tracker.models import Injury, ReportChoice
from tracker.report.build import build_report
from tracker.report.values import Line, Report


def made(injury: Injury, **choice: object) -> Report:
    stored = with_context(Injury.objects.filter(pk=injury.pk)).get()
    chosen = ReportChoice(injury=stored, **choice)
    return build_report(stored, choice=chosen, at=now_at(stored))


def line(lines: tuple[Line, ...], name: str) -> str:
    """What stands beside a name."""
    return next(each.words for each in lines if each.name == name)
