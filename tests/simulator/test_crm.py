"""A stand's CRM on the desk: signed events of requests."""

import json
from typing import Any

import aiohttp
import pytest

from tests.simulator.control import Control
from tests.simulator.test_site import signature

CREATED = {"event": "lead.created", "number": 3, "stand": "polymedia", "kind": "call", "state": "new"}
CHANGED = {**CREATED, "event": "lead.changed", "state": "taken", "phone": "+7 999 000-00-00"}
WITHDRAWN = {"event": "lead.withdrawn", "stand": "polymedia", "number": 3}


async def tell(sim: Control, event: Any, key: str, *, sign: str | None = None, path: str = "/polymedia") -> int:
    body = json.dumps(event).encode()
    headers = {"Idempotency-Key": key, "X-Fairway-Signature": signature(body) if sign is None else sign}
    async with sim.http.post(f"/sim/crm{path}", data=body, headers=headers) as answer:
        return answer.status


async def known(sim: Control) -> Any:
    return await sim.ask("GET", "/sim/crm/events")


async def test_how_to_connect(sim: Control) -> None:
    told = await sim.ask("GET", "/sim/crm/settings")
    assert told == {"url": f"{sim.desk.url}/sim/crm", "secret": "site-SIMULATOR"}


async def test_events_are_listed_once_each(sim: Control) -> None:
    for event, key in ((CREATED, "1"), (CREATED, "1"), (CHANGED, "2")):
        assert await tell(sim, event, key) == 200
    first, second = await known(sim)
    assert (first["event"], first["number"], first["key"], first["signed"]) == ("lead.created", 3, "1", True)
    assert (second["path"], second["body"]) == ("polymedia", CHANGED)
    assert second["at"].startswith("2020-04-27T09:45")
    assert (await sim.ask("GET", "/sim/state"))["crm"] == [first, second]
    await sim.ask("DELETE", "/sim/crm/events")
    assert await known(sim) == []


async def test_a_withdrawal_takes_everything_along_that_was_told_before(sim: Control) -> None:
    await tell(sim, CHANGED, "1")
    await tell(sim, {**CHANGED, "number": 4}, "2")
    await tell(sim, WITHDRAWN, "3")
    assert [(one["event"], one["number"]) for one in await known(sim)] == [("lead.changed", 4), ("lead.withdrawn", 3)]


async def test_a_wrong_signature_is_seen(sim: Control) -> None:
    await tell(sim, CREATED, "1", sign="t=1,v1=0")
    assert [one["signed"] for one in await known(sim)] == [False]


@pytest.mark.parametrize("event", [[], {}, {"event": "question.passed", "number": 1}, {"event": "lead.created"}])
async def test_what_is_no_event(sim: Control, event: Any) -> None:
    assert await tell(sim, event, "1") == 400
    assert await known(sim) == []


async def test_misfortunes(sim: Control) -> None:
    for kind in ("500", "drop_answer"):
        await sim.ask("POST", "/sim/faults", {"method": "crm", "kind": kind})
    assert await tell(sim, CREATED, "1") == 500
    assert await known(sim) == []
    with pytest.raises(aiohttp.ServerDisconnectedError):
        await tell(sim, CREATED, "1")
    assert await tell(sim, CREATED, "1") == 200
    assert len(await known(sim)) == 1
