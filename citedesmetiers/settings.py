"""One settings file, driven by the environment; docs/environment.md lists the variables.

Nothing here differs between development, tests and production but what the environment says.
"""

import os
from pathlib import Path

import pghistory
from whitenoise.compress import Compressor

from citedesmetiers.installation import Installation


def switch(name, default=False):
    """True when the variable `name` is set to something that means yes."""
    return os.environ.get(name, "1" if default else "0").strip().lower() in {"1", "true", "yes", "on"}


def words(name, default=""):
    """The comma-separated values of the variable `name`."""
    return [word.strip() for word in os.environ.get(name, default).split(",") if word.strip()]


BASE_DIR = Path(__file__).resolve().parent.parent
INSTALLATION = Installation.from_environ()
# openpyxl would read with lxml where that is installed, past defusedxml, which refuses entities.
os.environ["OPENPYXL_LXML"] = "False"

DEBUG = switch("DEBUG")
SECRET_KEY = INSTALLATION.secret_key()
SECRET_KEY_FALLBACKS = words("SECRET_KEY_FALLBACKS")
LOOPBACK = ["127.0.0.1", "localhost", "[::1]"]
ALLOWED_HOSTS = words("ALLOWED_HOSTS") or LOOPBACK
CSRF_TRUSTED_ORIGINS = words("CSRF_TRUSTED_ORIGINS")

# HTTPS=1 when people reach the application through TLS, at its own port or at a proxy in front.
HTTPS = switch("HTTPS")
BEHIND_PROXY = switch("BEHIND_PROXY")
if BEHIND_PROXY:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

# ── Rooms ────────────────────────────────────────────────────────────────────────────────────────────
ROOMS = [  # from the top of the house down: each may import and point to those below it
    "reports",
    "reception",
    "counselling",
    "documentation",
    "events",
    "partners",
    "citedesmetiers",
]
ADMIN_SITE = switch("ADMIN_SITE")  # Django's admin, for an engineer in need; off in daily work
INSTALLED_APPS = [
    "modeltranslation",
    *ROOMS,
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.contrib.humanize",
    *(["django.contrib.admin"] if ADMIN_SITE else []),
    "axes",
    "django_otp",
    "django_otp.plugins.otp_totp",
    "django_otp.plugins.otp_static",
    "csp",
    "django_htmx",
    "django_filters",
    "crispy_forms",
    "crispy_bootstrap5",
    "django_tasks",
    "django_tasks_db",
    "pgtrigger",
    "pghistory",
    "js_lib_bootstrap5",
]
# With a token, Prometheus reads /health/metrics; its client shares its counts between processes in a folder.
METRICS_TOKEN = os.environ.get("METRICS_TOKEN", "")
os.environ.setdefault("PROMETHEUS_MULTIPROC_DIR", str(INSTALLATION.metrics))
MIDDLEWARE = [
    "citedesmetiers.observing.numbered",
    "citedesmetiers.observing.probed",
    "citedesmetiers.observing.measured",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.http.ConditionalGetMiddleware",  # public pages get an ETag; those of staff are never stored
    "citedesmetiers.middleware.security_headers",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "citedesmetiers.replica.who_wrote_reads_first",
    "citedesmetiers.middleware.language_by_url",
    "citedesmetiers.views.errors.in_words",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django_otp.middleware.OTPMiddleware",
    "citedesmetiers.middleware.AccessMiddleware",
    "citedesmetiers.disk.keep_room",
    "citedesmetiers.audit.acting_user",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "axes.middleware.AxesMiddleware",
    "citedesmetiers.collisions.try_again",
]
ROOT_URLCONF = "citedesmetiers.urls"
WSGI_APPLICATION = "citedesmetiers.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "citedesmetiers.shell.shell",
            ],
            "builtins": [
                "django.templatetags.i18n",
                "django.templatetags.static",
                "citedesmetiers.templatetags.house",
            ],
        },
    }
]

