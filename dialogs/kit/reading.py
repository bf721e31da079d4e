"""Reading what people write: words on a line, names, phone numbers, addresses of e-mail, in a chat and on a page alike.

A phone is kept in E.164 (`+79161234567`, with an extension `+74951234567;ext=101`), an e-mail with its domain in ASCII;
both have a form for people's eyes.
"""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

from email_validator import EmailNotValidError, validate_email

from dialogs.kit.errors import Trouble
from dialogs.kit.links import is_link
from dialogs.kit.phrase import Phrase, say, say_n
from dialogs.kit.words import composed

HOME = "RU"  # the country of numbers that are written without one, where the configuration names no other
LONGEST_NAME, LONGEST_WORDS, LONGEST_EMAIL = 80, 120, 254
LONGEST_PHONE = 40
_ROOM = 4  # times the longest is looked at: blanks and signs that nobody sees fall away
_LOOKED_THROUGH, _TRIES = 2_000, 40  # signs, and rows of figures in them: more than any text that is taken
_FEWEST_DIGITS = 7
_TIMES = 5  # what is left out may bring two halves of a contact together
_EXTENSION = ";ext="  # as RFC 3966 writes it
_NO_NAME = re.compile(r"[@/]|\bwww\.|(?:\d[\s().-]*){5}", re.IGNORECASE)
_TICKS = re.compile("[\u2611\u2705\u2713\u2714\U0001f5f8]\ufe0f?")  # messengers mark with them whom they have checked
_STAFF = (
    *("админ", "модератор", "организатор", "организация", "оргкомитет", "дирекция", "поддержк", "техподдержк"),
    *("официальн", "admin", "moderator", "organiser", "organizer", "support", "official"),
)
# Letters and figures that look like others, or are written for them; both sides of a comparison are read so.
_ALIKE = str.maketrans("авеікмнорсѕsтухјһӏ0134unr", "abeikmhopccctyxjhloiзчипг")
_APART = r"\s@;,<>\"'()\[\]«»"  # what stands between addresses
_MAIL = re.compile(rf"(?<![^{_APART}])[^{_APART}]+@[^{_APART}]+\.[^{_APART}]{{2,}}")  # begins where a word does: linear
# A number of ours, which other figures before it («2026 8 912 …») hide from those who look for any.
_OURS = re.compile(r"(?<!\d)(?:(?:\+?7|8)[\s().–—-]{0,3}[3489]|\(?9)\d\d(?:[\s().–—-]{0,3}\d){7}(?!\d)")
_TAX = re.compile(r"7\d{9}")  # ten figures without a blank: the taxpayer's number of a firm of Moscow or Petersburg
# People's pages in messengers: hosts as short as theirs, of one word and «.me», or of two letters and a little more.
_PAGE = re.compile(
    r"(?<![\w.@-])(?:https?://)?(?:(?:www|m)\.)?(?:[a-z]{1,9}\.me|[a-z]{2}\.(?:com|ru)|max\.ru)/[\w.+-]+"
    r"|\b(?:tg|viber|whatsapp)://\S+",
    re.IGNORECASE,
)
_AT = re.compile(r"(?<![\w.@])@[a-z][a-z0-9_]{3,31}", re.IGNORECASE)
_BLANK = dict.fromkeys(map(ord, "\u115f\u1160\u2800\u3164\uffa0"), " ")  # letters that look like nothing
_UNSEEN = ("Cf", "Cs", "Co")  # signs that turn the direction, are no signs, or mean something to one program only
JOINER = "\u200d"
_MARKS = "\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f"
_HEAP = re.compile(f"([{_MARKS}]{{2}})[{_MARKS}]+")
_LOOSE_JOINER = re.compile(f"(?<![\U0001f000-\U0001faff\u2190-\u2bff\ufe0f]){JOINER}")
_IN_NAMES = frozenset("-‐‑–—'‘’ʻʼ`. ")


