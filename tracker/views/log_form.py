"""The log form of one day, as Today and the page of a day both show it."""

from django.http import HttpRequest, QueryDict

from tracker.forms.day import DayForm
from tracker.forms.day_fields import SIT, SIT_MINUTES_MAX
from tracker.forms.day_shown import initial_of, same_as
from tracker.forms.fields import DIGITS
from tracker.forms.plan_lines import load_tests_of
from tracker.models import Injury
from tracker.overview.today import LogPage


def log_form(
    request: HttpRequest,
    injury: Injury,
    log: LogPage,
    *,
    data: QueryDict | None = None,
    same: dict[str, object] | None = None,
) -> DayForm:
    """A form that asks the lines of `log`; `data` is what was typed, `same` what was copied."""
    is_apart = log.needs.is_limp_asked
    initial = initial_of(
        log.day,
        last=log.last,
        places=injury.places,
        worst=injury.worst,
        is_limp_apart=is_apart,
    ) | load_tests_of(log.load_tests.items())
    initial["limp_row"] = "1" if is_apart else ""
    if (minutes := timed_minutes(request)) is not None:
        initial |= {SIT: None, "sit_exact": minutes}
    return DayForm(
        data,
        owner=request.user,
        asked=log.lines,
        chips=request.user.chips,
        side=injury.side,
        near=[*near_places(log), *injury.places],
        initial=initial | (same or {}),
    )


def timed_minutes(request: HttpRequest) -> int | None:
    """Minutes that the sitting timer counted (`?sat=`), to look at and save."""
    text = request.GET.get("sat", "")
    if DIGITS.fullmatch(text) and int(text) <= SIT_MINUTES_MAX:
        return int(text)
    return None


def near_places(log: LogPage) -> list[list[str]]:
    """Places of this day and the last one, offered first."""
    return [
        *((log.day.places or []) if log.day else []),
        *((log.last.places or []) if log.last else []),
    ]


def copied(log: LogPage, *, leave_open: str | None) -> dict[str, object]:
    """Yesterday's pain lines among those asked; marked as copied unless one was left open."""
    if log.yesterday is None:
        return {}
    lines = same_as(log.yesterday, leave_open=leave_open)
    shown: dict[str, object] = {name: lines[name] for name in log.asked if name in lines}
    return shown | {"copied": "" if leave_open else "1"}
