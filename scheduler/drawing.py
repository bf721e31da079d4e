"""Letters are drawn at the second they leave: people, cards and what the drawings need, read for many at once."""

import time
from collections import deque
from collections.abc import Mapping, Sequence
from dataclasses import replace

import structlog

from dialogs.kit.clock import Clock
from dialogs.kit.event import Shown
from dialogs.kit.feature import Drawing
from dialogs.kit.letter import Letter, Reading
from dialogs.kit.messenger import Door
from dialogs.kit.screen import What
from scheduler.composing import DrawnLetter, Pending
from scheduler.judging import AFTER_A_BUG, judge
from scheduler.noting import UNREAD, Ended, Noted, Waits
from storage.database import DatabaseTrouble, Storage, Work
from storage.people.people import Person
from storage.post.standing import Card

Drawings = Mapping[str, tuple[type[Letter], Drawing]]

_log = structlog.get_logger()


class LetterDrawing:
    """Draws letters from the newest truth."""

    def __init__(
        self, storage: Storage, drawings: Drawings, clock: Clock, icons: Mapping[str, str], door: Door
    ) -> None:
        self._door = door
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
            while left:
                pending = left.popleft()
                letter = pending.letter
                person = None if letter.person_id is None else people.get(letter.person_id)
                try:
                    result = await self._draw(pending, person, cards.get(letter.id), work)
                except DatabaseTrouble as trouble:
                    _log.warning("delivery.database", letter=letter.id, trouble=str(trouble))
                    noted.append((letter, UNREAD))
                    return
                except Exception:
                    _log.exception("delivery.bug", letter=letter.id, kind=letter.kind)
                    noted.append((letter, judge(letter, AFTER_A_BUG)))
                    return
                if isinstance(result, DrawnLetter):
                    told = self._drawings[letter.kind][0].tells
                    drawn.append(replace(result, as_of=as_of) if told else result)
                else:
                    noted.append((letter, result))

    async def _drawn(self, kind: tuple[type[Letter], Drawing], pending: Pending, reading: Reading) -> What | None:
        letter = kind[0].read(pending.letter.about)
        if not letter.surveys:
            return await kind[1](letter, reading)
        async with self._storage.surveying() as work:
            return await kind[1](letter, replace(reading, work=work))

    async def _draw(
        self, pending: Pending, person: Person | None, card: Card | None, work: Work
    ) -> DrawnLetter | Ended:
        letter, now = pending.letter, self._clock.now()
        if card is not None and card.revision >= letter.id:
            return Ended("superseded")
        if letter.not_after < now:
            return Ended("expired")
        kind = self._drawings.get(letter.kind)
        if kind is None or (person is None and letter.person_id is not None):
            return Ended("dropped")
        catalogue, to = self._storage.catalogue, letter.address
        if person is not None:
            catalogue = catalogue.spoken(person.language)
        reading = Reading(now, catalogue, person, to, work, card is not None, self._icons, self._door)
        what = await self._drawn(kind, pending, reading)
        if what is None:
            return Ended("dropped")
        over = Shown(card.message, card.photo) if card is not None and card.message else None
        return DrawnLetter(pending, person, what, over, kind[0].pinned, time.monotonic())
