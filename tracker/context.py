"""What every template may know about the house."""

from django.conf import settings
from django.http import HttpRequest

from tracker.phone import phone
from tracker.regions import REGIONS, Region, chosen_code, proposed_code, region_here


def house(request: HttpRequest) -> dict[str, object]:
    """Give the settings that pages speak about; the region of the person, lazily."""

    def region() -> Region:
        return region_here(request)

    def is_region_known() -> bool:
        return bool(chosen_code(request)) or settings.REGION != "other"

    return {
        "HAS_MAIL": settings.HAS_MAIL,
        "SIGN_UP": settings.SIGN_UP,
        "DEMO": settings.DEMO,
        "IS_SECURE_CONTEXT": settings.IS_SECURE_CONTEXT,
        "PUBLIC_URL": settings.PUBLIC_URL,
        "region": region,
        "regions": REGIONS.values(),
        "is_region_known": is_region_known,
        "proposed_region": lambda: proposed_code(request),
        "phone": lambda: phone(request),
    }
