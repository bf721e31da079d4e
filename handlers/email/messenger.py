"""The only place that sends mail; what came of it is a value.

One connection is kept and used by one mail at a time. What concerns the server (away, busy, not letting us in) makes
all mail wait and is no failure of a letter's; what concerns a mailbox is that letter's own affair. Logs name nobody.
"""

import asyncio
import ssl
from collections.abc import Callable, Sequence
from contextlib import suppress
from email.message import EmailMessage
from email.utils import formatdate

import aiosmtplib
import structlog

from dialogs.engine.library import Library
from dialogs.kit.event import Shown
from dialogs.kit.messenger import Delivered, Later, Limits, Outcome, Parcel, Refused
from dialogs.kit.screen import Document, Mail
from handlers.email.limits import DOCUMENTS_BYTES, LIMITS, SEND_SECONDS, TURN_SECONDS
from handlers.email.mailbox import Mailbox, NoMailbox, read_mailbox
from handlers.email.outcomes import AWAY, NOT_LET_IN, UNSURE, Step, outcome_of
from handlers.email.renderer import Enclosed, compose, draw, enclose
from handlers.email.settings import Settings

NAME = "email"
NO_MAIL = Refused("a mailbox takes nothing but mail")
NO_DOCUMENT = Refused("a document of this mail is not stored any more")
TOO_LARGE = Refused(f"the documents have more than {DOCUMENTS_BYTES >> 20} MB together; send links")
NO_UTF8 = Refused("the mail server takes no addresses with other than Latin letters before the @")
_BUSY = Later(1.0, flood=True, whole=True)

_log = structlog.get_logger()


