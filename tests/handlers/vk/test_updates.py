"""Native events become events of ours; what is none of our business becomes None; nothing that comes is an error."""

import copy
import json
import random
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
    Opened,
    Pressed,
    Returned,
    Sent,
    SentFile,
    Shown,
    Spot,
    Typed,
)
from handlers.vk.updates import WANTED, read_update
from tests.handlers.vk.samples import (
    ALL,
    CARD,
    CHAT,
    CLIENT,
    DOC,
    EVENT,
    GROUP,
    NO_WORDS,
    NOT_OURS,
    PHOTO,
    VIKTOR,
    message,
    press,
    update,
)

OFFICE = "application/vnd.openxmlformats-officedocument"
CASES = settings(max_examples=150, deadline=None)
LEAVES: st.SearchStrategy[Any] = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.just(10**60),
    st.floats(allow_nan=False),
    st.text(),
    st.sampled_from(["\x00", "\ud83d", "/start \udc00", "Начать", '{"r":"session:7"}', "[" * 500, "2020", "9" * 60]),
)
NAMES = st.one_of(
    st.text(max_size=5),
    st.sampled_from(
        ["type", "event_id", "group_id", "object", "message", "from_id", "peer_id", "payload", "text", "r"]
    ),
    st.sampled_from(["attachments", "doc", "photo", "url", "title", "ext", "size", "sizes", "width", "height"]),
)
ANY_JSON = st.recursive(
    LEAVES, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(NAMES, inner, max_size=6), max_leaves=40
)


def read(told: object) -> Event:
    event = read_update(told, "2020")
    assert event is not None
    return event


def act(told: object) -> Act:
    return read(told).act


def test_a_message_says_who_where_what_and_by_which_client() -> None:
    assert read(message()) == Event(
        id=EVENT,
        bot="2020",
        place=Address("vk", str(VIKTOR)),
        user=str(VIKTOR),
        act=Typed("Привет"),
        private=True,
        language="ru",
        message="12",
        client="",
    )


@pytest.mark.parametrize(
    "began",
    [
        {"text": "Начать", "payload": '{"command":"start"}'},
        {"text": "Начать", "payload": {"command": "start"}},
        {"text": "Get started", "payload": '{"command": "start"}'},
        {"text": "Начать"},
        {"text": " начать "},
        {"text": "start"},
        {"text": "Start"},
        {"text": "/start"},
        {"text": "Начать", "payload": '{"command":"start"}', "ref": ""},
        {"text": "Начать", "payload": '{"command":"start"}', "ref": "тайное слово"},
        {"text": "Начать", "ref": "a" * 65},
    ],
)
def test_the_beginning_in_all_its_forms(began: dict[str, Any]) -> None:
    assert act(message(**began)) == Opened()


@pytest.mark.parametrize(
    "followed",
    [
        {"text": "Начать", "payload": '{"command":"start"}', "ref": "session-reading", "ref_source": "link"},
        {"text": "Здравствуйте", "ref": "session-reading"},
        {"text": "", "ref": "session-reading"},
        {"text": "/start session-reading"},
    ],
)
def test_a_deep_link_is_followed_the_first_time_and_later(followed: dict[str, Any]) -> None:
    assert act(message(**followed)) == Opened("session-reading")


