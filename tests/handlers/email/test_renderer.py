"""Mail as it is drawn: whatever people and fairs have written stays words."""

from email import message_from_bytes, policy
from email.message import EmailMessage
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialogs.kit.screen import Bold, Link, LinkButton, Mail, Piece, paragraph
from handlers.email.mailbox import NoMailbox, read_mailbox, read_sender
from handlers.email.renderer import compose, draw, one_line

SENDER = ("ММСО", read_mailbox("fair@example.org"))
READER = read_mailbox("anna@example.org")


class Tags(HTMLParser):
    """The tags of a mail and where its links lead."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.links: list[str | None] = []
        self.words = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.links += [value for name, value in attrs if name == "href"]

    def handle_data(self, data: str) -> None:
        self.words += data


def mail(*pieces: Piece, subject: str = "Письмо", links: tuple[LinkButton, ...] = ()) -> Mail:
    return Mail("anna@example.org", subject, (paragraph(tuple(pieces)),), links)


PLAIN = Tags(draw(mail("Слово", Bold("слово")), "ru", "Салон").html).tags


@given(st.text(), st.text(), st.text())
def test_words_never_become_markup(words: str, subject: str, fair: str) -> None:
    drawn = draw(mail(words or "Слово", Bold(words or "слово"), subject=subject), "ru", fair)
    assert Tags(drawn.html).tags <= PLAIN
    assert one_line(subject)[:20] in one_line(Tags(drawn.html).words)


@given(st.text(), st.text())
def test_headers_stay_headers(subject: str, fair: str) -> None:
    drawn = draw(mail("Слово", subject=subject), "ru", fair)
    message = compose(drawn, (fair, SENDER[1]), READER, 7, "Mon, 27 Apr 2020 10:00:00 +0300")
    head = message.as_bytes().partition(b"\r\n\r\n")[0]
    names = [line.partition(b":")[0].lower() for line in head.split(b"\r\n") if not line[:1].isspace()]
    assert sorted(names) == sorted(
        (b"subject", b"from", b"to", b"date", b"message-id", b"auto-submitted", b"mime-version", b"content-type")
    )
    assert head.isascii()


LOCAL = st.text(st.sampled_from("abя.!#$%&'*+-/=?^_`{|}~0\"\\ ,;:<>()[]\u00e9\u202e"), min_size=1, max_size=12)


@given(LOCAL, st.sampled_from(["example.org", "почта.рф", "xn--80a1acny.xn--p1ai", "sub.example.org"]))
def test_every_mailbox_that_is_read_can_be_written_to(local: str, domain: str) -> None:
    try:
        to = read_mailbox(f"{local}@{domain}")
    except NoMailbox:
        return
    message = compose(draw(mail("Слово"), "ru", ""), SENDER, to, 7, "Mon, 27 Apr 2020 10:00:00 +0300")
    read = message_from_bytes(message.as_bytes(), _class=EmailMessage, policy=policy.default)
    (reader,) = read["To"].addresses
    assert reader.addr_spec.encode("utf-8", "surrogateescape").decode() == to.spelt


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "data:text/html,x", "file:///etc/hosts", "JAVASCRIPT:1", "//a.ru"]
)
def test_links_lead_to_pages_only(url: str) -> None:
    drawn = draw(mail("Слово", Link("сюда", url), links=(LinkButton("Открыть", url),)), "ru", "Салон")
    assert Tags(drawn.html).links == []
    assert "сюда" in drawn.text
    assert url not in drawn.text


def test_a_link_cannot_leave_its_quotes() -> None:
    url = 'https://example.org/"><script>alert(1)</script>'
    drawn = draw(mail(Link("сюда", url), links=(LinkButton("Открыть", url),)), "ru", "")
    assert Tags(drawn.html).links == [url, url]
    assert "script" not in Tags(drawn.html).tags


def test_nothing_is_fetched_by_reading_it() -> None:
    html = draw(mail("Слово"), "ru", "Салон").html
    assert not {"img", "link", "script", "iframe", "style"} & Tags(html).tags
    assert "url(" not in html


@pytest.mark.parametrize("wrong", ["", "fair", "a\nb <a@b.ru>", "анна@example.org", "<>", "Салон <>"])
def test_who_sends_must_be_a_mailbox(wrong: str) -> None:
    with pytest.raises(NoMailbox):
        read_sender(wrong)


def test_who_sends_may_have_words() -> None:
    assert read_sender("ММСО 2020 <fair@example.org>") == ("ММСО 2020", read_mailbox("fair@example.org"))
    assert read_sender(" fair@example.org ") == ("", read_mailbox("fair@example.org"))
