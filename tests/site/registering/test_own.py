"""Ben looks after his blog: looks, pauses, how much is shown, its name; and he leaves."""

from datetime import timedelta
from pathlib import Path
from uuid import UUID

from sqlalchemy import Engine
from sqlmodel import Session, col, select, update

from hub.aggregate.feeds import looks
from hub.aggregate.feeds.models import Feed, FeedAlias, FeedDocument, Source, SourcePause, SourcePlace
from hub.aggregate.items.models import Item, StreamEntry
from hub.aggregate.registering import owning
from hub.aggregate.registering.models import Departure, Registration
from hub.db.engine import reading, writing
from hub.duties.loading import load
from hub.duties.tools import Tools
from hub.kit.clock import now
from hub.people.audit import privacy
from hub.people.audit.actions import Entry, note
from hub.people.audit.models import AuditEntry
from hub.people.persons.actions import Agreement, agree
from hub.people.persons.consents import BEHALF
from hub.people.persons.models import Consent
from hub.people.persons.queries import by_email
from hub.people.rules import NOBODY, Deed, Thing
from hub.people.signin.models import SignInSession
from tests import town
from tests.duties.publisher import Publisher, rss
from tests.neighbours import Neighbour
from tests.site.conftest import ADDRESS, Alderford
from tests.site.registering.blogging import BEN, HEAD, admitted, fetch, found, registered, source_of


def test_ben_has_it_looked_at_every_ten_minutes(ben: Neighbour, ada: Neighbour, blog: Publisher, many: Engine) -> None:
    address = admitted(ben, ada, blog, many)
    with writing(many) as db:
        feed = db.exec(select(Feed).where(Feed.source_id == source_of(db).id)).one()
        feed.due_at = now() + timedelta(days=1)
    assert "on you may ask for another look" in ben.post(f"{address}/look", follow=True).text
    with reading(many) as db:
        assert db.get_one(Feed, feed.id).due_at <= now()
    refused = ben.post(f"{address}/look")
    assert refused.status == 429
    assert 0 < int(refused.headers["retry-after"]) <= 600


def test_ben_pauses_and_goes_on(ben: Neighbour, ada: Neighbour, cem: Neighbour, blog: Publisher, many: Engine) -> None:
    address = admitted(ben, ada, blog, many)
    assert "You paused it" in ben.post(f"{address}/pause", follow=True).text
    assert "paused it" in cem.visit("/alderford/sources/ben-writes").text
    url = f"http://{blog.host}/feed"
    with writing(many) as db:
        owning.pause(db, source_of(db).id, now())
        assert looks.claim_all(db, now(), [url]) == []
    ben.post(f"{address}/go-on")
    with writing(many) as db:
        owning.go_on(db, source_of(db).id, now())
        assert [feed.url for feed in looks.claim_due(db, now())].count(url) == 1
        assert db.exec(select(SourcePause)).all() == []


def test_ben_says_how_much_is_shown_and_it_holds_at_once(
    ben: Neighbour, ada: Neighbour, cem: Neighbour, blog: Publisher, many: Engine, tools: Tools
) -> None:
    blog.says("/feed", body=rss("Bins", extra="<description>They came late.</description>"))
    address = admitted(ben, ada, blog, many)
    fetch(tools, blog)
    assert "They came late" in cem.visit("/alderford").text
    assert ben.post(f"{address}/shows", shows="all").status == 422
    ben.post(f"{address}/shows", shows="link")
    assert "They came late" not in cem.visit("/alderford").text
    with reading(many) as db:
        before, after = db.exec(select(Consent).where(Consent.kind == "show").order_by(col(Consent.given_at))).all()
        assert before.withdrawn_at is not None
        assert after.words == "Only the title, with a link to the site"


def test_ben_corrects_the_name(ben: Neighbour, ada: Neighbour, cem: Neighbour, blog: Publisher, many: Engine) -> None:
    address = admitted(ben, ada, blog, many)
    assert ben.post(f"{address}/name", name="\u200b").status == 422
    assert ben.post(f"{address}/name", name="x" * 81).status == 422
    ben.post(f"{address}/name", name="Ben at the river")
    assert "Ben at the river" in cem.visit("/alderford/sources").text


