"""Whom to call and where to go, by country. Content holds only the tokens.

Only numbers that are the same all over a region stand here; where help is
organised locally the words say so. "other" is for every place we do not know.
Numbers can change: `docs/clinical-content.md` says when they are looked over.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser
    from django.http import HttpRequest

    from tracker.models import User

Words = str | Promise


@dataclass(frozen=True, kw_only=True)
class Region:
    """The words of one region. `emergency_call` holds the digits for a `tel:` link."""

    code: str
    name: Words
    emergency_number: Words
    emergency_call: str
    advice_line: Words
    urgent_place: Words
    emergency_department: Words
    advice_call: str = ""

    def tokens(self) -> dict[str, str]:
        """Give the values of the tokens that messages may hold."""
        return {
            "emergency_number": str(self.emergency_number),
            "advice_line": str(self.advice_line),
            "urgent_place": str(self.urgent_place),
            "emergency_department": str(self.emergency_department),
        }


_LOCAL_ADVICE = _("your doctor or the out-of-hours medical service")
_LOCAL_URGENT = _("a doctor or clinic that is open today")
_EMERGENCY_DEPARTMENT = _("the nearest hospital emergency department")

_ALL = (
    Region(
        code="gb",
        name=_("England, Scotland, Wales"),
        emergency_number="999",
        emergency_call="999",
        advice_line="NHS 111",
        advice_call="111",
        urgent_place=_("an urgent treatment centre"),
        emergency_department=_("A&E"),
    ),
    Region(
        code="gb-nir",
        name=_("Northern Ireland"),
        emergency_number="999",
        emergency_call="999",
        advice_line=_("your GP or GP out of hours"),
        urgent_place=_("a minor injuries unit"),
        emergency_department=_("A&E"),
    ),
    Region(
        code="ie",
        name=_("Ireland"),
        emergency_number=_("112 or 999"),
        emergency_call="112",
        advice_line=_("your GP or GP out of hours"),
        urgent_place=_("an injury unit"),
        emergency_department=_("the emergency department"),
    ),
    Region(
        code="us",
        name=_("United States"),
        emergency_number="911",
        emergency_call="911",
        advice_line=_("your doctor's office or its nurse line"),
        urgent_place=_("an urgent care clinic"),
        emergency_department=_("the emergency room"),
    ),
    Region(
        code="ca",
        name=_("Canada"),
        emergency_number="911",
        emergency_call="911",
        advice_line=_("your doctor or your province's health line"),
        urgent_place=_("an urgent care centre"),
        emergency_department=_("the emergency department"),
    ),
    Region(
        code="au",
        name=_("Australia"),
        emergency_number="000",
        emergency_call="000",
        advice_line=_("your GP or the health advice line of your state"),
        urgent_place=_("an urgent care clinic"),
        emergency_department=_("the emergency department"),
    ),
    Region(
        code="nz",
        name=_("New Zealand"),
        emergency_number="111",
        emergency_call="111",
        advice_line="Healthline, 0800 611 116",
        advice_call="0800611116",
        urgent_place=_("an urgent care clinic"),
        emergency_department=_("the emergency department"),
    ),
    Region(
        code="de",
        name=_("Germany"),
        emergency_number="112",
        emergency_call="112",
        advice_line=_("the doctors' on-call service, 116 117,"),
        advice_call="116117",
        urgent_place=_("an on-call practice (Bereitschaftspraxis)"),
        emergency_department=_("the nearest hospital emergency department (Notaufnahme)"),
    ),
    Region(
        code="no",
        name=_("Norway"),
        emergency_number="113",
        emergency_call="113",
        advice_line=_("the out-of-hours service, 116 117,"),
        advice_call="116117",
        urgent_place=_("the out-of-hours clinic (legevakt)"),
        emergency_department=_EMERGENCY_DEPARTMENT,
    ),
    Region(
        code="eu",
        name=_("Another country of the European Union"),
        emergency_number="112",
        emergency_call="112",
        advice_line=_LOCAL_ADVICE,
        urgent_place=_LOCAL_URGENT,
        emergency_department=_EMERGENCY_DEPARTMENT,
    ),
    Region(
        code="other",
        name=_("Somewhere else"),
        emergency_number=_("112 or your local emergency number"),
        emergency_call="112",
        advice_line=_LOCAL_ADVICE,
        urgent_place=_LOCAL_URGENT,
        emergency_department=_EMERGENCY_DEPARTMENT,
    ),
)
REGIONS: Mapping[str, Region] = {region.code: region for region in _ALL}
UNKNOWN = REGIONS["other"]


# What somebody chose before they had an account; `User.region` afterwards.
SESSION_KEY = "region"
# The time zone that a page of the intake told, kept for the proposal below.
ZONE_KEY = "told_zone"


def region_of(user: "User | AnonymousUser | None") -> Region:
    """Give the person's region, else the one this house is set to, else the careful words."""
    return REGIONS.get(_chosen_by(user) or settings.REGION, UNKNOWN)


