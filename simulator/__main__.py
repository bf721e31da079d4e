"""The command line: `python -m simulator`."""

import argparse
import asyncio
import signal
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from pydantic import TypeAdapter

from simulator.desk import DEMO_GROUPS, DEMO_PEOPLE, NewPerson
from simulator.server import TOKEN, VK_TOKEN, serve


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(prog="python -m simulator", description="Telegram, VK and a page of people.")
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=0, help="0: any free one")
    parser.add_argument("--clock", type=_moment, help="when the fair's clock starts, e.g. 2020-04-27T09:45:00+03:00")
    parser.add_argument("--zone", default="Europe/Moscow", help="the fair's time zone")
    parser.add_argument("--people", type=_people, help="a JSON list of people instead of the demo's people and groups")
    parser.add_argument("--token", default=TOKEN, help="the only Telegram token that is accepted")
    parser.add_argument("--vk-token", default=VK_TOKEN, help="the only VK token that is accepted")
    parser.add_argument("--no-limits", action="store_true", help="let through any number of messages a second")
    asyncio.run(_run(parser.parse_args(arguments)))


async def _run(options: argparse.Namespace) -> None:
    stop = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    async with serve(
        host=options.host,
        port=options.port,
        clock=options.clock,
        zone=options.zone,
        people=DEMO_PEOPLE if options.people is None else options.people,
        groups=DEMO_GROUPS if options.people is None else (),
        token=options.token,
        vk_token=options.vk_token,
        limits=not options.no_limits,
    ) as desk:
        print(f"simulator: {desk.url}/", flush=True)  # noqa: T201 - the one line that others wait for
        await stop.wait()


def _moment(text: str) -> datetime:
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        raise argparse.ArgumentTypeError(f"{text} has no offset; add one, for example +03:00")
    return moment


def _people(path: str) -> list[NewPerson]:
    try:
        return TypeAdapter(list[NewPerson]).validate_json(Path(path).read_bytes())
    except (OSError, ValueError) as wrong:
        raise argparse.ArgumentTypeError(f"{path}: {wrong}") from None


if __name__ == "__main__":
    main()
