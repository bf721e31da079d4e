"""People's words stand in groups as they were written: never as tags, never too long, in both messengers."""

import random
from collections.abc import Iterator

import pytest

from dialogs.kit.screen import Bold, Italic, Piece, paragraph, screen
from handlers.telegram import renderer as telegram
from handlers.vk import renderer as vk
from simulator.telegram.html import parse_html, units
from tests.amount import attacked
from tests.shield.hostile import SLOW

MOST = 4_096
PARTS = (
    *(
        "<b>",
        "</b>",
        "<",
        ">",
        "</",
        "<a href='tg://user?id=1'>",
        "</a>",
        "<tg-spoiler>",
        "<pre><code class=",
        "<script>",
    ),
    *("&", "&lt;", "&amp;amp;", "&#60;", "&#x3c;", "&nbsp;", "]]>", "<!--", "*", "_", "`", "[a](tg://user?id=1)", "\\"),
    *(
        "[club1|",
        "|]",
        "@all",
        "*id1 (",
        "\u202e",
        "\u2066",
        "a\u0301\u0301\u0323\u0334",
        "👨\u200d👩\u200d👧",
        "🇷🇺",
        "👍🏽",
        "\ufdfa",
    ),
    *("Здравствуйте", " ", "\n", "\t", "«", "»", '"', "'", "%s", "{name}", "\u3164", "é", "가", "0"),
)


def corpus(count: int) -> Iterator[str]:
    """Texts of what messengers and careless programs read as more than it says, some of them longer than a message."""
    dice = random.Random(7)
    yield from (text.encode("utf-8", "replace").decode().replace("\x00", "") for text in SLOW.values())
    for _ in range(count):
        size = dice.choice((1, 3, 10, 40, 400, 2_000))
        yield "".join(dice.choice(PARTS) for _ in range(size))
        yield dice.choice(PARTS) * size
        yield "я" * (MOST - dice.randrange(4)) + dice.choice(PARTS)  # what is cut is cut between signs


def marked(text: str) -> tuple[list[Piece], str]:
    """The text in whichever ways a message may have it, and what is to be read of them."""
    return ["№1 ", Bold(text), " ", Italic(text), " ", text], f"№1 {text} {text} {text}"


@pytest.mark.shield("S7")
def test_whatever_people_write_is_delivered_literally() -> None:
    tried = 0
    for text in corpus(attacked(100, 700)):
        for pieces, wanted in (([text], text), marked(text)):
            shown = screen(paragraph(tuple(pieces)))
            html = parse_html(telegram.draw(shown, "ru").html).text
            plain = vk.draw(shown, "ru").text
            assert units(html) <= MOST
            assert units(plain) <= MOST
            html.encode()
            plain.encode()
            if units(wanted) <= MOST and wanted.strip():
                assert html == wanted
            if units(wanted) <= MOST // 2 and wanted.strip():  # VK needs a sign more for each that it would read
                assert plain.replace("\u200d", "") == wanted.replace("\u200d", "")
            tried += 1
    assert tried >= attacked(600, 2_000)
