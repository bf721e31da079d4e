"""Native updates become events; what is none of our business becomes None; nothing that comes is an error."""

import copy
import random
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dialogs.kit.event import (
    Act,
    Address,
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
)
from handlers.telegram.updates import WANTED, read_update
from tests.handlers.telegram.samples import (
    ALL,
    ANNA,
    ANONYMOUS_ADMIN,
    BOT,
    CARD,
    CHANNEL,
    CHANNEL_FORWARDER,
    FILE,
    GROUP,
    NO_WORDS,
    NOT_OURS,
    PHOTO,
    PRIVATE,
    Json,
    message,
    press,
)
from tests.handlers.telegram.samples import membership as changed

FILES = {
    "document": SentFile("BQACAgIAAxk", "план.pdf", "application/pdf", 4096),
    "photo": SentFile("AgACAgIAAxk", "photo.jpg", "image/jpeg", 1024, "Наш класс", photo=True),
    "video": SentFile("BQACAgIAAxk", "video.mp4", "video/mp4", 4096),
    "audio": SentFile("BQACAgIAAxk", "audio.mp3", "audio/mpeg", 4096),
    "animation": SentFile("BQACAgIAAxk", "animation.mp4", "video/mp4", 4096),
}
TOPIC = Address("telegram", "-1001234567890", "45")
CASES = settings(max_examples=150, deadline=None)
LEAVES: st.SearchStrategy[Any] = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.just(10**60),
    st.floats(allow_nan=False),
    st.text(),
    st.sampled_from(["\x00", "\ud83d", "/start \udc00", "/start", "session:7", "private", "kicked", "9" * 60]),
)
NAMES = st.one_of(
    st.text(max_size=5),
    st.sampled_from(["update_id", *WANTED, "from", "chat", "id", "data", "text", "type", "is_bot", "new_chat_member"]),
    st.sampled_from(["contact", "phone_number", "user_id", "document", "photo", "file_id", "file_name", "mime_type"]),
)
ANY_JSON = st.recursive(
    LEAVES, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(NAMES, inner, max_size=6), max_leaves=40
)


def read(update: object) -> Event:
    event = read_update(update, "42")
    assert event is not None
    return event


def act(update: object) -> Act:
    return read(update).act


def test_a_message_says_who_where_and_what() -> None:
    assert read(message(text="Привет")) == Event(
        id="731000001",
        bot="42",
        place=Address("telegram", "5000001"),
        user="5000001",
        act=Typed("Привет"),
        private=True,
        language="ru",
        message="12",
        name="Анна",
    )


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("/start", Opened()),
        ("/start session-s-001", Opened("session-s-001")),
        ("/start@fair_bot stand-47", Opened("stand-47")),
        ("/start  тайное слово", Opened()),
        ("/start !!!", Opened()),
        ("/start " + "a" * 64, Opened("a" * 64)),
        ("/start " + "a" * 65, Opened()),
        ("/now", Commanded("now")),
        ("/NOW", Commanded("now")),
        ("/bind@fair_bot  КОД 7 ", Commanded("bind", "КОД 7")),
        ("/bind\nв две строки", Commanded("bind", "в две строки")),
        ("/", Typed("/")),
        ("/привет", Typed("/привет")),
        ("/" + "a" * 33, Typed("/" + "a" * 33)),
        ("когда /start?", Typed("когда /start?")),
        ("", Typed("")),
        ("до\x00после", Typed("допосле")),
        ("пол\ud83dпары", Typed("пол?пары")),
        ("👍" * 4096, Typed("👍" * 4096)),
        ("я" * 5000, Typed("я" * 4096)),
    ],
)
def test_words_are_a_command_an_opening_or_words(text: str, wanted: Act) -> None:
    assert act(message(text=text)) == wanted


@pytest.mark.parametrize("kind", sorted(NO_WORDS.keys() - FILES.keys() - {"contact", "location", "venue"}))
def test_what_has_no_words_is_named_by_its_kind(kind: str) -> None:
    assert act(message(**NO_WORDS[kind])) == Sent(kind)


