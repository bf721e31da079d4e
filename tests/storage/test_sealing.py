"""What is sealed opens in its own cell alone, by any of our keys, and tells no time."""

from base64 import b64decode

import pytest
from cryptography.fernet import Fernet

from storage.engine.sealed import cell_of
from storage.privacy.sealing import NoKeys, Sealer, Unreadable, is_sealed

OLD, NEW = Fernet.generate_key().decode(), Fernet.generate_key().decode()
HERE = cell_of("leads", "topic", 7)


def test_what_is_sealed_opens_where_it_was_sealed_for_and_nowhere_else() -> None:
    sealer = Sealer([NEW])
    sealed = sealer.seal_text("Перезвоните Анне", HERE)
    assert sealer.open_text(sealed, HERE) == "Перезвоните Анне"
    for elsewhere in (cell_of("leads", "topic", 8), cell_of("lead_notes", "topic", 7), cell_of("leads", "note", 7)):
        with pytest.raises(Unreadable):
            sealer.open_text(sealed, elsewhere)


def test_the_newest_key_seals_and_every_key_opens() -> None:
    old = Sealer([OLD]).seal_text("Анна", HERE)
    both = Sealer([NEW, OLD])
    assert both.open_text(old, HERE) == "Анна"
    renewed = both.renew(old, HERE)
    assert renewed.startswith(both.newest())
    assert Sealer([NEW]).open_text(renewed, HERE) == "Анна"
    with pytest.raises(Unreadable):
        Sealer([OLD]).open_text(renewed, HERE)


def test_what_fernet_sealed_opens_and_is_bound_when_it_is_sealed_anew() -> None:
    sealer = Sealer([NEW, OLD])
    token = Fernet(OLD).encrypt(b'{"phone":"+79161234567"}').decode()
    assert sealer.open(token, HERE) == {"phone": "+79161234567"}
    assert not is_sealed(token)
    bound = sealer.renew(token, HERE)
    assert sealer.open(bound, HERE) == {"phone": "+79161234567"}
    with pytest.raises(Unreadable):
        sealer.open(bound, cell_of("leads", "topic", 8))


@pytest.mark.parametrize(
    "broken", ["s1.", "s1.zz", "s1.00000000.", "s1.00000000.AAAA", "s1.{name}.AAAA", "s1.{name}.ж"]
)
def test_what_was_broken_is_unreadable_and_nothing_worse(broken: str) -> None:
    sealer = Sealer([NEW])
    with pytest.raises(Unreadable):
        sealer.open_text(broken.format(name=sealer.newest().split(".")[1]), HERE)


def test_words_that_begin_like_a_seal_are_words() -> None:
    assert Sealer([NEW]).read("s1.ru — сайт школы", HERE) == "s1.ru — сайт школы"


def test_the_same_words_are_sealed_otherwise_each_time_and_no_time_is_in_it() -> None:
    sealer = Sealer([NEW])
    one, other = (sealer.seal_text("Анна", HERE) for _ in range(2))
    assert one != other
    closed = b64decode(one.removeprefix(sealer.newest()))
    assert len(closed) == 12 + len("Анна".encode()) + 16  # a nonce, the words, the proof: no room for a time


def test_keys_for_a_purpose_are_found_again_after_a_rotation_and_tell_nothing_of_each_other() -> None:
    [key] = Sealer([OLD]).derived("guards")
    assert Sealer([NEW, OLD]).derived("guards")[1] == key
    assert len({*Sealer([NEW, OLD]).derived("guards"), *Sealer([NEW, OLD]).derived("hooks")}) == 4
    assert Sealer().derived("guards") == ()


def test_without_a_key_nothing_is_sealed_or_opened() -> None:
    keyless = Sealer()
    with pytest.raises(NoKeys):
        keyless.seal_text("Анна", HERE)
    with pytest.raises(NoKeys):
        keyless.open_text("s1.", HERE)
