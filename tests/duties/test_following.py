"""Whatever is decided or taken back, the rows that follow are those of a whole rebuilding: told by invented worlds."""

from collections.abc import Sequence
from datetime import timedelta

from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine

from hub.aggregate.tagging.actions import retag
from hub.aggregate.tagging.carrying import carry
from hub.aggregate.tagging.queries import registry
from hub.aggregate.tagging.reaching import reach
from hub.db.engine import reading, writing
from hub.duties.comparing import compare
from hub.duties.retagging import work_through
from hub.duties.tools import Stop
from hub.establish.deciding.actions import undo
from hub.establish.deciding.queries import place_of, rehearse
from hub.establish.deciding.rules import Refused
from hub.establish.deciding.script import Script
from hub.places.rules import WHOLE_HUB
from tests.aggregate.tagging import worlds
from tests.databases import Fresh, examples
from tests.town import NOON


@given(st.lists(worlds.posts, max_size=6), st.lists(worlds.scripts, min_size=1, max_size=3))
@settings(max_examples=examples(15), deadline=None)
def test_whatever_is_decided_the_rows_that_were_touched_are_all_that_a_whole_rebuilding_changes(
    fresh: Fresh, said: Sequence[worlds.Post], scripts: Sequence[Script]
) -> None:
    with fresh() as engine:
        with writing(engine) as db:
            worlds.build(db, said)
            for at, script in enumerate(scripts):
                worlds.agree(db, script, at)
        work_through(engine, Stop())
        assert compare(engine, WHOLE_HUB).differing == 0
        with writing(engine) as db:
            ours = worlds.derived(db)
            retag(db, registry(db))
            assert worlds.derived(db) == ours


@given(st.lists(worlds.posts, max_size=6), worlds.scripts, worlds.scripts)
@settings(max_examples=examples(15), deadline=None)
def test_what_was_said_beforehand_is_what_happens_and_taking_it_back_restores_every_row(
    fresh: Fresh, said: Sequence[worlds.Post], first: Script, script: Script
) -> None:
    with fresh() as engine:
        with writing(engine) as db:
            worlds.build(db, said)
            worlds.agree(db, first, 0)
        work_through(engine, Stop())
        with writing(engine) as db:
            before, names, rehearsed = worlds.derived(db), worlds.named(db), rehearse(db, script)
            if isinstance(rehearsed, Refused):
                return
            told, made = reach(db, place_of(db, script), rehearsed.images), worlds.agree(db, script, 1)
        work_through(engine, Stop())
        with reading(engine) as db:
            becomes = worlds.named(db)
        assert told.items == sum(names[each] != becomes[each] for each in names)
        assert made
        take_back(engine, made)
        with reading(engine) as db:
            assert worlds.derived(db) == before


def take_back(engine: Engine, decision_id: int) -> None:
    now = NOON + timedelta(minutes=2)
    with writing(engine) as db:
        back = undo(db, decision_id, None, "", now)
        assert isinstance(back, int)
        carry(db, back, now)
    work_through(engine, Stop())
