"""The intake draft as `rehab.triage` reads it, and what triage says of it."""

from datetime import date

from rehab.content.catalogue import catalogue
from rehab.told import Told
from rehab.triage import IntakeAnswers, TriageResult, triage
from rehab.vocabulary import AnswerValue, Goal, Location, Walking
from tracker import draft as drafts
from tracker.intake_words import LARGE, SMALL
from tracker.told_word import word_of


def triage_answers(data: drafts.Data, today: date) -> IntakeAnswers:
    """The draft as `rehab.triage` reads it."""
    diary = drafts.diary_of(data, today)
    injury = diary.injury
    signs, you, how = data.get("signs", {}), data.get("you", {}), data.get("how", {})
    day = diary.days[0] if diary.days else None
    return IntakeAnswers(
        side=injury.side,
        onset=injury.onset,
        onset_on=injury.onset_on,
        precision=injury.onset_precision,
        mechanism=injury.mechanism,
        felt=how.get("felt"),
        places=(day.locations or frozenset()) - {Location.OTHER_LEG} if day else frozenset(),
        other_leg=day.other_leg if day else frozenset(),
        pop=_answer(signs.get("pop")),
        bruise=_bruise(signs),
        big_bruise=drafts.big_bruise(signs) if signs else None,
        swelling=_answer(signs.get("swelling")),
        gap=_answer(signs.get("gap")),
        walking=Walking(signs["walking"]) if signs.get("walking") in set(Walking) else None,
        age=_age_for_limits(data, today, injury.age),
        is_16_or_over=True if you.get("is_16_or_over") else None,
        goal=Goal(you["goal"]) if you.get("goal") else None,
        health=drafts.safety_answers(data)
        | drafts.sign_answers(data, today)
        | drafts.health_answers(data),
        clinician=_told(data),
    )


def triage_of(data: drafts.Data, today: date) -> TriageResult:
    """What the answers fit and what follows."""
    return triage(triage_answers(data, today), today=today, content=catalogue())


def _told(data: drafts.Data) -> Told | None:
    given = drafts.told_of(data)
    return word_of(given).value if given is not None else None


def is_under_age(data: drafts.Data, today: date) -> bool:
    """Surely under the minimum age, whatever the birthday."""
    year = data.get("you", {}).get("birth_year")
    return year is not None and today.year - year < catalogue().triage_numbers.diary_from_age


def _age_for_limits(data: drafts.Data, today: date, age: int | None) -> int | None:
    """The safer age, but nobody is turned away whose birthday may have made them old enough."""
    least = catalogue().triage_numbers.diary_from_age
    if age is None or is_under_age(data, today):
        return age
    return max(age, least)


def _bruise(signs: drafts.Data) -> AnswerValue | None:
    if not signs:
        return None
    return AnswerValue.YES if signs["bruise"] in (SMALL, LARGE) else AnswerValue(signs["bruise"])


def _answer(value: str | None) -> AnswerValue | None:
    return AnswerValue(value) if value else None