def test_a_place_says_where_it_is_and_one_that_is_on_no_map_does_not() -> None:
    assert act(message(**NO_WORDS["location"])) == Sent("location", spot=Spot(55.751, 37.618))
    assert act(message(**NO_WORDS["venue"])) == Sent("venue", spot=Spot(55.8, 37.6))
    for wrong in ({"latitude": 91, "longitude": 0}, {"latitude": "55", "longitude": 37}, {"latitude": 1.0}, {}):
        assert act(message(location=wrong)) == Sent("location")
    nowhere = {"latitude": float("nan"), "longitude": 1.0}
    assert act(message(location=nowhere)) == Sent("location")


@pytest.mark.parametrize("kind", NO_WORDS)
def test_in_a_group_contacts_and_files_are_things_that_are_sent(kind: str) -> None:
    assert act(message(chat=GROUP, **NO_WORDS[kind])) == Sent(kind)


@pytest.mark.parametrize("kind", FILES)
def test_a_file_says_how_it_is_called(kind: str) -> None:
    assert act(message(**NO_WORDS[kind])) == FILES[kind]


@pytest.mark.parametrize(
    ("told", "name", "of_type"),
    [
        ({"file_name": "../../etc/passwd"}, "passwd", "application/octet-stream"),
        ({"file_name": "C:\\тайна.pdf"}, "тайна.pdf", "application/octet-stream"),
        ({"file_name": "cod\u202efdp.exe\x00"}, "codfdp.exe", "application/octet-stream"),
        ({"file_name": "а" * 300 + ".pdf", "mime_type": "Application/PDF"}, "а" * 96 + ".pdf", "application/pdf"),
        ({"file_name": " . ", "mime_type": "application/pdf"}, "document.pdf", "application/pdf"),
        ({"file_name": 7, "mime_type": "чужой/тип"}, "document.bin", "application/octet-stream"),
    ],
)
def test_a_file_is_called_by_nothing_that_harms(told: Json, name: str, of_type: str) -> None:
    sent = act(message(document=FILE | told))
    assert isinstance(sent, SentFile)
    assert (sent.name, sent.media_type) == (name, of_type)


@pytest.mark.parametrize("handle", [None, "", 7, "a" * 301, "\x00"])
def test_a_file_that_nobody_can_ask_for_is_only_a_thing_that_was_sent(handle: object) -> None:
    assert act(message(document=FILE | {"file_id": handle})) == Sent("document")


def test_the_largest_photo_is_taken() -> None:
    sizes = [PHOTO, PHOTO | {"file_id": "AgACAgIAAxl", "file_size": 90_000}]
    assert act(message(photo=sizes)) == SentFile("AgACAgIAAxl", "photo.jpg", "image/jpeg", 90_000, photo=True)


CONTACT = NO_WORDS["contact"]["contact"]


def test_an_own_number_is_told_from_all_others() -> None:
    assert act(message(contact=CONTACT)) == SharedPhone("+79001234567", own=True)
    for foreign in (CONTACT | {"user_id": 7}, {"phone_number": "+79001234567"}, CONTACT | {"user_id": True}):
        assert act(message(contact=foreign)) == SharedPhone("+79001234567", own=False)


@pytest.mark.parametrize(
    "passed_on",
    [{"forward_origin": {"type": "hidden_user"}}, {"forward_from": ANNA}, {"forward_date": 1}, {"via_bot": BOT}],
)
def test_a_number_that_was_passed_on_is_nobodys_own(passed_on: Json) -> None:
    assert act(message(contact=CONTACT, **passed_on)) == SharedPhone("+79001234567", own=False)


def test_a_contact_without_a_number_is_only_a_thing_that_was_sent() -> None:
    assert act(message(contact={"first_name": "Анна"})) == Sent("contact")


def test_a_press_knows_its_message_and_wants_an_answer() -> None:
    event = read(press())
    assert (event.act, event.ticket, event.private) == (
        Pressed("session:7", Shown("11")),
        "21474836480000017",
        True,
    )


def test_a_press_on_a_photo_says_so() -> None:
    photo = press()["callback_query"]["message"] | {"photo": [PHOTO]}
    assert act(press(message=photo)) == Pressed("session:7", Shown("11", photo=True))


