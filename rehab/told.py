"""What a professional said it is, as triage reads it.

Their word comes before the person's own answers and changes what is offered. It opens no
door: open signs, age, surgery and emergencies stay as they are. Source: programmes draft
1.1 and 2; decisions 1.7.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from rehab.content.catalogue import Catalogue
from rehab.vocabulary import ToldKind

STRAIN_GRADES = {ToldKind.STRAIN_1: 1, ToldKind.STRAIN_2: 2, ToldKind.STRAIN_3: 3}
INTO_THE_TENDON = "c"
# The row of each word that is not a muscle strain; "not sure yet" leaves it to the answers.
ROWS = {
    ToldKind.TENDON: "pht",
    ToldKind.BRUISE: "contusion",
    ToldKind.TORN_OFF: "avulsion_nonop",
    ToldKind.SURGERY: "avulsion_surgery",
    ToldKind.OTHER: "told_other",
}


@dataclass(frozen=True, slots=True)
class Told:
    """One word of a professional: what, on which day it was said, and what a scan was called.

    `is_grade_0`, `bamic` (British Athletics, "2b") and `munich` ("3A") belong to a muscle
    strain and are "as told"; "" and False mean not told.
    """

    kind: ToldKind
    on: date
    is_grade_0: bool = False
    bamic: str = ""
    munich: str = ""

    @property
    def is_strain(self) -> bool:
        return self.kind in STRAIN_GRADES

    @property
    def reaches_tendon(self) -> bool:
        """Whether the letter c was told: into the tendon inside the muscle, which takes longer."""
        return self.bamic.endswith(INTO_THE_TENDON)


def told_grade(told: Told, content: Catalogue) -> int | None:
    """The grade of a strain, 0 to 3; the highest of what was said. None for anything else.

    Grade 0 only when every other part says so too: it is told beside grade 1.
    """
    if told.kind not in STRAIN_GRADES:
        return None
    named = [_grade_with(content, "bamic", told.bamic), _grade_with(content, "munich", told.munich)]
    details = [grade for grade in named if grade is not None]
    if told.is_grade_0:
        details.append(0)
    said = STRAIN_GRADES[told.kind]
    if said == 1 and details and max(details) == 0:
        return 0
    return max([said, *details])


def told_row(told: Told, *, is_stretch_type: bool, content: Catalogue) -> str | None:
    """The triage row of a word; None when the professional was not sure either."""
    if told.kind is ToldKind.NOT_SURE:
        return None
    grade = told_grade(told, content)
    if grade is None:
        return ROWS[told.kind]
    if grade == 3:
        return "strain_3_cleared"
    if is_stretch_type:
        return "strain_12_stretch"
    return "strain_2_sprint" if grade == 2 else "strain_1_sprint"


def current(words: Iterable[Told], *, since: date | None) -> Told | None:
    """The word that counts: the last one said, of one day the last one given.

    `since` is the day of a confirmed re-injury; what was said before is about the injury
    before. None without one.
    """
    counted = [told for told in words if since is None or told.on >= since]
    return max(enumerate(counted), key=lambda pair: (pair[1].on, pair[0]))[1] if counted else None


def _grade_with(content: Catalogue, system: str, name: str) -> int | None:
    """The grade to which a letter or type belongs. KeyError for one that no grade knows."""
    if not name:
        return None
    for grade in content.grades.values():
        if name in getattr(grade, system):
            return grade.grade
    raise KeyError(name)
