"""A look settled: items, derived rows, search and the next look, in one transaction."""

from dataclasses import replace

from sqlmodel import Session, select

from hub.aggregate.feeds import looks
from hub.aggregate.feeds.history import runs
from hub.aggregate.feeds.models import Feed, FeedDocument
from hub.aggregate.feeds.rules import Because
from hub.aggregate.fetching import actions
from hub.aggregate.fetching.rules import Trouble
from hub.aggregate.items.facets import of_place, of_tag
from hub.aggregate.items.models import EVERYTHING, ItemLabel, ItemPlace, ItemTag, StreamEntry
from hub.aggregate.reading.document import Attachment, Document, Hints
from hub.aggregate.tagging.actions import retag
from hub.aggregate.tagging.queries import registry
from hub.db import search
from hub.db.sought import Sought
from hub.kit.question import parse
from hub.net.answers import Reply
from tests import town
from tests.aggregate.fetching.blog import HOUR, Ben, entry
from tests.town import NOON


def test_new_entries_become_items_in_every_stream_they_belong_to(ben: Ben) -> None:
    heard = ben.says(entry("1", "The bin strike reaches King’s Heath", labels=("Bins", "Brum")))
    assert (heard.added, heard.changed, heard.unchanged) == (1, 0, False)
    (item,) = ben.items()
    tags = {(row.tag_id, row.because) for row in ben.db.exec(select(ItemTag))}
    assert tags == {(ben.bins.id, "label")}
    assert {row.place_id for row in ben.db.exec(select(ItemPlace))} == {ben.city.id, ben.heath.id}
    streams = {(row.place_id, row.tag_id) for row in ben.db.exec(select(StreamEntry))}
    assert streams == {(p, t) for p in (ben.city.id, ben.heath.id) for t in (EVERYTHING, ben.bins.id)}
    assert [row.label for row in ben.db.exec(select(ItemLabel).order_by(ItemLabel.key))] == ["Bins", "Brum"]
    filed = Sought(parse("strike"), groups=((of_place(ben.heath.id),), (of_tag(ben.bins.id),)))
    assert search.newest(ben.db, filed, 10) == [item.id]


def test_an_edit_mends_the_item_and_keeps_it_where_it_stands(ben: Ben) -> None:
    ben.says(entry("1", "Bin strike", attachments=(Attachment("https://ben.example/a.mp3", "audio/mpeg", 7),)))
    before = ben.items()[0].sort_at
    heard = ben.says(entry("1", "Strike over", hours_ago=0), now=NOON + HOUR)
    assert (heard.added, heard.changed) == (0, 1)
    (item,) = ben.items()
    assert (item.title, item.sort_at) == ("Strike over", before)
    assert ben.db.exec(select(ItemTag)).all() == []
    assert search.newest(ben.db, Sought(parse("bin")), 10) == []
    assert search.newest(ben.db, Sought(parse("over"), without=(of_tag(ben.bins.id),)), 10) == [item.id]


def test_an_entry_said_again_is_kept_as_it_is(ben: Ben) -> None:
    ben.says(entry("1", "Bin strike"))
    assert ben.says(entry("1", "Bin strike")).unchanged


def test_what_is_missing_from_a_feed_is_not_deleted(ben: Ben) -> None:
    ben.says(entry("1", "One"))
    ben.says()
    assert len(ben.items()) == 1


def test_a_future_date_never_parks_an_item_on_top(ben: Ben) -> None:
    ben.says(entry("0", "Hello", hours_ago=99))
    ben.says(entry("1", "Fête in July", hours_ago=-500), replace(entry("2", "No date"), published_at=None))
    assert [(item.sort_at, item.is_archive) for item in ben.items()[1:]] == [(NOON, False)] * 2


def test_what_a_feed_said_before_anybody_looked_is_no_news(ben: Ben) -> None:
    undated = replace(entry("2", "No date"), published_at=None)
    ben.says(entry("1", "Hello", hours_ago=99), undated, entry("3", "Fête in July", hours_ago=-500))
    assert [(item.sort_at, item.is_archive) for item in ben.items()] == [(NOON - 99 * HOUR, True)] * 3


def test_ids_grow_in_the_order_of_publication(ben: Ben) -> None:
    ben.says(entry("1", "Old", 9), entry("2", "Newer", 5), entry("3", "Newest", 1))
    assert [item.title for item in ben.items()] == ["Old", "Newer", "Newest"]


def test_one_feed_cannot_rewrite_another_feeds_items(ben: Ben, db: Session) -> None:
    ben.says(entry("1", "Mine"))
    other = town.feed(db, town.source(db, "Mallory", ben.city))
    (state,) = [each for each in looks.claim_all(db, NOON) if each.id == other.id]
    actions.settle_read(db, state, Document("RSS 2.0", entries=(entry("1", "Stolen"),)), registry(db), NOON)
    assert {item.title for item in ben.items()} == {"Mine", "Stolen"}


