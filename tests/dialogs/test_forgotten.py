"""Whoever is forgotten, or takes a contact back, is so at the stands, too: in their chats, tables, and programs."""

import asyncio
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import pytest
from sqlalchemy import event

from dialogs.contacts.routes import Withdraw
from dialogs.kit.messenger import Outcome, Parcel, Refused
from dialogs.news.forgetting import words_taken_back
from dialogs.news.threads import thread_said
from dialogs.threads.routes import WriteToStand
from scheduler.composing import LetterCall
from storage.leads.tables import Lead
from tests.dialogs.leading import ANNA, Desk, allows_writing, asks, named, set_up, withdraws
from tests.dialogs.test_leads_desk import sheet, with_machine
from tests.golden import same_as_golden
from tests.paper import PaperMessenger, Person
from tests.storage.test_importing import without
from tests.world import World

WORDS = "Меня зовут Анна Петрова, школа № 912, перезвоните"


@pytest.fixture
async def azbuka(world: World) -> Desk:
    """The stand 47 with its group."""
    return await set_up(world)


async def writes(person: Person, text: str) -> None:
    await allows_writing(person)
    await person.presses(WriteToStand(named(person.world, "azbuka").id).pack())
    await person.types(text)
    await person.world.deliver()


async def writes_twice(person: Person) -> None:
    """Two messages, of which the second comes later and has words of the first in it."""
    await writes(person, WORDS)
    await person.world.pass_time(minutes=2)
    await writes(person, f"Ещё раз: {WORDS}")


async def forgets(person: Person) -> None:
    await person.types("/forget")
    await person.taps("Да, забыть всё")
    await person.world.tick()
    await person.world.pass_time(minutes=1)  # what comes to one chat leaves one after another


def stands(world: World) -> str:
    """All that can be read in any chat but the visitor's own."""
    others = [messages for chat, messages in world.messenger.chats.items() if chat != "1"]
    return "\n".join(one.text + " ".join(one.files) for messages in others for one in messages)


@pytest.mark.shield("P2")
@pytest.mark.both
async def test_what_was_written_to_a_stand_goes_out_of_its_chat(azbuka: Desk, anna: Person) -> None:
    """Two rows of words, one on the card and one above it, and a picture."""
    world = azbuka.world
    await writes_twice(anna)
    await anna.sends_file("Анна Петрова.pdf")
    await world.pass_time(minutes=1)
    assert stands(world).count(WORDS) == 2
    assert "Анна Петрова.pdf" in stands(world)
    await forgets(anna)
    assert "Петрова" not in stands(world)
    assert "912" not in stands(world)
    assert "удалил" in azbuka.card().text, "the card stays, for the counts"


@pytest.mark.shield("P2")
async def test_what_is_too_old_to_be_deleted_loses_its_words(azbuka: Desk, anna: Person) -> None:
    world = azbuka.world
    await writes_twice(anna)
    world.messenger.old = True
    await forgets(anna)
    assert "Петрова" not in stands(world)
    assert "Посетитель забрал это сообщение." in stands(world)


@pytest.mark.shield("P2")
@pytest.mark.both
async def test_the_stand_is_asked_to_forget_by_a_new_message(azbuka: Desk, anna: Person) -> None:
    """An edit notifies nobody."""
    world = azbuka.world
    await asks(world)
    await writes(anna, WORDS)
    before = len(azbuka.group.messages)
    await forgets(anna)
    assert len(azbuka.group.messages) == before + 1
    same_as_golden("leads/forgotten", azbuka.group.messages[-1].drawn)
    assert "Петрова" not in stands(world)
    await world.tick()
    assert len(azbuka.group.messages) == before + 1


@pytest.mark.shield("P2")
@pytest.mark.both
@pytest.mark.parametrize("how", ["forget", "withdraw"])
async def test_who_downloaded_the_table_is_told_which_rows_to_erase(azbuka: Desk, anna: Person, how: str) -> None:
    """Whoever has the table, by its numbers; who took another away, or none, is left alone."""
    world = azbuka.world
    other = await set_up(world, "notebook", 81)
    await other.ivan.presses(f"l.table:{other.stand.id}")
    await asks(world)
    await azbuka.tap(azbuka.ivan, "Взять")
    await azbuka.ivan.presses(f"l.table:{azbuka.stand.id}")
    await world.tick()
    (document,) = azbuka.ivan.person.letters[-1].documents
    assert ANNA.phone in str(sheet(document.content))
    if how == "forget":
        await forgets(anna)
    else:
        await anna.presses(Withdraw(0, 0).pack())
        await world.tick()
    same_as_golden("leads/exported", azbuka.ivan.person.letters[-1].drawn)
    for one in (azbuka.olga, other.ivan):
        assert not any("Сотрите из таблицы" in letter.text for letter in one.person.letters)
    assert "Анна" not in azbuka.ivan.person.letters[-1].text


