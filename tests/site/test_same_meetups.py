"""One meetup is shown once, with all who tell of it and what was said; Ada mends what the hub got wrong."""

import re
from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, select

from hub.communicate.links import actions as links
from hub.db.engine import reading, writing
from hub.meet.events.models import Event, EventTag
from hub.meet.hosting.models import Hosted
from hub.meet.hosting.rules import State
from hub.meet.merging import about
from hub.meet.merging.models import EventBond
from hub.meet.merging.settling import settle
from hub.people.audit.models import AuditEntry
from hub.people.rules import Deed
from hub.places.actions import bump
from tests import town
from tests.neighbours import Neighbour
from tests.site.conftest import Alderford
from tests.site.talked import person, reply, talk

DESK = "/desk/same/alderford"
PAGE = "https://library.example/repair"


def another(db: Session, alderford: Alderford, name: str, title: str = "Repair café", **more: str) -> UUID:
    """Let another calendar of Alderford tell of the repair café."""
    calendar = town.feed(db, town.source(db, name, alderford.place, kind="events"), reads="events")
    at = alderford.moment + timedelta(days=1)
    made = town.meetup(db, calendar, title, at, **{"location": "Old Library"} | more)
    events = db.exec(select(Event.id)).all()
    settle(db, events, alderford.moment.date())
    return made.id


@pytest.fixture
def first(alderford: Alderford, many: Engine) -> UUID:
    """The repair café as the town diary tells it."""
    with reading(many) as db:
        return db.exec(select(Event.id)).one()


@pytest.fixture
def second(first: UUID, alderford: Alderford, many: Engine) -> UUID:
    """The repair café as the library tells it."""
    with writing(many) as db:
        return another(db, alderford, "Library", url=PAGE)


def page_of(event_id: UUID) -> str:
    return f"/alderford/meetups/{event_id}"


def test_cem_reads_who_else_tells_of_it_on_both_pages(cem: Neighbour, first: UUID, second: UUID) -> None:
    here, there = cem.visit(page_of(first)), cem.visit(page_of(second))
    assert "Also told by Library: Repair café" in here.text
    assert {page_of(second), PAGE} <= set(here.links)
    assert "Also told by Town diary: Repair café" in there.text
    assert cem.visit("/alderford/meetups").text.count("Repair café") == 1


def test_the_page_that_does_not_lead_says_which_one_does(
    cem: Neighbour, first: UUID, second: UUID, many: Engine
) -> None:
    with reading(many) as db:
        lead = db.exec(select(Event.group_id)).first()
    assert lead
    other = ({first, second} - {lead}).pop()
    for each in (lead, other):
        found = cem.visit(page_of(each)).all("//link[@rel='canonical']")
        assert [each.get("href") for each in found] == [f"https://hub.example{page_of(lead)}"]


def test_cem_finds_the_posts_of_a_meetup_and_the_meetup_of_a_post(
    cem: Neighbour, second: UUID, alderford: Alderford, many: Engine
) -> None:
    with writing(many) as db:
        post = town.item(
            db, alderford.diary, "Mend it!", [alderford.place], html=f'<a href="{PAGE}">there</a>', at=alderford.moment
        )
        links.derive(db, [post.id or 0], alderford.moment)
        about.derive_of_items(db, [post.id or 0])
    assert f"/items/{post.id}" in cem.visit(page_of(second)).links
    page = cem.visit(f"/items/{post.id}")
    assert "The meetup it is about Repair café," in page.text
    assert "It leads to the page of this meetup." in page.text


@pytest.mark.parametrize(
    ("words", "why"),
    [
        ("Come to the Grand Repair Café Weekend!", "It says “Grand Repair Café Weekend” and was published close"),
        ("Grand Repair Café Weekend: tomorrow!", "It says “Grand Repair Café Weekend” and names the day."),
    ],
)
def test_cem_reads_why_a_post_that_names_a_meetup_is_about_it(
    cem: Neighbour, first: UUID, alderford: Alderford, many: Engine, words: str, why: str
) -> None:
    with writing(many) as db:
        event = another(db, alderford, "Library", "Grand Repair Café Weekend")
        post = town.item(db, alderford.diary, words, [alderford.place], at=alderford.moment)
        about.derive_of_items(db, [post.id or 0])
    assert f"/items/{post.id}" in cem.visit(page_of(event)).links
    assert why in cem.visit(f"/items/{post.id}").text


