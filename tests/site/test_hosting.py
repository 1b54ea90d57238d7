"""Ben types a meetup in two minutes, without an account; Ada reads it before it appears."""

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from limits import RateLimitItemPerDay
from sqlalchemy import Engine
from sqlmodel import select

from hub.aggregate.feeds.models import Feed
from hub.communicate.threads import actions as threads
from hub.communicate.threads.models import Thread
from hub.db.engine import reading, writing
from hub.kit.clock import now
from hub.meet.events.models import Event, EventTag, Occurrence
from hub.meet.hosting.rules import State
from hub.places.actions import bump
from hub.places.models import Place
from hub.site.pages import hosting
from tests import town
from tests.neighbours import Neighbour
from tests.site import post
from tests.site.conftest import Alderford
from tests.site.hosted import BEN, CEM, NEW, host, look, next_tuesday, only, typed
from tests.site.pinned import known_well


def test_who_is_known_well_types_a_meetup_and_everybody_sees_it(
    ben: Neighbour, cem: Neighbour, many: Engine, alderford: Alderford
) -> None:
    known_well(many, BEN)
    page = host(ben, labels="refuse")
    assert page.h1 == "Knitting circle"
    assert "/meetups/" in page.address
    listing = cem.visit("/alderford/meetups")
    assert "Knitting circle" in listing.text
    assert NEW in listing.links
    assert "19:00 to 21:00" in cem.visit(page.address).text
    assert "Your meetup is up" in post.letters(many, BEN)[-1]


def test_without_an_account_a_code_confirms_it_and_a_newcomer_is_read_first(
    cem: Neighbour, many: Engine, alderford: Alderford
) -> None:
    page = host(cem, email=CEM)
    assert page.h1 == "Type the code"
    assert typed(many) == []
    assert cem.fill(page, code=post.code(many, CEM)).h1 == "Thank you"
    assert only(many).state == State.WAITING
    assert "Knitting circle" not in cem.visit("/alderford/meetups").text
    assert "We have your meetup" in post.letters(many, CEM)[-1]


def test_looking_first_says_the_next_five_dates_and_the_tags_and_keeps_nothing(
    cem: Neighbour, many: Engine, alderford: Alderford
) -> None:
    page = look(cem, often="fortnightly", times="9", labels="refuse")
    assert page.status == 200
    assert "Its next 5 dates" in page.text
    assert len(page.words("//section[@aria-labelledby='looks']//li")) == 5
    assert "every second Tuesday" in page.text
    assert "Bins & recycling" in page.text
    assert typed(many) == []


def test_the_tags_meetups_here_have_are_offered_first(cem: Neighbour, many: Engine, alderford: Alderford) -> None:
    with writing(many) as db:
        chess = town.tag(db, "Zugzwang")
        for number in range(20):
            town.tag(db, f"Another {number}")
        feed = db.exec(select(Feed).where(Feed.reads == "events")).one()
        event = town.meetup(db, feed, "Chess", now() + timedelta(days=3))
        db.add(EventTag(event_id=event.id, tag_id=chess.id, because="title", evidence="chess"))
        bump(db, [alderford.place.id])
    offered = cem.visit(NEW).words("//fieldset[@id='tag']//label")
    assert offered[0] == "Zugzwang"
    assert len(offered) == 12


def test_what_most_leave_empty_is_folded_and_open_where_something_stands_in_it(
    cem: Neighbour, alderford: Alderford
) -> None:
    folded = "//form[@id='meetup']//details"
    empty = cem.visit(NEW)
    assert len(empty.all(folded)) == 3
    assert empty.all(f"{folded}[@open]") == []
    page = look(cem, often="weekly", times="3")
    assert page.words(f"{folded}[@open]/summary") == ["It repeats, or lasts several days"]
    wrong = look(cem, capacity="-3")
    assert wrong.words(f"{folded}[@open]/summary") == ["Price, seats and guests"]


