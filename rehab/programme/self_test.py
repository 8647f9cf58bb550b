"""A self-test a person does at home: how it is done, what it tells, when it waits.

One test may give several numbers of one sitting (both legs and the pain of it).
"""

from typing import Annotated, Literal

from pydantic import Field

from rehab.content.entry import Id, RegionText, Reviewed, Text

Sources = Annotated[tuple[Id, ...], Field(min_length=1)]


class SelfTest(Reviewed):
    """How to do one test, in our own words.

    `metrics` are its numbers in the order they are taken, `other_leg` those of them
    that belong to the leg that is not injured, `derived` what is computed from them.
    `loads`: it loads the sore part, so it waits on a day over the limit. `any_stage`:
    harmless, so it may be done whether a stage asks for it or not. `exact` says how
    far a number taken at home can be off. `figure` names the drawing when it is not
    the test's own.
    """

    name: Text
    tells: Text
    metrics: tuple[Id, ...] = Field(min_length=1)
    other_leg: tuple[Id, ...] = ()
    derived: Id | None = None
    better: Literal["lower", "higher"]
    loads: bool = True
    any_stage: bool = False
    equipment: tuple[Text, ...] = ()
    steps: tuple[RegionText, ...] = Field(min_length=2)
    measure: tuple[Text, ...] = ()
    not_when: tuple[Text, ...] = ()
    exact: Text | None = None
    figure: Id | None = None
    sources: Sources
