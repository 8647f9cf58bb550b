"""What an intake draft says, as columns, answers and the values that rules read.

The draft is plain JSON, one part per step. Everything is read through here, so
that the rules see the same before sign-up and after it.
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta, timezone
from typing import Any
from zoneinfo import available_timezones

from django.conf import settings

from rehab import diary as values
from rehab.content.catalogue import catalogue
from rehab.signs.model import Question
from rehab.vocabulary import (
    AnswerValue,
    Location,
    OnsetPrecision,
    PainContext,
    Side,
    Walking,
)
from tracker.clock import diary_day
from tracker.day_reader import day_value
from tracker.diary_reader import injury_value
from tracker.intake_words import LARGE, SMALL
from tracker.models import Day, Injury, User

Data = Mapping[str, Any]

SESSION_KEY = "intake"
STEPS = ("safety", "when", "how", "where", "signs", "you", "had")
OLD_AFTER_DAYS = 21
BASELINE = "q_baseline"
# Asked by the step "signs" in words of its own.
ASKED_AS_SIGNS = frozenset({"q_pop", "q_big_bruise", "q_gap"})
DAY_STARTS_HOUR = 3
TOLD_MAX = 200
ASK_GRADUAL = (
    PainContext.SITTING,
    PainContext.MORNING,
    PainContext.RUNNING,
    PainContext.WALKING,
    PainContext.REST,
)
ASK_SUDDEN = (
    PainContext.MORNING,
    PainContext.REST,
    PainContext.SITTING,
    PainContext.WALKING,
    PainContext.RUNNING,
)


def known_zone(name: str) -> str:
    """The zone if this machine knows it, else nothing."""
    return name if name in available_timezones() else ""


def today_of(data: Data, now: datetime) -> date:
    """The person's diary day: in their zone, before it is known in the zone of the house."""
    zone = data.get("zone") or settings.TIME_ZONE
    return diary_day(now, zone=zone, day_starts_hour=DAY_STARTS_HOUR)


def latest_of(data: Data, now: datetime) -> date:
    """The last calendar day that can be today for this person.

    Without a known zone that is today at the date line, so that nobody is told
    that their own today lies in the future.
    """
    if data.get("zone"):
        return max(today_of(data, now), _calendar_day(data["zone"], now))
    return now.astimezone(timezone(timedelta(hours=14))).date()


def _calendar_day(zone: str, now: datetime) -> date:
    return diary_day(now, zone=zone, day_starts_hour=0)


def onset_on(data: Data) -> date | None:
    """The day, or the middle of what is known about it."""
    stored = data.get("when", {}).get("on")
    return date.fromisoformat(stored) if stored else None


def known_onset(data: Data) -> date | None:
    """The day it began where the person knows the day; None for a rough or unknown date."""
    is_known = data.get("when", {}).get("on_precision") == OnsetPrecision.DAY
    return onset_on(data) if is_known else None


def is_old(data: Data, today: date) -> bool:
    """Whether it began more than three weeks ago, or nobody knows when."""
    on = onset_on(data)
    return on is None or (today - on).days > OLD_AFTER_DAYS


def first_open_step(data: Data) -> str:
    """The first step without an answer, or "result"."""
    return next((step for step in STEPS if step not in data), "result")


def proposed_contexts(data: Data) -> tuple[PainContext, ...]:
    """What to ask each day, in the order proposed by onset and place."""
    places = {pair[0] for pair in place_pairs(data)}
    upper = {Location.SIT_BONE.value, Location.BUTTOCK.value}
    is_sudden = data.get("when", {}).get("onset") == "sudden"
    return ASK_SUDDEN if is_sudden and not places & upper else ASK_GRADUAL


def place_pairs(data: Data) -> list[list[str]]:
    """The places as [code, side] pairs."""
    return [pair(value) for value in data.get("where", {}).get("places", [])]


def pair(value: str) -> list[str]:
    """ "sit_bone:right" as a [code, side] pair."""
    code, side = value.split(":")
    return [code, side]


