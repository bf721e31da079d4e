"""Looking for what somebody writes, turning the pages of what was found, and narrowing it down."""

from dataclasses import replace

from dialogs.exhibition.routes import OpenStand
from dialogs.kit.event import Typed
from dialogs.kit.phrase import Phrase, say
from dialogs.kit.reading import without_contacts
from dialogs.kit.screen import Bold, Line, Screen
from dialogs.kit.times import clocks_of
from dialogs.kit.visit import Reply, Visit
from dialogs.questions.routes import OpenQuestion
from dialogs.search import narrowing, rules, screens
from dialogs.search.feature import feature
from dialogs.search.index.asking import number_in, readable_query
from dialogs.search.index.searching import Results, Search
from dialogs.search.naming import is_there
from dialogs.search.routes import Find, FindTyped, Narrow, NarrowTo, OpenSearch, TellMissed
from dialogs.search.screens import View
from dialogs.search.shelf import shelf_of
from storage.people.people import KeptSearch

_FORGOTTEN = say("I no longer remember that search. Please write once more what you are looking for.")
_READING = say("I am still reading the programme. Please write that again in half a minute.")
_NO_WORDS = say("I see no words in that.")
_TELLS_NOTHING = say("These words are everywhere. Name a subject, a person or a stand.")


@feature.on(OpenSearch)
async def open_search(visit: Visit, _route: OpenSearch) -> Screen:
    return screens.explain(visit.catalogue)


@feature.command("search", say("how to find something"), changes=True)
async def search_command(visit: Visit, argument: str) -> Reply:
    return await _look_for(visit, argument) if argument.strip() else _explained(visit)


@feature.on(FindTyped, changes=True)
async def find_typed(visit: Visit, _route: FindTyped) -> Reply:
    act = visit.event.act
    return await _look_for(visit, act.text) if isinstance(act, Typed) else _explained(visit)


@feature.on(Find)
async def find(visit: Visit, route: Find) -> Reply:
    kept = rules.kept(visit.person, route.search)
    return _explained(visit, _FORGOTTEN, anew=False) if kept is None else await _results(visit, kept, route.at)


@feature.on(Narrow)
async def narrow(visit: Visit, route: Narrow) -> Reply:
    kept, search = rules.kept(visit.person, route.search), await _search(visit)
    if kept is None or search is None:
        return _explained(visit, _FORGOTTEN if kept is None else _READING, anew=False)
    chosen = rules.narrowed(kept)
    found = search.find(kept.text, visit.now, chosen, clocks_of(visit.person.zone, visit.catalogue.zone))
    choices = rules.choices(visit.catalogue, _present(visit, found).hits, chosen)
    if not route.by:
        return Reply(narrowing.kinds(kept, choices))
    return Reply(narrowing.of_kind(visit.catalogue, kept, route.by, choices, route.at))


@feature.on(NarrowTo, changes=True)
async def narrow_to(visit: Visit, route: NarrowTo) -> Reply:
    kept = rules.kept(visit.person, route.search)
    if kept is None:
        return _explained(visit, _FORGOTTEN, anew=False)
    match route.by:
        case "day":
            kept = replace(kept, day=route.value)
        case "cluster":
            kept = replace(kept, cluster=route.value)
        case "region":
            kept = replace(kept, region=visit.session(route.value).region or "")
        case "recorded":
            kept = replace(kept, recorded=True)
        case "english":
            kept = replace(kept, english=True)
    return await _keep(visit, kept)


@feature.on(TellMissed, changes=True)
async def tell_missed(visit: Visit, route: TellMissed) -> Reply:
    kept, search = rules.kept(visit.person, route.search), await _search(visit)
    if kept is None or search is None:
        return _explained(visit, _FORGOTTEN if kept is None else _READING, anew=False)
    bare = without_contacts(kept.text, visit.policy.privacy.phone_country)
    words = rules.missed_words(search.find(bare, visit.now, rules.narrowed(kept)).query)
    if words and not kept.missed:
        await visit.work.missed.count(words, visit.now)
    visit.person = rules.keeping(visit.person, replace(kept, missed=True))
    return Reply(screens.told(kept))


async def _look_for(visit: Visit, text: str) -> Reply:
    number = number_in(text)
    if number is not None:
        own = [one for one in await visit.work.questions.of_person(visit.person.id) if one.number == number]
        if own:
            return Reply(onward=OpenQuestion(own[-1].id), anew=True)
        stand = next((one for one in visit.catalogue.stands.values() if one.number == number), None)
        if stand is not None:
            return Reply(onward=OpenStand(stand.id), anew=True)
    return replace(await _keep(visit, KeptSearch(0, readable_query(text))), anew=True)


async def _keep(visit: Visit, search: KeptSearch) -> Reply:
    """Show what is found, and keep what was looked for, so that its buttons can be pressed."""
    search = rules.numbered(search)
    reply = await _results(visit, search, 0)
    visit.person = rules.keeping(visit.person, search)
    return reply


async def _results(visit: Visit, kept: KeptSearch, at: int) -> Reply:
    search = await _search(visit)
    if search is None:
        return _explained(visit, _READING, anew=False)
    found = search.find(kept.text, visit.now, rules.narrowed(kept), clocks_of(visit.person.zone, visit.catalogue.zone))
    if found.query.empty:
        return _explained(visit, _TELLS_NOTHING if found.query.only_fillers else _NO_WORDS, anew=False)
    found, view = _present(visit, found), _view(visit, search)
    if found.near or not found.hits:
        return Reply(screens.nothing(view, found, kept))
    page = max(0, min(at, len(found.hits) - 1)) // rules.PAGE * rules.PAGE
    return Reply(screens.results(view, found, kept, page))


def _present(visit: Visit, found: Results) -> Results:
    """What was found, without what the newest catalogue no longer has: the search may be a moment older."""
    return replace(found, hits=tuple(hit for hit in found.hits if is_there(visit.catalogue, hit.document)))


def _view(visit: Visit, search: Search) -> View:
    def mark(text: str, stems: frozenset[str]) -> Line:
        pieces = search.finder.marked(text, stems)
        return tuple(Bold(piece) if bold else piece for piece, bold in pieces if piece)

    return View(visit.catalogue, visit.person, visit.now, mark)


async def _search(visit: Visit) -> Search | None:
    return await shelf_of(visit.storage).search(visit.catalogue)


def _explained(visit: Visit, word: Phrase | None = None, *, anew: bool = True) -> Reply:
    return Reply(screens.explain(visit.catalogue, word), anew=anew)
