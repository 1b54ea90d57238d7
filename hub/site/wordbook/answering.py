"""What does the API say of tags? Those that are agreed on, and what became of those that were."""

from collections.abc import Collection, Sequence
from uuid import UUID

from sqlmodel import Session

from hub.establish.tags import described
from hub.establish.tags import queries as registry
from hub.establish.tags.former import former
from hub.site import answers
from hub.site.answers import TagAnswer
from hub.site.wordbook.entries import bonds


def agreed_answers(db: Session, scopes: Collection[UUID]) -> Sequence[TagAnswer]:
    """Return the tags agreed in the whole hub or in one of these places, by name."""
    tags = registry.tags(db, scopes)
    slugs, written = {tag.id: tag.slug for tag in tags}, described.spelt(db, [tag.id for tag in tags])
    broader = bonds(db).broader
    return [
        answers.tag_answer(
            tag, written.get(tag.id, ()), [slugs[each] for each in broader.get(tag.id, ()) if each in slugs]
        )
        for tag in tags
    ]


def former_answers(db: Session) -> Sequence[TagAnswer]:
    """Return every slug that was a tag's once, in order, with the one that has its place."""
    return [answers.former_answer(slug, was) for slug, was in sorted(former(db).items())]
