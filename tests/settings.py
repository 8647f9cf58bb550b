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
atexit.register(shutil.rmtree, os.environ["VAR_DIR"], ignore_errors=True)

from tracker.settings import *  # noqa: E402, F403

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
# Hashed file names do not exist under live_server; tests/tracker/house proves them apart.
STORAGES = STORAGES | {  # noqa: F405
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
}
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True
ALLOWED_HOSTS = [*ALLOWED_HOSTS, "testserver"]  # noqa: F405
SEND_MAIL_IN_BACKGROUND = False
