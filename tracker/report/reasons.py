"""Why I am here: at most seven sentences that a stranger reads first.

Every one rests on what was logged or told; what is not known is not said.
"""

from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from math import isinf

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from rehab.content.catalogue import catalogue
from rehab.vocabulary import AnswerValue, CareKind, CareOutcome, PainContext, Seat, Tier
from tracker import labels
from tracker.charts.series import Point, middle_of
from tracker.overview.progress_words import PAIN_WORDS
from tracker.report.reading import Read
from tracker.report.words import (
    amount,
    began_words,
    day,
    lower,
    median,
    onset_words,
    place_words,
)

FORTNIGHT, WEEK = 14, 7
GRAVE = (Tier.EMERGENCY, Tier.URGENT)
HURTS_FROM = 3
LEAST = 3
NOTHING_HELPED = (CareOutcome.NO_CHANGE.value, CareOutcome.WORSE.value)


def reasons(read: Read) -> Iterator[str]:
    """The sentences in the order of their weight."""
    yield from _grave_answers(read)
    yield _first(read)
    yield from _told(read)
    yield from _worst(read)
    yield from _ability(read)
    yield from _scans(read)
    yield from _treatments(read)
    yield from _falls(read)


def _grave_answers(read: Read) -> Iterator[str]:
    """What was answered yes in the last 14 days and would be urgent or an emergency."""
    known = catalogue().questions
    since = read.today - timedelta(days=FORTNIGHT - 1)
    told = [
        _("%(what)s (%(day)s)") % {"what": _(known[question].short), "day": day(on)}
        for question, (on, value) in read.answers.items()
        if value == AnswerValue.YES and on >= since and known[question].tier_if_yes in GRAVE
    ]
    if told:
        yield _("Answered yes: %(list)s.") % {"list": "; ".join(told)}


def _first(read: Read) -> str:
    """Where, since when, how it began, and when it is worst; what is not known is said so."""
    parts = [_place(read)]
    began = began_words(read.injury)
    parts[0] = (
        _("%(place)s since %(when)s") % {"place": parts[0], "when": began} if began else parts[0]
    )
    if not began:
        parts.append(_("since when is not known"))
    if how := onset_words(read.injury):
        parts.append(how)
    if worst := worst_context(read):
        parts.append(_("worst: %(context)s") % {"context": lower(labels.label(worst))})
    return f"{', '.join(parts)}."


def _place(read: Read) -> str:
    injury = read.injury
    pair = injury.worst or (injury.places[0] if injury.places else None)
    if pair:
        return place_words(pair[0], pair[1])
    return labels.injury_words(side=injury.side, places=(), worst=None)


def worst_context(read: Read) -> PainContext | None:
    """The kind of pain with the highest median in the last 14 days; None with too few values."""
    found: dict[PainContext, float] = {}
    for context in PainContext:
        values = [
            point.value for point in _recent(read.rows.points(context.value), read, FORTNIGHT)
        ]
        middle = middle_of(values)
        if len(values) >= LEAST and middle is not None and middle > 0:
            found[context] = middle
    return max(found, key=lambda context: found[context]) if found else None


def _told(read: Read) -> Iterator[str]:
    """The word of a professional that counts, with who and when."""
    for line in read.told:
        if line.counts:
            told = {"what": lower(line.what), "who": line.who, "when": line.when}
            text = _("I was told: %(what)s (%(who)s, %(when)s).") % told
            yield f"{text} “{line.quote}”" if line.quote else text


def _worst(read: Read) -> Iterator[str]:
    context = worst_context(read)
    if context is None:
        return
    recent = _recent(read.rows.points(context.value), read, FORTNIGHT)
    hurt = sum(1 for point in recent if point.value >= HURTS_FROM)
    usual = median(p.value for p in _recent(read.rows.points(context.value), read, WEEK))
    told = {
        "pain": str(PAIN_WORDS[context]),
        "n": hurt,
        "of": len(recent),
        "usual": usual,
        "from": HURTS_FROM,
    }
    if usual:
        yield (
            _(
                "%(pain)s %(from)s or more on %(n)s of %(of)s days with a number in the last 14, "
                "usual %(usual)s."
            )
            % told
        )
    else:
        yield _("%(pain)s %(from)s or more on %(n)s of %(of)s days with a number.") % told


def _ability(read: Read) -> Iterator[str]:
    """Minutes sat before it hurts by the seat told most; else the course of everyday pain."""
    seats = {row.on: row.seat for row in read.rows.days if row.seat}
    points = [p for p in read.rows.sitting() if p.on in read.span and not isinf(p.value)]
    if points:
        often = Counter(seats.get(p.on, "") for p in points).most_common(1)[0][0]
        same = [p for p in points if seats.get(p.on, "") == often]
        before, now = _ends(same, read)
        if before is not None and now is not None:
            yield _("Sitting before it hurts (%(seat)s): %(before)s → %(now)s min.") % {
                "seat": lower(labels.label(Seat(often))) if often else _("seat not told"),
                "before": amount(before),
                "now": amount(now),
            }
        return
    everyday = [point for point in read.rows.everyday() if point.on in read.span]
    before, now = _ends(everyday, read)
    if before is not None and now is not None:
        yield _("Everyday pain, highest of the day: %(before)s → %(now)s since %(day)s.") % {
            "before": amount(before),
            "now": amount(now),
            "day": day(everyday[0].on),
        }


def _ends(points: list[Point], read: Read) -> tuple[float | None, float | None]:
    """The medians of the first and the last week of the period; None with under 3 values."""
    if not points:
        return None, None
    until = points[0].on + timedelta(days=WEEK)
    first = [point.value for point in points if point.on < until]
    last = [point.value for point in _recent(points, read, WEEK)]
    return (
        middle_of(first) if len(first) >= LEAST else None,
        middle_of(last) if len(last) >= LEAST else None,
    )


def _scans(read: Read) -> Iterator[str]:
    scans = [care for care in read.care if care.kind == CareKind.SCAN]
    if not scans:
        return
    told = []
    for care in scans[-2:]:
        name = " ".join(part for part in (care.name or _("Scan"), care.when_words) if part)
        found = lower(labels.label(CareOutcome(care.outcome))) if care.outcome else ""
        told.append(f"{name}: {found}" if found else name)
    yield f"{'; '.join(told)}."


def _treatments(read: Read) -> Iterator[str]:
    done = [care for care in read.care if care.kind != CareKind.SCAN and care.outcome]
    if not done:
        return
    helped = sum(1 for care in done if care.outcome == CareOutcome.HELPED)
    none = sum(1 for care in done if care.outcome in NOTHING_HELPED)
    words = ngettext("%(n)s treatment so far", "%(n)s treatments so far", len(done)) % {
        "n": len(done)
    }
    yield _("%(words)s: %(helped)s helped, %(none)s did not.") % {
        "words": words,
        "helped": helped,
        "none": none,
    }


def _falls(read: Read) -> Iterator[str]:
    if read.falls:
        days = ", ".join(day(fall.on) for fall in read.falls[-3:])
        n = len(read.falls)
        yield ngettext(
            "%(n)s fall or slip in this period: %(days)s.",
            "%(n)s falls or slips in this period: %(days)s.",
            n,
        ) % {"n": n, "days": days}


def _recent(points: object, read: Read, days: int) -> list[Point]:
    first = read.span.last - timedelta(days=days - 1)
    return [p for p in points if first <= p.on <= read.span.last]  # type: ignore[attr-defined]
