"""What the messenger does with mail, and what it makes of everything that a mail server may answer."""

import asyncio
import hashlib
from dataclasses import replace
from email import message_from_bytes, policy
from email.message import EmailMessage

import pytest
import structlog

from dialogs.kit.messenger import Delivered, Later, Outcome, Refused
from dialogs.kit.phrase import say
from dialogs.kit.screen import Document, Notice, Package, Topic, What, screen
from handlers.email.limits import DOCUMENTS_BYTES
from handlers.email.messenger import NO_DOCUMENT, NO_MAIL, NO_UTF8, TOO_LARGE, EmailMessenger
from handlers.email.outcomes import AWAY, NOT_LET_IN, NOT_YET, UNSURE
from simulator.desk import Desk
from simulator.faults import Fault, Kind
from simulator.mail import Post
from storage.database import Storage
from storage.fair.files import StoredFile, file_hash
from tests.handlers.email.sending import ARRIVED, MAIL, TO, made, send, to
from tests.handlers.email.server import ABORT, HANG, Server, open_server
from tests.ports import NOBODY

PRICES = b"%PDF-1.7 " + bytes(range(256)) * 10


def read(server: Server) -> EmailMessage:
    """The newest message as a mail program reads it."""
    content = server.got[-1].content
    assert isinstance(content, bytes)
    return message_from_bytes(content, _class=EmailMessage, policy=policy.default)


async def test_a_mail_lies_in_the_mailbox(messenger: EmailMessenger, post: Post) -> None:
    assert await send(messenger) == ARRIVED
    (mail,) = post.mails
    assert (mail.to, mail.sender, mail.subject) == ((TO,), "ММСО-2020 <fair@example.org>", "Материалы стенда")
    assert mail.text.startswith(
        "Здравствуйте!\nВот они.\n\nЕщё больше — на сайте: https://example.org/?a=1&b=2.\n\n"
        "Открыть: https://example.org/x\n"
    )
    assert "Вы попросили об этом письме в помощнике ММСО-2020." in mail.text
    assert mail.html is not None
    assert '<a href="https://example.org/?a=1&amp;b=2"' in mail.html
    assert "<b>Вот они.</b>" in mail.html


async def test_it_speaks_its_reader_s_language(messenger: EmailMessenger, post: Post) -> None:
    await send(messenger, replace(MAIL, subject=say("Menu")), language="en")
    assert post.mails[0].subject == "Menu"
    assert "You asked for this letter" in post.mails[0].text


async def test_the_same_mail_again_has_the_same_name(messenger: EmailMessenger, post: Post) -> None:
    for what, mark in ((MAIL, 1), (MAIL, 1), (MAIL, 2), (to("viktor@example.org"), 1)):
        await send(messenger, what, mark=mark)
    names = [mail.message_id for mail in post.mails]
    assert names[0] == names[1]
    assert len(set(names)) == 3
    assert names[0].startswith("<1.")
    assert names[0].endswith("@example.org>")


@pytest.mark.parametrize(
    "what",
    [screen("Меню"), Topic("10:00"), Notice("lead.created", ()), Package(())],
    ids=["screen", "topic", "notice", "package"],
)
async def test_a_mailbox_takes_nothing_but_mail(messenger: EmailMessenger, post: Post, what: What) -> None:
    assert await send(messenger, what) == NO_MAIL
    assert post.mails == []


async def test_documents_arrive_byte_for_byte(
    messenger: EmailMessenger, post: Post, desk: Desk, storage: Storage
) -> None:
    async with storage.writing() as work:
        await work.files.keep(StoredFile(file_hash(PRICES), "Цены на доски.pdf", "application/pdf", PRICES))
    documents = (
        Document(file=file_hash(PRICES)),
        Document("мои данные.html", content=b"<p>1", media_type="text/html"),
        Document('../"x"\r\nBcc: a@b.ru', content=b"2", media_type="wrong\r\nX: 1"),
    )
    assert await send(messenger, replace(MAIL, documents=documents)) == ARRIVED
    files = post.mails[0].attachments
    assert [file.name for file in files[:2]] == ["Цены на доски.pdf", "мои данные.html"]
    assert [file.mime for file in files] == ["application/pdf", "text/html", "application/octet-stream"]
    assert not set(files[2].name) & set('/\\"\r\n')
    assert post.mails[0].to == (TO,)
    stored = [desk.files.find(file.url.rsplit("/", 1)[1]) for file in files]
    assert [file.content for file in stored if file] == [PRICES, b"<p>1", b"2"]


