"""The words somebody looked for are marked where they stand, and the part that shows them is cut around them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.kit.passages import hits, passage
from hub.kit.question import parse
from hub.kit.text import words

WORDS = st.lists(st.sampled_from(["bins", "Łódź", "a", "King's", "heath", "fortnightly", "—"]), max_size=60).map(
    " ".join
)


@pytest.mark.parametrize(
    ("text", "typed", "marked"),
    [
        ("The bins, the BINS!", "bins", ["bins", "BINS"]),
        ("King’s Heath and kings heathen", '"kings heath"', ["King’s Heath"]),
        ("Bins & recycling", '"bins and recycling"', ["Bins & recycling"]),
        ("recycled recycles", "recycl*", ["recycled", "recycles"]),
        ("Łódź, LODZ", "łódź", ["Łódź", "LODZ"]),
        ("kings kings heath", '"kings heath" kings', ["kings", "kings heath"]),
        ("a_b a-b", '"a b"', ["a_b", "a-b"]),
        ("nothing", "bins", []),
        ("", "bins", []),
        ("bins", "", []),
        ("kings", '"kings heath"', []),
        ("kings of queens heath", '"kings heath"', []),
        ("Queens Heath Kings Heath", '"kings heath"', ["Kings Heath"]),
    ],
)
def test_every_hit_is_found_where_it_stands(text: str, typed: str, marked: list[str]) -> None:
    assert [text[start:end] for start, end in hits(text, parse(typed).wanted)] == marked


@pytest.mark.parametrize(
    ("longest", "shown"),
    [
        (80, "The bins of Mill End go out on Tuesday"),
        (20, "The bins of Mill…"),
    ],
)
def test_a_short_text_is_shown_whole_and_a_long_one_in_part(longest: int, shown: str) -> None:
    assert passage("The bins of Mill End go out on Tuesday", [(4, 8)], longest) == (shown, ((4, 8),))


def test_where_the_hit_is_near_the_end_all_that_follows_is_shown() -> None:
    shown, found = passage("On Tuesday Mill End puts out its bins", [(33, 37)], 20)
    assert (shown.endswith(" bins"), [shown[start:end] for start, end in found]) == (True, ["bins"])


@given(st.text(max_size=80), st.text(max_size=20))
def test_hits_stand_apart_and_inside_any_text(text: str, typed: str) -> None:
    reached = 0
    for start, end in hits(text, parse(typed).wanted):
        assert reached <= start < end <= len(text)
        reached = end


@given(WORDS, st.sampled_from(["bins", "lodz heath", "fort*", "kings"]), st.integers(12, 80))
def test_a_passage_is_short_and_shows_the_first_hit(text: str, typed: str, longest: int) -> None:
    found = hits(text, parse(typed).wanted)
    shown, inside = passage(text, found, longest)

    assert len(shown) <= max(longest, 2 + len("fortnightly"))
    assert shown.strip("…") in text
    told = [text[start:end] for start, end in found]
    marked = [shown[start:end] for start, end in inside]
    assert marked == told[: len(marked)]
    assert bool(marked) == bool(told)


@given(st.text("a b", max_size=150), st.text("c、", max_size=150), st.integers(12, 60))
def test_the_first_hit_is_shown_where_no_space_follows_for_long(before: str, after: str, longest: int) -> None:
    text = f"{before} 東京、{after}"
    shown, inside = passage(text, hits(text, parse("東京").wanted), longest)

    assert [shown[start:end] for start, end in inside] == ["東京"]
    assert len(shown) <= longest


def test_a_text_without_hits_is_shown_from_its_start() -> None:
    assert passage("one two three four", (), 10) == ("one two…", ())


@given(
    st.text("aAb '’‘`_&-éŁß½ͅ", max_size=40),
    st.sampled_from(["a", "ab", "and", '"a b"', "aab*", "ß", "l", '"l a"', "a -b"]),
)
def test_a_text_shows_a_hit_wherever_search_finds_it(text: str, typed: str) -> None:
    wanted = parse(typed).wanted

    assert bool(hits(text, wanted)) == all(term.sign in f" {words(text)} " for term in wanted)
