"""What new staff are told, in private and in their group."""

from collections.abc import Sequence

from dialogs.kit.phrase import Phrase, say
from dialogs.kit.screen import Bold, Button, Row, Screen, paragraph, screen
from dialogs.materials.routes import OpenOffers
from dialogs.menu.routes import OpenMenu
from storage.fair.catalogue import Catalogue
from storage.staff.staff import Role


def welcome(catalogue: Catalogue, roles: Sequence[Role], *, used: bool) -> Screen:
    """What somebody may do; `used`: the link had been used already."""
    lines = [(Bold(_role(catalogue, role)),) for role in roles]
    word = [say("This link was used already; it changed nothing.")] if used else []
    moderates = any(role.role != "stand" for role in roles)
    at_stand = any(role.role != "moderator" for role in roles)
    serves = any(role.role == "stand" for role in roles)
    materials: Row = (Button(say("Materials of the stand"), OpenOffers()),) if serves else ()
    return screen(
        *word,
        paragraph(*lines),
        *([_how_to_moderate()] if moderates else []),
        *([_how_to_work_at_a_stand()] if at_stand else []),
        *([_how_to_add()] if serves else []),
        _how_to_bind(),
        buttons=[materials, (Button(say("Menu"), OpenMenu()),)],
    )


def not_valid() -> Screen:
    """The link is none that gives a role, or not any more."""
    word = say("This invitation does not work: it was used, is too old, or was copied in part. Ask for a new one.")
    return screen(word, buttons=[(Button(say("Menu"), OpenMenu()),)])


def wait(when: Phrase, *, private: bool) -> Screen:
    """So many codes were wrong that none is looked at for a while."""
    word = say("There were too many wrong codes, so I look at none for a while. Try again {when}.", when=when)
    return screen(word, buttons=[(Button(say("Menu"), OpenMenu()),)] if private else [])


def bound(catalogue: Catalogue, role: Role, *, topics: bool) -> Screen:
    """What a group hears when it has become a place."""
    if role.role == "stand":
        what = say(
            "What visitors ask of «{stand}» comes here from now on, one card for each.", stand=_of(catalogue, role)
        )
        how = say("To let me pin the counts above the cards, make me an administrator who may pin messages.")
        who = say(
            "Cards are for the stand's staff: everybody here who has opened a private link of the organisers. "
            "Contacts never come here, but to who has taken the request, in private."
        )
        return screen(paragraph((Bold(say("Done.")), " ", what)), how, who)
    if topics:
        how = say(
            "Every session gets a topic of its own. Make me an administrator who may manage topics and pin messages, "
            "otherwise all cards come into one chat."
        )
    else:
        how = say("To let me pin the counts above the cards, make me an administrator who may pin messages.")
    what = say("Questions of «{cluster}» come here from now on, one card for each.", cluster=_of(catalogue, role))
    who = say("Cards are for moderators: everybody here who has opened a private link of the organisers.")
    return screen(paragraph((Bold(say("Done.")), " ", what)), how, who)


def not_bound() -> Screen:
    """What a group hears whose code binds it to nothing."""
    word = say("This code does not work: it was used, is too old, or has a mistake. Ask the organisers for another.")
    return screen(word)


def _role(catalogue: Catalogue, role: Role) -> Phrase:
    match role.role:
        case "organiser":
            return say("You are an organiser: you moderate the questions of all clusters.")
        case "moderator":
            return say("You are a moderator of «{cluster}».", cluster=_of(catalogue, role))
        case _:
            return say("You work at the stand «{stand}».", stand=_of(catalogue, role))


def _of(catalogue: Catalogue, role: Role) -> str:
    cluster = catalogue.clusters.get(role.cluster_id or 0)
    stand = catalogue.stands.get(role.stand_id or 0)
    return cluster.title if cluster is not None else stand.title if stand is not None else catalogue.title


def _how_to_moderate() -> Phrase:
    return say(
        "Questions come as cards into the moderators' group. “Take” makes one yours for a few minutes, “To the chat” "
        "shows it to everybody, “Read out” is for when it was. What you write in reply to a card goes to who asked. "
        "Press “I am on shift” on the pinned counts, and I write to you here when nobody takes a question."
    )


def _how_to_work_at_a_stand() -> Phrase:
    return say(
        "Requests come as cards into the stand's chat. “Take” makes one yours, and I show you its contact here, to "
        "nobody else; then press “Called”, “Nobody answered” or “Close”. What you write in reply to a card is a note "
        "to the request, and to a visitor's message it is the answer. “/leads” in that chat gives the counts and a "
        "spreadsheet."
    )


def _how_to_add() -> Phrase:
    return say(
        "To give something to the visitors of the stand, send me the file here: "
        "I ask what it is called and who gets it."
    )


def _how_to_bind() -> Phrase:
    return say("To bind a group, add me to it and write there: /bind and the code that the organisers gave you.")
