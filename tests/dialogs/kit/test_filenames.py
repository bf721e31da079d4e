"""Names of files that people send: whatever their phones say, what we keep can be stored, shown and opened."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialogs.kit.filenames import LONGEST, PLAIN, file_name, media_type, type_of, unnamed

TOLD = st.one_of(
    st.text(), st.text(min_size=90, max_size=200), st.none(), st.integers(), st.just("а/б\\\u202e\x00\ud83d.pdf")
)


@given(TOLD)
def test_a_name_hides_nothing_and_leads_nowhere(told: object) -> None:
    name = file_name(told, "document")
    assert 0 < len(name) <= LONGEST
    assert not set("/\\") & set(name)
    assert all(unicodedata.category(sign)[0] != "C" for sign in name)
    assert file_name(name, "document") == name
    name.encode()


@given(st.text(alphabet="абвгд .", min_size=1, max_size=300), st.text(alphabet="abcxyz09", min_size=1, max_size=10))
def test_an_extension_is_kept(stem: str, extension: str) -> None:
    assert file_name(f"а{stem}.{extension}", "document").endswith(f".{extension}")


@given(TOLD)
def test_a_media_type_is_one(told: object) -> None:
    kind = media_type(told)
    assert kind == PLAIN or kind.count("/") == 1
    assert len(kind) <= 100


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("прайс.PDF", "application/pdf"),
        ("фото.jpg", "image/jpeg"),
        ("архив.tar.gz", PLAIN),
        ("data:text/html,", PLAIN),
        ("программа", PLAIN),
        ("", PLAIN),
    ],
)
def test_a_type_follows_from_the_extension(name: str, kind: str) -> None:
    assert type_of(name) == kind


def test_what_has_no_name_gets_one() -> None:
    assert unnamed("photo", "image/jpeg") == "photo.jpg"
    assert unnamed("document", "чужой/тип") == "document"
