"""The mail server on the desk, spoken to by SMTP as any program would."""

from collections.abc import AsyncIterator
from email.message import EmailMessage
from typing import Any

import aiosmtplib
import pytest

from tests.simulator.control import Control

TO = "anna@example.org"


@pytest.fixture
async def settings(sim: Control) -> Any:
    return await sim.ask("GET", "/sim/mail/settings")


@pytest.fixture
async def smtp(settings: Any) -> AsyncIterator[aiosmtplib.SMTP]:
    smtp = aiosmtplib.SMTP(hostname=settings["host"], port=settings["port"], timeout=5, local_hostname="example.org")
    await smtp.connect()
    await smtp.login(settings["user"], settings["password"])
    yield smtp
    smtp.close()


def letter(to: str = TO) -> EmailMessage:
    message = EmailMessage()
    message["Subject"], message["From"], message["To"] = "Материалы стенда", "fair@example.org", to
    message.set_content("Здравствуйте!")
    message.add_alternative("<p>Здравствуйте!</p>", subtype="html")
    message.add_attachment(b"%PDF", maintype="application", subtype="pdf", filename="Цены.pdf")
    return message


async def mails(sim: Control) -> Any:
    return await sim.ask("GET", "/sim/mail/mails")


async def test_a_mail_lies_in_the_mailbox_with_what_is_enclosed(sim: Control, smtp: aiosmtplib.SMTP) -> None:
    await smtp.send_message(letter())
    (mail,) = await mails(sim)
    assert (mail["to"], mail["sender"], mail["subject"]) == ([TO], "fair@example.org", "Материалы стенда")
    assert (mail["text"].strip(), mail["html"].strip()) == ("Здравствуйте!", "<p>Здравствуйте!</p>")
    assert mail["at"].startswith("2020-04-27T09:45")
    (file,) = mail["attachments"]
    assert (file["name"], file["size"], file["mime"]) == ("Цены.pdf", 4, "application/pdf")
    async with sim.http.get(file["url"]) as answer:
        assert await answer.read() == b"%PDF"
        assert "%D0%A6%D0%B5%D0%BD%D1%8B.pdf" in answer.headers["Content-Disposition"]
    assert (await sim.ask("GET", "/sim/state"))["mail"] == [mail]
    await sim.ask("DELETE", "/sim/mail/mails")
    assert await mails(sim) == []


async def test_a_stranger_may_not_send(settings: Any) -> None:
    async with aiosmtplib.SMTP(hostname=settings["host"], port=settings["port"], local_hostname="a.org") as smtp:
        with pytest.raises(aiosmtplib.SMTPAuthenticationError):
            await smtp.login(settings["user"], "wrong")
        with pytest.raises(aiosmtplib.SMTPSenderRefused) as refusal:
            await smtp.send_message(letter())
        assert refusal.value.code == 530


async def test_misfortunes(sim: Control, smtp: aiosmtplib.SMTP) -> None:
    for kind, wrong in (
        ("450", aiosmtplib.SMTPRecipientsRefused),
        ("550", aiosmtplib.SMTPRecipientsRefused),
        ("451", aiosmtplib.SMTPDataError),
        ("552", aiosmtplib.SMTPDataError),
        ("drop_request", aiosmtplib.SMTPServerDisconnected),
    ):
        await sim.ask("POST", "/sim/faults", {"method": "mail", "kind": kind})
        with pytest.raises(wrong):
            await smtp.send_message(letter())
    assert await mails(sim) == []
    assert [call["status"] for call in await sim.calls("mail")] == [450, 550, 451, 552, 0]


async def test_an_answer_that_is_lost_comes_after_the_mail(sim: Control, smtp: aiosmtplib.SMTP) -> None:
    await sim.ask("POST", "/sim/faults", {"method": "mail", "kind": "drop_answer"})
    with pytest.raises(aiosmtplib.SMTPServerDisconnected):
        await smtp.send_message(letter())
    assert len(await mails(sim)) == 1


async def test_a_shut_door_opens_again_at_the_same_port(sim: Control, smtp: aiosmtplib.SMTP, settings: Any) -> None:
    await sim.ask("POST", "/sim/mail/door", {"open": False})
    await sim.ask("POST", "/sim/mail/door", {"open": False})
    with pytest.raises(aiosmtplib.SMTPServerDisconnected):
        await smtp.noop()
    again = aiosmtplib.SMTP(hostname=settings["host"], port=settings["port"], timeout=5, local_hostname="a.org")
    with pytest.raises(aiosmtplib.SMTPConnectError):
        await again.connect()
    await sim.ask("POST", "/sim/mail/door", {"open": True})
    assert await sim.ask("GET", "/sim/mail/settings") == settings
    await again.connect()
    again.close()


async def test_the_page_is_told(sim: Control, smtp: aiosmtplib.SMTP) -> None:
    before = sim.desk.events.newest
    await smtp.send_message(letter())
    (line,) = sim.desk.events._missed(before)
    assert b'"kind":"mail"' in line
