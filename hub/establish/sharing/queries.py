"""The words of one place, read whole: to be told to others, and to be compared with theirs."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlmodel import Session, col, or_, select

from hub.establish.deciding.models import Decision, DecisionTag
from hub.establish.sharing.matching import Ours, Registry
from hub.establish.sharing.scheme import Change, Scheme, Word
from hub.establish.tags import described
from hub.establish.tags.described import Bonds, Spelt
from hub.establish.tags.models import FormerSlug, Ruling, Tag
from hub.kit.text import label_key
from hub.people.cases import queries as cases
from hub.places.rules import WHOLE_HUB

MOST_CHANGES = 10  # of one tag; all of them are in the town's log


@dataclass(frozen=True, slots=True)
class Told:
    """Whose words are asked for: a place with its address, and where its tags have theirs."""

    place_id: UUID
    around: Collection[UUID]  # what it lies in
    address: str  # of the page of its tags
    tags_at: str  # what comes before the id of a tag
    title: str
    language: str


def scheme(db: Session, told: Told, tag_ids: Collection[UUID]) -> Scheme:
    """Return the words of a place: the agreed tags *tag_ids*, and what was merged or retired where they count."""
    rows = _rows(db, told, tag_ids)
    ids = [row.id for row in rows]
    reading = _Reading(told, described.spelt(db, ids), described.bonds(db), _changes(db, ids), frozenset(ids))
    return Scheme(told.address, told.title, told.language, tuple(reading.word(row) for row in rows))


@dataclass(frozen=True, slots=True)
class _Reading:
    """All that is read once for all the words."""

    told: Told
    spelt: Mapping[UUID, tuple[Spelt, ...]]
    bonds: Bonds
    changes: Mapping[UUID, Sequence[Change]]
    known: frozenset[UUID]

    def word(self, row: Tag) -> Word:
        spelt = [] if row.retired else [each for each in self.spelt.get(row.id, ()) if each.label != row.name]
        free = [each for each in spelt if self._is_free(each)]
        bound = [each for each in spelt if not self._is_free(each)]
        also = {each.label for each in free}
        return Word(
            id=self._at(row.id),
            name=row.name,
            meaning=row.meaning,
            also=tuple(sorted(also)),
            label_only=tuple(sorted({each.label for each in bound} - also)),
            notes=tuple(dict.fromkeys(note for each in bound if (note := self._note(each)))),
            broader=self._ids(self.bonds.broader.get(row.id, ())),
            related=self._ids(self.bonds.related.get(row.id, ())),
            different=self._ids(self.bonds.different.get(row.id, ())),
            heir=self._at(row.heir_id) if row.retired and row.heir_id else "",
            retired=row.retired,
            changes=tuple(self.changes.get(row.id, ())),
        )

    def _is_free(self, each: Spelt) -> bool:
        """Whether a spelling counts in every text of the place, whatever stands beside it."""
        return each.in_text and not each.near and not each.not_near and self._is_of_all(each)

    def _is_of_all(self, each: Spelt) -> bool:
        return each.scope_id is None or each.scope_id == self.told.place_id or each.scope_id in self.told.around

    def _note(self, each: Spelt) -> str:
        said = [f"near: {each.near}"] * bool(each.near) + [f"not near: {each.not_near}"] * bool(each.not_near)
        said += ["in a part of the place alone"] * (not self._is_of_all(each))
        return f"“{each.label}” counts only {'; '.join(said)}." if said else ""

    def _ids(self, tag_ids: Iterable[UUID]) -> tuple[str, ...]:
        return tuple(sorted(self._at(each) for each in tag_ids if each in self.known))

    def _at(self, tag_id: UUID) -> str:
        return f"{self.told.tags_at}/{tag_id.hex}"


def registry(db: Session, place_id: UUID, around: Collection[UUID], names: Iterable[str]) -> Registry:
    """Return what words mean in a place (WHOLE_HUB: in all), which lies in *around* and has places of these *names*."""
    rows = db.exec(select(Tag)).all()
    counting = {row.id: row for row in rows if not row.retired and row.scope_id in {None, place_id, *around}}
    bonds, spelt = described.bonds(db), described.spelt(db, list(counting))
    meant: dict[str, set[str]] = defaultdict(set)
    in_parts: dict[str, set[str]] = defaultdict(set)
    for tag_id, labels in spelt.items():
        for each in labels:
            counts = meant if each.scope_id in {None, place_id, *around} else in_parts
            counts[each.key].add(counting[tag_id].slug)
    slugs = {row.id: row.slug for row in rows}
    ruled = db.exec(select(Ruling.key).where(col(Ruling.scope_id).in_([WHOLE_HUB, place_id, *around])))
    return Registry(
        place_id=place_id,
        tags={row.slug: _ours(row, bonds, slugs) for row in counting.values()},
        meant=meant,
        in_parts=in_parts,
        ruled=frozenset(ruled),
        places=frozenset(label_key(name) for name in names),
        slugs=frozenset({*slugs.values(), *db.exec(select(FormerSlug.slug))}),
    )


def _ours(row: Tag, bonds: Bonds, slugs: Mapping[UUID, str]) -> Ours:
    broader = frozenset(slugs[each] for each in bonds.broader.get(row.id, ()))
    others = (bonds.narrower, bonds.related, bonds.different)
    tied = broader.union(slugs[each] for bond in others for each in bond.get(row.id, ()))
    return Ours(row.slug, row.name, row.scope_id or WHOLE_HUB, broader, tied)


def _rows(db: Session, told: Told, tag_ids: Collection[UUID]) -> Sequence[Tag]:
    ended = col(Tag.retired) & or_(col(Tag.scope_id).is_(None), col(Tag.scope_id).in_([told.place_id, *told.around]))
    ended = ended & col(Tag.place_id).is_(None)
    wanted = or_(col(Tag.id).in_(tag_ids) & col(Tag.retired).is_(False), ended)
    return db.exec(select(Tag).where(wanted).order_by(col(Tag.name), col(Tag.slug))).all()


def _changes(db: Session, tag_ids: Collection[UUID]) -> Mapping[UUID, Sequence[Change]]:
    """Return what was decided of each tag with words, the newest first; without the words of who was taken down."""
    asked = select(DecisionTag.tag_id, Decision.at, Decision.by_id, Decision.reason)
    asked = asked.join(Decision, col(Decision.id) == col(DecisionTag.decision_id))
    asked = asked.where(col(DecisionTag.tag_id).in_(tag_ids), col(Decision.reason) != "")
    rows = db.execute(asked.order_by(col(Decision.id).desc())).all()
    hidden = cases.silenced(db, (row.by_id for row in rows))
    found: dict[UUID, list[Change]] = defaultdict(list)
    for tag_id, at, by_id, reason in rows:
        if by_id not in hidden and len(found[tag_id]) < MOST_CHANGES:
            found[tag_id].append(Change(at.date(), reason))
    return found
