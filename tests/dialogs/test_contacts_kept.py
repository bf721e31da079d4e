"""«Моя визитка» and «Мои согласия»: what is kept is seen, changed and taken back."""

import re

import pytest

from dialogs.contacts.letters import ContactWithdrawn
from dialogs.contacts.routes import (
    AskWithdraw,
    ConfirmEmail,
    DeleteCard,
    EditField,
    OpenCard,
    OpenConsent,
    OpenConsents,
    RemoveField,
    Withdraw,
)
from storage.leads.tables import Lead
from storage.privacy.consent_texts import text_hash
from tests.dialogs.sharing import (
    EMAIL,
    PHONE,
    SHOWN_PHONE,
    begins,
    card_of,
    code,
    consent_of,
    fills_in,
    kept,
    mails,
    opens_fair,
    stand,
)
from tests.golden import same_as_golden
from tests.paper import Person
from tests.world import World


@pytest.fixture
async def anna(world: World, anna: Person) -> Person:
    """A teacher with a card."""
    await opens_fair(world, mail=False)
    await fills_in(anna)
    return anna


async def asks_materials(world: World, person: Person, ref: str = "azbuka") -> Lead:
    """The stand has a request of the person's with a contact."""
    await begins(person, "materials", ref)
    await person.taps("Даю согласие")
    number, given = await kept(world, person), await consent_of(world, person, "materials", ref)
    card = await card_of(world, person)
    assert given is not None
    assert card is not None
    async with world.storage.writing() as work:
        lead, _ = await work.leads.open(stand(world, ref), number, "materials", world.clock.now())
        await work.privacy.contacts.attach(lead.id, given, card)
    return lead


def without_numbers(text: str) -> str:
    return re.sub(r"\b\w{4}-\w{4}-\w{4}\b", "7f3k-q9ab-cdef", text)


async def test_the_card_is_reached_from_the_settings(anna: Person) -> None:
    await anna.types("/settings")
    await anna.taps("Моя визитка")
    same_as_golden("contacts/card", anna.sees)


async def test_who_has_no_card_may_fill_it_in(world: World, viktor: Person) -> None:
    await opens_fair(world, mail=False)
    await viktor.types("/settings")
    await viktor.taps("Моя визитка")
    same_as_golden("contacts/no-card", viktor.sees)
    await viktor.taps("Заполнить", "Мне 18 или больше, согласен")
    await viktor.types("Виктор")
    await viktor.taps("Хватит, отправить")
    assert "Имя: Виктор" in viktor.reads


async def test_one_field_is_written_anew(world: World, anna: Person) -> None:
    await anna.taps("Телефон")
    assert anna.asked_phone
    await anna.types("+49 30 901820")
    assert "Телефон: +49 30 901820 (введён вручную)" in anna.reads
    await anna.taps("Телефон")
    await anna.shares("79161234567")
    assert f"Телефон: {SHOWN_PHONE}\n" in anna.reads
    await anna.taps("Имя", "Оставить как есть")
    assert "Имя: Анна Иванова" in anna.reads
    assert anna.asked_phone == ""


async def test_a_field_is_emptied_but_a_card_has_a_name(world: World, anna: Person) -> None:
    await anna.taps("Телефон", "Убрать")
    assert "Телефон:" not in anna.reads
    await anna.taps("Имя")
    assert not anna.has("Убрать")
    await anna.presses(RemoveField("name").pack())
    card = await card_of(world, anna)
    assert card is not None
    assert (card.name, card.phone) == ("Анна Иванова", "")


async def test_a_changed_address_has_to_be_proved_again(world: World, anna: Person) -> None:
    await mails(world)
    await anna.presses(OpenCard().pack())
    assert f"{EMAIL} (не подтверждён)" in anna.reads
    await anna.taps("Подтвердить почту")
    await anna.types(await code(world))
    assert f"{EMAIL} (подтверждён)" in anna.reads
    await anna.taps("Адрес почты")
    await anna.types("new@example.org")
    assert "new@example.org (не подтверждён)" in anna.reads


@pytest.mark.both
async def test_a_change_reaches_the_stands_that_may_have_it(world: World, anna: Person) -> None:
    lead = await asks_materials(world, anna)
    await anna.presses(OpenCard().pack())
    await anna.taps("Адрес почты")
    await anna.types("new@example.org")
    async with world.storage.reading() as work:
        told = await work.privacy.contacts.of_lead(lead.id)
    assert told is not None
    assert told["email"] == "new@example.org"


