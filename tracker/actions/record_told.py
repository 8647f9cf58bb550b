""" "My clinician told me": keep a professional's word, and what the person does with a plan."""

from uuid import UUID

from django.db import transaction

from tracker.actions.errors import ActionError, EntryRefused
from tracker.actions.evaluate_signs import evaluate_signs
from tracker.actions.follow_plan import end_plan
from tracker.actions.label_injury import label_again, store_word
from tracker.actions.once import claim
from tracker.clock import PersonNow
from tracker.diary_reader import with_context
from tracker.models import ClinicianWord, Injury, SubmissionKey
from tracker.told_word import Word, fault_of

CHOICES = ("carry_on", "change")


def record_told(*, injury: Injury, word: Word, at: PersonNow, key: UUID) -> ClinicianWord | None:
    """Keep a word and label the injury by the one that counts. Earlier ones stay.

    A plan that runs is left as it is: the page asks (`answer_told`). A replay gives what
    was stored, None when it is gone. EntryRefused for what cannot be.
    """
    fault = fault_of(
        word,
        latest=at.today,
        earliest=injury.known_onset,
        birth_year=injury.owner.birth_year,
    )
    if fault is not None:
        raise EntryRefused(fault.message, field=fault.field)
    with transaction.atomic():
        if not claim(owner=injury.owner, key=key, kind="told"):
            made = SubmissionKey.objects.get(owner=injury.owner, key=key).made
            own = ClinicianWord.objects.filter(injury=injury)
            return own.filter(uuid=made).first() if made else None
        stored = store_word(injury, word, at=at)
        SubmissionKey.objects.filter(owner=injury.owner, key=key).update(made=str(stored.uuid))
        _label(injury, at=at)
    return stored


def take_back_told(*, word: ClinicianWord, at: PersonNow) -> None:
    """Mark a word that was typed by mistake: it is kept, and counts no more."""
    with transaction.atomic():
        locked = ClinicianWord.objects.select_for_update().get(pk=word.pk)
        if locked.taken_back_on is not None:
            return
        locked.taken_back_on = max(at.today, locked.on)
        locked.save(update_fields=["taken_back_on"])
        _label(locked.injury, at=at)


def answer_told(
    *, injury: Injury, word: ClinicianWord, choice: str, at: PersonNow, key: UUID
) -> bool:
    """ "Carry on with this plan" or "change": True when the plan ended so that another may begin.

    ActionError for anything else, and for a word that does not count any more.
    """
    if choice not in CHOICES:
        raise ActionError("Choose one of the two", field="choice")
    with transaction.atomic():
        locked = ClinicianWord.objects.select_for_update().get(pk=word.pk)
        if locked.taken_back_on is not None:
            raise ActionError("This was taken back. Look at your plan again")
        if locked.plan_choice:
            return locked.plan_choice == "change"
        locked.plan_choice = choice
        locked.save(update_fields=["plan_choice"])
        if choice == "change":
            end_plan(injury=injury, at=at, key=key)
        _label(injury, at=at)
    return choice == "change"


def _label(injury: Injury, *, at: PersonNow) -> None:
    """Label the injury again and let the rules see it as it now is."""
    fresh = with_context(Injury.objects.filter(pk=injury.pk)).get()
    label_again(fresh, at=at)
    evaluate_signs(injury=with_context(Injury.objects.filter(pk=fresh.pk)).get(), at=at)
    injury.refresh_from_db(fields=["type", "grade", "grade_detail", "working_label", "triage"])
