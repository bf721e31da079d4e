"""A screen becomes the arguments of a VK message: plain text, what of it is bold or a link, and a keyboard."""

import re
from dataclasses import dataclass, replace
from functools import partial

import orjson

from dialogs.kit.kept import drawn
from dialogs.kit.phrase import say
from dialogs.kit.screen import LinkButton, Paragraph, Picture, Screen, paragraph
from dialogs.kit.spoken import BREAK, Span, Spans, spoken, units
from handlers.vk.clients import ALL, BELOW, NO_KEYBOARD
from handlers.vk.keyboard import dumped, keyboard, page_of
from handlers.vk.limits import LIMITS
from handlers.vk.updates import NAME

# What VK takes for more than it says: @name, *id1 (words), [club1|words], and HTML signs such as &amp; and &#33;
_MARKUP = re.compile(r"(?<![\w.+-])@(?=\w)|\*(?=[A-Za-z][\w.]*\s*\()|\[(?=[^\[\]|\n]{1,200}\|)|&(?=#?\w{1,32};)")
_NO_BUTTONS = say("Your VK shows no buttons. You can write: now and soon, my plan, settings, help.")
_JOINER = "\u200d"  # nobody sees it; the sign before it means nothing any more
_KINDS = {"bold": "bold", "italic": "italic", "link": "url"}  # of format_data
_BETWEEN = Span(BREAK)


@dataclass(frozen=True, slots=True)
class Drawn:
    """What a call needs, as it carries it: `marks` is VK's format_data. Equal messages are equal values."""

    text: str
    marks: str | None
    keyboard: str | None
    inline: bool
    photo: Picture | None


def draw(screen: Screen, language: str, client: str = ALL) -> Drawn:
    """Draw a screen within VK's limits, for that kind of client."""
    return drawn(screen, (NAME, language, client), partial(_draw, screen, language, client))


def _draw(screen: Screen, language: str, client: str) -> Drawn:
    screen = plain(screen, client)
    if client in (BELOW, NO_KEYBOARD):
        screen = _links_in_words(screen)
    if client == NO_KEYBOARD:
        screen = Screen((*screen.text, paragraph(_NO_BUTTONS)), photo=screen.photo)
    text, marks = _written(spoken(screen.text, language, LIMITS.text, _plain))
    if not text.strip():
        text, marks = "…", None
    board = keyboard(screen.buttons, language, client)
    return Drawn(text, marks, dumped(board) if board else None, bool(board and board["inline"]), screen.photo)


def plain(screen: Screen, client: str) -> Screen:
    """The page of it that is shown. Nothing can be folded: the whole text is one press away, or there for whom nothing
    can be pressed.
    """
    screen = page_of(screen, client)
    if screen.fold is None:
        return screen
    if client == NO_KEYBOARD:
        return replace(screen, text=(*screen.text, *screen.fold.text), fold=None)
    rows = (*screen.buttons, (screen.fold.opens,)) if screen.buttons else ()
    return replace(screen, buttons=rows, fold=None)


def words(text: tuple[Paragraph, ...], language: str) -> Drawn:
    """Words that stand beside documents, if any."""
    return Drawn(*_written(spoken(text, language, LIMITS.text, _plain)), keyboard=None, inline=False, photo=None)


def _links_in_words(screen: Screen) -> Screen:
    """For apps that know no buttons with links: where these lead is told. A reminder without its link is none."""
    links = [button for row in screen.buttons for button in row if isinstance(button, LinkButton)]
    if not links:
        return screen
    told = paragraph(*((button.label, ": ", button.url) for button in links))
    rows = (tuple(button for button in row if not isinstance(button, LinkButton)) for row in screen.buttons)
    return replace(screen, text=(*screen.text, told), buttons=tuple(filter(None, rows)))


def _plain(text: str) -> str:
    """The words as they are, with nothing that VK would read as its markup."""
    return _MARKUP.sub(lambda sign: sign[0] + _JOINER, text)


def _written(texts: list[Spans]) -> tuple[str, str | None]:
    """The whole text, and the places of what is marked in it."""
    parts: list[str] = []
    items: list[dict[str, str | int]] = []
    at = 0
    for number, spans in enumerate(texts):
        for span in ([_BETWEEN] if number else []) + spans:
            length = units(span.text)
            if span.mark and length:
                item: dict[str, str | int] = {"type": _KINDS[span.mark], "offset": at, "length": length}
                items.append(item | {"url": span.url} if span.url else item)
            parts.append(span.text)
            at += length
    return "".join(parts), orjson.dumps({"version": "1", "items": items}).decode() if items else None
