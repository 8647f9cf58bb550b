"""What stands on "What did they say?" before anything is chosen: what each answer changes."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from rehab.content.catalogue import catalogue
from rehab.vocabulary import Tier
from tracker import words
from tracker.models import LoadPause, Notice, Plan, Visit
from tracker.overview.visit_asks import CALM
from tracker.overview.visit_past import title_of

PRESSING = (Tier.EMERGENCY.value, Tier.URGENT.value)


@dataclass(frozen=True, slots=True)
class ResultPage:
    """What stands before the question: who, the sign it quiets, what runs now.

    `hints` say by result what choosing it changes.
    """

    title: str
    quiet: str
    now: tuple[str, ...]
    hints: Mapping[str, str]


def result_page(visit: Visit) -> ResultPage:
    """What the result page says before anything is chosen, in at most three queries."""
    tier = Tier(visit.notice.tier) if visit.notice else None
    goes_on = _("Diary and report go on, without a plan of ours if you like.")
    return ResultPage(
        title=title_of(visit),
        quiet=_quiet(tier),
        now=tuple(_runs_now(visit)),
        hints={
            "hamstring": _("Changes nothing by itself."),
            "something_else": f"{_quiet_short(tier)} {goes_on}".strip(),
            "not_sure": _("Changes nothing. Add the next visit when you have its day."),
        },
    )


def _quiet(tier: Tier | None) -> str:
    """How long the sign of the visit rests now that the person was seen."""
    if tier is None:
        return ""
    if tier in CALM:
        return _(
            "You were seen, so the sign that led here is quiet for %(n)s weeks. "
            "New answers to the safety questions still speak at once."
        ) % {"n": _quiet_weeks()}
    return _(
        "You were seen for what you told us before that day. "
        "A new yes to a safety question speaks at once."
    )


def _quiet_short(tier: Tier | None) -> str:
    if tier is None or tier not in CALM:
        return ""
    return _("Its sign stays quiet for %(n)s weeks.") % {"n": _quiet_weeks()}


def _quiet_weeks() -> int:
    return catalogue().policy.seen_silence_days // 7


def _runs_now(visit: Visit) -> Iterator[str]:
    """The pause and the plan that stand now, so that the person sees what would end."""
    if visit.injury_id is None:
        return
    pause = LoadPause.objects.filter(
        injury_id=visit.injury_id, accepted=True, ended_on__isnull=True
    ).first()
    if pause is not None:
        yield _("Loading is paused since %(day)s.") % {"day": words.day_words(pause.started_on)}
    plan = Plan.objects.filter(injury_id=visit.injury_id, ended_on__isnull=True).first()
    if plan is not None:
        known = catalogue().programmes.get(plan.programme)
        name = _(known.name) if known else _("your own plan")
        yield _("Your plan: %(name)s.") % {"name": name}
    if Notice.objects.filter(injury_id=visit.injury_id, tier__in=PRESSING).open().exists():
        yield _(
            "A sign that presses is open. “Carry on” counts as an agreement only after you "
            "answered it on Signs."
        )
