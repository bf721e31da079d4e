"""Materials: open ones at once, the others for a card, once per stand; found again, mailed, and withdrawn kindly."""

from datetime import timedelta

import pytest

from dialogs.contacts.routes import DeleteCard, Withdraw
from dialogs.kit.route import Route
from dialogs.materials.routes import MailMaterials, SendMaterial, TakeMaterials
from storage.fair.materials import MATERIALS
from storage.leads.steps import Step
from storage.leads.tables import OPEN
from storage.post.outbox import OUTBOX
from storage.privacy.contacts import ContactCard
from tests.dialogs.giving import (
    BOOK,
    PLAN,
    PRICES,
    gives,
    has_card,
    opens,
    stocked,
    stores,
)
from tests.dialogs.leading import Desk, named, set_up
from tests.dialogs.sharing import consent_of, found_in_tables, kept, opens_fair
from tests.golden import same_as_golden
from tests.paper import Person
from tests.world import World


@pytest.fixture
async def azbuka(world: World) -> Desk:
    """The stand 47 with its group and plenty to give."""
    desk = await set_up(world)
    await stocked(world)
    return desk


def screen_of(person: Person) -> str:
    """The newest screen, above the files that came after it."""
    return next(message for message in reversed(person.messages) if not message.letter).drawn


async def test_open_materials_come_at_once_and_again_when_asked(azbuka: Desk, anna: Person) -> None:
    await anna.opens("stand-azbuka")
    await anna.taps("Материалы")
    same_as_golden("materials", anna.sees)
    await azbuka.world.deliver()
    assert anna.files == {"Букварь.pdf": BOOK}
    assert anna.message.text == "Издательство «Азбука утра»\nБукварь"
    await opens(anna)
    assert len(anna.files) == len([message for message in anna.messages if message.documents]) == 1
    assert "в сообщении ниже" not in anna.reads


@pytest.mark.both
async def test_the_gate_asks_once_per_stand_and_files_come_by_consent(azbuka: Desk, anna: Person) -> None:
    world = azbuka.world
    await opens(anna)
    anna.name = "Анна Иванова"
    await anna.taps("Открыть 🔒 (нужны имя и почта)")
    await anna.types("anna@example.org")
    assert PRICES not in anna.files.values()
    await anna.taps("Мне 18 или больше, согласен")
    same_as_golden("materials-taken", anna.sees)
    await world.tick()
    assert anna.files == {"Букварь.pdf": BOOK, "Цены.pdf": PRICES, "План.pdf": PLAN}
    lead = await azbuka.lead()
    assert (lead.kind, lead.state, lead.repeats) == ("materials", "new", 0)
    async with world.storage.reading() as work:
        contact = await work.privacy.contacts.of_lead(lead.id)
    assert contact == {"name": "Анна Иванова", "email": "anna@example.org"}
    await gives(world, "Новинки", "contacts", file=await stores(world, b"%PDF new", "Новинки.pdf"))
    await opens(anna)
    await anna.taps("Прислать всё ещё раз")
    await world.tick()
    assert "Новинки.pdf" in anna.files
    assert (await azbuka.lead()).repeats == 1
    assert await found_in_tables(world, ["anna@example.org", "Анна Иванова"]) == []


async def test_who_has_everything_since_long_is_no_news(azbuka: Desk, anna: Person) -> None:
    world = azbuka.world
    await has_card(anna, to="azbuka")
    await anna.presses(TakeMaterials(azbuka.stand.id).pack())
    await world.tick()
    await azbuka.tap(azbuka.ivan, "Взять")
    async with world.storage.writing() as work:
        lead = (await work.leads.of_stand(azbuka.stand.id))[0]
        await work.leads.step(lead.id, Step("close", OPEN, "closed"), by=None, now=world.clock.now())
    await anna.presses(TakeMaterials(azbuka.stand.id).pack())
    async with world.storage.reading() as work:
        assert len(await work.leads.of_stand(azbuka.stand.id)) == 1
    await gives(world, "Новинки", "contacts", file=await stores(world, b"%PDF new", "Новинки.pdf"))
    await anna.presses(TakeMaterials(azbuka.stand.id).pack())
    async with world.storage.reading() as work:
        assert len(await work.leads.of_stand(azbuka.stand.id)) == 2