def test_every_two_weeks_is_not_mistaken_for_the_second_of_a_month(cem: Neighbour, alderford: Alderford) -> None:
    offered = look(cem).words("//select[@name='often']/option")
    assert "every two weeks, on Tuesday" in offered
    assert not any(each.startswith("every second") for each in offered)
    assert "every two weeks" in cem.visit(NEW).words("//select[@name='often']/option")


@pytest.mark.parametrize(
    ("field", "fields"),
    [
        ("title", {"title": ""}),
        ("title", {"title": "x" * 10_000}),
        ("day", {"day": ""}),
        ("day", {"day": "2027-02-31"}),
        ("day", {"day": "31/02/2027"}),
        ("day", {"day": "2020-01-01"}),
        ("day", {"day": "2126-01-01"}),
        ("day", {"day": "9999-12-31"}),
        ("day", {"day": "9999-12-31", "often": "last", "times": "2", "step": "look"}),
        ("clock", {"clock": "25:00"}),
        ("until_clock", {"until_clock": "18:00"}),
        ("until_clock", {"clock": ""}),
        ("until_day", {"until_day": "2020-01-01"}),
        ("until_day", {"until_day": "2126-01-01"}),
        ("often", {"often": "hourly"}),
        ("often", {"often": "once", "until": f"{next_tuesday():%Y-%m-%d}"}),
        ("often", {"often": "once", "times": "6"}),
        ("rsvp", {"capacity": "12"}),
        ("rsvp", {"guests_allowed": "yes"}),
        ("until", {"often": "weekly"}),
        ("until", {"often": "weekly", "until": "2999-01-01"}),
        ("until", {"often": "weekly", "until": "2020-01-01"}),
        ("until", {"often": "weekly", "until": "2999-01-01", "times": "3"}),
        ("times", {"often": "weekly", "times": "400"}),
        ("times", {"often": "weekly", "times": "many"}),
        ("times", {"often": "day", "times": "60"}),
        ("location", {"location": ""}),
        ("location", {"location": "x" * 201}),
        ("online_url", {"online_url": "javascript:alert(1)"}),
        ("url", {"url": "data:text/html,hello"}),
        ("url", {"url": "https://a.example/" + "x" * 600}),
        ("words", {"words": "x" * 4_001}),
        ("labels", {"labels": "a,b,c,d,e,f,g,h,i,j,k"}),
        ("labels", {"labels": "x" * 61}),
        ("price", {"price": "£3", "free": "yes"}),
        ("step_free", {"step_free": "perhaps"}),
        ("capacity", {"capacity": "-1"}),
        ("capacity", {"capacity": "0"}),
        ("name", {"name": ""}),
        ("name", {"name": "Ben\u202e"}),
        ("website", {"website": "https://spam.example"}),
        ("email", {"email": "ben"}),
    ],
)
def test_each_fault_is_said_beside_its_field_and_nothing_is_lost(
    cem: Neighbour, many: Engine, alderford: Alderford, field: str, fields: dict[str, str]
) -> None:
    page = host(cem, **({"email": CEM, "words": "Kept words"} | fields))
    assert page.status == 422
    assert page.words(f"//p[@id='{field}-wrong']") or field == "website"
    assert page.words(f"//a[@href='#{field}']"), page.words("//*[@role='alert']")
    if field != "words":
        assert page.all("//textarea[@id='words']")[0].text_content().strip() == "Kept words"
    assert post.letters(many, CEM) == []


