"""The forms of the return and after: the goal, "it happened again", a cramp that lasts."""

from django.utils.translation import gettext_lazy as _

from rehab.vocabulary import AnswerValue, Goal, Walking
from tracker import labels
from tracker.forms.fields import CodeField, WritingForm

CLOSE, KEEP = "close", "keep"


class GoalForm(WritingForm):
    """What the person wants back; it decides which return list counts."""

    goal = CodeField(
        label=_("What do you want back?"),
        codes=labels.choices(Goal),
        message=_("Choose one of these"),
    )


class AgainForm(WritingForm):
    """ "It happened again": whether the earlier injury is closed or goes on."""

    earlier = CodeField(
        label=_("And the earlier injury?"),
        codes=[
            (CLOSE, _("Close it. Its diary stays readable")),
            (KEEP, _("Keep it open beside the new one")),
        ],
        message=_("Choose one of these"),
        initial=CLOSE,
    )


class CloseForm(WritingForm):
    """Why an injury is closed; its words are kept with it."""

    reason = CodeField(
        label=_("Why?"),
        codes=[
            ("back", _("I'm back to what I want to do")),
            ("settled", _("It has settled")),
            ("mistake", _("I opened it by mistake")),
            ("other", _("Another reason")),
        ],
        message=_("Choose one of these"),
    )

    @property
    def is_back(self) -> bool:
        """Whether it is closed because the person is back."""
        return bool(self.cleaned_data["reason"] == "back")

    @property
    def words(self) -> str:
        """The reason as it was shown."""
        shown: list[tuple[str, str]] = self.fields["reason"].choices  # type: ignore[attr-defined]
        return str(dict(shown)[self.cleaned_data["reason"]])


class RetriageForm(WritingForm):
    """The signs of a strain, asked again when a cramp has not gone."""

    walking = CodeField(
        label=_("How have you walked since?"),
        codes=labels.choices(Walking),
        message=_("Choose one of these"),
    )
    bruise = CodeField(
        label=_("Is there a bruise?"),
        codes=labels.choices(AnswerValue),
        message=_("Answer each line. Not sure is fine"),
    )
    big_bruise = CodeField(
        label=_("Is it larger than your palm?"),
        codes=labels.choices(AnswerValue),
        message=_("Answer each line. Not sure is fine"),
    )
    pop = CodeField(
        label=_("Was there a pop or a tear when it began?"),
        codes=labels.choices(AnswerValue),
        message=_("Answer each line. Not sure is fine"),
    )
    gap = CodeField(
        label=_("Can you feel a dent or gap in the muscle?"),
        codes=labels.choices(AnswerValue),
        message=_("Answer each line. Not sure is fine"),
    )
