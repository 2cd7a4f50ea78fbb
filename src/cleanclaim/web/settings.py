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
    "django.contrib.messages",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "cleanclaim.web.interface",
    "cleanclaim.web.signing_in",  # before allauth: its templates are ours
    "allauth",
    "allauth.account",
    "allauth.mfa",
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
    "cleanclaim.web.denials",
    "cleanclaim.web.reports",
    "cleanclaim.web.api",
    "cleanclaim.web.reference_status",
    "cleanclaim.web.demo",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "cleanclaim.web.headers.strict_headers",
    "servestatic.middleware.ServeStaticMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
# Served as they lie in the package; their addresses carry fingerprints, but scripts import each
# other and styles their fonts without one.
STATIC_URL = "/static/"
STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.AppDirectoriesFinder"]
SERVESTATIC_USE_FINDERS = True
SERVESTATIC_AUTOREFRESH = False
SERVESTATIC_ALLOW_ALL_ORIGINS = False
SERVESTATIC_MAX_AGE = 300
ROOT_URLCONF = "cleanclaim.web.urls"
ASGI_APPLICATION = "cleanclaim.web.asgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
                "cleanclaim.web.navigation.surroundings",
            ]
        },
    }
]

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

AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_ADAPTER = "cleanclaim.web.signing_in.adapters.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]  # nobody signs up: the adapter refuses
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_USER_MODEL_EMAIL_FIELD = None
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_EMAIL_NOTIFICATIONS = False
MFA_ADAPTER = "cleanclaim.web.signing_in.adapters.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "cleanclaim"
MFA_TOTP_TOLERANCE = 1  # a code is read from a phone whose clock may be half a minute off
MFA_RECOVERY_CODES_SHOW_ONCE = True

# Signed out after half an hour without a request: automatic logoff, 45 CFR 164.312(a)(2)(iii).
SESSION_COOKIE_AGE = 30 * 60
SESSION_SAVE_EVERY_REQUEST = True
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"  # Strict would show the sign-in page to whoever follows a link
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
# Other machines reach the application under a name of CLEANCLAIM_HOSTS, and then through TLS.
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = bool(os.environ.get("CLEANCLAIM_HOSTS"))

USE_TZ = True
TIME_ZONE = "UTC"
LANGUAGE_CODE = "en-us"
USE_I18N = False

SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CSRF_FAILURE_VIEW = "cleanclaim.web.access.errors.form_expired"
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
