"""The library made fit: calls go where the settings say, trouble is a value without secrets, nothing is left behind."""

import asyncio
import traceback
from pathlib import Path
from urllib.parse import parse_qsl

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.vk.client import Client, encoded
from handlers.vk.packing import NoAnswer, VkError
from handlers.vk.settings import Settings
from simulator.desk import Desk
from simulator.faults import Fault, Kind
from tests.handlers.vk.harness import section
from tests.ports import NOBODY

SECRET = "vk1.a.SECRET-TOKEN"
WRITTEN = "тайна"


@given(st.dictionaries(st.text("abc_", min_size=1), st.text(st.characters(exclude_categories=["Cs"]), min_size=1)))
def test_a_form_is_read_as_it_was_written(params: dict[str, str]) -> None:
    assert dict(parse_qsl(encoded(params).decode(), keep_blank_values=True)) == params


def call(client: Client, method: str = "users.get") -> object:
    answer: object = client.call(method, {"user_ids": "5000001"})["response"]
    return answer


async def test_a_call_goes_where_the_settings_say_with_the_version_and_the_token(client: Client, desk: Desk) -> None:
    told = await asyncio.to_thread(call, client)
    assert told == [
        {"id": 5000001, "first_name": "Виктор", "last_name": "", "can_access_closed": True, "is_closed": False}
    ]
    (noted,) = desk.calls.of("users.get")
    assert noted.params["v"] == "5.199"


@pytest.mark.parametrize("kind", ["502", "500", "not_json", "drop_answer", "drop_request"])
async def test_what_came_of_it_is_unsure_when_the_answer_is_lost(client: Client, desk: Desk, kind: Kind) -> None:
    desk.faults.add(Fault("*", kind, 1))
    with pytest.raises(NoAnswer) as lost:
        await asyncio.to_thread(call, client)
    assert lost.value.unsure


def elsewhere(url: str) -> Client:
    return Client(Settings.model_validate({"token": SECRET, "group_id": 7, "api_url": url}))


def test_where_nobody_listens_nothing_was_done() -> None:
    with pytest.raises(NoAnswer) as refused:
        call(elsewhere(f"http://127.0.0.1:{NOBODY}"))
    assert not refused.value.unsure


async def test_no_error_carries_the_token_or_what_was_written(desk: Desk) -> None:
    closed = elsewhere(f"http://127.0.0.1:{NOBODY}")
    wrong = elsewhere(f"{desk.url}/vk")
    for client in (closed, wrong):
        with pytest.raises((NoAnswer, VkError)) as trouble:
            await asyncio.to_thread(client.call, "messages.send", {"message": WRITTEN, "random_id": 1})
        told = "".join(traceback.format_exception(trouble.value)) + repr(vars(trouble.value))
        assert SECRET not in told
        assert WRITTEN not in told


async def test_no_file_is_left_behind(desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    client = Client(Settings.model_validate(section(desk)))
    await asyncio.to_thread(call, client)
    assert not list(tmp_path.iterdir())
    client.close()
