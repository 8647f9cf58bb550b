"""Signing up and in. Sign-up: address, password, minimum age, consent, region, time zone."""

from allauth.account.forms import LoginForm as AllauthLoginForm
from allauth.account.forms import ResetPasswordForm as AllauthResetPasswordForm
from allauth.account.forms import SignupForm as AllauthSignupForm
from allauth.core import context
from django import forms
from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from rehab.content.catalogue import catalogue
from tracker.draft import known_zone
from tracker.forms.intake.fields import WholeField
from tracker.regions import REGIONS, proposed_code

# Set by the intake when the year was given there, so that it is not asked twice.
TOLD_BIRTH_YEAR = "told_birth_year"
CONSENT_VERSION = "2026-11-22"
CONSENT = _(
    "I agree that this diary stores what I write about my health, shows it to me and runs its "
    "rules on it. I can download it, delete it and take this back at any time."
)
PASSWORD_HINT = _("At least 8 characters, and not one that many people use.")
E_MAIL = _("E-mail")


class SignupForm(AllauthSignupForm):
    """Consent is a box of its own, unticked, with the words that are stored.

    The zone is filled by a script; without one the zone of the house is taken.
    """

    birth_year = WholeField(
        low=1900,
        high=2100,
        error=_("Enter a year, like 1988"),
        label=_("Birth year"),
        help_text=_("Some signs mean more at some ages. You can leave it empty."),
    )
    of_age = forms.BooleanField(
        label=_("I am 13 or over"),
        error_messages={"required": _("This diary is for people of 13 and over")},
    )
    consent = forms.BooleanField(
        label=CONSENT,
        error_messages={"required": _("Without this we cannot keep a diary for you")},
    )
    region = forms.ChoiceField(
        required=False,
        label=_("Where are you?"),
        help_text=_("It decides whom to call that we name in an emergency."),
        error_messages={"invalid_choice": _("Choose a country from the list")},
    )
    zone = forms.CharField(
        required=False, max_length=64, widget=forms.HiddenInput(attrs={"data-zone": ""})
    )

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        request = context.request
        if request is not None and request.session.get(TOLD_BIRTH_YEAR):
            del self.fields["birth_year"]
        self.fields["email"].label = E_MAIL
        self.fields["password1"].help_text = PASSWORD_HINT
        region = self.fields["region"]
        region.choices = [(code, place.name) for code, place in REGIONS.items()]
        region.initial = proposed_code(request) if request is not None else settings.REGION

    field_order = ["email", "password1", "birth_year", "region", "of_age", "consent", "zone"]

    def clean_birth_year(self) -> int | None:
        year: int | None = self.cleaned_data["birth_year"]
        if year is None:
            return None
        age = timezone.localdate().year - year
        if not 0 <= age <= 110:
            raise forms.ValidationError(_now("Enter a year, like 1988"), code="invalid")
        if age < catalogue().triage_numbers.diary_from_age:
            raise forms.ValidationError(
                _now("This diary is for people of 13 and over"), code="too_young"
            )
        return year

    def clean_zone(self) -> str:
        return known_zone(self.cleaned_data["zone"]) or settings.TIME_ZONE


class LoginForm(AllauthLoginForm):
    """Signing in, with our word for the address."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"].label = E_MAIL


class ResetPasswordForm(AllauthResetPasswordForm):
    """Asking for a new password, with our word for the address."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"].label = E_MAIL
