"""Every field of every form as it is rendered, with about thirty values nobody should send.

Each answer is looked at as a person would: no failure of the server; what is nonsense is
refused with a sentence beside its field; everything else that was typed is still there.
"""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlencode

import pytest
from django.http import HttpResponse
from django.test import Client

from tests.tracker.hostile.house import everything, new_person
from tests.tracker.hostile.pages import PAGES, Page
from tests.tracker.hostile.rendered import SECRET, Control, Form, error_ids, form_at
from tests.tracker.make import key

FORM = "application/x-www-form-urlencoded"
NUMBERS = [
    "-1", "9999999", "4\x00", "1e3", "1_000", "１", "٣", "NaN", "inf", "1" + "0" * 20, "0x1F",
    "🦵🏽", "2026-02-30", "0001-01-01", "9999-12-31", "<script>alert(1)</script>",
]  # fmt: skip
TEXTS = ["before\x00after", "a" * 1_000_000, "\u202egnirts 🦵🏽", "<script>alert(1)</script>"]
OTHERS = [
    "", " ", "\x00", "11", "5.5", "4,5", "+4", "1e309", "true", "[]", "nope", "sit_bone:moon",
    "' OR 1=1 --", "{{ 7|add:7 }}", "31",
]  # fmt: skip
WHOLE = re.compile(r"[0-9]{1,9}", re.ASCII)
AMOUNT = re.compile(r"[0-9]{1,6}([.,][0-9]{1,3})?", re.ASCII)
A_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)
Data = dict[str, list[str]]
HTMX = {"HX-Request": "true"}
WAYS = [(name, {}) for name in PAGES] + [(n, HTMX) for n, page in PAGES.items() if page.has_parts]


def baseline(form: Form, page: Page) -> Data:
    """What the page shows, with the answers of the person; a free key each time."""
    data = form.data() | {
        name: list(value) if isinstance(value, list) else [str(value)]
        for name, value in page.fields.items()
    }
    if not page.fields:
        for control in form.controls.values():
            if control.kind == "radio":
                data[control.name] = [control.options[0]]
    if "key" in data:
        data["key"] = [key()]
    data.pop(SECRET, None)
    return data


def send(client: Client, action: str, data: Data, **headers: str) -> HttpResponse:
    return client.post(action, urlencode(data, doseq=True), content_type=FORM, headers=headers)


def is_sense(control: Control, values: list[str], page: Page) -> bool:
    """Whether a form may take these values for this field."""
    given = [value.strip() for value in values if value.strip()]
    if not given or (control.name not in page.fields and control.kind == "hidden"):
        return control.name != "key" or bool(given and re.fullmatch(r"[0-9a-f-]{36}", given[-1]))
    if control.options is not None:
        is_tick = control.kind == "checkbox" and len(control.options) == 1
        last = given if control.kind == "checkbox" else given[-1:]
        return is_tick or set(last) <= set(control.options)
    if control.kind == "password":
        return True
    if control.mode == "numeric":
        return bool(WHOLE.fullmatch(given[-1]))
    if control.mode == "decimal":
        return bool(AMOUNT.fullmatch(given[-1]))
    if control.kind == "date":
        return bool(A_DAY.fullmatch(given[-1])) and given[-1][:2] == "20"
    return "\x00" not in given[-1] and len(given[-1]) <= 2000


def hostile(control: Control, good: Data, foreign: str) -> Iterator[list[str] | None]:
    """What to send for one field alone: None leaves it out; two values repeat it.

    Codes get what a tampered page could send, numbers and texts what a person could type.
    """
    yield None
    yield [*good.get(control.name, ["x"]), "nope\x00"]
    if control.options is not None or control.kind == "hidden":
        yield [foreign]
        yield ["nope"]
    elif control.mode or control.kind == "date":
        yield from ([value] for value in NUMBERS)
    else:
        yield from ([value] for value in TEXTS)


def all_at_once(form: Form, page: Page, foreign: str) -> Iterator[Data]:
    """Every field gets every value once, each time all fields another one."""
    values = [*NUMBERS, *TEXTS, *OTHERS, foreign]
    for shift in range(0, len(values), 2):
        sent = baseline(form, page)
        for place, name in enumerate(form.names):
            value = values[(shift + place * 7) % len(values)]
            if name not in ("key", "owner") or shift % 4 == 0:
                sent[name] = [value] * (400 if shift == 4 and place == 0 else 1)
        yield sent


