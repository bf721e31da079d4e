"""A native event, as decoded JSON, becomes an event of ours; what is none of our business becomes None.

Read leniently on purpose: a field that a new API version adds, changes or leaves out must not stop the queue.
"""

import re
from collections.abc import Mapping
from typing import Any

from dialogs.engine.wire import loads
from dialogs.kit.event import (
    Act,
    Address,
    Commanded,
    Edited,
    Event,
    File,
    Left,
    Opened,
    Pressed,
    Returned,
    Sent,
    SentFile,
    Shown,
    Spot,
    Typed,
    spot_at,
)
from dialogs.kit.filenames import file_name, type_of
from dialogs.kit.words import clean
from handlers.vk.clients import ALL, client_of
from handlers.vk.limits import FIRST_CHAT

NAME = "vk"
WANTED = ("message_new", "message_edit", "message_event", "message_allow", "message_deny")
START_WORDS = frozenset({"начать", "start"})

_MENTION = r"\[club(\d+)\|[^\]\n]{0,100}\]"  # of a community, as VK writes it
_COMMAND = re.compile(rf"/([A-Za-z0-9_]{{1,32}})(?:@\w+|{_MENTION})?(?:\s+(.*))?", re.DOTALL)
_ADDRESS = re.compile(rf"\s*(?:{_MENTION}|@club(\d+)\b),?\s*", re.IGNORECASE)
_REF = re.compile(r"[A-Za-z0-9_-]{1,64}")
_EXTENSION = re.compile(r"[A-Za-z0-9]{1,10}")
_KIND = re.compile(r"[a-z_]{1,32}")
_LANGUAGES = {0: "ru", 1: "uk", 2: "be", 3: "en", 4: "es", 5: "fi", 6: "de", 7: "it", 97: "kk"}
_LONGEST_TEXT = 4_096  # twice the longest that anything takes: who writes more is told so by what they wrote to
_LONGEST_PAYLOAD = 1_000
_LONGEST_ID = 80
_LONGEST_URL = 1_500
_MOST_FILES = 10  # of one message
_LEFT_OUT = ("audio", "audio_message", "graffiti", "poll", "story", "video")  # what is not passed on beside words


def read_update(update: object, bot: str) -> Event | None:
    """The event of an update that is meant for the community `bot`."""
    match update:
        case {"type": str(kind), "event_id": str(number), "group_id": group, "object": {} as what} if (
            0 < len(number) <= _LONGEST_ID and _number(group) == bot
        ):
            return _event(kind, clean(number), bot, what)
    return None


def _event(kind: str, number: str, bot: str, what: Mapping[str, Any]) -> Event | None:
    match kind, what:
        case "message_new", {"message": {"from_id": user, "peer_id": peer} as message}:
            info = what.get("client_info")
            told = info if isinstance(info, Mapping) else {}
            act = _happened(message, bot) if message.get("action") else _said(message, bot, private=user == peer)
            own = _number(message.get("conversation_message_id"))
            return _made(number, bot, user, peer, act, language=_language(told), client=client_of(info), message=own)
        case "message_edit", {"from_id": user, "peer_id": peer}:
            own = _number(what.get("conversation_message_id"))
            return _made(number, bot, user, peer, _edited(what, bot), message=own)
        case "message_event", {"user_id": user, "peer_id": peer, "event_id": str(ticket)}:
            return _made(number, bot, user, peer, _pressed(what), ticket=clean(ticket[:200]), client=ALL)
        case "message_deny", {"user_id": user}:
            return _made(number, bot, user, user, Left())
        case "message_allow", {"user_id": user}:
            return _made(number, bot, user, user, Returned())
    return None


def _made(
    number: str,
    bot: str,
    user: object,
    peer: object,
    act: Act | None,
    *,
    language: str = "",
    ticket: str = "",
    client: str | None = None,
    message: str = "",
) -> Event | None:
    """The event of a person who acts in their own dialog with us or in a chat of several."""
    who, where = _number(user), _number(peer)
    private = where == who
    if act is None or not who or not where or not (private or int(where) >= FIRST_CHAT):
        return None
    seen_by = client if private else None
    return Event(number, bot, Address(NAME, where), who, act, private, language, ticket, message, seen_by)


def _number(value: object) -> str:
    """An id of a person or a chat as text; empty for what is none, such as a community's, which is below zero."""
    fine = isinstance(value, int) and not isinstance(value, bool) and 0 < value < 2**63
    return str(value) if fine else ""


def _language(told: Mapping[str, Any]) -> str:
    number = told.get("lang_id")
    return _LANGUAGES.get(number, "") if isinstance(number, int) else ""


def _happened(message: Mapping[str, Any], bot: str) -> Act | None:
    """What became of a chat: whether we are in it is our business, who else is and what it is called are not."""
    match message["action"]:
        case {"type": "chat_kick_user", "member_id": int(member)} if str(member) == f"-{bot}":
            return Left()
        case {"type": "chat_invite_user", "member_id": int(member)} if str(member) == f"-{bot}":
            return Returned()
    return None


