"""Runs of the person's own, outside the ladder: with a tendon those within the limit go on.

Source: silbernagel2007; the days and the number of runs stand in `profiles.toml`.
"""

from dataclasses import dataclass
from datetime import timedelta

from rehab.programme.case import Case
from rehab.programme.ladder import LadderState
from rehab.programme.series import DAY


@dataclass(frozen=True, slots=True)
class OwnRuns:
    """So many runs of the last days, each at or under the go limit (NRS) of this stage."""

    count: int
    days: int
    limit: int


def own_runs(case: Case, state: LadderState) -> OwnRuns | None:
    """The own runs that were all within the limit, the morning after too; None when not.

    None also under profiles that do not look at them, with too few runs, with a pain that
    was not told, and while something keeps the person from running. A morning that was not
    logged says nothing.
    """
    profile = case.run_profile_on(case.today)
    if profile.own_runs_days is None or profile.own_runs_least is None:
        return None
    if state.next_on is None or {"places", "bone_risk"} & set(state.shut_by):
        return None
    first = case.today - timedelta(days=profile.own_runs_days)
    runs = [run for run in case.diary.runs if first < run.on <= case.today and not run.ladder]
    pains = [case.on("run_pain", run.on) for run in runs]
    rises = [case.on("morning_rise", run.on + DAY) for run in runs]
    is_within = all(pain is not None and pain <= profile.during_go_max for pain in pains)
    is_settled = all(rise is None or rise <= profile.morning_go_rise_max for rise in rises)
    is_sharp = any(run.sharp_stop for run in runs)
    if len(runs) < profile.own_runs_least or not is_within or not is_settled or is_sharp:
        return None
    return OwnRuns(len(runs), profile.own_runs_days, profile.during_go_max)
