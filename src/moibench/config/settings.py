"""Django's settings. What an installation may change comes from MOIBENCH_… variables."""

from __future__ import annotations

import os

from csp.constants import NONE, SELF

from moibench.config import static_files
from moibench.config.accounts import *  # noqa: F403 - Django reads its settings from here alone
from moibench.config.database import database
from moibench.config.home import home, secret_key
from moibench.config.mail import mail, site_address

HOME = home()

SECRET_KEY = secret_key(HOME)
DEBUG = False
ALLOWED_HOSTS = os.environ.get("MOIBENCH_HOSTS", "localhost,127.0.0.1,[::1]").split(",")

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "axes",
    "django_htmx",
    "csp",
    "moibench.people",
    "moibench.people.tokens",
    "moibench.store",
    "moibench.store.drafts",
    "moibench.store.groups",
    "moibench.store.agenda",
    "moibench.store.targets",
    "moibench.store.champions",
    "moibench.store.documents",
    "moibench.store.unit_templates",
    "moibench.store.fetching",
    "moibench.store.imports",
    "moibench.store.review",
    "moibench.store.swot",
    "moibench.store.value_chain",
    "moibench.web",
    "moibench.api",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "moibench.web.finished.finished_pages",
    "django.middleware.gzip.GZipMiddleware",  # above whitenoise: style sheets gain by it too
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.http.ConditionalGetMiddleware",
    "moibench.web.accounts.middleware.LanguageOfAddress",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "moibench.web.accounts.middleware.SessionLimits",
    "allauth.account.middleware.AccountMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "csp.middleware.CSPMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "moibench.api.limits.limit_middleware",
    "moibench.web.vantage.vantage_middleware",
    "axes.middleware.AxesMiddleware",
]

FILE_UPLOAD_HANDLERS = [
    "moibench.web.uploads.DropTooLarge",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]

ROOT_URLCONF = "moibench.config.urls"
WSGI_APPLICATION = "moibench.config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {"context_processors": ["django.template.context_processors.request"]},
    }
]

DATABASES = {"default": database(os.environ.get("MOIBENCH_DATABASE", ""), HOME)}
# A framework's form has a line of fields for each indicator, and there may be hundreds.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

globals().update(mail(os.environ.get("MOIBENCH_MAIL", "")))
DEFAULT_FROM_EMAIL = os.environ.get("MOIBENCH_MAIL_FROM", "moibench@localhost")
SITE_ADDRESS = site_address()  # for links in mails

# The language of a page stands in its address; Thai has no prefix.
LANGUAGE_CODE = "th"
LANGUAGES = [("th", "ไทย"), ("en", "English")]
LOCALE_PATHS = [static_files.PACKAGE / "web/locale"]  # the Thai that the libraries lack
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Bangkok"

STATIC_URL = f"/static/{static_files.digest(static_files.WEB, static_files.FONTS)}/"
STATICFILES_DIRS = [("fonts", static_files.FONTS)]
STATICFILES_FINDERS = [
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
    "django.contrib.staticfiles.finders.FileSystemFinder",
]
WHITENOISE_USE_FINDERS = True
WHITENOISE_MAX_AGE = 31_536_000

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}
DATA_UPLOAD_MAX_NUMBER_FIELDS = 6_000  # a table of targets has 300 rows of a dozen cells
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"

# A notebook serves 127.0.0.1 without TLS. There the checks for a server do not apply.
SILENCED_SYSTEM_CHECKS = (
    []
    if BEHIND_TLS  # noqa: F405
    else ["security.W004", "security.W008", "security.W012", "security.W016"]
)

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {
        "stderr": {
            "class": "logging.StreamHandler",
            "stream": "ext://sys.stderr",
            "formatter": "line",
        }
    },
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {
        "moibench": {"level": "INFO"},
        "django": {"handlers": [], "level": "WARNING", "propagate": True},
    },
}

# Sources are fetched from public addresses; others (an office's own server, this machine) only
# from a notebook, and only where its user says so. A server never asks inside its own network.
PRIVATE_SOURCES = os.environ.get("MOIBENCH_PRIVATE_SOURCES", "") == "1" and not BEHIND_TLS  # noqa: F405
