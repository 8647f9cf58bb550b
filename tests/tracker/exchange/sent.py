"""A file sent to be looked at, as the page of the account does."""

from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client

READ = "/account/data/read/"


def send_file(client: Client, data: bytes, *, name: str) -> HttpResponse:
    return client.post(READ, {"file": SimpleUploadedFile(name, data)})
