"""From every page that a signed-in person can open, one tap leads to the safety check."""

import pytest
from django.urls import reverse

from tests.tracker.hostile.house import Person
from tests.tracker.hostile.routes import ROUTES
from tests.tracker.hostile.test_routes import url

WORDS = "Something new or frightening?"
# The check itself and the emergency signs lead nowhere else; paper has no links.
THEMSELVES = ("check", "check-questions", "check-result", "help-now", "report-print")
WITHOUT_NETWORK = ("offline",)
PAGES = [name for name, route in ROUTES.items() if "get" in route.methods]


@pytest.mark.parametrize("name", [name for name in PAGES if name not in THEMSELVES])
def test_every_page_leads_to_the_check(person: Person, name: str) -> None:
    answer = person.client.get(url(name, person.ids))
    page = "" if answer.streaming else answer.content.decode(errors="replace")

    if answer.status_code != 200 or "<main" not in page:
        return  # it leads elsewhere, or is a file
    assert page.count(WORDS) == 1, name
    to = reverse("help-now" if name in WITHOUT_NETWORK else "check")
    assert f'class="helpline"><a href="{to}"' in page


@pytest.mark.parametrize("name", ["check", "check-questions", "check-result"])
def test_the_check_leads_to_all_emergency_signs(person: Person, name: str) -> None:
    answer = person.client.get(url(name, person.ids), follow=True)

    assert f'href="{reverse("help-now")}"' in answer.content.decode()
