"""Whatever is agreed: to tag again changes nothing, and no form offers what means several things, or none."""

from collections.abc import Collection, Sequence
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlmodel import Session, select

from hub.aggregate.tagging.actions import retag
from hub.aggregate.tagging.queries import registry, vocabulary
from hub.db.engine import writing
from hub.establish.deciding.script import Rule, Script
from hub.establish.meaning.rules import Because, resolve
from hub.establish.tags.models import Ruling
from hub.establish.tags.offering import offered
from hub.establish.tags.rules import Stand
from hub.kit.text import NOTHING, label_key
from hub.places.rules import WHOLE_HUB
from tests.aggregate.tagging import worlds
from tests.aggregate.tagging.worlds import HEATH, TOWN
from tests.databases import Fresh, examples

_agreed = st.lists(worlds.scripts, max_size=3)
_ambiguous = st.lists(
    st.builds(
        Rule, st.sampled_from(worlds.WORDS), st.just(Stand.AMBIGUOUS.value), st.sampled_from((WHOLE_HUB, TOWN, HEATH))
    ),
    max_size=3,
)


@settings(max_examples=examples(10), deadline=None)  # each is a database of its own
@given(st.lists(worlds.posts, max_size=5), _agreed)
def test_a_second_tagging_changes_nothing(fresh: Fresh, said: Sequence[worlds.Post], scripts: Sequence[Script]) -> None:
    with fresh() as engine, writing(engine) as db:
        worlds.build(db, said)
        for at, script in enumerate(scripts):
            worlds.agree(db, script, at)
        assert retag(db, registry(db)).looked_at == len(said)
        once = worlds.derived(db)
        assert retag(db, registry(db)).differing == 0
        assert worlds.derived(db) == once


@settings(max_examples=examples(15), deadline=None)  # each is a database of its own
@given(_agreed, _ambiguous)
def test_what_is_ambiguous_is_never_offered(fresh: Fresh, scripts: Sequence[Script], rulings: Sequence[Rule]) -> None:
    with fresh() as engine, writing(engine) as db:
        worlds.build(db, [])
        for at, script in enumerate((*scripts, *((each,) for each in rulings))):
            worlds.agree(db, script, at)
        for home, line in ((TOWN, (TOWN,)), (HEATH, (HEATH, TOWN))):
            offers_what_is_clear(db, home, line)


def offers_what_is_clear(db: Session, home: UUID, line: Collection[UUID]) -> None:
    """Look that each spelling offered in a place means just its tag there, and nobody called it ambiguous."""
    known = vocabulary(db)
    among = {*line, WHOLE_HUB}
    ambiguous = {each.key for each in db.exec(select(Ruling)) if each.stand == Stand.AMBIGUOUS}
    ambiguous &= {each.key for each in db.exec(select(Ruling)) if each.scope_id in among}
    for tag in offered(db, line):
        for label in (tag.name, tag.slug, *tag.spellings):
            told = resolve(
                known, labels=[label], title="", text=NOTHING, home=frozenset({home}), only_when_mentioned=False
            )
            assert [each.id for each in told.tags if each.because is Because.LABEL] == [tag.id]
            assert label_key(label) not in ambiguous


@pytest.mark.parametrize("where", [WHOLE_HUB, TOWN, HEATH])
def test_a_word_is_offered_until_it_is_called_ambiguous(db: Session, where: UUID) -> None:
    worlds.build(db, [])
    assert "Cycling" in {tag.name for tag in offered(db, (HEATH, TOWN))}
    db.add(Ruling(scope_id=where, key="cycling", label="cycling", stand=Stand.AMBIGUOUS))
    db.flush()
    assert "Cycling" not in {tag.name for tag in offered(db, (HEATH, TOWN))}