def answers_of(data: Data, today: date) -> dict[str, tuple[AnswerValue, date]]:
    """Every safety question the draft answers, with the day it was answered."""
    answers: dict[str, tuple[AnswerValue, date]] = {}
    for step, found in (
        ("safety", safety_answers(data)),
        ("signs", sign_answers(data, today)),
        ("you", health_answers(data)),
    ):
        on = min(answered_on(data, step, today), today)
        answers |= {question: (value, on) for question, value in found.items()}
    return answers


def answered_on(data: Data, step: str, today: date) -> date:
    """The person's day on which a step was answered."""
    stored = data.get(step, {}).get("answered_on")
    return date.fromisoformat(stored) if stored else today


def safety_answers(data: Data) -> dict[str, AnswerValue]:
    """The safety check as answers; a missing question left open counts as the content says."""
    safety = data.get("safety")
    if safety is None:
        return {}
    return catalogue().safety_check.answers(safety["ticked"], safety["chosen"])


def sign_answers(data: Data, today: date) -> dict[str, AnswerValue]:
    """What shows now. For old trouble only the second list counts, never the memory."""
    signs = data.get("signs")
    if signs is None:
        return {}
    if not is_old(data, today):
        return {
            "q_pop": AnswerValue(signs["pop"]),
            "q_big_bruise": big_bruise(signs),
            "q_gap": AnswerValue(signs["gap"]),
        }
    now = signs.get("now")
    if now is None:
        return {}
    shown = {"q_big_bruise": _yes_if("big_bruise" in now), "q_gap": _yes_if("gap" in now)}
    # No tick is no answer here: a draft of before was not asked about a lump.
    return shown | ({"q_lump": AnswerValue.YES} if "lump" in now else {})


def health_questions() -> list[Question]:
    """The questions of the intake that no other step asks, in order of danger."""
    elsewhere = ASKED_AS_SIGNS | {q for line in catalogue().safety_check.lines for q in line.asks}
    return [
        question
        for question in catalogue().questions_by_danger
        if "intake" in question.asked_when and question.id not in elsewhere
    ]


def health_answers(data: Data) -> dict[str, AnswerValue]:
    """The health list: a tick is yes, no tick is no."""
    you = data.get("you")
    if you is None:
        return {}
    answers = {
        q.id: _yes_if(q.id in you["health"]) for q in health_questions() if q.input != "ticks"
    }
    if you.get("baseline"):
        answers[BASELINE] = _yes_if(you["baseline"] != ["none"])
    return answers


def baseline_parts(data: Data) -> list[str]:
    """Which troubles are long-standing and known to a doctor."""
    return [part for part in data.get("you", {}).get("baseline", []) if part != "none"]


def big_bruise(signs: Data) -> AnswerValue:
    """Larger than a palm: no bruise and a smaller one are both no."""
    given = signs["bruise"]
    if given == "not_sure":
        return AnswerValue.NOT_SURE
    return _yes_if(given == LARGE)


def injury_columns(data: Data) -> dict[str, Any]:
    """The columns of the injury the draft describes; what is not answered keeps its default."""
    when, how = data.get("when", {}), data.get("how", {})
    signs, you = data.get("signs", {}), data.get("you", {})
    worst = data.get("where", {}).get("worst")
    columns: dict[str, Any] = {
        "side": when.get("side") or Side.BOTH.value,
        "onset": when.get("onset") if when.get("onset") in ("sudden", "gradual") else None,
        "onset_on": onset_on(data),
        "onset_precision": when.get("on_precision") or OnsetPrecision.UNKNOWN.value,
        "onset_words": when.get("words", ""),
        "mechanism": how.get("mechanism") or "unknown",
        "mechanism_note": how.get("note", ""),
        "places": place_pairs(data),
        "worst": pair(worst) if worst else None,
        "told_by_clinician": told_text(data)[:TOLD_MAX],
    }
    columns |= _onset_signs(signs)
    columns["surgery_on"] = _surgery_on(data)
    for name in (
        "goal",
        "run_minutes",
        "run_times_a_week",
        "run_pain",
        "sit_minutes",
        "settles_minutes",
        "earlier_injury",
    ):
        columns[name] = you.get(name)
    for name in ("worse_with", "eases_with", "sit_seat"):
        columns[name] = you.get(name) or ""
    return columns


