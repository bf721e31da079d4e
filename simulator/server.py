"""Puts the simulator together, starts it and stops it."""

import asyncio
from collections.abc import AsyncIterator, Coroutine, Sequence
from contextlib import asynccontextmanager
from datetime import datetime

from aiohttp import web

from simulator.asking import DESK
from simulator.calls import Calls
from simulator.clock import FairClock
from simulator.desk import DEMO_PEOPLE, Desk, NewPerson
from simulator.events import Events
from simulator.faults import Faults
from simulator.files import Files
from simulator.telegram.account import Account
from simulator.telegram.api import Api
from simulator.telegram.errors import ApiError
from simulator.telegram.limits import Limits
from simulator.telegram.people import Telegram
from simulator.telegram.presses import Presses
from simulator.telegram.updates import Updates
from simulator.telegram.webhook import Webhook
from simulator.web import ROUTES, say_refusals
from simulator.world import World

TOKEN = "42:SIMULATOR"  # noqa: S105 - the same for everybody and good for nothing else
PATIENCE = 15.0  # seconds that a pressed button waits for its answer
PRESS_LIFETIME = 150.0  # seconds that a press waits in the queue for the bot to fetch it


@asynccontextmanager
async def serve(
    *,
    host: str = "127.0.0.1",
    port: int = 0,
    clock: datetime | None = None,
    zone: str = "Europe/Moscow",
    people: Sequence[NewPerson] = DEMO_PEOPLE,
    token: str = TOKEN,
    limits: bool = False,
    patience: float = PATIENCE,
    press_lifetime: float = PRESS_LIFETIME,
) -> AsyncIterator[Desk]:
    """A running simulator: `desk.url` is its address, the rest of the desk its insides."""
    events = Events()
    world, files, faults, calls = World(events), Files(), Faults(), Calls()
    fair = FairClock(clock, zone)
    updates = Updates(press_lifetime)
    webhook = Webhook(updates)
    account = Account(token, world, fair, files, Limits(enforce=limits), Presses(world, patience), updates, webhook)
    desk = Desk(fair, events, world, files, faults, calls, {"telegram": Telegram(account)})
    for person in people:
        desk.meet(person, demo=True)
    api = Api(account, faults, calls)
    app = web.Application(client_max_size=64 << 20, middlewares=[say_refusals])
    app[DESK] = desk
    app.add_routes([*ROUTES, *api.routes()])
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=1)
    await runner.setup()
    try:
        site = web.TCPSite(runner, host, port)
        await site.start()
        desk.url = f"http://{host}:{runner.addresses[0][1]}"
        async with beside(webhook.run(api.execute)):
            yield desk
    finally:
        updates.interrupt(ApiError(500, "Internal Server Error: restart"))
        events.close()
        await runner.cleanup()


@asynccontextmanager
async def beside(work: Coroutine[None, None, None]) -> AsyncIterator[None]:
    """Does the work while the block runs. What goes wrong in the block comes out as it is, not as a group."""
    wrong: BaseException | None = None
    async with asyncio.TaskGroup() as tasks:
        task = tasks.create_task(work)
        try:
            yield
        except BaseException as error:
            wrong = error
        task.cancel()
    if wrong:
        raise wrong