def test_a_press_of_an_old_client_wins_over_a_link_followed_before() -> None:
    assert act(message(text="План", payload='{"r":"plan"}', ref="session-reading")) == Pressed("plan")


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("/now", Commanded("now")),
        ("/NOW", Commanded("now")),
        ("/bind  КОД 7 ", Commanded("bind", "КОД 7")),
        ("[club2020|Салон], /bind КОД", Commanded("bind", "КОД")),
        ("[club2020|@fair] меню", Typed("меню")),
        ("@club2020 /bind КОД", Commanded("bind", "КОД")),
        ("@CLUB2020, /bind\nКОД", Commanded("bind", "КОД")),
        ("/bind@fair КОД", Commanded("bind", "КОД")),
        ("/bind[club2020|@fair] КОД", Commanded("bind", "КОД")),
        ("[club2020|@fair] где зал?", Typed("где зал?")),
        ("[club77|@other] /bind КОД", Typed("[club77|@other] /bind КОД")),
        ("@club20201 /bind КОД", Typed("@club20201 /bind КОД")),
        ("/bind[club77|@other] КОД", Typed("/bind[club77|@other] КОД")),
        ("Меню", Typed("Меню")),
        ("menu", Typed("menu")),
        ("/привет", Typed("/привет")),
        ("где меню?", Typed("где меню?")),
        ("Помощь", Typed("Помощь")),
        ("мой план", Typed("мой план")),
        ("Сейчас и скоро", Typed("Сейчас и скоро")),
        ("настройки", Typed("настройки")),
        ("СТОП", Typed("СТОП")),
        ("стоп-кадр", Typed("стоп-кадр")),
        ("начать с начала", Typed("начать с начала")),
        ("до\x00после", Typed("допосле")),
        ("пол\ud83dпары", Typed("пол?пары")),
        ("я" * 10_000, Typed("я" * 4_096)),
    ],
)
def test_words_are_a_command_or_words(text: str, wanted: Act) -> None:
    assert act(message(text=text)) == wanted


@pytest.mark.parametrize("kind", sorted(NO_WORDS.keys() - {"location"}))
def test_what_has_no_words_is_named_by_its_kind(kind: str) -> None:
    assert act(message(text="", **NO_WORDS[kind])) == Sent(kind)


def test_a_place_says_where_it_is_and_one_that_is_on_no_map_does_not() -> None:
    assert act(message(text="", **NO_WORDS["location"])) == Sent("location", spot=Spot(55.7, 37.6))
    for wrong in ({"type": "point"}, {"coordinates": {"latitude": 91, "longitude": 0}}, {"coordinates": 7}, "здесь"):
        assert act(message(text="", geo=wrong)) == Sent("location")
    assert act(message(text="Омск", **NO_WORDS["location"])) == Typed("Омск")


def test_a_document_says_how_it_is_called_and_where_it_is() -> None:
    sent = message(text="Наш план", attachments=[{"type": "link", "link": {}}, {"type": "doc", "doc": DOC}])
    assert act(sent) == SentFile(DOC["url"], "план.pdf", "application/pdf", 4096, "Наш план")
    assert read(sent).client == ""


@pytest.mark.parametrize(
    ("told", "name", "of_type"),
    [
        ({"title": "план"}, "план.pdf", "application/pdf"),
        ({"title": "План.PDF", "ext": "PDF"}, "План.PDF", "application/pdf"),
        ({"title": "план.", "ext": "exe"}, "план.exe", "application/octet-stream"),
        ({"title": "../../план.pdf"}, "план.pdf", "application/pdf"),
        ({"title": "а" * 300}, "а" * 96 + ".pdf", "application/pdf"),
        ({"title": None, "ext": None}, "document", "application/octet-stream"),
        ({"title": "смета.xlsx", "ext": "xlsx"}, "смета.xlsx", f"{OFFICE}.spreadsheetml.sheet"),
        ({"title": "data:text/html,", "ext": "/../"}, "html,", "application/octet-stream"),
    ],
)
def test_a_document_is_called_by_nothing_that_harms(told: dict[str, Any], name: str, of_type: str) -> None:
    sent = act(message(text="", attachments=[{"type": "doc", "doc": DOC | told}]))
    assert isinstance(sent, SentFile)
    assert (sent.name, sent.media_type) == (name, of_type)


def test_the_largest_photo_is_taken() -> None:
    sent = act(message(text="", attachments=[{"type": "photo", "photo": PHOTO}]))
    assert sent == SentFile(PHOTO["sizes"][1]["url"], "photo.jpg", "image/jpeg", None, photo=True)


@pytest.mark.parametrize("url", [None, "", 7, "file:///etc/passwd", "https://vk.com/" + "a" * 1_500, "https://a\x00"])
def test_a_document_without_an_address_is_only_a_thing_that_was_sent(url: object) -> None:
    assert act(message(text="", attachments=[{"type": "doc", "doc": DOC | {"url": url}}])) == Sent("doc")
    sizes = [{"type": "w", "url": url, "width": 1, "height": 1}]
    assert act(message(text="", attachments=[{"type": "photo", "photo": {"sizes": sizes}}])) == Sent("photo")


