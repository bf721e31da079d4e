"""Where a messenger must not see contacts, they are given and seen on one-time pages; the chat goes on after."""

import asyncio
import re
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from html import unescape
from typing import Any

import pytest
from aiohttp.test_utils import TestClient, TestServer
from aiohttp.web import Application, Request
from structlog.testing import capture_logs

from dialogs.callback.routes import AskCallback
from dialogs.contacts.routes import Provide
from dialogs.engine.dispatch import Dispatch
from dialogs.features import home
from dialogs.kit.callers import BURST
from dialogs.privacy.access import LARGEST
from dialogs.privacy.pages import OneTimePages
from dialogs.privacy.routes import OpenContact, OpenOffMessenger
from storage.leads.steps import Step
from storage.leads.tables import OPEN
from storage.privacy.consents import Consent
from storage.privacy.contacts import ContactCard
from tests.dialogs.sharing import ADULT, begins, code
from tests.paper import PAPER, Person
from tests.planting import CARD, agrees
from tests.world import World

Client = TestClient[Request, Application]
PAGES = "https://fair.example.org"
PHONE, EMAIL = "+7 916 123-45-67", "anna@example.org"
FILLED = {"age": "adult", "name": "Анна Иванова", "phone": PHONE, "to_organiser": "yes", "to_stand": "yes"}


@pytest.fixture(autouse=True)
def elsewhere(world: World) -> None:
    """In this messenger contacts are given elsewhere."""
    privacy = world.policy.privacy.model_copy(update={"off_messenger": frozenset({PAPER}), "pages": PAGES})
    settle(world, privacy=privacy)


def settle(world: World, **policy: Any) -> None:
    world.policy = replace(world.policy, **policy)
    world.dispatch = Dispatch(world.registry, world.storage, world.clock, world.policy, home)


@pytest.fixture
async def web(world: World) -> AsyncIterator[Client]:
    app = Application()
    app.add_routes(OneTimePages(world.storage, world.policy.privacy, world.clock).routes())
    async with TestClient(TestServer(app)) as client:
        yield client


def stand(world: World) -> int:
    found = world.storage.catalogue.stand_named("azbuka")
    assert found is not None
    return found.id


async def link(world: World, person: Person, purpose: str = "call") -> str:
    """The path of the page that the person is given."""
    await person.presses(OpenOffMessenger(purpose, 0 if purpose == "card" else stand(world)).pack())
    address = person.message.links["Открыть страницу"]
    assert address.startswith(f"{PAGES}/c/")
    return address.removeprefix(PAGES)


async def fill(web: Client, path: str, **changes: str) -> tuple[int, str]:
    """Send the form as a browser would; what comes back."""
    page = await (await web.get(path)).text()
    hidden = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', page))
    sent = {name: value for name, value in (hidden | FILLED | changes).items() if value}
    answer = await web.post(path, data=sent)
    return answer.status, unescape(await answer.text())


async def card_of(world: World, person: Person) -> ContactCard | None:
    kept = await world.kept(person)
    assert kept is not None
    async with world.storage.reading() as work:
        return await work.privacy.contacts.card(kept.id)


async def test_contacts_given_on_a_page_are_kept_as_in_a_chat_and_it_goes_on_there(
    world: World, anna: Person, web: Client
) -> None:
    await anna.presses(Provide("call", stand(world)).pack())
    path = anna.message.links["Открыть страницу"].removeprefix(PAGES)
    status, said = await fill(web, path)
    assert (status, "Вернитесь в чат" in said) == (200, True)
    assert await card_of(world, anna) == ContactCard(name="Анна Иванова", phone="+79161234567")
    kept = await world.kept(anna)
    assert kept is not None
    assert kept.age == "adult"
    async with world.storage.reading() as work:
        consents = await work.privacy.consents.of_person(kept.id)
        texts = [await work.privacy.consent_texts.load(one.text_hash) for one in consents]
    assert [(one.purpose, one.stand_id, one.messenger) for one in consents] == [
        ("call", stand(world), PAPER),
        ("card", None, PAPER),
    ]
    assert consents[0].fields == ("name", "phone")
    assert all(text is not None and "Согласие" in text for text in texts)
    await world.deliver()
    assert "ваши контакты записаны" in anna.reads
    before = len(anna.messages)
    await anna.taps("Выбрать время звонка")
    assert "Открыть страницу" not in anna.message.links
    assert len(anna.messages) >= before
    for message in anna.messages:
        assert "916" not in message.text
        assert "Иванова" not in message.text


