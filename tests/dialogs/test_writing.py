"""Writing to a stand takes an age and a consent of its own, and takes no contacts: who may write, and what goes."""

from dataclasses import replace

import pytest

from dialogs.contacts.routes import GiveConsent, OpenConsents, Provide, Withdraw
from dialogs.kit.reading import holds_contacts
from dialogs.news.leads import lead_changed
from dialogs.threads.routes import WriteToStand
from tests.dialogs import calling
from tests.dialogs.leading import Desk, allows_writing, asks, named, set_up
from tests.dialogs.sharing import ADULT, consent_of, found_in_tables, opens_fair
from tests.golden import same_as_golden
from tests.paper import PAPER, Person
from tests.world import World

ASKED = "Есть ли скидки для школ?"
LEAK = "Мою Машу 7 лет запишите, телефон 8 912 000-11-22"


@pytest.fixture
async def azbuka(world: World) -> Desk:
    """The stand 47 with its group."""
    return await set_up(world)


async def begins(person: Person, ref: str = "azbuka") -> None:
    await person.opens(f"stand-{ref}")
    await person.taps("Написать стенду")


async def agrees(person: Person) -> None:
    await begins(person)
    await person.taps(ADULT)


async def written(world: World) -> list[str]:
    """All that is kept of what anybody wrote to stands."""
    async with world.storage.reading() as work:
        stands = world.storage.catalogue.stands
        threads = [lead for stand in stands for lead in await work.leads.of_stand(stand) if lead.kind == "message"]
        return [said.text for lead in threads for said in await work.leads.threads.of_lead(lead.id)]


def told(desk: Desk) -> str:
    return "\n".join(message.text for message in desk.group.messages)


# --- who may write ---------------------------------------------------------------------------------------------------


@pytest.mark.shield("P1")
@pytest.mark.both
async def test_who_was_never_asked_anything_writes_nothing(azbuka: Desk, anna: Person) -> None:
    """A visitor never asked anything writes a child's first name and phone: nothing is kept, nothing is posted."""
    world = azbuka.world
    await begins(anna)
    await anna.types(LEAK)
    await world.tick()
    assert await written(world) == []
    assert await found_in_tables(world, ("Машу", "912 000")) == []
    assert "Маш" not in told(azbuka)
    assert "прочтёт то, что вы напишете" in anna.messages[-2].text


@pytest.mark.both
async def test_one_short_consent_opens_the_conversation(azbuka: Desk, anna: Person) -> None:
    world = azbuka.world
    await begins(anna)
    same_as_golden("writing/consent", anna.sees)
    assert await consent_of(world, anna, "message", "azbuka") is None
    await anna.taps(ADULT)
    consent = await consent_of(world, anna, "message", "azbuka")
    assert consent is not None
    assert (consent.purpose, consent.fields) == ("message", ())
    assert await consent_of(world, anna, "card") is None, "no card is needed for it"
    assert "Сообщение стенду" in anna.reads
    await anna.types(ASKED)
    assert "передано стенду 47" in anna.reads
    await world.tick()
    assert ASKED in told(azbuka)
    await anna.presses(WriteToStand(azbuka.stand.id).pack())
    assert "Сообщение стенду" in anna.reads, "once is enough"
    await anna.presses(WriteToStand(named(world, "notebook").id).pack())
    assert "Сообщение стенду" not in anna.reads


async def test_a_consent_to_a_call_is_none_to_writing(azbuka: Desk, anna: Person) -> None:
    """Another purpose: but the age is known, and it is one press."""
    world = azbuka.world
    await asks(world, anna.user, "call")
    person = await world.kept(anna)
    assert person is not None
    async with world.storage.writing() as work:
        await work.people.save(person, replace(person, age="adult"))
    await begins(anna)
    assert "Согласие на переписку со стендом" in anna.reads
    await anna.taps("Не сейчас")
    assert "Я никому ничего не передал" in anna.reads
    await begins(anna)
    await anna.taps("Даю согласие")
    assert "Сообщение стенду" in anna.reads


AGES = (
    ("Мне меньше 14", "refuse", "нет 14"),
    ("Мне меньше 14", "ask", "нет 14"),
    ("14–17", "refuse", "до 18 лет стендам пишет кто-то из родителей"),
    ("14–17", "ask", "Согласие на переписку"),
)


@pytest.mark.parametrize(("age", "minors", "answer"), AGES)
async def test_below_the_age_nobody_writes(azbuka: Desk, anna: Person, age: str, minors: str, answer: str) -> None:
    world = azbuka.world
    await opens_fair(world, minors=minors)
    await begins(anna)
    await anna.taps("Мне меньше", age)
    assert answer in anna.reads
    await anna.types(LEAK)
    await world.tick()
    assert await written(world) == []
    assert "Маш" not in told(azbuka)


async def test_who_turns_out_to_be_younger_writes_no_more(azbuka: Desk, anna: Person) -> None:
    world = azbuka.world
    await agrees(anna)
    person = await world.kept(anna)
    assert person is not None
    async with world.storage.writing() as work:
        await work.people.save(person, replace(person, age="minor"))
    await anna.types(LEAK.replace("8 912 000-11-22", ""))
    assert "до 18 лет стендам пишет кто-то из родителей" in anna.reads
    assert await written(world) == []


