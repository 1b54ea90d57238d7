"""What a mentor takes of a list comes in as an archive, and goes again as a whole."""

from uuid import UUID

from sqlmodel import col, select, update

from hub.aggregate.feeds import looks
from hub.aggregate.feeds.models import Feed, FeedProposal, Source
from hub.aggregate.importing import actions, queries, taking
from hub.aggregate.importing.actions import Mended
from hub.aggregate.importing.models import FeedList, ListedFeed
from hub.aggregate.importing.privacy import LISTS_KEPT, expire
from hub.aggregate.importing.rules import State
from hub.aggregate.items.models import Item
from hub.aggregate.registering.models import Departure, SourceOwner
from hub.db.engine import reading, writing
from hub.duties.fetching import fetch_round
from hub.duties.lists import look_through
from hub.duties.tools import Tools
from hub.kit.clock import now
from hub.people.persons import actions as persons
from hub.places.models import Place
from tests import town
from tests.duties.lists.reads import DAY, bring, rows, rss, states, taken
from tests.duties.publisher import Publisher


def test_what_is_taken_becomes_sources_whose_first_posts_are_an_archive(hub: Tools, web: Publisher) -> None:
    list_id = bring(hub, *(web.says(f"/{n}", body=rss("Ben" * n, now())) for n in (1, 2)), folder="News", title="Ben")
    look_through(hub)
    assert taken(hub, list_id) == 2
    assert taken(hub, list_id) == 0
    with reading(hub.engine) as db:
        sources = db.exec(select(Source).order_by(col(Source.slug))).all()
        assert [(each.slug, each.name, each.shows, each.origin) for each in sources] == [
            ("ben", "Ben", "excerpt", "desk"),
            ("ben-2", "Ben", "excerpt", "desk"),
        ]
        first, second = db.exec(select(Feed).order_by(col(Feed.due_at))).all()
        assert first.due_at < second.due_at
    with writing(hub.engine) as db:
        db.execute(update(Feed).values(due_at=now()))
    fetch_round(hub, looks.claim_due)
    with reading(hub.engine) as db:
        items = db.exec(select(Item)).all()
        assert items
        assert all(item.is_archive for item in items)


def test_what_became_known_or_left_meanwhile_is_not_taken(hub: Tools, web: Publisher) -> None:
    many = web.says("/tags/x.rss", body=rss("X", now()))
    list_id = bring(hub, *(web.says(f"/{n}", body=rss("Ben" * n, now())) for n in (1, 2)), many)
    look_through(hub)
    with writing(hub.engine) as db:
        town.feed(db, town.source(db, "Early", db.exec(select(Place)).one()), f"http://{web.host}/1")
        db.add(Departure(url=f"http://{web.host}/2", source_id=UUID(int=1), at=now()))
        db.flush()
        found = taking.take(db, list_id, now(), [f"http://{web.host}"])
        assert (found.made, found.slipped) == (0, 3)
    assert states(hub, list_id) == ["known", "refused", "refused"]


def owned_by_ben(hub: Tools) -> UUID:
    """Have Ben own the first source, and another address wait for the feed of the second."""
    with writing(hub.engine) as db:
        kept, gone = db.exec(select(Source).order_by(col(Source.slug))).all()
        person_id = persons.welcome(db, "ben@hub.example", now())
        theirs = db.exec(select(Feed).where(Feed.source_id == gone.id)).one()
        db.add(SourceOwner(source_id=kept.id, person_id=person_id, since=now()))
        db.add(FeedProposal(feed_id=theirs.id, url="https://new.example/", why="found", proposed_at=now()))
        return kept.id


def test_all_of_it_is_taken_back_but_what_somebody_showed_to_be_theirs(hub: Tools, web: Publisher) -> None:
    list_id = bring(hub, *(web.says(f"/{n}", body=rss("Ben" * n, now())) for n in (1, 2)))
    look_through(hub)
    taken(hub, list_id)
    with writing(hub.engine) as db:
        db.execute(update(Feed).values(due_at=now()))
    fetch_round(hub, looks.claim_due)
    kept = owned_by_ben(hub)
    with writing(hub.engine) as db:
        assert queries.brought(db, list_id).may_undo(now())
        assert taking.take_back(db, list_id, now()) == 1
        assert not queries.brought(db, list_id).may_undo(now())
    look_through(hub)
    assert sorted(states(hub, list_id)) == ["alive", "taken"]
    with reading(hub.engine) as db:
        assert [each.slug for each in db.exec(select(Source))] == ["ben"]
        assert {item.source_id for item in db.exec(select(Item))} == {kept}
        assert db.exec(select(Departure)).all() == []


def test_a_line_is_mended_by_hand_and_looked_at_anew(hub: Tools, web: Publisher) -> None:
    list_id = bring(hub, "ftp://ben.example/rss")
    (row,) = rows(hub, list_id)
    with writing(hub.engine) as db:
        actions.mend(db, row.id, Mended("Ben", row.written, "press"))
    assert [(each.state, each.called, each.kind) for each in rows(hub, list_id)] == [(State.REFUSED, "Ben", "press")]
    with writing(hub.engine) as db:
        actions.mend(db, row.id, Mended("Ben", web.says("/rss", body=rss("x", now())), "press"))
    look_through(hub)
    assert states(hub, list_id) == ["alive"]
    with writing(hub.engine) as db:
        actions.mend(db, row.id, Mended("Ben", "javascript:1"))
    assert states(hub, list_id) == ["refused"]


def test_ticks_and_kinds_are_kept(hub: Tools, web: Publisher) -> None:
    list_id = bring(hub, web.says("/1", body=rss("Ben", now())), web.says("/2", body=rss("Bea", now())), folder="Mine")
    look_through(hub)
    first, second = rows(hub, list_id)
    with writing(hub.engine) as db:
        actions.choose(db, list_id, {first.id: False, second.id: True}, {"Mine": "press"})
        actions.set_kind(db, list_id, "council")
        assert dict(queries.folders(db, list_id)) == {"Mine": "press"}
        assert queries.brought(db, list_id).kind == "council"
        assert taking.take(db, list_id, now()).made == 1
        actions.choose(db, list_id, {}, {"Mine": "blog"})
        assert dict(queries.folders(db, list_id)) == {"Mine": ""}
    assert [row.state.value for row in rows(hub, list_id)] == ["alive", "taken"]


def test_lists_are_forgotten_after_a_year_and_what_was_taken_stays(hub: Tools, web: Publisher) -> None:
    list_id = bring(hub, web.says("/rss", body=rss("Ben", now())))
    look_through(hub)
    taken(hub, list_id)
    with writing(hub.engine) as db:
        expire(db, now() + LISTS_KEPT - DAY)
        assert db.get(FeedList, list_id)
        expire(db, now() + LISTS_KEPT + DAY)
        db.expire_all()
        assert db.get(FeedList, list_id) is None
        assert db.exec(select(ListedFeed)).all() == []
        assert len(db.exec(select(Source)).all()) == 1
        expire(db, now() + LISTS_KEPT + DAY)
