"""Pages of the return and after: the list with its evidence, the watch weeks, what follows."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from rehab.content.catalogue import catalogue
from rehab.content.entry import Source
from rehab.programme.returning import ReturnList, return_list
from rehab.programme.watch import WatchState
from rehab.vocabulary import Goal
from tracker.labels import label
from tracker.models import Injury, Plan
from tracker.overview.plan import PlanNow
from tracker.overview.plan_page import CARE, GoalRow, goal_row
from tracker.overview.plan_words import date_words, days_words, number

MAINTENANCE = "maintenance"


@dataclass(frozen=True, slots=True, kw_only=True)
class ReturnPage:
    """The return list for the person's goal.

    `goal` is "" while nobody told it; then there is nothing to show but the question.
    `status` says where it stands, `steps` how to go back into sport.
    """

    title: str
    goal: str
    goal_words: str
    status: str
    summary: str
    met: tuple[GoalRow, ...]
    missing: tuple[GoalRow, ...]
    advised: tuple[GoalRow, ...]
    is_ready: bool
    steps: tuple[str, ...]
    steps_text: str
    sources: tuple[Source, ...]
    checked_by: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class WeekCard:
    """The watch weeks on Plan and Today: where they stand, whether the questions are open."""

    title: str
    is_due: bool
    words: str
    advice: tuple[str, ...]
    is_new_injury: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class AfterPlan:
    """A plan that has ended: kindly, and with what may follow.

    `is_back`: the return was noted. `follows` is the name of the stay-strong plan, ""
    when there is nothing to offer; `follows_words` say what it is and how long it lasts.
    """

    name: str
    title: str
    words: str
    is_back: bool
    follows: str
    follows_words: str


def return_page(now: PlanNow) -> ReturnPage | None:
    """The return list with the entries that made it so; None where the plan has none."""
    state, case = now.state, now.case
    if state is None or case is None:
        return None
    until = next((b.until for b in state.progress.blocks if b.kind == "cooling"), None)
    listed = return_list(case, state.response, until=until, is_ready=state.progress.is_ready)
    if listed is None:
        return None
    rules = catalogue().aftercare
    rows = [(each, goal_row(each, case)) for each in listed.lines]
    sources = dict.fromkeys(key for each in listed.lines for key in each.line.sources)
    goal = now.log.goal if now.log else None
    is_sport = goal is not None and goal is not Goal.EVERYDAY
    return ReturnPage(
        title=_(catalogue().checklists[listed.checklist].label)
        if listed.checklist
        else _("Your way back"),
        goal=goal.value if goal else "",
        goal_words=str(label(goal)) if goal else "",
        status=_status(listed),
        summary=_summary(listed),
        met=tuple(row for each, row in rows if each.is_required and row.is_met),
        missing=tuple(row for each, row in rows if each.is_required and not row.is_met),
        advised=tuple(row for each, row in rows if not each.is_required),
        is_ready=listed.standing == "ready",
        steps=tuple(_(step) for step in rules.steps) if is_sport else (),
        steps_text=_(rules.steps_text).replace("{n}", str(rules.steps_gap_days)),
        sources=tuple(catalogue().sources[key] for key in sources),
    )


def _summary(listed: ReturnList) -> str:
    if not listed.lines:
        return ""
    words = ngettext("%(met)s of %(n)s line met.", "%(met)s of %(n)s lines met.",
                     len(listed.required))  # fmt: skip
    return words % {"met": listed.met, "n": len(listed.required)}


def _status(listed: ReturnList) -> str:
    match listed.standing:
        case "goal":
            return _("Which list counts depends on what you want back.")
        case "ahead":
            stage = {"stage": _(listed.stage.name)}
            return _("It is for the stage %(stage)s. Until then you can watch it fill.") % stage
        case "cooling" if listed.until is not None:
            day = {"day": date_words(listed.until)}
            return _("Every line is met. It has to hold a little longer: until %(day)s.") % day
        case "ready":
            return _("Every line is met. You decide when.")
        case "back" if listed.returned_on is not None:
            day = {"day": date_format(listed.returned_on, "j F Y")}
            return _("You came back on %(day)s. What it shows below is today.") % day
    return _("Each line comes from your log and tests. Nothing here is ticked by hand.")


def week_card(watch: WatchState | None, *, today: date) -> WeekCard | None:
    """The watch weeks; None in any other stage."""
    if watch is None:
        return None
    title = _("Week %(n)s of %(of)s back") % {"n": watch.week, "of": watch.of}
    if watch.is_due:
        asked = len(catalogue().aftercare.questions)
        words = ngettext(
            "%(n)s short question about this week.", "%(n)s short questions about this week.", asked
        ) % {"n": asked}
    elif watch.next_on >= watch.ends_on:
        is_over = watch.ends_on < today
        words = (
            _("The %(n)s weeks ended on %(day)s.")
            if is_over
            else _("The %(n)s weeks end on %(day)s.")
        )
        words %= {"n": number(watch.of), "day": date_words(watch.ends_on)}
    else:
        words = _("The next questions come on %(day)s.") % {"day": date_words(watch.next_on)}
    return WeekCard(
        title=title,
        is_due=watch.is_due,
        words=words,
        advice=tuple(_(each.text) for each in watch.advice),
        is_new_injury=any(each.question == "q_new_injury" for each in watch.advice),
    )


def after_plan(injury: Injury, *, today: date) -> AfterPlan | None:
    """The plan that ended last, in one query; None without one, and after the care card."""
    ended = Plan.objects.filter(injury=injury, ended_on__isnull=False).exclude(programme="")
    plan = ended.order_by("-ended_on", "-pk").first()
    programme = catalogue().programmes.get(plan.programme) if plan else None
    if plan is None or programme is None or programme.id == CARE or plan.ended_on is None:
        return None
    is_back = injury.returned_on is not None and plan.ended_on >= injury.returned_on
    follows = catalogue().enabled_programmes.get(MAINTENANCE) if is_back else None
    told = {"name": _(programme.name), "day": date_words(plan.ended_on)}
    words = _("%(name)s ended on %(day)s. The diary goes on.") % told
    title = _("You made it round") if is_back else _("Your plan has ended")
    if programme.id == MAINTENANCE:
        lasted = (plan.ended_on - plan.started_on) // timedelta(days=1)
        words = _("You kept strong for %(days)s. The diary goes on.") % {"days": days_words(lasted)}
    return AfterPlan(
        name=_(programme.name),
        title=title,
        words=words,
        is_back=is_back,
        follows=_(follows.name) if follows else "",
        follows_words=f"{_(follows.summary)} {_(follows.range_text)}" if follows else "",
    )
