"""The wire beside the API: where VK takes files, and where it gives them."""

from typing import Any

import aiohttp

from dialogs.engine.wire import loads
from handlers.vk.packing import NoAnswer

_UPLOAD = aiohttp.ClientTimeout(total=45.0)  # within a letter's lease


class Web:
    """One session for all of it, opened when it is needed."""

    def __init__(self) -> None:
        self._http: aiohttp.ClientSession | None = None

    @property
    def session(self) -> aiohttp.ClientSession:
        if self._http is None:
            self._http = aiohttp.ClientSession(cookie_jar=aiohttp.DummyCookieJar())
        return self._http

    async def upload(self, url: str, field: str, name: str, kind: str, content: bytes) -> dict[str, Any]:
        """Bring a file to the address that VK gave for it; what was told there.

        :raises NoAnswer: nothing came back that can be read.
        """
        form = aiohttp.FormData(quote_fields=False)
        form.add_field(field, content, filename=name, content_type=kind)
        try:
            async with self.session.post(url, data=form, timeout=_UPLOAD) as answer:
                told = loads(await answer.read())
        except aiohttp.ClientConnectorError:
            raise NoAnswer(unsure=False) from None
        except (aiohttp.ClientError, TimeoutError, ValueError):
            raise NoAnswer(unsure=True) from None
        return told if isinstance(told, dict) else {}

    async def close(self) -> None:
        if self._http is not None:
            await self._http.close()
