"""A visit in words: who and when, and once it is over what they said."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.utils.formats import time_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from tracker import labels
from tracker.models import Visit
from tracker.overview.sign_words import RESULT_WORDS, visit_words

ADVICE_WORDS = {
    "carry_on": gettext_noop("Carry on."),
    "own_plan": gettext_noop("They gave you exercises."),
    "pause": gettext_noop("Pause loading."),
    "diary_only": gettext_noop("Diary only for now."),
    "relabel": gettext_noop("They changed the grade or the type."),
    "close": gettext_noop("They closed it."),
}


@dataclass(frozen=True, slots=True)
class PastVisit:
    """A visit that is over: who and when, what they said, in words."""

    uuid: UUID
    title: str
    said: str
    quote: str
    is_missed: bool


def past_visit(row: Visit, *, today: date) -> PastVisit:
    said = [_(RESULT_WORDS[row.result])] if row.result else []
    said += [tests_words(row.tests)] if row.tests is not None else []
    said += [_(ADVICE_WORDS[row.advice])] if row.advice else []
    if row.state == "missed":
        said = [_("You did not go.")]
    title = title_of(row)
    if row.on is not None and row.on.year != today.year:
        title = f"{title} {row.on.year}"
    return PastVisit(
        uuid=row.uuid,
        title=title,
        said=" ".join(said),
        quote=row.words,
        is_missed=row.state == "missed",
    )


def tests_words(tests: Sequence[str]) -> str:
    """ "Examined: MRI, ultrasound."; told that nothing was, that."""
    known = [str(labels.VISIT_TESTS[code]) for code in tests if code in labels.VISIT_TESTS]
    if not known:
        return _("Nothing was examined.")
    return _("Examined: %(list)s.") % {"list": ", ".join(known)}


def title_of(row: Visit) -> str:
    """Who and when, in words; "Visit" when nothing was told."""
    return visit_title(row) or _("Visit")


def visit_title(row: Visit) -> str:
    """ "Physio, Anna, Tue 24 Nov, 17:30"."""
    title = capfirst(visit_words(row))
    return f"{title}, {time_format(row.at, 'H:i')}" if title and row.at else title
