"""What there is to be found: sessions, speakers, stands, products, materials, clusters, floors, topics of help."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from dialogs.kit.kinds import KINDS
from dialogs.kit.phrase import LANGUAGES
from dialogs.kit.vocabulary import Vocabulary
from storage.fair.catalogue import Catalogue
from storage.fair.exhibition import Stand
from storage.fair.materials import Material
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

_OF_MEN = ("ов", "ев", "ёв")


@dataclass(frozen=True, slots=True)
class Document:
    """One thing to be found.

    It says what its words are and where it is, never what it is called: that is read from the newest catalogue, in the
    language of who reads. `number` is its row, or that of what it belongs to: of a product its stand with the place
    `at` there; of a material its `owner`, the session or stand whose it is, with the material's row `at`. `fields` are
    its words with their weights, `topic` the place of the assistant that it is.
    """

    kind: Kind
    number: int
    fields: tuple[tuple[float, str], ...]
    ref: str = ""
    at: int = 0
    owner: Literal["", "session", "stand"] = ""
    topic: str = ""


def documents(catalogue: Catalogue, told: Vocabulary) -> Iterator[Document]:
    """Everything, in the order in which equals are shown."""
    others = tuple(catalogue.spoken(language) for language in LANGUAGES[1:])
    for cluster in catalogue.clusters.values():
        also = _also(cluster.title, (one.clusters[cluster.id].title for one in others))
        names = ((3.0, cluster.title), (3.0, cluster.short or ""), (2.0, also))
        yield Document("cluster", cluster.id, names, f"cluster:{cluster.ref}")
    for session in catalogue.sessions.values():
        yield _session(session, tuple(one.sessions[session.id] for one in others), told)
    yield from _speakers(catalogue)
    for stand in catalogue.stands.values():
        same = tuple(one.stands[stand.id] for one in others)
        yield _stand(stand, same)
        yield from _products(stand, same)
    yield from _materials(catalogue, others)
    for floor in catalogue.floors.values():
        also = _also(floor.title, (one.floors[floor.id].title for one in others))
        yield Document("floor", floor.id, ((3.0, floor.title), (2.0, also)), f"floor:{floor.ref}")
    for topic, said in told.topics.items():
        yield Document("topic", 0, ((2.0, said),), f"topic:{topic}", topic=topic)


def _also(said: str | None, elsewhere: Iterable[str | None]) -> str:
    """What it is in the fair's other languages, where that is something else."""
    return " ".join(dict.fromkeys(text for text in elsewhere if text and text != said))


def _session(session: Session, same: Sequence[Session], told: Vocabulary) -> Document:
    kind = " ".join(KINDS[session.kind].speak(language) for language in LANGUAGES)
    spoken = told.spoken.get(session.language, "")
    people = tuple(people_of(session))
    fields = (
        (3.0, session.title),
        (2.5, session.short or ""),
        (1.2, session.cluster.title),
        (1.0, session.summary or ""),
        (2.0, " ".join(_called(one.name) for one in people)),
        (0.4, " ".join(one.post or "" for one in people)),
        (1.0, kind),
        (2.0, spoken),
        (2.5, session.region or ""),
        (0.8, told.recorded if session.recording else ""),
        (0.5, " ".join(material.title for material in session.materials)),
        (1.6, " ".join(session.tags)),
        (2.0, _also(session.title, (one.title for one in same))),
        (0.7, _also(session.summary, (one.summary for one in same))),
    )
    return Document("session", session.id, fields, session.ref)


def _speakers(catalogue: Catalogue) -> Iterator[Document]:
    """Who speaks or moderates."""
    for card in catalogue.speakers.values():
        fields = ((3.2, _called(card.name)), (0.5, card.post or ""))
        yield Document("speaker", card.id, fields, f"speaker:{card.name.rpartition(' ')[2]}")


def _called(name: str) -> str:
    """A name with the other form of its surname from which its cases are made: «у Холмогорова»."""
    surnames = [word for word in name.split() if word.endswith(_OF_MEN)]
    return " ".join((name, *(f"{word}а" for word in surnames)))


def _stand(stand: Stand, same: Sequence[Stand]) -> Document:
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
        (2.0, _also(stand.title, (one.title for one in same))),
        (0.7, _also(stand.summary, (one.summary for one in same))),
    )
    return Document("stand", stand.id, fields, stand.ref)


def _products(stand: Stand, same: Sequence[Stand]) -> Iterator[Document]:
    for at, product in enumerate(stand.products):
        also = _also(product.title, (one.products[at].title for one in same))
        fields = ((2.4, product.title), (0.8, product.text or ""), (0.8, stand.title), (1.6, also))
        yield Document("product", stand.id, fields, stand.ref, at)


def _materials(catalogue: Catalogue, others: Sequence[Catalogue]) -> Iterator[Document]:
    for session in catalogue.sessions.values():
        same = [one.sessions[session.id].materials for one in others]
        yield from _given(session.materials, same, "session", session.id, session.ref, (0.6, session.title))
    for stand in catalogue.stands.values():
        same = [one.stands[stand.id].materials for one in others]
        yield from _given(stand.materials, same, "stand", stand.id, stand.ref, (0.9, stand.title))


def _given(
    materials: Sequence[Material],
    same: Sequence[Sequence[Material]],
    owner: Literal["session", "stand"],
    number: int,
    ref: str,
    by: tuple[float, str],
) -> Iterator[Document]:
    """The materials of a session or a stand."""
    for place, material in enumerate(materials):
        also = _also(material.title, (one[place].title for one in same))
        fields = ((1.8, material.title), by, (1.2, also))
        yield Document("material", number, fields, ref, material.id, owner)
