"""Writes of agreed tags: what the registry file changed."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from uuid import UUID

from sqlmodel import Session, col, delete, select

from hub.errors import RegistryError
from hub.establish.tags.ended import living, note_ended
from hub.establish.tags.models import Tag, TagLabel
from hub.establish.tags.registry import TagEntry
from hub.establish.tags.ties import scoped, unscoped
from hub.establish.tags.tying import held_ties, write_ties
from hub.kit import neighbours
from hub.kit.merge import Facts, entry_of
from hub.kit.neighbours import Spelled
from hub.kit.text import label_key
from hub.places.filing import DESK, Held, Loaded, Plan, last_filed, plan, remember
from hub.places.rules import WHOLE_HUB

KIND = "tag"
FEW = 5  # tags that may leave with their file, however many there are
NAMED = 10  # of those that would leave, in a sentence


def load_tags(
    db: Session, entries: Mapping[str, TagEntry], places: Mapping[str, UUID], *, may_retire_many: bool = True
) -> Loaded:
    """Apply what the file changed since it was last loaded; *places* are their ids by slug.

    Raise RegistryError where it would retire many of all tags, unless it may: then a file was forgotten, mostly.
    """
    rows = {tag.slug: tag for tag in db.exec(select(Tag))}
    said = living(db, last_filed(db, KIND), {slug: entry.facts for slug, entry in entries.items()})
    made = plan(KIND, said.before, said.told, _held(db, rows.values(), {id_: slug for slug, id_ in places.items()}))
    made.conflicts += said.conflicts
    if not may_retire_many:
        _check_retired([rows[slug].name for slug in made.retired], sum(not tag.retired for tag in rows.values()))
    for slug, facts in made.new.items():
        rows[slug] = Tag(slug=slug, name=str(facts["name"]))
        db.add(rows[slug])
    db.flush()
    for slug, facts in made.wanted.items():
        _write(rows[slug], facts, places)
    _write_labels(db, rows, made, places)
    for slug in made.retired:
        rows[slug].retired = True
    write_ties(db, rows, made)
    remember(db, made)
    return made.loaded


def registered(db: Session, places: Mapping[str, UUID]) -> dict[str, Facts]:
    """Return every tag as a registry file would describe it, by slug; retired ones are left out."""
    held = _held(db, db.exec(select(Tag)), {place_id: slug for slug, place_id in places.items()})
    return {slug: each.facts for slug, each in held.items() if not each.retired}


def refile(db: Session, told: Mapping[str, Facts]) -> None:
    """Remember that the file says *told* now, what was made at the desk included; by slug.

    What left the file though nobody took it out there, merged or retired at the desk, is remembered as gone.
    """
    before = last_filed(db, KIND)
    made = Plan(KIND, filed=dict(told))
    remember(db, made)
    note_ended(db, before.keys() - told.keys())


def _check_retired(names: Sequence[str], of: int) -> None:
    """Refuse to retire more than a few tags, where they are more than a tenth *of* all."""
    if len(names) <= FEW or len(names) * 10 <= of:
        return
    listed = ", ".join(sorted(names)[:NAMED])
    others = f" and {len(names) - NAMED} more" if len(names) > NAMED else ""
    retired = f"{len(names)} of the {of} tags stand in none of these files and would be retired: {listed}{others}."
    advice = "The desk cannot take that back. Name every file of tags, or say --retire with “hub load”."
    raise RegistryError([retired, advice])


def _held(db: Session, tags: Iterable[Tag], slugs: Mapping[UUID, str]) -> dict[str, Held]:
    labels: dict[UUID, list[TagLabel]] = defaultdict(list)
    for label in db.exec(select(TagLabel)):
        labels[label.tag_id].append(label)
    held, tags = {}, list(tags)
    tied = held_ties(db, tags)
    for tag in tags:
        everywhere = [each for each in labels[tag.id] if each.scope_id == WHOLE_HUB]
        others = [each for each in everywhere if not _is_own(tag, each)]
        here = [each for each in labels[tag.id] if each.scope_id in slugs]
        entry = TagEntry(
            name=tag.name,
            meaning=tag.meaning,
            also=tuple(sorted(_written(each) for each in others if each.in_text)),
            label_only=tuple(sorted(_written(each) for each in others if not each.in_text)),
            place=slugs[tag.place_id] if tag.place_id else "",
            scope=slugs[tag.scope_id] if tag.scope_id else "",
            here=_scoped([each for each in here if each.in_text], slugs),
            label_only_here=_scoped([each for each in here if not each.in_text], slugs),
            **tied.get(tag.id, {}),
        )
        held[tag.slug] = Held(entry.facts, desk=tag.origin == DESK, retired=tag.retired)
    return held


def _scoped(labels: Iterable[TagLabel], slugs: Mapping[UUID, str]) -> tuple[str, ...]:
    return tuple(sorted(scoped(slugs[each.scope_id], _written(each)) for each in labels))


def _is_own(tag: Tag, label: TagLabel) -> bool:
    """Say whether a spelling is no more than the tag's own name or slug."""
    return label.in_text and _written(label) in {tag.name, tag.slug}


def _written(label: TagLabel) -> str:
    return neighbours.written(Spelled(label.label, label.near, label.not_near))


def _write(tag: Tag, facts: Facts, places: Mapping[str, UUID]) -> None:
    entry = entry_of(TagEntry, facts)
    tag.name, tag.meaning, tag.retired = entry.name, entry.meaning, False
    tag.place_id = places[entry.place] if entry.place else None
    tag.scope_id = places[entry.scope] if entry.scope else None


def _write_labels(db: Session, rows: Mapping[str, Tag], made: Plan, places: Mapping[str, UUID]) -> None:
    ids = [rows[slug].id for slug in made.wanted]
    db.execute(delete(TagLabel).where(col(TagLabel.tag_id).in_(ids)))
    for slug, facts in made.wanted.items():
        entry = entry_of(TagEntry, facts)
        # Of two spellings with one key the one said last stays: what was agreed on wins over slug and name.
        own = [(Spelled(slug), True), (Spelled(entry.name), True)]
        agreed = [*((label, True) for label in entry.also), *((label, False) for label in entry.label_only)]
        spelt = [*own, *((neighbours.parse(label), in_text) for label, in_text in agreed)]
        for key, (each, in_text) in {label_key(each.label): (each, believed) for each, believed in spelt}.items():
            db.add(TagLabel(tag_id=rows[slug].id, key=key, in_text=in_text, **each._asdict()))
        db.add_all(_labels_here(rows[slug].id, entry, places))
    db.flush()


def _labels_here(tag_id: UUID, entry: TagEntry, places: Mapping[str, UUID]) -> Iterable[TagLabel]:
    """Return the spellings that count in one place alone, each once for its place."""
    told = [*((each, True) for each in entry.here), *((each, False) for each in entry.label_only_here)]
    found = {}
    for each, in_text in told:
        place, written = unscoped(each)
        label, near, not_near = neighbours.parse(written)
        if place in places:
            row = TagLabel(tag_id=tag_id, scope_id=places[place], key=label_key(label), label=label, in_text=in_text)
            row.near, row.not_near = near, not_near
            found[row.scope_id, row.key] = row
    return found.values()
