"""aiogram's client, made leaner: calls go out as JSON, results stay decoded JSON, a proxy needs no further package."""

from collections.abc import Callable, Mapping
from typing import Any

import orjson
from aiogram import Bot
from aiogram.client.default import Default
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.exceptions import TelegramAPIError, TelegramNetworkError
from aiogram.methods import TelegramMethod
from aiogram.methods.base import Response
from aiogram.types import TelegramObject
from aiogram.utils.token import TokenValidationError
from aiohttp import ClientError, ClientSession, ClientTimeout, DummyCookieJar

from dialogs.engine.adapter import WrongToken
from dialogs.engine.wire import loads
from handlers.telegram.models import lighten
from handlers.telegram.settings import Settings

TIMEOUT = 15.0  # seconds for one call
_JSON = {"Content-Type": "application/json"}
_DONE = 200

_Said = Callable[[], TelegramMethod[Any]]


class _Call(TelegramMethod[Any]):
    """Any call at all."""

    __returning__ = Any
    __api_method__ = ""


_ANY = _Call()


class LeanSession(AiohttpSession):
    """aiogram's session without its models and forms: building them costs more than the rest of a call."""

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

    async def make_request(self, bot: Bot, method: TelegramMethod[Any], timeout: int | None = None) -> Any:
        """A call as JSON; one that carries a file as aiogram's form."""
        try:
            body = orjson.dumps(_said(method), default=_said)
        except TypeError:
            return await super().make_request(bot, method, timeout)
        return await self._post(bot, type(method), body, TIMEOUT if timeout is None else timeout, lambda: method)

    async def say(self, bot: Bot, kind: type[TelegramMethod[Any]], values: Mapping[str, Any]) -> Any:
        return await self._post(bot, kind, orjson.dumps(values), TIMEOUT, lambda: kind.model_construct(**values))

    async def _post(self, bot: Bot, kind: type[TelegramMethod[Any]], body: bytes, timeout: float, call: _Said) -> Any:
        """Send a body; `call` says what was sent, for who has to be told of a trouble with it."""
        session = await self.create_session()
        url = self.api.api_url(token=bot.token, method=kind.__api_method__)
        try:
            async with session.post(url, data=body, headers=_JSON, timeout=ClientTimeout(total=timeout)) as answer:
                content = await answer.read()
        except TimeoutError as trouble:
            raise TelegramNetworkError(call(), "Request timeout error") from trouble
        except ClientError as trouble:
            raise TelegramNetworkError(call(), f"{type(trouble).__name__}: {trouble}") from trouble
        if answer.status == _DONE and (done := _done(content)) is not None:
            return done["result"]
        return self.check_response(bot, call(), answer.status, content.decode("utf-8", "replace")).result

    def check_response(self, bot: Bot, method: TelegramMethod[Any], status_code: int, content: str) -> Response[Any]:
        """What aiogram makes of an answer, but the result of a call that was done stays as it came.

        A refusal is read as that of a call which brings anything: aiogram would first make what checks the result.
        """
        if status_code == _DONE and (done := _done(content)) is not None:
            return Response[Any].model_construct(ok=True, result=done["result"])
        try:
            return super().check_response(bot, _ANY, status_code, content)
        except TelegramAPIError as refusal:
            refusal.method = method
            raise


class LeanBot(Bot):
    """aiogram's client, which can also be told of a call by its plain values."""

    def __init__(self, token: str, session: LeanSession) -> None:
        super().__init__(token, session=session)
        self._lean = session

    async def say(self, kind: type[TelegramMethod[Any]], values: Mapping[str, Any]) -> Any:
        """A call without an object of aiogram's: building one costs a tenth of a press.

        :raises AiogramError: it did not work.
        """
        return await self._lean.say(self, kind, values)


def _done(content: str | bytes) -> Mapping[str, Any] | None:
    """An answer that brings a result."""
    try:
        answer = loads(content)
    except ValueError:
        return None
    return answer if isinstance(answer, dict) and answer.get("ok") is True and "result" in answer else None


def _said(of: object) -> dict[str, Any]:
    """What a call or a part of it says, without what is left to defaults: we set none.

    :raises TypeError: it is a file.
    """
    if not isinstance(of, TelegramMethod | TelegramObject):
        raise TypeError
    return {name: value for name, value in vars(of).items() if value is not None and not isinstance(value, Default)}


def _dumps(value: Any) -> str:
    return orjson.dumps(value).decode()


def open_bot(settings: Settings) -> LeanBot:
    """The client as the settings ask; nothing is sent yet.

    :raises WrongToken: it does not look like a token.
    """
    if settings.token is None:
        raise ValueError("a messenger without a token is off")
    lighten()
    session = LeanSession(TelegramAPIServer.from_base(settings.api_url.rstrip("/")), settings.proxy)
    try:
        return LeanBot(settings.token.get_secret_value(), session)
    except TokenValidationError as wrong:
        raise WrongToken("messengers.telegram.token does not look like a token (123456789:ABC…)") from wrong
