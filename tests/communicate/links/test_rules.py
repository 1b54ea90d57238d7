"""Where do links lead, and which of them tell of anything?"""

from uuid import UUID

import pytest

from hub.aggregate.items.rules import page_key
from hub.communicate.links.rules import (
    MOST_KEPT,
    Sites,
    Written,
    end_of,
    is_front,
    is_navigation,
    is_short,
    leads,
    mark_of,
    plain_film,
)

COUNCIL, BEN, EVE, PAPER = (UUID(int=n) for n in range(1, 5))
SITES = Sites.made(
    {
        COUNCIL: "https://www.council.example/",
        BEN: "https://blogs.example/ben/",
        EVE: "https://blogs.example/ben/eve",
        PAPER: "",
    }
)


def led(
    *links: str, speaker: UUID = BEN, link: str = "https://blogs.example/ben/today"
) -> list[tuple[str, UUID | None]]:
    html = "".join(f'<a href="{each}">there</a>' for each in links)
    found = leads(
        Written(speaker, link, page_key(link), html), SITES, {"https://bit.ly/1": "https://council.example/1"}
    )
    return [(each.url, each.source_id) for each in found]


def test_each_page_is_told_once_however_it_is_written() -> None:
    assert led("http://m.council.example/bins/", "https://council.example/bins?utm_source=ben") == [
        ("http://m.council.example/bins/", COUNCIL)
    ]


def test_front_pages_the_post_itself_and_the_way_about_its_site_are_left_out() -> None:
    assert (
        led(
            "https://council.example/",
            "https://blogs.example/ben",
            "https://blogs.example/ben/today#comments",
            "https://blogs.example/ben/tag/bins",
            "https://blogs.example/ben/eve",
        )
        == []
    )
    assert led("https://council.example/tag/bins") == [("https://council.example/tag/bins", COUNCIL)]


def test_of_blogs_on_one_host_the_one_is_meant_whose_address_it_begins_with() -> None:
    assert led(
        "https://blogs.example/ben/eve/hello",
        "https://blogs.example/mo/hello",
        speaker=COUNCIL,
        link="https://council.example/a",
    ) == [
        ("https://blogs.example/ben/eve/hello", EVE),
        ("https://blogs.example/mo/hello", None),
    ]
    assert led("https://blogs.example/ben/eve/hello") == [("https://blogs.example/ben/eve/hello", EVE)]


def test_who_collects_links_leads_by_the_link_of_the_post() -> None:
    away = "https://council.example/bins"
    assert led(link=away) == [(away, COUNCIL)]
    assert led(link=away, speaker=PAPER) == []
    assert led(away, link=away, speaker=PAPER) == []


def test_a_short_address_leads_where_it_stands_for() -> None:
    assert led("https://bit.ly/1", "https://youtu.be/dQw4w9WgXcQ") == [
        ("https://council.example/1", COUNCIL),
        ("https://www.youtube.com/watch?v=dQw4w9WgXcQ", None),
    ]
    assert end_of("https://t.co/1", {"https://t.co/1": "https://t.co/2", "https://t.co/2": "https://t.co/1"})
    assert plain_film("https://youtu.be/") == "https://youtu.be/"


def test_no_post_leads_to_more_pages_than_anybody_reads() -> None:
    assert len(led(*(f"https://elsewhere.example/{n}" for n in range(MOST_KEPT + 20)))) == MOST_KEPT


@pytest.mark.parametrize(
    "url",
    [
        "https://bit.ly@evil.example/x",
        "https://evil.example\\@bit.ly/x",
        "https://bit.ly.evil.example/x",
        "https://evil.example/bit.ly/x",
        "https://bit.ly/",
        "bit.ly/x",
        "ftp://bit.ly/x",
    ],
)
def test_nobody_but_a_known_shortener_is_ever_asked(url: str) -> None:
    assert not is_short(url)


def test_the_way_about_a_site_is_told_from_its_posts() -> None:
    assert is_navigation("https://ben.example/page/2/")
    assert is_navigation("https://ben.example/?cat=3")
    assert not is_navigation("https://ben.example/?p=3")
    assert not is_navigation("https://ben.example/bins?s=1")
    assert not is_navigation("https://ben.example/4711")
    assert not is_front("https://ben.example/a", "https://ben.example/")


def test_other_sites_are_another_mark() -> None:
    assert mark_of([(BEN, "https://a.example/")]) != mark_of([(BEN, "https://b.example/")])
    assert mark_of([(BEN, "a"), (EVE, "b")]) == mark_of([(EVE, "b"), (BEN, "a")])
