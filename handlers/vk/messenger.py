"""The only place that sends to VK; what came of a send is a value.

An answer and a batch of letters go the same way: drawn, given their pictures, and turned into as few operations as
there are different messages. What cannot be edited is sent anew, and what it replaces is deleted.
"""

import asyncio
import re
from collections.abc import Awaitable, Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import orjson
import structlog

from dialogs.engine.adapter import DatabaseTrouble
from dialogs.engine.answers import mark
from dialogs.engine.library import Library
from dialogs.kit.event import Address, Event, Shown
from dialogs.kit.messenger import NO_SCREEN, Delivered, Later, Limits, Outcome, Parcel, Refused
from dialogs.kit.phrase import say, speak
from dialogs.kit.screen import Document, Fetching, Leaving, Package, Removal, Removing, Screen, paragraph, screen
from dialogs.kit.visit import Reply
from dialogs.kit.weather import Weather
from dialogs.kit.words import fit
from handlers.vk import members
from handlers.vk.calls import Calls
from handlers.vk.clients import ALL, TEXT
from handlers.vk.documents import Documents, NotTaken
from handlers.vk.keyboard import dumped, menu_below
from handlers.vk.limits import FIRST_CHAT, LARGEST_NUMBER, LIMITS, TOAST
from handlers.vk.outcomes import CANNOT_DELETE, CANNOT_EDIT, MENDS, NO_ACCESS, REFUSALS, outcome_of
from handlers.vk.packing import NoAnswer, Operation, Result, VkError
from handlers.vk.photos import Photos
from handlers.vk.renderer import Drawn, draw, words
from handlers.vk.updates import NAME
from handlers.vk.web import Web

ROUNDS = 4  # an edit that is refused, a picture that VK forgot and one that it does not take after all
_NOTHING = Drawn("", None, None, inline=False, photo=None)
_ATTACHED = re.compile("attachment|photo|doc")  # in VK's words of an error
_GREETING = say("The “Menu” button down here always brings you back.")
_PLAIN = {"dont_parse_links": 1, "disable_mentions": 1}
_Do = Callable[[Sequence[Operation]], Awaitable[list[Result]]]

_log = structlog.get_logger()


@dataclass(slots=True)
class _Sending:
    """A parcel on its way."""

    parcel: Parcel
    drawn: Drawn
    over: Shown | None
    documents: tuple[Document, ...] = ()
    attachment: str = ""
    attachments_lost: int = 0
    removing: bool = False  # the message is to be deleted; once VK refuses that, it is edited
    outcome: Outcome | None = None

    @property
    def private(self) -> bool:
        return int(self.parcel.to.chat) < FIRST_CHAT

    @property
    def photo(self) -> bool:
        return self.attachment != "" and not self.documents


