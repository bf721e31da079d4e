"""Keyboards: which rows a screen gets where VK has room for few, and what its buttons carry.

VK takes 10 buttons in 6 rows inside a message, so three things happen, in this order:
- A page of a list holds as many entries as fit beside all other rows, whichever page it is.
- Rows are joined from below, the arrows with the way back first, then neighbours whose labels are short.
- Only where a screen without a list has too many buttons the last before the way back are left out; ours have not.
"""

from collections.abc import Sequence
from typing import Any
from urllib.parse import quote, urlencode

import orjson

from dialogs.kit.phrase import say, speak
from dialogs.kit.screen import AnyButton, Button, LinkButton, Row, Screen, ShareButton
from dialogs.kit.spoken import label
from handlers.vk.clients import ALL, BELOW
from handlers.vk.limits import BELOW_BUTTONS, BELOW_ROWS, LIMITS

MENU = say("Menu")
ROW_LETTERS = 36  # of labels together: what a phone shows of several buttons in one row without cutting them
_ARROWS = 3
_LAST = 2  # buttons of the row with the way back, which the arrows join

Keyboard = dict[str, Any]
NativeButton = dict[str, Any]
_Rows = list[list[NativeButton]]


def entries_on_page(screen: Screen, client: str) -> int | None:
    """How many entries of its list fit; the same for all of its pages, which have to follow each other."""
    listing = screen.listing
    if listing is None:
        return None
    rows, buttons = _room(client)
    around = (*listing.above, *screen.buttons)
    own = 1 if client == BELOW else 0  # «Меню», which comes with every screen there
    rows -= len(around) + own
    buttons -= sum(map(len, around)) + own
    widest = max((len(entry.row) for entry in listing.entries), default=1) or 1
    if listing.numbered:  # short buttons, a row of which holds several entries
        rows *= LIMITS.row // widest
    if len(listing.entries) <= min(rows, buttons // widest, listing.most):
        return listing.most
    joined = bool(screen.buttons) and len(screen.buttons[-1]) <= _LAST
    return max(1, min(rows - (not joined), (buttons - _ARROWS) // widest, listing.most))


def rows_of(screen: Screen, page: Screen) -> tuple[Row, ...]:
    """The rows of a page, its arrows beside the way back on every page, so that nothing moves under the thumb."""
    if screen.listing is None or len(screen.buttons) != 1 or len(page.buttons) < 2:
        return page.buttons
    *others, arrows, last = page.buttons
    turns = any(isinstance(button, Button) and type(button.to) is type(screen.listing.to) for button in arrows)
    return (*others, arrows + last) if turns and len(arrows) == _ARROWS and len(last) <= _LAST else page.buttons


def keyboard(rows: Sequence[Row], language: str, client: str) -> Keyboard | None:
    """The keyboard of a plain screen."""
    drawn = [[_button(button, language, client) for button in row] for row in rows]
    if client == BELOW:
        menu = speak(MENU, language)
        if all(_said(button) != menu for row in drawn for button in row):
            drawn.append([menu_button(language)])
    if not drawn:
        return None
    return {"one_time": False, "inline": client != BELOW, "buttons": _laid_out(drawn, *_room(client))}


def menu_below(language: str) -> Keyboard:
    """The keyboard that stays below the field of everybody whose screens bring their own."""
    return {"one_time": False, "inline": False, "buttons": [[menu_button(language)]]}


def menu_button(language: str) -> NativeButton:
    return _native("text", speak(MENU, language), {"command": "menu"})


def dumped(keyboard: Keyboard) -> str:
    """A keyboard as calls carry it."""
    return orjson.dumps(keyboard).decode()


def _room(client: str) -> tuple[int, int]:
    return (BELOW_ROWS, BELOW_BUTTONS) if client == BELOW else (LIMITS.rows, LIMITS.buttons)


def _button(button: AnyButton, language: str, client: str) -> NativeButton:
    words = label(button, language, LIMITS.label)
    if isinstance(button, ShareButton):
        share = f"https://vk.com/share.php?{urlencode({'url': button.url, 'title': button.words}, quote_via=quote)}"
        return {"action": {"type": "open_link", "label": words, "link": share}}
    if isinstance(button, LinkButton):
        return {"action": {"type": "open_link", "label": words, "link": button.url}}
    return _native("callback" if client == ALL else "text", words, {"r": button.to.pack()})


def _native(kind: str, words: str, payload: dict[str, str]) -> NativeButton:
    action = {"type": kind, "label": words, "payload": orjson.dumps(payload).decode()}
    return {"action": action, "color": "secondary"}


def _laid_out(rows: _Rows, most_rows: int, most_buttons: int) -> _Rows:
    """Within the limits of VK."""
    rows = [part for row in rows for part in _broken(row)]
    while len(rows) > 1 and sum(map(len, rows)) > most_buttons:
        del rows[-2][-1:]
        rows = [row for row in rows if row]
    while len(rows) > most_rows:
        at = _joint(rows)
        if at is None:
            del rows[-2]
        else:
            rows[at : at + 2] = [rows[at] + rows[at + 1]]
    return rows


def _broken(row: list[NativeButton]) -> _Rows:
    """A row that is too long as several of one length."""
    count = -(-len(row) // LIMITS.row) or 1
    width = -(-len(row) // count) or 1
    return [row[at : at + width] for at in range(0, len(row), width)]


def _joint(rows: _Rows) -> int | None:
    """The row to be joined with the next one: the lowest two with short labels, else the two with the shortest."""
    joints = [at for at in range(len(rows) - 2, -1, -1) if len(rows[at]) + len(rows[at + 1]) <= LIMITS.row]
    if not joints:
        return None
    lengths = [sum(len(_said(button)) for button in rows[at] + rows[at + 1]) for at in joints]
    short = (at for at, length in zip(joints, lengths, strict=True) if length <= ROW_LETTERS)
    return next(short, joints[lengths.index(min(lengths))])


def _said(button: NativeButton) -> str:
    words: str = button["action"]["label"]
    return words
