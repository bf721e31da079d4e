"""What new staff are told, in private and in their group."""

from collections.abc import Sequence

from dialogs.kit.phrase import Phrase, say
from dialogs.kit.screen import Bold, Button, Row, Screen, Text, paragraph, screen
from dialogs.materials.routes import OpenOffers
from dialogs.menu.routes import OpenMenu
from dialogs.staff.routes import RevokeRight, Unbind
from dialogs.team.routes import OpenTeam
from storage.fair.catalogue import Catalogue
from storage.staff.invitations import Use
from storage.staff.places import Place
from storage.staff.staff import Role

SHOWN = 10  # groups that are named one by one


def welcome(catalogue: Catalogue, roles: Sequence[Role], *, used: bool) -> Screen:
    """What somebody may do; `used`: the link had been used already."""
    lines = [(Bold(_role(catalogue, role)),) for role in roles]
    word = [say("This link was used already; it changed nothing.")] if used else []
    moderates = any(role.role in ("organiser", "moderator") for role in roles)
    at_stand = any(role.role != "moderator" for role in roles)
    serves = any(role.role in ("stand", "head") for role in roles)
    heads = [role.stand_id for role in roles if role.role == "head" and role.stand_id is not None]
    materials: Row = (Button(say("Materials of the stand"), OpenOffers()),) if serves else ()
    return screen(
        *word,
        paragraph(*lines),
        *([_how_to_moderate()] if moderates else []),
        *([_how_to_work_at_a_stand()] if at_stand else []),
        *([_how_to_head()] if heads else []),
        *([_how_to_add()] if serves else []),
        _how_to_bind(),
        buttons=[materials, *(_team(catalogue, one, heads) for one in heads), (Button(say("Menu"), OpenMenu()),)],
    )


def _team(catalogue: Catalogue, stand_id: int, heads: Sequence[int]) -> Row:
    """The people of a stand; of which, where the reader heads several."""
    stand = catalogue.stands.get(stand_id)
    if stand is None:
        return ()
    people = say("The people of the stand")
    label = people if len(heads) == 1 else say("People: {stand}", stand=stand.short or stand.title)
    return (Button(label, OpenTeam(stand.id)),)


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


def may_not_bind() -> Screen:
    """What somebody reads in private whose code binds a group only if others write it."""
    word = say(
        "A group is bound by somebody who has the role that the code is for: open your private link of the organisers "
        "first, then write /bind in the group once more. No code is used up by this."
    )
    return screen(word, buttons=[(Button(say("Menu"), OpenMenu()),)])


def used(catalogue: Catalogue, use: Use, by: str | None, undone_by: str | None, *, may_undo: bool) -> Screen:
    """What a used link or code gave; once it was taken back, that."""
    if use.goal == "place":
        return _group_used(catalogue, use, by, undone_by)
    who = by or say("Somebody without a name")
    if use.undone_at is not None:
        return screen(_no_more(catalogue, use.role, who), *_undone_by(undone_by))
    if not may_undo:
        return screen(_is_now(catalogue, use.role, who), say("You do not know who that is? Tell the organisers."))
    doubt = say("By a private link that was just opened. Not one of yours? Revoke it: the right ends at once.")
    buttons: list[Row] = [(Button(say("Revoke"), RevokeRight(use.invitation)),)]
    return screen(_is_now(catalogue, use.role, who), doubt, buttons=buttons)


def _group_used(catalogue: Catalogue, use: Use, by: str | None, undone_by: str | None) -> Screen:
    group, of = use.title or str(use.place), _of(catalogue, use.role)
    stands = use.role.role == "stand"
    if use.undone_at is not None and stands:
        no_more = say("“{group}” is unbound: requests of the stand “{stand}” go there no more.", group=group, stand=of)
        return screen(no_more, *_undone_by(undone_by))
    if use.undone_at is not None:
        no_more = say("“{group}” is unbound: questions of “{cluster}” go there no more.", group=group, cluster=of)
        return screen(no_more, *_undone_by(undone_by))
    gets = (
        say("The group “{group}” receives the requests of the stand “{stand}”.", group=group, stand=of)
        if stands
        else say("The group “{group}” receives the questions of “{cluster}”.", group=group, cluster=of)
    )
    who = [say("Bound by: {name}", name=by)] if by else []
    doubt = say("Was it not you? Unbind it: I write nothing more there and leave it.")
    return screen(paragraph(gets, *who), doubt, buttons=[(Button(say("Unbind"), Unbind(use.invitation)),)])


def _undone_by(name: str | None) -> list[Phrase]:
    return [say("Taken back by: {name}", name=name)] if name else []


def _is_now(catalogue: Catalogue, role: Role, who: Text) -> Phrase:
    match role.role:
        case "organiser":
            return say("{name} is an organiser now.", name=who)
        case "moderator":
            return say("{name} is a moderator of “{cluster}” now.", name=who, cluster=_of(catalogue, role))
        case "head":
            return say("{name} heads the stand “{stand}” now.", name=who, stand=_of(catalogue, role))
        case _:
            return say("{name} works at the stand “{stand}” now.", name=who, stand=_of(catalogue, role))


def _no_more(catalogue: Catalogue, role: Role, who: Text) -> Phrase:
    match role.role:
        case "organiser":
            return say("{name} is no organiser any more.", name=who)
        case "moderator":
            return say("{name} is no moderator of “{cluster}” any more.", name=who, cluster=_of(catalogue, role))
        case "head":
            return say("{name} heads the stand “{stand}” no more.", name=who, stand=_of(catalogue, role))
        case _:
            return say("{name} does not work at the stand “{stand}” any more.", name=who, stand=_of(catalogue, role))


def by_hand(catalogue: Catalogue, role: Role, name: str | None, groups: Sequence[Place] | None) -> Screen:
    """Whom to remove from which groups; `groups` is None in the group itself."""
    what = _no_more(catalogue, role, name or say("Somebody without a name"))
    if groups is None:
        return screen(what, say("Please remove this person from the group: I may not do it here."))
    lines = [place.title or str(place.address) for place in groups[:SHOWN]]
    more = [say("and {n} more", n=len(groups) - SHOWN)] if len(groups) > SHOWN else []
    return screen(what, paragraph(say("Please remove this person from groups where I may not do it:"), *lines, *more))


def goodbye() -> Phrase:
    """The last word to a group that nobody has bound."""
    return say(
        "Nobody has bound this group to the fair, so I leave it. To have me back, add me and write /bind and the code "
        "that the organisers gave you."
    )


def still_in(group: str) -> Screen:
    """To organisers: the messenger does not let the bot go."""
    word = say("I write nothing more to the group {group}, but I cannot leave it: please remove me there.", group=group)
    return screen(word)


def _role(catalogue: Catalogue, role: Role) -> Phrase:
    match role.role:
        case "organiser":
            return say("You are an organiser: you moderate the questions of all clusters.")
        case "moderator":
            return say("You are a moderator of «{cluster}».", cluster=_of(catalogue, role))
        case "head":
            return say("You head the stand «{stand}».", stand=_of(catalogue, role))
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
        "spreadsheet of the requests that you have taken."
    )


def _how_to_head() -> Phrase:
    return say(
        "As the stand's head you get all of its requests in the spreadsheet, and you invite colleagues and take their "
        "rights away: press “The people of the stand” here, or below the counts in the stand's chat."
    )


def _how_to_add() -> Phrase:
    return say(
        "To give something to the visitors of the stand, send me the file here: "
        "I ask what it is called and who gets it."
    )


def _how_to_bind() -> Phrase:
    return say("To bind a group, add me to it and write there: /bind and the code that the organisers gave you.")
