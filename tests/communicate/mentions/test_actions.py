"""What is said of a page is kept once, however often and by however many at once it is sent."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from sqlalchemy import Engine, insert
from sqlmodel import Session, select

from hub.communicate.mentions import actions, privacy, queries
from hub.communicate.mentions.actions import AT_ONCE, LEASE, Told
from hub.communicate.mentions.models import Mention, MentionSite
from hub.communicate.mentions.rules import FAILED_KEPT, REFUSED_KEPT, Kind, Seen, State, Target, Trouble, Verdict
from hub.db.engine import reading, writing
from hub.errors import NotFound
from hub.places.models import Place
from hub.places.queries import version_of
from hub.places.rules import WHOLE_HUB
from tests import town
from tests.town import NOON

HUB = "https://hub.example"
MINUTE = timedelta(minutes=1)


@pytest.fixture
def here(many: Engine) -> Place:
    with writing(many) as db:
        return town.place(db, "Alderford")


@pytest.fixture
def db(many: Engine, here: Place) -> Iterator[Session]:
    del here
    with writing(many) as opened:
        yield opened


def told(source: str = "https://ben.example/bins", item: str = "7", place: UUID | None = None) -> Told:
    return Told(source, f"{HUB}/items/{item}", Target.ITEM, item, place)


def test_many_who_send_the_same_at_once_are_given_one_id(many: Engine, here: Place) -> None:
    def send(_: int) -> UUID:
        with writing(many) as db:
            return actions.receive(db, told(place=here.id), NOON)

    with ThreadPoolExecutor(8) as pool:
        assert len(set(pool.map(send, range(24)))) == 1
    with reading(many) as db:
        assert len(db.exec(select(Mention)).all()) == 1


def test_two_rounds_at_once_never_look_at_one_page_twice(many: Engine, here: Place) -> None:
    with writing(many) as db:
        for number in range(30):
            actions.receive(db, told(f"https://ben{number}.example/"), NOON)

    def claim(_: int) -> list[str]:
        with writing(many) as db:
            return [look.source_url for look in actions.claim(db, NOON)]

    with ThreadPoolExecutor(4) as pool:
        taken = [url for several in pool.map(claim, range(4)) for url in several]
    assert AT_ONCE <= len(taken) == len(set(taken))


def test_a_round_takes_a_few_and_of_each_domain_one_a_minute(db: Session) -> None:
    for number in range(AT_ONCE + 5):
        actions.receive(db, told(f"https://blog{number}.ben.example/"), NOON)
    assert len(actions.claim(db, NOON)) == 1
    assert actions.claim(db, NOON + MINUTE / 2) == []
    assert len(actions.claim(db, NOON + MINUTE)) == 1
    for number in range(AT_ONCE + 5):
        actions.receive(db, told(f"https://ben{number}.example/"), NOON)
    assert len(actions.claim(db, NOON)) == AT_ONCE


def test_a_crowd_of_pages_of_one_domain_keeps_no_other_waiting(db: Session) -> None:
    due = {"state": State.WAITING, "asked_at": NOON, "due_at": NOON - MINUTE, "target_kind": Target.ITEM}
    aim = due | {"source_host": "crowd.example", "target_url": f"{HUB}/items/7", "target_id": "7"}
    rows = [aim | {"id": uuid4(), "source_url": f"https://crowd.example/{number}"} for number in range(250)]
    db.execute(insert(Mention), rows)
    actions.receive(db, told(), NOON)
    assert {look.source_url for look in actions.claim(db, NOON)} >= {"https://ben.example/bins"}
    actions.receive(db, told("https://cem.example/"), NOON)
    assert [look.source_url for look in actions.claim(db, NOON + MINUTE / 2)] == ["https://cem.example/"]


def test_domains_that_were_asked_longest_ago_come_first(db: Session) -> None:
    for number in range(AT_ONCE + 2):
        for page in range(2):
            actions.receive(db, told(f"https://crowd{number:02}.example/{page}"), NOON + number * timedelta(seconds=1))
    assert len(actions.claim(db, NOON + MINUTE)) == AT_ONCE
    actions.receive(db, told(), NOON + 2 * MINUTE)
    asked = [look.source_url.split("/")[2] for look in actions.claim(db, NOON + 2 * MINUTE)]
    assert asked[:2] == [f"crowd{AT_ONCE:02}.example", f"crowd{AT_ONCE + 1:02}.example"]
    assert "https://ben.example/bins" in {look.source_url for look in actions.claim(db, NOON + 3 * MINUTE)}


def test_what_a_round_that_died_had_claimed_is_taken_again(db: Session) -> None:
    actions.receive(db, told(), NOON)
    assert len(actions.claim(db, NOON)) == 1
    assert actions.claim(db, NOON + LEASE - MINUTE) == []
    assert len(actions.claim(db, NOON + LEASE)) == 1


def test_a_page_sent_again_waits_an_hour_and_stays_shown_until_then(db: Session) -> None:
    mention = actions.receive(db, told(), NOON)
    actions.claim(db, NOON)
    actions.settle(db, mention, Verdict(State.SHOWN), Seen(words="Well said."))
    assert actions.receive(db, told(), NOON + MINUTE) == mention
    found = queries.mention(db, mention)
    assert (found.state, found.words, found.due_at) == (State.SHOWN, "Well said.", NOON + timedelta(hours=1))


def test_a_page_is_looked_at_again_with_all_that_is_shown_of_it(db: Session) -> None:
    mention = actions.receive(db, told(), NOON)
    said = Seen(Kind.RSVP, "Joan", "https://joan.example/", "Bins", "I come.", "yes")
    actions.settle(db, mention, Verdict(State.SHOWN, due_at=NOON), said)
    assert [look.standing.seen for look in actions.claim(db, NOON)] == [said]


def test_a_refusal_holds_for_what_else_its_writer_says_of_the_same_page(db: Session) -> None:
    refused = actions.receive(db, told("https://eve.github.io/1"), NOON)
    actions.settle(db, refused, Verdict(State.HELD, Trouble.STRANGER), Seen(words="Pills."))
    actions.refuse(db, refused)
    others = ("https://eve.github.io/2", "7"), ("https://eve.github.io/2", "8"), ("https://ben.github.io/", "7")
    ids = [actions.receive(db, told(*each), NOON) for each in others]
    assert [queries.was_refused(db, each) for each in ids] == [True, False, False]
    assert not queries.was_refused(db, refused)


def test_what_is_refused_leaves_every_place_that_shows_the_post(many: Engine, here: Place) -> None:
    with writing(many) as db:
        mill_end, heath = (town.place(db, name, here) for name in ("Mill End", "Heath"))
        item = town.item(db, town.feed(db, town.source(db, "Council", here)), "Bins", [here, mill_end])
        mention = actions.receive(db, told(item=str(item.id), place=here.id), NOON)
        actions.settle(db, mention, Verdict(State.SHOWN), Seen(words="Well said."))

    def versions() -> list[int]:
        with reading(many) as db:
            return [version_of(db, place.id) for place in (here, mill_end, heath)]

    before = versions()
    with writing(many) as db:
        actions.refuse(db, mention)
    assert versions() == [before[0] + 1, before[1] + 1, before[2]]


def test_who_sends_a_strange_spelling_of_our_page_takes_nobodys_mention_away(db: Session) -> None:
    mention = actions.receive(db, told(), NOON)
    actions.settle(db, mention, Verdict(State.SHOWN), Seen(words="Well said."))
    strange = Told("https://ben.example/bins", f"{HUB}/stranger/7", Target.ITEM, "7", None)
    assert actions.receive(db, strange, NOON) == mention
    assert queries.mention(db, mention).target_url == f"{HUB}/items/7"


def test_what_was_not_true_is_looked_at_anew(db: Session) -> None:
    mention = actions.receive(db, told(), NOON)
    actions.settle(db, mention, Verdict(State.FAILED, Trouble.NO_LINK), None)
    actions.receive(db, Told("https://ben.example/bins", f"{HUB}/cy/items/7", Target.ITEM, "7", None), NOON)
    found = queries.mention(db, mention)
    assert (found.state, found.target_url) == (State.WAITING, f"{HUB}/cy/items/7")


def test_only_what_waits_is_let_through_and_only_what_is_there_refused(db: Session) -> None:
    mention = actions.receive(db, told(), NOON)
    with pytest.raises(NotFound):
        actions.admit(db, mention, NOON)
    with pytest.raises(NotFound):
        actions.refuse(db, mention)
    with pytest.raises(NotFound):
        actions.admit(db, uuid4(), NOON)
    with pytest.raises(NotFound):
        queries.mention(db, uuid4())


def test_a_mention_in_no_place_is_decided_for_the_whole_hub(db: Session) -> None:
    mention = actions.receive(db, told(), NOON)
    actions.settle(db, mention, Verdict(State.HELD, Trouble.STRANGER), Seen(words="Hm."))
    actions.admit_site(db, "https://ben.example/bins", None, NOON)
    assert queries.mention(db, mention).state is State.SHOWN
    assert db.get(MentionSite, ("ben.example", WHOLE_HUB)) is not None
    assert queries.site_of(db, ["https://ben.example/other"], None).is_known
    actions.block_site(db, "https://ben.example/bins", None, NOON)
    assert queries.mention(db, mention).state is State.REFUSED
    assert queries.is_blocked(db, "https://ben.example/", None)


def test_names_stand_for_hosts_where_nobody_gave_one(db: Session) -> None:
    mention = actions.receive(db, told("https://www.ben.example/bins"), NOON)
    actions.settle(db, mention, Verdict(State.SHOWN), Seen(Kind.LIKE))
    found = queries.mention(db, mention)
    assert (found.name, found.is_silent) == ("ben.example", True)
    assert list(queries.shown_of(db, Target.ITEM, ["7", "8"])) == ["7"]
    assert queries.shown_of(db, Target.ITEM, []) == {}


def test_what_is_not_shown_is_forgotten_in_time_and_what_is_shown_stays(many: Engine, db: Session, here: Place) -> None:
    feed = town.feed(db, town.source(db, "Council", here))
    item = str(town.item(db, feed, "Bins").id)
    ids = {}
    for state in State:
        ids[state] = actions.receive(db, told(f"https://{state}.example/", item), NOON)
        actions.settle(db, ids[state], Verdict(state), None)
    lost = actions.receive(db, told(item="999"), NOON)

    def there(moment: timedelta) -> set[State]:
        privacy.expire(db, NOON + moment)
        db.expire_all()
        return {state for state, mention in ids.items() if db.get(Mention, mention)}

    assert there(FAILED_KEPT - MINUTE) == set(State)
    assert db.get(Mention, lost) is None
    assert there(FAILED_KEPT) == set(State) - {State.FAILED, State.GONE}
    assert there(REFUSED_KEPT) == {State.WAITING, State.HELD, State.SHOWN}
    somebody = uuid4()
    assert not any(privacy.export(db, somebody).values())
    privacy.erase(db, somebody, NOON)
