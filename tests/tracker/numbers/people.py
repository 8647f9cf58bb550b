"""People in a stage that asks for tests of two legs."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from tests.tracker.make import TODAY, make_day
from tests.tracker.plan.people import on_plan, ready_sit_bone, ready_sprinter
from tracker.models import Injury, Reading

BEGAN = TODAY - timedelta(days=30)


def sprinter(stage: str = "lengthen", **fields: object) -> Injury:
    """Thirty days after a sprint strain of the left thigh, ten days in the stage."""
    injury = ready_sprinter(onset_on=BEGAN, **fields)
    plan = injury.plans.create(programme="strain_sprint_g2", stage=stage, started_on=BEGAN)
    plan.moves.create(on=TODAY - timedelta(days=10), to_stage=stage, reason="start")
    make_day(injury, TODAY - timedelta(days=1), morning=0, rest=0, walking=1)
    return injury


def tendon() -> Injury:
    """A week into the first stage of the tendon plan."""
    injury = ready_sit_bone()
    on_plan(injury, today=TODAY - timedelta(days=7))
    return injury


def read(
    injury: Injury, told: Mapping[str, Sequence[float | None]], *, last: date = TODAY, step: int = 7
) -> None:
    """One number a week, the last one on `last`; None leaves a week out."""
    Reading.objects.bulk_create(
        Reading(
            injury=injury,
            metric=metric,
            on=last - timedelta(days=step * (len(values) - 1 - place)),
            value=value,
        )
        for metric, values in told.items()
        for place, value in enumerate(values)
        if value is not None
    )
