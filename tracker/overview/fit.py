""" "What does it fit?": six things a clinician looks at, each with the person's own days.

A shape and a plain word per row; no totals, no ranking. What was not told is said to be
not told, never "none".
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from rehab.content.catalogue import catalogue
from rehab.diary import Diary, Injury
from rehab.signs.factors import Fit, Word, look
from rehab.signs.model import Factor
from rehab.vocabulary import Location
from tracker import labels
from tracker.overview.injury_words import began_sentence
from tracker.overview.progress_words import Said, number, said
from tracker.words import day_words

DAYS_NAMED = 5
WEAK_BELOW, STRONG_FROM = 1.0, 2.0

SHAPES = {
    Word.FITS_MUSCLE: "muscle",
    Word.FITS_TENDON: "tendon",
    Word.POINTS_ELSEWHERE: "elsewhere",
    Word.NOT_CLEAR: "unclear",
    Word.NOT_ENOUGH_DAYS: "few",
}
WORDS: Mapping[tuple[Word, ...], labels.Words] = {
    (Word.FITS_MUSCLE,): gettext_lazy("Fits muscle"),
    (Word.FITS_TENDON,): gettext_lazy("Fits sit-bone tendon"),
    (Word.POINTS_ELSEWHERE,): gettext_lazy("Points elsewhere"),
    (Word.NOT_CLEAR,): gettext_lazy("Not clear"),
    (Word.FITS_MUSCLE, Word.FITS_TENDON): gettext_lazy("Fits muscle and tendon"),
    (Word.FITS_TENDON, Word.POINTS_ELSEWHERE): gettext_lazy(
        "Fits sit-bone tendon, points elsewhere too"
    ),
}


@dataclass(frozen=True, slots=True)
class FitRow:
    """One row: its name, what was logged, shapes with a word, one line of general rule.

    `days` names the days it rests on when they are few. `strength` tells where a row that
    says something says more or less than the others, "" in between.
    """

    id: str
    name: str
    logged: tuple[Said, ...]
    days: str
    shapes: tuple[str, ...]
    word: str
    general: str
    strength: str = ""


def fit_rows(diary: Diary, *, today: date) -> tuple[FitRow, ...]:
    """The six rows for a diary, in the order of the content. Reads nothing."""
    factors = catalogue().factors
    found = look(tuple(factors.values()), diary, today)
    return tuple(
        _row(each, diary, factors[each.factor_id].window_days, today=today) for each in found
    )


def _row(fit: Fit, diary: Diary, window: int, *, today: date) -> FitRow:
    factor = catalogue().factors[fit.factor_id]
    lines = EVIDENCE[fit.factor_id](fit, diary.injury, window)
    if fit.factor_id in OF_PLACES:
        lines += _carried(diary, since=today - timedelta(days=window - 1))
    return FitRow(
        id=fit.factor_id,
        name=_(factor.label),
        logged=tuple(lines),
        days=_few_days(fit),
        shapes=tuple(SHAPES[word] for word in fit.words),
        word=_word(fit),
        general=_general(factor, fit),
        strength=_strength(fit, factor.weight),
    )


def _general(factor: Factor, fit: Fit) -> str:
    """The general line; where a row points elsewhere, what else it can be stands beside it."""
    if factor.exceptions is None or Word.POINTS_ELSEWHERE not in fit.words:
        return _(factor.general)
    return f"{_(factor.general)} {_(factor.exceptions)}"


def _word(fit: Fit) -> str:
    if fit.words == (Word.NOT_ENOUGH_DAYS,):
        return _("Not enough days: %(n)s of %(of)s") % {"n": fit.logged, "of": fit.needed}
    known = WORDS.get(fit.words)
    return str(known or get_text_list([str(WORDS[(word,)]) for word in fit.words], _("and")))


def _strength(fit: Fit, weight: float) -> str:
    """What the content weighs half counts as weak, what it weighs double as strong."""
    if set(fit.words) & {Word.NOT_CLEAR, Word.NOT_ENOUGH_DAYS}:
        return ""
    if weight < WEAK_BELOW:
        return _("Weak: it says little.")
    return _("Strong: it says more than most rows.") if weight >= STRONG_FROM else ""


def _few_days(fit: Fit) -> str:
    """The days themselves, when a count of them is what the row says."""
    if fit.factor_id not in ("f_radiating", "f_swelling_bruising"):
        return ""
    if not 0 < len(fit.evidence) <= DAYS_NAMED:
        return ""
    return _("Days: %(days)s.") % {"days": ", ".join(day_words(on) for on in fit.evidence)}


def _carried(diary: Diary, *, since: date) -> list[Said]:
    """Days whose places stand there only because the day before had them: shown, not counted."""
    n = sum(
        bool(day.carried_locations or (day.copied and day.locations))
        for day in diary.days
        if day.on >= since
    )
    text = ngettext(
        "Places carried over untouched on {figure} day: not counted.",
        "Places carried over untouched on {figure} days: not counted.",
        n,
    )
    return [said(text, str(n))] if n else []


def _of_days(n: int, of: int) -> str:
    return _("%(n)s of %(of)s") % {"n": n, "of": of}


def _int(fit: Fit, name: str) -> int:
    value = fit.values.get(name, 0)
    return value if isinstance(value, int) else 0


def _focal(fit: Fit, injury: Injury, window: int) -> list[Said]:
    painful, days = _int(fit, "m"), _int(fit, "n")
    if not painful:
        text = _("No place told on a painful day in the last %(days)s days.")
        return [said(text % {"days": window})]
    figure = _of_days(days, painful)
    if fit.words == (Word.POINTS_ELSEWHERE,):
        return [said(_("Three or more places on {figure} painful days."), figure)]
    told = fit.values.get("places", ())
    codes = [str(code) for code in told] if isinstance(told, Sequence) else []
    names = [str(labels.place(Location(code), injury.side)) for code in codes]
    lines = [said(_("%(place)s on {figure} painful days.") % {"place": names[0]}, figure)]
    if names[1:3]:
        also = get_text_list([name.lower() for name in names[1:3]], _("and"))
        lines.append(said(_("Also %(places)s.") % {"places": also}))
    return lines


def _radiating(fit: Fit, injury: Injury, window: int) -> list[Said]:
    known, beyond, nerve = _int(fit, "m"), _int(fit, "n"), _int(fit, "nerve_days")
    if not fit.logged:
        text = _("Places and the kind of pain were not told in the last %(days)s days.")
        return [said(text % {"days": window})]
    lines = []
    if known:
        text = _("Beyond the thigh on {figure} days that told where.")
        lines.append(said(text, _of_days(beyond, known)))
    if nerve:
        text = ngettext(
            "Burning, electric, numb or tingling on {figure} day.",
            "Burning, electric, numb or tingling on {figure} days.",
            nerve,
        )
        lines.append(said(text, str(nerve)))
    elif _int(fit, "nerve_asked"):
        lines.append(said(_("No burning, electric, numb or tingling pain marked.")))
    if _int(fit, "tear_can_do_this") and (beyond or nerve):
        text = _("A real tear can irritate the nerve beside it, so the tear itself can do this.")
        lines.append(said(text))
    return lines


def _swelling(fit: Fit, injury: Injury, window: int) -> list[Said]:
    seen, asked, fresh = _int(fit, "n"), _int(fit, "m"), _int(fit, "fresh_days")
    lines = []
    if fresh:
        text = ngettext(
            "Logged on {figure} of the first %(days)s days.",
            "Logged on {figure} of the first %(days)s days.",
            fresh,
        )
        lines.append(said(text % {"days": _int(fit, "first_days")}, str(fresh)))
    lines += _at_start(injury)
    if seen:
        text = _("Swelling or bruise on {figure} days asked in %(days)s.") % {"days": window}
        lines.append(said(text, _of_days(seen, asked)))
    elif asked:
        text = ngettext(
            "None in the last %(days)s days, asked on %(n)s.",
            "None in the last %(days)s days, asked on %(n)s.",
            asked,
        )
        lines.append(said(text % {"days": window, "n": asked}))
    return lines or [said(_("Not told."))]


def _at_start(injury: Injury) -> list[Said]:
    """What was told of the start, each by its name; a "not sure" is no "no"."""
    match injury.bruising, injury.swelling:
        case True, True:
            text = _("A bruise and swelling at the start, as you remember.")
        case True, _:
            text = _("A bruise at the start, as you remember.")
        case _, True:
            text = _("Swelling at the start, as you remember.")
        case False, False:
            text = _("None at the start, as you remember.")
        case False, None:
            text = _("No bruise at the start, as you remember.")
        case None, False:
            text = _("No swelling at the start, as you remember.")
        case _:
            return []
    return [said(text)]


def _rest(fit: Fit, injury: Injury, window: int) -> list[Said]:
    high, known = _int(fit, "n"), _int(fit, "m")
    lines = []
    if known:
        text = _("At rest or at night 3 or more on {figure} logged days in %(days)s.")
        lines.append(said(text % {"days": window}, _of_days(high, known)))
    sitting = fit.values.get("median")
    if isinstance(sitting, int | float):
        lines.append(said(_("Sitting pain is usually {figure}."), number(sitting)))
    return lines or [said(_("Pain at rest was not told in the last %(n)s days.") % {"n": window})]


def _response(fit: Fit, injury: Injury, window: int) -> list[Said]:
    care, of = _int(fit, "n"), _int(fit, "m")
    text = ngettext(
        "Something done for it on {figure} day of %(of)s.",
        "Something done for it on {figure} days of %(of)s.",
        care,
    )
    lines = [said(text % {"of": of}, str(care))] if care else []
    before, now = fit.values.get("before"), fit.values.get("now")
    if isinstance(before, int | float) and isinstance(now, int | float):
        figure = _("%(before)s, then %(now)s") % {"before": number(before), "now": number(now)}
        lines.append(said(_("Everyday pain over 3 weeks: {figure}."), figure))
    elif fit.words == (Word.NOT_CLEAR,):
        lines.append(said(_("This week or the one three weeks ago has too few days to compare.")))
    return lines or [said(_("Too few days to compare three weeks."))]


def _time(fit: Fit, injury: Injury, window: int) -> list[Said]:
    began = began_sentence(injury.onset_on, injury.onset_precision)
    lines = [said(began)] if began else []
    week, level = fit.values.get("week"), fit.values.get("median")
    if isinstance(week, int):
        lines.append(said(_("Week {figure} of the present count."), str(week)))
    if isinstance(level, int | float):
        lines.append(said(_("Everyday pain is usually {figure}."), number(level)))
    else:
        lines.append(said(_("Too few days to say how it is now.")))
    return lines


# Rows that count days on which a place was told.
OF_PLACES = frozenset({"f_focal", "f_radiating"})
EVIDENCE: Mapping[str, Callable[[Fit, Injury, int], list[Said]]] = {
    "f_focal": _focal,
    "f_radiating": _radiating,
    "f_swelling_bruising": _swelling,
    "f_rest_pain": _rest,
    "f_response": _response,
    "f_healing_time": _time,
}
