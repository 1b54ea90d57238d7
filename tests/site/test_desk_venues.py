"""Ada says where things are: locations nobody knows, new venues, whole calendars; and takes it back."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Engine
from sqlmodel import col, select

from hub.aggregate.feeds.models import Feed
from hub.db.engine import reading, writing
from hub.meet.events.locating import locate_now
from hub.meet.events.models import Event
from hub.meet.venues import actions
from hub.meet.venues.actions import Draft
from hub.meet.venues.models import Venue
from hub.people.audit.models import AuditEntry
from tests import town
from tests.neighbours import Neighbour, Page
from tests.site.conftest import Alderford

DESK = "/desk/venues/alderford"
FOLK = f"{DESK}/locations/theusualpub"


@pytest.fixture
def lion(alderford: Alderford, many: Engine) -> Alderford:
    """The Red Lion is known; Folk night is at “The usual pub”, the Repair café at “Old Library”."""
    with writing(many) as db:
        actions.add(db, Draft("The Red Lion", alderford.place.id, "1 High St", "TV7 1AA", 52.1, -1.1))
        calendar = db.exec(select(Feed).where(Feed.reads == "events")).one()
        town.meetup(db, calendar, "Folk night", alderford.moment + timedelta(days=2), location="The usual pub")
        locate_now(db)
    return alderford


def at(engine: Engine, title: str) -> str:
    with reading(engine) as db:
        rows = select(Venue.name).join(Event, col(Event.venue_id) == Venue.id).where(Event.title == title)
        return db.exec(rows).first() or ""


def deeds(engine: Engine) -> list[tuple[str, str]]:
    with reading(engine) as db:
        rows = db.exec(select(AuditEntry).order_by(col(AuditEntry.id)))
        return [(each.deed, each.target_kind) for each in rows if each.target_kind in {"venue", "location", "feed"}]


def form(page: Page, ending: str) -> str:
    (found,) = page.all(f"//form[substring(@action, string-length(@action) - {len(ending) - 1}) = '{ending}']")
    return str(found.get("action"))


def venue(**typed: str) -> dict[str, Any]:
    return {"name": "Mill Hall", "within": "mill-end", **typed}


def test_locations_nobody_knows_wait_in_a_bin(ada: Neighbour, lion: Alderford) -> None:
    assert ada.visit("/desk").links["/desk/venues"] == "Where is that?"
    page = ada.visit("/desk/venues")
    assert "1 meetup ahead, in Alderford" in page.text
    assert "Folk night (Town diary)" in page.text
    assert page.links[FOLK] == "The usual pub"
    assert f"{DESK}/new?location=theusualpub" in page.links


def test_the_venues_of_a_place_are_named_once_among_what_waits(ada: Neighbour, lion: Alderford, many: Engine) -> None:
    with writing(many) as db:
        calendar = db.exec(select(Feed).where(Feed.reads == "events")).one()
        town.meetup(db, calendar, "Jazz", lion.moment + timedelta(days=2), location="Behind the church")
    page = ada.visit("/desk/venues")
    assert len(page.all("//article//h2")) >= 2
    assert len(page.all(f"//article//a[@href='{DESK}']")) == 1


def test_ada_says_which_venue_a_location_means_and_takes_it_back(ada: Neighbour, lion: Alderford, many: Engine) -> None:
    page = ada.visit(FOLK)
    assert "Folk night" in page.text
    assert "Choose the venue it means." in ada.post(FOLK, venue="none").text
    assert ada.post(FOLK, venue="the-red-lion").status == 303
    assert at(many, "Folk night") == "The Red Lion"
    listed = ada.visit(DESK)
    assert "means The Red Lion" in listed.text
    assert ada.post(f"{FOLK}/undo").status == 303
    assert ada.post(f"{FOLK}/undo").status == 303
    assert at(many, "Folk night") == ""
    assert deeds(many) == [("say-where", "location")] * 2


def test_what_is_no_place_waits_no_more(ada: Neighbour, lion: Alderford, many: Engine) -> None:
    assert ada.post(FOLK, do="none").status == 303
    assert "The usual pub" not in ada.visit("/desk/venues").text
    assert ada.visit(FOLK).status == 303
    assert ada.post(FOLK, venue="the-red-lion").status == 303
    assert at(many, "Folk night") == ""
    assert "is no place" in ada.visit(DESK).text


def test_one_press_says_that_it_is_the_venue_it_may_be(ada: Neighbour, lion: Alderford, many: Engine) -> None:
    with writing(many) as db:
        event = db.exec(select(Event).where(Event.title == "Folk night")).one()
        event.location = "upstairs, red lion pub"
    page = ada.visit("/desk/venues")
    assert "It may be The Red Lion." in page.text
    rows = {str(each.get("value")) for each in page.all("//input[@name='row']")}
    (red,) = (row for row in rows if "redlion" in row)
    (library,) = rows - {red}
    assert ada.post("/desk/venues", row=[red, library], do="this").headers["location"].endswith("?done=1&left=1")
    assert at(many, "Folk night") == "The Red Lion"
    assert ada.post("/desk/venues", row=[red, "x y z"], do="none").headers["location"].endswith("?done=0&left=2")
    assert ada.post("/desk/venues", row=library, do="none").headers["location"].endswith("?done=1&left=0")


def test_ada_chooses_beside_each_location_and_keeps_all_at_once(ada: Neighbour, lion: Alderford, many: Engine) -> None:
    with writing(many) as db:
        actions.add(db, Draft("Old Library and Reading Room", lion.place.id, "2 High St", "TV7 1AB"))
    page = ada.visit("/desk/venues")
    folk, library = (choices(page, label) for label in ("The usual pub", "Old Library"))
    assert [*folk][:1] == [*library][:1] == ["Leave it for now"]
    assert [*library][1] == "Old Library and Reading Room, TV7 1AB"
    assert [*folk][-1] == "A new venue"
    nothing = ada.post("/desk/venues", do="choices", choice=["", ""])
    assert (nothing.status, "Choose beside at least one" in nothing.text) == (422, True)
    sent = [folk["The Red Lion, TV7 1AA"], library["Old Library and Reading Room, TV7 1AB"]]
    assert ada.post("/desk/venues", do="choices", choice=sent).headers["location"].endswith("?done=2&left=0")
    assert at(many, "Folk night") == "The Red Lion"
    assert ada.post("/desk/venues", do="choices", choice=sent).headers["location"].endswith("?done=0&left=2")


def test_a_new_venue_chosen_beside_a_location_is_asked_about_once_the_others_are_kept(
    ada: Neighbour, lion: Alderford, many: Engine
) -> None:
    page = ada.visit("/desk/venues")
    new, known = choices(page, "Old Library")["A new venue"], choices(page, "The usual pub")["The Red Lion, TV7 1AA"]
    answer = ada.post("/desk/venues", do="choices", choice=[new, known])
    assert answer.headers["location"] == f"{DESK}/new?location=oldlibrary"
    assert at(many, "Folk night") == "The Red Lion"


def test_what_was_chosen_beside_a_location_is_not_ticked_by_a_button_for_the_ticked(
    ada: Neighbour, lion: Alderford, many: Engine
) -> None:
    with writing(many) as db:
        actions.add(db, Draft("Old Library and Reading Room", lion.place.id, "2 High St", "TV7 1AB"))
    likely = choices(ada.visit("/desk/venues"), "Old Library")["Old Library and Reading Room, TV7 1AB"]
    again = ada.post("/desk/venues", do="none", choice=[likely, ""])
    assert (again.status, again.all("//input[@name='row'][@checked]")) == (422, [])
    assert [each.get("value") for each in again.all("//select/option[@selected]")] == [likely]


def choices(page: Page, label: str) -> dict[str, str]:
    """Return what can be chosen beside a location: what comes back, by its words."""
    (select_,) = page.all(f"//article[h2='{label}']//select")
    return {str(each.text): str(each.get("value")) for each in select_.iter("option")}


def test_a_new_venue_begins_with_what_the_calendar_writes(ada: Neighbour, lion: Alderford, many: Engine) -> None:
    page = ada.visit(f"{DESK}/new?location=theusualpub")
    assert page.all("//input[@name='name']")[0].get("value") == "The usual pub"
    sent = venue(name="The Hare", within="alderford", location="theusualpub")
    assert ada.post(f"{DESK}/new", **sent).headers["location"] == f"{DESK}?done=added"
    assert at(many, "Folk night") == "The Hare"
    assert "Done: the venue is there" in ada.visit(f"{DESK}?done=added").text


def test_what_is_wrong_is_said_beside_each_field_and_what_was_typed_is_kept(ada: Neighbour, lion: Alderford) -> None:
    wrong: dict[str, Any] = {
        "name": "…",
        "postcode": "TV7",
        "point": "here",
        "url": "javascript:x",
        "source": "none",
        "within": "x",
    }
    page = ada.post(f"{DESK}/new", **wrong, access="x" * 1_001, aliases="\n".join(f"a{n}" for n in range(60)))
    assert page.status == 422
    assert len(page.words("//*[@class='wrong']")) == 8
    assert page.all("//input[@name='point']")[0].get("value") == "here"


def test_a_venue_that_may_be_there_already_is_asked_about(ada: Neighbour, lion: Alderford, many: Engine) -> None:
    twin = venue(name="Red Lion", within="alderford")
    page = ada.post(f"{DESK}/new", **twin)
    assert page.status == 422
    assert f"{DESK}/the-red-lion" in page.links
    assert ada.post(f"{DESK}/new", **twin, sure="yes").status == 303


def test_ada_changes_a_venue(ada: Neighbour, lion: Alderford, many: Engine) -> None:
    page = ada.visit(f"{DESK}/the-red-lion")
    assert page.all("//input[@name='point']")[0].get("value") == "52.1, -1.1"
    address = f"{DESK}/the-red-lion"
    sent = venue(
        name="The Hare", within="alderford", step_free="yes", public="yes", aliases="The usual pub", source="town-diary"
    )
    assert ada.post(address, **sent, point="52.2,-1.2", url="https://hare.example").status == 303
    assert at(many, "Folk night") == "The Hare"
    page = ada.visit("/alderford/venues/the-red-lion")
    assert "Step-free." in page.text
    assert "open to everybody" in page.text
    assert "Folk night" in page.text
    form_of = ada.visit(address)
    assert form_of.all("//select[@name='source']/option[@selected]")[0].get("value") == "town-diary"
    assert "The Red Lion" in form_of.all("//textarea[@name='aliases']")[0].text
    assert ada.post(address, name="").status == 422


def test_two_venues_are_one_until_that_is_taken_back(ada: Neighbour, lion: Alderford, many: Engine) -> None:
    ada.post(f"{DESK}/new", **venue(name="The Usual Pub", within="alderford"))
    assert at(many, "Folk night") == "The Usual Pub"
    assert "Choose the venue it turned out to be." in ada.post(f"{DESK}/the-usual-pub/merge").text
    assert ada.post(f"{DESK}/the-usual-pub/merge", heir="the-usual-pub").status == 422
    done = ada.post(f"{DESK}/the-usual-pub/merge", heir="the-red-lion")
    assert done.headers["location"] == f"{DESK}/the-red-lion?done=merged"
    assert at(many, "Folk night") == "The Red Lion"
    assert "The Usual Pub turned out to be this." in ada.visit(f"{DESK}/the-red-lion").text
    assert "It turned out to be The Red Lion" in ada.visit(f"{DESK}/the-usual-pub").text
    ada.post(f"{DESK}/the-usual-pub/part")
    ada.post(f"{DESK}/the-usual-pub/part")
    assert at(many, "Folk night") == "The Usual Pub"
    assert deeds(many).count(("merge-venue", "venue")) == 2


def test_a_venue_closes_and_opens_again(ada: Neighbour, lion: Alderford) -> None:
    ada.post(f"{DESK}/the-red-lion/retire")
    assert "People meet there again" in ada.visit(f"{DESK}/the-red-lion?done=retired").text
    assert "retired" in ada.visit(DESK).text
    ada.post(f"{DESK}/the-red-lion/retire", to="no")
    assert "People no longer meet there" in ada.visit(f"{DESK}/the-red-lion").text


def test_consent_is_asked_for_and_written_down(ada: Neighbour, lion: Alderford) -> None:
    address = f"{DESK}/the-red-lion/agree"
    assert "Write who agreed" in ada.post(address).text
    assert ada.post(address, words="x" * 301).status == 422
    assert ada.post(address, words="the landlord, on the telephone").status == 303
    page = ada.visit(f"{DESK}/the-red-lion")
    assert "the landlord, on the telephone" in page.text
    assert ada.post(address, to="no").headers["location"].endswith("done=disagreed")
    assert "the landlord" not in ada.visit(f"{DESK}/the-red-lion").text


def test_a_calendar_is_all_at_one_venue(ada: Neighbour, lion: Alderford, many: Engine) -> None:
    (address,) = (each for each in ada.visit(DESK).links if "/calendars/" in each)
    assert "Choose one of these." in ada.post(address, strategy="").text
    assert "Choose the venue." in ada.post(address, strategy="room").text
    assert ada.post(address, strategy="room", venue="the-red-lion").status == 303
    assert at(many, "Folk night") == at(many, "Repair café") == "The Red Lion"
    page = ada.visit(address)
    assert page.all("//input[@name='strategy'][@checked]")[0].get("value") == "room"
    assert "The Red Lion" in ada.visit(DESK).text
    assert ada.post(address, strategy="event").status == 303
    assert at(many, "Repair café") == ""
    assert ada.visit(f"{DESK}/calendars/none").status == 404


def test_hostile_locations_are_shown_as_words(ada: Neighbour, lion: Alderford, many: Engine) -> None:
    with writing(many) as db:
        event = db.exec(select(Event).where(Event.title == "Folk night")).one()
        event.location = "<script>alert(1)</script>\u202e ../../etc/passwd"
    page = ada.visit("/desk/venues")
    assert "<script>alert" not in page.source
    (address,) = {each.partition("#")[0] for each in page.links if "/locations/script" in each}
    assert ada.visit(address).status == 200


def test_who_looks_after_another_place_changes_nothing_here(mo: Neighbour, lion: Alderford) -> None:
    assert mo.visit(DESK).status == 403
    assert mo.post(f"{DESK}/new", **venue()).status == 403
