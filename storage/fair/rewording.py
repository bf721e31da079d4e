"""The fair said in another language: its translations read from the database, and things with their texts replaced."""

from dataclasses import replace
from typing import Any, TypeVar

from sqlalchemy import Column, select
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.fair.exhibition import FLOORS, STANDS, Floor, Product, Stand
from storage.fair.materials import MATERIALS, Material
from storage.fair.programme import CLUSTERS, DAYS, FAIRS, SESSIONS, STAGES, Cluster, Session, Stage
from storage.fair.wording import TRANSLATIONS, Texts, Wording

_PRODUCTS = "products"  # they have no table: the key is the stand's with the product's place
_NONE: Texts = {}

_Thing = TypeVar("_Thing", Stage, Cluster, Floor, Material)


async def read_wording(connection: AsyncConnection) -> dict[str, Wording]:
    """What the fair's texts are in languages other than their first."""
    found: dict[str, dict[tuple[str, Any], Texts]] = {}

    def keep(table: str, key: Any, translations: dict[str, Texts] | None) -> None:
        for language, texts in (translations or {}).items():
            found.setdefault(language, {})[table, key] = texts

    keys: tuple[Column[Any], ...] = (FAIRS.c.ref, DAYS.c.date)
    keys += tuple(table.c.id for table in (STAGES, CLUSTERS, SESSIONS, FLOORS, STANDS, MATERIALS))
    for key in keys:
        said = key.table.c[TRANSLATIONS]
        for row in await connection.execute(select(key, said).where(said.is_not(None))):
            keep(str(key.table.name), *row)
    for stand, products in await connection.execute(select(STANDS.c.id, STANDS.c.products)):
        for place, product in enumerate(products):
            keep(_PRODUCTS, (stand, place), product.get(TRANSLATIONS))
    return dict(found)


class Reworded:
    """Gives things of the catalogue in one language."""

    def __init__(self, wording: Wording) -> None:
        self._wording = wording
        self._clusters: dict[int, Cluster] = {}
        self._floors: dict[int, Floor] = {}

    def of(self, table: str, key: Any) -> Texts:
        """The texts of one thing; those that are missing stay as they are."""
        return self._wording.get((table, key), _NONE)

    def stage(self, stage: Stage) -> Stage:
        return self._plain(STAGES.name, stage)

    def cluster(self, cluster: Cluster) -> Cluster:
        return self._clusters.setdefault(cluster.id, self._plain(CLUSTERS.name, cluster))

    def floor(self, floor: Floor) -> Floor:
        return self._floors.setdefault(floor.id, self._plain(FLOORS.name, floor))

    def session(self, session: Session) -> Session:
        cluster, materials = self.cluster(session.cluster), self._materials(session.materials)
        texts = self.of(SESSIONS.name, session.id)
        if not texts and cluster is session.cluster and materials is session.materials:
            return session
        return replace(session, cluster=cluster, materials=materials, **texts)

    def stand(self, stand: Stand) -> Stand:
        floor, materials = self.floor(stand.floor), self._materials(stand.materials)
        products = tuple(self._product(stand.id, place, one) for place, one in enumerate(stand.products))
        texts = self.of(STANDS.name, stand.id)
        if not texts and floor is stand.floor and materials is stand.materials and products == stand.products:
            return stand
        return replace(stand, floor=floor, materials=materials, products=products, **texts)

    def _plain(self, table: str, thing: _Thing) -> _Thing:
        texts = self.of(table, thing.id)
        return replace(thing, **texts) if texts else thing

    def _materials(self, materials: tuple[Material, ...]) -> tuple[Material, ...]:
        if not any((MATERIALS.name, one.id) in self._wording for one in materials):
            return materials
        return tuple(self._plain(MATERIALS.name, one) for one in materials)

    def _product(self, stand: int, place: int, product: Product) -> Product:
        texts = self.of(_PRODUCTS, (stand, place))
        return replace(product, **texts) if texts else product
