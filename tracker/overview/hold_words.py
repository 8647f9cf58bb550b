"""The words of what holds a plan: rules that fired, what lifts them, what blocks a stage."""

from dataclasses import dataclass
from datetime import date

from django.utils.text import capfirst, get_text_list
from django.utils.translation import gettext as _

from rehab.content.catalogue import catalogue
from rehab.programme.case import Case
from rehab.programme.lifting import Lift
from rehab.programme.progress import Block, Progress
from rehab.programme.response import Firing
from rehab.programme.series import Entry
from tracker.overview.plan_texts import HELD, OUTCOMES
from tracker.overview.plan_words import (
    ENTRIES_SHOWN,
    date_words,
    day_of,
    days_words,
    metric_label,
    value_words,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Holding:
    """A response rule that still holds: what it says, the days it rests on, what lifts it."""

    rule: str
    outcome: str
    title: str
    text: str
    because: str
    lifts: str
    asks: bool = False

    @property
    def wants_visit(self) -> bool:
        """Whether a professional is part of what it asks."""
        return self.outcome in ("stop_and_seek_help", "stage_back_and_see_professional")


def holding(firing: Firing, *, today: date, case: Case | None = None) -> Holding:
    """A rule that still holds, in words; `asks` sends to the safety questions."""
    return Holding(
        rule=firing.rule.id,
        outcome=firing.outcome,
        title=_(OUTCOMES[firing.outcome]),
        text=_(firing.rule.text),
        because=evidence_words(firing, today=today, case=case),
        lifts=lift_words(firing.lift, today=today),
        asks=bool(firing.rule.starts_rule or firing.rule.asks),
    )


def evidence_words(firing: Firing, *, today: date, case: Case | None = None) -> str:
    """The days that set a rule off: "Pain during exercises: 6 on 18 Nov."."""
    if firing.rule.log_gap_days_min is not None:
        days = int(firing.evidence[0].value) if firing.evidence else 0
        return _("No log for %(days)s, with less training or none.") % {"days": days_words(days)}
    told = [_told(firing, entry, today, case) for entry in firing.evidence[-ENTRIES_SHOWN:]]
    listed = list(dict.fromkeys(told))
    return f"{capfirst(get_text_list(listed, _('and')))}." if listed else ""


def _told(firing: Firing, entry: Entry, today: date, case: Case | None) -> str:
    day = day_of(entry.on, today)
    metrics = [test.metric for test in firing.rule.any]
    if case is not None:
        metrics = [m for m in metrics if case.on(m, entry.on) == entry.value]
    if not metrics:
        return day
    label = metric_label(metrics[0])
    if isinstance(entry.value, bool):
        return _("%(what)s %(day)s") % {"what": label, "day": day}
    value = value_words(metrics[0], entry.value)
    return _("%(what)s: %(value)s %(day)s") % {"what": label, "value": value, "day": day}


def lift_words(lift: Lift, *, today: date) -> str:
    """What ends a hold, a step back or a stop, and how much of it is there."""
    until = date_words(lift.until) if lift.until else ""
    match lift.kind:
        case "visit":
            return _("It ends when you have been seen and the result is noted.")
        case "finding_closed":
            return _("It ends when the sign is settled.")
        case "rest_until":
            return _("Load and running again from %(day)s.") % {"day": until}
        case "usual_morning":
            return _("It ends with a logged morning back to usual.")
        case "clear_days":
            text = _("It ends after %(days)s logged without it. %(have)s of %(need)s so far.")
            return text % {"days": days_words(lift.need), "have": lift.have, "need": lift.need}
        case "within_limits":
            return _("It ends with the next session or run within the limit.")
    text = _("It ends when you go back a stage or have been seen, or else on %(day)s.")
    return text % {"day": until}


def block_words(block: Block, progress: Progress) -> str:
    """Why a stage cannot be left although its goals may be met; "" when another line says it."""
    stage = progress.stage
    until = date_words(block.until) if block.until else ""
    match block.kind:
        case "min_days":
            text = _("This stage takes at least %(days)s: until %(day)s.")
            return text % {"days": days_words(stage.min_days), "day": until}
        case "cooling":
            return _("It has to hold a little longer: until %(day)s.") % {"day": until}
        case "sign":
            sign = catalogue().rules.get(block.what)
            return _("A sign is open: %(sign)s.") % {"sign": _(sign.name) if sign else block.what}
        case "pause":
            return _("Loading is paused. Goals wait until the pause ends.")
        case "response":
            rule = next(r for r in catalogue().response_rules if r.id == block.what)
            # An open sign is a block of its own and only offers a pause.
            stem = block.what.partition("_")[0]
            return "" if rule.open_finding_topics else _(HELD.get(stem, HELD["hold"]))
    shut = [g.gate for g in progress.gates if g.gate.id == block.what and g.is_open is False]
    return _(shut[0].text) if shut else _("A safety door is shut.")