def one_line(text: str) -> str:
    """What was typed, on one line, without what is not seen or shows the rest in a wrong order; markup stays text."""
    seen = composed(text.translate(_BLANK)).translate(_KEPT)
    return " ".join(_LOOSE_JOINER.sub("", _HEAP.sub(r"\1", seen)).split())


class _Kept(dict[int, str]):
    """What is kept of each sign; of those that people write, which are few, it is looked up once."""

    def __missing__(self, code: int) -> str:
        sign = chr(code)
        category = unicodedata.category(sign)
        kept = " " if category == "Cc" else "" if category in _UNSEEN and sign != JOINER else sign
        if code < _COMMON:
            self[code] = kept
        return kept


_COMMON = 0x3000  # the alphabets are below
_KEPT = _Kept()


def too_long(more: int) -> Phrase:
    """Why words cannot be taken that have so many characters too many."""
    return say_n(
        "This is {n} character too long. Please make it shorter; the main thing is enough.",
        "This is {n} characters too long. Please make it shorter; the main thing is enough.",
        more,
    )


def read_name(text: str) -> str | Trouble:
    """A person's name: letters of any script with the marks that belong to them, and what stands between them."""
    name = _bare(text[: _ROOM * LONGEST_NAME])
    if not any(sign.isalpha() for sign in name):
        return Trouble(say("This does not look like a name. Please write it in letters, as in “Anna Ivanova”."))
    if not all(sign.isalpha() or unicodedata.category(sign)[0] == "M" or sign in _IN_NAMES for sign in name):
        return Trouble(say("A name has only letters in it. Please write it once more, without figures and links."))
    if len(name) > LONGEST_NAME:
        return Trouble(say("This is too long for a name: {most} letters at most, please.", most=LONGEST_NAME))
    return name


def read_words(text: str) -> str | Trouble:
    """An organisation or a post: one line of anything that can be read."""
    words = _bare(text[: _ROOM * LONGEST_WORDS])
    if not any(sign.isalnum() for sign in words):
        return Trouble(say("There are no words in this. Please write it once more."))
    if len(words) > LONGEST_WORDS:
        return Trouble(say("This is too long: {most} signs at most, please.", most=LONGEST_WORDS))
    return words


def public_name(name: str, fair: str = "") -> str:
    """A name as everybody may read it; empty where it is an address, a link, a number to be called or written to, or
    passes its bearer off as staff of the fair, whose title may have an abbreviation: «ММСО».
    """
    shown = " ".join(_TICKS.sub("", one_line(name[: _ROOM * LONGEST_NAME])).split())
    return "" if _NO_NAME.search(shown) or is_link(shown) or _plays_staff(shown, fair) else shown


def _plays_staff(name: str, fair: str) -> bool:
    """Whether a word of the name begins as those do by which staff are known, in whichever letters look like theirs."""
    words = _words(_skeleton(name))
    spaced = "".join(words) if all(len(word) == 1 for word in words) else ""
    return any(word.startswith(_STAFF_ALIKE) or word in _abbreviations(fair) for word in (*words, spaced))


@lru_cache(maxsize=8)
def _abbreviations(fair: str) -> frozenset[str]:
    """The short names in the fair's title, as they look; other words may begin like them: «Мирон» at «МИР ЗНАНИЙ»."""
    return frozenset(_skeleton(word) for word in _words(fair) if len(word) > 2 and word.isupper())


def _words(text: str) -> list[str]:
    return re.findall(r"[^\W_]+", text)


def _skeleton(text: str) -> str:
    """The text by what its letters look like: those of one alphabet stand for those of another."""
    plain = unicodedata.normalize("NFKD", text).casefold()
    return "".join(sign for sign in plain if unicodedata.category(sign)[0] != "M").translate(_ALIKE)


_STAFF_ALIKE = tuple(map(_skeleton, _STAFF))


