"""Which page of ours does an address name that takes mentions? One that exists, and that everybody sees."""

from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import Engine
from sqlmodel import select

from hub.aggregate.items.models import Item
from hub.communicate.mentions.rules import Target, id_of_tag
from hub.communicate.replies.models import Reply
from hub.communicate.threads.models import Thread
from hub.db.engine import reading, writing
from hub.errors import NotFound
from hub.kit.clock import now
from hub.meet.events.models import Event
from hub.site import mentioned
from tests import town
from tests.site.conftest import ADDRESS, Alderford


@pytest.fixture
def item(many: Engine, alderford: Alderford) -> int:
    with reading(many) as db:
        return db.exec(select(Item.id).where(Item.title == "Bins on Tuesday")).one() or 0


def test_each_sort_of_page_is_found_by_its_address(many: Engine, alderford: Alderford, item: int) -> None:
    place = alderford.place
    with writing(many) as db:
        thread = Thread(place_id=place.id, made_at=now(), last_at=now(), tag_id=alderford.bins.id)
        db.add(thread)
        db.flush()
        event = db.exec(select(Event)).one()
        hex_id = event.id.hex
        found = {
            name: mentioned.meant(db, f"{ADDRESS}/{name}", ADDRESS)
            for name in (
                f"items/{item}",
                "alderford",
                "alderford/tags/bins-and-recycling",
                "alderford/sources/mill-end-diary",
                f"alderford/meetups/{event.id}",
                f"mill-end/meetups/{event.id}",
            )
        }
    assert [each and (each.kind, each.id, each.place_id) for each in found.values()] == [
        (Target.ITEM, str(item), place.id),
        (Target.PLACE, place.id.hex, place.id),
        (Target.TAG, id_of_tag(place.id, alderford.bins.id), place.id),
        (Target.SOURCE, alderford.diary.source_id.hex, place.id),
        (Target.EVENT, hex_id, place.id),
        None,
    ]


def test_a_local_reply_takes_no_mentions_and_does_not_say_that_it_exists(many: Engine, alderford: Alderford) -> None:
    with writing(many) as db:
        thread = Thread(place_id=alderford.place.id, made_at=now(), last_at=now())
        db.add(thread)
        db.flush()
        words: dict[str, Any] = {
            "thread_id": thread.id,
            "words": "Hm.",
            "html": "<p>Hm.",
            "state": "shown",
            "said_at": now(),
        }
        ids = {is_local: uuid4() for is_local in (False, True)}
        for is_local, reply_id in ids.items():
            db.add(Reply(id=reply_id, is_local=is_local, **words))
        db.flush()
        found = [mentioned.meant(db, f"{ADDRESS}/replies/{each}", ADDRESS) for each in ids.values()]
    assert [each and each.kind for each in found] == [Target.REPLY, None]


def test_a_source_that_left_takes_no_mentions(many: Engine, alderford: Alderford) -> None:
    with writing(many) as db:
        town.source(db, "Old Paper", alderford.place, retired=True)
        assert mentioned.meant(db, f"{ADDRESS}/alderford/sources/old-paper", ADDRESS) is None


@pytest.mark.parametrize("page", [mentioned._place, mentioned._tag, mentioned._source, mentioned._event])
def test_what_stands_in_a_place_is_nowhere_without_one(many: Engine, alderford: Alderford, page: object) -> None:
    assert callable(page)
    with reading(many) as db, pytest.raises(NotFound):
        page(db, None, alderford.bins.slug)
