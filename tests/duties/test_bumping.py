"""Whatever changes what a place shows makes its version grow, once; what changes nothing leaves all of them alone."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, select

from hub.aggregate.feeds import looks, moving
from hub.aggregate.feeds.models import Feed
from hub.aggregate.feeds.rules import FeedState
from hub.aggregate.fetching import actions
from hub.aggregate.fetching.rules import Fresh, Intents, Trouble, decide
from hub.aggregate.items.models import Item
from hub.aggregate.reading.document import Document, Entry, Note
from hub.aggregate.tagging.actions import retag
from hub.aggregate.tagging.queries import registry
from hub.aggregate.tagging.rules import Registry, Speaker, meaning
from hub.db.engine import reading, writing
from hub.establish.meaning.rules import Meaning
from hub.kit.text import words
from hub.meet.events import actions as meetups
from hub.meet.events.models import Event
from hub.net.answers import Hop, Reply
from hub.places.models import Place
from hub.places.queries import versions
from hub.places.rules import WHOLE_HUB
from tests import town
from tests.duties.registry_files import Files
from tests.meet.calendars import MARCH, calendar, vevent
from tests.town import NOON

HOUR = timedelta(hours=1)
QUIZ = "DTSTART:20260310T190000Z"


@dataclass(frozen=True)
class Shire:
    """Alderford lies in a shire and has Mill End in it; Otherton lies elsewhere."""

    engine: Engine
    blog: Feed
    diary: Feed

    def grown(self, deed: Callable[[Session], object]) -> set[str]:
        """Do something in one transaction and return whose version grew by it, each by one."""
        with writing(self.engine) as db:
            before = versions(db)
            deed(db)
        with reading(self.engine) as db:
            names = {WHOLE_HUB: "hub"} | {place.id: place.name for place in db.exec(select(Place))}
            after = versions(db)
        assert all(version - before.get(each, 0) in {0, 1} for each, version in after.items())
        return {names[each] for each, version in after.items() if version != before.get(each, 0)}

    def state(self, db: Session) -> FeedState:
        """Claim Ben's blog."""
        (claimed,) = looks.claim_all(db, NOON + timedelta(days=400), [self.blog.url])
        return claimed

    def says(self, *entries: Entry, notes: frozenset[Note] = frozenset()) -> Callable[[Session], object]:
        """Let Ben's blog say something."""

        def settle(db: Session) -> None:
            state = self.state(db)
            said = Document("RSS 2.0", "Ben", entries=entries, total=len(entries), notes=notes)
            actions.settle_read(db, state, said, registry(db), NOON)
            reply = Reply(200, state.url, {}, b"<rss/>")
            actions.note_read(db, state, said, Fresh(reply, {"body_hash": "aa", "etag": "1"}), NOON)

        return settle

    def tells(self, *events: str, hours: int = 0) -> Callable[[Session], object]:
        """Let the diary tell events, some hours later than at first."""
        moment = MARCH + hours * HOUR

        def keep(db: Session) -> None:
            told = calendar(*events, now=moment)
            speaker = registry(db).speakers[self.diary.source_id]
            meanings = {each.uid: _meaning(registry(db), speaker, each.summary) for each in told.events}
            meetups.keep_calendar(db, self.diary, told, meanings, moment)

        return keep


@pytest.fixture
def shire(engine: Engine) -> Shire:
    with writing(engine) as db:
        alderford = town.place(db, "Alderford", town.place(db, "Shire"))
        mill_end = town.place(db, "Mill End", alderford)
        town.place(db, "Otherton")
        blog = town.feed(db, town.source(db, "Ben", alderford))
        diary = town.feed(db, town.source(db, "Diary", mill_end, kind="events"), reads="events")
    return Shire(engine, blog, diary)


def _meaning(known: Registry, speaker: Speaker, title: str) -> Meaning:
    return meaning(known.vocabulary, speaker, labels=(), title=title, text=words(""))


def entry(guid: str, title: str) -> Entry:
    link = f"https://ben.example/{guid}"
    text = words(title)
    return Entry(guid=guid, title=title, link=link, published_at=NOON, text=text, digest=title.encode().ljust(8)[:8])


def test_the_first_that_is_heard_of_a_source_is_told_in_its_places_and_around_and_inside(shire: Shire) -> None:
    assert shire.grown(shire.says(entry("1", "Hello"))) == {"Shire", "Alderford", "Mill End"}


