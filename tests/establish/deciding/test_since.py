"""Who agreed on a tag is who stands behind the first decision on it."""

from uuid import uuid4

from sqlmodel import Session

from hub.establish.deciding.models import Decision, DecisionTag
from hub.establish.deciding.since import Since, since
from hub.establish.tags.models import Tag
from hub.places.rules import WHOLE_HUB
from tests import town

ADA = uuid4()


def test_the_first_decision_counts(db: Session) -> None:
    filed, made = town.tag(db, "Bins"), town.tag(db, "Ponds", origin="desk")
    first, _, own = decide(db, filed, "file"), decide(db, filed, "mentor"), decide(db, made, "agreed")
    decide(db, made, "file")

    assert since(db, [filed.id, made.id]) == {
        filed.id: Since(is_filed=True, decision_id=first, at=town.NOON, by_id=ADA, origin="file"),
        made.id: Since(is_filed=False, decision_id=own, at=town.NOON, by_id=ADA, origin="agreed"),
    }


def test_a_tag_older_than_the_log_was_brought_by_nobody_in_it(db: Session) -> None:
    filed, made = town.tag(db, "Bins"), town.tag(db, "Ponds", origin="desk")
    decide(db, filed, "mentor")

    assert since(db, [filed.id, made.id]) == {filed.id: Since(is_filed=True), made.id: Since(is_filed=False)}


def decide(db: Session, tag: Tag, origin: str) -> int:
    """Write a decision on a tag; return its number."""
    made = Decision(at=town.NOON, by_id=ADA, origin=origin, place_id=WHOLE_HUB, script=[], images=[])
    db.add(made)
    db.flush()
    assert made.id is not None
    db.add(DecisionTag(tag_id=tag.id, decision_id=made.id))
    db.flush()
    return made.id
