"""Whatever stands in a file, reading ends in a programme or in mistakes; what is written comes back the same."""

import re
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from storage.importers.fair_file import FairFile
from storage.importers.mistakes import Mistakes
from storage.importers.reading import read_fair
from storage.importers.template import template

SIGNS = st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff")
SLIPS = st.lists(
    st.sampled_from([*"{}[]:,-?&*!|>'\"%@`# \n\t\0\\~<=\ud800\u2028", "\n  - ", ": ", "null"]) | SIGNS, max_size=60
).map("".join)

ids = st.from_regex(r"[A-Za-z0-9_-]{1,40}", fullmatch=True)
urls = st.sampled_from(["https://example.org", "http://пример.рф/путь?a=b#c", "https://example.org:8443/%20"])
moments = st.builds(
    lambda minutes, zone: (datetime(2020, 4, 26, tzinfo=UTC) + timedelta(minutes=minutes)).astimezone(
        timezone(timedelta(minutes=15 * zone))
    ),
    st.integers(0, 24 * 60 - 1),
    st.integers(-48, 56),
)


def texts(limit: int) -> st.SearchStrategy[str]:
    return st.tuples(st.text(SIGNS, max_size=limit // 2), st.sampled_from("Яz7🙂")).map("".join)


def maybe(value: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.none() | value


def entries(**fields: st.SearchStrategy[Any]) -> st.SearchStrategy[dict[str, Any]]:
    return st.fixed_dictionaries(fields)


speakers = entries(name=texts(100), post=maybe(texts(300)))
materials = st.lists(
    entries(id=ids, title=texts(100), url=urls, gate=st.sampled_from(["open", "contacts"])),
    unique_by=lambda m: m["id"],
    max_size=3,
)
pictures = urls | st.sampled_from(["logo.png", "a/b.JPG"])


def unique(entry: st.SearchStrategy[dict[str, Any]], least: int = 0) -> st.SearchStrategy[list[dict[str, Any]]]:
    return st.lists(entry, min_size=least, max_size=4, unique_by=lambda made: made["id"])


@st.composite
def fairs(draw: st.DrawFn) -> dict[str, Any]:
    clusters = draw(
        unique(
            entries(
                id=ids, title=texts(250), short=maybe(texts(40)), kind=st.sampled_from(["cluster", "special_project"])
            ),
            1,
        )
    )
    floors = draw(unique(entries(id=ids, title=texts(250)), 1))
    stand_ids, session_ids = draw(st.lists(ids, unique=True, max_size=3)), draw(st.lists(ids, unique=True, max_size=4))
    session = entries(
        cluster=st.sampled_from([cluster["id"] for cluster in clusters]),
        title=texts(250),
        kind=st.sampled_from(["lecture", "plenary"]),
        starts=maybe(moments),
        minutes=st.integers(1, 60),
        summary=maybe(texts(500)),
        moderator=maybe(speakers),
        speakers=st.lists(speakers, max_size=2),
        player=maybe(urls),
        materials=materials,
        stands=st.just(stand_ids),
        status=st.sampled_from(["scheduled", "cancelled"]),
        demo=st.booleans(),
    )
    stand = entries(
        floor=st.sampled_from([floor["id"] for floor in floors]),
        title=texts(250),
        logo=maybe(pictures),
        hours=maybe(st.just({"from": "09:05", "to": "18:00"})),
        products=st.lists(entries(title=texts(250), text=maybe(texts(900)), photo=maybe(pictures)), max_size=2),
        materials=materials,
        webinars=st.just(session_ids),
    )
    return {
        "fair": {"id": draw(ids), "title": draw(texts(250)), "timezone": "Asia/Yekaterinburg"},
        "clusters": clusters,
        "sessions": [draw(session) | {"id": own} for own in session_ids],
        "floors": floors,
        "stands": [draw(stand) | {"id": own, "number": number} for number, own in enumerate(stand_ids, 1)],
    }


@given(fairs(), st.sampled_from([True, False]))
@settings(max_examples=60, deadline=None)
def test_what_is_written_is_read_back(fair: dict[str, Any], flow: bool) -> None:
    file = FairFile.model_validate(fair)
    written = yaml.safe_dump(file.model_dump(mode="json", by_alias=True), allow_unicode=True, default_flow_style=flow)
    assert read_fair(written.encode()) == file


@given(st.binary(max_size=200) | SLIPS.map(lambda text: text.encode(errors="surrogatepass")))
@settings(max_examples=300, deadline=None)
def test_any_bytes_end_in_mistakes(data: bytes) -> None:
    assert isinstance(read_fair(data), Mistakes)


@given(st.data())
@settings(max_examples=300, deadline=None)
def test_any_slip_of_the_pen_ends_in_a_programme_or_in_mistakes(data: st.DataObject) -> None:
    text = template()
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, min(len(text), start + 30)))
    slip = data.draw(SLIPS)
    read = read_fair((text[:start] + slip + text[end:]).encode(errors="surrogatepass"))
    assert isinstance(read, FairFile | Mistakes)
    if isinstance(read, Mistakes):
        last = text.count("\n") + slip.count("\n") + 2
        assert all(0 < mistake.line <= last and mistake.problem and mistake.advice for mistake in read.found)
        assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\ud800-\udfff]", str(read))


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(SIGNS),
        lambda inner: (
            st.lists(inner, max_size=3)
            | st.dictionaries(
                st.text(SIGNS, max_size=5)
                | st.sampled_from(["id", "title", "hours", "from", "speakers", "url", "file"]),
                inner,
                max_size=4,
            )
        ),
        max_leaves=12,
    )
)
@settings(max_examples=150, deadline=None)
def test_any_values_in_any_section_end_in_mistakes(value: Any) -> None:
    sections: dict[str, Any] = dict.fromkeys(FairFile.model_fields, value)
    for shape in (sections, {section: [value] for section in sections}):
        written = yaml.safe_dump(shape, allow_unicode=True)
        assert isinstance(read_fair(written.encode()), Mistakes)