class VkMessenger:
    """Shows screens in VK."""

    def __init__(self, calls: Calls, library: Library, group: int, weather: Weather | None = None) -> None:
        """`weather`: where it is noted what VK refuses."""
        self.weather = weather or Weather()
        self._calls = calls
        self._web = Web()
        self._photos = Photos(calls, library, self._web)
        self._documents = Documents(calls, library, self._web)
        self._group = group

    @property
    def name(self) -> str:
        return NAME

    @property
    def limits(self) -> Limits:
        return LIMITS

    async def show(self, parcel: Parcel) -> Outcome:
        """Show one screen at once."""
        (outcome,) = await self._deliver([parcel], self._calls.answers)
        return outcome

    async def carry(self, parcels: Sequence[Parcel]) -> Sequence[Outcome]:
        """Send letters by one call: equal ones as one operation to many people."""
        return await self._deliver(parcels, self._calls.letters)

    async def toast(self, event: Event, text: str) -> None:
        """Answer a press, with a word or without; that it came too late harms nobody."""
        params: dict[str, Any] = {"event_id": event.ticket, "user_id": event.user, "peer_id": event.place.chat}
        if text:
            params["event_data"] = orjson.dumps({"type": "show_snackbar", "text": fit(text, TOAST)}).decode()
        await self._calls.answers([Operation("messages.sendMessageEventAnswer", params)])

    async def prepare(self, event: Event, reply: Reply) -> Reply:
        """Lay the menu below the field of somebody new, once; look whether promised letters will be let through."""
        if not event.private:
            return reply
        if reply.first and reply.client in (ALL, TEXT):
            await self._lay_menu_below(event, reply.language)
        return await self._promised(event, reply) if reply.promises else reply

    async def close(self) -> None:
        await self._web.close()

    # --- before an answer --------------------------------------------------------------------------------------------

    async def _lay_menu_below(self, event: Event, language: str) -> None:
        params = {
            "peer_ids": event.place.chat,
            "random_id": -mark(event),  # the screen that follows has the other sign
            "message": speak(_GREETING, language),
            "keyboard": dumped(menu_below(language)),
        }
        await self._calls.answers([Operation("messages.send", params)])

    async def _promised(self, event: Event, reply: Reply) -> Reply:
        """Say what to switch on where VK would keep our letters from this person."""
        try:
            told = await self._calls(
                "messages.isMessagesFromGroupAllowed", {"group_id": self._group, "user_id": event.user}
            )
        except (VkError, NoAnswer):
            return reply
        if not isinstance(told, dict) or told.get("is_allowed") != 0:
            return reply
        word = say("For reminders to arrive, open our community and press “Allow messages”")
        shown = reply.screen
        if shown is not None:
            shown = replace(shown, text=(*shown.text, paragraph(word)))
        return replace(reply, screen=shown, toast=word if event.ticket else reply.toast)

    # --- delivering --------------------------------------------------------------------------------------------------

    async def _deliver(self, parcels: Sequence[Parcel], do: _Do) -> list[Outcome]:
        sendings = _drawn(parcels)
        for _ in range(ROUNDS):
            await self._attach([sending for sending in sendings if sending.outcome is None])
            groups = _grouped(sending for sending in sendings if sending.outcome is None)
            if not groups:
                break
            answers = await do([_operation(group) for group in groups])
            for group, answer in zip(groups, answers, strict=True):
                for sending, result in _results(group, answer):
                    await self._note(sending, result)
        await self._retire(sendings, do)
        return [sending.outcome or Refused("VK takes it in no form") for sending in sendings]

    async def _attach(self, sendings: Iterable[_Sending]) -> None:
        """Bring to VK what is not there yet; what is fetched from there has come to its end by that."""
        more_than_words = (one for one in sendings if one.drawn.photo or not isinstance(one.parcel.what, Screen))
        await asyncio.gather(*(self._attach_one(one) for one in more_than_words if not one.attachment))

    async def _attach_one(self, sending: _Sending) -> None:
        try:
            await self._bring(sending)
        except (VkError, NoAnswer) as trouble:
            outcome = outcome_of(trouble)  # files have servers of their own: VK itself may be there all the same
            sending.outcome = replace(outcome, whole=outcome.token) if isinstance(outcome, Later) else outcome
        except NotTaken as reason:
            sending.outcome = Refused(str(reason))
        except DatabaseTrouble:
            sending.outcome = Later(2.0)

    async def _bring(self, sending: _Sending) -> None:
        """The words of a screen matter more than its picture; a package is nothing without its documents."""
        if isinstance(sending.parcel.what, Fetching):
            sending.outcome = await self._documents.fetch(sending.parcel.what)
        elif isinstance(sending.parcel.what, Leaving):
            sending.outcome = await members.leave(self._calls, self._group, sending.parcel, sending.parcel.what.word)
        elif isinstance(sending.parcel.what, Removing):
            sending.outcome = await members.remove(self._calls, sending.parcel.to, sending.parcel.what.user)
        elif isinstance(sending.parcel.what, Package):
            sending.attachment = await self._documents.attachment(sending.documents, sending.parcel.to.chat)
        elif (picture := sending.drawn.photo) is not None:
            sending.attachment = await self._photos.attachment(picture)
            if not sending.attachment:
                sending.drawn = replace(sending.drawn, photo=None)

    async def _note(self, sending: _Sending, result: Result) -> None:
        """Note what came of a sending; without an outcome it goes once more, in another form."""
        match result:
            case Shown():
                sending.outcome = Delivered(result)
                self.weather.refusals -= {"shut", "captcha"} if sending.private else {"shut", "captcha", "chats"}
            case VkError(code=code) if isinstance(sending.parcel.what, Removal) and code in CANNOT_DELETE:
                self._cannot_remove(sending, result)
            case VkError(code=code) if sending.over is not None and code in CANNOT_EDIT:
                sending.over = None
            case VkError(code=100, text=text) if sending.attachment and _ATTACHED.search(text):
                await self._lose_attachment(sending, result)
            case VkError(code=code) if code == NO_ACCESS and sending.attachment:  # to the file, as far as anybody knows
                sending.outcome = Refused(str(result))
            case VkError() | NoAnswer():
                if isinstance(result, VkError) and result.code in MENDS:
                    _log.error("vk.held_up", said=str(result), mend=MENDS[result.code])
                    self.weather.refusals.add(REFUSALS[result.code])
                sending.outcome = outcome_of(result)
            case _:
                sending.outcome = outcome_of(NoAnswer(unsure=True))

    def _cannot_remove(self, sending: _Sending, refusal: VkError) -> None:
        """What is too old to be deleted for everybody may still be edited; what is not there is gone."""
        if refusal.code == 100:
            sending.outcome = Delivered(Shown(""))
        elif sending.removing:
            sending.removing = False
        else:
            sending.outcome = outcome_of(refusal)

    async def _lose_attachment(self, sending: _Sending, refusal: VkError) -> None:
        """VK forgot what it is called, or does not take it at all."""
        picture, sending.attachment = sending.drawn.photo, ""
        sending.attachments_lost += 1
        once = sending.attachments_lost == 1
        if sending.documents and once:
            await self._documents.forget(sending.documents)
        elif sending.documents:
            sending.outcome = outcome_of(refusal)
        elif picture is not None and once:
            await self._photos.forget(picture)
        else:
            sending.drawn = replace(sending.drawn, photo=None)

    async def _retire(self, sendings: Sequence[_Sending], do: _Do) -> None:
        """Take replaced messages out of their chats; what came of it changes nothing."""
        operations = [
            Operation("messages.delete", {"peer_id": to.chat, "cmids": over.message, "delete_for_all": 1})
            for to, over in _replaced(sendings)
        ]
        if operations:
            await do(operations)


