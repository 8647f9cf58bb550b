"""Two diaries like those of the design: sit bone for months, and a sprint strain with a slip."""

from datetime import date, timedelta

from rehab.content.catalogue import catalogue
from tests.tracker.make import TODAY, make_fall, make_notice
from tracker.models import Day, Injury, Plan, Reading, Run, Setback, StageMove, User

SIT_BONE_SKIPPED = {5, 13, 22, 29}
STRAIN_SKIPPED = {8, 16, 29}


def sit_bone(user: User, *, last: date = TODAY, days: int = 41) -> Injury:
    """Sitting from 20 to 35 minutes over six weeks of a tendon plan; 4 days not logged."""
    user.contexts = ["sitting", "sit_minutes", "morning", "running", "rest"]
    first = last - timedelta(days=days - 1)
    injury = Injury.objects.create(
        owner=user,
        side="right",
        onset="gradual",
        onset_on=last - timedelta(days=245),
        onset_precision="about",
        type="tendon",
        mechanism="sitting",
        places=[["sit_bone", "right"]],
    )
    user.current_injury = injury
    user.save()
    rows, readings, runs = [], [], []
    for n in range(days):
        if n in SIT_BONE_SKIPPED:
            continue
        on, share = first + timedelta(days=n), n / days
        seat = "car" if n % 7 == 2 else "soft" if n in (6, 25) else "desk"
        places = [["sit_bone", "right"]]
        if share < 0.3 or n % 3 == 0:
            places.append(["upper_thigh", "right"])
        rows.append(
            Day(
                injury=injury,
                on=on,
                sitting=6 - round(2 * share) + (n % 4 == 1) - (n % 9 == 5),
                rest=1,
                morning=3 - round(share),
                running=2 + (n % 9 == 0) if n % 2 == 0 else None,
                no_run=None if n % 2 == 0 else True,
                sit_minutes=(15 if seat != "desk" else 20)
                + 5 * round(3 * share)
                + 5 * (n % 5 == 0),
                seat=seat,
                places=places,
                qualities=["ache"],
                signs={"swelling": False, "bruising": False},
            )
        )
        readings.append(
            Reading(
                injury=injury,
                on=on,
                metric="t_load_a_pain" if n < 8 else "t_load_b_pain",
                value=5 - round(2 * share) + (n == 2),
            )
        )
        if n % 2 == 0:
            runs.append(Run(injury=injury, on=on, minutes=40, pain=2))
    Day.objects.bulk_create(rows)
    Reading.objects.bulk_create(readings)
    Run.objects.bulk_create(runs)
    plan = Plan.objects.create(
        injury=injury, programme="pht", stage="neutral", started_on=first, content_version="test"
    )
    StageMove.objects.create(plan=plan, on=first, to_stage="calm", reason="start")
    StageMove.objects.create(
        plan=plan,
        on=first + timedelta(days=10),
        from_stage="calm",
        to_stage="neutral",
        reason="goals_met",
    )
    return injury


def strain(user: User, *, last: date = TODAY) -> Injury:
    """A grade 2 sprint strain, day 37, better until a slip two weeks ago."""
    user.contexts = ["morning", "rest", "sitting", "walking", "running"]
    first = last - timedelta(days=37)
    injury = Injury.objects.create(
        owner=user,
        side="left",
        onset="sudden",
        onset_on=first,
        type="muscle_strain",
        grade=2,
        mechanism="sprint",
        places=[["mid_thigh", "left"]],
    )
    user.current_injury = injury
    user.save()
    rows = []
    for n in range(38):
        if n in STRAIN_SKIPPED:
            continue
        slipped = n >= 23
        places = [["mid_thigh", "left"]] if n < 18 else [["upper_thigh", "left"]]
        if slipped:
            places = [["sit_bone", "left"], ["buttock", "left"]] + [["calf", "left"]] * (n % 2)
        rows.append(
            Day(
                injury=injury,
                on=first + timedelta(days=n),
                sitting=4 + (n == 36) if n > 30 else 3 if slipped else max(1, 3 - n // 4),
                walking=max(1, 7 - n // 3) + 2 * (n == 23),
                rest=1 + (n % 3 == 0) if slipped else max(0, 5 - n // 2),
                running=None if n < 9 or n % 3 else 2 + 2 * (n > 25),
                places=places,
                copied=n in (11, 19, 32),
            )
        )
    Day.objects.bulk_create(rows)
    make_fall(user, last - timedelta(days=14), injury=injury, effect="a_bit_worse")
    Setback.objects.create(injury=injury, on=last - timedelta(days=9), kind="flare")
    make_notice(injury, told_on=last - timedelta(days=2))
    plan = Plan.objects.create(
        injury=injury,
        programme="strain_sprint_g2",
        stage="s1",
        started_on=first,
        content_version="test",
    )

    stages = [stage.id for stage in catalogue().programmes["strain_sprint_g2"].stages]
    for n, back in enumerate((37, 32, 20)):
        StageMove.objects.create(
            plan=plan,
            on=last - timedelta(days=back),
            from_stage=stages[n - 1] if n else "",
            to_stage=stages[n],
            reason="goals_met" if n else "start",
        )
    return injury
