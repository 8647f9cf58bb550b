"""What each column of a table means, which injury it is about, and the order of its dates."""

from collections.abc import Sequence

from django import forms
from django.utils.html import escape
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tracker.forms.fields import CodeField, Words

Choices = Sequence[tuple[str, Words]]


class MatchForm(forms.Form):
    """One select for each column. `asks_order`: the dates read both ways, so it is asked.

    `date` and `out` are the codes of the date and of a column that is left out.
    """

    def __init__(
        self,
        *args: object,
        columns: Sequence[tuple[str, str]],
        meanings: Choices,
        injuries: Choices,
        orders: Choices,
        asks_order: bool,
        date: str,
        out: str,
        **options: object,
    ) -> None:
        super().__init__(*args, **options)  # type: ignore[arg-type]
        self.date, self.out = date, out
        self.names = [f"column_{n}" for n in range(len(columns))]
        if len(injuries) > 1:
            self.fields["injury"] = CodeField(
                codes=injuries,
                label=gettext_lazy("Which injury is it about?"),
                message=gettext_lazy("Choose which injury it is about"),
            )
        words = gettext_lazy("Choose what this column is")
        for name, (label, cells) in zip(self.names, columns, strict=True):
            self.fields[name] = forms.ChoiceField(
                choices=list(meanings),
                label=label,
                help_text=escape(cells),
                error_messages={"required": words, "invalid_choice": words},
            )
        if asks_order:
            self.fields["order"] = CodeField(
                codes=orders,
                label=gettext_lazy("How are the dates written?"),
                help_text=gettext_lazy(
                    "The file does not tell which is the day and which the month."
                ),
                message=gettext_lazy("Choose how the dates are written"),
            )

    def clean(self) -> dict[str, object]:
        """The date once, nothing twice, and something beside the date."""
        told = super().clean() or {}
        chosen = [(name, told[name]) for name in self.names if name in told]
        seen: set[str] = {self.out}
        for name, meaning in chosen:
            if meaning in seen and meaning != self.out:
                self.add_error(name, _("Another column is this already. Choose one of the two"))
            seen.add(meaning)
        if len(chosen) < len(self.names):
            return told
        if self.date not in seen:
            self.add_error(self.names[0], _("Choose one column as the date"))
        elif seen == {self.date, self.out}:
            self.add_error(self.names[0], _("Choose a column with pain or a note too"))
        return told

    @property
    def meanings(self) -> list[str]:
        """What each column is, once the form is valid."""
        return [str(self.cleaned_data[name]) for name in self.names]

    @property
    def kept(self) -> list[tuple[str, str]]:
        """Every choice as a hidden field of the page that follows."""
        return [(name, str(self.cleaned_data[name] or "")) for name in self.fields]

    @property
    def column_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in self.names]
