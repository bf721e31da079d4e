"""What is asked for from another chat: read, answered once, drawn as articles, and no words of who chose it."""

import pytest

from dialogs.kit.event import Asked
from dialogs.kit.screen import Bold, LinkButton, Offer, ShareButton, paragraph, screen
from handlers.telegram.limits import LIMITS
from handlers.telegram.renderer import draw, offered
from handlers.telegram.updates import read_update
from simulator.desk import Desk
from storage.database import Storage
from tests.handlers.running import until
from tests.handlers.telegram.running import listening
from tests.handlers.telegram.samples import ANNA, BOT, NUMBER, message
from tests.simulator.control import Control

OFFER = Offer(
    "session-1",
    "Лекция " * 40,
    "о <b>разметке</b> " * 40,
    (paragraph((Bold("<i>Лекция</i>"),)), paragraph("& " * 5000)),
    LinkButton("Открыть", "https://t.me/fair_bot?start=session-1"),
)


def asking(query: object, who: object = ANNA) -> dict[str, object]:
    return {"update_id": NUMBER, "inline_query": {"id": "77", "from": who, "query": query, "offset": ""}}


def test_a_query_is_an_act_of_somebody_in_private() -> None:
    event = read_update(asking("л" * 300), "42")
    assert event is not None
    assert event.act == Asked("л" * 256, "77")
    assert (event.private, event.user, event.place.chat) == (True, "5000001", "5000001")
    assert read_update(asking(5), "42") is None
    assert read_update(asking("л", {"id": "x"}), "42") is None


def test_what_was_chosen_of_ours_is_said_by_nobody() -> None:
    assert read_update(message(text="Лекция", via_bot=BOT), str(BOT["id"])) is None
    assert read_update(message(text="Лекция", via_bot={"id": 7}), str(BOT["id"])) is not None


def test_an_offer_is_an_article_within_the_limits() -> None:
    told = offered(OFFER, "ru")
    assert (told["type"], told["id"]) == ("article", "session-1")
    assert len(told["title"]) <= 100
    assert len(told["description"]) <= 200
    text = told["input_message_content"]["message_text"]
    assert text.startswith("<b>&lt;i&gt;Лекция&lt;/i&gt;</b>")
    assert len(text.replace("&amp;", "&")) <= LIMITS.text + 40
    assert told["reply_markup"]["inline_keyboard"][0][0]["url"].endswith("start=session-1")


def test_a_link_is_passed_on_by_telegrams_own_page() -> None:
    share = ShareButton("Поделиться", "https://t.me/fair_bot?start=session-1", "Лекция & практика")
    keyboard = draw(screen("…", buttons=[(share,)]), "ru").keyboard
    assert keyboard is not None
    told = "url=https%3A%2F%2Ft.me%2Ffair_bot%3Fstart%3Dsession-1&text=%D0%9B%D0%B5%D0%BA%D1%86%D0%B8%D1%8F%20%26%20"
    assert keyboard["inline_keyboard"][0][0]["url"].startswith(f"https://t.me/share/url?{told}")


@pytest.mark.parametrize("webhook", [False, True])
async def test_every_query_is_answered_once(storage: Storage, desk: Desk, sim: Control, webhook: bool) -> None:
    async with listening(storage, desk.url, webhook=webhook):
        await sim.act("start")
        await until(lambda: bool(desk.calls.of("sendMessage")))
        for query in ("", "математика", "x" * 256):
            await sim.act("inline", query=query)
        await until(lambda: len(desk.calls.of("answerInlineQuery")) == 3)
        assert all(call.status == 200 for call in desk.calls.of("answerInlineQuery"))
        assert len(desk.calls.of("sendMessage")) == 1, "nothing is written to who asks"
