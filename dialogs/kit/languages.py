"""Which of our languages somebody reads, by what their messenger says of them."""

from dialogs.kit.phrase import LANGUAGES

HOME_LANGUAGE = "ru"
# Where Russian is read by nearly everybody, whatever the language of the phone.
READ_RUSSIAN = frozenset({"ru", "be", "uk", "kk", "ky", "uz", "tg", "hy", "az", "tt", "ba", "cv", "sah"})


def guess_language(said: str) -> str:
    """Our language for what a messenger says of a person's; Russian where it says nothing."""
    code = _code(said)
    if code in LANGUAGES:
        return code
    return HOME_LANGUAGE if not code or code in READ_RUSSIAN else "en"


def reads_ours(said: str) -> bool:
    """Whether our guess will do; who seems to read neither of our languages is asked."""
    code = _code(said)
    return not code or code in READ_RUSSIAN or code in LANGUAGES


def _code(said: str) -> str:
    return said.lower().replace("_", "-").partition("-")[0]
