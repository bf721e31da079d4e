"""Writing to stands and answering: by a form, by replies, and by words that are just typed."""

from dataclasses import dataclass, replace

from dialogs.consent.give import may_write
from dialogs.contacts.routes import Provide
from dialogs.kit.errors import Denied, Stale, Trouble
from dialogs.kit.event import Edited, File, SentFile
from dialogs.kit.form import Form, FormStep
from dialogs.kit.phrase import Phrase, say
from dialogs.kit.reading import holds_contacts, too_long, without_contacts
from dialogs.kit.screen import Screen
from dialogs.kit.visit import Reply, Visit
from dialogs.menu.routes import OpenMenu
from dialogs.news.enclosures import album_goes_on, enclose, sent_files
from dialogs.news.leads import asked_in_vain, desks_of, lead_changed, lead_opened
from dialogs.news.threads import thread_ended, thread_said, written
from dialogs.threads import rules, screens
from dialogs.threads.feature import feature
from dialogs.threads.routes import WORDS, EndThread, SendKept, SendToThread, WriteToStand
from storage.database import Work
from storage.fair.exhibition import Stand
from storage.leads.steps import END
from storage.leads.tables import Lead
from storage.leads.threads import LONGEST_MESSAGE, said_key
from storage.people.people import Person

_SENT = say("These words were sent already.")
_GONE = say("I have not sent these words, and do not have them any more: please copy them and send them once more.")


@dataclass(frozen=True, slots=True)
class Draft:
    """Words on their way to a stand, and files with them; 0: it is not clear yet to which.

    `before` are words of earlier messages that were not sent yet either. `bare`: contacts were left out of the
    words, and what is written next takes their place.
    """

    stand: int = 0
    words: str = ""
    files: tuple[File, ...] = ()
    before: str = ""
    bare: bool = False

    @property
    def whole(self) -> str:
        """All the words, as they would be sent."""
        return rules.joined(self.before, self.words)


def _ask(visit: Visit, draft: Draft) -> Screen:
    return screens.prompt(visit.stand(draft.stand)) if draft.stand else screens.prompt_anew()


def _read(visit: Visit, draft: Draft, text: str) -> Draft | Trouble:
    before = draft.before if isinstance(visit.event.act, Edited) else "" if draft.bare else draft.whole
    new = replace(draft, words=rules.readable(text), before=before, bare=False)
    why = wrong_for_stand(new.words) or wrong_for_stand(new.whole)
    return new if why is None else Trouble(why)


def _attach(visit: Visit, draft: Draft, sent: SentFile) -> Draft | Trouble:
    """A photo or a document, perhaps with words beside it."""
    read = _read(visit, draft, sent.caption) if sent.caption.strip() else draft
    return read if isinstance(read, Trouble) else replace(read, files=(*draft.files, *sent.files))


def wrong_for_stand(words: str) -> Phrase | None:
    """Why the visitor's words cannot go to a stand, however they are changed by us."""
    match rules.wrong_with(words):
        case "empty":
            return say("Please write it in words: the staff of the stand read it.")
        case "long":
            return too_long(len(words) - LONGEST_MESSAGE)
    return None


def tells_contacts(visit: Visit, words: str) -> bool:
    """Whether the words, of a length that was looked at, tell how their writer is reached outside."""
    return holds_contacts(words, visit.policy.privacy.phone_country)


def _bared(visit: Visit, draft: Draft) -> Draft:
    """The draft without contacts; as it is where there are none."""
    if not tells_contacts(visit, draft.whole):
        return draft
    bare = without_contacts(draft.whole, visit.policy.privacy.phone_country)
    return replace(draft, words=bare, before="", bare=True)


async def _finish(visit: Visit, draft: Draft) -> Screen | Reply:
    if not draft.stand:
        return await _ask_whose(visit, draft)
    return await _say(visit, visit.stand(draft.stand), draft)


form = Form(WORDS, 1, Draft, (FormStep(_ask, _read, attach=_attach),), _finish)
feature.forms.append(form)


@feature.on(WriteToStand, changes=True)
async def write_to_stand(visit: Visit, route: WriteToStand) -> Screen | Reply:
    """Age and consent come first, once; then words that waited for them, if there are any."""
    stand, draft = visit.stand(route.stand), _unsent(visit)
    if not await desks_of(visit.work, stand.id):
        await asked_in_vain(visit.work, stand.id, visit.person.id, "message", visit.now)
        return screens.nobody(stand)
    if not await may_write(visit.work, visit.policy.privacy, visit.person, stand.id):
        return Reply(onward=Provide("message", stand.id))
    if draft is not None and draft.stand == stand.id:
        return _kept(stand, draft)
    return form.begin(visit, Draft(stand.id))


