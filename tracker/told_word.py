"""A professional's word as it is typed, and what in it cannot be. Form and action both ask."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext_noop as _

from rehab.content.catalogue import catalogue
from rehab.told import Told, told_grade
from rehab.vocabulary import ToldKind
from tracker import labels

WORDS_MAX, WHO_MAX = 2000, 80
EARLIEST_YEAR = 1900


@dataclass(frozen=True, slots=True)
class Word:
    """What was said, by whom, when. `words` (2,000) and `who` (80) as typed; `role` a known code.

    `is_grade_0`, `bamic` and `munich` belong to a muscle strain only.
    """

    kind: ToldKind
    on: date
    words: str = ""
    role: str = ""
    who: str = ""
    is_grade_0: bool = False
    bamic: str = ""
    munich: str = ""

    @property
    def value(self) -> Told:
        """The word as triage reads it."""
        return Told(
            self.kind, self.on, is_grade_0=self.is_grade_0, bamic=self.bamic, munich=self.munich
        )


@dataclass(frozen=True, slots=True)
class WordFault:
    """The field that cannot be, and the sentence that says so."""

    field: str
    message: str


def word_of(given: Mapping[str, Any]) -> Word:
    """The word a checked form or a stored draft holds."""
    on = given["on"]
    return Word(
        kind=ToldKind(given["kind"]),
        on=on if isinstance(on, date) else date.fromisoformat(on),
        words=given.get("told") or "",
        role=given.get("role") or "",
        who=given.get("who") or "",
        is_grade_0=bool(given.get("is_grade_0")),
        bamic=given.get("bamic") or "",
        munich=given.get("munich") or "",
    )


def fault_of(
    word: Word, *, latest: date, birth_year: int | None, earliest: date | None = None
) -> WordFault | None:
    """The first thing that cannot be, None without one.

    `latest` is the last day that can be, `earliest` the known day the pain began, None for a
    rough date: what was said before that day was said of something else.
    """
    for name, most in (("words", WORDS_MAX), ("who", WHO_MAX)):
        text = getattr(word, name)
        if len(text) > most or "\x00" in text:
            return WordFault(name, _("Write this shorter, in plain text"))
    if word.kind is ToldKind.OTHER and not word.words.strip():
        return WordFault("words", _("Write what they said it is"))
    if word.role not in ("", *labels.ROLES):
        return WordFault("role", _("Choose from the list"))
    if not word.role and not word.who.strip():
        return WordFault("role", _("Say who told you: what they are, or their name"))
    if word.on > latest:
        return WordFault("on", _("The day must be today or earlier"))
    if word.on.year < max(EARLIEST_YEAR, birth_year or EARLIEST_YEAR):
        return WordFault("on", _("That day lies before you were born"))
    if earliest is not None and word.on < earliest:
        return WordFault("on", _("That day lies before this pain began. Enter when they saw it"))
    return _fault_of_letters(word)


def _fault_of_letters(word: Word) -> WordFault | None:
    told = word.value
    named = [name for name in ("bamic", "munich", "is_grade_0") if getattr(word, name)]
    if named and not told.is_strain:
        return WordFault(named[0], _("Grades and letters belong to a muscle strain"))
    for field in ("bamic", "munich"):
        try:
            told_grade(Told(told.kind, told.on, **{field: getattr(told, field)}), catalogue())
        except KeyError:
            return WordFault(field, _("Choose from the list"))
    return None
