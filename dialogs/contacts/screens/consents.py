"""«Мои согласия» as screens: the list, one consent word by word, its withdrawal, and what a stand is told of that."""

from collections.abc import Sequence
from datetime import datetime

from dialogs.consent import agreement
from dialogs.contacts.routes import AskWithdraw, OpenCard, OpenConsent, OpenConsents, Withdraw
from dialogs.kit.phrase import Phrase, say, say_n
from dialogs.kit.screen import Bold, Button, Entry, Italic, Listing, Row, Screen, paragraph, screen
from dialogs.menu.routes import OpenMenu
from storage.fair.catalogue import Catalogue
from storage.leads.tables import Lead
from storage.privacy.consents import Consent, Purpose

ON_PAGE = 7
_PURPOSES: dict[Purpose, Phrase] = {
    "call": say("call"),
    "materials": say("materials"),
    "message": say("messages"),
}


def consents(catalogue: Catalogue, all_of_them: Sequence[Consent], at: int, word: Phrase | None = None) -> Screen:
    """All that the reader agreed to, the newest first."""
    live = sum(consent.withdrawn_at is None for consent in all_of_them)
    text = [word] if word is not None else []
    if not all_of_them:
        nothing = say("You have given no consents, and I keep no contacts of yours.")
        return screen(*text, Bold(say("My consents")), nothing, buttons=[_leaving()])
    entries = tuple(_entry(catalogue, consent, number) for number, consent in enumerate(all_of_them))
    everything: Row = (Button(say("Withdraw everything"), AskWithdraw(0, at)),) if live > 1 else ()
    count = say_n("{n} consent holds.", "{n} consents hold.", live) if live else say("None of them holds any more.")
    return screen(
        *text,
        paragraph((Bold(say("My consents")),), count),
        listing=Listing(entries, at, OpenConsents(), ON_PAGE),
        buttons=[everything, _leaving()],
    )


def _entry(catalogue: Catalogue, consent: Consent, at: int) -> Entry:
    name = named(catalogue, consent)
    label = name if consent.withdrawn_at is None else say("{consent}: withdrawn", consent=name)
    return Entry((Button(label, OpenConsent(consent.id, at)),))


def named(catalogue: Catalogue, consent: Consent) -> Phrase:
    """Which consent it is, in few words."""
    if consent.stand_id is None:
        return say("Contact card")
    stand = catalogue.stands.get(consent.stand_id)
    what = _PURPOSES[consent.purpose]
    if stand is None:
        return say("A stand that has left: {purpose}", purpose=what)
    if stand.number is None:
        return say("{stand}: {purpose}", stand=stand.short or stand.title, purpose=what)
    return say("Stand {number}: {purpose}", number=stand.number, purpose=what)


def consent(catalogue: Catalogue, one: Consent, text: str, at: int) -> Screen:
    """A consent as it was agreed to."""
    facts = [
        say("The number of the consent: {number}", number=agreement.spelled(one.proof)),
        say("Given: {moment}", moment=_moment(catalogue, one.given_at)),
    ]
    if one.withdrawn_at is not None:
        facts.append(say("Withdrawn: {moment}", moment=_moment(catalogue, one.withdrawn_at)))
    withdraw: Row = (Button(say("Withdraw"), AskWithdraw(one.id, at)),) if one.withdrawn_at is None else ()
    return screen(
        *agreement.shown_again(text),
        paragraph(*((Italic(fact),) for fact in facts)),
        buttons=[withdraw, (Button(say("Back"), OpenConsents(at)), Button(say("Menu"), OpenMenu()))],
    )


def _moment(catalogue: Catalogue, at: datetime) -> Phrase:
    here = at.astimezone(catalogue.zone)
    return say("{date}, {time}", date=agreement.FullDate(here.date()), time=f"{here:%H:%M}")


def ask_withdraw(catalogue: Catalogue, one: Consent, at: int) -> Screen:
    """Before one consent is withdrawn."""
    if one.stand_id is None:
        what = say("I will erase your contact card. What you gave to stands stays with them until you withdraw it too.")
    elif one.purpose == "message":
        what = say("Your conversation with the stand ends, I erase it, and the stand is told to forget it.")
    else:
        what = say("Your contact vanishes from the stand's requests at once, and the stand is told to erase it.")
    return screen(
        Bold(say("Withdraw this consent?")),
        named(catalogue, one),
        what,
        buttons=[
            (Button(say("Yes, withdraw it"), Withdraw(one.id, at)),),
            (Button(say("No"), OpenConsents(at)),),
        ],
    )


def ask_withdraw_all(live: int, at: int) -> Screen:
    """Before all of them are."""
    return screen(
        Bold(say("Withdraw everything?")),
        say_n(
            "I will end {n} consent: your contact card and your conversations with stands are erased, your contacts "
            "vanish from the stands' requests, and the stands are told to erase them.",
            "I will end {n} consents: your contact card and your conversations with stands are erased, your contacts "
            "vanish from the stands' requests, and the stands are told to erase them.",
            live,
        ),
        buttons=[
            (Button(say("Yes, withdraw everything"), Withdraw(0, at)),),
            (Button(say("No"), OpenConsents(at)),),
        ],
    )


def told_stand(lead: Lead) -> Screen:
    """To the stand: a number and nothing else."""
    if lead.kind == "message":
        return screen(
            say(
                "Request No. {number}: the visitor has withdrawn the consent to write, and the conversation is over. "
                "If you have written down anything of it, please erase it.",
                number=lead.number,
            )
        )
    return screen(
        say(
            "Request No. {number}: the visitor has withdrawn the contact. "
            "If you have written it down anywhere, please erase it there too.",
            number=lead.number,
        )
    )


def _leaving() -> Row:
    return (Button(say("My contact card"), OpenCard()), Button(say("Menu"), OpenMenu()))
