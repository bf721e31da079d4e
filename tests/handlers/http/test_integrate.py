"""What docs/integrate.md gives to a web developer works as it stands there."""

import re
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from handlers.http.renderer import sign

PAGE = Path(__file__).parents[3] / "docs" / "integrate.md"
SECRET, BODY = "между нами", '{"event":"question.passed","text":"С чего начать?"}'.encode()
IsGenuine = Callable[[str, str, bytes], bool]


@pytest.fixture
def is_genuine() -> IsGenuine:
    (code,) = re.findall(r"```python\n(.*?)```", PAGE.read_text("utf-8"), re.DOTALL)
    names: dict[str, Any] = {}
    exec(code, names)
    told: IsGenuine = names["is_genuine"]
    return told


def signed(seconds_ago: int = 0, secret: str = SECRET) -> str:
    return sign(BODY, secret.encode(), int(time.time()) - seconds_ago)  # noqa: TID251 (the example asks it too)


def test_what_we_sign_is_genuine(is_genuine: IsGenuine) -> None:
    assert is_genuine(SECRET, signed(), BODY)
    assert is_genuine(SECRET, signed(seconds_ago=200), BODY)


def test_anything_else_is_not(is_genuine: IsGenuine) -> None:
    assert not is_genuine(SECRET, signed(), BODY + b" ")
    assert not is_genuine(SECRET, signed(secret="другой"), BODY)
    assert not is_genuine(SECRET, signed(seconds_ago=400), BODY)
    moment = signed().partition(",")[0]
    for told in ("", "t=,v1=", "v1=0", moment, f"{moment},v1=", "t=now,v1=é", f"{signed()}0", "=,=,,t"):
        assert not is_genuine(SECRET, told, BODY)
