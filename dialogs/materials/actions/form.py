"""Adding a material: a stand's staff send a file or write a link, give it a title and say who gets it."""

from dataclasses import dataclass, replace

from dialogs.kit.errors import Denied, Stale, Trouble
from dialogs.kit.event import SentFile
from dialogs.kit.form import Form, FormStep
from dialogs.kit.links import clickable
from dialogs.kit.phrase import Phrase, say
from dialogs.kit.screen import Screen, paragraph
from dialogs.kit.visit import Reply, Visit
from dialogs.materials import rules
from dialogs.materials.access import access_stand, stands_of_staff
from dialogs.materials.actions.offers import settle
from dialogs.materials.addresses import read_link
from dialogs.materials.feature import feature
from dialogs.materials.letters import MaterialFetch, posting
from dialogs.materials.routes import AddMaterial, ChooseStand, KeepTitle, PutAtStand, SetGate
from dialogs.materials.screens import offers
from storage.database import Work
from storage.leads.offers import Gate
from storage.people.people import Person

SOURCE, TITLE, GATE, STAND, END = range(5)
_CLOSED = say("This is finished already. Send the file once more to begin anew.")


@dataclass(frozen=True, slots=True)
class Draft:
    """A material that is being added, for one of these stands."""

    stands: tuple[int, ...]
    stand: int = 0
    handle: str = ""
    name: str = ""
    media_type: str = ""
    url: str = ""
    title: str = ""
    open: bool | None = None

    @property
    def has_source(self) -> bool:
        return bool(self.handle or self.url)


def _ask_source(_visit: Visit, _draft: Draft) -> Screen:
    return offers.ask_source()


def _read_link(_visit: Visit, draft: Draft, text: str) -> Draft | Trouble:
    url = read_link(text)
    if isinstance(url, Trouble):
        return url
    return replace(draft, url=url, handle="", name="", media_type="")


def _read_file(_visit: Visit, draft: Draft, sent: SentFile) -> Draft | Trouble:
    if (why := _refused(sent)) is not None:
        return Trouble(why)
    return replace(draft, handle=sent.handle, name=sent.name, media_type=sent.media_type, url="")


def _refused(sent: SentFile) -> Phrase | None:
    match rules.refusal(sent.name, sent.media_type, sent.size):
        case "large":
            return say(
                "This file has more than 20 MB, and messengers do not let me take so much. Please write a link to it."
            )
        case "kind":
            return say("I do not pass on files of this kind («{name}»): visitors could come to harm.", name=sent.name)
        case _:
            return None


def _ask_title(_visit: Visit, draft: Draft) -> Screen:
    return offers.ask_title(_title_of_file(draft))


def _title_of_file(draft: Draft) -> str:
    """Empty where the file has no name, or one that could be pressed."""
    title = rules.title_of(draft.name) if draft.name else ""
    return "" if clickable(title) else title


def _read_title(_visit: Visit, draft: Draft, text: str) -> Draft | Trouble:
    title = rules.read_title(text)
    if not any(map(str.isalnum, title)):
        return Trouble(say("A title has words in it. Please write it once more."))
    if len(title) > rules.LONGEST_TITLE:
        return Trouble(say("This is too long for a title: {most} signs at most, please.", most=rules.LONGEST_TITLE))
    if clickable(title):
        return Trouble(say("A title says what it is, without links, @names and phones. Please write it once more."))
    return replace(draft, title=title)


def _ask_gate(_visit: Visit, draft: Draft) -> Screen:
    return offers.ask_gate(draft.title)


def _ask_stand(visit: Visit, draft: Draft, at: int = 0) -> Screen:
    stands = [visit.catalogue.stands[one] for one in draft.stands if one in visit.catalogue.stands]
    return offers.ask_stand(stands, at)


def _by_button(_visit: Visit, _draft: Draft, _text: str) -> Draft | Trouble:
    return Trouble(say("Please press one of the buttons."))


async def _finish(visit: Visit, draft: Draft) -> Screen:
    stand = await access_stand(visit, draft.stand)
    work, person, now = visit.work, visit.person, visit.now
    sent = (person.messenger, draft.handle, draft.name, draft.media_type) if draft.handle else None
    gate: Gate = "open" if draft.open else "contacts"
    offer = await work.leads.offers.add(stand.id, person.id, draft.title, gate, now, url=draft.url or None, sent=sent)
    if sent is not None:
        await work.outbox.put(posting(MaterialFetch(offer.id), now), person.address, person.id)
        return offers.accepted(offer, stand, waits=False)
    waits = await settle(work, offer, now, approve=visit.policy.staff.approve_materials)
    return offers.accepted(offer, stand, waits=waits)


form = Form(
    "material",
    1,
    Draft,
    (
        FormStep(_ask_source, _read_link, file=_read_file),
        FormStep(_ask_title, _read_title),
        FormStep(_ask_gate, _by_button),
        FormStep(_ask_stand, _by_button),
    ),
    _finish,
)
feature.forms.append(form)


async def _works(work: Work, person: Person) -> bool:
    """Whether files of the person are taken."""
    return any(role.stand_id is not None for role in await work.staff.roles(person.id))


@feature.file(_works, changes=True)
async def take_file(visit: Visit, sent: SentFile) -> Screen | Reply:
    """A file out of the blue begins a material."""
    draft = Draft(await stands_of_staff(visit))
    if not draft.stands:
        raise Denied
    if (why := _refused(sent)) is not None:
        asked = form.begin(visit, draft)
        return replace(asked, text=(paragraph(why), *asked.text))
    draft = replace(draft, handle=sent.handle, name=sent.name, media_type=sent.media_type)
    return await form.skip_to(visit, draft, TITLE)


@feature.on(AddMaterial, changes=True)
async def add_material(visit: Visit, route: AddMaterial) -> Screen:
    stand = await access_stand(visit, route.stand)
    return form.begin(visit, Draft((stand.id,)))


@feature.on(KeepTitle, changes=True)
async def keep_title(visit: Visit, _route: KeepTitle) -> Screen | Reply:
    draft = _draft(visit)
    if draft is None or not (title := _title_of_file(draft)):
        return Reply(toast=_CLOSED)
    return await form.skip_to(visit, replace(draft, title=title), GATE)


@feature.on(SetGate, changes=True)
async def set_gate(visit: Visit, route: SetGate) -> Screen | Reply:
    draft = _draft(visit)
    if draft is None or not draft.title:
        return Reply(toast=_CLOSED)
    draft = replace(draft, open=route.open)
    if len(draft.stands) > 1:
        return await form.skip_to(visit, draft, STAND)
    return await form.skip_to(visit, replace(draft, stand=draft.stands[0]), END)


@feature.on(ChooseStand, changes=True)
async def choose_stand(visit: Visit, route: ChooseStand) -> Screen | Reply:
    draft = _draft(visit)
    if draft is None or draft.open is None:
        return Reply(toast=_CLOSED)
    return _ask_stand(visit, draft, route.at)


@feature.on(PutAtStand, changes=True)
async def put_at_stand(visit: Visit, route: PutAtStand) -> Screen | Reply:
    draft = _draft(visit)
    if draft is None or draft.open is None or route.stand not in draft.stands:
        return Reply(toast=_CLOSED)
    return await form.skip_to(visit, replace(draft, stand=route.stand), END)


def _draft(visit: Visit) -> Draft | None:
    """What is being added, if the form is open and there is something to add."""
    try:
        draft = form.draft(visit)
    except Stale:
        return None
    return draft if draft.has_source else None
