"""The program as people meet it, the same stories in paper and in every messenger that has `updates`."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import ClassVar

import pytest

import handlers
from dialogs.engine.adapter import Toolbox
from dialogs.engine.bookmark import Bookmark
from dialogs.engine.library import Library
from dialogs.kit.errors import Stale, Trouble
from dialogs.kit.feature import Feature
from dialogs.kit.form import Form, FormStep, LeaveForm
from dialogs.kit.phrase import say
from dialogs.kit.route import Route
from dialogs.kit.screen import Button, Screen, screen
from dialogs.kit.visit import Reply, Visit
from storage.fair.files import file_hash
from storage.importers.fair_file import FairFile
from storage.people.people import Person
from tests.conftest import FAIRS, MORNING
from tests.dialogs.engine.sending import SHARE, post_office
from tests.handlers.harness import Conversation, OpenHarness, Seen
from tests.handlers.running import until
from tests.paper import PaperMessenger, no_links
from tests.world import World

TALKING = [name for name in handlers.names() if find_spec(f"handlers.{name}.updates")]


@dataclass(frozen=True, slots=True)
class Contact:
    phone: str = ""


@dataclass(frozen=True, slots=True)
class Outdated(Route):
    """A button to what is gone."""

    path: ClassVar[str] = "outdated"


def ask_phone(_visit: Visit, _draft: Contact) -> Screen:
    return screen("По какому номеру вам позвонить?", buttons=[(Button("Не сейчас", LeaveForm()),)])


def read_phone(_visit: Visit, draft: Contact, text: str) -> Contact | Trouble:
    digits = "".join(sign for sign in text if sign.isdecimal())
    return replace(draft, phone=f"+{digits}") if len(digits) == 11 else Trouble(say("Back"))


async def thank(_visit: Visit, draft: Contact) -> Screen:
    return screen(f"Позвоним по номеру {draft.phone}.", buttons=[(Button("Старая кнопка", Outdated()),)])


def contacts() -> Feature:
    """A form that asks for a phone number, and a button from another time."""
    feature = Feature("contacts")
    form = Form("contact", 1, Contact, (FormStep(ask_phone, read_phone),), thank)
    feature.forms.append(form)

    @feature.command("call", say("Menu"), changes=True)
    async def call(visit: Visit, _argument: str) -> Reply:
        return Reply(form.begin(visit, Contact()), anew=True)

    @feature.on(Outdated)
    async def outdated(_visit: Visit, _route: Outdated) -> Screen:
        raise Stale

    return feature


@dataclass(frozen=True, slots=True)
class Story:
    """A person in a messenger, the program behind it, and time that passes when told."""

    world: World
    person: Conversation

    @property
    def newest(self) -> Seen:
        return self.person.chat()[-1]

    async def reads(self, *words: str) -> Seen:
        """Wait until the newest message says all that."""
        try:
            await until(lambda: bool(self.person.chat()) and all(word in self.newest.text for word in words))
        except TimeoutError:
            raise AssertionError(f"{words} are nowhere in {self.person.chat()[-1:]}") from None
        return self.newest

    async def finds(self, label: str) -> str:
        """Wait until the newest message has the button, as it is written there."""
        try:
            await until(lambda: bool(self.person.chat()) and self.newest.find(label) is not None)
        except TimeoutError:
            raise AssertionError(f"no button {label!r} on {self.person.chat()[-1:]}") from None
        return self.newest.find(label) or ""

    async def taps(self, *labels: str) -> None:
        """Tap buttons one after another, each as soon as the newest message has it."""
        for label in labels:
            self.person.tap(await self.finds(label))

    async def kept(self) -> Person | None:
        place = self.person.person
        async with self.world.storage.reading() as work:
            return await work.people.find(place.messenger, place.chat)

    async def is_reachable(self, *, reachable: bool) -> None:
        """Wait until the program knows."""
        async with asyncio.timeout(60):
            while (person := await self.kept()) is None or person.reachable is not reachable:  # noqa: ASYNC110
                await asyncio.sleep(0.01)


@pytest.fixture(params=[*TALKING, "paper"])
async def story(request: pytest.FixtureRequest, database_file: Path, small_fair: FairFile) -> AsyncIterator[Story]:
    """The person has just opened the bot, and reads its welcome."""
    open_harness: OpenHarness = import_module(f"tests.handlers.{request.param}.harness").open_harness
    world = World(f"sqlite:///{database_file}", small_fair, FAIRS, MORNING)
    await world.restart(contacts(), post_office())
    async with open_harness(world.storage) as harness:
        name = harness.messenger.name
        toolbox = Toolbox(world.dispatch, Library(world.storage, name), Bookmark(world.storage, name), None)
        adapter = harness.connect(toolbox)
        world.letters_by = adapter.messenger
        try:
            async with asyncio.TaskGroup() as tasks:
                tasks.create_task(adapter.run())
                try:
                    await until(lambda: adapter.ready)
                    story = Story(world, harness)
                    harness.open()
                    await story.reads("Здравствуйте")
                    yield story
                finally:
                    adapter.stop()
        finally:
            await adapter.close()
    await world.storage.close()


async def test_who_opens_the_bot_is_greeted_by_name(story: Story) -> None:
    await story.reads(f"Здравствуйте, {story.person.name}! Это Салон «Школа»")
    await story.finds("Программа")


async def test_a_person_browses_subscribes_and_is_reminded(story: Story) -> None:
    await story.taps("Программа", "Дошкольное образование", "Сегодня, пн, 27 апр", "Первые шаги к чтению")
    card = await story.reads("Первые шаги к чтению", "Мастер-класс", "10:00–11:00 МСК")
    assert card == story.person.chat()[-1]
    before = len(story.person.chat())
    await story.taps("Напоминать")
    await story.reads("⭐ В плане. Напомню в 09:50 и в начале.", "У вас сейчас 09:45?")
    await until(lambda: story.person.toasts()[-1:] == ["⭐ В плане. Напомню в 09:50 и в начале."])
    await story.taps("Да")
    await until(lambda: "⭐ В плане." in story.newest.text and "У вас сейчас" not in story.newest.text)
    assert len(story.person.chat()) == before, "a press edits the screen that it was pressed on"
    await story.world.pass_time(minutes=5)
    letter = await story.reads("Через 10 минут — мастер-класс «Первые шаги к чтению», до 11:00 МСК")
    await story.taps("О мероприятии")
    await story.reads("Мастер-класс", "⭐ В плане.")
    await story.finds("Убрать из плана")
    assert story.person.chat()[-2] == letter, "a letter stays as it is"


async def test_a_session_that_moves_is_told_of(story: Story) -> None:
    story.person.open("session-play")
    await story.taps("Напоминать")
    await story.finds("Убрать из плана")
    await story.world.imports(play={"status": "cancelled"})
    await story.world.tick()
    await story.reads("Отменено", "«Игра как язык детства»")
    await story.taps("О мероприятии")
    await story.reads("Игра как язык детства")


async def test_a_link_opens_what_it_leads_to(story: Story) -> None:
    story.person.open("session-reading")
    await story.reads("Первые шаги к чтению", "Мастер-класс")
    story.person.open("stand-azbuka")
    stand = await story.reads("Издательство «Азбука утра»")
    assert stand.photo
    story.person.open("session-of-yesteryear")
    await story.reads("Здравствуйте", "Ссылка устарела")


async def test_a_link_that_the_messenger_refuses_holds_up_neither_the_card_nor_the_reminder(story: Story) -> None:
    room = "http://localhost:8080/room"
    if isinstance(story.world.messenger, PaperMessenger):
        story.world.messenger.refuses = no_links
    await story.world.imports(reading={"player": room})
    story.person.open("session-reading")
    await story.reads("Первые шаги к чтению", "Мастер-класс")
    await story.taps("Напоминать")
    await story.finds("Убрать из плана")
    await story.world.pass_time(minutes=5)
    letter = await story.reads("Через 10 минут")
    assert room in letter.text or letter.find("Смотреть")
    assert (await story.world.letters())["delivered"] >= 1


async def test_words_and_commands_are_understood_or_kindly_not(story: Story) -> None:
    story.person.type("Расскажите о себе")
    await story.reads("Как пользоваться помощником")
    story.person.type("привет")
    await story.reads("Здравствуйте! Что вам показать?")
    story.person.type("сейчас")
    await story.reads("Teaching young engineers")
    story.person.type("план")
    await story.reads("Мой план")
    story.person.type("стенд 47")
    await story.reads("Издательство «Азбука утра»")
    story.person.type("/now")
    await story.reads("Teaching young engineers")
    story.person.type("/menu")
    await story.reads("Салон «Школа» · 26–29 апреля", "Teaching young engineers", "Напишите, что ищете")


async def test_a_contact_is_typed_where_it_is_asked_for(story: Story) -> None:
    story.person.type("/call")
    await story.reads("По какому номеру вам позвонить?")
    story.person.type("потом")
    await story.reads("Назад", "По какому номеру вам позвонить?")
    story.person.type("8 (900) 000-00-00")
    await story.reads("Позвоним по номеру +89000000000.")
    kept = await story.kept()
    assert kept is not None
    assert kept.form is None


async def test_a_form_can_be_left(story: Story) -> None:
    story.person.type("/call")
    await story.taps("Не сейчас")
    await story.finds("Программа")
    story.person.type("8 (900) 000-00-00")
    await story.reads("ничего не нашлось")


async def test_who_forbids_gets_nothing_and_who_comes_back_gets_it_again(story: Story) -> None:
    story.person.open("session-reading")
    await story.taps("Напоминать")
    await story.finds("Убрать из плана")
    story.person.forbid()
    await story.is_reachable(reachable=False)
    before = len(story.person.chat())
    await story.world.pass_time(minutes=6)
    assert len(story.person.chat()) == before
    story.person.allow()
    await story.is_reachable(reachable=True)
    assert len(story.person.chat()) == before
    await story.world.pass_time(minutes=1)
    await story.reads("Через 8 минут")


async def test_who_opens_the_bot_again_is_back_too(story: Story) -> None:
    story.person.forbid()
    await story.is_reachable(reachable=False)
    before = len(story.person.chat())
    story.person.open()
    await story.is_reachable(reachable=True)
    await until(lambda: len(story.person.chat()) == before + 1)


async def test_a_letter_to_who_has_forbidden_unheard_ends_it(story: Story) -> None:
    """The messenger may tell us by its refusal first."""
    story.person.open("session-reading")
    await story.taps("Напоминать")
    await story.finds("Убрать из плана")
    story.person.forbid()
    await story.world.pass_time(minutes=6)
    await story.is_reachable(reachable=False)
    assert set(await story.world.letters()) <= {"gone"}


async def test_an_old_button_gets_a_word_and_a_fresh_menu(story: Story) -> None:
    story.person.type("/call")
    await story.reads("По какому номеру")
    story.person.type("8 (900) 000-00-00")
    await story.taps("Старая кнопка")
    await story.reads("Эта кнопка устарела")
    await story.finds("Программа")
    assert story.person.toasts()[-1] == "Эта кнопка устарела: с тех пор кое-что изменилось."


async def test_a_press_twice_has_one_effect_and_two_answers(story: Story) -> None:
    story.person.open("session-play")
    label = await story.finds("Напоминать")
    for _ in range(2):
        story.person.tap(label)
    await until(lambda: story.person.toasts() == ["⭐ В плане. Напомню в 11:05 и в начале."] * 2)
    await story.finds("Убрать из плана")
    kept = await story.kept()
    assert kept is not None
    assert len(kept.plan) == 1
    await story.world.time_is("11:05")
    await story.reads("Через 10 минут")
    assert sum("Через 10 минут" in message.text for message in story.person.chat()) == 1


async def test_a_button_on_a_message_far_above_still_works(story: Story) -> None:
    programme = await story.finds("Программа")
    story.person.type("/call")
    await story.reads("По какому номеру")
    place = next(at for at, seen in enumerate(story.person.chat()) if programme in seen.buttons)
    first = story.person.chat()[place]
    story.person.tap(programme)
    await until(lambda: story.person.chat()[place] != first)
    assert "Дошкольное образование" in story.person.chat()[place].buttons


async def test_a_number_is_typed_where_there_is_no_button_or_nobody_presses_it(story: Story) -> None:
    await asks_for_number(story)
    story.person.type("+79161234567")
    await story.reads("+79161234567 — записан.")
    await until(lambda: not story.person.asked_phone)


async def test_the_own_number_is_shared_by_a_button(story: Story) -> None:
    await asks_for_number(story)
    if not story.person.shares:
        return
    story.person.share()
    await story.reads("— ваш. Теперь файл?")
    await until(lambda: not story.person.asked_phone)


@pytest.mark.parametrize(("own", "forwarded"), [(False, False), (True, True)], ids=["foreign", "forwarded"])
async def test_a_number_that_may_be_anybody_s_is_not_taken_for_the_own(
    story: Story, own: bool, forwarded: bool
) -> None:
    await asks_for_number(story)
    if not story.person.shares:
        return
    story.person.share("79160000000", own=own, forwarded=forwarded)
    await story.reads("79160000000 — записан.")


async def test_a_button_that_shares_the_number_goes_when_nobody_wants_it(story: Story) -> None:
    await asks_for_number(story)
    story.person.tap("Не сейчас")
    await until(lambda: any(seen.find("Программа") for seen in story.person.chat()[1:]))
    await until(lambda: not story.person.asked_phone)


async def test_a_file_that_a_person_sends_is_fetched_and_kept(story: Story) -> None:
    await sends_file(story, "цены на 2021.pdf", b"%PDF" * 50_000)
    await story.world.deliver()
    assert (await story.world.letters())["delivered"] == 1
    async with story.world.storage.reading() as work:
        file = await work.files.load(file_hash(b"%PDF" * 50_000))
    assert file is not None
    assert (file.name, file.media_type) == ("цены на 2021.pdf", "application/pdf")


async def test_a_file_too_big_to_be_fetched_is_refused(story: Story) -> None:
    await sends_file(story, "кино.pdf", b"", size=60 << 20)
    await story.world.deliver()
    assert (await story.world.letters())["refused"] == 1


async def sends_file(story: Story, name: str, content: bytes, size: int | None = None) -> None:
    await asks_for_number(story)
    story.person.type("+79161234567")
    await story.reads("Теперь файл?")
    story.person.send_file(name, content, size=size, caption="наши цены")
    await story.reads(f"Записано: {name}, {len(content) if size is None else size}, наши цены")


async def asks_for_number(story: Story) -> None:
    story.person.type("/visit")
    await until(lambda: any("Ваш номер?" in seen.text for seen in story.person.chat()))
    if story.person.shares:
        await until(lambda: story.person.asked_phone == SHARE)
