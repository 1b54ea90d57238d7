"""What Cem meets beside his results: his words marked, tags and meetups of that name, and help with a slip."""

from datetime import timedelta

import pytest
from sqlmodel import Session

from hub.aggregate.feeds.models import Feed
from hub.aggregate.items import queries as items
from hub.kit.question import parse
from hub.places import queries as places
from hub.places.models import Place
from hub.site import finding, listing
from hub.site.asked import Asked
from hub.site.finding import Findings, findings, snippets, suggest
from tests import town
from tests.town import NOON

LONG = "It was a long meeting. " * 30


@pytest.fixture
def heath(db: Session) -> Place:
    return town.place(db, "Kings Heath")


@pytest.fixture
def diary(db: Session, heath: Place) -> Feed:
    return town.feed(db, town.source(db, "Heath Diary", heath))


def search(db: Session, asked: Asked | str) -> Findings:
    here = places.place(db, "kings-heath")
    wanted = listing.of_place(db, here, Asked(q=asked) if isinstance(asked, str) else asked, "search")
    return findings(db, wanted, len(items.heads(db, wanted.wanted).heads), NOON)


def told(db: Session, item_id: int | None, typed: str) -> str:
    assert item_id is not None
    return str(snippets(db, [item_id], parse(typed)).get(item_id, ""))


def test_the_words_looked_for_are_marked_in_the_summary(db: Session, diary: Feed) -> None:
    said = town.item(db, diary, "Fair", summary="The Café & <b>bins</b>", language="cy")

    snippet = told(db, said.id, "cafe bin*")

    assert "The <mark>Café</mark> &amp; &lt;b&gt;<mark>bins</mark>&lt;/b&gt;</p>" in snippet
    assert 'lang="cy"' in snippet
    assert told(db, said.id, "fair") == ""


def test_a_source_that_shows_everything_is_quoted_from_all_of_it(db: Session, heath: Place) -> None:
    whole = town.feed(db, town.source(db, "Whole", heath, shows="full"))
    said = town.item(db, whole, "Fair", summary="In short", html=f"<p>{LONG}</p><p>Then the <i>bridge</i> fell.</p>")

    assert "Then the <mark>bridge</mark> fell." in told(db, said.id, "bridge")
    assert told(db, said.id, "bridge").count("…") == 1


@pytest.mark.parametrize(("shows", "quoted"), [("link", False), ("excerpt", False), ("full", True)])
def test_no_more_is_quoted_than_a_source_allows(db: Session, heath: Place, shows: str, quoted: int) -> None:
    feed = town.feed(db, town.source(db, "Diary", heath, shows=shows))
    said = town.item(db, feed, "Fair", summary="In short", html="<p>The bridge fell.</p>")

    assert bool(told(db, said.id, "bridge")) is quoted
    assert bool(told(db, said.id, "short")) is (shows != "link")


def test_html_cut_in_the_middle_of_a_tag_shows_none_of_it(db: Session, heath: Place) -> None:
    feed = town.feed(db, town.source(db, "Diary", heath, shows="full"))
    text = "bridge " + "x" * 7_985 + ' <a href="https://a.example/">there</a>'
    said = town.item(db, feed, "Fair", summary="In short", html=text)

    assert "href" not in told(db, said.id, "bridge")
    assert told(db, 10_000, "bridge") == ""


def test_agreed_tags_of_that_name_come_the_nearest_first(db: Session, heath: Place) -> None:
    town.tag(db, "Bins & recycling", also=["refuse"])
    town.tag(db, "Refuse lorries")
    town.tag(db, "Planning")

    assert [tag.name for tag in search(db, "refuse").tags] == ["Bins & recycling", "Refuse lorries"]
    assert [tag.name for tag in search(db, "bins and recycling today").tags] == ["Bins & recycling"]
    assert [tag.name for tag in search(db, "BINS").tags] == ["Bins & recycling"]
    assert search(db, "bin").tags == []
    assert search(db, Asked(q="refuse", kinds=("press",))).tags == ()


def test_meetups_that_speak_of_it_are_found_too(db: Session, heath: Place) -> None:
    calendar = town.feed(db, town.source(db, "Calendar", heath, kind="events"), reads="events")
    town.meetup(db, calendar, "Repair café", NOON + timedelta(days=1), location="Old Library")

    assert [meetup.title for meetup in search(db, "library").meetups] == ["Repair café"]
    assert search(db, "library -cafe").meetups == []
    assert search(db, Asked(q="library", without=("bins",))).meetups == ()


@pytest.mark.parametrize(
    ("typed", "better"),
    [
        ("strkie", "strike"),
        ("bin strkie", "bin strike"),
        ('"bin strkie" -fair since:soon', '"bin strike" -fair since:soon'),
        ("lodsz", "łódź"),
        ("recylcing", "recycling"),
        ("moselye", "moseley"),
        ("strike", ""),
        ("strk*", ""),
        ("bni", ""),
        ("elephants", ""),
        ("strkie elephants", ""),
    ],
)
def test_a_slip_is_mended_with_words_of_the_place_itself(
    db: Session, heath: Place, diary: Feed, typed: str, better: str
) -> None:
    town.tag(db, "Bins & recycling")
    town.place(db, "Moseley", heath)
    for title in ("Bin strike ends", "From Łódź with love", "Recycling in Moseley"):
        town.item(db, diary, title)

    assert search(db, typed).did_you_mean == better


def test_where_enough_is_found_nobody_mistyped(db: Session, diary: Feed) -> None:
    for number in range(finding.FEW):
        town.item(db, diary, f"Bin strke {number}", at=NOON - timedelta(days=number))

    assert search(db, "strke").did_you_mean == ""


def test_past_the_first_page_only_remarks_are_said(db: Session, diary: Feed) -> None:
    town.tag(db, "Bins")
    town.item(db, diary, "Bins")
    second = search(db, Asked(q="bins since:soon", before=items.Cursor(NOON, 10_000)))

    assert (second.tags, second.did_you_mean, len(second.remarks)) == ((), "", 1)
    assert search(db, Asked(q="")) == Findings()


def test_names_are_suggested_from_their_first_letters_on(db: Session, heath: Place) -> None:
    inside = town.place(db, "Brandwood", heath)
    town.place(db, "Brandon elsewhere")
    town.tag(db, "Brass bands", also=["brand new brass"])
    town.tag(db, "Bins")
    town.source(db, "The Brandwood Bugle", inside)
    town.source(db, "Old Brand", inside, retired=True)
    here = places.place(db, "kings-heath")

    def offered(typed: str) -> list[tuple[str, str]]:
        return [(each.sort.value, each.slug) for each in suggest(db, here, typed)]

    assert offered("bran") == [("tag", "brass-bands"), ("place", "brandwood"), ("source", "the-brandwood-bugle")]
    assert offered("Brandwood") == [("place", "brandwood"), ("source", "the-brandwood-bugle")]
    assert offered("andwo") == [("place", "brandwood"), ("source", "the-brandwood-bugle")]
    assert offered("strike bin") == [("tag", "bins")]
    assert offered("an") == offered("") == offered("?") == []


def test_at_most_a_handful_is_suggested(db: Session, heath: Place) -> None:
    for number in range(20):
        town.tag(db, f"Road {number}")

    assert len(suggest(db, places.place(db, "kings-heath"), "road")) == finding.MOST_SUGGESTED
