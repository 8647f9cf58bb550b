"""The jobs inside the one process group of the site: a child that is kept alive.

The server's first process forks a keeper once everything is loaded, so that its memory is
shared; the keeper forks the process that runs the jobs, starts it again when it dies, and ends
it when the site ends, also when the site was killed.
"""

import logging
import os
import signal
import time
from collections.abc import Callable, Iterable
from typing import NoReturn, Protocol

log = logging.getLogger("tracker.jobs")

LOOKS_EVERY_S = 0.5
# A process that dies at once is not started in a tight loop.
WAITS_S = (1, 5, 15, 60)
LONG_LIFE_S = 120
ENDS_WITHIN_S = 18
NICENESS = 10


class Closable(Protocol):
    def close(self) -> None: ...


def start(close: Iterable[Closable] = (), run: Callable[[], object] | None = None) -> int:
    """Fork the keeper; gives its process number. `close` are sockets that are the server's."""
    head = os.getpid()
    keeper = os.fork()
    if keeper:
        return keeper
    try:
        for each in close:
            each.close()
        _own_signals()
        _keep(head, run or _run_jobs)
    except BaseException:  # nothing of the server's own code may run on in the child
        log.exception("the keeper of the jobs failed")
        os._exit(1)


def stop(keeper: int) -> None:
    """End the jobs; returns when they have ended, at the latest after the given time."""
    try:
        os.kill(keeper, signal.SIGTERM)
    except ProcessLookupError:
        return
    until = time.monotonic() + ENDS_WITHIN_S + 2
    while time.monotonic() < until:
        try:
            done, _ = os.waitpid(keeper, os.WNOHANG)
        except ChildProcessError:  # the server has noticed its end
            return
        if done:
            return
        time.sleep(0.05)
    os.kill(keeper, signal.SIGKILL)


def give_way() -> None:
    """Let whatever answers people have the processor first; jobs may always be a little later."""
    os.nice(max(0, NICENESS - os.nice(0)))


def _own_signals() -> None:
    """Take nothing over from the server: its handlers speak of its own workers."""
    for number in set(signal.Signals) - {signal.SIGKILL, signal.SIGSTOP, signal.SIGPIPE}:
        signal.signal(number, signal.SIG_DFL)
    signal.set_wakeup_fd(-1)


def _keep(head: int, run: Callable[[], object]) -> NoReturn:
    """Keep one process of jobs alive for as long as the server lives."""
    is_over = False

    def end(*_: object) -> None:
        nonlocal is_over
        is_over = True

    signal.signal(signal.SIGTERM, end)
    signal.signal(signal.SIGQUIT, end)
    # Ctrl-C reaches the whole group; the server then ends us when it ends.
    for ignored in (signal.SIGINT, signal.SIGHUP):
        signal.signal(ignored, signal.SIG_IGN)
    deaths = 0
    while not is_over and os.getppid() == head:
        born = time.monotonic()
        child = _fork(run)
        while not is_over and os.getppid() == head and not _has_ended(child):
            time.sleep(LOOKS_EVERY_S)
        if is_over or os.getppid() != head:
            _end(child)
            break
        deaths = 0 if time.monotonic() - born > LONG_LIFE_S else deaths + 1
        log.warning("the jobs died and are started again", extra={"event": "jobs_died"})
        until = time.monotonic() + WAITS_S[min(deaths, len(WAITS_S) - 1)]
        while not is_over and os.getppid() == head and time.monotonic() < until:
            time.sleep(LOOKS_EVERY_S)
    os._exit(0)


def _fork(run: Callable[[], object]) -> int:
    keeper = os.getpid()
    child = os.fork()
    if child:
        return child
    status = 1
    try:
        _die_with(keeper)
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        run()
        status = 0
    except BaseException:
        log.exception("the jobs died")
    os._exit(status)


def _die_with(keeper: int) -> None:
    """End when the keeper is killed: the jobs look for it in a thread of their own."""
    import threading

    def look() -> None:
        while os.getppid() == keeper:
            time.sleep(1)
        os.kill(os.getpid(), signal.SIGTERM)
        time.sleep(ENDS_WITHIN_S)
        os._exit(1)

    threading.Thread(target=look, daemon=True, name="keeper").start()


def _has_ended(child: int) -> bool:
    done, _ = os.waitpid(child, os.WNOHANG)
    return bool(done)


def _end(child: int) -> None:
    os.kill(child, signal.SIGTERM)
    until = time.monotonic() + ENDS_WITHIN_S
    while time.monotonic() < until:
        if _has_ended(child):
            return
        time.sleep(0.05)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)


def _run_jobs() -> None:
    from tracker.reminders.jobs import run_jobs

    run_jobs(takes_interrupt=False)
