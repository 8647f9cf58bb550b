"""What a filled log stores: its answers as columns of the day, beside what stands there."""

from rehab.vocabulary import PainContext, Sign
from tracker.forms.day_fields import (
    CARRIED,
    CHIP_ROWS,
    NO_PAIN,
    NO_RUN,
    NONE,
    ROWS,
    SIT,
    SKIP,
    SLEPT,
    copied_contexts,
)
from tracker.forms.fields import place_code
from tracker.forms.plan_lines import LIMP, PlanLines
from tracker.models import Day

MORE = ("places", "qualities", "worst", "signs", "treatments", "note")


class ToldDay(PlanLines):
    """The part of the log's form that gives the columns; a line left alone gives none."""

    def entry(self, day: Day | None, *, yesterday: Day | None = None) -> dict[str, object]:
        """The columns to store, beside what stands in `day` (None: a new day).

        "Same as yesterday" is stored as copied only while every line still equals
        `yesterday` and nothing was added that counts as looked at today.
        """
        columns = self._pain(day) | self._sitting(day)
        skipped = self._skipped(day)
        columns["skipped"] = [n for n in skipped if columns.get(n) is None]
        if self.cleaned_data.get("more"):
            columns |= self._more(day)
        columns |= self.limp_told() | self._chips()
        columns["copied"] = self._is_copy(columns, yesterday)
        return columns

    def entry_beside(self, day: Day) -> dict[str, object]:
        """The columns to store over a `day` that this form never saw.

        A row left alone, or only carried over, leaves what stands there.
        """
        columns = self.entry(None)
        carried = {n for n in CARRIED if n in columns.get("carried", ())}  # type: ignore[operator]
        blank = {name for name in (*MORE, LIMP) if columns.get(name) in (None, "")}
        left = blank | {name for name in carried if getattr(day, name) is not None}
        if "places" in left:
            left.add("worst")
        told = {name: value for name, value in columns.items() if name not in left}
        stand = {n: told.get(n, getattr(day, n)) for n in self._skipped(day)}
        told["skipped"] = [name for name, value in stand.items() if value is None]
        stays = [name for name in day.carried if name not in told]
        return told | {"carried": [*stays, *sorted(carried - left)]}

    def _pain(self, day: Day | None) -> dict[str, object]:
        columns: dict[str, object] = {}
        for context in PainContext:
            answer = self.cleaned_data.get(context.value)
            if answer is None:
                continue
            columns[context.value] = int(answer) if answer.isdigit() else None
            if context is PainContext.RUNNING:
                columns["no_run"] = True if answer == NO_RUN else None
            if context is PainContext.NIGHT:
                columns["slept_through"] = True if answer == SLEPT else None
        return columns

    def _sitting(self, day: Day | None) -> dict[str, object]:
        """The key tapped, or other minutes typed; those win, unless they only stood there."""
        answer, exact = self.cleaned_data.get(SIT), self.cleaned_data.get("sit_exact")
        if answer is not None and day is not None and exact == day.sit_minutes:
            exact = None
        if answer is None and exact is None:
            return {}
        minutes = exact if exact is not None else _whole(answer)
        is_free = minutes is None and answer == NO_PAIN
        is_told = minutes is not None or is_free
        return {
            SIT: minutes,
            "sat_without_pain": True if is_free else None,
            "seat": self.cleaned_data.get("seat") if is_told else None,
        }

    def _skipped(self, day: Day | None) -> list[str]:
        skipped = set(day.skipped if day else [])
        for name in ROWS:
            answer = self.cleaned_data.get(name)
            if answer is not None:
                skipped.discard(name)
            if answer == SKIP:
                skipped.add(name)
        return sorted(skipped)

    def _chips(self) -> dict[str, object]:
        told = {name: self.cleaned_data.get(name) for name in CHIP_ROWS}
        return {name: None if code == SKIP else code for name, code in told.items() if code}

    def _more(self, day: Day | None) -> dict[str, object]:
        carried = []
        columns: dict[str, object] = {}
        for name in CARRIED:
            value, is_carried = self._carry(name, getattr(day, name, None) if day else None)
            columns[name] = [v.split(":") for v in value] if value and name == "places" else value
            if is_carried:
                carried.append(name)
        worst = self._worst()
        if worst or "worst_before" in self.data:  # a page of before it was asked says nothing
            columns["worst"] = worst.split(":") if worst else None
        treatments = self.cleaned_data["treatments"]
        return (
            columns
            | self._seen(day)
            | {
                "carried": carried,
                "treatments": [t for t in treatments if t != NONE] if treatments else None,
                "note": self.cleaned_data["note"],
            }
        )

    def _seen(self, day: Day | None) -> dict[str, object]:
        """The signs row. Left alone, it never turns a sign that was not asked into "no"."""
        signs = self.cleaned_data["signs"]
        is_apart = bool(self.cleaned_data["limp_row"])
        if signs:
            seen: dict[str, object] = {"signs": {s.value: s.value in signs for s in Sign}}
            return seen if is_apart and LIMP not in signs else seen | {LIMP: LIMP in signs}
        if day is not None and not is_whole_row(day, is_limp_apart=is_apart):
            return {}
        return {"signs": None} if is_apart else {"signs": None, LIMP: None}

    def _carry(self, name: str, stored: object) -> tuple[list[str] | None, bool]:
        """The value of one chip row, and whether it is only carried over.

        Untouched = the same as what was carried and not said to be so today. All ticks
        taken away is an answer ("none"); never any tick is no answer.
        """
        ticked, before = self._ticked(name), self._carried(name)
        is_same = set(ticked) == set(before)
        if name == "places":
            is_same = is_same and self._worst() == self._worst_before()
        if before and is_same and not self.cleaned_data[f"same_{name}"]:
            return ticked, True
        if ticked:
            return ticked, False
        was_told = name == "places" and self.cleaned_data["told_places"]
        return ([] if before or was_told or stored is not None else None), False

    def _is_copy(self, columns: dict[str, object], yesterday: Day | None) -> bool:
        if not self.cleaned_data.get("copied") or yesterday is None:
            return False
        lines = [c.value for c in copied_contexts() if c.value in columns]
        looked = columns.get("signs") is not None or columns.get("treatments") is not None
        touched = any(columns.get(n) for n in CARRIED if n not in columns.get("carried", []))  # type: ignore[operator]
        same = all(columns[name] == getattr(yesterday, name) for name in lines)
        return bool(lines) and same and not looked and not touched

    def _ticked(self, name: str) -> list[str]:
        chosen = list(self.cleaned_data.get(name) or [])
        if name != "places":
            return chosen
        ticked = [place_code(*v) for v in chosen]
        worst = self.cleaned_data.get("worst")
        if worst and worst != self._worst_before():  # it hurts most there, so it hurts there
            ticked = sorted({*ticked, worst})
        return ticked

    def _worst(self) -> str | None:
        """The worst spot; one whose place was taken away meanwhile is none."""
        worst: str | None = self.cleaned_data.get("worst")
        return worst if worst in self._ticked("places") else None

    def _worst_before(self) -> str | None:
        return self.cleaned_data.get("worst_before") or None

    def _carried(self, name: str) -> list[str]:
        return [v for v in str(self.cleaned_data.get(f"carried_{name}") or "").split(",") if v]


def _whole(answer: str | None) -> int | None:
    return int(answer) if answer is not None and answer.isdigit() else None


def is_whole_row(day: Day, *, is_limp_apart: bool) -> bool:
    """Whether every sign of the row was asked; the intake asks only some of them."""
    has_limp = is_limp_apart or day.limp is not None
    return has_limp and set(day.signs or {}) == {s.value for s in Sign}