async def test_nothing_behind_the_gate_comes_without_consent(azbuka: Desk, anna: Person) -> None:
    (prices,) = [one.id for one in named(azbuka.world, "azbuka").materials if one.title == "Цены 2020"]
    for route in (TakeMaterials(azbuka.stand.id), SendMaterial(prices)):
        await anna.presses(route.pack())
        await azbuka.world.deliver()
        assert PRICES not in anna.files.values()
        assert "price.pdf" not in anna.sees
    assert await consent_of(azbuka.world, anna, "materials", "azbuka") is None


async def test_a_consent_withdrawn_before_the_files_left_keeps_them_here(azbuka: Desk, anna: Person) -> None:
    world = azbuka.world
    await has_card(anna, to="azbuka")
    await anna.presses(TakeMaterials(azbuka.stand.id).pack())
    consent = await consent_of(world, anna, "materials", "azbuka")
    assert consent is not None
    async with world.storage.writing() as work:
        await work.privacy.contacts.withdraw(consent, world.clock.now())
    await world.deliver()
    assert anna.files == {}
    assert "Материалы не отправлены" in anna.reads, "no silence"


@pytest.mark.shield("P2")
@pytest.mark.both
async def test_who_withdraws_before_the_files_leave_is_asked_again(azbuka: Desk, anna: Person) -> None:
    world = azbuka.world
    await has_card(anna, to="azbuka")
    await anna.presses(TakeMaterials(azbuka.stand.id).pack())
    await anna.presses(Withdraw(0).pack())
    await world.deliver()
    assert anna.files == {}
    same_as_golden("materials-not-sent", anna.message.drawn)
    world.clock.move(timedelta(seconds=2))
    anna.name = "Анна Иванова"
    await anna.taps("Всё-таки прислать")
    assert "Какой у вас адрес электронной почты?" in anna.reads
    await world.deliver()
    assert anna.files == {}
    await anna.types("anna@example.org")
    await anna.taps("Даю согласие")
    await world.tick()
    assert PRICES in anna.files.values()


@pytest.mark.shield("P2")
@pytest.mark.both
@pytest.mark.parametrize("how", [Withdraw(0), DeleteCard()])
async def test_who_withdraws_before_the_mail_leaves_is_told_and_asked_again(
    azbuka: Desk, anna: Person, how: Route
) -> None:
    world = azbuka.world
    await has_card(anna, to="azbuka")
    await anna.presses(MailMaterials(azbuka.stand.id).pack())
    await anna.presses(how.pack())
    await world.tick()
    assert world.mailbox == []
    [said] = [message for message in anna.letters if "Материалы не отправлены" in message.text]
    await anna.presses(MailMaterials(azbuka.stand.id).pack(), said)
    assert "подтверждённый адрес" in anna.reads
    assert anna.has("Указать почту")


@pytest.mark.shield("P2")
async def test_a_withdrawal_that_leaves_the_mail_its_consent_is_no_news(azbuka: Desk, anna: Person) -> None:
    """The stand may have nothing any more, while the address is still ours to write to: what is open comes."""
    world = azbuka.world
    await has_card(anna, to="azbuka")
    await anna.presses(MailMaterials(azbuka.stand.id).pack())
    consent = await consent_of(world, anna, "materials", "azbuka")
    assert consent is not None
    await anna.presses(Withdraw(consent.id).pack())
    await world.tick()
    (mail,) = world.mailbox
    assert [one.name for one in mail.documents] == ["Букварь.pdf"]
    assert not [message for message in anna.letters if "Материалы не отправлены" in message.text]


@pytest.mark.shield("P2")
async def test_who_withdrew_and_wants_all_by_mail_reads_what_is_missing(azbuka: Desk, anna: Person) -> None:
    world = azbuka.world
    await has_card(anna, to="azbuka")
    consent = await consent_of(world, anna, "materials", "azbuka")
    assert consent is not None
    await anna.presses(TakeMaterials(azbuka.stand.id).pack())
    await anna.presses(Withdraw(consent.id).pack())
    await anna.presses(MailMaterials(azbuka.stand.id).pack())
    same_as_golden("materials-mailed-without", anna.sees)
    await anna.taps("Открыть 🔒 (нужны имя и почта)")
    assert anna.has("Даю согласие")


