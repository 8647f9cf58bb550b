"""How gunicorn serves the site. Start it through `make run`, or `gunicorn tracker.wsgi`."""

import gc

from tracker import logs
from tracker.environment import Environment

_env = Environment()
# While everything loads there is nothing to clear away, and looking for it takes time.
gc.disable()

bind = f"{_env.text('BIND')}:{_env.whole('PORT', least=1, most=65535)}"
worker_class = "gthread"
workers = _env.whole("WEB_WORKERS", least=1, most=32)
threads = _env.whole("WEB_THREADS", least=1, most=64)
# Loading once, before the workers: a wrong setting ends the start instead of a worker at a time.
preload_app = True
timeout = 60
graceful_timeout = 20
keepalive = 5
# Who the person is, and whether they came by https, is decided in Django from TRUSTED_PROXIES.
forwarded_allow_ips = ""
control_socket_disable = True
worker_tmp_dir = "/dev/shm"  # noqa: S108  (a heartbeat file on a slow disk would stall workers)
accesslog = None
logconfig_dict = logs.config(_env.choice("LOG_FORMAT", ("json", "text")))


def when_ready(server: object) -> None:
    """Set aside what has loaded before the workers part: they share it and never search it."""
    gc.freeze()
    gc.enable()
