"""What adopting leaves behind: sources, rules, posts that wait, and what nobody may see any more."""

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest
from sqlmodel import Session, select

from hub.aggregate.adopting import actions, queries
from hub.aggregate.adopting.actions import Adoption
from hub.aggregate.adopting.admitting import admitted, is_adopted, settled
from hub.aggregate.adopting.models import AdoptedFeed
from hub.aggregate.adopting.rules import Stand, Voice
from hub.aggregate.adopting.services import Blog, Offer, Reach, Wanted, offers
from hub.aggregate.feeds.actions import registered
from hub.aggregate.feeds.models import Feed, Source, SourcePause
from hub.aggregate.feeds.quiet import gone_quiet
from hub.aggregate.items.models import Item, ItemPlace
from hub.aggregate.items.rules import page_key
from hub.aggregate.reading.document import Document, Entry
from hub.aggregate.tagging.queries import registry
from hub.aggregate.tagging.source_rules import of_source
from hub.errors import NotFound
from hub.establish.tags.models import Tag
from hub.kit.text import words
from hub.people.cases.actions import About, Decider, Verdict, release, withhold
from hub.people.cases.models import Withholding
from hub.people.cases.rules import Measure, Reason, Target
from hub.people.rules import NOBODY, Kind
from hub.places.models import Place, PlaceName
from tests import town

URL = "https://m.example/tags/Weir.rss"


@pytest.fixture
def place(db: Session) -> Place:
    return town.place(db, "Alderford")


def offer(url: str = URL, asked: str = "#Weir", reach: Reach = Reach.PLACE) -> Offer:
    return Offer("mastodon", asked, "m.example", url, reach)


def adopt(db: Session, place: Place, wanted: Offer | None = None) -> UUID:
    tag = town.tag(db, f"Weir {len(db.exec(select(Tag)).all())}")
    made = actions.adopt(db, Adoption(wanted or offer(), place.id, tag.id, 10), town.NOON)
    assert made
    return made


def post(db: Session, feed_id: UUID, title: str = "The weir roars") -> Item:
    """Have a post of a stranger wait."""
    feed, link = db.get_one(Feed, feed_id), f"https://ben.example/{title}"
    item = town.item(db, feed, title, [], author="Ben", link=link)
    db.add(Withholding(target_kind="item", target_id=str(item.id), measure="restrict", since=town.NOON))
    db.flush()
    return item


def test_a_source_of_strangers_is_made_for_the_feed_and_gives_the_tag_to_all(db: Session, place: Place) -> None:
    feed_id = adopt(db, place)
    found = queries.adopted_feed(db, feed_id)
    source = db.get_one(Source, found.source_id)
    assert (source.slug, source.name, source.kind, source.shows) == (
        "weir-m-example",
        "#Weir · m.example",
        "neighbours",
        "excerpt",
    )
    (rule,) = of_source(db, source.id)
    assert (rule.wanted.kind, rule.wanted.tag_id) == ("always", found.tag_id)


def test_each_source_has_an_address_of_its_own(db: Session, place: Place) -> None:
    slugs = {
        db.get_one(Source, db.get_one(Feed, adopt(db, place, offer(f"{URL}?{number}", asked))).source_id).slug
        for number, asked in enumerate(["#Weir", "weir", "…"])
    }
    assert slugs == {"weir-m-example", "weir-m-example-2", "m-example"}


def test_what_somebody_else_is_heard_by_cannot_be_adopted(db: Session, place: Place) -> None:
    town.feed(db, town.source(db, "Ben", place), url=URL)
    assert actions.adopt(db, Adoption(offer(), place.id, town.tag(db, "Weir").id, 10), town.NOON) is None
    assert queries.heard(db, [URL, f"{URL}x"]) == {URL: "Ben"}
    assert queries.heard(db, []) == {}


def test_a_feed_nobody_adopted_is_not_found(db: Session) -> None:
    with pytest.raises(NotFound):
        queries.adopted_feed(db, UUID(int=1))


def test_what_nobody_waits_for_is_neither_let_in_nor_refused(db: Session, place: Place) -> None:
    item = town.item(db, db.get_one(Feed, adopt(db, place)), "The weir roars")
    assert item.id
    assert not actions.let_through(db, item.id, registry(db))
    assert not actions.refuse(db, item.id, town.NOON)
    assert not actions.refuse(db, 987_654, town.NOON)


def test_a_remark_that_stood_above_a_post_stands_there_again(db: Session, place: Place) -> None:
    feed_id = adopt(db, place)
    item = post(db, feed_id)
    row = db.get_one(Withholding, ("item", str(item.id)))
    row.label = "Not so"
    assert item.id
    assert actions.let_through(db, item.id, registry(db))
    assert row.measure == "label"
    assert db.exec(select(ItemPlace.place_id).where(ItemPlace.item_id == item.id)).all() == [place.id]


