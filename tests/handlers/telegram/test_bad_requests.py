"""Thousands of requests to the webhook that no messenger would send: none is handled, none is a failure of ours."""

import asyncio
import json
import random
from collections import Counter
from collections.abc import Callable

import pytest

from tests.amount import attacked
from tests.handlers.running import Notes, Running
from tests.handlers.telegram.running import SECRET
from tests.handlers.telegram.samples import ALL, NUMBER, press
from tests.handlers.telegram.test_webhook import bot as bot
from tests.handlers.telegram.test_webhook import notes as notes
from tests.shield.matrix import Measure

REQUESTS = attacked(300, 10_000)
SECRET_HEADER, PATH = b"X-Telegram-Bot-Api-Secret-Token", b"/telegram/webhook"
FORGED = json.dumps(press(data="note:forged")).encode()
SPOOFED = (b"149.154.160.1, 6.6.6.6", b"127.0.0.1", b"junk", b"::1%lo0", b"1" * 5000, b",", b"\xd1\x82\xd1\x83\xd1\x82")

Rng = random.Random
Made = Callable[[Rng], bytes]


def request(
    body: bytes, *headers: bytes, method: bytes = b"POST", path: bytes = PATH, version: bytes = b"1.1"
) -> bytes:
    head = (method + b" " + path + b" HTTP/" + version, b"Host: bot", b"Connection: close", *headers)
    return b"\r\n".join((*head, b"Content-Length: %d" % len(body), b"", body))


def known(secret: bytes = SECRET.encode()) -> bytes:
    return SECRET_HEADER + b": " + secret


def without_the_secret(rng: Rng) -> bytes:
    told = SECRET.encode()
    cut = rng.randrange(len(told))
    changed = bytes([*told[:cut], told[cut] ^ (1 << rng.randrange(5)), *told[cut + 1 :]])
    secret = rng.choice(
        (changed, told[:cut], told + b"x", b"", b"x" * 7_000, "тайна".encode(), b"\xe9\xff", told.upper())
    )
    spoofed = (b"X-Forwarded-For: " + rng.choice(SPOOFED), b"Forwarded: for=149.154.160.1", b"X-Real-IP: 149.154.160.1")
    return request(FORGED, *([known(secret)] if rng.random() < 0.9 else []), *rng.sample(spoofed, rng.randrange(3)))


def with_a_broken_body(rng: Rng) -> bytes:
    told = json.dumps(rng.choice(ALL)).encode()
    body = rng.choice(
        (
            told[: rng.randrange(len(told))],
            rng.randbytes(rng.randrange(400)),
            b"[" * rng.randrange(20_000),
            b'{"update_id":' * rng.randrange(2_000),
            b'{"update_id": %d, "message": %s}' % (rng.randrange(2**40), rng.choice((b"7", b"null", b"[]", b"NaN"))),
        )
    )
    return request(body, known(), rng.choice((b"Content-Type: application/json", b"Content-Type: \xff", b"A: b")))


def that_is_no_http(rng: Rng) -> bytes:
    return rng.choice(
        (
            request(FORGED, known(), b"X-A\x00: b"),
            request(FORGED, known(), b"X A: b"),
            request(FORGED, known(), b": b"),
            request(FORGED, known(), b"Content-Length: 7"),
            request(FORGED, known(), b"Content-Length: -1"),
            request(FORGED, known(), b"Transfer-Encoding: chunked"),
            request(FORGED, known(), b"Transfer-Encoding: klingon"),
            request(FORGED, known(), b"X-Long: " + b"x" * 20_000),
            request(FORGED, known(), version=rng.choice((b"9.9.9", b"x", b""))),
            request(FORGED, known(), method=rng.choice((b"", b"P OST", b"\x16\x03\x01", b"POST\x00"))),
            rng.randbytes(rng.randrange(1, 200)) + b"\r\n\r\n",
        )
    )


def by_another_way(rng: Rng) -> bytes:
    method = rng.choice((b"GET", b"PUT", b"DELETE", b"PATCH", b"OPTIONS", b"HEAD", b"TRACE"))
    paths = (PATH + b"/", b"/" + PATH, PATH + b"/../webhook/x", b"/telegram/%00", b"/TELEGRAM/WEBHOOK", b"/.env", b"/")
    if rng.random() < 0.5:
        return request(FORGED, known(), method=method)
    return request(FORGED, known(), path=rng.choice(paths))


def that_is_too_large(rng: Rng) -> bytes:
    """It says so; to send ten million bytes each time would measure the machine."""
    size = rng.choice((1_000_001, 10_000_000, 2**40))
    head = (b"POST " + PATH + b" HTTP/1.1", b"Host: bot", b"Connection: close", known(), b"Content-Length: %d" % size)
    return b"\r\n".join((*head, b"", b"x"))


KINDS: dict[Made, frozenset[int]] = {  # what each may be answered; 0: the door is shut without a word
    without_the_secret: frozenset({400, 401}),  # 400: a sign in it is none of a header
    with_a_broken_body: frozenset({200}),
    that_is_no_http: frozenset({0, 400}),
    by_another_way: frozenset({404, 405}),
    that_is_too_large: frozenset({413}),
}


async def answered(bot: Running, sent: bytes) -> int:
    """The status; 0: there was none."""
    port = int(bot.url.rpartition(":")[2])
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    try:
        async with asyncio.timeout(10):
            writer.write(sent)
            line = await reader.readline()
    except ConnectionError:
        return 0
    finally:
        writer.close()
    return int(line.split()[1]) if line else 0


@pytest.mark.shield("S1", "S2")
async def test_no_bad_request_is_handled_and_none_is_a_failure(bot: Running, notes: Notes, figure: Measure) -> None:
    rng, statuses = Rng(20201129), Counter[int]()
    for number in range(REQUESTS):
        kind = list(KINDS)[number % len(KINDS)]
        sent = kind(rng)
        status = await answered(bot, sent)
        assert status in KINDS[kind], f"{kind.__name__}: {status} for {sent[:300]!r}"
        statuses[status] += 1
    figure("S1", "bad requests", statuses.total(), "≥ 10000")
    figure("S1", "of them handled", len(notes.done), "= 0")
    figure("S1", "answers that blame us (5xx)", sum(statuses[status] for status in statuses if status >= 500), "= 0")
    figure("S2", "forged headers that let somebody in", len(notes.done), "= 0")


@pytest.mark.shield("S1")
async def test_what_is_replayed_does_nothing_again(bot: Running, figure: Measure) -> None:
    """Somebody on the way has kept «remind me», and sends it again after it was taken back."""
    (session, *_) = bot.storage.catalogue.sessions
    asked = press(data=f"remind:{session}")
    for told in (asked, press(data=f"forget:{session}") | {"update_id": NUMBER + 1}):
        assert await answered(bot, request(json.dumps(told).encode(), known())) == 200
    replayed = request(json.dumps(asked).encode(), known())
    assert {await answered(bot, replayed) for _ in range(attacked(20, 500))} == {200}
    async with bot.storage.reading() as work:
        subscribed = [line async for line in work.plans.subscriptions.lines()]
    figure("S1", "effects of what was replayed", len(subscribed), "= 0")
