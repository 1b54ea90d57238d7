"""What was said in a place, as the pages read it."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import event
from sqlmodel import Session

from hub.aggregate.feeds.models import Source
from hub.aggregate.items import queries
from hub.aggregate.items.cards import cards, whole
from hub.aggregate.items.models import Item
from hub.aggregate.items.queries import Wanted
from hub.errors import NotFound
from hub.establish.tags.models import Tag
from hub.kit.question import parse
from hub.places.models import Place
from tests import town
from tests.town import NOON


@contextmanager
def counted(db: Session) -> Iterator[list[str]]:
    said: list[str] = []

    def note(*arguments: object) -> None:
        said.append(str(arguments[2]))

    event.listen(db.get_bind(), "before_cursor_execute", note)
    yield said
    event.remove(db.get_bind(), "before_cursor_execute", note)


def test_a_page_of_any_length_costs_a_handful_of_statements(db: Session) -> None:
    place = town.place(db, "Alderford")
    tag = town.tag(db, "Bins")
    feed = town.feed(db, town.source(db, "Council", place))
    for n in range(30):
        town.item(db, feed, f"Notice {n}", tags=[tag], at=NOON - timedelta(hours=n))
    db.expire_all()
    with counted(db) as said:
        page = queries.stream(db, Wanted(place.id))

    assert len(page.cards) == 30
    assert all(card.tags[0].name == "Bins" and card.places[0].name == "Alderford" for card in page.cards)
    assert len(said) <= 6


def test_pages_by_the_same_moment_leave_nothing_out(db: Session) -> None:
    place = town.place(db, "Alderford")
    feed = town.feed(db, town.source(db, "Council", place))
    for n in range(7):
        town.item(db, feed, f"Notice {n}")
    page = queries.stream(db, Wanted(place.id), limit=3)
    seen = [card.title for card in page.cards]
    while page.next:
        page = queries.stream(db, Wanted(place.id, before=page.next), limit=3)
        seen += [card.title for card in page.cards]

    assert sorted(seen) == sorted({f"Notice {n}" for n in range(7)})


def test_a_source_is_read_alone(db: Session) -> None:
    place = town.place(db, "Alderford")
    council, ben = town.source(db, "Council", place), town.source(db, "Ben", place)
    town.item(db, town.feed(db, council), "By the council")
    town.item(db, town.feed(db, ben), "By Ben")

    page = queries.stream(db, Wanted(place.id, sources=(ben.id,)))

    assert [card.title for card in page.cards] == ["By Ben"]


def test_a_list_on_which_nothing_changed_is_known_again(db: Session) -> None:
    wanted = Wanted(town.place(db, "Alderford").id)
    assert queries.heads(db, wanted) is queries.heads(db, wanted)


def test_what_nobody_can_fit_costs_no_look(db: Session) -> None:
    place = town.place(db, "Alderford")
    town.item(db, town.feed(db, town.source(db, "Council", place)), "Bins")

    assert queries.stream(db, Wanted(place.id, is_void=True)).cards == ()


def test_counts_look_back_as_far_as_asked(db: Session) -> None:
    place = town.place(db, "Alderford")
    tag, other = town.tag(db, "Bins"), town.tag(db, "Planning")
    feed = town.feed(db, town.source(db, "Council", place, kind="council"))
    town.item(db, feed, "New", tags=[tag])
    town.item(db, feed, "Old", tags=[tag, other], at=NOON - timedelta(days=40))
    lately = NOON - timedelta(days=30)

    assert queries.tag_counts(db, place.id, lately) == {tag.id: 1}
    assert queries.kind_counts(db, place.id, lately) == {"council": 1}
    assert queries.latest(db) == {place.id: NOON}
    assert queries.total(db) == 2


def test_an_identity_stays_the_same_for_the_same_feed_and_guid(db: Session) -> None:
    place = town.place(db, "Alderford")
    feed = town.feed(db, town.source(db, "Council", place))
    one, two = town.item(db, feed, "One"), town.item(db, feed, "Two")

    first, second = cards(db, [one.id or 0, two.id or 0])

    assert first.urn != second.urn
    assert whole(db, one.id or 0).card.urn == first.urn


def test_what_is_not_there_is_not_found(db: Session) -> None:
    assert cards(db, [1, 2]) == ()
    with pytest.raises(NotFound):
        whole(db, 1)


@dataclass(frozen=True)
class Town:
    """A town in which all that was said is known by heart."""

    places: list[Place]
    tags: list[Tag]
    sources: list[Source]
    items: list[Item]

    def fits(self, number: int, wanted: Wanted) -> bool:
        """Say whether the item made as *number* is wanted, by how ``said`` made it."""
        item = self.items[number]
        tags = {tag.id for at, tag in enumerate(self.tags) if number % (at + 2) == 0}
        source = self.sources[number % 3]
        places = {self.places[0].id, *([self.places[1].id] if number % 4 == 0 else [])}
        said = item.title.lower().split()
        return (
            wanted.place_id in places
            and set(wanted.tags) <= tags
            and not set(wanted.without) & tags
            and (not wanted.kinds or source.kind in wanted.kinds)
            and (not wanted.sources or source.id in wanted.sources)
            and (not wanted.places or bool(set(wanted.places) & places))
            and (wanted.since is None or item.sort_at >= wanted.since)
            and (wanted.until is None or item.sort_at < wanted.until)
            and all(term.words in said for term in wanted.words.wanted)
            and not any(term.words in said for term in wanted.words.unwanted)
        )


@pytest.fixture
def said(db: Session) -> Town:
    """Thirty items: every second has a tag, every third another, every fourth is in a neighbourhood too."""
    place = town.place(db, "Alderford")
    mill_end = town.place(db, "Mill End", place)
    tags = [town.tag(db, "Bins"), town.tag(db, "Planning")]
    sources = [
        town.source(db, name, place, kind=kind) for name, kind in (("A", "blog"), ("B", "press"), ("C", "press"))
    ]
    feeds = [town.feed(db, source) for source in sources]
    items = [
        town.item(
            db,
            feeds[n % 3],
            f"Notice {'even' if n % 2 == 0 else 'odd'} {n}",
            [place, *([mill_end] if n % 4 == 0 else [])],
            [tag for at, tag in enumerate(tags) if n % (at + 2) == 0],
            NOON - timedelta(minutes=n // 3),
        )
        for n in range(30)
    ]
    return Town([place, mill_end], tags, sources, items)


def some(values: Sequence[UUID | str]) -> st.SearchStrategy[tuple[Any, ...]]:
    return st.lists(st.sampled_from(values), max_size=2, unique=True).map(tuple)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60, deadline=None)
@given(st.data())
def test_filters_combine_and_pages_leave_nothing_out(db: Session, said: Town, data: st.DataObject) -> None:
    ids = [tag.id for tag in said.tags]
    moments = st.none() | st.integers(0, 10).map(lambda minutes: NOON - timedelta(minutes=minutes))
    wanted = Wanted(
        data.draw(st.sampled_from([place.id for place in said.places])),
        tags=data.draw(some(ids)),
        without=data.draw(some(ids)),
        kinds=data.draw(some(["blog", "press", "none"])),
        sources=data.draw(some([source.id for source in said.sources])),
        places=data.draw(some([place.id for place in said.places])),
        since=data.draw(moments),
        until=data.draw(moments),
        words=parse(data.draw(st.sampled_from(["", "notice", "even", "notice -even", "-odd", "4 notice"]))),
        by_relevance=data.draw(st.booleans()),
    )
    fitting = [(each.sort_at, each.id) for n, each in enumerate(said.items) if said.fits(n, wanted)]

    page = queries.heads(db, wanted, 4)
    seen = list(page.heads)
    while page.next:
        page = queries.heads(db, replace(wanted, before=page.next), 4)
        seen += page.heads

    told = [(head.sort_at, head.item_id) for head in seen]
    assert (sorted(told, reverse=True) if wanted.by_relevance else told) == sorted(fitting, reverse=True)


def test_a_ranking_goes_on_below_the_last_item_seen_or_ends(db: Session, said: Town) -> None:
    wanted = Wanted(said.places[0].id, words=parse("notice"), by_relevance=True)
    gone = queries.Cursor(NOON, 10_000)

    assert not queries.heads(db, replace(wanted, before=gone)).heads
