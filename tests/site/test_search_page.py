"""What Cem finds when he looks for something."""

from datetime import timedelta

import pytest
from sqlalchemy import Engine

from hub.db.engine import writing
from tests import town
from tests.neighbours import Neighbour
from tests.site.conftest import Alderford

STORIES = "//article/h3"


@pytest.fixture
def chatty(alderford: Alderford, many: Engine) -> Alderford:
    """Alderford, with a long story about a library and some short ones."""
    with writing(many) as db:
        place, before = [alderford.place], alderford.moment - timedelta(days=1)
        told = (
            "The council met. " * 30
            + "At the end somebody asked after the library and its hours. "
            + "It rained. " * 30
        )
        town.item(db, alderford.council, "Minutes of Monday", place, at=before, summary=told)
        town.item(db, alderford.diary, "Library, library, library", place, at=before - timedelta(days=9))
    return alderford


def test_without_words_the_page_says_how_to_search(cem: Neighbour, chatty: Alderford) -> None:
    page = cem.visit("/alderford/search")

    assert page.h1 == "Search in Alderford"
    assert page.articles == []
    assert page.all("//details[@class='how' and @open]")
    assert page.all("//details[@id='narrow']") == []


def test_what_was_found_shows_the_words_looked_for(cem: Neighbour, chatty: Alderford) -> None:
    page = cem.visit("/alderford/search?q=LIBRARY")

    assert page.words(STORIES) == ["Minutes of Monday", "Library hours", "Library, library, library"]
    (found,) = page.words("//article[contains(., 'Minutes')]//mark")
    assert found == "library"
    assert "asked after the library and its hours" in page.articles[0]


def test_the_newest_or_the_best_comes_first(cem: Neighbour, chatty: Alderford) -> None:
    newest = cem.visit("/alderford/search?q=library")
    (best,) = [a for a, words in newest.links.items() if words == "Most relevant first"]
    ranked = cem.visit(best)

    assert best == "/alderford/search?q=library&order=relevant"
    assert ranked.words(STORIES)[-1] == "Minutes of Monday"
    assert ranked.words("//h2[@class='day-name']") == ["Most relevant first"]
    assert ranked.links["/alderford/search?q=library"] == "Newest first"


def test_the_best_results_go_on_where_the_page_ended(cem: Neighbour, chatty: Alderford, many: Engine) -> None:
    with writing(many) as db:
        for n in range(40):
            town.item(db, chatty.diary, f"Otter {n}", [chatty.place], at=town.NOON - timedelta(hours=n))
    first = cem.visit("/alderford/search?q=otter&order=relevant")
    second = cem.visit(next(str(a.get("href")) for a in first.all("//a[@rel='next']")))

    assert len({*first.words(STORIES), *second.words(STORIES)}) == 40
    assert "Further results." in second.text
    assert "These were all." in second.text
    assert "Older" not in first.text


def test_agreed_tags_and_meetups_called_so_come_first(cem: Neighbour, chatty: Alderford) -> None:
    by_tag = cem.visit("/alderford/search?q=refuse")
    by_meetup = cem.visit("/alderford/search?q=repair")

    assert by_tag.links["/alderford/tags/bins-and-recycling"] == "Bins & recycling"
    assert "Agreed tags" in by_tag.words("//h2")
    assert "Repair café" in by_meetup.words("//section[@class='answers']//li")[0]


def test_a_slip_of_the_finger_is_helped(cem: Neighbour, chatty: Alderford) -> None:
    page = cem.visit("/alderford/search?q=libary")

    assert "Did you mean: library" in page.text
    assert page.links["/alderford/search?q=library"] == "library"


def test_filters_typed_among_the_words_become_filters(cem: Neighbour, chatty: Alderford) -> None:
    page = cem.visit("/alderford/search?q=tuesday+tag%3Abins-and-recycling+kind%3Acouncil")

    assert page.words(STORIES) == ["Bins on Tuesday"]
    assert [words.partition(" ×")[0] for words in page.words("//a[@class='chip']")] == [
        "with Bins & recycling",
        "only Council",
    ]
    assert page.all("//input[@name='q']")[0].get("value") == "tuesday"


def test_what_could_not_be_understood_is_said_and_stays_to_be_mended(cem: Neighbour, chatty: Alderford) -> None:
    page = cem.visit("/alderford/search?q=bins+since%3Ayesterday")

    assert "is no day we can read" in page.text
    assert "since:yesterday" in (page.all("//input[@name='q']")[0].get("value") or "")


def test_where_nothing_is_found_the_page_says_what_to_try(cem: Neighbour, chatty: Alderford) -> None:
    page = cem.visit("/mill-end/search?q=tuesday&kind=blog")

    assert page.articles == []
    assert "Nothing was found. Try fewer words" in page.text
    assert page.links["/alderford/search?kind=blog&q=tuesday"] == "Ask the same in Alderford"
    assert page.links["/mill-end"] == "Back to the stream of Mill End"


def test_a_search_can_be_followed(cem: Neighbour, chatty: Alderford) -> None:
    page = cem.visit("/alderford/search?q=library&order=relevant")
    (feed,) = (str(link.get("href")) for link in page.all("//link[@type='application/feed+json']"))

    # A feed is by time, whatever order its page was in.
    assert [item["title"] for item in cem.visit(feed).json["items"]] == cem.visit("/alderford/search?q=library").words(
        STORIES
    )


def test_suggestions_lead_to_tags_places_and_sources(cem: Neighbour, chatty: Alderford) -> None:
    by_tag = cem.visit("/alderford/suggest?q=bin")
    by_place = cem.visit("/alderford/suggest?q=mill")

    assert by_tag.links["/alderford/tags/bins-and-recycling"] == "Bins & recycling tag"
    assert by_place.links["/mill-end"] == "Mill End place"
    assert by_place.links["/alderford/sources/mill-end-diary"] == "Mill End Diary source"
    assert "<html" not in by_tag.source
    assert cem.visit("/alderford/suggest?q=zzz").source.strip() == ""
