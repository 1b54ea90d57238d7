"""What a word means where: spellings of one place, rulings, neighbours, and what a tag is part of."""

from uuid import UUID

import pytest

from hub.establish.meaning.facts import RulingFact, Spelt, TagFact
from hub.establish.meaning.rules import Because, Found, Ruled
from tests.establish.meaning.words_of_a_town import (
    BINS,
    CITY,
    GREEN,
    HEATH,
    LONDON,
    MILL,
    POOL,
    QUAY,
    TIPS,
    WASTE,
    Town,
    bins,
)

HERE = bins(Spelt("the tip", scope_id=HEATH))


def test_a_spelling_of_one_place_counts_there_and_inside_it_and_nowhere_else():
    town = Town([HERE])
    assert town.tags("the tip", home=[HEATH]) == {BINS}
    assert town.tags("The Tip!", home=[QUAY]) == {BINS}
    assert town.tags(text="closed: the tip", home=[HEATH]) == {BINS}
    assert town.tags("the tip", home=[CITY]) == town.tags("the tip", home=[MILL]) == set()
    assert town.tags("the tip", title="Kings Heath") == {BINS}


def test_a_spelling_agreed_in_a_ward_beats_the_towns_and_that_beats_the_hubs():
    town = Town(
        [
            HERE,
            TagFact(TIPS, "tips", "Tips", scope_id=CITY, labels=(Spelt("the tip"),)),
            TagFact(POOL, "pool", "Pool", labels=(Spelt("the tip"),)),
        ]
    )
    assert town.tags("the tip", home=[HEATH]) == {BINS}
    assert town.tags("the tip", home=[CITY]) == {TIPS}
    assert town.tags("the tip", home=[LONDON]) == {POOL}


@pytest.mark.parametrize(
    ("tag", "spelling", "home", "counts"),
    [
        (HEATH, CITY, [HEATH], True),  # the inner of the two
        (HEATH, CITY, [CITY], False),
        (CITY, HEATH, [HEATH], True),
        (CITY, HEATH, [CITY], False),
        (MILL, HEATH, [HEATH, MILL], False),  # they have nothing in common
        (None, UUID(int=99), [HEATH], False),  # that place is retired
    ],
)
def test_a_spelling_counts_where_its_tag_does_too(tag, spelling, home, counts):
    town = Town([bins(Spelt("tip", scope_id=spelling), scope_id=tag)])
    assert town.tags("tip", home=home) == ({BINS} if counts else set())


CITYS = TagFact(TIPS, "tips", "Tips", scope_id=CITY, labels=(Spelt("tip"),))


@pytest.mark.parametrize(
    ("scope", "home", "meant"),
    [
        (None, LONDON, set()),  # decided for the whole hub, where the pool’s is agreed
        (None, CITY, {TIPS}),  # a deeper place’s still counts
        (CITY, LONDON, {POOL}),
        (CITY, CITY, set()),
        (CITY, MILL, set()),
        (CITY, HEATH, {BINS}),
        (HEATH, HEATH, set()),
        (HEATH, QUAY, set()),
        (HEATH, MILL, {TIPS}),
        (UUID(int=99), HEATH, {BINS}),
    ],
)
def test_a_word_decided_to_mean_none_hides_what_was_agreed_there_and_further_up(scope, home, meant):
    tags = [bins(Spelt("tip", scope_id=HEATH)), CITYS, TagFact(POOL, "pool", "Pool", labels=(Spelt("tip"),))]
    town = Town(tags, [RulingFact("tip", scope)])
    assert town.tags("tip", home=[home]) == meant
    assert town.tags(text="the tip is shut", home=[home]) == meant


def test_between_a_ward_that_ruled_and_one_that_agreed_the_sources_home_decides():
    town = Town([bins(Spelt("tip", scope_id=HEATH))], [RulingFact("tip", MILL, "tip")])
    assert town.tags("tip", home=[HEATH], title="Mill End") == {BINS}
    assert town.tags("tip", home=[CITY], title="Mill End and Kings Heath") == set()


def test_a_ruling_speaks_of_every_way_to_write_the_word():
    tags = [bins(Spelt("big bin"), Spelt("Big-Bin"))]
    assert Town(tags, [RulingFact("bigbin")]).tags("big bin", title="a big bin", text="#BigBin") == set()


def test_what_is_ambiguous_is_known_where_nobody_agreed_on_a_meaning():
    known = Town([bins()], [RulingFact("thetip", None, "the tip"), RulingFact("gp", None, "GP")]).known
    assert [sense.spelling for sense in known.by_label["thetip"]] == ["the tip"]
    assert "gp" in known.by_label
    assert Town([bins()], [RulingFact("thetip", None, "the tip")]).meaning("the tip", text="the tip").tags == ()


