"""Django's settings. Nothing here connects, and no secret is written here.

Two databases that are one: ``default`` is the role that serves, ``owner`` the role that
migrates (``docs/algorithms/database.md``).
"""

import os

from django.utils.functional import SimpleLazyObject

from cleanclaim.web.postgres import APP, OWNER
from cleanclaim.web.secret import read_or_make_key

SECRET_KEY = SimpleLazyObject(read_or_make_key)  # importing settings must not write a file
DEBUG = False
ALLOWED_HOSTS = ["127.0.0.1", "localhost", "[::1]", *os.environ.get("CLEANCLAIM_HOSTS", "").split()]

INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "pgtrigger",
    "pghistory",
    "procrastinate.contrib.django",
    "cleanclaim.web.organizations",
    "cleanclaim.web.audit",
    "cleanclaim.web.patients",
    "cleanclaim.web.encounters",
    "cleanclaim.web.claims",
    "cleanclaim.web.remits",
    "cleanclaim.web.accounting",
    "cleanclaim.web.worklists",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "cleanclaim.web.headers.strict_headers",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
ROOT_URLCONF = "cleanclaim.web.urls"
ASGI_APPLICATION = "cleanclaim.web.asgi.application"
TEMPLATES = [{"BACKEND": "django.template.backends.django.DjangoTemplates", "APP_DIRS": True}]

_POSTGRESQL = {"ENGINE": "cleanclaim.web.database.postgresql", "NAME": "found at the first connection"}
DATABASES = {
    "default": {**_POSTGRESQL, "OPTIONS": {"cleanclaim_role": APP}},
    "owner": {**_POSTGRESQL, "OPTIONS": {"cleanclaim_role": OWNER}},
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTH_USER_MODEL = "organizations.User"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in ("MinimumLengthValidator", "CommonPasswordValidator", "UserAttributeSimilarityValidator")
]

USE_TZ = True
TIME_ZONE = "UTC"
LANGUAGE_CODE = "en-us"
USE_I18N = False

SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Strict"

# Rows of history belong to the tenant of the row they remember; the shared context table would not.
PGHISTORY_INSTALL_CONTEXT_FUNC_ON_MIGRATE = False

LOGGING_CONFIG = "logging.config.dictConfig"
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"discreet": {"()": "cleanclaim.web.logs.DiscreetFormatter"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "discreet"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {
        # Django adds handlers of its own that print requests and error texts; ours replace them.
        "django": {"handlers": [], "level": "WARNING", "propagate": True},
        "django.request": {"handlers": [], "level": "ERROR", "propagate": True},  # not each unknown address
        "psycopg.pool": {"handlers": [], "level": "ERROR", "propagate": True},  # not each attempt
        "django.server": {"handlers": [], "level": "ERROR", "propagate": True},
        "django.db.backends": {"handlers": [], "level": "ERROR", "propagate": True},
    },
}
