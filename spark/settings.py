"""All settings, read from the environment; `docs/operations.md` lists the variables."""

import os
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.utils.translation import gettext_noop

from spark import clock, logs, redis, safety
from spark.environment import (
    ENV,
    PRODUCTION,
    database,
    flag,
    hours,
    limited,
    number,
    required,
    together,
    unsafe,
)
from spark.local import Local
from spark.office import look

BASE_DIR = Path(__file__).resolve().parent.parent
DEBUG = False
TESTING = ENV == "test"

# Services ---------------------------------------------------------------------------

SPARK_LOCAL = None
if not os.environ.get("DATABASE_URL") and not PRODUCTION:
    purpose = os.environ.get("SPARK_PURPOSE", "test" if TESTING else "")
    SPARK_LOCAL = Local.for_checkout(purpose)
DATABASE_URL = required(
    "DATABASE_URL", SPARK_LOCAL.database_url if SPARK_LOCAL else "", safety.is_database
)
runtime = database(DATABASE_URL)
RUNTIME_ROLE = runtime["USER"]
# Seconds: nothing waits for ever, and nobody holds locks for ever.
limits = limited(
    runtime["OPTIONS"],
    statement=number("DATABASE_STATEMENT_TIMEOUT", 30),
    lock=number("DATABASE_LOCK_TIMEOUT", 10),
    # Tests share a world in a transaction for as long as they take.
    idle=number("DATABASE_IDLE_TIMEOUT", 0 if TESTING else 60),
)
DATABASES = {"default": runtime | {"OPTIONS": limits}}
# Only `migrate` and the commands for keys need the owner; web and workers don't hold
# its password, and production refuses them one.
OWNER_DATABASE_URL = os.environ.get("OWNER_DATABASE_URL") or (
    SPARK_LOCAL.owner_database_url
    if SPARK_LOCAL
    else ""
    if PRODUCTION
    else DATABASE_URL
)
owner = database(OWNER_DATABASE_URL)
OWNER_USER, OWNER_PASSWORD = owner["USER"], owner["PASSWORD"]
# An index of a million rows takes its time, but no migration may queue for a table
# with all who use it waiting behind it.
OWNER_OPTIONS = limited(
    runtime["OPTIONS"] | owner["OPTIONS"], statement=0, lock=5, idle=0
)
if PRODUCTION and OWNER_USER == RUNTIME_ROLE:
    raise unsafe("OWNER_DATABASE_URL")
REDIS_URL = required(
    "REDIS_URL", SPARK_LOCAL.redis_url if SPARK_LOCAL else "", safety.is_redis
)
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Several tests run side by side against one Redis: each has its own prefix.
REDIS_PREFIX = "spark:" + os.environ.get("PYTEST_XDIST_WORKER", "") + ":"
CACHES = {
    "default": {
        "BACKEND": "spark.cache.Cache",
        "LOCATION": REDIS_URL,
        "KEY_PREFIX": REDIS_PREFIX,
        "OPTIONS": {
            "serializer": "spark.cache.PlainData",
            "socket_connect_timeout": redis.TIMEOUT,
            "socket_timeout": redis.TIMEOUT,
        },
    }
}

# Security ---------------------------------------------------------------------------

SECRET_KEY = required(
    "SECRET_KEY", "development-only-" + "k" * 50, safety.is_signing_key
)
# Signs nothing any more, but what it signed is still believed.
SECRET_KEY_FALLBACKS = [
    key for key in os.environ.get("SECRET_KEY_FALLBACKS", "").split(",") if key
]
# Keys of encrypted fields, newest first: 32 bytes each as url-safe base64.
FIELD_KEYS = required(
    "FIELD_KEYS", "c3BhcmstZGV2ZWxvcG1lbnQta2V5LTMyLWJ5dGVzISE=", safety.are_field_keys
).split(",")
# Key of the hashes by which ID numbers are looked up. Changing it means rehashing.
LOOKUP_KEY = required("LOOKUP_KEY", "spark-development-lookup-key", safety.is_secret)
hosts = required(
    "ALLOWED_HOSTS", "localhost,127.0.0.1,testserver", safety.are_named_hosts
)
ALLOWED_HOSTS = [host.strip() for host in hosts.split(",")]
SITE_URL = required("SITE_URL", "http://localhost:8000", safety.is_https)
CSRF_TRUSTED_ORIGINS = [SITE_URL]
if PRODUCTION and urlsplit(SITE_URL).hostname not in ALLOWED_HOSTS:
    raise unsafe("SITE_URL", "ALLOWED_HOSTS")
