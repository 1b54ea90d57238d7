"""Whatever is agreed, words mean the same however they are asked about."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hub.establish.meaning import vocabulary
from hub.establish.meaning.facts import RulingFact, Spelt, TagFact
from hub.establish.meaning.rules import Because
from hub.kit.text import label_key
from tests.establish.meaning.words_of_a_town import BINS, CITY, HEATH, MILL, POOL, QUAY, TIPS, WASTE, Town

_words = st.sampled_from(["tip", "the tip", "bins", "Łódź", "東京", "ﷺ", "♻️ bins", "Ludd", "שלום", "ti\u200bp", "x"])
_scopes = st.sampled_from([None, CITY, HEATH, MILL, QUAY])
_spelt = st.builds(Spelt, _words, st.booleans(), _scopes, st.sampled_from(["", "bins"]), st.sampled_from(["", "x"]))
_tags = st.lists(
    st.builds(
        TagFact,
        st.sampled_from([BINS, POOL, TIPS, WASTE]),
        st.just("slug"),
        _words,
        scope_id=_scopes,
        labels=st.lists(_spelt, max_size=3).map(tuple),
        broader=st.sampled_from([(), (BINS,), (POOL, TIPS)]),
    ),
    max_size=4,
    unique_by=lambda tag: tag.id,
)
_rulings = st.lists(st.builds(RulingFact, _words.map(label_key), _scopes, st.sampled_from(["", "tip"])), max_size=3)
_said = st.lists(_words, max_size=5)


@settings(max_examples=60, deadline=None)
@given(tags=_tags, rulings=_rulings, labels=_said, text=_said)
def test_whatever_is_agreed_the_same_words_mean_the_same(tags, rulings, labels, text):
    rulings = [each for each in rulings if each.ambiguous in {"", each.key}]
    said: dict[str, Any] = {"text": " ".join(text), "home": [HEATH, MILL]}
    once = Town(tags, rulings).meaning(*labels, **said)
    turned = [
        TagFact(t.id, t.slug, t.name, t.place_id, t.scope_id, t.labels[::-1], t.broader[::-1]) for t in tags[::-1]
    ]
    assert {each.id for each in Town(turned, rulings[::-1]).meaning(*labels[::-1], *labels, **said).tags} == {
        each.id for each in once.tags
    }


@settings(max_examples=60, deadline=None)
@given(tags=_tags, rulings=_rulings, labels=_said, text=_said)
def test_the_labels_it_names_as_evidence_mean_the_same_without_the_others(tags, rulings, labels, text):
    town = Town(tags, rulings)
    said: dict[str, Any] = {"text": " ".join(text), "home": [HEATH, MILL]}
    once = town.meaning(*labels, **said)
    named = {each.evidence for each in (*once.tags, *once.places)}
    assert town.meaning(*named.intersection(labels), **said) == once


@settings(max_examples=40, deadline=None)
@given(tags=_tags, rulings=_rulings, text=_said)
def test_a_registry_of_very_many_words_finds_the_same(tags, rulings, text):
    small = Town(tags, rulings)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(vocabulary, "_FEW", 0)
        large = Town(tags, rulings)
    said: dict[str, Any] = {"text": " ".join(text), "home": [HEATH, MILL], "title": "Wish ward, Sutton Coldfield"}
    assert small.meaning(**said) == large.meaning(**said)
    assert large.known.single
    assert not small.known.single


@settings(max_examples=60, deadline=None)
@given(tags=_tags, labels=_said, home=st.sampled_from([CITY, HEATH, QUAY]))
def test_every_label_found_is_one_that_is_agreed_there(tags, labels, home):
    line = {None, CITY} | {HEATH: {HEATH}, QUAY: {HEATH, QUAY}}.get(home, set())
    counting = {
        label_key(spelt.label)
        for tag in tags
        for spelt in (*tag.labels, Spelt(tag.name), Spelt(tag.slug))
        if tag.scope_id in line and spelt.scope_id in line
    }
    for found in Town(tags).meaning(*labels, home=[home]).tags:
        assert found.because is Because.NARROWER or label_key(found.evidence) in counting


@pytest.mark.parametrize(
    "name", ["Łódź", "東京", "ﷺ", "♻️ bins", "שלום", "Straße", "हिन्दी", "Ti\u200bp", "King’s Heath"]
)
def test_names_in_any_script_survive(name):
    town = Town([TagFact(POOL, "pool", name)])
    assert town.tags(name.upper()) == town.tags(f"#{name}") == {POOL}
    assert town.known.names[POOL] == name