async def test_a_document_that_is_gone_ends_the_mail(messenger: EmailMessenger) -> None:
    assert await send(messenger, replace(MAIL, documents=(Document(file="0" * 64),))) == NO_DOCUMENT


async def test_ten_megabytes_arrive_and_eleven_do_not(messenger: EmailMessenger, post: Post, desk: Desk) -> None:
    content = bytes(1 << 20)
    one = Document("1.bin", content=content)
    assert await send(messenger, replace(MAIL, documents=(one,) * 11)) == TOO_LARGE
    assert post.mails == []
    whole = Document("10.bin", content=bytes(DOCUMENTS_BYTES))
    assert await send(messenger, replace(MAIL, documents=(whole,))) == ARRIVED
    (file,) = post.mails[0].attachments
    stored = desk.files.find(file.url.rsplit("/", 1)[1])
    assert stored is not None
    assert hashlib.sha256(stored.content).digest() == hashlib.sha256(whole.content).digest()


@pytest.mark.parametrize(
    "subject",
    [
        "Цены\r\nBcc: other@example.org",
        "Цены\nBcc: other@example.org",
        "Цены\x00\x0b\x85\u2028Bcc: x",
        "\r\n",
        "я" * 900,
    ],
)
async def test_a_subject_is_nothing_but_a_subject(messenger: EmailMessenger, post: Post, subject: str) -> None:
    assert await send(messenger, replace(MAIL, subject=subject)) == ARRIVED
    (mail,) = post.mails
    assert mail.to == (TO,)
    assert "\n" not in mail.subject
    assert len(mail.subject) <= 200


@pytest.mark.parametrize(
    "address",
    ["", "anna", "anna@", "@example.org", "a@b@c.ru", "anna@example.org\r\nRCPT TO:<x@y.ru>", "a b@example.org",
     "anna@example.org, x@y.ru", "<anna@example.org> SIZE=1", "Анна <anna@example.org>"],
)  # fmt: skip
async def test_what_is_no_mailbox_is_refused_without_repeating_it(
    messenger: EmailMessenger, post: Post, address: str
) -> None:
    outcome = await send(messenger, to(address))
    assert isinstance(outcome, Refused)
    assert len(address) < 15 or address not in outcome.reason
    assert post.mails == []


async def test_a_domain_of_any_letters_is_written_as_servers_know_it(server: Server, storage: Storage) -> None:
    messenger = made(storage, server.section)
    assert await send(messenger, to("anna@почта.рф")) == ARRIVED
    assert server.got[0].rcpt_tos == ["anna@xn--80a1acny.xn--p1ai"]
    assert "SMTPUTF8" not in server.got[0].mail_options
    await messenger.close()


async def test_a_name_of_any_letters_where_the_server_takes_it(server: Server, storage: Storage) -> None:
    messenger = made(storage, server.section)
    assert await send(messenger, to("анна@почта.рф")) == ARRIVED
    assert server.got[0].rcpt_tos == ["анна@xn--80a1acny.xn--p1ai"]
    assert "SMTPUTF8" in server.got[0].mail_options
    await messenger.close()


async def test_a_name_of_any_letters_where_it_does_not(storage: Storage) -> None:
    async with open_server(enable_SMTPUTF8=False) as server:
        messenger = made(storage, server.section)
        assert await send(messenger, to("анна@почта.рф")) == NO_UTF8
        assert await send(messenger) == ARRIVED
        assert server.connections == 1
        await messenger.close()


async def test_one_connection_carries_all_mail(server: Server, storage: Storage) -> None:
    messenger = made(storage, server.section)
    server.says["RCPT"] = ["250 OK", "550 5.1.1 no <anna@example.org> here"]
    outcomes = await asyncio.gather(*(send(messenger, mark=mark) for mark in range(1, 6)))
    assert sum(isinstance(outcome, Delivered) for outcome in outcomes) == 4
    assert (server.connections, len(server.got)) == (1, 4)
    await messenger.close()


