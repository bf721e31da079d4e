"""What stands twice in a programme file though it may stand once: ids, days, references, numbers of stands."""

from collections.abc import Hashable, Iterable, Iterator

from storage.importers.mistakes import Mistake, quoted, say
from storage.importers.tree import Location, Node

Named = tuple[Location, Hashable, str]  # where it stands, what must not come again, how a person calls it

SECTIONS = ("stages", "clusters", "sessions", "floors", "stands")


def repeats(root: Node) -> Iterator[Mistake]:
    for section in SECTIONS:
        yield from _repeated(root, _values(root, (section,), "id"), say("give every entry its own"))
    yield from _repeated(root, _values(root, ("days",), "date"), say("describe every day once"))
    for owner in _items(root, ("sessions",)):
        yield from _repeated(root, _elements(root, (*owner, "stands"), "stand"), say("name it once"))
        for words in ("tags", "audience", "languages"):
            yield from _repeated(root, _words(root, (*owner, words)), say("name it once"))
        yield from _repeated(root, _values(root, (*owner, "materials"), "id"), say("give every material its own"))
    for owner in _items(root, ("stands",)):
        yield from _repeated(root, _elements(root, (*owner, "webinars"), "session"), say("name it once"))
        yield from _repeated(root, _values(root, (*owner, "materials"), "id"), say("give every material its own"))
    yield from _repeated(root, _numbers(root), say("give every stand of a floor its own number"))
    yield from _namesakes(root)


def _namesakes(root: Node) -> Iterator[Mistake]:
    """One id under which different people stand."""
    first: dict[str, tuple[str, int]] = {}
    for session in _items(root, ("sessions",)):
        for where in ((*session, "moderator"), *_items(root, (*session, "speakers"))):
            ref, name = root.text_at((*where, "id")), root.text_at((*where, "name"))
            if not ref or not name:
                continue
            known, line = first.setdefault(ref, (name, root.line_of((*where, "name"))))
            if " ".join(known.split()) != " ".join(name.split()):
                problem = say("the id {id} is of {name} on line {line}", id=quoted(ref), name=quoted(known), line=line)
                advice = say("write the same name, or give this person another id")
                yield Mistake(root.line_of((*where, "name")), root.path_of((*where, "name")), problem, advice)


def declared(root: Node, section: str) -> tuple[str, ...] | None:
    """The ids of a section as written, also those of entries that are wrong; None when the section is unreadable."""
    node = root.child(section)
    if node is not None and isinstance(node.value, str | dict):
        return None
    return tuple(dict.fromkeys(str(name) for _, name, _ in _values(root, (section,), "id")))


def _repeated(root: Node, names: Iterable[Named], advice: str) -> Iterator[Mistake]:
    first: dict[Hashable, int] = {}
    for where, name, called in names:
        line = root.line_of(where)
        if name in first:
            yield Mistake(
                line,
                root.path_of(where),
                say("{called} is there twice, first on line {what}", called=called, what=first[name]),
                advice,
            )
        first.setdefault(name, line)


def _items(root: Node, where: Location) -> list[Location]:
    node = root.at(where)
    return [(*where, index) for index in range(len(node.value))] if node and isinstance(node.value, list) else []


def _values(root: Node, where: Location, key: str) -> Iterator[Named]:
    for item in _items(root, where):
        if value := root.text_at((*item, key)):
            yield (*item, key), value, say("the {key} {value}", key=key, value=quoted(value))


def _elements(root: Node, where: Location, thing: str) -> Iterator[Named]:
    for item in _items(root, where):
        if value := root.text_at(item):
            yield item, value, say("the {thing} {value}", thing=say(thing), value=quoted(value))


def _words(root: Node, where: Location) -> Iterator[Named]:
    for item in _items(root, where):
        if value := root.text_at(item):
            yield item, value, quoted(value)


def _numbers(root: Node) -> Iterator[Named]:
    for stand in _items(root, ("stands",)):
        floor, number = root.text_at((*stand, "floor")), root.text_at((*stand, "number"))
        if floor and number:
            yield (
                (*stand, "number"),
                (floor, number.lstrip("0")),
                say("the number {number} on the floor {floor}", number=quoted(number), floor=quoted(floor)),
            )
