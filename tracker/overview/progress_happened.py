"""What happened in the days of a chart: falls, setbacks, notices, visits, the plan's stages."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import CharField, F, QuerySet, Value
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from rehab.content.catalogue import catalogue
from rehab.programme.model import Programme
from rehab.vocabulary import FallKind, Tier
from tracker import labels
from tracker.charts.axes import Span
from tracker.charts.happenings import Event
from tracker.models import Change, Fall, Injury, Notice, Plan, Setback, StageMove, Visit
from tracker.ready_query import ReadyQuery

SHOWN_VISITS = ("booked", "seen", "result", "closed")
EVENTS_AT_MOST = 30
FALL_WORDS = {
    FallKind.FALL: pgettext_lazy("what happened", "Fall"),
    FallKind.SLIP: pgettext_lazy("what happened", "Slip"),
    FallKind.NEAR_FALL: pgettext_lazy("what happened", "Near fall"),
    FallKind.KNOCK: pgettext_lazy("what happened", "Knock"),
}
SETBACK_WORDS = {
    "flare": (gettext_lazy("Flare"), gettext_lazy("Flare: pain rose and settles")),
    "reinjury": (gettext_lazy("New injury"), gettext_lazy("New injury to the same place")),
}


@dataclass(frozen=True, slots=True)
class Happening:
    """A fall, setback, notice, visit, plan or move between stages, as stored."""

    what: str
    on: date
    uuid: UUID
    first: str
    second: str
    pk: int


@dataclass(frozen=True, slots=True)
class Stages:
    """The open plan's stages as they began; `number` of the present one counts from 1."""

    programme: Programme | None = None
    starts: tuple[tuple[date, int, str], ...] = ()
    number: int = 0

    @property
    def began_on(self) -> date | None:
        return self.starts[-1][0] if self.starts else None

    @property
    def name(self) -> str:
        return self.starts[-1][2] if self.starts else ""

    @property
    def count(self) -> int:
        return len(self.programme.stages) if self.programme else 0

    def goal(self, metric: str) -> float | None:
        """The value that the present stage asks of a metric before the next; None without one."""
        if self.programme is None or not self.number:
            return None
        asked = self.programme.stages[self.number - 1].exit
        value = next((line.value for line in asked if line.metric == metric), None)
        return None if value is None or isinstance(value, str | bool) else float(value)


def happened(injury: Injury, *, first: date, today: date) -> Iterator[Happening]:
    """One query over seven tables; the plan and its stages whole, the rest of the range only."""
    rows = _happened(injury=injury.pk, owner=injury.owner_id, first=first, today=today)
    yield from sorted((Happening(*row) for row in rows), key=lambda each: (each.on, each.pk))


@ReadyQuery
def _happened(injury: int, owner: int, first: date, today: date) -> QuerySet:
    inside = {"on__gte": first, "on__lte": today}
    own = {"injury": injury}
    falls, setbacks, notices, visits, changes, plans, moves = _parts()
    parts = (
        falls.filter(owner_id=owner, **inside),
        setbacks.filter(**own, **inside),
        notices.filter(**own, told_on__gte=first, told_on__lte=today),
        visits.filter(**own, **inside),
        changes.filter(**own, began_on__gte=first, began_on__lte=today),
        plans.filter(**own, started_on__lte=today),
        moves.filter(plan__injury=injury),
    )
    return parts[0].union(*parts[1:], all=True)


def _parts() -> tuple[QuerySet, ...]:
    """The parts of the union without whose and when."""
    return (
        _part(Fall.objects.all(), "fall", "on", "kind"),
        _part(Setback.objects.exclude(confirmed=False), "setback", "on", "kind"),
        _part(
            Notice.objects.exclude(closed_because="edited").exclude(tier="note"),
            "notice",
            "told_on",
            "tier",
            "heading",
        ),
        _part(Visit.objects.filter(state__in=SHOWN_VISITS), "visit", "on", "state", "who"),
        _part(Change.objects.all(), "change", "began_on", "what"),
        _part(
            Plan.objects.filter(ended_on__isnull=True), "plan", "started_on", "programme", "stage"
        ),
        _part(
            StageMove.objects.filter(plan__ended_on__isnull=True),
            "stage",
            "on",
            "plan__programme",
            "to_stage",
        ),
    )


def _part(rows: QuerySet, what: str, on: str, first: str, second: str = "") -> QuerySet:
    """The six columns every part of the union has, in the same order."""
    text = CharField()
    other = Coalesce(F(second), Value(""), output_field=text) if second else Value("", text)
    return (
        rows.order_by()
        .annotate(
            p_what=Value(what, text),
            p_on=F(on),
            p_first=Coalesce(F(first), Value(""), output_field=text),
            p_second=other,
        )
        .values_list("p_what", "p_on", "uuid", "p_first", "p_second", "pk")
    )


def stages(found: Iterable[Happening]) -> Stages:
    """The stages of the open plan; none for a plan of the person's own or an unknown one."""
    moves = [each for each in found if each.what == "stage"]
    plans = [each for each in found if each.what == "plan"]
    source = moves or plans
    programme = catalogue().programmes.get(source[-1].first) if source else None
    if programme is None:
        return Stages()
    numbers = {stage.id: number for number, stage in enumerate(programme.stages, start=1)}
    starts = [
        (each.on, numbers[each.second], _(programme.stage(each.second).name))
        for each in source
        if each.first == programme.id and each.second in numbers
    ]
    return Stages(programme, tuple(starts), starts[-1][1] if starts else 0)


def events(found: Sequence[Happening], span: Span) -> tuple[Event, ...]:
    """What happened in these days as symbols with words, the latest 30."""
    told = [event for each in found if each.on in span and (event := _event(each)) is not None]
    return tuple(told[-EVENTS_AT_MOST:])


def _event(each: Happening) -> Event | None:
    match each.what:
        case "fall":
            kind = FallKind(each.first)
            words = str(labels.label(kind))
            return Event(each.on, "fall", str(FALL_WORDS[kind]), words, "fall-edit", each.uuid)
        case "setback":
            word, sentence = SETBACK_WORDS[each.first]
            return Event(each.on, "flare", str(word), str(sentence), "day-edit", each.on)
        case "notice":
            words = _("Sign: %(heading)s") % {"heading": each.second}
            tier = str(labels.label(Tier(each.first))).lower()
            short = _("Sign, %(tier)s") % {"tier": tier}
            return Event(each.on, each.first, short, words, "notice", each.uuid)
        case "visit":
            words = _("Visit: %(who)s") % {"who": each.second} if each.second else _("Visit")
            return Event(each.on, "visit", _("Visit"), words, "visits")
        case "change":
            words = _("Changed: %(what)s") % {"what": each.first}
            return Event(each.on, "change", _("Change"), words, "change", each.uuid)
    return None
