"""Logs are events with fields, and never hold a token."""

import io
import json
import logging
from contextlib import redirect_stderr, suppress

import structlog

from bot import logs

BROKEN_ROW = "a row breaks a rule\nDETAIL:  Failing row contains (7, Anna,\n+7 912).\n[SQL: INSERT …]"
TOKEN = "123456789:AAE_abcdefghijklmnopqrstuvwxyz01234"


def test_a_token_in_any_field_or_trace_is_hidden() -> None:
    handlers = list(logging.getLogger().handlers)
    said = io.StringIO()
    with redirect_stderr(said):
        logs.set_up("json", "info")
        log = structlog.get_logger()
        log.info("call", url=f"https://api.example.org/bot{TOKEN}/getMe")
        try:
            raise ValueError(f"the file https://api.example.org/file/bot{TOKEN}/a.jpg")
        except ValueError:
            log.exception("failed")
        try:
            raise ValueError(BROKEN_ROW)
        except ValueError:
            log.exception("broken")
        logging.getLogger("a.library").warning("GET https://api.example.org/bot%s/getMe failed", TOKEN)
    structlog.reset_defaults()
    logging.getLogger().handlers = handlers
    assert TOKEN not in said.getvalue()
    assert "Anna" not in said.getvalue()
    assert "912" not in said.getvalue()
    assert "a row breaks a rule\\n[SQL: INSERT" in said.getvalue()
    first = json.loads(said.getvalue().splitlines()[0])
    assert first["event"] == "call"
    assert first["level"] == "info"
    last = json.loads(said.getvalue().splitlines()[-1])
    assert last["event"] == "GET https://api.example.org/bot<token>/getMe failed"
    assert last["level"] == "warning"


def test_a_full_disk_is_said_once_a_minute_with_how_often_it_came() -> None:
    seconds, said = 0.0, list[dict[str, object]]()
    once = logs.Once(lambda: seconds)
    for number in range(7_220):
        seconds = number / 60
        event = ("event.unacknowledged", "delivery.database")[number % 2]
        with suppress(structlog.DropEvent):
            said.append(dict(once(None, "warning", {"event": event, "trouble": "disk full"})))
    assert [line.get("times_since") for line in said] == [None, 3_600, 3_600]


def test_other_troubles_are_told_apart_and_other_lines_always_told() -> None:
    once = logs.Once(lambda: 0.0)
    said = list[str]()
    for event, trouble in [("a", "x"), ("a", "y"), ("b", "x"), ("a", "x"), ("c", None), ("c", None)]:
        with suppress(structlog.DropEvent):
            said.append(str(once(None, "info", {"event": event} | ({"trouble": trouble} if trouble else {}))["event"]))
    assert said == ["a", "a", "b", "c", "c"]
