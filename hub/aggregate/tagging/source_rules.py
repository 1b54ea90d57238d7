"""What do a source's items mean by where they stand there? Its rules: read, added, taken away, and what they touch."""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlmodel import Session, col, delete, func, select
from sqlmodel.sql.expression import SelectOfScalar

from hub.aggregate.items.models import Item, ItemLabel, ItemPlace, ItemTag
from hub.aggregate.tagging.matching import begins, first_part
from hub.aggregate.tagging.models import RuleKind, SourceRule
from hub.errors import NotFound
from hub.establish.tags.models import Tag
from hub.kit.saying import say

LOOKED_AT = 2_000  # newest items of a source
MOST_USED = 12  # labels and beginnings of paths that are offered
EXAMPLES = 10
MOST_RULES = 100  # of one source: more than anybody can keep in mind
_ORDER = {kind: at for at, kind in enumerate(RuleKind)}


@dataclass(frozen=True, slots=True)
class Wanted:
    """A rule somebody wants for a source."""

    source_id: UUID
    kind: RuleKind
    match: str  # what it compares: see matching.match_of
    shown: str  # as it was typed
    tag_id: UUID

    @property
    def means(self) -> tuple[RuleKind, str, UUID]:
        """What two rules of one source that say the same have in common."""
        return self.kind, self.match, self.tag_id


@dataclass(frozen=True, slots=True)
class RuleView:
    """A rule of a source as pages show it."""

    id: UUID
    wanted: Wanted
    tag_slug: str
    tag_name: str


@dataclass(frozen=True, slots=True)
class Used:
    """A label, or how paths begin, and how many of a source's newest items have it."""

    words: str
    items: int


@dataclass(frozen=True, slots=True)
class Touched:
    """Which of a source's newest items a rule speaks of."""

    items: int
    without: int  # of them have the tag not yet
    is_whole: bool  # whether all items of the source were looked at
    examples: tuple[tuple[int, str], ...]  # ids and titles, the newest first


def of_source(db: Session, source_id: UUID) -> Sequence[RuleView]:
    """Return the rules of a source: those for everything first, then by what they compare."""
    rows = db.execute(select(SourceRule, Tag.slug, Tag.name).join(Tag).where(SourceRule.source_id == source_id))
    found = [RuleView(row.id, _wanted(row), slug, name) for row, slug, name in rows]
    return sorted(found, key=lambda each: (_ORDER[each.wanted.kind], each.wanted.shown.casefold(), each.tag_name))


def speak_of(db: Session, tag_ids: Collection[UUID]) -> bool:
    """Say whether a rule of any source gives one of these tags."""
    return db.exec(select(SourceRule.id).where(col(SourceRule.tag_id).in_(tag_ids)).limit(1)).first() is not None


def rule_of(db: Session, source_id: UUID, rule_id: UUID | None) -> RuleView:
    """Return a rule of this very source; NotFound where it has no such rule."""
    found = next((each for each in of_source(db, source_id) if each.id == rule_id), None)
    if found is None:
        raise NotFound(say("This source has no such rule, or no longer."))
    return found


def add(db: Session, wanted: Wanted) -> UUID | None:
    """Have a source's items mean a tag by a rule; None where that is so already, or it has too many rules."""
    there = of_source(db, wanted.source_id)
    if len(there) >= MOST_RULES or wanted.means in {each.wanted.means for each in there}:
        return None
    row = SourceRule(
        source_id=wanted.source_id, kind=wanted.kind, match=wanted.match, shown=wanted.shown, tag_id=wanted.tag_id
    )
    db.add(row)
    db.flush()
    return row.id


def drop(db: Session, rule_id: UUID) -> None:
    """Take a rule away."""
    db.delete(db.get_one(SourceRule, rule_id))
    db.flush()


def drop_all(db: Session, source_id: UUID) -> None:
    """Take away every rule of a source, which leaves."""
    db.execute(delete(SourceRule).where(col(SourceRule.source_id) == source_id))


def labels_of(db: Session, source_id: UUID) -> Sequence[Used]:
    """Return the labels a source files its newest items under, the most used first."""
    number = func.count()
    counted = select(func.min(col(ItemLabel.label)), number).where(col(ItemLabel.item_id).in_(_newest(source_id)))
    ranked = counted.group_by(col(ItemLabel.key)).order_by(number.desc(), col(ItemLabel.key))
    return [Used(label, items) for label, items in db.execute(ranked.limit(MOST_USED))]


def keys_of(db: Session, source_id: UUID) -> frozenset[str]:
    """Return the keys of all labels of a source's newest items."""
    return frozenset(db.exec(select(ItemLabel.key).where(col(ItemLabel.item_id).in_(_newest(source_id))).distinct()))


def paths_of(db: Session, source_id: UUID) -> Sequence[Used]:
    """Return the first parts of paths that at least two of a source's newest items share, the most frequent first."""
    links = db.exec(select(Item.link).where(col(Item.id).in_(_newest(source_id))))
    starts = Counter(start for link in links if (start := first_part(link)))
    return [Used(start, items) for start, items in starts.most_common(MOST_USED) if items > 1]


def touched(db: Session, wanted: Wanted) -> Touched:
    """Say which of a source's newest items a rule speaks of."""
    newest = select(Item.id, Item.title, Item.link).where(col(Item.id).in_(_newest(wanted.source_id)))
    rows = db.execute(newest.order_by(col(Item.sort_at).desc(), col(Item.id).desc())).all()
    labelled = _labelled(db, wanted)
    found = [(item_id, title) for item_id, title, link in rows if _fits(wanted, link, in_labelled=item_id in labelled)]
    ids = [item_id for item_id, _ in found]
    tagged = select(func.count()).where(col(ItemTag.tag_id) == wanted.tag_id, col(ItemTag.item_id).in_(ids))
    without = len(found) - db.execute(tagged).scalar_one()
    return Touched(len(found), without, len(rows) < LOOKED_AT, tuple(found[:EXAMPLES]))


def _newest(source_id: UUID) -> SelectOfScalar[int | None]:
    """Ask for a source's newest items that are shown anywhere."""
    is_shown = select(ItemPlace.item_id).where(col(ItemPlace.item_id) == col(Item.id)).exists()
    shown = select(col(Item.id)).where(Item.source_id == source_id, is_shown)
    return shown.order_by(col(Item.sort_at).desc()).limit(LOOKED_AT)


def _labelled(db: Session, wanted: Wanted) -> frozenset[int]:
    if wanted.kind is not RuleKind.CATEGORY:
        return frozenset()
    mine = select(ItemLabel.item_id).where(ItemLabel.key == wanted.match)
    return frozenset(db.exec(mine.where(col(ItemLabel.item_id).in_(_newest(wanted.source_id)))))


def _fits(wanted: Wanted, link: str, *, in_labelled: bool) -> bool:
    if wanted.kind is RuleKind.PATH:
        return begins(link, wanted.match)
    return in_labelled or wanted.kind is RuleKind.ALWAYS


def _wanted(row: SourceRule) -> Wanted:
    return Wanted(row.source_id, RuleKind(row.kind), row.match, row.shown, row.tag_id)
