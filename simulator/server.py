"""Puts the simulator together, starts it and stops it."""

import asyncio
from collections.abc import AsyncIterator, Coroutine, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import datetime

from aiohttp import web

from simulator.asking import DESK
from simulator.calls import Calls
from simulator.clock import FairClock
from simulator.crm import CRM, Crm
from simulator.crm import ROUTES as CRM_ROUTES
from simulator.desk import DEMO_PEOPLE, DemoGroup, Desk, NewPerson
from simulator.events import Events
from simulator.faults import Faults
from simulator.files import Files
from simulator.mail import POST, Post, delivering
from simulator.mail import ROUTES as MAIL_ROUTES
from simulator.site import ROUTES as SITE_ROUTES
from simulator.site import SITE, Site
from simulator.telegram.account import Account
from simulator.telegram.api import Api as TelegramApi
from simulator.telegram.errors import ApiError
from simulator.telegram.limits import Limits as TelegramLimits
from simulator.telegram.people import Telegram
from simulator.telegram.presses import Presses as TelegramPresses
from simulator.telegram.updates import Updates
from simulator.telegram.webhook import Webhook
from simulator.vk.api import Api as VkApi
from simulator.vk.callback import Callbacks
from simulator.vk.community import Community
from simulator.vk.limits import Limits as VkLimits
from simulator.vk.longpoll import LongPoll
from simulator.vk.media import Media
from simulator.vk.people import Vk
from simulator.vk.presses import Presses as VkPresses
from simulator.vk.timing import Timing
from simulator.web import ROUTES, say_refusals
from simulator.world import World

TOKEN = "42:SIMULATOR"  # noqa: S105 - the same for everybody and good for nothing else
VK_TOKEN = "vk1.SIMULATOR"  # noqa: S105 - as above
VK_GROUP = 2020
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
    groups: Sequence[DemoGroup] = (),
    token: str = TOKEN,
    vk_token: str = VK_TOKEN,
    limits: bool = False,
    patience: float = PATIENCE,
    press_lifetime: float = PRESS_LIFETIME,
    vk_timing: Timing | None = None,
) -> AsyncIterator[Desk]:
    """A running simulator: `desk.url` is its address, the rest of the desk its insides."""
    events = Events()
    desk = Desk(FairClock(clock, zone), events, World(events), Files(), Faults(), Calls(), {})
    account = _account(desk, token, patience, press_lifetime, limits=limits)
    community = _community(desk, vk_token, patience, vk_timing or Timing(), limits=limits)
    desk.messengers = {"telegram": Telegram(account), "vk": Vk(community)}
    for person in people:
        desk.meet(person, demo=True)
    for group in groups:
        desk.lay(group)
    telegram, vk = TelegramApi(account, desk.faults, desk.calls), VkApi(community, desk.faults, desk.calls)
    app = web.Application(client_max_size=64 << 20, middlewares=[say_refusals])
    app[DESK], app[SITE], app[CRM], app[POST] = desk, Site(desk), Crm(desk), Post(desk, host)
    app.add_routes([*ROUTES, *SITE_ROUTES, *CRM_ROUTES, *MAIL_ROUTES, *telegram.routes(), *vk.routes()])
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=1)
    await runner.setup()
    try:
        site = web.TCPSite(runner, host, port)
        await site.start()
        desk.url = community.url = community.media.url = f"http://{host}:{runner.addresses[0][1]}"
        async with AsyncExitStack() as beside_us:
            await beside_us.enter_async_context(delivering(app[POST]))
            await beside_us.enter_async_context(beside(account.webhook.run(telegram.execute)))
            await beside_us.enter_async_context(beside(community.callbacks.run()))
            yield desk
    finally:
        account.updates.interrupt(ApiError(500, "Internal Server Error: restart"))
        community.long_poll.close()
        events.close()
        await runner.cleanup()


def _account(desk: Desk, token: str, patience: float, press_lifetime: float, *, limits: bool) -> Account:
    updates = Updates(press_lifetime)
    presses = TelegramPresses(desk.world, patience)
    limiter = TelegramLimits(enforce=limits)
    return Account(token, desk.world, desk.clock, desk.files, limiter, presses, updates, Webhook(updates))


def _community(desk: Desk, token: str, patience: float, timing: Timing, *, limits: bool) -> Community:
    return Community(
        token,
        VK_GROUP,
        desk.world,
        desk.clock,
        VkLimits(enforce=limits),
        VkPresses(desk.world, patience, timing.press),
        LongPoll(timing.key, timing.kept),
        Callbacks(VK_GROUP, timing),
        Media(desk.files, -VK_GROUP),
    )


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
