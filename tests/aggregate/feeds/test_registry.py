"""What Ada may write about sources, and what she is told when she errs."""

import pytest

from hub.aggregate.feeds.registry import SourceEntry, address_key, parse_sources
from hub.kit.yaml import read_yaml


def parse(text: str) -> tuple[dict[str, SourceEntry], list[str]]:
    faults: list[str] = []
    return parse_sources(read_yaml(text, "feeds.yaml", faults), ["wherry", "quay"]), faults


def test_a_source_with_all_it_may_say():
    sources, faults = parse(
        "- {name: Ben’s blog, slug: ben, kind: blog, site: https://ben.example/, places: [wherry, quay],\n"
        "   feeds: [https://ben.example/b, https://ben.example/a], calendars: https://ben.example/c.ics,\n"
        "   licence: CC BY, shows: full, only_when_mentioned: yes, note: dormant}"
    )
    assert faults == []
    assert sources["ben"] == SourceEntry(
        slug="ben",
        name="Ben’s blog",
        kind="blog",
        site="https://ben.example/",
        places=("quay", "wherry"),
        feeds=("https://ben.example/a", "https://ben.example/b"),
        calendars=("https://ben.example/c.ics",),
        only_when_mentioned=True,
        licence="CC BY",
        shows="full",
    )


def test_a_slug_is_made_from_the_name_and_an_excerpt_is_shown():
    sources, _ = parse("- {name: Wherry & Quay News, kind: press, places: [wherry]}")
    assert sources["wherry-and-quay-news"].shows == "excerpt"


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        ("name: The Argus, kind: presss, places: [wherry]", "sources › “The Argus” › kind: “presss” is not one of "),
        ("name: The Argus, places: [wherry]", "“The Argus” › kind: is missing."),
        ("name: The Argus, kind: press", "“The Argus” › places: is missing: which place does it speak for?"),
        ("kind: press, places: [wherry]", "number 1 › name: is missing."),
        ("name: A, kind: press, places: [hove]", "“A” › places: there is no place “hove”."),
        ("name: A, slug: The A, kind: press, places: [wherry]", "“A” › slug: is not a slug; “the-a” would be one."),
        ("name: '!', kind: press, places: [wherry]", "“!” › slug: is not a slug; “letters-and-digits” would be one."),
        ("name: A, kind: press, places: [wherry], shows: all", "“A” › shows: “all” is not one of excerpt, full, link."),
        (
            "name: A, kind: press, places: [wherry], feed: x",
            "“A” › feed: there is no such key (did you mean “feeds”?).",
        ),
        (
            "name: A, kind: press, places: [wherry], site: www.a.example",
            "“A” › site: “www.a.example”: it should begin with",
        ),
    ],
)
def test_a_mistake_is_named_with_its_line_and_key(line, fault):
    faults: list[str] = []
    parse_sources(read_yaml(f"sources:\n- {{{line}}}", "feeds.yaml", faults).at("sources"), ["wherry"])
    assert len(faults) == 1
    assert faults[0].startswith("feeds.yaml:2: sources › ")
    assert fault in faults[0]


@pytest.mark.parametrize(
    ("url", "fault"),
    [
        ("feed://sussexsocial.example/?q=rss.xml", "write https:// or http:// in place of feed:"),
        ("http:://www.brightonhotspot.example/?feed=rss2", "there is a colon too many after http"),
        ("ftp://a.example/rss", "it should begin with https:// or http://"),
        ("a.example/rss", "it should begin with https:// or http://"),
        ("https:///rss", "it names no host"),
        ("https://a b.example/rss", "it names no host"),
        ("https://ada:secret@a.example/rss", "leave the name and password out"),
        ("https://[a.example/rss", "it cannot be read as an address"),
        ("https://a.example:99999/rss", "it cannot be read as an address"),
        ("https://a.example:0/rss", "port 0 is none"),
    ],
)
def test_an_odd_address_is_explained(url, fault):
    _, faults = parse(f"- {{name: A, kind: press, places: [wherry], feeds: ['{url}']}}")
    assert faults == [f"feeds.yaml:1: “A” › feeds › number 1: “{url}”: {fault}."]


def test_an_address_may_be_listed_once_only_however_it_is_spelt():
    _, faults = parse(
        "- {name: A, kind: press, places: [wherry], feeds: [http://a.example/feed/]}\n"
        "- {name: B, kind: press, places: [wherry], calendars: [https://A.example/feed]}\n"
        "- {name: A, kind: blog, places: [quay]}"
    )
    assert faults == [
        "feeds.yaml:2: “B”: “https://A.example/feed” is listed twice, first by “A”.",
        "feeds.yaml:3: “A”: has the same slug (“a”) as “A”; give one of them another.",
    ]


def test_different_paths_and_cases_of_a_path_are_different_feeds():
    keys = {address_key(f"https://a.example/{path}") for path in ("Feed", "feed", "feed?x=1", "")}
    assert len(keys) == 4
