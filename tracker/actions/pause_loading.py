"""A pause of loading: begun when the person agrees to it, ended by person, visit or finding.

The only place that writes `LoadPause`. A sign only offers a pause; nothing here changes
a plan or a stage by itself. Source: decisions 2.5.
"""

from collections.abc import Collection
from typing import Literal

from django.db import transaction

from tracker.clock import PersonNow
from tracker.models import Finding, Injury, LoadPause, Visit


def start_pause(*, injury: Injury, rule: str, accepted: bool, at: PersonNow) -> LoadPause:
    """Keep the answer to "Pause loading?"; while a pause lasts, a second yes is that pause.

    `rule` is the rule that offered it, "" when nobody's rule did. A no is kept with the day
    it was said and is over at once; it never ends a pause that lasts.
    """
    with transaction.atomic():
        _lock(injury)
        if accepted:
            lasting = open_pause(injury)
            return lasting or LoadPause.objects.create(
                injury=injury, rule=rule, accepted=True, started_on=at.today
            )
        refusal, _ = LoadPause.objects.get_or_create(
            injury=injury,
            rule=rule,
            accepted=False,
            started_on=at.today,
            defaults={"ended_on": at.today, "ended_by": "person"},
        )
    return refusal


def end_pause(
    *, injury: Injury, by: Literal["person", "visit", "finding"], at: PersonNow
) -> LoadPause | None:
    """End the pause that lasts and return it; None without one, so a replay changes nothing."""
    with transaction.atomic():
        _lock(injury)
        pause = open_pause(injury)
        if pause is None:
            return None
        # A person who travelled west may live a day that lies before the start.
        pause.ended_on, pause.ended_by = max(at.today, pause.started_on), by
        pause.save(update_fields=["ended_on", "ended_by"])
    return pause


def end_pause_of(rules: Collection[str], *, injury: Injury, at: PersonNow) -> LoadPause | None:
    """End the pause that one of these rules offered, now that what it found is over.

    A pause that a professional advised last goes on until somebody ends it.
    """
    pause = open_pause(injury)
    if pause is None or pause.rule not in rules:
        return None
    told = Visit.objects.filter(injury=injury).exclude(advice="").order_by("-on", "-pk")
    if told.values_list("advice", flat=True).first() == "pause":
        return None
    return end_pause(injury=injury, by="finding", at=at)


def resume_pause(pause: LoadPause) -> bool:
    """Let a pause that a visit ended last on, as if it had not; False when that is out of date.

    It is when the person answered an offer since, another pause came after it, or what the
    sign found is over.
    """
    with transaction.atomic():
        _lock(pause.injury)
        findings = Finding.objects.filter(injury_id=pause.injury_id, rule=pause.rule)
        is_over = findings.exists() and not findings.open().exists()
        later = LoadPause.objects.filter(injury_id=pause.injury_id, pk__gt=pause.pk)
        if is_over or later.exists() or pause.ended_by != "visit":
            return False
        pause.ended_on, pause.ended_by = None, ""
        pause.save(update_fields=["ended_on", "ended_by"])
    return True


def take_back_pause(pause: LoadPause, *, at: PersonNow) -> None:
    """End a pause whose reason is taken back; one of today was never one."""
    if pause.started_on >= at.today:
        pause.delete()
    else:
        end_pause(injury=pause.injury, by="visit", at=at)


def _lock(injury: Injury) -> None:
    """Two answers at once are taken one after the other."""
    Injury.objects.select_for_update(no_key=True).only("pk").get(pk=injury.pk)


def open_pause(injury: Injury) -> LoadPause | None:
    """The pause that lasts now."""
    return LoadPause.objects.filter(injury=injury, accepted=True, ended_on__isnull=True).first()
