"""What docs/integrate.md gives to a web developer works as it stands there."""

import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from dialogs.kit.clock import SystemClock
from handlers.http.renderer import signed as sign
from handlers.http.renderer import written

PAGE = Path(__file__).parents[3] / "docs" / "integrate.md"
KEY, BODY = b"k" * 32, '{"event":"question.passed","text":"С чего начать?"}'.encode()
IsGenuine = Callable[[str, Mapping[str, str], bytes], bool]


@pytest.fixture
def is_genuine() -> IsGenuine:
    (code,) = re.findall(r"```python\n(.*?)```", PAGE.read_text("utf-8"), re.DOTALL)
    names: dict[str, Any] = {}
    exec(code, names)
    told: IsGenuine = names["is_genuine"]
    return told


def signed(seconds_ago: int = 0, key: bytes = KEY) -> Mapping[str, str]:
    now = SystemClock().now()  # which the example asks, too
    return sign(BODY, key, 4711, int(now.timestamp()) - seconds_ago)


def test_what_we_sign_is_genuine(is_genuine: IsGenuine) -> None:
    key = written(KEY)
    assert is_genuine(key, signed(), BODY)
    assert is_genuine(key, signed(seconds_ago=200), BODY)
    several = "v1,AAAA " + signed()["webhook-signature"]
    assert is_genuine(key, {**signed(), "webhook-signature": several}, BODY)


def test_anything_else_is_not(is_genuine: IsGenuine) -> None:
    key = written(KEY)
    assert not is_genuine(key, signed(), BODY + b" ")
    assert not is_genuine(key, signed(key=b"o" * 32), BODY)
    assert not is_genuine(key, signed(seconds_ago=400), BODY)
    assert not is_genuine(key, {}, BODY)
    for header, told in (
        ("webhook-id", "4712"),
        ("webhook-timestamp", ""),
        ("webhook-timestamp", "now"),
        ("webhook-signature", ""),
        ("webhook-signature", "v1,"),
        ("webhook-signature", "v1,é"),
    ):
        assert not is_genuine(key, {**signed(), header: told}, BODY)
