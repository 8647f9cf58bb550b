"""A diary laid out for many questions: one bit for each day, one mask for each fact.

Bit `i` of a mask stands for the day `base + i` (ordinals). A predicate becomes two
masks, the days on which it is true and the days on which it is false; a day in
neither is unknown. So a count over a window is one shift and one bit count,
however many rules ask.

What counts as known:
- pain: a number was recorded; copied days count. "No run" and "slept through" are
  answers without a number: the pain was then not at least anything, but no median
  sees it. Running pain of a day is the higher of the day's and its runs'.
- places and words: asked and not copied. What was carried over untouched is neither
  true nor false for its own code.
- signs: only those asked. Treatments: only when asked. Falls: every logged day
  without a fall, slip or knock is a day without one; a near fall is none either.
"""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterable
from typing import Any, TypeVar

from rehab.diary import Answer, Day, Diary, Fall, Run
from rehab.signs.masks import Marks, Masks, all_of, any_of, highest_of
from rehab.signs.predicates import (
    EVERYDAY,
    FALL,
    PAIN_FIELDS,
    AllOf,
    AnyLocation,
    AnyOf,
    AnyQuality,
    AnyTreatment,
    FieldIs,
    Flag,
    LocationsAtLeast,
    NotOf,
    Op,
    Predicate,
)
from rehab.vocabulary import AnswerValue, FallKind, Location, PainContext
from rehab.windows import Series

SCORES = range(11)
DANGER = {AnswerValue.NO: 0, AnswerValue.NOT_SURE: 1, AnswerValue.YES: 2}


