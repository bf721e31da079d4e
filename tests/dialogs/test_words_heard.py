"""What people send beside words, or correct afterwards, reaches whom it was meant for, or they are told otherwise."""

from datetime import timedelta

import pytest

from dialogs.kit.event import Commanded
from dialogs.threads.routes import WriteToStand
from tests.dialogs import moderating
from tests.dialogs.asking import BOOK
from tests.dialogs.leading import Desk, allows_writing, asks, set_up
from tests.dialogs.moderating import TOPIC, asks_and_waits
from tests.paper import Person
from tests.sheet import packed
from tests.world import World

PRICES = b"%PDF-1.4 prices"
PICTURE = b"\xff\xd8\xff picture"


@pytest.fixture
async def azbuka(world: World, anna: Person) -> Desk:
    """The stand 47 with its group, to which Anna may write."""
    await allows_writing(anna)
    return await set_up(world)


async def writes(desk: Desk, person: Person, text: str = "Есть скидки?") -> None:
    await person.presses(WriteToStand(desk.stand.id).pack())
    await person.types(text)
    await desk.world.tick()


async def later(world: World, minutes: int = 2) -> None:
    world.clock.move(timedelta(minutes=minutes))
    await world.tick()


@pytest.mark.both
async def test_a_document_of_the_stand_goes_along_with_its_words(azbuka: Desk, anna: Person) -> None:
    await writes(azbuka, anna)
    card = azbuka.card()
    await azbuka.ivan.sends_file("skidki.pdf", card, "Вот прайс-лист", content=PRICES)
    await azbuka.world.tick()
    await azbuka.world.tick()
    assert any("Вот прайс-лист" in message.text for message in anna.messages)
    assert anna.files == {"skidki.pdf": PRICES}
    assert "📎 Файл от стенда 47" in anna.reads
    await later(azbuka.world)
    await anna.replies("Спасибо!", to=anna.message)
    await azbuka.world.tick()
    assert "Спасибо!" in azbuka.card().text


async def test_a_picture_of_the_visitor_reaches_the_stand(azbuka: Desk, anna: Person) -> None:
    await anna.presses(WriteToStand(azbuka.stand.id).pack())
    await anna.sends_file("photo.jpg", content=PICTURE, caption="Такие есть?")
    assert "передано стенду 47" in anna.reads
    for _ in range(2):
        await azbuka.world.tick()
    assert "Такие есть?" in azbuka.card().text
    (shown,) = [message for message in azbuka.group.messages if message.photo]
    assert "№1 · файл от посетителя" in shown.text
    await azbuka.ivan.replies("Есть!", to=shown)
    await azbuka.world.tick()
    assert "Есть!" in anna.reads


async def test_a_picture_in_an_open_conversation_is_asked_about_and_goes(azbuka: Desk, anna: Person) -> None:
    await writes(azbuka, anna)
    await later(azbuka.world)
    await anna.sends_file("photo.jpg", content=PICTURE)
    assert "Это стенду 47?" in anna.reads
    await anna.taps("Да, отправить")
    for _ in range(2):
        await azbuka.world.tick()
    assert any(message.photo for message in azbuka.group.messages)


async def test_an_album_goes_whole_and_is_answered_once(azbuka: Desk, anna: Person) -> None:
    await anna.presses(WriteToStand(azbuka.stand.id).pack())
    for number, caption in enumerate(("Вот наш класс", "", "")):
        await anna.sends_file("photo.jpg", content=PICTURE + bytes([number]), caption=caption, album="137")
    assert sum("передано" in message.text for message in anna.messages) == 1
    for _ in range(2):
        await azbuka.world.tick()
    assert sum(message.photo for message in azbuka.group.messages) == 3


async def test_a_caption_is_the_question(anna: Person) -> None:
    await anna.opens("session-play")
    await anna.taps("Задать вопрос")
    await anna.sends_file("photo.jpg", content=PICTURE, caption="Как быть с телефонами?", album="1")
    assert "Как быть с телефонами?" in anna.reads
    assert anna.has("Отправить")
    assert "только слова" in anna.reads
    before = len(anna.messages)
    await anna.sends_file("photo.jpg", content=PICTURE, album="1")
    assert len(anna.messages) == before, "the rest of the album says nothing new"


async def test_a_voice_in_an_open_form_is_asked_for_in_words(anna: Person) -> None:
    await anna.opens("session-play")
    await anna.taps("Задать вопрос")
    await anna.sends("voice")
    assert "Голосовые" in anna.reads
    assert "Игра как язык детства" in anna.reads
    assert not anna.has("Программа")
    await anna.types("Как быть с телефонами?")
    assert anna.has("Отправить")


async def test_a_voice_to_the_visitor_is_answered_by_one_kind_line(azbuka: Desk, anna: Person) -> None:
    await writes(azbuka, anna)
    before = len(azbuka.group.messages)
    await azbuka.ivan.sends("voice", azbuka.card())
    await azbuka.world.tick()
    assert "передать не могу" in azbuka.group.messages[-1].text
    for _ in range(3):
        await azbuka.ivan.sends("video", azbuka.card(), album="7")
        await azbuka.world.tick()
    assert len(azbuka.group.messages) == before + 2
    await azbuka.ivan.sends("video", azbuka.card(), "Смотрите в записи")
    await later(azbuka.world)
    assert any("Смотрите в записи" in message.text for message in anna.messages)
    assert "только слова" in azbuka.group.messages[-1].text


