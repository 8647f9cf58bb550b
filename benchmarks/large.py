"""A large diary: three years of one person with everything a person can have written down.

1,100 logged days over three injuries, 400 runs, 60 photos, and with them what else such a
diary holds: self-tests, sessions with their exercises, falls, setbacks, visits, notices,
answers, changes tried, care had. Deterministic but for uuids; texts are in three scripts.
"""

import random
from datetime import date, timedelta
from decimal import Decimal
from io import BytesIO
from uuid import uuid4

from django.db import transaction

from tracker import photo_files
from tracker.clock import person_now
from tracker.models import (
    Answer,
    Care,
    Change,
    Day,
    ExerciseSession,
    Fall,
    Injury,
    Moment,
    Notice,
    Photo,
    Plan,
    Reading,
    Run,
    SessionItem,
    Setback,
    StageMove,
    User,
    Visit,
)

DAYS, RUNS, PHOTOS = 1100, 400, 60
WEEKS = 160
NOTES = ("", "Long drive, stiff afterwards.", "Länger gesessen als gedacht.", "長く座った")
# First the one that the person follows now: two years of it, the others before and beside.
INJURIES = (
    ("right", "gradual", "tendon", "sit_bone", 730, 700, 260),
    ("left", "sudden", "muscle_strain", "mid_thigh", 1100, 250, 100),
    ("right", "sudden", "muscle_strain", "upper_thigh", 400, 150, 40),
)
EXERCISES = ("bridge_1leg_floor", "hip_thrust", "band_curl")
TESTS = ("t_load_a_pain", "t_sit_min", "t_ake_inj", "t_ake_oth")


def large_diary(user: User | None = None, *, last: date | None = None, photo_kb: int = 60) -> User:
    """Write the large diary for `user` (a new one without) and give the person back.

    It ends on `last`, by default the person's today. Each photo has two files of about
    `photo_kb` kilobytes together. The newest injury is the current one.
    """
    person = user or User.objects.create_user(f"{uuid4().hex}@example.org", uuid4().hex)
    end = last or person_now(person).today
    chance = random.Random(7)
    with transaction.atomic():
        injuries = [_injury(person, end, *each[:5]) for each in INJURIES]
        for injury, shape in zip(injuries, INJURIES, strict=True):
            _days(injury, end - timedelta(days=_ends(shape)), shape[5], chance)
            _runs(injury, end - timedelta(days=_ends(shape)), shape[6], chance)
        main = injuries[0]
        _plan(main, end, chance)
        _happenings(person, main, end)
        _photos(main, end, photo_kb)
        person.current_injury = main
        person.contexts = ["sitting", "sit_minutes", "morning", "running", "rest"]
        person.save(update_fields=["current_injury", "contexts"])
    return person


def _ends(shape: tuple) -> int:
    """How many days ago the days of an injury end; the present one ends today."""
    return 0 if shape is INJURIES[0] else max(0, int(shape[4]) - int(shape[5]) - 20)


def _injury(
    person: User, end: date, side: str, onset: str, kind: str, place: str, ago: int
) -> Injury:
    return Injury.objects.create(
        owner=person,
        side=side,
        onset=onset,
        onset_on=end - timedelta(days=ago),
        onset_precision="day",
        type=kind,
        grade=2 if kind == "muscle_strain" else None,
        places=[[place, side]],
    )


def _days(injury: Injury, end: date, count: int, chance: random.Random) -> None:
    """So many logged days up to `end`, with a gap now and then."""
    place = injury.places[0]
    rows, on = [], end
    for n in range(count):
        share = n / count
        rows.append(
            Day(
                injury=injury,
                on=on,
                sitting=chance.choice((2, 3, 3, 4)) + round(2 * share),
                rest=chance.choice((0, 0, 1)),
                morning=chance.choice((1, 2, 2)),
                walking=chance.choice((None, 0, 1)),
                night=0 if n % 3 else None,
                places=[place] if n % 4 else [place, ["buttock", injury.side]],
                qualities=["ache"],
                signs={"swelling": False, "bruising": False},
                treatments=["cushion"] if n % 2 else [],
                sit_minutes=chance.choice((20, 25, 30, 35)),
                seat=chance.choice(("desk", "desk", "car", "soft")),
                sleep=chance.choice((None, "well", "badly")),
                stress=chance.choice((None, "little", "a_lot")),
                copied=n % 23 == 5,
                note=NOTES[n % len(NOTES)],
            )
        )
        on -= timedelta(days=2 if n % 29 == 28 else 1)
    stored = Day.objects.bulk_create(rows)
    Moment.objects.bulk_create(
        Moment(day=row, at="18:30", context="sitting", nrs=5) for row in stored[::17]
    )


