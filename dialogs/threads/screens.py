"""Threads as screens: asking for words, where they go, and how both sides see them."""

from collections.abc import Sequence
from dataclasses import replace

from dialogs.callback.routes import AskCallback
from dialogs.exhibition.routes import OpenStand
from dialogs.kit.form import GIVE_UP
from dialogs.kit.phrase import Phrase, say, say_n
from dialogs.kit.screen import Bold, Button, Italic, Line, Link, Paragraph, Piece, Row, Screen, paragraph, screen
from dialogs.menu.routes import OpenMenu
from dialogs.threads import rules
from dialogs.threads.routes import EndThread, SendKept, SendToThread, WriteToStand
from storage.fair.catalogue import Catalogue
from storage.fair.exhibition import Stand
from storage.leads.tables import Lead
from storage.leads.threads import LONGEST_MESSAGE

MOST_CHOICES = 6  # threads to choose from when it is not clear to whom words go


def prompt(stand: Stand) -> Screen:
    """Ask for the words."""
    return screen(
        paragraph((Bold(say("A message to the stand")),), of_stand(stand)),
        say_n(
            "Write it as one message, {n} character at most. The answer comes here.",
            "Write it as one message, {n} characters at most. The answer comes here.",
            LONGEST_MESSAGE,
        ),
        Italic(say("The stand does not see your name, phone or e-mail.")),
        buttons=[(GIVE_UP,)],
    )


def prompt_anew() -> Screen:
    """Ask for other words, when it is not clear yet to whom they go."""
    return screen(say("Write your message to the stand."), buttons=[(GIVE_UP,)])


def whose(catalogue: Catalogue, threads: Sequence[Lead], words: str, seal: int, *, bare: bool = False) -> Screen:
    """Words came that are no reply: to the one stand there is, or to which of several.

    `bare`: contacts were left out of them.
    """
    asked = _whose(catalogue, threads, words, seal)
    return replace(asked, text=(paragraph(_LEFT_OUT), *asked.text)) if bare else asked


def _whose(catalogue: Catalogue, threads: Sequence[Lead], words: str, seal: int) -> Screen:
    leave: Row = (GIVE_UP,)
    if len(threads) == 1:
        (lead,) = threads
        send = Button(say("Yes, send"), SendToThread(lead.id, seal))
        return screen(Bold(_is_it_for(catalogue, lead)), quoted(words), buttons=[(send,), leave])
    ways = [_way(catalogue, lead, seal) for lead in threads[:MOST_CHOICES]]
    return screen(Bold(say("To whom is this?")), quoted(words), buttons=[*((way,) for way in ways), leave])


def _is_it_for(catalogue: Catalogue, lead: Lead) -> Phrase:
    stand = catalogue.stands.get(lead.stand_id)
    if stand is None:
        return say("Is this for the stand?")
    if stand.number is None:
        return say("Is this for the stand «{stand}»?", stand=stand.short or stand.title)
    return say("Is this for stand {number}?", number=stand.number)


def _way(catalogue: Catalogue, lead: Lead, seal: int) -> Button:
    stand = catalogue.stands.get(lead.stand_id)
    to = SendToThread(lead.id, seal)
    if stand is None:
        return Button(say("Request No. {number}", number=lead.number), to)
    mark = "" if stand.number is None else f"{stand.number} · "
    return Button(mark + stand.title, to, short=mark + (stand.short or stand.title))


def corrected(stand: int) -> Screen:
    """The stand reads the new words."""
    return screen(say("Corrected: the stand reads your new words."), buttons=[_ways_on(stand)])


def kept_here(catalogue: Catalogue, lead: Lead, words: str, seal: int) -> Screen:
    """Words that were not sent yet, given back with a button that works."""
    send, leave = Button(say("Yes, send"), SendToThread(lead.id, seal)), GIVE_UP
    head = Bold(say("This was not sent yet."))
    return screen(head, _is_it_for(catalogue, lead), quoted(words), buttons=[(send, leave)])


_LEFT_OUT = say(
    "I do not pass on phone numbers, addresses and names with an @ in conversations, and have left them out."
)


def without_contacts(stand: Stand, rest: str, seal: int) -> Screen:
    """Words that tell a contact: an ordered call tells it safely; `rest` is what can be sent, if there is anything."""
    how = say("If the stand is to call you, order a call: only who takes it sees your number.")
    call, leave = Button(say("Request a call"), AskCallback(stand.id)), GIVE_UP
    if not rest:
        return screen(Bold(_LEFT_OUT), how, say("Or write your message in other words."), buttons=[(call,), (leave,)])
    send = Button(say("Send it like this"), SendKept(stand.id, seal))
    what = say("Your message without them. Send it like this, or write it in other words:")
    return screen(Bold(_LEFT_OUT), how, what, quoted(rest), buttons=[(call,), (send, leave)])


def waiting(stand: Stand, words: str, seal: int) -> Screen:
    """Words that waited for the consent to pass them on."""
    send, leave = Button(say("Yes, send"), SendKept(stand.id, seal)), GIVE_UP
    head = paragraph((Bold(say("Shall I send this to the stand?")),), of_stand(stand))
    return screen(head, quoted(words), buttons=[(send, leave)])


