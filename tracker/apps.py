"""The one app of the project."""

from django.apps import AppConfig


class TrackerConfig(AppConfig):
    name = "tracker"
    label = "tracker"
    verbose_name = "Home Straight"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from django.conf import settings
        from django.db.backends.signals import connection_created
        from django.db.models import CharField

        from tracker import accounts, checks, middleware, rules_off  # noqa: F401  (register themselves)
        from tracker.folded import Folded, lend_to_sqlite

        CharField.register_lookup(Folded)
        connection_created.connect(lend_to_sqlite)
        rules_off.switch_off(settings.RULES_OFF)
