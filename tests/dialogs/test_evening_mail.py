"""Tomorrow's plan by mail: to a confirmed address, in the evening, with all links and the file, and not unasked."""

from dataclasses import replace

import icalendar
import pytest

from dialogs.calendar.routes import OpenCalendar, SwitchEveningMail
from dialogs.contacts.routes import DeleteCard, Withdraw
from dialogs.kit.route import Route
from storage.privacy.contacts import ContactCard
from tests.dialogs.giving import ANNA, has_card
from tests.dialogs.sharing import opens_fair
from tests.golden import same_as_golden
from tests.paper import Person
from tests.world import World

TAKE = "📅 В календарь, на почту, коллеге"
TOMORROW = "Ваш план: вторник, 28 апреля"


async def choose(person: Person, *sessions: str) -> None:
    for session in sessions:
        await person.opens(f"session-{session}")
        await person.taps("В план" if person.has("В план") else "Напоминать")


async def wants(person: Person) -> None:
    """Turn the mail on, as one does it."""
    await person.types("/plan")
    await person.taps(TAKE, "Присылать вечером")


@pytest.mark.both
async def test_tomorrows_plan_comes_once_in_the_evening_with_links_and_the_file(world: World, anna: Person) -> None:
    await choose(anna, "song", "sand", "last", "play")
    await world.imports(sand={"player": "https://live.example.org/sand"})
    await has_card(anna)
    await wants(anna)
    assert anna.toast == "Письмо придёт вечером накануне ваших мероприятий."
    assert "План на завтра приходит вам на почту" in anna.reads
    await world.time_is("18:50")
    assert world.mailbox == []
    await world.time_is("19:00")
    await world.time_is("21:00")
    [mail] = world.mailbox
    assert (mail.to, mail.subject) == ("anna@example.org", TOMORROW)
    assert "09:00–09:30 МСК\nПесня дня\nСсылки пока нет." in mail.text
    assert "Песочница мира\nhttps://live.example.org/sand" in mail.text
    assert "До встречи" not in mail.text
    assert "Не присылать писем" in mail.text
    [file] = mail.documents
    assert (file.name, file.media_type) == ("plan.ics", "text/calendar")
    assert len(icalendar.Calendar.from_ical(file.content).walk("VEVENT")) == 4
    await world.time_is("2020-04-28 19:30")
    assert [one.subject for one in world.mailbox] == [TOMORROW, "Ваш план: среда, 29 апреля"]


@pytest.mark.parametrize("card", [None, ContactCard("Анна"), replace(ANNA, email_confirmed=False)])
async def test_it_begins_with_an_address_that_its_reader_confirmed(
    world: World, anna: Person, card: ContactCard | None
) -> None:
    await choose(anna, "sand")
    if card is not None:
        await has_card(anna, card)
    await wants(anna)
    assert "Письма уходят только на подтверждённый адрес" in anna.reads
    await world.time_is("19:30")
    assert world.mailbox == []


async def test_it_ends_by_a_press_and_by_stop(world: World, anna: Person) -> None:
    await choose(anna, "sand")
    await has_card(anna)
    await wants(anna)
    await anna.taps("Не присылать писем")
    assert anna.toast == "Вечерних писем больше не будет."
    await world.time_is("19:10")
    await anna.presses(SwitchEveningMail(on=True).pack())
    await anna.types("/stop")
    await world.time_is("19:20")
    assert world.mailbox == []


@pytest.mark.shield("P2")
@pytest.mark.both
@pytest.mark.parametrize("how", [Withdraw(0), DeleteCard()])
async def test_who_takes_the_address_back_is_told_that_no_letter_comes_and_asked_again(
    world: World, anna: Person, how: Route
) -> None:
    """The screen went on to say that the plan was mailed, and no letter ever came."""
    await choose(anna, "sand")
    await has_card(anna)
    await wants(anna)
    await anna.presses(how.pack())
    await world.tick()
    same_as_golden("evening-mail-off", anna.message.drawn)
    await world.time_is("19:10")
    assert world.mailbox == []
    await anna.presses(OpenCalendar().pack())
    assert "может приходить вечером на почту" in anna.reads
    await anna.presses(SwitchEveningMail(on=True).pack())
    assert "Письма уходят только на подтверждённый адрес" in anna.reads


async def test_what_is_left_for_its_recording_and_what_is_cancelled_is_not_mailed(world: World, anna: Person) -> None:
    await choose(anna, "sand", "clay")
    await anna.taps("«Глина»")
    await has_card(anna)
    await wants(anna)
    await world.imports(clay={"status": "cancelled"})
    await world.time_is("19:10")
    assert world.mailbox == []


async def test_where_the_fair_sends_no_mail_none_is_offered(world: World, anna: Person) -> None:
    await opens_fair(world, mail=False)
    await choose(anna, "sand")
    await anna.types("/plan")
    await anna.taps("📅 В календарь, коллеге")
    assert not any("вечером" in label for label in anna.buttons)
    await anna.presses(SwitchEveningMail(on=True).pack())
    assert anna.toast == "На этом салоне письма на почту не отправляются."
    await anna.presses(OpenCalendar().pack())
    assert "почту" not in anna.reads