def test_a_command_means_what_it_says_whatever_is_attached() -> None:
    attached = [{"type": "doc", "doc": DOC}]
    assert act(message(text="/menu", attachments=attached)) == Commanded("menu")


def test_a_reply_brings_its_words_and_all_that_is_attached() -> None:
    photo = {"type": "photo", "photo": PHOTO}
    for place in (VIKTOR, CHAT):
        ours = CARD | {"peer_id": place}
        told: dict[str, Any] = {"peer_id": place, "text": "Вот", "reply_message": ours}
        sent = act(message(**told, attachments=[{"type": "doc", "doc": DOC}, photo]))
        assert isinstance(sent, SentFile)
        assert (sent.caption, sent.reply_to) == ("Вот", Shown("7"))
        assert [(file.name, file.photo) for file in sent.files] == [("план.pdf", False), ("photo.jpg", True)]
        assert act(message(**told, **NO_WORDS["audio_message"])) == Sent("audio_message", "Вот", Shown("7"))
        assert act(message(**told, attachments=[{"type": "link", "link": {}}])) == Typed("Вот", Shown("7"))


def test_an_edit_brings_the_new_words_of_the_same_message() -> None:
    edited = update("message_edit", message(text="Привет!")["object"]["message"])
    assert (read(edited).act, read(edited).message) == (Edited("Привет!"), "12")
    assert act(update("message_edit", message(text="Меню")["object"]["message"])) == Edited("Меню")
    assert read_update(update("message_edit", message(text="Наше", out=1)["object"]["message"]), "2020") is None


def test_in_a_chat_a_document_is_none_of_our_business() -> None:
    sent = message(peer_id=CHAT, text="Наш план", attachments=[{"type": "doc", "doc": DOC}])
    assert act(sent) == Typed("Наш план")


def test_a_press_knows_its_message_and_wants_an_answer() -> None:
    event = read(press())
    assert (event.act, event.ticket, event.private, event.client) == (
        Pressed("session:7", Shown("11")),
        "a1b2c3d4e5f6",
        True,
        "",
    )
    assert act(press(conversation_message_id=None)) == Pressed("session:7")
    assert act(press(payload='{"r":"session:7"}')) == Pressed("session:7", Shown("11"))


def test_the_menu_below_is_a_command_however_it_comes() -> None:
    assert act(message(text="Меню", payload='{"command":"menu"}')) == Commanded("menu")
    assert act(press(payload={"command": "menu"})) == Commanded("menu")


def test_a_text_button_is_a_press_on_no_message() -> None:
    event = read(message(text="Программа", payload='{"r":"programme"}'))
    assert (event.act, event.ticket) == (Pressed("programme"), "")


@pytest.mark.parametrize("payload", ["", "null", "7", '"r"', "[]", "{", "NaN", '{"r":7}', '{"x":1}', "[" * 999, 7, []])
def test_a_payload_that_is_none_of_ours_leaves_the_words(payload: object) -> None:
    assert act(message(payload=payload)) == Typed("Привет")


def test_a_block_and_its_end_are_told() -> None:
    assert act(update("message_deny", {"user_id": VIKTOR})) == Left()
    returned = read(update("message_allow", {"user_id": VIKTOR, "key": "abc"}))
    assert (returned.act, returned.place) == (Returned(), Address("vk", str(VIKTOR)))


def test_a_chat_of_several_is_no_private_place() -> None:
    event = read(message(peer_id=CHAT))
    assert (event.private, event.place, event.user, event.client) == (
        False,
        Address("vk", str(CHAT)),
        str(VIKTOR),
        None,
    )


def test_a_press_in_a_chat_says_who_pressed_where() -> None:
    event = read(press(peer_id=CHAT))
    assert (event.private, event.place.chat, event.user) == (False, str(CHAT), str(VIKTOR))
    assert (event.act, event.ticket, event.client) == (Pressed("session:7", Shown("11")), "a1b2c3d4e5f6", None)


@pytest.mark.parametrize("word", ["меню", "Начать", "start", "[club2020|@fair] меню"])
def test_in_a_chat_only_a_slash_makes_a_command(word: str) -> None:
    assert act(message(peer_id=CHAT, text=word)) == Typed(word.rpartition(" ")[2])
    assert act(message(peer_id=CHAT, text="[club2020|@fair] /air")) == Commanded("air")


