"""Writes of agreed tags: what the registry file changed."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from uuid import UUID

from sqlmodel import Session, col, delete, select

from hub.establish.models import Tag, TagLabel
from hub.establish.registry import TagEntry
from hub.kit.merge import Facts, entry_of
from hub.kit.text import label_key
from hub.places.filing import DESK, Held, Loaded, Plan, last_filed, plan, remember

KIND = "tag"


def load_tags(db: Session, entries: Mapping[str, TagEntry], places: Mapping[str, UUID]) -> Loaded:
    """Apply what the file changed since it was last loaded; *places* are their ids by slug."""
    rows = {tag.slug: tag for tag in db.exec(select(Tag))}
    told = {slug: entry.facts for slug, entry in entries.items()}
    made = plan(KIND, last_filed(db, KIND), told, _held(db, rows.values(), {id_: slug for slug, id_ in places.items()}))
    for slug, facts in made.new.items():
        rows[slug] = Tag(slug=slug, name=str(facts["name"]))
        db.add(rows[slug])
    db.flush()
    for slug, facts in made.wanted.items():
        _write(rows[slug], facts, places)
    _write_labels(db, rows, made)
    for slug in made.retired:
        rows[slug].retired = True
    remember(db, made)
    return made.loaded


def registered(db: Session, places: Mapping[str, UUID]) -> dict[str, Facts]:
    """Return every tag as a registry file would describe it, by slug; retired ones are left out."""
    held = _held(db, db.exec(select(Tag)), {place_id: slug for slug, place_id in places.items()})
    return {slug: each.facts for slug, each in held.items() if not each.retired}


def _held(db: Session, tags: Iterable[Tag], slugs: Mapping[UUID, str]) -> dict[str, Held]:
    labels: dict[UUID, list[TagLabel]] = defaultdict(list)
    for label in db.exec(select(TagLabel)):
        labels[label.tag_id].append(label)
    held = {}
    for tag in tags:
        others = [each for each in labels[tag.id] if not (each.in_text and each.label in {tag.name, tag.slug})]
        entry = TagEntry(
            name=tag.name,
            meaning=tag.meaning,
            also=tuple(sorted(each.label for each in others if each.in_text)),
            label_only=tuple(sorted(each.label for each in others if not each.in_text)),
            place=slugs[tag.place_id] if tag.place_id else "",
            scope=slugs[tag.scope_id] if tag.scope_id else "",
        )
        held[tag.slug] = Held(entry.facts, desk=tag.origin == DESK, retired=tag.retired)
    return held


def _write(tag: Tag, facts: Facts, places: Mapping[str, UUID]) -> None:
    entry = entry_of(TagEntry, facts)
    tag.name, tag.meaning, tag.retired = entry.name, entry.meaning, False
    tag.place_id = places[entry.place] if entry.place else None
    tag.scope_id = places[entry.scope] if entry.scope else None


def _write_labels(db: Session, rows: Mapping[str, Tag], made: Plan) -> None:
    ids = [rows[slug].id for slug in made.wanted]
    db.execute(delete(TagLabel).where(col(TagLabel.tag_id).in_(ids)))
    for slug, facts in made.wanted.items():
        entry = entry_of(TagEntry, facts)
        # Of two spellings with one key the one said last stays: what was agreed on wins over slug and name.
        own = [(slug, True), (entry.name, True)]
        agreed = [*((label, True) for label in entry.also), *((label, False) for label in entry.label_only)]
        for key, (label, in_text) in {label_key(label): (label, believed) for label, believed in own + agreed}.items():
            db.add(TagLabel(tag_id=rows[slug].id, key=key, label=label, in_text=in_text))
    db.flush()
