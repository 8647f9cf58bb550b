"""What stands in the diary beside the log of a day: visits, tests, exercises, photos."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from django.db.models import CharField, Count, DecimalField, F, IntegerField, Q, QuerySet, Value
from django.db.models.expressions import Combinable
from django.db.models.functions import Cast
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from rehab.content.catalogue import catalogue
from tracker.load_tests import LOAD_TESTS
from tracker.models import ExerciseSession, Injury, Photo, Reading, Visit
from tracker.numbers import OWN_ACTIVITIES, number_of, numbers_of_test, page_of
from tracker.overview.plan_words import number, value_words
from tracker.overview.sign_words import ROLE_WORDS

VISITS, TESTS, SESSIONS, PHOTOS = "visits", "tests", "sessions", "photos"
KINDS = (VISITS, TESTS, SESSIONS, PHOTOS)
# The column that holds the person's own words.
NOTE_OF = {VISITS: "words", TESTS: "note", SESSIONS: "note", PHOTOS: "note"}
TEXT, WHOLE = CharField(), IntegerField()
AMOUNT = DecimalField(max_digits=8, decimal_places=2)
Narrow = Callable[[str, QuerySet], QuerySet]


@dataclass(frozen=True, slots=True)
class Event:
    """What happened on a day beside its log: `url` is the page on which it can be changed."""

    kind: str
    words: str
    url: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """One row of the four tables; which columns mean what is known to `_part`."""

    kind: str
    on: date
    uuid: UUID
    first: str
    second: str
    third: str
    value: Decimal | None
    count: int
    note: str


def beside(
    injury: Injury, *, narrow: Narrow, kinds: Iterable[str] = KINDS
) -> dict[date, list[Event]]:
    """The events of each day in one query; `narrow` cuts each table to the days looked at."""
    tables = {kind: narrow(kind, _rows(injury, kind)) for kind in kinds}
    parts = [_part(kind, rows) for kind, rows in tables.items()]
    if not parts:
        return {}
    rows = [Row(*row) for row in (parts[0].union(*parts[1:], all=True) if parts[1:] else parts[0])]
    found: dict[date, list[Event]] = {}
    for on in sorted({row.on for row in rows}):
        found[on] = list(_events([row for row in rows if row.on == on], on, side=injury.side))
    return found


def _rows(injury: Injury, kind: str) -> QuerySet:
    """The table of one kind; visits also of no injury, tests without that of every day."""
    if kind == VISITS:
        mine = Q(injury=injury) | Q(injury__isnull=True)
        return Visit.objects.filter(mine, owner_id=injury.owner_id, on__isnull=False)
    if kind == TESTS:
        return Reading.objects.filter(injury=injury).exclude(metric__in=LOAD_TESTS)
    if kind == PHOTOS:
        return Photo.objects.filter(injury=injury)
    told = Q(items__done=True) | Q(pain__isnull=False) | ~Q(note="")
    kept = ExerciseSession.objects.filter(told, plan__injury=injury).values("pk")
    return ExerciseSession.objects.filter(pk__in=kept)


def _part(kind: str, rows: QuerySet) -> QuerySet:
    """The nine columns every part of the union has, in the same order."""
    none: Combinable = Value("", TEXT)
    names: dict[str, tuple[Combinable, Combinable, Combinable, Combinable]] = {
        VISITS: (F("role"), F("who"), F("state"), Value(None, AMOUNT)),
        TESTS: (F("metric"), none, none, F("value")),
        SESSIONS: (none, none, none, F("pain")),
        PHOTOS: (none, none, none, Value(None, AMOUNT)),
    }
    first, second, third, value = names[kind]
    done = Count("items", filter=Q(items__done=True))
    return (
        rows.order_by()
        .annotate(
            b_kind=Value(kind, TEXT),
            b_1=first,
            b_2=second,
            b_3=third,
            b_value=Cast(value, AMOUNT),
            b_count=done if kind == SESSIONS else Value(0, WHOLE),
            b_note=F(NOTE_OF[kind]),
        )
        .values_list("b_kind", "on", "uuid", "b_1", "b_2", "b_3", "b_value", "b_count", "b_note")
    )


def _events(rows: list[Row], on: date, *, side: str) -> Iterator[Event]:
    """The events of one day: visits, one for each page of numbers, exercises, its photos."""
    for row in rows:
        if row.kind == VISITS:
            yield Event("visit", _visit(row), reverse("visit-edit", args=[row.uuid]), row.note)
    pages: dict[tuple[str, str], list[Row]] = {}
    for row in sorted((row for row in rows if row.kind == TESTS), key=lambda row: row.first):
        pages.setdefault(page_of(row.first), []).append(row)
    for (name, page), told in pages.items():
        if name == "measure" and page not in catalogue().outcome_measures:
            continue  # a number of a test that is switched off has no page
        words = _numbers(page, {row.first: float(row.value or 0) for row in told}, side=side)
        note = " ".join(row.note for row in told if row.note)
        yield Event("test", words, reverse(f"{name}-day", args=[page, on]), note)
    for row in rows:
        if row.kind == SESSIONS:
            yield Event("session", _session(row), reverse("exercises-on", args=[on]), row.note)
    photos = [row for row in rows if row.kind == PHOTOS]
    if photos:
        count = ngettext("%(n)s photo", "%(n)s photos", len(photos)) % {"n": len(photos)}
        note = " ".join(row.note for row in photos if row.note)
        only = len(photos) == 1
        page = reverse("photo", args=[photos[0].uuid]) if only else reverse("photos")
        yield Event("photo", f"{count}.", page, note)


def _visit(row: Row) -> str:
    """ "Visit: physio, Anna. You did not go." """
    role = _(ROLE_WORDS.get(row.first, "")) if row.first else ""
    who = ", ".join(part for part in (role, row.second) if part)
    words = _("Visit: %(who)s.") % {"who": who} if who else _("Visit.")
    return f"{words} {_('You did not go.')}" if row.third == "missed" else words


def _numbers(page: str, told: dict[str, float], *, side: str) -> str:
    """ "Knee straightening: left, sore 24°, right 10°." """
    content = catalogue()
    test = content.self_tests.get(page)
    if test is not None:
        title = _(test.name)
        known = [each for each in numbers_of_test(test, side=side) if each.metric in told]
        values = [
            f"{each.short} {value_words(each.metric, told[each.metric])}".strip() for each in known
        ]
    elif page == OWN_ACTIVITIES:
        title = _(content.outcome_measures[page].label)
        values = [number(value) for value in told.values()]
    else:
        title = _(content.outcome_measures[page].label)
        scale = number_of(page)
        answers = scale.answers if scale else ()
        values = [answers[int(v)] if v < len(answers) else number(v) for v in told.values()]
    return f"{title}: {', '.join(str(value) for value in values)}." if values else f"{title}."


def _session(row: Row) -> str:
    """ "3 exercises done, pain 2." """
    words = ngettext("%(n)s exercise done", "%(n)s exercises done", row.count) % {"n": row.count}
    if row.value is None:
        return f"{words}."
    return f"{words}, {_('pain %(n)s') % {'n': number(float(row.value))}}."


def inside(first: date, last: date) -> Narrow:
    """For `beside`: the days from `first` to `last`."""
    return lambda _kind, rows: rows.filter(on__gte=first, on__lte=last)
