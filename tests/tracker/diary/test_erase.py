"""Erasing one injury leaves nothing of it anywhere, and everything else as it was."""

import json

import pytest
from django.apps import apps
from django.db import models

from tests.tracker.diary.test_account import fill_every_table
from tests.tracker.make import TODAY, make_day, make_fall, make_injury, make_photo, make_user
from tracker import photo_files, waiting_import
from tracker.actions.erase import erase_account, erase_injury
from tracker.actions.history import note_change, snapshot
from tracker.models import Day, Fall, Injury, Revision, User

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.VAR = tmp_path


def hanging_on(top: models.Model) -> dict[type[models.Model], set[object]]:
    """Every row of every table that leads to `top` by its links, however far."""
    found: dict[type[models.Model], set[object]] = {type(top): {top.pk}}
    grew = True
    while grew:
        grew = False
        for model in apps.get_models():
            if model is type(top):
                continue
            for link in model._meta.concrete_fields:
                above = found.get(link.related_model) if link.is_relation else None
                if not above or link.name == "current_injury":  # points down, is set to null
                    continue
                rows = set(
                    model._base_manager.filter(**{f"{link.attname}__in": above}).values_list(
                        "pk", flat=True
                    )
                )
                if rows - found.setdefault(model, set()):
                    found[model] |= rows
                    grew = True
    return found


def still_there(found: dict[type[models.Model], set[object]]) -> dict[str, int]:
    counts = {m.__name__: m._base_manager.filter(pk__in=pks).count() for m, pks in found.items()}
    return {name: count for name, count in counts.items() if count}


def with_history(injury: Injury) -> None:
    """A day that was changed, and one that was deleted."""
    changed, deleted = make_day(injury, note="blue"), make_day(injury, TODAY.replace(day=1))
    note_change(owner=injury.owner, row=changed, before=None, after=snapshot(changed))
    before = snapshot(deleted)
    note_change(owner=injury.owner, row=deleted, before=before, after=None)
    deleted.delete()


def test_nothing_of_the_injury_is_left_and_the_rest_is_as_it_was():
    person = make_user()
    stays, goes = make_injury(person), make_injury(person)
    with_history(stays)
    with_history(goes)
    fall, kept_fall = make_fall(person, injury=goes), make_fall(person)
    photo, kept_photo = make_photo(goes), make_photo(stays)
    waiting_import.keep(person.uuid, [b"x"])
    mine = hanging_on(goes)
    others = hanging_on(stays)
    before = still_there(others)

    told = erase_injury(injury=goes)

    assert still_there(mine) == {}
    assert still_there(others) == before
    assert not Fall.objects.filter(pk=fall.pk).exists()
    assert Fall.objects.filter(pk=kept_fall.pk).exists()
    text = json.dumps(list(Revision.objects.values("before", "after")))
    assert f'"injury_id": {goes.pk}' not in text and f'"injury_id": {stays.pk}' in text
    kept = photo_files.storage()
    for size in photo_files.SIZES:
        assert not kept.exists(photo_files.name_of(photo.stem, size))
        assert kept.exists(photo_files.name_of(kept_photo.stem, size))
    assert waiting_import.find(person.uuid) is None
    assert (told.photos, told.left) == (1, 0) and told.entries >= 4


def test_nothing_of_the_person_is_left_in_any_table_or_folder():
    person, other = make_user(), make_user()
    fill_every_table(person, make_injury(person))
    fill_every_table(other, make_injury(other))
    photo = make_photo(Injury.objects.of(person).first())
    waiting_import.keep(person.uuid, [b"x"])
    mine, theirs = hanging_on(person), hanging_on(other)
    before = still_there(theirs)

    told = erase_account(user=person)

    assert still_there(mine) == {}
    assert still_there(theirs) == before
    assert not photo_files.storage().exists(photo_files.name_of(photo.stem, photo_files.LARGE))
    assert waiting_import.find(person.uuid) is None
    assert told.entries > 20 and told.doors == 2


def test_the_page_erases_after_the_word_and_gives_a_receipt(client):
    injury = make_injury()
    make_day(injury, note="secret")
    client.force_login(injury.owner)
    url = f"/i/{injury.uuid}/erase/"

    assert client.post(url, {"confirm": "delete"}).status_code == 422
    assert Injury.objects.filter(pk=injury.pk).exists()
    answer = client.post(url, {"confirm": "DELETE"})

    assert (answer.status_code, answer["Location"]) == (303, "/erased/")
    page = client.get("/erased/").content.decode()
    assert "Receipt" in page and "entries" in page
    assert "secret" not in page and "amstring" not in page.split("<main")[1].split("</main")[0]
    assert not Day.objects.exists()
    assert User.objects.filter(pk=injury.owner.pk).exists()
    assert client.post(url, {"confirm": "DELETE"}).status_code == 404


def test_a_stranger_erases_nothing(client):
    injury = make_injury()
    client.force_login(make_user())

    assert client.post(f"/i/{injury.uuid}/erase/", {"confirm": "DELETE"}).status_code == 404
    assert Injury.objects.filter(pk=injury.pk).exists()


def test_without_an_erasing_there_is_no_receipt(client):
    assert "nothing was erased" in client.get("/erased/").content.decode()
