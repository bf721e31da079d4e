"""The letters of privacy: all that is kept of a person as two files, and the way back from a page of ours."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import ClassVar

from dialogs.contacts.routes import OpenConsents, Provide
from dialogs.kit.letter import Letter, Reading
from dialogs.kit.phrase import Phrase, say
from dialogs.kit.screen import Button, Document, Package, Screen
from dialogs.privacy.feature import feature
from dialogs.privacy.screens import chat, files
from storage.post.outbox import Lane, Posting

_SOON = timedelta(minutes=1)
_WORTH_SENDING = timedelta(days=1)
_ONWARD: dict[str, Phrase] = {
    "call": say("Choose the time of the call"),
    "materials": say("Get the materials"),
    "message": say("Write to the stand"),
    "card": say("My consents"),
}


@dataclass(frozen=True, slots=True)
class MyData(Letter):
    """Everything that is kept of the reader, read at the second it leaves."""

    kind: ClassVar[str] = "my-data"
    surveys: ClassVar[bool] = True


@dataclass(frozen=True, slots=True)
class Shared(Letter):
    """Contacts were given on a page: how it goes on with what they were given for; `stand` 0: with none."""

    purpose: str
    stand: int
    kind: ClassVar[str] = "contacts-shared"


def posting(letter: MyData | Shared, now: datetime, person_id: int) -> Posting:
    """The letter to a person; all their data comes once a minute at most."""
    once = f"{letter.kind}/{person_id}/{int(now.timestamp()) // 60}" if isinstance(letter, MyData) else None
    return Posting(letter.kind, letter.about(), Lane.SERVICE, now, now + _SOON, now + _WORTH_SENDING, once=once)


@feature.draws(MyData)
async def draw_my_data(_letter: MyData, reading: Reading) -> Package:
    person, catalogue = reading.person, reading.catalogue
    told = await reading.work.personal.everything(person)
    page = files.page(catalogue, told, person.language, reading.now)
    return Package(
        (
            Document("fairway.html", content=page.drawn(), media_type="text/html"),
            Document("fairway.json", content=files.json(told, reading.now), media_type="application/json"),
        ),
        chat.data(),
    )


@feature.draws(Shared)
async def draw_shared(letter: Shared, reading: Reading) -> Screen | None:
    stand = reading.catalogue.stands.get(letter.stand)
    label = _ONWARD.get(letter.purpose)
    if label is None or (stand is None and letter.stand):
        return None
    to = OpenConsents() if stand is None else Provide(letter.purpose, letter.stand)
    return chat.shared(stand, Button(label, to))