def told_of(data: Data) -> Data | None:
    """What a professional said, with who and when; None without, and for a draft of before.

    Such a draft holds their words alone, as one text.
    """
    told = data.get("told")
    return told if isinstance(told, Mapping) else None


def told_text(data: Data) -> str:
    """Their words, "" without."""
    told = data.get("told") or ""
    return str(told.get("told") or "") if isinstance(told, Mapping) else str(told)


def without_word(data: Data) -> Data:
    """The same answers without what a professional said."""
    return {name: part for name, part in data.items() if name != "told"}


def _surgery_on(data: Data) -> date | None:
    """The day of an operation, as far as "about so many weeks ago" tells it."""
    you = data.get("you", {})
    weeks = you.get("surgery_weeks")
    if weeks is None or "q_surgery" not in you["health"]:
        return None
    return date.fromisoformat(you["answered_on"]) - timedelta(weeks=weeks)


def _onset_signs(signs: Data) -> dict[str, Any]:
    if not signs:
        return {}
    bruise = signs["bruise"]
    walking = signs["walking"]
    return {
        "onset_pop": signs["pop"],
        "onset_bruising": "yes" if bruise in (SMALL, LARGE) else bruise,
        "onset_big_bruise": big_bruise(signs).value,
        "onset_swelling": signs["swelling"],
        "onset_gap": signs["gap"],
        "onset_walking": walking if walking in set(Walking) else None,
    }


def day_columns(data: Data, today: date) -> dict[str, Any]:
    """What the intake says about today: where it hurts and what shows. Never a pain score."""
    columns: dict[str, Any] = {}
    if "where" in data:
        columns["places"] = place_pairs(data)
        worst = data["where"].get("worst")
        columns["worst"] = pair(worst) if worst else None
    shown = signs_now(data, today)
    if shown:
        columns["signs"] = shown
    if is_old(data, today) and data.get("signs", {}).get("now") is not None:
        columns["limp"] = "limp" in data["signs"]["now"]
    return columns


def signs_now(data: Data, today: date) -> dict[str, bool]:
    """Swelling and bruise as they show now; a sign the person is not sure about is left out."""
    signs = data.get("signs")
    if signs is None:
        return {}
    if is_old(data, today):
        now = signs.get("now")
        if now is None:
            return {}
        return {
            "swelling": "swelling" in now,
            "bruising": bool({"bruise", "big_bruise"} & set(now)),
        }
    shown = {}
    if signs["swelling"] != "not_sure":
        shown["swelling"] = signs["swelling"] == "yes"
    if signs["bruise"] != "not_sure":
        shown["bruising"] = signs["bruise"] != "no"
    return shown


def diary_of(data: Data, today: date) -> values.Diary:
    """The draft as a diary of one day, read by the same code as stored rows."""
    owner = User(birth_year=data.get("you", {}).get("birth_year"), sex=sex_of(data))
    columns = injury_columns(data)
    if columns["onset_on"] and columns["onset_on"] > today:
        columns["onset_on"] = today
    row = Injury(owner=owner, **columns)
    logged = day_columns(data, today)
    days = (day_value(Day(on=today, **logged), side=row.side),) if logged else ()
    answers = answers_of(data, today)
    return values.Diary(
        injury=injury_value(row, today=today),
        days=days,
        answers=tuple(
            values.Answer(on=on, question=question, value=value)
            for question, (value, on) in answers.items()
        ),
        first_logged_on=today if days else None,
    )


def sex_of(data: Data) -> str | None:
    return data.get("you", {}).get("sex")


def care_items(data: Data) -> Sequence[Data]:
    """The care list in the order it was written."""
    items: Sequence[Data] = data.get("had", {}).get("items", [])
    return items


def _yes_if(given: bool) -> AnswerValue:
    return AnswerValue.YES if given else AnswerValue.NO
