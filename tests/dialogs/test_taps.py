"""How many taps and words stand between somebody new and what they came for; «Начать» and a card count none."""

import re
from dataclasses import dataclass
from datetime import timedelta

import pytest

from dialogs.consent import give
from dialogs.consent.agreement import Quoted
from dialogs.contacts.screens import asking
from dialogs.kit.phrase import LANGUAGES
from dialogs.kit.screen import Screen
from handlers.telegram import renderer as telegram
from handlers.vk import renderer as vk
from storage.privacy.consents import Field, Purpose
from storage.privacy.contacts import ContactCard
from tests.dialogs.giving import PLAN, PRICES, stocked
from tests.dialogs.leading import Desk, set_up
from tests.dialogs.sharing import ADULT, EMAIL, PHONE, consent_of
from tests.paper import Person
from tests.world import World

MOST_WORDS = 45  # of law before one decides
FOLDED = re.compile(r"<blockquote expandable>.*</blockquote>", re.DOTALL)
WORD = re.compile(r"\w[\w.+@-]*")
FIELDS: dict[Purpose, tuple[Field, ...]] = {
    "card": ("name", "phone", "email", "organisation", "post"),
    "call": ("name", "phone"),
    "materials": ("name", "email"),
    "message": (),
}


@dataclass
class Hand:
    """Somebody's hand, whose taps are counted: a press or a message is one."""

    person: Person
    taps: int = 0

    async def press(self, *labels: str) -> None:
        self.taps += len(labels)
        await self.person.taps(*labels)

    async def type(self, words: str) -> None:
        self.taps += 1
        await self.person.types(words)


@pytest.fixture
async def azbuka(world: World) -> Desk:
    """The stand 47 with its group."""
    return await set_up(world)


@pytest.fixture
async def viktor(world: World) -> Person:
    """A father whom the fair has never seen; his messenger knows his name."""
    return world.person("2", name="Виктор")


@pytest.mark.both
@pytest.mark.parametrize(("windows", "most"), [(("14–15",), 4), (("Завтра", "10–11"), 5)])
async def test_a_call_takes_a_newcomer_five_taps_from_the_stands_card(
    azbuka: Desk, viktor: Person, windows: tuple[str, ...], most: int
) -> None:
    hand = Hand(viktor)
    await viktor.opens("stand-azbuka")
    await hand.press("Заказать звонок")
    await hand.type(PHONE)
    await hand.press(ADULT, *windows)
    assert (await azbuka.lead()).state == "new"
    assert viktor.reads.startswith("Заявка №1 · звонок")
    assert viktor.has("Добавить тему"), "which is offered afterwards"
    assert hand.taps == most <= 5
    async with azbuka.world.storage.reading() as work:
        assert await work.privacy.contacts.of_lead((await azbuka.lead()).id) == {"name": "Виктор", "phone": PHONE}


async def test_ones_own_number_by_the_button_is_one_tap_as_well(azbuka: Desk, viktor: Person) -> None:
    await viktor.opens("stand-azbuka")
    await viktor.taps("Заказать звонок")
    await viktor.shares(PHONE)
    await viktor.taps(ADULT, "14–15")
    assert (await azbuka.lead()).state == "new"


async def test_the_hours_of_the_visitors_night_are_left_out(world: World, azbuka: Desk, viktor: Person) -> None:
    await viktor.opens("stand-azbuka")
    await viktor.taps("Заказать звонок")
    await viktor.types(PHONE)
    await viktor.taps(ADULT, "Другое время", "МСК+8")
    assert "Часы, когда у вас ночь, я убрал." in viktor.reads
    assert [label for label in viktor.buttons if "–" in label] == [
        *("18–19 (10–11)", "19–20 (11–12)", "20–21 (12–13)", "21–22 (13–14)", "22–23 (14–15)")
    ]
    await world.time_is("15:00")
    await viktor.opens("stand-azbuka")
    await viktor.taps("Заказать звонок")
    assert "Завтра. Время ваше, в скобках — МСК." in viktor.reads, "today there is only night left"
    await viktor.taps("Сегодня")
    assert viktor.buttons[0] == "🌙 28.04 0–1 (16–17)", "who wants it all the same sees what it is"


@pytest.mark.both
async def test_a_locked_material_takes_four_taps_and_no_mailbox(world: World, azbuka: Desk, viktor: Person) -> None:
    await stocked(world)
    hand = Hand(viktor)
    await viktor.opens("stand-azbuka")
    await hand.press("Материалы", "Открыть 🔒 (нужны имя и почта)")
    await hand.type(EMAIL)
    await hand.press(ADULT)
    await world.tick()
    assert {PRICES, PLAN} <= set(viktor.files.values())
    assert hand.taps <= 4
    assert world.mailbox == []
    assert (await azbuka.lead()).kind == "materials"


