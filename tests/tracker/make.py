"""Builders for rows in tests: sensible values unless a test says otherwise."""

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from uuid import UUID, uuid4

from django.utils import timezone

from rehab.content.catalogue import catalogue
from tracker import photo_files
from tracker.models import Answer, Change, Day, Fall, Injury, Notice, Photo, Run, User, Visit

TODAY = date(2026, 11, 21)
NOON = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)
PASSWORD = "pelvis-anchor-42"


def make_user(*, email: str | None = None, password: str = PASSWORD, **fields: object) -> User:
    """A person in UTC; the address is made up when not given."""
    fields.setdefault("time_zone", "UTC")
    return User.objects.create_user(email or f"{uuid4().hex[:12]}@example.org", password, **fields)


def make_injury(user: User | None = None, *, is_current: bool = True, **fields: object) -> Injury:
    """A fresh right-sided injury, day 0 on 15 October 2026, made the person's current one."""
    owner = user or make_user()
    defaults: dict[str, object] = {
        "side": "right",
        "onset": "sudden",
        "onset_on": date(2026, 10, 15),
        "onset_precision": "day",
        "places": [["mid_thigh", "right"]],
    }
    injury = Injury.objects.create(owner=owner, **(defaults | fields))
    if is_current:
        owner.current_injury = injury
        owner.save(update_fields=["current_injury"])
    return injury


def make_day(injury: Injury, on: date = TODAY, **fields: object) -> Day:
    """One logged day; what is not given is not recorded."""
    return Day.objects.create(injury=injury, on=on, **fields)


def make_days(injury: Injury, *, last: date = TODAY, **scores: Sequence[int | None]) -> list[Day]:
    """One day per value, ending on `last`: make_days(injury, sitting=[5, None, 3]).

    A position in which every score is None makes no row (the day was not logged).
    """
    length = max(len(values) for values in scores.values())
    rows = []
    for i in range(length):
        fields = {name: values[i] for name, values in scores.items() if i < len(values)}
        if any(value is not None for value in fields.values()):
            rows.append(Day(injury=injury, on=last - timedelta(days=length - 1 - i), **fields))
    return Day.objects.bulk_create(rows)


def make_fall(
    user: User, on: date = TODAY, *, injury: Injury | None = None, **fields: object
) -> Fall:
    """A slip, unless a test says otherwise; with no injury unless given."""
    return Fall.objects.create(owner=user, injury=injury, on=on, **({"kind": "slip"} | fields))


def make_run(injury: Injury, on: date = TODAY, **fields: object) -> Run:
    """Thirty minutes typed in."""
    return Run.objects.create(injury=injury, on=on, **({"minutes": 30} | fields))


def make_change(injury: Injury, began_on: date = TODAY, **fields: object) -> Change:
    """Three weeks of a cushion, seen in sitting, from TODAY."""
    defaults: dict[str, object] = {
        "what": "Cushion in the car",
        "until": began_on + timedelta(days=20),
        "contexts": ["sitting"],
    }
    return Change.objects.create(injury=injury, began_on=began_on, **(defaults | fields))


def make_photo(injury: Injury, on: date = TODAY, **fields: object) -> Photo:
    """A photo with both its files, which hold no picture unless a test gives them."""
    stem = photo_files.new_stem()
    picture = fields.pop("picture", None)
    large, small = picture or (b"large", b"small")  # type: ignore[misc]
    photo_files.write(stem, large=large, small=small)
    sizes = {"width": 1600, "height": 1200}
    return Photo.objects.create(injury=injury, on=on, stem=stem, **(sizes | fields))


def make_answer(injury: Injury, question: str, value: str, on: date = TODAY) -> Answer:
    """An answer given on the day it is about: now, or at noon of another day.

    Only to a question that the site knows: every door of the app refuses another one.
    """
    assert question in catalogue().questions, question
    now = timezone.now()
    at = now if now.date() == on else NOON + (on - TODAY)
    return Answer.objects.create(
        owner=injury.owner, injury=injury, question=question, value=value, on=on, at=at
    )


def make_part(rule: str = "r_night_pain", *, tier: str = "", **given: object) -> dict[str, object]:
    """One rule's part of a notice, with every key that `evaluate_signs` stores."""
    known = catalogue().rules.get(rule)
    part: dict[str, object] = {
        "rule": rule,
        "tier": tier or (known.tier.value if known else "soon"),
        "breadth": [],
        "bundle": known.bundle if known else None,
        "topic": known.topic if known else "",
        "on": TODAY.isoformat(),
        "name": known.name if known else rule,
        "message": "Your log shows night pain on several days.",
        "evidence": [TODAY.isoformat()],
        "values": {},
        "conditions": list(known.suggests) if known else [],
    }
    return part | given


def make_notice(
    injury: Injury,
    *,
    tier: str = "soon",
    parts: Sequence[Mapping[str, object]] = (),
    **fields: object,
) -> Notice:
    """An open notice told on TODAY, of night pain unless `parts` says what it rests on."""
    whole = [make_part(**{"tier": tier, **part}) for part in parts or [{}]]
    defaults: dict[str, object] = {
        "told_on": TODAY,
        "told_at": NOON,
        "heading": "Get it checked within 2 weeks",
        "parts": whole,
        "content_version": "test",
    }
    return Notice.objects.create(injury=injury, tier=tier, **(defaults | fields))


def make_visit(injury: Injury, **fields: object) -> Visit:
    """A physio booked for TODAY, of the person's own unless a notice is given."""
    defaults: dict[str, object] = {"state": "booked", "on": TODAY, "role": "physio"}
    return Visit.objects.create(owner=injury.owner, injury=injury, **(defaults | fields))


def key() -> str:
    """A fresh form key."""
    return str(uuid4())


def stranger_uuid() -> UUID:
    """A uuid that no row has."""
    return uuid4()
