"""Logs: events with fields, as text or JSON; never a token, never personal data."""

import logging
import re
import sys
import time
from collections.abc import Callable, MutableMapping
from typing import Any, Literal, TextIO

import structlog

from storage.engine.trouble import DISK_FULL

MINUTE = 60.0  # seconds in which the same trouble is one
# PostgreSQL tells in this line which values broke a rule: they may be people's.
_DETAIL = re.compile(r"\nDETAIL: .*?(?=\n\n|\n\[|\Z)", re.DOTALL)
_TOKEN = re.compile(r"\d{6,}:[A-Za-z0-9_-]{20,}|vk1\.[A-Za-z0-9_.-]{10,}|(?<=[?&]key=)[^&\s'\")]+")


def _hide(_logger: object, _method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """The last guard: a bot's token or a row's values leave no trace, wherever they came from."""
    for name, value in event.items():
        if isinstance(value, str):
            event[name] = _DETAIL.sub("", _TOKEN.sub("<token>", value))
    return event


class Once:
    """The same trouble is told once a minute, and then how often it came: no full disk is filled by saying so."""

    def __init__(self, real_time: Callable[[], float] = time.monotonic) -> None:
        self._real_time = real_time
        self._told: dict[tuple[str, ...], tuple[float, int]] = {}

    def __call__(self, _logger: object, _method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
        trouble = event.get("trouble")
        if not isinstance(trouble, str):
            return event
        whose = (str(event.get(name)) for name in ("event", "messenger", "job", "what"))
        key = (trouble,) if trouble == DISK_FULL else (trouble, *whose)
        at, times = self._told.get(key, (float("-inf"), 0))
        now = self._real_time()
        if now - at < MINUTE:
            self._told[key] = (at, times + 1)
            raise structlog.DropEvent
        self._told[key] = (now, 0)
        if times:
            event["times_since"] = times + 1
        return event


class _ToStderr(logging.StreamHandler[TextIO]):
    """The one handler of the libraries' logs; setting up again replaces it."""


def set_up(form: Literal["text", "json"], level: str) -> None:
    """Send all logs, ours and the libraries', to standard error in one form."""
    steps: list[Any] = [
        structlog.contextvars.merge_contextvars,
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        # A trace without the values of variables: they hold what people wrote.
        structlog.processors.format_exc_info,
        _hide,
    ]
    once = Once()
    last: Any = structlog.processors.JSONRenderer()
    if form == "text":
        last = structlog.dev.ConsoleRenderer(
            colors=sys.stderr.isatty(), exception_formatter=structlog.dev.plain_traceback
        )
    structlog.configure(
        processors=[once, *steps, last],
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelNamesMapping()[level.upper()]),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=True,
    )
    handler = _ToStderr(sys.stderr)
    handler.setFormatter(structlog.stdlib.ProcessorFormatter(foreign_pre_chain=steps, processors=[_bare, last]))
    root = logging.getLogger()
    root.handlers = [other for other in root.handlers if not isinstance(other, _ToStderr)] + [handler]
    root.setLevel(logging.WARNING)
    # These repeat on every failed call what the outcome says anyway.
    logging.getLogger("apscheduler").setLevel(logging.ERROR)


def _bare(_logger: object, _method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """A library's record without what only the formatter needed."""
    return {name: value for name, value in event.items() if not name.startswith("_")}
