"""Cem looks for where people meet: venues by neighbourhood, how one gets in, what is on there, and the map."""

from datetime import timedelta

import pytest
from sqlalchemy import Engine
from sqlmodel import select

from hub.aggregate.feeds.models import Feed
from hub.db.engine import writing
from hub.kit.clock import now
from hub.meet.events.locating import locate, locate_now
from hub.meet.events.models import Event, Occurrence
from hub.meet.venues import actions
from hub.meet.venues.actions import Draft
from hub.meet.venues.models import Venue
from hub.places.actions import bump
from hub.settings import Settings
from hub.site import meeting_places
from tests import town
from tests.neighbours import Neighbour, neighbour
from tests.site.conftest import Alderford

LIBRARY = "/alderford/venues/old-library"


@pytest.fixture
def library(alderford: Alderford, many: Engine) -> Alderford:
    """The library is known, where the Repair café takes place; the hall of Mill End has nothing on."""
    with writing(many) as db:
        told = Draft("Old Library", alderford.place.id, "1 Mill Lane", "TV7 1AA", 52.1, -1.1, step_free=True)
        actions.add(db, told)
        actions.add(db, Draft("Mill Hall", alderford.mill_end.id, step_free=False, access_notes="Two steps."))
        locate_now(db)
    return alderford


def change(engine: Engine, **what: object) -> None:
    with writing(engine) as db:
        row = db.exec(select(Venue).where(Venue.slug == "old-library")).one()
        for name, value in what.items():
            setattr(row, name, value)
        bump(db, [row.place_id])


def test_venues_stand_by_neighbourhood_with_how_one_gets_in(cem: Neighbour, library: Alderford) -> None:
    page = cem.visit("/alderford/venues")
    assert page.h1 == "Where people meet in Alderford"
    assert page.words("//h2") == ["Alderford", "Mill End", "Do you know a place where people can meet?"]
    assert "Step-free." in page.text
    assert "There are steps. Two steps." in page.text
    assert cem.visit("/mill-end/venues").words("//h3") == ["Mill Hall"]


def test_cem_invites_to_a_venue_from_its_page(cem: Neighbour, library: Alderford, many: Engine) -> None:
    (form,) = (each for each in cem.visit("/alderford/venues/old-library").links if "/meetups/new" in each)
    assert cem.visit(form).all("//input[@name='location']")[0].get("value").startswith("Old Library")
    assert cem.visit("/alderford/meetups/new?venue=nowhere").status == 404
    change(many, retired=True)
    assert not any("/meetups/new" in each for each in cem.visit("/alderford/venues/old-library").links)


def test_cem_tells_a_mentor_of_a_place_that_is_missing(cem: Neighbour, ada: Neighbour, library: Alderford) -> None:
    page = cem.visit("/alderford/venues")
    assert "/alderford/meetups/new" in page.links
    (asks,) = (each for each in page.links if each.startswith("/alderford/ask"))
    form = cem.visit(asks)
    begun = form.words("//textarea[@id='words']")[0]
    assert "How one gets in" in begun
    assert cem.visit("/alderford/ask?about=nothing").words("//textarea[@id='words']") == [""]
    assert "Say in a few words what it is about." in cem.fill(form, words=begun, reach="cem@hub.example").text
    sent = cem.fill(form, words=begun + " The Hare, 3 Low St", reach="cem@hub.example")
    assert sent.h1 == "Thank you"
    (new,) = (each for each in page.links if each.startswith("/desk/venues"))
    assert ada.visit(new).h1 == "A new venue"


def test_a_place_without_venues_says_so(cem: Neighbour, alderford: Alderford) -> None:
    empty = cem.visit("/alderford/venues")
    assert "No venue is known here yet." in empty.text
    assert "/alderford/ask?about=venue" in empty.links
    assert "Nothing is announced whose place we know." in cem.visit("/alderford/meetups/map").text


