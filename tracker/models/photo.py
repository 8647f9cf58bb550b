"""Photos of bruises and swelling: one injury, one day, two files."""

from django.db import models, transaction
from django.db.models.signals import post_delete
from django.dispatch import receiver

from tracker import photo_files
from tracker.models.base import PublicModel, between, filled
from tracker.models.diary import DayQuerySet, Stamped
from tracker.models.injury import Injury

NOTE_MAX = 200


class Photo(PublicModel, Stamped):
    """One photo of one day. `stem` names its files, at random; width and height in pixels.

    Nothing of the file that was sent is kept: neither its name nor what it knew of place,
    time and camera.
    """

    injury = models.ForeignKey(Injury, on_delete=models.CASCADE, related_name="photos")
    on = models.DateField()
    stem = models.CharField(max_length=32, unique=True)
    width = models.PositiveSmallIntegerField()
    height = models.PositiveSmallIntegerField()
    note = models.CharField(max_length=NOTE_MAX, blank=True)

    objects = DayQuerySet.as_manager()

    class Meta:
        ordering = ["-on", "-logged_at", "-pk"]
        indexes = [models.Index(fields=["injury", "on"], name="photo_injury_on")]
        constraints = [
            filled("stem", name="photo_stem_filled"),
            between("width", 1, 1600, name="photo_width_range"),
            between("height", 1, 1600, name="photo_height_range"),
        ]

    def __str__(self) -> str:
        return f"photo {self.on}"


@receiver(post_delete, sender=Photo)
def delete_files(instance: Photo, **kwargs: object) -> None:
    """Take the files away with the row, once that is certain.

    The one signal for logic of our own: a row may go by itself, with its injury, its account
    or an ended demo, and on none of these ways may a picture of a body be left behind.
    """
    transaction.on_commit(lambda: photo_files.remove(instance.stem), robust=True)
