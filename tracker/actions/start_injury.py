"""Turn an intake draft into an injury of a person, run the rules, delete the draft."""

from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from django.db import transaction

from tracker import draft as drafts
from tracker.actions.again import link_again
from tracker.actions.entry import check_entry
from tracker.actions.errors import ActionError
from tracker.actions.evaluate_signs import evaluate_signs
from tracker.actions.label_injury import label_again, store_word
from tracker.clock import PersonNow
from tracker.draft_triage import triage_of
from tracker.models import Answer, Care, Consent, Day, Injury, IntakeDraft, Notice, User
from tracker.told_word import fault_of, word_of
from tracker.triage_again import kept_triage

BECAUSE = "intake"
LEAST_AGE = 13


class TooYoung(ActionError):
    """No account under the minimum age."""


@dataclass(frozen=True, slots=True)
class InjuryStarted:
    """The new injury and what is newly told."""

    injury: Injury
    notices: list[Notice] = field(default_factory=list)


def start_injury(*, owner: User, draft: IntakeDraft, at: PersonNow) -> InjuryStarted | None:
    """Make the injury the draft describes, with its answers and care list, the current one.

    The draft is deleted in the same transaction, so a second sender finds none and
    gets None. Health answers are stored on the day they were given; places and
    signs become that day's log, without any pain score. What triage said is kept with
    the injury.
    """
    with transaction.atomic():
        locked = IntakeDraft.objects.select_for_update().filter(pk=draft.pk).first()
        if locked is None or drafts.first_open_step(locked.data) != "result":
            return None
        data = locked.data
        injury = _make_injury(owner, data, at=at)
        link_again(injury, data.get("again"), at=at)
        _store_answers(owner, injury, data, at=at)
        _store_care(injury, data)
        _store_day(injury, data, at=at)
        _tell_about(owner, injury, data)
        _store_word(injury, data, at=at)  # reads the age that was just told
        locked.delete()
        notices = evaluate_signs(injury=injury, at=at)
    return InjuryStarted(injury=injury, notices=notices)


def welcome(
    *, user: User, consent: str, consent_version: str, birth_year: int | None, at: PersonNow
) -> None:
    """Store what a new person agreed to, in the words shown, and their birth year.

    Raises TooYoung under the minimum age; call it in the transaction of the sign-up.
    """
    if birth_year is not None and at.today.year - birth_year < LEAST_AGE:
        raise TooYoung("You must be 13 or over", field="birth_year")
    Consent.objects.create(user=user, version=consent_version, words=consent, given_at=at.now)
    if birth_year is not None:
        user.birth_year = birth_year
        user.save(update_fields=["birth_year"])


def _make_injury(owner: User, data: drafts.Data, *, at: PersonNow) -> Injury:
    columns = drafts.injury_columns(data)
    if columns["onset_on"]:
        columns["onset_on"] = min(columns["onset_on"], at.today)
    # A professional's word labels it afterwards: what the answers alone fit is kept beside.
    result = triage_of(drafts.without_word(data), at.today)
    return Injury.objects.create(
        owner=owner,
        type=result.type.value,
        grade=result.grade,
        grade_detail=result.grade_detail,
        working_label=result.working_label,
        triage=kept_triage(result) | _beside(data),
        **columns,
    )


def _beside(data: drafts.Data) -> dict[str, Any]:
    """Answers of the intake that have no column, for the next time triage is asked."""
    felt, you = data.get("how", {}).get("felt"), data.get("you", {})
    beside: dict[str, Any] = {"baseline": drafts.baseline_parts(data)}
    if felt:
        beside["felt"] = felt
    if you.get("is_16_or_over"):
        beside["is_16_or_over"] = True
    return beside


def _store_word(injury: Injury, data: drafts.Data, *, at: PersonNow) -> None:
    """What a professional said, with who and when; it labels the injury."""
    given = drafts.told_of(data)
    if given is None:
        return
    word = word_of(given)
    latest = replace(word, on=min(word.on, at.today))
    if fault_of(latest, latest=at.today, birth_year=None) is None:
        store_word(injury, latest, at=at)
        label_again(injury, at=at)


def _store_answers(owner: User, injury: Injury, data: drafts.Data, *, at: PersonNow) -> None:
    Answer.objects.bulk_create(
        Answer(
            owner=owner,
            injury=injury,
            on=on,
            at=at.now,
            question=question,
            value=value.value,
            because=BECAUSE,
        )
        for question, (value, on) in drafts.answers_of(data, at.today).items()
    )


def _store_care(injury: Injury, data: drafts.Data) -> None:
    names = ("kind", "name", "who", "when_words", "said", "outcome", "is_now")
    for item in drafts.care_items(data):
        Care.objects.create(
            injury=injury, **{name: item.get(name) or _empty(name) for name in names}
        )


def _empty(name: str) -> object:
    return {"outcome": None, "is_now": False}.get(name, "")


def _store_day(injury: Injury, data: drafts.Data, *, at: PersonNow) -> None:
    """Number 0: the person has not logged this day themselves yet."""
    on: date = min(drafts.answered_on(data, "where", at.today), at.today)
    columns = drafts.day_columns(data, at.today)
    if columns:
        Day.objects.create(
            injury=injury,
            on=on,
            number=0,
            logged_at=at.now,
            zone=at.zone,
            **check_entry(columns),
        )


def _tell_about(owner: User, injury: Injury, data: drafts.Data) -> None:
    """Take over what was told about the person; what is known already is not emptied."""
    you = data.get("you", {})
    owner.current_injury = injury
    owner.birth_year = you.get("birth_year") or owner.birth_year
    owner.sex = you.get("sex") or owner.sex
    owner.contexts = _asked_daily(you.get("contexts") or owner.contexts)
    owner.save(update_fields=["current_injury", "birth_year", "sex", "contexts"])


def _asked_daily(contexts: list[str]) -> list[str]:
    """Whoever put sitting first is also asked how long they sat before it hurt."""
    if contexts[:1] == ["sitting"] and "sit_minutes" not in contexts:
        return ["sitting", "sit_minutes", *contexts[1:]]
    return contexts