@pytest.mark.shield("P2")
async def test_withdrawing_it_ends_the_conversation_and_the_stand_is_told(azbuka: Desk, anna: Person) -> None:
    world = azbuka.world
    await agrees(anna)
    await anna.types(ASKED)
    await world.tick()
    await azbuka.ivan.replies("Есть, до конца мая.", to=azbuka.card())
    await world.tick()
    await anna.presses(OpenConsents().pack())
    assert anna.has("Стенд 47: сообщения")
    consent = await consent_of(world, anna, "message", "azbuka")
    assert consent is not None
    await anna.taps("Отозвать")
    same_as_golden("writing/ask-withdraw", anna.sees)
    await anna.taps("Да, отозвать")
    assert await written(world) == []
    await world.tick()
    same_as_golden("writing/stand-is-told", azbuka.group.messages[-1].drawn)
    assert (await azbuka.lead()).state == "cancelled"
    assert ASKED not in azbuka.card().text
    await azbuka.ivan.replies("Алло?", to=azbuka.card())
    await world.tick()
    assert not any("Алло?" in message.text for message in anna.messages)
    await anna.presses(WriteToStand(azbuka.stand.id).pack())
    assert "Согласие на переписку со стендом" in anna.reads
    await anna.presses(GiveConsent("message", azbuka.stand.id, "", 1).pack())
    assert await consent_of(world, anna, "message", "azbuka") is None, "what was read before is not agreed to after"


async def test_after_the_fair_the_consent_ends_with_what_was_written(azbuka: Desk, anna: Person) -> None:
    world = azbuka.world
    await agrees(anna)
    await anna.types(ASKED)
    await world.pass_time(minutes=1)
    await opens_fair(world, term_days=0)
    await world.time_is("2020-05-01 12:00")
    await world.pass_time(minutes=11)
    assert await written(world) == []
    await anna.presses(WriteToStand(azbuka.stand.id).pack())
    assert "Салон закончился" in anna.reads


async def test_who_wrote_before_is_asked_at_the_next_message_and_loses_no_word(azbuka: Desk, anna: Person) -> None:
    """A thread of an older version, in which nobody was asked."""
    world = azbuka.world
    await asks(world, anna.user, "message", topic=None)
    await anna.types("А на прописи скидка?")
    await anna.taps("Да, отправить")
    assert "прочтёт то, что вы напишете" in anna.reads
    await anna.taps(ADULT)
    same_as_golden("writing/waiting", anna.sees)
    assert await written(world) == []
    await anna.taps("Да, отправить")
    assert "передано стенду 47" in anna.reads
    await world.tick()
    assert "А на прописи скидка?" in azbuka.card().text
    assert await written(world) == ["А на прописи скидка?"]


async def test_a_reply_and_an_edit_ask_as_well(azbuka: Desk, anna: Person) -> None:
    world = azbuka.world
    await agrees(anna)
    await anna.types(ASKED)
    await world.tick()
    await azbuka.ivan.replies("Есть.", to=azbuka.card())
    await world.tick()
    answer = anna.message
    await anna.presses(Withdraw(0).pack())
    await world.tick()
    for act in (anna.edits(LEAK), anna.replies(LEAK, to=answer), anna.types(LEAK)):
        await act
        await world.tick()
        assert "Маш" not in told(azbuka)
        assert await written(world) == []


async def test_not_now_gives_the_words_up(azbuka: Desk, anna: Person) -> None:
    world = azbuka.world
    await asks(world, anna.user, "message", topic=None)
    await anna.types("А на прописи скидка?")
    await anna.taps("Да, отправить", "Не сейчас")
    person = await world.kept(anna)
    assert person is not None
    assert person.form is None
    assert await found_in_tables(world, ("прописи скидка",)) == []


async def test_old_and_forged_buttons_give_no_consent_unread(azbuka: Desk, anna: Person) -> None:
    world, stand = azbuka.world, azbuka.stand.id
    await anna.opens()
    for fields in ("", "nt"):
        await anna.presses(GiveConsent("message", stand, fields, 12345).pack())
        assert await consent_of(world, anna, "message", "azbuka") is None
    await anna.presses(Provide("message", stand).pack())
    for fields in ("", "nt"):
        await anna.presses(GiveConsent("message", stand, fields, 12345).pack())
        assert await consent_of(world, anna, "message", "azbuka") is None
        assert await consent_of(world, anna, "card") is None


async def test_where_contacts_are_given_elsewhere_one_still_writes(azbuka: Desk, anna: Person) -> None:
    """Words are no contacts: the consent to them is given in the chat."""
    await opens_fair(azbuka.world, off_messenger=frozenset({PAPER}))
    await agrees(anna)
    await anna.types(ASKED)
    assert "передано стенду 47" in anna.reads


# --- contacts in words -----------------------------------------------------------------------------------------------


