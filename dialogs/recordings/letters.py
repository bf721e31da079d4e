"""The letter with recordings, drawn when it leaves: what was taken back meanwhile is no part of it."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import ClassVar

from dialogs.kit.letter import Letter, Reading, Rest
from dialogs.kit.nights import morning, rests
from dialogs.kit.screen import Screen
from dialogs.kit.times import moment
from dialogs.recordings import screens
from dialogs.recordings.feature import feature
from storage.fair.catalogue import Catalogue
from storage.fair.programme import Session
from storage.plans.recordings import RECORDINGS
from storage.post.outbox import Lane, Posting
from storage.work import Work

A_RECORDING = timedelta(hours=12)  # for which the letter is worth sending
_SOON = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Recorded(Letter):
    """What the person waited for can be seen; `told` is the minute since 1970 at which it was posted."""

    told: int
    kind: ClassVar[str] = RECORDINGS


def recorded(told: datetime, once: str) -> Posting:
    """The letter about what is noted as told at that moment, a whole minute."""
    about = {"told": int(told.timestamp()) // 60}
    return Posting(RECORDINGS, about, Lane.BULK, told, told + _SOON, told + A_RECORDING, once=once)


@feature.draws(Recorded)
async def draw_recorded(letter: Recorded, reading: Reading) -> Screen | Rest | None:
    """Even who wants them at once sleeps at night."""
    if rests(reading.person, reading.now, reading.catalogue.zone):
        return Rest(morning(reading.person, reading.now, reading.catalogue.zone))
    sessions = await told_of(reading.work, reading.catalogue, reading.person.id, letter.told)
    if reading.person.muted or not sessions:
        return None
    return screens.recorded(reading.catalogue, reading.person, sessions, letter.told)


async def told_of(work: Work, catalogue: Catalogue, person_id: int, told: int) -> list[Session]:
    """The sessions of that letter that can still be seen, in the order of time."""
    numbers = set(await work.plans.recordings.told(person_id, moment(told)))
    return [session for session in reversed(catalogue.recorded) if session.id in numbers]