@pytest.mark.both
async def test_an_address_is_confirmed_when_something_is_mailed(world: World, azbuka: Desk, viktor: Person) -> None:
    await stocked(world)
    await viktor.opens("stand-azbuka")
    await viktor.taps("Материалы", "Открыть 🔒 (нужны имя и почта)")
    await viktor.types(EMAIL)
    await viktor.taps(ADULT, "Ещё и на почту")
    await world.deliver()
    [mail] = world.mailbox
    [code] = re.findall(r"\b\d{6}\b", mail.text)
    await viktor.types(code)
    assert viktor.reads.startswith("Письмо уже в пути к вам на почту.")
    await world.deliver()
    assert len(world.mailbox) == 2
    assert await consent_of(world, viktor, "materials", "azbuka") is not None


@pytest.mark.parametrize("door", ["card", "reminder"])
async def test_a_question_takes_three_taps(world: World, viktor: Person, door: str) -> None:
    await viktor.opens("session-reading")
    if door == "reminder":
        await viktor.taps("Напоминать")
        await world.pass_time(minutes=5)
    hand = Hand(viktor)
    await hand.press("Задать вопрос")
    await hand.type("С какого возраста начинать?")
    await hand.press("Отправить")
    assert hand.taps <= 3
    kept = await world.kept(viktor)
    assert kept is not None
    async with world.storage.reading() as work:
        assert len(await work.questions.of_person(kept.id)) == 1


def words_before_deciding(screen: Screen, language: str) -> int:
    """How many at the most, in either messenger, before any button is pressed; what is folded up is not counted."""
    html = FOLDED.sub("", telegram.draw(screen, language).html)
    texts = (re.sub(r"<[^>]+>", "", html), vk.draw(screen, language).text)
    return max(len(WORD.findall(text)) for text in texts)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("purpose", FIELDS)
def test_at_most_45_words_are_read_before_one_decides_and_nothing_is_left_out(
    world: World, purpose: Purpose, language: str
) -> None:
    privacy, catalogue, now = world.policy.privacy, world.storage.catalogue, world.clock.now()
    card = ContactCard("Анна Константиновна", PHONE, EMAIL)
    for stand in [None] if purpose == "card" else list(catalogue.stands.values()):
        fields = FIELDS[purpose]
        documents = give.in_chat(catalogue, privacy, now, purpose, stand, fields, kept=False)
        asked = documents[-1]
        one = asking.Asking(purpose, stand, card, fields, asked.seal(language), 1, of_age=False)
        shown = asking.consent(one, asked.short, asked.text, whole=False)
        assert words_before_deciding(shown, language) <= MOST_WORDS
        whole = asking.consent(one, asked.short, asked.text, whole=True)
        for complete in (telegram.draw(shown, language).html, vk.draw(whole, language).text):
            read = re.sub(r"</?\w[^>]*>", "", complete)
            missing = [line for line in asked.spoken(language).split("\n") if line not in read]
            assert missing == [], "all of the hashed text is there to be read"
        assert all(document.spoken(language) == asked.spoken(language) for document in documents)
        said = asked.spoken(language)
        assert all(words in said for words in (privacy.operator, privacy.contact))
        assert stand is None or Quoted(stand.title).speak(language) in said
        last = asked.until - timedelta(seconds=1)
        assert f"{last.astimezone(catalogue.zone):%Y}" in said


def test_the_whole_text_of_a_consent_is_one_tap_away_in_vk(world: World) -> None:
    privacy, catalogue, now = world.policy.privacy, world.storage.catalogue, world.clock.now()
    stand = next(iter(catalogue.stands.values()))
    asked = give.in_chat(catalogue, privacy, now, "call", stand, FIELDS["call"], kept=False)[-1]
    card = ContactCard("Анна", PHONE)
    one = asking.Asking("call", stand, card, FIELDS["call"], asked.seal("ru"), 1, of_age=False)
    drawn = vk.draw(asking.consent(one, asked.short, asked.text, whole=False), "ru")
    assert "Полный текст" in str(drawn.keyboard)
    assert "Свободно, своей волей" not in drawn.text
    assert "Полный текст" not in str(vk.draw(asking.consent(one, asked.short, asked.text, whole=True), "ru").keyboard)