# ── Database: Postgres, always ───────────────────────────────────────────────────────────────────────
DATABASES = {"default": INSTALLATION.database() | {"CONN_MAX_AGE": 600, "CONN_HEALTH_CHECKS": True}}
if REPLICA := INSTALLATION.replica():  # heavy reading goes there; see citedesmetiers/replica.py
    DATABASES["replica"] = REPLICA | {"CONN_MAX_AGE": 600, "CONN_HEALTH_CHECKS": True, "TEST": {"MIRROR": "default"}}
    DATABASE_ROUTERS = ["citedesmetiers.replica.Router"]
REPLICA_LAG = int(os.environ.get("REPLICA_LAG") or 10)  # seconds
# Megabytes of the disk that are left to the database: with less nothing new is stored; see citedesmetiers/disk.py.
KEEP_FREE = int(os.environ.get("KEEP_FREE") or 100)
# Where the nightly backup goes, for whom it is encrypted, how many days it stays; see docs/environment.md.
BACKUPS = os.environ.get("BACKUPS") or INSTALLATION.data / "backups"
BACKUP_RECIPIENT = os.environ.get("BACKUP_RECIPIENT", "")
BACKUP_DAYS = int(os.environ.get("BACKUP_DAYS") or 30)
BACKUP_NIGHTLY = os.environ.get("BACKUP", "1") != "0"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

# ── Who signs in ─────────────────────────────────────────────────────────────────────────────────────
AUTH_USER_MODEL = "citedesmetiers.User"
AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "citedesmetiers.accounts.AccountBackend"]
LOGIN_URL = "sign_in"
LOGIN_REDIRECT_URL = "today"
LOGOUT_REDIRECT_URL = "home"
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ["email", "name"]},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "citedesmetiers.accounts.ObviousWordsValidator"},
]
# A whole centre stands behind one address: never lock by address alone, never for good.
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_FAILURE_LIMIT = 6
AXES_COOLOFF_TIME = 0.25  # hours
AXES_RESET_ON_SUCCESS = True
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False  # else whoever goes on trying keeps the owner out
AXES_USERNAME_FORM_FIELD = "username"
AXES_USERNAME_CALLABLE = "citedesmetiers.accounts.typed_account"
AXES_CLIENT_IP_CALLABLE = "citedesmetiers.accounts.address_of"
AXES_SENSITIVE_PARAMETERS = ["username", "new_password1", "new_password2", "code"]  # and "password"
AXES_LOCKOUT_CALLABLE = "citedesmetiers.views.accounts.locked_out"
AXES_VERBOSE = False
AXES_DISABLE_ACCESS_LOG = True
OTP_TOTP_ISSUER = "Cité des métiers"
OTP_TOTP_SYNC = False  # a phone's clock may be one step (30 s) off, and no further by and by
PASSWORD_RESET_TIMEOUT = 7 * 24 * 60 * 60  # an invitation; a forgotten password is quicker, see invitations.py

# ── Cookies and headers ──────────────────────────────────────────────────────────────────────────────
SESSION_ENGINE = "citedesmetiers.session_store"
SESSION_COOKIE_AGE = 12 * 60 * 60  # a day at the counter
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
WROTE_COOKIE = "wrote"  # with a read replica only: this person has just stored something
if HTTPS:  # browsers take the __Host- prefix over TLS only
    SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = "__Host-sessionid", "__Host-csrftoken"
    WROTE_COOKIE = "__Host-wrote"
    SECURE_SSL_REDIRECT = True
    SECURE_REDIRECT_EXEMPT = [r"^health/"]
    SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60
    SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = switch("HSTS_SUBDOMAINS", default=True)
CSRF_FAILURE_VIEW = "citedesmetiers.views.errors.csrf_failure"
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "connect-src": ["'self'"],
        "font-src": ["'self'"],
        "manifest-src": ["'self'"],
        "worker-src": ["'self'"],
        "form-action": ["'self'"],
        "base-uri": ["'none'"],
        "object-src": ["'none'"],
        "frame-ancestors": ["'none'"],
    }
}

