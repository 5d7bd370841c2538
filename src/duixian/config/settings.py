"""Settings (配置): from the environment and the data folder; nothing secret stands in code.

| environment | meaning | default |
|---|---|---|
| `DUIXIAN_DATA` | data folder (数据目录) | `var/data` |
| `DATABASE_URL` | a PostgreSQL 15-18 server of your own | the embedded server |
| `DUIXIAN_POSTGRES_BIN` | folder of PostgreSQL's programs | the installed distribution's |
| `DUIXIAN_PORT` | port of the web server | 8000, or a free one |
| `DUIXIAN_HOSTS` | host names it answers to, by comma | this machine's loopback names |
| `DUIXIAN_HTTPS` | `1` when a proxy in front speaks HTTPS: secure cookies, HSTS | off |
| `DUIXIAN_DEBUG` | `1` shows errors in the browser; for developers alone | off |
| `DUIXIAN_LOG_LEVEL` | DEBUG, INFO, WARNING, ERROR | INFO |
| `DUIXIAN_LISTS_KEPT` | days an imported list of cases is kept before it is deleted | 30 |
| `DUIXIAN_TODAY` | the day a demonstration stands on | today |
"""

from __future__ import annotations

import os
from datetime import timedelta

from csp.constants import NONE, SELF

from duixian.config import logs
from duixian.config.rooms import HOUSE, installed_apps
from duixian.service.addresses import addresses
from duixian.service.places import DEMONSTRATION_NOTE, data_folder

DATA = data_folder()

# Keys: 32 random bytes each, in the data folder under secrets/, readable by its owner alone.
SECRET_KEY = DATA.secret("django_secret_key")
# Sealed texts name their key: add a new one and make it current to rotate, keep the old ones.
IDENTITY_KEYS = {"1": bytes.fromhex(DATA.secret("identity_key"))}
IDENTITY_KEY_CURRENT = "1"
IDENTITY_HASH_KEY = bytes.fromhex(DATA.secret("identity_hash_key"))
SIGNING_KEY = bytes.fromhex(DATA.secret("signing_key"))

DEBUG = os.environ.get("DUIXIAN_DEBUG") == "1"
HTTPS = os.environ.get("DUIXIAN_HTTPS") == "1"
ALLOWED_HOSTS = [name for name in os.environ.get("DUIXIAN_HOSTS", "").split(",") if name] or [
    "localhost",
    "127.0.0.1",
    "[::1]",
]
CSRF_TRUSTED_ORIGINS = [f"https://{name}" for name in ALLOWED_HOSTS] if HTTPS else []

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django_htmx",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "axes",
    "csp",
    "procrastinate.contrib.django",
    *installed_apps(),
]

MIDDLEWARE = [
    "duixian.config.middleware.RequestIdMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "duixian.config.middleware.KeepNothingMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "duixian.config.middleware.LanguageBySwitchMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "duixian.config.urls"
WSGI_APPLICATION = "duixian.config.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        # The portals' own sign-in pages come before the sign-in library's.
        "DIRS": [HOUSE / "portals" / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "duixian.portals.context_processors.frame",
            ]
        },
    }
]

# `default` is the app role, bound by row-level security; `owner` is for migrations and protection.
_ADDRESSES = addresses(DATA)
_CONNECTION = {"CONN_MAX_AGE": 300, "CONN_HEALTH_CHECKS": True}
DATABASES = {
    "default": _ADDRESSES.app.django() | _CONNECTION,
    "owner": _ADDRESSES.owner.django() | {"CONN_MAX_AGE": 0},
}

AUTH_USER_MODEL = "courts.Person" if "duixian.contexts.courts" in INSTALLED_APPS else "auth.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]
LOGIN_URL = "/accounts/login/"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "duixian.config.accounts.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_REDIRECT_URL = LOGIN_URL
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "兑现"

# Ten wrong passwords for one account from one address, and both wait.
AXES_FAILURE_LIMIT = 10
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_USERNAME_FORM_FIELD = "login"
AXES_RESET_ON_SUCCESS = True
AXES_VERBOSE = False

SESSION_COOKIE_NAME = "duixian_session"
SESSION_COOKIE_AGE = 8 * 60 * 60
SESSION_SAVE_EVERY_REQUEST = False
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = HTTPS
CSRF_COOKIE_NAME = "duixian_csrf"
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SECURE = HTTPS
LANGUAGE_COOKIE_NAME = "duixian_language"
LANGUAGE_COOKIE_HTTPONLY = True
LANGUAGE_COOKIE_SAMESITE = "Lax"
LANGUAGE_COOKIE_SECURE = HTTPS
LANGUAGE_COOKIE_AGE = 365 * 24 * 60 * 60
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
# Documents are shown inside our own pages, never inside others'.
X_FRAME_OPTIONS = "SAMEORIGIN"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "frame-src": [SELF],
        "object-src": [NONE],
        "base-uri": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [SELF],
    }
}

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "简体中文"), ("en", "English")]
LOCALE_PATHS = [HOUSE / "locale"]
USE_I18N = True
TIME_ZONE = "UTC"
USE_TZ = True

STATIC_URL = "/static/"
# Served straight from the packages: no collecting, no build step.
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = DEBUG
WHITENOISE_MAX_AGE = 0 if DEBUG else 3600

MEDIA_ROOT = DATA.files
DATA_UPLOAD_MAX_MEMORY_SIZE = 10 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000
FILE_UPLOAD_PERMISSIONS = 0o600
# Imported lists of cases hold identity numbers; they are deleted after this many days.
IMPORT_LISTS_KEPT_DAYS = int(os.environ.get("DUIXIAN_LISTS_KEPT", "30"))

PROCRASTINATE_AUTODISCOVER_MODULE_NAME = "tasks"
# Nothing here sends mail: notices go through the house's own service of process.
EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"

# A made-up city lives here: pages and papers say so.
DEMONSTRATION = bool(DATA.note(DEMONSTRATION_NOTE))
DEMONSTRATION_NOTICE = "演示数据：人物、企业与案件均为合成"
SYNTHETIC_NOTICE = DEMONSTRATION_NOTICE if DEMONSTRATION else ""

logs.configure_structlog()
LOGGING = logs.configuration(os.environ.get("DUIXIAN_LOG_LEVEL", "INFO"))
