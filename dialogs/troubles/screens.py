"""What is wrong, since when, and what helps, in words of those who can mend it."""

from collections.abc import Sequence

from dialogs.kit.phrase import Phrase, say, say_n
from dialogs.kit.screen import Bold, Button, Line, Paragraph, Row, Screen, paragraph, screen
from dialogs.kit.times import clock_time
from dialogs.kit.words import messenger_name
from dialogs.leads.routes import TakeLead
from dialogs.menu.routes import OpenMenu
from dialogs.moderation.routes import ShowCard
from dialogs.troubles.routes import HowToReturn, InviteTeam
from dialogs.troubles.rules import SHOWN
from storage.fair.catalogue import Catalogue
from storage.staff.troubles import Trouble

Told = tuple[Phrase, Sequence[Paragraph], Sequence[Row]]


def trouble(catalogue: Catalogue, told: Trouble, *, organises: bool) -> Screen:
    """A trouble as it is now; only organisers invite."""
    head, more, rows = _told(catalogue, told)
    began = clock_time(told.began, catalogue.zone)
    if told.ended is not None:
        ended = clock_time(told.ended, catalogue.zone)
        return screen(paragraph((Bold(say("✓ Over since {time}", time=ended)),)), paragraph(head), _since(began))
    mine = [tuple(one for one in row if organises or not _invites(one)) for row in rows]
    return screen(paragraph((Bold(head),)), *more, _since(began), buttons=mine)


def _invites(button: object) -> bool:
    return isinstance(button, Button) and isinstance(button.to, InviteTeam)


def _since(began: str) -> Phrase:
    return say("It began at {time}.", time=began)


def _told(catalogue: Catalogue, told: Trouble) -> Told:
    match told.kind:
        case "group":
            return _group(catalogue, told)
        case "topics":
            return _topics(told)
        case "cluster":
            return _cluster(catalogue, told)
        case "questions":
            return _questions(catalogue, told)
        case "requests":
            return _requests(catalogue, told)
        case "in vain":
            return _in_vain(catalogue, told)
        case "same phone":
            return _same_phone(catalogue, told)
        case "guessing":
            return _guessing(told)
        case _:
            return _messenger(told)


def _group(catalogue: Catalogue, told: Trouble) -> Told:
    title = str(told.about.get("title", ""))
    head = say("I am no longer in the group “{title}”", title=title) if title else say("I am no longer in your group")
    clusters = [one.title for number in told.about["clusters"] if (one := catalogue.clusters.get(number))]
    stands = [stand.title for number in told.about["stands"] if (stand := catalogue.stands.get(number))]
    more = []
    if clusters:
        what = say_n(
            "Nobody sees the questions of {n} cluster:", "Nobody sees the questions of {n} clusters:", len(clusters)
        )
        more.append(paragraph(what, *_names(clusters)))
    if stands:
        what = say_n("Nobody sees the requests to {n} stand:", "Nobody sees the requests to {n} stands:", len(stands))
        more.append(paragraph(what, *_names(stands)))
    if not more:
        more.append(paragraph(say("What came there comes to another group too, so nothing is lost.")))
    back: Row = (Button(say("How to get me back"), HowToReturn()),)
    another = say("Use another group")
    first = [Button(another, InviteTeam(cluster=number)) for number in told.about["clusters"][:1]]
    first = first or [Button(another, InviteTeam(stand=number)) for number in told.about["stands"][:1]]
    return head, more, (back, tuple(first))


def _topics(told: Trouble) -> Told:
    title = str(told.about.get("title", ""))
    head = say("In the group “{title}” I may not open topics", title=title) if title else say("I may not open topics")
    more = paragraph(
        say("All questions come into one chat there. Make me an administrator who may manage topics: I try again.")
    )
    return head, (more,), ((Button(say("What I need"), HowToReturn()),),)


def _cluster(catalogue: Catalogue, told: Trouble) -> Told:
    missing = {
        number: say("no group") if number in told.about["groupless"] else say("no moderators")
        for number in (*told.about["unmoderated"], *told.about["groupless"])
    }
    both = set(told.about["groupless"]) & set(told.about["unmoderated"])
    known = {number: one for number in sorted(missing) if (one := catalogue.clusters.get(number)) is not None}
    head = say_n(
        "{n} cluster is about to begin, and nobody would see its questions",
        "{n} clusters are about to begin, and nobody would see their questions",
        len(known),
    )
    lines: list[Line] = [
        (
            say("“{title}”", title=one.title),
            ": ",
            say("neither a group nor moderators") if number in both else missing[number],
        )
        for number, one in known.items()
    ]
    rows = tuple(
        (Button(say("Links for “{title}”", title=one.short or one.title), InviteTeam(cluster=number)),)
        for number, one in list(known.items())[:SHOWN]
    )
    return head, (paragraph(*lines, flexible=True),), rows


def _questions(catalogue: Catalogue, told: Trouble) -> Told:
    count = int(told.about["count"])
    head = say_n("Nobody takes {n} question", "Nobody takes {n} questions", count)
    session = catalogue.sessions.get(int(told.what))
    more = [] if session is None else [paragraph(say("“{title}”", title=session.title), session.cluster.title)]
    if told.about.get("unmoderated"):
        more.append(paragraph(say("The cluster has no moderators. Press a number, and its card comes here.")))
    else:
        more.append(paragraph(say("The moderators were told. Press a number, and its card comes here.")))
    numbered = zip(told.about["numbers"], told.about["first"], strict=True)
    row: Row = tuple(Button(f"№{number}", ShowCard(question)) for number, question in numbered)
    links = () if session is None else (Button(say("Invite moderators"), InviteTeam(cluster=session.cluster.id)),)
    return head, more, (row, links)