async def test_who_agrees_on_a_page_agrees_to_the_same_as_in_a_chat(
    world: World, anna: Person, viktor: Person, web: Client
) -> None:
    status, _ = await fill(web, await link(world, anna))
    assert status == 200
    settle(world, privacy=world.policy.privacy.model_copy(update={"off_messenger": frozenset()}))
    await begins(viktor, "call")
    await viktor.types("Виктор")
    await viktor.types(PHONE)
    await viktor.taps(ADULT)
    on_a_page, in_a_chat = await given_by(world, anna), await given_by(world, viktor)
    assert [replace(one, text_hash="") for one in on_a_page] == [replace(one, text_hash="") for one in in_a_chat]
    assert len(on_a_page) == 2
    [joint] = await words_of(world, in_a_chat)  # there one press says both
    for text in await words_of(world, on_a_page):
        assert all(paragraph in joint for paragraph in text.split("\n\n"))


async def words_of(world: World, consents: list[Consent]) -> set[str]:
    """The texts that were agreed to."""
    async with world.storage.reading() as work:
        texts = [await work.privacy.consent_texts.load(one.text_hash) for one in consents]
    return {text for text in texts if text is not None}


async def given_by(world: World, person: Person) -> list[Consent]:
    """What the person agreed to, apart from when, by which number and whose it is."""
    kept = await world.kept(person)
    assert kept is not None
    async with world.storage.reading() as work:
        consents = await work.privacy.consents.of_person(kept.id)
    assert all(one.person_id == kept.id for one in consents)
    return [replace(one, id=0, proof="", person_id=0, given_at=one.until) for one in consents]


async def test_looking_at_the_page_uses_nothing_up_and_shows_nothing_kept(
    world: World, anna: Person, web: Client
) -> None:
    kept = await world.kept(anna)
    assert kept is not None
    async with world.storage.writing() as work:
        await work.privacy.contacts.keep(
            kept.id, await agrees(world, work, kept, "card", None), CARD, world.clock.now()
        )
    path = await link(world, anna, "materials")
    looks = [await web.get(path) for _ in range(3)]
    assert [answer.status for answer in looks] == [200] * 3
    for page in [await answer.text() for answer in looks]:
        assert not any(value in page for value in (CARD.name, CARD.phone, CARD.email, "0001122"))
        assert "checked" not in page
        assert "уже записано" in page
    status, _ = await fill(web, path, name="", phone="", email="")
    assert status == 200
    assert await card_of(world, anna) == CARD


async def test_a_page_works_once_for_half_an_hour_and_never_for_a_wrong_token(
    world: World, anna: Person, web: Client
) -> None:
    path = await link(world, anna)
    late = await link(world, anna)
    assert (await fill(web, path))[0] == 200
    used, unknown = await web.get(path), await web.get("/c/" + "x" * 43)
    assert (used.status, unknown.status) == (404, 404)
    assert _plain(await used.text()) == _plain(await unknown.text())
    assert (await web.post(path, data={"token": path.rpartition("/")[2]})).status == 404
    world.clock.move(timedelta(minutes=31))
    assert (await web.get(late)).status == 404


def _plain(page: str) -> str:
    return re.sub(r'nonce="[^"]*"', "", page)


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"age": ""}, "сколько вам лет"),
        ({"to_organiser": ""}, "Без этого согласия"),
        ({"to_stand": ""}, "Без этого согласия"),
        ({"phone": "+7"}, "мало цифр"),
        ({"name": ""}, "без этого ничего не получится"),
        ({"name": "<script>alert(1)</script>"}, "только буквы"),
        ({"seal": "1-2"}, "С тех пор текст изменился"),
    ],
)
async def test_what_cannot_be_taken_is_said_and_keeps_nothing(
    world: World, anna: Person, web: Client, changes: dict[str, str], why: str
) -> None:
    path = await link(world, anna)
    page = await (await web.get(path)).text()
    hidden = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', page))
    sent = {name: value for name, value in (hidden | FILLED | changes).items() if value}
    answer = await web.post(path, data=sent)
    said = await answer.text()
    assert (answer.status, why in said) == (422, True), said
    assert "<script" not in said
    assert await card_of(world, anna) is None
    assert (await fill(web, path))[0] == 200


