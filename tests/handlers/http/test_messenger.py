"""Posting events to a real server: what it gets, and what every answer and every misfortune means."""

import asyncio
from collections.abc import Awaitable, Callable

import pytest
from aiohttp import web
from pydantic import SecretStr

from dialogs.kit.event import Address, Shown
from dialogs.kit.messenger import Delivered, Gone, Later, Outcome, Parcel, Refused
from dialogs.kit.phrase import speak
from dialogs.kit.screen import Mail, Notice, Topic, What, screen
from handlers.http.addresses import INSIDE, NO_ADDRESS, NOT_SEALED
from handlers.http.limits import ANSWER_BYTES, LONGEST_PAUSE
from handlers.http.messenger import NO_NOTICE, HttpMessenger
from handlers.http.outcomes import AGAIN
from handlers.http.renderer import key_of, sign, signed
from handlers.http.settings import Settings
from tests.handlers.http.conftest import SECRET
from tests.handlers.http.machine import Machine
from tests.ports import NOBODY

PASSED = Notice("question.passed", (("question", 7), ("text", "С чего начать?")))
KEY = SECRET.encode()
ARRIVED = Delivered(Shown("51"))


async def tell(messenger: HttpMessenger, url: str, what: What = PASSED, mark: int = 51) -> Outcome:
    (outcome,) = await messenger.carry([Parcel(Address("http", url), what, "ru", mark=mark)])
    return outcome


async def test_an_event_arrives_signed_and_under_its_number(messenger: HttpMessenger, machine: Machine) -> None:
    assert await tell(messenger, f"{machine.url}/rooms/12?key=a%2Fb") == ARRIVED
    (got,) = machine.got
    assert got.path == "/rooms/12"
    assert got.event == {"event": "question.passed", "id": "51", "question": 7, "text": "С чего начать?"}
    assert got.headers["Content-Type"] == "application/json"
    assert got.headers["Idempotency-Key"] == "51"
    assert got.headers["X-Fairway-Signature"] == sign(got.body, KEY, 1_587_970_800)
    key = key_of(KEY, f"{machine.url}/rooms/12?key=a%2Fb")
    assert signed(got.body, key, 51, 1_587_970_800).items() <= got.headers.items()


async def test_what_goes_again_is_the_same_but_for_the_moment_of_its_signature(machine: Machine) -> None:
    moments = iter((100.0, 200.0))
    messenger = HttpMessenger(Settings(secret=SecretStr(SECRET), timeout=1), lambda: next(moments))
    for _ in range(2):
        assert await tell(messenger, machine.url) == ARRIVED
    await messenger.close()
    first, again = machine.got
    assert first.body == again.body
    assert [got.headers["Idempotency-Key"] for got in (first, again)] == ["51", "51"]
    signatures = [got.headers["X-Fairway-Signature"] for got in (first, again)]
    assert signatures == [sign(first.body, KEY, 100), sign(first.body, KEY, 200)]


async def test_what_has_no_number_asks_to_be_recognised_by_none(messenger: HttpMessenger, machine: Machine) -> None:
    assert isinstance(await tell(messenger, machine.url, mark=0), Delivered)
    assert "Idempotency-Key" not in machine.got[0].headers
    assert "webhook-id" not in machine.got[0].headers
    assert "id" not in machine.got[0].event


@pytest.mark.parametrize(
    "what",
    [screen("Меню"), Topic("10:00 · Дошкольное"), Mail("a@b.ru", "Материалы", ())],
    ids=["screen", "topic", "mail"],
)
async def test_a_machine_is_shown_nothing(messenger: HttpMessenger, machine: Machine, what: What) -> None:
    assert await tell(messenger, machine.url, what) == NO_NOTICE
    assert machine.got == []


@pytest.mark.parametrize(
    ("status", "outcome"),
    [
        *((status, ARRIVED) for status in (200, 201, 202, 204)),
        (410, Gone()),
        *((status, Later(AGAIN)) for status in (408, 409, 425, 429)),
        *((status, Later(AGAIN, unsure=True)) for status in (500, 501, 502, 503, 504, 520)),
        *((status, Refused(f"the site answered {status}")) for status in (304, 400, 401, 403, 404, 405, 413, 422)),
    ],
)
async def test_every_answer_means_something(
    messenger: HttpMessenger, machine: Machine, status: int, outcome: Outcome
) -> None:
    machine.answers(status)
    assert await tell(messenger, machine.url) == outcome


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
async def test_nobody_is_followed_elsewhere(
    messenger: HttpMessenger, machine: Machine, other: Machine, status: int
) -> None:
    machine.answers(status, Location=other.url)
    assert await tell(messenger, machine.url) == Refused(f"the site answered {status}")
    assert len(machine.got) == 1
    assert other.got == []


