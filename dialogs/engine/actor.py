"""What an event asks for is done: on what can be read, or in one transaction, which is undone where it has to be."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from typing import Literal

from dialogs.engine.meaning import Home, Meant
from dialogs.engine.registry import Registry
from dialogs.kit.clock import Clock
from dialogs.kit.errors import Denied, Stale
from dialogs.kit.event import Event, Shown
from dialogs.kit.feature import Replies
from dialogs.kit.form import LeaveForm
from dialogs.kit.phrase import say
from dialogs.kit.policy import Policy
from dialogs.kit.screen import Button, Screen
from dialogs.kit.visit import Prompt, Reply, Visit
from storage.database import Storage, Work
from storage.people.people import OpenForm, Person

MOST_ONWARD = 5  # answers that an event may be sent on to; more go in a circle


class Undone(Exception):
    """Undo what was written, but answer: the messenger repeats itself, or it was found that nothing may be done."""

    def __init__(self, reply: Reply) -> None:
        self.reply = reply


@dataclass(frozen=True, slots=True)
class Met:
    """Who acts: as they are kept, and as this event shows them to be."""

    kept: Person
    here: Person


Meet = Callable[[Event, Work, Person | None], Awaitable[Met]]


class Actor:
    """Lets the features act for a person, in private and in groups alike."""

    def __init__(self, registry: Registry, storage: Storage, clock: Clock, policy: Policy, home: Home) -> None:
        self._registry = registry
        self._storage = storage
        self._clock = clock
        self._policy = policy
        self._home = home

    async def read(self, event: Event, person: Person, meant: Meant) -> Reply:
        """The answer of something that changes nothing."""
        try:
            return await self._act(self._visit(event, person), meant)
        except (Stale, Denied) as refusal:
            return self._refuse(person, refusal)

    async def write(self, event: Event, meant: Meant, meet: Meet) -> Reply:
        """The answer of something that may change anything, in one transaction.

        :param meet: who acts, from what is kept of them; it may raise `Undone`.
        """
        try:
            async with self._storage.writing() as work:
                messenger = event.place.messenger
                first = await work.post.events.first_time(messenger, event.bot, event.id, self._clock.now())
                await work.people.lock(messenger, event.user)
                found = await work.people.now(messenger, event.user)
                met = await meet(event, work, found)
                visit = self._visit(event, met.here, work, known=found is not None)
                try:
                    reply = await self._act(visit, meant)
                except (Stale, Denied) as refusal:
                    raise Undone(self._refuse(met.here, refusal)) from refusal
                if not first:
                    raise Undone(reply)
                await work.people.save(met.kept, visit.person)
                return reply
        except Undone as undone:
            return undone.reply

    def _visit(self, event: Event, person: Person, work: Work | None = None, *, known: bool = True) -> Visit:
        now, catalogue = self._clock.now(), self._storage.catalogue
        return Visit(event, person, now, catalogue, self._policy, self._storage, work, known)

    async def _act(self, visit: Visit, meant: Meant) -> Reply:
        """What is answered, or what the places answer to which that sends onward."""
        was, before = visit.person, visit.person.form
        asked = self._registry.asks_phone(before)
        reply = _reply(await meant.act(visit))
        for _ in range(MOST_ONWARD):
            if reply.onward is None:
                break
            further = _reply(await self._registry.answers[type(reply.onward)].act(visit, reply.onward))
            toast, kept, promises = further.toast or reply.toast, further.kept or reply.kept, reply.promises
            reply = replace(further, toast=toast, anew=further.anew or reply.anew, kept=kept)
            reply = replace(reply, promises=reply.promises or promises)
        person, form = visit.person, visit.person.form
        return replace(
            reply,
            screen=reply.screen and _leaving(reply.screen, form),
            asked=form is not None and (reply.asked or form != before),
            form=0 if form is None else form.opened,
            language=person.language,
            client=person.client,
            first=not visit.known,
            phone_done=asked and not self._registry.asks_phone(person.form),
            prompt=self._prompt(visit, was) if visit.event.private else None,
        )

    def _prompt(self, visit: Visit, was: Person) -> Prompt | None:
        """What asked the person until now; it has to be drawn anew, since the program may have been another then."""
        form = None if was.form is None else self._registry.forms.get(was.form.name)
        if was.form is None or form is None or not was.form.prompt:
            return None
        try:
            asked = form.ask(replace(visit, person=was))
        except Stale:
            return None
        return Prompt(was.form.opened, Shown(was.form.prompt), replace(asked, buttons=(), asks_phone=None))

    def _refuse(self, person: Person, refusal: Stale | Denied) -> Reply:
        """A friendly word and a fresh menu, which a group does not get."""
        if isinstance(refusal, Stale):
            word = say("This button is from another time: what it led to has changed.")
        else:
            word = refusal.why or say("There is nothing here for you to open.")
        menu = self._home.menu(self._storage.catalogue, word)
        why: Literal["stale", "denied"] = "stale" if isinstance(refusal, Stale) else "denied"
        return Reply(menu, toast=word, language=person.language, client=person.client, refused=why)


def _leaving(shown: Screen, form: OpenForm | None) -> Screen:
    """The buttons that give a form up mean the one that is open now, and no other one later."""
    if form is None:
        return shown
    leave = LeaveForm()
    rows = (
        tuple(
            replace(one, to=LeaveForm(form.opened)) if isinstance(one, Button) and one.to == leave else one
            for one in row
        )
        for row in shown.buttons
    )
    return replace(shown, buttons=tuple(rows))


def _reply(replies: Replies) -> Reply:
    return Reply(replies) if isinstance(replies, Screen) else replies
