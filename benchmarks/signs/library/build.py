"""Turn a case into a diary of the format that `assess` reads, always the same one.

Pain goes straight from value to value of its course, with a step up or down on some
days as people's notes have (none on a 0). Days that were not logged are drawn once and
for all from the case's id. Nothing here depends on the clock or on chance.
"""

from datetime import date, timedelta
from hashlib import sha256
from typing import Any

from benchmarks.signs.library.read import Case, Spell, span
from rehab.vocabulary import PainContext, Sign

ONSET = date(2026, 3, 2)


def on(day: int) -> date:
    """The date of a day of a case."""
    return ONSET + timedelta(days=day)


def diary(case: Case, intake: tuple[str, ...], *, tells: bool = True) -> dict[str, Any]:
    """The diary file of a case as JSON would hold it.

    `intake` are the questions answered on the first day of use, when every person of
    the library answers them truthfully. With `tells`, what the person tells of
    themselves later is in it too.
    """
    injury: dict[str, Any] = {
        "id": case.id,
        "side": case.side,
        "onset": case.onset,
        "onset_on": on(0).isoformat(),
        "type": case.type,
        "grade": case.grade,
        "mechanism": case.mechanism,
        "at_onset": dict(case.at_onset),
        "days": [_day(case, day, spell) for day, spell in _logged(case)],
        "falls": [
            {"on": on(f.day).isoformat(), "kind": f.kind}
            | {key: value for key in ("landed_on", "effect") if (value := getattr(f, key))}
            for f in case.falls
        ],
        "runs": [
            {
                "on": on(day).isoformat(),
                "minutes": run.minutes,
                "effort": run.effort,
                "pain": run.pain,
                "sharp_stop": run.sharp_stop,
            }
            for run in case.runs
            for day in run.days
        ],
        "answers": _intake(case, intake) + (_told(case) if tells else []),
    }
    if case.programme:
        injury["plans"] = [{"programme": case.programme, "started_on": on(case.starts).isoformat()}]
    return {
        "format": "hamstring-diary",
        "version": 1,
        "person": {"age": case.age, "sex": case.sex, "time_zone": "Europe/London"},
        "injuries": [injury],
    }


def _intake(case: Case, intake: tuple[str, ...]) -> list[dict[str, str]]:
    day = case.starts
    return [
        {"on": on(day).isoformat(), "question": each, "value": case.true_answer(each, day).value}
        for each in intake
    ]


def _told(case: Case) -> list[dict[str, str]]:
    told = [(question, *span(text)) for question, text in case.tells.items()]
    return [
        {"on": on(first).isoformat(), "question": question, "value": value}
        for question, value, first, _ in told
    ]


def _logged(case: Case) -> list[tuple[int, Spell]]:
    by_day = {
        day: spell for spell in case.spells for day in range(spell.days[0], spell.days[1] + 1)
    }
    sure = {case.starts, case.last_day, *case.sure}
    return [
        (day, spell)
        for day, spell in sorted(by_day.items())
        if day >= case.starts and (day in sure or _draw(case.id, day, "logged") < case.logged)
    ]


def _day(case: Case, day: int, spell: Spell) -> dict[str, object]:
    entry: dict[str, object] = {
        "on": on(day).isoformat(),
        "pain": {context.value: _score(case, day, spell, context.value) for context in PainContext},
    }
    for key, codes in (
        ("locations", spell.at),
        ("qualities", spell.feel),
        ("treatments", spell.did),
    ):
        if codes is not None:
            entry[key] = codes.split()
    signs = spell.signs.split()
    if signs or case.asks_signs:
        entry["signs"] = {sign.value: sign in signs for sign in Sign}
    if spell.limp is not None:
        entry["limp"] = spell.limp
    return entry


def _score(case: Case, day: int, spell: Spell, context: str) -> int | None:
    course = getattr(spell, context)
    if course is None:
        return None
    points = [int(each) for each in str(course).split(">")]
    first, last = spell.days
    along = (day - first) / (last - first) * (len(points) - 1) if last > first else 0.0
    at = min(int(along), max(len(points) - 2, 0))
    to = points[min(at + 1, len(points) - 1)]
    value = points[at] + (to - points[at]) * (along - at)
    if case.wobbles and value >= 1:
        drawn = _draw(case.id, day, context)
        value += -1 if drawn < 0.15 else 1 if drawn > 0.85 else 0
    return min(10, max(0, int(value + 0.5)))


def _draw(case: str, day: int, what: str) -> float:
    """A number from 0 to 1 that is always the same for the same words."""
    digest = sha256(f"{case} {day} {what}".encode()).digest()
    return int.from_bytes(digest[:4], "big") / 2**32
