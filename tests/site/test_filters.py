"""What Cem does to find, among all that is said, what matters to him."""

from datetime import timedelta

import pytest
from sqlalchemy import Engine

from hub.db.engine import writing
from tests import town
from tests.neighbours import Neighbour, Page
from tests.site.conftest import Alderford

STORIES = "//article/h3"


def chips(page: Page) -> list[str]:
    """The words of the filters that are on."""
    return [words.partition(" ×")[0] for words in page.words("//a[@class='chip']")]


def taking_away(page: Page, chip: str) -> str:
    """The address one gets to by taking a filter away."""
    (found,) = (link for link in page.all("//a[@class='chip']") if link.text_content().startswith(chip))
    return str(found.get("href"))


@pytest.fixture
def busy(alderford: Alderford, many: Engine) -> Alderford:
    """Alderford on a day with more to say: two tags more, and a paper."""
    with writing(many) as db:
        planning = town.tag(db, "Planning")
        paper = town.feed(db, town.source(db, "Alderford Echo", alderford.place, kind="press"))
        place, before = [alderford.place], alderford.moment - timedelta(hours=3)
        town.item(db, paper, "Tip to be built", place, [alderford.bins, planning], before)
        town.item(db, paper, "Flats by the weir", place, [planning], before - timedelta(minutes=1))
        town.item(db, paper, "Long ago", place, [alderford.bins], alderford.moment - timedelta(days=400))
    return alderford


@pytest.mark.parametrize(
    ("asked", "titles"),
    [
        ("tag=bins-and-recycling&tag=planning", ["Tip to be built"]),
        ("tag=planning&not=bins-and-recycling", ["Flats by the weir"]),
        ("kind=blog&kind=press&not=planning", ["The bridge is shut", "Long ago"]),
        ("source=alderford-echo&tag=planning", ["Tip to be built", "Flats by the weir"]),
        ("place=mill-end", ["The bridge is shut"]),
        ("until=2026-01-01&tag=bins-and-recycling", ["Long ago"]),
        ("tag=planning&q=weir", ["Flats by the weir"]),
    ],
)
def test_filters_combine(cem: Neighbour, busy: Alderford, asked: str, titles: list[str]) -> None:
    # The old story must be old whatever today is.
    asked = asked.replace("2026-01-01", (busy.moment - timedelta(days=300)).date().isoformat())

    assert cem.visit(f"/alderford?{asked}").words(STORIES) == titles


def test_every_filter_says_what_it_does_and_can_be_taken_away(cem: Neighbour, busy: Alderford) -> None:
    page = cem.visit(
        "/alderford?kind=press&kind=blog&tag=planning&not=bins-and-recycling&since=2020-03-01&place=mill-end"
    )

    assert chips(page) == [
        "with Planning",
        "without Bins & recycling",
        "only Press",
        "or Blogs",
        "only in Mill End",
        "since 1 March 2020",
    ]
    assert all(words.endswith("take this filter away") for words in page.words("//a[@class='chip']"))
    for chip in chips(page):
        fewer = cem.visit(taking_away(page, chip))
        assert len(chips(fewer)) == 5
        assert chip not in chips(fewer)
    assert chips(cem.visit(page.all("//a[text()='Clear all filters']")[0].get("href") or "")) == []


def test_a_choice_adds_a_filter_to_those_there_are(cem: Neighbour, busy: Alderford) -> None:
    page = cem.visit("/alderford?tag=planning")
    bins = page.all("//details[@id='narrow']//li[contains(., 'Bins')]/a")

    assert [link.get("href") for link in bins] == [
        "/alderford?tag=planning&tag=bins-and-recycling",
        "/alderford?tag=planning&not=bins-and-recycling",
    ]


def test_a_choice_that_is_on_takes_itself_away(cem: Neighbour, busy: Alderford) -> None:
    page = cem.visit("/alderford?tag=planning&not=bins-and-recycling")
    on = {str(link.get("href")) for link in page.all("//details[@id='narrow']//a[@aria-current='true']")}

    assert on == {"/alderford?not=bins-and-recycling", "/alderford?tag=planning"}


def test_how_many_filters_are_on_stands_where_they_are_chosen(cem: Neighbour, busy: Alderford) -> None:
    assert "(2 filters are on)" in cem.visit("/alderford?tag=planning&kind=press").words("//summary")[0]
    assert "(1 filter is on)" in cem.visit("/alderford?tag=planning").words("//summary")[0]
    assert cem.visit("/alderford").words("//details[@id='narrow']/summary") == ["Narrow this down"]


def test_the_form_for_days_and_that_for_words_keep_the_other_filters(cem: Neighbour, busy: Alderford) -> None:
    page = cem.visit("/alderford?tag=planning&not=bins-and-recycling&since=2020-01-01&q=weir")
    kept = {str(form.get("action")): form.xpath(".//input[@type='hidden']/@name") for form in page.all("//form")}

    assert kept == {"/alderford/search": ["tag", "not", "since"], "/alderford": ["tag", "not", "q"]}


