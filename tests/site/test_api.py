"""What programs can ask, and what the programs that watch over the hub are told."""

from datetime import timedelta

from sqlalchemy import Engine
from sqlmodel import select

from hub.aggregate.feeds.models import Feed
from hub.db.beats import beat
from hub.db.engine import writing
from hub.kit.clock import now
from tests import town
from tests.neighbours import Neighbour
from tests.site.conftest import ADDRESS, Alderford


def test_places_are_listed(cem: Neighbour, alderford: Alderford) -> None:
    places = cem.visit("/api/v1/places").json["places"]

    assert [(place["slug"], place["name"], place["parent"], place["inside"]) for place in places] == [
        ("alderford", "Alderford", None, 1),
        ("mill-end", "Mill End", "alderford", 0),
    ]


def test_items_are_listed_with_their_evidence(cem: Neighbour, alderford: Alderford) -> None:
    answer = cem.visit("/api/v1/items?place=alderford&tag=bins-and-recycling").json
    (item,) = answer["items"]

    assert item["title"] == "Bins on Tuesday"
    assert item["tags"][0]["because"] == "label"
    assert item["page"] == f"{ADDRESS}/items/{item['id']}"
    assert answer["next"] is None
    assert cem.visit(f"/api/v1/items/{item['id']}").json == item


def test_items_are_narrowed_by_any_filters_and_as_many_as_asked_for(cem: Neighbour, alderford: Alderford) -> None:
    def titles(question: str) -> list[str]:
        return [item["title"] for item in cem.visit(f"/api/v1/items?place=alderford&{question}").json["items"]]

    assert titles("not=bins-and-recycling&kind=council") == ["Library hours"]
    assert titles("place=mill-end") == ["The bridge is shut"]
    assert titles("q=-library+kind:council") == ["Bins on Tuesday"]
    assert titles("source=mill-end-diary&source=alderford-council&limit=2") == ["Bins on Tuesday", "The bridge is shut"]
    assert len(titles("until=1990")) == 0


def test_the_next_page_goes_on_where_the_last_one_ended(cem: Neighbour, alderford: Alderford) -> None:
    first = cem.visit("/api/v1/items?place=alderford&limit=2").json
    second = cem.visit(f"/api/v1/items?place=alderford&limit=2&before={first['next']}").json

    assert [item["title"] for item in second["items"]] == ["Library hours"]
    assert second["next"] is None


def test_what_a_program_asks_in_vain_is_told_in_words(cem: Neighbour, alderford: Alderford) -> None:
    unknown = cem.visit("/api/v1/items?place=alderford&tag=nothing").json

    assert (unknown["items"], unknown["remarks"]) == ([], ["Nobody agreed on a tag “nothing”."])
    assert cem.visit("/api/v1/items").status == 400
    assert cem.visit("/api/v1/items?place=nowhere").status == 404
    assert cem.visit("/api/v1/items?place=alderford&limit=101").status == 400


def test_a_program_reads_which_parameter_is_wrong_and_why(cem: Neighbour, alderford: Alderford) -> None:
    too_many = cem.visit("/api/v1/events?place=alderford&limit=99999")
    assert too_many.status == 400
    assert "limit: Input should be less than or equal to 300" in too_many.json["detail"]
    assert "place: Field required" in cem.visit("/api/v1/events").json["detail"]
    assert "300 to the utmost" in cem.visit("/api/docs").text


def test_a_program_reads_the_words_of_each_date_and_what_it_asked_in_vain(
    cem: Neighbour, alderford: Alderford, many: Engine
) -> None:
    with writing(many) as db:
        calendar = db.exec(select(Feed).where(Feed.reads == "events")).one()
        town.meetup(db, calendar, "Choir", now() + timedelta(days=1), summary="All voices welcome.")
    told = cem.visit("/api/v1/events?place=alderford").json
    choir = next(each for each in told["events"] if each["title"] == "Choir")
    assert choir["description"] == "All voices welcome."
    assert choir["uid"].startswith(choir["id"])
    assert told["remarks"] == []
    empty = cem.visit("/api/v1/events?place=alderford&tag=nope&venue=nowhere").json
    assert empty["events"] == []
    assert empty["remarks"] == ["Nobody agreed on a tag “nope”.", "There is no such venue here."]


def test_the_api_says_what_can_be_asked(cem: Neighbour) -> None:
    index = cem.visit("/api/v1").json
    asked = {each["address"].removeprefix(ADDRESS): each for each in index["endpoints"]}

    assert set(asked) >= {"/api/v1/places", "/api/v1/items", "/api/v1/items/{item}"}
    assert {"place", "tag", "not", "q", "limit", "before"} <= set(asked["/api/v1/items"]["parameters"])
    assert cem.visit(index["documentation"].removeprefix(ADDRESS)).status == 200
    assert cem.visit(index["description"].removeprefix(ADDRESS)).status == 200


def test_tags_sources_and_events_are_listed(cem: Neighbour, alderford: Alderford) -> None:
    tags = cem.visit("/api/v1/tags?place=alderford").json["tags"]
    sources = cem.visit("/api/v1/sources?place=alderford").json["sources"]
    events = cem.visit("/api/v1/events?place=alderford").json["events"]

    assert [tag["slug"] for tag in tags] == ["bins-and-recycling"]
    assert {source["slug"]: source["feeds"][0]["mood"] for source in sources} == {
        "alderford-council": "well",
        "mill-end-diary": "troubled",
        "town-diary": "new",
    }
    assert [event["title"] for event in events] == ["Repair café"]


def test_the_api_describes_itself(cem: Neighbour) -> None:
    described = cem.visit("/api/openapi.json").json["paths"]

    assert set(described) == {
        f"/api/v1/{name}" for name in ("places", "items", "items/{item}", "tags", "sources", "events")
    }


def test_a_living_hub_says_so(cem: Neighbour, alderford: Alderford, many: Engine) -> None:
    with writing(many) as db:
        beat(db, "fetch", now())

    ready = cem.visit("/readyz")

    assert cem.visit("/healthz").source == "alive\n"
    assert ready.json["ready"]
    assert ready.json["clock_seconds"] <= 5


def test_numbers_are_kept_for_prometheus(cem: Neighbour, alderford: Alderford) -> None:
    cem.visit("/nowhere")
    numbers = cem.visit("/metrics").source

    assert "hub_feeds 3.0" in numbers
    assert "hub_feeds_troubled 1.0" in numbers
    assert "hub_items 3.0" in numbers
    assert "hub_webmentions_to_send 0.0" in numbers
    assert 'hub_requests_total{status="404"} 1.0' in numbers
