"""The one reply to a shared page: kept as typed, and what the person takes over of it.

Nothing of it counts until the person confirms a part; then it goes the way it would have gone
if they had typed it: "My clinician told me", a visit, "My clinician cleared me".
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID, uuid4

from django.db import IntegrityError, transaction
from django.utils.translation import gettext

from rehab.content.catalogue import catalogue
from rehab.vocabulary import Tier, ToldKind
from tracker.actions.answer_notice import BOOKED_DAYS_AHEAD
from tracker.actions.errors import ActionError, EntryRefused
from tracker.actions.follow_plan import Agreement, clear_stage
from tracker.actions.record_told import record_told
from tracker.actions.record_visit import VisitEntry, book_visit
from tracker.actions.share_report import hash_of
from tracker.actions.tell_later import tell
from tracker.clock import PersonNow
from tracker.models import Injury, Plan, ShareLink, ShareReply, Visit
from tracker.models.reminder import ReminderKind
from tracker.told_word import Word

WHO_MAX = 80
GRAVE = (Tier.EMERGENCY.value, Tier.URGENT.value)


@dataclass(frozen=True, slots=True)
class Reply:
    """What was typed. `label` "" or a ToldKind; `stage` "" or one of the plan that runs."""

    name: str
    role: str
    message: str = ""
    label: str = ""
    visit_on: date | None = None
    stage: str = ""


def link_for_reply(token: str, *, now: datetime) -> ShareLink | None:
    """The open link whose reply this token is; None for wrong and ended alike."""
    found = ShareLink.objects.select_related("injury", "injury__owner", "reply")
    return found.filter(reply_hash=hash_of(token), ended_at=None, ends_at__gt=now).first()


def send_reply(*, link: ShareLink, reply: Reply, at: PersonNow, key: UUID) -> bool:
    """Keep the reply; True too for the same form sent again, False when another was kept before.

    EntryRefused when it says nothing, or names a day that cannot be or a stage of no plan.
    """
    if not (reply.message or reply.label or reply.visit_on or reply.stage):
        raise EntryRefused("Write a message, or choose something below", field="message")
    if reply.visit_on is not None and reply.visit_on < at.today:
        raise EntryRefused("The day of the visit must be today or later", field="visit_on")
    if reply.visit_on is not None and reply.visit_on > at.today + timedelta(BOOKED_DAYS_AHEAD):
        raise EntryRefused("This day is too far ahead", field="visit_on")
    plan = open_programme(link.injury) if reply.stage else None
    if reply.stage and (plan is None or reply.stage not in _order(plan.programme)):
        raise EntryRefused("Choose from the list", field="stage")
    try:
        with transaction.atomic():
            kept = ShareReply.objects.create(
                link=link,
                key=key,
                name=reply.name,
                role=reply.role,
                message=reply.message,
                label=reply.label,
                visit_on=reply.visit_on,
                programme=plan.programme if plan else "",
                stage=reply.stage,
                sent_at=at.now,
                sent_on=at.today,
            )
            tell(
                link.injury.owner,
                ReminderKind.REPLY,
                local_day=at.today,
                about=kept.uuid,
                injury=link.injury,
                not_before=at.now,
            )
    except IntegrityError:
        return ShareReply.objects.filter(link=link, key=key).exists()
    return True


def open_programme(injury: Injury) -> Plan | None:
    """The plan of ours that runs; None without one and for an own plan."""
    plans = Plan.objects.filter(injury=injury, ended_on__isnull=True).exclude(programme="")
    return plans.first()


def take_part(*, reply: ShareReply, part: str, at: PersonNow) -> None:
    """Take over `part` (label, visit or stage) as the person's own entry; twice is once.

    ActionError for a part that was not sent, and for whatever the entry itself refuses.
    """
    take: Callable[..., None] | None = TAKES.get(part)
    if take is None:
        raise ActionError("Choose one of these")
    with transaction.atomic():
        locked = _locked(reply)
        if not _is_sent(locked, part):
            raise ActionError("Choose one of these")
        if getattr(locked, f"{part}_taken_on") is not None:
            return
        take(locked, at)
        setattr(locked, f"{part}_taken_on", at.today)
        if not any(_is_sent(locked, p) and not getattr(locked, f"{p}_taken_on") for p in TAKES):
            locked.answered_at = locked.answered_at or at.now
        locked.save()


def put_aside(*, reply: ShareReply, at: PersonNow) -> None:
    """It was read, and asks for nothing more; its parts can still be taken over later."""
    ShareReply.objects.filter(pk=reply.pk, answered_at=None).update(answered_at=at.now)


def delete_reply(reply: ShareReply) -> None:
    """Delete it for good. What was taken over stays, and the link takes no other."""
    with transaction.atomic():
        ShareLink.objects.filter(pk=reply.link_id).update(reply_hash=None)
        reply.delete()


def marked(name: str) -> str:
    """A name as an entry of the person's shows it: marked as typed by whoever had the link."""
    mark = gettext("typed by the person with the link")
    return f"{name[: max(0, WHO_MAX - len(mark) - 2)]}, {mark}"[:WHO_MAX]


def _take_label(reply: ShareReply, at: PersonNow) -> None:
    word = Word(
        ToldKind(reply.label),
        reply.sent_on,
        words=reply.message,
        role=reply.role,
        who=marked(reply.name),
    )
    record_told(injury=reply.link.injury, word=word, at=at, key=uuid4())


def _take_visit(reply: ShareReply, at: PersonNow) -> None:
    day, injury = reply.visit_on, reply.link.injury
    if day is None or day < at.today:
        raise ActionError("That day is over. Put the visit in under Visits")
    if not Visit.objects.filter(injury=injury, state="booked", on=day).exists():
        entry = VisitEntry(day=day, role=reply.role, who=marked(reply.name))
        book_visit(injury=injury, entry=entry, at=at, key=uuid4())


def _take_stage(reply: ShareReply, at: PersonNow) -> None:
    injury = reply.link.injury
    if injury.notices.open().filter(tier__in=GRAVE).exists():
        raise ActionError("A warning sign is open. Be seen for it first")
    plan = open_programme(injury)
    if plan is None or plan.programme != reply.programme:
        raise ActionError("This was for another plan than the one that runs now")
    order = _order(plan.programme)
    steps = order.index(reply.stage) - order.index(plan.stage)
    if steps > 1:
        raise ActionError("This is further than the next stage. Go one stage at a time, and ask")
    clear_stage(
        injury=injury,
        agreement=Agreement(marked(reply.name), reply.sent_on, reply.message),
        to_stage=reply.stage if steps == 1 else "",
        at=at,
        key=uuid4(),
    )


TAKES: dict[str, Callable[[ShareReply, PersonNow], None]] = {
    "label": _take_label,
    "visit": _take_visit,
    "stage": _take_stage,
}


def _is_sent(reply: ShareReply, part: str) -> bool:
    return bool({"label": reply.label, "visit": reply.visit_on, "stage": reply.stage}[part])


def _order(programme: str) -> list[str]:
    known = catalogue().programmes.get(programme)
    return [stage.id for stage in known.stages] if known else []


def _locked(reply: ShareReply) -> ShareReply:
    own = ShareReply.objects.select_related("link__injury__owner")
    return own.select_for_update(of=("self",)).get(pk=reply.pk)
