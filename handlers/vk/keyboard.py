"""Keyboards: which rows a screen gets where VK has room for few, and what its buttons carry.

VK takes 10 buttons in 6 rows inside a message, so four things happen, in this order:
- «Меню» is left out, as it always stands below the field.
- A list that does not fit is a list of numbered lines, with the numbers for buttons.
- A page of a list holds as many entries as fit beside all other rows, whichever page it is.
- Rows are joined from below, the arrows with the way back first, then neighbours whose labels are short.
Only where a screen without a list has too many buttons the last before the way back are left out; ours have not.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import quote, urlencode

import orjson

from dialogs.kit.paging import MORE, NUMBERS_IN_A_ROW, Turning, paged
from dialogs.kit.phrase import say, speak
from dialogs.kit.screen import AnyButton, Button, LinkButton, Listing, Row, Screen, ShareButton
from dialogs.kit.spoken import label
from handlers.vk.clients import ALL, BELOW, TEXT
from handlers.vk.limits import BELOW_BUTTONS, BELOW_ROWS, LIMITS

MENU = say("Menu")
ROW_LETTERS = 36  # of labels together: what a phone shows of several buttons in one row without cutting them
ENOUGH = 7  # entries of a page: where two arrows leave room for fewer, one button turns the pages
_ARROWS = 2

Keyboard = dict[str, Any]
NativeButton = dict[str, Any]
_Rows = list[list[NativeButton]]


@dataclass(frozen=True, slots=True)
class _Room:
    """What is left for a list, and whether its pages are turned by two arrows or by one button."""

    size: int
    turning: Turning


def page_of(screen: Screen, client: str) -> Screen:
    """The page of its list that a screen shows, the turning buttons beside the way back; so nothing moves under the
    thumb from one page to the next.
    """
    bare = _without_menu(screen, client)
    listing = bare.listing
    if listing is None:
        return bare
    if _wide(bare, client) and client != BELOW and _may_be_numbered(listing):
        listing = replace(listing, numbered=True)
        bare = replace(bare, listing=listing)
    room = _room_of(bare, listing, client)
    page = paged(bare, room.size, room.turning, spare=False)
    return replace(page, buttons=_joined(page.buttons, bare, listing))


def _without_menu(screen: Screen, client: str) -> Screen:
    """Below the field it stands anyway."""
    if client not in (ALL, TEXT):
        return screen
    rows = (tuple(button for button in row if button.label != MENU) for row in screen.buttons)
    return replace(screen, buttons=tuple(row for row in rows if row))


def _may_be_numbered(listing: Listing) -> bool:
    """Whether the buttons alone name the things; a link says itself what it does."""
    alone = all(len(one.row) == 1 and isinstance(one.row[0], Button) and not one.text for one in listing.entries)
    return alone and not listing.above and listing.together == 1


def _wide(screen: Screen, client: str) -> bool:
    """Whether not all entries have a row of their own."""
    listing, (rows, buttons) = screen.listing, _room(client)
    around = (*(() if listing is None else listing.above), *screen.buttons)
    room = min(rows - len(around), buttons - sum(map(len, around)))
    return listing is not None and len(listing.entries) > room


def _room_of(screen: Screen, listing: Listing, client: str) -> _Room:
    """How many entries fit; the same for all pages, which have to follow each other."""
    rows, buttons = _room(client)
    around = (*listing.above, *screen.buttons)
    own = 1 if client == BELOW else 0  # «Меню», which comes with every screen there
    rows -= len(around) + own
    buttons -= sum(map(len, around)) + own
    widest = max((len(entry.row) for entry in listing.entries), default=1) or 1
    in_a_row = max(listing.together, NUMBERS_IN_A_ROW if listing.numbered and widest == 1 else 1)
    if len(listing.entries) <= min(rows * in_a_row, buttons // widest, listing.most):
        return _Room(listing.most, "arrows")
    rows -= not _joins(screen, _ARROWS)
    turning: Turning = "arrows" if (buttons - _ARROWS) // widest >= min(ENOUGH, listing.most) else "more"
    left = buttons - (_ARROWS if turning == "arrows" else 1)
    return _Room(max(1, min(rows * in_a_row, left // widest, listing.most)), turning)


def _joins(screen: Screen, turns: int) -> bool:
    return bool(screen.buttons) and len(screen.buttons[-1]) + turns <= LIMITS.row


def _joined(rows: tuple[Row, ...], screen: Screen, listing: Listing) -> tuple[Row, ...]:
    """The turning buttons in one row with the way back."""
    before = len(rows) - len(screen.buttons) - 1
    if before < 0 or not screen.buttons:
        return rows
    turns = rows[before]
    leads = all(isinstance(button, Button) and type(button.to) is type(listing.to) for button in turns)
    if not leads or not _turning(turns) or not _joins(screen, len(turns)):
        return rows
    return (*rows[:before], *rows[before + 1 : -1], turns + rows[-1])


def _turning(row: Row) -> bool:
    return row[-1].label in ("›", MORE)


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
