"""Ben asks which tags fit his draft, and sees which of its words say so."""

from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.aggregate.tagging.fitting import Fitting, Part, Passage, fitting
from hub.aggregate.tagging.rules import Registry
from hub.establish.meaning.facts import PlaceFact, RulingFact, Spelt, TagFact
from hub.establish.meaning.vocabulary import compile_vocabulary

CITY, HEATH = UUID(int=1), UUID(int=2)
BINS, BIKES, GREEN, TIP = (UUID(int=n) for n in range(11, 15))
KNOWN = Registry(
    compile_vocabulary(
        [
            TagFact(BINS, "bins", "Bins & recycling", labels=(Spelt("bin day"), Spelt("tip", near="rubbish"))),
            TagFact(BIKES, "bikes", "Cycling", labels=(Spelt("東京"), Spelt("pool"))),
            TagFact(GREEN, "green", "Green", labels=(Spelt("Pool"),)),
            TagFact(TIP, "x", "Recycling centre", broader=(BINS,)),
        ],
        [PlaceFact(CITY, None, "Wherry"), PlaceFact(HEATH, CITY, "Kings Heath")],
        [
            RulingFact("market", CITY, "the market"),
            RulingFact("themarket", CITY, "the market"),
            RulingFact("green", CITY),
        ],
    ),
    {},
)


def said(title: str, text: str, place: UUID = HEATH) -> dict[UUID, str]:
    """Which tags fit, and the very words that say so."""
    parts = {Part.TITLE: title, Part.TEXT: text}
    return {
        fit.tag_id: parts[fit.passage.part][fit.passage.start : fit.passage.end] if fit.passage else ""
        for fit in fitting(KNOWN, place, title, text).fits
    }


@pytest.mark.parametrize(
    ("title", "text", "found"),
    [
        ("Bin-day again", "Nothing", {BINS: "Bin-day"}),
        ("Hello", "It was “BIN DAY” on Monday’s bin day.", {BINS: "BIN DAY"}),
        ("A tip", "Take your rubbish to the tip!", {BINS: "tip"}),
        ("A tip for you", "Mind the tip. Rubbish? At that tip.", {BINS: "tip"}),
        ("Out", "New #BinDay rules, and cycling", {BINS: "#BinDay", BIKES: "cycling"}),
        ("#Cycling", "in #cycling style", {BIKES: "#Cycling"}),
        ("The recycling centre", "", {TIP: "recycling centre", BINS: "recycling centre"}),
        ("Nothing", "at all", {}),
    ],
)
def test_each_tag_that_fits_comes_with_the_words_that_say_so(title, text, found):
    assert said(title, text) == found


def test_a_phrase_with_neighbours_is_shown_where_it_has_them():
    text = "A tip for you all: bring rubbish to our tip"
    (fit,) = fitting(KNOWN, HEATH, "", text).fits
    assert fit.passage == Passage(Part.TEXT, text.rindex("tip"), len(text))


def test_words_that_mean_different_things_here_are_told_and_fit_nothing():
    text = "At the market, by the Pool: #pool and the market. Green!"
    found = fitting(KNOWN, HEATH, "", text)
    assert found.fits == ()
    told = [(each.words, text[each.passage.start : each.passage.end]) for each in found.unsure]
    assert told == [("#pool", "#pool"), ("the market", "the market")]


@given(title=st.text(), text=st.text("ab #東京 bin day\u2122’tip.\n"))
def test_whatever_is_pasted_is_looked_at_calmly(title, text):
    found = fitting(KNOWN, CITY, title, text)
    assert isinstance(found, Fitting)
    for fit in found.fits:
        assert fit.passage is not None
        part = title if fit.passage.part is Part.TITLE else text
        assert part[fit.passage.start : fit.passage.end].strip()
