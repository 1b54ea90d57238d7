"""What a place tells of each word, where a spelling counts only sometimes and where something was decided."""

from sqlmodel import Session

from hub.establish.deciding.models import Decision, DecisionTag
from hub.establish.sharing import queries
from hub.establish.sharing.queries import Told
from hub.establish.sharing.scheme import Change
from hub.establish.tags.models import Tag, TagLabel
from tests import town


def test_what_counts_sometimes_is_told_apart_and_so_is_what_was_decided(db: Session) -> None:
    hove, ward = town.place(db, "Hove"), town.place(db, "Wish")
    bins = town.tag(db, "Bins", also=["refuse"], origin="desk")
    heir_of = Tag(slug="dumps", name="Dumps", retired=True, heir_id=bins.id)
    db.add(heir_of)
    db.add(TagLabel(tag_id=bins.id, key="tip", label="tip", near="fly", not_near="top"))
    db.add(TagLabel(tag_id=bins.id, key="yard", label="yard", scope_id=ward.id))
    db.add(TagLabel(tag_id=bins.id, key="waste", label="waste", in_text=False))
    for reason in ("", *(f"Reason {number}" for number in range(12))):
        made = Decision(at=town.NOON, origin="mentor", place_id=hove.id, script=[], images=[], reason=reason)
        db.add(made)
        db.flush()
        db.add(DecisionTag(tag_id=bins.id, decision_id=made.id or 0))
    db.flush()

    told = Told(hove.id, (), "https://hub.example/hove/tags", "https://hub.example/tags", "Hove", "en")
    words = {word.name: word for word in queries.scheme(db, told, [bins.id]).words}

    said = words["Bins"]
    assert (said.also, said.label_only) == (("refuse",), ("tip", "waste", "yard"))
    assert said.notes == (
        "“tip” counts only near: fly; not near: top.",
        "“yard” counts only in a part of the place alone.",
    )
    assert said.changes[0] == Change(town.NOON.date(), "Reason 11")
    assert len(said.changes) == 10
    assert (words["Dumps"].heir, words["Dumps"].retired) == (said.id, True)