# ── Languages, time ──────────────────────────────────────────────────────────────────────────────────
LANGUAGE_CODE = "en"  # of the source strings; a centre chooses its own default
LANGUAGES = [("fr", "Français"), ("en", "English"), ("it", "Italiano"), ("es", "Español"), ("pt", "Português")]
LOCALE_PATHS = [BASE_DIR / "locale"]
MODELTRANSLATION_LANGUAGES = ("fr", "en", "it", "es", "pt")
MODELTRANSLATION_DEFAULT_LANGUAGE = "fr"
MODELTRANSLATION_FALLBACK_LANGUAGES = ("fr", "en", "it", "es", "pt")
TIME_ZONE = os.environ.get("TIME_ZONE", "Europe/Paris")
USE_TZ = USE_I18N = USE_THOUSAND_SEPARATOR = True
FORMAT_MODULE_PATH = "citedesmetiers.formats"

# ── Files ────────────────────────────────────────────────────────────────────────────────────────────
STATIC_URL = "/static/"
STATICFILES_DIRS = [BASE_DIR / "static", ("handbook", BASE_DIR / "docs" / "handbook" / "pictures")]
STATIC_ROOT = INSTALLATION.static_root
MEDIA_ROOT = INSTALLATION.uploads
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = DEBUG
WHITENOISE_SKIP_COMPRESS_EXTENSIONS = (
    *Compressor.SKIP_COMPRESS_EXTENSIONS,
    "map",
)  # nobody but a developer asks for maps
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024

# ── Audit trail ──────────────────────────────────────────────────────────────────────────────────────
# Notes are never changed or deleted: the database refuses it, unless pgtrigger.ignore lifts that by name.
PGHISTORY_APPEND_ONLY = True
PGHISTORY_DEFAULT_TRACKERS = (pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())

# ── Forms, mail, logs ────────────────────────────────────────────────────────────────────────────────
CRISPY_ALLOWED_TEMPLATE_PACKS = CRISPY_TEMPLATE_PACK = "bootstrap5"
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
INSTALLED_APPS += ["django.forms"]
EMAIL_HOST = os.environ.get("EMAIL_HOST", "")
EMAIL_BACKEND = f"django.core.mail.backends.{'smtp' if EMAIL_HOST else 'console'}.EmailBackend"
EMAIL_PORT = int(os.environ.get("EMAIL_PORT", "25"))
EMAIL_HOST_USER = os.environ.get("EMAIL_HOST_USER", "")
EMAIL_HOST_PASSWORD = os.environ.get("EMAIL_HOST_PASSWORD", "")
EMAIL_USE_TLS = switch("EMAIL_USE_TLS")
EMAIL_TIMEOUT = 10  # seconds: a mail server that says nothing does not hold up a page for ever
DEFAULT_FROM_EMAIL = os.environ.get("DEFAULT_FROM_EMAIL", "noreply@localhost")
ERROR_MAILS = words("ERROR_MAILS") if EMAIL_HOST else []

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"no_visitor_data": {"()": "citedesmetiers.logs.WithoutVisitorData"}},
    "formatters": {"json": {"()": "citedesmetiers.logs.JsonFormatter"}},
    "handlers": {
        "console": {"class": "logging.StreamHandler", "formatter": "json", "filters": ["no_visitor_data"]},
        "mail": {"class": "citedesmetiers.error_mails.ErrorMails", "filters": ["no_visitor_data"]},
    },
    "root": {
        "handlers": ["console", *(["mail"] if ERROR_MAILS else [])],
        "level": os.environ.get("LOG_LEVEL", "WARNING"),
    },
    "loggers": {
        "django": {"handlers": [], "level": "WARNING", "propagate": True},
        # The same faults again, from Django's development server, with the query string.
        "django.server": {"handlers": [], "level": "CRITICAL", "propagate": True},
        "axes": {"level": "ERROR"},
        "citedesmetiers.accounts": {"level": "INFO"},  # who changed which account, by number
    },
}
SILENCED_SYSTEM_CHECKS = []