@pytest.mark.parametrize(
    ("told", "seconds"),
    [
        ("30", 30.0),
        ("0", 1.0),
        ("99999999999", LONGEST_PAUSE),
        ("Mon, 27 Apr 2020 10:00:00 GMT", AGAIN),
        ("-5", AGAIN),
        ("²", AGAIN),
    ],
)
async def test_a_site_says_how_long_it_wants_quiet(
    messenger: HttpMessenger, machine: Machine, told: str, seconds: float
) -> None:
    machine.answers(429, Retry_After=told)
    assert await tell(messenger, machine.url) == Later(seconds)
    machine.answers(503, Retry_After=told)
    assert await tell(messenger, f"{machine.url}/another") == Later(seconds, unsure=True)


async def test_who_wants_quiet_is_left_alone_and_nobody_else_is(
    messenger: HttpMessenger, machine: Machine, other: Machine
) -> None:
    machine.answers(429, Retry_After="1")
    assert await tell(messenger, machine.url) == Later(1.0)
    machine.answers(200)
    waits = await tell(messenger, machine.url)
    assert isinstance(waits, Later)
    assert 0 < waits.seconds <= 1
    assert not waits.flood, "it is one address that wants quiet, not all machines there are"
    assert await tell(messenger, other.url) == ARRIVED
    assert len(machine.got) == 1
    await asyncio.sleep(waits.seconds + 0.01)
    assert await tell(messenger, machine.url) == ARRIVED


async def break_off(request: web.Request) -> web.StreamResponse:
    """The connection ends instead of an answer."""
    assert request.transport is not None
    request.transport.abort()
    return web.Response()


async def say_nothing(_request: web.Request) -> web.StreamResponse:
    await asyncio.sleep(5)
    return web.Response()


async def speak_no_http(request: web.Request) -> web.StreamResponse:
    assert request.transport is not None
    request.transport.write(b"hello there\r\n\r\n")
    request.transport.close()
    return web.Response()


@pytest.mark.parametrize("answer", [break_off, say_nothing, speak_no_http])
async def test_an_answer_that_never_came_leaves_us_unsure(
    messenger: HttpMessenger, machine: Machine, answer: Callable[[web.Request], Awaitable[web.StreamResponse]]
) -> None:
    machine.answer = answer
    assert await tell(messenger, machine.url) == Later(AGAIN, unsure=True)


async def test_what_never_left_is_known(messenger: HttpMessenger) -> None:
    assert await tell(messenger, f"http://127.0.0.1:{NOBODY}") == Later(AGAIN)


async def test_no_tls_where_it_is_expected_is_known_too(messenger: HttpMessenger, machine: Machine) -> None:
    assert await tell(messenger, machine.url.replace("http://", "https://")) == Later(AGAIN)
    assert machine.got == []


@pytest.mark.parametrize(
    "url",
    ["example.org/chat", "ftp://example.org", "ws://example.org", "http://", "http://a:b:c/", "file:///etc/hosts"],
)
async def test_what_is_no_web_address_is_refused(messenger: HttpMessenger, url: str) -> None:
    assert await tell(messenger, url) == Refused(speak(NO_ADDRESS, "en"))


@pytest.mark.shield("S3")
@pytest.mark.parametrize("host", ["2130706433", "0x7f.1", "127.1", "127.0.0.2", "[::ffff:127.0.0.1]"])
async def test_no_spelling_of_this_machine_is_told_anything(
    messenger: HttpMessenger, machine: Machine, host: str
) -> None:
    port = machine.url.rpartition(":")[2]
    assert await tell(messenger, f"https://{host}:{port}/") == Refused(speak(INSIDE, "en"))
    assert await tell(messenger, f"http://{host}:{port}/") == Refused(speak(NOT_SEALED, "en"))
    assert machine.got == []


@pytest.mark.shield("S3")
async def test_a_listed_host_is_told_although_it_is_inside(machine: Machine) -> None:
    settings = Settings(secret=SecretStr(SECRET), timeout=0.5, private=("127.0.0.2",))
    messenger = HttpMessenger(settings)
    told = await tell(messenger, f"https://127.0.0.2:{machine.url.rpartition(':')[2]}/")
    await messenger.close()
    assert told == Later(AGAIN), "it was tried, and nobody listened there"


async def endless(request: web.Request) -> web.StreamResponse:
    answer = web.StreamResponse()
    await answer.prepare(request)
    for _ in range(100):
        await answer.write(b"-" * ANSWER_BYTES)
    return answer


async def halting(request: web.Request) -> web.StreamResponse:
    answer = web.StreamResponse()
    await answer.prepare(request)
    await answer.write(b"-")
    await asyncio.sleep(5)
    return answer


@pytest.mark.parametrize("answer", [endless, halting])
async def test_an_answer_that_says_well_is_not_waited_for_to_its_end(
    messenger: HttpMessenger, machine: Machine, answer: Callable[[web.Request], Awaitable[web.StreamResponse]]
) -> None:
    machine.answer = answer
    assert await tell(messenger, machine.url) == ARRIVED
    machine.answers(200)
    assert await tell(messenger, machine.url) == ARRIVED


async def test_no_cookies_are_kept(messenger: HttpMessenger, machine: Machine) -> None:
    machine.answers(200, Set_Cookie="seen=1")
    for _ in range(2):
        await tell(messenger, machine.url)
    assert "Cookie" not in machine.got[1].headers
