"""Which entries of tags.yaml speak of tags that are none any more? Merged, retired or renamed at the desk."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from sqlmodel import Session, col, delete, select

from hub.establish.tags.former import Former, former
from hub.establish.tags.models import Tag
from hub.kit.merge import Facts
from hub.places.models import Filed

GONE = "tag-gone"  # the kind under which is kept what left the file since it had ended at the desk


@dataclass(frozen=True, slots=True)
class Living:
    """What a file says of tags that are some still, before and now; by the slug they have today."""

    before: Mapping[str, Facts]
    told: Mapping[str, Facts]
    conflicts: tuple[str, ...]  # what it says of others, left aside


def living(db: Session, before: Mapping[str, Facts], told: Mapping[str, Facts]) -> Living:
    """Leave aside what would bring back a tag that ended at the desk, and follow tags to their new slugs."""
    was, gone = former(db), _gone(db)
    retired = set(db.exec(select(Tag.slug).where(col(Tag.retired))))
    moved = {slug: each.heir for slug, each in was.items() if each.heir and slug not in retired}
    unheard = [slug for slug in told if slug not in before and slug not in moved]
    aside = {slug: words for slug in unheard if (words := _why(slug, was, gone))}
    aside |= {slug: _renamed(moved[slug]) for slug in moved.keys() & told.keys() if moved[slug] in told}
    kept = {slug: facts for slug, facts in told.items() if slug not in aside}
    conflicts = tuple(f"tag “{slug}”: {words}" for slug, words in sorted(aside.items()))
    return Living(_moved(before, moved), _moved(kept, moved), conflicts)


def note_ended(db: Session, slugs: Iterable[str]) -> None:
    """Remember of these tags that they left the file since they had ended at the desk."""
    db.execute(delete(Filed).where(col(Filed.kind) == GONE, col(Filed.key).in_(list(slugs := set(slugs)))))
    db.add_all(Filed(kind=GONE, key=slug, body="{}") for slug in slugs)
    db.flush()


def _gone(db: Session) -> Collection[str]:
    return set(db.exec(select(Filed.key).where(Filed.kind == GONE)))


def _why(slug: str, was: Mapping[str, Former], gone: Collection[str]) -> str:
    """Say what became of a tag, where a file cannot bring it back; nothing where it can."""
    if slug not in was:
        return ""
    if was[slug].heir:
        return f"became part of “{was[slug].heir}” at the desk, so the file's entry is left aside."
    return "was retired at the desk, so the file's entry is left aside." if slug in gone else ""


def _renamed(slug: str) -> str:
    return f"is called “{slug}” now, which stands in the file too, so this entry is left aside."


def _moved(facts: Mapping[str, Facts], moved: Mapping[str, str]) -> Mapping[str, Facts]:
    """Return what is said of tags under the slugs they have today."""
    today = {slug: each for slug, each in facts.items() if slug not in moved}
    return {**{moved[slug]: each for slug, each in facts.items() if slug in moved}, **today}
