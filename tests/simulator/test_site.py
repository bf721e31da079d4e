"""The chat beside the fair's player: signed events of questions."""

import asyncio
import hashlib
import hmac
import json
from typing import Any

import aiohttp
import pytest

from simulator.clock import real_now
from tests.simulator.control import Control

SECRET = "site-SIMULATOR"
PASSED = {"event": "question.passed", "question": 14, "text": "Будет ли запись?", "author": "Анна"}
WITHDRAWN = {"event": "question.withdrawn", "question": 14}


def now() -> int:
    return int(real_now().timestamp())


def signature(body: bytes, secret: str = SECRET, at: int | None = None) -> str:
    moment = now() if at is None else at
    return f"t={moment},v1={hmac.new(secret.encode(), b'%d.%s' % (moment, body), hashlib.sha256).hexdigest()}"


async def tell(
    sim: Control, event: Any, key: str = "", *, path: str = "/s-001", sign: str | None = None
) -> tuple[int, Any]:
    body = json.dumps(event).encode()
    headers = {"Idempotency-Key": key, "X-Fairway-Signature": signature(body) if sign is None else sign}
    async with sim.http.post(f"/sim/site{path}", data=body, headers=headers) as answer:
        return answer.status, await answer.json()


async def shown(sim: Control) -> list[Any]:
    messages: list[Any] = await sim.ask("GET", "/sim/site/messages")
    return messages


async def test_how_to_connect(sim: Control) -> None:
    assert await sim.ask("GET", "/sim/site/settings") == {"url": f"{sim.desk.url}/sim/site", "secret": SECRET}


async def test_a_question_appears_once_and_is_taken_back(sim: Control) -> None:
    assert await tell(sim, PASSED, "k1") == (200, {})
    assert await tell(sim, PASSED, "k1") == (200, {})  # the bot did not hear the answer
    (message,) = await shown(sim)
    assert (message["question"], message["path"], message["key"], message["signed"]) == (14, "s-001", "k1", True)
    assert message["body"] == PASSED
    assert message["at"].startswith("2020-04-27T09:45")
    await tell(sim, {**PASSED, "text": "Будет ли запись занятия?"}, "k2")
    assert [message["body"]["text"] for message in await shown(sim)] == ["Будет ли запись занятия?"]
    await tell(sim, WITHDRAWN, "k3")
    assert await shown(sim) == []
    await tell(sim, PASSED, "k1")
    assert await shown(sim) == [], "what is known already does not come back"


async def test_chats_of_sessions_are_apart(sim: Control) -> None:
    await tell(sim, PASSED, "k1")
    await tell(sim, PASSED, "k2", path="/s-002")
    await tell(sim, {**PASSED, "question": "15"}, "k3", path="")
    assert [(message["path"], message["question"]) for message in await shown(sim)] == [
        ("s-001", 14),
        ("s-002", 14),
        ("", "15"),
    ]
    state = await sim.ask("GET", "/sim/state")
    assert state["site"] == await shown(sim)
    await sim.ask("DELETE", "/sim/site/messages")
    assert await shown(sim) == []


@pytest.mark.parametrize(
    "sign",
    [
        "",
        "v1=00",
        signature(json.dumps(PASSED).encode(), secret="other"),
        signature(b"another body"),
        signature(json.dumps(PASSED).encode(), at=now() - 600),
    ],
    ids=["none", "half", "of another secret", "of another body", "too old"],
)
async def test_a_wrong_signature_is_seen(sim: Control, sign: str) -> None:
    await tell(sim, PASSED, "k1", sign=sign)
    assert [message["signed"] for message in await shown(sim)] == [False]


@pytest.mark.parametrize("event", [[], {}, {"event": "lead.created", "question": 1}, {"event": "question.passed"}])
async def test_what_is_no_event(sim: Control, event: Any) -> None:
    status, answer = await tell(sim, event)
    assert (status, bool(answer["reason"])) == (400, True)
    assert await shown(sim) == []


async def test_no_json_at_all(sim: Control) -> None:
    async with sim.http.post("/sim/site", data=b"{") as answer:
        assert answer.status == 400


async def test_misfortunes(sim: Control) -> None:
    for kind in ("500", "drop_request", "drop_answer", "latency"):
        await sim.ask("POST", "/sim/faults", {"method": "site", "kind": kind, "seconds": 0.2})
    assert (await tell(sim, PASSED, "k1"))[0] == 500
    with pytest.raises(aiohttp.ServerDisconnectedError):
        await tell(sim, PASSED, "k1")
    assert await shown(sim) == []
    with pytest.raises(aiohttp.ServerDisconnectedError):
        await tell(sim, PASSED, "k1")
    assert len(await shown(sim)) == 1, "it was taken, though nobody heard of it"
    began = asyncio.get_running_loop().time()
    assert (await tell(sim, PASSED, "k1"))[0] == 200
    assert asyncio.get_running_loop().time() - began >= 0.2
    assert len(await shown(sim)) == 1
    assert [call["status"] for call in await sim.calls("site")] == [500, 0, 200, 200]


async def test_the_page_is_told(sim: Control) -> None:
    before = sim.desk.events.newest
    await tell(sim, PASSED, "k1")
    (line,) = sim.desk.events._missed(before)
    assert b'"kind":"site"' in line
    assert "Будет ли запись?".encode() in line
