"""What was found, as screens."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from dialogs.exhibition.routes import OpenFloor, OpenProduct, OpenStand
from dialogs.kit.kinds import KINDS
from dialogs.kit.phrase import Phrase, say, say_n
from dialogs.kit.route import Route
from dialogs.kit.screen import Bold, Button, Italic, Line, Paragraph, Piece, Row, Screen, Text, paragraph, screen
from dialogs.kit.times import DayName, when
from dialogs.kit.words import fit
from dialogs.materials.routes import OpenMaterials
from dialogs.menu.routes import OpenMenu
from dialogs.programme.routes import OpenCluster, OpenSession, Star
from dialogs.search import rules
from dialogs.search.index.documents import Document
from dialogs.search.index.finding import MOST, Hit
from dialogs.search.index.moments import Moment
from dialogs.search.index.reader import MIDNIGHT
from dialogs.search.index.searching import Results
from dialogs.search.naming import about_of, name_of
from dialogs.search.routes import Find, Narrow, TellMissed, came
from dialogs.search.topics import TOPICS
from dialogs.speakers.routes import OpenSpeaker
from storage.fair.catalogue import Catalogue
from storage.fair.programme import Session
from storage.people.people import KeptSearch, Person

_ABOUT = 90  # signs of what is said of a stand
_BEFORE = 30  # signs before a word that was looked for, where only a part of a text is shown
_SAID_BACK = 60  # signs of what somebody wrote
HEADINGS = {
    "session": say("Sessions"),
    "speaker": say("Speakers"),
    "stand": say("Stands"),
    "product": say("Products"),
    "material": say("Materials"),
    "cluster": say("Clusters"),
    "floor": say("Floors of the exhibition"),
    "topic": say("The assistant"),
}
_MENU: Row = (Button(say("Menu"), OpenMenu()),)


@dataclass(frozen=True, slots=True)
class View:
    """For whom and when; `mark` makes bold what was looked for in a text."""

    catalogue: Catalogue
    person: Person
    now: datetime
    mark: Callable[[str, frozenset[str]], Line]

    @property
    def today(self) -> date:
        return self.now.astimezone(self.catalogue.zone).date()


def explain(catalogue: Catalogue, word: Phrase | None = None) -> Screen:
    """How one searches, by examples of this fair."""
    told: list[Line] = [(f"• {example}",) for example in rules.examples(catalogue)]
    told.append(("• ", say("tomorrow at 10")))
    return screen(
        Bold(say("Search")),
        *([word] if word else []),
        paragraph((say("Write to me what you are looking for, in your own words. For example:"),), *told),
        say("Typos, another keyboard layout and Latin letters do no harm."),
        buttons=[_MENU],
    )


def results(view: View, found: Results, search: KeptSearch, at: int) -> Screen:
    """A page of what was found, the best first, with ways to the others."""
    shown = _numbered(found.hits[at : at + rules.PAGE], at + 1)
    return screen(
        paragraph(*_head(view, found, search)),
        *_listed(view, shown),
        buttons=[*_buttons(view, shown, search, at), _ways_on(found, search, at)],
    )


def nothing(view: View, found: Results, search: KeptSearch) -> Screen:
    """Nothing is quite so; what is nearest, and a way to say that it is missed."""
    shown = _numbered(found.hits, 1)
    said = _quoted(search)
    text: list[Paragraph | Piece] = [
        paragraph((Bold(say("I found nothing for “{words}”.", words=said)),), *_cut(found))
    ]
    text.append(say("This is the nearest:") if shown else say("Try another word, or a part of it."))
    wish = [] if search.missed else [say("If you miss it at the fair, tell the organisers.")]
    tell = Button(say("Tell the organisers"), TellMissed(search.number))
    return screen(
        *text,
        *_listed(view, shown),
        *wish,
        buttons=[*_buttons(view, shown, search, 0), (tell,) if not search.missed else (), _MENU],
    )


def told(search: KeptSearch) -> Screen:
    """The organisers will see what is missing."""
    said = _quoted(search)
    thanks = say("Thank you. The organisers will see that “{words}” is missing, without your name.", words=said)
    return screen(thanks, buttons=[_MENU])


def _numbered(hits: Sequence[Hit], first: int) -> list[tuple[int, Hit]]:
    """The results as they are read: those of a kind together, the kind of the best one first."""
    kinds = list(dict.fromkeys(hit.document.kind for hit in hits))
    return list(enumerate(sorted(hits, key=lambda hit: kinds.index(hit.document.kind)), first))


def _quoted(search: KeptSearch) -> str:
    return fit(search.text, _SAID_BACK)


def _head(view: View, found: Results, search: KeptSearch) -> list[Line]:
    count = len(found.hits)
    more = count >= MOST
    number = say("Found {n} or more", n=MOST) if more else say_n("Found {n}", "Found {n}", count)
    parts: list[Text] = [*([_quoted(search)] if found.query.words else []), *_chosen(view, search)]
    head: Line = (Bold(number), *(piece for part in parts for piece in (" · ", Italic(part))))
    lines: list[Line] = [head]
    if found.query.moment is not None:
        at = _moment(view, found.query.moment)
        lines.append((say("Nothing at that time ({when}); at other times:", when=at) if found.elsewhen else at,))
    return [*lines, *_cut(found)]


def _cut(found: Results) -> list[Line]:
    """What was looked for, where more was written than is."""
    if not found.query.cut:
        return []
    words = " ".join(word.said for word in found.query.words)
    return [(say("That was a lot at once. I looked for: {words}", words=words),)]


def _chosen(view: View, search: KeptSearch) -> list[Text]:
    """What the results were narrowed to."""
    cluster = view.catalogue.clusters.get(search.cluster)
    chosen = rules.narrowed(search)
    return [
        *([DayName(chosen.day, short=True)] if chosen.day else []),
        *([cluster.short or cluster.title] if cluster else []),
        *([search.region] if search.region else []),
        *([say("with a recording")] if search.recorded else []),
        *([say("in English")] if search.english else []),
    ]


def _moment(view: View, moment: Moment) -> Phrase | DayName:
    """How the time was understood."""
    if moment.now:
        return say("On now")
    day = DayName(moment.day or view.today, alone=True)
    if moment.since is None and moment.until is None:
        return day
    if moment.until in (None, MIDNIGHT):
        return say("{day}, from {since}", day=day, since=f"{moment.since:%H:%M}")
    return say("{day}, {since}–{until}", day=day, since=f"{moment.since:%H:%M}", until=f"{moment.until:%H:%M}")


def _listed(view: View, shown: Sequence[tuple[int, Hit]]) -> list[Paragraph]:
    """The results with their numbers, under the headings of their kinds where there are several."""
    kinds = list(dict.fromkeys(hit.document.kind for _, hit in shown))
    text: list[Paragraph] = []
    for kind in kinds:
        if len(kinds) > 1:
            text.append(paragraph(Italic(HEADINGS[kind])))
        text += [_entry(view, number, hit) for number, hit in shown if hit.document.kind == kind]
    return text


def _entry(view: View, number: int, hit: Hit) -> Paragraph:
    name = name_of(view.catalogue, hit.document)
    marked: Line = view.mark(name, hit.stems) if isinstance(name, str) else (name,)
    about = _about(view, hit)
    seen = _shows(marked) or _shows(about)
    why = None if seen or hit.document.kind != "session" else _why(view, hit)
    return paragraph((f"{number}. ", *marked), *([about] if about else []), *([why] if why else []))


def _shows(line: Line) -> bool:
    return any(isinstance(piece, Bold) for piece in line)


def _why(view: View, hit: Hit) -> Line | None:
    """By what a session was found whose title does not show it: who speaks, its subjects, what is said of it."""
    for text in _said_of(view.catalogue.sessions[hit.document.number]):
        before = 0
        for piece in view.mark(text, hit.stems):
            if isinstance(piece, Bold):
                return view.mark(_around(text, before), hit.stems)
            before += len(str(piece))
    return None


def _around(text: str, place: int) -> str:
    """What stands there in a text, with some words before it."""
    begins = text.rfind(" ", 0, place - _BEFORE) + 1 if place > _BEFORE else 0
    return fit(f"… {text[begins:]}" if begins else text, _ABOUT)


def _said_of(session: Session) -> Iterator[str]:
    for speaker in session.speakers:
        yield ", ".join(filter(None, (speaker.name, speaker.post)))
    yield " · ".join(session.tags)
    yield session.cluster.title
    yield session.summary or ""


def _about(view: View, hit: Hit) -> Line:
    """The second line: a session's kind and time, what a stand does, whose a product is."""
    document = hit.document
    about = about_of(view.catalogue, document)
    match document.kind:
        case "session":
            return _about_session(view, view.catalogue.sessions[document.number])
        case "stand":
            stand = view.catalogue.stands[document.number]
            number: Line = (say("Stand {number}", number=stand.number), " · ") if stand.number is not None else ()
            return (*number, *view.mark(_sentence(about), hit.stems))
        case "cluster":
            clusters = [one.cluster.id for one in view.catalogue.sessions.values() if not one.cancelled]
            return (say_n("{n} session", "{n} sessions", clusters.count(document.number)),)
        case _:
            return (fit(about, _ABOUT),) if about else ()


