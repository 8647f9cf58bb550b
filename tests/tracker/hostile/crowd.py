"""Many taps of one button at the same moment, each on a connection of its own."""

from collections.abc import Callable
from threading import Barrier, Thread

from django.db import connections
from django.http import HttpResponse
from django.test import Client

TAPS = 12


def twin(client: Client) -> Client:
    """The same browser again: equal cookies."""
    other = Client(raise_request_exception=False)
    other.cookies = client.cookies.copy()
    return other


def all_at_once(calls: list[Callable[[], HttpResponse]]) -> list[HttpResponse]:
    """Run the calls in threads that start together; failures are raised here."""
    gate = Barrier(len(calls))
    answers: list[HttpResponse | BaseException] = []

    def run(call: Callable[[], HttpResponse]) -> None:
        try:
            gate.wait(60)
            answers.append(call())
        except BaseException as error:
            answers.append(error)
        finally:
            connections.close_all()

    threads = [Thread(target=run, args=(call,)) for call in calls]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(120)
    assert len(answers) == len(calls)
    for answer in answers:
        if isinstance(answer, BaseException):
            raise answer
    return answers  # type: ignore[return-value]


def tap(client: Client, path: str, sent: dict[str, object], **headers: str) -> list[HttpResponse]:
    """Twelve equal posts from one browser at once."""
    browsers = [twin(client) for _ in range(TAPS)]
    return all_at_once(
        [lambda c=browser: c.post(path, sent, headers=headers) for browser in browsers]
    )
