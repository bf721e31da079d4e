"""A native update, as decoded JSON, becomes an event; what is none of our business becomes None.

Read leniently on purpose: a field that a new Bot API version adds, changes or leaves out must not stop the queue.
"""

import re
from collections.abc import Mapping
from typing import Any

from dialogs.kit.event import (
    Act,
    Address,
    Asked,
    Commanded,
    Edited,
    Event,
    Left,
    Moved,
    Opened,
    Pressed,
    Returned,
    Sent,
    SentFile,
    SharedPhone,
    Shown,
    Spot,
    Typed,
    spot_at,
)
from dialogs.kit.filenames import PLAIN, file_name, media_type, unnamed
from dialogs.kit.words import clean

NAME = "telegram"
# Posts of channels are nobody's words.
WANTED = ("message", "edited_message", "callback_query", "inline_query", "my_chat_member")

_COMMAND = re.compile(r"/([A-Za-z0-9_]{1,32})(?:@(\w+))?(?:\s+(.*))?", re.DOTALL)
_PAYLOAD = re.compile(r"[A-Za-z0-9_-]{1,64}")
_LONGEST_TEXT = 4096  # twice the longest that anything takes: who writes more is told so by what they wrote to
_LONGEST_NAME = 256
_LONGEST_TICKET = 200
_LONGEST_QUERY = 256
_LONGEST_DATA = 64  # of a button, in bytes: a longer one is none of ours
_LONGEST_HANDLE = 300
_LONGEST_PHONE = 40
_LONGEST_ALBUM = 40
_SENT = (  # a venue is told as a location too, an animation as a document
    *("sticker", "voice", "audio", "video_note", "video", "animation", "photo", "document", "venue", "location"),
    *("contact", "poll", "dice", "story", "game", "paid_media", "checklist"),
)
_FILES = {  # in the order in which they are looked for, with the type that they have without saying so
    "animation": "video/mp4",
    "document": PLAIN,
    "photo": "image/jpeg",
    "video": "video/mp4",
    "audio": "audio/mpeg",
}
_MAX_ID = 2**63
_ANONYMOUS = 1087968824  # stands for administrators who hide their names


def read_update(update: object, bot: str, username: str = "") -> Event | None:
    """The event of an update; `bot` is our own id, `username` our name there, if it is known already."""
    match update:
        case {"update_id": int(number), "message": {"chat": {}, "from": {}} as message}:
            return _written(number, bot, message, _said(message, bot, username))
        case {"update_id": int(number), "edited_message": {"chat": {}, "from": {}} as message}:
            return _written(number, bot, message, _edited(message))
        case {"update_id": int(number), "callback_query": {"id": str(ticket), "from": {} as who} as query}:
            on = query.get("message")
            chat = on.get("chat") if isinstance(on, Mapping) else None
            place = chat if isinstance(chat, Mapping) else {"id": who.get("id"), "type": "private"}
            thread = _thread(on) if isinstance(on, Mapping) else None
            return _event(number, bot, place, who, _pressed(query), thread, ticket=clean(ticket[:_LONGEST_TICKET]))
        case {"update_id": int(number), "inline_query": {"id": str(ticket), "from": {} as who, "query": str(query)}}:
            asked = Asked(clean(query[:_LONGEST_QUERY]), clean(ticket[:_LONGEST_TICKET]))
            return _event(number, bot, {"id": who.get("id"), "type": "private"}, who, asked)
        case {"update_id": int(number), "my_chat_member": {"chat": {} as chat, "from": {} as who} as change}:
            return _event(number, bot, chat, who, _membership(change))
    return None


def _written(number: int, bot: str, message: Mapping[str, Any], act: Act | None) -> Event | None:
    chat, who, own = message["chat"], message["from"], message.get("message_id")
    thread, called = _thread(message), str(own) if _is_id(own) else ""
    return _event(number, bot, chat, who, act, thread, hidden=_hides(message), message=called)


def _event(
    number: int,
    bot: str,
    chat: Mapping[str, Any],
    who: Mapping[str, Any],
    act: Act | None,
    thread: object = None,
    ticket: str = "",
    *,
    hidden: bool = False,
    message: str = "",
) -> Event | None:
    user, place = who.get("id"), chat.get("id")
    if act is None or not (_is_id(user) and _is_id(place) and _is_number(number)):
        return None
    anonymous = hidden or user == _ANONYMOUS
    if who.get("is_bot") is True and not (anonymous or isinstance(act, Left | Returned | Moved)):
        return None
    language, name, title = who.get("language_code"), who.get("first_name"), chat.get("title")
    return Event(
        id=str(number),
        bot=bot,
        place=Address(NAME, str(place), str(thread) if _is_id(thread) else ""),
        user=str(user),
        act=act,
        private=chat.get("type") == "private",
        language=clean(language[:16]) if isinstance(language, str) else "",
        ticket=ticket,
        message=message,
        name=clean(name[:_LONGEST_NAME]) if isinstance(name, str) else "",
        anonymous=anonymous,
        forum=chat.get("is_forum") is True,
        title=clean(title[:_LONGEST_NAME]) if isinstance(title, str) else "",
    )


def _hides(message: Mapping[str, Any]) -> bool:
    """Whether the group itself is said to have written this, or a channel; what channels post by themselves is not."""
    match message.get("sender_chat"):
        case {"id": _}:
            return message.get("is_automatic_forward") is not True
    return False