def test_every_narrowed_list_is_a_feed_of_just_that(cem: Neighbour, busy: Alderford) -> None:
    page = cem.visit("/alderford?tag=planning&not=bins-and-recycling")
    address = str(page.all("//link[@type='application/feed+json']")[0].get("href"))

    assert address == "/alderford.json?tag=planning&not=bins-and-recycling"
    assert [item["title"] for item in cem.visit(address).json["items"]] == ["Flats by the weir"]
    assert "exactly what is chosen here" in page.text


def test_how_much_fits_is_said(cem: Neighbour, busy: Alderford) -> None:
    assert "2 items fit." in cem.visit("/alderford?tag=planning").text
    assert "1 item fits." in cem.visit("/alderford?kind=blog").text


def test_where_nothing_fits_a_filter_that_is_in_the_way_is_named(cem: Neighbour, busy: Alderford) -> None:
    page = cem.visit("/alderford?tag=planning&kind=blog&since=2020-01-01")

    assert page.articles == []
    assert "Nothing here fits all of that." in page.text
    helps = [words for words in page.words("//main//a[contains(@class, 'button')]") if "Take" in words]
    assert helps == ["Take “only Blogs” away"]


def test_what_cannot_be_made_out_is_said(cem: Neighbour, busy: Alderford) -> None:
    page = cem.visit("/alderford?tag=dragons&since=yesterday")

    assert page.status == 200
    assert "Nobody agreed on a tag “dragons”." in page.text
    assert "no day we can read" in page.text


def test_the_pages_of_a_tag_and_of_a_source_can_be_narrowed_too(cem: Neighbour, busy: Alderford) -> None:
    tag = cem.visit("/alderford/tags/planning?not=bins-and-recycling")
    source = cem.visit("/alderford/sources/alderford-echo?tag=bins-and-recycling")

    assert tag.words(STORIES) == ["Flats by the weir"]
    assert chips(tag) == ["without Bins & recycling"]
    assert source.words(STORIES) == ["Tip to be built", "Long ago"]
    assert chips(source) == ["with Bins & recycling"]


def test_a_tag_leads_to_the_places_around_where_it_is_used_too(cem: Neighbour, busy: Alderford, many: Engine) -> None:
    with writing(many) as db:
        town.item(db, busy.diary, "Skips again", [busy.mill_end], [busy.bins], busy.moment)

    assert cem.visit("/alderford/tags/bins-and-recycling").links["/mill-end/tags/bins-and-recycling"] == "Mill End"


def offered(page: Page, group: str) -> list[str]:
    """The names of the choices of a group, without what stands behind them."""
    words = page.words(f"//details[@id='narrow']//section[h2='{group}']//li/a[not(@class='apart')]")
    return [each.partition(":")[0] for each in words]


def test_what_is_offered_beside_a_narrowed_list_leaves_something_of_it(cem: Neighbour, busy: Alderford) -> None:
    page = cem.visit("/alderford?tag=planning&since=2020-01-01")
    choices = page.all("//details[@id='narrow']//li/a[not(@aria-current)]")

    assert offered(page, "By tag") == ["Planning", "Bins & recycling"]
    assert offered(page, "By who speaks") == ["Press"]
    assert offered(page, "By source") == ["Alderford Echo"]
    assert offered(page, "By neighbourhood") == []
    assert [each.get("href") for each in choices if not cem.visit(str(each.get("href"))).articles] == []


def test_of_what_any_will_do_another_is_offered(cem: Neighbour, busy: Alderford) -> None:
    page = cem.visit("/alderford?kind=press&tag=bins-and-recycling")

    assert offered(page, "By who speaks") == ["Press", "Council"]
    assert offered(page, "By source") == ["Alderford Echo"]


def test_days_on_which_nothing_was_said_are_not_offered(cem: Neighbour, busy: Alderford) -> None:
    old = (busy.moment - timedelta(days=300)).date().isoformat()

    assert offered(cem.visit("/alderford?tag=planning"), "By date") == ["The last 7 days", "The last 30 days"]
    assert offered(cem.visit(f"/alderford?kind=press&not=planning&since={old}"), "By date") == []


def test_what_is_on_can_be_taken_away_though_nothing_has_it(cem: Neighbour, busy: Alderford) -> None:
    page = cem.visit("/alderford?kind=press&place=mill-end")

    assert page.articles == []
    assert offered(page, "By who speaks") == ["Press", "Blogs"]
    assert offered(page, "By neighbourhood") == ["Mill End"]
    assert "/alderford?kind=press" in page.links


def test_who_speaks_is_no_question_on_the_page_of_one_source(cem: Neighbour, busy: Alderford) -> None:
    page = cem.visit("/alderford/sources/alderford-echo")

    assert offered(page, "By tag") == ["Bins & recycling", "Planning"]
    assert (offered(page, "By who speaks"), offered(page, "By source")) == ([], [])