async def test_of_a_child_nothing_is_kept(world: World, anna: Person, web: Client) -> None:
    path = await link(world, anna)
    status, said = await fill(web, path, age="child")
    assert (status, "До 14 лет" in said) == (200, True)
    assert await card_of(world, anna) is None
    kept = await world.kept(anna)
    assert kept is not None
    assert kept.age is None
    assert (await web.get(path)).status == 404
    other = await link(world, anna, "materials")
    for answer in (await web.get(other), await web.post(other, data={"token": other.rpartition("/")[2]} | FILLED)):
        assert (answer.status, "завтра" in await answer.text()) == (403, True)
    assert await card_of(world, anna) is None
    world.clock.move(timedelta(days=1))
    assert (await fill(web, await link(world, anna)))[0] == 200


async def test_a_minor_gives_nothing_where_the_organiser_says_so(world: World, anna: Person, web: Client) -> None:
    status, said = await fill(web, await link(world, anna), age="minor")
    assert (status, "оставляет родитель" in said) == (200, True)
    assert await card_of(world, anna) is None


@pytest.mark.shield("S15")
async def test_pages_are_private(world: World, anna: Person, web: Client) -> None:
    path = await link(world, anna)
    for answer in (await web.get(path), await web.get("/c/nothing"), await web.post(path, data={"token": "x"})):
        headers = answer.headers
        assert headers["Cache-Control"] == "no-store"
        assert headers["Referrer-Policy"] == "no-referrer"
        assert headers["Cross-Origin-Opener-Policy"] == headers["Cross-Origin-Resource-Policy"] == "same-origin"
        assert {"camera=()", "geolocation=()", "microphone=()"} <= set(headers["Permissions-Policy"].split(", "))
        assert not [name for name in headers if name.startswith("Access-Control-")]
        policy = headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy
        assert "script" not in policy
        assert "unsafe" not in policy
        page = await answer.text()
        assert not re.search(r"<script|src=|https?://|@import| on\w+=", page)
        assert "Set-Cookie" not in headers
    token = path.rpartition("/")[2]
    assert len(token) >= 43
    async with world.storage.engine.connect() as connection:
        rows = await connection.exec_driver_sql("SELECT * FROM pages")
        assert token not in str(rows.all())


@pytest.mark.shield("S15")
@pytest.mark.parametrize(
    ("headers", "body", "status", "said"),
    [
        ({"Sec-Fetch-Site": "cross-site"}, "token=", 403, "с чужого сайта"),
        ({"Origin": "https://evil.example"}, "token=", 403, "с чужого сайта"),
        ({}, "token=other", 400, "не с этой страницы"),
        ({"Content-Type": "text/plain"}, "token=", 415, "не с этой страницы"),
        ({"Content-Type": "application/x-www-form-urlencoded; charset=klingon"}, "token=", 400, "не с этой страницы"),
        ({"Content-Type": "application/x-www-form-urlencoded; charset=ascii"}, "token=я", 400, "не с этой страницы"),
        ({}, "token=" + "x" * LARGEST, 413, "Столько на эту страницу не помещается"),
    ],
    ids=["cross-site", "origin", "token", "kind", "alphabet", "signs", "size"],
)
async def test_a_page_says_what_is_wrong(
    world: World, anna: Person, web: Client, headers: dict[str, str], body: str, status: int, said: str
) -> None:
    path = await link(world, anna)
    body = body.replace("token=", f"token={path.rpartition('/')[2]}", 1) if body.startswith("token=") else body
    kind = {"Content-Type": "application/x-www-form-urlencoded"}
    answer = await web.post(path, data=body.encode(), headers=kind | headers)
    assert (answer.status, said in await answer.text()) == (status, True)
    in_english = await web.post(path, data=body.encode(), headers=kind | headers | {"Accept-Language": "en-US,en"})
    assert 'lang="en"' in await in_english.text()
    assert (await web.get(path)).status == 200


@pytest.mark.shield("S15")
async def test_who_opens_pages_without_end_is_told_to_wait(world: World, web: Client) -> None:
    unknown = "/c/" + "x" * 43
    with capture_logs() as said:
        asked, answer = 1, await web.get(unknown)
        while answer.status == 404 and asked < BURST * 10:  # some calls are given back while we ask
            asked, answer = asked + 1, await web.get(unknown)
    assert (answer.status, "через минуту" in await answer.text()) == (429, True)
    assert [(line["event"], line["trouble"]) for line in said] == [("page.refused", "429 Too Many Requests")]
    assert answer.headers["Retry-After"] == "60"


