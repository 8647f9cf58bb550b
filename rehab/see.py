"""Whom to see and what to ask: general advice for one kind of trouble.

Roles only, never names of practices. What differs by country stands in region tokens.
"""

from typing import Literal, Self

from pydantic import Field, model_validator

from rehab.content.entry import Entry, Id, RegionText, Reviewed, Text

Role = Literal["physio", "sports_doctor", "gp", "urgent", "emergency"]


class Whom(Entry):
    """One role: when it fits, and what that person may test."""

    role: Role
    title: RegionText
    when: RegionText
    tests: tuple[Text, ...] = ()


class SeePattern(Reviewed):
    """Advice for the rules whose `topics` it names, the role to begin with first.

    `now` is what cannot wait for a booking. `money` says what to do first when money is
    short, `second_opinion` when another look is fair.
    """

    title: Text
    lead: Text
    now: RegionText | None = None
    topics: tuple[Id, ...] = Field(min_length=1)
    whom: tuple[Whom, ...] = Field(min_length=1)
    questions: tuple[Text, ...] = Field(min_length=3, max_length=8)
    money: RegionText
    second_opinion: tuple[Text, ...] = Field(min_length=1)
    sources: tuple[Id, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _check_roles(self) -> Self:
        if len({each.role for each in self.whom}) != len(self.whom):
            raise ValueError("a role stands here twice")
        if not any(each.tests for each in self.whom):
            raise ValueError("nobody is said to test anything")
        return self
