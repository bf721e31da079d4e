"""The door of the one-time pages: who is let in, what others are told, and what browsers are to do with an answer."""

import asyncio
import secrets
import time
from collections.abc import Awaitable, Callable, Collection, Mapping

import structlog
from aiohttp import web

from dialogs.kit.callers import Callers, Network, caller, is_sent_from
from dialogs.kit.languages import guess_language
from dialogs.kit.phrase import Phrase, say
from dialogs.privacy.screens import pages as views
from dialogs.privacy.screens.files import View
from storage.database import DatabaseTrouble

LARGEST = 64 * 1024  # bytes of a form
FORM = "application/x-www-form-urlencoded"
ARRIVES = 20.0  # seconds in which a form has to be here

Handler = Callable[[web.Request], Awaitable[View]]

GONE = say("This link does not work any more: it was used, or its half an hour is over. Ask for a new one in the chat.")
BROKEN = say("This form did not come from this page. Please open the link in the chat once more.")
_FOREIGN = say("This form was sent from another site, so I have kept nothing. Please open the link in the chat.")
_TOO_LARGE = say("That is more than this page can take, and nothing was kept. Please write less, and send it again.")
_TOO_OFTEN = say(
    "Too many pages are being opened from your network. Please try again in a minute: your link still works."
)
_TOO_SLOW = say("The form did not arrive as a whole, and nothing was kept. Please send it once more.")
_NOT_NOW = say("Something is wrong on our side, and nothing was kept. Please try once more in a minute.")
_REFUSED: Mapping[int, Phrase] = {403: _FOREIGN, 404: GONE, 408: _TOO_SLOW, 413: _TOO_LARGE, 429: _TOO_OFTEN}
_NOTED = frozenset({403, 413, 429})  # what no reader of a page does by chance
_NOTHING = ("accelerometer", "camera", "display-capture", "geolocation", "gyroscope", "microphone", "payment", "usb")


class Door:
    """Lets people in to the pages under `ours`; behind `proxies` it looks for who called them."""

    def __init__(self, ours: str | None, proxies: Collection[Network]) -> None:
        self._ours = ours
        self._proxies = proxies
        self._callers = Callers()

    def guarded(self, answer: Handler) -> Callable[[web.Request], Awaitable[web.StreamResponse]]:
        """Whatever goes wrong: words for the reader, and in the log neither the token nor what was sent."""

        async def guarded(request: web.Request) -> web.StreamResponse:
            try:
                self._let_in(request)
                view = await answer(request)
            except DatabaseTrouble as trouble:
                _log.warning("page.database", trouble=str(trouble))
                view = _word(request, _NOT_NOW, 503)
            except web.HTTPException as refused:
                if refused.status in _NOTED:
                    _log.warning("page.refused", trouble=f"{refused.status} {refused.reason}")
                view = _word(request, _REFUSED.get(refused.status, BROKEN), refused.status)
            except Exception as bug:
                code = secrets.token_hex(3)
                _log.error("page.bug", code=code, kind=type(bug).__name__)
                said = say("Something went wrong. The code for the organisers: {code}", code=code)
                view = _word(request, said, 500)
            return _private(view)

        return guarded

    def _let_in(self, request: web.Request) -> None:
        """:raises web.HTTPException: not now, or not from there."""
        forwarded = ",".join(request.headers.getall("X-Forwarded-For", ()))
        address = caller(request.remote, forwarded, self._proxies)
        if address is not None and not self._callers.may_call(address, time.monotonic()):
            raise web.HTTPTooManyRequests
        if request.method == "POST" and not is_sent_from(request.headers, self._ours):
            raise web.HTTPForbidden


async def sent_form(request: web.Request) -> Mapping[str, str]:
    """The fields of a form.

    :raises web.HTTPException: it is none, is too long, or does not arrive.
    """
    if request.content_type != FORM:
        raise web.HTTPUnsupportedMediaType
    try:
        async with asyncio.timeout(ARRIVES):
            sent = await request.clone(client_max_size=LARGEST).post()
    except TimeoutError:
        raise web.HTTPRequestTimeout from None
    except (LookupError, ValueError):  # an alphabet that there is not, or signs that it has not
        raise web.HTTPBadRequest from None
    return {name: value for name, value in sent.items() if isinstance(value, str)}


def _word(request: web.Request, said: Phrase, status: int) -> View:
    """What is said to somebody of whom we know what their browser says."""
    return views.word(said, guess_language(request.headers.get("Accept-Language", "")[:20]), status)


def _private(view: View) -> web.Response:
    """The page as an answer that nobody keeps, frames or looks over; its own style is let in, and nothing else."""
    nonce = secrets.token_urlsafe(16)
    policy = (
        f"default-src 'none'; style-src 'nonce-{nonce}'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    )
    headers = {
        "Content-Security-Policy": policy,
        "Cache-Control": "no-store",
        "Referrer-Policy": "no-referrer",
        "X-Robots-Tag": "noindex, nofollow",
        "Cross-Origin-Opener-Policy": "same-origin",
        "Cross-Origin-Resource-Policy": "same-origin",
        "Permissions-Policy": ", ".join(f"{thing}=()" for thing in _NOTHING),
    }
    if view.status in (429, 503):
        headers["Retry-After"] = "60"
    body = view.drawn(nonce)
    return web.Response(body=body, status=view.status, content_type="text/html", charset="utf-8", headers=headers)


_log = structlog.get_logger()