@pytest.mark.shield("P2")
@pytest.mark.parametrize("written", ["123456", "other@example.org"])
async def test_a_code_or_an_address_typed_after_a_withdrawal_is_asked_for_anew(
    azbuka: Desk, anna: Person, written: str
) -> None:
    world = azbuka.world
    await has_card(anna, ContactCard("Анна", email="anna@example.org"))
    await anna.presses(MailMaterials(azbuka.stand.id).pack())
    if "@" in written:
        await anna.taps("Изменить адрес")
    form = await world.kept(anna)
    assert form is not None
    async with world.storage.writing() as work:  # in another window, where the question stays open
        consent = await work.privacy.consents.live(form.id, "card", None)
        assert consent is not None
        await work.privacy.contacts.withdraw(consent, world.clock.now())
    await anna.types(written)
    assert "подтверждённый адрес" in anna.reads
    assert anna.has("Указать почту")
    assert await found_in_tables(world, ["other@example.org", "anna@example.org"]) == []
    await world.tick()
    assert world.mailbox == []


async def test_many_files_come_ten_by_ten(world: World, anna: Person) -> None:
    for number in range(23):
        file = await stores(world, b"%d" % number, f"{number}.pdf")
        await gives(world, f"Файл {number}", "open", stand="notebook", file=file)
    await opens(anna, "notebook")
    assert sorted(len(message.files) for message in anna.letters) == [3, 10, 10]
    assert len(world.messenger.files.uploads) == 23


@pytest.mark.both
async def test_two_taps_are_one(azbuka: Desk, anna: Person) -> None:
    await has_card(anna, to="azbuka")
    for _ in range(2):
        await anna.presses(TakeMaterials(azbuka.stand.id).pack())
    await azbuka.world.deliver()
    assert len([message for message in anna.messages if message.documents]) == 1


async def test_everything_received_is_found_and_sent_again(azbuka: Desk, anna: Person) -> None:
    world = azbuka.world
    await anna.opens("stand-azbuka")
    await anna.taps("Материалы", "Мои материалы")
    await world.deliver()
    same_as_golden("my-materials", screen_of(anna))
    await world.pass_time(minutes=2)
    await anna.taps("47 · Букварь")
    assert "Отправляю" in anna.toast
    await world.deliver()
    assert [message.files for message in anna.letters] == [["Букварь.pdf"], ["Букварь.pdf"]]


async def test_what_was_withdrawn_is_said_kindly(azbuka: Desk, anna: Person, viktor: Person) -> None:
    world = azbuka.world
    await opens(anna)
    await opens(viktor)
    async with world.storage.transaction() as (connection, _):
        await connection.execute(MATERIALS.update().values(withdrawn=True))
        await connection.exec_driver_sql("UPDATE fairs SET version = version + 1")
    await world.storage.refresh()
    await anna.taps("Мои материалы")
    await anna.taps("Букварь")
    assert "больше не раздают" in screen_of(anna)
    await viktor.presses(TakeMaterials(azbuka.stand.id).pack())
    assert "больше ничего не раздаёт" in viktor.toast
    assert "материалов здесь пока нет" in viktor.sees


@pytest.mark.both
async def test_the_same_comes_by_mail_to_a_confirmed_address(azbuka: Desk, anna: Person) -> None:
    world = azbuka.world
    await has_card(anna, to="azbuka")
    await opens(anna)
    await anna.taps("Ещё и на почту")
    assert "Письмо уже в пути" in anna.toast
    await world.tick()
    (mail,) = world.mailbox
    assert (mail.to, mail.subject) == ("anna@example.org", "Материалы стенда «Издательство „Азбука утра“»")
    assert {one.name: one.content for one in mail.documents} == {
        "Букварь.pdf": BOOK,
        "Цены.pdf": PRICES,
        "План.pdf": PLAN,
    }
    assert mail.links == {
        "Каталог и цены": "https://files.example.org/price.pdf",
        "Видео": "https://video.example.org/primer",
    }
    assert mail.chat == str(await kept(world, anna))
    assert await found_in_tables(world, ["anna@example.org"]) == []


