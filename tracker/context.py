"""What every template may know about the house."""

from django.conf import settings
from django.http import HttpRequest

from tracker.regions import Region, region_of


def house(request: HttpRequest) -> dict[str, object]:
    """Give the settings that pages speak about; the region of the person, lazily."""

    def region() -> Region:
        return region_of(getattr(request, "user", None))

    return {
        "HAS_MAIL": settings.HAS_MAIL,
        "SIGN_UP": settings.SIGN_UP,
        "DEMO": settings.DEMO,
        "IS_SECURE_CONTEXT": settings.IS_SECURE_CONTEXT,
        "PUBLIC_URL": settings.PUBLIC_URL,
        "region": region,
    }