def test_what_was_decided_of_an_author_is_decided_anew(db: Session, place: Place) -> None:
    feed_id, ben = adopt(db, place), Voice("@ben@m.example", "Ben")
    actions.decide_voice(db, feed_id, ben, Stand.TRUSTED, town.NOON)
    actions.decide_voice(db, feed_id, ben, Stand.REFUSED, town.NOON)
    (found,) = queries.stands(db, feed_id)
    assert found.stand is Stand.REFUSED
    assert actions.forget_voice(db, feed_id, ben.key)
    assert not actions.forget_voice(db, feed_id, ben.key)


def test_trust_lets_nothing_in_where_something_was_decided(db: Session, place: Place) -> None:
    feed_id = adopt(db, place)
    item, link = post(db, feed_id), "https://ben.example/The weir roars"
    source_id = db.get_one(Feed, feed_id).source_id
    known = registry(db)
    actions.decide_voice(db, feed_id, queries.writer(db, item.id or 0), Stand.TRUSTED, town.NOON)
    decided = Withholding(target_kind="source", target_id=source_id.hex, measure="restrict", since=town.NOON)
    db.add(decided)
    db.flush()
    assert actions.apply_stands(db, feed_id, known, town.NOON) == 0
    db.delete(decided)
    tom = town.feed(db, town.source(db, "Tom", place))
    elsewhere = town.item(db, tom, "Taken down", link=link, page_key=page_key(link))
    item.page_key = page_key(link)
    mo, about = Decider(NOBODY, Kind.MODERATOR), About(Target.ITEM, str(elsewhere.id), place.id)
    gone = withhold(db, mo, about, Verdict(Measure.HIDE, Reason.OTHER), town.NOON)
    assert gone
    assert actions.apply_stands(db, feed_id, known, town.NOON) == 0
    release(db, mo, gone.case_id, Reason.OTHER, town.NOON)
    assert actions.apply_stands(db, feed_id, known, town.NOON) == 1


def test_numbers_tell_what_became_of_what_came(db: Session, place: Place) -> None:
    feed_id = adopt(db, place)
    shown, waits, gone = (post(db, feed_id, title) for title in ("One", "Two", "Three"))
    assert shown.id
    assert gone.id
    actions.let_through(db, shown.id, registry(db))
    actions.refuse(db, gone.id, town.NOON)
    found = queries.numbers(db, [feed_id])[feed_id]
    assert (found.shown, found.waiting, found.refused, found.all) == (1, 1, 1, 3)
    (read,) = queries.waiting(db, [place.id])
    assert (read.item_id, read.accepted) == (waits.id, 1)
    assert queries.waiting(db, []) == []
    assert len(queries.waiting(db, None)) == 1
    assert queries.writer(db, gone.id) == Voice("", "")
    assert queries.writer(db, 987_654) == Voice("", "")


def test_of_what_no_tag_feed_brought_all_may_be_stored(db: Session, place: Place) -> None:
    feed = town.feed(db, town.source(db, "Ben", place))
    document = Document("RSS 2.0", entries=(Entry("1", "One", ""),))
    known = registry(db)
    assert admitted(db, feed, document, known, town.NOON) is document
    settled(db, feed, known, town.NOON)
    assert not is_adopted(feed, {})


def test_of_what_was_stopped_meanwhile_nothing_is_stored(db: Session, place: Place) -> None:
    feed_id = adopt(db, place)
    document = Document(
        "RSS 2.0", entries=(Entry("1", "One", "https://a.example/1", summary="One", text=words("One")),)
    )
    feed, known = db.get_one(Feed, feed_id), registry(db)
    assert len(admitted(db, feed, document, known, town.NOON).entries) == 1
    actions.stop(db, feed_id, town.NOON)
    assert admitted(db, feed, document, known, town.NOON).entries == ()
    row = db.get_one(AdoptedFeed, feed_id)
    db.delete(row)
    db.flush()
    assert admitted(db, feed, document, known, town.NOON).entries == ()


def test_the_measure_is_of_a_day_at_the_place(db: Session, place: Place) -> None:
    feed_id = adopt(db, place)
    actions.limit(db, feed_id, 1)
    feed, known = db.get_one(Feed, feed_id), registry(db)
    town.item(db, feed, "Before midnight", first_seen=town.NOON)
    document = Document("RSS 2.0", entries=(Entry("1", "One", "https://a.example/1"),))
    assert admitted(db, feed, document, known, town.NOON + timedelta(hours=10)).entries == ()
    assert len(admitted(db, feed, document, known, town.NOON + timedelta(hours=11)).entries) == 1  # summer time


