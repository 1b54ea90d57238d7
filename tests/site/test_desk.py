"""Ada has ten minutes: her desk says what waits, and she works on it with a few buttons."""

from datetime import timedelta

import pytest
from sqlalchemy import Engine
from sqlmodel import select, update

from hub.aggregate.feeds.models import Feed
from hub.aggregate.items.models import Item, ItemLabel
from hub.aggregate.tagging import counting, retagging
from hub.aggregate.tagging.models import Retagging
from hub.db.engine import reading, writing
from hub.kit.clock import now
from hub.kit.text import label_key
from hub.meet.events.models import Event
from hub.people.rules import Deed, Kind
from hub.site.desk.wording import DEEDS, DUTIES, ROLES
from tests import town
from tests.neighbours import Neighbour
from tests.site.conftest import Alderford


@pytest.fixture
def labelled(alderford: Alderford, many: Engine) -> Alderford:
    """Alderford, whose council files two posts under “Fly tipping” and one under “Refuse”, which means something."""
    with writing(many) as db:
        items = db.exec(select(Item).where(Item.feed_id == alderford.council.id).order_by(Item.title)).all()
        for item, label in [
            (items[0], "Fly tipping"),
            (items[1], "Fly tipping"),
            (items[0], "refuse"),
            (items[1], "once"),
        ]:
            assert item.id is not None
            db.add(ItemLabel(item_id=item.id, key=label_key(label), label=label))
        db.add(ItemLabel(item_id=items[1].id or 0, key="refuse", label="Refuse"))
        db.flush()
        counting.count(db)
    return alderford


def test_ada_sees_what_waits_with_its_age(ada: Neighbour, labelled: Alderford) -> None:
    page = ada.visit("/desk")
    assert page.h1 == "Your desk"
    assert page.headers["cache-control"] == "no-store"
    waiting = page.words("//ol[contains(@class, 'bins')]/li")
    bins = ["Where is that? 1", "Words nobody agreed on yet 1", "Broken and moved feeds 1"]
    assert [each.split(" the oldest")[0] for each in waiting] == bins
    assert page.links["/desk/words?place=alderford"] == "Words nobody agreed on yet"


def test_an_empty_desk_says_so_warmly(ada: Neighbour, alderford: Alderford, many: Engine) -> None:
    with writing(many) as db:
        db.get_one(Feed, alderford.diary.id).trouble = ""
        db.exec(update(Event).values(location=""))
    page = ada.visit("/desk")
    assert "Nothing waits for you" in page.text
    assert "Hello Ada." in page.text


def test_who_holds_no_role_has_no_desk(cem: Neighbour, ben: Neighbour, alderford: Alderford) -> None:
    assert cem.visit("/desk").status == 303
    assert cem.visit("/desk/feeds").status == 303
    assert cem.post("/desk/feeds", do="look-again", row=str(alderford.diary.id)).status == 401
    assert ben.visit("/desk").status == 403
    assert ben.post("/desk/feeds", do="look-again", row=str(alderford.diary.id)).status == 403


def test_a_moderator_has_a_desk_without_the_mentors_bins(mo: Neighbour, labelled: Alderford) -> None:
    page = mo.visit("/desk")
    assert page.status == 200
    assert "/desk/words" not in page.source
    assert mo.visit("/desk/feeds").status == 403
    assert mo.post("/desk/feeds", do="look-again", row=str(labelled.diary.id)).status == 403


def test_an_admin_sees_every_bin(root: Neighbour, labelled: Alderford) -> None:
    links = root.visit("/desk").links.keys()
    assert {"/desk/words?place=alderford", "/desk/feeds", "/desk/roles", "/alderford/proposals"} <= links
    assert "Fly tipping" in root.visit("/desk/words").text


def test_a_button_without_a_choice_says_what_is_missing(ada: Neighbour, alderford: Alderford) -> None:
    page = ada.post("/desk/feeds", do="look-again")
    assert page.status == 422
    assert "Choose at least one" in page.text
    assert ada.post("/desk/feeds", do="dance", row=str(alderford.diary.id)).status == 422


def test_the_desk_says_that_older_posts_are_sorted_anew(ada: Neighbour, alderford: Alderford, many: Engine) -> None:
    with writing(many) as db:
        retagging.ask(db, alderford.place.id, None, now())
    assert "Older posts are being sorted anew." in ada.visit("/desk").text
    with writing(many) as db:
        (asked,) = retagging.open_ids(db)
        db.get_one(Retagging, asked).total = 200
        db.get_one(Retagging, asked).looked_at = 50
    assert "Older posts are being sorted anew: 25 % of 200." in ada.visit("/desk").text


def test_a_broken_feed_says_what_helps_and_is_looked_at_again(
    ada: Neighbour, alderford: Alderford, many: Engine
) -> None:
    page = ada.visit("/desk/feeds")
    (row,) = page.articles
    assert row.startswith("Mill End Diary")
    assert alderford.diary.url in row
    with writing(many) as db:
        db.get_one(Feed, alderford.diary.id).due_at = now() + timedelta(days=1)
    page = ada.post("/desk/feeds", follow=True, do="look-again", row=str(alderford.diary.id))
    assert "Done: 1 row" in page.text
    with reading(many) as db:
        assert db.get_one(Feed, alderford.diary.id).due_at <= now()


def test_feeds_of_other_places_are_left_alone(ada: Neighbour, root: Neighbour, many: Engine) -> None:
    with writing(many) as db:
        weir = town.place(db, "Weir")
        feed = town.feed(db, town.source(db, "Weir Voice", weir), trouble="http-404")
        lost = town.feed(db, town.source(db, "Nowhere Voice"), trouble="http-404")
    assert "Weir Voice" not in ada.visit("/desk/feeds").text
    assert "Weir Voice" in root.visit("/desk/feeds").text
    keys = [str(feed.id), str(lost.id), "no id", str(weir.id)]
    assert "Nothing was done." in ada.post("/desk/feeds", follow=True, do="look-again", row=keys).text
    assert "Done: 2 row" in root.post("/desk/feeds", follow=True, do="look-again", row=keys).text


def test_there_are_no_other_bins(ada: Neighbour) -> None:
    assert ada.visit("/desk/dreams").status == 404


def test_every_deed_and_role_has_words() -> None:
    assert set(DEEDS) == set(Deed)
    assert set(ROLES) == set(DUTIES) == set(Kind)
