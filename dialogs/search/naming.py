"""What a result is called, as the newest catalogue says it to who reads; the search that found it may be older."""

from dialogs.kit.screen import Text
from dialogs.search.index.documents import Document
from dialogs.search.topics import TOPICS
from storage.fair.catalogue import Catalogue
from storage.fair.exhibition import Product
from storage.fair.materials import Material


def is_there(catalogue: Catalogue, document: Document) -> bool:
    """Whether the catalogue has it still."""
    match document.kind:
        case "session":
            return document.number in catalogue.sessions
        case "speaker":
            return document.number in catalogue.speakers
        case "stand":
            return document.number in catalogue.stands
        case "product":
            return _product_of(catalogue, document) is not None
        case "material":
            return _material_of(catalogue, document) is not None
        case "cluster":
            return document.number in catalogue.clusters
        case "floor":
            return document.number in catalogue.floors
        case "topic":
            return True


def name_of(catalogue: Catalogue, document: Document) -> Text:
    """What it is called."""
    match document.kind:
        case "session":
            return catalogue.sessions[document.number].title
        case "speaker":
            return catalogue.speakers[document.number].name
        case "stand":
            return catalogue.stands[document.number].title
        case "product":
            product = _product_of(catalogue, document)
            return "" if product is None else product.title
        case "material":
            material = _material_of(catalogue, document)
            return "" if material is None else material.title
        case "cluster":
            return catalogue.clusters[document.number].title
        case "floor":
            return catalogue.floors[document.number].title
        case "topic":
            return TOPICS[document.topic][0]


def about_of(catalogue: Catalogue, document: Document) -> str:
    """What a speaker is, what a stand does, and whose a product or a material is."""
    match document.kind:
        case "speaker":
            return catalogue.speakers[document.number].post or ""
        case "stand":
            return catalogue.stands[document.number].summary or ""
        case "material" if document.owner == "session":
            return catalogue.sessions[document.number].title
        case "product" | "material":
            return catalogue.stands[document.number].title
        case _:
            return ""


def _product_of(catalogue: Catalogue, document: Document) -> Product | None:
    """The product, if its stand shows it still."""
    stand = catalogue.stands.get(document.number)
    return stand.products[document.at] if stand is not None and document.at < len(stand.products) else None


def _material_of(catalogue: Catalogue, document: Document) -> Material | None:
    owners = catalogue.sessions if document.owner == "session" else catalogue.stands
    owner = owners.get(document.number)
    return None if owner is None else next((one for one in owner.materials if one.id == document.at), None)
