"""What every kind of content shares: a frozen base, checked texts, sources."""

import re
from datetime import date
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints

REGION_TOKENS = frozenset(
    {"emergency_number", "advice_line", "urgent_place", "emergency_department"}
)
VALUE_TOKENS = frozenset(
    {
        "n",
        "m",
        "median",
        "location",
        "places",
        "answers",
        "value",
        "week",
        "weeks",
        "before",
        "now",
        "date",
        "fall_date",
        "list",
        "risk",
    }
)
# Numbers and names that only the region settings may put into a text.
FORBIDDEN = re.compile(r"\bA ?& ?E\b|\bNHS\b|(?<![\d.,])(?:999|111|112|911)(?![.,]?\d)")
_HINTS = ("NHS", "&", "999", "111", "112", "911")
TOKEN = re.compile(r"\{([^{}]*)\}")


def tokens_in(text: str) -> frozenset[str]:
    """The names of the placeholders in a text."""
    return frozenset(TOKEN.findall(text)) if "{" in text else frozenset()


def _refuse_local_words(text: str) -> str:
    if not any(hint in text for hint in _HINTS):
        return text
    found = FORBIDDEN.search(text)
    if found:
        raise ValueError(f"{found[0]!r} belongs to one country; use a region token")
    return text


def _refuse_tokens(text: str) -> str:
    if tokens_in(text):
        raise ValueError(f"placeholder not allowed here: {', '.join(sorted(tokens_in(text)))}")
    return text


def _know_region_tokens(text: str) -> str:
    unknown = tokens_in(text) - REGION_TOKENS
    if unknown:
        raise ValueError(f"unknown placeholder: {', '.join(sorted(unknown))}")
    return text


def _know_tokens(text: str) -> str:
    unknown = tokens_in(text) - REGION_TOKENS - VALUE_TOKENS
    if unknown:
        raise ValueError(f"unknown placeholder: {', '.join(sorted(unknown))}")
    return text


Id = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$", max_length=60)]
_Words = Annotated[str, StringConstraints(min_length=1, strip_whitespace=True)]
# Shown to people, as it stands.
Text = Annotated[_Words, AfterValidator(_refuse_local_words), AfterValidator(_refuse_tokens)]
# Shown to people, with the words of their region put in.
RegionText = Annotated[
    _Words, AfterValidator(_refuse_local_words), AfterValidator(_know_region_tokens)
]
# Shown to people, with their own figures and the words of their region put in.
Message = Annotated[_Words, AfterValidator(_refuse_local_words), AfterValidator(_know_tokens)]
# Never shown as advice: names of papers, notes for editors.
Note = _Words
Nrs = Annotated[int, Field(ge=0, le=10)]
Days = Annotated[int, Field(ge=0, le=4000)]


class Entry(BaseModel):
    """A piece of content: frozen, and an unknown key is a fault."""

    model_config = ConfigDict(extra="forbid", frozen=True, arbitrary_types_allowed=True)


class Reviewed(Entry):
    """Content a named professional has to check.

    `checked_by` stays empty until one really has; pages then say so.
    """

    id: Id
    version: int = Field(ge=1)
    enabled: bool = True
    written_by: Note
    checked_by: str = ""
    review_by: date


class Source(Entry):
    """Where a fact comes from, and how much of it we have read ourselves."""

    cite: Note
    ref: str = ""
    seen: str
    also_called: tuple[str, ...] = ()
