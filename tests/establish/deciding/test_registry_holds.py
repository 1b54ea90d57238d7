"""Whatever is decided, in whatever order: it can be taken back, replayed, and holds together."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from uuid import UUID

from hypothesis import given, settings
from hypothesis import strategies as st
from sqlmodel import Session

from hub.db.engine import writing
from hub.establish.deciding import actions, queries, rows
from hub.establish.deciding.images import EdgeRow, Image, LabelRow, Row, RulingRow, SlugRow, TagRow
from hub.establish.deciding.queries import Asked
from hub.establish.deciding.rules import Origin, Refused
from hub.establish.deciding.script import Operation
from hub.establish.tags.rules import Bond
from hub.kit.text import label_key
from hub.places.rules import WHOLE_HUB
from tests.databases import Fresh, examples
from tests.establish.deciding.acting import nameless, places, table
from tests.establish.deciding.histories import START, histories, operations
from tests.establish.deciding.paper import TOWN, Paper
from tests.town import NOON


def papers(history: Iterable[Operation]) -> Paper:
    """Return a registry to which all was done that could be."""
    paper = Paper(only_top=TOWN)
    for operation in (*START, *history):
        if not isinstance(paper.rehearses(operation), Refused):
            paper.does(operation)
    return paper


def holds(rows: Iterable[Row]) -> None:
    """Look that a registry says nothing that cannot be."""
    told = list(rows)
    tags = {row.id: row for row in told if isinstance(row, TagRow)}
    labels = [row for row in told if isinstance(row, LabelRow)]
    slugs = [row.slug for row in told if isinstance(row, TagRow | SlugRow)]
    assert len(slugs) == len(set(slugs))
    for tag in tags.values():
        assert tag.heir_id is None or (tag.retired and tags[tag.heir_id].heir_id is None)
        own = {row.normal for row in labels if row.tag_id == tag.id}
        assert tag.retired or {label_key(tag.name), label_key(tag.slug)} - {""} <= own
    meant = [(_scope(row, tags), row.normal) for row in labels if not tags[row.tag_id].retired]
    assert len(meant) == len(set(meant))
    assert all(row.normal == label_key(row.label) != "" for row in labels)
    ruled = {(row.scope_id, row.normal) for row in told if isinstance(row, RulingRow)}
    assert ruled.isdisjoint(meant)
    hangs_together([row for row in told if isinstance(row, EdgeRow)])


def hangs_together(edges: Sequence[EdgeRow]) -> None:
    """Look that no tag is part of itself, and none related to what it is part of."""
    above = _above(edges)
    for row in edges:
        assert row.tag_id != row.other_id
        assert row.bond == Bond.BROADER or row.tag_id < row.other_id
        pair = {row.tag_id, row.other_id}
        assert row.bond != Bond.RELATED or not any(pair == {low, high} for low in above for high in above[low])
    assert all(low not in above[low] for low in above)


def _scope(row: LabelRow, tags: dict[UUID, TagRow]) -> UUID:
    return row.scope_id if row.scope_id != WHOLE_HUB else tags[row.tag_id].scope_id or WHOLE_HUB


def _above(edges: Sequence[EdgeRow]) -> dict[UUID, set[UUID]]:
    above: dict[UUID, set[UUID]] = {}
    pairs = [(row.tag_id, row.other_id) for row in edges if row.bond == Bond.BROADER]
    for low, high in pairs:
        above.setdefault(low, set()).add(high)
    for _ in pairs:
        for low, highs in above.items():
            above[low] = highs | {top for high in highs for top in above.get(high, ())}
    return above


@contextmanager
def hub(fresh: Fresh) -> Iterator[Session]:
    """Open an empty database, with the places of the stories in it."""
    with fresh() as engine, writing(engine) as db:
        places(db)
        yield db


def does(db: Session, *script: Operation) -> int | Refused:
    return actions.decide(db, Asked(script, WHOLE_HUB, None, ""), Origin.MENTOR, NOON)


@settings(max_examples=40, deadline=None)
@given(histories)
def test_whatever_is_decided_the_registry_holds_together(history: list[Operation]) -> None:
    paper = Paper(only_top=TOWN)
    paper.does(*START)
    for operation in history:
        if not isinstance(paper.rehearses(operation), Refused):
            paper.does(operation)
            holds(paper.rows.values())


@settings(max_examples=40, deadline=None)
@given(histories, histories)
def test_a_script_does_at_once_what_its_operations_do_one_by_one(
    history: list[Operation], wanted: list[Operation]
) -> None:
    at_once, one_by_one = papers(history), papers(history)
    script = []
    for operation in wanted:
        if not isinstance(one_by_one.rehearses(operation), Refused):
            one_by_one.does(operation)
            script.append(operation)
    if script and not isinstance(at_once.rehearses(*script), Refused):
        at_once.does(*script)
    assert nameless(at_once.rows.values()) == nameless(one_by_one.rows.values())


@settings(max_examples=examples(12), deadline=None)  # each is a database of its own
@given(st.lists(operations, max_size=4), st.lists(operations, min_size=1, max_size=4))
def test_the_database_does_what_the_paper_does_and_takes_it_back(
    fresh: Fresh, history: list[Operation], wanted: list[Operation]
) -> None:
    with hub(fresh) as db:
        for operation in (*START, *history):
            does(db, operation)
        holds(rows.registry(db))
        assert nameless(rows.registry(db)) == nameless(papers(history).rows.values())
        before = table(db)
        made = does(db, *wanted)
        if isinstance(made, Refused):
            assert table(db) == before
            assert all(str(each) for each in made.faults)
            return
        holds(rows.registry(db))
        back = actions.undo(db, made, None, "", NOON)
        assert isinstance(back, int), [str(each) for each in back.faults]
        new = {each.row.key for each in queries.decision(db, made).images if _is_new(each)}
        assert [row for row in table(db) if row.key not in new] == before
        assert all(row.retired for row in table(db) if isinstance(row, TagRow) and row.key in new)
        assert replayed(db) == {(type(row), row.key): row for row in table(db)}


def replayed(db: Session) -> dict[object, Row]:
    """Return the registry that all decisions make, on an empty one."""
    stands: dict[object, Row] = {}
    for each in reversed(queries.decisions(db, None, None, 1_000)):
        for image in each.images:
            name = (type(image.row), image.row.key)
            assert stands.get(name) == image.before
            if image.after is None:
                del stands[name]
            else:
                stands[name] = image.after
    return stands


def _is_new(image: Image) -> bool:
    return image.before is None and isinstance(image.after, TagRow)