def test_a_press_on_a_message_that_telegram_forgot_still_counts() -> None:
    assert act(press(message={"message_id": 11, "chat": PRIVATE, "date": 0})) == Pressed("session:7", Shown("11"))
    inline = read(press(message=None, inline_message_id="AAAA"))
    assert (inline.act, inline.place.chat, inline.private) == (Pressed("session:7"), "5000001", True)


@pytest.mark.parametrize("data", ["", "9" * 60, "session:1_000", "session: 12 ", "session:7\x00", "\ud800", "я" * 64])
def test_forged_data_arrives_as_words_that_can_be_stored(data: str) -> None:
    pressed = act(press(data=data))
    assert isinstance(pressed, Pressed)
    assert "\x00" not in pressed.data
    pressed.data.encode()


def test_a_block_and_its_end_are_told() -> None:
    assert act(changed("kicked")) == Left()
    assert act(changed("left", chat=GROUP)) == Left()
    assert act(changed("member")) == Returned()


def test_a_group_is_no_private_place_and_may_have_threads() -> None:
    event = read(message(chat=GROUP, text="/menu@fair_bot", message_thread_id=45, is_topic_message=True))
    assert (event.private, event.forum, event.place) == (False, True, TOPIC)
    on = CARD | {"is_topic_message": True}
    assert read(press(message=on)).place == TOPIC
    assert read(message(**{"from": CHANNEL_FORWARDER}, chat=GROUP, text="Новость")).private is False


def test_a_row_of_replies_is_no_topic() -> None:
    group = {"id": -1001234567890, "title": "Чат", "type": "supergroup"}
    event = read(message(chat=group, text="/menu@fair_bot", message_thread_id=45))
    assert (event.forum, event.place) == (False, Address("telegram", "-1001234567890"))


def replying(to: Json, text: str = "Читали") -> Json:
    return message(chat=GROUP, text=text, message_thread_id=45, is_topic_message=True, reply_to_message=to)


def test_a_reply_knows_the_message_of_ours() -> None:
    assert act(replying(CARD)) == Typed("Читали", Shown("50"))
    assert act(replying(CARD | {"photo": [PHOTO]})) == Typed("Читали", Shown("50", photo=True))
    assert act(message(text="Спасибо", reply_to_message=CARD | {"chat": PRIVATE})) == Typed("Спасибо", Shown("50"))


def test_a_reply_to_somebody_else_or_to_nobody_is_only_words() -> None:
    made_by_us = CARD | {"message_id": 45, "forum_topic_created": {"name": "Вопросы"}}
    for to in (made_by_us, CARD | {"from": ANNA}, CARD | {"from": None}, CARD | {"message_id": "50"}, {}):
        assert act(replying(to)) == Typed("Читали")


def test_a_reply_by_a_picture_brings_its_words_and_its_album() -> None:
    sent = replying(CARD, "")["message"] | {"photo": [PHOTO], "caption": "Вот схема", "media_group_id": "137"}
    del sent["text"]
    of_us = Shown("50")
    assert act({"update_id": 1, "message": sent}) == replace(
        FILES["photo"], caption="Вот схема", reply_to=of_us, album="137"
    )
    voice = {name: value for name, value in sent.items() if name != "photo"} | NO_WORDS["voice"]
    assert act({"update_id": 1, "message": voice}) == Sent("voice", "Вот схема", of_us, "137")


def test_an_edit_brings_the_new_words_of_the_same_message() -> None:
    edited = {"update_id": 731000001, "edited_message": message(text="Привет!")["message"]}
    assert (read(edited).act, read(edited).message) == (Edited("Привет!"), "12")
    caption = message(photo=[PHOTO], caption="Наш класс")["message"]
    assert act({"update_id": 731000001, "edited_message": caption}) == Edited("Наш класс")
    commanded = message(text="/forget")["message"]
    assert act({"update_id": 731000001, "edited_message": commanded}) == Edited("/forget"), "it commands nothing"


@pytest.mark.parametrize("username", ["fair_bot", "Fair_Bot", ""])
def test_a_command_for_us_is_a_command(username: str) -> None:
    update = message(chat=GROUP, text="/bind@fair_bot КОД")
    event = read_update(update, "42", username)
    assert event is not None
    assert event.act == Commanded("bind", "КОД")