class DiaryIndex:
    """The days, runs, falls and answers of one diary from `first` on, as masks and lists.

    Everything is read with an ordinal for "today", so one index serves every
    earlier evaluation too: nothing after that day is ever looked at.
    Answers are kept from `answers_from` on, by default all; those to the questions
    in `older` are read from further back when one of them is looked for.
    """

    def __init__(
        self,
        diary: Diary,
        first: int | None = None,
        *,
        answers_from: int | None = None,
        older: frozenset[str] = frozenset(),
    ) -> None:
        days = _from(diary.days, first)
        runs = _from(diary.runs, first)
        self.injury = diary.injury
        self.falls = tuple(
            sorted(fall.on.toordinal() for fall in _from(diary.falls, first) if is_fall(fall))
        )
        self.landed = tuple(
            (fall.on.toordinal(), fall.landed_on)
            for fall in _from(diary.falls, first)
            if is_fall(fall)
        )
        known = [day.on.toordinal() for day in (*days[:1], *days[-1:])]
        known += [run.on.toordinal() for run in (*runs[:1], *runs[-1:])]
        known += self.falls[:1] + self.falls[-1:]
        self.base = min(known, default=0)
        self._length = max(known, default=0) - self.base + 1
        self.first_logged = _first_logged(diary)
        self.logged = 0
        self.run_days = 0
        self.locations = Marks()
        self.qualities = Marks()
        self.treatments = Marks()
        self._signs: dict[bool, dict[str, int]] = {True: defaultdict(int), False: defaultdict(int)}
        self._without_number: dict[str, int] = defaultdict(int)
        self._scores: dict[str, list[int | None]] = {
            name: [None] * self._length for name in PAIN_FIELDS
        }
        for day in days:
            self._add_day(day)
        for run in runs:
            self._add_run(run.on.toordinal() - self.base, run.pain)
        self.fall_days = sum(1 << (fall - self.base) for fall in set(self.falls))
        self.series = {name: Series(self.base, kept) for name, kept in self._scores.items()}
        self._at_least: dict[str, list[int]] = {}
        self._masks: dict[int, tuple[Predicate, Masks]] = {}
        self._negated: dict[int, tuple[Predicate, Masks]] = {}
        split = 0
        if answers_from is not None:
            split = bisect_left(diary.answers, answers_from, key=_ordinal_of)
        self._all_answers = diary.answers
        self._all_days = diary.days
        self._early: dict[int, list[tuple[int, int]]] = {}
        self.moments: dict[int, object] = {}
        self.swept: object = None
        self.last_leaning: object = None
        self.kept_edges: dict[tuple[int, ...], Masks | None] = {}
        self._older = older if split else frozenset()
        self._answers = _answers_by_question(diary.answers[split:])
        self.late_yes = tuple(
            answer
            for answer in diary.answers[split:]
            if answer.given_on is not None and answer.value is AnswerValue.YES
        )

    def masks(self, predicate: Predicate, *, negated: bool = False) -> Masks:
        """The days on which a predicate is true and false; `negated` only below a `not`.

        Several pain scores joined by `any` and asking "at least" are read like
        everyday pain, as the highest recorded: one answer makes the day known.
        Below a `not` that would turn "not asked" into "no", so there, and for
        everything else, a day is known only if the answer cannot change.
        """
        kept = self._negated if negated else self._masks
        found = kept.get(id(predicate))
        if found is None:
            # The predicate is kept beside its masks, so that its id cannot be given away.
            found = kept[id(predicate)] = (predicate, self._decide(predicate, negated))
        return found[1]

    def early_scores(self, start: int, today: int, days: int) -> list[tuple[int, int]]:
        """(day, everyday NRS) of the first `days` days from `start`, as known on `today`.

        Read from the whole diary given, however far back the masks go.
        """
        if start not in self._early:
            found = self._early[start] = []
            for place in range(_place(self._all_days, start), len(self._all_days)):
                each = self._all_days[place]
                day = each.on.toordinal() - start
                if day >= days:
                    break
                if (score := each.everyday) is not None:
                    found.append((day, score))
        return [(day, score) for day, score in self._early[start] if start + day <= today]

    def sign_days(self, name: str) -> int:
        """The days on which a sign was seen or felt, as a mask."""
        return self._signs[True].get(name, 0)

    def answer(self, question: str, today: int, within: int) -> tuple[int, AnswerValue] | None:
        """The latest answer in a window and its day; of several on one day the riskier."""
        given = self.answers_of(question)
        if not given:
            return None
        place = bisect_right(given, today, key=_day_of) - 1
        if place < 0 or given[place][0] <= today - within:
            return None
        return given[place]

    def answers_of(self, question: str) -> list[tuple[int, AnswerValue]]:
        """The answers kept to a question, one for each day, oldest first."""
        if question in self._older:
            wanted, self._older = self._older, frozenset()
            self._answers.update(
                _answers_by_question(a for a in self._all_answers if a.question in wanted)
            )
        return self._answers.get(question, _NO_ANSWERS)

    def add_answer(self, answer: Answer) -> None:
        """Take in an answer given later than all that are there; the riskier of a day counts."""
        _take(self._answers.setdefault(answer.question, []), answer)
        self.moments.clear()

    def _add_day(self, day: Day) -> None:
        offset = day.on.toordinal() - self.base
        bit = 1 << offset
        self.logged |= bit
        highest: int | None = None
        for name in _CONTEXTS:
            score = getattr(day, name)
            if score is None:
                continue
            self._scores[name][offset] = score
            if name != "running" and (highest is None or score > highest):
                highest = score
        self._scores[EVERYDAY][offset] = highest
        if day.running is not None:
            self.run_days |= bit
        elif day.no_run:
            self._without_number["running"] |= bit
        if day.slept_through and day.night is None:
            self._without_number["night"] |= bit
        if not day.copied:
            self._add_marks(day, bit)

    def _add_marks(self, day: Day, bit: int) -> None:
        places = day.locations
        if day.other_leg:
            places = (places or frozenset()) | {Location.OTHER_LEG}
        if places is not None and (places or not day.carried_locations):
            self.locations.add(bit, places, day.carried_locations - places)
        words = day.qualities
        if words is not None and (words or not day.carried_qualities):
            self.qualities.add(bit, words, day.carried_qualities - words)
        if day.treatments is not None:
            self.treatments.add(bit, day.treatments)
        for sign, seen in day.signs.items():
            self._signs[seen][sign] |= bit

    def _add_run(self, offset: int, pain: int | None) -> None:
        bit = 1 << offset
        self.run_days |= bit
        if pain is None:
            return
        of_day = self._scores["running"][offset]
        self._scores["running"][offset] = pain if of_day is None else max(of_day, pain)
        self._without_number["running"] &= ~bit

    def _decide(self, predicate: Predicate, negated: bool) -> Masks:
        decide = _DECIDES.get(type(predicate))
        if decide is None:
            raise TypeError(f"no predicate: {predicate!r}")
        return decide(self, predicate, negated)

    def _joined(self, predicate: AnyOf, negated: bool) -> Masks:
        joined = [self.masks(part, negated=negated) for part in predicate.parts]
        return highest_of(joined) if not negated and is_highest(predicate.parts) else any_of(joined)

    def _turned(self, predicate: NotOf, negated: bool) -> Masks:
        inner = self.masks(predicate.part, negated=not negated)
        return Masks(inner.false, inner.true)

    def _field_is(self, predicate: FieldIs) -> Masks:
        kept = self._at_least.get(predicate.field)
        if kept is None:
            kept = self._at_least[predicate.field] = _at_least_of(self._scores[predicate.field])
        known, value, op = kept[0], predicate.value, predicate.op
        silent = self._without_number.get(predicate.field, 0)
        if op is Op.GE or op is Op.GT:
            true = kept[value if op is Op.GE else value + 1]
            return Masks(true, known & ~true | silent)
        if op is Op.LT or op is Op.LE:
            true = known & ~kept[value if op is Op.LT else value + 1]
            return Masks(true, known & ~true)
        equal = kept[value] & ~kept[value + 1]
        if op is Op.EQ:
            return Masks(equal, known & ~equal | silent)
        return Masks(known & ~equal | silent, equal)

    def _locations_at_least(self, count: int) -> Masks:
        at_least = [0] * (count + 1)
        at_least[0] = self.locations.asked
        for marked in self.locations.by_code.values():
            for already in range(count, 0, -1):
                at_least[already] |= at_least[already - 1] & marked
        carried = 0
        for mask in self.locations.carried.values():
            carried |= mask
        return Masks(at_least[count], self.locations.asked & ~at_least[count] & ~carried)

    def _flag(self, name: str) -> Masks:
        if name == FALL:
            return Masks(self.fall_days, self.logged & ~self.fall_days)
        return Masks(self._signs[True].get(name, 0), self._signs[False].get(name, 0))


