"""Replies to a shared page as the person reads them: each part in words, and what became of it."""

from dataclasses import dataclass
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from rehab.content.catalogue import catalogue
from rehab.programme.model import Programme
from rehab.vocabulary import ToldKind
from tracker import labels
from tracker.models import Injury, ShareReply


@dataclass(frozen=True, slots=True)
class Part:
    """One proposal: `code` names it in forms, `button` takes it over, `taken_on` when that was."""

    code: str
    words: str
    button: str
    taken_on: date | None


@dataclass(frozen=True, slots=True)
class ReplyCard:
    """One reply. `who` is name and role as typed; `for_whom` the link's; `waits` until answered."""

    uuid: str
    who: str
    for_whom: str
    when: str
    message: str
    parts: tuple[Part, ...]
    waits: bool


def reply_cards(injury: Injury) -> tuple[ReplyCard, ...]:
    """Every reply to this injury's links, the newest first. One query."""
    rows = ShareReply.objects.filter(link__injury=injury).select_related("link")
    return tuple(
        ReplyCard(
            uuid=str(row.uuid),
            who=f"{row.name}, {labels.ROLES.get(row.role, row.role)}",
            for_whom=row.link.for_whom,
            when=date_format(row.sent_on, "j M Y"),
            message=row.message,
            parts=tuple(_parts(row)),
            waits=row.answered_at is None,
        )
        for row in rows
    )


def stage_choices(programme: str) -> list[tuple[str, str]]:
    """The stages of a programme by id, "Stage 2: Build"; none for an unknown one."""
    known = catalogue().programmes.get(programme)
    return [(stage.id, _stage_words(known, stage.id)) for stage in known.stages] if known else []


def _parts(row: ShareReply) -> list[Part]:
    found = []
    if row.label:
        what = labels.TOLD[ToldKind(row.label)]
        words = _("What it is: %(what)s") % {"what": what}
        button = _("Keep it as what my clinician told me")
        found.append(Part("label", words, button, row.label_taken_on))
    if row.visit_on:
        words = _("Next visit: %(day)s") % {"day": date_format(row.visit_on, "D j M Y")}
        found.append(Part("visit", words, _("Put it into Visits"), row.visit_taken_on))
    known = catalogue().programmes.get(row.programme)
    if known is not None and row.stage in {stage.id for stage in known.stages}:
        words = _("Cleared for: %(stage)s") % {"stage": _stage_words(known, row.stage)}
        button = _("Keep it as my clinician cleared me")
        found.append(Part("stage", words, button, row.stage_taken_on))
    return found


def _stage_words(programme: Programme, stage: str) -> str:
    number = [each.id for each in programme.stages].index(stage) + 1
    name = _(programme.stage(stage).name)
    return _("Stage %(n)s: %(name)s") % {"n": number, "name": name}
