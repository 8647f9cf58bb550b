"""The one settings file. Every variable it reads stands in docs/operating.md.

All have safe defaults, so that `make run` needs none.
"""

from pathlib import Path
from urllib.parse import urlsplit

from tracker import environment, logs, secret_key
from tracker.regions import REGIONS

ROOT = Path(__file__).resolve().parent.parent
env = environment.Environment()

# Where we are reached, and where the data lives

DEBUG = env.switch("DEBUG")
PUBLIC_URL = env.public_url()
PUBLIC_HOST = urlsplit(PUBLIC_URL).hostname or "localhost"
IS_HTTPS = PUBLIC_URL.startswith("https://")
# Passkeys, push and the offline queue exist only on https and on localhost.
IS_SECURE_CONTEXT = IS_HTTPS or PUBLIC_HOST in ("localhost", "127.0.0.1", "::1")
if DEBUG and IS_HTTPS:
    environment.stop("DEBUG is on, which shows private data on error pages. Leave it off on https.")
TRUSTED_PROXIES = env.whole("TRUSTED_PROXIES", least=0, most=10)
VAR = (ROOT / env.text("VAR_DIR")).resolve()
DATABASES = {"default": env.database(VAR)}
SECRET_KEY = secret_key.read_or_make(VAR, env.text("SECRET_KEY"))
# Where the queue of jobs lies; empty when this process group runs none.
JOBS = env.jobs(VAR)

# What this house offers

SIGN_UP = env.choice("SIGN_UP", ("open", "invite", "closed"))
DEMO = env.switch("DEMO")
REGION = env.choice("REGION", tuple(REGIONS))
RULES_OFF = env.text("RULES_OFF")

# Mail. Without a server nothing is sent, and the pages say so.

MAIL = env.email()
HAS_MAIL = bool(MAIL)
EMAIL_BACKEND = MAIL.get("EMAIL_BACKEND", "django.core.mail.backends.dummy.EmailBackend")
EMAIL_HOST = MAIL.get("EMAIL_HOST", "localhost")
EMAIL_PORT = MAIL.get("EMAIL_PORT") or 25
EMAIL_HOST_USER = MAIL.get("EMAIL_HOST_USER") or ""
EMAIL_HOST_PASSWORD = MAIL.get("EMAIL_HOST_PASSWORD") or ""
EMAIL_USE_TLS = MAIL.get("EMAIL_USE_TLS", False)
EMAIL_USE_SSL = MAIL.get("EMAIL_USE_SSL", False)
EMAIL_TIMEOUT = 20
SEND_MAIL_IN_BACKGROUND = True
DEFAULT_FROM_EMAIL = env.text("EMAIL_FROM") or f"Home Straight <no-reply@{PUBLIC_HOST}>"
SERVER_EMAIL = DEFAULT_FROM_EMAIL

# Parts

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.forms",
    "allauth",
    "allauth.account",
    "django_htmx",
    "tracker",
]

MIDDLEWARE = [
    "tracker.middleware.request_log",
    "tracker.middleware.client_address",
    "tracker.middleware.headers",
    "tracker.middleware.body_limit",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    # Compressed pages hold no constant secret: Django masks the form token anew on every
    # page, and this middleware pads each answer by a random length (BREACH).
    "django.middleware.gzip.GZipMiddleware",
    "tracker.middleware.ReadableSessions",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "tracker.middleware.sliding_session",
    "django.contrib.messages.middleware.MessageMiddleware",
    "tracker.demo.guard.demo_guard",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
]

ROOT_URLCONF = "tracker.urls"
WSGI_APPLICATION = "tracker.wsgi.application"
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [ROOT / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "tracker.context.house",
            ],
        },
    },
]

# Data. Transactions are explicit and short (ATOMIC_REQUESTS stays off).

DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
# Sign-in limits are counted here; in the database, so that every process sees the same count.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "tracker_cache",
        "OPTIONS": {"MAX_ENTRIES": 20_000},
    }
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_500_000
DATA_UPLOAD_MAX_NUMBER_FIELDS = 500
# Of these routes a whole body may be longer; a file in it that is longer than the second
# number is read to its end and dropped, so that the rest of the form is there to be kept.
LONGER_BODIES = {
    "photo-add": (60_000_000, 15 * 1024 * 1024),
    "runs-read": (60_000_000, 20_000_000),
    "data-read": (260_000_000, 250_000_000),
}
FILE_UPLOAD_HANDLERS = [
    "tracker.uploads.BoundedUpload",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]

