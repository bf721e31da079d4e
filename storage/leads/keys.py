"""Kinds and keys of the letters about requests to stands, at which the stand's side and the visitor's meet."""

from typing import Literal

from storage.leads.tables import Lead

# The letters that show a request. Their kinds, all about {"lead": its row}:
CARD, RECEIPT, NOTICE = "lead-card", "lead-receipt", "lead-notice"
CARDS_OF_LEADS, RECEIPTS_OF_LEADS = "lead-", "visit-"  # how the keys of cards and receipts begin
PAST = "lead-past"  # where a card stood that stands further below now
PAST_CARDS, NOTES_OF_LEADS = "leadwas-", "note-"
# What its taker sees of the visitor in private, by keys of their own for each showing; and a stand's counts.
CONTACT, CONTACTS_OF_LEADS = "lead-contact", "seen-"
HERE = "-here"
# To who has taken a call, after its window: whether they spoke, which tells its topic.
SPOKE, QUESTIONS_AFTER_CALLS = "lead-over", "over-"
BOARD, BOARDS_OF_STANDS = "lead-board", "leads-"
# News of a call, which must be noticed: to the visitor, then to who has taken it.
MISSED, UNANSWERED, SPOKEN = "call-missed", "call-unanswered", "call-spoken"
MOVED: Literal["call-moved"] = "call-moved"
CANCELLED: Literal["call-cancelled"] = "call-cancelled"

Told = Literal["created", "changed", "withdrawn"]
TakersNews = Literal["call-moved", "call-cancelled"]


def lead_card_key(lead_id: int) -> str:
    """Of what the stand's staff see in their chat."""
    return f"{CARDS_OF_LEADS}{lead_id}"


def past_card_key(lead_id: int) -> str:
    """Of the card that stood there before the newest one."""
    return f"{PAST_CARDS}{lead_id}"


def note_key(note_id: int) -> str:
    """Of what somebody of the staff noted, by which an edit of it is known."""
    return f"{NOTES_OF_LEADS}{note_id}"


def lead_receipt_key(lead_id: int) -> str:
    """Of what the visitor sees in private."""
    return f"{RECEIPTS_OF_LEADS}{lead_id}"


def lead_contact_key(lead: Lead, *, here: bool) -> str:
    """Of what its taker is shown of the visitor from this step on; `here`: in their messenger contacts may be shown."""
    return f"{CONTACTS_OF_LEADS}{lead.id}-{lead.revision}" + (HERE if here else "")


def number_in(key: str) -> int:
    """Of which lead, message or file a key is: the first number in it."""
    return int(key.split("-")[1])


def spoke_key(lead_id: int) -> str:
    """Of the question after a call's window, which tells its topic."""
    return f"{QUESTIONS_AFTER_CALLS}{lead_id}"


def lead_board_key(stand_id: int) -> str:
    """Of the counts of a stand's leads."""
    return f"{BOARDS_OF_STANDS}{stand_id}"
