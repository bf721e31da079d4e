"""The only place that posts events to machines; what came of one is a value.

An event goes to the web address that is its chat, signed by that address's key, under a number that stays the same when
it goes again. Redirects are not followed: they would turn an event into something else, or hand it to somebody else.
"""

import time
from collections.abc import Callable, Sequence
from contextlib import suppress

import aiohttp

from dialogs.kit.event import Shown
from dialogs.kit.messenger import Delivered, Later, Limits, Outcome, Parcel, Refused
from dialogs.kit.phrase import SOURCE_LANGUAGE, Phrase, speak
from dialogs.kit.screen import Notice
from handlers.http.addresses import INSIDE, NO_ADDRESS, NotPublic, PublicOnly, refusal
from handlers.http.limits import ANSWER_BYTES, CONNECT_SECONDS, LIMITS
from handlers.http.outcomes import AGAIN, outcome_of
from handlers.http.renderer import draw, key_of, sign, signed
from handlers.http.settings import Settings

NAME = "http"
NO_NOTICE = Refused("a machine is told nothing but notices")


class HttpMessenger:
    """Posts notices."""

    def __init__(
        self,
        settings: Settings,
        real_time: Callable[[], float] = time.time,  # noqa: TID251 (the site compares it with its own clock)
    ) -> None:
        self._settings = settings
        self._timeout = aiohttp.ClientTimeout(total=settings.timeout, connect=min(settings.timeout, CONNECT_SECONDS))
        self._real_time = real_time
        self._http: aiohttp.ClientSession | None = None
        self._quiet_until: dict[str, float] = {}  # monotonic seconds, by address

    @property
    def name(self) -> str:
        return NAME

    @property
    def limits(self) -> Limits:
        return LIMITS

    async def show(self, parcel: Parcel) -> Outcome:
        """Post one event; it takes the place of nothing, for every event is news."""
        if not isinstance(parcel.what, Notice):
            return NO_NOTICE
        url = parcel.to.chat
        if (wrong := refusal(url, self._settings.private)) is not None:
            return _refused(wrong)
        if (wait := self._quiet_until.get(url, 0.0) - time.monotonic()) > 0:
            return Later(wait)
        try:
            return await self._post(url, draw(parcel.what, parcel.mark), parcel.mark)
        except aiohttp.InvalidURL:
            return _refused(NO_ADDRESS)
        except aiohttp.ClientConnectorError as trouble:
            return _refused(INSIDE) if isinstance(trouble.os_error, NotPublic) else Later(AGAIN)
        except aiohttp.ConnectionTimeoutError:
            return Later(AGAIN)
        except (aiohttp.ClientError, TimeoutError, OSError):
            return Later(AGAIN, unsure=True)

    async def carry(self, parcels: Sequence[Parcel]) -> Sequence[Outcome]:
        """One by one: a request carries one event."""
        return [await self.show(parcel) for parcel in parcels]

    async def close(self) -> None:
        """Give the connections back."""
        if self._http is not None:
            await self._http.close()

    async def _post(self, url: str, body: bytes, mark: int) -> Outcome:
        """:raises aiohttp.ClientError: there was no answer."""
        if self._http is None:
            self._http = aiohttp.ClientSession(
                connector=aiohttp.TCPConnector(resolver=PublicOnly(self._settings.private)),
                timeout=self._timeout,
                cookie_jar=aiohttp.DummyCookieJar(),
                auto_decompress=False,
            )
        moment = int(self._real_time())
        headers = {
            "Content-Type": "application/json",
            "User-Agent": "Fairway",
            "X-Fairway-Signature": sign(body, self._settings.shared, moment),
        }
        if mark:
            headers["Idempotency-Key"] = str(mark)
            headers |= signed(body, key_of(self._settings.root, url), mark, moment)
        async with self._http.post(url, data=body, headers=headers, allow_redirects=False) as answer:
            pause = answer.headers.get("Retry-After", "")
            outcome = outcome_of(answer.status, pause, Delivered(Shown(str(mark))))
            if isinstance(outcome, Later) and pause:
                self._quiet_until[url] = time.monotonic() + outcome.seconds
            with suppress(aiohttp.ClientError, TimeoutError, OSError):  # the status has said it all
                await _read(answer)
        return outcome


async def _read(answer: aiohttp.ClientResponse) -> None:
    """Read an answer to its end; one that is too long breaks the connection instead, when it is left."""
    left = ANSWER_BYTES
    while left > 0 and (some := await answer.content.read(left)):
        left -= len(some)


def _refused(why: Phrase) -> Refused:
    """Why is for the log, which is written in one language."""
    return Refused(speak(why, SOURCE_LANGUAGE))
