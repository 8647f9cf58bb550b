"""The result page: what the answers fit, why, what follows. Never a diagnosis."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from rehab.content.catalogue import catalogue
from rehab.triage import Reason, TriageResult
from rehab.vocabulary import Seat, Tier
from tracker import draft as drafts
from tracker import words
from tracker.draft_triage import is_under_age, triage_of
from tracker.labels import label
from tracker.overview.intake import began_words, minutes, place_words, running_words
from tracker.regions import Region

YOUNG = frozenset({"young_diary_only", "under_minimum_age"})
BEFORE_EXAMINED = frozenset({Tier.URGENT, Tier.SOON})


@dataclass(frozen=True, slots=True)
class SeeFirst:
    """Be examined before any plan: how soon and what to do."""

    tier: str
    heading: str
    sentence: str


@dataclass(frozen=True, slots=True)
class PlanKind:
    """The kind of plan people with these answers usually start with."""

    name: str
    summary: str
    range: str


@dataclass(frozen=True, slots=True)
class Result:
    """What the page says. Lists hold whole sentences in the person's language."""

    heading: str
    why: tuple[str, ...]
    also: tuple[str, ...]
    see_first: SeeFirst | None
    plan: PlanKind | None
    note: str
    holds: tuple[str, ...]
    limits: tuple[str, ...]
    long_standing: str
    clock: str
    is_under_age: bool
    is_young: bool
    told: str


def result(data: drafts.Data, *, today: date, region: Region) -> Result:
    """Put what triage says into words."""
    found = triage_of(data, today)
    texts = catalogue().triage_words
    row = catalogue().triage_rows[found.row]
    return Result(
        heading=_heading(found),
        why=tuple(_why(found.reasons, data, region)),
        also=tuple(words.condition_label(condition) for condition in found.also_feels_like),
        see_first=_see_first(found, region),
        plan=_plan(found),
        note=words.fill(row.note, {}, region),
        holds=tuple(
            words.fill(texts.diary_only[key], {}, region) for key in found.diary_only_reasons
        ),
        limits=tuple(words.fill(texts.limits[key], {}, region) for key in found.limits),
        long_standing=began_words(data["when"]) if found.long_standing else "",
        clock=_clock(data, today, found),
        is_under_age=is_under_age(data, today),
        is_young=bool(YOUNG & set(found.diary_only_reasons)),
        told=data.get("told", ""),
    )


def _heading(found: TriageResult) -> str:
    """No diagnosis: what people with such answers start with."""
    name = _(catalogue().triage_rows[found.row].label).lower()
    if found.see_someone_first in BEFORE_EXAMINED:
        return _("Be examined first, then plan")
    if found.kind == "mixed":
        return _("Your answers fit more than one thing")
    if found.kind == "elsewhere":
        return _("Your answers fit something else than a plain strain")
    if found.programme:
        return _("Many people with these answers start with a plan for: %(name)s") % {"name": name}
    return _("Your answers are often told with: %(name)s") % {"name": name}


def _why(reasons: Iterable[Reason], data: drafts.Data, region: Region) -> Iterable[str]:
    texts = catalogue().triage_words.why
    for reason in reasons:
        if reason.key == "places":
            where = data["where"]
            yield words.fill(texts["places"], {"places": _places(where["places"])}, region)
            if len(where["places"]) > 1:
                yield _("One spot hurts most: %(place)s.") % {
                    "place": place_words(where["worst"]).lower()
                }
            continue
        yield words.fill(texts[reason.key], reason.values, region)
        if reason.key.startswith("onset_") and data["when"]["on"]:
            yield _("It began: %(began)s.") % {"began": began_words(data["when"])}
    yield from _ability(data.get("you", {}))


def _places(values: Iterable[str]) -> str:
    return ", ".join(place_words(value).lower() for value in values)


def _ability(you: drafts.Data) -> Iterable[str]:
    if you.get("sit_minutes") is not None:
        told = minutes(you["sit_minutes"])
        if you.get("sit_seat"):
            told = f"{told}, {str(label(Seat(you['sit_seat']))).lower()}"
        yield _("Sitting hurts after: %(told)s.") % {"told": told}
    if running_words(you):
        yield _("You run: %(told)s.") % {"told": running_words(you)}


def _see_first(found: TriageResult, region: Region) -> SeeFirst | None:
    tier = found.see_someone_first
    if tier is None:
        return None
    sentence = {
        Tier.URGENT: _(
            "Be examined today or tomorrow, for example at {urgent_place}. "
            "If you are unsure where to go, ask {advice_line}."
        ),
        Tier.SOON: _("Ask a doctor or a physiotherapist to examine it within 1 to 2 weeks."),
    }.get(tier, _("Book a visit to a physiotherapist or your doctor in the next few weeks."))
    return SeeFirst(tier.value, words.tier_heading(tier), words.fill(sentence, {}, region))


def _plan(found: TriageResult) -> PlanKind | None:
    if found.programme is None:
        return None
    programme = catalogue().programmes[found.programme]
    return PlanKind(_(programme.name), _(programme.summary), _(programme.range_text))


def _clock(data: drafts.Data, today: date, found: TriageResult) -> str:
    if found.programme is None:
        return ""
    if drafts.is_old(data, today):
        return _("We count from the day you start, not from when it began. You are not late.")
    return _("We count from the day it began.")