async def test_a_file_that_could_do_harm_stays_behind_and_its_words_do_not(azbuka: Desk, anna: Person) -> None:
    await writes(azbuka, anna)
    await azbuka.ivan.sends_file("прайс.exe", azbuka.card(), "Прайс здесь", content=b"MZ")
    await azbuka.ivan.sends_file("прайс.pdf", azbuka.card(), "И здесь", content=b"MZ")
    for _ in range(3):
        await azbuka.world.tick()
    assert "И здесь" in anna.reads
    assert anna.files == {}
    assert azbuka.group.finds("такие файлы не передаю")


async def test_nobody_is_met_with_silence(azbuka: Desk, anna: Person) -> None:
    world, (stranger, hidden) = azbuka.world, (azbuka.world.person("3"), azbuka.world.person("4"))
    await stranger.opens()
    await writes(azbuka, anna)
    await azbuka.group.member(stranger).replies("Это я, стенд.", to=azbuka.card())
    await world.tick()
    assert "кого пригласили организаторы" in azbuka.group.messages[-1].text
    await azbuka.group.member(hidden, anonymous=True).replies("А это мы.", to=azbuka.card())
    await world.tick()
    assert "не от имени канала" in azbuka.group.messages[-1].text
    await azbuka.ivan.person.does(Commanded("leads"))
    assert "/leads работает в группе" in azbuka.ivan.person.reads
    elsewhere = world.group("Не стенд")
    await elsewhere.member(azbuka.ivan.person).says("/leads")
    await world.tick()
    assert "/leads — для чата стенда" in elsewhere.messages[-1].text
    for count in (1, 2):
        await elsewhere.member(azbuka.ivan.person).says("/bind ОШИБКА")
        await world.tick()
        assert len(elsewhere.messages) == 1 + count


@pytest.mark.both
async def test_an_edit_corrects_what_was_said_where_it_stands(azbuka: Desk, anna: Person) -> None:
    world = azbuka.world
    await writes(azbuka, anna, "Есть скитки?")
    await anna.edits("Есть скидки?")
    assert "новый текст" in anna.reads
    await world.tick()
    assert "Есть скидки?" in azbuka.card().text
    assert "(исправлено)" in azbuka.card().text
    await azbuka.ivan.replies("Да, в корзену", to=azbuka.card())
    await world.tick()
    before = len(anna.messages)
    await azbuka.ivan.edits("Да, в корзину")
    await world.tick()
    assert len(anna.messages) == before
    assert "Да, в корзину" in anna.reads
    assert "(исправлено)" in anna.reads
    await azbuka.ivan.edits("🙂")
    await world.tick()
    assert "только слова" in azbuka.group.messages[-1].text
    assert "Да, в корзину" in anna.reads


async def test_an_edit_replaces_the_draft_and_then_the_question(anna: Person) -> None:
    await anna.opens("session-play")
    await anna.taps("Задать вопрос")
    await anna.types("Как учить детей без телфонов")
    await anna.edits("Как учить детей без телефонов")
    assert "без телефонов" in anna.reads
    await anna.taps("Отправить")
    await anna.edits("Как учить подростков без телефонов")
    assert "подростков" in anna.reads
    async with anna.world.storage.reading() as work:
        kept = await work.people.find("paper", anna.user)
        assert kept is not None
        (question,) = await work.questions.of_person(kept.id)
    assert question.text == "Как учить подростков без телефонов"
    before = len(anna.messages)
    await anna.world.person("9").edits("Чужое")
    assert len(anna.messages) == before


async def test_a_note_is_corrected_by_who_wrote_it(azbuka: Desk) -> None:
    await asks(azbuka.world)
    await azbuka.tap(azbuka.ivan, "Взять")
    await azbuka.replies(azbuka.ivan, "Нет ответа")
    await azbuka.replies(azbuka.ivan, "Втарая заметка")
    await azbuka.ivan.edits("Вторая заметка")
    await azbuka.world.tick()
    assert await azbuka.notes() == ["Нет ответа", "Вторая заметка"]
    text = azbuka.card().text
    assert text.index("Нет ответа") < text.index("Вторая заметка (исправлено)")
    assert "Иван, " in text


async def test_three_short_messages_in_a_row_all_arrive(azbuka: Desk, anna: Person) -> None:
    world = azbuka.world
    await anna.presses(WriteToStand(azbuka.stand.id).pack())
    for words in ("Здравствуйте!", "Я из сельской школы", "Есть ли скидка на тетради?"):
        await anna.types(words)
        assert "передано стенду 47" in anna.reads
        world.clock.move(timedelta(milliseconds=400))
    await world.tick()
    card = azbuka.card()
    assert "Здравствуйте!\nЯ из сельской школы\nЕсть ли скидка на тетради?" in card.text
    assert card.find("Взять")
    assert sum("Здравствуйте!" in message.text for message in azbuka.group.messages) == 1


