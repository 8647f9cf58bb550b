"""Build the report of one injury: what was chosen, what was read, two pages of values.

    report = build_report(injury, choice=choice, at=at)

No opinion of the app stands in it: findings, counts and the person's own words. Counts are of
logged days. Source of the order: design 3.9 and picture 15.
"""

from datetime import date

from django.utils.translation import gettext as _

from rehab.vocabulary import Sex
from tracker import labels
from tracker.clock import PersonNow
from tracker.models import Injury, ReportChoice, User
from tracker.overview.progress_maps import logged
from tracker.report.first_page import first_page
from tracker.report.period import Known, known_of, span_of
from tracker.report.reading import Read, read_all
from tracker.report.second_page import second_page
from tracker.report.values import Facts, Report
from tracker.report.words import duration_words, lower

NEUTRAL_NAME, HEALTH_NAME = "diary", "hamstring-diary"


def choice_of(injury: Injury) -> ReportChoice:
    """What was chosen last, unsaved defaults before that. One query."""
    return ReportChoice.objects.filter(injury=injury).first() or ReportChoice(injury=injury)


def build_report(
    injury: Injury, *, choice: ReportChoice, at: PersonNow, known: Known | None = None
) -> Report:
    """The report as of `at`. `injury` comes from `diary_reader.with_context` with its owner."""
    known = known or known_of(injury, today=at.today)
    span = span_of(choice, known, today=at.today)
    read = read_all(injury, span)
    owner = injury.owner
    days = logged(read.rows)
    return Report(
        title=_title(read),
        who=choice.name,
        about=_about(owner, at.today),
        made_at=at.local,
        facts=Facts(
            span=span,
            first=min(max(span.first, known.first_logged or span.first), span.last),
            logged=days.count,
            days=days.of or span.days,
        ),
        first=first_page(read, choice=choice, user=owner),
        second=second_page(read, choice=choice),
        file_name=file_name(choice, at.today),
    )


def file_name(choice: ReportChoice, on: date) -> str:
    """The name of the PDF; a plain one says nothing about health."""
    return f"{NEUTRAL_NAME if choice.has_plain_name else HEALTH_NAME}-{on.isoformat()}.pdf"


def _title(read: Read) -> str:
    injury = read.injury
    place = lower(labels.injury_words(side=injury.side, places=injury.places, worst=injury.worst))
    lasted = duration_words(injury, read.today)
    if lasted:
        return _("Pain: %(place)s, %(lasted)s") % {"place": place, "lasted": lasted}
    return _("Pain: %(place)s") % {"place": place}


def _about(owner: User, today: date) -> str:
    """What may matter to a professional and was told: year of birth, sex."""
    told = []
    if owner.birth_year is not None:
        told.append(_("born %(year)s") % {"year": owner.birth_year})
    if owner.sex:
        told.append(lower(labels.label(Sex(owner.sex))))
    return ", ".join(told)