@pytest.mark.parametrize(
    ("said", "counts"),
    [
        ("Wish ward meets", True),
        ("the ward of Wish", True),
        ("the ward where we all wish", False),  # four words off
        ("the ward: do wish well", True),
        ("We wish you well in Kings Norton", False),
        ("wish the ward’s people well", True),
        ("wish Heathrow", False),
        ("wish wish wish wish heath", True),  # the last of them
    ],
)
def test_a_phrase_with_neighbours_counts_within_three_words_of_one(said, counts):
    town = Town([])
    assert (HEATH in town.places(text=said)) is counts
    assert (HEATH in town.places(title=said)) is counts


def test_a_phrase_may_be_kept_from_a_neighbour():
    town = Town([])
    assert HEATH in town.places(text="A man from Sutton")
    assert HEATH not in town.places(text="A man from Sutton Coldfield")
    assert HEATH in town.places(text="Sutton Coldfield is not the Sutton that we know here")
    assert HEATH not in town.places(text="in Sutton, near Coldfield’s")


def test_a_publishers_own_label_needs_no_neighbour():
    town = Town([bins(Spelt("tip", near="rubbish"))])
    assert HEATH in {each.id for each in town.meaning("Wish").places}
    assert town.tags("tip") == {BINS}
    assert town.tags(text="a tip for you") == set()
    assert town.meaning(text="tip your rubbish").tags == (Found(BINS, Because.TEXT, "tip"),)


def test_a_tags_own_name_may_need_a_neighbour():
    town = Town([TagFact(POOL, "pool", "Pool", labels=(Spelt("Pool", near="swim"),))])
    assert town.tags(text="a pool of blood") == set()
    assert town.tags(text="swim in the pool") == {POOL}


def test_where_a_condition_fails_what_is_agreed_further_up_counts():
    town = Town([bins(Spelt("tip", scope_id=HEATH, near="rubbish")), CITYS])
    assert town.tags(text="the tip", home=[HEATH]) == {TIPS}
    assert town.tags(text="rubbish at the tip", home=[HEATH]) == {BINS}


def test_neighbours_may_be_short_phrases():
    town = Town([bins(Spelt("tip", near="council house"))])
    assert town.tags(text="tip at the council house") == set()  # house is the fourth word
    assert town.tags(text="tip by council-house") == {BINS}


BROADER = [
    TagFact(BINS, "bins", "Bins", broader=(WASTE,)),
    TagFact(WASTE, "waste", "Waste", broader=(GREEN,), scope_id=LONDON),
    TagFact(GREEN, "green", "Green", broader=()),
]


def test_what_has_a_tag_has_all_that_tag_is_part_of_and_that_counts_here():
    assert Town(BROADER).meaning("Bins").tags == (
        Found(BINS, Because.LABEL, "Bins"),
        Found(GREEN, Because.NARROWER, "Bins"),
    )
    assert Town(BROADER).tags("Bins", home=[LONDON]) == {BINS, WASTE, GREEN}


def test_what_was_said_itself_is_the_surer_reason():
    found = Town(BROADER).meaning(title="Bins", text="green").tags
    assert [(each.id, each.because) for each in found] == [(BINS, Because.TITLE), (GREEN, Because.TEXT)]


def test_a_ring_of_broader_tags_ends():
    ring = [TagFact(BINS, "bins", "Bins", broader=(POOL,)), TagFact(POOL, "pool", "Pool", broader=(BINS, UUID(int=98)))]
    assert Town(ring).tags("Bins") == {BINS, POOL}


def test_a_rules_tag_is_given_where_it_counts():
    town = Town([CITYS, bins(Spelt("tip"))])
    given_tags = [Ruled(TIPS, "/tips/"), Ruled(UUID(int=97), "gone")]
    assert town.meaning(ruled=given_tags).tags == (Found(TIPS, Because.RULE, "/tips/"),)
    assert town.tags(ruled=given_tags, home=[LONDON]) == set()
    assert town.meaning("Tips", ruled=given_tags).tags == (Found(TIPS, Because.LABEL, "Tips"),)


def test_a_rules_tag_that_is_a_places_name_brings_the_item_there():
    town = Town([TagFact(TIPS, "heath", "Heathens", place_id=HEATH)])
    found = town.meaning(ruled=[Ruled(TIPS)]).places
    assert Found(HEATH, Because.TAG, "Heathens") in found
