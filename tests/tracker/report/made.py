"""A report built for a test, as it stands today."""

import os

import pytest

from tests.tracker.plan.people import now_at
from tracker.diary_reader import with_context
from tracker.models import Injury, ReportChoice
from tracker.report import pdf
from tracker.report.build import build_report
from tracker.report.values import Line, Report


def made(injury: Injury, **choice: object) -> Report:
    stored = with_context(Injury.objects.filter(pk=injury.pk)).get()
    chosen = ReportChoice(injury=stored, **choice)
    return build_report(stored, choice=chosen, at=now_at(stored))


def line(lines: tuple[Line, ...], name: str) -> str:
    """What stands beside a name."""
    return next(each.words for each in lines if each.name == name)


def needs_pdf() -> None:
    """Skip where PDF files cannot be made; CI sets REQUIRE_PDF and fails instead."""
    if not pdf.is_available():
        if os.environ.get("REQUIRE_PDF"):
            pytest.fail("REQUIRE_PDF is set, but WeasyPrint or Pango is missing")
        pytest.skip("WeasyPrint finds no Pango here")
