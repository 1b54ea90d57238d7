"""What Cem finds on the other pages."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Engine

from hub.aggregate.feeds.models import Feed
from hub.db.engine import writing
from tests import town
from tests.neighbours import Neighbour, Page
from tests.site.conftest import Alderford


def _item(cem: Neighbour, place: str, n: int = 0) -> Page:
    links = [address for address in cem.visit(place).links if address.startswith("/items/")]
    return cem.visit(links[n])


def test_the_front_page_explains_itself_and_lists_places(cem: Neighbour, alderford: Alderford) -> None:
    page = cem.visit("/")

    assert "one stream" in page.text
    assert page.links["/alderford"] == "Alderford"
    assert page.links["/mill-end"] == "Mill End"
    assert "3 sources" in page.text


def test_places_heard_lately_come_first_then_by_name(cem: Neighbour, alderford: Alderford, many: Engine) -> None:
    with writing(many) as db:
        quiet = town.place(db, "Abbots Quiet")
        town.item(db, alderford.council, "Long ago", [quiet], at=town.NOON - timedelta(days=900))
        town.place(db, "Abbots Silent")
        lively = town.place(db, "Zeal")
        town.item(db, alderford.council, "Today", [lively], at=alderford.moment - timedelta(days=9))

    assert cem.visit("/").words("//h2") == ["Alderford", "Zeal", "Abbots Quiet", "Abbots Silent"]


def test_places_inside_are_counted_alike_everywhere(cem: Neighbour, alderford: Alderford, many: Engine) -> None:
    with writing(many) as db:
        town.place(db, "Lock", alderford.mill_end)

    assert "2 places in Alderford" in cem.visit("/").text
    assert cem.visit("/alderford").words("//aside//summary") == ["2 places"]
    assert cem.visit("/api/v1/places").json["places"][0]["inside"] == 2


def test_a_quiet_place_says_why_when_none_of_its_sources_could_be_heard(
    cem: Neighbour, alderford: Alderford, many: Engine
) -> None:
    with writing(many) as db:
        lock, weir = town.place(db, "Lock"), town.place(db, "Weir")
        for place, trouble in ((lock, "http-404"), (lock, "http-429"), (weir, "http-404"), (weir, "")):
            town.feed(db, town.source(db, f"{place.name} {trouble}", place), trouble=trouble, looked_at=town.NOON)

    assert "None of its sources could be heard lately." in cem.visit("/lock").text
    assert "None of its sources" not in cem.visit("/weir").text
    assert "None of its sources" not in cem.visit("/lock?q=boats").text
    assert "None of its sources" not in cem.visit("/alderford").text


def test_an_empty_hub_says_so(cem: Neighbour) -> None:
    assert "No place is listed yet" in cem.visit("/").text


def test_an_item_names_its_author_licence_and_evidence(cem: Neighbour, alderford: Alderford) -> None:
    page = _item(cem, "/alderford")

    assert page.h1 == "Bins on Tuesday"
    assert "by Joan Weir" in page.text
    assert "Licence: OGL 3.0" in page.text
    assert "Alderford Council filed it under “Bins & recycling”." in page.text
    assert page.links["https://alderford-council.example/bins-on-tuesday"] == "Read it at Alderford Council"


def test_an_item_tells_its_tags_from_its_places(cem: Neighbour, alderford: Alderford) -> None:
    page = _item(cem, "/alderford")

    assert page.words("//section[@id='why']//*[self::h3 or self::dt or self::dd]") == [
        *("Tags", "Bins & recycling", "Alderford Council filed it under “Bins & recycling”."),
        *("Places", "Alderford", "Alderford Council speaks for this place."),
    ]


@pytest.mark.parametrize("licence", ["https://cc.example/by", "javascript:alert(1)"])
def test_a_licence_is_a_link_only_where_it_is_a_web_address(
    cem: Neighbour, alderford: Alderford, many: Engine, licence: str
) -> None:
    with writing(many) as db:
        voice = town.source(db, "Free Press", alderford.mill_end, licence=licence)
        town.item(db, town.feed(db, voice), "Take it", at=alderford.moment, licence=licence)

    for page in (_item(cem, "/mill-end"), cem.visit("/mill-end/sources/free-press")):
        assert (f"Licence: {licence}" in page.text) is licence.startswith("https:")
        assert (licence in page.links) is licence.startswith("https:")


def test_a_name_under_rights_is_never_shown_as_a_licence(cem: Neighbour, alderford: Alderford, many: Engine) -> None:
    with writing(many) as db:
        voice = town.source(db, "Courier", alderford.mill_end)
        town.item(db, town.feed(db, voice), "Bridge shut", at=alderford.moment, licence="© The Alderford Courier")

    page = _item(cem, "/mill-end")

    assert "© The Alderford Courier" in page.text
    assert "All rights are its author’s; we show an excerpt" in page.text
    assert "Licence:" not in page.text


def test_a_full_text_shows_only_where_its_source_allows_it(cem: Neighbour, alderford: Alderford, many: Engine) -> None:
    with writing(many) as db:
        html = "<h1>Big</h1><p onclick='x'>All of <b>it</b></p><script>bad()</script>"
        generous = town.feed(db, town.source(db, "Generous", alderford.place, shows="full"))
        shy = town.feed(db, town.source(db, "Shy", alderford.place, shows="link"))
        town.item(db, generous, "Whole", [alderford.mill_end], at=alderford.moment, html=html)
        town.item(db, shy, "Linked", [alderford.mill_end], html=html, summary="Not to be seen")

    whole, linked = _item(cem, "/mill-end"), _item(cem, "/mill-end", 2)

    assert "All of it" in whole.text
    assert whole.h1s == ["Whole"]
    assert "onclick" not in whole.source
    assert "bad()" not in whole.source
    assert linked.h1 == "Linked"
    assert "All of it" not in linked.text
    assert "Not to be seen" not in linked.text


def test_an_item_without_title_or_link_still_has_a_page(cem: Neighbour, alderford: Alderford, many: Engine) -> None:
    with writing(many) as db:
        place = alderford.mill_end
        town.item(db, alderford.diary, "", [place], link="", summary="A note", at=alderford.moment)

    assert _item(cem, "/mill-end").h1 == "A note"


def test_the_sources_page_says_how_each_feed_is_doing(cem: Neighbour, alderford: Alderford) -> None:
    page = cem.visit("/alderford/sources")

    assert "Doing well." in page.text
    assert "There is nothing at this address." in page.text
    assert "To mend it:" in page.text
    assert "Since" in page.text


def test_the_sources_page_names_those_in_trouble(cem: Neighbour, alderford: Alderford) -> None:
    page = cem.visit("/alderford/sources")

    assert "1 of 3 sources is in trouble: Mill End Diary." in page.text


def test_a_feed_on_its_way_to_a_new_address_says_so(cem: Neighbour, alderford: Alderford, many: Engine) -> None:
    with writing(many) as db:
        db.get_one(Feed, alderford.council.id).moved_to = "https://new.example/feed"

    assert "It has moved to https://new.example/feed" in cem.visit("/alderford/sources").text


@pytest.mark.parametrize("address", ["/alderford/sources", "/alderford/sources/alderford-council"])
def test_a_feed_asked_to_wait_is_neither_well_nor_in_trouble(
    cem: Neighbour, alderford: Alderford, many: Engine, address: str
) -> None:
    with writing(many) as db:
        feed = db.get_one(Feed, alderford.council.id)
        feed.trouble, feed.due_at = "http-429", datetime(2099, 3, 3, 12, tzinfo=UTC)

    page = cem.visit(address)
    (state,) = page.words("//div[contains(@class, 'mood-paused')]/p")

    assert state.endswith("We look again after 3 March 2099, 12:00.")
    assert "Alderford Council" not in page.text.partition("in trouble:")[2].partition(".")[0]


def test_a_child_place_also_names_the_sources_around_it(cem: Neighbour, alderford: Alderford) -> None:
    page = cem.visit("/mill-end/sources")

    assert page.words("//h2") == ["Speaking for Mill End", "From around"]


def test_a_source_has_a_page_with_what_it_said(cem: Neighbour, alderford: Alderford) -> None:
    page = cem.visit("/alderford/sources/alderford-council")

    assert page.h1 == "Alderford Council"
    assert page.words("//article/h3") == ["Bins on Tuesday", "Library hours"]


def test_a_source_never_heard_has_no_list_to_follow(cem: Neighbour, alderford: Alderford, many: Engine) -> None:
    with writing(many) as db:
        voice = town.source(db, "Ramblers", alderford.place)
        town.feed(db, voice, trouble="http-404", trouble_since=town.NOON)
        town.feed(db, town.source(db, "Shy", alderford.place), heard_at=town.NOON)

    unheard, shy = cem.visit("/alderford/sources/ramblers"), cem.visit("/alderford/sources/shy")

    assert "It has not been heard yet" in unheard.text
    assert "No posts from it here so far." in shy.text
    assert "Follow this list" not in unheard.text + shy.text
    assert "Follow this list" in cem.visit("/alderford/sources/alderford-council").text


def test_tags_say_what_they_mean_and_how_they_are_spelt(cem: Neighbour, alderford: Alderford) -> None:
    listed, one = cem.visit("/alderford/tags"), cem.visit("/alderford/tags/bins-and-recycling")

    assert "Collections and tips" in listed.text
    assert "refuse" in one.text
    assert one.words("//article/h3") == ["Bins on Tuesday"]


def test_meetups_are_listed_day_by_day(cem: Neighbour, alderford: Alderford) -> None:
    page = cem.visit("/alderford/meetups")
    (address,) = [address for address, words in page.links.items() if words == "Repair café"]
    event = cem.visit(address)

    assert "Old Library" in page.articles[0]
    assert event.h1 == "Repair café"
    assert event.status == 200


@pytest.mark.parametrize("address", ["/about", "/accessibility", "/privacy", "/terms", "/api/docs", "/"])
def test_every_standing_page_has_one_main_heading(cem: Neighbour, address: str) -> None:
    page = cem.visit(address)

    assert page.status == 200
    assert len(page.h1s) == 1
    assert page.all("//main[@id='main']")
    assert next(iter(page.links)) == "#main"


def test_the_documentation_of_the_api_loads_nothing_from_elsewhere(cem: Neighbour) -> None:
    page = cem.visit("/api/docs")

    assert "GET /api/v1/items" in page.words("//h2")
    assert all(str(script.get("src")).startswith("/static/") for script in page.all("//script"))
