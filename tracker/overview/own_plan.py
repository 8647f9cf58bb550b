"""A professional's own plan: its page, and its part of Today. Nothing of it is judged."""

from dataclasses import dataclass

from django.utils.dates import WEEKDAYS_ABBR
from django.utils.text import get_text_list
from django.utils.translation import gettext as _

from rehab.content.catalogue import catalogue
from rehab.programme.own import ITEMS_MAX, Limits, OwnDue, OwnItem, OwnState, may_load
from rehab.programme.response import STAGE_BACK, Firing
from rehab.scales import NRS_MAX
from tracker.models import Injury
from tracker.overview.hold_words import Holding, holding
from tracker.overview.plan import PlanNow
from tracker.overview.plan_parts import LadderRows, ladder_rows
from tracker.overview.plan_pause import PauseOffer, offered_pause
from tracker.overview.plan_words import date_words, day_of

WEEK = 7
GOING = ("session", "rest")


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnRow:
    """One exercise of the plan with its days, its limits and how the last time went."""

    uuid: str
    name: str
    details: str
    note: str
    limits: str
    last: str
    exercise: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnPlanPage:
    """The page of an own plan. `offer` asks for a pause, `paused` tells of one that lasts."""

    made_by: str
    since: str
    rows: tuple[OwnRow, ...]
    taken_out: tuple[OwnRow, ...]
    holds: tuple[Holding, ...]
    offer: PauseOffer | None
    if_paused: str
    paused: str
    ladders: tuple[LadderRows, ...]
    is_full: bool
    is_stopped: bool
    few: str


def own_page(injury: Injury, now: PlanNow) -> OwnPlanPage | None:
    """None for a plan of ours. One query at most, for the pause."""
    state, log = now.own, now.plan.own_log
    if state is None or log is None:
        return None
    offer = offered_pause(injury, log, today=now.today)
    active = [_row(due, now) for due in state.rows if due.item.ended_on is None]
    return OwnPlanPage(
        made_by=now.plan.made_by,
        since=date_words(now.plan.started_on),
        rows=tuple(active),
        taken_out=tuple(_row(due, now) for due in state.rows if due.item.ended_on is not None),
        holds=own_holds(state, now),
        offer=offer,
        if_paused=_if_paused(state) if offer is not None and state.kind in GOING else "",
        paused=_paused(now),
        ladders=tuple(ladder_rows(ladder, state.case) for ladder in state.ladders),
        is_full=len(active) >= ITEMS_MAX,
        is_stopped=state.kind == "stopped",
        few=_few(len(active)),
    )


def own_holds(state: OwnState, now: PlanNow) -> tuple[Holding, ...]:
    """What the log does to the plan; a stage back has no meaning here, so its words are ours."""
    found = []
    for firing in state.response.open:
        if firing.rule.open_finding_topics or firing.outcome == "go":
            continue
        told = holding(firing, today=now.today, case=state.case)
        found.append(_asks_maker(told, firing, now) if firing.outcome in STAGE_BACK else told)
    return tuple(found)


def limit_words(limits: Limits) -> str:
    """ "Pain up to 3: carry on. From 5: stop."."""
    told = {"go": limits.go_to, "stop": limits.stop_at}
    if limits.stop_at > NRS_MAX:
        return _("Pain up to %(go)s: carry on.") % told
    return _("Pain up to %(go)s: carry on. From %(stop)s: stop.") % told


def day_words(item: OwnItem) -> str:
    """ "Mon, Wed and Fri", "every day"."""
    if not item.weekdays or len(item.weekdays) == WEEK:
        return _("every day")
    return get_text_list([str(WEEKDAYS_ABBR[day]) for day in sorted(item.weekdays)], _("and"))


def last_words(due: OwnDue, now: PlanNow) -> str:
    """What the newest pain of an exercise says, and from when it is due again."""
    if due.last is None:
        return ""
    told = {"n": due.last.pain, "day": day_of(due.last.on, now.today)}
    match due.verdict:
        case "go":
            return _("Pain %(n)s %(day)s: carry on.") % told
        case "hold":
            return _("Pain %(n)s %(day)s: same dose, do not add.") % told
    if due.back_on is not None and due.back_on > now.today:
        told["back"] = date_words(due.back_on)
        return _("Pain %(n)s %(day)s: leave it out until %(back)s, then begin lighter.") % told
    return _("Pain %(n)s %(day)s: begin lighter than that time.") % told


def _row(due: OwnDue, now: PlanNow) -> OwnRow:
    item = due.item
    return OwnRow(
        uuid=item.id,
        name=item.name,
        details=", ".join(part for part in (item.dose, day_words(item)) if part),
        note=item.note,
        limits=limit_words(due.limits),
        last=last_words(due, now),
        exercise=item.exercise if item.exercise in catalogue().exercises else "",
    )


def _asks_maker(told: Holding, firing: Firing, now: PlanNow) -> Holding:
    who, until = now.plan.made_by, firing.lift.until
    lifts = told.lifts
    if firing.lift.kind == "gone_back" and until is not None:
        lifts = _("It ends when you have been seen, or else on %(day)s.")
        lifts %= {"day": date_words(until)}
    return Holding(
        rule=told.rule,
        outcome=told.outcome,
        title=_("Ask before you add more"),
        text=_("This is a reason to do less for now and to tell %(who)s.") % {"who": who},
        because=told.because,
        lifts=lifts,
        asks=told.asks,
    )


def _if_paused(state: OwnState) -> str:
    """What a gentle day would leave of the plan."""
    stay = [
        due.item.name
        for due in state.rows
        if due.item.ended_on is None and not may_load(due.item, catalogue())
    ]
    if not stay:
        return _("If you pause, your exercises wait. Easy walking is fine.")
    return _("If you pause, this stays: %(names)s.") % {"names": ", ".join(stay)}


def _paused(now: PlanNow) -> str:
    log = now.plan.own_log
    if log is None or log.pause is None:
        return ""
    return _("Paused since %(day)s.") % {"day": date_words(log.pause.started_on)}


def _few(active: int) -> str:
    if active == 0:
        return _("Write down the first exercise. Most plans have 3 to 8.")
    return ""
