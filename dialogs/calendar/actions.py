"""Taking one's plan out of the messenger: the file, the address, the alarm, the evening mail."""

from dataclasses import replace

from dialogs.calendar import events, rules, screens
from dialogs.calendar.feature import feature
from dialogs.calendar.letters import file_posting
from dialogs.calendar.routes import (
    CloseCalendarAddresses,
    MakeCalendarAddress,
    OpenCalendar,
    SendCalendar,
    SetAlarm,
    SwitchEveningMail,
)
from dialogs.kit.errors import Stale
from dialogs.kit.phrase import say
from dialogs.kit.screen import Screen
from dialogs.kit.visit import Reply, Visit
from storage.work import Work


@feature.on(OpenCalendar)
async def open_calendar(visit: Visit, route: OpenCalendar) -> Reply:
    async with visit.storage.reading() as work:
        return Reply(await _ways(visit, work), anew=route.below)


async def _ways(visit: Visit, work: Work) -> Screen:
    privacy, number = visit.policy.privacy, visit.person.id
    addresses = await work.plans.keys.count(number, "calendar")
    mail = privacy.mail and privacy.ready
    return screens.calendar(await work.plans.choices.of(number), addresses, web=privacy.pages is not None, mail=mail)


@feature.on(SendCalendar, changes=True)
async def send_calendar(visit: Visit, _route: SendCalendar) -> Reply:
    person = visit.person
    if not events.wanted(visit.catalogue, person, 0).sessions:
        return Reply(screens.empty())
    await visit.work.outbox.put(file_posting(person.id, visit.now), person.address, person.id)
    return Reply(toast=say("On its way: look below."), promises=True)


@feature.on(MakeCalendarAddress, changes=True)
async def make_calendar_address(visit: Visit, _route: MakeCalendarAddress) -> Reply:
    """It comes as a message of its own, which stays in the chat."""
    pages = visit.policy.privacy.pages
    if pages is None:
        return Reply(toast=say("There are no addresses at this fair; the file works."), onward=OpenCalendar())
    key = await visit.work.plans.keys.make(visit.person.id, "calendar", visit.now)
    return Reply(screens.address(rules.address_of(pages, key)), anew=True)


@feature.on(CloseCalendarAddresses, changes=True)
async def close_calendar_addresses(visit: Visit, _route: CloseCalendarAddresses) -> Reply:
    await visit.work.plans.keys.take_back(visit.person.id, "calendar")
    return Reply(await _ways(visit, visit.work), toast=say("The addresses are closed: nobody sees your plan by them."))


@feature.on(SetAlarm, changes=True)
async def set_alarm(visit: Visit, route: SetAlarm) -> Reply:
    if route.minutes not in rules.ALARMS:
        raise Stale
    choices = visit.work.plans.choices
    await choices.choose(visit.person.id, replace(await choices.of(visit.person.id), alarm=route.minutes))
    word = say("A file has it when you take it anew, an address by itself.")
    return Reply(await _ways(visit, visit.work), toast=word)


@feature.on(SwitchEveningMail, changes=True)
async def switch_evening_mail(visit: Visit, route: SwitchEveningMail) -> Reply:
    """It begins only with an address that its reader has confirmed."""
    privacy, work, choices = visit.policy.privacy, visit.work, visit.work.plans.choices
    if route.on and not (privacy.mail and privacy.ready):
        return Reply(toast=say("I cannot send mail at this fair."), onward=OpenCalendar())
    if route.on:
        card = await work.privacy.contacts.card(visit.person.id)
        if card is None or not card.email_confirmed:
            return Reply(screens.needs_email(known=card is not None))
    await choices.choose(visit.person.id, replace(await choices.of(visit.person.id), evening=route.on))
    on, off = say("The letter comes the evening before your sessions."), say("No more letters come in the evening.")
    return Reply(await _ways(visit, work), toast=on if route.on else off)
