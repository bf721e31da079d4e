"""Whatever is sent to it, the server answers in the Bot API's shape and lives on."""

from typing import Any

import pytest

from simulator.server import serve
from simulator.telegram.methods import METHODS
from tests.simulator.control import ANNA, Control

NAMES = (
    "text",
    "caption",
    "parse_mode",
    "entities",
    "caption_entities",
    "reply_markup",
    "reply_parameters",
    "link_preview_options",
    "photo",
    "document",
    "media",
    "message_id",
    "message_ids",
    "commands",
    "scope",
    "menu_button",
    "allowed_updates",
    "file_id",
    "user_id",
    "url",
)
BUTTON = {"text": {}, "callback_data": [], "url": 5, "style": []}
VALUES: tuple[Any, ...] = (
    "",
    "{",
    "текст",
    -1,
    10**30,
    1.5,
    True,
    [],
    [[]],
    [{}],
    [None],
    {"type": []},
    {"type": "photo", "media": {}},
    [{"type": "document", "media": "attach://"}],
    {"message_id": {}},
    [{"type": "text_link", "offset": 0, "length": 1, "url": "http://["}],
    [{"type": "pre", "offset": 0, "length": 1, "language": {}}],
    [{"command": {}, "description": []}],
    {"inline_keyboard": [[BUTTON]]},
    {"inline_keyboard": [[{"text": "а", "url": "http://[::1"}]]},
    {"keyboard": [[{"text": 5}], [7]]},
    {"keyboard": {}, "inline_keyboard": {}},
)


@pytest.mark.parametrize("method", sorted(METHODS.keys() - {"getUpdates", "setWebhook"}))
async def test_nonsense_is_refused_politely(sim: Control, method: str) -> None:
    await sim.act("start")
    sane = {"chat_id": ANNA, "text": "текст", "message_id": 1, "document": "https://example.org/a.pdf"}
    for name in NAMES:
        for value in VALUES:
            body = await sim.api(method, **{**sane, name: value})
            assert body["ok"] or body["error_code"] == 400, (name, value, body)
    assert (await sim.result("getMe"))["id"] == 42


async def test_a_page_of_nonsense(sim: Control) -> None:
    await sim.ask("POST", "/sim/people", [], status=400)
    await sim.ask("POST", "/sim/update", [], status=400)
    await sim.ask("POST", "/sim/update?messenger=pigeon", {}, status=400)
    await sim.ask("POST", "/sim/clock/advance", {"minutes": "много"}, status=400)
    await sim.act("text", text="", status=400)
    await sim.act("press", message="первое", row=0, column=0, status=400)
    for path in ("/static/nothing.js", "/static/..%2fserver.py", "/static/%2fetc%2fhosts", "/sim/files/1", "/sim"):
        async with sim.http.get(path) as answer:
            assert answer.status == 404, path


async def test_an_error_of_the_block_comes_out_as_it_is() -> None:
    with pytest.raises(ZeroDivisionError):
        async with serve() as desk:
            assert 1 / 0, desk