def test_a_venue_lists_what_others_organise_only_with_its_consent(
    cem: Neighbour, library: Alderford, many: Engine
) -> None:
    page = cem.visit(LIBRARY)
    assert page.h1 == "Old Library"
    assert "1 Mill Lane, TV7 1AA" in page.text
    assert "Repair café" not in page.text
    assert "What others organise here is listed once the venue agrees." in page.text
    assert "Nothing is announced." not in page.text
    whole = "/alderford/meetups?venue=old-library"
    assert page.links[whole] == "See what others announce here"
    assert "Repair café" in cem.visit(whole).text
    change(many, lists_others=True)
    page = cem.visit(LIBRARY)
    assert "Repair café" in page.text
    assert whole not in page.links
    assert "/alderford/meetups.ics?venue=old-library" in page.links
    assert "once the venue agrees" not in page.text


def test_a_venue_lists_what_it_announces_itself(cem: Neighbour, library: Alderford, many: Engine) -> None:
    with writing(many) as db:
        event = db.exec(select(Event)).one()
        source_id = event.source_id
    change(many, source_id=source_id)
    page = cem.visit(LIBRARY)
    assert "Repair café" in page.text
    assert page.links["/alderford/sources/town-diary"] == "Town diary"


def test_a_meetup_says_where_it_is_and_how_we_know(cem: Neighbour, library: Alderford, many: Engine) -> None:
    with writing(many) as db:
        event_id = db.exec(select(Event.id)).one()
    page = cem.visit(f"/alderford/meetups/{event_id}")
    assert page.links[LIBRARY] == "Old Library"
    assert "Whoever announces it writes “Old Library”, which is a name of this venue." in page.text
    assert "Step-free." in page.text


def test_cem_reads_in_which_room_of_a_big_house_a_meetup_is(cem: Neighbour, library: Alderford, many: Engine) -> None:
    with writing(many) as db:
        calendar = db.exec(select(Feed).where(Feed.reads == "events")).one()
        where = "Green room, Old Library, 1 Mill Lane"
        event_id = town.meetup(db, calendar, "Chess", now() + timedelta(days=2), location=where).id
        locate(db, [event_id])
    page = cem.visit(f"/alderford/meetups/{event_id}")
    assert "Green room, Old Library, 1 Mill Lane, TV7 1AA" in page.text
    assert '"name": "Green room, Old Library"' in page.source
    assert "Green room, Old Library" in cem.visit("/alderford/meetups").text
    unfolded = cem.visit(f"/alderford/meetups/{event_id}.ics").source.replace("\r\n ", "")
    assert "LOCATION:Green room\\, Old Library\\, 1 Mill Lane" in unfolded


def test_a_date_that_is_held_elsewhere_is_not_sent_to_the_usual_venue(
    cem: Neighbour, library: Alderford, many: Engine
) -> None:
    with writing(many) as db:
        event = db.exec(select(Event)).one()
        db.exec(select(Occurrence).where(Occurrence.event_id == event.id)).one().location = "The tent"
        bump(db, [library.place.id])
    page = f"/alderford/meetups/{event.id}"
    assert "LOCATION:The tent" in cem.visit(f"{page}.ics").source
    assert '"name": "The tent"' in cem.visit(page).source
    (told,) = cem.visit("/api/v1/events?place=alderford").json["events"]
    assert (told["location"], told["venue"], told["latitude"]) == ("The tent", None, None)


def test_cem_joins_online_from_the_page_of_a_meetup_that_is_at_an_address_of_the_web(
    cem: Neighbour, alderford: Alderford, many: Engine
) -> None:
    address = "https://zoom.example/j/123"
    with writing(many) as db:
        calendar = db.exec(select(Feed).where(Feed.reads == "events")).one()
        more = {"location": address, "online_url": address, "online": True}
        event_id = town.meetup(db, calendar, "Webinar", now() + timedelta(days=2), **more).id
        locate(db, [event_id])
    page = cem.visit(f"/alderford/meetups/{event_id}")
    assert page.links[address] == "Join online"
    assert page.text.count("Join online") == 1
    listed = cem.visit("/alderford/meetups?online=1")
    assert "Webinar" in listed.text
    assert address not in listed.text
    assert "Webinar" in cem.visit("/alderford/meetups/map").text


