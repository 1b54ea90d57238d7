"""A file that did not change changes nothing, whatever was decided at the desk since it was loaded."""

from collections.abc import Mapping
from dataclasses import replace

from hypothesis import given, settings
from sqlmodel import Session

from hub.db.engine import writing
from hub.establish.deciding import actions
from hub.establish.deciding.images import LabelRow
from hub.establish.deciding.queries import Asked
from hub.establish.deciding.rules import Origin
from hub.establish.deciding.script import Operation
from hub.establish.tags.actions import load_tags
from hub.establish.tags.registry import TagEntry
from hub.establish.tags.ruled import RuledEntry
from hub.establish.tags.ruling import load_words
from hub.places.actions import ids_by_slug
from hub.places.rules import WHOLE_HUB
from tests.databases import Fresh, examples
from tests.establish.deciding.acting import places, table
from tests.establish.deciding.histories import histories
from tests.town import NOON

TAGS = {
    "a": TagEntry("A", also=("Łódź",), here=("kings-heath the tip",)),
    "b": TagEntry("B", "Says so.", broader=("a",)),
    "c": TagEntry("C", scope="kings-heath", label_only=("sutton (near ward)",)),
}
WORDS = {"": RuledEntry(left_alone=("the",)), "kings-heath": RuledEntry(ambiguous=("the green",))}


def changed(db: Session, tags: Mapping[str, TagEntry]) -> bool:
    """Load a file, and say whether that wrote anything."""
    ids = ids_by_slug(db)
    loaded = (load_tags(db, tags, ids), load_words(db, WORDS, ids))
    return any(each.anything for each in loaded)


@settings(max_examples=examples(20), deadline=None)  # each is a database of its own
@given(histories)
def test_what_the_desk_decides_is_never_undone_by_a_file_that_does_not_speak_of_it(
    fresh: Fresh, history: list[Operation]
) -> None:
    with fresh() as engine, writing(engine) as db:
        places(db)
        changed(db, TAGS)
        for operation in history:
            actions.decide(db, Asked((operation,), WHOLE_HUB, None, ""), Origin.MENTOR, NOON)
        decided = table(db)

        assert not changed(db, TAGS)
        assert table(db) == decided
        changed(db, {slug: replace(entry, meaning="Something else.") for slug, entry in TAGS.items()})
        db.expire_all()
        assert [row for row in table(db) if isinstance(row, LabelRow)] == [
            row for row in decided if isinstance(row, LabelRow)
        ]
