"""Mail becomes a message of HTML and plain text: pure, but for templates read once."""

import hashlib
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

from dialogs.kit.mailing import why
from dialogs.kit.phrase import speak
from dialogs.kit.screen import Mail
from dialogs.kit.spoken import Span, Spans, spoken
from dialogs.kit.words import fit
from handlers.email.limits import LONGEST_SUBJECT
from handlers.email.mailbox import Mailbox

_ASCII = SMTP.clone(cte_type="7bit")  # what every server passes on
_UTF8 = _ASCII.clone(utf8=True)
_ROOM = 1_000_000  # a mail may be as long as it likes
_OPENED = ("https://", "http://", "mailto:")
_PLAIN_TYPE = "application/octet-stream"
_TYPE = re.compile(r"(application|audio|font|image|text|video)/[a-z0-9][a-z0-9.+-]{0,80}", re.ASCII)
_UNSAFE_NAME = re.compile(r'[\x00-\x1f\x7f/\\:*?"<>|\u202a-\u202e\u2066-\u2069]+')
_TEMPLATES = Environment(
    loader=FileSystemLoader(Path(__file__).parent / "templates"),
    autoescape=select_autoescape(("html",)),
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)


@dataclass(frozen=True, slots=True)
class Enclosed:
    """A file that goes with a mail."""

    name: str
    content: bytes
    media_type: str


@dataclass(frozen=True, slots=True)
class Drawn:
    """A mail in its reader's language, on its way to nobody yet."""

    subject: str
    text: str
    html: str


def draw(mail: Mail, language: str, fair: str) -> Drawn:
    """Draw a mail; `fair` is the fair's title, if there is one."""
    subject = fit(one_line(speak(mail.subject, language)), LONGEST_SUBJECT)
    paragraphs = [[_safe(span) for span in spans] for spans in spoken(mail.text, language, _ROOM)]
    about = {
        "language": language,
        "subject": subject,
        "fair": one_line(fair),
        "paragraphs": paragraphs,
        "words": _words_of(paragraphs),
        "links": [(speak(link.label, language), link.url) for link in mail.links if is_opened(link.url)],
        "why": speak(why(fair), language),
    }
    return Drawn(subject, _rendered("letter.txt", about), _rendered("letter.html", about))


def _rendered(name: str, about: Mapping[str, object]) -> str:
    """A template filled in; halves of signs, which nobody can read, are replaced."""
    return _TEMPLATES.get_template(name).render(about).encode("utf-8", "replace").decode()


def compose(drawn: Drawn, sender: tuple[str, Mailbox], to: Mailbox, mark: int, date: str) -> EmailMessage:
    """The whole message but for what is enclosed; sent again under its mark, it has the same Message-ID."""
    name, mailbox = sender
    message = EmailMessage(_ASCII if to.is_ascii else _UTF8)
    message["Subject"] = drawn.subject
    message["From"] = mailbox.header(one_line(name))
    message["To"] = to.header()
    message["Date"] = date
    message["Message-ID"] = message_id(drawn, mailbox, to, mark)
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(drawn.text)
    message.add_alternative(drawn.html, subtype="html")
    return message


def enclose(message: EmailMessage, files: Iterable[Enclosed]) -> None:
    """Put files into a message."""
    for number, file in enumerate(files, 1):
        name = _UNSAFE_NAME.sub("_", file.name).strip(" .") or f"{number}"
        media_type = file.media_type if _TYPE.fullmatch(file.media_type) else _PLAIN_TYPE
        main, _, sub = media_type.partition("/")
        message.add_attachment(file.content, maintype=main, subtype=sub, filename=name)


def message_id(drawn: Drawn, sender: Mailbox, to: Mailbox, mark: int) -> str:
    """The name of a message in the whole world: other letters of that number were other letters."""
    said = "\n".join((str(mark), to.spelt, drawn.subject, drawn.text))
    return f"<{mark}.{hashlib.sha256(said.encode()).hexdigest()[:24]}@{sender.domain}>"


def one_line(text: str) -> str:
    """Words for a header: nothing in them can begin another one."""
    return " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())


def is_opened(url: str) -> bool:
    """Whether a link may stand in a mail: whatever else there is may run something."""
    return url.lower().startswith(_OPENED)


def _safe(span: Span) -> Span:
    return span if span.mark != "link" or is_opened(span.url) else Span(span.text)


def _words_of(paragraphs: Sequence[Spans]) -> str:
    """Paragraphs as plain text, links with their addresses."""
    return "\n\n".join("".join(_words(span) for span in spans) for spans in paragraphs)


def _words(span: Span) -> str:
    return f"{span.text}: {span.url}" if span.mark == "link" and span.text != span.url else span.text
