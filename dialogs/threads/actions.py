"""Writing to stands and answering: by a form, by replies, and by words that are just typed."""

from dataclasses import dataclass, replace

from dialogs.kit.errors import Denied, Stale, Trouble
from dialogs.kit.form import Form, FormStep
from dialogs.kit.phrase import Phrase, say
from dialogs.kit.reading import holds_contacts, too_long
from dialogs.kit.screen import Screen
from dialogs.kit.visit import Reply, Visit
from dialogs.menu.routes import OpenMenu
from dialogs.news.leads import desks_of, lead_changed, lead_opened
from dialogs.news.threads import thread_ended, thread_said
from dialogs.threads import rules, screens
from dialogs.threads.feature import feature
from dialogs.threads.letters import NotTold, Word, not_told
from dialogs.threads.routes import EndThread, SendToThread, WriteToStand
from storage.database import Work
from storage.fair.exhibition import Stand
from storage.leads.steps import END
from storage.leads.tables import Lead
from storage.leads.threads import LONGEST_MESSAGE
from storage.people.people import Person

_CLOSED = say("These words were sent already, or others came after them.")


@dataclass(frozen=True, slots=True)
class Draft:
    """Words on their way to a stand; 0: it is not clear yet to which."""

    stand: int = 0
    words: str = ""


def _ask(visit: Visit, draft: Draft) -> Screen:
    return screens.prompt(visit.stand(draft.stand)) if draft.stand else screens.prompt_anew()


def _read(visit: Visit, draft: Draft, text: str) -> Draft | Trouble:
    words = rules.readable(text)
    why = _wrong(visit, words)
    return replace(draft, words=words) if why is None else Trouble(why)


def _wrong(visit: Visit, words: str) -> Phrase | None:
    """Why the visitor's words cannot go to a stand; where contacts are shared elsewhere, none stand in messages."""
    match rules.wrong_with(words):
        case "empty":
            return say("Please write it in words: the staff of the stand read it.")
        case "long":
            return too_long(len(words) - LONGEST_MESSAGE)
    if visit.policy.privacy.off_messenger and holds_contacts(words, visit.policy.privacy.phone_country):
        return say("Please leave out phone numbers and e-mail addresses: by law they are not passed on in this chat.")
    return None


async def _finish(visit: Visit, draft: Draft) -> Screen | Reply:
    if not draft.stand:
        return await to_whom(visit, draft.words)
    return await _say(visit, visit.stand(draft.stand), draft.words)


form = Form("thread", 1, Draft, (FormStep(_ask, _read),), _finish)
feature.forms.append(form)


@feature.on(WriteToStand, changes=True)
async def write_to_stand(visit: Visit, route: WriteToStand) -> Screen:
    stand = visit.stand(route.stand)
    if not await desks_of(visit.work, stand.id):
        return screens.nobody(stand)
    return form.begin(visit, Draft(stand.id))


async def _awaited(work: Work, person: Person) -> bool:
    """Whether words that are just typed may be for a stand."""
    return bool(await work.leads.threads.open_of(person.id))


@feature.words(_awaited, changes=True)
async def to_whom(visit: Visit, text: str) -> Reply:
    """Words that are no reply go to nobody without being asked about."""
    threads = await visit.work.leads.threads.open_of(visit.person.id)
    if not threads:
        return Reply(onward=OpenMenu(), anew=True)
    words = rules.readable(text)
    form.begin(visit, Draft(words=words))
    if (why := _wrong(visit, words)) is not None:
        return Reply(form.begin(visit, Draft()), toast=why, anew=True)
    return Reply(screens.whose(visit.catalogue, threads, words), anew=True)