@pytest.mark.parametrize(
    ("command", "answer", "outcome"),
    [
        ("RCPT", "450 4.2.0 greylisted", Later(NOT_YET)),
        ("RCPT", "452 4.2.2 full", Later(NOT_YET)),
        ("RCPT", "421 4.3.2 going down", AWAY),
        ("RCPT", "550 5.1.1 no", Refused("the mail server takes nothing for this mailbox (550)")),
        ("RCPT", "553 5.1.3 no", Refused("the mail server takes nothing for this mailbox (553)")),
        ("MAIL", "451 4.3.0 not now", AWAY),
        ("MAIL", "421 4.7.0 too much", AWAY),
        ("MAIL", "530 5.7.0 who are you", NOT_LET_IN),
        ("MAIL", "550 5.7.1 not yours", NOT_LET_IN),
        ("DATA", "451 4.3.0 not now", Later(NOT_YET)),
        ("DATA", "552 5.3.4 too large", Refused("the mail server takes no such letter (552)")),
        ("DATA", "554 5.7.1 spam", Refused("the mail server takes no such letter (554)")),
    ],
)
async def test_every_answer_means_something(
    server: Server, storage: Storage, command: str, answer: str, outcome: Outcome
) -> None:
    messenger = made(storage, server.section)
    server.says[command] = [answer]
    assert await send(messenger) == outcome
    assert await send(messenger) == ARRIVED
    assert len(server.got) == 1
    await messenger.close()


@pytest.mark.parametrize("trouble", [ABORT, HANG])
@pytest.mark.parametrize(("command", "outcome"), [("MAIL", AWAY), ("RCPT", AWAY), ("DATA", UNSURE)])
async def test_a_silence_after_the_letter_was_handed_over_leaves_us_unsure(
    server: Server, storage: Storage, trouble: str, command: str, outcome: Outcome
) -> None:
    messenger = made(storage, server.section, seconds=0.4)
    server.says[command] = [trouble]
    assert await send(messenger) == outcome
    assert await send(messenger) == ARRIVED
    assert messenger.fine
    await messenger.close()


async def test_a_kept_connection_that_was_closed_meanwhile_is_opened_again(server: Server, storage: Storage) -> None:
    messenger = made(storage, server.section)
    await send(messenger)
    server.says["MAIL"] = [ABORT]
    assert await send(messenger) == ARRIVED
    server.says["MAIL"] = ["421 4.4.2 you said nothing for too long"]
    assert await send(messenger) == ARRIVED
    assert (server.connections, len(server.got)) == (3, 3)
    await messenger.close()


async def test_who_is_not_there_is_asked_later(storage: Storage) -> None:
    messenger = made(storage, {"host": "127.0.0.1", "port": NOBODY, "from": "fair@example.org"})
    assert await send(messenger) == AWAY
    assert not messenger.fine
    assert isinstance(AWAY, Later)
    assert AWAY.missed, "all mail waits, and no letter is nearer to its end for it"


async def test_a_server_that_went_away_and_came_back(messenger: EmailMessenger, post: Post) -> None:
    await send(messenger)
    await post.shut()
    assert await send(messenger) == AWAY
    await post.open()
    assert await send(messenger) == ARRIVED


@pytest.mark.parametrize(
    ("kind", "outcome"),
    [("450", Later(NOT_YET)), ("451", Later(NOT_YET)), ("drop_request", UNSURE), ("drop_answer", UNSURE)],
)
async def test_misfortunes_of_the_desk(
    messenger: EmailMessenger, post: Post, desk: Desk, kind: Kind, outcome: Outcome
) -> None:
    desk.faults.add(Fault("mail", kind))
    assert await send(messenger) == outcome
    assert await send(messenger) == ARRIVED
    assert len(post.mails) == (2 if kind == "drop_answer" else 1)


async def test_a_wrong_password_makes_mail_wait_and_is_told_to_nobody(storage: Storage, post: Post) -> None:
    messenger = made(storage, {**post.connection, "password": "hunter2"})
    with structlog.testing.capture_logs() as logs:
        assert await send(messenger) == NOT_LET_IN
    (line,) = logs
    assert (line["event"], line["log_level"], line["code"]) == ("email.not_let_in", "error", 535)
    for secret in ("hunter2", "example.org", "anna"):
        assert secret not in str(logs)
    assert "hunter2" not in repr(messenger._settings)


async def test_no_mail_goes_in_the_open_where_it_should_not(server: Server, storage: Storage) -> None:
    messenger = made(storage, {**server.section, "tls": "starttls"})
    assert await send(messenger) == NOT_LET_IN
    assert server.got == []


async def test_refusals_are_logged_without_the_mailbox(server: Server, storage: Storage) -> None:
    messenger = made(storage, server.section)
    server.says["RCPT"] = [f"550 5.1.1 <{TO}>: no such mailbox"]
    server.says["DATA"] = [HANG]
    with structlog.testing.capture_logs() as logs:
        outcome = await send(messenger)
    assert isinstance(outcome, Refused)
    assert TO not in outcome.reason
    assert TO not in str(logs)
    await messenger.close()
