"""A person with a long diary who opens pages and saves a day, through the whole app."""

from datetime import date, timedelta
from uuid import uuid4

from django.test import Client

from benchmarks.diaries import diary
from tracker.clock import person_now
from tracker.models import (
    Answer,
    Day,
    ExerciseSession,
    Fall,
    Injury,
    Plan,
    Reading,
    Run,
    SessionItem,
    StageMove,
    User,
)

PLAN_DAYS = 40


class Visitor:
    """One signed-in person with `days` days of diary, the newest today.

    With a plan it is a tendon plan since 40 days, ticked and tested every second day.
    """

    def __init__(self, *, days: int, has_plan: bool = False) -> None:
        self.user = User.objects.create_user(f"{uuid4().hex}@example.org", uuid4().hex)
        self.today_on = person_now(self.user).today
        self.injury = self._fill(days)
        if has_plan:
            self._follow()
        self.user.current_injury = self.injury
        self.user.save()
        self.client = Client()
        self.client.force_login(self.user)
        self.log()

    def plain_get(self) -> None:
        self._get("/plain/")

    def plain_post(self) -> None:
        self._post("/plain/", {"sitting": 3, "rest": 1, "note": "the same"})

    def today(self) -> None:
        self._get("/today/")

    def signs(self) -> None:
        self._get("/signs/")

    def diary(self) -> None:
        self._get("/diary/")

    def plan(self) -> None:
        self._get("/plan/")

    def progress(self) -> None:
        self._get("/progress/")

    def log(self) -> None:
        number = self.injury.days.filter(on=self.today_on).values_list("number", flat=True).first()
        self._post(
            f"/i/{self.injury.uuid}/log/{self.today_on.isoformat()}/",
            {"key": str(uuid4()), "number": number or 0, "sitting": 3, "rest": 1, "morning": 2},
        )

    def _get(self, path: str) -> None:
        response = self.client.get(path)
        if response.status_code != 200:
            raise RuntimeError(f"{path} answered {response.status_code}")

    def _post(self, path: str, data: dict[str, object]) -> None:
        response = self.client.post(path, data)
        is_saved = response.status_code in (302, 303) and "/accounts/" not in response["Location"]
        if not is_saved:
            raise RuntimeError(f"POST {path} answered {response.status_code}")

    def _fill(self, days: int) -> Injury:
        values = diary(days)
        shift = self.today_on - values.days[-1].on
        injury = Injury.objects.create(
            owner=self.user,
            side="right",
            onset="gradual",
            onset_on=self.today_on - timedelta(days=days),
            type="tendon",
        )
        Day.objects.bulk_create(
            Day(
                injury=injury,
                on=day.on + shift,
                sitting=day.sitting,
                rest=day.rest,
                morning=day.morning,
                walking=day.walking,
                night=day.night,
                places=[["sit_bone", "right"]],
                qualities=["ache"],
                signs={"swelling": False, "bruising": False, "numbness": False, "weakness": False},
                treatments=["cushion"],
                sit_minutes=day.sit_minutes,
                seat="desk",
            )
            for day in values.days
        )
        Run.objects.bulk_create(
            Run(injury=injury, on=run.on + shift, minutes=40, pain=run.pain) for run in values.runs
        )
        Fall.objects.bulk_create(
            Fall(owner=self.user, on=fall.on + shift, kind=fall.kind.value) for fall in values.falls
        )
        Answer.objects.bulk_create(
            Answer(owner=self.user, injury=injury, on=_not_after(a.on + shift, self.today_on),
                   question=a.question, value=a.value.value)
            for a in values.answers
        )  # fmt: skip
        return injury

    def _follow(self) -> None:
        start = self.today_on - timedelta(days=PLAN_DAYS)
        plan = Plan.objects.create(
            injury=self.injury,
            kind="programme",
            programme="pht",
            stage="neutral",
            started_on=start,
        )
        for reason, stage, after in (("start", "calm", 0), ("goals_met", "neutral", 12)):
            StageMove.objects.create(
                plan=plan, on=start + timedelta(days=after), to_stage=stage, reason=reason
            )
        for n in range(0, PLAN_DAYS, 2):
            on = start + timedelta(days=n)
            session = ExerciseSession.objects.create(plan=plan, on=on, pain=2, done_pct=100)
            for exercise in ("bridge_1leg_floor", "hip_thrust", "band_curl", "sit_break"):
                SessionItem.objects.create(session=session, exercise=exercise, done=True)
            metric = "t_load_a_pain" if n < 12 else "t_load_b_pain"
            Reading.objects.create(injury=self.injury, on=on, metric=metric, value=3)


def _not_after(on: date, last: date) -> date:
    return min(on, last)