@pytest.mark.shield("S15")
async def test_who_tries_tokens_keeps_no_writer_waiting(world: World, web: Client) -> None:
    """A writing transaction for each would stand in the line of everybody's presses."""
    token = "x" * 43
    async with world.storage.writing(), asyncio.timeout(10):
        answer = await web.post(f"/c/{token}", data={"token": token})
    assert answer.status == 404


async def test_what_is_no_form_of_ours_is_refused(world: World, anna: Person, web: Client) -> None:
    path = await link(world, anna)
    token = path.rpartition("/")[2]
    assert (await web.post(path, data={"token": "other"})).status == 400
    assert (await web.post(path, json={"token": token})).status == 415
    assert (await web.post(path, data={"token": token, "name": "я" * LARGEST})).status == 413
    assert (await web.put(path)).status == 405
    assert await card_of(world, anna) is None
    assert (await web.get(path)).status == 200


@pytest.mark.both
async def test_an_address_given_on_a_page_is_confirmed_there_by_the_code_that_was_mailed(
    world: World, anna: Person, web: Client
) -> None:
    path = await link(world, anna, "materials")
    status, said = await fill(web, path, phone="", email=EMAIL)
    assert (status, "Шесть цифр из письма" in said) == (200, True)
    assert EMAIL not in said
    right = await code(world)
    again = await (await web.get(path)).text()
    assert "Шесть цифр из письма" in again, "the reader may come back to the page"
    assert EMAIL not in again
    token = path.rpartition("/")[2]
    for wrong, why in (("111 11", "шесть цифр"), ("000001" if right != "000001" else "000002", "осталось 4 попытки")):
        answer = await web.post(path, data={"token": token, "code": wrong})
        assert (answer.status, why in await answer.text()) == (422, True)
    assert (await web.post(path, data={"token": "another", "code": right})).status == 400
    answer = await web.post(path, data={"token": token, "code": right})
    assert (answer.status, "адрес подтверждён" in await answer.text()) == (200, True)
    card = await card_of(world, anna)
    assert card is not None
    assert (card.email, card.email_confirmed) == (EMAIL, True)
    assert (await web.get(path)).status == (await web.post(path, data={"token": token, "code": right})).status == 404


async def test_another_code_is_mailed_from_the_page_but_floods_nobody(world: World, anna: Person, web: Client) -> None:
    path = await link(world, anna, "materials")
    await fill(web, path, phone="", email=EMAIL)
    asked = {"token": path.rpartition("/")[2], "again": "yes"}
    assert "через 60 секунд" in await (await web.post(path, data=asked)).text()
    world.clock.move(timedelta(minutes=2))
    assert "отправил новый код" in (await (await web.post(path, data=asked)).text()).lower()
    await world.deliver()
    assert [mail.to for mail in world.mailbox] == [EMAIL] * 1, "the first one was overtaken"
    other = await link(world, anna, "materials")
    status, said = await fill(web, other, phone="", email=EMAIL)
    assert (status, "Шесть цифр" in said) == (200, False), "no code can be mailed, so none is asked for"
    world.clock.move(timedelta(minutes=16))
    assert (await web.get(path)).status == 404


async def test_a_used_page_says_so_whatever_code_is_awaited_elsewhere(world: World, anna: Person, web: Client) -> None:
    """Only the page that mailed a code asks for it: another's reader would confirm an address that is not theirs."""
    await fill(web, await link(world, anna))
    await anna.types("/privacy")
    await anna.taps("Мои данные")
    used = [anna.message.links["Открыть страницу"].removeprefix(PAGES), await link(world, anna)]
    assert (await web.post(used[0], data={"token": used[0].rpartition("/")[2]})).status == 200
    assert (await fill(web, used[1]))[0] == 200
    world.clock.move(timedelta(seconds=1))
    asking = await link(world, anna, "materials")
    assert "Шесть цифр" in (await fill(web, asking, phone="", email=EMAIL))[1]
    for path in used:
        answer = await web.get(path)
        assert (answer.status, "она уже сработала" in await answer.text()) == (404, True)
    assert "Шесть цифр" in await (await web.get(asking)).text()