# Language and time. The server's clock is UTC; each person has a zone of their own.

LANGUAGE_CODE = "en-gb"
LANGUAGES = [("en-gb", "English")]
LOCALE_PATHS = [ROOT / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = env.time_zone()

# Static files: hashed names, compressed once at start

STATIC_URL = "/static/"
STATIC_ROOT = VAR / "static"
STATICFILES_DIRS = [ROOT / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "photos": env.photo_storage(VAR),
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = DEBUG
WHITENOISE_MIMETYPES = {".webmanifest": "application/manifest+json"}

# Cookies, sessions, transport

ALLOWED_HOSTS = sorted({PUBLIC_HOST, "localhost", "127.0.0.1", "[::1]"})
CSRF_TRUSTED_ORIGINS = [PUBLIC_URL]
COOKIE_PREFIX = "__Host-" if IS_HTTPS else ""
SESSION_COOKIE_NAME = f"{COOKIE_PREFIX}session"
SESSION_COOKIE_SECURE = IS_HTTPS
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 90 * 24 * 3600  # renewed once a day, see tracker.middleware.sliding_session
CSRF_COOKIE_NAME = f"{COOKIE_PREFIX}csrf"
CSRF_COOKIE_SECURE = IS_HTTPS
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "tracker.views.pages.csrf_failure"
DEVICE_COOKIE_NAME = f"{COOKIE_PREFIX}device"  # see tracker.accounts.is_known_device
# Messages may name what was saved: they stay on the server, not in a cookie.
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
# A proxy that we were told to trust says how the person came; without one nobody may say it.
SECURE_PROXY_SSL_HEADER = (
    ("HTTP_X_FORWARDED_PROTO", "https") if IS_HTTPS and TRUSTED_PROXIES else None
)
SECURE_SSL_REDIRECT = IS_HTTPS and TRUSTED_PROXIES > 0
SECURE_SSL_HOST = urlsplit(PUBLIC_URL).netloc
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
# tracker.middleware.headers sets every security header, also on static files.
SECURE_CONTENT_TYPE_NOSNIFF = False
SECURE_REFERRER_POLICY = None
SECURE_CROSS_ORIGIN_OPENER_POLICY = None
SILENCED_SYSTEM_CHECKS: list[str] = []

# Accounts

AUTH_USER_MODEL = "tracker.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/today/"
PASSWORD_RESET_TIMEOUT = 2 * 3600
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("email",)},
    },
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 8},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]

ACCOUNT_ADAPTER = "tracker.welcome.WelcomingAdapter"
ACCOUNT_FORMS = {
    "signup": "tracker.forms.signup.SignupForm",
    "login": "tracker.forms.signup.LoginForm",
    "reset_password": "tracker.forms.signup.ResetPasswordForm",
}
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_LOGOUT_REDIRECT_URL = "/"
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False
ACCOUNT_LOGIN_ON_EMAIL_CONFIRMATION = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False  # nobody gets mail because a stranger typed their address
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_REAUTHENTICATION_TIMEOUT = 600
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https" if IS_HTTPS else "http"
# With a mail server an address must be confirmed, which also lets sign-up answer alike for
# known and new addresses. Without one, sign-up has to say that an address is taken.
ACCOUNT_EMAIL_VERIFICATION = "mandatory" if HAS_MAIL else "none"
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_RATE_LIMITS = {
    "login": "120/m/ip",
    "login_failed": "10/15m/key,60/15m/ip",
    "login_failed_known": "10/15m/key",
    "signup": "20/m/ip",
    "reset_password": "20/m/ip,5/h/key",
    "demo": "10/h/ip",
    "api": "60/m/key",
    "api_wrong": "60/m/ip",
    "shared": "30/m/ip",  # wrong addresses of shared pages
    "calendar": "50/h/ip",  # wrong addresses of calendar feeds
    "push_test": "10/h/key",
    "pdf": "20/10m/key",  # by the owner, and by all links to one injury together
}

LOGGING = logs.config(env.choice("LOG_FORMAT", ("json", "text")))