@pytest.mark.both
async def test_the_card_is_deleted_after_one_question(world: World, anna: Person) -> None:
    lead = await asks_materials(world, anna)
    await anna.presses(OpenCard().pack())
    await anna.taps("Удалить визитку")
    same_as_golden("contacts/delete", anna.sees)
    await anna.taps("Да, удалить")
    same_as_golden("contacts/deleted", anna.sees)
    assert await card_of(world, anna) is None
    assert await consent_of(world, anna, "card") is None
    assert await consent_of(world, anna, "materials", "azbuka") is not None
    async with world.storage.reading() as work:
        assert await work.privacy.contacts.of_lead(lead.id) is not None
    await anna.again()
    await anna.taps("Отозвать всё", "Да, отозвать всё")
    async with world.storage.reading() as work:
        assert await work.privacy.contacts.of_lead(lead.id) is None


async def test_consents_are_listed_and_read_as_they_were_agreed_to(world: World, anna: Person) -> None:
    await asks_materials(world, anna)
    given = await consent_of(world, anna, "materials", "azbuka")
    assert given is not None
    await opens_fair(world, operator="ООО «Другое»")
    await anna.types("/settings")
    await anna.taps("Мои согласия")
    same_as_golden("contacts/consents", anna.sees)
    await anna.taps("Стенд 47: материалы")
    same_as_golden("contacts/consent", without_numbers(anna.sees))
    agreed = anna.reads.rpartition("\n\n")[0]
    assert text_hash(agreed) == given.text_hash


@pytest.mark.both
async def test_a_consent_is_withdrawn_by_two_presses_and_the_stand_is_told(world: World, anna: Person) -> None:
    lead = await asks_materials(world, anna)
    group = world.group("Азбука утра")
    async with world.storage.writing() as work:
        now = world.clock.now()
        await work.staff.places.bind(group.address(), "stand", None, stand(world), topics=False, source="bind", now=now)
    await anna.presses(OpenConsents().pack())
    await anna.taps("Стенд 47: материалы", "Отозвать")
    same_as_golden("contacts/withdraw", anna.sees)
    await anna.taps("Да, отозвать")
    assert "больше не действует" in anna.reads
    assert "Стенд 47: материалы (отозвано)" in anna.buttons
    async with world.storage.reading() as work:
        assert await work.privacy.contacts.of_lead(lead.id) is None
        after = await work.leads.load(lead.id)
        assert after is not None
        assert after.state == "new"
        assert [entry.deed for entry in await world.audited()] == ["withdraw"]
    await world.deliver()
    assert group.messages[-1].text == (
        f"Заявка №{lead.number}: посетитель отозвал контакт. Если вы его где-то записали, пожалуйста, сотрите и там."
    )
    said = len(group.messages)
    await anna.presses(Withdraw(0).pack())
    await anna.again()
    await anna.presses(Withdraw(0).pack())
    assert "Уже отозвано" in anna.reads
    await world.deliver()
    assert len(group.messages) == said
    assert await card_of(world, anna) is None


async def test_a_consent_given_again_gives_the_contact_again(world: World, anna: Person) -> None:
    await asks_materials(world, anna)
    await anna.presses(Withdraw(0).pack())
    await fills_in_again(anna)
    await asks_materials(world, anna)
    assert await consent_of(world, anna, "materials", "azbuka") is not None


async def fills_in_again(person: Person) -> None:
    await begins(person, "card")
    await person.taps("Даю согласие")
    for answer in ("Анна Иванова", PHONE, EMAIL):
        await person.types(answer)
    await person.taps("Хватит, отправить")


async def test_nobody_sees_or_withdraws_what_others_agreed_to(world: World, anna: Person, viktor: Person) -> None:
    given = await consent_of(world, anna, "card")
    assert given is not None
    for route in (OpenConsent(given.id), AskWithdraw(given.id), Withdraw(given.id), OpenConsent(9999), Withdraw(9999)):
        await viktor.presses(route.pack())
        assert "устарела" in viktor.reads
    await viktor.presses(Withdraw(0).pack())
    assert await consent_of(world, anna, "card") == given


async def test_a_card_that_is_gone_is_not_edited(world: World, anna: Person, viktor: Person) -> None:
    for route in (EditField("phone"), RemoveField("phone"), ConfirmEmail()):
        await viktor.presses(route.pack())
        assert "Пока она пуста" in viktor.reads
    await viktor.presses(EditField("age").pack())
    assert "устарела" in viktor.reads
    await viktor.presses(DeleteCard().pack())
    assert await card_of(world, anna) is not None


async def test_who_agreed_to_nothing_has_an_empty_list(world: World, viktor: Person) -> None:
    await viktor.presses(OpenConsents().pack())
    assert "Вы не давали согласий" in viktor.reads
    await viktor.presses(AskWithdraw(0).pack())
    assert "Вы не давали согласий" in viktor.reads


async def test_the_letter_to_a_stand_holds_a_number_only() -> None:
    assert ContactWithdrawn(7).about() == {"lead": 7}