def test_others_have_no_such_page_and_ada_says_how_she_was_told(
    ben: Neighbour, ada: Neighbour, mo: Neighbour, blog: Publisher, many: Engine
) -> None:
    address = admitted(ben, ada, blog, many)
    assert mo.visit(address).status == mo.post(f"{address}/pause").status == mo.visit(f"{address}/leave").status == 404
    assert ada.visit(address).status == 200
    assert ada.post(f"{address}/pause").status == 422
    assert ada.post(f"{address}/pause", told="x" * 301).status == 422
    ada.post(f"{address}/shows", shows="link", told="He rang me on Monday.")
    with reading(many) as db:
        ben_id = getattr(by_email(db, BEN), "id", None)
        (entry,) = db.exec(select(AuditEntry).where(AuditEntry.deed == "act-for")).all()
        assert (entry.for_id, entry.why) == (ben_id, "")
        assert (entry.before, entry.after) == ({"shows": "excerpt"}, {"did": "shows", "shows": "link"})
        consents = db.exec(select(Consent).where(col(Consent.recorded_by).is_not(None))).all()
        assert {(each.person_id, each.kind) for each in consents} == {(ben_id, "show"), (ben_id, "told")}
        assert "He rang me on Monday." in {each.words for each in consents}


def test_what_a_mentor_does_for_another_stands_in_the_log_as_it_was_and_as_it_is(
    ben: Neighbour, ada: Neighbour, blog: Publisher, many: Engine
) -> None:
    address = admitted(ben, ada, blog, many)
    ada.post(f"{address}/pause", told="He rang me.")
    ada.post(f"{address}/go-on", told="He rang me.")
    ada.post(f"{address}/look", told="He rang me.")
    ada.post(f"{address}/name", name="Ben at the river", told="He rang me.")
    with reading(many) as db:
        done = db.exec(select(AuditEntry).where(AuditEntry.deed == "act-for").order_by(col(AuditEntry.id))).all()
        assert [(each.before, each.after) for each in done] == [
            ({"paused": False}, {"did": "pause", "paused": True}),
            ({"paused": True}, {"did": "go-on", "paused": False}),
            ({}, {"did": "look"}),
            ({"name": "Ben writes"}, {"did": "name", "name": "Ben at the river"}),
        ]


def test_only_its_owner_takes_a_source_out_unless_they_told_a_mentor_of_all_its_places(
    ben: Neighbour, ada: Neighbour, blog: Publisher, many: Engine, alderford: Alderford
) -> None:
    address = admitted(ben, ada, blog, many)
    assert f"{address}/leave" not in ada.visit(address).links
    assert ada.visit(f"{address}/leave").status == ada.post(f"{address}/leave", told="He rang me.").status == 403
    with writing(many) as db:
        ben_id = getattr(by_email(db, BEN), "id", None)
        assert ben_id
        agree(db, ben_id, Agreement(BEHALF, "Ada may act for me.", str(alderford.place.id)), now())
        weir = town.place(db, "Weir")
        elsewhere = SourcePlace(source_id=source_of(db).id, place_id=weir.id)
        db.add(elsewhere)
    assert ada.visit(f"{address}/leave").status == 403
    with writing(many) as db:
        db.delete(elsewhere)
    assert f"{address}/leave" in ada.visit(address).links
    assert ada.post(f"{address}/leave").status == 422
    assert ada.post(f"{address}/leave", told="He rang me.").status == 303
    assert ada.visit(address).status == 404


def test_taking_a_source_out_asks_for_a_code_typed_just_now(
    ben: Neighbour, ada: Neighbour, blog: Publisher, many: Engine
) -> None:
    address = admitted(ben, ada, blog, many)
    with writing(many) as db:
        db.execute(update(SignInSession).values(proved_at=now() - timedelta(days=1)))
    assert ben.visit(address).status == 200
    assert "/sign-in" in ben.visit(f"{address}/leave").headers["location"]
    assert ben.post(f"{address}/leave").status == 401
    assert ben.visit(address).status == 200


def test_ada_pauses_what_is_nobodys_and_shows_no_more_of_it_than_readers_may(
    ada: Neighbour, many: Engine, alderford: Alderford
) -> None:
    address = "/you/sources/alderford-council"
    assert "nobody’s here yet" in ada.visit(address).text
    assert ada.post(f"{address}/pause").status == 422
    assert ada.post(f"{address}/pause", told="It repeats itself.").status == 303
    assert ada.post(f"{address}/leave", told="It repeats itself.").status == 403
    assert ada.post(f"{address}/shows", shows="full", told="People asked.").status == 422
    assert ada.post(f"{address}/shows", shows="link", told="People asked.").status == 303
    with reading(many) as db:
        assert db.exec(select(Consent)).all() == []
        done = db.exec(select(AuditEntry.why).where(AuditEntry.deed == "act-for").order_by(col(AuditEntry.id))).all()
        assert done == ["It repeats itself.", "People asked."]


def test_what_neighbours_pin_up_is_no_source_that_anybody_looks_after(
    ben: Neighbour, ada: Neighbour, root: Neighbour, many: Engine, alderford: Alderford
) -> None:
    with writing(many) as db:
        source = town.source(db, "Neighbours in Alderford", alderford.place, kind="community")
        town.feed(db, source, f"notices:{alderford.place.id.hex}", reads="notices")
    for person in (ada, root):
        address = "/you/sources/neighbours-in-alderford"
        assert person.visit(address).status == person.post(f"{address}/leave", told="x").status == 404


