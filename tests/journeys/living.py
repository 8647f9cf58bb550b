"""A person who uses the app day by day: an example diary written through the actions.

Each day is written at eight in the evening of that day; what the app tells is read
from the notices that it stored.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from uuid import uuid4

from rehab import diary as values
from rehab.vocabulary import Location, PainContext, Side, Walking
from tests.tracker.make import make_user
from tracker.actions.record_answers import record_answers
from tracker.actions.record_day import record_day
from tracker.actions.record_fall import FallEntry, record_fall
from tracker.clock import PersonNow, person_now
from tracker.diary_reader import with_context
from tracker.exchange.diary import DiaryFile
from tracker.models import Injury, Notice, Plan, Run, User

EVENING = time(20, 0)
YES_NO = {True: "yes", False: "no", None: None}


@dataclass(slots=True)
class Life:
    """One account with one injury, and the diary it is going to write."""

    user: User
    injury: Injury
    diary: values.Diary

    def live(self) -> None:
        """Write every day of the diary in order of date."""
        entries = (self.diary.days, self.diary.runs, self.diary.falls, self.diary.answers)
        for on in sorted({entry.on for table in entries for entry in table}):
            self.write(on)

    def write(self, on: date) -> None:
        at = self.at(on)
        for fall in self.diary.falls:
            if fall.on == on:
                self._fall(fall, at)
        for run in self.diary.runs:
            if run.on == on:
                _store_run(self.injury, run, at)
        for day in self.diary.days:
            if day.on == on:
                record_day(injury=self._row(), on=on, entry=self._entry(day), at=at, key=uuid4())
        given = {a.question: a.value for a in self.diary.answers if a.on == on}
        if given:
            record_answers(owner=self.user, injury=self._row(), answers=given, at=at, key=uuid4())

    def at(self, on: date) -> PersonNow:
        return person_now(self.user, datetime.combine(on, EVENING, tzinfo=UTC))

    def told(self) -> dict[str, list[date]]:
        """Each rule with the days on which it was told, not when a card brought it along."""
        found: dict[str, list[date]] = {}
        for notice in Notice.objects.filter(injury=self.injury).order_by("told_at", "pk"):
            for part in notice.parts:
                if part["on"] == notice.told_on.isoformat():
                    found.setdefault(part["rule"], []).append(notice.told_on)
        return found

    def _row(self) -> Injury:
        """The injury as a request would fetch it."""
        return with_context(Injury.objects.of(self.user)).get(pk=self.injury.pk)

    def _fall(self, fall: values.Fall, at: PersonNow) -> None:
        onset = self.injury.onset_on
        before = onset is not None and fall.on < onset
        record_fall(
            owner=self.user,
            injury=None if before else self._row(),
            entry=FallEntry(
                on=fall.on, kind=fall.kind, landed_on=fall.landed_on, effect=fall.effect
            ),
            at=at,
            key=uuid4(),
        )

    def _entry(self, day: values.Day) -> dict[str, object]:
        side = self.injury.side
        places = None
        if day.locations is not None:
            places = [[c.value, side] for c in day.locations if c is not Location.OTHER_LEG]
            places += [[code.value, _other(side)] for code in day.other_leg]
        return {
            **{context.value: day.score(context) for context in PainContext},
            "no_run": day.no_run,
            "slept_through": day.slept_through,
            "limp": day.limp,
            "places": places,
            "qualities": None if day.qualities is None else [q.value for q in day.qualities],
            "treatments": None if day.treatments is None else [t.value for t in day.treatments],
            "signs": {sign.value: seen for sign, seen in day.signs.items()} or None,
            "sit_minutes": day.sit_minutes,
            "seat": day.seat.value if day.seat else None,
        }


def move_in(file: DiaryFile) -> Life:
    """Make the account and the injury that a file describes; nothing is logged yet."""
    diary = file.diaries[0]
    person, injury = file.person, diary.injury
    user = make_user(birth_year=person.birth_year, sex=person.sex and person.sex.value)
    row = Injury.objects.create(
        owner=user,
        side=injury.side.value,
        onset=injury.onset and injury.onset.value,
        onset_on=injury.onset_on,
        onset_precision=injury.onset_precision.value,
        type=injury.type.value,
        grade=injury.grade,
        mechanism=injury.mechanism.value,
        onset_pop=YES_NO[injury.pop],
        onset_bruising=YES_NO[injury.bruising],
        onset_walking=Walking.CANNOT.value if injury.can_walk is False else None,
        surgery_on=injury.surgery_on,
    )
    if injury.plan_started_on:
        Plan.objects.create(
            injury=row,
            programme=injury.programme or "",
            stage="load",
            started_on=injury.plan_started_on,
        )
    return Life(user=user, injury=row, diary=diary)


def _store_run(injury: Injury, run: values.Run, at: PersonNow) -> None:
    Run.objects.create(
        injury=injury,
        on=run.on,
        minutes=run.minutes,
        effort=run.effort,
        pain=run.pain,
        logged_at=at.now,
    )


def _other(side: str) -> str:
    return Side.RIGHT.value if side == Side.LEFT else Side.LEFT.value
