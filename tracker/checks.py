"""Checks at start. What is wrong here stops the start with a sentence."""

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Warning, register

from rehab.content.catalogue import catalogue


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


@register()
def rules_are_on(**kwargs: Any) -> list[CheckMessage]:
    """Say at each start which warning rules are switched off here."""
    if not settings.RULES_OFF:
        return []
    off = ", ".join(sorted(catalogue().switched_off))
    return [Warning(f"These warning rules are switched off: {off}.", id="tracker.W002")]
