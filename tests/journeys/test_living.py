"""The app tells what `assess` tells: each example lived through the real actions and database."""

from datetime import date

import pytest

from rehab.vocabulary import Tier
from tests.journeys.living import Life, move_in
from tests.journeys.story import EXAMPLES, example, story_of
from tracker.exchange.diary import parse_file
from tracker.exchange.export import export_diary
from tracker.models import Finding, Notice

pytestmark = pytest.mark.django_db
NAMES = sorted(path.stem for path in EXAMPLES.glob("*.json"))


@pytest.mark.parametrize("name", NAMES)
def test_a_life_in_the_app_is_told_what_the_file_is_told_and_exports_what_was_written(name):
    life = move_in(example(name))

    life.live()

    _assert_told_alike(life, name)
    _assert_export_is_what_was_written(life)


def _assert_told_alike(life: Life, name: str) -> None:
    """The same rules on the same days. What is grave and comes with the answers of an evening
    cannot hold back what the day, written before them, had told."""
    file = story_of(example(name).diaries[0], only_recorded=True)
    told: dict[str, list[date]] = {}
    for message in file.messages:
        told.setdefault(message.rule, []).append(message.on)
    grave = {m.on for m in file.messages if m.tier in (Tier.EMERGENCY, Tier.URGENT)}
    lived = life.told()
    assert lived.keys() == told.keys()
    for rule, days in told.items():
        assert lived[rule] == days or grave & set(lived[rule]), rule


def _assert_export_is_what_was_written(life: Life) -> None:
    at = life.at(max(day.on for day in life.diary.days))
    written = parse_file(export_diary(life.user, now=at.now, today=at.today))
    diary = written.diaries[0]
    assert written.warnings == ()
    assert diary.days == life.diary.days
    assert diary.falls == life.diary.falls
    assert [a.question for a in diary.answers] == [a.question for a in life.diary.answers]


def test_what_is_told_once_per_injury_is_told_once_even_after_a_year():
    life = move_in(example("tendon-on-a-plan"))
    life.live()

    assert len(life.told()["r_long_standing"]) == 1


def test_an_emergency_is_open_with_its_words_until_it_has_passed():
    life = move_in(example("saddle-numbness"))
    life.live()

    notice = Notice.objects.get(injury=life.injury, tier=Tier.EMERGENCY)
    assert notice.closed_on is None
    assert notice.parts[0]["rule"] == "r_ces"
    assert notice.parts[0]["evidence"] == ["2026-10-28"]
    assert "squeezed nerves" in notice.parts[0]["message"]
    assert Finding.objects.get(injury=life.injury, rule="r_ces").opened_on == date(2026, 10, 28)


def test_a_healed_strain_leaves_no_notice_and_no_open_finding():
    life = move_in(example("grade-2-every-day"))
    life.live()

    assert not Notice.objects.filter(injury=life.injury).exists()
    assert not Finding.objects.filter(injury=life.injury, closed_on=None).exists()