def test_ada_splits_what_was_put_together_and_takes_that_back(
    ada: Neighbour, cem: Neighbour, first: UUID, second: UUID, many: Engine
) -> None:
    page = ada.visit(DESK)
    assert page.headers["cache-control"] == "no-store"
    assert "Title, start and place agree. Repair café" in page.text
    assert "Stands for all of them in the list." in page.text
    done = ada.post(f"{DESK}/apart", follow=True, one=str(second))
    assert "Done: these are two meetups now." in done.text
    assert "Not the same:" in done.text
    assert cem.visit("/alderford/meetups").text.count("Repair café") == 2
    assert "Also told by" not in cem.visit(page_of(first)).text
    again = ada.post(f"{DESK}/apart", one=str(second))
    assert (again.status, "These are two meetups already." in again.text) == (422, True)
    with reading(many) as db:
        (entry,) = db.exec(select(AuditEntry).where(AuditEntry.deed == Deed.SPLIT_MEETUPS))
        assert entry.after == {"event": second.hex}
        since = db.exec(select(EventBond.since)).one().isoformat()
    back = ada.post(f"{DESK}/undo", follow=True, moment=since)
    assert "Done: what was decided is taken back." in back.text
    assert "Also told by" in cem.visit(page_of(first)).text
    for late in (since, "yesterday"):
        refused = ada.post(f"{DESK}/undo", moment=late)
        assert (refused.status, "This was taken back already." in refused.text) == (422, True)


def test_what_may_be_one_meetup_waits_at_the_desk(
    ada: Neighbour, first: UUID, alderford: Alderford, many: Engine
) -> None:
    assert "One meetup, or two?" not in ada.visit("/desk").text
    with writing(many) as db:
        another(db, alderford, "Church", location="St Mary’s")
    page = ada.visit("/desk")
    assert "One meetup, or two? Alderford 1" in page.text
    assert DESK in page.links
    with writing(many) as db:
        another(db, alderford, "Council", location="To be announced")
    assert "Also told by Council: Repair café" in ada.visit(page_of(first)).text


def test_a_post_means_two_of_one_title_once_they_are_one(
    ada: Neighbour, first: UUID, alderford: Alderford, many: Engine
) -> None:
    with writing(many) as db:
        one = another(db, alderford, "Library", "Grand Repair Café Weekend")
        other = another(db, alderford, "Church", "Grand Repair Café Weekend", location="St Mary’s")
        words = "Come to the Grand Repair Café Weekend!"
        post = town.item(db, alderford.diary, words, [alderford.place], at=alderford.moment)
        about.derive_of_items(db, [post.id or 0])
    assert f"/items/{post.id}" not in ada.visit(page_of(one)).links
    assert ada.post(f"{DESK}/together", one=str(one), other=str(other)).status == 303
    assert f"/items/{post.id}" in ada.visit(page_of(one)).links


def test_ada_puts_two_together_by_their_addresses(
    ada: Neighbour, cem: Neighbour, first: UUID, alderford: Alderford, many: Engine
) -> None:
    with writing(many) as db:
        other = another(db, alderford, "Menders", "Fix your toaster")
    one = f"https://hub.example{page_of(first)}?past=1"
    assert "Also told by" not in cem.visit(page_of(first)).text
    done = ada.post(f"{DESK}/together", follow=True, one=one, other=str(other))
    assert "Done: they are one meetup now." in done.text
    assert "Somebody who looks after this place said so." in done.text
    assert "Fix your toaster" in cem.visit(page_of(first)).text
    again = ada.post(f"{DESK}/together", one=one, other=str(other))
    assert (again.status, "They are together already." in again.text) == (422, True)


