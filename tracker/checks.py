"""Checks at start. What is wrong here stops the start with a sentence."""

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Warning, register


@register()
def proxies_are_counted(**kwargs: Any) -> list[CheckMessage]:
    """Warn when https ends in front of us, but no proxy is trusted to name the person's address."""
    if settings.IS_HTTPS and not settings.TRUSTED_PROXIES:
        return [
            Warning(
                "PUBLIC_URL is https, but TRUSTED_PROXIES is 0: all people share one address, "
                "and so one limit for failed sign-ins.",
                hint="Set TRUSTED_PROXIES to the number of proxies in front, usually 1.",
                id="tracker.W001",
            )
        ]
    return []
