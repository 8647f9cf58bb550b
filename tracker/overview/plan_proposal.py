"""Which plan the answers fit, before anything starts. Source: decisions 1.5, 2.1."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from rehab.content.catalogue import catalogue
from rehab.programme.model import Programme
from rehab.vocabulary import InjuryType, Mechanism, Onset
from tracker import words
from tracker.clock import person_now
from tracker.models import Injury
from tracker.overview.plan_parts import exercise_rows
from tracker.regions import Region
from tracker.triage_again import is_asked_again, offered

CARE, STAY_STRONG, CLEARED = "hold_until_seen", "maintenance", "strain_g3_cleared"
CARDS = ("care", "maintenance", "cleared")
TEARS = ("strain_3", "avulsion_suspected", "avulsion_nonop", "strain_3_cleared")
# Said in other words on this page: the doors themselves.
LEFT_OUT = ("plan_not_ready",)


@dataclass(frozen=True, slots=True)
class StageWeek:
    """A stage by name and the exercises of its week."""

    name: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """What the intake's answers lead to. `programme` is None where we have no plan on purpose.

    `is_ready` is False for a plan that is not switched on. `is_care` stands for the care
    card while waiting to be seen. `why_not` are the reasons for a diary alone. `card` names
    a plan that was asked for by its own link, `is_tear` a large tear that has a plan of its
    own once a professional agrees, `fits` type and grade where an examination changed them,
    `weeks` what a week of it is.
    """

    programme: Programme | None
    name: str = ""
    summary: str = ""
    range_text: str = ""
    note: str = ""
    is_ready: bool = False
    is_care: bool = False
    why_not: tuple[str, ...] = ()
    card: str = ""
    is_tear: bool = False
    weeks: tuple[StageWeek, ...] = ()
    fits: tuple[InjuryType, int | None] | None = None


def proposal(injury: Injury, *, region: Region) -> Proposal:
    """What the triage row of the intake proposes; for older rows whom a programme is meant for."""
    content = catalogue()
    told = offered(injury, today=person_now(injury.owner).today)
    row = content.triage_rows.get(str(told.get("row", "")))
    name = (row.programme if row else _fitting(injury)) or ""
    programme = content.programmes.get(name)
    reasons = [str(key) for key in told.get("diary_only_reasons") or () if key not in LEFT_OUT]
    known = content.triage_words.diary_only
    why_not = tuple(words.fill(known[key], {}, region) for key in reasons if key in known)
    note = words.fill(row.note, {}, region) if row else ""
    if programme is None:
        return Proposal(programme=None, note=note, why_not=why_not)
    return Proposal(
        programme=programme,
        name=_(programme.name),
        summary=_(programme.summary),
        range_text=_(programme.range_text),
        note=note,
        is_ready=programme.enabled,
        is_care=programme.id == CARE,
        why_not=why_not,
        is_tear=programme.id == CARE and is_tear(injury),
        fits=(InjuryType(told["type"]), told["grade"]) if is_asked_again(injury, told) else None,
    )


def asked_card(card: str, injury: Injury, *, region: Region) -> Proposal | None:
    """The plan behind a link of its own; None where it is not for this injury.

    care: the care card, for everyone who waits to be seen. maintenance: who has come back.
    cleared: a large tear that a professional has examined.
    """
    if card == "care":
        return care_card(region=region)
    if card == "maintenance" and injury.returned_on is not None:
        return _of_card(card, STAY_STRONG, weeks=_weeks(STAY_STRONG))
    if card == "cleared" and is_tear(injury):
        row = catalogue().triage_rows["strain_3_cleared"]
        return _of_card(card, CLEARED, note=words.fill(row.note, {}, region))
    return None


def is_tear(injury: Injury) -> bool:
    """Whether the answers fit a large tear, which waits to be examined."""
    return injury.grade == 3 or str((injury.triage or {}).get("row", "")) in TEARS


def _of_card(
    card: str, programme_id: str, *, note: str = "", weeks: tuple[StageWeek, ...] = ()
) -> Proposal | None:
    programme = catalogue().enabled_programmes.get(programme_id)
    if programme is None:
        return None
    return Proposal(
        programme=programme,
        name=_(programme.name),
        summary=_(programme.summary),
        range_text=_(programme.range_text),
        note=note,
        is_ready=True,
        card=card,
        weeks=weeks,
    )


def _weeks(programme_id: str) -> tuple[StageWeek, ...]:
    """What each stage does in a week: names, sets, days."""
    return tuple(
        StageWeek(
            _(stage.name),
            tuple(f"{row.name} {row.dose}" for row in exercise_rows(stage) if not row.is_option),
        )
        for stage in catalogue().programmes[programme_id].stages
    )


def care_card(*, region: Region) -> Proposal:
    """The care card, open to everyone who waits to be seen."""
    programme = catalogue().programmes[CARE]
    return Proposal(
        programme=programme,
        name=_(programme.name),
        summary=_(programme.summary),
        range_text=_(programme.range_text),
        is_ready=programme.enabled,
        is_care=True,
        card="care",
    )


def _fitting(injury: Injury) -> str | None:
    """The programme meant for such an injury, where the intake kept none."""
    content = catalogue()
    onset = Onset(injury.onset) if injury.onset else None
    for programme in content.enabled_programmes.values():
        for_whom = programme.applies_to
        if not for_whom.types or InjuryType(injury.type) not in for_whom.types:
            continue
        if for_whom.onset and onset and for_whom.onset is not onset:
            continue
        if for_whom.grades and injury.grade not in for_whom.grades:
            continue
        if for_whom.mechanisms and Mechanism(injury.mechanism) not in for_whom.mechanisms:
            continue
        if for_whom.working_labels and injury.working_label not in for_whom.working_labels:
            continue
        return programme.id
    return None
