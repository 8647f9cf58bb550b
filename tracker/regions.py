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


def region_of(user: "User | AnonymousUser | None") -> Region:
    """Give the person's region, else the one this house is set to, else the careful words."""
    code = getattr(user, "region", "") or settings.REGION
    return REGIONS.get(code, UNKNOWN)
