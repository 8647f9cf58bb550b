"""The words of a plan: states of goals, what holds, what lifts it, doses, reasons.

`rehab.programme` answers in keys and values; Plan and Today say them with these.
Texts of goals, rules, gates and exercises come from the content.
"""

from collections.abc import Iterable
from datetime import date, timedelta

from django.utils.formats import date_format, number_format
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from rehab.content.catalogue import catalogue
from rehab.programme.case import Case
from rehab.programme.ladder import StepRun
from rehab.programme.lines import LineState, Missing, Status
from rehab.programme.model import Criterion, Dose
from rehab.programme.series import Entry
from tracker.overview.plan_texts import (
    EVERY,
    LEFT_OUT,
    MISSING,
    NO_WORDS,
    RECORD,
    RUNS,
    YES_WORDS,
)

ENTRIES_SHOWN = 4
PAIRS = {
    "slhb_pct": ("t_slhb_inj", "t_slhb_oth"),
    "ake_gap": ("t_ake_inj", "t_ake_oth"),
}


def day_of(on: date, today: date) -> str:
    """ "today", "yesterday", "on 20 Nov", with the year when it is another one."""
    if on == today:
        return _("today")
    if on == today - timedelta(days=1):
        return _("yesterday")
    form = "j M" if on.year == today.year else "j M Y"
    return _("on %(day)s") % {"day": date_format(on, form)}


def date_words(on: date) -> str:
    """ "Fri 27 Nov"."""
    return date_format(on, "D j M")


def days_words(n: int) -> str:
    """ "1 day", "5 days"."""
    return ngettext("%(n)s day", "%(n)s days", n) % {"n": n}


def number(value: float) -> str:
    """A whole number without a point, others with one decimal."""
    whole = float(value).is_integer()
    return number_format(int(value) if whole else value, 0 if whole else 1)


def value_words(metric: str, value: float | bool | str) -> str:
    """A recorded value with its unit: "3", "76%", "8°", "35 minutes", "no limp"."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return _(YES_WORDS.get(metric, "yes") if value else NO_WORDS.get(metric, "no"))
    kind = catalogue().metrics[metric].kind
    figure = number(value)
    match kind:
        case "percent":
            return _("%(n)s%%") % {"n": figure}
        case "degrees":
            return _("%(n)s°") % {"n": figure}
        case "cm":
            return _("%(n)s cm") % {"n": figure}
        case "minutes":
            return ngettext("%(n)s minute", "%(n)s minutes", round(value)) % {"n": figure}
        case "days":
            return days_words(int(value))
        case "nrs_change":
            return _rise_words(value)
    return figure


def _rise_words(value: float) -> str:
    if value > 0:
        return _("%(n)s above usual") % {"n": number(value)}
    if value < 0:
        return _("%(n)s below usual") % {"n": number(-value)}
    return _("as usual")


def metric_label(metric: str) -> str:
    """The plain name of what is measured."""
    return _(catalogue().metrics[metric].label)


def goal_title(line: Criterion) -> str:
    """The text of a goal as a heading."""
    return _(line.text).rstrip(".")


def state_word(state: LineState) -> str:
    """The word at the right edge of a goal: "met", "not yet", "2 of 3 days", "test again"."""
    missing = state.missing
    if state.status is Status.MET:
        return _("met")
    if missing is None:
        return _("not yet")
    counted = {"have": number(missing.have), "need": number(missing.need)}
    match missing.key:
        case "days" if missing.have or state.status is Status.NOT_YET:
            return _("%(have)s of %(need)s days") % counted
        case "passes" | "values" if missing.have and missing.need > 1:
            return _("%(have)s of %(need)s") % counted
        case "lines":
            return _("%(have)s of %(need)s met") % counted
        case "too_old" | "other_leg_low":
            return _("test again")
        case "no_entry" | "painkiller" | "goal" | "next_morning" | "days":
            return _("not known")
    return _("not yet")


def goal_detail(state: LineState, *, today: date, case: Case | None = None) -> str:
    """The person's own values and days, then what is missing: "3 on 20 Nov, 3 today."."""
    shown = _values(state, today=today, case=case)
    advised = ""
    if state.is_advised_met is False and state.line.advised is not None:
        advised = _("%(n)s is better.") % {"n": number(state.line.advised)}
    parts = [f"{shown}." if shown else "", missing_words(state, today=today), advised]
    return " ".join(part for part in parts if part)


def _values(state: LineState, *, today: date, case: Case | None) -> str:
    """Newest days, oldest first, each with its value."""
    if state.line.need == "attested":
        return ", ".join(_attested_words(state.line, e, today) for e in state.entries[-1:])
    return ", ".join(
        _entry_words(state.line.metric, entry, today=today, case=case)
        for entry in state.entries[-ENTRIES_SHOWN:]
    )