def _thread(message: Mapping[str, Any]) -> object:
    """The topic; elsewhere a thread is only a row of replies."""
    return message.get("message_thread_id") if message.get("is_topic_message") is True else None


def _is_id(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and -_MAX_ID < value < _MAX_ID and value != 0


def _is_number(value: int) -> bool:
    return value is not True and value is not False and 0 <= value < _MAX_ID


def _said(message: Mapping[str, Any], bot: str, username: str) -> Act | None:
    text, moved = message.get("text"), message.get("migrate_to_chat_id")
    if _is_id(moved):
        return Moved(str(moved))
    if isinstance(text, str):
        return None if _by_us(message, bot) else _words(clean(text[:_LONGEST_TEXT]), username, _replied(message, bot))
    kind = next((kind for kind in _SENT if kind in message), None)
    if kind is None:
        return None
    private, reply_to = message["chat"].get("type") == "private", _replied(message, bot)
    if not private and reply_to is None:  # between people
        return Sent(kind)
    phone = _phone(message) if private else None
    spot = _spot(message) if private else None
    return phone or _file(message, reply_to) or Sent(kind, _caption(message), reply_to, _album(message), spot)


def _by_us(message: Mapping[str, Any], bot: str) -> bool:
    """What somebody chose from our own offers and put there: those are no words of theirs."""
    match message.get("via_bot"):
        case {"id": int(number)}:
            return str(number) == bot
    return False


def _edited(message: Mapping[str, Any]) -> Edited | None:
    """New words in place of those of an own message, or beside what it holds."""
    text = message.get("text")
    words = clean(text[:_LONGEST_TEXT]) if isinstance(text, str) else _caption(message)
    return Edited(words) if words.strip() else None


def _caption(message: Mapping[str, Any]) -> str:
    caption = message.get("caption")
    return clean(caption[:_LONGEST_TEXT]) if isinstance(caption, str) else ""


def _album(message: Mapping[str, Any]) -> str:
    album = message.get("media_group_id")
    return clean(album[:_LONGEST_ALBUM]) if isinstance(album, str) else ""


def _phone(message: Mapping[str, Any]) -> SharedPhone | None:
    """A contact. Telegram names its person, who is the sender for sure only where nobody passed it on."""
    match message.get("contact"):
        case {"phone_number": str(phone), **more}:
            passed_on = "via_bot" in message or any(name.startswith("forward_") for name in message)
            own = _is_id(more.get("user_id")) and more["user_id"] == message["from"].get("id") and not passed_on
            return SharedPhone(clean(phone[:_LONGEST_PHONE]), own)
    return None


def _spot(message: Mapping[str, Any]) -> Spot | None:
    """A place; that of a venue too."""
    match message.get("location"):
        case {"latitude": latitude, "longitude": longitude}:
            return spot_at(latitude, longitude)
    return None


def _file(message: Mapping[str, Any], reply_to: Shown | None) -> SentFile | None:
    for kind, usual in _FILES.items():
        told = message.get(kind)
        if kind == "photo" and isinstance(told, list) and told:
            told = told[-1]  # the largest
        if isinstance(told, Mapping) and (handle := _handle(told)):
            of_type = media_type(told.get("mime_type"), usual)
            size = told.get("file_size")
            return SentFile(
                handle,
                file_name(told.get("file_name"), unnamed(kind, of_type)),
                of_type,
                size if isinstance(size, int) and _is_number(size) else None,
                _caption(message),
                reply_to,
                _album(message),
                photo=kind == "photo",
            )
    return None


def _handle(told: Mapping[str, Any]) -> str:
    """By what the file can be asked for; empty where it cannot."""
    handle = told.get("file_id")
    return handle if isinstance(handle, str) and len(handle) <= _LONGEST_HANDLE and clean(handle) == handle else ""


def _replied(message: Mapping[str, Any], bot: str) -> Shown | None:
    """The message of ours that it replies to; in a topic all messages name the one that made it."""
    match message.get("reply_to_message"):
        case {"forum_topic_created": _}:
            return None
        case {"message_id": int(number), "from": {"id": int(author)}, **more} if str(author) == bot and _is_id(number):
            return Shown(str(number), bool(more.get("photo")))
    return None


def _words(text: str, username: str, reply_to: Shown | None) -> Act | None:
    command = _COMMAND.fullmatch(text.strip())
    if command is None:
        return Typed(text, reply_to)
    if username and command[2] and command[2].lower() != username.lower():
        return None  # another bot's
    name, argument = command[1].lower(), (command[3] or "").strip()
    if name == "start":
        return Opened(argument if _PAYLOAD.fullmatch(argument) else "")
    return Commanded(name, argument)


def _pressed(query: Mapping[str, Any]) -> Act | None:
    data, message = query.get("data"), query.get("message")
    if not isinstance(data, str):
        return None
    on = None
    if isinstance(message, Mapping) and _is_id(message.get("message_id")):
        on = Shown(str(message["message_id"]), bool(message.get("photo")))
    return Pressed(clean(data) if len(data) <= _LONGEST_DATA else "", on)


def _membership(change: Mapping[str, Any]) -> Act | None:
    match change:
        case {"new_chat_member": {"status": "kicked" | "left"}}:
            return Left()
        case {
            "new_chat_member": {"status": "restricted", "is_member": bool(member), "can_send_messages": bool(writes)}
        }:
            return Returned() if member and writes else Left()
        case {"new_chat_member": {"status": "member" | "administrator" | "creator"}}:
            return Returned()
    return None
