"""Made-up people who follow a plan day by day, as the app would lead them.

Deterministic: a person is a seed, a pace and a share of days logged. They do what
the plan shows (exercises, tests, the next running step), log honestly on the days
they log, and confirm a stage when it is offered. These check the rules; they are no
clinical data.
"""

import random
from dataclasses import dataclass, field
from datetime import date, timedelta

from rehab.content.catalogue import catalogue
from rehab.diary import Answer, Day, Diary, Injury, Run
from rehab.programme.log import Clearance, Item, PlanLog, Reading, Session, StageStay, Visit
from rehab.programme.state import PlanState, plan_state
from rehab.vocabulary import (
    AnswerValue,
    Goal,
    InjuryType,
    Location,
    Mechanism,
    Onset,
    Quality,
    Seat,
    Side,
)

START = date(2026, 3, 2)
STRAIN = {"onset": Onset.SUDDEN, "type": InjuryType.MUSCLE_STRAIN}
INJURIES = {
    "strain_sprint_g1": {**STRAIN, "grade": 1, "mechanism": Mechanism.SPRINT},
    "strain_sprint_g2": {**STRAIN, "grade": 2, "mechanism": Mechanism.SPRINT},
    "strain_stretch": {**STRAIN, "grade": 2, "mechanism": Mechanism.STRETCH},
    "pht": {"onset": Onset.GRADUAL, "type": InjuryType.TENDON, "mechanism": Mechanism.SITTING},
    "hold_until_seen": {**STRAIN, "grade": 3, "mechanism": Mechanism.SPRINT},
    "strain_g3_cleared": {**STRAIN, "grade": 3, "mechanism": Mechanism.SPRINT},
    "contusion": {
        "onset": Onset.SUDDEN,
        "type": InjuryType.CONTUSION,
        "mechanism": Mechanism.BLOW,
        "can_walk": True,
    },
    "cramp": {**STRAIN, "mechanism": Mechanism.OVERLOAD, "bruising": False},
    "tight": {"onset": Onset.GRADUAL, "type": InjuryType.UNSURE, "mechanism": Mechanism.OTHER},
    "maintenance": {**STRAIN, "grade": 2, "mechanism": Mechanism.SPRINT},
}
# The plans in which a professional has a say, and those of people who hurt little.
WITH_SOMEBODY = ("strain_stretch", "hold_until_seen", "strain_g3_cleared")
WORST = {"cramp": 4, "tight": 3, "maintenance": 1}
# Days until pain is near nothing, for an ordinary person who does the work.
HEALS_IN = {
    "strain_sprint_g1": 14,
    "strain_sprint_g2": 32,
    "strain_stretch": 95,
    "pht": 110,
    "hold_until_seen": 60,
    "strain_g3_cleared": 110,
    "contusion": 12,
    "cramp": 2,
    "tight": 30,
    "maintenance": 5,
}


