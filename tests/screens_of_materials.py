"""Every screen of threads and materials, as long as its words may be."""

from collections.abc import Iterator
from dataclasses import fields, replace
from datetime import UTC, datetime
from typing import Any, get_args

from dialogs.enclosures import screens as enclosures
from dialogs.kit.contents import Harm
from dialogs.kit.phrase import say
from dialogs.kit.screen import Screen
from dialogs.materials.routes import TakeMaterials
from dialogs.materials.screens import materials, offers
from dialogs.threads import screens as threads
from storage.fair.catalogue import Catalogue
from storage.fair.exhibition import Stand
from storage.fair.materials import Material
from storage.leads.offers import Offer
from storage.leads.received import Receipt
from storage.privacy.consents import FIELDS
from tests.screens_of_leads import lead

Named = tuple[str, Screen]


def screens_of_threads(catalogue: Catalogue) -> Iterator[Named]:
    long = "Добрый день! " * 76
    stands = list(catalogue.stands.values())
    for stand in stands:
        one = lead(123, stand.id)
        yield f"thread with {stand.ref}", threads.prompt(stand)
        yield f"thread to {stand.ref}?", threads.whose(catalogue, [one], long, 2**32)
        for rest in (long, ""):
            yield f"thread without contacts to {stand.ref}", threads.without_contacts(stand, rest, 2**32)
        yield f"thread waiting for {stand.ref}", threads.waiting(stand, long, 2**32)
        yield f"thread to {stand.ref} without contacts?", threads.whose(catalogue, [one], long, 2**32, bare=True)
        yield f"thread sent to {stand.ref}", threads.sent(stand, one)
        yield f"thread without {stand.ref}", threads.nobody(stand)
        yield f"thread enough for {stand.ref}", threads.enough(stand)
        yield f"receipt of {stand.ref}'s answer", threads.from_stand(stand, one, long)
    many = [lead(number, stand.id) for number, stand in enumerate(stands, 1)]
    yield "thread to whom", threads.whose(catalogue, many, long, 2**32)
    yield "thread to a stand that is gone", threads.whose(catalogue, [lead(5, 0)], long, 2**32)
    yield "thread anew", threads.prompt_anew()
    yield "thread too fast", threads.too_fast(1, long, 2**32, 5)
    for by_staff in (True, False):
        yield "thread ended", threads.ended(stands[0].id if by_staff else None, by_staff=by_staff)
    yield "receipt of an answer of nobody", threads.from_stand(None, many[0], long)
    yield "thread kept", threads.kept_here(catalogue, many[0], long, 2**32)
    yield "thread corrected", threads.corrected(1)
    yield "thread not corrected", threads.not_corrected(1)
    yield "desk conversation left", threads.left(many[0])
    for word in ("long", "empty", "over"):
        yield f"desk reply {word}", threads.not_told(7, word)


def many_materials() -> tuple[Material, ...]:
    """More than a page of files and links, open and behind the gate, with titles as long as they may be."""
    return tuple(
        Material(
            id=number,
            ref=f"m{number}",
            title=f"{number}. " + "Сборник упражнений для начальной школы "[: 20 * (number % 5 + 1)] * 2,
            url=f"https://files.example.org/{number}" if number % 2 else None,
            file=None if number % 2 else "a" * 64,
            gate="contacts" if number % 3 == 0 else "open",
        )
        for number in range(1, 60)
    )


def offer(number: int, stand: int, state: Any, *, link: bool = False) -> Offer:
    """A material that staff sent, in a state."""
    at = datetime(2020, 4, 27, 6, 50, tzinfo=UTC)
    told: dict[str, Any] = {field.name: None for field in fields(Offer)}
    told |= {"id": number, "stand_id": stand, "title": "Прайс " * 20, "gate": "open" if number % 2 else "contacts"}
    told |= {"state": state, "at": at, "changed_at": at, "url": "https://files.example.org/1" if link else None}
    return Offer(**told)


def screens_of_materials(catalogue: Catalogue) -> Iterator[Named]:
    stands = list(catalogue.stands.values())
    full = replace(max(stands, key=lambda stand: len(stand.title)), materials=many_materials())
    for stand in (*stands, full):
        for allowed in (True, False):
            shown = materials.materials(stand, 0, allowed=allowed, sent=0 if allowed else 7, mail=True, staff=True)
            yield f"materials of {stand.ref}", shown
        yield f"materials taken of {stand.ref}", materials.taken(stand, stand.materials, FIELDS, mail=True)
    for one in full.materials[:6]:
        yield "material on the web", materials.link(one, "https://files.example.org/1")
    for gone in (full, None):
        yield "material gone", materials.gone(gone)
    receipts = [Receipt(one.id, one.title, datetime(2020, 4, 27, tzinfo=UTC)) for one in full.materials]
    pairs = zip(receipts, full.materials, strict=True)
    yield "my materials", materials.mine([(one, got if one.material_id % 4 else None, full) for one, got in pairs], 0)
    yield "no materials of mine", materials.mine([], 0)
    for known in (True, False):
        yield "materials by mail need an address", materials.needs_email(full, known=known)
    yield "materials mailed", materials.mailed(full, locked=False)
    yield "materials mailed in part", materials.mailed(full, locked=True)
    yield "materials not sent", materials.not_sent(full, TakeMaterials(full.id))
    yield from _offers(catalogue, full)


def _offers(catalogue: Catalogue, stand: Stand) -> Iterator[Named]:
    yield "offer of what", offers.ask_source()
    for name in ("Прайс " * 20, ""):
        yield "offer called", offers.ask_title(name)
    yield "offer to whom", offers.ask_gate("Прайс " * 20)
    yield "offer at which stand", offers.ask_stand(list(catalogue.stands.values()))
    states = ("fetching", "waiting", "published", "declined", "lost", "taken_back")
    all_of_them = [offer(number, stand.id, state) for number, state in enumerate(states * 3, 1)]
    for one in all_of_them[:6]:
        for waits in (True, False):
            yield f"offer {one.state} accepted", offers.accepted(one, stand, waits=waits)
        if (told := offers.news(one, stand)) is not None:
            yield f"receipt of an offer {one.state}", told
        yield f"desk offer {one.state}", offers.card(one, stand)
    lost = offer(1, stand.id, "lost")
    for found in get_args(Harm):
        if (told := offers.news(lost, stand, found)) is not None:
            yield f"receipt of an offer that is {found}", told
        yield f"desk file that is {found}", enclosures.not_passed(found)
    doubtful = replace(offer(1, stand.id, "waiting", link=True), url="https://bit.ly/" + "a" * 480)
    yield "desk offer of a doubtful link", offers.card(doubtful, stand)
    yield "desk offer of a link", offers.card(offer(1, stand.id, "waiting", link=True), None)
    yield "offers", offers.listed(stand, all_of_them, 0, say("Taken back: visitors do not get it any more."))
    yield "no offers", offers.listed(stand, [], 0)
    yield "offers of nobody", offers.no_stand()