async def test_words_that_were_not_sent_are_gathered_and_given_back(azbuka: Desk, anna: Person) -> None:
    world = azbuka.world
    await writes(azbuka, anna)
    await later(world)
    await anna.types("А на прописи?")
    old, send = anna.message, anna.message.find("Да, отправить")
    assert send is not None
    await anna.types("И на кубики?")
    assert old.buttons == []
    await anna.presses(packed(send), on=old)
    assert "ещё не отправлено" in anna.reads
    assert "А на прописи?\nИ на кубики?" in anna.reads
    await anna.taps("Да, отправить")
    await world.tick()
    assert "А на прописи?\nИ на кубики?" in azbuka.card().text


async def test_what_people_sent_goes_with_them(azbuka: Desk, anna: Person) -> None:
    world = azbuka.world
    await anna.presses(WriteToStand(azbuka.stand.id).pack())
    await anna.sends_file("схема.pdf", content=PRICES, caption="Вот схема")
    for _ in range(2):
        await world.tick()
    kept = await world.kept(anna)
    assert kept is not None
    async with world.storage.writing() as work:
        (enclosure,) = await work.enclosures.in_state("passed")
        await work.personal.erase(kept, world.clock.now())
    async with world.storage.reading() as work:
        assert await work.files.load(enclosure.file or "") is None
        assert await work.enclosures.load(enclosure.id) is None


async def test_an_answer_brings_its_picture_and_is_corrected_where_it_stands(world: World, anna: Person) -> None:
    desk = await moderating.set_up(world)
    await asks_and_waits(desk, anna, BOOK)
    await desk.tap(desk.maria, "Ответить")
    await desk.maria.sends_file("photo.jpg", desk.card(), "Вот схемма урока", content=PICTURE, album="5")
    captioned = desk.maria.person.wrote
    await desk.maria.sends_file("photo.jpg", desk.card(), content=PICTURE + b"2", album="5")
    await world.tick()
    assert not any(message.photo for message in anna.messages), "it is held with the words"
    await desk.hold()
    for _ in range(3):
        await world.tick()
    assert "есть ответ" in desk.card().text
    assert sum(message.photo for message in anna.messages) == 2
    (answer,) = [message for message in anna.messages if message.text.startswith("Ответ на ваш вопрос")]
    before = len(anna.messages)
    desk.maria.person.wrote = captioned
    await desk.maria.edits("Вот схема урока")
    await world.tick()
    assert len(anna.messages) == before
    assert answer.text.startswith("Исправленный ответ на ваш вопрос №1")
    assert "Вот схема урока" in answer.text


@pytest.mark.both
async def test_what_is_held_is_corrected_before_it_goes_and_cancelled_with_its_picture(
    world: World, anna: Person
) -> None:
    desk = await moderating.set_up(world)
    await asks_and_waits(desk, anna, BOOK)
    await desk.tap(desk.maria, "Ответить")
    await desk.maria.sends_file("photo.jpg", desk.card(), "Вот схемма урока", content=PICTURE)
    await world.tick()
    await desk.maria.edits("Вот схема урока")
    await world.tick()
    assert desk.group.finds("Вот схема урока")
    await desk.maria.taps("Отменить")
    await desk.hold()
    async with world.storage.reading() as work:
        assert await work.enclosures.in_state("coming", "ready", "passed") == ()
    assert not any("схема" in message.text for message in anna.messages)


@pytest.mark.both
async def test_a_note_that_is_sent_after_all_goes_with_its_picture(world: World, anna: Person) -> None:
    desk = await moderating.set_up(world)
    await asks_and_waits(desk, anna, BOOK)
    await desk.peter.sends_file("photo.jpg", desk.card(), "Вот схема урока", content=PICTURE)
    for _ in range(3):
        await world.tick()
    assert desk.group.finds("Заметка к №1")
    assert not any(message.photo for message in anna.messages)
    await desk.maria.taps("Отправить автору")
    await world.tick()
    await desk.maria.taps("Это заметка")
    await world.tick()
    await desk.maria.taps("Отправить автору")
    await desk.hold()
    for _ in range(3):
        await world.tick()
    assert "есть ответ" in desk.card().text
    assert sum(message.photo for message in anna.messages) == 1


async def test_who_may_not_moderate_is_told(world: World, anna: Person) -> None:
    desk = await moderating.set_up(world)
    await asks_and_waits(desk, anna, BOOK)
    stranger = world.person("3")
    await stranger.opens()
    await desk.group.member(stranger).says("/air", topic=TOPIC)
    await world.tick()
    assert desk.group.finds("/air — для модераторов")
    await desk.group.member(stranger).replies("Мой ответ", to=desk.card())
    await world.tick()
    assert desk.group.finds("кого пригласили организаторы")
    await desk.maria.sends("voice", desk.card())
    await world.tick()
    assert desk.group.finds("передать не могу")
