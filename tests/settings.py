"""The site's own settings with what tests need: a data folder of their own, fast hashing.

DATABASE_URL is kept, so that the suite also runs on PostgreSQL; every other
variable of the shell is left out, so that tests do not depend on it.
"""

import atexit
import os
import shutil
import tempfile

from tracker.environment import VARIABLES

for _variable in VARIABLES:
    if _variable.name != "DATABASE_URL":
        os.environ.pop(_variable.name, None)
        os.environ.pop(f"{_variable.name}_FILE", None)
os.environ["VAR_DIR"] = tempfile.mkdtemp(prefix="home-straight-tests-")
os.environ["JOBS_URL"] = "off"
atexit.register(shutil.rmtree, os.environ["VAR_DIR"], ignore_errors=True)

from tracker.settings import *  # noqa: E402, F403
from tracker.settings import ALLOWED_HOSTS, DATABASES, STORAGES, VAR  # noqa: E402

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
# Hashed file names do not exist under live_server; tests/tracker/house proves them apart.
STORAGES = STORAGES | {
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
}
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True
ALLOWED_HOSTS = [*ALLOWED_HOSTS, "testserver"]
SEND_MAIL_IN_BACKGROUND = False

# No connection outlives its request: one kept open by a thread of live_server would stop
# PostgreSQL from dropping the test database.
DATABASES["default"]["CONN_MAX_AGE"] = 0
if "sqlite" in DATABASES["default"]["ENGINE"]:
    # A file, because live_server's threads need connections of their own; not flushed,
    # because nothing here has to survive a power cut.
    DATABASES["default"]["TEST"] = {"NAME": VAR / "test.sqlite3"}
    DATABASES["default"]["OPTIONS"]["init_command"] = (
        "PRAGMA journal_mode=WAL;PRAGMA synchronous=OFF;PRAGMA foreign_keys=ON;"
    )
