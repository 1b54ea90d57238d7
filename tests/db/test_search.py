"""What the index finds, on either database, and in which order."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine
from sqlmodel import Session

from hub.db import patience, search
from hub.db.engine import is_sqlite, reading, writing
from hub.db.sought import Filed, Key, Searchable, Sought
from hub.errors import TooMuch
from hub.kit.question import parse
from hub.kit.text import words
from tests.town import NOON

STRIKE, TRAIN, LIBRARY = (Key(number, NOON + timedelta(hours=number)) for number in (1, 2, 3))


def found(db: Session, typed: str) -> set[int]:
    return set(search.newest(db, Sought(parse(typed)), 10))


@pytest.fixture
def filled(db: Session) -> Session:
    search.put(
        db,
        [
            Searchable(
                Filed(STRIKE, ("p1", "t1", "kc")),
                "Bin strike ends",
                words("Collections in King’s Heath start again on Tuesday."),
            ),
            Searchable(Filed(TRAIN, ("p1", "p2", "t1", "t2", "kb")), "Pociąg do Łodzi", words("Łódź i Kings Norton")),
            Searchable(
                Filed(LIBRARY, ("p1", "t2", "kc")), "Library hours", words("The heath is open; kings of old came by.")
            ),
        ],
    )
    return db


@pytest.mark.parametrize(
    ("question", "ids"),
    [
        ("strike", {1}),
        ("STRIKE tuesday", {1}),
        ('"kings heath"', {1}),
        ("kings-heath", {1}),
        ("kings heath", {1, 3}),
        ("lodz", {2}),
        ("łódź", {2}),
        ("bins library", set()),
        ("nothing like it", set()),
        ("kings -strike", {2, 3}),
        ('kings -"kings norton" -library', {1}),
        ("coll*", {1}),
        ("lib* heath", {3}),
        ('"kings hea"*', {1}),
        ("kings -nort*", {1, 2, 3}),  # what is left out is a whole word
        ("-norton* kings", {1, 3}),
        ('"ends collections"', set()),  # a title and a text are two things
        ('"strike ends" collections', {1}),
    ],
)
def test_items_are_found_by_words_phrases_and_starts(filled: Session, question: str, ids: set[int]) -> None:
    assert found(filled, question) == ids


@pytest.mark.parametrize("question", ["", "   ", '"', "!!! ---", "\0", "-strike"])
def test_a_question_that_says_nothing_to_look_for_finds_nothing(filled: Session, question: str) -> None:
    assert found(filled, question) == set()


@pytest.mark.parametrize(
    ("groups", "without", "ids"),
    [
        ([("p1",)], (), [3, 2, 1]),
        ([("p1",), ("t1",)], (), [2, 1]),
        ([("p1",), ("t1",), ("t2",)], (), [2]),
        ([("p1",), ("t1", "t2")], (), [3, 2, 1]),
        ([("p1",)], ("t2",), [1]),
        ([("p1",)], ("t1", "t2"), []),
        ([("p1", "p2"), ("kb", "kx")], (), [2]),
        ([("p3",)], (), []),
    ],
)
def test_every_combination_of_facets_is_answered(
    filled: Session, groups: list[tuple[str, ...]], without: tuple[str, ...], ids: list[int]
) -> None:
    assert search.newest(filled, Sought(groups=tuple(groups), without=without), 10) == ids


def test_facets_and_words_narrow_each_other_and_words_never_find_facets(filled: Session) -> None:
    assert search.newest(filled, Sought(parse("kings"), (("t2",),)), 10) == [3, 2]
    assert search.newest(filled, Sought(parse("kings -library"), (("p1",),), ("t1",)), 10) == []
    assert found(filled, "p1") == found(filled, "kc") == set()


def test_pages_and_days_are_bounds(filled: Session) -> None:
    everything = (("p1",),)

    assert search.newest(filled, Sought(groups=everything), 2) == [3, 2]
    assert search.newest(filled, Sought(groups=everything, before=TRAIN), 10) == [1]
    assert search.newest(filled, Sought(groups=everything, since=TRAIN.moment), 10) == [3, 2]
    assert search.newest(filled, Sought(groups=everything, until=LIBRARY.moment), 10) == [2, 1]
    assert search.newest(filled, Sought(groups=everything, until=LIBRARY.moment, before=TRAIN), 10) == [1]


@pytest.mark.parametrize("few", [0, 100])
def test_at_the_same_moment_the_later_id_comes_first(db: Session, monkeypatch: pytest.MonkeyPatch, few: int) -> None:
    monkeypatch.setattr("hub.db.tsvector.FEW", few)
    moments = [NOON, NOON, NOON + timedelta(seconds=1), NOON - timedelta(seconds=1), NOON]
    keys = [Key(number, moment) for number, moment in enumerate(moments, 1)]
    search.put(db, [Searchable(Filed(key, ("p1",)), "Bins", words("")) for key in keys])
    wanted = Sought(parse("bins"), (("p1",),))

    assert search.newest(db, wanted, 10) == [3, 5, 2, 1, 4]
    assert search.newest(db, Sought(parse("bins"), before=keys[1]), 10) == [1, 4]
    assert search.best(db, wanted) == [3, 5, 2, 1, 4]


def test_the_best_speaks_most_of_it_and_most_of_all_in_its_title(db: Session) -> None:
    texts = [
        ("The fair", "bins " + "and other things " * 30),
        ("The bins", "of today"),
        ("Some", "bins here bins there"),
    ]
    rows = [
        Searchable(Filed(Key(number, NOON + timedelta(hours=number)), ("p1",)), title, words(text))
        for number, (title, text) in enumerate(texts, 1)
    ]
    search.put(db, rows)

    assert search.best(db, Sought(parse("bins"))) == [2, 3, 1]
    assert search.best(db, Sought(parse("bins -today"), (("p1",),))) == [3, 1]
    assert search.best(db, Sought(groups=(("p1",),))) == [3, 2, 1]
    assert search.best(db, Sought()) == []


@pytest.mark.parametrize("question", ['a" OR 1', "title:bins", "NEAR(a b)", "^a", "a -b", "(", "'; DROP --", "\ud800x"])
def test_query_languages_never_reach_the_database(filled: Session, question: str) -> None:
    found(filled, question)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=50)
@given(st.text(max_size=60))
def test_any_text_is_a_valid_question(filled: Session, question: str) -> None:
    found(filled, question)
    search.best(filled, Sought(parse(question), (("p1",),)))


def test_a_dropped_item_is_found_no_more(filled: Session) -> None:
    search.drop(filled, [STRIKE, Key(99, NOON)])
    assert found(filled, "strike") == set()
    search.drop(filled, [])
    search.put(filled, [])
    search.refile(filled, [])


def test_an_item_is_kept_under_other_facets_and_found_by_the_same_words(filled: Session) -> None:
    search.refile(filled, [Filed(STRIKE, ("p1", "t9"))])

    assert search.newest(filled, Sought(groups=(("t1",),)), 10) == [2]
    assert search.newest(filled, Sought(parse("strike"), (("t9",),)), 10) == [1]


@pytest.mark.parametrize(
    ("question", "ids"),
    [("किताब", {1}), ("कि*", set()), ("कतब", set()), ("का", set()), ("สวัสดี", {1}), ("สวสด", set()), ("東*", {1})],
)
def test_marks_are_part_of_a_word_in_every_script(db: Session, question: str, ids: set[int]) -> None:
    said = "राम की किताब สวัสดี 東京"
    search.put(db, [Searchable(Filed(STRIKE, ("p1",)), said, words(said))])

    assert found(db, question) == ids


def test_who_asks_for_too_much_is_told_so_and_the_next_one_is_answered(engine: Engine) -> None:
    with writing(engine) as db:
        keys = [Key(number, NOON - timedelta(seconds=number)) for number in range(3_000)]
        search.put(db, [Searchable(Filed(key, ("p1",)), "Bins", words("bins and bins " * 20)) for key in keys])
    too_dear = Sought(parse('bin* and* "bins and bins bins" bins'))
    with reading(engine) as db:
        patience.limit(db, 0)
        with pytest.raises(TooMuch):
            search.newest(db, too_dear, 3_000)
    with reading(engine) as db:
        patience.limit(db)
        assert search.newest(db, Sought(parse("bins")), 1) == [0]
        assert len(search.newest(db, Sought(parse("bins and")), 3_000)) == 3_000


def test_an_id_that_would_run_into_a_moment_is_refused_but_for_a_page_mark(db: Session) -> None:
    large = Key(1 << 30, NOON)
    search.put(db, [Searchable(Filed(STRIKE, ("p1",)), "Bins", words(""))])

    assert search.newest(db, Sought(parse("bins"), before=Key(1 << 40, STRIKE.moment)), 10) == [1]
    if is_sqlite(db):
        with pytest.raises(OverflowError):
            search.put(db, [Searchable(Filed(large, ("p1",)), "Bins", words(""))])


@pytest.mark.parametrize("year", [1, 1500, 1969, 2300, 9998])
def test_moments_no_row_number_holds_can_be_kept_and_dropped(db: Session, year: int) -> None:
    key = Key(7, datetime(year, 1, 1, tzinfo=UTC))
    search.put(db, [Searchable(Filed(key, ("p1",)), "Bins", words(""))])
    assert search.newest(db, Sought(groups=(("p1",),)), 10) == [7]
    assert search.newest(db, Sought(groups=(("p1",),), before=key), 10) == []
    search.drop(db, [key])
    assert search.newest(db, Sought(groups=(("p1",),)), 10) == []


def test_what_is_gathered_is_written_at_the_end_and_never_missed_before(db: Session) -> None:
    keys = [Key(number, NOON - timedelta(hours=number)) for number in (1, 2, 3)]
    rows = [Searchable(Filed(key, ("p1",)), "Bins", words("")) for key in keys]

    with search.gathering(db):
        search.put(db, rows[:1])
        assert found(db, "bins") == {1}
        search.put(db, rows[1:])
        search.drop(db, keys[1:2])
        search.refile(db, [Filed(keys[2], ("p2",))])
        search.put(db, rows[1:2])

    assert found(db, "bins") == {1, 2, 3}
    assert search.best(db, Sought(parse("bins"), (("p2",),))) == [3]


def test_nothing_gathered_is_left_behind_when_a_transaction_fails(db: Session) -> None:
    def fail() -> None:
        with search.gathering(db):
            search.put(db, [Searchable(Filed(STRIKE, ("p1",)), "Bins", words(""))])
            raise LookupError

    with pytest.raises(LookupError):
        fail()
    assert found(db, "bins") == set()
