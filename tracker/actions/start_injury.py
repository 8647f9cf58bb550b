"""Turn an intake draft into an injury of a person, run the rules, delete the draft."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db import transaction

from rehab.content.catalogue import catalogue
from rehab.triage import TriageResult
from tracker import draft as drafts
from tracker.actions.again import link_again
from tracker.actions.entry import check_entry
from tracker.actions.errors import ActionError
from tracker.actions.evaluate_signs import evaluate_signs
from tracker.clock import PersonNow
from tracker.draft_triage import triage_of
from tracker.models import Answer, Care, Consent, Day, Injury, IntakeDraft, Notice, User

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
    result = triage_of(data, at.today)
    return Injury.objects.create(
        owner=owner,
        type=result.type.value,
        grade=result.grade,
        grade_detail=result.grade_detail,
        working_label=result.working_label,
        triage=kept_triage(result) | {"baseline": drafts.baseline_parts(data)},
        **columns,
    )


def kept_triage(result: TriageResult) -> dict[str, Any]:
    """What triage said, with the content it came from."""
    return {
        "row": result.row,
        "kind": result.kind,
        "programme": result.programme,
        "reasons": [reason.key for reason in result.reasons],
        "also_feels_like": list(result.also_feels_like),
        "see_someone_first": result.see_someone_first and result.see_someone_first.value,
        "long_standing": result.long_standing,
        "diary_only_reasons": list(result.diary_only_reasons),
        "limits": list(result.limits),
        "content_version": catalogue().content_version,
    }


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
