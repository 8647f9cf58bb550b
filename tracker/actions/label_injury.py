"""Type, grade and working label of an injury, asked again after a professional's word."""

from typing import Any

from tracker.clock import PersonNow
from tracker.models import ClinicianWord, Injury
from tracker.told_word import Word
from tracker.triage_again import (
    is_cleared,
    kept_triage,
    told_value,
    triage_again,
    waits_for_examination,
    word_that_counts,
)

COLUMNS = ("type", "grade", "grade_detail", "working_label")
# What the page that shows a word needs of it, kept beside the label to spare a query.
SHOWN = ("kind", "words", "role", "who", "is_grade_0", "bamic", "munich", "plan_choice")


def store_word(injury: Injury, word: Word, *, at: PersonNow) -> ClinicianWord:
    """The row alone; call it in a transaction, with a checked word."""
    return ClinicianWord.objects.create(
        injury=injury,
        kind=word.kind.value,
        on=word.on,
        words=word.words.strip(),
        role=word.role,
        who=word.who.strip(),
        is_grade_0=word.is_grade_0,
        bamic=word.bamic,
        munich=word.munich,
        created_at=at.now,
    )


def label_again(injury: Injury, *, at: PersonNow) -> ClinicianWord | None:
    """Store what triage says of the injury now; the word that counts, or None.

    What the person's own answers said first is kept under `own`, and comes back when the
    last word was taken back. Call it inside the transaction of the write.
    """
    words = list(ClinicianWord.objects.filter(injury=injury).order_by("created_at", "pk"))
    word = word_that_counts(words, since=getattr(injury, "restarted_on", None))
    told: dict[str, Any] = dict(injury.triage or {})
    own = told.get("own") or {
        "triage": {k: v for k, v in told.items() if k not in ("told", "own")},
        "row": str(told.get("row", "")),
        "columns": {name: getattr(injury, name) for name in COLUMNS},
    }
    cleared = is_cleared(injury)
    if word is None and not cleared:
        _put_back(injury, own)
        return None
    result = triage_again(
        injury, today=at.today, clinician=told_value(word) if word else None, cleared=cleared
    )
    injury.type, injury.grade = result.type.value, result.grade
    injury.grade_detail, injury.working_label = result.grade_detail, result.working_label
    injury.triage = told | kept_triage(result) | {"own": own, "told": shown_word(word)}
    _save(injury)
    return word


def label_if_examined(injury: Injury, *, at: PersonNow) -> None:
    """Label who waited to be examined, and was, by what triage says now."""
    if waits_for_examination(injury) and is_cleared(injury):
        label_again(injury, at=at)


def shown_word(word: ClinicianWord | None) -> dict[str, Any] | None:
    """The word that counts, as pages show it without a query."""
    if word is None:
        return None
    columns = {name: getattr(word, name) for name in SHOWN}
    return {"id": str(word.uuid), "on": word.on.isoformat(), **columns}


def _put_back(injury: Injury, own: dict[str, Any]) -> None:
    for name, value in own["columns"].items():
        setattr(injury, name, value)
    injury.triage = own["triage"]
    _save(injury)


def _save(injury: Injury) -> None:
    injury.save(update_fields=[*COLUMNS, "triage"])
