"""Letters are drawn at the second they leave: people, cards and what the drawings need, read for many at once."""

import time
from collections import deque
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

import structlog

from dialogs.kit.clock import Clock
from dialogs.kit.event import Shown
from dialogs.kit.feature import Drawing
from dialogs.kit.letter import Letter, Reading, Rest
from dialogs.kit.messenger import Limits
from dialogs.kit.nights import DAY, rests
from dialogs.kit.policy import NEWS_A_DAY
from dialogs.kit.reading import HOME
from dialogs.kit.screen import What
from scheduler.composing import DrawnLetter, Pending
from scheduler.judging import AFTER_A_BUG, judge
from scheduler.noting import UNREAD, Ended, Note, Noted, Waits
from scheduler.resting import Told, rests_until
from storage.database import DatabaseTrouble, Storage, Work
from storage.people.people import Person
from storage.post.claims import Claimed
from storage.post.standing import Card

Drawings = Mapping[str, tuple[type[Letter], Drawing]]

_log = structlog.get_logger()


class LetterDrawing:
    """Draws letters from the newest truth."""

    def __init__(
        self,
        storage: Storage,
        drawings: Drawings,
        clock: Clock,
        icons: Mapping[str, str],
        limits: Limits,
        news_a_day: int = NEWS_A_DAY,
        home: str = HOME,
    ) -> None:
        """`news_a_day`: how much that nobody waits for comes to one person in a day; `home`: the fair's country."""
        self._home = home
        self._limits = limits
        self._news_a_day = news_a_day
        self._unasked = frozenset(name for name, (kind, _) in drawings.items() if kind.unasked)
        self._icons = icons
        self._storage = storage
        self._drawings = drawings
        self._clock = clock

    async def draw(self, letters: Sequence[Pending]) -> tuple[list[DrawnLetter], list[Noted]]:
        """The letters that are to leave, and what is to be noted of the others."""
        left = deque(letters)
        drawn: list[DrawnLetter] = []
        noted: list[Noted] = []
        while left:
            try:
                await self._draw_from(left, drawn, noted)
            except DatabaseTrouble as trouble:
                _log.warning("delivery.database", letters=len(left), trouble=str(trouble))
                noted += [(pending.letter, UNREAD) for pending in left]
                left.clear()
        return drawn, noted

    async def sorted(self, letters: Sequence[DrawnLetter]) -> tuple[list[DrawnLetter], list[Noted]]:
        """What may leave as it was drawn, and what has to be drawn anew: somebody took something back meanwhile."""
        true: list[DrawnLetter] = []
        stale: list[Noted] = []
        for one in letters:
            if await self.still_true(one):
                true.append(one)
            else:
                stale.append((one.letter, Waits(0.0)))
        return true, stale

    async def still_true(self, drawn: DrawnLetter) -> bool:
        """Whether nobody took anything back since it was drawn, of letters that tell somebody's data.

        :raises DatabaseTrouble: nobody knows.
        """
        if drawn.as_of is None:
            return True
        async with self._storage.reading() as work:
            return await work.privacy.audit.last_erasure(drawn.as_of) == drawn.as_of

    async def _draw_from(self, left: deque[Pending], drawn: list[DrawnLetter], noted: list[Noted]) -> None:
        """Draw by one connection until all are drawn or one fails, which may have spoiled it for the others."""
        letters = [pending.letter for pending in left]
        async with self._storage.reading() as work:
            tells = any(one.kind in self._drawings and self._drawings[one.kind][0].tells for one in letters)
            as_of = await work.privacy.audit.newest() if tells else None
            people = await work.people.of({one.person_id for one in letters if one.person_id is not None})
            cards = await work.post.standing.under(letters)
            told = await self._told(letters, work)
            while left:
                pending = left.popleft()
                letter = pending.letter
                person = None if letter.person_id is None else people.get(letter.person_id)
                try:
                    result = await self._draw(pending, person, cards.get(letter.id), work, told)
                except DatabaseTrouble as trouble:
                    _log.warning("delivery.database", letter=letter.id, trouble=str(trouble))
                    noted.append((letter, UNREAD))
                    return
                except Exception:
                    _log.exception("delivery.bug", letter=letter.id, kind=letter.kind)
                    noted.append((letter, judge(letter, AFTER_A_BUG)))
                    return
                if isinstance(result, DrawnLetter):
                    drawn.append(replace(result, as_of=as_of) if self._drawings[letter.kind][0].tells else result)
                else:
                    noted.append((letter, result))

    async def _told(self, letters: Sequence[Claimed], work: Work) -> Told:
        """What the readers of unasked news among these were told of late."""
        readers = {one.person_id for one in letters if one.kind in self._unasked and one.person_id is not None}
        return Told(await work.outbox.told(readers, self._unasked, self._clock.now() - DAY)) if readers else Told()

    async def _can_wait(self, pending: Pending, reading: Reading, until: datetime) -> bool:
        """Whether there is something to tell in the morning, or no way of telling it now without a sound."""
        if not self._limits.silent and rests(reading.person, reading.now, reading.catalogue.zone):
            return True
        kind, drawing = self._drawings[pending.letter.kind]
        said = kind.read(pending.letter.about)
        in_time = until < pending.letter.not_after
        return in_time and await self._drawn(drawing, said, replace(reading, now=until)) is not None

    async def _drawn(self, drawing: Drawing, letter: Letter, reading: Reading) -> What | Rest | None:
        if not letter.surveys:
            return await drawing(letter, reading)
        async with self._storage.surveying() as work:
            return await drawing(letter, replace(reading, work=work))

    async def _draw(
        self, pending: Pending, person: Person | None, card: Card | None, work: Work, told: Told
    ) -> DrawnLetter | Note:
        letter, now = pending.letter, self._clock.now()
        if card is not None and card.revision >= letter.id:
            return Ended("superseded")
        if letter.not_after < now:
            return Ended("expired")
        kind = self._drawings.get(letter.kind)
        if kind is None or (person is None and letter.person_id is not None):
            return Ended("dropped")
        catalogue, to, said = self._storage.catalogue, letter.address, kind[0].read(letter.about)
        if person is not None:
            catalogue = catalogue.spoken(person.language)
        reading = Reading(
            now, catalogue, person, to, work, card is not None, self._icons, self._limits.door, self._home
        )
        what = await self._drawn(kind[1], said, reading)
        if what is None:
            return Ended("dropped")
        if isinstance(what, Rest):
            return Waits(0.0, rest=what.until)
        over = Shown(card.message, card.photo) if card is not None and card.message else None
        silent = said.silent(reading)
        if said.unasked and person is not None and card is None:
            wakes = rests_until(person, told, self._news_a_day, now, catalogue.zone)
            if wakes is not None and await self._can_wait(pending, reading, wakes):
                return Waits(0.0, rest=wakes)
            told.note(person, now)
            silent = wakes is not None
        return DrawnLetter(pending, person, what, over, kind[0].pinned, time.monotonic(), silent=silent)
