"""What stands' own machines are told of leads, such as a list of customers: drawn at the second it leaves."""

from dataclasses import dataclass
from typing import ClassVar

from dialogs.kit.letter import Letter, Reading
from dialogs.kit.screen import Notice
from dialogs.leads import screens
from dialogs.leads.feature import feature
from storage.leads.keys import NOTICE, Told


@dataclass(frozen=True, slots=True)
class LeadNotice(Letter):
    """To a stand's own machine: what happened to the lead, at which of its revisions."""

    lead: int
    told: Told
    revision: int
    kind: ClassVar[str] = NOTICE
    tells: ClassVar[bool] = True


@feature.draws(LeadNotice)
async def draw_notice(letter: LeadNotice, reading: Reading) -> Notice | None:
    """Of a stand that was withdrawn, that a visitor was, too."""
    lead, gone = await reading.work.leads.load(letter.lead), letter.told == "withdrawn"
    find = reading.catalogue.stand_ever if gone else reading.catalogue.stands.get
    stand = None if lead is None else find(lead.stand_id)
    if lead is None or stand is None:
        return None
    fields = await reading.work.privacy.contacts.of_lead(lead.id) if not gone else None
    notes = await reading.work.leads.notes.of_lead(lead.id) if fields else ()
    return screens.notice(letter.told, lead, stand, fields or {}, notes, reading.home)
