"""Which items are withheld? Those that something holds of: of themselves, their source, or the domain they lead to."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NoReturn, cast
from uuid import UUID

from sqlalchemy import ColumnElement, String
from sqlalchemy import cast as sa_cast
from sqlalchemy import select as columns
from sqlalchemy.orm import Mapped
from sqlmodel import Session, and_, col, or_, select

from hub.aggregate.feeds.models import Feed, Source, SourcePlace
from hub.aggregate.feeds.registry import NEIGHBOURS
from hub.aggregate.items.facts import is_own, same_page
from hub.aggregate.items.models import Item
from hub.db.reads import Read, ReadAmong
from hub.errors import NotFound, TakenDown
from hub.kit.ids import as_id
from hub.kit.saying import Saying, say
from hub.net.pacing import registrable
from hub.people.cases import queries as cases
from hub.people.cases.models import Withholding
from hub.people.cases.queries import Held
from hub.people.cases.rules import TAKEN_DOWN, Measure, Reason, Target
from hub.people.cases.wording import REASONS

_ITEM_ID = cast("Mapped[int]", col(Item.id))  # a stored item has its id
_NAMED = col(Withholding.target_id)
_IS_WIDE = col(Withholding.target_kind).in_([Target.SOURCE, Target.DOMAIN, Target.EVENT])
_HELD = columns(  # of each: its kind, its id, the measure, the case
    *(col(Withholding.target_kind), col(Withholding.target_id), col(Withholding.measure), col(Withholding.case_id))
)
# Asked at every look that brings something new.
_WIDELY = Read(
    _HELD.where(or_(*(col(Withholding.target_kind) == kind for kind in (Target.SOURCE, Target.DOMAIN, Target.EVENT))))
)
_TAKEN_DOWN = ReadAmong(
    columns(col(Item.page_key), col(Item.source_id), col(Item.link))
    .join(Withholding, and_(col(Withholding.target_kind) == Target.ITEM, sa_cast(_ITEM_ID, String) == _NAMED))
    .where(
        or_(*(col(Withholding.measure) == each for each in sorted(TAKEN_DOWN))), col(Withholding.case_id).is_not(None)
    ),
    col(Item.page_key),
)
MOST_WAITING = 50  # items on a page, that are read one by one
_WAITING = (col(Withholding.target_kind) == Target.ITEM, col(Withholding.measure) == Measure.RESTRICT)
_OUT = TAKEN_DOWN | {Measure.RESTRICT}  # of an item: somebody reads it before it appears


@dataclass(frozen=True, slots=True)
class Holds:
    """What holds now of some items, of all sources and of all domains."""

    items: Mapping[int, Measure] = field(default_factory=dict)
    sources: Mapping[UUID, tuple[Measure, UUID | None]] = field(default_factory=dict)  # and by which case
    domains: frozenset[str] = frozenset()
    events: frozenset[UUID] = frozenset()  # those that are taken down

    def __bool__(self) -> bool:
        """Whether anything holds of any item or meetup."""
        return bool(self.items or self.sources or self.domains or self.events)

    def keep_out(self, item_id: int, source_id: UUID, link: str) -> bool:
        """Say whether an item is in no stream, whatever it means."""
        if self.items.get(item_id) in _OUT:
            return True
        by_source, _ = self.sources.get(source_id, (None, None))
        return by_source in TAKEN_DOWN or bool(self.domains and registrable(link) in self.domains)

    def removed(self, item_id: int) -> bool:
        """Say whether an item's words are deleted, and stay so whatever its publisher says."""
        return self.items.get(item_id) is Measure.REMOVE

    def hidden(self, item_id: int) -> bool:
        """Say whether an item itself is taken down, with its words or without."""
        return self.items.get(item_id) in TAKEN_DOWN

    def restricted(self, source_id: UUID) -> bool:
        """Say whether what a source says now is read before it appears."""
        return self.sources.get(source_id, (None, None))[0] is Measure.RESTRICT


@dataclass(frozen=True, slots=True)
class Subject:
    """An item as far as somebody who decides about it needs to know it."""

    title: str
    said: str
    link: str
    source_id: UUID
    source: str


def subject(db: Session, item_id: int) -> Subject:
    """Return what an item is, taken down or not; NotFound when there is none."""
    found = db.exec(select(Item, Source.name).join(Source).where(Item.id == item_id)).first()
    if found is None:
        raise NotFound(say("There is no such item here."))
    item, source = found
    return Subject(item.title, item.summary, item.link, item.source_id, source)


def said(db: Session, item_id: int) -> str:
    """Return what an item says; nothing of one that is gone."""
    return db.exec(select(Item.summary).where(Item.id == item_id)).first() or ""


def homes(db: Session, source_id: UUID) -> Sequence[UUID]:
    """Return the places a source speaks for."""
    return db.exec(select(SourcePlace.place_id).where(SourcePlace.source_id == source_id)).all()


def sources_of(db: Session, item_ids: Collection[int]) -> Mapping[int, str]:
    """Return what the sources of these items are called."""
    asked = select(Item.id, Source.name).join(Source).where(col(Item.id).in_(item_ids))
    return {item_id: name for item_id, name in db.execute(asked) if item_id is not None} if item_ids else {}


def holds(db: Session, item_ids: Collection[int] = ()) -> Holds:
    """Return what holds of these items, and of all sources and domains, in one statement."""
    items: dict[int, Measure] = {}
    sources: dict[UUID, tuple[Measure, UUID | None]] = {}
    domains: set[str] = set()
    events: set[UUID] = set()
    for target_kind, target_id, held, case_id in _held(db, item_ids):
        measure = Measure(held)
        if target_kind == Target.ITEM:
            items[int(target_id)] = measure
        elif target_kind == Target.DOMAIN:
            domains.add(target_id)
        elif target_kind == Target.EVENT:
            events.update(filter(None, [as_id(target_id)] if measure in TAKEN_DOWN else []))
        elif source_id := as_id(target_id):
            sources[source_id] = measure, case_id
    return Holds(items, sources, frozenset(domains), frozenset(events))


