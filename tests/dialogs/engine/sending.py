"""A feature that takes numbers and files and sends packages, for the kit's own stories and the messengers' contract."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import ClassVar

from dialogs.kit.errors import Trouble
from dialogs.kit.event import Address, SentFile, SharedPhone
from dialogs.kit.feature import Feature
from dialogs.kit.form import Form, FormStep, LeaveForm
from dialogs.kit.letter import Letter, Reading
from dialogs.kit.phrase import say
from dialogs.kit.route import Route
from dialogs.kit.screen import Button, Document, Fetching, Package, Screen, paragraph, screen
from dialogs.kit.visit import Reply, Visit
from storage.database import Work
from storage.post.outbox import Lane, Posting

SHARE = "Поделиться номером"


@dataclass(frozen=True, slots=True)
class Visitor:
    phone: str = ""
    own: bool = False
    handle: str = ""
    name: str = ""
    media_type: str = ""
    words: str = ""


@dataclass(frozen=True, slots=True)
class BeginVisit(Route):
    path: ClassVar[str] = "beginvisit"


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


def ask_phone(_visit: Visit, _draft: Visitor) -> Screen:
    return screen("Ваш номер?", buttons=[(Button("Не сейчас", LeaveForm()),)], asks_phone=SHARE)


def ask_file(_visit: Visit, draft: Visitor) -> Screen:
    whose = "ваш" if draft.own else "записан"
    return screen(f"{draft.phone} — {whose}. Теперь файл?", buttons=[(Button("Не сейчас", LeaveForm()),)])


def read_phone(_visit: Visit, draft: Visitor, text: str) -> Visitor | Trouble:
    return replace(draft, phone=text) if text.startswith("+") else Trouble(say("Back"))


def take_phone(_visit: Visit, draft: Visitor, shared: SharedPhone) -> Visitor | Trouble:
    return replace(draft, phone=shared.phone, own=shared.own)


def read_file(_visit: Visit, draft: Visitor, text: str) -> Visitor | Trouble:
    return replace(draft, words=text)


def take_file(_visit: Visit, draft: Visitor, sent: SentFile) -> Visitor | Trouble:
    words = f"{sent.name}, {sent.size}, {sent.caption or 'без слов'}"
    return replace(draft, handle=sent.handle, name=sent.name, media_type=sent.media_type, words=words)


async def finish(visit: Visit, draft: Visitor) -> Screen:
    if draft.handle:
        await post(visit.work, Fetch(draft.handle, draft.name, draft.media_type), visit.event.place, visit.now)
    return screen(f"Записано: {draft.words}")


def post_office() -> Feature:
    """The feature."""
    feature = Feature("post")
    steps = (FormStep(ask_phone, read_phone, phone=take_phone), FormStep(ask_file, read_file, file=take_file))
    form = Form("visitor", 1, Visitor, steps, finish)
    feature.forms.append(form)

    @feature.on(BeginVisit, changes=True)
    async def begin(visit: Visit, _route: BeginVisit) -> Screen:
        return form.begin(visit, Visitor())

    @feature.command("visit", say("Menu"), changes=True)
    async def visit_us(visit: Visit, _argument: str) -> Reply:
        return Reply(form.begin(visit, Visitor()), anew=True)

    @feature.on(Through, changes=True)
    async def go_through(_visit: Visit, route: Through) -> Reply:
        return Reply(toast=say("Done"), onward=route if route.circle else BeginVisit())

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