def read_phone(text: str, home: str = HOME) -> str | Trouble:
    """A phone number of any country in E.164, with its extension; without a country it is ours, or lacks its plus."""
    import phonenumbers

    written = _bare(unicodedata.normalize("NFKC", text[: _ROOM * LONGEST_PHONE]))
    digits = sum(sign.isdecimal() for sign in written)
    if digits < _FEWEST_DIGITS:
        return Trouble(say("There are too few digits for a phone number. Please write it whole: +7 916 123-45-67."))
    readings = (written, f"+{written}") if len(written) <= LONGEST_PHONE else ("",)
    read = False
    for reading in readings:
        try:
            number = phonenumbers.parse(reading, home)
        except phonenumbers.NumberParseException:
            continue
        if phonenumbers.is_valid_number(number):
            extension = f"{_EXTENSION}{number.extension}" if number.extension else ""
            return f"{phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)}{extension}"
        read = True
    if read:
        return Trouble(say("There is no such phone number. Please look at its digits: +7 916 123-45-67."))
    return Trouble(say("I cannot read a phone number in this. Please write it like this: +7 916 123-45-67."))


def shown_phone(phone: str) -> str:
    """A kept number as people read it, with the code of its country."""
    import phonenumbers

    plain, _, extension = phone.partition(_EXTENSION)
    try:
        number = phonenumbers.parse(plain)
    except phonenumbers.NumberParseException:
        return phone
    shown = str(phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.INTERNATIONAL))
    return f"{shown}, доб. {extension}" if extension else shown


def read_email(text: str) -> str | Trouble:
    """An address to which any mail server can send; a domain in other letters is kept as the network spells it."""
    written = _bare(text[: _ROOM * LONGEST_EMAIL])
    if "@" not in written or len(written) > LONGEST_EMAIL:
        return Trouble(say("This does not look like an e-mail address. Please write it like this: anna@school.ru."))
    try:
        read = validate_email(written, check_deliverability=False, allow_smtputf8=False)
    except EmailNotValidError:
        return Trouble(
            say("I cannot send to such an address. Please look whether every letter is right: anna@school.ru.")
        )
    return read.ascii_email or read.normalized


def shown_email(email: str) -> str:
    """A kept address as people read it, its domain in its own letters."""
    try:
        return validate_email(email, check_deliverability=False, allow_smtputf8=False).normalized
    except EmailNotValidError:
        return email


def holds_contacts(words: str, home: str = HOME) -> bool:
    """Whether there is something in them by which their writer can be reached outside.

    A phone number, an address of e-mail, a name with an @ before it, a link to somebody's page in a messenger. Who
    cares looks at the length first: the first two thousand signs are looked at, and so many rows of figures tried.
    """
    return next(_contacts(words, home), None) is not None


def without_contacts(words: str, home: str = HOME) -> str:
    """The words with «…» in the place of whatever their writer can be reached by."""
    for _ in range(_TIMES):
        spans = sorted(_contacts(words, home))
        if not spans:
            break
        words = _left_out(words, spans)
    return words


def _left_out(words: str, spans: list[tuple[int, int]]) -> str:
    kept, at = [], 0
    for first, last in spans:
        if first >= at:
            kept += [words[at:first], "…"]
        at = max(at, last)
    return "".join([*kept, words[at:]])


def _contacts(words: str, home: str) -> Iterator[tuple[int, int]]:
    """Where contacts begin and end."""
    looked = words[:_LOOKED_THROUGH]
    for pattern in (_MAIL, _PAGE, _AT):
        yield from (found.span() for found in pattern.finditer(looked))
    if sum(map(str.isdecimal, looked)) < _FEWEST_DIGITS:
        return
    if home == HOME:
        yield from (found.span() for found in _OURS.finditer(looked))
    from phonenumbers import Leniency, PhoneNumberMatcher

    for number in PhoneNumberMatcher(looked, home, Leniency.VALID, _TRIES):
        if not _TAX.fullmatch(number.raw_string):
            yield number.start, number.end


def _bare(text: str) -> str:
    """The text with single spaces, and with nothing at all that nobody sees: of names, numbers and addresses."""
    seen = (" " if sign.isspace() else sign for sign in composed(text))
    return " ".join("".join(sign for sign in seen if unicodedata.category(sign)[0] != "C").split())
