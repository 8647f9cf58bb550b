"""What the public page of emergency signs says."""

from collections.abc import Sequence
from dataclasses import dataclass

from rehab.content.catalogue import Catalogue
from rehab.signs.model import Question
from rehab.signs.nodes import Answered, Some
from rehab.vocabulary import AnswerValue, Tier
from tracker.regions import Region
from tracker.words import fill


@dataclass(frozen=True, kw_only=True)
class HelpNow:
    """The emergency page: one yes is enough, these together, and talk to someone today."""

    alone: Sequence[str]
    together: Sequence[str]
    today: Sequence[str]


def help_now(catalogue: Catalogue, region: Region) -> HelpNow:
    """Collect the emergency signs from the content, the most dangerous first.

    `together` holds emergencies that no single question decides (fever and a
    hot place): the sentence of what they can mean.
    """
    alone = catalogue.emergency_questions
    ids = {question.id for question in alone}
    rules = [rule for rule in catalogue.enabled_rules if rule.tier is Tier.EMERGENCY]
    return HelpNow(
        alone=[_words(question, region) for question in alone],
        together=[
            fill(rule.meaning, {}, region)
            for rule in rules
            if rule.meaning and not ids & set(rule.answer_windows)
        ],
        today=[
            _words(question, region)
            for question in catalogue.questions_by_danger
            if question.id in _today_ids(catalogue) - ids
        ],
    )


def _today_ids(catalogue: Catalogue) -> set[str]:
    """Questions of the safety check, and those whose yes alone makes an urgent sign.

    The others (a pop, blood thinners) mean something only together with what a diary holds.
    """
    asked = {question for line in catalogue.safety_check.lines for question in line.asks}
    urgent = (rule for rule in catalogue.enabled_rules if rule.tier is Tier.URGENT)
    return asked | {question for rule in urgent for question in _decides_alone(rule.condition)}


def _decides_alone(condition: object) -> set[str]:
    parts = condition.parts if isinstance(condition, Some) else (condition,)
    return {
        part.id for part in parts if isinstance(part, Answered) and part.value is AnswerValue.YES
    }


def _words(question: Question, region: Region) -> str:
    return fill(question.text, {}, region)
