"""Callback API: VK brings each event to an address of ours and repeats it until we say `ok`."""

import hmac
from collections.abc import Mapping
from typing import Any

import structlog
from aiohttp import web

from dialogs.engine.reception import Reception
from dialogs.engine.wire import loads
from handlers.vk.calls import Calls
from handlers.vk.limits import API_VERSION
from handlers.vk.names import Names
from handlers.vk.packing import VkError
from handlers.vk.settings import Settings
from handlers.vk.updates import WANTED, read_update

PATH = "/vk/callback"
BODY_LIMIT = 1_000_000
TITLE = "Fairway"  # of our server in the community's settings; VK allows 14 signs
EVENTS = dict.fromkeys(WANTED, 1)

_log = structlog.get_logger()


class Callback:
    """The address of ours, and VK's knowledge of it."""

    def __init__(self, calls: Calls, settings: Settings, reception: Reception, names: Names, url: str) -> None:
        self._calls = calls
        self._group = settings.group
        self._secret = settings.secret_word
        self._confirmation = settings.confirmation
        self._reception = reception
        self._names = names
        self._url = f"{url.rstrip('/')}{PATH}"

    async def register(self) -> None:
        """Have VK bring its events to us. A token without the right to do so is told what to do by hand.

        :raises NoAnswer: VK does not answer.
        """
        try:
            await self._confirmed_by()
            server = await self._server()
            await self._calls(
                "groups.setCallbackSettings",
                {"group_id": self._group, "server_id": server, "api_version": API_VERSION, **EVENTS},
            )
        except VkError as refusal:
            _log.error(
                "vk.callback_not_set",
                said=str(refusal),
                mend=f"in the community's settings, API usage, Callback API: add the server {self._url} with "
                f"messengers.vk.secret, API version {API_VERSION}, and switch on {', '.join(WANTED)}",
            )

    async def _server(self) -> int:
        """The number of our server in the community's settings, added or made ours again."""
        told = await self._calls("groups.getCallbackServers", {"group_id": self._group})
        own = {"group_id": self._group, "url": self._url, "title": TITLE, "secret_key": self._secret}
        for server in told.get("items", ()) if isinstance(told, dict) else ():
            if server.get("url") == self._url:
                number = int(server["id"])
                if server.get("secret_key") != self._secret or server.get("status") != "ok":
                    await self._calls("groups.editCallbackServer", {"server_id": number, **own})
                return number
        added = await self._calls("groups.addCallbackServer", own)
        return int(added["server_id"])

    async def _confirmed_by(self) -> str:
        """What VK wants to read from an address before it believes that it is ours."""
        if self._confirmation is None:
            told = await self._calls("groups.getCallbackConfirmationCode", {"group_id": self._group})
            self._confirmation = str(told["code"])
        return self._confirmation

    async def answer(self, request: web.Request) -> web.Response:
        """Answer VK: `ok` after the event has committed, nothing else will do."""
        if request.content_length is not None and request.content_length > BODY_LIMIT:
            return web.Response(status=413)
        told = _decoded(await request.read())
        if told.get("group_id") != self._group:
            return web.Response(status=403)
        if told.get("type") == "confirmation":
            return await self._confirm()
        if not self._knows(told.get("secret")):
            _log.warning("vk.forged", trouble="the callback was called without our secret")
            return web.Response(status=403)
        event = read_update(told, str(self._group))
        if event is None:
            return web.Response(text="ok")
        if not self._reception.takes:
            return web.Response(status=503)
        try:
            (named,) = await self._names.with_names([event])
            await self._reception.one(named)
        except Exception:  # logged where it happened; VK comes again
            return web.Response(status=503)
        return web.Response(text="ok")

    def _knows(self, secret: object) -> bool:
        given = secret.encode("utf-8", "replace") if isinstance(secret, str) else b""
        return hmac.compare_digest(given, self._secret.encode())

    async def _confirm(self) -> web.Response:
        try:
            return web.Response(text=await self._confirmed_by())
        except Exception:
            _log.warning("vk.confirmation_unknown")
            return web.Response(status=503)


def _decoded(body: bytes) -> Mapping[str, Any]:
    try:
        told = loads(body)
    except ValueError:
        return {}
    return told if isinstance(told, dict) else {}
