"""`python -m simulator` as a process."""

import asyncio
import json
import signal
import sys
from pathlib import Path

import aiohttp
import pytest


async def spawn(*arguments: str) -> asyncio.subprocess.Process:
    pipe = asyncio.subprocess.PIPE
    return await asyncio.create_subprocess_exec(sys.executable, "-m", "simulator", *arguments, stdout=pipe, stderr=pipe)


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGINT])
async def test_it_says_where_it_is_and_ends_cleanly(tmp_path: Path, how: signal.Signals) -> None:
    people = tmp_path / "people.json"
    people.write_text(json.dumps([{"name": "Ольга", "role": "директор школы"}]))
    options = [
        "--clock",
        "2020-04-27T09:45:00+03:00",
        "--people",
        str(people),
        "--token",
        "7:OTHER",
        "--vk-token",
        "vk1.OTHER",
    ]
    process = await spawn(*options)
    assert process.stdout
    async with asyncio.timeout(90):
        line = (await process.stdout.readline()).decode()
        name, url = line.split()
        assert name == "simulator:"
        async with aiohttp.ClientSession() as http:
            async with http.get(f"{url}sim/state") as answer:
                state = await answer.json()
            async with http.get(f"{url}bot7:OTHER/getMe") as answer:
                assert (await answer.json())["result"]["id"] == 7
            async with http.get(f"{url}sim/messengers") as answer:
                assert (await answer.json())["vk"]["token"] == "vk1.OTHER"
            async with http.get(f"{url}sim/events") as events:  # an open page does not keep it alive
                await events.content.readline()
                process.send_signal(how)
                _, complaints = await process.communicate()
    assert [person["name"] for person in state["people"]] == ["Ольга"]
    assert state["clock"]["now"].startswith("2020-04-27T09:45:0")
    assert (process.returncode, complaints) == (0, b"")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [(["--clock", "2020-04-27T09:45:00"], b"has no offset"), (["--people", "nowhere.json"], b"nowhere.json")],
)
async def test_wrong_arguments_are_told(arguments: list[str], words: bytes) -> None:
    process = await spawn(*arguments)
    _, complaints = await process.communicate()
    assert process.returncode == 2
    assert words in complaints
    assert b"Traceback" not in complaints
