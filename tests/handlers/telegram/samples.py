"""Updates as Telegram writes them: what is absent is not sent, never null."""

from typing import Any

Json = dict[str, Any]

ANNA: Json = {"id": 5000001, "is_bot": False, "first_name": "Анна", "username": "anna", "language_code": "ru"}
BOT: Json = {"id": 42, "is_bot": True, "first_name": "Ярмарка", "username": "fair_bot"}
ANONYMOUS_ADMIN: Json = {"id": 1087968824, "is_bot": True, "first_name": "Group", "username": "GroupAnonymousBot"}
CHANNEL_FORWARDER: Json = {"id": 777000, "is_bot": False, "first_name": "Telegram"}
PRIVATE: Json = {"id": 5000001, "first_name": "Анна", "username": "anna", "type": "private"}
GROUP: Json = {"id": -1001234567890, "title": "Стенд 47", "type": "supergroup", "is_forum": True}
CHANNEL: Json = {"id": -1009876543210, "title": "Новости салона", "type": "channel"}
NUMBER = 731000001


def message(**fields: Any) -> Json:
    """A message of Anna's in the private chat; `fields` replace or add, None takes away."""
    told = {"message_id": 12, "from": ANNA, "chat": PRIVATE, "date": 1763640000} | fields
    return {"update_id": NUMBER, "message": {name: value for name, value in told.items() if value is not None}}


def press(**fields: Any) -> Json:
    """Anna's press on a button of our message."""
    ours = {
        "message_id": 11,
        "from": BOT,
        "chat": PRIVATE,
        "date": 1763640000,
        "text": "Программа",
        "reply_markup": {"inline_keyboard": [[{"text": "Да", "callback_data": "session:7"}]]},
    }
    told = {
        "id": "21474836480000017",
        "from": ANNA,
        "message": ours,
        "chat_instance": "-3372036854775",
        "data": "session:7",
    } | fields
    return {"update_id": NUMBER, "callback_query": {name: value for name, value in told.items() if value is not None}}


def membership(status: str, **fields: Any) -> Json:
    """Our own standing in Anna's chat changed."""
    told = {
        "chat": PRIVATE,
        "from": ANNA,
        "date": 1763640100,
        "old_chat_member": {"user": BOT, "status": "member"},
        "new_chat_member": {"user": BOT, "status": status, "until_date": 0},
    } | fields
    return {"update_id": NUMBER, "my_chat_member": told}


CARD: Json = {"message_id": 50, "from": BOT, "chat": GROUP, "date": 1763640000, "text": "№14", "message_thread_id": 45}
PHOTO: Json = {"file_id": "AgACAgIAAxk", "file_unique_id": "AQADx", "file_size": 1024, "width": 90, "height": 60}
FILE: Json = {"file_id": "BQACAgIAAxk", "file_unique_id": "AgADx", "file_size": 4096}
NO_WORDS: dict[str, Json] = {
    "sticker": {"sticker": FILE | {"width": 512, "height": 512, "type": "regular", "emoji": "👍"}},
    "voice": {"voice": FILE | {"duration": 7, "mime_type": "audio/ogg"}},
    "audio": {"audio": FILE | {"duration": 180, "title": "Гимн"}},
    "video": {"video": FILE | {"width": 640, "height": 360, "duration": 12}},
    "video_note": {"video_note": FILE | {"length": 240, "duration": 5}},
    "animation": {"animation": FILE | {"width": 320, "height": 240, "duration": 3}, "document": FILE},
    "photo": {"photo": [PHOTO], "caption": "Наш класс"},
    "document": {"document": FILE | {"file_name": "план.pdf", "mime_type": "application/pdf"}},
    "location": {"location": {"latitude": 55.751, "longitude": 37.618}},
    "venue": {"venue": {"title": "ВДНХ", "address": "Москва"}, "location": {"latitude": 55.8, "longitude": 37.6}},
    "contact": {"contact": {"phone_number": "+79001234567", "first_name": "Анна", "user_id": 5000001}},
    "dice": {"dice": {"emoji": "🎲", "value": 4}},
    "poll": {"poll": {"id": "52", "question": "Придёте?", "options": [], "total_voter_count": 0}},
    "story": {"story": {"chat": CHANNEL, "id": 3}},
}
NOT_OURS: dict[str, Json] = {
    "an edited place": {"update_id": NUMBER, "edited_message": message(location={"latitude": 1.0})["message"]},
    "a channel post": {"update_id": NUMBER, "channel_post": {"message_id": 3, "chat": CHANNEL, "text": "Новость"}},
    "a message without a sender": message(**{"from": None}, text="Новость"),
    "another bot": message(**{"from": BOT}, text="/start"),
    "another bot's press": press(**{"from": BOT}),
    "a pinned message": message(pinned_message={"message_id": 3, "chat": PRIVATE, "date": 0}),
    "newcomers": message(chat=GROUP, new_chat_members=[ANNA]),
    "a topic made": message(chat=GROUP, forum_topic_created={"name": "Вопросы", "icon_color": 7322096}),
    "a game's press": press(data=None, game_short_name="chess"),
    "a press without an id": press(id=None),
    "restricted in a group": membership("restricted", chat=GROUP),
    "no standing at all": membership("member", new_chat_member={}),
    "a reaction": {"update_id": NUMBER, "message_reaction": {"chat": PRIVATE, "user": ANNA, "new_reaction": []}},
    "a kind of next year": {"update_id": NUMBER, "thought": {"from": ANNA, "chat": PRIVATE}},
    "no number": {"message": message(text="Привет")["message"]},
    "a number that is a word": message(text="Привет") | {"update_id": "731"},
    "a number that is a truth": message(text="Привет") | {"update_id": True},
    "a number below zero": message(text="Привет") | {"update_id": -1},
    "a number past all numbers": message(text="Привет") | {"update_id": 10**60},
    "a person past all numbers": message(**{"from": ANNA | {"id": 10**60}}, text="Привет"),
    "a person by a word": message(**{"from": ANNA | {"id": "5000001"}}, text="Привет"),
    "a place past all numbers": message(chat=PRIVATE | {"id": -(10**60)}, text="Привет"),
    "a text that is a number": message(text=7),
    "no object": {"update_id": NUMBER, "message": "Привет"},
}
ALL: tuple[Json, ...] = (
    message(text="Привет"),
    message(text="/start session-s-001", entities=[{"offset": 0, "length": 6, "type": "bot_command"}]),
    message(text="/now"),
    message(chat=GROUP, text="/menu@fair_bot", message_thread_id=45, is_topic_message=True),
    press(),
    press(message={"message_id": 11, "chat": PRIVATE, "date": 0}),
    press(message=None, inline_message_id="AAAA"),
    membership("kicked"),
    membership("member"),
    membership("restricted", chat=GROUP, new_chat_member={"status": "restricted", "is_member": True}),
    message(**{"from": ANONYMOUS_ADMIN}, sender_chat=GROUP, chat=GROUP, text="/bind 7"),
    message(chat=GROUP, text="Читали", message_thread_id=45, is_topic_message=True, reply_to_message=CARD),
    message(chat=GROUP, migrate_to_chat_id=-1005),
    *(message(**fields) for fields in NO_WORDS.values()),
    *NOT_OURS.values(),
)
