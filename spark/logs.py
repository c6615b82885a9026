"""Structured logs and error reports, without what is people's own.

Neither ID and card numbers nor links of accounts, nor what was asked for in addresses:
people look for names and phones.
"""

import re
from typing import Any

import structlog

from spark.text.numbers import without_numbers

_LINK = re.compile(
    r"(/invitation/|/p/|/g/|/calendar/|/mute/|/password/reset/key/)[^/\s\"'?]+"
)
_ASKED = re.compile(r"([?&][^=&\s\"'<>]{1,60}=)[^&#\s\"'<>]+")


def masked(text: str) -> str:
    kept = _ASKED.sub(r"\1***", _LINK.sub(r"\1***", text))
    return without_numbers(kept)


class MaskingFormatter(structlog.stdlib.ProcessorFormatter):
    """Masks every line as it is written, whichever logger it came from."""

    def format(self, record: Any) -> str:
        return masked(super().format(record))


def configured(*, production: bool, level: str) -> dict:
    """Configure structlog; Django's LOGGING: JSON lines in production."""
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.stdlib.filter_by_level,
            structlog.processors.TimeStamper(fmt="iso"),
            structlog.stdlib.add_logger_name,
            structlog.stdlib.add_log_level,
            structlog.processors.format_exc_info,
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )
    plain = structlog.dev.ConsoleRenderer(
        colors=False, exception_formatter=structlog.dev.plain_traceback
    )
    renderer = structlog.processors.JSONRenderer(ensure_ascii=False)
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {
            "structured": {
                "()": "spark.logs.MaskingFormatter",
                "processor": renderer if production else plain,
            }
        },
        "handlers": {
            "console": {"class": "logging.StreamHandler", "formatter": "structured"}
        },
        "root": {"handlers": ["console"], "level": level},
    }


def report_to_sentry(dsn: str, environment: str) -> None:
    import sentry_sdk  # noqa: PLC0415 -- slow import, off without a DSN

    sentry_sdk.init(dsn=dsn, environment=environment, **REPORTS)


def scrubbed(event: Any, hint: dict[str, Any]) -> Any:
    """Sentry's events, before they are sent."""
    return _walk(event)


def _walk(value: Any) -> Any:
    if isinstance(value, str):
        return masked(value)
    if isinstance(value, dict):
        return {key: _walk(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_walk(inner) for inner in value]
    return value


# What a function held and what somebody sent is data of people: it stays here.
REPORTS: dict[str, Any] = {
    "include_local_variables": False,
    "max_request_body_size": "never",
    "before_send": scrubbed,
}
