"""What a registry file may change, entry by entry."""

from hypothesis import given
from hypothesis import strategies as st

from hub.kit.merge import Value
from hub.places.filing import Held, plan

_facts = st.fixed_dictionaries({"name": st.sampled_from("abc"), "also": st.sampled_from([(), ("x",), ("y",)])})
_entries = st.dictionaries(st.sampled_from("pqr"), _facts)
_rows = st.dictionaries(
    st.sampled_from("pqrs"), st.builds(Held, facts=_facts, desk=st.booleans(), retired=st.booleans())
)


@given(before=_entries, told=_entries, held=_rows)
def test_loading_a_second_time_writes_nothing(before, told, held):
    first = plan("place", before, told, held)
    after = dict(held)
    for key, facts in first.wanted.items():
        after[key] = Held(facts)
    for key in first.retired:
        after[key] = Held(held[key].facts, retired=True)
    second = plan("place", first.filed, told, after)
    assert not second.loaded.anything
    assert sorted(second.conflicts) == sorted(first.conflicts)
    assert second.filed == first.filed


@given(before=_entries, told=_entries, held=_rows)
def test_rows_of_the_desk_that_no_file_was_told_of_are_never_written(before, told, held):
    made = plan("place", before, told, held)
    written = {key for key, row in held.items() if row.desk and (key in made.wanted or key in made.retired)}
    assert written <= before.keys()


def test_what_was_made_at_the_desk_and_written_into_the_file_is_retired_when_ada_takes_it_out():
    facts: dict[str, Value] = {"name": "Bins", "also": ()}
    made = plan("tag", {"bins": facts}, {}, {"bins": Held(facts, desk=True)})
    assert (made.retired, made.filed, made.conflicts) == (["bins"], {}, [])


def test_what_the_desk_changed_since_it_was_written_into_the_file_stays_and_is_told():
    facts: dict[str, Value] = {"name": "Bins", "also": ()}
    made = plan("tag", {"bins": facts}, {}, {"bins": Held(facts | {"name": "Waste"}, desk=True)})
    assert (made.retired, made.filed) == ([], {"bins": facts})
    assert made.conflicts == ["tag “bins”: is gone from the file, but its name was changed at the desk; left as it is."]


@given(told=_entries)
def test_an_empty_hub_takes_the_file_as_it_is(told):
    made = plan("place", {}, told, {})
    assert (made.new, made.changed, made.retired, made.conflicts) == (told, {}, [], [])


@given(before=_entries, told=_entries, held=_rows)
def test_what_was_retired_at_the_desk_comes_back_by_no_change_of_the_file(before, told, held):
    made = plan("place", before, told, held)
    listed_all_along = before.keys() & told.keys()
    assert not any(row.retired for key, row in held.items() if key in made.changed and key in listed_all_along)
