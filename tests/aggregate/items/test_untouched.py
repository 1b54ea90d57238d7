"""Whatever another feed says and takes back, a publisher keeps every row of its items, and stands where it did."""

from dataclasses import replace

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hub.aggregate.items.forgetting import forget_source
from hub.aggregate.items.models import Item
from hub.aggregate.reading.document import Entry
from hub.aggregate.tagging.actions import retag
from hub.aggregate.tagging.queries import registry
from hub.db.engine import writing
from tests.aggregate.items.voices import Town, entry
from tests.databases import Fresh, examples

BRIDGE = "https://paper.example/bridge"
# What a hostile feed may do: take the ids, links, titles and labels of another, in any order, again and again.
GUIDS = st.sampled_from(["p1", "p2", "x"])
LINKS = st.sampled_from([BRIDGE, "http://m.paper.example/fair/amp/", "https://planet.example/own", ""])
ENTRIES = st.builds(
    entry,
    GUIDS,
    LINKS,
    st.sampled_from(["Bridge closed", "Fair", "Buy gold"]),
    st.sampled_from(["Roads", "Bins", ""]),
    hours=st.integers(-50, 50),
)
Said = list[Entry]
DOCUMENTS = st.lists(st.lists(ENTRIES, max_size=3, unique_by=lambda each: each.guid), max_size=4)


def paper(here: Town) -> None:
    """Have the paper say two things."""
    fair = replace(entry("p2", "https://www.paper.example/fair", "Fair", "Bins"), published_at=None)
    here.says("Paper", entry("p1", BRIDGE, "Bridge closed", "Roads"), fair)


def planet_leaves(here: Town) -> None:
    """Take out all that the other feed said."""
    ids = here.ids("Planet")
    with writing(here.engine) as db:
        for item_id in ids[:1]:
            forget_source(db, db.get_one(Item, item_id).source_id)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=examples(10), deadline=None)
@given(documents=DOCUMENTS, at=st.integers(0, 4))
def test_whatever_another_feed_does_a_publisher_keeps_every_row(fresh: Fresh, documents: list[Said], at: int) -> None:
    with fresh() as engine:
        here = Town(engine)
        here.voice("Paper")
        here.voice("Planet")
        for document in documents[:at]:
            here.says("Planet", *document)
        paper(here)
        before = here.rows_of("Paper")
        assert [here.stream(tag).count("Paper") for tag in ("", "Roads", "Bins")] == [2, 1, 1]
        for document in documents[at:]:
            here.says("Planet", *document)
        assert here.rows_of("Paper") == before
        planet_leaves(here)
        assert here.rows_of("Paper") == before
        assert here.also("Paper") == [[], []]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=examples(8), deadline=None)
@given(documents=DOCUMENTS)
def test_sorted_anew_everything_stands_where_it_stood(fresh: Fresh, documents: list[Said]) -> None:
    with fresh() as engine:
        here = Town(engine)
        here.voice("Paper")
        here.voice("Planet")
        paper(here)
        for document in documents:
            here.says("Planet", *document)
        before = here.rows_of("Paper"), here.rows_of("Planet")
        with writing(engine) as db:
            assert retag(db, registry(db)).differing == 0
        assert (here.rows_of("Paper"), here.rows_of("Planet")) == before
