"""What an item said before it was edited is kept for a while; what is stamped anew at every look is left alone."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import Engine
from sqlmodel import col, select

from hub.aggregate.items import versions
from hub.aggregate.items.actions import empty, read_anew
from hub.aggregate.items.cards import whole
from hub.aggregate.items.forgetting import forget
from hub.aggregate.items.models import Item, ItemVersion
from hub.aggregate.items.rules import MOST_SLIGHT
from hub.aggregate.items.versions import KEPT, MOST, Edit, Part, difference
from hub.aggregate.reading.document import Attachment, Entry
from hub.db.engine import reading, writing
from tests.aggregate.items.voices import Town, entry
from tests.town import NOON

PAGE = "https://paper.example/bridge"


@pytest.fixture
def here(engine: Engine) -> Town:
    made = Town(engine)
    made.voice("Paper")
    return made


def said(text: str, **more: object) -> Entry:
    """What the paper says of the bridge."""
    known = {
        "html": f"<p>{text}</p>",
        "summary": text,
        "digest": hash((text, str(more))).to_bytes(8, "big", signed=True),
    }
    return replace(entry("p1", PAGE, "The bridge"), **{**known, **more})  # type: ignore[arg-type]  # whatever is said


def edits(here: Town) -> list[Edit]:
    (item_id,) = here.ids("Paper")
    with reading(here.engine) as db:
        return list(versions.edits(db, item_id))


def stored(here: Town) -> Item:
    (item_id,) = here.ids("Paper")
    with reading(here.engine) as db:
        found = db.get_one(Item, item_id)
        db.expunge(found)
        return found


def test_an_edit_tells_which_words_went_and_came(here: Town) -> None:
    here.says("Paper", said("It is shut until March."))
    assert edits(here) == []
    here.says("Paper", said("It is open."))
    here.says("Paper", said("It is open.", title="The bridge, open"))
    last, first = edits(here)
    assert first.parts == (("text", ((Part.SAME, "It is"), (Part.OUT, "shut until March."), (Part.IN, "open."))),)
    assert [name for name, _ in last.parts] == ["title"]
    assert (first.at, last.at) == (NOON + timedelta(minutes=2), NOON + timedelta(minutes=3))
    with reading(here.engine) as db:
        (item_id,) = db.exec(select(Item.id)).all()
        assert whole(db, item_id or 0).edited_at == last.at


def test_other_labels_and_files_are_an_edit_without_a_word(here: Town) -> None:
    here.says("Paper", said("It is shut."))
    here.says("Paper", said("It is shut.", attachments=(Attachment("https://paper.example/map.png"),)))
    here.says("Paper", said("It is shut.", labels=("Roads",)))
    assert [edit.parts for edit in edits(here)] == [(), ()]


def test_markup_alone_is_no_edit_anybody_sees(here: Town) -> None:
    here.says("Paper", said("It is shut."))
    heard = here.says("Paper", said("It is shut.", html="<p>It is <b>shut</b>.</p>"))
    assert (heard.changed, edits(here), stored(here).edited_at) == (1, [], None)
    assert "<b>" in stored(here).html


def test_what_is_stamped_anew_at_every_look_is_left_alone_after_a_while(here: Town) -> None:
    here.says("Paper", said("Written at 1."))
    changed = [here.says("Paper", said(f"Written at {look}.")).changed for look in range(2, MOST_SLIGHT + 4)]
    assert changed == [1] * MOST_SLIGHT + [0, 0]
    assert here.says("Paper", said("Shut by the council at 99.")).changed == 1
    assert here.says("Paper", said("Shut by the council at 100.")).changed == 0


def test_the_last_versions_are_kept_and_for_a_while(here: Town) -> None:
    here.says("Paper", said("It says nothing"))
    for word in "abcdefghijklmnopqrstuvwxyz":
        here.says("Paper", said(f"It says {word}"))
    assert len(edits(here)) == MOST
    assert edits(here)[0].parts == (("text", ((Part.SAME, "It says"), (Part.OUT, "y"), (Part.IN, "z"))),)
    with writing(here.engine) as db:
        versions.expire(db, here.clock + KEPT)
    assert len(edits(here)) == 1
    with writing(here.engine) as db:
        versions.expire(db, here.clock + KEPT + timedelta(seconds=1))
    assert edits(here) == []


def test_two_edits_in_one_moment_are_one(here: Town) -> None:
    here.says("Paper", said("a"))
    here.says("Paper", said("b"), now=NOON)
    here.says("Paper", said("c"), now=NOON)
    assert len(edits(here)) == 1


@pytest.mark.parametrize("gone", [empty, lambda db, item_id: forget(db, [item_id])])
def test_what_is_deleted_has_no_versions(here: Town, gone: Callable[..., None]) -> None:
    here.says("Paper", said("a"))
    here.says("Paper", said("b"))
    (item_id,) = here.ids("Paper")
    with writing(here.engine) as db:
        gone(db, item_id)
    with reading(here.engine) as db:
        assert db.exec(select(ItemVersion)).all() == []
        assert [edit.parts for edit in versions.edits(db, item_id)] == []


def test_words_that_are_brought_back_are_no_edit(here: Town) -> None:
    here.says("Paper", said("a"))
    (item_id,) = here.ids("Paper")
    with writing(here.engine) as db:
        empty(db, item_id)
    with writing(here.engine) as db:
        read_anew(db, item_id)
    here.says("Paper", said("a"))
    assert (stored(here).title, stored(here).edited_at, edits(here)) == ("The bridge", None, [])
    assert here.stream() == ["Paper"]


def test_what_a_feed_brought_first_is_told_from_what_came_later(here: Town) -> None:
    here.says("Paper", said("a"))
    here.says("Paper", said("a"), entry("p2", f"{PAGE}-2"))
    old, new = here.ids("Paper")
    with reading(here.engine) as db:
        asked = select(Item.id).where(col(Item.id).in_([old, new]), col(Item.is_archive).is_(True))
        assert db.exec(asked).all() == [old]


def test_much_that_stayed_is_left_out() -> None:
    same = " ".join(f"word{number}" for number in range(99))
    (kept, went, came) = difference(f"{same} x", f"{same} y")
    assert kept[1].startswith("word0 word1 ")
    assert " … " in kept[1]
    assert kept[1].endswith("word98")
    assert (went, came) == ((Part.OUT, "x"), (Part.IN, "y"))
    assert difference("", "") == ()
