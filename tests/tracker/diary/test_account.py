"""Settings, what to ask, other sessions, and the end of an account."""

from datetime import timedelta

import pytest
import time_machine
from django.apps import apps
from django.contrib.sessions.models import Session
from django.test import Client

from tests.tracker.diary.nonsense import CODES, NUMBERS
from tests.tracker.make import NOON, PASSWORD, make_injury, make_user
from tests.tracker.models.rows import VALID, valid
from tracker.models import Injury, IntakeDraft, JobMark, User

SETTINGS = {
    "time_zone": "Europe/London",
    "day_starts_hour": "4",
    "region": "ie",
    "birth_year": "1988",
    "sex": "f",
    "theme": "dark",
    "list_view": "on",
}


def test_settings_are_saved(client: Client, person: User) -> None:
    answer = client.post("/account/", SETTINGS)

    person.refresh_from_db()
    assert (answer.status_code, answer["Location"]) == (303, "/account/")
    assert (
        person.time_zone,
        person.day_starts_hour,
        person.region,
        person.birth_year,
        person.sex,
        person.theme,
        person.list_view,
    ) == ("Europe/London", 4, "ie", 1988, "f", "dark", True)


def test_what_is_left_empty_is_not_told(client: Client, person: User) -> None:
    client.post("/account/", SETTINGS | {"birth_year": "", "sex": "", "region": ""})

    person.refresh_from_db()
    assert (person.birth_year, person.sex, person.region) == (None, None, "")


@pytest.mark.parametrize("field", ["time_zone", "day_starts_hour", "region", "sex", "theme"])
def test_no_setting_takes_an_unknown_code(client: Client, person: User, field: str) -> None:
    for value in [*CODES, *NUMBERS]:
        answer = client.post("/account/", SETTINGS | {field: value})

        assert answer.status_code == 422
        assert answer.context["form"].errors.keys() == {field}
        assert answer.context["form"]["birth_year"].value() == "1988"
    person.refresh_from_db()
    assert person.time_zone == "UTC"


def test_no_birth_year_takes_nonsense(client: Client, person: User) -> None:
    for value in [*NUMBERS, "1899", "2027", "88", "x" * 5000]:
        answer = client.post("/account/", SETTINGS | {"birth_year": value})

        assert answer.status_code == 422
        assert "Enter a year, like 1988" in answer.content.decode()


@pytest.mark.parametrize(("year", "status"), [("2013", 303), ("2014", 422)])
def test_nobody_under_thirteen_keeps_a_diary_here(
    client: Client, person: User, year: str, status: int
) -> None:
    assert client.post("/account/", SETTINGS | {"birth_year": year}).status_code == status


def test_the_zone_is_offered_never_set_by_itself(client: Client, person: User) -> None:
    words = client.get("/account/").content.decode()

    assert "data-zone-offer" in words
    person.refresh_from_db()
    assert person.time_zone == "UTC"


class TestAsk:
    @pytest.fixture(autouse=True)
    def chosen(self, person: User, injury: Injury) -> None:
        person.contexts = ["sitting", "sit_minutes", "rest"]
        person.save()

    def order(self, client: Client, person: User, **sent: str) -> list[str]:
        answer = client.post("/ask/", sent)
        assert answer.status_code == 303
        person.refresh_from_db()
        contexts: list[str] = person.contexts
        return contexts

    @pytest.mark.parametrize(
        ("sent", "order"),
        [
            ({"line": "rest", "place": "0"}, ["rest", "sitting", "sit_minutes"]),
            ({"line": "sitting", "place": "1"}, ["sit_minutes", "sitting", "rest"]),
            ({"line": "night", "place": "3"}, ["sitting", "sit_minutes", "rest", "night"]),
            ({"line": "sit_minutes", "place": ""}, ["sitting", "rest"]),
            ({"line": "rest", "place": ""}, ["sitting", "sit_minutes", "rest"]),
            ({"line": "walking", "place": ""}, ["sitting", "sit_minutes", "rest"]),
        ],
    )
    def test_each_button_names_where_the_line_goes(
        self, client: Client, person: User, sent: dict[str, str], order: list[str]
    ) -> None:
        assert self.order(client, person, **sent) == order
        assert self.order(client, person, **sent) == order

    @pytest.mark.parametrize("field", ["line", "place"])
    def test_nonsense_changes_nothing(self, client: Client, person: User, field: str) -> None:
        for value in [*CODES, *NUMBERS]:
            answer = client.post("/ask/", {"line": "rest", "place": "0"} | {field: value})
            assert answer.status_code == 422
        person.refresh_from_db()
        assert person.contexts == ["sitting", "sit_minutes", "rest"]


