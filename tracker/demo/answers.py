"""The safety questions a made-up person answered, all of them "no"."""

from datetime import date

from rehab.content.catalogue import catalogue
from rehab.signs.asking import WEEKLY
from tracker.actions.start_injury import BECAUSE
from tracker.demo.story import Story
from tracker.draft import health_questions


def answers_of(story: Story) -> list[tuple[date, str, str]]:
    """Every answer as (day, question, what asked), in order of day.

    The intake asked on the first day, the weekly set on the days of its check, and
    rules whenever the diary gave them cause.
    """
    content = catalogue()
    weekly = [each.id for each in content.weekly_questions]
    told = [(story.first, question, BECAUSE) for question in _intake_questions()]
    told += [(on, question, WEEKLY) for on in story.checks for question in weekly]
    told += [
        (on, question, rule)
        for on, rules in story.asked.items()
        for rule in rules
        for question in content.rules[rule].asks
    ]
    return sorted(told)


def _intake_questions() -> set[str]:
    """What the intake asks everybody: the safety check and the health list."""
    lines = catalogue().safety_check.lines
    health = {each.id for each in health_questions() if each.input != "ticks"}
    return health | {question for line in lines for question in line.asks}
