"""Whose number it is: only one's own, shared in private, is taken for confirmed; all else was typed by somebody.

Six kinds of contact: nobody's, another's, the own one, a forwarded one, one that only a card tells of, one in a group.
"""

import itertools
from typing import Any

import pytest

from dialogs.kit.event import SharedPhone
from handlers.telegram.updates import read_update
from tests.amount import attacked
from tests.handlers.telegram.samples import ANNA, BOT, CARD, GROUP, message

PHONE = "+79161234567"
OWN: dict[str, Any] = {"phone_number": PHONE, "first_name": "Анна", "user_id": ANNA["id"]}
NOBODYS = {"phone_number": PHONE, "first_name": "Анна"}
ANOTHERS = OWN | {"user_id": ANNA["id"] + 1}
VCARD = NOBODYS | {"vcard": f"BEGIN:VCARD\nVERSION:3.0\nFN:Анна\nTEL;CELL:{PHONE}\nUID:{ANNA['id']}\nEND:VCARD"}
FORWARDED: tuple[dict[str, Any], ...] = (
    {"forward_origin": {"type": "user", "sender_user": ANNA, "date": 1}},
    {"forward_from": ANNA, "forward_date": 1},
    {"forward_sender_name": "Анна", "forward_date": 1},
    {"forward_from_chat": GROUP, "forward_from_message_id": 1},
    {"via_bot": BOT},
)


def shared(**fields: Any) -> SharedPhone | None:
    event = read_update(message(**fields), str(BOT["id"]), "fair_bot")
    return event.act if event is not None and isinstance(event.act, SharedPhone) else None


@pytest.mark.shield("S6")
def test_the_own_number_shared_in_private_is_confirmed() -> None:
    assert shared(contact=OWN) == SharedPhone(PHONE, own=True)


@pytest.mark.shield("S6")
@pytest.mark.parametrize("contact", [NOBODYS, ANOTHERS, VCARD], ids=["nobody's", "another's", "a card alone"])
def test_what_names_nobody_or_another_is_not(contact: dict[str, Any]) -> None:
    assert shared(contact=contact) == SharedPhone(PHONE, own=False)


@pytest.mark.shield("S6")
@pytest.mark.parametrize("how", FORWARDED, ids=lambda how: next(iter(how)))
def test_what_was_passed_on_is_not(how: dict[str, Any]) -> None:
    assert shared(contact=OWN, **how) == SharedPhone(PHONE, own=False)


@pytest.mark.shield("S6")
@pytest.mark.parametrize("more", [{}, {"reply_to_message": CARD}], ids=["said", "in reply to us"])
def test_in_a_group_there_is_none(more: dict[str, Any]) -> None:
    assert shared(chat=GROUP, contact=OWN, **more) is None


@pytest.mark.shield("S6")
def test_whatever_is_forged_around_it_only_the_own_id_confirms() -> None:
    """Ids as words, truths and fractions, and fields that are not there."""
    ids: tuple[Any, ...] = (
        *(ANNA["id"], ANNA["id"] + 1, str(ANNA["id"]), float(ANNA["id"]), True, None, 0, -ANNA["id"]),
        *([ANNA["id"]], {}),
    )
    senders = (ANNA, ANNA | {"id": ANNA["id"] + 1}, ANNA | {"id": 1})
    for number, sender, how in itertools.product(ids, senders, (*FORWARDED[: attacked(2, 5)], {})):
        act = shared(**{"from": sender}, contact=OWN | {"user_id": number}, **how)
        fine = type(number) is int and number == sender["id"] and not how
        assert act is None or act.own == fine