@feature.on(SendToThread, changes=True)
async def send_to_thread(visit: Visit, route: SendToThread) -> Screen | Reply:
    lead = await _own(visit, route.lead)
    try:
        draft = form.draft(visit)
    except Stale:
        return Reply(toast=_CLOSED)
    if not draft.words or rules.seal(draft.words) != route.seal:
        return Reply(toast=_CLOSED)
    visit.person = replace(visit.person, form=None)
    if lead.closed_at is not None:
        return _over(visit, lead)
    return await _say(visit, visit.stand(lead.stand_id), draft.words)


@feature.on(EndThread, changes=True)
async def end_thread(visit: Visit, route: EndThread) -> Reply:
    lead = await _own(visit, route.lead)
    ended = await visit.work.leads.step(lead.id, END, by=None, now=visit.now)
    if ended and (now := await visit.work.leads.load(lead.id)) is not None:
        await lead_changed(visit.work, now, visit.now)
        await thread_ended(visit.work, now, by_staff=False, now=visit.now)
    return Reply(_over(visit, lead), anew=True)


@feature.reply("said", changes=True)
async def answer(visit: Visit, number: int, text: str) -> Screen | Reply:
    """A reply to what the other side wrote: of the visitor, or of the staff, in their group or in private."""
    message = await visit.work.leads.threads.load(number)
    lead = None if message is None else await visit.work.leads.load(message.lead_id)
    if lead is None:
        raise Denied
    if lead.person_id == visit.person.id and visit.event.private:
        return await _answer_stand(visit, lead, text)
    if not await visit.work.staff.may_staff(visit.person.id, lead.stand_id):
        raise Denied
    return await _answer_visitor(visit, lead, text)


async def _answer_stand(visit: Visit, lead: Lead, text: str) -> Screen | Reply:
    if lead.closed_at is not None:
        return _over(visit, lead)
    words = rules.readable(text)
    if (why := _wrong(visit, words)) is not None:
        return Reply(form.begin(visit, Draft(lead.stand_id)), toast=why)
    return await _say(visit, visit.stand(lead.stand_id), words)


async def _answer_visitor(visit: Visit, lead: Lead, text: str) -> Reply:
    words = rules.readable(text)
    wrong: Word | None = "over" if lead.closed_at is not None else rules.wrong_with(words)
    if wrong is not None:
        await visit.work.outbox.put(not_told(NotTold(lead.number, wrong), visit.now), visit.event.place)
    else:
        await thread_said(visit.work, lead, words, by_staff=True, by=visit.person.id, now=visit.now)
    return Reply()


async def _say(visit: Visit, stand: Stand, words: str) -> Screen | Reply:
    """The visitor's words go to the stand, unless there is nobody or there were too many lately."""
    work, now, person = visit.work, visit.now, visit.person
    if not await desks_of(work, stand.id):
        return screens.nobody(stand)
    if await work.leads.threads.unanswered(person.id, stand.id, now - rules.WITHIN) >= rules.UNANSWERED:
        return screens.enough(stand)
    lead = await work.leads.open_of(stand.id, person.id, "message")
    if lead is None:
        lead, _ = await work.leads.open(stand.id, person.id, "message", now)
        await lead_opened(work, lead, now)
    elif (seconds := rules.wait(await work.leads.threads.last_said(person.id), now)) > 0:
        form.begin(visit, Draft(stand.id, words))
        return screens.too_fast(lead.id, words, seconds)
    await thread_said(work, lead, words, by_staff=False, by=person.id, now=now)
    return Reply(screens.sent(stand, lead), promises=True)


async def _own(visit: Visit, number: int) -> Lead:
    """The visitor's own thread.

    :raises Denied: there is none, or it is somebody else's; nobody is told which.
    """
    lead = await visit.work.leads.load(number)
    if lead is None or lead.kind != "message" or lead.person_id != visit.person.id:
        raise Denied
    return lead


def _over(visit: Visit, lead: Lead) -> Screen:
    stand = lead.stand_id if lead.stand_id in visit.catalogue.stands else None
    return screens.ended(stand, by_staff=lead.state == "closed")
