"""What does every page need that seldom changes? Places, tags and names of sources, read once for each version."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlmodel import Session

from hub.aggregate.feeds import queries as feeds
from hub.aggregate.feeds.queries import Named
from hub.db.kept import EachDatabase, Store
from hub.errors import NotFound
from hub.establish.tags import queries as registry
from hub.establish.tags.former import Former, former
from hub.establish.tags.queries import TagView
from hub.kit.saying import say
from hub.places import queries as places
from hub.places.queries import PlaceView, Tree

MOST_NAMES = 10_000  # of sources
_ONCE, _VERSIONS = "known", "versions"  # in the notes of a session that need not ask twice: what it was told


@dataclass(frozen=True, slots=True)
class Known:
    """The registry of the hub as it stood at one version."""

    version: int
    tree: Tree
    by_slug: Mapping[str, PlaceView]
    overlaps: Mapping[UUID, tuple[PlaceView, ...]]
    tags: Sequence[TagView]  # all that are agreed anywhere, by name
    tags_by_slug: Mapping[str, TagView]

    def place(self, slug: str) -> PlaceView:
        """Return the place of this *slug*; NotFound when there is none, or no longer."""
        found = self.by_slug.get(slug)
        if found is None:
            raise NotFound(say("There is no such place here."))
        return found

    def tag(self, slug: str) -> TagView:
        """Return the tag of this *slug*; NotFound when nobody agreed on it."""
        found = self.tags_by_slug.get(slug)
        if found is None:
            raise NotFound(say("Nobody agreed on a tag of this name."))
        return found

    def touching(self, place_id: UUID) -> Sequence[PlaceView]:
        """Return the places that overlap a place, by name."""
        return self.overlaps.get(place_id, ())

    def around(self, here: PlaceView) -> frozenset[UUID]:
        """Return *here* with all that lies in it and all it lies in: what decides which tags are offered."""
        near = (*self.tree.within(here.id), *self.tree.above(here.id))
        return frozenset({here.id, *(place.id for place in near)})

    def tags_near(self, here: PlaceView) -> Sequence[TagView]:
        """Return the tags agreed in the whole hub, in *here*, or in a place around or inside it, by name."""
        scopes = self.around(here)
        return [tag for tag in self.tags if tag.scope_id is None or tag.scope_id in scopes]

    def most_used(self, here: PlaceView, counts: Mapping[UUID, int]) -> Sequence[TagView]:
        """Return the tags of *here* that *counts* has any of, the most used first; names of places are left out."""
        used = [tag for tag in self.tags_near(here) if tag.place_id is None and counts.get(tag.id)]
        return sorted(used, key=lambda tag: (-counts[tag.id], tag.name))


@dataclass(frozen=True, slots=True)
class Voices:
    """What all sources of the hub are called, at one version; one statement reads them, however many a page names."""

    by_id: Mapping[UUID, Named]
    by_slug: Mapping[str, UUID]

    @property
    def are_cut(self) -> bool:
        """Whether there are more than are kept."""
        return len(self.by_id) == MOST_NAMES


_stores = EachDatabase[Store[None, int, Known]](lambda: Store(1))
_heard = EachDatabase[Store[None, int, Voices]](lambda: Store(1))
_former = EachDatabase[Store[None, int, Mapping[str, Former]]](lambda: Store(1))


def known(db: Session) -> Known:
    """Return the registry as *db* sees it: the version is looked up, the rest only where that has moved."""
    told = db.info.get(_ONCE)
    if isinstance(told, Known):
        return told
    version, store = places.hub_version(db), _stores.of(db)
    held = store.take({None: version}).get(None)
    if held is None:
        held = _read(db, version)
        # A registry nobody ever noted a change of cannot be told from the next one: it is not kept.
        if version:
            store.put([(None, version, held)])
    if _ONCE in db.info:
        db.info[_ONCE] = held
    return held


def tag_called(db: Session, slug: str) -> TagView | None:
    """Return the tag of this *slug*, or what took the place of the one that had it; None where there is none."""
    registry = known(db)
    found = registry.tags_by_slug.get(slug)
    if found is None and (was := was_called(db, slug)) is not None:
        found = registry.tags_by_slug.get(was.heir)
    return found


def was_called(db: Session, slug: str) -> Former | None:
    """Return what became of the tag that had this *slug* once; read only where somebody asks for such a one."""
    version, store = known(db).version, _former.of(db)
    held = store.take({None: version}).get(None)
    if held is None:
        held = former(db)
        if version:
            store.put([(None, version, held)])
    return held.get(slug)


def named(db: Session, source_ids: Collection[UUID]) -> Mapping[UUID, Named]:
    """Return what each of these sources is called; unknown ones are left out."""
    if not source_ids:
        return {}
    voices = _voices(db)
    found = {each: voices.by_id[each] for each in source_ids if each in voices.by_id}
    missing = [each for each in source_ids if each not in found] if voices.are_cut else []
    return {**found, **feeds.named(db, missing)}


def called(db: Session, slugs: Collection[str]) -> Mapping[UUID, Named]:
    """Return what the sources of these *slugs* are called, by their ids; unknown ones are left out."""
    if not slugs:
        return {}
    voices = _voices(db)
    found = {voices.by_slug[slug]: voices.by_id[voices.by_slug[slug]] for slug in slugs if slug in voices.by_slug}
    missing = [slug for slug in slugs if slug not in voices.by_slug] if voices.are_cut else []
    return {**found, **feeds.called(db, missing)}


def version_of(db: Session, place_id: UUID) -> int:
    """Return how often what a place shows has changed."""
    told: dict[UUID, int] | None = db.info.get(_VERSIONS)
    if told is None:
        return places.version_of(db, place_id)
    if place_id not in told:
        told[place_id] = places.version_of(db, place_id)
    return told[place_id]


def ask_once(db: Session) -> None:
    """Have *db* look up each version once: right for a request, which sees the hub as it stood when it began."""
    db.info[_ONCE], db.info[_VERSIONS] = None, {}


def _read(db: Session, version: int) -> Known:
    tree, tags = places.tree(db), registry.all_tags(db)
    return Known(
        version=version,
        tree=tree,
        by_slug={place.slug: place for place in tree.places.values()},
        overlaps=places.overlaps(db, tree),
        tags=tags,
        tags_by_slug={tag.slug: tag for tag in tags},
    )


def _voices(db: Session) -> Voices:
    version, store = known(db).version, _heard.of(db)
    held = store.take({None: version}).get(None)
    if held is None:
        by_id = feeds.all_named(db, MOST_NAMES)
        held = Voices(by_id, {name.slug: source_id for source_id, name in by_id.items()})
        if version:
            store.put([(None, version, held)])
    return held