def test_people_meet_about_a_conversation(ben: Neighbour, cem: Neighbour, many: Engine, alderford: Alderford) -> None:
    known_well(many, BEN)
    with writing(many) as db:
        threads.for_tag(db, alderford.place.id, alderford.bins.id, now())
        early, late = (Thread(place_id=alderford.place.id, made_at=now(), last_at=now()) for _ in range(2))
        thread = db.exec(select(Thread)).one()
        db.add(late)
        db.flush()
        early.heir_id = thread.id
        db.add(early)
        db.flush()
        number, before = thread.id, early.id
    for each in (number, before):
        page = cem.visit(f"{NEW}?about={each}")
        assert page.all("//input[@id='title']")[0].get("value") == "About Bins & recycling"
        assert page.all("//input[@id='labels']")[0].get("value") == "Bins & recycling"
        assert f"/alderford/conversations/{number}" in page.links
    host(ben, about=str(number))
    assert only(many).thread_id == number


@pytest.mark.parametrize("about", ["0", "999999", "x", "²", "9" * 15])
def test_a_conversation_that_is_not_there_is_not_met_about(cem: Neighbour, alderford: Alderford, about: str) -> None:
    assert cem.visit(f"{NEW}?about={about}").status == 404
    assert host(cem, email=CEM, about=about).status == 404


def test_a_calendar_instead_is_asked_for_with_the_place(cem: Neighbour, alderford: Alderford) -> None:
    assert "/register?place=alderford" in cem.visit(NEW).links


def test_too_many_a_day_are_said_beside_the_title_and_too_many_codes_beside_the_address(
    ben: Neighbour, cem: Neighbour, many: Engine, alderford: Alderford, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hosting, "OF_PERSON", RateLimitItemPerDay(1, namespace="meetups-person"))
    host(ben)
    page = host(ben)
    assert page.status == 422
    assert "Twenty meetups" in page.words("//p[@id='title-wrong']")[0]
    pages = [host(cem, email=CEM) for _ in range(7)]
    assert pages[-1].status == 422
    assert "Too many codes" in pages[-1].words("//p[@id='email-wrong']")[0]


def test_an_all_day_meetup_with_everything_in_it(
    ben: Neighbour, cem: Neighbour, many: Engine, alderford: Alderford
) -> None:
    known_well(many, BEN)
    until = (next_tuesday() + timedelta(days=2)).isoformat()
    said = {
        "price": "£3",
        "step_free": "yes",
        "capacity": "9",
        "guests_allowed": "yes",
        "children": "yes",
        "rsvp": "yes",
    }
    page = host(ben, all_day="yes", until_day=until, online_url="https://mill-end-diary.example/room", **said)
    assert "£3" in page.text
    row = only(many)
    assert (row.clock, row.until_clock, row.free, row.step_free, row.capacity) == ("", "", False, True, 9)
    assert row.online_url == "https://mill-end-diary.example/room"


def test_several_tags_and_days_as_people_write_them(ben: Neighbour, many: Engine, alderford: Alderford) -> None:
    day = next_tuesday()
    host(
        ben,
        tag=["Bins & recycling"],
        labels="wool",
        day=f"{day:%d/%m/%Y}",
        clock="7.30pm",
        until_day=day.isoformat(),
        until_clock="9pm",
    )
    row = only(many)
    assert (row.labels, row.day, row.clock, row.until_day, row.until_clock) == (
        "Bins & recycling, wool",
        day,
        "19:30",
        None,
        "21:00",
    )


def test_the_zone_is_that_of_the_place_when_it_was_typed(ben: Neighbour, many: Engine, alderford: Alderford) -> None:
    known_well(many, BEN)
    host(ben)
    with writing(many) as db:
        db.get_one(Place, alderford.place.id).timezone = "America/New_York"
    ben.post(f"/you/meetups/{only(many).id}/cancel")
    assert only(many).timezone == "Europe/London"
    with reading(many) as db:
        start = db.exec(select(Occurrence.starts_at).join(Event).where(Event.id == only(many).event_id)).one()
    assert start.astimezone(ZoneInfo("Europe/London")).hour == 19


def test_what_a_mentor_of_the_place_types_needs_no_reading(ada: Neighbour, many: Engine, alderford: Alderford) -> None:
    assert host(ada).h1 == "Knitting circle"