def _requests(catalogue: Catalogue, told: Trouble) -> Told:
    count = int(told.about["count"])
    head = say_n("Nobody at the stand takes {n} request", "Nobody at the stand takes {n} requests", count)
    numbered = zip(told.about["numbers"], told.about["first"], strict=True)
    take: Row = tuple(Button(say("Take №{number}", number=number), TakeLead(lead)) for number, lead in numbered)
    why = {
        "staff": say("Nobody has opened the private link for the stand's staff yet."),
        "chat": say("The stand has no chat for its staff, or I cannot write there any more."),
    }.get(str(told.about.get("lacks", "")), say("The card stands in the stand's chat, and was shown there once more."))
    return head, (*_stand(catalogue, told), paragraph(why)), (take, _invite_stand(told))


def _in_vain(catalogue: Catalogue, told: Trouble) -> Told:
    calls, messages = int(told.about["calls"]), int(told.about["messages"])
    head = say_n(
        "{n} visitor asked a stand where nobody is", "{n} visitors asked a stand where nobody is", calls + messages
    )
    wanted: list[Line] = []
    if calls:
        wanted.append((say("Wanted to be called: {n}", n=calls),))
    if messages:
        wanted.append((say("Wanted to write: {n}", n=messages),))
    return head, (*_stand(catalogue, told), paragraph(*wanted)), (_invite_stand(told),)


def _same_phone(catalogue: Catalogue, told: Trouble) -> Told:
    count = int(told.about["people"])
    head = say_n("{n} visitor left the same phone for calls", "{n} visitors left the same phone for calls", count)
    stands = [stand.title for number in told.about["stands"] if (stand := catalogue.stands.get(number))]
    why = say(
        "It may be a family or a school; it may be somebody who has a stranger called. "
        "Where the messenger does not vouch for the number, the stands' cards say so."
    )
    return head, (paragraph(say("To be called by:"), *_names(stands)), paragraph(why)), ()


def _guessing(told: Trouble) -> Told:
    count = int(told.about["people"])
    head = say_n(
        "{n} person tries invitations that do not exist", "{n} people try invitations that do not exist", count
    )
    why = say(
        "Nobody can guess one: after five wrong ones in a day I let the person wait for a quarter of an hour, then "
        "twice as long each time. Is it a colleague who copied a link in part? Send them a new one."
    )
    return head, (paragraph(why),), ()


def _stand(catalogue: Catalogue, told: Trouble) -> list[Paragraph]:
    """Which stand it is, and how organisers reach it."""
    stand = catalogue.stands.get(int(told.what))
    if stand is None:
        return []
    title = stand.short or stand.title
    name: Line = (say("Stand {number}", number=stand.number), " · ", title) if stand.number else (title,)
    reached = " · ".join(way for way in (stand.phone, stand.email) if way)
    return [paragraph(name, *([(reached,)] if reached else []))]


def _invite_stand(told: Trouble) -> Row:
    return (Button(say("Invite the stand's staff"), InviteTeam(stand=int(told.what))),)


def _messenger(told: Trouble) -> Told:
    name = messenger_name(told.what)
    match told.kind:
        case "token":
            head = say("{messenger} does not accept the bot's token", messenger=name)
            more = say("Put a valid token into the configuration and start the bot again; letters wait meanwhile.")
        case "rival":
            head = say("{messenger}: another program takes my messages", messenger=name)
            more = say(
                "Two copies of the bot run with one token, and each gets only some of what people write: stop one."
            )
        case "shut":
            head = say("{messenger} does not let me write to people", messenger=name)
            more = say("In the community's settings switch messages on, and give its key the right to messages.")
        case "chats":
            head = say("{messenger} does not let me write in groups", messenger=name)
            more = say("In the community's settings switch on the bot's abilities, and that it may be added to chats.")
        case "captcha":
            head = say("{messenger} wants to see a person", messenger=name)
            more = say("Write one message from the community yourself and solve the riddle; letters wait meanwhile.")
        case "late":
            count = int(told.about.get("letters", 0))
            head = say("Letters in {messenger} are late", messenger=name)
            more = say_n("{n} letter should have left minutes ago.", "{n} letters should have left minutes ago.", count)
        case _:
            head = say("{messenger} does not answer", messenger=name)
            more = say("Letters wait and leave as soon as it does; reminders whose time has passed are not sent.")
    return head, (paragraph(more),), ()


def _names(titles: Sequence[str]) -> list[Line]:
    shown: list[Line] = [(say("“{title}”", title=title),) for title in titles[:SHOWN]]
    more = len(titles) - len(shown)
    return [*shown, (say("and {n} more", n=more),)] if more else shown


def how_to_return() -> Screen:
    """What to do in the group."""
    return screen(
        Bold(say("How to get me back into a group")),
        paragraph(
            say("1. Open the group, its members, “Add member”, and find me by my name."),
            say("2. Make me an administrator who may manage topics and pin messages."),
        ),
        say("I notice it myself, and everything that was missed comes by itself."),
        buttons=[(Button(say("Menu"), OpenMenu()),)],
    )


def invited(title: str, links: Sequence[tuple[str, str]], bind: str) -> Screen:
    """Links that give a right once, and the code of a group."""
    lines: list[Line] = [(messenger_name(name), ": ", link) for name, link in links]
    return screen(
        Bold(say("For the team of “{title}”", title=title)),
        *([paragraph(say("Pass on one link to one person; each works once, for 3 days:"), *lines)] if links else []),
        paragraph(say("A group: add me to it and write there"), f"/bind {bind}"),
        buttons=[(Button(say("Menu"), OpenMenu()),)],
    )
