"""What is kept stays within bounds, is given only while it is true, and the least used goes first."""

from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Engine
from sqlmodel import Session

from hub.db.kept import EachDatabase, Store
from tests import databases

DEEDS = st.lists(st.tuples(st.integers(0, 5), st.integers(0, 2), st.integers(0, 40), st.booleans()))


def test_what_was_put_there_is_found_while_its_state_is_the_same() -> None:
    store = Store[str, int, str](10)
    store.put([("bins", 1, "Tuesday")])
    assert store.take({"bins": 1}) == {"bins": "Tuesday"}
    assert store.take({"bins": 2, "roads": 1}) == {}


def test_the_least_lately_used_goes_first() -> None:
    store = Store[str, int, str](2)
    store.put([("a", 0, "A"), ("b", 0, "B")])
    store.take({"a": 0})
    store.put([("c", 0, "C")])
    assert store.take({"a": 0, "b": 0, "c": 0}) == {"a": "A", "c": "C"}


def test_what_is_larger_than_the_whole_is_not_kept() -> None:
    store = Store[str, int, str](3, len)
    store.put([("short", 0, "ok"), ("long", 0, "much too long")])
    assert store.take({"short": 0, "long": 0}) == {"short": "ok"}
    store.put([("short", 0, "no longer")])
    assert len(store) == store.weight == 0


@given(DEEDS)
def test_it_never_keeps_more_than_it_may_nor_gives_what_is_no_longer_true(
    deeds: list[tuple[int, int, int, bool]],
) -> None:
    store, told = Store[int, int, str](100, len), dict[int, tuple[int, str]]()
    for key, state, length, puts in deeds:
        if puts:
            store.put([(key, state, "x" * length)])
            told[key] = (state, "x" * length)
        else:
            assert all(told[each] == (state, value) for each, value in store.take({key: state}).items())
        assert 0 <= store.weight <= store.most


def test_each_database_has_a_store_of_its_own(engine: Engine) -> None:
    kept, other = EachDatabase[list[int]](list), databases.sqlite_in_memory()
    with Session(engine) as one, Session(other) as two:
        kept.of(one).append(1)
        assert kept.of(one) == [1]
        assert kept.of(two) == []
        with Session(one.connection()) as same:
            assert kept.of(same) == [1]
    other.dispose()
