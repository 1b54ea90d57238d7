"""A list of tags shows what was said last under each, in this place."""

from datetime import timedelta

from sqlmodel import Session

from hub.aggregate.items import examples
from tests import town
from tests.town import NOON


def test_the_two_newest_of_each_tag_come_first_to_last(db: Session) -> None:
    here, there = town.place(db, "Alderford"), town.place(db, "Elsewhere")
    bins, ponds, unused = town.tag(db, "Bins"), town.tag(db, "Ponds"), town.tag(db, "Unused")
    feed = town.feed(db, town.source(db, "Courier", here, there))
    for hour, (title, places, tags) in enumerate(
        [
            ("Oldest", [here], [bins]),
            ("Old", [here], [bins, ponds]),
            ("New", [here], [bins]),
            ("Newest, elsewhere", [there], [bins]),
        ]
    ):
        town.item(db, feed, title, places, tags, NOON + timedelta(hours=hour), language="en")
    found = examples.newest(db, here.id, [bins.id, ponds.id, unused.id])

    assert {tag_id: [each.title for each in few] for tag_id, few in found.items()} == {
        bins.id: ["New", "Old"],
        ponds.id: ["Old"],
    }
    assert found[ponds.id][0].language == "en"
    assert examples.newest(db, here.id, []) == {}
