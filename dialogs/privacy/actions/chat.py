"""Answering `/privacy` and `/forget`, and giving links to pages of our own."""

from dialogs.kit.errors import Denied, Stale
from dialogs.kit.limits import FORGETTING, later
from dialogs.kit.phrase import say
from dialogs.kit.screen import Screen
from dialogs.kit.times import clocks_of
from dialogs.kit.visit import Reply, Visit
from dialogs.privacy import rules
from dialogs.privacy.actions.forgetting import forget
from dialogs.privacy.actions.pages import seen
from dialogs.privacy.feature import feature
from dialogs.privacy.letters import MyData, posting
from dialogs.privacy.routes import AskForget, ForgetMe, OpenContact, OpenOffMessenger, OpenPrivacy, TakeMyData
from dialogs.privacy.screens import chat as screens

_MINUTES = int(rules.LINK_LASTS.total_seconds()) // 60


def _privacy(visit: Visit, *, whole: bool = False) -> Screen:
    hours = int(visit.policy.questions.answers.total_seconds()) // 3600
    return screens.privacy_whole(hours, visit.policy.privacy) if whole else screens.privacy(visit.policy.privacy)


@feature.on(OpenPrivacy)
async def open_privacy(visit: Visit, route: OpenPrivacy) -> Screen:
    return _privacy(visit, whole=route.whole)


@feature.command("privacy", say("what I keep about you"))
async def privacy_command(visit: Visit, _argument: str) -> Reply:
    return Reply(_privacy(visit), anew=True)


@feature.on(TakeMyData, changes=True)
async def take_my_data(visit: Visit, _route: TakeMyData) -> Screen:
    """As files into the private chat, or on a page where the messenger must not see contacts."""
    work, person, now, policy = visit.work, visit.person, visit.now, visit.policy.privacy
    if not rules.off_messenger(policy, person.messenger):
        await work.outbox.put(posting(MyData(), now, person.id), person.address, person.id)
        await work.privacy.audit.note("export", f"person {person.id}", person.id, now)
        return screens.data_comes()
    if policy.pages is None:
        return screens.no_pages(None)
    token = await work.privacy.pages.make(person.id, "data", now, now + rules.LINK_LASTS)
    return screens.data_off_messenger(rules.address(policy.pages, token), _MINUTES)


async def _ask_forget(visit: Visit) -> Screen:
    async with visit.storage.reading() as work:
        staff = bool(await work.staff.roles(visit.person.id))
    return screens.ask_forget(staff=staff)


@feature.on(AskForget)
async def ask_forget(visit: Visit, _route: AskForget) -> Screen:
    return await _ask_forget(visit)


@feature.command("forget", say("delete all my data"))
async def forget_command(visit: Visit, _argument: str) -> Reply:
    return Reply(await _ask_forget(visit), anew=True)


@feature.on(ForgetMe, changes=True)
async def forget_me(visit: Visit, _route: ForgetMe) -> Reply:
    """At once, in this very transaction: who is told that they are forgotten must be told the truth.

    Not for the fourth time in a day: whoever forgets so often wants something else.
    """
    if not visit.event.private:
        raise Denied
    work, now = visit.work, visit.now
    before = [one.at for one in await work.privacy.guards.of_person(visit.person, now, "erase")]
    if (until := FORGETTING.free_at(before, now)) is not None:
        when = later(until, now, clocks_of(visit.person.zone, visit.catalogue.zone))
        return Reply(screens.forgotten_often(len(before), when, visit.policy.privacy))
    return Reply(screens.forgotten(await forget(work, visit.catalogue, visit.policy.questions, visit.person, now)))


@feature.on(OpenOffMessenger, changes=True)
async def open_off_messenger(visit: Visit, route: OpenOffMessenger) -> Screen:
    """A link for one person, for one purpose; wherever it is pressed, it is shown in private only."""
    found = rules.goal(visit.catalogue, route.purpose, route.stand)
    policy = visit.policy.privacy
    if found is None or not visit.event.private or not policy.ready:
        raise Stale
    purpose, stand = found
    if policy.pages is None:
        return screens.no_pages(stand)
    until = visit.now + rules.LINK_LASTS
    token = await visit.work.privacy.pages.make(
        visit.person.id, purpose, visit.now, until, stand_id=stand.id if stand is not None else None
    )
    return screens.off_messenger(rules.address(policy.pages, token), _MINUTES, stand)


@feature.on(OpenContact, changes=True)
async def open_contact(visit: Visit, route: OpenContact) -> Reply:
    """A link for who has taken the request; whether they still may is asked again on the page.

    It comes below: the message about the request stays as it is.
    """
    work, policy = visit.work, visit.policy.privacy
    lead = await work.leads.load(route.lead)
    if lead is None or not visit.event.private or not await seen(work, lead, visit.person.id):
        raise Denied
    if policy.pages is None:
        return Reply(screens.no_pages(None), anew=True)
    until = visit.now + rules.LINK_LASTS
    token = await work.privacy.pages.make(visit.person.id, "reveal", visit.now, until, lead_id=lead.id)
    return Reply(screens.see_off_messenger(rules.address(policy.pages, token), _MINUTES), anew=True)