@dataclass
class Person:
    """Somebody with an injury, a pace (1 ordinary, 2 half as fast) and a habit of logging."""

    programme: str
    pace: float = 1.0
    logs: float = 1.0
    goal: Goal = Goal.SPRINT_TEAM
    flares: tuple[int, ...] = ()
    stays_at: float | None = None
    seed: int = 1
    start: date = START
    onset_days_before: int = 1
    done_pct: int = 80
    days: dict = field(default_factory=dict)
    runs: list = field(default_factory=list)
    sessions: list = field(default_factory=list)
    readings: list = field(default_factory=list)
    clearances: list = field(default_factory=list)
    visits: list = field(default_factory=list)
    answers: list = field(default_factory=list)
    returned_on: date | None = None
    stays: list = field(default_factory=list)
    story: list = field(default_factory=list)
    offered: list = field(default_factory=list)

    def __post_init__(self) -> None:
        self.random = random.Random(f"{self.programme}{self.seed}")
        stage = catalogue().programmes[self.programme].stages[0]
        self.stays = [StageStay(stage.id, self.start)]
        before = 240 if self.programme == "pht" else self.onset_days_before
        self.injury = Injury(
            id="i1",
            side=Side.LEFT,
            onset_on=self.start - timedelta(days=before),
            age=34,
            pop=False,
            gap=False,
            plan_started_on=self.start,
            programme=self.programme,
            **INJURIES[self.programme],
        )

    def severity(self, day: int) -> float:
        """How bad it is, 10 to 0; a flare adds 4 for a day and 2 for the next."""
        if self.stays_at is not None:
            return self.stays_at
        length = HEALS_IN[self.programme] * self.pace
        now = WORST.get(self.programme, 7) * max(0.0, 1 - day / length)
        return now + sum({0: 4.0, 1: 3.0, 2: 1.5}.get(day - flare, 0) for flare in self.flares)

    def score(self, day: int, share: float) -> int:
        noise = self.random.choice([0, 0, 0, 1, -1]) if self.severity(day) > 1 else 0
        return max(0, min(10, round(self.severity(day) * share + noise)))

    def diary(self) -> Diary:
        return Diary(
            injury=self.injury,
            days=tuple(self.days[on] for on in sorted(self.days)),
            runs=tuple(self.runs),
            answers=tuple(self.answers),
            first_logged_on=self.start,
        )

    def log(self) -> PlanLog:
        return PlanLog(
            programme=self.programme,
            started_on=self.start,
            stays=tuple(self.stays),
            sessions=tuple(self.sessions),
            readings=tuple(self.readings),
            clearances=tuple(self.clearances),
            visits=tuple(self.visits),
            goal=self.goal,
            returned_on=self.returned_on,
            attested=frozenset({"injury", "side", "spot", "nerve", "groin"}),
        )

    def state(self, today: date) -> PlanState:
        return plan_state(self.diary(), self.log(), today=today, content=catalogue())

    def live(self, days: int) -> int | None:
        """Go through so many days; the day on which the programme was done, None if never."""
        for day in range(days):
            today = self.start + timedelta(days=day)
            if self.random.random() >= self.logs:
                continue
            if self.live_one(day, today):
                return day
        return None

    def live_one(self, day: int, today: date) -> bool:
        self.days[today] = self.write_day(day, today)
        self.see_somebody(day, today)
        state = self.state(today)
        for question in state.questions:
            self.answers.append(Answer(today, question, AnswerValue.NO))
        self.offered.append(state.progress.is_ready)
        if state.response.back_to:
            return self.move(state.response.back_to, today, "stepped_back")
        if state.progress.is_ready and state.progress.is_last:
            self.story.append((day, "done"))
            return True
        if state.progress.is_ready:
            return self.move(state.progress.next_stage or "", today, "goals_met")
        self.test(day, today, state)
        self.exercise(day, today, state)
        self.run(day, today, state)
        return False

    def move(self, stage: str, today: date, reason: str) -> bool:
        self.stays.append(StageStay(stage, today, reason))
        if stage == "watch":
            self.returned_on = self.returned_on or today
        self.story.append(((today - self.start).days, stage))
        return False

    def write_day(self, day: int, today: date) -> Day:
        share = self.severity(day)
        return Day(
            on=today,
            rest=self.score(day, 0.3),
            sitting=self.score(day, 0.6),
            walking=self.score(day, 0.6),
            morning=self.score(day, 0.5),
            limp=share > 5.5,
            locations=frozenset(
                {Location.SIT_BONE if self.programme == "pht" else Location.MID_THIGH}
            ),
            qualities=frozenset({Quality.CRAMP} if self.cramps(day) else ()),
            sit_minutes=max(5, round(60 - 8 * share)),
            seat=Seat.DESK,
        )

    def cramps(self, day: int) -> bool:
        return self.programme == "cramp" and day == 0

    def see_somebody(self, day: int, today: date) -> None:
        """Where the plan wants a professional: booked on day 3, seen on day 8 and each stage."""
        if day >= 3 and not self.visits:
            self.visits.append(Visit(on=today + timedelta(days=5), is_booked=True))
        wants = self.programme in WITH_SOMEBODY
        in_stage = (today - self.stays[-1].started_on).days
        if wants and day >= 8 and in_stage >= 5:
            newest = self.clearances[-1].on if self.clearances else None
            began = self.stays[-1].started_on
            if newest is None or newest <= began or (today - newest).days > 14:
                self.clearances.append(Clearance(on=today, by="physiotherapist"))

    def test(self, day: int, today: date, state: PlanState) -> None:
        for test in state.tests:
            value = self.measure(test.metric, day)
            self.readings.append(Reading(today, test.metric, value))

    def measure(self, metric: str, day: int) -> float:
        bad = self.severity(day)
        known = {
            "t_ake_inj": 15 + 4 * bad,
            "t_ake_oth": 12,
            "t_slhb_inj": max(0, 24 - 3 * bad),
            "t_slhb_oth": 24,
            "t_bridge_floor_reps": max(0, 25 - 2.5 * bad),
            "t_sit_min": max(5, 60 - 8 * bad),
            "t_heelbutt_gap": 1.5 * bad,
            "confidence": 10 - bad,
        }
        if metric in known:
            return round(known[metric])
        return self.score(day, 0.5)

    def exercise(self, day: int, today: date, state: PlanState) -> None:
        due = state.today.all
        if not due:
            return
        pain = self.score(day, 0.45)
        items = tuple(Item(each.exercise.id, True, pain) for each in due)
        self.sessions.append(
            Session(today, pain=pain, sharp_stop=False, done_pct=self.done_pct, items=items)
        )

    def run(self, day: int, today: date, state: PlanState) -> None:
        if not state.ladders or self.goal is Goal.EVERYDAY:
            return
        ladder = state.ladders[-1]
        free = ladder.is_open and ladder.next_on is not None and ladder.next_on <= today
        if not free:
            return
        step = ladder.next_step or ladder.steps[-1]
        late = state.progress.stage.id in ("speed", "energy")
        self.runs.append(
            Run(
                on=today,
                minutes=30,
                pain=self.score(day, 0.4),
                sharp_stop=False,
                ladder=ladder.ladder,
                step=step,
                full_training=late and (ladder.is_done or step in ("S10", "E11")),
            )
        )