METRICS_TOKEN = required("METRICS_TOKEN", "", safety.is_secret)
if PRODUCTION and len({SECRET_KEY, LOOKUP_KEY, METRICS_TOKEN}) < 3:
    raise unsafe("SECRET_KEY", "LOOKUP_KEY", "METRICS_TOKEN")
HTTPS = flag("HTTPS", PRODUCTION)
SECURE_SSL_REDIRECT = HTTPS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = HTTPS
SECURE_REFERRER_POLICY = "same-origin"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_AGE = 12 * 3600
ACCOUNT_SESSION_COOKIE_AGE = 30 * 24 * 3600  # of who ticks to stay logged in
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "object-src": ["'none'"],
        "base-uri": ["'self'"],
        "form-action": ["'self'"],
        "frame-ancestors": ["'none'"],
        "worker-src": ["'self'"],
        "manifest-src": ["'self'"],
    }
}
# The most that is taken in, but for files of which a view takes larger ones.
DATA_UPLOAD_MAX_MEMORY_SIZE = 10 * 2**20
# Django's other handler would lay files down in /tmp, in clear. `spark.bodies` refuses
# what is larger.
FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.MemoryFileUploadHandler"]
FILE_UPLOAD_MAX_MEMORY_SIZE = 24 * 2**20

# Django -----------------------------------------------------------------------------

INSTALLED_APPS = [
    "spark",
    "spark.audit",
    "spark.notifications",
    "spark.duties",
    "spark.campuses",
    "spark.changes",
    "spark.rest",
    "spark.accounts",
    "spark.webhooks",
    "spark.robots",
    "spark.calendars",
    "spark.sheets",
    "spark.operations",
    "candidates",
    "training",
    "contracts",
    "unfold.apps.BasicAppConfig",
    "spark.office.apps.OfficeConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "csp",
    "django_htmx",
    "django_prometheus",
    "django_structlog",
    "drf_spectacular",
    "health_check",
    "oauth2_provider",
    "pghistory",
    "pgtrigger",
    "rest_framework",
]
MIDDLEWARE = [
    "spark.probes.ProbesMiddleware",
    "django_prometheus.middleware.PrometheusBeforeMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "spark.polls.PollsMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "spark.accounts.middleware.PreferencesMiddleware",
    "spark.accounts.middleware.LoginMiddleware",
    "spark.accounts.middleware.KeptNowhereMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "spark.bodies.LimitMiddleware",
    "spark.htmx.FormsOnlyMiddleware",
    "spark.accounts.middleware.SecondFactorMiddleware",
    "spark.accounts.middleware.LogMiddleware",
    "spark.seen.InTurnMiddleware",
    "spark.afterwards.AfterwardsMiddleware",
    "spark.htmx.RefusedMiddleware",
    "django_prometheus.middleware.PrometheusAfterMiddleware",
]
POLLED = frozenset({"/live/", "/live/hall/"})  # addresses that PollsMiddleware answers
ROOT_URLCONF = "spark.urls"
WSGI_APPLICATION = "spark.wsgi.application"
WEB_THREADS = int(
    os.environ.get("WEB_THREADS", "4")
)  # of each process of the web server
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "spark.accounts.shell.shell",
            ],
        },
    }
]
STATIC_URL = "static/"
STATICFILES_DIRS = [BASE_DIR / "static" / "dist"]
STATIC_ROOT = BASE_DIR / "staticfiles"
WHITENOISE_USE_FINDERS = WHITENOISE_AUTOREFRESH = not PRODUCTION
# Clips: in a folder that all web servers and workers share, or in a bucket of a server
# that speaks S3.
S3_BUCKET, S3_KEY_ID, S3_KEY_SECRET = together(
    "S3_BUCKET", "S3_KEY_ID", "S3_KEY_SECRET"
)
S3_URL = os.environ.get("S3_URL", "")
if PRODUCTION and S3_URL and not safety.is_https(S3_URL):
    raise unsafe("S3_URL")