@pytest.mark.parametrize(
    ("said", "answer"),
    [
        ("", "Give the address of the page of the meetup here"),
        ("https://elsewhere.example/alderford/meetups/1", "This address is of another website."),
        ("00000000000000000000000000000000", "No such meetup is listed in Alderford."),
        ("first", "This is the same meetup. Name another one."),
    ],
)
def test_ada_hears_what_is_wrong_with_an_address(ada: Neighbour, first: UUID, said: str, answer: str) -> None:
    page = ada.post(f"{DESK}/together", one=str(first), other=str(first) if said == "first" else said)
    assert (page.status, answer in page.text) == (422, True)
    assert str(first) in [each.get("value") for each in page.all("//input[@name='one']")]


def test_ada_decides_what_the_hub_was_unsure_of(
    ada: Neighbour, first: UUID, alderford: Alderford, many: Engine
) -> None:
    with writing(many) as db:
        other = another(db, alderford, "Menders", location="Scout hut")
    page = ada.visit(DESK)
    assert "Title and start agree. Whether the place does is not sure. Repair café" in page.text
    done = ada.post(f"{DESK}/apart", follow=True, one=str(first), other=str(other))
    assert "The hub is in doubt about none." in done.text
    assert ada.post(f"{DESK}/apart", one="x").status == 422


def test_only_who_looks_after_a_place_comes_here(ada: Neighbour, ben: Neighbour, first: UUID) -> None:
    assert ada.visit("/desk/same").headers["location"] == DESK
    assert re.search("same", " ".join(ada.visit("/desk").links))
    for address in ("/desk/same", DESK):
        assert ben.visit(address).status == 403
    assert ben.post(f"{DESK}/apart", one=str(first)).status == 403


def test_the_page_of_a_tag_names_the_next_meetups_under_it(
    cem: Neighbour, first: UUID, alderford: Alderford, many: Engine
) -> None:
    address = f"/alderford/tags/{alderford.bins.slug}"
    assert "Next meetups" not in cem.visit(address).text
    with writing(many) as db:
        db.add(EventTag(event_id=first, tag_id=alderford.bins.id, because="label"))
        bump(db, [alderford.place.id])
    page = cem.visit(address)
    listing = f"/alderford/meetups?tag={alderford.bins.slug}"
    assert {page_of(first), listing} <= set(page.links)
    assert "All meetups about Bins & recycling 1" in page.text
    assert cem.visit("/alderford/tags").links[listing] == "1 meetup ahead: Bins & recycling"
    assert "Repair café" in cem.visit(listing).text


def test_who_talks_enough_is_asked_to_meet_and_both_pages_say_where_it_led(
    cem: Neighbour, first: UUID, alderford: Alderford, many: Engine
) -> None:
    here, moment = alderford.place, alderford.moment
    with writing(many) as db:
        one = town.item(db, alderford.council, "Bins are late", [here], at=moment)
        other = town.item(db, alderford.diary, "So they are", [here], at=moment)
        thread = talk(db, here, one, other)
        bump(db, [here.id])
    address, form = f"/alderford/conversations/{thread}", f"/alderford/meetups/new?about={thread}"
    assert form not in cem.visit(address).links
    with writing(many) as db:
        reply(db, thread, person(db, "Joan", moment), "Let us meet", moment)
        db.add(
            Hosted(
                place_id=here.id,
                event_id=first,
                thread_id=thread,
                state=State.SHOWN,
                title="Repair café",
                words="",
                timezone="Europe/London",
                day=moment.date(),
                ends_on=moment.date(),
                written_at=moment,
                changed_at=moment,
            )
        )
        bump(db, [here.id])
    page = cem.visit(address)
    assert {form, page_of(first)} <= set(page.links)
    assert "They meet about this: Repair café" in page.text
    assert cem.visit(page_of(first)).links[address] == "Bins are late"


def test_cem_finds_the_ways_to_meet_somebody(cem: Neighbour, alderford: Alderford) -> None:
    ways = ("unmentoring", "digital-friends", "venues", "icebreakers", "meetups/new", "meetups/poster")
    for page in (cem.visit("/alderford/meetups"), cem.visit("/alderford/join")):
        assert {f"/alderford/{way}" for way in ways} <= set(page.links)
    assert [cem.visit(f"/alderford/{way}").status for way in ways] == [200] * len(ways)
