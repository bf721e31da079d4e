"""Answers on their way to people: one person's in order, different people's side by side.

An event is acknowledged once it has committed. Its answer may then wait for a slow line or for the messenger's
patience; it waits here, where it holds up nobody's next event, not even its own person's.
"""

import asyncio
import time
from collections import OrderedDict, deque
from collections.abc import Awaitable, Callable
from dataclasses import replace
from hashlib import blake2b

import structlog
from prometheus_client import Counter

from dialogs.engine.stopping import rest
from dialogs.kit.event import Event, Pressed, Shown
from dialogs.kit.messenger import (
    ChatMoved,
    Delivered,
    Gone,
    Later,
    Lost,
    OffersElsewhere,
    Outcome,
    Parcel,
    Refused,
    Talks,
)
from dialogs.kit.phrase import say, speak
from dialogs.kit.screen import Screen, paragraph, screen
from dialogs.kit.simpler import simpler
from dialogs.kit.traffic import Answer, Traffic
from dialogs.kit.visit import Prompt, Reply

LINE = 30  # answers of one person; who presses faster than the messenger takes them gets the newest ones
TRIES = 3
PROMPTS = 10_000  # people whose newest question is remembered, to take its buttons when it has been answered
LONGEST_WAIT = 30.0  # seconds; an answer that comes later surprises
LOWEST_MARK = 1 << 30  # of answers: above the marks of letters, and a positive number of 31 bits as they are

FAILED = Counter("fairway_answers_failed", "Answers that did not arrive, by what came of them", ["messenger", "end"])
_GO_ON = say("To go on, open the menu: /menu")
APOLOGY = screen(
    say("I could not show this here: the messenger did not take it. I am sorry. The organisers see it in their log."),
    _GO_ON,
)

_log = structlog.get_logger()
Note = Callable[[Event, int, Shown], Awaitable[None]]


