"""What there is to be found: sessions, speakers, stands, products, materials, clusters, floors, topics of help."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from dialogs.kit.kinds import KINDS
from dialogs.kit.phrase import LANGUAGES
from dialogs.kit.vocabulary import Vocabulary
from storage.fair.catalogue import Catalogue
from storage.fair.exhibition import Floor, Stand
from storage.fair.programme import Session
from storage.fair.speakers import people_of

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

    `number` is its row, or that of what it belongs to: of a product its stand with the number `at` there. A speaker
    has `sessions`. `name` is what it is called, `about` a line of what it does; `fields` are its words with their
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
        names = ((3.0, cluster.title), (3.0, cluster.short or ""), (2.0, _elsewhere(catalogue, "clusters", cluster.id)))
        yield Document("cluster", cluster.id, cluster.title, names, ref=f"cluster:{cluster.ref}")
    for session in catalogue.sessions.values():
        yield _session(catalogue, session, told)
    yield from _speakers(catalogue)
    for stand in catalogue.stands.values():
        yield _stand(catalogue, stand)
        yield from _products(stand)
    yield from _materials(catalogue)
    for floor in catalogue.floors.values():
        yield Document("floor", floor.id, floor.title, _floor(catalogue, floor), ref=f"floor:{floor.ref}")
    for name, said in told.topics.items():
        yield Document("topic", 0, name, ((2.0, said),), ref=f"topic:{name}")


def _elsewhere(catalogue: Catalogue, kind: Literal["clusters", "sessions", "floors", "stands"], number: int) -> str:
    """What it is called in the fair's other languages, where that is something else."""
    titles = [getattr(catalogue.spoken(language), kind)[number].title for language in LANGUAGES]
    return " ".join(dict.fromkeys(title for title in titles[1:] if title != titles[0]))


def _floor(catalogue: Catalogue, floor: Floor) -> tuple[tuple[float, str], ...]:
    return ((3.0, floor.title), (2.0, _elsewhere(catalogue, "floors", floor.id)))


def _session(catalogue: Catalogue, session: Session, told: Vocabulary) -> Document:
    kind = " ".join(KINDS[session.kind].speak(language) for language in LANGUAGES)
    spoken = told.spoken.get(session.language, "")
    people = tuple(people_of(session))
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
        (1.6, " ".join(session.tags)),
        (2.0, _elsewhere(catalogue, "sessions", session.id)),
    )
    return Document("session", session.id, session.title, fields, session.summary or "", session.ref)


def _speakers(catalogue: Catalogue) -> Iterator[Document]:
    """Who speaks or moderates."""
    for card in catalogue.speakers.values():
        fields, ref = ((3.2, card.name), (0.8, card.post or "")), f"speaker:{card.name.rpartition(' ')[2]}"
        yield Document("speaker", card.id, card.name, fields, card.post or "", ref, sessions=card.sessions)


def _stand(catalogue: Catalogue, stand: Stand) -> Document:
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
        (2.0, _elsewhere(catalogue, "stands", stand.id)),
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
