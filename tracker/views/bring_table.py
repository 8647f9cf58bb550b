"""Bring a simple table in: match its columns, then the same look and confirmation as a diary."""

from collections.abc import Callable, Sequence
from pathlib import Path

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from rehab.vocabulary import PainContext
from tracker import labels, waiting_import
from tracker.actions.bring_in import CannotStand
from tracker.actions.record_numbers import earliest_of
from tracker.carried import Carried
from tracker.exchange.dates import DAY_FIRST, MONTH_FIRST, OrderFound, day_in, order_of
from tracker.exchange.reading import FileRefused, Remark
from tracker.exchange.table_days import DATE, NOTE, OUT, days_of, guess_meanings, shown_cell
from tracker.exchange.table_file import TableFile, open_table
from tracker.forms.match_table import MatchForm
from tracker.models import Day, Injury
from tracker.overview.injuries import injury_rows
from tracker.photos import Picture
from tracker.views.brought import choose, frame_of, look, refuse_demo
from tracker.views.current import NoInjury, current_injury, injury_or_404, now_of

Matched = Sequence[tuple[str, str]]
# In the forms that follow a table; "again" leads from the look back to the columns.
TABLE, AGAIN = "table", "again"
ROWS_SHOWN = 3
NO_INJURY = gettext_lazy("A table goes into an injury, and there is none here yet. Start one first")


def start(request: HttpRequest, path: Path) -> HttpResponse:
    """The columns of the table that was sent, as its names tell them; nothing is stored."""
    return _with_form(request, path, None, _ask)


@require_POST
@login_required
def match(request: HttpRequest) -> HttpResponse:
    """Take what the columns are, and show what the table would change."""
    refuse_demo(request)
    path = waiting_import.find(request.user.uuid)
    if path is None:
        return choose(request, [Remark("", _("The file is not here any more. Choose it again"))])
    if AGAIN in request.POST:
        return _with_form(request, path, request.POST, _ask)
    return with_table(
        request,
        path,
        lambda carried, matched: look(request, carried, pictures=no_picture, matched=matched),
    )


def with_table(
    request: HttpRequest, path: Path, go_on: Callable[[Carried, Matched], HttpResponse]
) -> HttpResponse:
    """Read the waiting table by the columns that were sent and go on; or ask again (422)."""

    def read(_request: HttpRequest, table: TableFile, form: MatchForm) -> HttpResponse:
        if not form.is_valid():
            return _ask(request, table, form)
        return go_on(_carried(request, table, form), form.kept)

    return _with_form(request, path, request.POST, read)


def no_picture(name: str) -> Picture:
    """A table holds no pictures."""
    raise CannotStand(name, "")


def _with_form(
    request: HttpRequest,
    path: Path,
    sent: QueryDict | None,
    go_on: Callable[[HttpRequest, TableFile, MatchForm], HttpResponse],
) -> HttpResponse:
    """Go on with the table and its form; or say what is wrong with it, and keep nothing of it."""
    try:
        table = open_table(path)
        current_injury(request)
        return go_on(request, table, _form(request, table, sent))
    except FileRefused as refused:
        faults = list(refused.faults)
    except CannotStand as refused:
        faults = [Remark(refused.path, _(refused.message))]
    except NoInjury:
        faults = [Remark("", str(NO_INJURY))]
    waiting_import.remove(request.user.uuid)
    return choose(request, faults)


def _form(request: HttpRequest, table: TableFile, sent: QueryDict | None) -> MatchForm:
    now = current_injury(request)
    initial = {f"column_{n}": code for n, code in enumerate(guess_meanings(table))}
    told = initial | {"injury": str(now.uuid)}
    found = _order(table, sent if sent is not None else initial)
    return MatchForm(
        sent,
        initial=told,
        columns=_columns(table),
        meanings=_meanings(),
        injuries=[
            (row.uuid, _injury_words(row.title, row.words)) for row in _injuries(request, now)
        ],
        orders=_orders(found),
        asks_order=not found.order,
        date=DATE,
        out=OUT,
    )


def _injuries(request: HttpRequest, now: Injury) -> list:  # type: ignore[type-arg]
    return list(injury_rows(request.user, now=now))


def _injury_words(title: str, words: str) -> str:
    return f"{title}. {words}" if words else title


def _order(table: TableFile, chosen: QueryDict | dict[str, str]) -> OrderFound:
    """The order of the dates in the column that is chosen as the date."""
    for at in range(len(table.rows[0][1])):
        if chosen.get(f"column_{at}") == DATE:
            return order_of(cells[at] for _n, cells in table.rows)
    return OrderFound(DAY_FIRST)


def _orders(found: OrderFound) -> list[tuple[str, str]]:
    words = {
        DAY_FIRST: _("The day first, as in 31/12/2026"),
        MONTH_FIRST: _("The month first, as in 12/31/2026"),
    }
    for order in words if found.example else ():
        day = day_in(found.example, order=order)
        words[order] = _("%(date)s is %(day)s") % {
            "date": found.example,
            "day": date_format(day, "j F Y"),
        }
    return list(words.items())


def _columns(table: TableFile) -> list[tuple[str, str]]:
    """The name of each column, and what stands in it in the first rows."""
    found = []
    for at in range(len(table.rows[0][1])):
        cells = [cells[at] for _n, cells in table.rows[:ROWS_SHOWN]]
        shown = ", ".join(shown_cell(cell) if cell else _("empty") for cell in cells)
        name = (table.head[at]) or _("Column %(n)s") % {"n": at + 1}
        found.append((name, _("Begins with: %(cells)s") % {"cells": shown}))
    return found


def _meanings() -> list[tuple[str, labels.Words]]:
    pain = [
        (c.value, _("Pain: %(when)s") % {"when": str(labels.label(c)).lower()}) for c in PainContext
    ]
    return [(OUT, _("Leave it out")), (DATE, _("The date")), *pain, (NOTE, _("A note"))]


def _carried(request: HttpRequest, table: TableFile, form: MatchForm) -> Carried:
    chosen = form.cleaned_data.get("injury")
    injury = injury_or_404(request, chosen) if chosen else current_injury(request)
    order = form.cleaned_data.get("order") or _order(table, request.POST).order
    return days_of(
        table,
        form.meanings,
        order=order,
        injury=injury,
        earliest=earliest_of(injury),
        today=now_of(request).today,
        mine=Day.objects.filter(injury=injury).only("on", "no_run", "slept_through", "skipped"),
    )


def _ask(request: HttpRequest, table: TableFile, form: MatchForm) -> HttpResponse:
    context = frame_of(request) | {"form": form, "count": len(table.rows)}
    is_refused = form.is_bound and AGAIN not in request.POST and not form.is_valid()
    return render(request, "carried/match.html", context, status=422 if is_refused else 200)
