"""Presses: as many as a bot can take, against peers; and as many in each messenger as the other gets."""

from collections.abc import Awaitable, Callable
from contextlib import AbstractAsyncContextManager, AsyncExitStack
from dataclasses import dataclass
from pathlib import Path
from time import process_time

from benchmarks.api import SLOW, Api
from benchmarks.bots import Bot, fairway, import_aiogram, peer
from benchmarks.crowd import Counted, Crowd
from benchmarks.people import Speech, browse, can_write, write
from benchmarks.report import Round
from benchmarks.telegram import speech as telegram
from benchmarks.telegram.api import TOKEN, TelegramApi
from benchmarks.vk import speech as vk
from benchmarks.vk.api import Community, VkApi, busiest_second

BROWSING, WRITING = "fairway, browsing", "fairway, subscribing"
DIALOG, ECHO = "aiogram_dialog, browsing", "bare aiogram echo"
OTHER_ECHO = "python-telegram-bot echo"
IN_TELEGRAM, IN_VK = "fairway in Telegram", "fairway in VK"
READERS, WRITERS = 768, 192
VK_READERS = 240  # a new one costs VK's calls
PER_SECOND = 200.0  # presses; VK takes 20 calls of 25 operations a second, and a press is two


@dataclass(frozen=True, slots=True)
class Plan:
    """How long to measure."""

    rounds: int
    seconds: float
    starts: int


@dataclass(frozen=True, slots=True)
class Measured:
    """Rounds and memory by what was measured, presses that went astray, calls of VK's busiest second."""

    rounds: dict[str, list[Round]]
    memory: dict[str, float]
    astray: int
    calls: int


@dataclass(frozen=True, slots=True)
class _Turn:
    """A kind of presses at a bot whose API takes so long for a call."""

    bot: Bot
    api: Api
    slow: float
    act: Callable[[float], Awaitable[Counted]]

    async def measure(self, seconds: float) -> Round:
        self.api.seconds = self.slow
        before, own = self.bot.cpu(), process_time()
        counted = await self.act(seconds)
        return Round(counted.seconds, counted.latencies, self.bot.cpu() - before, process_time() - own)


async def measure_starts(folder: Path, count: int) -> list[float]:
    """Seconds from a start until ready, beyond those of importing aiogram alone."""
    await import_aiogram(folder)  # the first one reads the disk
    more: list[float] = []
    async with TelegramApi() as api:
        for _ in range(count):
            alone = await import_aiogram(folder)
            async with _in_telegram(api, folder) as bot:
                more.append(bot.ready_after - alone)
    return more


async def measure_presses(telegram_folder: Path, vk_folder: Path, plan: Plan) -> Measured:
    """Rounds of every bot by turns."""
    async with AsyncExitStack() as stack:
        api, slow_api = await stack.enter_async_context(TelegramApi()), await stack.enter_async_context(VkApi())
        ours, dialog, echo, other_echo = await _in_telegrams(stack, api, telegram_folder)
        other, community = await _in_vk(stack, slow_api, vk_folder)
        turns = {
            BROWSING: _Turn(ours.bot, api, 0.0, lambda seconds: ours.act(ours.readers, browse, seconds)),
            DIALOG: _Turn(dialog.bot, api, 0.0, lambda seconds: dialog.act(dialog.readers, browse, seconds)),
            ECHO: _Turn(echo.bot, api, 0.0, lambda seconds: echo.act(echo.readers, telegram.talk, seconds)),
            OTHER_ECHO: _Turn(
                other_echo.bot, api, 0.0, lambda seconds: other_echo.act(other_echo.readers, telegram.talk, seconds)
            ),
            WRITING: _Turn(ours.bot, api, 0.0, lambda seconds: ours.act(ours.writers, write, seconds)),
            IN_TELEGRAM: _Turn(
                ours.bot, api, SLOW, lambda seconds: ours.come(ours.readers, browse, seconds, PER_SECOND)
            ),
            IN_VK: _Turn(
                other.bot, slow_api, SLOW, lambda seconds: other.come(other.readers, browse, seconds, PER_SECOND)
            ),
        }
        for turn in turns.values():
            await turn.measure(plan.seconds / 2)  # warm
        rounds: dict[str, list[Round]] = {name: [] for name in turns}
        for _ in range(plan.rounds):
            for name, turn in turns.items():
                rounds[name].append(await turn.measure(plan.seconds))
        memory = {name: turn.bot.memory() for name, turn in turns.items()}
        lost = sum(human.astray for crowd in (ours, dialog, other) for human in crowd.everyone.values())
        return Measured(rounds, memory, lost, busiest_second(community.calls))


def _in_telegram(api: TelegramApi, folder: Path) -> AbstractAsyncContextManager[Bot]:
    return fairway("telegram", api.section(), api.register(TOKEN), api.clock, folder)


async def _in_telegrams(stack: AsyncExitStack, api: TelegramApi, folder: Path) -> tuple[Crowd, Crowd, Crowd, Crowd]:
    """Our bot and its peers, with people who have started."""
    bots = [_in_telegram(api, folder)]
    for name, token in (("dialog", "2:DIALOG"), ("echo", "3:ECHO"), ("ptb", "4:PTB")):
        bots.append(peer(name, api.address, token, api.register(token), folder))
    ours, dialog, echo, other_echo = [await _crowd(stack, bot, telegram, READERS, WRITERS) for bot in bots]
    for crowd in (ours, dialog):
        await crowd.each(crowd.everyone.values(), telegram.start, lambda human: bool(human.keyboard))
    await ours.each(ours.writers, browse, can_write)
    return ours, dialog, echo, other_echo


async def _in_vk(stack: AsyncExitStack, api: VkApi, folder: Path) -> tuple[Crowd, Community]:
    """Our bot with people who have started."""
    api.seconds = 0.0  # until something is measured
    community = api.register()
    bot = fairway("vk", api.section(), community, api.clock, folder)
    crowd = await _crowd(stack, bot, vk, VK_READERS)
    await crowd.each(crowd.everyone.values(), vk.start, lambda human: bool(human.keyboard))
    return crowd, community


async def _crowd(
    stack: AsyncExitStack, start: AbstractAsyncContextManager[Bot], speech: Speech, readers: int, writers: int = 0
) -> Crowd:
    """A bot that runs, and people who have connections to it."""
    crowd = Crowd(await stack.enter_async_context(start), speech, readers, writers)
    await crowd.gather()
    stack.callback(crowd.leave)
    return crowd