def _kept(stand: Stand, draft: Draft) -> Screen:
    """Words that were kept back, to be sent by a press."""
    if not draft.bare:
        return screens.waiting(stand, _shown(draft), _seal(draft))
    rest = _shown(draft) if draft.files or rules.wrong_with(draft.whole) is None else ""
    return screens.without_contacts(stand, rest, _seal(draft))


def _keep(visit: Visit, draft: Draft, own: str) -> None:
    """Keep words back; an edit of the message of the person's in which they stand replaces them."""
    form.begin(visit, draft)
    if visit.person.form is not None:
        kept = replace(visit.person.form, message=own or visit.event.message)
        visit.person = replace(visit.person, form=kept)


@feature.on(SendKept, changes=True)
async def send_kept(visit: Visit, route: SendKept) -> Screen | Reply:
    """What is sent is what the pressed message shows."""
    stand, draft, own = visit.stand(route.stand), _unsent(visit), visit.person.form
    if draft is None or own is None or draft.stand != stand.id or _seal(draft) != route.seal:
        thread = await visit.work.leads.open_of(stand.id, visit.person.id, "message")
        if thread is not None and await _was_sent(visit, thread, route.seal):
            return Reply(toast=_SENT)
        if draft is None or draft.stand != stand.id:
            return Reply(toast=_GONE)
        return Reply(_kept(stand, draft), anew=True)
    visit.person = replace(visit.person, form=None)
    return await _say(visit, stand, replace(draft, bare=False), own.message)


async def _awaited(work: Work, person: Person) -> bool:
    """Whether words that are just typed may be for a stand."""
    return bool(await work.leads.threads.open_of(person.id))


@feature.words(_awaited, changes=True, files=True)
async def to_whom(visit: Visit, text: str) -> Reply:
    """Words that are no reply go to nobody without being asked about, unless they go on with what was just written."""
    threads = await visit.work.leads.threads.open_of(visit.person.id)
    if not threads:
        return Reply(onward=OpenMenu(), anew=True)
    draft = Draft(words=rules.readable(text), files=sent_files(visit))
    if await _of_the_same_album(visit):
        return Reply()
    if not draft.files and (why := wrong_for_stand(draft.words)) is not None:
        return Reply(form.begin(visit, Draft()), toast=why, anew=True)
    lately = await visit.work.leads.threads.said_since(visit.person.id, visit.now - rules.GOES_ON)
    goes_on = next((lead for lead in threads if lately and lead.id == lately[-1].lead_id), None)
    if goes_on is not None:
        reply = await _say(visit, visit.stand(goes_on.stand_id), draft)
        return replace(reply, anew=True) if isinstance(reply, Reply) else Reply(reply, anew=True)
    return await _ask_whose(visit, draft)


async def _of_the_same_album(visit: Visit) -> bool:
    """A further part of an album goes where its first part went."""
    files = sent_files(visit)
    key = await album_goes_on(visit) if files else None
    if key is not None:
        await enclose(visit, key, files)
    return key is not None


async def _ask_whose(visit: Visit, draft: Draft) -> Reply:
    """Keep the words, and ask to whom they go."""
    threads = await visit.work.leads.threads.open_of(visit.person.id)
    if not threads:
        return Reply(onward=OpenMenu(), anew=True)
    bare = _bared(visit, draft)
    if bare.bare and not bare.files and rules.wrong_with(bare.whole) is not None:  # nothing is left to be sent
        form.begin(visit, Draft())
        return Reply(screens.without_contacts(visit.stand(threads[-1].stand_id), "", 0), anew=True)
    _keep(visit, bare, "")
    asked = screens.whose(visit.catalogue, threads, _shown(bare), _seal(bare), bare=bare.bare)
    return Reply(asked, anew=True)


def _seal(draft: Draft) -> int:
    return rules.seal("\n".join([draft.whole, *(file.handle for file in draft.files)]))


def _shown(draft: Draft) -> str:
    """The words as they stand in a question about them; of files the names."""
    return "\n".join([*([draft.whole] if draft.whole else []), *(f"📎 {file.name}" for file in draft.files)])


