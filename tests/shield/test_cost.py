"""No message is dear: whatever a person sends is read in a time that grows with its length, and the length is bounded.

One quadratic expression lets five people stop a bot for everybody: `"."*4096` cost 150 ms, a message of VK's 750 ms.
"""

from collections.abc import Callable, Mapping
from typing import Any

import pytest
from hypothesis import given, settings

from dialogs.consent.codes import read_code
from dialogs.contacts.rules import messenger_name, own_phone
from dialogs.kit.event import Event, Pressed, Shown, words_of
from dialogs.kit.filenames import file_name, media_type
from dialogs.kit.incoming import refusal
from dialogs.kit.links import clickable, unclickable
from dialogs.kit.reading import holds_contacts, one_line, public_name, read_email, read_name, read_phone, read_words
from dialogs.kit.similar import stems
from dialogs.kit.words import fit, plain, readable
from dialogs.materials.addresses import read_link
from dialogs.materials.rules import read_title, title_of
from dialogs.menu.words import door, leaves, small_talk
from dialogs.moderation.rules import many_in, number_in
from dialogs.privacy.rules import Asked, read_form
from dialogs.questions import rules as questions
from dialogs.threads import rules as threads
from handlers.telegram import updates as telegram
from handlers.vk import updates as vk
from storage.privacy.consents import FIELDS
from storage.privacy.contacts import ContactCard
from tests.amount import attacked
from tests.dialogs.asking import begins
from tests.handlers.telegram import samples as of_telegram
from tests.handlers.vk import samples as of_vk
from tests.paper import Person
from tests.shield.hostile import BOUND, SLOW, anything, cost
from tests.world import World

Json = dict[str, Any]
LONGEST_TEXT = 4_096
Reads = Callable[[str], object]
READERS: Mapping[str, Reads] = {
    "one line": one_line,
    "readable": readable,
    "shortened": lambda text: fit(text, 100),
    "name": read_name,
    "public name": public_name,
    "name of a messenger": messenger_name,
    "name of an asker": questions.spoken_name,
    "organisation": read_words,
    "phone": read_phone,
    "shared phone": own_phone,
    "e-mail": read_email,
    "code": read_code,
    "contacts in words": holds_contacts,
    "what can be pressed": clickable,
    "shown in public": unclickable,
    "length of a question": questions.too_many,
    "words of a question": questions.has_words,
    "stems": stems.__wrapped__,
    "words of a menu": lambda text: (plain(text), door(text), leaves(text), small_talk(text)),
    "message to a stand": lambda text: threads.wrong_with(threads.readable(text)),
    "reply to a pack": many_in,
    "number of a question": lambda text: number_in(text, bare=True),
    "link": read_link,
    "title": lambda text: title_of(read_title(text)),
    "name of a file": lambda text: file_name(text, "file"),
    "type of a file": media_type,
    "file": lambda text: refusal(file_name(text, "file"), media_type(text), 1),
}


BY_TELEGRAM: Mapping[str, Callable[[str], Json]] = {
    "text": lambda told: of_telegram.message(text=told),
    "command": lambda told: of_telegram.message(text=f"/now {told}"),
    "start": lambda told: of_telegram.message(text=f"/start {told}"),
    "edit": lambda told: {"update_id": 1, "edited_message": of_telegram.message(text=told)["message"]},
    "caption": lambda told: of_telegram.message(photo=[of_telegram.PHOTO], caption=told),
    "callback": lambda told: of_telegram.press(data=told),
    "ticket": lambda told: of_telegram.press(id=told),
    "contact": lambda told: of_telegram.message(contact={"phone_number": told, "first_name": told, "vcard": told}),
    "file": lambda told: of_telegram.message(document=of_telegram.FILE | {"file_name": told, "mime_type": told}),
    "handle": lambda told: of_telegram.message(document={"file_id": told}),
    "name": lambda told: of_telegram.message(
        text="?", **{"from": of_telegram.ANNA | {"first_name": told, "language_code": told}}
    ),
    "title": lambda told: of_telegram.message(text="/bind", chat=of_telegram.GROUP | {"title": told}),
}
BY_VK: Mapping[str, Callable[[str], Json]] = {
    "text": lambda told: of_vk.message(text=told),
    "command": lambda told: of_vk.message(text=f"/now {told}"),
    "address": lambda told: of_vk.message(peer_id=of_vk.CHAT, text=f"[club{of_vk.GROUP}|{told}], {told}"),
    "start": lambda told: of_vk.message(ref=told),
    "callback": lambda told: of_vk.press(payload={"r": told}),
    "payload": lambda told: of_vk.press(payload=told),
    "ticket": lambda told: of_vk.press(event_id=told),
    "file": lambda told: of_vk.message(
        attachments=[{"type": "doc", "doc": of_vk.DOC | {"title": told, "ext": told}}] * 10
    ),
    "photo": lambda told: of_vk.message(
        attachments=[{"type": "photo", "photo": {"sizes": [{"url": told, "width": 1, "height": 1}]}}]
    ),
}


