"""What there is to be found: sessions, speakers, stands, products, materials, clusters, floors, topics of help."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from dialogs.kit.kinds import KINDS
from dialogs.kit.phrase import LANGUAGES
from dialogs.kit.vocabulary import Vocabulary
from storage.fair.catalogue import Catalogue
from storage.fair.exhibition import Stand
from storage.fair.programme import Session, Speaker

Kind = Literal["session", "speaker", "stand", "product", "material", "cluster", "floor", "topic"]
WORTH: Mapping[Kind, float] = {
    "session": 1.0,
    "speaker": 1.05,
    "stand": 1.0,
    "product": 0.8,
    "material": 0.7,
    "cluster": 1.1,
    "floor": 1.0,
    "topic": 1.15,
}  # what the words of each kind count against those of the others


@dataclass(frozen=True, slots=True)
class Document:
    """One thing to be found.

    `number` is its row, or that of what it belongs to: of a speaker the `sessions`, of a product its stand with the
    number `at` there. `name` is what it is called, `about` a line of what it does; `fields` are its words with their
    weights. A material's `owner` is the session or stand whose it is.
    """

    kind: Kind
    number: int
    name: str
    fields: tuple[tuple[float, str], ...]
    about: str = ""
    ref: str = ""
    at: int = 0
    owner: Literal["", "session", "stand"] = ""
    sessions: tuple[int, ...] = ()


def documents(catalogue: Catalogue, told: Vocabulary) -> Iterator[Document]:
    """Everything, in the order in which equals are shown."""
    for cluster in catalogue.clusters.values():
        names = ((3.0, cluster.title), (3.0, cluster.short or ""))
        yield Document("cluster", cluster.id, cluster.title, names, ref=f"cluster:{cluster.ref}")
    for session in catalogue.sessions.values():
        yield _session(session, told)
    yield from _speakers(catalogue)
    for stand in catalogue.stands.values():
        yield _stand(stand)
        yield from _products(stand)
    yield from _materials(catalogue)
    for floor in catalogue.floors.values():
        yield Document("floor", floor.id, floor.title, ((3.0, floor.title),), ref=f"floor:{floor.ref}")
    for name, said in told.topics.items():
        yield Document("topic", 0, name, ((2.0, said),), ref=f"topic:{name}")


def _session(session: Session, told: Vocabulary) -> Document:
    kind = " ".join(KINDS[session.kind].speak(language) for language in LANGUAGES)
    spoken = told.spoken.get(session.language, "")
    people = _people(session)
    fields = (
        (3.0, session.title),
        (2.5, session.short or ""),
        (1.2, session.cluster.title),
        (1.0, session.summary or ""),
        (2.0, " ".join(one.name for one in people)),
        (0.4, " ".join(one.post or "" for one in people)),
        (1.0, kind),
        (2.0, spoken),
        (2.5, session.region or ""),
        (0.8, told.recorded if session.recording else ""),
        (0.5, " ".join(material.title for material in session.materials)),
    )
    return Document("session", session.id, session.title, fields, session.summary or "", session.ref)


def _people(session: Session) -> tuple[Speaker, ...]:
    return (session.moderator, *session.speakers) if session.moderator else session.speakers


def _speakers(catalogue: Catalogue) -> Iterator[Document]:
    """Who speaks or moderates: the same name and post are one person."""
    theirs: defaultdict[Speaker, list[int]] = defaultdict(list)
    for session in catalogue.sessions.values():
        for person in _people(session):
            theirs[person].append(session.id)
    for person, sessions in theirs.items():
        fields = ((3.2, person.name), (0.8, person.post or ""))
        shown = tuple(dict.fromkeys(sessions))
        ref = f"speaker:{person.name.rpartition(' ')[2]}"
        yield Document("speaker", shown[0], person.name, fields, person.post or "", ref, sessions=shown)


def _stand(stand: Stand) -> Document:
    number = "" if stand.number is None else str(stand.number)
    fields = (
        (3.0, stand.title),
        (3.0, stand.short or ""),
        (2.5, number),
        (1.0, stand.summary or ""),
        (0.6, stand.floor.title),
        (1.2, " ".join(product.title for product in stand.products)),
        (0.6, " ".join(product.text or "" for product in stand.products)),
        (0.5, " ".join(material.title for material in stand.materials)),
    )
    return Document("stand", stand.id, stand.title, fields, stand.summary or "", stand.ref)


def _products(stand: Stand) -> Iterator[Document]:
    for at, product in enumerate(stand.products):
        fields = ((2.4, product.title), (0.8, product.text or ""), (0.8, stand.title))
        yield Document("product", stand.id, product.title, fields, stand.title, stand.ref, at)


def _materials(catalogue: Catalogue) -> Iterator[Document]:
    for session in catalogue.sessions.values():
        for material in session.materials:
            fields = ((1.8, material.title), (0.6, session.title))
            yield Document("material", session.id, material.title, fields, session.title, session.ref, owner="session")
    for stand in catalogue.stands.values():
        for material in stand.materials:
            fields = ((1.8, material.title), (0.9, stand.title))
            yield Document("material", stand.id, material.title, fields, stand.title, stand.ref, owner="stand")
