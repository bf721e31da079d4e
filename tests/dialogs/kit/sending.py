"""A feature that takes numbers and files and sends packages, for the kit's own stories and the messengers' contract."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import ClassVar

from dialogs.kit.errors import Trouble
from dialogs.kit.event import Address, SentFile, SharedPhone
from dialogs.kit.feature import Feature
from dialogs.kit.form import Form, LeaveForm, Step
from dialogs.kit.letter import Letter, Reading
from dialogs.kit.phrase import say
from dialogs.kit.route import Route
from dialogs.kit.screen import Button, Document, Fetching, Package, Screen, paragraph, screen
from dialogs.kit.visit import Reply, Visit
from storage.database import Work
from storage.outbox import Lane, Posting

SHARE = "Поделиться номером"


@dataclass(frozen=True, slots=True)
class Contact:
    phone: str = ""
    own: bool = False
    file: str = ""


@dataclass(frozen=True, slots=True)
class BeginContact(Route):
    path: ClassVar[str] = "begincontact"


@dataclass(frozen=True, slots=True)
class Through(Route):
    """Sends onward to the beginning, or round in a circle."""

    circle: bool = False
    path: ClassVar[str] = "through"


@dataclass(frozen=True, slots=True)
class Present(Letter):
    """Stored files whose hashes stand in it, or a greeting for this one reader."""

    files: tuple[str, ...] = ()
    kind: ClassVar[str] = "present"


@dataclass(frozen=True, slots=True)
class Fetch(Letter):
    handle: str = ""
    name: str = ""
    media_type: str = ""
    kind: ClassVar[str] = "fetch"


def ask_phone(_visit: Visit, _draft: Contact) -> Screen:
    return screen("Ваш номер?", buttons=[(Button("Не сейчас", LeaveForm()),)], asks_phone=SHARE)


def ask_file(_visit: Visit, draft: Contact) -> Screen:
    whose = "ваш" if draft.own else "записан"
    return screen(f"{draft.phone} — {whose}. Теперь файл?", buttons=[(Button("Не сейчас", LeaveForm()),)])


def read_phone(_visit: Visit, draft: Contact, text: str) -> Contact | Trouble:
    return replace(draft, phone=text) if text.startswith("+") else Trouble(say("Back"))


def take_phone(_visit: Visit, draft: Contact, shared: SharedPhone) -> Contact | Trouble:
    return replace(draft, phone=shared.phone, own=shared.own)


def read_file(_visit: Visit, draft: Contact, text: str) -> Contact | Trouble:
    return replace(draft, file=text)


def take_file(_visit: Visit, draft: Contact, sent: SentFile) -> Contact | Trouble:
    return replace(draft, file=f"{sent.name}, {sent.media_type}, {sent.size}")


async def finish(_visit: Visit, draft: Contact) -> Screen:
    return screen(f"Записано: {draft.file}")


def post_office() -> Feature:
    """The feature."""
    feature = Feature("post")
    steps = (Step(ask_phone, read_phone, phone=take_phone), Step(ask_file, read_file, file=take_file))
    form = Form("contact", 1, Contact, steps, finish)
    feature.forms.append(form)

    @feature.on(BeginContact, changes=True)
    async def begin(visit: Visit, _route: BeginContact) -> Screen:
        return form.begin(visit, Contact())

    @feature.on(Through, changes=True)
    async def go_through(_visit: Visit, route: Through) -> Reply:
        return Reply(toast=say("Done"), onward=route if route.circle else BeginContact())

    @feature.file(changes=True)
    async def take(visit: Visit, sent: SentFile) -> Screen:
        letter = Fetch(sent.handle, sent.name, sent.media_type)
        await post(visit.work, letter, visit.event.place, visit.now)
        return screen(f"Получаю {sent.name}: {sent.caption or 'без слов'}")

    @feature.draws(Present)
    async def draw_present(letter: Present, _reading: Reading) -> Package:
        documents = tuple(Document(file=name) for name in letter.files)
        own = Document("привет.txt", content="Здравствуйте!".encode(), media_type="text/plain")
        return Package(documents or (own,), (paragraph("Материалы стенда"),))

    @feature.draws(Fetch)
    async def draw_fetch(letter: Fetch, _reading: Reading) -> Fetching:
        return Fetching(letter.handle, letter.name, letter.media_type)

    return feature


async def post(work: Work, letter: Letter, to: Address, now: datetime) -> None:
    """Post one of the letters above."""
    later = now + timedelta(hours=1)
    await work.outbox.put(Posting(letter.kind, letter.about(), Lane.SERVICE, now, later, later), to)
