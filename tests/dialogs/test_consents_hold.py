"""A consent that holds is a document with one button; old buttons consent to nothing anew and drop nothing else."""

from datetime import timedelta

import pytest

from dialogs.contacts.routes import NotNow, SkipField
from dialogs.kit.form import LeaveForm
from dialogs.kit.screen import Button
from tests.dialogs.sharing import agrees_to_card, begins, consent_of, fills_in, kept, opens_fair, stand
from tests.paper import Person
from tests.sheet import Message
from tests.world import World

AGREE = "Даю согласие"


async def gives(world: World, anna: Person) -> tuple[Message, str]:
    """Anna lets the stand 47 have her contact for its materials; the message of it, and what its button carried."""
    await opens_fair(world, mail=False)
    await fills_in(anna)
    await begins(anna, "materials")
    document = anna.message
    button = document.find(AGREE)
    assert isinstance(button, Button)
    packed = button.to.pack()
    await anna.taps(AGREE)
    return document, packed


async def test_what_was_agreed_to_stays_as_a_document_with_one_button(world: World, anna: Person) -> None:
    document, packed = await gives(world, anna)
    given = await consent_of(world, anna, "materials", "azbuka")
    assert given is not None
    assert "✓ Согласие дано: понедельник, 27 апреля, 09:45 · №" in document.text
    assert "Согласие на передачу персональных данных" in document.text
    assert document.buttons == ["Отозвать"]
    before = [message.id for message in anna.messages]
    await anna.presses(packed, on=document)
    assert [message.id for message in anna.messages] == before, "the next step comes once"
    assert "уже дано" in anna.toast
    assert document.buttons == ["Отозвать"]
    await anna.taps("Отозвать")
    assert "Отозвать это согласие?" in anna.reads
    assert "✓ Согласие дано:" in document.text, "the document stays"


async def test_not_now_on_a_consent_that_holds_says_so(world: World, anna: Person) -> None:
    await gives(world, anna)
    await anna.presses(NotNow("materials", stand(world)).pack())
    assert "Это согласие уже дано" in anna.reads
    assert "ничего не передал" not in anna.reads
    await anna.taps("Отозвать", "Да, отозвать")
    assert await consent_of(world, anna, "materials", "azbuka") is None
    await anna.presses(NotNow("materials", stand(world)).pack())
    assert "ничего не передал" in anna.reads


async def test_no_document_from_before_a_withdrawal_consents_anew(world: World, anna: Person) -> None:
    document, packed = await gives(world, anna)
    given = await consent_of(world, anna, "materials", "azbuka")
    world.clock.move(timedelta(seconds=2))
    await anna.taps("Отозвать", "Да, отозвать")
    await anna.presses(packed, on=document)
    assert await consent_of(world, anna, "materials", "azbuka") is None
    assert "прочитайте" in anna.reads
    await anna.taps(AGREE)
    again = await consent_of(world, anna, "materials", "azbuka")
    assert given is not None
    assert again is not None
    assert again.proof != given.proof


async def test_old_buttons_drop_no_question_that_is_being_written(world: World, anna: Person) -> None:
    await opens_fair(world, mail=False)
    await agrees_to_card(anna)
    leave = anna.message.find("Отмена")
    assert isinstance(leave, Button)
    await anna.opens("session-play")
    await anna.taps("Задать вопрос")
    await anna.types("Как быть с телефонами?")
    number = await kept(world, anna)
    for old in (leave.to.pack(), LeaveForm().pack(), NotNow("card", 0).pack(), SkipField().pack()):
        await anna.presses(old, on=anna.messages[0])
        person = await world.kept(anna)
        assert person is not None
        assert person.form is not None
        assert (person.id, person.form.name) == (number, "question"), old
    await anna.taps("Отправить")
    async with world.storage.reading() as work:
        assert [one.text for one in await work.questions.of_person(number)] == ["Как быть с телефонами?"]


async def test_a_question_that_was_answered_loses_its_buttons(world: World, anna: Person) -> None:
    await opens_fair(world, mail=False)
    await anna.opens("session-play")
    await anna.taps("Задать вопрос")
    prompt = anna.message
    assert prompt.buttons == ["О мероприятии", "Отмена"]
    await anna.types("Как быть с телефонами?")
    preview = anna.message
    assert (prompt.buttons, preview.find("Отправить") is not None) == ([], True)
    await anna.types("А с телефонами?")
    assert preview.buttons == []
    await agrees_to_card(anna)
    asked = anna.message
    await anna.types("Анна Иванова")
    assert asked.buttons == []
    assert anna.message.buttons != []


@pytest.mark.both
async def test_a_question_of_before_a_restart_loses_its_buttons_too(world: World, anna: Person) -> None:
    await anna.opens("session-play")
    await anna.taps("Задать вопрос")
    await anna.types("Как быть с телефонами?")
    preview = anna.message
    assert preview.find("Отправить")
    await world.restart()
    await anna.types("А с телефонами?")
    assert (preview.buttons, "Как быть с телефонами?" in preview.text) == ([], True)
    again = anna.message
    await world.restart()
    await anna.opens()
    assert again.buttons == [], "given up"


async def test_skip_means_the_field_that_it_stands_below(world: World, anna: Person) -> None:
    await opens_fair(world, mail=False)
    await agrees_to_card(anna)
    await anna.types("Анна Иванова")
    phone = anna.message.find("Дальше")
    assert isinstance(phone, Button)
    packed = phone.to.pack()
    await anna.types("+79161234567")
    asked = anna.reads
    await anna.presses(packed, on=anna.messages[0])
    assert anna.reads == asked