def test_a_good_look_is_noted_with_its_rhythm_and_its_bytes(ben: Ben) -> None:
    ben.says(
        entry("1", "Old", 9),
        entry("2", "New", 1),
        hints=Hints(ttl_minutes=90, skip_days=frozenset({6, 5})),
        digests=b"12",
    )
    feed = ben.db.get_one(Feed, ben.feed.id)
    assert (feed.title, feed.dialect, feed.etag, feed.body_hash) == ("Ben", "RSS 2.0", '"1"', "aa")
    assert (feed.post_gap, feed.asked_wait, feed.skip_days, feed.entry_hashes) == (8 * 3600, 5400, "5 6", b"12")
    assert (feed.heard_at, feed.trouble, feed.failures) == (NOON, "", 0)
    assert feed.due_at > NOON + HOUR
    assert ben.db.exec(select(FeedDocument)).one().url == ben.feed.url


def test_trouble_is_noted_and_forgotten_when_the_feed_is_well_again(ben: Ben) -> None:
    heard = actions.settle_failed(ben.db, ben.state, Trouble("timeout"), NOON)
    actions.settle_failed(ben.db, ben.state, Trouble("http-404"), NOON + HOUR)
    feed = ben.db.get_one(Feed, ben.feed.id)
    ben.db.refresh(feed)
    assert heard.trouble == "timeout"
    assert (feed.trouble, feed.trouble_since, feed.failures, feed.heard_at) == ("http-404", NOON, 2, None)
    assert feed.due_at == NOON + 3 * HOUR
    ben.answers(Reply(304, feed.url), NOON + 4 * HOUR)
    ben.db.refresh(feed)
    assert (feed.trouble, feed.trouble_since, feed.failures) == ("", None, 0)


def test_a_feed_is_not_blamed_when_the_hub_itself_is_offline(ben: Ben) -> None:
    actions.settle_failed(ben.db, ben.state, Trouble("offline"), NOON)
    feed = ben.db.get_one(Feed, ben.feed.id)
    ben.db.refresh(feed)
    assert (feed.trouble, feed.failures, feed.due_at) == ("offline", 0, NOON + HOUR / 4)


def test_a_busy_host_is_left_in_peace_without_blame(ben: Ben) -> None:
    ben.answers(Reply(429, ben.feed.url, {"retry-after": "7200"}))
    feed = ben.db.get_one(Feed, ben.feed.id)
    ben.db.refresh(feed)
    assert (feed.failures, feed.due_at) == (0, NOON + 2 * HOUR)
    assert looks.paused_hosts(ben.db, NOON) == {"ben.example": (NOON + 2 * HOUR, Because.TOO_OFTEN)}
    assert looks.paused_hosts(ben.db, NOON + 3 * HOUR) == {}


def test_what_came_of_the_last_looks_is_kept(ben: Ben) -> None:
    ben.says(entry("1", "One"))
    ben.answers(Reply(304, ben.feed.url), NOON + HOUR)
    ben.answers(Reply(304, ben.feed.url), NOON + 2 * HOUR)
    actions.settle_failed(ben.db, ben.state, Trouble("timeout"), NOON + 3 * HOUR)
    told = [(run.outcome, run.looks, run.posts) for run in runs(ben.state.history)]
    assert told == [("timeout", 1, 0), ("same", 2, 0), ("news", 1, 1)]


def test_a_feed_is_claimed_by_one_round_only(ben: Ben) -> None:
    assert len(looks.claim_due(ben.db, NOON)) == 1
    assert looks.claim_due(ben.db, NOON) == []
    assert looks.claim_all(ben.db, NOON) == []
    assert len(looks.claim_all(ben.db, NOON + looks.LEASE)) == 1  # a killed round's claim lapses


def test_only_the_feeds_asked_for_are_claimed(ben: Ben) -> None:
    assert looks.claim_all(ben.db, NOON, ["https://nobody.example/"]) == []
    assert len(looks.claim_all(ben.db, NOON, [ben.feed.url])) == 1


def test_rebuilding_derived_rows_gives_the_same_rows(ben: Ben, db: Session) -> None:
    ben.says(entry("1", "Bin strike in Kings Heath", labels=("Bins",)), entry("2", "Quiet"))
    before = derived(db)
    for table in (ItemTag, ItemPlace, StreamEntry):
        for row in db.exec(select(table)):
            db.delete(row)
    db.flush()
    assert retag(db, registry(db)).differing == 2
    assert derived(db) == before
    assert retag(db, registry(db)).differing == 0


def test_a_new_spelling_retags_the_past(ben: Ben, db: Session) -> None:
    ben.says(entry("1", "Rubbish everywhere"))
    town.tag(db, "Litter", also=["rubbish"])
    batch = retag(db, registry(db))
    assert (batch.looked_at, batch.differing) == (1, 1)
    assert retag(db, registry(db), after_id=batch.last_id or 0).last_id is None
    found = db.exec(select(ItemTag)).one()
    assert found.evidence
    assert search.newest(db, Sought(groups=((of_tag(found.tag_id),),)), 10) == [found.item_id]


def derived(db: Session) -> list[set[tuple[object, ...]]]:
    db.expire_all()
    return [{tuple(row.model_dump().values()) for row in db.exec(select(t))} for t in (ItemTag, ItemPlace, StreamEntry)]