async def test_without_consent_to_the_stand_only_open_ones_are_mailed(azbuka: Desk, anna: Person) -> None:
    world = azbuka.world
    await has_card(anna)
    await opens(anna)
    await anna.taps("Ещё и на почту")
    await world.tick()
    (mail,) = world.mailbox
    assert [one.name for one in mail.documents] == ["Букварь.pdf"]
    assert list(mail.links) == ["Видео"]


async def test_a_mail_has_room_for_ten_megabytes(world: World, anna: Person) -> None:
    await has_card(anna)
    for number, size in enumerate((6 << 20, 5 << 20, 3 << 20)):
        file = await stores(world, bytes([number]) * size, f"{number}.pdf")
        await gives(world, f"Файл {number}", "open", stand="notebook", file=file)
    await opens(anna, "notebook")
    await anna.taps("Ещё и на почту")
    await world.tick()
    (mail,) = world.mailbox
    assert [one.name for one in mail.documents] == ["0.pdf", "2.pdf"]
    assert "Слишком большие для письма; они есть в чате" in mail.text
    assert "• Файл 1" in mail.text


@pytest.mark.parametrize("card", [None, ContactCard("Анна"), ContactCard("Анна", email="anna@example.org")])
async def test_mail_goes_to_no_address_that_is_not_confirmed(
    azbuka: Desk, anna: Person, card: ContactCard | None
) -> None:
    world = azbuka.world
    if card is not None:
        await has_card(anna, card)
    await opens(anna)
    await anna.taps("Ещё и на почту")
    if card is not None and card.email:
        assert "письмо с кодом на anna@example.org" in screen_of(anna)
        await world.tick()
        assert [mail.documents for mail in world.mailbox] == [()], "nothing but the code"
        return
    assert "подтверждённый адрес" in screen_of(anna)
    await anna.taps("Указать почту" if card is None else "Моя визитка")
    await world.tick()
    assert world.mailbox == []


async def test_a_card_deleted_before_the_mail_left_keeps_it_here(azbuka: Desk, anna: Person) -> None:
    world = azbuka.world
    await has_card(anna)
    await anna.presses(MailMaterials(azbuka.stand.id).pack())
    consent = await consent_of(world, anna, "card")
    assert consent is not None
    async with world.storage.writing() as work:
        await work.privacy.contacts.withdraw(consent, world.clock.now())
    await world.tick()
    assert world.mailbox == []


async def test_where_nothing_can_be_mailed_nothing_is_offered(azbuka: Desk, anna: Person) -> None:
    await opens_fair(azbuka.world, mail=False)
    await opens(anna)
    assert "Ещё и на почту" not in screen_of(anna)
    await anna.presses(MailMaterials(azbuka.stand.id).pack())
    assert "на почту не отправляются" in anna.toast


async def test_files_of_sessions_come_too(world: World, anna: Person) -> None:
    file, reading = await stores(world, PLAN, "План.pdf"), world.storage.catalogue.session_named("reading")
    assert reading is not None
    await gives(world, "Конспект", "open", file=file, stand_id=None, session_id=reading.id)
    await anna.opens("session-reading")
    await anna.taps("Конспект")
    await world.deliver()
    assert anna.files == {"План.pdf": PLAN}


async def test_letters_hold_numbers_only(azbuka: Desk, anna: Person) -> None:
    world = azbuka.world
    await has_card(anna, to="azbuka")
    await opens(anna)
    await anna.taps("Прислать всё ещё раз", "Ещё и на почту")
    async with world.storage.engine.connect() as connection:
        letters = (await connection.execute(OUTBOX.select())).all()
    assert {letter.kind for letter in letters} >= {"materials", "materials-mail", "lead-card"}
    for letter in letters:
        if letter.kind.startswith("materials"):
            assert all(isinstance(value, int | list) for value in letter.about.values()), letter.kind
        assert "example.org" not in str(letter)