def _held(db: Session, item_ids: Collection[int]) -> Iterable[tuple[Any, ...]]:
    db.flush()
    if not item_ids:
        return _WIDELY.rows(db)
    return (tuple(row) for row in db.execute(_HELD.where(or_(_IS_WIDE, _of_items(item_ids)))))


def ids_of(db: Session, target: Target, target_id: str) -> Sequence[int]:
    """Return the items that something is about; none for a person, whose notices know themselves."""
    if target is Target.ITEM:
        return [int(target_id)]
    if target is Target.SOURCE:
        return list(db.execute(select(_ITEM_ID).where(Item.source_id == as_id(target_id))).scalars())
    if target is Target.DOMAIN:
        led = db.execute(select(_ITEM_ID, Item.link).where(col(Item.link).contains(target_id, autoescape=True)))
        return [item_id for item_id, link in led if registrable(link) == target_id]
    return []


def suspect(db: Session, source_id: UUID, rows: Sequence[Mapping[str, Any]]) -> frozenset[int]:
    """Return those of the new items of a source, told by their rows, that lead where something was taken down here.

    They may say the same in other words, so somebody reads them before they appear. Who published the page is not kept
    out by what others said of it, only by what it said itself.
    """
    keys = sorted({row["page_key"] for row in rows if row["page_key"] is not None})
    gone = defaultdict[int, list[tuple[UUID, str]]](list)
    for key, *down in _TAKEN_DOWN.among(db, keys):
        gone[key].append((down[0], down[1]))
    found = set()
    for row in rows:
        speakers = {speaker for speaker, link in gone.get(row["page_key"], ()) if same_page(row["link"], link)}
        if source_id in speakers or (speakers and not is_own(db, source_id, row["link"])):
            found.add(row["id"])
    return frozenset(found)


def known_domains(db: Session) -> frozenset[str]:
    """Return the domains of all sources here; what leads to any other is read before it appears."""
    sites = db.execute(select(Source.site).where(Source.site != "")).scalars()
    feeds = db.execute(select(Feed.url)).scalars()
    return frozenset(registrable(url) for url in (*sites, *feeds))


def label(own: tuple[str | None, str | None], of_source: tuple[str | None, str | None]) -> str | None:
    """Return what is said above an item by what holds of it and of its source; None when it is taken down.

    >>> label(("label", "Not so"), (None, None)), label((None, None), ("hide", "")), label((None, None), (None, None))
    ('Not so', None, '')
    """
    measure, said = own if own[0] else of_source
    if measure in TAKEN_DOWN or (own[0] == Measure.RESTRICT):
        return None
    return said or ""


def refuse(db: Session, item_id: int, source_id: UUID, link: str) -> None:
    """Raise TakenDown, with the reason, where an item is withheld; NotFound where it was not read yet."""
    if not holds(db, [item_id]).keep_out(item_id, source_id, link):
        return
    _say_why(db, [(Target.ITEM, str(item_id)), (Target.SOURCE, source_id.hex), (Target.DOMAIN, registrable(link))])


def refuse_meetup(db: Session, event_id: UUID, source_id: UUID, link: str) -> None:
    """Raise TakenDown, with the reason, where a meetup, its source or the domain it leads to is taken down."""
    held = holds(db)
    by_source = held.sources.get(source_id, (None, None))[0] in TAKEN_DOWN
    if event_id in held.events or by_source or registrable(link) in held.domains:
        own = (Target.EVENT, event_id.hex)
        _say_why(db, [own, (Target.SOURCE, source_id.hex), (Target.DOMAIN, registrable(link))])


def _say_why(db: Session, targets: Sequence[tuple[Target, str]]) -> NoReturn:
    found = (cases.held(db, *target) for target in targets)
    held = next(each for each in found if each and each.measure in _OUT)
    if held.measure is Measure.RESTRICT:
        raise NotFound(say("Somebody reads this before it appears."))
    raise TakenDown(say("This was taken down. The reason: %(reason)s.", reason=why(db, held)))


def why(db: Session, held: Held) -> Saying:
    """Return why something was taken down."""
    last = cases.case_of(db, held.case_id).last if held.case_id else None
    return REASONS[last.reason if last else Reason.OTHER]


def waiting(db: Session, source_ids: Collection[UUID] | None) -> Sequence[tuple[int, Subject]]:
    """Return the items of these sources (None: of all) that somebody is to read before they appear, oldest first."""
    rows = select(Withholding.target_id, Source.id).join(
        Item, col(Withholding.target_id) == sa_cast(col(Item.id), String)
    )
    # Strangers' posts wait in numbers, on a shelf of their own.
    ours = rows.join(Source, col(Source.id) == Item.source_id).where(*_WAITING, col(Source.kind) != NEIGHBOURS)
    mine = ours.order_by(col(Withholding.since))
    asked = mine if source_ids is None else mine.where(col(Source.id).in_(source_ids))
    return [(int(item_id), subject(db, int(item_id))) for item_id, _ in db.execute(asked.limit(MOST_WAITING))]


def _of_items(item_ids: Collection[int]) -> ColumnElement[bool]:
    wanted = col(Withholding.target_id).in_([str(item_id) for item_id in item_ids])
    return and_(col(Withholding.target_kind) == Target.ITEM, wanted)