@pytest.mark.shield("P2")
async def test_what_was_asked_after_the_table_was_made_is_no_row_of_it(azbuka: Desk, anna: Person) -> None:
    await azbuka.ivan.presses(f"l.table:{azbuka.stand.id}")
    await azbuka.world.tick()
    await asks(azbuka.world)
    await forgets(anna)
    assert not any("Сотрите из таблицы" in letter.text for letter in azbuka.ivan.person.letters)


@pytest.mark.shield("P7")
async def test_who_takes_the_table_and_is_forgotten_stays_in_the_log(azbuka: Desk) -> None:
    """The number of the line stays, and what it was about; nothing of it names anybody to who has no keys."""
    world = azbuka.world
    lead = await asks(world)
    await azbuka.tap(azbuka.ivan, "Взять")
    await azbuka.ivan.presses(f"l.table:{azbuka.stand.id}")
    kept = await world.kept(azbuka.ivan.person)
    assert kept is not None
    await forgets(azbuka.ivan.person)
    export, revoked, erase = [one for one in await world.audited() if one.deed in ("export", "revoke", "erase")]
    assert (export.deed, export.by, export.about, export.rows) == (
        "export",
        kept.id,
        "stand azbuka",
        {("lead", lead.id)},
    )
    assert (erase.deed, erase.by) == ("erase", kept.id)
    for entry in (export, revoked, erase):
        assert dict(entry.who) == {"messenger": "paper", "user": kept.user, "role": "stand azbuka"}


@pytest.mark.shield("P2")
@pytest.mark.both
async def test_who_withdraws_the_consent_to_be_written_with_takes_the_words_back(azbuka: Desk, anna: Person) -> None:
    world = azbuka.world
    await writes_twice(anna)
    await anna.sends_file("Анна Петрова.pdf")
    await world.tick()
    await anna.presses(Withdraw(0, 0).pack())
    await world.tick()
    await world.pass_time(minutes=1)
    assert "Петрова" not in stands(world)
    assert azbuka.group.finds("посетитель отозвал согласие на переписку")


@pytest.mark.shield("P2")
@pytest.mark.both
async def test_the_letters_of_a_forgetting_survive_a_restart(azbuka: Desk, anna: Person) -> None:
    world = azbuka.world
    await writes(anna, WORDS)
    await world.pass_time(minutes=2)
    await writes(anna, "Ещё раз")
    await anna.types("/forget")
    await anna.taps("Да, забыть всё")
    assert WORDS in stands(world)
    await world.restart()
    await world.tick()
    await world.pass_time(minutes=1)
    assert WORDS not in stands(world)
    assert azbuka.group.finds("попросил его забыть")


@pytest.mark.shield("P2")
async def test_what_the_stand_answered_stays_in_the_visitors_own_chat(azbuka: Desk, anna: Person) -> None:
    world = azbuka.world
    await writes(anna, WORDS)
    await azbuka.ivan.replies("Перезвоним в три.", to=azbuka.group.finds(WORDS))
    await world.pass_time(minutes=1)
    assert "Перезвоним в три." in anna.reads
    await anna.types("/privacy")
    await anna.presses(Withdraw(0, 0).pack())
    await world.pass_time(minutes=1)
    assert WORDS not in stands(world)
    assert any("Перезвоним в три." in message.text for message in anna.messages)


@pytest.mark.shield("P2")
@pytest.mark.parametrize("how", ["forget", "withdraw"])
async def test_a_stand_that_was_withdrawn_is_reached_all_the_same(world: World, anna: Person, how: str) -> None:
    """Its cards, the contact that its staff see, who has its table, and its machine."""
    desk = await with_machine(world)
    await asks(world)
    await writes(anna, WORDS)
    await desk.tap(desk.ivan, "Взять", 1)
    await desk.ivan.presses(f"l.table:{desk.stand.id}")
    await world.tick()
    assert "+7 916" in stands(world)
    await world.imports(without(world.fair, "azbuka"))
    await world.tick()
    if how == "forget":
        await forgets(anna)
    else:
        await anna.presses(Withdraw(0, 0).pack())
    await world.pass_time(minutes=1)
    assert WORDS not in stands(world)
    assert "+7 916" not in stands(world)
    assert any("Сотрите из таблицы" in letter.text for letter in desk.ivan.person.letters)
    assert [told.event for told in world.notices][-1] == "lead.withdrawn"


