"""The stop page: only what was answered, what it can mean, and what to tell them."""

from dataclasses import dataclass

from django.utils.text import get_text_list
from django.utils.translation import gettext as _

from rehab.content.catalogue import catalogue
from rehab.vocabulary import AnswerValue, Side
from tracker import draft as drafts
from tracker import words
from tracker.intake_words import ONSET_WORDS
from tracker.labels import label
from tracker.overview.intake import SignTold, began_words, place_words

# Asked for "now or in the last 14 days"; of these the page may say so.
FRAMED = "safety"


@dataclass(frozen=True, slots=True)
class Stop:
    """`given` are the answers it rests on, `meanings` two sentences each, `tell` one per line."""

    given: str
    is_framed: bool
    meanings: tuple[str, ...]
    what_to_do: tuple[str, ...]
    tell: tuple[str, ...]


def stop(data: drafts.Data, emergencies: tuple[SignTold, ...], safety: set[str]) -> Stop:
    """Build the page from the emergencies that are true. `safety` are the check's questions."""
    questions = _in_order(question for sign in emergencies for question in sign.answered)
    shown = [words.question_short(question) for question in questions]
    return Stop(
        given=get_text_list(shown, _("and")),
        is_framed=bool(questions) and set(questions) <= safety,
        meanings=tuple(dict.fromkeys(sign.meaning for sign in emergencies if sign.meaning)),
        what_to_do=tuple(dict.fromkeys(sign.sentence for sign in emergencies if not sign.meaning)),
        tell=tuple(_tell(data, questions)),
    )


def _in_order(questions: object) -> list[str]:
    found = set(questions)  # type: ignore[call-overload]
    return [q.id for q in catalogue().questions_by_danger if q.id in found]


def _tell(data: drafts.Data, first: list[str]) -> list[str]:
    """What to read out: the dangerous answers, the other yeses, then side, start and place."""
    answers = {**drafts.safety_answers(data), **drafts.health_answers(data)}
    yes = [q for q, value in answers.items() if value is AnswerValue.YES]
    order = [*first, *(q for q in _in_order(yes) if q not in first)]
    lines = [_(catalogue().questions[question].tell) for question in order]
    if set(order) & set(drafts.safety_answers(data)):
        lines.append(_("That is now or in the last 14 days."))
    return [*lines, *_about_the_pain(data)]


def _about_the_pain(data: drafts.Data) -> list[str]:
    lines = []
    when, where = data.get("when"), data.get("where")
    if when:
        side = str(label(Side(when["side"]))).lower()
        lines.append(
            _("My pain is on this side: %(side)s. It began: %(began)s. %(onset)s.")
            % {
                "side": side,
                "began": began_words(when),
                "onset": str(ONSET_WORDS[when["onset"]]),
            }
        )
    if where:
        places = ", ".join(place_words(value) for value in where["places"])
        lines.append(_("It hurts here: %(places)s.") % {"places": places})
    return lines
