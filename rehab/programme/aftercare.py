"""What is asked and said after the return: values parsed from `aftercare.toml`."""

from pydantic import Field

from rehab.content.entry import Entry, Id, Message, Text
from rehab.programme.measures import Sources


class Say(Entry):
    """What a yes to one question means for the coming week; `again` after two in a row."""

    question: Id
    text: Text
    again: Text
    sources: Sources


class Aftercare(Entry):
    """The watch weeks: which stage, how long, how often, the questions and their words.

    `steps` are the steps back into sport, `steps_gap_days` the days between the
    first three, `{n}` of `steps_text`; `intro` may name `{weeks}`.
    """

    stage: Id
    weeks: int = Field(ge=1, le=26)
    every_days: int = Field(ge=1, le=28)
    then: Id
    questions: tuple[Id, ...] = Field(min_length=1, max_length=6)
    intro: Message
    steps: tuple[Text, ...] = Field(min_length=1)
    steps_gap_days: int = Field(ge=1, le=14)
    steps_text: Message
    say: tuple[Say, ...]
    sources: Sources
