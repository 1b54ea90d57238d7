"""What Cem finds when he reads a place's stream."""

from datetime import timedelta

from sqlalchemy import Engine

from hub.db.engine import writing
from tests import town
from tests.neighbours import Neighbour
from tests.site.conftest import Alderford


def test_a_visitor_reads_a_place_newest_first(cem: Neighbour, alderford: Alderford) -> None:
    page = cem.visit("/alderford")

    assert page.status == 200
    assert page.h1 == "Alderford"
    titles = page.words("//article/h3")
    assert titles == ["Bins on Tuesday", "The bridge is shut", "Library hours"]


def test_a_title_leads_out_to_its_publisher_and_details_stay_here(cem: Neighbour, alderford: Alderford) -> None:
    page = cem.visit("/alderford")

    assert page.links["https://alderford-council.example/bins-on-tuesday"] == "Bins on Tuesday"
    assert [words for address, words in page.links.items() if address.startswith("/items/")]


def test_every_tag_says_why(cem: Neighbour, alderford: Alderford) -> None:
    page = cem.visit("/alderford")

    assert "Alderford Council filed it under “Bins & recycling”." in page.articles[0]


def test_filters_narrow_each_other(cem: Neighbour, alderford: Alderford) -> None:
    by_tag = cem.visit("/alderford?tag=bins-and-recycling")
    by_kind = cem.visit("/alderford?kind=blog")
    by_words = cem.visit("/alderford?q=LIBRARY")
    by_all = cem.visit("/alderford?tag=bins-and-recycling&kind=blog&q=bins")

    assert by_tag.words("//article/h3") == ["Bins on Tuesday"]
    assert by_kind.words("//article/h3") == ["The bridge is shut"]
    assert by_words.words("//article/h3") == ["Library hours"]
    assert by_all.articles == []
    assert "Nothing was found." in by_all.text


def test_a_child_place_has_a_stream_of_its_own(cem: Neighbour, alderford: Alderford) -> None:
    page = cem.visit("/mill-end")

    assert page.words("//article/h3") == ["The bridge is shut"]
    assert page.links["/alderford"] == "Alderford"