def is_fall(fall: Fall) -> bool:
    """Tell whether it was a fall, slip or knock; a near fall with nothing hit is none."""
    return fall.kind is not FallKind.NEAR_FALL


def is_highest(parts: tuple[Predicate, ...]) -> bool:
    """Tell whether joined predicates ask for the highest of several pain scores."""
    return all(isinstance(part, FieldIs) and part.op in (Op.GE, Op.GT) for part in parts)


_CONTEXTS = tuple(str(context) for context in PainContext)


_NO_ANSWERS: list[tuple[int, AnswerValue]] = []


def _ordinal_of(answer: Answer) -> int:
    return answer.on.toordinal()


def _day_of(given: tuple[int, AnswerValue]) -> int:
    return given[0]


E = TypeVar("E", Day, Run, Fall)


def _from(entries: tuple[E, ...], first: int | None) -> tuple[E, ...]:
    if first is None:
        return entries
    return entries[_place(entries, first) :]


def _place(entries: tuple[E, ...], first: int) -> int:
    """Where the entries from a day (ordinal) on begin."""
    return bisect_left(entries, first, key=lambda entry: entry.on.toordinal())


def _first_logged(diary: Diary) -> int | None:
    if diary.first_logged_on is not None:
        return diary.first_logged_on.toordinal()
    first = [day.on for day in diary.days[:1]] + [run.on for run in diary.runs[:1]]
    return min(first).toordinal() if first else None


def _answers_by_question(
    answers: Iterable[Answer],
) -> dict[str, list[tuple[int, AnswerValue]]]:
    found: dict[str, list[tuple[int, AnswerValue]]] = {}
    for answer in answers:
        _take(found.setdefault(answer.question, []), answer)
    return found


def _take(given: list[tuple[int, AnswerValue]], answer: Answer) -> None:
    day = answer.on.toordinal()
    if not given or given[-1][0] != day:
        given.append((day, answer.value))
    elif DANGER[answer.value] > DANGER[given[-1][1]]:
        given[-1] = (day, answer.value)


def _at_least_of(scores: list[int | None]) -> list[int]:
    """The days with a score of at least 0, 1 and so on up to one more than there is."""
    levels = [0] * (len(SCORES) + 1)
    for offset, score in enumerate(scores):
        if score is not None:
            levels[score] |= 1 << offset
    for score in range(len(SCORES) - 1, -1, -1):
        levels[score] |= levels[score + 1]
    return levels


_DECIDES: dict[type, Callable[[DiaryIndex, Any, bool], Masks]] = {
    FieldIs: lambda index, each, negated: index._field_is(each),
    AnyLocation: lambda index, each, negated: index.locations.any_of(each.codes),
    AnyQuality: lambda index, each, negated: index.qualities.any_of(each.codes),
    AnyTreatment: lambda index, each, negated: index.treatments.any_of(each.codes),
    LocationsAtLeast: lambda index, each, negated: index._locations_at_least(each.count),
    Flag: lambda index, each, negated: index._flag(each.name),
    AllOf: lambda index, each, negated: all_of(
        [index.masks(part, negated=negated) for part in each.parts]
    ),
    AnyOf: DiaryIndex._joined,
    NotOf: DiaryIndex._turned,
}
