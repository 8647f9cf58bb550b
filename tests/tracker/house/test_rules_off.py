"""The operator's switch: what is off says nothing, is named, and is never off by mistake."""

from collections.abc import Iterator
from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from rehab.content import catalogue as content
from rehab.content.catalogue import catalogue
from tests.tracker.house.shell import manage
from tests.tracker.make import NOON, TODAY, make_injury
from tracker.actions.record_day import record_day
from tracker.clock import PersonNow
from tracker.models import Finding, Injury, Notice
from tracker.rules_off import WrongRule, rules_named

RULES = catalogue().rules


@pytest.fixture
def switched() -> Iterator[None]:
    """Whatever a test switches off is on again afterwards."""
    yield
    content.switch_off(())


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("", set()),
        (" , ", set()),
        ("r_diffuse", {"r_diffuse"}),
        (" r_diffuse , r_radiating,", {"r_diffuse", "r_radiating"}),
        ("emergency:r_ces", {"r_ces"}),
    ],
)
def test_ids_are_read_with_commas_between_them(text: str, named: set[str]) -> None:
    assert rules_named(text, RULES) == named


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("r_nothing", "names 'r_nothing', which is no rule"),
        ("r_diffuse;r_radiating", "which is no rule"),
        ("r_ces", "write emergency:r_ces if you mean it"),
        ("emergency:r_diffuse", "r_diffuse is no emergency rule"),
        ("emergency:", "which is no rule"),
    ],
)
def test_a_wrong_name_is_refused_with_a_sentence(text: str, says: str) -> None:
    with pytest.raises(WrongRule, match="RULES_OFF") as refused:
        rules_named(text, RULES)

    assert says in str(refused.value)


@pytest.mark.parametrize("text", ["r_nothing", "r_ces"])
def test_a_wrong_name_stops_the_start(text: str) -> None:
    done = manage("check", RULES_OFF=text)

    assert done.returncode == 1
    assert done.stderr.startswith("Home Straight cannot start. RULES_OFF names")
    assert "Traceback" not in done.stderr


def test_the_start_and_check_content_say_what_is_off() -> None:
    off = "r_diffuse,emergency:r_ces"

    assert "switched off: r_ces, r_diffuse." in manage("check", RULES_OFF=off).stderr
    assert "Switched off: r_ces, r_diffuse" in manage("check_content", RULES_OFF=off).stdout
    assert "witched off" not in manage("check_content").stdout


def test_a_rule_that_is_off_is_found_nowhere_but_named_on_the_page(
    db: None, switched: None
) -> None:
    content.switch_off({"r_diffuse"})

    page = Client().get(reverse("how-rules-work")).content.decode()
    one = Client().get(reverse("rule", args=["r_diffuse"])).content.decode()

    assert "r_diffuse" not in catalogue().rule_set.by_id
    assert 'id="r_diffuse"' not in page
    assert page.index("Switched off on this site") < page.index(reverse("rule", args=["r_diffuse"]))
    assert "Switched off on this site." in one
    assert (
        "Switched off on this site" not in Client().get("/how-rules-work/r_ces/").content.decode()
    )


def log(injury: Injury, days_ago: int) -> None:
    on = TODAY - timedelta(days=days_ago)
    at = PersonNow(now=NOON - timedelta(days=days_ago), zone="UTC", today=on)
    entry = {"rest": 1, "places": [["calf", "right"], ["mid_thigh", "right"]]}
    record_day(injury=injury, on=on, entry=entry, at=at, key=uuid4())


def test_a_sign_whose_rule_is_switched_off_ends_and_says_so(
    db: None, client: Client, switched: None
) -> None:
    injury = make_injury()
    for days_ago in range(10, 0, -1):
        log(injury, days_ago)
    assert Notice.objects.open().count() == 1

    content.switch_off({part["rule"] for part in Notice.objects.get().parts})
    log(injury, 0)

    assert not Notice.objects.open().exists()
    assert set(Finding.objects.values_list("closed_because", flat=True)) == {"off"}
    client.force_login(injury.owner)
    page = client.get(reverse("notice", args=[Notice.objects.get().uuid])).content.decode()
    assert "The rule behind it is no longer used on this site." in page


def test_an_emergency_answer_leads_to_help_even_without_its_rule(
    db: None, client: Client, switched: None
) -> None:
    content.switch_off({"r_ces"})

    sent = {"key": str(uuid4()), "yes": ["q_saddle_numb"]}
    text = client.post(reverse("check"), sent).content.decode()

    assert 'class="sign urgent' in text
    assert "Nothing here needs help today" not in text
    assert "now and tell them. If you cannot get through, go to" in " ".join(text.split())
    assert "today and tell them" not in text


def test_the_intake_leads_to_help_even_without_the_rule(
    db: None, client: Client, switched: None
) -> None:
    content.switch_off({"r_ces"})

    page = client.post("/start/safety/", {"signs": ["saddle"]}, follow=True).content.decode()

    assert "new numbness between the legs" in page
    assert "now and tell them. If you cannot get through, go to" in " ".join(page.split())
