"""What is believed of a mention, what appears at once, and when is its page looked at again?"""

from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.communicate.mentions.addresses import Named, fault, named, takes_mentions
from hub.communicate.mentions.rules import (
    BETWEEN_LOOKS,
    DAY,
    FARM_LINKS,
    MANY_LINKS,
    MANY_TARGETS,
    SEEN_AGAIN,
    TRIED_AGAIN,
    Kind,
    Seen,
    Site,
    Standing,
    State,
    Target,
    Trouble,
    Verdict,
    asked_again,
    failed,
    host_of,
    id_of_tag,
    is_ours,
    judge,
    looked_at_again,
    page_of,
    path_of,
    same_target,
)
from tests.town import NOON

HUB = "https://hub.example"
SAID = Seen(Kind.REPLY, words="Well said.")
WAITING, SHOWN = Standing(State.WAITING), Standing(State.SHOWN, seen=SAID)
KNOWN, STRANGER = Site(is_known=True), Site()


def test_what_a_source_of_the_hub_says_appears_at_once_and_is_seen_again_in_a_day() -> None:
    assert judge(WAITING, SAID, KNOWN, NOON) == Verdict(State.SHOWN, due_at=NOON + SEEN_AGAIN)


@pytest.mark.parametrize(("age", "pause"), [(0, 1), (1, 1), (7, 1), (14, 2), (70, 10), (210, 30), (2_000, 30)])
def test_what_is_shown_is_looked_at_daily_at_first_and_monthly_at_last(age: int, pause: int) -> None:
    shown = Standing(State.SHOWN, said_at=NOON - age * DAY)
    assert judge(shown, Seen(), KNOWN, NOON) == Verdict(State.SHOWN, due_at=NOON + pause * DAY)


@pytest.mark.parametrize(
    ("seen", "site", "doubt"),
    [
        (SAID, STRANGER, Trouble.STRANGER),
        (SAID, replace(KNOWN, targets=MANY_TARGETS + 1), Trouble.MANY_TARGETS),
        (replace(SAID, links=MANY_LINKS + 1), STRANGER, Trouble.MANY_LINKS),
        (replace(SAID, words=""), STRANGER, Trouble.NO_WORDS),
        (Seen(Kind.MENTION), STRANGER, Trouble.NO_WORDS),
        (Seen(Kind.LIKE), STRANGER, Trouble.STRANGER),
        (replace(SAID, language="pl"), replace(STRANGER, spoken=("en", "cy")), Trouble.LANGUAGE),
        (replace(SAID, language="cy"), replace(STRANGER, spoken=("en", "cy")), Trouble.STRANGER),
        (replace(SAID, language="pl"), STRANGER, Trouble.STRANGER),
    ],
)
def test_somebody_reads_first_what_is_doubtful_and_is_told_why(seen: Seen, site: Site, doubt: Trouble) -> None:
    assert judge(WAITING, seen, site, NOON) == Verdict(State.HELD, doubt)


@pytest.mark.parametrize("state", [State.WAITING, State.HELD])
def test_what_was_refused_once_is_refused_of_its_writer_about_the_same_page(state: State) -> None:
    assert judge(Standing(state), SAID, replace(STRANGER, was_refused=True), NOON) == Verdict(State.REFUSED)
    assert judge(Standing(state), SAID, replace(KNOWN, was_refused=True), NOON).state is State.SHOWN
    assert judge(SHOWN, SAID, replace(STRANGER, was_refused=True), NOON).state is State.SHOWN


def test_a_farm_of_links_is_not_taken_and_told_so() -> None:
    assert judge(WAITING, replace(SAID, links=FARM_LINKS + 1), STRANGER, NOON) == Verdict(State.FAILED, Trouble.FARM)


def test_many_links_on_a_page_of_a_known_source_are_nobodys_business() -> None:
    assert judge(WAITING, replace(SAID, links=FARM_LINKS + 1), KNOWN, NOON).state is State.SHOWN