def region_here(request: "HttpRequest") -> Region:
    """Like `region_of`; what was chosen in this session counts where no setting does."""
    return REGIONS.get(chosen_code(request) or settings.REGION, UNKNOWN)


def chosen_code(request: "HttpRequest") -> str:
    """The code somebody chose, in their settings or in this session; "" when nobody did."""
    session = getattr(request, "session", {})
    return _chosen_by(getattr(request, "user", None)) or str(session.get(SESSION_KEY, ""))


def remember(request: "HttpRequest", code: str) -> bool:
    """Keep a choice for this session; whether it is a region we know."""
    if code not in REGIONS:
        return False
    request.session[SESSION_KEY] = code
    return True


def suggested_code(zone: str) -> str:
    """What a time zone speaks for, "" when for nothing. Only ever a proposal in a field.

    Zones tell no borders (Northern Ireland shares London's), so nobody's region is
    set by one.
    """
    if zone in _ZONES:
        return _ZONES[zone]
    return next((code for start, code in _ZONE_STARTS.items() if zone.startswith(start)), "")


def proposed_code(request: "HttpRequest") -> str:
    """What the field "Where are you?" stands on: the choice made, else what the zone speaks for."""
    told_zone = str(getattr(request, "session", {}).get(ZONE_KEY, ""))
    return chosen_code(request) or suggested_code(told_zone) or settings.REGION


def _chosen_by(user: "User | AnonymousUser | None") -> str:
    return getattr(user, "region", "")


_CITIES = {
    "gb": "Europe/London",
    "gb-nir": "Europe/Belfast",
    "ie": "Europe/Dublin",
    "nz": "Pacific/Auckland Pacific/Chatham",
    "de": "Europe/Berlin Europe/Busingen",
    "no": "Europe/Oslo Arctic/Longyearbyen",
    "us": (
        "America/New_York America/Detroit America/Chicago America/Denver America/Boise "
        "America/Phoenix America/Los_Angeles America/Anchorage America/Juneau Pacific/Honolulu"
    ),
    "ca": (
        "America/Toronto America/Montreal America/Vancouver America/Edmonton America/Winnipeg "
        "America/Regina America/Halifax America/Moncton America/St_Johns America/Whitehorse "
        "America/Yellowknife America/Iqaluit"
    ),
    "eu": (
        "Europe/Amsterdam Europe/Athens Europe/Bratislava Europe/Brussels Europe/Bucharest "
        "Europe/Budapest Europe/Copenhagen Europe/Helsinki Europe/Lisbon Europe/Ljubljana "
        "Europe/Luxembourg Europe/Madrid Europe/Malta Europe/Mariehamn Europe/Paris "
        "Europe/Prague Europe/Riga Europe/Rome Europe/Sofia Europe/Stockholm Europe/Tallinn "
        "Europe/Vienna Europe/Vilnius Europe/Warsaw Europe/Zagreb Asia/Nicosia "
        "Atlantic/Azores Atlantic/Canary Atlantic/Madeira Africa/Ceuta"
    ),
}
_ZONES: Mapping[str, str] = {
    zone: code for code, zones in _CITIES.items() for zone in zones.split()
}
_ZONE_STARTS: Mapping[str, str] = {
    "Australia/": "au",
    "America/Indiana/": "us",
    "America/Kentucky/": "us",
    "America/North_Dakota/": "us",
}
