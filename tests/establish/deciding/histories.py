"""What a town may ever have decided, for properties that hold whatever it was."""

from hypothesis import strategies as st

from hub.establish.deciding.script import (
    Agree,
    Define,
    Merge,
    Operation,
    Rename,
    Retire,
    Rule,
    Spell,
    Tie,
    Unspell,
    Untie,
)
from hub.establish.tags.rules import Bond, Stand
from hub.places.rules import WHOLE_HUB
from tests.establish.deciding.paper import KINGS_HEATH, TOWN

SLUGS = ("a", "b", "c", "d")
WORDS = ("a", "B", "c", "D", "Łódź", "東京", "#KingsHeath", "King’s Heath", "🦆 ﷺ", "sutton")
slugs, words = st.sampled_from(SLUGS), st.sampled_from(WORDS)
scopes = st.sampled_from((WHOLE_HUB, TOWN, KINGS_HEATH))
bonds = st.sampled_from(list(Bond))
operations: st.SearchStrategy[Operation] = st.one_of(
    st.builds(Agree, slugs, words, st.sampled_from(("", "Says so.")), scopes),
    st.builds(Spell, slugs, words, scopes, st.booleans(), st.sampled_from(("", "ward"))),
    st.builds(Unspell, slugs, words, scopes),
    st.builds(Rename, slugs, words, st.sampled_from(("", *SLUGS, "e"))),
    st.builds(Define, slugs, words),
    st.builds(Merge, slugs, slugs),
    st.builds(Tie, slugs, bonds, slugs),
    st.builds(Untie, slugs, bonds, slugs),
    st.builds(Retire, slugs),
    st.builds(Rule, words, st.sampled_from(["", *Stand]), scopes),
)
START = (Agree("a", "A"), Agree("b", "B"), Agree("c", "C", scope=KINGS_HEATH), Spell("a", "Łódź"))
histories = st.lists(operations, max_size=12)