def test_what_was_refused_stays_refused_and_so_does_what_comes_from_a_blocked_site() -> None:
    assert judge(Standing(State.REFUSED), SAID, KNOWN, NOON) == Verdict(State.REFUSED)
    assert failed(Standing(State.REFUSED), Trouble.GONE, NOON) == Verdict(State.REFUSED)
    assert judge(SHOWN, SAID, Site(is_blocked=True), NOON) == Verdict(State.REFUSED, Trouble.BLOCKED)


def test_a_stranger_who_was_let_through_cannot_change_the_words_unread() -> None:
    assert judge(SHOWN, SAID, STRANGER, NOON).state is State.SHOWN
    assert judge(SHOWN, replace(SAID, words="Buy pills."), STRANGER, NOON) == Verdict(State.HELD, Trouble.CHANGED)


@pytest.mark.parametrize(
    "later",
    [
        {"kind": Kind.LIKE},
        {"author_name": "Buy pills"},
        {"author_url": "https://pills.example/"},
        {"title": "Pills"},
        {"rsvp": "yes"},
    ],
)
def test_a_page_that_was_let_through_is_read_again_whatever_of_it_changes(later: dict[str, Any]) -> None:
    assert judge(SHOWN, replace(SAID, **later), STRANGER, NOON) == Verdict(State.HELD, Trouble.CHANGED)
    assert judge(SHOWN, replace(SAID, words="Said better."), KNOWN, NOON).state is State.SHOWN


def test_what_was_let_through_and_then_mentions_too_many_pages_is_read_again() -> None:
    many = Site(targets=MANY_TARGETS + 1)
    assert judge(SHOWN, SAID, many, NOON) == Verdict(State.HELD, Trouble.MANY_TARGETS)


@pytest.mark.parametrize("trouble", [Trouble.NO_LINK, Trouble.GONE, Trouble.OURS, Trouble.NOT_PUBLIC])
def test_what_its_author_took_away_goes_at_once(trouble: Trouble) -> None:
    assert failed(SHOWN, trouble, NOON) == Verdict(State.GONE, trouble)
    assert failed(WAITING, trouble, NOON) == Verdict(State.FAILED, trouble)


@pytest.mark.parametrize("trouble", [Trouble.NOT_FOUND, Trouble.NO_ANSWER, Trouble.TOO_BIG, Trouble.UNREADABLE])
def test_what_does_not_answer_is_tried_a_few_times_and_stays_as_it_is_until_then(trouble: Trouble) -> None:
    standing, at = SHOWN, NOON
    for tries, pause in enumerate(TRIED_AGAIN):
        verdict = failed(standing, trouble, at)
        assert verdict == Verdict(State.SHOWN, trouble, at + pause, tries + 1)
        standing, at = replace(standing, tries=verdict.tries), at + pause
    assert failed(standing, trouble, at) == Verdict(State.GONE, trouble)
    assert failed(Standing(State.WAITING, len(TRIED_AGAIN)), trouble, at) == Verdict(State.FAILED, trouble)


def test_a_page_is_looked_at_once_an_hour_however_often_it_is_sent() -> None:
    assert looked_at_again(State.WAITING, None, NOON) == NOON
    assert looked_at_again(State.SHOWN, NOON, NOON) == NOON + BETWEEN_LOOKS
    assert looked_at_again(State.SHOWN, NOON - timedelta(days=1), NOON) == NOON
    assert looked_at_again(State.REFUSED, None, NOON) is None


def test_what_was_not_true_may_be_by_now() -> None:
    assert {state: asked_again(state) for state in State} == {
        State.WAITING: State.WAITING,
        State.HELD: State.HELD,
        State.SHOWN: State.SHOWN,
        State.REFUSED: State.REFUSED,
        State.FAILED: State.WAITING,
        State.GONE: State.WAITING,
    }


