"""What the tests of the list of agreed words share: how two tags come to hang together, and what is told of one."""

from sqlmodel import Session

from hub.establish.tags.models import Tag, TagEdge
from hub.establish.tags.rules import Bond
from hub.places.actions import bump_hub
from tests.neighbours import Page

BINS = "/alderford/tags/bins-and-recycling"


def tie(db: Session, tag: Tag, other: Tag, bond: Bond) -> None:
    """Let two tags hang together."""
    if bond is not Bond.BROADER:
        tag, other = sorted((tag, other), key=lambda each: each.id)
    db.add(TagEdge(tag_id=tag.id, other_id=other.id, bond=bond))
    db.flush()
    bump_hub(db)


def section(page: Page, slug: str) -> str:
    """Return all the list of tags tells of one tag."""
    (told,) = page.words(f"//*[@id='{slug}']")
    return told
