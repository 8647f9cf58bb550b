"""What the diary is searched for: a kind of entry, words of a note. Nonsense finds everything."""

import unicodedata

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

LONGEST = 80
SHOWN = [
    ("all", _("Everything")),
    ("falls", _("Falls and slips")),
    ("runs", _("Runs")),
    ("moments", _("Moments")),
    ("visits", _("Visits")),
    ("tests", _("Self-tests and measures")),
    ("sessions", _("Exercises")),
    ("photos", _("Photos")),
    ("notes", _("With a note")),
    ("pain", _("A lot of pain")),
]


class FindForm(forms.Form):
    """A GET form; `show` and `words` are always usable, whatever was sent."""

    show = forms.ChoiceField(choices=SHOWN, required=False, label=_("Show"))
    q = forms.CharField(
        required=False,
        label=_("Words in a note"),
        widget=forms.TextInput(attrs={"autocomplete": "off", "maxlength": LONGEST}),
    )

    def __init__(self, data: QueryDict) -> None:
        super().__init__({"show": _known(data.get("show", "")), "q": _plain(data.get("q", ""))})
        self.kind: str = self.data["show"]
        self.words: str = self.data["q"]

    @property
    def is_asked(self) -> bool:
        """Whether anything narrower than the whole diary is wanted."""
        return self.kind != "all" or bool(self.words)


def _known(code: str) -> str:
    return code if code in dict(SHOWN) else "all"


def _plain(text: str) -> str:
    """The words without control characters and lone surrogates, cut to their longest."""
    kept = "".join(c for c in text if unicodedata.category(c) not in ("Cc", "Cs"))
    return kept.strip()[:LONGEST]