def test_older_pages_go_on_where_the_last_one_ended(cem: Neighbour, alderford: Alderford, many: Engine) -> None:
    with writing(many) as db:
        for n in range(65):
            # Three at a time share a moment: the mark must tell them apart.
            town.item(
                db, alderford.council, f"Notice {n}", [alderford.mill_end], at=town.NOON - timedelta(hours=n // 3)
            )
    seen: list[str] = []
    address = "/mill-end?kind=council"
    while address:
        page = cem.visit(address)
        seen += page.words("//article/h3")
        address = next((str(a.get("href")) for a in page.all("//a[@rel='next']")), "")

    assert len(seen) == 65
    assert set(seen) == {f"Notice {n}" for n in range(65)}


def test_days_are_those_of_the_place(cem: Neighbour, alderford: Alderford, many: Engine) -> None:
    with writing(many) as db:
        tokyo = town.place(db, "Far Town", timezone="Asia/Tokyo")
        late = town.NOON.replace(hour=23)
        town.item(db, alderford.council, "Good morning", [tokyo], at=late)

    page = cem.visit("/far-town")

    assert page.words("//h2[@class='day-name']") == ["Monday 2 June 2025"]
    assert "08:00" in page.articles[0]


def test_beside_the_stream_stand_meetups_tags_kinds_and_places(cem: Neighbour, alderford: Alderford) -> None:
    page = cem.visit("/alderford")

    assert "Repair café" in page.words("//section[@class='coming']")[0]
    assert page.words("//aside//li") == ["Mill End"]
    (choices,) = page.words("//details[@id='narrow']")
    counts = ("Bins & recycling 1", "Council 2", "Blogs 1", "Mill End 1", "Alderford Council 2")
    assert all(words in choices for words in counts)


def test_of_a_source_that_says_much_the_rest_of_a_day_is_folded(
    cem: Neighbour, alderford: Alderford, many: Engine
) -> None:
    with writing(many) as db:
        police = town.feed(db, town.source(db, "Weir Police", alderford.place, kind="police"))
        for n in range(8):
            town.item(db, police, f"Appeal {n}", at=town.NOON + timedelta(minutes=n))
        town.item(db, alderford.diary, "A quiet day", [alderford.place], at=town.NOON)

    day = "//section[contains(., 'Sunday 1 June 2025')]"
    page = cem.visit("/alderford")
    assert page.words(f"{day}/article/h3") == ["Appeal 7", "Appeal 6", "Appeal 5", "A quiet day"]
    assert page.words(f"{day}/details/summary") == ["5 more from Weir Police"]
    assert page.words(f"{day}/details//li/span[@dir]/a") == [f"Appeal {n}" for n in range(4, -1, -1)]
    # Who asks for the police, or for a kind of voice, wants all it says; and a feed reader has folds of its own.
    for address in ("/alderford?kind=police", "/alderford?source=weir-police", "/alderford/sources/weir-police"):
        assert len(cem.visit(address).articles) == 8
    assert len(cem.visit("/alderford.json").json["items"]) == 12


def test_folded_items_are_read_once_over_all_pages(cem: Neighbour, alderford: Alderford, many: Engine) -> None:
    with writing(many) as db:
        police = town.feed(db, town.source(db, "Weir Police", alderford.mill_end, kind="police"))
        for n in range(120):
            spoken = alderford.diary if n % 5 == 0 else police
            town.item(db, spoken, f"Notice {n}", [alderford.mill_end], at=town.NOON - timedelta(minutes=20 * (n // 2)))
    seen: list[str] = []
    address = "/mill-end?until=2025-12-31"
    pages = 0
    while address:
        page = cem.visit(address)
        seen += [str(each.get("id")) for each in page.all("//*[@data-at]")]
        address = next((str(a.get("href")) for a in page.all("//a[@rel='next']")), "")
        pages += 1

    assert len(seen) == len(set(seen)) == 120
    assert pages < 120 / 30


def test_days_lately_go_by_their_names(cem: Neighbour, alderford: Alderford) -> None:
    names = cem.visit("/alderford").words("//h2[@class='day-name']")

    # Five minutes ago may have been yesterday.
    assert names[0].startswith(("Today, ", "Yesterday, "))


def test_a_page_says_where_in_time_it_begins_and_where_all_ends(
    cem: Neighbour, alderford: Alderford, many: Engine
) -> None:
    with writing(many) as db:
        for n in range(31):
            town.item(db, alderford.diary, f"Notice {n}", [alderford.mill_end], at=town.NOON - timedelta(days=n))

    first = cem.visit("/mill-end")
    last = cem.visit(next(str(a.get("href")) for a in first.all("//a[@rel='next']")))
    assert "Older than 4 May 2025, 13:00." in last.text
    assert "This is the end: nothing older is known here." in last.text
    assert {str(a.get("href")) for a in last.all("//a[@rel='first']")} == {"/mill-end"}
    assert "Older than" not in first.text


def test_a_place_nobody_speaks_for_says_how_to_change_that(cem: Neighbour, alderford: Alderford, many: Engine) -> None:
    with writing(many) as db:
        town.place(db, "Silent Green")
        quiet = town.place(db, "Quiet Green")
        town.feed(db, town.source(db, "Green Post", quiet), looked_at=town.NOON)

    assert "No source speaks for Silent Green yet." in cem.visit("/silent-green").text
    assert "ada@hub.example" in cem.visit("/silent-green").text
    assert "Quiet so far." in cem.visit("/quiet-green").text


def test_script_finds_what_it_needs_to_tell_what_is_new(cem: Neighbour, alderford: Alderford) -> None:
    page = cem.visit("/alderford")
    (stream,) = page.all("//div[@id='stream']")

    assert stream.get("data-place") == "alderford"
    assert stream.get("data-newest") == page.all("//article")[0].get("data-at")
    (note,) = page.all("//p[@id='since']")
    assert (note.get("aria-live"), note.get("hidden") is not None) == ("polite", True)


def test_search_finds_whatever_was_typed(cem: Neighbour, alderford: Alderford) -> None:
    empty = cem.visit("/alderford/search")
    found = cem.visit("/alderford/search?q=%22the+bridge%22")
    odd = cem.visit("/alderford/search?q=%22+AND+%28NEAR+%2A+%3A")

    assert empty.articles == []
    assert found.words("//article/h3") == ["The bridge is shut"]
    assert odd.status == 200


def test_foreign_words_say_their_language_and_stay_text(cem: Neighbour, alderford: Alderford, many: Engine) -> None:
    with writing(many) as db:
        place = alderford.mill_end
        town.item(db, alderford.diary, "Bore da <script>alert(1)</script>", [place], language="cy", at=alderford.moment)

    page = cem.visit("/mill-end")

    (title,) = page.all("//article/h3[@lang='cy']")
    assert "<script>" in title.text_content()
    assert page.all("//article//script") == []


def test_nothing_links_to_what_is_not_there_yet(cem: Neighbour, alderford: Alderford) -> None:
    for start in ("/", "/alderford", "/alderford/tags", "/alderford/sources", "/alderford/meetups", "/about"):
        for address in cem.visit(start).links:
            if address.startswith("/"):
                assert cem.visit(address, follow=True).status == 200, address
