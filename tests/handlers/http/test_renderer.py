"""Notices as the web developer of a site reads them."""

import hashlib
import hmac

import orjson
from hypothesis import given
from hypothesis import strategies as st

from dialogs.kit.screen import Fact, Notice
from handlers.http.renderer import draw, sign

PASSED = Notice("question.passed", (("question", 7), ("text", "С чего начать?"), ("name", None), ("first", True)))


def test_a_notice_is_one_line_of_json_in_its_own_order() -> None:
    assert draw(PASSED, 51).decode() == (
        '{"event":"question.passed","id":"51","question":7,"text":"С чего начать?","name":null,"first":true}'
    )


def test_what_is_not_recognised_has_no_number() -> None:
    assert draw(Notice("question.withdrawn", (("question", 7),)), 0) == b'{"event":"question.withdrawn","question":7}'


facts = st.one_of(st.none(), st.booleans(), st.integers(-(2**53), 2**53), st.text())


@given(st.dictionaries(st.sampled_from(("question", "text", "name", "joined")), facts), st.integers(1, 2**53))
def test_whatever_people_write_can_be_read_again_and_is_the_same_each_time(about: dict[str, Fact], mark: int) -> None:
    notice = Notice("question.passed", tuple(about.items()))
    body = draw(notice, mark)
    assert orjson.loads(body) == {"event": "question.passed", "id": str(mark), **about}
    assert draw(notice, mark) == body


def test_a_signature_holds_for_one_body_one_moment_and_one_secret() -> None:
    body = draw(PASSED, 51)
    told = hmac.new(b"secret", b"1587970800." + body, hashlib.sha256).hexdigest()
    assert sign(body, b"secret", 1_587_970_800) == f"t=1587970800,v1={told}"
    others = {
        sign(body + b" ", b"secret", 1),
        sign(body, b"secret", 2),
        sign(body, b"Secret", 1),
        sign(body, b"secret", 1),
    }
    assert len(others) == 4
