"""The estimate of day 7 in words: what it says, what it rests on, what it asks."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from rehab.content.catalogue import catalogue
from rehab.estimate import Estimate, Fact, estimate
from rehab.programme.waiting import waits_of
from tracker.overview.expected import day_and_month
from tracker.overview.plan import PlanNow
from tracker.overview.plan_words import day_of, metric_label, value_words
from tracker.overview.self_test_ground import Ground
from tracker.overview.self_test_waits import wait_words

GAP_TEST = "knee_straightening"


@dataclass(frozen=True, slots=True)
class EstimateWords:
    """`day` is the day of the estimate, `says` what it says, `rests` the facts with values and
    days, `measured` what went with such a gap in a study ("" without), `missing` what would tell
    more, `ask` a question that the facts raise ("" without). `is_enough` is False where the gap
    was not measured; then
    `waits` says why that test is not for today, "" when it may be done.
    """

    day: int
    is_enough: bool
    waits: str
    says: str
    rests: tuple[str, ...]
    measured: str
    missing: str
    ask: str
    sources: tuple[str, ...]
    told_on: date


def estimate_words(now: PlanNow) -> EstimateWords | None:
    """The estimate of the open plan, without a query; None where there is none."""
    if now.case is None:
        return None
    found = estimate(now.case)
    return _words(found, now) if found else None


def estimate_today(now: PlanNow) -> EstimateWords | None:
    """The same for Today, on the one day on which it is new; a newer fact makes it new again."""
    told = estimate_words(now)
    return told if told is not None and told.told_on == now.today else None


def _words(found: Estimate, now: PlanNow) -> EstimateWords:
    is_enough = found.outlook.part != "not_enough"
    rules = catalogue().estimate
    named = (*rules.sources, *rules.walking.sources, *rules.bridge.sources, *rules.gap.sources)
    return EstimateWords(
        day=rules.day,
        is_enough=is_enough,
        waits="" if is_enough else _waits(now),
        says=_says(found) if is_enough else _("Not enough logged to say."),
        rests=tuple(_fact(fact, now.today) for fact in found.facts),
        measured=_measured(found),
        missing=_missing(found) if is_enough else "",
        ask=_ask(found),
        sources=tuple(catalogue().sources[name].cite for name in dict.fromkeys(named)),
        told_on=found.told_on,
    )


def _waits(now: PlanNow) -> str:
    test = catalogue().self_tests[GAP_TEST]
    if now.case is None:
        return ""
    found = Ground(now.case, now)
    first = next(iter(waits_of(now.case, test, now.state)), None)
    return wait_words(first, found, test) if first else ""


def _says(found: Estimate) -> str:
    part = {
        "earlier": _("What you logged points to the earlier half of the usual time"),
        "whole": _("What you logged leaves the whole usual time open"),
        "later": _("What you logged points to the later half of the usual time"),
    }[found.outlook.part]
    dates = _("%(first)s to %(last)s days, between %(from)s and %(to)s") % {
        "first": found.outlook.first,
        "last": found.outlook.last,
        "from": day_and_month(found.from_on, found.starts_on),
        "to": day_and_month(found.to_on, found.starts_on),
    }
    return f"{part}: {dates}."


def _fact(fact: Fact, today: date) -> str:
    return _("%(label)s: %(value)s %(day)s") % {
        "label": metric_label(fact.metric),
        "value": value_words(fact.metric, fact.value),
        "day": day_of(fact.on, today),
    }


def _measured(found: Estimate) -> str:
    """What such a gap went with, as the study said it; it is not the person's own time."""
    if found.measured_weeks is None:
        return ""
    first, last = found.measured_weeks
    weeks = (
        ngettext("%(n)s week", "%(n)s weeks", last) % {"n": last}
        if first == last
        else _("%(first)s to %(last)s weeks") % {"first": first, "last": last}
    )
    return _("In a study of track athletes such a gap went with about %(weeks)s.") % {
        "weeks": weeks
    }


def _missing(found: Estimate) -> str:
    names = {"walking": _("walking pain"), "bridge": _("the raised bridge")}
    told = [names[name] for name in found.outlook.missing if name in names]
    if not told:
        return ""
    return _("Not logged: %(what)s.") % {"what": ", ".join(told)}


def _ask(found: Estimate) -> str:
    """A question, never a verdict: nothing changes by itself."""
    asks = found.outlook.asks
    if not asks:
        return ""
    if len(asks) > 1:
        seen = _("The gap and the walking are more than a mild strain usually leaves.")
    elif asks[0] == "gap":
        seen = _("Such a gap is more than this plan's kind of strain usually leaves.")
    else:
        seen = _("Walking that still hurts on day %(day)s is more than a mild strain usually is.")
        seen %= {"day": catalogue().estimate.day}
    return f"{seen} {_('Could it be a larger one? Have somebody look at it.')}"
