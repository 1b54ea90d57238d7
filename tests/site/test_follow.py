"""What people take along from a place, and what its portrait tells."""

import re
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Engine

from hub.db.engine import writing
from hub.kit.clock import now
from hub.meet.events.values import Start
from hub.site.looks.charts import BAR, GAP, HEIGHT, bars, radius
from hub.site.portrait import WEEKS, Part, habit
from tests import town
from tests.neighbours import Neighbour
from tests.site.conftest import ADDRESS, Alderford

COUNTS = st.lists(st.integers(0, 10_000), max_size=60)


def test_everything_one_can_take_along_is_there(cem: Neighbour, alderford: Alderford) -> None:
    page = cem.visit("/alderford/follow")
    ours = [link for link in page.links if link.startswith("/alderford")]

    assert page.h1 == "Take it with you"
    assert f"webcal://{ADDRESS.removeprefix('https://')}/alderford/meetups.ics" in page.links
    assert {"/alderford.atom", "/alderford/noticeboard.pdf?size=large", "/alderford/sources.opml"} <= set(ours)
    assert [link for link in ours if cem.visit(link, follow=True).status != 200] == []


def test_ben_chooses_a_frame_and_gets_its_code(cem: Neighbour, alderford: Alderford) -> None:
    page = cem.visit("/alderford/follow?show=meetups&items=5&theme=dark")
    address = "/alderford/embed?show=meetups&items=5&theme=dark"

    assert f'src="{ADDRESS}{address.replace("&", "&amp;")}"' in page.words("//pre")[0]
    assert [frame.get("src") for frame in page.all("//iframe")] == [address]
    assert "frame-src 'self'" in page.headers["content-security-policy"]
    assert sorted(str(chosen.get("value")) for chosen in page.all("//form[@class='builder']//input[@checked]")) == [
        "5",
        "dark",
        "meetups",
    ]


def test_ben_shows_one_tag_of_one_source_alone(cem: Neighbour, alderford: Alderford) -> None:
    page = cem.visit("/alderford/follow?show=items&items=8&theme=auto&tag=bins-and-recycling&source=alderford-council")
    address = "/alderford/embed?tag=bins-and-recycling&source=alderford-council"

    assert [frame.get("src") for frame in page.all("//iframe")] == [address]
    assert cem.visit(address).words("//li/a") == ["Bins on Tuesday"]
    assert "with Bins &amp;amp; recycling, only from Alderford Council" in page.source
    assert [str(each.get("value")) for each in page.all("//form[@class='builder']//option[@selected]")] == [
        "bins-and-recycling",
        "alderford-council",
    ]


@pytest.mark.parametrize("asked", ["tag=&source=", "tag=nobody-agreed&source=nobody"])
def test_a_frame_of_nothing_chosen_holds_everything(cem: Neighbour, alderford: Alderford, asked: str) -> None:
    page = cem.visit(f"/alderford/follow?{asked}")

    assert [frame.get("src") for frame in page.all("//iframe")] == ["/alderford/embed"]
    assert page.words("//form[@class='builder']//option")[0] == "All tags"


def test_meetups_have_neither_tag_nor_source(cem: Neighbour, alderford: Alderford) -> None:
    page = cem.visit("/alderford/follow?show=meetups&tag=bins-and-recycling&source=alderford-council")

    assert [frame.get("src") for frame in page.all("//iframe")] == ["/alderford/embed?show=meetups"]


def test_every_address_is_said_in_the_language_one_reads(cem: Neighbour, alderford: Alderford) -> None:
    page = cem.visit("/cy/alderford/follow")

    assert "/cy/alderford.atom" in page.links
    assert [frame.get("src") for frame in page.all("//iframe")] == ["/cy/alderford/embed"]


def test_a_place_tells_who_speaks_what_of_and_when_people_meet(cem: Neighbour, alderford: Alderford) -> None:
    page = cem.visit("/alderford/about")

    assert page.h1 == "About Alderford"
    assert "3 sources speak for Alderford." in page.text
    assert "The liveliest source is Alderford Council." in page.text
    assert "Most talked about: Bins & recycling." in page.text
    assert "1 meetup is announced for the next three months." in page.text
    assert {"/alderford/sources/mill-end-diary", "/alderford/tags/bins-and-recycling"} <= set(page.links)


def test_every_picture_has_words_and_a_table_behind(cem: Neighbour, alderford: Alderford) -> None:
    page = cem.visit("/alderford/about")
    pictures = page.all("//main//svg[@role='img']")

    assert len(pictures) == 3  # two sources and a tag
    assert all(picture.get("aria-label") for picture in pictures)
    assert page.all("//@style") == []
    for row in page.all("//details//tbody/tr"):
        counts = [int(cell.text_content()) for cell in row.iterfind("td")]
        assert len(counts) == WEEKS + 1
        assert counts[0] == sum(counts[1:])


def test_a_place_nobody_speaks_for_is_told_about_too(cem: Neighbour, many: Engine) -> None:
    with writing(many) as db:
        town.place(db, "Quiet End")

    page = cem.visit("/quiet-end/about")

    assert "0 sources speak for Quiet End." in page.text
    assert "Nobody is listed for this place yet." in page.text
    assert page.all("//main//svg[@role='img']") == []


@pytest.mark.parametrize(
    ("moment", "weekday", "part"),
    [
        ("2026-11-20T09:00", 4, Part.MORNING),
        ("2026-11-20T12:00", 4, Part.AFTERNOON),
        ("2026-11-20T19:30", 4, Part.EVENING),
        ("2026-11-21T01:00", 4, Part.EVENING),
        ("2026-07-20T23:30", 0, Part.EVENING),  # half past midnight in summer belongs to Monday
    ],
)
def test_the_small_hours_belong_to_the_evening_before(moment: str, weekday: int, part: Part) -> None:
    at = datetime.fromisoformat(moment).replace(tzinfo=UTC)

    assert habit(Start(at, at.date(), all_day=False), "Europe/London") == (weekday, part)


def test_a_whole_day_is_that_of_its_calendar() -> None:
    start = Start(datetime(2026, 7, 19, 23, tzinfo=UTC), date(2026, 7, 20), all_day=True)

    assert habit(start, "America/New_York") == (0, Part.ALL_DAY)


@given(COUNTS, st.integers(0, 100))
def test_bars_stay_in_their_picture_and_hide_nothing(counts: list[int], more: int) -> None:
    top = max(counts, default=0) + more
    drawn = bars(counts, top)
    shapes = [(int(x), int(rise)) for x, rise in re.findall(rf"M(\d+) {HEIGHT}v-(\d+)h{BAR}v\2z", drawn.path)]

    assert [x // (BAR + GAP) for x, _ in shapes] == [number for number, count in enumerate(counts) if count]
    assert all(0 < rise <= drawn.height and x + BAR <= drawn.width for x, rise in shapes)
    assert [rise for _, rise in sorted(shapes, key=lambda shape: counts[shape[0] // (BAR + GAP)])] == sorted(
        rise for _, rise in shapes
    )


@given(st.integers(0, 10_000), st.integers(0, 10_000))
def test_dots_grow_with_what_they_stand_for(count: int, more: int) -> None:
    assert radius(count, count + more) <= radius(count + more, count + more)


def test_what_lies_longer_back_than_half_a_year_is_left_out(cem: Neighbour, many: Engine) -> None:
    with writing(many) as db:
        feed = town.feed(db, town.source(db, "Old paper", town.place(db, "Alderford")))
        town.item(db, feed, "Long ago", at=now() - timedelta(weeks=WEEKS + 1))

    assert "None of them said anything" in cem.visit("/alderford/about").text