def test_cem_in_a_wheelchair_reads_that_there_are_steps(cem: Neighbour, alderford: Alderford, many: Engine) -> None:
    with writing(many) as db:
        calendar = db.exec(select(Feed).where(Feed.reads == "events")).one()
        event_id = town.meetup(db, calendar, "Loft talk", now() + timedelta(days=2), step_free=False).id
    for page in ("/alderford/meetups", f"/alderford/meetups/{event_id}"):
        assert "not step-free" in cem.visit(page).words("//ul[@class='badges']/li")


def test_a_meetup_nobody_can_place_says_what_its_calendar_says(
    cem: Neighbour, alderford: Alderford, many: Engine
) -> None:
    with writing(many) as db:
        event = db.exec(select(Event)).one()
        event_id = event.id
    assert "Old Library" in cem.visit(f"/alderford/meetups/{event_id}").words("//*[@id='where']//p")
    with writing(many) as db:
        db.get_one(Event, event_id).location = "https://meet.example/\u202ejoin"
        bump(db, [alderford.place.id])
    assert "meet.example" not in cem.visit(f"/alderford/meetups/{event_id}").text


def test_a_venue_that_turned_out_to_be_another_leads_there(cem: Neighbour, library: Alderford, many: Engine) -> None:
    with writing(many) as db:
        ids = {each.slug: each.id for each in db.exec(select(Venue))}
        actions.merge(db, ids["mill-hall"], ids["old-library"])
    page = cem.visit("/mill-end/venues/mill-hall")
    assert (page.status, page.headers["location"]) == (301, LIBRARY)


def test_a_venue_nobody_meets_at_says_so(cem: Neighbour, library: Alderford, many: Engine) -> None:
    change(many, retired=True)
    assert "People no longer meet here" in cem.visit(LIBRARY).text
    assert "Old Library" not in cem.visit("/alderford/venues").text


@pytest.mark.parametrize("address", ["/mill-end/venues/old-library", "/alderford/venues/none", "/nowhere/venues"])
def test_a_venue_is_where_it_is(cem: Neighbour, library: Alderford, address: str) -> None:
    assert cem.visit(address).status == 404


def test_cem_tells_a_mentor_that_something_is_wrong(cem: Neighbour, ben: Neighbour, library: Alderford) -> None:
    form = ben.visit(f"{LIBRARY}/correct")
    assert "“Old Library”" in form.text
    assert "Say what is wrong" in ben.fill(form).text
    assert ben.fill(form, words="The ramp is at the back now.", follow=False).status == 303
    assert LIBRARY in ben.visit("/you").links


def test_the_map_lists_what_is_on_by_where_it_is(cem: Neighbour, library: Alderford, many: Engine) -> None:
    with writing(many) as db:
        calendar = db.exec(select(Feed).where(Feed.reads == "events")).one()
        for title, place in (("Folk", "The pond"), ("Songs", "The pond"), ("Lost", "Somewhere")):
            when = library.moment + timedelta(days=3)
            point = {"lat": 52.2, "lon": -1.2} if place == "The pond" else {}
            town.meetup(db, calendar, title, when, location=place, **point)
        bump(db, [library.place.id])
    page = cem.visit("/alderford/meetups/map")
    assert page.words("//h3") == ["Old Library", "The pond", "Somewhere"]
    assert page.words("//h2")[-1] == "Not on the map"
    assert [each.get("data-lat") for each in page.all("//li[@data-lat]")] == ["52.1", "52.2"]
    assert "No other site is asked." in page.text
    assert "img-src 'self';" in page.headers["content-security-policy"]


