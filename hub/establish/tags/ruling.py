"""Which words mean no tag? What a registry file says of that taken into the database, and said back."""

from collections.abc import Mapping
from uuid import UUID

from sqlmodel import Session, col, delete, select

from hub.establish.tags.models import Ruling, Tag, TagLabel
from hub.establish.tags.ruled import EVERYWHERE, STANDS, RuledEntry
from hub.establish.tags.rules import Stand
from hub.kit.merge import Facts
from hub.kit.text import label_key
from hub.places.filing import Held, Loaded, Plan, last_filed, plan, remember
from hub.places.rules import WHOLE_HUB

KIND = "words"
_CALLED = {Stand.LEFT: "left_alone", Stand.AMBIGUOUS: "ambiguous", Stand.BLOCKED: "blocked"}
_STANDS = {name: stand for stand, name in _CALLED.items()}


def load_words(db: Session, entries: Mapping[str, RuledEntry], places: Mapping[str, UUID]) -> Loaded:
    """Apply what the file changed of words that mean no tag since it was last loaded; *places* are ids by slug."""
    before, held = last_filed(db, KIND), ruled(db, places)
    nothing = RuledEntry().facts
    known = [place for place in {*before, *held, *entries} if place == EVERYWHERE or place in places]
    told = {place: entries[place].facts if place in entries else nothing for place in known}
    last = {place: before.get(place, nothing) for place in told}
    made = plan(KIND, last, told, {place: Held(held.get(place, nothing)) for place in told})
    changed = {place: facts for place, facts in made.changed.items() if _write(db, made, (place, places), facts)}
    made.changed = changed
    made.filed = {place: facts for place, facts in made.filed.items() if facts != nothing}
    remember(db, made)
    return made.loaded


def refile(db: Session, told: Mapping[str, Facts]) -> None:
    """Remember that the file says *told* now, by place."""
    remember(db, Plan(KIND, filed=dict(told)))


def ruled(db: Session, places: Mapping[str, UUID]) -> dict[str, Facts]:
    """Return what was decided of words as a registry file would say it, by place; *places* are ids by slug."""
    slugs = {WHOLE_HUB: EVERYWHERE, **{place_id: slug for slug, place_id in places.items()}}
    found: dict[str, dict[str, list[str]]] = {}
    for row in db.exec(select(Ruling)):
        if row.scope_id in slugs:
            found.setdefault(slugs[row.scope_id], {}).setdefault(_CALLED[Stand(row.stand)], []).append(row.label)
    return {
        place: RuledEntry(**{stand: tuple(sorted(each.get(stand, ()))) for stand in STANDS}).facts
        for place, each in found.items()
    }


def _write(db: Session, made: Plan, where: tuple[str, Mapping[str, UUID]], facts: Facts) -> bool:
    """Write the words of one place; say whether any row is another one now."""
    place, places = where
    scope_id = WHOLE_HUB if place == EVERYWHERE else places[place]
    wanted: dict[str, tuple[str, Stand]] = {}
    for name, stand in _STANDS.items():
        words = facts[name]
        wanted |= {label_key(word): (word, stand) for word in (words if isinstance(words, tuple) else ())}
    for key, slug in _spelt(db, scope_id, wanted).items():
        made.clash(place or "words", f"“{wanted.pop(key)[0]}” is a spelling of “{slug}” there; left as it is.")
    rows = db.exec(select(Ruling).where(Ruling.scope_id == scope_id))
    held = {row.key: (row.label, Stand(row.stand)) for row in rows}
    stale = [key for key, each in held.items() if wanted.get(key) != each]
    db.execute(delete(Ruling).where(col(Ruling.scope_id) == scope_id, col(Ruling.key).in_(stale)))
    fresh = {key: each for key, each in wanted.items() if held.get(key) != each}
    db.add_all(Ruling(scope_id=scope_id, key=key, label=word, stand=stand) for key, (word, stand) in fresh.items())
    db.flush()
    return bool(stale or fresh)


def _spelt(db: Session, scope_id: UUID, keys: Mapping[str, object]) -> Mapping[str, str]:
    """Return which of these keys a tag is spelt by in that very scope, with its slug."""
    rows = select(TagLabel.key, Tag.slug).join(Tag, col(Tag.id) == col(TagLabel.tag_id))
    here = col(TagLabel.key).in_(list(keys)) & (col(TagLabel.scope_id) == scope_id) & col(Tag.retired).is_(False)
    return dict(db.execute(rows.where(here)).all())