class EmailMessenger:
    """Sends mail. `fine`: the server took or judged the last one, it was not away."""

    def __init__(
        self,
        settings: Settings,
        library: Library,
        fair: Callable[[], str] = str,
        tls: ssl.SSLContext | None = None,
        seconds: float = SEND_SECONDS,
    ) -> None:
        self.fine = True
        self._fair = fair
        self._settings = settings
        self._library = library
        self._tls = tls
        self._seconds = seconds
        self._smtp: aiosmtplib.SMTP | None = None
        self._turn = asyncio.Lock()
        self._unsure = False  # the mail has been handed over, and the answer is not known

    @property
    def name(self) -> str:
        return NAME

    @property
    def limits(self) -> Limits:
        return LIMITS

    async def show(self, parcel: Parcel) -> Outcome:
        """Send one mail; it takes the place of nothing."""
        if not isinstance(parcel.what, Mail):
            return NO_MAIL
        try:
            to = read_mailbox(parcel.what.to)
        except NoMailbox as wrong:
            return Refused(str(wrong))
        try:
            async with asyncio.timeout(TURN_SECONDS):
                await self._turn.acquire()
        except TimeoutError:
            return _BUSY
        try:
            return await self._show(parcel.what, to, parcel)
        finally:
            self._turn.release()

    async def carry(self, parcels: Sequence[Parcel]) -> Sequence[Outcome]:
        """One by one: a mail has one reader."""
        return [await self.show(parcel) for parcel in parcels]

    async def greet(self) -> bool:
        """Connect, log in and let the server answer once; whether nobody can listen on the way.

        :raises aiosmtplib.SMTPException: it does not answer or does not let us in.
        """
        async with self._turn, asyncio.timeout(self._seconds):
            smtp = await self._connected()
            await smtp.noop()
            return smtp.get_transport_info("sslcontext") is not None

    async def close(self) -> None:
        """Say goodbye."""
        smtp, self._smtp = self._smtp, None
        if smtp is not None and smtp.is_connected:
            with suppress(aiosmtplib.SMTPException, OSError, TimeoutError):
                await smtp.quit(timeout=1)
            smtp.close()

    async def _files(self, documents: Sequence[Document]) -> list[Enclosed] | Refused:
        files: list[Enclosed] = []
        for document in documents:
            if document.file:
                stored = await self._library.file(document.file)
                if stored is None:
                    return NO_DOCUMENT
                files.append(Enclosed(document.name or stored.name, stored.content, stored.media_type))
            else:
                files.append(Enclosed(document.name, document.content, document.media_type))
            if sum(len(file.content) for file in files) > DOCUMENTS_BYTES:
                return TOO_LARGE
        return files

    async def _show(self, mail: Mail, to: Mailbox, parcel: Parcel) -> Outcome:
        """Send it in its turn; only then are its documents read, for many large ones may wait."""
        files = await self._files(mail.documents)
        if isinstance(files, Refused):
            return files
        drawn = draw(mail, parcel.language, fair := self._fair())
        sender = (self._settings.name or fair, self._settings.mailbox)
        message = compose(drawn, sender, to, parcel.mark, formatdate())
        content = await asyncio.to_thread(_written, message, files)  # coding ten megabytes takes its time
        outcome = await self._send(to, content, Delivered(Shown(str(parcel.mark))))
        self.fine = outcome not in (AWAY, NOT_LET_IN)
        return outcome

    async def _send(self, to: Mailbox, content: bytes, delivered: Delivered) -> Outcome:
        self._unsure = False
        try:
            async with asyncio.timeout(self._seconds):
                smtp = await self._begun(to)
                if smtp is None:
                    return NO_UTF8
                await smtp.rcpt(to.spelt, encoding="utf-8")
                self._unsure = True
                await smtp.data(content)
        except aiosmtplib.SMTPAuthenticationError as refusal:
            return self._not_let_in(refusal) if refusal.code >= 500 else AWAY
        except (aiosmtplib.SMTPSenderRefused, aiosmtplib.SMTPRecipientRefused, aiosmtplib.SMTPDataError) as refusal:
            await self._forget_mail()
            return self._judged(refusal, to)
        except (aiosmtplib.SMTPException, OSError, TimeoutError) as trouble:
            self._hang_up()
            return self._away(trouble)
        except BaseException:
            self._hang_up()  # what it would answer next belongs to this mail
            raise
        return delivered

    async def _begun(self, to: Mailbox) -> aiosmtplib.SMTP | None:
        """A connection that has heard who writes; None where the reader's address cannot be written.

        A connection that was kept may have been closed meanwhile: then there is another one.
        """
        kept = self._smtp is not None and self._smtp.is_connected
        smtp = await self._connected()
        if not to.is_ascii and not smtp.supports_extension("smtputf8"):
            return None
        options = () if to.is_ascii else ("SMTPUTF8",)
        try:
            await smtp.mail(self._settings.mailbox.spelt, options=options)
        except (aiosmtplib.SMTPServerDisconnected, aiosmtplib.SMTPSenderRefused) as refusal:
            closed = not isinstance(refusal, aiosmtplib.SMTPSenderRefused) or refusal.code == 421
            if not (kept and closed):
                raise
            self._hang_up()
            smtp = await self._connected()
            await smtp.mail(self._settings.mailbox.spelt, options=options)
        return smtp

    async def _connected(self) -> aiosmtplib.SMTP:
        if self._smtp is not None and self._smtp.is_connected:
            return self._smtp
        settings = self._settings
        smtp = aiosmtplib.SMTP(
            hostname=settings.host,
            port=settings.port,
            username=settings.user,
            password=settings.secret_word or None,
            local_hostname=settings.mailbox.domain,
            timeout=self._seconds,
            use_tls=settings.secured == "implicit",
            start_tls=settings.secured == "starttls",
            tls_context=self._tls,
        )
        await smtp.connect()
        await smtp.ehlo()
        self._smtp = smtp
        return smtp

    def _hang_up(self) -> None:
        smtp, self._smtp = self._smtp, None
        if smtp is not None:
            smtp.close()

    async def _forget_mail(self) -> None:
        """The server is to forget the mail it refused, so that the connection is good for the next one."""
        try:
            async with asyncio.timeout(1):
                if self._smtp is not None:
                    await self._smtp.rset()
        except (aiosmtplib.SMTPException, OSError, TimeoutError):
            self._hang_up()

    def _judged(self, refusal: aiosmtplib.SMTPResponseException, to: Mailbox) -> Outcome:
        step: Step = "message"
        if isinstance(refusal, aiosmtplib.SMTPRecipientRefused):
            step = "recipient"
        elif isinstance(refusal, aiosmtplib.SMTPSenderRefused) and to.is_ascii:
            step = "sender"
        outcome = outcome_of(refusal.code, step)
        return self._not_let_in(refusal) if outcome == NOT_LET_IN else outcome

    def _not_let_in(self, refusal: aiosmtplib.SMTPResponseException) -> Outcome:
        """What an operator has to mend; the server's words may hold what we said to it."""
        _log.error("email.not_let_in", code=refusal.code, look_at="email.user, email.password and email.from")
        return NOT_LET_IN

    def _away(self, trouble: Exception) -> Outcome:
        if self._unsure:
            return UNSURE
        if type(trouble) is aiosmtplib.SMTPException:  # it lacks what the configuration asks for
            _log.error("email.not_let_in", look_at="email.tls, email.port and email.user")
            return NOT_LET_IN
        _log.warning("email.away", trouble=type(trouble).__name__)
        return AWAY


def _written(message: EmailMessage, files: Sequence[Enclosed]) -> bytes:
    enclose(message, files)
    return message.as_bytes()
