"""What does a place say of each of its tags? What it means, how it is written and used, and who agreed on it."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlmodel import Session

from hub.aggregate.items import examples
from hub.aggregate.items import queries as items
from hub.aggregate.items.examples import Example
from hub.db.kept import EachDatabase, Store
from hub.establish.deciding import since
from hub.establish.deciding.since import Since
from hub.establish.meaning.hashtags import hashtag
from hub.establish.tags import described
from hub.establish.tags.described import Bonds, Spelt
from hub.establish.tags.queries import TagView
from hub.kit.text import label_key
from hub.kit.zones import wall
from hub.meet.events import offered
from hub.people.persons import roles
from hub.places.queries import PlaceView
from hub.site.kept.known import Known, known
from hub.site.listing.beside import LATELY
from hub.site.meetup_offers import AHEAD
from hub.site.wordbook.grouping import Group, grouped, paged

MOST = 40  # tags on a page, unless a broader one has more under it
_bonds = EachDatabase[Store[None, int, Bonds]](lambda: Store(1))


@dataclass(frozen=True, slots=True)
class Spelling:
    """One more way to write a tag, and where and when that counts."""

    label: str
    in_text: bool
    place: PlaceView | None  # in which alone it counts; none: wherever the tag does
    near: str
    not_near: str


@dataclass(frozen=True, slots=True)
class Entry:
    """All that is told of a tag in a list of tags."""

    tag: TagView
    hashtag: str
    count: int  # items of the last thirty days
    meetups: int  # dates in the next ninety
    spellings: Sequence[Spelling]
    examples: Sequence[Example]
    broader: Sequence[TagView]
    since: Since | None
    by: str  # the name of who agreed on it; empty: see its decision


@dataclass(frozen=True, slots=True)
class Counts:
    """How often each tag is used in a place."""

    items: Mapping[UUID, int]
    meetups: Mapping[UUID, int]


@dataclass(frozen=True, slots=True)
class Wordbook:
    """A page of the agreed tags of a place, and which pages there are."""

    entries: Sequence[Sequence[Entry]]  # each group the broader one first
    places: Sequence[tuple[TagView, int]]  # names of places, on the last page alone
    pages: Sequence[tuple[str, str]]  # the first and the last name on each
    number: int  # of this page, from one
    is_empty: bool

    @property
    def is_last(self) -> bool:
        """Whether no page comes after this one."""
        return self.number == len(self.pages)


def wordbook(db: Session, here: PlaceView, number: int, now: datetime) -> Wordbook:
    """Return page *number* of the tags of *here*; what is beyond the last page is the last page."""
    registry, counts = known(db), Counts(items.tag_counts(db, here.id, now - LATELY), meetups_under(db, here, now))
    tags = [tag for tag in registry.tags_near(here) if tag.place_id is None]
    pages = paged(grouped(tags, bonds(db).broader), MOST)
    number = max(1, min(number, len(pages)))
    shown = entries(db, here, [tag for group in pages[number - 1] for tag in group.tags], counts)
    told = {entry.tag.id: entry for entry in shown}
    namesakes = _namesakes(registry, here, counts.items)
    return Wordbook(
        entries=[[told[tag.id] for tag in group.tags] for group in pages[number - 1]],
        places=namesakes if number == len(pages) else (),
        pages=[_ends(page) for page in pages],
        number=number,
        is_empty=not tags and not namesakes,
    )


def meetups_under(db: Session, here: PlaceView, now: datetime) -> Mapping[UUID, int]:
    """Return how many dates of meetups in *here* each tag has in the months ahead, as the filters of meetups count."""
    today = wall(now, ZoneInfo(here.timezone)).date()
    return offered.tags(db, here.id, (today, today + AHEAD))


def entries(db: Session, here: PlaceView, tags: Sequence[TagView], counts: Counts) -> Sequence[Entry]:
    """Return what is told of each of these *tags* in *here*, in their order."""
    ids = [tag.id for tag in tags]
    written, said, agreed = described.spelt(db, ids), examples.newest(db, here.id, ids), since.since(db, ids)
    names = roles.named(db, {each.by_id for each in agreed.values() if each.by_id})
    registry, broader = known(db), bonds(db).broader
    return [
        Entry(
            tag=tag,
            hashtag=hashtag_of(tag),
            count=counts.items.get(tag.id, 0),
            meetups=counts.meetups.get(tag.id, 0),
            spellings=spellings(registry, here, tag, written.get(tag.id, ())),
            examples=said.get(tag.id, ()),
            broader=near(registry, here, broader.get(tag.id, ())),
            since=agreed.get(tag.id),
            by=_name(agreed.get(tag.id), names),
        )
        for tag in tags
    ]


def bonds(db: Session) -> Bonds:
    """Return how all tags hang together, read once for each version of the registry."""
    version, store = known(db).version, _bonds.of(db)
    held = store.take({None: version}).get(None)
    if held is None:
        held = described.bonds(db)
        if version:
            store.put([(None, version, held)])
    return held


def hashtag_of(tag: TagView) -> str:
    """Return how a tag is written as a hashtag; empty where it cannot be."""
    return hashtag(tag.name) or hashtag(tag.slug)


def near(registry: Known, here: PlaceView, tag_ids: Collection[UUID]) -> Sequence[TagView]:
    """Return those of these tags that count in or near *here*, by name."""
    return [tag for tag in registry.tags_near(here) if tag.id in tag_ids] if tag_ids else []


def spellings(registry: Known, here: PlaceView, tag: TagView, written: Sequence[Spelt]) -> Sequence[Spelling]:
    """Return the other ways to write *tag* that count in or near *here*; its name is not among them, nor its slug."""
    own, around = {label_key(tag.name), label_key(tag.slug)}, registry.around(here)
    return [
        Spelling(each.label, each.in_text, _place(registry, each.scope_id), each.near, each.not_near)
        for each in written
        if (each.key not in own or each.near or each.not_near) and (not each.scope_id or each.scope_id in around)
    ]


def _place(registry: Known, place_id: UUID | None) -> PlaceView | None:
    return registry.tree.places.get(place_id) if place_id else None


def _namesakes(registry: Known, here: PlaceView, counts: Mapping[UUID, int]) -> Sequence[tuple[TagView, int]]:
    inside = {here.id, *(place.id for place in registry.tree.within(here.id))}
    # The name of a place far away is agreed too, but nobody looks for it here before it is used.
    return [
        (tag, counts.get(tag.id, 0))
        for tag in registry.tags_near(here)
        if tag.place_id is not None and (tag.place_id in inside or tag.id in counts)
    ]


def _ends(page: Sequence[Group]) -> tuple[str, str]:
    return (page[0].head.name, page[-1].head.name) if page else ("", "")


def _name(agreed: Since | None, names: Mapping[UUID, str]) -> str:
    return names.get(agreed.by_id, "") if agreed and agreed.by_id else ""