def refusal_is_kind(answer: HttpResponse, at: "Opened", sent: Data, control: Control) -> list[str]:
    """What is missing on the page of a refusal; nothing when all is well."""
    words = answer.content.decode()
    form = form_at(words, at.action, at.shown)
    faults = []
    again = form.data()
    for name, values in sent.items():
        other = form.controls.get(name)
        if name in ("key", control.name) or other is None or other.kind in ("password", "hidden"):
            continue
        if [v for v in again.get(name, []) if v] != [v for v in values if v]:
            faults.append(f"{name} lost: {values} is now {again.get(name)}")
    if control.name.startswith(at.page.ignored):
        return faults
    typed = sent.get(control.name)
    was_kept = typed is None or normal(again.get(control.name, [""])) == normal(typed[-1:])
    if control.is_free and control.kind not in ("password", "date") and not was_kept:
        faults.append(f"what was typed is gone, now {str(again.get(control.name))[:60]}")
    found = form.controls.get(control.name)
    beside = set(found.described_by) & error_ids(words) if found else set()
    if control.kind != "hidden" and not beside and at.page.is_ours:
        if not (is_form_wide(words) and 'role="alert"' in words):
            faults.append("no sentence beside the field")
    if 'role="alert"' not in words:
        faults.append("no summary of what is wrong")
    return faults


def is_form_wide(words: str) -> bool:
    """A sentence about the whole form, in the summary at its top."""
    return bool(re.search(r'class="errors".*?<strong>|class="errors".*?href=', words, re.DOTALL))


def normal(values: list[str]) -> str:
    """HTML cannot hold NUL, and a text box writes its line ends anew."""
    return " ".join(values).replace("\x00", "").replace("\ufffd", "").strip()


@dataclass
class Opened:
    """A page that stands open in a browser."""

    page: Page
    client: Client
    shown: str
    action: str
    form: Form


def opened(name: str) -> Opened:
    page = PAGES[name]
    client, shown, action = page.open()
    answer = client.get(shown)
    assert answer.status_code == 200, (shown, answer.status_code)
    return Opened(page, client, shown, action, form_at(answer.content.decode(), action, shown))


@pytest.fixture(autouse=True)
def _no_limits(settings) -> None:
    """Limits of tries and the missing mail server have tests of their own."""
    settings.ACCOUNT_RATE_LIMITS = False
    settings.HAS_MAIL = True


def faults_of(at: Opened, control: Control, values: list[str] | None, sent: Data) -> list[str]:
    answer = send(at.client, at.action, sent)
    if answer.status_code in (302, 303):
        is_aside = control.name.startswith(at.page.ignored)
        return [] if is_aside or is_sense(control, values or [], at.page) else ["was taken"]
    if answer.status_code == 422 or (answer.status_code == 200 and not at.page.is_ours):
        return refusal_is_kind(answer, at, sent, control)
    return [] if answer.status_code in (200, 404) else [f"answers {answer.status_code}"]


@pytest.mark.django_db
@pytest.mark.parametrize("name", PAGES)
def test_nonsense_in_one_field_is_refused_beside_it_and_the_rest_is_kept(name: str) -> None:
    at, foreign, faults = opened(name), str(new_person().injury.uuid), Counter()
    for control in (at.form.controls[field] for field in at.form.names):
        for values in hostile(control, baseline(at.form, at.page), foreign):
            sent = baseline(at.form, at.page)
            sent.pop(control.name, None)
            if values is not None:
                sent[control.name] = values
            for fault in faults_of(at, control, values, sent):
                faults[f"{control.name} = {str(values)[:40]}: {fault}"] += 1
            at.page.between()

    assert "\\u0000" not in everything()
    assert not faults, "\n".join(["", *faults])


@pytest.mark.django_db
@pytest.mark.parametrize(("name", "headers"), WAYS)
def test_nonsense_in_every_field_at_once_breaks_nothing(name: str, headers: dict[str, str]) -> None:
    at, foreign = opened(name), str(new_person().injury.uuid)
    for sent in all_at_once(at.form, at.page, foreign):
        answer = send(at.client, at.action, sent, **headers)
        assert answer.status_code in (200, 302, 303, 404, 422), (sent, answer.status_code)
        at.page.between()

    assert "\\u0000" not in everything()