@pytest.mark.shield("P9")
@pytest.mark.both
async def test_a_message_goes_without_contacts(azbuka: Desk, anna: Person) -> None:
    world = azbuka.world
    await allows_writing(anna)
    await begins(anna)
    await anna.types("Есть скидки? Мой телефон 8 912 000-11-22")
    same_as_golden("writing/without-contacts", anna.sees)
    assert await found_in_tables(world, ("912 000", "9120001122")) == []
    await anna.taps("Отправить так")
    assert "передано стенду 47" in anna.reads
    await world.tick()
    assert "Есть скидки? Мой телефон …" in azbuka.card().text
    await anna.edits("Есть скидки? Пишите @anna_ivanova")
    assert "стенд видит прежний текст" in anna.reads
    await world.tick()
    assert "anna_ivanova" not in told(azbuka)


async def test_other_words_take_the_place_of_those_with_contacts(azbuka: Desk, anna: Person) -> None:
    world = azbuka.world
    await allows_writing(anna)
    await begins(anna)
    await anna.types("+7 912 000-11-22")
    assert not anna.has("Отправить так")
    await anna.types(ASKED)
    assert "передано стенду 47" in anna.reads
    assert await written(world) == [ASKED]
    await begins(anna)
    await anna.types("t.me/anna_ivanova")
    await anna.taps("Заказать звонок")
    assert await written(world) == [ASKED]


async def test_words_that_are_just_typed_are_bared_before_they_are_asked_about(azbuka: Desk, anna: Person) -> None:
    world = azbuka.world
    await allows_writing(anna)
    await begins(anna)
    await anna.types(ASKED)
    await world.pass_time(minutes=2)
    await anna.types("8 912 000-11-22")
    assert "«…»" not in anna.reads
    assert not anna.has("Да, отправить")
    assert "Или напишите сообщение иначе" in anna.reads
    await anna.types("Звоните 8 912 000-11-22 после обеда")
    assert "Звоните … после обеда" in anna.reads
    await anna.taps("Да, отправить")
    assert "передано стенду 47" in anna.reads
    assert await written(world) == [ASKED, "Звоните … после обеда"]


@pytest.mark.shield("P9")
async def test_a_topic_tells_no_contact_to_the_group(azbuka: Desk, anna: Person) -> None:
    """«звоните мне на +7 999 …» stood in the group before «Взять», outside the consent's fields."""
    world = azbuka.world
    await anna.opens()
    await calling.agrees(world, anna)
    leak = "Звоните мне на +7 999 123-45-67, про прописи"
    await calling.orders(anna, "14–15", topic=leak)
    assert "Тему читает вся команда стенда" in anna.reads
    assert "«Звоните мне на …, про прописи»" in anna.reads
    await world.tick()
    assert "999" not in told(azbuka)
    await anna.types("Про прописи")
    await world.tick()
    assert "Про прописи" in azbuka.card().text


@pytest.mark.shield("P9")
async def test_a_note_with_a_contact_is_kept_and_hidden_in_the_group(azbuka: Desk) -> None:
    world = azbuka.world
    await asks(world)
    await azbuka.tap(azbuka.ivan, "Взять")
    await azbuka.replies(azbuka.ivan, "Просила на другой: 8 912 000-11-22")
    assert await azbuka.notes() == ["Просила на другой: 8 912 000-11-22"]
    assert "Просила на другой: …" in azbuka.card().text
    assert "Телефоны и адреса здесь, где читают все, скрыты" in told(azbuka)
    await azbuka.ivan.edits("Просила на 8 912 000-11-23")
    await world.tick()
    assert "912" not in told(azbuka)


HOME_ONLY = {"BY": "8 029 123-45-67", "DE": "030 901820"}


@pytest.mark.shield("P9")
@pytest.mark.parametrize("country", HOME_ONLY)
async def test_phones_are_known_by_the_country_of_the_fair(azbuka: Desk, anna: Person, country: str) -> None:
    """A number without its country is one there alone; what staff noted of it stood whole in the group."""
    world, phone = azbuka.world, HOME_ONLY[country]
    assert not holds_contacts(phone)
    await opens_fair(world, phone_country=country)
    await asks(world, topic=f"Наберите {phone}")
    await azbuka.tap(azbuka.ivan, "Взять")
    await azbuka.replies(azbuka.ivan, f"Просила на другой: {phone}")
    assert "Просила на другой: …" in azbuka.card().text
    assert "Наберите …" in azbuka.card().text
    await allows_writing(anna)
    lead = await asks(world, anna.user, "message")
    async with world.storage.writing() as work:  # by an older version
        await work.leads.threads.add(lead, f"Пишите: {phone}", by_staff=False, by=None, now=world.clock.now())
        await lead_changed(work, lead, world.clock.now())
    await world.tick()
    assert "Пишите: …" in told(azbuka)
    private = "\n".join(message.text for message in azbuka.ivan.person.messages)
    assert phone not in told(azbuka) + private


async def test_what_was_typed_before_is_hidden_as_well(azbuka: Desk) -> None:
    """A topic and a message of an older version."""
    world = azbuka.world
    await asks(world, topic="Наберите +7 999 123-45-67")
    await world.pass_time(minutes=20)
    assert "Наберите …" in azbuka.card().text
    assert "999" not in told(azbuka)
