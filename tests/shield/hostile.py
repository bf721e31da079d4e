"""What hostile people write: texts that make careless expressions slow, tags, signs that nobody sees; and what is spent
on reading them.
"""

import time
from collections.abc import Callable

from hypothesis import strategies as st

LONGEST = 9_000  # signs: as many as any messenger lets through
BOUND = 0.005  # seconds of the processor's for anything that a person can send


def long(part: str, signs: int = LONGEST) -> str:
    """The part again and again."""
    return (part * (signs // len(part) + 1))[:signs]


# By name; each made some expression of this program quadratic or worse, or does so with many that people write.
SLOW = {
    "dots": long("."),
    "hyphens": long("a-"),
    "letters and dots": long("a."),
    "a scheme": long("a") + "://",
    "schemes": long("a://"),
    "at signs": long("@"),
    "mentions": long("@a"),
    "addresses": long("a@a."),
    "letters": long("я"),
    "figures": long("1"),
    "figures apart": long("1 "),
    "figures and blanks": "1" + long(" ") + "x",
    "figures and brackets": "1" + long("("),
    "rows of figures": long("1234567 "),
    "numbers of a hall": long("3 5 9 ") + "!",
    "numbers at all": "3 " + long("1", 40) + "!",
    "dates": long("28.04.2020 "),
    "phones": long("8(916)"),
    "pluses": long("+7"),
    "marks": "a" + long("\u0301\u0323"),
    "heaps of marks": "a" + long("\u0301", LONGEST // 2) + long("\u0323", LONGEST // 2),
    "letters with marks": long("e\u0345\u0301\u0323\u0334"),
    "families": long("👨\u200d👩\u200d👧"),
    "flags": long("🇷"),
    "turned around": long("\u202e"),
    "nothing": long("\x00"),
    "halves": long("\ud800"),
    "blanks": long(" ") + "x",
    "syllables": long("가"),
    "words in one sign": long("\ufdfa"),
    "slashes": long("/"),
    "no slash": long("a") + ".pdf",
    "a command": "/" + long("a"),
    "a mention of a club": "[club1|" + long("["),
    "stars": long("*a"),
    "brackets": long("[a|"),
    "entities": long("&a"),
    "tags": long("<b>"),
    "lines": long("\n"),
    "quotation marks": long("«"),
}

anything = st.one_of(
    st.text(max_size=80),
    st.text(alphabet=st.characters(), max_size=80),  # with halves of pairs
    st.text(alphabet="0123456789:.-_az", max_size=70),
    st.builds(long, st.text(alphabet=".-a@1 :/(\u0301\u200d\u202e", min_size=1, max_size=4), st.integers(1, 4096)),
    st.sampled_from(sorted(SLOW.values())),
)


def cost(read: Callable[[str], object], text: str) -> float:
    """Seconds of the processor's, the best of three: a busy machine may be slower now and then."""
    took = []
    for _ in range(3):
        begun = time.process_time()
        read(text)
        took.append(time.process_time() - begun)
    return min(took)
