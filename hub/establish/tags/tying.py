"""How do tags hang together? What a registry file says of that taken into the database, and said back."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from uuid import UUID

from sqlmodel import Session, col, delete, or_, select

from hub.establish.tags.models import Tag, TagEdge
from hub.establish.tags.rules import Bond
from hub.establish.tags.ties import beyond
from hub.kit.merge import Facts
from hub.places.filing import Plan

FILED = {Bond.BROADER: "broader", Bond.RELATED: "related", Bond.DIFFERENT: "different_from"}  # as the file calls them


def held_ties(db: Session, tags: Iterable[Tag]) -> Mapping[UUID, Mapping[str, tuple[str, ...]]]:
    """Return the slugs of what each tag hangs together with, by the file's word for how; retired tags are left out."""
    slugs = {tag.id: tag.slug for tag in tags if not tag.retired}
    held: dict[UUID, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for edge in db.exec(select(TagEdge)):
        if edge.tag_id not in slugs or edge.other_id not in slugs:
            continue
        filed = FILED[Bond(edge.bond)]
        held[edge.tag_id][filed].add(slugs[edge.other_id])
        if edge.bond != Bond.BROADER:
            held[edge.other_id][filed].add(slugs[edge.tag_id])
    return {tag_id: {bond: tuple(sorted(others)) for bond, others in each.items()} for tag_id, each in held.items()}


def write_ties(db: Session, rows: Mapping[str, Tag], made: Plan) -> None:
    """Write how the tags of a plan hang together; what would turn in a ring is left aside, and told as a conflict."""
    ids = [rows[slug].id for slug in made.wanted]
    undirected = col(TagEdge.other_id).in_(ids) & (col(TagEdge.bond) != Bond.BROADER)
    db.execute(delete(TagEdge).where(or_(col(TagEdge.tag_id).in_(ids), undirected)))
    db.flush()
    writing = _Writing(db, rows, made)
    for slug, facts in made.wanted.items():
        writing.write(slug, facts)
    db.flush()


class _Writing:
    """Edges written one by one, each against all that are there."""

    def __init__(self, db: Session, rows: Mapping[str, Tag], made: Plan) -> None:
        self._db, self._made = db, made
        self._rows = rows
        self._by_id = {tag.id: tag for tag in rows.values()}
        self._slugs = {tag.id: tag.slug for tag in rows.values()}
        edges = db.exec(select(TagEdge)).all()
        self._edges = {(edge.tag_id, edge.other_id, edge.bond) for edge in edges}
        self._broader: dict[str, set[str]] = defaultdict(set)
        for edge in edges:
            if edge.bond == Bond.BROADER:
                self._broader[self._slugs[edge.tag_id]].add(self._slugs[edge.other_id])

    def write(self, slug: str, facts: Facts) -> None:
        for bond, filed in FILED.items():
            named = facts[filed]
            for other in named if isinstance(named, tuple) else ():
                self._tie(self._rows[slug], bond, self._alive(other))

    def _alive(self, slug: str) -> Tag | None:
        """Return the tag of this slug, or what it became part of; None where there is neither."""
        tag = self._rows.get(slug)
        found = self._by_id.get(tag.heir_id) if tag and tag.heir_id else tag
        return None if found is None or found.retired else found

    def _tie(self, tag: Tag, bond: Bond, other: Tag | None) -> None:
        if other is None or other.id == tag.id:
            return
        if self._contradicts(tag.slug, bond, other.slug):
            self._made.clash(tag.slug, f"{FILED[bond]}: the desk put “{other.slug}” and it in a line; left as it is.")
            return
        first, second = (tag, other) if bond is Bond.BROADER or tag.id < other.id else (other, tag)
        if (first.id, second.id, bond.value) not in self._edges:
            self._edges.add((first.id, second.id, bond.value))
            self._db.add(TagEdge(tag_id=first.id, other_id=second.id, bond=bond.value))
        if bond is Bond.BROADER:
            self._broader[tag.slug].add(other.slug)

    def _contradicts(self, slug: str, bond: Bond, other: str) -> bool:
        """Say whether a line of broader tags speaks against this tie."""
        if bond is Bond.BROADER:
            return slug in self._beyond(other)
        return bond is Bond.RELATED and (slug in self._beyond(other) or other in self._beyond(slug))

    def _beyond(self, slug: str) -> frozenset[str]:
        return frozenset(beyond(slug, lambda each: self._broader.get(each, ())))