def test_the_map_is_narrowed_down_like_the_list_and_says_so(cem: Neighbour, library: Alderford, many: Engine) -> None:
    with writing(many) as db:
        calendar = db.exec(select(Feed).where(Feed.reads == "events")).one()
        town.meetup(db, calendar, "Free songs", library.moment + timedelta(days=3), free=True)
        bump(db, [library.place.id])
    listed = cem.visit("/alderford/meetups?free=1")
    assert listed.links["/alderford/meetups/map?free=1"] == "On a map"
    assert listed.links["/alderford/meetups/poster?free=1"] == "This week on paper"
    page = cem.visit("/alderford/meetups/map?free=1")
    assert page.words("//div[@class='filters']//li") == ["free ×take this filter away"]
    assert page.words("//h3") == ["Nobody has said where"]
    assert page.links["/alderford/meetups?free=1"] == "Day by day"


def test_more_than_a_map_lists_is_said(cem: Neighbour, library: Alderford, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(meeting_places, "MOST_ON_MAP", 1)
    assert "More is on than fits on this page." in cem.visit("/alderford/meetups/map").text


@pytest.mark.parametrize(
    ("whose", "leads_to"),
    [("others", "/alderford/meetups?venue=old-library"), ("its own", "/alderford/sources/town-diary")],
)
def test_a_venue_leads_to_all_that_is_on_there(
    cem: Neighbour, library: Alderford, many: Engine, monkeypatch: pytest.MonkeyPatch, whose: str, leads_to: str
) -> None:
    with writing(many) as db:
        source_id = db.exec(select(Event)).one().source_id
        venue_id = db.exec(select(Venue.id).where(Venue.slug == "old-library")).one()
        calendar = db.exec(select(Feed).where(Feed.reads == "events")).one()
        for number in range(2):
            when = library.moment + timedelta(days=3 + number)
            town.meetup(db, calendar, f"Reading {number}", when, venue_id=venue_id)
    change(many, **({"lists_others": True} if whose == "others" else {"source_id": source_id}))
    assert "See all that is on here" not in cem.visit(LIBRARY).text
    monkeypatch.setattr(meeting_places, "MOST_SHOWN", 2)
    change(many, retired=False)
    assert "See all that is on here" in cem.visit(LIBRARY).words(f"//*[@id='next']//a[@href='{leads_to}']")


def test_outlines_circles_and_names_are_the_ground_of_the_map(cem: Neighbour, library: Alderford, many: Engine) -> None:
    with writing(many) as db:
        drawn = town.place(db, "Drawn", library.place, boundary='{"type":"Polygon","coordinates":[]}')
        town.place(db, "Round", library.place, lat=52.0, lon=-1.9, radius=500.0)
        town.place(db, "Named", library.place, lat=52.1, lon=-1.9)
        bump(db, [drawn.id])
    told = cem.visit("/alderford/meetups/map.geojson").json
    kinds = [(each["properties"]["name"], each["geometry"]["type"]) for each in told["features"]]
    assert sorted(kinds) == [("Drawn", "Polygon"), ("Named", "Point"), ("Round", "Point"), ("Round", "Polygon")]


def test_only_the_map_may_ask_where_its_tiles_are(settings: Settings, library: Alderford) -> None:
    tiles = "https://{s}.tiles.example/{z}/{x}/{y}.png"
    chosen = settings.model_copy(update={"map_tiles": tiles, "map_attribution": "Tiles & Co"})
    with neighbour("Cem", chosen) as visitor:
        page = visitor.visit("/alderford/meetups/map")
        assert "img-src 'self' https://*.tiles.example;" in page.headers["content-security-policy"]
        assert "from tiles.example, which learns" in page.text
        assert page.all("//div[@data-map]")[0].get("data-tiles") == tiles
        other = visitor.visit("/alderford/venues")
        assert "tiles.example" not in other.headers["content-security-policy"]


@pytest.mark.parametrize("tiles", ["ftp://a/{z}/{x}/{y}", "https://a.example/{z}/{x}", "https://a b/{z}/{x}/{y}"])
def test_tiles_are_an_address_with_three_holes(tiles: str) -> None:
    with pytest.raises(ValueError, match="map_tiles"):
        Settings(_env_file=None, map_tiles=tiles)
