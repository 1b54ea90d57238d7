"""Cem looks for where people meet: venues by neighbourhood, how one gets in, what is on there, and the map."""

from datetime import timedelta

import pytest
from sqlalchemy import Engine
from sqlmodel import select

from hub.aggregate.feeds.models import Feed
from hub.db.engine import writing
from hub.meet.events.locating import locate_now
from hub.meet.events.models import Event
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
    assert page.words("//h2") == ["Alderford", "Mill End"]
    assert "Step-free." in page.text
    assert "There are steps. Two steps." in page.text
    assert cem.visit("/mill-end/venues").words("//h3") == ["Mill Hall"]


def test_cem_invites_to_a_venue_from_its_page(cem: Neighbour, library: Alderford, many: Engine) -> None:
    (form,) = (each for each in cem.visit("/alderford/venues/old-library").links if "/meetups/new" in each)
    assert cem.visit(form).all("//input[@name='location']")[0].get("value").startswith("Old Library")
    assert cem.visit("/alderford/meetups/new?venue=nowhere").status == 404
    change(many, retired=True)
    assert not any("/meetups/new" in each for each in cem.visit("/alderford/venues/old-library").links)


def test_a_place_without_venues_says_so(cem: Neighbour, alderford: Alderford) -> None:
    assert "No venue is known here yet." in cem.visit("/alderford/venues").text
    assert "Nothing is announced whose place we know." in cem.visit("/alderford/meetups/map").text


def test_a_venue_lists_what_others_organise_only_with_its_consent(
    cem: Neighbour, library: Alderford, many: Engine
) -> None:
    page = cem.visit(LIBRARY)
    assert page.h1 == "Old Library"
    assert "1 Mill Lane, TV7 1AA" in page.text
    assert "Repair café" not in page.text
    assert "What others organise here is listed once the venue agrees." in page.text
    change(many, lists_others=True)
    page = cem.visit(LIBRARY)
    assert "Repair café" in page.text
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
    assert "Its calendar writes “Old Library”, which is a name of this venue." in page.text
    assert "Step-free." in page.text


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
    assert "It takes place online." in cem.visit(f"/alderford/meetups/{event_id}").text


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
    assert "Only: free" in page.text
    assert page.words("//h3") == ["Nobody has said where"]
    assert page.links["/alderford/meetups?free=1"] == "By day"


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