if S3_BUCKET:
    FILES_FOLDER = ""
    files: dict[str, Any] = {
        "BACKEND": "spark.files.s3.S3",
        "OPTIONS": {
            "bucket_name": S3_BUCKET,
            "access_key": S3_KEY_ID,
            "secret_key": S3_KEY_SECRET,
            "endpoint_url": S3_URL or None,
            "region_name": os.environ.get("S3_REGION") or None,
            "addressing": os.environ.get("S3_ADDRESSING") or "auto",
        },
    }
else:
    FILES_FOLDER = required(
        "FILES_FOLDER",
        str((SPARK_LOCAL.folder if SPARK_LOCAL else BASE_DIR / ".spark") / "files"),
    )
    files = {
        "BACKEND": "spark.files.disk.Disk",
        "OPTIONS": {
            "location": FILES_FOLDER,
            "allow_overwrite": True,
            "file_permissions_mode": 0o600,
            "directory_permissions_mode": 0o700,
        },
    }
STORAGES = {
    "default": files,
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
        if PRODUCTION
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}

# People -----------------------------------------------------------------------------

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.MD5PasswordHasher"
    if TESTING
    else "django.contrib.auth.hashers.ScryptPasswordHasher"
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}", "OPTIONS": options}
    for name, options in (
        ("UserAttributeSimilarityValidator", {}),
        ("MinimumLengthValidator", {"min_length": 12}),
        ("CommonPasswordValidator", {}),
        ("NumericPasswordValidator", {}),
    )
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_ADAPTER = "spark.accounts.adapter.AccountAdapter"
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_RATE_LIMITS = {
    # Of one account from one address, slower and slower; of all from one address.
    "login_failed": "5/5m/key,10/h/key,20/d/key,20/5m/ip,200/d/ip",
    # Of one account from addresses from which nobody ever got into it.
    "login_all_over": "20/h/key,60/d/key",
    "reset_password": "20/m/ip,3/10m/key",
    "invitation": "20/m/ip",
    "people": "60/h/user",
    "portal": "60/m/ip",
    "portal_code": "1/m/key,5/h/key,20/h/ip",
    # A whole class applies from behind one address.
    "apply": "60/m/ip",
    "apply_code": "30/m/ip",
    "apply_step": "600/m/ip",
    # Its pieces come many a minute; of beginnings an application needs few.
    "clip": "1200/m/ip",
    "clip_begin": "10/10m/key,120/h/ip",
    # Programs ask a few times an hour; those of a whole college from one address.
    "calendar": "600/m/ip,30/m/key",
    "token": "30/m/ip,30/m/key",
}
# Proxies in front that add to X-Forwarded-For: whose word the rate limits take.
ALLAUTH_TRUSTED_PROXY_COUNT = number("PROXIES", 1 if PRODUCTION else 0)
PASSWORD_RESET_TIMEOUT = 3600  # from the moment the letter is sent
MFA_ADAPTER = "spark.accounts.adapter.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "Spark"
MFA_TOTP_TOLERANCE = 1
# Office and signing officers set up a second factor before they see anything.
REQUIRE_SECOND_FACTOR = flag("REQUIRE_SECOND_FACTOR", PRODUCTION)
# Opening ID numbers, exporting and giving roles ask for password or code once more.
REAUTHENTICATE = flag("REAUTHENTICATE", PRODUCTION)
ACCOUNT_REAUTHENTICATION_TIMEOUT = 15 * 60
# One-click log-in as a demo person: never outside development.
DEMO_LOGIN = ENV == "development" and SPARK_LOCAL is not None

# Words ------------------------------------------------------------------------------

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "中文"), ("en", "English")]
LOCALE_PATHS = [BASE_DIR / "locale"]
TIME_ZONE = clock.CHINA.key
USE_TZ = True