def not_corrected(stand: int) -> Screen:
    """An edit that put a contact into words which the stand has read."""
    kept = say("I do not pass on phone numbers, addresses and names with an @: the stand reads your words of before.")
    how = say("If the stand is to call you, order a call: only who takes it sees your number.")
    return screen(Bold(kept), how, buttons=[(Button(say("Request a call"), AskCallback(stand)),), _ways_on(stand)])


def too_fast(lead: int, words: str, seal: int, seconds: int) -> Screen:
    """The words are kept; they may go in a moment."""
    wait = say_n("One more moment: send it in {n} second.", "Not so fast: send it in {n} seconds.", seconds)
    send = Button(say("Send"), SendToThread(lead, seal))
    return screen(Bold(wait), quoted(words), buttons=[(send, GIVE_UP)])


def sent(stand: Stand, lead: Lead) -> Screen:
    """It is with the stand."""
    if stand.number is None:
        word = say("Your message is with the stand «{stand}».", stand=stand.title)
    else:
        word = say("Your message is with stand {number}.", number=stand.number)
    how = say("The answer comes here. To write more, reply to it or just write to me.")
    return screen(Bold(word), how, buttons=[(_ending(lead.id),), _ways_on(stand.id)])


def enough(stand: Stand) -> Screen:
    """The stand has not answered what it got so far."""
    why = say_n(
        "The stand has {n} message of yours that it has not answered yet.",
        "The stand has {n} messages of yours that it has not answered yet.",
        rules.UNANSWERED,
    )
    patience = say("Please wait for the answer: the staff may be talking to somebody else. Then write on.")
    return screen(Bold(why), patience, *_public(stand), buttons=[_ways_on(stand.id)])


def nobody(stand: Stand) -> Screen:
    """The stand has no staff here."""
    text: list[Paragraph | Piece] = [Bold(say("Nobody of this stand answers here yet."))]
    if public := _public(stand):
        text += [say("You can reach the stand otherwise:"), *public]
    else:
        text.append(say("Please look in later: the staff may join any time."))
    return screen(*text, buttons=[_ways_on(stand.id)])


def _public(stand: Stand) -> list[Paragraph]:
    lines: list[Line] = []
    if stand.site:
        lines.append((Link(stand.site.removeprefix("https://").removeprefix("http://").rstrip("/"), stand.site),))
    if stand.phone:
        lines.append((say("Phone: {phone}", phone=stand.phone),))
    if stand.email:
        lines.append((say("E-mail: {email}", email=stand.email),))
    return [paragraph(*lines)] if lines else []


def ended(stand: int | None, *, by_staff: bool) -> Screen:
    """The visitor sees that a thread is over, by whoever ended it."""
    word = say("The stand has ended this conversation.") if by_staff else say("You have ended this conversation.")
    again: Row = (Button(say("Write again"), WriteToStand(stand)),) if stand is not None else ()
    ways = _ways_on(stand) if stand is not None else (Button(say("Menu"), OpenMenu()),)
    return screen(Bold(word), buttons=[again, ways])


def from_stand(stand: Stand | None, lead: Lead, words: str, *, edited: bool = False) -> Screen:
    """What the stand wrote, as the visitor sees it."""
    head: Line = of_stand(stand) if stand is not None else (say("The stand"),)
    hint = Italic(say("To answer, reply to this message or just write to me."))
    mark = [Italic(say("(corrected)"))] if edited else []
    answers = paragraph((Bold(say("✉️ The stand answers")),), head)
    return screen(answers, quoted(words), *mark, hint, buttons=[(_ending(lead.id),)])


def left(lead: Lead) -> Screen:
    """The staff see that the visitor has ended the thread."""
    return screen(say("No. {number}: the visitor has ended the conversation.", number=lead.number))


def not_told(number: int, word: str) -> Screen:
    """A group hears why its words did not go to the visitor."""
    match word:
        case "long":
            why = say_n(
                "Your reply is too long: {n} character at most.",
                "Your reply is too long: {n} characters at most.",
                LONGEST_MESSAGE,
            )
        case "empty":
            why = say("I can pass on only words, photos and documents to the visitor.")
        case _:
            why = say("The conversation is over: your reply was not passed on.")
    return screen(paragraph((Bold(say("No. {number}", number=number)), " · ", why)))


def of_stand(stand: Stand) -> Line:
    """«Азбука утра» · Стенд 47."""
    if stand.number is None:
        return (stand.title,)
    return (stand.title, " · ", say("Stand {number}", number=stand.number))


def quoted(words: str) -> Paragraph:
    """Somebody's words, which may be shortened where there is no room."""
    return paragraph(say("“{text}”", text=words), flexible=True)


def _ending(lead: int) -> Button:
    return Button(say("End the conversation"), EndThread(lead))


def _ways_on(stand: int) -> Row:
    return (Button(say("About the stand"), OpenStand(stand)), Button(say("Menu"), OpenMenu()))
