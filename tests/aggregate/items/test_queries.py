"""What was said in a place, as the pages read it."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import event
from sqlmodel import Session

from hub.aggregate.items import queries
from hub.aggregate.items.cards import cards, whole
from hub.aggregate.items.queries import Wanted
from hub.errors import NotFound
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

    page = queries.stream(db, Wanted(place.id, source_id=ben.id))

    assert [card.title for card in page.cards] == ["By Ben"]


def test_words_without_letters_find_nothing(db: Session) -> None:
    place = town.place(db, "Alderford")
    town.item(db, town.feed(db, town.source(db, "Council", place)), "Bins")

    assert queries.stream(db, Wanted(place.id, words="?!")).cards == ()


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


@pytest.mark.parametrize(("words", "kind"), [("notice", ""), ("", "blog"), ("notice", "blog")])
def test_either_walk_finds_the_same(db: Session, monkeypatch: pytest.MonkeyPatch, words: str, kind: str) -> None:
    place = town.place(db, "Alderford")
    council, ben = town.source(db, "Council", place, kind="council"), town.source(db, "Ben", place, kind="blog")
    feeds = [town.feed(db, council), town.feed(db, ben)]
    for n in range(12):
        town.item(db, feeds[n % 2], f"Notice {n}", at=NOON - timedelta(minutes=n // 3))
    wanted = [Wanted(place.id, words=words, kind=kind, source_id=source_id) for source_id in (None, ben.id)]
    first = [queries.stream(db, each, limit=4) for each in wanted]
    second = [queries.stream(db, replace(each, before=page.next), 4) for each, page in zip(wanted, first, strict=True)]

    monkeypatch.setattr(queries, "FEW", -1)

    assert [queries.stream(db, each, limit=4) for each in wanted] == first
    assert second == [
        queries.stream(db, replace(each, before=page.next), 4) for each, page in zip(wanted, first, strict=True)
    ]