def _said(message: Mapping[str, Any], bot: str, *, private: bool) -> Act | None:
    if message.get("out") == 1:  # our own words
        return None
    payload, ref = _payload(message.get("payload")), message.get("ref")
    if (act := _of_payload(payload, None)) is not None and not isinstance(act, Opened):
        return act
    if isinstance(ref, str) and _REF.fullmatch(ref):
        return Opened(ref)
    if act is not None:
        return act
    words, reply_to = _text(message), _replied(message, bot)
    if words.strip():
        act = _words(words, bot, reply_to, private=private)
        if not isinstance(act, Typed) or not (private or reply_to is not None):
            return act
        words = act.text
    elif not private and reply_to is None:
        return Sent(_kind(message))
    if files := _files(message):
        first, *more = files
        told = (first.handle, first.name, first.media_type, first.size)
        return SentFile(*told, words, reply_to, photo=first.photo, more=tuple(more))
    kind, spot = _kind(message), _spot(message) if private else None
    return act if act is not None and kind not in _LEFT_OUT else Sent(kind, words, reply_to, spot=spot)


def _edited(message: Mapping[str, Any], bot: str) -> Edited | None:
    """New words in place of those of an own message, or beside what it holds."""
    words = _text(message)
    if message.get("out") == 1 or not words.strip():
        return None
    address = _ADDRESS.match(words)
    return Edited(words[address.end() :] if address is not None and bot in address.groups() else words)


def _text(message: Mapping[str, Any]) -> str:
    text = message.get("text")
    return clean(text[:_LONGEST_TEXT]) if isinstance(text, str) else ""


def _files(message: Mapping[str, Any]) -> list[File]:
    """The documents and photos; VK gives each at an address, which is all that is needed to fetch it."""
    attached = message.get("attachments")
    found: list[File] = []
    for one in attached[:_MOST_FILES] if isinstance(attached, list) else ():
        match one:
            case {"type": "doc", "doc": {"url": str(url)} as told} if _is_address(url):
                name = _document_name(told)
                size = told.get("size")
                fine = isinstance(size, int) and not isinstance(size, bool) and 0 <= size < 2**63
                found.append(File(url, name, type_of(name), size if fine else None))
            case {"type": "photo", "photo": {} as told} if url := _largest(told):
                found.append(File(url, "photo.jpg", "image/jpeg", None, photo=True))
    return found


def _is_address(url: str) -> bool:
    return url.startswith(("https://", "http://")) and len(url) <= _LONGEST_URL and clean(url) == url


def _document_name(told: Mapping[str, Any]) -> str:
    """A document's title, which may lack the extension."""
    extension = told.get("ext")
    ending = f".{extension.lower()}" if isinstance(extension, str) and _EXTENSION.fullmatch(extension) else ""
    name = file_name(told.get("title"), "document")
    return name if name.lower().endswith(ending) else file_name(name + ending, "document")


def _largest(photo: Mapping[str, Any]) -> str:
    """The address of the largest size of a photo; empty where there is none."""
    sizes = photo.get("sizes")
    found: list[tuple[int, str]] = []
    for size in sizes if isinstance(sizes, list) else ():
        match size:
            case {"url": str(url), "width": int(width), "height": int(height)} if _is_address(url):
                found.append((width * height, url))
    return max(found)[1] if found else ""


def _replied(message: Mapping[str, Any], bot: str) -> Shown | None:
    """The message of ours that it replies to."""
    match message.get("reply_message"):
        case {"from_id": int(author), "conversation_message_id": place} if str(author) == f"-{bot}" and _number(place):
            return Shown(_number(place))
    return None


def _of_payload(payload: Mapping[str, Any], on: Shown | None) -> Act | None:
    """What a button of ours carried, which anybody can forge."""
    match payload:
        case {"r": str(data)}:
            return Pressed(clean(data), on)
        case {"command": "start"}:
            return Opened()
        case {"command": "menu"}:
            return Commanded("menu")
    return None


def _payload(given: object) -> Mapping[str, Any]:
    """A payload as VK gives it: an object, or JSON text of one."""
    if isinstance(given, str) and len(given) <= _LONGEST_PAYLOAD:
        try:
            given = loads(given)
        except ValueError:
            return {}
    return given if isinstance(given, Mapping) else {}


def _words(text: str, bot: str, reply_to: Shown | None, *, private: bool) -> Act:
    """What words mean: in a chat of several a command begins with a slash."""
    address = _ADDRESS.match(text)  # so people talk to bots in chats
    if address is not None and bot in address.groups():
        text = text[address.end() :]
    word = text.strip().lower()
    if private and word in START_WORDS:
        return Opened()
    command = _COMMAND.fullmatch(text.strip())
    if command is None or command[2] not in (None, bot):
        return Typed(text, reply_to)
    name, argument = command[1].lower(), (command[3] or "").strip()
    if name == "start":
        return Opened(argument if _REF.fullmatch(argument) else "")
    return Commanded(name, argument)


def _kind(message: Mapping[str, Any]) -> str:
    if message.get("geo"):
        return "location"
    match message.get("attachments"):
        case [{"type": str(kind)}, *_] if _KIND.fullmatch(kind):
            return kind
    return "message"  # forwarded, or of a kind that this API version cannot tell


def _spot(message: Mapping[str, Any]) -> Spot | None:
    """A place; of a named one too."""
    match message.get("geo"):
        case {"coordinates": {"latitude": latitude, "longitude": longitude}}:
            return spot_at(latitude, longitude)
    return None


def _pressed(what: Mapping[str, Any]) -> Act | None:
    place = _number(what.get("conversation_message_id"))
    payload = _payload(what.get("payload"))
    return _of_payload(payload, Shown(place) if place else None) if payload else None
