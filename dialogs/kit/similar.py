"""Which questions ask nearly the same: compared by their stems, without what every question says.

Pure, and fast enough to compare with all questions of a large session while somebody waits for the answer.
"""

import re
from collections.abc import Iterable
from functools import cache, lru_cache
from typing import Any

SIMILAR = 72.0  # from here on a question is offered to be joined; measured in the tests

_WORD = re.compile(r"[^\W_]+")
_CYRILLIC = re.compile(r"[а-я]")
_SAID_BY_ALL = frozenset(
    _WORD.findall(
        """
        а без бы был была были было быть в вам вами вас ваш ваша ваше ваши во вот все всем всех вы да для делать до его
        ее ей ему если есть еще же за и из или им их к как какая какие каким каков какова какой каких ко которая которые
        который ли либо мне мной мог могли может можно мои мой моя мы на над нам нами нас наш наша наши него нее ней
        ни них но ну о об обо однако он она они оно от по под при про с сам свои свой своя со та так также такая
        такие такой там те тем то того тоже той только том тот ту ты у уже хотя чем что чтобы эта эти это этого этой
        этом этот эту я добрый день вечер утро здравствуйте привет пожалуйста подскажите скажите расскажите спасибо
        вопрос хотелось хотел хотела хочу узнать интересно интересует правильно вообще очень нужно надо ребята коллеги
        a about all am an and any are as at be been but by can could did do does for from had has have hello hi how i if
        in is it its just me my of on or our please question should so some tell thank thanks that the their them
        there they this to us was we were what which will with would you your
        """
    )
)


def load() -> None:
    """Load what comparing needs, half a second's work: to be done beside the loop, before anybody waits for it."""
    alike("вопрос", "question")


def alike(one: str, other: str) -> float:
    """How much two questions ask the same: 0 to 100."""
    return _compare(stems(one), stems(other))


def most_alike(text: str, others: Iterable[tuple[int, str]], least: float = SIMILAR) -> list[int]:
    """The numbers of those that ask at least so much the same, the nearest first."""
    own = stems(text)
    found = [(_compare(own, stems(other)), number) for number, other in others]
    return [number for score, number in sorted(found, key=lambda one: (-one[0], one[1])) if score >= least]


def _compare(one: str, other: str) -> float:
    """Half of it is that one says all of what the other says, half that neither says more; letters count, not words."""
    if not one or not other:
        return 0.0
    from rapidfuzz import fuzz

    return (fuzz.token_set_ratio(one, other) + fuzz.token_sort_ratio(one, other)) / 2


@lru_cache(maxsize=4096)
def stems(text: str) -> str:
    """The words that matter, without endings, each once, in the order of the alphabet."""
    words = _WORD.findall(text.lower().replace("ё", "е"))
    telling = [word for word in words if word not in _SAID_BY_ALL] or words
    return " ".join(sorted({_stem(word) for word in telling}))


@lru_cache(maxsize=8192)
def _stem(word: str) -> str:
    stemmed: str = _stemmer("russian" if _CYRILLIC.search(word) else "english").stemWord(word)
    return stemmed


@cache
def _stemmer(language: str) -> Any:
    from snowballstemmer import stemmer

    return stemmer(language)
