"""Signing up and in. Sign-up: address, password, minimum age, consent, region, time zone."""

from datetime import timedelta

from allauth.account.forms import LoginForm as AllauthLoginForm
from allauth.account.forms import ResetPasswordForm as AllauthResetPasswordForm
from allauth.account.forms import SignupForm as AllauthSignupForm
from allauth.account.internal.flows.login import perform_login
from allauth.account.models import Login
from allauth.core import context
from django import forms
from django.conf import settings
from django.db import IntegrityError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from rehab.content.catalogue import catalogue
from tracker.draft import known_zone
from tracker.forms.intake.fields import WholeField
from tracker.models import User
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
# How long the same form, sent again, finds the account that it made.
DOUBLE_TAP = timedelta(minutes=1)


class RegionField(forms.ChoiceField):
    """Always stands on a region; a form that leaves it out keeps what was chosen before."""

    def clean(self, value: object) -> str:
        return str(super().clean(value)) if value else ""


class SignupForm(AllauthSignupForm):
    """Consent is a box of its own, unticked, with the words that are stored.

    The zone is filled by a script; without one the zone of the house is taken. The same
    form sent twice makes one account, and both answers are signed in to it.
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
    region = RegionField(
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

    def clean(self) -> dict[str, object]:
        given: dict[str, object] = super().clean()
        self.just_made = self._just_made() if self.has_error("email", "email_taken") else None
        if self.just_made is not None:
            del self.errors["email"]
        return given

    def try_save(self, request: HttpRequest) -> tuple[User | None, HttpResponse | None]:
        if self.just_made is None:
            try:
                saved: tuple[User | None, HttpResponse | None] = super().try_save(request)
                return saved
            except IntegrityError:  # the other tap was quicker, after this one was checked
                self.just_made = self._just_made()
        if self.just_made is None:
            return None, redirect("account_login")
        user = self.just_made
        return user, perform_login(request, Login(user=user, email=user.email))

    def _just_made(self) -> User | None:
        """The account that this very form made a moment ago, known by its password."""
        email, password = str(self.data.get("email", "")), self.cleaned_data.get("password1")
        since = timezone.now() - DOUBLE_TAP
        user = User.objects.filter(email__iexact=email.strip(), date_joined__gte=since).first()
        return user if user and password and user.check_password(password) else None

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
