"""Several taps of one button at once, each from a browser of its own."""

from collections.abc import Mapping
from threading import Thread

from django.db import connection
from django.test import Client

from tracker.models import User


def tap_at_once(user: User, address: str, sent: Mapping[str, object], *, times: int) -> list[int]:
    """Send the same form `times` times together; gives the statuses of the answers.

    The test needs `django_db(transaction=True)`: each thread has a connection of its own.
    """
    answers: list[int] = []

    def tap() -> None:
        client = Client()
        client.force_login(user)
        answers.append(client.post(address, sent).status_code)
        connection.close()

    threads = [Thread(target=tap) for _ in range(times)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers
