"""What an item means: the rules of agreed words and of places."""

from functools import cache
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hub.establish.meaning.facts import PlaceFact, Spelt, TagFact
from hub.establish.meaning.rules import Because, Found, Meaning, resolve
from hub.establish.meaning.vocabulary import Vocabulary, compile_vocabulary
from hub.kit.text import words

CITY, HEATH, MILL, QUAY, LONDON, SUTTON, OTHER_SUTTON = (UUID(int=n) for n in range(1, 8))
HEATH_TIPS, BINS, BIKES, CITY_TIPS, MILL_TIPS, HEATH_TAG, OTHER = (UUID(int=n) for n in range(11, 18))

PLACES = [
    PlaceFact(CITY, None, "Wherry"),
    PlaceFact(HEATH, CITY, "Kings Heath", (Spelt("B14"), Spelt("Wish", in_text=False))),
    PlaceFact(MILL, CITY, "Mill End", (Spelt("Tip", in_text=False),)),
    PlaceFact(QUAY, HEATH, "The Quay"),
    PlaceFact(LONDON, None, "London"),
    PlaceFact(SUTTON, CITY, "Sutton Coldfield", (Spelt("Sutton"),)),
    PlaceFact(OTHER_SUTTON, LONDON, "Sutton"),
]
TAGS = [
    TagFact(
        BINS, "bins", "Bins & recycling", labels=(Spelt("rubbish"), Spelt("#binstrike"), Spelt("waste", in_text=False))
    ),
    TagFact(BIKES, "bikes", "Cycling", labels=(Spelt("cycle lane"), Spelt("GP"), Spelt("東京"))),
]


@cache
def compiled(tags: tuple[TagFact, ...]) -> Vocabulary:
    return compile_vocabulary(tags, PLACES)


def meaning(
    *labels: str,
    title: str = "",
    text: str = "",
    home: UUID = CITY,
    mentioned: bool = False,
    tags: list[TagFact] = TAGS,
) -> Meaning:
    return resolve(
        compiled(tuple(tags)),
        labels=labels,
        title=title,
        text=words(text),
        home=frozenset({home}),
        only_when_mentioned=mentioned,
    )


def places(found: Meaning) -> dict[UUID, tuple[str, str]]:
    return {each.id: (each.because.value, each.evidence) for each in found.places}


def tags(found: Meaning) -> dict[UUID, tuple[str, str]]:
    return {each.id: (each.because.value, each.evidence) for each in found.tags}


def test_a_publishers_label_in_any_spelling_is_the_agreed_tag_and_the_evidence_is_what_he_wrote():
    for label in ("Bins and Recycling", "#BinStrike", "bin-strike", "RUBBISH"):
        assert meaning(label).tags == (Found(BINS, Because.LABEL, label),)


@pytest.mark.parametrize(("said", "agreed"), [("Rubbish!", "rubbish"), ("a new cycle-lane", "cycle lane")])
def test_a_phrase_in_a_title_or_a_text_is_found_as_whole_words(said, agreed):
    assert [(each.because, each.evidence) for each in meaning(title=said).tags] == [(Because.TITLE, agreed)]
    assert [(each.because, each.evidence) for each in meaning(text=f"So: {said}").tags] == [(Because.TEXT, agreed)]


@pytest.mark.parametrize("said", ["rubbishing", "motorcycle lane", "waste", "the gp", "cycle", "東京"])
def test_parts_of_words_and_words_too_common_mean_nothing_in_a_text(said):
    assert meaning(text=said).tags == ()


@pytest.mark.parametrize("label", ["waste", "GP", "東京"])
def test_as_a_publishers_label_they_are_meant(label):
    assert len(meaning(label).tags) == 1


def test_a_hashtag_inside_a_text_is_found_written_together():
    assert tags(meaning(text="No lorry again #binstrike")) == {BINS: ("text", "#binstrike")}
    assert places(meaning(text="Sunny #KingsHeath"))[HEATH] == ("text", "Kings Heath")


def test_the_surest_reason_is_the_one_that_is_kept():
    assert tags(meaning("waste", title="Rubbish", text="binstrike")) == {BINS: ("label", "waste")}
    assert tags(meaning(title="Rubbish", text="binstrike")) == {BINS: ("title", "rubbish")}


def test_an_item_is_in_the_places_its_source_speaks_for_and_in_all_around_them():
    assert places(meaning(home=QUAY)) == {
        QUAY: ("source", ""),
        HEATH: ("within", "The Quay"),
        CITY: ("within", "The Quay"),
    }


def test_an_item_enters_the_places_it_names_inside_its_sources_own():
    found = places(meaning("Mill End", title="A fair in King’s Heath", text="not in London"))
    assert found == {
        CITY: ("source", ""),
        MILL: ("label", "Mill End"),
        HEATH: ("title", "Kings Heath"),
    }


def test_a_sutton_in_london_does_not_enter_from_here():
    assert places(meaning(text="A man from Sutton"))[SUTTON] == ("text", "Sutton")
    assert places(meaning(text="A man from Sutton", home=LONDON)) == {
        LONDON: ("source", ""),
        OTHER_SUTTON: ("text", "Sutton"),
    }
    assert SUTTON not in places(meaning(text="A man from Sutton", home=HEATH))


def test_a_name_that_two_places_of_a_source_share_means_neither():
    both = resolve(
        compile_vocabulary(TAGS, PLACES),
        labels=["Sutton"],
        title="",
        text=words(""),
        home=frozenset({CITY, LONDON}),
        only_when_mentioned=False,
    )
    assert places(both).keys() == {CITY, LONDON}


def test_a_regional_item_enters_a_place_only_if_it_names_it():
    assert meaning(text="Elsewhere in the county", mentioned=True).places == ()
    assert places(meaning(text="In Wherry", mentioned=True)) == {CITY: ("text", "Wherry")}
    assert places(meaning(text="At the quay", mentioned=True)) == {
        QUAY: ("text", "The Quay"),
        HEATH: ("within", "The Quay"),
        CITY: ("within", "The Quay"),
    }


def test_a_name_too_common_for_a_text_still_counts_as_a_label():
    assert HEATH not in places(meaning(text="We wish you well"))
    assert places(meaning("Wish"))[HEATH] == ("label", "Wish")


def test_what_is_a_places_own_is_said_of_it():
    assert places(meaning(text="Mill End's market and King’s Heath’s fair")).keys() == {CITY, MILL, HEATH}


def test_a_word_somebody_agreed_on_is_no_possessive():
    ends = TagFact(OTHER, "ends", "Mill Ends")
    found = meaning(text="Mill ends", tags=[ends])
    assert places(found).keys() == {CITY}
    assert tags(found).keys() == {OTHER}


def test_a_postcode_is_found_in_either_case_and_whole():
    assert HEATH in places(meaning(text="in b14 today"))
    assert HEATH not in places(meaning(text="in B145"))


def test_a_retired_place_has_no_stream():
    gone = UUID(int=99)
    assert meaning(title="Kings Heath", home=gone).places == ()


NAMED = [*TAGS, TagFact(HEATH_TAG, "heath", "The Heath", place_id=HEATH, labels=(Spelt("heathens"),))]


def test_a_tag_that_is_a_places_name_brings_the_item_there():
    found = meaning("Heathens", tags=NAMED)
    assert tags(found) == {HEATH_TAG: ("label", "Heathens")}
    assert places(found)[HEATH] == ("tag", "Heathens")
    regional = meaning(title="Heathens win", mentioned=True, tags=NAMED)
    assert places(regional) == {HEATH: ("tag", "heathens"), CITY: ("within", "Kings Heath")}


def test_a_places_tag_means_nothing_in_another_town():
    assert meaning("Heathens", home=LONDON, tags=NAMED).tags == ()


def test_a_neighbours_item_has_the_places_tag_but_stays_out_of_its_stream():
    found = meaning("Heathens", home=MILL, tags=NAMED)
    assert tags(found).keys() == {HEATH_TAG}
    assert places(found).keys() == {MILL, CITY}


def test_a_tag_of_a_retired_place_means_nothing():
    lost = TagFact(OTHER, "lost", "Lost place", place_id=UUID(int=99))
    assert meaning("Lost place", tags=[lost]).tags == ()


SCOPED = [
    TagFact(BINS, "tips", "Tips"),
    TagFact(CITY_TIPS, "city-tips", "City tips", scope_id=CITY, labels=(Spelt("tips"),)),
    TagFact(HEATH_TIPS, "heath-tips", "Heath tips", scope_id=HEATH, labels=(Spelt("tips"),)),
    TagFact(MILL_TIPS, "mill-tips", "Mill tips", scope_id=MILL, labels=(Spelt("tips"),)),
]


@pytest.mark.parametrize(
    ("home", "meant"), [(LONDON, BINS), (CITY, CITY_TIPS), (HEATH, HEATH_TIPS), (QUAY, HEATH_TIPS), (MILL, MILL_TIPS)]
)
def test_of_several_meanings_the_one_agreed_on_nearest_counts(home, meant):
    assert tags(meaning("tips", home=home, tags=SCOPED)).keys() == {meant}


def test_between_two_equally_near_the_sources_own_place_decides():
    assert tags(meaning("tips", title="Mill End and Kings Heath", tags=SCOPED)) == {}
    named = meaning("tips", title="Mill End", home=HEATH, tags=SCOPED)
    assert tags(named).keys() == {HEATH_TIPS}


def test_of_two_equally_near_the_one_at_home_is_meant():
    known = compile_vocabulary(SCOPED, [*PLACES, PlaceFact(UUID(int=8), MILL, "Weir")])
    found = resolve(
        known,
        labels=["tips"],
        title="Mill End",
        text=words(""),
        home=frozenset({HEATH, CITY}),
        only_when_mentioned=False,
    )
    assert tags(found).keys() == {HEATH_TIPS}


def test_two_tags_of_the_whole_hub_with_one_spelling_mean_neither():
    twins = [TagFact(BINS, "tip", "Tip"), TagFact(OTHER, "other", "Other", labels=(Spelt("tip"),))]
    assert meaning("tip", tags=twins).tags == ()


def test_a_ring_of_places_ends():
    ring = [PlaceFact(CITY, HEATH, "Wherry"), PlaceFact(HEATH, CITY, "Kings Heath")]
    found = resolve(
        compile_vocabulary([], ring),
        labels=[],
        title="",
        text=words(""),
        home=frozenset({CITY}),
        only_when_mentioned=False,
    )
    assert places(found).keys() == {CITY, HEATH}


def test_a_name_without_letters_names_nothing():
    nameless = TagFact(OTHER, "dots", "...", labels=(Spelt("…"),))
    assert meaning("!!", text="… ...", tags=[nameless]).tags == ()


_said = st.lists(
    st.sampled_from(["bins", "rubbish", "Kings Heath", "#BinStrike", "tips", "Mill End", "Sutton", "the", "GP", "B14"]),
    max_size=6,
)


@settings(max_examples=50)
@given(labels=_said, title=_said, text=_said)
def test_the_order_of_labels_means_nothing(labels, title, text):
    said: dict[str, Any] = {"title": " ".join(title), "text": " ".join(text), "tags": [*TAGS, *SCOPED[1:]]}
    once = meaning(*labels, **said)
    assert meaning(*reversed(labels), **said) == once
    assert meaning(*labels, *labels, **said) == once


@settings(max_examples=50)
@given(labels=_said, title=_said, text=_said, spelling=st.text("xyz ", min_size=3))
def test_an_unrelated_tag_changes_nothing_for_others(labels, title, text, spelling):
    said: dict[str, Any] = {"title": " ".join(title), "text": " ".join(text)}
    more = [TagFact(OTHER, "xylo", "Xylo", labels=(Spelt(spelling),)), *reversed(TAGS)]
    assert meaning(*labels, **said, tags=more) == meaning(*labels, **said)


@settings(max_examples=50)
@given(labels=_said, title=_said, text=_said, mentioned=st.booleans())
def test_wherever_an_item_is_it_is_in_all_around_it_too(labels, title, text, mentioned):
    found = meaning(*labels, title=" ".join(title), text=" ".join(text), mentioned=mentioned).places
    ids = {each.id for each in found}
    assert len(ids) == len(found)
    parents = {place.id: place.parent_id for place in PLACES}
    assert all(parents[place] is None or parents[place] in ids for place in ids)
