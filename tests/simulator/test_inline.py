"""Inline mode at the desk: asked from a chat, answered once, and chosen into the chat."""

from tests.simulator.control import ANNA, Control

ARTICLE = {
    "type": "article",
    "id": "session-1",
    "title": "Лекция",
    "input_message_content": {"message_text": "<b>Лекция</b>", "parse_mode": "HTML"},
    "reply_markup": {"inline_keyboard": [[{"text": "Открыть", "url": "https://t.me/bot?start=session-1"}]]},
}


async def test_what_is_offered_is_said_in_the_name_of_who_chose_it(sim: Control) -> None:
    await sim.act("start")
    asked = await sim.act("inline", query="лек" * 200)
    update = (await sim.updates())[-1]["inline_query"]
    assert (update["id"], len(update["query"]), update["from"]["id"]) == (asked["query"], 256, ANNA)
    assert await sim.result("answerInlineQuery", inline_query_id=asked["query"], results=[ARTICLE])
    twice = await sim.api("answerInlineQuery", inline_query_id=asked["query"], results=[ARTICLE])
    assert "query is too old" in twice["description"]
    await sim.act("choose", query=asked["query"], result="session-1")
    said = (await sim.updates(1))[-1]["message"]
    assert said["text"] == "Лекция"
    assert said["via_bot"]["id"] == 42
    await sim.act("choose", query=asked["query"], result="else", status=409)


async def test_what_cannot_be_offered_is_refused(sim: Control) -> None:
    for wrong in (
        [{**ARTICLE, "id": "x" * 65}],
        [{**ARTICLE, "title": ""}],
        [{**ARTICLE, "input_message_content": {}}],
        [ARTICLE, ARTICLE],
        [{**ARTICLE, "id": str(number)} for number in range(51)],
        {"no": "list"},
        ["text"],
    ):
        asked = await sim.act("inline", query="")
        body = await sim.api("answerInlineQuery", inline_query_id=asked["query"], results=wrong)
        assert body["error_code"] == 400, wrong
