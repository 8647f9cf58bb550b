"""Small parts that every model uses: owner-scoped querysets and named constraints."""

import uuid
from enum import StrEnum

from django.db import models
from django.db.models import Q


class NRSField(models.PositiveSmallIntegerField):
    """A pain score on the numeric rating scale 0-10; null means not recorded."""

    def __init__(self, **options: object) -> None:
        options.setdefault("null", True)
        options.setdefault("blank", True)
        super().__init__(**options)  # type: ignore[arg-type]


class PublicModel(models.Model):
    """A row that is addressed from outside by its uuid, never by its number."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)

    class Meta:
        abstract = True


def one_of(field: str, codes: type[StrEnum], *, name: str) -> models.CheckConstraint:
    """Only the codes of the vocabulary; null stays allowed where the field allows it."""
    return models.CheckConstraint(
        condition=Q(**{f"{field}__in": [c.value for c in codes]}), name=name
    )


def between(field: str, low: float, high: float, *, name: str) -> models.CheckConstraint:
    """A number in `low..high`, both included; null stays allowed where the field allows it."""
    return models.CheckConstraint(
        condition=Q(**{f"{field}__gte": low, f"{field}__lte": high}), name=name
    )


def filled(field: str, *, name: str) -> models.CheckConstraint:
    """A text that is not empty."""
    return models.CheckConstraint(condition=~Q(**{field: ""}), name=name)
