"""Which tags a form offers: none that could mean something else there."""

from typing import Any
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlmodel import Session

from hub.establish.meaning.facts import PlaceFact, RulingFact, Spelt, TagFact
from hub.establish.meaning.rules import Because, resolve
from hub.establish.meaning.vocabulary import compile_vocabulary
from hub.establish.tags.models import Ruling, TagLabel
from hub.establish.tags.offering import Offered, Written, offerable, offered
from hub.establish.tags.rules import Stand
from hub.kit.text import NOTHING, label_key
from hub.places.rules import WHOLE_HUB
from tests import town

CITY, HEATH = UUID(int=1), UUID(int=2)


def test_what_two_tags_are_called_and_what_means_none_is_not_offered(db: Session) -> None:
    city = town.place(db, "Wherry")
    heath = town.place(db, "Kings Heath", parent=city)
    bins = town.tag(db, "Bins", also=["rubbish", "tip", "waste"])
    town.tag(db, "Pool", also=["tip"])
    town.tag(db, "Green")
    town.tag(db, "Gone", retired=True)
    town.tag(db, "Elsewhere", scope_id=town.place(db, "Hove").id)
    db.add(TagLabel(tag_id=bins.id, scope_id=heath.id, key="skip", label="skip"))
    db.add(Ruling(scope_id=city.id, key="waste", label="waste", stand=Stand.AMBIGUOUS))
    db.add(Ruling(scope_id=WHOLE_HUB, key="green", label="green", stand=Stand.AMBIGUOUS))
    db.flush()
    told = {each.name: each.spellings for each in offered(db, [heath.id, city.id])}
    assert told == {"Bins": ("rubbish", "skip"), "Pool": ()}
    assert {each.name: each.spellings for each in offered(db, [])} == {"Bins": ("rubbish", "waste"), "Pool": ()}


def test_a_places_tag_is_offered_there_alone(db: Session) -> None:
    hove = town.place(db, "Hove")
    town.tag(db, "Hove", place_id=hove.id)
    assert [each.name for each in offered(db, [hove.id])] == ["Hove"]
    assert offered(db, []) == []


def test_a_tag_whose_very_name_is_ambiguous_is_not_offered_by_another_spelling() -> None:
    rows = [Written(CITY, "tip", "Tip", "tip"), Written(CITY, "tip", "Tip", "dump"), Written(HEATH, "x", "X", "Tip")]
    assert offerable(rows, ()) == [Offered(HEATH, "x", "X")]
    assert offerable(rows, {"x"}) == []


_words = st.sampled_from(["tip", "Tip!", "bins", "Łódź", "東京", "pool", "the pool", "ﷺ"])
_scopes = st.sampled_from([None, CITY, HEATH])
_tags = st.lists(
    st.builds(
        TagFact,
        st.integers(11, 15).map(lambda number: UUID(int=number)),
        _words.map(lambda word: f"s-{label_key(word)}"),
        _words,
        scope_id=_scopes,
        labels=st.lists(st.builds(Spelt, _words, scope_id=_scopes), max_size=3).map(tuple),
    ),
    max_size=5,
    unique_by=(lambda tag: tag.id, lambda tag: tag.slug),
)
_rulings = st.lists(st.builds(RulingFact, _words.map(label_key), _scopes), max_size=2)


@settings(max_examples=100, deadline=None)
@given(tags=_tags, rulings=_rulings)
@pytest.mark.parametrize(("home", "line"), [(CITY, {CITY}), (HEATH, {HEATH, CITY})])
def test_whatever_is_offered_means_just_that_tag_there(tags, rulings, home, line):
    here = {None, *line}
    rows = [
        Written(tag.id, tag.slug, tag.name, label)
        for tag in tags
        if tag.scope_id in here
        for label in (tag.name, tag.slug, *(spelt.label for spelt in tag.labels if spelt.scope_id in here))
    ]
    ruled = {ruling.key for ruling in rulings if ruling.scope_id in here}
    known = compile_vocabulary(tags, [PlaceFact(CITY, None, "Wherry"), PlaceFact(HEATH, CITY, "Heath")], rulings)
    said: dict[str, Any] = {"title": "", "text": NOTHING, "only_when_mentioned": False}
    for each in offerable(rows, ruled):
        for label in (each.name, each.slug, *each.spellings):
            found = resolve(known, labels=[label], home=frozenset({home}), **said).tags
            assert [(found_tag.id, found_tag.because) for found_tag in found] == [(each.id, Because.LABEL)]