def _drawn(parcels: Sequence[Parcel]) -> list[_Sending]:
    """Each different screen is drawn once."""
    known: dict[tuple[int, str, str], Drawn] = {}
    sendings = []
    for parcel in parcels:
        key = (id(parcel.what), parcel.language, parcel.client)
        if key not in known:
            known[key] = _draw(parcel)
        editable = isinstance(parcel.what, Screen | Removal) and parcel.over is not None and parcel.over.message != ""
        sending = _Sending(parcel, known[key], parcel.over if editable else None)
        match parcel.what:
            case Package(documents):
                sending.documents = documents
            case Screen() | Fetching() | Leaving() | Removing():
                pass
            case Removal():
                sending.removing = True
                if sending.over is None:
                    sending.outcome = Delivered(Shown(""))
            case _:
                sending.outcome = NO_SCREEN
        sendings.append(sending)
    return sendings


def _draw(parcel: Parcel) -> Drawn:
    match parcel.what:
        case Screen() as what:
            return draw(what, parcel.language, parcel.client)
        case Package(text=text):
            return words(text, parcel.language)
        case Removal(instead):
            return draw(screen(instead), parcel.language, parcel.client)
    return _NOTHING


def _grouped(sendings: Iterable[_Sending]) -> list[list[_Sending]]:
    """What leaves as one operation: equal messages to different people; every edit for itself."""
    groups: dict[object, list[_Sending]] = {}
    for sending in sendings:
        key: object = (sending.drawn, sending.attachment, sending.parcel.mark)
        if sending.over is not None or any(other.parcel.to == sending.parcel.to for other in groups.get(key, ())):
            key = id(sending)
        groups.setdefault(key, []).append(sending)
    return [
        group[at : at + LIMITS.together] for group in groups.values() for at in range(0, len(group), LIMITS.together)
    ]


def _operation(group: Sequence[_Sending]) -> Operation:
    first = group[0]
    drawn = first.drawn
    if first.removing and first.over is not None:
        where = {"peer_id": first.parcel.to.chat, "cmids": first.over.message, "delete_for_all": 1}
        return Operation("messages.delete", where)
    params: dict[str, Any] = {"message": drawn.text, **_PLAIN}
    if drawn.marks is not None:
        params["format_data"] = drawn.marks
    if first.attachment:
        params["attachment"] = first.attachment
    if drawn.keyboard is not None and (first.over is None or drawn.inline):
        params["keyboard"] = drawn.keyboard
    if first.over is not None:
        return Operation("messages.edit", {"peer_id": first.parcel.to.chat, "cmid": first.over.message, **params})
    people = ",".join(sending.parcel.to.chat for sending in group)
    number = first.parcel.mark % (LARGEST_NUMBER + 1)
    return Operation("messages.send", {"peer_ids": people, "random_id": number, **params})


def _results(group: Sequence[_Sending], answer: Result) -> Iterable[tuple[_Sending, Result]]:
    """What came of each sending of an operation."""
    if isinstance(answer, VkError | NoAnswer):
        return [(sending, answer) for sending in group]
    first = group[0]
    if isinstance(first.parcel.what, Removal):
        return [(first, Shown(""))]
    if first.over is not None:
        done = answer in (1, True)
        return [(first, Shown(first.over.message, first.photo) if done else NoAnswer(unsure=True))]
    told = {str(one.get("peer_id")): one for one in answer if isinstance(one, dict)} if isinstance(answer, list) else {}
    return [(sending, _of_one(told.get(sending.parcel.to.chat), sending)) for sending in group]


def _of_one(told: object, sending: _Sending) -> Result:
    """One recipient's part of an answer; an error is told with other names here."""
    match told:
        case {"error": {"code": int(code), **more}}:
            return VkError(code, str(more.get("description", ""))[:300], of_one=True)
        case {"conversation_message_id": int(place)} if place > 0:
            return Shown(str(place), sending.photo)
        case {"message_id": int(message)} if message > 0:  # it is there, but under which number VK does not tell
            return Shown("", sending.photo)
    return NoAnswer(unsure=True)


def _replaced(sendings: Iterable[_Sending]) -> list[tuple[Address, Shown]]:
    return [
        (sending.parcel.to, sending.parcel.over)
        for sending in sendings
        if sending.parcel.over is not None
        and sending.parcel.over.message
        and sending.over is None
        and isinstance(sending.outcome, Delivered)
    ]
