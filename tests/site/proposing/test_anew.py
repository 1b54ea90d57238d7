"""What was proposed comes back into the form it came from: drawn from it once more, it is the same script."""

from uuid import UUID, uuid4

import pytest

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
from hub.establish.tags.described import Spelt
from hub.establish.tags.queries import TagView
from hub.places.queries import PlaceView
from hub.places.rules import WHOLE_HUB
from hub.site.proposing.anew import refilled, wish_of
from hub.site.proposing.board import Board
from hub.site.proposing.drafting import Wish, drawn
from hub.site.typed import Typed

HERE = UUID(int=7)
ASKED: tuple[tuple[Operation, ...], ...] = (
    (Agree("foxes", "Foxes", "Seen in town", HERE), Spell("foxes", "Vixen", near="den")),
    (Agree("foxes", "Foxes", "Seen in town"),),
    (Spell("bins", "tip", HERE, not_near="toe"),),
    (Spell("bins", "tip", in_text=False),),
    (Unspell("bins", "tip", HERE),),
    (Rename("bins", "Rubbish", "rubbish"),),
    (Rename("bins", "Rubbish"),),
    (Define("bins", "What we throw away"),),
    (Merge("bins", "waste"),),
    (Tie("bins", "related", "waste"),),
    (Untie("bins", "broader", "waste"),),
    (Retire("bins"),),
    (Rule("the", "left-alone", HERE),),
    (Rule("the", "", WHOLE_HUB),),
)


@pytest.mark.parametrize("script", ASKED, ids=str)
def test_drawn_once_more_it_is_the_same(script: tuple[Operation, ...]) -> None:
    fields = {**refilled(script, {HERE: "alderford"}), "reason": "Why not?"}
    draft = drawn(wish_of(script), Typed(tuple(fields.items())), _board())
    assert dict(draft.typed.wrong) == {}
    assert draft.script == script


def test_what_was_split_is_split_again_from_the_start() -> None:
    script = (Unspell("bins", "tip"), Agree("tips", "Tips", "Where it goes"), Spell("tips", "tip"))
    assert wish_of(script) is Wish.SPLIT
    assert refilled(script, {})["tag"] == "bins"


def _board() -> Board:
    tags = [TagView(uuid4(), slug, slug.title(), "", None, None) for slug in ("bins", "waste")]
    place = PlaceView(HERE, "alderford", "Alderford", "town", None, "Europe/London")
    return Board(place, tags, (), (Spelt("tip", "tip"),))
