"""The person: account, preferences, consent."""

import uuid
from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils import timezone

from rehab.vocabulary import Sex
from tracker.models.base import between, filled, one_of

DEFAULT_CONTEXTS = ["sitting", "morning", "walking", "running", "rest"]


# What is off until it is switched on: two rows of chips in the log, and the stand-up timer.
STAND_UP = "stand_up"
CHIPS = ("sleep", "stress", STAND_UP)


def default_contexts() -> list[str]:
    return list(DEFAULT_CONTEXTS)


class UserManager(BaseUserManager["User"]):
    def create_user(self, email: str, password: str | None = None, **fields: object) -> "User":
        if not email:
            raise ValueError("An account needs an e-mail address")
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str, **fields: object) -> "User":
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)

    def get_by_natural_key(self, email: str | None) -> "User":
        return self.get(email__iexact=email)


class User(AbstractBaseUser, PermissionsMixin):
    """One person. The e-mail address is the name; nothing else identifies them.

    `contexts` is the list of what to ask on Today, in the person's own order;
    `chips` are what they switched on beside the pain, some of CHIPS.
    `birth_year` and `sex` are optional and only switch safety rules. `lacks` are the things
    for exercises that they said they do not have; nothing is assumed to be missing.
    `earliest_today` is a day that was logged before a change of zone led back behind it.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    email = models.EmailField(max_length=254, unique=True)
    is_active = models.BooleanField(default=True)
    is_staff = models.BooleanField(default=False)
    date_joined = models.DateTimeField(default=timezone.now)
    time_zone = models.CharField(max_length=64, default="UTC")
    day_starts_hour = models.PositiveSmallIntegerField(default=3)
    earliest_today = models.DateField(null=True, blank=True, editable=False)
    region = models.CharField(max_length=8, blank=True)
    language = models.CharField(max_length=12, default="en")
    theme = models.CharField(max_length=8, default="system")
    list_view = models.BooleanField(default=False)
    contexts = models.JSONField(default=default_contexts)
    chips = models.JSONField(default=list, blank=True)
    lacks = models.JSONField(default=list, blank=True)
    birth_year = models.PositiveSmallIntegerField(null=True, blank=True)
    sex = models.CharField(max_length=1, null=True, blank=True)
    current_injury = models.ForeignKey(
        "tracker.Injury", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    is_demo = models.BooleanField(default=False)
    demo_ends_at = models.DateTimeField(null=True, blank=True)

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    objects = UserManager()

    class Meta:
        constraints = [
            models.UniqueConstraint(Lower("email"), name="user_email_once"),
            filled("email", name="user_email_filled"),
            between("day_starts_hour", 0, 6, name="user_day_starts_0_6"),
            between("birth_year", 1900, 2100, name="user_birth_year_range"),
            one_of("sex", Sex, name="user_sex_known"),
            models.CheckConstraint(
                condition=Q(theme__in=["system", "light", "dark"]), name="user_theme_known"
            ),
            models.CheckConstraint(
                condition=Q(is_demo=False) | Q(demo_ends_at__isnull=False),
                name="user_demo_has_an_end",
            ),
        ]

    def __str__(self) -> str:
        return str(self.uuid)


class Consent(models.Model):
    """That a person agreed to the storing of health data: which words, when, until when."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="consents")
    kind = models.CharField(max_length=32, default="health_data")
    version = models.CharField(max_length=16)
    words = models.TextField()
    given_at = models.DateTimeField(default=timezone.now)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user", "kind"],
                condition=Q(withdrawn_at__isnull=True),
                name="consent_one_open_per_kind",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True) | Q(withdrawn_at__gte=models.F("given_at")),
                name="consent_ends_after_start",
            ),
            filled("words", name="consent_words_filled"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.version}"
