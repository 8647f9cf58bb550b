"""The one app of the project."""

from django.apps import AppConfig


class TrackerConfig(AppConfig):
    name = "tracker"
    label = "tracker"
    verbose_name = "Home Straight"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from django.conf import settings

        from tracker import accounts, checks, middleware, rules_off  # noqa: F401  (register themselves)

        rules_off.switch_off(settings.RULES_OFF)