class Answers:
    """The lines of answers, one per person who is being answered now."""

    def __init__(
        self, messenger: Talks, stopping: asyncio.Event, traffic: Traffic | None = None, note: Note | None = None
    ) -> None:
        """`traffic`: where it is noted what comes of answers; `note`: keeps by which message a form asks."""
        self._messenger = messenger
        self._stopping = stopping
        self._traffic = Traffic() if traffic is None else traffic
        self._lines: dict[str, deque[tuple[Event, Reply, bool]]] = {}
        self._note_prompt = note
        self._prompts: OrderedDict[str, Prompt] = OrderedDict()

    def add(self, event: Event, reply: Reply | None, *, toast: bool = True) -> bool:
        """Put an answer into its person's line; True: nobody gives that line yet, so whoever adds has to `give` it.

        :param toast: False where the press itself is answered already, on another way.
        """
        reply = _told(event, reply or Reply())
        toast = toast and event.ticket != ""
        prompt = self._prompts.get(event.user) or reply.prompt
        if (
            not toast
            and reply.offers is None
            and reply.screen is None
            and not reply.phone_done
            and (prompt is None or prompt.form == reply.form)
        ):
            return False
        line = self._lines.get(event.user)
        if line is not None:
            line.append((event, reply, toast))
            return False
        self._lines[event.user] = deque([(event, reply, toast)], LINE)
        return True

    async def give(self, user: str) -> None:
        """Give a person's answers until there are none left."""
        line = self._lines[user]
        try:
            while line:
                await self._answer(*line.popleft())
        finally:
            del self._lines[user]

    async def _answer(self, event: Event, reply: Reply, toast: bool) -> None:
        try:
            if reply.offers is not None:
                await self._offer(event, reply)
                return
            reply = await self._messenger.prepare(event, reply)
            if not toast:
                await self._show(event, reply)
                return
            word = speak(reply.toast, reply.language) if reply.toast is not None else ""
            async with asyncio.TaskGroup() as both:
                both.create_task(self._messenger.toast(event, word))
                both.create_task(self._show(event, reply))
        except Exception:  # the event itself has committed
            _log.exception("answer.bug", messenger=self._messenger.name, act=type(event.act).__name__)

    async def _offer(self, event: Event, reply: Reply) -> None:
        if isinstance(self._messenger, OffersElsewhere):
            await self._messenger.offer(event, reply)

    async def _show(self, event: Event, reply: Reply) -> None:
        pressed = event.act.on if isinstance(event.act, Pressed) else None
        if reply.kept is not None and pressed is not None:
            await self._messenger.show(Parcel(event.place, reply.kept, reply.language, reply.client, pressed))
        shown = await self._show_screen(event, reply)
        if event.private:
            await self._close_prompt(event, reply, shown)

    def _closes(self, event: Event, reply: Reply) -> Prompt | None:
        """The question that was answered by this, or given up; what asked before a restart is known from the form."""
        prompt = (self._prompts.get(event.user) or reply.prompt) if event.private else None
        answered = prompt is not None and reply.form is not None and (prompt.form != reply.form or reply.asked)
        return prompt if answered else None

    async def _close_prompt(self, event: Event, reply: Reply, shown: Shown | None) -> None:
        """A question that was answered loses its buttons; the newest one is remembered."""
        prompt = self._closes(event, reply)
        if prompt is not None and not (reply.asked and shown is None):
            self._prompts.pop(event.user, None)
            stays = reply.kept is not None and isinstance(event.act, Pressed) and event.act.on == prompt.shown
            if not stays and (shown is None or shown.message != prompt.shown.message):
                await self._messenger.show(Parcel(event.place, prompt.bare, reply.language, reply.client, prompt.shown))
        if reply.asked and shown is not None and reply.screen is not None:
            bare = replace(reply.screen, buttons=(), asks_phone=None)
            self._prompts[event.user] = Prompt(reply.form or 0, shown, bare)
            if len(self._prompts) > PROMPTS:
                self._prompts.popitem(last=False)
            if self._note_prompt is not None:
                await self._note_prompt(event, reply.form or 0, shown)

    async def _show_screen(self, event: Event, reply: Reply) -> Shown | None:
        """Show the screen; what of it is refused is left out, and an apology comes last. The message, if it arrived."""
        if reply.screen is None:
            return None
        over = event.act.on if isinstance(event.act, Pressed) and not reply.anew else None
        number = mark(event) if self._messenger.limits.recognises else 0
        parcel = Parcel(event.place, reply.screen, reply.language, reply.client, over, number)
        outcome = await self._send(event, parcel)
        if isinstance(outcome, Refused):
            outcome = await self._simpler(event, parcel, reply.screen, outcome)
        return outcome.shown if isinstance(outcome, Delivered) else None

    async def _simpler(self, event: Event, parcel: Parcel, refused: Screen, outcome: Outcome) -> Outcome:
        """What comes of the simpler forms of a refused screen; the apology comes anew."""
        for form in simpler(refused, parcel.language):
            outcome = await self._send(event, replace(parcel, what=_without_buttons(form)))
            if not isinstance(outcome, Refused):
                return outcome
        return await self._send(event, replace(parcel, what=APOLOGY, over=None))

    async def _send(self, event: Event, parcel: Parcel) -> Outcome:
        """Send it in the form that it has, as often as it makes sense; what does not arrive is said and counted."""
        repeatable = parcel.over is not None or self._messenger.limits.recognises
        outcome: Outcome = Later(0.0)
        for _ in range(TRIES):
            left = time.monotonic()
            outcome = await self._messenger.show(parcel)
            self._traffic.answers.append(Answer(parcel.to.chat, left, outcome))
            match outcome:
                case Lost() if parcel.to.thread:
                    parcel = replace(parcel, to=replace(parcel.to, thread=""), over=None)
                case ChatMoved(chat) if chat != parcel.to.chat:
                    parcel = replace(parcel, to=replace(parcel.to, chat=chat), over=None)
                case Later(seconds, unsure=unsure):
                    if unsure and not repeatable:
                        break  # it may stand there already, and a second message would confuse
                    if seconds > LONGEST_WAIT or self._stopping.is_set():
                        break
                    await rest(seconds, self._stopping)
                case _:
                    break
        self._note(event, outcome)
        return outcome

    def _note(self, event: Event, outcome: Outcome) -> None:
        if isinstance(outcome, Delivered):
            return
        end = "given_up" if isinstance(outcome, Later) else type(outcome).__name__.lower()
        FAILED.labels(self._messenger.name, end).inc()
        reason = {"reason": outcome.logged} if isinstance(outcome, Refused) else {}
        say_it = _log.info if isinstance(outcome, Gone) else _log.warning
        say_it(f"answer.{end}", messenger=self._messenger.name, act=type(event.act).__name__, **reason)


def _without_buttons(form: Screen) -> Screen:
    """A form that has lost its buttons says how to go on."""
    return form if form.buttons or form.listing else replace(form, text=(*form.text, paragraph(_GO_ON)))


def mark(event: Event) -> int:
    """The mark of the answer to an event: the same when the event comes again, another than any letter's."""
    digest = blake2b(f"{event.bot}/{event.id}".encode(), digest_size=4).digest()
    return int.from_bytes(digest, "big") % LOWEST_MARK | LOWEST_MARK


def _told(event: Event, reply: Reply) -> Reply:
    """Where no word can pass over the chat, it stands on the screen."""
    if reply.toast is None or event.ticket:
        return reply
    word = paragraph(reply.toast)
    if reply.screen is None:
        return replace(reply, screen=screen(word), anew=True)
    if word in reply.screen.text:
        return reply
    return replace(reply, screen=replace(reply.screen, text=(word, *reply.screen.text)))