@pytest.mark.shield("P2")
async def test_many_words_are_taken_back_by_as_many_questions_as_few(azbuka: Desk, anna: Person) -> None:
    world = azbuka.world
    await writes_twice(anna)
    kept = await world.kept(anna)
    assert kept is not None
    asked: dict[int, int] = {}
    for many in (2, 40):
        async with world.storage.writing() as work:
            lead = (await work.leads.of_person(kept.id))[0]
            for _ in range(many):
                await thread_said(work, lead, WORDS, by_staff=False, by=kept.id, now=world.clock.now())
            said = [one.id for one in await work.leads.threads.of_lead(lead.id)]
            with counting(world) as statements:
                await words_taken_back(work, said, said, world.clock.now())
        asked[many] = len(statements)
    assert asked[40] <= asked[2] < 10


@contextmanager
def counting(world: World) -> Iterator[list[str]]:
    """The statements that are run meanwhile."""
    found: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_more: object) -> None:
        found.append(statement)

    event.listen(world.storage.engine.sync_engine, "before_cursor_execute", note)
    try:
        yield found
    finally:
        event.remove(world.storage.engine.sync_engine, "before_cursor_execute", note)


# --- while letters are on their way ----------------------------------------------------------------------------------


class Stalling:
    """The messenger, which lies still with the first call until it is let, and refuses it then."""

    def __init__(self, messenger: PaperMessenger) -> None:
        self._messenger = messenger
        self.name, self.limits = messenger.name, messenger.limits
        self.has_it, self.let = asyncio.Event(), asyncio.Event()

    async def show(self, parcel: Parcel) -> Outcome:
        return await self._messenger.show(parcel)

    async def carry(self, parcels: Sequence[Parcel]) -> Sequence[Outcome]:
        if self.has_it.is_set():
            return await self._messenger.carry(parcels)
        self.has_it.set()
        await self.let.wait()
        return [Refused("links are not for here")] * len(parcels)


async def taken_untold(azbuka: Desk) -> Lead:
    """A request that Ivan has taken, whose contact has not reached him."""
    lead = await asks(azbuka.world)
    await azbuka.ivan.taps("Взять", on=azbuka.card())
    return lead


@pytest.mark.shield("P2")
@pytest.mark.both
async def test_a_contact_that_was_drawn_does_not_leave_after_its_withdrawal(azbuka: Desk) -> None:
    """P2: drawn, and held up by the pace while the visitor takes the consent back."""
    world = azbuka.world
    lead = await taken_untold(azbuka)
    delivery = world.delivery()
    drawn, _ = await delivery._drawing.draw(await delivery._claim(10))
    assert any("+7" in str(one.what) for one in drawn)
    await withdraws(world, lead, told=False)
    await delivery._write(await delivery._carry(LetterCall(tuple(drawn), {})), time.monotonic() + 60)
    assert "161234567" not in stands(world)
    await world.pass_time(minutes=1)
    assert "4567" not in stands(world)
    assert "контакта больше нет" in azbuka.ivan.person.reads


@pytest.mark.shield("P2")
async def test_a_stalled_messenger_gets_no_contact_again_after_the_withdrawal(azbuka: Desk) -> None:
    """P2: what it lay still with is not sent once more, in no simpler form either."""
    world = azbuka.world
    lead = await taken_untold(azbuka)
    stalling = Stalling(world.messenger)
    delivery = world.delivery(stalling)
    async with asyncio.TaskGroup() as tasks:
        tasks.create_task(delivery.run())
        await stalling.has_it.wait()
        await withdraws(world, lead, told=False)
        stalling.let.set()
        await asyncio.sleep(0.1)
        delivery.stop()
    await world.pass_time(minutes=1)
    assert "4567" not in stands(world)
    assert "контакта больше нет" in azbuka.ivan.person.reads


@pytest.mark.shield("P2")
@pytest.mark.both
@pytest.mark.parametrize("kind", ["call", "message"])
async def test_a_stands_machine_is_told_of_who_was_forgotten(world: World, anna: Person, kind: str) -> None:
    desk = await with_machine(world)
    if kind == "call":
        await asks(world)
    else:
        await writes(anna, WORDS)
        await world.tick()
    await forgets(anna)
    await world.pass_time(minutes=1)
    assert [told.event for told in world.notices] == ["lead.created", "lead.withdrawn"]
    told = {"stand": "azbuka", "number": 1, "kind": kind, "state": "cancelled"}
    assert world.notices[-1].about == told
    assert desk.card().text
