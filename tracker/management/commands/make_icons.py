"""Draw the icons of the home screen anew from the mark, after the mark was changed."""

from django.conf import settings
from django.core.management.base import BaseCommand

from tracker.icons import ICONS, draw


class Command(BaseCommand):
    help = "Write static/icons/*.png from static/icons/mark.svg."

    def handle(self, *args: object, **options: object) -> None:
        folder = settings.ROOT / "static/icons"
        for name, pixels, share in ICONS:
            image = draw(folder / "mark.svg", pixels=pixels, share=share)
            image.save(folder / f"{name}.png", optimize=True)
            self.stdout.write(f"static/icons/{name}.png")
