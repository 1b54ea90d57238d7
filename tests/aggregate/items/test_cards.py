"""A card tells of an item what its reader needs, and no more is read for it."""

from sqlmodel import Session

from hub.aggregate.items.cards import cards, listed
from hub.aggregate.items.models import Enclosure
from tests import town


def test_a_list_needs_no_places_and_files_only_where_they_are_the_point(db: Session) -> None:
    place, bins = town.place(db, "Alderford"), town.tag(db, "Bins")
    told = [
        town.item(db, town.feed(db, town.source(db, name, place, kind=kind)), name, [place], [bins])
        for name, kind in (("Ben", "blog"), ("Swifts", "podcast"))
    ]
    ids = [item.id or 0 for item in told]
    for item_id in ids:
        db.add(Enclosure(item_id=item_id, position=0, url="https://a.example/1.mp3", media_type="audio/mpeg"))
    db.flush()
    whole, short = cards(db, ids), listed(db, ids)
    assert [len(card.files) for card in whole] == [1, 1]
    assert [len(card.files) for card in short] == [0, 1]
    assert [card.places for card in short] == [(), ()]
    assert [card.tags for card in short] == [card.tags for card in whole]


def test_an_item_keeps_its_name_for_feed_readers(db: Session) -> None:
    voice = town.feed(db, town.source(db, "Ben", town.place(db, "Alderford")))
    item = town.item(db, voice, "Bins")
    (first,), (second,) = (cards(db, [item.id or 0]) for _ in range(2))
    assert first.urn == second.urn
    assert first.urn.startswith("urn:uuid:")


def test_of_nothing_there_are_no_cards(db: Session) -> None:
    assert listed(db, []) == cards(db, []) == ()