def test_an_item_changes_the_places_it_is_in(shire: Shire) -> None:
    shire.grown(shire.says(entry("1", "Hello")))

    assert shire.grown(shire.says(entry("2", "News"))) == {"Shire", "Alderford"}
    assert shire.grown(shire.says(entry("2", "News of Mill End"))) == {"Shire", "Alderford", "Mill End"}
    assert shire.grown(shire.says(entry("2", "News"))) == {"Shire", "Alderford", "Mill End"}  # it has left
    assert shire.grown(shire.says(entry("2", "News"))) == set()


def test_an_item_that_means_something_else_now_changes_the_places_it_is_in(shire: Shire) -> None:
    shire.grown(shire.says(entry("1", "Bins")))

    def agree(db: Session) -> None:
        town.tag(db, "Bins")
        db.flush()
        retag(db, registry(db))

    assert shire.grown(agree) == {"hub", "Shire", "Alderford"}
    assert shire.grown(lambda db: retag(db, registry(db))) == set()


FAILS = Trouble("http-404")


def answered(db: Session, state: FeedState, reply: Reply) -> None:
    """Settle a look that brought no document."""
    made = decide(state, reply, NOON)
    assert isinstance(made, Intents)
    actions.carry_out(db, state, made, NOON)


def unchanged(db: Session, state: FeedState, *hops: Hop) -> None:
    answered(db, state, Reply(304, state.url, hops=hops))


@pytest.mark.parametrize(
    ("deed", "is_told"),
    [
        (lambda db, state: actions.settle_failed(db, state, FAILS, NOON), True),
        (lambda db, state: answered(db, state, Reply(429, state.url)), True),
        (unchanged, False),
        (lambda db, state: unchanged(db, state, Hop(301, "https://new.example/")), True),
        (lambda db, state: moving.adopt_address(db, state, "https://new.example/feed"), True),
        (lambda db, state: looks.release(db, [state.id]), False),
        (lambda db, state: looks.renew(db, [state.id], NOON), False),
    ],
)
def test_another_sentence_about_a_feed_is_told_wherever_it_is_listed(
    shire: Shire, deed: Callable[[Session, FeedState], object], *, is_told: bool
) -> None:
    shire.grown(shire.says(entry("1", "Hello")))

    grown = shire.grown(lambda db: deed(db, shire.state(db)))

    assert grown == ({"Shire", "Alderford", "Mill End"} if is_told else set())


def test_a_trouble_is_told_when_it_begins_and_when_it_ends(shire: Shire) -> None:
    shire.grown(shire.says(entry("1", "Hello")))

    def fails(db: Session) -> None:
        actions.settle_failed(db, shire.state(db), FAILS, NOON)

    assert shire.grown(fails)
    assert not shire.grown(fails)
    assert shire.grown(lambda db: unchanged(db, shire.state(db)))
    assert shire.grown(shire.says(entry("1", "Hello"), notes=frozenset({Note.NO_DATES})))
    assert not shire.grown(shire.says(entry("1", "Hello"), notes=frozenset({Note.NO_DATES})))


def test_a_meetup_changes_the_places_it_is_in(shire: Shire) -> None:
    everywhere = {"Shire", "Alderford", "Mill End"}
    weekly = (QUIZ, "RRULE:FREQ=WEEKLY;COUNT=4")

    assert shire.grown(shire.tells(vevent(*weekly))) == everywhere
    assert shire.grown(shire.tells(vevent(*weekly))) == set()
    assert shire.grown(shire.tells(vevent(*weekly, "LOCATION:Upstairs"), hours=1)) == everywhere
    assert shire.grown(shire.tells(vevent(*weekly, "LOCATION:Upstairs", "EXDATE:20260317T190000Z"), hours=2))
    assert shire.grown(shire.tells(hours=3)) == everywhere
    assert shire.grown(shire.tells(hours=4)) == set()


def test_a_meetup_that_means_something_else_now_changes_where_it_was_and_where_it_is(shire: Shire) -> None:
    shire.grown(shire.tells(vevent(QUIZ)))

    def forget(db: Session) -> None:
        meetups.derive(db, {event.id: Meaning() for event in db.exec(select(Event))})

    assert shire.grown(forget) == {"Shire", "Alderford", "Mill End"}
    assert shire.grown(forget) == set()


def test_a_registry_that_changed_changes_every_page(files: Files) -> None:
    files.load()
    with reading(files.engine) as db:
        loaded = versions(db)[WHOLE_HUB]

    files.load()
    with reading(files.engine) as db:
        assert versions(db)[WHOLE_HUB] == loaded


@pytest.fixture
def files(tmp_path, engine: Engine) -> Files:
    return Files(tmp_path, engine)


def test_nothing_grows_where_nothing_happened(shire: Shire) -> None:
    assert shire.grown(lambda db: db.exec(select(Item)).all()) == set()
