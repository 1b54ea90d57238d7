"""Ada adopts the feed of a tag, measures it, stops it, and takes it up again."""

from uuid import uuid4

import pytest
from sqlalchemy import Engine
from sqlmodel import select

from hub.aggregate.adopting.models import AdoptedFeed
from hub.aggregate.feeds.models import Feed, Source
from hub.aggregate.registering.models import Departure
from hub.db.engine import reading, writing
from hub.people.audit.models import AuditEntry
from hub.people.rules import Deed
from tests.neighbours import Neighbour
from tests.site.conftest import Alderford
from tests.site.tagfeeds.conftest import Elsewhere
from tests.site.tagfeeds.desk import SHELF, TAG, feed_page, keys, looked_at


def test_ada_adopts_with_one_key_and_may_undo_it(ada: Neighbour, elsewhere: Elsewhere, many: Engine) -> None:
    elsewhere.says(("ben", "The weir roars"))
    page = looked_at(ada, elsewhere, "/tags/Alderford.rss")
    (button,) = page.all(f"//form[@action='{TAG}']//button")
    assert button.get("data-key") == "a"
    page = ada.fill(page, cap="3")
    assert "Adopted. It is looked at within a minute" in page.text
    assert page.h1.startswith("#Alderford · 127.0.0.1")
    with reading(many) as db:
        (row,) = db.exec(select(AdoptedFeed)).all()
        source = db.get_one(Source, db.get_one(Feed, row.feed_id).source_id)
        assert (row.cap, source.kind, source.shows, source.retired) == (3, "neighbours", "excerpt", False)
        logged = db.exec(select(AuditEntry).where(AuditEntry.deed == Deed.ADOPT)).one()
        assert logged.after["cap"] == 3
    assert "In the stream already, as “#Alderford" in ada.visit(TAG).text
    page = ada.post(f"{SHELF}/{row.feed_id}/stop", follow=True)
    assert "Stopped." in page.text
    with reading(many) as db:
        assert (feed := db.get_one(Feed, row.feed_id)).retired
        assert db.get_one(Source, feed.source_id).retired


@pytest.mark.parametrize("cap", ["", "0", "51", "ten", "-1", "٣", "9999"])
def test_a_measure_nobody_can_mean_is_refused(ada: Neighbour, elsewhere: Elsewhere, many: Engine, cap: str) -> None:
    page = elsewhere.adopted(ada, cap=cap)
    assert page.status == 422
    assert "Write a number from 1 to 50." in page.text
    elsewhere.adopted(ada)
    page = ada.post(f"{feed_page(many)}/cap", cap=cap)
    assert page.status == 422
    assert "Write a number from 1 to 50." in page.text


def test_a_feed_is_adopted_once_for_the_whole_hub(ada: Neighbour, elsewhere: Elsewhere) -> None:
    assert "Adopted." in elsewhere.adopted(ada).text
    again = elsewhere.adopted(ada)
    assert again.status == 422
    assert "This feed is in the stream already." in again.text


def test_what_was_stopped_can_be_taken_up_again(
    ada: Neighbour, cem: Neighbour, elsewhere: Elsewhere, many: Engine
) -> None:
    elsewhere.says(("ben", "The weir roars"), ("mary", "Otters"))
    elsewhere.adopted(ada)
    elsewhere.looks()
    first, *_ = keys(ada.visit(SHELF))
    ada.post(SHELF, row=first, do="let-through")
    for _ in range(2):  # twice changes nothing more
        ada.post(f"{feed_page(many)}/stop")
    assert ada.visit(SHELF).articles == []
    assert (
        "@ben@m.example" in cem.visit(f"/items/{first}").text or "@mary@m.example" in cem.visit(f"/items/{first}").text
    )
    assert "stopped" in ada.visit("/desk/tags/feeds").text
    ada.post(f"{feed_page(many)}/again")
    page = ada.post(f"{feed_page(many)}/again", follow=True)
    assert "It is looked at again." in page.text
    elsewhere.looks()
    assert len(ada.visit(SHELF).articles) == 1


def test_a_stopped_feed_may_be_adopted_again_for_another_tag(
    ada: Neighbour, elsewhere: Elsewhere, many: Engine, alderford: Alderford
) -> None:
    elsewhere.adopted(ada)
    ada.post(f"{feed_page(many)}/stop")
    assert "Adopted." in elsewhere.adopted(ada, cap="7").text
    with reading(many) as db:
        (row,) = db.exec(select(AdoptedFeed)).all()
        assert (row.cap, row.stopped_at) == (7, None)


def test_another_mentor_reads_nothing_of_it(
    ada: Neighbour, mo: Neighbour, ben: Neighbour, elsewhere: Elsewhere, many: Engine
) -> None:
    elsewhere.says(("ben", "The weir roars"))
    elsewhere.adopted(ada)
    elsewhere.looks()
    (key,) = keys(ada.visit(SHELF))
    assert mo.visit(feed_page(many)).status == 404
    assert ben.visit(feed_page(many)).status == 403
    assert mo.visit(TAG).status == 403
    for odd in ("x", "9" * 30, "987654"):
        assert "Nothing was done." in ada.post(SHELF, row=odd, do="let-through", follow=True).text
        assert "Nothing was done." in ada.post(SHELF, row=odd, do="trust", follow=True).text
    assert "The weir roars" not in mo.visit("/desk/cases").text
    assert mo.post(f"/desk/cases/waiting/{key}", deed="show").status == 303


def test_everybody_sees_how_such_a_source_is_doing(ada: Neighbour, cem: Neighbour, elsewhere: Elsewhere) -> None:
    elsewhere.says(("ben", "The weir roars"))
    elsewhere.adopted(ada)
    elsewhere.looks()
    (address,) = [each for each, words in cem.visit("/alderford/sources").links.items() if words.startswith("#Alder")]
    page = cem.visit(address)
    assert page.status == 200
    assert "The weir roars" not in page.text
    elsewhere.publisher.says("/tags/Alderford.rss", 404)
    elsewhere.looks()
    assert "There is nothing at this address." in ada.visit("/desk/tags/feeds").text


def test_what_its_owner_took_out_nobody_brings_back_by_a_tag(
    ada: Neighbour, elsewhere: Elsewhere, many: Engine
) -> None:
    feed = elsewhere.says(("ben", "The weir roars"))
    assert feed in ada.visit(TAG).source
    with writing(many) as db:
        db.add(Departure(url=feed, source_id=uuid4(), at=elsewhere.moment))
    assert feed not in ada.visit(TAG).source
    assert elsewhere.adopted(ada).status == 422
