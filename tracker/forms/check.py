"""The safety check's two forms: the screen of lines, and three questions at a time."""

from collections.abc import Mapping
from dataclasses import dataclass

from django import forms
from django.forms.boundfield import BoundWidget
from django.utils.translation import gettext_lazy as _

from rehab.content.catalogue import catalogue
from rehab.signs.asking import WEEKLY
from rehab.vocabulary import AnswerValue
from tracker import labels
from tracker.forms.fields import CodeField, CodesField, WritingForm
from tracker.intake_words import NONE

TICK_OR_NONE = _("Tick the signs you have, or tick None of these")
FROM_LIST = _("Choose from the list")
EACH_LINE = _("Answer each line. Not sure is fine")
HELP = "help"
ASKED_MOST = 9


class LinesForm(WritingForm):
    """One tick for yes and one for not sure per line, or None of these for all.

    A line left open next to a ticked one counts as no, and the page says so. Both
    ticks on one line count as yes. None of these beside a tick counts as not ticked:
    `has_both` lets the next page say so.
    """

    has_both = False

    def __init__(self, *args: object, questions: Mapping[str, str], **options: object) -> None:
        super().__init__(*args, **options)
        codes = list(questions.items())
        self.question_ids = tuple(questions)
        self.fields["yes"] = CodesField(label=_("Now or in the last 14 days"), codes=codes,
                                        message=FROM_LIST)  # fmt: skip
        self.fields["not_sure"] = CodesField(
            label=_("Not sure about these"), codes=codes, message=FROM_LIST
        )
        self.fields["because"] = forms.ChoiceField(
            choices=[(code, code) for code in (HELP, WEEKLY)],
            required=False,
            widget=forms.HiddenInput,
            error_messages={"invalid_choice": FROM_LIST},
        )
        self.fields[NONE] = forms.BooleanField(label=_("None of these"), required=False)

    def clean(self) -> dict[str, object]:
        given = super().clean() or {}
        ticked = bool(given.get("yes") or given.get("not_sure"))
        if "yes" in self.errors or "not_sure" in self.errors:
            return given
        if not ticked and not given.get(NONE):
            self.add_error("yes", TICK_OR_NONE)
        self.has_both = ticked and bool(given.get(NONE))
        return given

    @property
    def answers(self) -> dict[str, AnswerValue]:
        """One answer per line; yes before not sure before no."""
        yes, unsure = set(self.cleaned_data["yes"]), set(self.cleaned_data["not_sure"])
        return {
            question: AnswerValue.YES
            if question in yes
            else AnswerValue.NOT_SURE
            if question in unsure
            else AnswerValue.NO
            for question in self.question_ids
        }

    @property
    def rows(self) -> list["Row"]:
        """The lines as the page draws them: two inputs each, keeping what was ticked."""
        return [
            Row(yes=yes, not_sure=unsure, text=str(yes.choice_label))
            for yes, unsure in zip(self["yes"], self["not_sure"], strict=True)
        ]


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the check: its tick for yes, its tick for not sure, its words."""

    yes: BoundWidget
    not_sure: BoundWidget
    text: str

    @property
    def id(self) -> str:
        return str(self.yes.data["value"])


class QuestionsForm(WritingForm):
    """A few questions, each Yes, No or Not sure. `asked` names them; a made-up one is refused."""

    def __init__(self, *args: object, questions: Mapping[str, str], **options: object) -> None:
        super().__init__(*args, **options)
        self.question_ids = tuple(questions)
        known = catalogue().questions
        for question, text in questions.items():
            self.fields[question] = CodeField(
                label=text,
                help_text=_(known[question].help) if known[question].help else "",
                codes=labels.choices(AnswerValue),
                message=EACH_LINE,
            )

    @property
    def answers(self) -> dict[str, AnswerValue]:
        return {q: AnswerValue(self.cleaned_data[q]) for q in self.question_ids}


def asked_in(data: Mapping[str, object]) -> list[str]:
    """The ids a posted form says it asked, without those we do not know; at most nine."""
    known = catalogue().questions
    listed = str(data.get("asked", ""))[:600].split(",")
    return [q for q in dict.fromkeys(listed) if q in known and known[q].input != "ticks"][
        :ASKED_MOST
    ]