@pytest.mark.parametrize(
    ("source", "target", "wrong"),
    [
        ("https://ben.example/post", "https://hub.example/items/7", set()),
        ("http://ben.example/post", "http://hub.example/items/7", set()),
        ("", "", {"source", "target"}),
        ("ben.example/post", "/items/7", {"source", "target"}),
        ("javascript:alert(1)", "data:text/html,x", {"source", "target"}),
        ("ftp://ben.example/post", "https://hub.example/items/7", {"source"}),
        ("https://hub.example/items/7", "https://hub.example/items/7", {"source"}),
        ("https://HUB.example.:8443/items/8", "https://hub.example/items/7", {"source"}),
        ("https://www.hub.example/items/8", "https://hub.example/items/7", {"source"}),
        ("https://hub.example@ben.example/", "https://hub.example/items/7", {"source"}),
        ("https://ben.example/post", "https://hub.example@evil.example/items/7", {"target"}),
        ("https://ben.example/post", "https://ben:pw@hub.example/items/7", {"target"}),
        ("https://ben.example/post", "https://hub.example.evil.example/items/7", {"target"}),
        ("https://ben.example/post", "https://hub.example\\@evil.example/", {"target"}),
        ("https://ben.example/" + "a" * 2_000, "https://hub.example/items/7", {"source"}),
    ],
)
def test_two_addresses_are_looked_at_before_anybody_is_asked(source: str, target: str, wrong: set[str]) -> None:
    assert set(fault(source, target, HUB)) == wrong


def test_a_page_of_ours_is_one_page_however_it_is_written() -> None:
    spelt = ("/items/7", "/items/7/", "/cy/items/7", "/items/7?x=1", "/items/7#top", "/items/%37")
    assert {path_of(HUB + each, HUB) for each in spelt} == {"/items/7"}
    assert path_of(HUB, HUB) == path_of(f"{HUB}/", HUB) == "/"
    assert same_target(f"{HUB}/items/7#a", f"{HUB}/cy/items/7", HUB)
    assert not same_target(f"{HUB}/items/7", f"{HUB}/items/77", HUB)
    assert not same_target("https://a.example/", "https://b.example/", HUB)


def test_each_place_has_a_page_of_a_tag_of_its_own() -> None:
    town, village, tag = UUID(int=1), UUID(int=2), UUID(int=3)
    assert id_of_tag(town, tag) != id_of_tag(village, tag)


def test_many_fragments_of_one_page_are_one_source() -> None:
    assert len({page_of(f"https://ben.example/post#{number}") for number in range(9)}) == 1


@given(st.text(max_size=60))
def test_no_address_is_taken_for_ours_that_leads_elsewhere(text: str) -> None:
    assert not is_ours(f"https://{text}.elsewhere.example/", HUB)
    assert host_of(f"https://{text}") is not None


def test_a_host_is_shown_in_letters_nobody_mistakes() -> None:
    assert host_of("https://hub.ex\u0430mple/").startswith("hub.xn--")
    assert host_of(f"https://{'ł' * 80}.example/").isascii()  # no name of a host, and harmless all the same


@pytest.mark.parametrize(
    ("path", "found"),
    [
        ("/items/7", Named(Target.ITEM, "", "7")),
        ("/replies/a1", Named(Target.REPLY, "", "a1")),
        ("/alderford", Named(Target.PLACE, "alderford", "alderford")),
        ("/alderford/tags/bins", Named(Target.TAG, "alderford", "bins")),
        ("/alderford/stories/3", Named(Target.STORY, "alderford", "3")),
        ("/alderford/sources/ben", Named(Target.SOURCE, "alderford", "ben")),
        ("/alderford/meetups/a1", Named(Target.EVENT, "alderford", "a1")),
        ("/alderford/conversations/3", Named(Target.THREAD, "alderford", "3")),
        ("/alderford/tags", None),
        ("/alderford/tags/bins.atom", None),
        ("/alderford/search", None),
        ("/alderford/notices/new", None),
        ("/alderford/tags/bins/new", None),
        ("/alderford.atom", None),
        ("/items", None),
        ("/items/7/report", None),
        ("/desk", None),
        ("/you/answers", None),
        ("/", None),
        ("", None),
    ],
)
def test_the_pages_that_take_mentions_are_those_of_what_is_said_here(path: str, found: Named | None) -> None:
    assert named(path) == found
    assert takes_mentions(path) is (found is not None)
