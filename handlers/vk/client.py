"""vk_api's client made fit for a bot: bounded waits, every error told at once, calls where the settings send them.

The library holds one lock for a whole call, so each thread has a client of its own. What it would do by itself is off:
its pause between calls (our gate keeps the rate), its endless repetition after error 6, its questions about captchas.
"""

import re
import threading
from collections.abc import Mapping
from typing import Any

import requests
from vk_api import ApiError, ApiHttpError, VkApiGroup

from handlers.vk.limits import API_VERSION
from handlers.vk.packing import NoAnswer, error_of
from handlers.vk.settings import Settings

TIMEOUT = (3.05, 15.0)  # seconds to connect, and between two bytes of an answer
_UNSAFE = re.compile(rb"[^A-Za-z0-9_.~-]+")


class Client:
    """Calls of VK's API, one at a time in each thread."""

    def __init__(self, settings: Settings) -> None:
        if settings.token is None:
            raise ValueError("a messenger without a token is off")
        self.api_url = settings.api_url
        self._token = settings.token.get_secret_value().strip()
        self._own = threading.local()
        self._lines: list[_Line] = []

    def call(self, method: str, params: Mapping[str, Any]) -> Any:
        """Call a method; blocks. The answer is whole: `response`, and `execute_errors` where there are some.

        :raises VkError: VK refused.
        :raises NoAnswer: nothing came back that can be read.
        """
        try:
            return self._vk.method(method, dict(params), raw=True)
        except ApiError as refusal:
            raise error_of(refusal.error) from None
        except ApiHttpError:
            raise NoAnswer(unsure=True) from None
        except requests.RequestException as trouble:
            raise NoAnswer(unsure=not _never_left(trouble)) from None
        except (LookupError, TypeError, ValueError):  # an answer like no other
            raise NoAnswer(unsure=True) from None

    def close(self) -> None:
        """Give the connections back; no call may be out any more."""
        for line in self._lines:
            line.close()

    @property
    def _vk(self) -> Any:
        if not hasattr(self._own, "vk"):
            line = _Line(self)
            self._lines.append(line)
            self._own.vk = _Quiet(token=self._token, api_version=API_VERSION, session=line, config=_no_file)
            self._own.vk.error_handlers = {}
        return self._own.vk


class _Quiet(VkApiGroup):  # type: ignore[misc]  # the library has no types
    RPS_DELAY = 0.0


def _no_file(_login: object, filename: str) -> dict[str, Any]:
    """In place of the library's store, which reads a file of the working directory."""
    del filename
    return {}


class _Line(requests.Session):
    """One thread's connection to the API."""

    def __init__(self, client: Client) -> None:
        super().__init__()
        self.trust_env = False
        self._client = client

    def post(self, url: str | bytes, data: Any = None, json: Any = None, **more: Any) -> requests.Response:
        """What the library sends to its fixed address goes to ours."""
        del json, more
        method = str(url).rpartition("/method/")[2]
        return self.request(
            "POST",
            f"{self._client.api_url.rstrip('/')}/method/{method}",
            data=encoded(data),
            headers={"Content-Type": "application/x-www-form-urlencoded"},
            timeout=TIMEOUT,
            allow_redirects=False,
        )


def encoded(params: Mapping[str, Any]) -> bytes:
    """A form, quoted by runs of signs: sign by sign, as the standard library does, Cyrillic costs ten times as much."""
    return b"&".join(
        name.encode() + b"=" + _UNSAFE.sub(_quoted, str(value).encode("utf-8", "replace"))
        for name, value in params.items()
    )


def _quoted(run: re.Match[bytes]) -> bytes:
    return b"%" + run[0].hex("%").encode()


def _never_left(trouble: requests.RequestException) -> bool:
    """Whether not even a connection came about."""
    if isinstance(trouble, requests.ConnectTimeout):
        return True
    reason = getattr(trouble.args[0] if trouble.args else None, "reason", None)
    return type(reason).__name__ in {"NewConnectionError", "NameResolutionError", "ConnectTimeoutError"}