def _attested_words(line: Criterion, entry: Entry, today: date) -> str:
    if line.metric == "visit_booked":
        return _("Visit %(day)s") % {"day": day_of(entry.on, today)}
    return _("Agreed %(day)s") % {"day": day_of(entry.on, today)}


def _entry_words(metric: str, entry: Entry, *, today: date, case: Case | None) -> str:
    words = _("%(value)s %(day)s") % {
        "value": value_words(metric, entry.value),
        "day": day_of(entry.on, today),
    }
    pair = PAIRS.get(metric)
    if pair is None or case is None:
        return words
    own, other = (case.on(name, entry.on) for name in pair)
    if own is None or other is None:
        return words
    return _("%(share)s: %(own)s against %(other)s") % {
        "share": words,
        "own": value_words(pair[0], own),
        "other": value_words(pair[1], other),
    }


def missing_words(state: LineState, *, today: date) -> str:
    """Why a goal is not known or not there, in a sentence; "" when its values say it."""
    missing = state.missing
    if state.status is Status.MET or missing is None:
        return ""
    match missing.key:
        case "no_entry":
            is_test = catalogue().metrics[state.line.metric].home in ("reading", "derived")
            is_test = is_test and state.line.metric != "morning_rise"
            return _("Not tested yet.") if is_test else _("Not logged yet.")
        case "record":
            return _(RECORD.get(state.line.metric, "Not recorded yet."))
        case "next_morning":
            return _next_morning(missing, today)
        case "days" if not state.entries:
            return _("No day counts yet.")
        case "value" | "days" | "passes":
            return ""
    return _(MISSING[missing.key])


def _next_morning(missing: Missing, today: date) -> str:
    if missing.on is None:
        return _("The morning after decides.")
    return _("The morning after the run %(day)s decides.") % {"day": day_of(missing.on, today)}


def dose_words(dose: Dose) -> str:
    """ "4 × 15 each side", "3 × 30 seconds, twice a day, every second day"."""
    amount = _amount(dose)
    if amount and dose.each_side:
        amount = _("%(amount)s each side") % {"amount": amount}
    parts = [amount, _per_day(dose), _days(dose)]
    return ", ".join(part for part in parts if part)


def _amount(dose: Dose) -> str:
    sets = dose.sets or 1
    if dose.minutes:
        minutes = ngettext("%(n)s minute", "%(n)s minutes", dose.minutes) % {"n": dose.minutes}
        return minutes if sets == 1 else f"{sets} × {minutes}"
    if dose.hold_s:
        seconds = f"{dose.hold_s}–{dose.hold_s_max}" if dose.hold_s_max else str(dose.hold_s)
        held = _("%(n)s seconds") % {"n": seconds}
        times = sets if (dose.reps or 1) == 1 else f"{sets} × {dose.reps}"
        return _("%(times)s × %(held)s") % {"times": times, "held": held}
    if dose.reps:
        return f"{sets} × {dose.reps}"
    return ngettext("%(n)s set", "%(n)s sets", sets) % {"n": sets} if dose.sets else ""


def _per_day(dose: Dose) -> str:
    times = dose.per_day or 1
    if times == 1:
        return ""
    return _("twice a day") if times == 2 else _("%(n)s times a day") % {"n": times}


def _days(dose: Dose) -> str:
    if dose.every_n_days and dose.every_n_days > 1:
        return _(EVERY.get(dose.every_n_days, "every %(n)s days")) % {"n": dose.every_n_days}
    if dose.days_per_week and dose.days_per_week < 7:
        return ngettext("%(n)s day a week", "%(n)s days a week", dose.days_per_week) % {
            "n": dose.days_per_week
        }
    return ""


def left_out_words(why: str) -> str:
    """Why an exercise is not for today."""
    return _(LEFT_OUT.get(why, "Not for today."))


def names_of(exercises: Iterable[str]) -> str:
    """The names of exercises in a line."""
    known = catalogue().exercises
    return get_text_list([_(known[e].name) for e in exercises if e in known], _("and"))


def back_why(run: StepRun) -> str:
    """Why a run sends one step lower."""
    match run.why:
        case "sharp":
            return _("A sharp pain ended it.")
        case "next_morning_worse":
            return _("The morning after was worse.")
    return _("Pain was over the limit to stop.")


def run_words(why: str) -> str:
    """Why a run did not pass its step, or cannot be told; "" when it passed."""
    return _(RUNS[why]) if why in RUNS else ""