def by_telegram(update: Json) -> Event | None:
    return telegram.read_update(update, str(of_telegram.BOT["id"]), "fair_bot")


def by_vk(update: Json) -> Event | None:
    return vk.read_update(update, str(of_vk.GROUP))


def cut(text: str) -> str:
    """The text as it comes past the edge of a messenger: within what any takes, and fit to be kept."""
    event = by_vk(of_vk.message(text=f"!{text}"))
    return "" if event is None else words_of(event.act).removeprefix("!")


def dear(read: Reads, texts: Mapping[str, str]) -> dict[str, float]:
    """What takes longer than anything may."""
    spent = {name: cost(read, text) for name, text in texts.items()}
    slow = [name for name, took in spent.items() if took > BOUND]
    again = {name: min(cost(read, texts[name]) for _ in range(4)) for name in slow}  # it may have been the machine
    return {name: took for name, took in again.items() if took > BOUND}


@pytest.mark.shield("S4")
@pytest.mark.parametrize("reader", READERS)
def test_whatever_is_written_is_read_at_once(reader: str) -> None:
    assert dear(READERS[reader], {name: cut(text) for name, text in SLOW.items()}) == {}


@pytest.mark.shield("S4")
@pytest.mark.parametrize("what", BY_TELEGRAM)
def test_whatever_comes_by_telegram_is_an_event_at_once(what: str) -> None:
    assert dear(lambda text: by_telegram(BY_TELEGRAM[what](text)), SLOW) == {}


@pytest.mark.shield("S4")
@pytest.mark.parametrize("what", BY_VK)
def test_whatever_comes_by_vk_is_an_event_at_once(what: str) -> None:
    assert dear(lambda text: by_vk(BY_VK[what](text)), SLOW) == {}


@pytest.mark.shield("S4")
def test_whatever_is_written_on_a_page_is_read_at_once() -> None:
    asked = Asked("card", None, (), {}, "RU")

    def take(text: str) -> object:
        return read_form(asked, ContactCard(), {"age": "adult", "seal": text} | dict.fromkeys(FIELDS, text), "ru")

    assert dear(take, SLOW) == {}


@pytest.mark.shield("S4")
@settings(max_examples=attacked(60, 5_000))
@given(anything)
def test_so_is_whatever_else_may_be_thought_of(text: str) -> None:
    for made in (by_telegram(BY_TELEGRAM["text"](text)), by_vk(BY_VK["text"](text))):
        assert made is not None or not text
        words = "" if made is None else words_of(made.act)
        words.encode()
        assert len(words) <= LONGEST_TEXT
        for name, read in READERS.items():
            assert dear(read, {name: words}) == {}


@pytest.mark.shield("S4")
def test_a_button_of_any_length_is_none_of_ours() -> None:
    long = "session:7" + "0" * 9_000
    pressed = by_telegram(of_telegram.press(data=long))
    assert pressed is not None
    assert pressed.act == Pressed("", Shown("11"))
    assert by_vk(of_vk.press(payload=long)) is None


@pytest.mark.shield("S4")
async def test_who_writes_too_much_is_told_so(world: World, anna: Person) -> None:
    """What is cut at the edge is still longer than anything takes, so that it is refused, not shortened unseen."""
    for text in (SLOW["letters"], SLOW["dots"]):
        await begins(anna)
        await anna.types(cut(text))
        assert anna.reads.startswith("Получилось длинновато")
