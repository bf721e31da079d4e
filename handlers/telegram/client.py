"""aiogram's client, made leaner: calls go out as JSON, results stay decoded JSON, a proxy needs no further package."""

from typing import Any

import orjson
from aiogram import Bot
from aiogram.client.default import Default
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.exceptions import ClientDecodeError
from aiogram.methods import TelegramMethod
from aiogram.methods.base import Response
from aiogram.types import TelegramObject
from aiogram.utils.token import TokenValidationError
from aiohttp import BytesPayload, ClientSession, DummyCookieJar, FormData

from dialogs.engine.adapter import WrongToken
from dialogs.engine.wire import loads
from handlers.telegram.settings import Settings

TIMEOUT = 15.0  # seconds for one call


class LeanSession(AiohttpSession):
    """aiogram's session without its models: building them costs a third of a press."""

    def __init__(self, api: TelegramAPIServer, proxy: str | None) -> None:
        super().__init__(api=api, timeout=TIMEOUT, json_loads=loads, json_dumps=_dumps)
        self._http_proxy = proxy

    async def create_session(self) -> ClientSession:
        if self._session is None or self._session.closed:
            self._session = ClientSession(
                connector=self._connector_type(**self._connector_init),
                proxy=self._http_proxy,
                cookie_jar=DummyCookieJar(),
            )
        return self._session

    async def close(self) -> None:
        if self._session is not None:
            await self._session.close()

    def build_form_data(self, bot: Bot, method: TelegramMethod[Any]) -> FormData:
        """A call as JSON; one that carries a file as a form."""
        try:
            return _Json(orjson.dumps(_said(method), default=_said))
        except TypeError:
            return super().build_form_data(bot, method)

    def check_response(self, bot: Bot, method: TelegramMethod[Any], status_code: int, content: str) -> Response[Any]:
        if status_code == 200:
            try:
                answer = self.json_loads(content)
            except ValueError as unreadable:
                raise ClientDecodeError("Failed to decode object", unreadable, content) from unreadable
            if isinstance(answer, dict) and answer.get("ok") is True:
                return Response[Any].model_construct(ok=True, result=answer.get("result"))
        return super().check_response(bot, method, status_code, content)


class _Json(FormData):
    """A body of JSON where aiogram makes a form: quoting Cyrillic letters byte by byte triples both text and work."""

    def __init__(self, body: bytes) -> None:
        self._body = body

    def __call__(self) -> BytesPayload:
        return BytesPayload(self._body, content_type="application/json")


def _said(of: object) -> dict[str, Any]:
    """What a call or a part of it says, without what is left to defaults: we set none.

    :raises TypeError: it is a file.
    """
    if not isinstance(of, TelegramMethod | TelegramObject):
        raise TypeError
    return {name: value for name, value in vars(of).items() if value is not None and not isinstance(value, Default)}


def _dumps(value: Any) -> str:
    return orjson.dumps(value).decode()


def open_bot(settings: Settings) -> Bot:
    """The client as the settings ask; nothing is sent yet.

    :raises WrongToken: it does not look like a token.
    """
    if settings.token is None:
        raise ValueError("a messenger without a token is off")
    session = LeanSession(TelegramAPIServer.from_base(settings.api_url.rstrip("/")), settings.proxy)
    try:
        return Bot(settings.token.get_secret_value(), session=session)
    except TokenValidationError as wrong:
        raise WrongToken("messengers.telegram.token does not look like a token (123456789:ABC…)") from wrong
