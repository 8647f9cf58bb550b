"""What professionals said it is, in words: for its own page, Plan, and the report."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from rehab.content.catalogue import catalogue
from rehab.programme.model import Programme
from rehab.vocabulary import ToldKind
from tracker import labels
from tracker.models import ClinicianWord, Injury


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldLine:
    """One word of a professional. `what` names it, `quote` are their words, "" without.

    `who` is the role and the name as typed. `counts` marks the word that labels the injury now.
    """

    id: str
    what: str
    quote: str
    who: str
    on: date
    when: str
    counts: bool = False
    is_taken_back: bool = False


@dataclass(frozen=True, slots=True)
class PlanQuestion:
    """A plan runs that is not the one their word fits. `then` is None for a diary alone."""

    now: str
    then: str | None
    word: str


def told_lines(injury: Injury) -> tuple[ToldLine, ...]:
    """Everything a professional said about an injury, newest first. One query.

    The report reads it: `counts` is the word in force, one taken back is left to the reader.
    """
    shown = shown_id(injury)
    rows = ClinicianWord.objects.filter(injury=injury).order_by("-on", "-created_at", "-pk")
    return tuple(
        _line(
            {name: getattr(row, name) for name in ("kind", "words", "role", "who", "is_grade_0")}
            | {"bamic": row.bamic, "munich": row.munich, "id": str(row.uuid)},
            row.on,
            counts=str(row.uuid) == shown,
            is_taken_back=row.taken_back_on is not None,
        )
        for row in rows
    )


def told_now(injury: Injury) -> ToldLine | None:
    """The word that counts, without a query; None without one."""
    told = _stored(injury)
    return _line(told, date.fromisoformat(told["on"]), counts=True) if told else None


def told_line(told: Mapping[str, Any]) -> ToldLine:
    """One word out of a draft or a stored label."""
    return _line(told, date.fromisoformat(told["on"]))


def shown_id(injury: Injury) -> str:
    told = _stored(injury)
    return str(told["id"]) if told else ""


def plan_question(injury: Injury, programme: str) -> PlanQuestion | None:
    """Whether to ask about the plan that runs; None once answered, or when it is the one that fits.

    `programme` is that of the open plan, "" for one of the person's own: that is never asked.
    """
    told = _stored(injury)
    if not told or told.get("plan_choice") or not programme:
        return None
    fits = fitting(injury)
    if fits is not None and fits.id == programme:
        return None
    running = catalogue().programmes.get(programme)
    if running is None or (fits is None and told["kind"] == ToldKind.NOT_SURE.value):
        return None
    return PlanQuestion(_(running.name), _(fits.name) if fits else None, str(told["id"]))


def fitting(injury: Injury) -> Programme | None:
    """The programme of the row that fits now, if it is switched on."""
    row = catalogue().triage_rows.get(str((injury.triage or {}).get("row", "")))
    return catalogue().enabled_programmes.get(row.programme or "") if row else None


def fits_words(injury: Injury) -> str:
    """What the injury is labelled as now, "" for an older diary without a label."""
    row = catalogue().triage_rows.get(str((injury.triage or {}).get("row", "")))
    return _(row.label) if row else ""


def _stored(injury: Injury) -> dict[str, Any] | None:
    return (injury.triage or {}).get("told") or None


def _line(
    told: Mapping[str, Any], on: date, *, counts: bool = False, is_taken_back: bool = False
) -> ToldLine:
    names = [str(labels.TOLD[ToldKind(told["kind"])])]
    if told.get("is_grade_0"):
        names.append(_("grade 0"))
    if told.get("bamic"):
        names.append(_("British Athletics %(letters)s") % {"letters": told["bamic"]})
    if told.get("munich"):
        names.append(_("Munich %(type)s") % {"type": told["munich"]})
    who = [str(labels.ROLES[told["role"]])] if told.get("role") in labels.ROLES else []
    who += [told["who"]] if told.get("who") else []
    return ToldLine(
        id=str(told.get("id", "")),
        what=", ".join(names),
        quote=str(told.get("words") or told.get("told") or ""),
        who=", ".join(who),
        on=on,
        when=date_format(on, "j M Y"),
        counts=counts,
        is_taken_back=is_taken_back,
    )
