"""Ben leaves and comes back: what a moderator decided about his blog goes on."""

from uuid import UUID

from sqlalchemy import Engine
from sqlmodel import Session, select

from hub.aggregate.feeds.models import Feed, Source
from hub.aggregate.items.models import Item
from hub.aggregate.registering import returning
from hub.aggregate.registering.models import Registration
from hub.db.engine import reading, writing
from hub.duties.tools import Tools
from hub.people.cases.models import Withholding
from tests import town
from tests.duties.publisher import Publisher
from tests.neighbours import Neighbour
from tests.site.conftest import ADDRESS, Alderford
from tests.site.registering.blogging import HEAD, admitted, fetch, registered, source_of

PAGE = "/alderford/sources/ben-writes"


def back(ben: Neighbour, blog: Publisher, many: Engine) -> UUID:
    """Have Ben leave, register once more and prove that it is he; return the source."""
    ben.post("/you/sources/ben-writes/leave", sure="yes")
    with reading(many) as db:
        assert db.exec(select(Source).where(Source.slug == "ben-writes")).all() == []
    address = registered(ben, blog, feed=f"http://{blog.host}/feed").address.removeprefix(ADDRESS)
    with reading(many) as db:
        token = db.get_one(Registration, UUID(address.rpartition("/")[2])).token
    blog.says("/", body=f"{HEAD}<meta name=local-hub content={token}>")
    assert "It is in the stream" in ben.post(f"{address}/check", follow=True).text
    with reading(many) as db:
        return db.exec(select(Feed.source_id).where(Feed.url == f"http://{blog.host}/feed")).one()


def measures(db: Session, source_id: UUID) -> list[str]:
    return [each.measure for each in db.exec(select(Withholding)) if each.target_id == source_id.hex]


def test_what_was_taken_down_does_not_come_back_by_leaving(
    ben: Neighbour, ada: Neighbour, cem: Neighbour, mo: Neighbour, blog: Publisher, many: Engine, tools: Tools
) -> None:
    admitted(ben, ada, blog, many)
    fetch(tools, blog)
    assert "Bins are late" in cem.visit("/alderford").text
    cem.post(f"{PAGE}/report", reason="spam")
    mo.post("/desk/cases/1", measure="hide", reason="spam", words="Six times the same.")
    with reading(many) as db:
        before = source_of(db).id
    assert back(ben, blog, many) == before
    fetch(tools, blog)
    assert "Bins are late" not in cem.visit("/alderford").text
    mo.post("/desk/cases/1/undo")
    assert "Bins are late" in cem.visit("/alderford").text


def test_where_an_item_was_taken_down_what_comes_back_is_read_first(
    ben: Neighbour, ada: Neighbour, cem: Neighbour, mo: Neighbour, blog: Publisher, many: Engine, tools: Tools
) -> None:
    admitted(ben, ada, blog, many)
    fetch(tools, blog)
    with reading(many) as db:
        item_id = db.exec(select(Item.id).where(Item.title == "Bins are late")).one()
    ada.post(f"/items/{item_id}/hide", what="item", reason="private")
    source_id = back(ben, blog, many)
    fetch(tools, blog)
    assert "Bins are late" not in cem.visit("/alderford").text
    assert "Bins are late" in ada.visit("/desk/cases").text
    with reading(many) as db:
        assert measures(db, source_id) == ["restrict"]


def test_it_does_not_come_back_under_another_source_of_its_owner(
    ben: Neighbour, ada: Neighbour, blog: Publisher, many: Engine, alderford: Alderford
) -> None:
    admitted(ben, ada, blog, many)
    ada.post(f"{PAGE}/hide", what="source", reason="spam", sure="yes")
    blog.says("/", body=f"{HEAD}<link rel=alternate type=application/rss+xml href=/other>")
    ben.post("/you/sources/ben-writes/leave", sure="yes")
    with writing(many) as db:
        other = town.source(db, "Ben cooks", alderford.place)
        town.feed(db, other, f"http://{blog.host}/feed2")
    assert again(many, blog, other.id) == ["restrict"]


def again(many: Engine, blog: Publisher, source_id: UUID) -> list[str]:
    """Have what left taken up by a source that is here; return what holds of that then."""
    with writing(many) as db:
        left = returning.held_before(db, [f"http://{blog.host}/feed", f"http://{blog.host}/feed2"])
        returning.carry_over(db, left, source_id)
        returning.carry_over(db, left, source_id)
        return measures(db, source_id)