def test_other_sessions_end_and_this_one_stays(client: Client, person: User) -> None:
    elsewhere, stranger = Client(), Client()
    elsewhere.force_login(person)
    stranger.force_login(make_user())

    client.post("/account/sessions/")

    assert elsewhere.get("/account/").status_code == 302
    assert client.get("/account/").status_code == 200
    assert stranger.get("/account/").status_code == 200


class TestDeleteAccount:
    @pytest.fixture
    def fresh(self, person: User) -> Client:
        """Signed in, and the password given again a moment ago."""
        client = Client()
        client.post("/accounts/login/", {"login": person.email, "password": PASSWORD})
        client.post("/accounts/reauthenticate/", {"password": PASSWORD})
        return client

    def test_asks_for_the_password_first(self, client: Client, person: User) -> None:
        answer = client.post("/account/delete/", {"confirm": "DELETE"})

        assert "/accounts/reauthenticate/" in answer["Location"]
        assert User.objects.filter(pk=person.pk).exists()

    def test_the_password_counts_for_ten_minutes(self, fresh: Client, person: User) -> None:
        with time_machine.travel(NOON + timedelta(minutes=11), tick=False):
            answer = fresh.post("/account/delete/", {"confirm": "DELETE"})

        assert "/accounts/reauthenticate/" in answer["Location"]
        assert User.objects.filter(pk=person.pk).exists()

    @pytest.mark.parametrize("word", ["", "delete", "DELETE!", "\x00", "x" * 5000, "ＤＥＬＥＴＥ"])
    def test_nothing_but_the_word_deletes(self, fresh: Client, person: User, word: str) -> None:
        answer = fresh.post("/account/delete/", {"confirm": word})

        assert answer.status_code == 422
        assert "Type DELETE in capitals" in answer.content.decode()
        assert User.objects.filter(pk=person.pk).exists()

    def test_offers_the_download_first(self, fresh: Client) -> None:
        assert "/account/download/" in fresh.get("/account/delete/").content.decode()

    def test_leaves_nothing_of_the_person_and_everything_of_others(
        self, fresh: Client, person: User, injury: Injury
    ) -> None:
        fill_every_table(person, injury)
        other = make_user()
        fill_every_table(other, make_injury(other))
        drop_loose_parents(person, other)
        before = counts()
        assert set(before.values()) == {2}
        elsewhere = Client()
        elsewhere.force_login(person)

        answer = fresh.post("/account/delete/", {"confirm": "DELETE"})

        assert (answer.status_code, answer["Location"]) == (303, "/erased/")
        after = counts()
        assert set(after.values()) == {1}
        assert not User.objects.filter(pk=person.pk).exists()
        assert elsewhere.get("/today/").status_code == 302
        assert not any(
            s.get_decoded().get("_auth_user_id") == str(person.pk) for s in Session.objects.all()
        )


PERSONAL = [model for model in VALID if model not in (IntakeDraft, JobMark)]


def test_every_table_of_ours_is_known_here() -> None:
    models = set(apps.get_app_config("tracker").get_models())

    assert models - set(VALID) == set()


def counts() -> dict[str, int]:
    return {model.__name__: model._default_manager.count() for model in PERSONAL}


def fill_every_table(user: User, injury: Injury) -> None:
    """One row in every table that belongs to a person, hung on this person alone."""
    parents: dict[str, object] = {"owner": user, "user": user, "injury": injury}
    names = {"Day": "day", "Plan": "plan", "ExerciseSession": "session", "Notice": "notice"}
    names |= {"ShareLink": "link"}
    for model in PERSONAL:
        if model in (User, Injury):
            continue
        fields = valid(model)
        fields |= {name: parents[name] for name in fields if name in parents}
        row = model._default_manager.create(**fields)
        if model.__name__ in names:
            parents[names[model.__name__]] = row


def drop_loose_parents(*keep: User) -> None:
    User.objects.exclude(pk__in=[user.pk for user in keep]).delete()