@pytest.mark.both
async def test_two_hands_on_one_page_keep_one_consent(world: World, anna: Person, web: Client) -> None:
    path = await link(world, anna)
    page = await (await web.get(path)).text()
    sent = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', page)) | FILLED
    answers = await asyncio.gather(*(web.post(path, data=sent) for _ in range(3)))
    assert sorted(answer.status for answer in answers) == [200, 404, 404]
    kept = await world.kept(anna)
    assert kept is not None
    async with world.storage.reading() as work:
        assert len(await work.privacy.consents.of_person(kept.id)) == 2


@pytest.mark.both
async def test_my_data_are_shown_on_a_page_once(world: World, anna: Person, web: Client) -> None:
    await fill(web, await link(world, anna))
    await anna.types("/privacy")
    await anna.taps("Мои данные")
    path = anna.message.links["Открыть страницу"].removeprefix(PAGES)
    looked = await (await web.get(path)).text()
    assert "9161234567" not in looked
    token = path.rpartition("/")[2]
    shown = await web.post(path, data={"token": token})
    assert "+79161234567" in await shown.text()
    assert shown.headers["Cache-Control"] == "no-store"
    assert (await web.post(path, data={"token": token})).status == 404
    assert [one.deed for one in await world.audited()] == ["export"]


async def taken(world: World, anna: Person, web: Client, staff: Person) -> int:
    """A call that the visitor asked for, taken by a member of the stand's staff."""
    await fill(web, await link(world, anna))
    await staff.opens()
    visitor, member, now = await world.kept(anna), await world.kept(staff), world.clock.now()
    assert visitor is not None
    assert member is not None
    async with world.storage.writing() as work:
        code = await work.staff.invite("stand", None, stand(world), "person", now, now + timedelta(days=1))
        await work.staff.accept(code, member.id, now)
        window = (now + timedelta(hours=3), now + timedelta(hours=4))
        lead, _ = await work.leads.open(stand(world), visitor.id, "call", now, window=window)
        consent, card = (
            await work.privacy.consents.live(visitor.id, "call", stand(world)),
            await work.privacy.contacts.card(visitor.id),
        )
        assert consent is not None
        assert card is not None
        await work.privacy.contacts.attach(lead.id, consent, card)
        await work.leads.step(lead.id, Step("take", OPEN, "taken"), by=member.id, now=now, taken_by=member.id)
    return lead.id


async def test_who_took_a_request_sees_its_contact_on_a_page_and_it_is_noted(
    world: World, anna: Person, viktor: Person, web: Client
) -> None:
    staff = world.person("77")
    number = await taken(world, anna, web, staff)
    await staff.presses(OpenContact(number).pack())
    path = staff.message.links["Открыть страницу"].removeprefix(PAGES)
    token = path.rpartition("/")[2]
    assert "916" not in await (await web.get(path)).text()
    shown = await (await web.post(path, data={"token": token})).text()
    assert "+7 916 123-45-67" in shown
    assert (await web.post(path, data={"token": token})).status == 404
    assert [(one.deed, one.about) for one in await world.audited()] == [("reveal", f"lead {number}")]
    await viktor.presses(OpenContact(number).pack())
    foreign = viktor.sees
    await viktor.presses(OpenContact(number + 99).pack())
    assert viktor.sees == foreign
    assert "Открыть страницу" not in viktor.message.links


async def test_rights_that_ended_meanwhile_show_nothing(world: World, anna: Person, web: Client) -> None:
    staff = world.person("77")
    number = await taken(world, anna, web, staff)
    await staff.presses(OpenContact(number).pack())
    path = staff.message.links["Открыть страницу"].removeprefix(PAGES)
    async with world.storage.writing() as work:
        (line,) = await work.staff.everybody()
        await work.staff.revoke(line.id, world.clock.now())
    answer = await web.post(path, data={"token": path.rpartition("/")[2]})
    assert answer.status == 404
    assert "916" not in await answer.text()
    assert await world.audited() == []


async def test_without_an_address_of_ours_people_learn_how_to_reach_the_stand(world: World, anna: Person) -> None:
    settle(world, privacy=world.policy.privacy.model_copy(update={"pages": None}))
    await anna.presses(AskCallback(stand(world)).pack())
    assert "azbuka@example.org" in anna.reads
    assert anna.message.links == {}


async def test_no_link_is_given_for_what_is_not_there(world: World, anna: Person) -> None:
    for route in (
        OpenOffMessenger("call", 999_999),
        OpenOffMessenger("spy", stand(world)),
        OpenOffMessenger("card", 1),
    ):
        await anna.presses(route.pack())
        assert anna.message.links == {}
        assert "Эта кнопка устарела" in anna.reads
