"""A link made on its page, and what the answer says."""

import re
from html import unescape

from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from tests.tracker.make import key
from tracker.models import Injury

ADDRESS = re.compile(r"/s/([A-Za-z0-9_-]{22})/")


def make(client: Client, injury: Injury, **changes: object):
    sent = {"key": key(), "for_whom": "Anna, physio", "lasts": "14"} | changes
    return client.post(reverse("share-make", args=[injury.uuid]), sent)


def words(answer: HttpResponse) -> str:
    return " ".join(unescape(answer.content.decode()).split())


def token_in(answer: HttpResponse) -> str:
    found = ADDRESS.search(answer.content.decode())
    assert found is not None
    return found[1]