def _sentence(text: str) -> str:
    """The first sentence, as far as there is room."""
    first, stop, _ = text.partition(". ")
    return fit(first + stop.strip(), _ABOUT)


def _about_session(view: View, session: Session) -> Line:
    kind: Line = (KINDS[session.kind], " · ")
    if session.starts is None:
        return (*kind, say("time to be announced"))
    day = session.starts.astimezone(view.catalogue.zone).date()
    time = when(session.starts, view.catalogue.zone, view.person.zone, session.ends)
    at = say("today, {time}", time=time) if day == view.today else _on_day(day, time)
    return (*kind, at, *((" · ", state) if (state := _state(view, session)) is not None else ()))


def _on_day(day: date, time: Phrase) -> Phrase:
    return say("{day}, {time}", day=DayName(day, short=True), time=time)


def _state(view: View, session: Session) -> Text | None:
    if session.cancelled:
        return say("cancelled")
    if session.starts is not None and session.ends is not None:
        if session.ends <= view.now:
            return say("recording available") if session.recording else say("over")
        if session.starts <= view.now:
            return say("on now")
    return None


def _buttons(view: View, shown: Sequence[tuple[int, Hit]], search: KeptSearch, at: int) -> list[Row]:
    """What opens each result, and the stars of those that one can still be reminded of."""
    back = came(search.number, at)
    opens = tuple(Button(str(number), way_to(hit.document, back)) for number, hit in shown)
    stars = tuple(
        Button(f"{'✓' if hit.document.number in view.person.plan else '⭐'}{number}", Star(hit.document.number, back))
        for number, hit in shown
        if hit.document.kind == "session" and _may_star(view, view.catalogue.sessions[hit.document.number])
    )
    return [opens, stars]