def test_blogs_with_feeds_of_tags_are_found(db: Session, place: Place) -> None:
    ben = town.source(db, "Ben", place)
    town.feed(db, ben, url="https://ben.example/feed/")
    town.feed(db, ben, url="https://ben.example/rss.xml")
    town.feed(db, town.source(db, "Gone", place, retired=True), url="https://gone.example/feed/")
    assert queries.blogs(db, [place.id]) == [Blog("Ben", "https://ben.example/feed/")]


def test_a_blog_that_paused_or_was_decided_about_is_asked_for_no_tag(db: Session, place: Place) -> None:
    ben, tom = (town.source(db, name, place) for name in ("Ben", "Tom"))
    for each in (ben, tom):
        town.feed(db, each, url=f"{each.site}feed/")
    db.add(SourcePause(source_id=ben.id, since=town.NOON))
    db.add(Withholding(target_kind="source", target_id=tom.id.hex, measure="hide", since=town.NOON))
    db.flush()
    assert queries.blogs(db, [place.id]) == []


@pytest.mark.parametrize(("allowed", "shown"), [("link", "link"), ("excerpt", "excerpt"), ("full", "excerpt")])
def test_no_more_of_a_blog_is_shown_by_its_tag_than_its_owner_allows(
    db: Session, place: Place, allowed: str, shown: str
) -> None:
    town.feed(db, town.source(db, "Ben", place, shows=allowed), url="https://ben.example/feed/")
    asked = Wanted(("Weir",), ("Alderford",), blogs=tuple(queries.blogs(db, [place.id])))
    (found,) = (each for each in offers(asked) if each.service == "blogs")
    feed_id = adopt(db, place, found)
    assert db.get_one(Source, db.get_one(Feed, feed_id).source_id).shows == shown
    actions.stop(db, feed_id, town.NOON)
    assert adopt(db, place, replace(found, shows="link")) == feed_id
    assert db.get_one(Source, db.get_one(Feed, feed_id).source_id).shows == "link"


def test_whom_one_place_trusts_the_next_that_adopts_does_not_know(db: Session, place: Place) -> None:
    feed_id = adopt(db, place)
    actions.decide_voice(db, feed_id, Voice("@ben@m.example", "Ben"), Stand.TRUSTED, town.NOON)
    actions.stop(db, feed_id, town.NOON)
    assert adopt(db, place) == feed_id
    assert [each.name for each in queries.stands(db, feed_id)] == ["Ben"]
    actions.stop(db, feed_id, town.NOON)
    assert adopt(db, town.place(db, "Bexhill")) == feed_id
    assert queries.stands(db, feed_id) == []


def test_nobody_lets_through_by_the_way_what_a_moderator_restricted(db: Session, place: Place) -> None:
    feed_id = adopt(db, place)
    item, known = post(db, feed_id), registry(db)
    assert item.id
    mo, about = Decider(NOBODY, Kind.MODERATOR), About(Target.SOURCE, item.source_id.hex, place.id)
    held = withhold(db, mo, about, Verdict(Measure.RESTRICT, Reason.OTHER), town.NOON)
    assert held
    assert not actions.let_through(db, item.id, known)
    release(db, mo, held.case_id, Reason.OTHER, town.NOON)
    assert actions.let_through(db, item.id, known)


def test_a_place_whose_name_is_an_ordinary_word_is_told(db: Session) -> None:
    reading = town.place(db, "Reading", also=["Redinges"])
    assert queries.names_of(db, reading.id) == (("Redinges",), False)
    db.add(PlaceName(place_id=reading.id, key="reading", label="Reading", in_text=False))
    db.flush()
    assert queries.names_of(db, reading.id) == (("Redinges",), True)


def test_posts_that_are_shown_already_are_known_however_their_links_are_written(db: Session, place: Place) -> None:
    one = "https://ben.example/one"
    town.item(db, town.feed(db, town.source(db, "Ben", place)), "One", page_key=page_key(one))
    links = [one, "http://www.ben.example/one/?utm_source=m", "https://ben.example/two", ""]
    assert queries.known_pages(db, links) == frozenset(links[:2])
    assert queries.known_pages(db, [""]) == frozenset()


def test_a_registry_file_never_tells_of_it(db: Session, place: Place) -> None:
    adopt(db, place)
    town.feed(db, town.source(db, "Ben", place), url="https://ben.example/feed")
    assert registered(db, {place.slug: place.id}).keys() == {"ben"}


def test_who_writes_under_a_tag_is_never_said_to_have_gone_quiet(db: Session, place: Place) -> None:
    feed = db.get_one(Feed, adopt(db, place))
    feed.looked_at, feed.last_post_at, feed.post_gap = town.NOON, town.NOON - timedelta(days=90), 86_400
    db.flush()
    assert gone_quiet(db, None, town.NOON) == []
    db.get_one(Source, feed.source_id).kind = "blog"
    db.flush()
    assert len(gone_quiet(db, None, town.NOON)) == 1
