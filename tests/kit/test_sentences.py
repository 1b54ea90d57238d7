"""An excerpt ends where a sentence ends, and offers no way on: that is the link's business."""

from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.kit.sentences import LEAST, LONGEST, opening
from hub.kit.text import squeeze

FIRST = (
    "The old bridge over the Teasel will be shut from Monday until the end of May"
    " so that its second arch can be mended at last"
)
REST = " and everybody has to walk round by the weir" * 6
PATIENCE = 1.0  # seconds of work; it takes some thousandths


def test_an_excerpt_ends_with_a_sentence() -> None:
    assert opening(f"{FIRST}. Buses {REST}") == f"{FIRST}."


def test_a_sentence_that_says_too_little_is_not_all_that_is_shown() -> None:
    shown = opening(f"Bridge shut. {FIRST}{REST}")
    assert shown.startswith("Bridge shut. The old")
    assert shown.endswith("…")


def test_a_sentence_may_end_exactly_at_the_limit() -> None:
    text = f"{'a' * 298}b. Then more."
    assert opening(text) == f"{'a' * 298}b."


@pytest.mark.parametrize(
    "middle",
    [
        "by St. Aldith's church",
        "as Dr. Nair said",
        "at 7 p.m. On Friday",
        "e.g. Tea",
        "for 3.50 pounds",
        "with J. Smith",
        "at no. 7",
        "well... Or so",
        "under Cllr. Rowe",
        "see www.example.org for it",
        "which is small! and loud",
    ],
)
def test_no_sentence_ends_at(middle: str) -> None:
    shown = opening(f"{FIRST} {middle} and on{REST}")
    assert shown.endswith("…")
    assert middle in shown


@pytest.mark.parametrize("end", [".", "!", "?", '."', ".)", "?!", "؟", "\u06d4", "।"])
def test_a_sentence_ends_at(end: str) -> None:
    assert opening(f"{FIRST}{end} Then{REST}") == f"{FIRST}{end}"


def test_a_sentence_in_chinese_needs_no_space_behind_it() -> None:
    text = "桥" * 130 + "。" + "河" * 300
    assert opening(text) == "桥" * 130 + "。"


@pytest.mark.parametrize(
    "offer",
    [
        " Read more",
        " READ MORE »",
        " Read more...",
        " [Read more…]",
        " (Find out more)",
        " Continue reading",
        " Continue reading The bridge is shut →",
        " The post The bridge is shut appeared first on Muddy Boots.",
        " [...] The post Shut appeared first on Muddy Boots.",
        " Darllen mwy",
        " Darllenwch ragor. Read more. Read more.",
    ],
)
def test_what_blog_software_adds_is_not_repeated(offer: str) -> None:
    assert opening(f"The bridge is shut.{offer}") == "The bridge is shut."


@pytest.mark.parametrize(
    "said",
    [
        "Stay at home. Continue reading with your child every evening.",
        "You can read more about the bridge in the library",
        "Who wants more must pay more",
        "Our first post. It appeared in May.",
        "The post office is shut. The first to tell us was Ben.",
    ],
)
def test_what_somebody_meant_to_say_stays(said: str) -> None:
    assert opening(said) == said


@pytest.mark.parametrize("cut", ["[…]", "[...]", " …", "...", "…"])
def test_where_a_publisher_cut_off_stands_one_sign(cut: str) -> None:
    assert opening(f"The bridge is{cut}") == "The bridge is…"


@pytest.mark.parametrize("piece", [".", "…", "[...] ", "Read more. ", "x. Read more » "])
def test_a_text_of_nothing_but_what_is_left_out_is_read_in_no_time(piece: str) -> None:
    started = process_time()
    assert len(opening(piece * 50_000)) <= LONGEST
    assert process_time() - started < PATIENCE


def test_nothing_but_an_offer_is_nothing() -> None:
    assert opening("Read more »") == ""


words = st.sampled_from(
    ["St.", "bridge", "shut.", "Read", "more", "…", "[...]", "Continue reading", "Then", "p.m.", "。", "“Yes!”", "→"]
)


@given(st.one_of(st.text(), st.lists(words, max_size=120).map(" ".join)))
def test_an_excerpt_is_the_beginning_and_stays_what_it_is(text: str) -> None:
    shown = opening(text)
    assert len(shown) <= LONGEST
    assert squeeze(text).startswith(shown.removesuffix("…").rstrip())
    assert opening(shown) == shown


@given(st.text(min_size=LONGEST))
def test_a_long_text_never_gives_a_short_excerpt_of_sentences(text: str) -> None:
    shown = opening(text)
    assert len(squeeze(text)) <= LONGEST or shown.endswith("…") or len(shown) >= LEAST