@pytest.mark.parametrize("peer", [VIKTOR, CHAT], ids=["private", "chat"])
def test_a_reply_knows_our_message(peer: int) -> None:
    answer = Typed("В записи будет всё.", Shown("7"))
    assert act(message(peer_id=peer, text=answer.text, reply_message=CARD)) == answer
    words = f"[club{GROUP}|@fair] {answer.text}"
    assert act(message(peer_id=peer, text=words, reply_message=CARD)) == answer


@pytest.mark.parametrize(
    "changed", [{"from_id": VIKTOR}, {"from_id": -77}, {"conversation_message_id": 0}, {"conversation_message_id": "7"}]
)
def test_a_reply_to_somebody_else_is_only_words(changed: dict[str, Any]) -> None:
    assert act(message(peer_id=CHAT, text="Да", reply_message=CARD | changed)) == Typed("Да")


@pytest.mark.parametrize(("kind", "came"), [("chat_kick_user", Left()), ("chat_invite_user", Returned())])
def test_whether_we_are_in_a_chat_is_told(kind: str, came: Act) -> None:
    event = read(message(peer_id=CHAT, text="", action={"type": kind, "member_id": -GROUP}))
    assert (event.act, event.place, event.private) == (came, Address("vk", str(CHAT)), False)


@pytest.mark.parametrize(
    ("info", "client"),
    [
        (CLIENT, ""),
        ({"lang_id": 0}, ""),
        (CLIENT | {"button_actions": ["text", "open_link"]}, "text"),
        (CLIENT | {"button_actions": []}, "text"),
        (CLIENT | {"inline_keyboard": False}, "below"),
        (CLIENT | {"keyboard": False}, "none"),
        (CLIENT | {"keyboard": False, "inline_keyboard": False}, "none"),
    ],
)
def test_what_a_client_can_draw_is_noted(info: dict[str, Any], client: str) -> None:
    assert read(message(info)).client == client


@pytest.mark.parametrize(
    ("number", "language"),
    [(0, "ru"), (1, "uk"), (3, "en"), (97, "kk"), (777, ""), ("3", ""), (None, ""), (3.5, ""), ([], "")],
)
def test_the_language_is_the_client_s(number: object, language: str) -> None:
    assert read(message(CLIENT | {"lang_id": number})).language == language


@pytest.mark.parametrize("kind", NOT_OURS)
def test_what_is_none_of_our_business_is_nothing(kind: str) -> None:
    assert read_update(NOT_OURS[kind], "2020") is None


def check(told: object) -> None:
    """Nothing is raised, and what comes out can be stored in any database."""
    event = read_update(told, "2020")
    if event is None:
        return
    words = [event.id, event.user, event.place.chat, event.language, event.ticket]
    words += [value for name in ("data", "text", "payload", "argument") if (value := getattr(event.act, name, None))]
    words += [
        value for name in ("handle", "name", "media_type", "caption") if (value := getattr(event.act, name, None))
    ]
    for word in words:
        word.encode()
        assert "\x00" not in word
    assert len(event.id) <= 80
    assert len(event.user) <= 40


@CASES
@given(ANY_JSON)
def test_any_json_is_an_event_or_nothing(told: object) -> None:
    check(told)
    for kind in WANTED:
        check(update(kind, told))
    check(update("message_new", {"message": told, "client_info": told}))
    check(message(payload=json.dumps(told)))
    check(press(payload=told))


@CASES
@given(st.sampled_from(ALL), st.lists(ANY_JSON, min_size=1, max_size=3), st.randoms(use_true_random=False))
def test_a_real_event_with_any_part_replaced_is_an_event_or_nothing(
    told: dict[str, Any], parts: list[object], dice: random.Random
) -> None:
    changed = copy.deepcopy(told)
    for part in parts:
        place: Any = changed
        while isinstance(place, dict) and place:
            name = dice.choice(sorted(place))
            if dice.random() < 0.3 or not isinstance(place[name], dict):
                place[name] = part
                break
            place = place[name]
    check(changed)