def test_how_ben_told_a_mentor_is_forgotten_with_him(
    ben: Neighbour, ada: Neighbour, blog: Publisher, many: Engine
) -> None:
    address = admitted(ben, ada, blog, many)
    ada.post(f"{address}/pause", told="He rang me on Monday.")
    with writing(many) as db:
        ben_id = getattr(by_email(db, BEN), "id", None)
        assert ben_id
        note(db, NOBODY, Entry(Deed.DECIDE, Thing.PERSON, ben_id, why="Ben Miller was rude."), now())
        privacy.erase(db, ben_id, now())
        about = db.exec(select(AuditEntry).where(AuditEntry.target_kind == "person")).all()
        assert "Ben Miller was rude." not in {each.why for each in about}


def test_ben_leaves_and_nothing_he_said_is_left(
    ben: Neighbour, ada: Neighbour, cem: Neighbour, blog: Publisher, many: Engine, tools: Tools
) -> None:
    address = admitted(ben, ada, blog, many)
    fetch(tools, blog)
    with writing(many) as db:
        source_id = source_of(db).id
        feed = db.exec(select(Feed).where(Feed.source_id == source_id)).one()
        db.add(FeedAlias(url="https://ben.example/old", feed_id=feed.id))
        theirs = set(db.exec(select(Item.id).where(Item.source_id == source_id)).all())
        calendar = town.feed(db, source_of(db), "https://ben.example/dates.ics", reads="events")
        town.meetup(db, calendar, "Ben reads aloud", now() + timedelta(days=2))
    assert "What stays" in ben.visit(f"{address}/leave").text
    assert "You have none here yet" not in ben.post(f"{address}/leave", follow=True).text
    assert "Bins are late" not in cem.visit("/alderford").text
    assert "Bins are late" not in cem.visit("/alderford/search?q=bins").text
    assert "Ben reads aloud" not in cem.visit("/alderford/meetups").text
    assert cem.visit("/alderford/sources/ben-writes").status == 404
    _assert_no_row_of(many, source_id, feed.id, theirs)


def _assert_no_row_of(many: Engine, source_id: UUID, feed_id: UUID, item_ids: set[int | None]) -> None:
    with reading(many) as db:
        assert _left(db, item_ids) == []
        assert [db.get(Source, source_id), db.get(Feed, feed_id), db.get(FeedDocument, feed_id)] == [None] * 3
        assert len(db.exec(select(Departure)).all()) == 3
        assert db.exec(select(Registration)).one().state == "left"
        assert all(each.withdrawn_at for each in db.exec(select(Consent).where(Consent.kind == "show")))


def _left(db: Session, item_ids: set[int | None]) -> list[object]:
    shown = db.exec(select(StreamEntry.item_id).where(col(StreamEntry.item_id).in_(item_ids))).all()
    return [*shown, *db.exec(select(Item.id).where(col(Item.id).in_(item_ids))).all()]


def test_nobody_but_the_site_itself_brings_back_what_left(
    ben: Neighbour, ada: Neighbour, cem: Neighbour, blog: Publisher, many: Engine, tmp_path: Path
) -> None:
    ben.post(f"{admitted(ben, ada, blog, many)}/leave")
    assert "only they may bring it back" in found(cem, blog, "/suggest").text
    page = registered(ben, blog, feed=f"http://{blog.host}/feed")
    address = page.address.removeprefix(ADDRESS)
    number = address.rpartition("/")[2]
    assert ada.post(f"/desk/sources/{number}", answer="yes", words="I know him.").status == 422
    _load(many, tmp_path, f"http://{blog.host}/feed", "https://other.example/feed")
    with reading(many) as db:
        assert [
            feed.url for feed in db.exec(select(Feed).where(col(Feed.url).contains("feed"))) if blog.host in feed.url
        ] == []
        token = db.get_one(Registration, UUID(number)).token
    blog.says("/", body=f"{HEAD}<meta name=local-hub content={token}>")
    assert "It is in the stream" in ben.post(f"{address}/check", follow=True).text
    with reading(many) as db:
        assert db.exec(select(Departure)).all() == []


def _load(many: Engine, folder: Path, gone: str, other: str) -> None:
    """Load a file that lists what left, beside another feed."""
    feeds, tags = folder / "feeds.yaml", folder / "tags.yaml"
    feeds.write_text(
        "places:\n  elsewhere: {name: Elsewhere, kind: town}\n"
        "sources:\n"
        f"  - {{name: Half, kind: blog, places: [elsewhere], feeds: ['{gone}', '{other}']}}\n",
        "utf-8",
    )
    tags.write_text("tags: {}\n", "utf-8")
    report = load(many, [feeds], [tags], now())
    assert "took it out of the hub" in " ".join(report.conflicts)
