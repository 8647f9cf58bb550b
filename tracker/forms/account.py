"""What a person sets about themselves."""

from datetime import date
from zoneinfo import available_timezones

from django import forms
from django.conf import settings
from django.http import QueryDict
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from rehab.vocabulary import PainContext, Sex
from tracker.forms.day_fields import CHIP_LABELS
from tracker.forms.fields import CodeField, WholeNumberField, codes_of
from tracker.models import User
from tracker.models.account import CHIPS, STAND_UP
from tracker.regions import REGIONS, UNKNOWN

DELETE_WORD = "DELETE"
EARLIEST_BIRTH_YEAR = 1900
THEMES = [("system", _("As my device")), ("light", _("Light")), ("dark", _("Dark"))]
FROM_LIST = _("Choose from the list")
SIT = "sit_minutes"
ASKABLE = (*(c.value for c in PainContext), SIT)
ALWAYS_ASKED = PainContext.REST.value
# What can be switched on, and what is to be known of it before.
SWITCHES = [
    *((name, words, "") for name, words in CHIP_LABELS.items()),
    (
        STAND_UP,
        _("Stand-up timer"),
        _("Stands on Today, counts while you sit and says when to stand up."),
    ),
]


def zone_choices() -> list[tuple[str, str]]:
    """Every zone of the tz database by its place; its bare aliases are left out but UTC."""
    names = sorted(z for z in available_timezones() if "/" in z and not z.startswith("Etc/"))
    return [("UTC", "UTC"), *((name, name.replace("_", " ")) for name in names)]


class PreferencesForm(forms.Form):
    time_zone = forms.ChoiceField(
        label=_("Time zone"),
        help_text=_("Decides which day an entry belongs to. Older entries keep theirs."),
        error_messages={
            "required": _("Choose a time zone from the list"),
            "invalid_choice": _("Choose a time zone from the list"),
        },
    )
    day_starts_hour = forms.TypedChoiceField(
        choices=[(str(h), f"{h:02}:00") for h in range(7)],
        coerce=int,
        label=_("A new day starts at"),
        help_text=_("What you log before this hour belongs to the evening before."),
        error_messages={
            "required": _("Choose an hour from 0 to 6"),
            "invalid_choice": _("Choose an hour from 0 to 6"),
        },
    )
    region = forms.ChoiceField(
        required=False,
        label=_("Where you are"),
        help_text=_("Decides which emergency and advice numbers you see."),
        error_messages={"invalid_choice": _("Choose a country from the list")},
    )
    birth_year = WholeNumberField(
        low=EARLIEST_BIRTH_YEAR,
        high=2100,
        required=False,
        label=_("Birth year"),
        help_text=_("Some safety rules depend on age. Left empty, we take the safer side."),
        message=_("Enter a year, like 1988"),
    )
    sex = CodeField(
        codes=[("", _("Rather not say")), *codes_of(Sex)],
        message=FROM_LIST,
        required=False,
        label=_("Sex"),
    )
    theme = CodeField(codes=THEMES, message=FROM_LIST, label=_("Colours"))
    list_view = forms.BooleanField(
        required=False,
        label=_("Show the log as a list"),
        help_text=_("All lines open under each other instead of one set of keys."),
    )

    def __init__(self, data: QueryDict | None = None, *, user: User, today: date) -> None:
        super().__init__(data, initial=_initial(user))
        self.today = today
        zones = zone_choices()
        if user.time_zone not in dict(zones):
            zones.append((user.time_zone, user.time_zone))
        self.fields["time_zone"].choices = zones  # type: ignore[attr-defined]
        self.fields["region"].choices = [  # type: ignore[attr-defined]
            ("", _unset_region()),
            *((code, region.name) for code, region in REGIONS.items()),
        ]

    def clean_birth_year(self) -> int | None:
        year: int | None = self.cleaned_data["birth_year"]
        if year is not None and year > self.today.year:
            raise forms.ValidationError(_("Enter a year, like 1988"))
        return year

    def told(self) -> dict[str, object]:
        """The fields of `Preferences`."""
        data = self.cleaned_data
        return data | {"sex": Sex(data["sex"]) if data["sex"] else None}


def _unset_region() -> str:
    """What stands for no choice of one's own: the numbers that are shown then."""
    house = REGIONS[settings.REGION]
    if house is UNKNOWN:
        return _now("Not told: general words")
    return _now("Not told: as in %(region)s") % {"region": house.name}


def _initial(user: User) -> dict[str, object]:
    return {
        "time_zone": user.time_zone,
        "day_starts_hour": str(user.day_starts_hour),
        "region": user.region,
        "birth_year": user.birth_year,
        "sex": user.sex or "",
        "theme": user.theme,
        "list_view": user.list_view,
    }


class AskForm(forms.Form):
    """One step on the list of lines: put `line` at `place` (0 = first), or take it out (blank)."""

    line = forms.ChoiceField(
        choices=[(name, name) for name in ASKABLE],
        error_messages={"required": FROM_LIST, "invalid_choice": FROM_LIST},
    )
    place = WholeNumberField(low=0, high=len(ASKABLE), required=False, message=FROM_LIST)

    def order(self, contexts: list[str]) -> list[str]:
        """The list after this step. At rest stays on it wherever it stood."""
        line, place = self.cleaned_data["line"], self.cleaned_data["place"]
        if place is None and line == ALWAYS_ASKED:
            return contexts
        others = [name for name in contexts if name != line]
        return others if place is None else [*others[:place], line, *others[place:]]


class ChipForm(forms.Form):
    """Switch one row of chips or the timer on or off; each button says which way."""

    chip = forms.ChoiceField(
        choices=[(name, name) for name in CHIPS],
        error_messages={"required": FROM_LIST, "invalid_choice": FROM_LIST},
    )
    on = forms.ChoiceField(
        choices=[("1", "1"), ("0", "0")],
        error_messages={"required": FROM_LIST, "invalid_choice": FROM_LIST},
    )


class DeleteAccountForm(forms.Form):
    confirm = forms.CharField(
        max_length=100,
        label=_("Type DELETE to confirm"),
        error_messages={"required": _("Type DELETE in capitals")},
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters"}),
    )

    def __init__(self, *args: object, **options: object) -> None:
        super().__init__(*args, **options)  # type: ignore[arg-type]
        self.fields["confirm"].validators = []

    def clean_confirm(self) -> str:
        if self.cleaned_data["confirm"] != DELETE_WORD:
            raise forms.ValidationError(_("Type DELETE in capitals"))
        return DELETE_WORD