# History ----------------------------------------------------------------------------

# The context (actor, verb, reason) is a column of each event, not a shared row: events
# are append-only, a shared row would have to be updated by the runtime role.
PGHISTORY_APPEND_ONLY = True
PGHISTORY_CREATED_AT_FUNCTION = "CLOCK_TIMESTAMP()"
PGHISTORY_INSTALL_CONTEXT_FUNC_ON_MIGRATE = False

# API --------------------------------------------------------------------------------

OAUTH2_PROVIDER_APPLICATION_MODEL = "accounts.Application"
OAUTH2_PROVIDER = {
    "SCOPES": {
        "candidates:read": gettext_noop("Read candidates and their records"),
        "candidates:write": gettext_noop(
            "Register candidates, change their data, let them leave"
        ),
        "rosters:write": gettext_noop("Send rosters, follow, write and undo them"),
        "records:act": gettext_noop("Do to stages' records what a coordinator may"),
        "trials:read": gettext_noop("Read trials, weeks, permits and results"),
        "trials:act": gettext_noop("Confirm and decline trials, say weeks and permits"),
        "results:write": gettext_noop(
            "Bring in results of trials, for the programme's systems"
        ),
        "webhooks:manage": gettext_noop("Set up webhooks"),
        "changes:read": gettext_noop("Follow what happens to candidates"),
    },
    "ACCESS_TOKEN_EXPIRE_SECONDS": 3600,
    # RFC 9700, whole: only client credentials are offered, tokens are kept hashed.
    "COMPLIANT_BCP_RFC9700_TOKEN_STORAGE": True,
    "COMPLIANT_BCP_RFC9700_IMPLICIT_GRANT": True,
    "COMPLIANT_BCP_RFC9700_PASSWORD_GRANT": True,
    "COMPLIANT_BCP_RFC9700_PKCE_METHOD": True,
    "COMPLIANT_BCP_RFC9700_ACCESS_TOKEN_TRANSPORT": True,
    "COMPLIANT_BCP_RFC9700_AUTHZ_RESPONSE_ISS": True,
    "REFRESH_TOKEN_REUSE_PROTECTION": True,
    "ALLOWED_REDIRECT_URI_SCHEMES": ["https"],
    "SCOPES_BACKEND_CLASS": "spark.accounts.oauth.ApplicationScopes",
    "OAUTH2_BACKEND_CLASS": "spark.accounts.oauth.Core",
    "OAUTH2_VALIDATOR_CLASS": "spark.accounts.oauth.ClientValidator",
}
# What others have us ask: in production by HTTPS, at nobody's inner network.
ONLY_PUBLIC_ADDRESSES = PRODUCTION
REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": ["spark.accounts.oauth.ClientAuthentication"],
    "DEFAULT_PERMISSION_CLASSES": ["spark.accounts.oauth.HasScope"],
    "DEFAULT_PARSER_CLASSES": ["rest_framework.parsers.JSONParser"],
    "DEFAULT_RENDERER_CLASSES": ["spark.rest.rendering.JSONRenderer"],
    "DEFAULT_PAGINATION_CLASS": "spark.rest.paging.CursorPagination",
    "DEFAULT_SCHEMA_CLASS": "spark.rest.schema.Schema",
    "DEFAULT_THROTTLE_CLASSES": ["spark.rest.limits.ClientThrottle"],
    "DEFAULT_THROTTLE_RATES": {"api": "600/min"},
    "URL_FORMAT_OVERRIDE": None,
    "EXCEPTION_HANDLER": "spark.rest.problems.problem",
    "UNAUTHENTICATED_USER": None,
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Spark API",
    "VERSION": "1",
    "DESCRIPTION": "A partner campus reads its own candidates and acts for them.",
    "OAS_VERSION": "3.1.1",
    "SERVE_INCLUDE_SCHEMA": False,
    "SERVE_AUTHENTICATION": [],
    "SERVE_PERMISSIONS": ["rest_framework.permissions.AllowAny"],
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "ENUM_NAME_OVERRIDES": {
        "WebhookStateEnum": "spark.webhooks.stages.State",
        "TimeKindEnum": "training.hosts.models.WeeklyKind",
        "PermitKindEnum": "training.hosts.models.PermitKind",
        "BandEnum": "training.standings.api.THIRDS",
    },
    "POSTPROCESSING_HOOKS": [
        "drf_spectacular.hooks.postprocess_schema_enums",
        "spark.rest.examples.add",
        "spark.rest.schema.share",
    ],
}