def _runs(injury: Injury, end: date, count: int, chance: random.Random) -> None:
    every = 2 if injury.type == "muscle_strain" else 2.6
    Run.objects.bulk_create(
        Run(
            injury=injury,
            on=end - timedelta(days=round(n * every)),
            minutes=Decimal(chance.choice((20, 30, 40, 45))),
            km=Decimal(chance.choice(("3.50", "5.00", "6.50", "8.20"))),
            effort=chance.choice((3, 4, 5)),
            pain=chance.choice((1, 2, 2, 3)),
            fastest_30s_m_s=Decimal("3.60") if n % 2 else None,
            source="gpx" if n % 2 else "typed",
            file_hash=uuid4().hex * 2 if n % 2 else None,
        )
        for n in range(count)
    )


def _plan(injury: Injury, end: date, chance: random.Random) -> None:
    """A tendon plan since four months, with self-tests before and during it."""
    begins = end - timedelta(days=120)
    plan = Plan.objects.create(
        injury=injury, kind="programme", programme="pht", stage="neutral", started_on=begins
    )
    for stage, reason, after in (("calm", "start", 0), ("neutral", "goals_met", 40)):
        StageMove.objects.create(
            plan=plan, on=begins + timedelta(days=after), to_stage=stage, reason=reason
        )
    sessions = ExerciseSession.objects.bulk_create(
        ExerciseSession(plan=plan, on=begins + timedelta(days=n), pain=2, done_pct=100)
        for n in range(0, 120, 2)
    )
    SessionItem.objects.bulk_create(
        SessionItem(
            session=session,
            exercise=exercise,
            done=True,
            sets=3,
            reps=10,
            load_kg=Decimal(5 + n // 10 * 2),
            pain=chance.choice((1, 2)),
        )
        for n, session in enumerate(sessions)
        for exercise in EXERCISES
    )
    Reading.objects.bulk_create(
        Reading(
            injury=injury,
            on=end - timedelta(days=days),
            metric=metric,
            value=Decimal({"t_load_a_pain": 3, "t_sit_min": 25}.get(metric, 30 + days % 7)),
        )
        for metric, step in zip(TESTS, (1, 7, 14, 14), strict=True)
        for days in range(0, 700, step)
    )


def _happenings(person: User, injury: Injury, end: date) -> None:
    weekly = [end - timedelta(weeks=n) for n in range(WEEKS)]
    Answer.objects.bulk_create(
        Answer(owner=person, injury=injury, on=on, question=question, value="no")
        for on in weekly
        for question in ("q_saddle_numb", "q_bladder", "q_bowel", "q_both_legs")
    )
    Fall.objects.bulk_create(Fall(owner=person, on=on, kind="slip") for on in weekly[::12])
    Setback.objects.bulk_create(
        Setback(injury=injury, on=on, kind="flare", confirmed=True) for on in weekly[4:100:14]
    )
    Notice.objects.bulk_create(
        Notice(
            injury=injury,
            told_on=on,
            tier="routine",
            heading="Book in the next few weeks",
            content_version="1",
            closed_on=on + timedelta(days=9),
            closed_because="passed",
        )
        for on in weekly[8:100:13]
    )
    Visit.objects.bulk_create(
        Visit(owner=person, injury=injury, state="closed", role="physio", who="The clinic", on=on)
        for on in weekly[6:100:10]
    )
    Change.objects.bulk_create(
        Change(injury=injury, what="Cushion in the car", began_on=on, contexts=["sitting"],
               until=on + timedelta(days=20))
        for on in weekly[10:100:20]
    )  # fmt: skip
    Care.objects.bulk_create(
        Care(injury=injury, kind=kind, name=name, when_words="two years ago", outcome="no_change")
        for kind, name in (("scan", "MRI"), ("exercises", "Bridges"), ("hands_on", "Massage"))
    )


def _photos(injury: Injury, end: date, photo_kb: int) -> None:
    large, small = _jpeg(photo_kb * 850), _jpeg(photo_kb * 150)
    for n in range(PHOTOS):
        stem = photo_files.new_stem()
        photo_files.write(stem, large=large, small=small)
        Photo.objects.create(
            injury=injury,
            on=end - timedelta(days=n * 11),
            stem=stem,
            width=1600,
            height=1200,
            note=NOTES[n % len(NOTES)],
        )


def _jpeg(size: int) -> bytes:
    """A small picture, then a comment after its end, so that the file has the size of a photo."""
    from PIL import Image

    out = BytesIO()
    Image.new("RGB", (160, 120), (180, 120, 90)).save(out, "JPEG")
    filler = random.Random(size).randbytes(max(0, size - out.tell()))
    return out.getvalue() + filler
