from hypothesis import given
from hypothesis import strategies as st

from hub.kit.merge import merge

_facts = st.fixed_dictionaries(
    {
        "name": st.sampled_from("ab"),
        "lat": st.none() | st.sampled_from([1.0, 2.0]),
        "also": st.sets(st.sampled_from("xyz")).map(lambda s: tuple(sorted(s))),
    }
)


@given(before=_facts, held=_facts)
def test_a_file_that_says_nothing_new_changes_nothing(before, held):
    merged = merge(before, before, held)
    assert (merged.facts, merged.before, merged.clashes) == (held, before, ())


@given(before=_facts, told=_facts)
def test_where_nobody_else_changed_a_thing_the_file_has_its_way(before, told):
    merged = merge(before, told, before)
    assert (merged.facts, merged.before, merged.clashes) == (told, told, ())


@given(before=_facts, told=_facts, held=_facts)
def test_merging_again_changes_nothing_and_clashes_stay(before, told, held):
    once = merge(before, told, held)
    twice = merge(once.before, told, once.facts)
    assert twice == once


@given(before=_facts, told=_facts, held=_facts)
def test_what_clashes_stays_as_it_is_held(before, told, held):
    merged = merge(before, told, held)
    assert all(merged.facts[name] == held[name] for name in merged.clashes)
    assert "also" not in merged.clashes


def test_a_fact_nobody_knew_before_is_taken_as_told():
    merged = merge({}, {"shows": "full"}, {"shows": "excerpt"})
    assert (merged.facts, merged.clashes) == ({"shows": "full"}, ())