# The office's reference data: `spark/office/` --------------------------------------

UNFOLD = look.UNFOLD

# Trials ----------------------------------------------------------------------------

# People in a round that is planned base by base.
SOLVE_PARTS_FROM = number("SOLVE_PARTS_FROM", 20_000)

# Messages, mail, logs ---------------------------------------------------------------

# While developing, mail goes into files.
EMAIL_BACKEND = required(
    "EMAIL_BACKEND",
    "django.core.mail.backends.filebased.EmailBackend",
    safety.sends_mail,
)
EMAIL_FILE_PATH = SPARK_LOCAL.folder / "mail" if SPARK_LOCAL else None
EMAIL_HOST = os.environ.get("EMAIL_HOST", "localhost")
EMAIL_PORT = number("EMAIL_PORT", 25)
EMAIL_HOST_USER = os.environ.get("EMAIL_HOST_USER", "")
EMAIL_HOST_PASSWORD = os.environ.get("EMAIL_HOST_PASSWORD", "")
EMAIL_USE_TLS = flag("EMAIL_USE_TLS", False)  # STARTTLS
EMAIL_USE_SSL = flag("EMAIL_USE_SSL", False)  # TLS from the first byte, as on port 465
if PRODUCTION and not safety.is_mail_server(
    EMAIL_HOST, encrypted=EMAIL_USE_TLS or EMAIL_USE_SSL
):
    raise unsafe("EMAIL_USE_TLS")
EMAIL_TIMEOUT = number("EMAIL_TIMEOUT", 20, range(1, 26))  # for each answer
DEFAULT_FROM_EMAIL = required("DEFAULT_FROM_EMAIL", "spark@localhost")

# The mailbox that returned mail and complaints come to; without it none is read.
RETURNS_HOST, RETURNS_USER, RETURNS_PASSWORD = together(
    "RETURNS_HOST", "RETURNS_USER", "RETURNS_PASSWORD"
)
RETURNS_PORT = number("RETURNS_PORT", 993)
RETURNS_TLS = flag("RETURNS_TLS", True)
if PRODUCTION and not safety.is_mail_server(RETURNS_HOST, encrypted=RETURNS_TLS):
    raise unsafe("RETURNS_TLS")

# When nothing is sent that can wait; tests run at any hour.
QUIET_HOURS = hours("QUIET_HOURS", "off" if TESTING else "22:00-07:00")

# Aliyun's Short Message Service: without these nothing is sent by SMS.
SMS_KEY_ID, SMS_KEY_SECRET, SMS_SIGN_NAME, SMS_TEMPLATE = together(
    "SMS_KEY_ID", "SMS_KEY_SECRET", "SMS_SIGN_NAME", "SMS_TEMPLATE"
)
SMS_REMINDER_TEMPLATE = os.environ.get("SMS_REMINDER_TEMPLATE", "")  # none: by e-mail
SMS_URL = os.environ.get("SMS_URL") or "https://dysmsapi.aliyuncs.com"
if SMS_KEY_ID and not safety.is_sms_template(SMS_TEMPLATE):
    raise unsafe("SMS_TEMPLATE")
if SMS_REMINDER_TEMPLATE and not safety.is_sms_template(SMS_REMINDER_TEMPLATE):
    raise unsafe("SMS_REMINDER_TEMPLATE")
if PRODUCTION and not safety.is_sms_server(SMS_URL):
    raise unsafe("SMS_URL")

LOGGING = logs.configured(
    production=PRODUCTION, level=os.environ.get("LOG_LEVEL", "WARNING")
)
if dsn := os.environ.get("SENTRY_DSN"):
    logs.report_to_sentry(dsn, environment=ENV)
