"""HTML of a message becomes text with entities, or a mistake told by its byte offset."""

import pytest
from aiogram import Bot
from aiogram.exceptions import TelegramBadRequest
from aiogram.types import MessageEntity
from hypothesis import given
from hypothesis import strategies as st

from simulator.telegram.errors import ApiError
from simulator.telegram.html import parse_html, units
from tests.simulator.control import ANNA, Control

Found = list[tuple[str, int, int]]

MEANINGS: list[tuple[str, str, Found]] = [
    ("просто &lt;текст&gt; &amp; &quot;кавычки&quot;", 'просто <текст> & "кавычки"', []),
    ("<b>жирный</b> и <i>курсив</i>", "жирный и курсив", [("bold", 0, 6), ("italic", 9, 6)]),
    ("🎓<strong>да</strong>", "🎓да", [("bold", 2, 2)]),  # one letter of two UTF-16 units
    ("<u>а</u><s>б</s><del>в</del>", "абв", [("underline", 0, 1), ("strikethrough", 1, 1), ("strikethrough", 2, 1)]),
    ("<b>ж<i>ки</i></b>", "жки", [("bold", 0, 3), ("italic", 1, 2)]),
    ("<i><b>оба</b></i>", "оба", [("bold", 0, 3), ("italic", 0, 3)]),
    ("<span class='tg-spoiler'>тайна</span>", "тайна", [("spoiler", 0, 5)]),
    ("<tg-spoiler>тайна</tg-spoiler>", "тайна", [("spoiler", 0, 5)]),
    ("<blockquote>цитата</blockquote>", "цитата", [("blockquote", 0, 6)]),
    ("<blockquote expandable>цитата</blockquote>", "цитата", [("expandable_blockquote", 0, 6)]),
    ("<code>x</code> <pre>y</pre>", "x y", [("code", 0, 1), ("pre", 2, 1)]),
    ('<pre><code class="language-py">x=1</code></pre>', "x=1", [("pre", 0, 3)]),
    ("<B>БОЛЬШОЙ</B><i></i>", "БОЛЬШОЙ", [("bold", 0, 7)]),
    ("&#1041;&#x411;&nbsp;&", "ББ&nbsp;&", []),
    ("<b>один</>", "один", [("bold", 0, 4)]),
]
MISTAKES = [
    ("а <p>б</p>", 'Unsupported start tag "p" at byte offset 3'),
    ("5 < 6", 'Unsupported start tag "" at byte offset 2'),
    ("5 <6", "Unclosed start tag at byte offset 2"),
    ("<b>нет", 'Can\'t find end tag corresponding to start tag "b"'),
    ("да</b>", "Unexpected end tag at byte offset 4"),
    ("<b>да</i>", 'Unmatched end tag at byte offset 7, expected "</b>", found "</i>"'),
    ("<b>да</b", "Unclosed end tag at byte offset 7"),
    ('<span class="x">да</span>', 'Tag "span" must have class "tg-spoiler" at byte offset 0'),
    ("<a =x>да</a>", 'Empty attribute name in the tag "a" at byte offset 0'),
    ("<a href>да</a>", 'Expected equal sign in declaration of an attribute of the tag "a" at byte offset 0'),
    ("<a href=х>да</a>", "Unexpected end of name token at byte offset 8"),
    ('<a href="x', "Unclosed start tag at byte offset 0"),
]


@pytest.mark.parametrize(("source", "text", "entities"), MEANINGS)
def test_meaning(source: str, text: str, entities: Found) -> None:
    rich = parse_html(source)
    assert rich.text == text
    assert [(entity.type, entity.offset, entity.length) for entity in rich.entities] == entities


@pytest.mark.parametrize(("source", "words"), MISTAKES)
def test_mistakes(source: str, words: str) -> None:
    with pytest.raises(ApiError) as refusal:
        parse_html(source)
    assert refusal.value.description == f"Bad Request: can't parse entities: {words}"


def test_links() -> None:
    rich = parse_html('<a href="HTTP://Example.ORG?a=1&amp;b=2">тут</a>, <a href="/path">там</a>, <a>example.org</a>')
    assert [(entity.type, entity.url) for entity in rich.entities] == [
        ("text_link", "http://example.org/?a=1&b=2"),
        ("text_link", "http://example.org/"),
    ]


def test_code_names_its_language() -> None:
    (entity,) = parse_html('<pre><code class="language-python">x</code></pre>').entities
    assert (entity.type, entity.language) == ("pre", "python")


@given(st.text("<>/&;\"'= abi🎓ж\n", max_size=40))
def test_any_text_is_read_or_refused(source: str) -> None:
    try:
        rich = parse_html(source)
    except ApiError:
        return
    assert all(0 <= entity.offset < entity.offset + entity.length <= units(rich.text) for entity in rich.entities)


@given(st.text(max_size=60))
def test_escaped_text_comes_back(text: str) -> None:
    escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    assert parse_html(escaped).text == text


async def test_a_mistake_reaches_the_bot(sim: Control, bot: Bot) -> None:
    await sim.act("start")
    with pytest.raises(TelegramBadRequest, match='Unsupported start tag "ева" at byte offset 9'):
        await bot.send_message(ANNA, "Анна <ева>", parse_mode="HTML")


async def test_entities_given_by_the_bot(sim: Control, bot: Bot) -> None:
    await sim.act("start")
    bold = MessageEntity(type="bold", offset=2, length=2)
    link = MessageEntity(type="text_link", offset=5, length=3, url="https://example.org")
    sent = await bot.send_message(ANNA, "🎓да вот", entities=[bold, link])
    assert sent.entities
    assert [(entity.type, entity.offset, entity.url) for entity in sent.entities] == [
        ("bold", 2, None),
        ("text_link", 5, "https://example.org/"),
    ]


async def test_the_server_finds_commands_and_addresses_by_itself(sim: Control, bot: Bot) -> None:
    await sim.act("start")
    sent = await bot.send_message(ANNA, "  /help, https://example.org/a?b. @anna, a@b.ru #салон 1/2\n ")
    assert sent.text == "/help, https://example.org/a?b. @anna, a@b.ru #салон 1/2"
    assert sent.entities
    assert [(entity.type, entity.extract_from(sent.text)) for entity in sent.entities] == [
        ("bot_command", "/help"),
        ("url", "https://example.org/a?b"),
        ("mention", "@anna"),
        ("email", "a@b.ru"),
        ("hashtag", "#салон"),
    ]
    assert (await sim.chat())["messages"][-1]["link_preview"]


async def test_blanks_go_from_both_ends_and_entities_move(sim: Control, bot: Bot) -> None:
    await sim.act("start")
    sent = await bot.send_message(ANNA, " \nДа, <b>Анна \n</b>", parse_mode="HTML")
    assert sent.text == "Да, Анна"
    assert sent.entities
    assert (sent.entities[0].offset, sent.entities[0].length) == (4, 4)
