"""Settings of accounts: sign-in, second factor, throttling, sessions, cookies, TLS."""

from __future__ import annotations

import os
from datetime import timedelta
from typing import Any

from moibench.config.home import home

# A server stands behind a proxy that speaks TLS and appends to X-Forwarded-For.
BEHIND_TLS = os.environ.get("MOIBENCH_HTTPS", "") == "1"

AUTH_USER_MODEL = "people.Person"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",  # first: whoever is locked out is not even looked at
    "allauth.account.auth_backends.AuthenticationBackend",
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "my_account"

# ---- passwords: long, not common, not the person's own name; nothing else is asked of them ----
PASSWORD_HASHERS = ["django.contrib.auth.hashers.ScryptPasswordHasher"]
_RULES = "django.contrib.auth.password_validation"
AUTH_PASSWORD_VALIDATORS: list[dict[str, Any]] = [
    {"NAME": f"{_RULES}.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "moibench.people.passwords.MaximumLength"},
    {"NAME": f"{_RULES}.CommonPasswordValidator"},
    {
        "NAME": f"{_RULES}.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("username", "name", "email")},
    },
]
PASSWORD_RESET_TIMEOUT = 3 * 24 * 3600  # seconds that a one-time link lives

# ---- sign-in ----
ACCOUNT_ADAPTER = "moibench.web.accounts.adapters.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_PRESERVE_USERNAME_CASING = False
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False  # this session stays, every other one ends
ACCOUNT_REAUTHENTICATION_TIMEOUT = 15 * 60

# ---- second factor ----
MFA_ADAPTER = "moibench.web.accounts.adapters.TwoFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "MOI Benchmarking"
MFA_RECOVERY_CODES_SHOW_ONCE = True
MFA_RECOVERY_CODE_DIGITS = 10

# ---- throttling: allauth stops five wrong passwords for one name in five minutes, wherever they
# come from; axes stops one address that goes on against one name. A whole office may share one
# address, so an address alone is never locked out.
AXES_FAILURE_LIMIT = 10
AXES_COOLOFF_TIME = timedelta(minutes=30)
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
AXES_USERNAME_FORM_FIELD = "login"
AXES_USERNAME_CALLABLE = "moibench.people.address.typed_user_name"
AXES_CLIENT_IP_CALLABLE = "moibench.people.address.client_address"
AXES_LOCKOUT_CALLABLE = "moibench.web.views.refused.locked_out"
AXES_DISABLE_ACCESS_LOG = True  # the system keeps its own log
AXES_ENABLE_ADMIN = False
AXES_VERBOSE = False

# Counts and used codes must be the same for every process of a server.
CACHES: dict[str, dict[str, Any]] = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "people_cache",
    },
    # What programs asked in the last minute. A read must not write to the database, so these
    # counts lie in files, which all processes of this machine share.
    "limits": {
        "BACKEND": "django.core.cache.backends.filebased.FileBasedCache",
        "LOCATION": str(home() / "limits"),
        "OPTIONS": {"MAX_ENTRIES": 10_000},
    },
}

# ---- sessions ----
SESSION_ENGINE = "django.contrib.sessions.backends.db"
SESSION_COOKIE_AGE = 12 * 3600  # the longest a session lives, however busy
SESSION_IDLE_AGE = 30 * 60
SESSION_COOKIE_HTTPONLY = True
# Lax, not Strict: a link in a mail to a page must find its reader signed in. Nothing is changed
# by GET, and every form carries its own proof.
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Strict"
CSRF_FAILURE_VIEW = "moibench.web.views.refused.forged"

# ---- TLS ----
if BEHIND_TLS:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_SSL_REDIRECT = True
    SECURE_HSTS_SECONDS = 31_536_000
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SECURE_HSTS_PRELOAD = True
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True
    SESSION_COOKIE_NAME = "__Host-moibench_session"
    CSRF_COOKIE_NAME = "__Host-moibench_csrf"