def test_a_command_for_another_bot_is_none_of_our_business() -> None:
    assert read_update(message(chat=GROUP, text="/bind@other_bot КОД"), "42", "fair_bot") is None


def test_an_administrator_without_a_name_is_anonymous() -> None:
    hidden = message(**{"from": ANONYMOUS_ADMIN}, sender_chat=GROUP, chat=GROUP, text="/bind КОД")
    event = read(hidden)
    assert (event.anonymous, event.act) == (True, Commanded("bind", "КОД"))
    assert read(press(**{"from": ANONYMOUS_ADMIN}, message=CARD)).anonymous
    assert read(message(chat=GROUP, text="/bind КОД", sender_chat=CHANNEL)).anonymous
    by_itself = message(chat=GROUP, text="Новость", sender_chat=CHANNEL, is_automatic_forward=True)
    assert not read(by_itself).anonymous
    assert not read(message(text="Привет")).anonymous


def test_a_group_that_became_another_says_which() -> None:
    event = read(message(chat=GROUP | {"type": "group"}, migrate_to_chat_id=-1005))
    assert (event.act, event.private) == (Moved("-1005"), False)
    assert act(message(**{"from": ANONYMOUS_ADMIN}, chat=GROUP, migrate_to_chat_id=-1005)) == Moved("-1005")


@pytest.mark.parametrize(
    ("standing", "wanted"),
    [
        ({"status": "restricted", "is_member": True, "can_send_messages": True}, Returned()),
        ({"status": "restricted", "is_member": True, "can_send_messages": False}, Left()),
        ({"status": "restricted", "is_member": False, "can_send_messages": True}, Left()),
        ({"status": "administrator"}, Returned()),
        ({"status": "kicked"}, Left()),
    ],
)
def test_what_we_may_do_in_a_group_is_told(standing: Json, wanted: Act) -> None:
    event = read(changed("", chat=GROUP, new_chat_member=standing, **{"from": ANONYMOUS_ADMIN}))
    assert (event.act, event.private) == (wanted, False)


@pytest.mark.parametrize("kind", NOT_OURS)
def test_what_is_none_of_our_business_is_nothing(kind: str) -> None:
    assert read_update(NOT_OURS[kind], "42") is None


@pytest.mark.parametrize("language", [None, "", "ru", "pt-br", "я" * 400, 7, "e\x00n", "\ud83d"])
def test_any_language_is_taken_as_it_is_told(language: object) -> None:
    known = read(message(**{"from": ANNA | {"language_code": language}}, text="Привет")).language
    assert len(known.encode()) <= 64
    assert "\x00" not in known


def check(update: object) -> None:
    """Nothing is raised, and what comes out can be stored in any database."""
    event = read_update(update, "42")
    if event is None:
        return
    words = [event.id, event.user, event.place.chat, event.place.thread, event.language, event.ticket]
    words += [value for name in ("data", "text", "payload", "argument") if (value := getattr(event.act, name, None))]
    words += [
        value
        for name in ("phone", "handle", "name", "media_type", "caption")
        if (value := getattr(event.act, name, None))
    ]
    for word in words:
        word.encode()
        assert "\x00" not in word
    assert len(event.id) <= 80
    assert len(event.user) <= 40
    assert len(event.place.thread) <= 40


@CASES
@given(ANY_JSON)
def test_any_json_is_an_event_or_nothing(update: object) -> None:
    check(update)
    check({"update_id": 7, "message": update})
    check({"update_id": 7, "callback_query": update})
    check({"update_id": 7, "my_chat_member": update})


@CASES
@given(st.sampled_from(ALL), st.lists(ANY_JSON, min_size=1, max_size=3), st.randoms(use_true_random=False))
def test_a_real_update_with_any_part_replaced_is_an_event_or_nothing(
    update: dict[str, Any], parts: list[object], dice: random.Random
) -> None:
    changed = copy.deepcopy(update)
    for part in parts:
        place: Any = changed
        while isinstance(place, dict) and place:
            name = dice.choice(sorted(place))
            if dice.random() < 0.3 or not isinstance(place[name], dict):
                place[name] = part
                break
            place = place[name]
    check(changed)