@feature.on(SendToThread, changes=True)
async def send_to_thread(visit: Visit, route: SendToThread) -> Screen | Reply:
    """What is sent is what the pressed message shows; other words that were not sent are given back."""
    lead, draft = await _own(visit, route.lead), _unsent(visit)
    if draft is None or _seal(draft) != route.seal:
        if await _was_sent(visit, lead, route.seal):
            return Reply(toast=_SENT)
        if draft is None:
            return Reply(toast=_GONE)
        return Reply(screens.kept_here(visit.catalogue, lead, _shown(draft), _seal(draft)), anew=True)
    own = visit.person.form
    visit.person = replace(visit.person, form=None)
    if lead.closed_at is not None:
        return _over(visit, lead)
    return await _say(visit, visit.stand(lead.stand_id), draft, own.message if own is not None else "")


async def _was_sent(visit: Visit, lead: Lead, sealed: int) -> bool:
    """Whether the visitor's words of that seal stand in the thread already."""
    mine = [one for one in await visit.work.leads.threads.of_lead(lead.id) if not one.by_staff]
    return any(rules.seal(one.text) == sealed for one in mine)


def _unsent(visit: Visit) -> Draft | None:
    """What was written and not sent yet."""
    try:
        draft = form.draft(visit)
    except Stale:
        return None
    return draft if draft.words or draft.files else None


@feature.on(EndThread, changes=True)
async def end_thread(visit: Visit, route: EndThread) -> Reply:
    lead = await _own(visit, route.lead)
    ended = await visit.work.leads.step(lead.id, END, by=None, now=visit.now)
    if ended and (now := await visit.work.leads.load(lead.id)) is not None:
        await lead_changed(visit.work, now, visit.now)
        await thread_ended(visit.work, now, by_staff=False, now=visit.now)
    return Reply(_over(visit, lead), anew=True)


async def answer_stand(visit: Visit, lead: Lead, text: str) -> Screen | Reply:
    """The visitor replies to what the stand wrote."""
    if lead.closed_at is not None:
        return _over(visit, lead)
    words, files = rules.readable(text), sent_files(visit)
    if await _of_the_same_album(visit):
        return Reply()
    if (words or not files) and (why := wrong_for_stand(words)) is not None:
        return Reply(form.begin(visit, Draft(lead.stand_id)), toast=why)
    return await _say(visit, visit.stand(lead.stand_id), Draft(lead.stand_id, words, files))


async def _say(visit: Visit, stand: Stand, draft: Draft, own: str = "") -> Screen | Reply:
    """The visitor's words go to the stand, unless there is nobody or there were too many lately.

    Where they tell a contact, or the stand may not read them, they are kept back: the person decides what comes next.

    :param own: the message of the person's in which they stand, if it is not the one that just came.
    """
    work, now, person = visit.work, visit.now, visit.person
    if not await desks_of(work, stand.id):
        await asked_in_vain(work, stand.id, person.id, "message", now)
        return screens.nobody(stand)
    bare = _bared(visit, draft)
    if bare is not draft:
        _keep(visit, replace(bare, stand=stand.id), own)
        return _kept(stand, bare)
    if not await may_write(work, visit.policy.privacy, person, stand.id):
        _keep(visit, replace(draft, stand=stand.id, bare=False), own)
        return Reply(onward=Provide("message", stand.id), anew=True)
    before = await work.privacy.guards.of_person(person, now, "message")
    unanswered = await work.leads.threads.unanswered(person.id, stand.id, now - rules.WITHIN)
    if unanswered + sum(one.number == stand.id for one in before) >= rules.UNANSWERED:
        return screens.enough(stand)
    lead = await work.leads.open_of(stand.id, person.id, "message")
    lately = await work.leads.threads.said_since(person.id, now - rules.IN)
    if lead is None:
        lead, _ = await work.leads.open(stand.id, person.id, "message", now)
        await lead_opened(work, lead, now)
    elif (seconds := rules.wait([one.at for one in lately], now)) > 0:
        form.begin(visit, replace(draft, stand=0))
        return screens.too_fast(lead.id, _shown(draft), _seal(draft), seconds)
    message = await thread_said(work, lead, draft.whole, by_staff=False, by=person.id, now=now)
    await written(visit, message, own)
    await enclose(visit, said_key(message.id), draft.files)
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