def _may_star(view: View, session: Session) -> bool:
    return not session.cancelled and (session.ends is None or view.now < session.ends)


def way_to(document: Document, back: str) -> Route:
    """Where a result leads."""
    match document.kind:
        case "session":
            return OpenSession(document.number, back)
        case "speaker":
            return OpenSpeaker(document.number, back)
        case "stand":
            return OpenStand(document.number, back)
        case "product":
            return OpenProduct(document.number, document.at, back)
        case "material" if document.owner == "session":
            return OpenSession(document.number, back)
        case "material":
            return OpenMaterials(document.number)
        case "cluster":
            return OpenCluster(document.number)
        case "floor":
            return OpenFloor(document.number)
        case "topic":
            return TOPICS[document.topic][1]


def _ways_on(found: Results, search: KeptSearch, at: int) -> Row:
    left = len(found.hits) - at - rules.PAGE
    more: Row = (Button(say("{n} more", n=left), Find(search.number, at + rules.PAGE)),) if left > 0 else ()
    if at:
        return (Button(say("Back"), Find(search.number, max(0, at - rules.PAGE))), *more, *_MENU)
    several = sum(hit.document.kind == "session" for hit in found.hits) > 1
    narrow: Row = (Button(say("Narrow down"), Narrow(search.number)),) if several else ()
    return (*more, *narrow, *_MENU)
